"""A tag's chip: its kind's icon in its colour, the name, how sure, what people say of it; keys Y, X, N. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from cloud.contract.findings import Verdict
from desktop.ui import phrases
from desktop.ui.item.tag_words import describe
from desktop.ui.library.tiles import KINDS

if TYPE_CHECKING:
    from desktop.item.findings import Finding
    from desktop.ui.theme import Theme

_SIGN_PX = 12
_SIGN_ROOM = 20


class Chip(QAbstractButton):
    """One finding; a click goes to where it was found, where that is on a time axis."""

    confirmed = Signal()
    rejected = Signal()
    renamed = Signal()
    entered = Signal(bool)  #: the pointer or the focus came, or left

    def __init__(self, theme: Theme, finding: Finding, *, is_editable: bool) -> None:
        super().__init__()
        self._theme, self.finding, self._is_editable = theme, finding, is_editable
        self._name = " ".join(finding.name.split()) + ("?" if finding.is_unsure else "")
        self._number = f"{finding.confidence:.0f} %" if finding.confidence is not None else ""
        said = describe(finding)
        self.setAccessibleName(said)
        keys = self.tr("Y confirms, X rejects, N names it") if is_editable else ""
        self.setAccessibleDescription(keys)
        self.setToolTip(phrases.tooltip(f"{said}. {keys}" if keys else said))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def _is_hot(self) -> bool:
        return self._is_editable and (self.underMouse() or self.hasFocus())

    def sizeHint(self) -> QSize:
        """Return the room for all of it; as much whether the pointer is here or not."""
        width = 8 + 14 + 6 + self._theme.metrics("small").horizontalAdvance(self._name) + 8
        number = self._theme.metrics("caption").horizontalAdvance(self._number) if self._number else 0.0
        check = _SIGN_ROOM if self._has_check else 0
        signs = 2 * _SIGN_ROOM if self._is_editable else 0
        width += max(6 + number + check if number or check else 0, 0)
        width = max(width, 8 + 14 + 6 + self._theme.metrics("small").horizontalAdvance(self._name) + 2 + signs)
        return QSize(round(width) + 2, max(24, self._theme.row(24, "small") - 4))

    @property
    def _has_check(self) -> bool:
        return self.finding.verdict is Verdict.CONFIRMED or self.finding.is_given

    def _signs(self) -> tuple[QRectF, QRectF]:
        right, top = self.width() - 4.0, (self.height() - _SIGN_ROOM) / 2
        reject = QRectF(right - _SIGN_ROOM, top, _SIGN_ROOM, _SIGN_ROOM)
        return reject.translated(-_SIGN_ROOM, 0), reject

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take a click on the check and the cross for themselves."""
        confirm, reject = self._signs()
        where = QPointF(event.position())
        if self._is_editable and event.button() == Qt.MouseButton.LeftButton and self.isDown():
            if reject.contains(where):
                self.setDown(False)
                self.rejected.emit()
                return
            if confirm.contains(where):
                self.setDown(False)
                self.confirmed.emit()
                return
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Confirm, reject, name."""
        if self._is_editable and not event.modifiers():
            match event.key():
                case Qt.Key.Key_Y:
                    self.confirmed.emit()
                    return
                case Qt.Key.Key_X | Qt.Key.Key_Delete:
                    self.rejected.emit()
                    return
                case Qt.Key.Key_N:
                    self.renamed.emit()
                    return
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Paint anew with the focus and the pointer."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut, QEvent.Type.Enter, QEvent.Type.Leave}:
            self.update()
            self.entered.emit(event.type() in {QEvent.Type.FocusIn, QEvent.Type.Enter})
        return super().event(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chip."""
        table, finding = self._theme.colors, self.finding
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        pen = QPen(table.line2, 1)
        if finding.is_unsure:
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(table.hover if self.underMouse() or self.hasFocus() else table.raised)
        box = QRectF(self.rect())
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        icon, tint = KINDS[finding.kind]
        self._theme.icons.draw(painter, icon, tint, QRectF(8, box.height() / 2 - 7, 14, 14))
        right = self._paint_end(painter, box)
        font = self._theme.font("small")
        if finding.is_rejected:
            font.setStrikeOut(True)
        painter.setFont(font)
        painter.setPen(table.text2 if finding.is_unsure or finding.is_rejected else table.text)
        room = right - 28
        shown = self._theme.metrics("small").elidedText(self._name, Qt.TextElideMode.ElideRight, room + 1)
        middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(28, 0, room + 2, box.height()), middle, shown)

    def _paint_end(self, painter: QPainter, box: QRectF) -> float:
        """Draw what stands at the end, signs or how sure it is; return where it begins."""
        icons = self._theme.icons
        inset = (_SIGN_ROOM - _SIGN_PX) / 2
        if self._is_hot:
            confirm, reject = (sign.adjusted(inset, inset, -inset, -inset) for sign in self._signs())
            tint = "text3" if self._has_check else "ok"
            icons.draw(painter, "arrow-u-up-left" if self._has_check else "check-bold", tint, confirm)
            icons.draw(painter, "arrow-u-up-left" if self.finding.is_rejected else "x-bold", "text2", reject)
            return confirm.x() - inset
        right = box.right() - 8
        if self._has_check:
            icons.draw(painter, "check-bold", "ok", QRectF(right - 11, box.height() / 2 - 5.5, 11, 11))
            right -= 17
        if self._number:
            painter.setFont(self._theme.font("caption"))
            painter.setPen(self._theme.colors.text3)
            middle = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(QRectF(0, 0, right, box.height()), middle, self._number)
            right -= self._theme.metrics("caption").horizontalAdvance(self._number) + 6
        return right
