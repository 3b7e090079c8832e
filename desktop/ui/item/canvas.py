"""A picture one can go into, with boxes over what was found in it. Main thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPixmap,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsPixmapItem, QGraphicsScene, QGraphicsView

from cloud.contract.findings import TagKind, Verdict
from desktop.item.boxes import Labelled, Rect, place_labels
from desktop.ui import phrases
from desktop.ui.icons import Icons
from desktop.ui.item.tag_words import describe
from desktop.ui.library.tiles import KINDS
from desktop.ui.theme import colors, on_change

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from desktop.item.findings import Finding, Key
    from desktop.ui.theme import Theme

_STEP = 1.25
_LARGEST = 8.0
_MARGIN_PX = 8
_LABEL_PX = 20.0
#: Below this width of the picture on screen there are boxes, and no labels.
_LABELS_FROM_PX = 300
_FACE = "Face"


@dataclass(frozen=True, slots=True)
class Box:
    """One box: a finding and where it is, 0 to 1 of the upright frame."""

    finding: Finding
    edges: tuple[float, float, float, float]

    @property
    def is_face(self) -> bool:
        """Whether a face is in it."""
        return self.finding.kind is TagKind.PERSON or self.finding.name == _FACE


class Canvas(QGraphicsView):
    """The picture whole, or at any zoom; boxes are painted over it at a width that no zoom changes."""

    chosen = Signal(object)  #: the finding whose box was clicked
    zoomed = Signal(float)  #: pixels of the screen a pixel of the original
    hovered = Signal(object)  #: a finding, or None

    def __init__(self, theme: Theme) -> None:
        self._scene = QGraphicsScene()
        super().__init__(self._scene)
        self._theme = theme
        # Over a picture, in both themes.
        self._colors = colors(is_dark=True)
        self._icons = Icons(self._colors.named)
        self._picture = QGraphicsPixmapItem()
        self._picture.setTransformationMode(Qt.TransformationMode.SmoothTransformation)
        self._scene.addItem(self._picture)
        self._boxes: list[Box] = []
        self._hidden: set[TagKind] = set()
        self._places: list[Rect | None] = []
        self._lit: Key | None = None
        self._is_fit, self._are_boxes_shown = True, True
        self._before_100: QTransform | None = None
        self.setObjectName("canvas-picture")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setDragMode(QGraphicsView.DragMode.ScrollHandDrag)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.AnchorUnderMouse)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setAccessibleName(self.tr("Picture"))
        on_change(theme, self._on_theme_changed)

    def prepare(self, width: int | None, height: int | None) -> None:
        """Get ready for a picture of these sides."""
        self._picture.setPixmap(QPixmap())
        self._scene.setSceneRect(0, 0, width or 1200, height or 800)
        self._is_fit, self._before_100, self._lit = True, None, None
        self._fit()

    def show_image(self, image: QImage) -> None:
        """Show a decoded picture, in the place of a smaller one of the same."""
        if image.isNull() or image.width() <= self._picture.pixmap().width():
            return
        frame = self._scene.sceneRect()
        self._picture.setPixmap(QPixmap.fromImage(image))
        self._picture.setTransform(QTransform.fromScale(frame.width() / image.width(), frame.height() / image.height()))
        self._smooth()

    @property
    def shown_px(self) -> int:
        """How many pixels wide the picture is that is shown."""
        return self._picture.pixmap().width()

    def show_boxes(self, found: Sequence[Finding]) -> None:
        """Show boxes over what was found; rejected ones have none."""
        self._boxes = [Box(each, edges) for each in found for edges in each.boxes if not each.is_rejected]
        self._solve()
        names = [describe(each) for each in found if each.boxes and not each.is_rejected]
        summary = self.tr("Boxes: {names}").format(names="; ".join(names)) if names else self.tr("No boxes")
        self.setAccessibleDescription(summary)

    def show_kinds(self, hidden: Collection[TagKind]) -> None:
        """Leave out the boxes of some kinds."""
        self._hidden = set(hidden)
        self._solve()

    def toggle_boxes(self) -> bool:
        """Hide all boxes, or show them again; returns whether they are shown."""
        self._are_boxes_shown = not self._are_boxes_shown
        self.viewport().update()
        return self._are_boxes_shown

    def light_up(self, key: Key | None) -> None:
        """Fill the boxes of a finding a little."""
        if key != self._lit:
            self._lit = key
            self.viewport().update()

    @property
    def zoom(self) -> float:
        """Pixels of the screen a pixel of the original."""
        return self.transform().m11() * self.devicePixelRatioF()

    def zoom_by(self, steps: int) -> None:
        """Go nearer or further, by steps."""
        lowest = min(self._whole(), 1.0 / self.devicePixelRatioF())
        wanted = self.transform().m11() * _STEP**steps
        wanted = min(max(wanted, lowest), _LARGEST / self.devicePixelRatioF())
        self._is_fit = wanted <= self._whole() and steps < 0
        if self._is_fit:
            self._fit()
        else:
            self.setTransform(QTransform.fromScale(wanted, wanted))
            self._after_zoom()

    def zoom_whole(self) -> None:
        """Show the whole picture."""
        self._is_fit, self._before_100 = True, None
        self._fit()

    def toggle_100(self) -> None:
        """Show a pixel of the original as one of the screen, or go back."""
        if self._before_100 is not None:
            before, self._before_100 = self._before_100, None
            self.setTransform(before)
            self._is_fit = abs(before.m11() - self._whole()) < 1e-6  # noqa: PLR2004 - equal but for rounding
        else:
            self._before_100, self._is_fit = self.transform(), False
            one = 1.0 / self.devicePixelRatioF()
            self.setTransform(QTransform.fromScale(one, one))
        self._after_zoom()

    def _whole(self) -> float:
        frame, room = self._scene.sceneRect(), self.viewport().size()
        across = (room.width() - 2 * _MARGIN_PX) / max(1.0, frame.width())
        down = (room.height() - 2 * _MARGIN_PX) / max(1.0, frame.height())
        return max(1e-3, min(across, down))

    def _fit(self) -> None:
        part = self._whole()
        self.setTransform(QTransform.fromScale(part, part))
        self.centerOn(self._scene.sceneRect().center())
        self._after_zoom()

    def _after_zoom(self) -> None:
        self._smooth()
        self._solve()
        self.zoomed.emit(self.zoom)

    def _smooth(self) -> None:
        """Above 100 % a pixel is seen as one."""
        is_large = self._picture.pixmap().width() * 1.0 <= self._scene.sceneRect().width() * self.zoom
        is_original = self._picture.pixmap().width() >= self._scene.sceneRect().width() - 1
        smooth = Qt.TransformationMode.SmoothTransformation
        self._picture.setTransformationMode(
            Qt.TransformationMode.FastTransformation if is_large and is_original and self.zoom > 1 else smooth
        )

    # Boxes

    def _shown(self) -> list[Box]:
        if not self._are_boxes_shown:
            return []
        return [box for box in self._boxes if self._kind(box) not in self._hidden]

    @staticmethod
    def _kind(box: Box) -> TagKind:
        """Return the kind whose toggle a box follows: a face follows people's."""
        return TagKind.PERSON if box.is_face else box.finding.kind

    def _on_screen(self, box: Box) -> QRectF:
        """Return a box in pixels of the screen, from the picture's upper left corner."""
        frame, part = self._scene.sceneRect(), self.transform().m11()
        x, y, width, height = box.edges
        across, down = frame.width() * part, frame.height() * part
        return QRectF(x * across, y * down, width * across, height * down)

    def _text(self, box: Box) -> tuple[str, str]:
        sure = box.finding.confidence
        return " ".join(box.finding.name.split()), f"{sure:.0f} %" if sure is not None else ""

    def _solve(self) -> None:
        """Find places for labels: once a zoom, not once a frame."""
        frame, part = self._scene.sceneRect(), self.transform().m11()
        bounds = Rect(0, -_MARGIN_PX, frame.width() * part, frame.height() * part + 2 * _MARGIN_PX)
        labelled = []
        font = self._theme.metrics("caption")
        for box in self._shown():
            name, sure = self._text(box)
            check = 16 if box.finding.verdict is Verdict.CONFIRMED else 0
            width = 6 + 12 + 5 + font.horizontalAdvance(name) + (5 + font.horizontalAdvance(sure) if sure else 0)
            at = self._on_screen(box)
            rect = Rect(at.x(), at.y(), at.width(), at.height())
            height = max(_LABEL_PX, font.height() + 5)
            labelled.append(Labelled(rect, min(width + check + 6, 260), height, box.is_face))
        is_small = bounds.width < _LABELS_FROM_PX
        self._places = [None] * len(labelled) if is_small else place_labels(labelled, bounds)
        self.viewport().update()

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:  # noqa: N802 - Qt's name
        """Draw the well."""
        painter.fillRect(rect, QColor(self._theme.colors.well))

    def drawForeground(self, painter: QPainter, _rect: QRectF | QRect) -> None:  # noqa: N802 - Qt's name
        """Draw boxes and labels in pixels of the screen."""
        shown = self._shown()
        if not shown or self._picture.pixmap().isNull():
            return
        corner = QPointF(self.mapFromScene(self._scene.sceneRect().topLeft()))
        painter.save()
        painter.resetTransform()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        for box in shown:
            self._paint_box(painter, box, self._on_screen(box).translated(corner))
        for box, place in zip(shown, self._places, strict=False):
            if place is not None:
                at = QRectF(place.x, place.y, place.width, place.height).translated(corner)
                self._paint_label(painter, box, at)
        painter.restore()

    def _paint_box(self, painter: QPainter, box: Box, at: QRectF) -> None:
        tint = self._colors.named(KINDS[box.finding.kind][1])
        if box.finding.key == self._lit:
            fill = QColor(tint)
            fill.setAlphaF(0.14)
            painter.fillRect(at, fill)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        edge = QColor(self._colors.pill)
        edge.setAlphaF(0.55)
        painter.setPen(QPen(edge, 1))
        painter.drawRoundedRect(at.adjusted(-1.5, -1.5, 1.5, 1.5), 4, 4)
        painter.drawRoundedRect(at.adjusted(1.5, 1.5, -1.5, -1.5), 2, 2)
        pen = QPen(tint, 2)
        if box.finding.is_unsure:
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.drawRoundedRect(at, 3, 3)

    def _paint_label(self, painter: QPainter, box: Box, at: QRectF) -> None:
        table, icons = self._colors, self._icons
        ground = QColor(table.pill)
        ground.setAlphaF(0.86)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(at, 4, 4)
        icon, tint = KINDS[box.finding.kind]
        middle = at.center().y()
        icons.draw(painter, icon, tint, QRectF(at.x() + 6, middle - 6, 12, 12))
        name, sure = self._text(box)
        font = self._theme.metrics("caption")
        right = at.right() - 6
        align = Qt.AlignmentFlag.AlignVCenter
        if box.finding.verdict is Verdict.CONFIRMED:
            icons.draw(painter, "check-bold", "onpill", QRectF(right - 11, middle - 5.5, 11, 11))
            right -= 16
        painter.setFont(self._theme.font("caption"))
        if sure:
            painter.setPen(table.text2)
            width = font.horizontalAdvance(sure)
            painter.drawText(QRectF(right - width, at.y(), width + 1, at.height()), align, sure)
            right -= width + 5
        painter.setPen(table.onpill)
        room = right - at.x() - 23
        shown = font.elidedText(name, Qt.TextElideMode.ElideRight, room + 1)
        painter.drawText(QRectF(at.x() + 23, at.y(), room + 2, at.height()), align, shown)

    def _box_at(self, where: QPointF) -> Box | None:
        corner = QPointF(self.mapFromScene(self._scene.sceneRect().topLeft()))
        met = [box for box in self._shown() if self._on_screen(box).translated(corner).contains(where)]
        return min(met, key=lambda box: box.edges[2] * box.edges[3], default=None)

    # What the person does

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light the box under the pointer up, and say what it is."""
        super().mouseMoveEvent(event)
        if event.buttons() == Qt.MouseButton.NoButton:
            box = self._box_at(event.position())
            self.light_up(box.finding.key if box else None)
            self.viewport().setToolTip(phrases.tooltip(describe(box.finding)) if box else "")
            self.hovered.emit(box.finding if box else None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose a box."""
        super().mouseReleaseEvent(event)
        self.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        box = self._box_at(event.position())
        if box is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(box.finding)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom about the pointer."""
        turned = event.angleDelta().y()
        if turned:
            self.zoom_by(1 if turned > 0 else -1)
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Zoom by +, −, 0 and Z; arrows go on to whoever moves from item to item while the picture is whole."""
        key = event.key()
        if event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
            event.ignore()
        elif key in {Qt.Key.Key_Plus, Qt.Key.Key_Equal}:
            self.zoom_by(1)
        elif key == Qt.Key.Key_Minus:
            self.zoom_by(-1)
        elif key == Qt.Key.Key_0:
            self.zoom_whole()
        elif key == Qt.Key.Key_Z:
            self.toggle_100()
        elif self._is_fit or key in {Qt.Key.Key_PageUp, Qt.Key.Key_PageDown}:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the picture whole where it was."""
        super().resizeEvent(event)
        if self._is_fit:
            self._fit()

    def leaveEvent(self, event: QEvent) -> None:
        """Light nothing up."""
        super().leaveEvent(event)
        self.light_up(None)
        self.hovered.emit(None)

    def _on_theme_changed(self) -> None:
        self.viewport().update()
