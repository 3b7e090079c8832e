"""Paints a row of Uploads, its resting buttons too; real ones take their place under the pointer. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.ui import phrases
from desktop.ui.transfers.model import Roles
from desktop.ui.transfers.rows import Act, Row, RowAction, Section
from desktop.ui.widgets.texts import paint_bar

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtCore import QObject
    from PySide6.QtGui import QPixmap

    from desktop.ui.theme import Role, Theme

EDGE = 16
_ROW_PX, _FAILED_PX, _HEAD_PX, _MORE_PX, _GAP_PX = 52, 64, 44, 36, 8
_STATE_X, _PICTURE_X, _TEXT_X = 8, 36, 108
#: A wider list stands at the left: eyes need not travel from a name to its state.
WIDEST = 1400
#: Below this width time left goes (it is in the tooltip), below the next the speed too, and the bar is narrower.
_MIDDLE_PX, _NARROW_PX = 1220, 1000
_SPEED_RIGHT_PX = 156
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_LEFT, _RIGHT = Qt.AlignmentFlag.AlignLeft | _MIDDLE, Qt.AlignmentFlag.AlignRight | _MIDDLE


class UploadDelegate(QStyledItemDelegate):
    """The painter. ``picture_of`` gives the thumbnail of what is in the library already."""

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.pictures: dict[str, QPixmap] = {}
        self.covered: set[str] = set()  #: rows whose buttons are real ones just now

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """Return a row's height by its sort."""
        if index.data(Roles.HEAD) is not None:
            return QSize(200, self._theme.row(_HEAD_PX))
        if index.data(Roles.MORE) is not None:
            return QSize(200, self._theme.row(_MORE_PX))
        row = index.data(Roles.ROW)
        if isinstance(row, Row) and row.section is Section.NEEDS_YOU:
            return QSize(200, max(_FAILED_PX, round(_FAILED_PX * self._theme.scale)) + _GAP_PX)
        return QSize(200, max(_ROW_PX, round(_ROW_PX * self._theme.scale)))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a heading or a transfer."""
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        head, more = index.data(Roles.HEAD), index.data(Roles.MORE)
        if isinstance(head, tuple):
            self._paint_head(painter, self._frame(option.rect), str(index.data()), head)
        elif isinstance(more, tuple):
            self._paint_more(painter, option, str(index.data()), is_link=bool(more[1]))
        else:
            row = index.data(Roles.ROW)
            if isinstance(row, Row):
                self._paint_row(painter, option, row)
        painter.restore()

    def _frame(self, rect: QRect) -> QRectF:
        frame = QRectF(rect).adjusted(EDGE, 0, -EDGE, 0)
        frame.setWidth(min(WIDEST, frame.width()))
        return frame

    def frame_of(self, rect: QRect, row: Row) -> QRectF:
        """Return a row's own ground inside its rectangle."""
        frame = self._frame(rect)
        return frame.adjusted(0, 0, 0, -_GAP_PX) if row.section is Section.NEEDS_YOU else frame

    def action_rects(self, rect: QRect, row: Row) -> list[QRectF]:
        """Return where a row's buttons stand, from left to right."""
        frame = self.frame_of(rect, row)
        x = frame.right() - 12
        places: list[QRectF] = []
        for action in reversed(row.actions):
            width = self._action_width(action)
            x -= width
            places.append(QRectF(x, frame.center().y() - 14, width, 28))
            x -= 8 if action.has_text else 2
        return places[::-1]

    def _action_width(self, action: RowAction) -> float:
        if not action.has_text:
            return 28
        width = self._theme.metrics("label").horizontalAdvance(action.name) + 22
        return width + (16 + 7 if action.icon else 0)

    def link_rect(self, rect: QRect, row: Row) -> QRectF:
        """Return where a done row says that it is in the library; empty where there is no room for it."""
        frame = self.frame_of(rect, row)
        if not row.has_item or frame.width() < _NARROW_PX:
            return QRectF()
        width = self._theme.metrics("small").horizontalAdvance(_in_library())
        return QRectF(frame.right() - _SPEED_RIGHT_PX - width, frame.center().y() - 10, width, 20)

    def _paint_head(self, painter: QPainter, frame: QRectF, title: str, head: tuple[Section, int]) -> None:
        table = self._theme.colors
        section, count = head
        line = QRectF(frame.x() + 8, frame.y() + 8, frame.width() - 16, frame.height() - 8)
        painter.setFont(self._theme.font("strong"))
        painter.setPen(table.text)
        painter.drawText(line, _LEFT, title)
        title_px = self._theme.metrics("strong").horizontalAdvance(title)
        painter.setFont(self._theme.font("small"))
        painter.setPen(table.text3)
        painter.drawText(line.adjusted(title_px + 8, 0, 0, 0), _LEFT, phrases.number(count))
        if section is Section.WAITING and count > 1:
            painter.drawText(line, _RIGHT, phrases.tr("Drag to reorder"))

    def _paint_more(self, painter: QPainter, option: QStyleOptionViewItem, text: str, *, is_link: bool) -> None:
        table = self._theme.colors
        frame = self._frame(option.rect)
        place = QRectF(frame.x() + _TEXT_X, frame.y(), frame.width() - _TEXT_X, frame.height())
        role: Role = "label" if is_link else "small"
        painter.setFont(self._theme.font(role))
        painter.setPen(table.link if is_link else table.text3)
        painter.drawText(place, _LEFT, text)
        if option.state & QStyle.StateFlag.State_HasFocus:
            width = self._theme.metrics(role).horizontalAdvance(text)
            painter.setPen(QPen(table.sel, 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(place.x() - 6, place.center().y() - 13, width + 12, 26), 6, 6)

    def _paint_row(self, painter: QPainter, option: QStyleOptionViewItem, row: Row) -> None:
        table = self._theme.colors
        frame = self.frame_of(option.rect, row)
        failed = row.section is Section.NEEDS_YOU
        is_hot = bool(option.state & QStyle.StateFlag.State_MouseOver)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.setPen(Qt.PenStyle.NoPen)
        if failed or is_hot or is_chosen:
            painter.setBrush(table.failbg if failed else table.selbg if is_chosen else table.hover)
            painter.drawRoundedRect(frame, 8, 8)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(table.sel, 2))
            painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), 8, 8)
        self._paint_state_icon(painter, frame, row)
        self._paint_picture(painter, frame, row)
        actions = self.action_rects(option.rect, row)
        right = (actions[0].x() if actions else frame.right()) - 16
        if failed:
            self._paint_failure(painter, frame, row, right)
        else:
            self._paint_progress(painter, frame, row)
        link = self.link_rect(option.rect, row)
        if not link.isEmpty():
            painter.setFont(self._theme.font("small"))
            painter.setPen(table.link)
            painter.drawText(link, _RIGHT, _in_library())
        if row.id not in self.covered:
            self._paint_actions(painter, row.actions, actions, is_shown=self._always_shows(row))

    def _always_shows(self, row: Row) -> bool:
        return row.section in {Section.NEEDS_YOU, Section.UPLOADING} or row.is_paused

    def _paint_state_icon(self, painter: QPainter, frame: QRectF, row: Row) -> None:
        box = QRectF(frame.x() + _STATE_X, frame.center().y() - 8, 16, 16)
        icon, tint = "", ""
        if row.section is Section.NEEDS_YOU:
            icon, tint = "warning-circle-fill", "fail"
            box.adjust(-1, -1, 1, 1)
        elif row.section is Section.DONE:
            icon, tint = ("check", "ok") if row.has_item else ("prohibit", "text3")
        elif row.is_paused:
            icon, tint = "pause", "text2"
        elif row.section is Section.WAITING:
            icon, tint = "dots-six-vertical", "text3"
        if icon:
            self._theme.icons.draw(painter, icon, tint, box)

    def _paint_picture(self, painter: QPainter, frame: QRectF, row: Row) -> None:
        place = QRectF(frame.x() + _PICTURE_X, frame.center().y() - 18, 54, 36)
        picture = self.pictures.get(row.item_id) or self.pictures.get(row.id)
        if picture is not None:
            painter.drawPixmap(place.toRect(), picture)
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colors.well)
        painter.drawRoundedRect(place, 4, 4)
        box = QRectF(place.center() - QPointF(8, 8), QSize(16, 16))
        self._theme.icons.draw(painter, row.icon, "text3", box)

    def _paint_failure(self, painter: QPainter, frame: QRectF, row: Row, right: float) -> None:
        table = self._theme.colors
        x, room = frame.x() + _TEXT_X, right - frame.x() - _TEXT_X
        middle = frame.center().y()
        name_room = room - self._theme.metrics("small").horizontalAdvance(row.failure) - 12
        # What to do is never cut off: where it is too long for one line, the name makes room for two.
        is_long = self._theme.metrics("small").horizontalAdvance(row.remedy) > room
        top = middle - (25 if is_long else 21)
        name = self._text(painter, "name", "text", row.name, QRectF(x, top, name_room, 20), in_middle=True)
        painter.setFont(self._theme.font("small"))
        painter.setPen(table.fail)
        painter.drawText(QRectF(x + name + 8, top, room, 20), _LEFT, row.failure)
        if not is_long:
            self._text(painter, "small", "text2", row.remedy, QRectF(x, middle, room, 20))
            return
        painter.setFont(self._theme.font("small"))
        painter.setPen(table.text2)
        wrapped = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(QRectF(x, top + 20, room, frame.bottom() - top - 20), wrapped, row.remedy)

    def _paint_progress(self, painter: QPainter, frame: QRectF, row: Row) -> None:
        is_middle, is_narrow = frame.width() < _MIDDLE_PX, frame.width() < _NARROW_PX
        bar_px = 200 if is_narrow else 280 if is_middle else 320
        bar_right = frame.right() - (120 if is_narrow else 270 if is_middle else 336)
        bar_x = bar_right - bar_px
        text_px = bar_x - frame.x() - _TEXT_X - 24
        middle = frame.center().y()
        x = frame.x() + _TEXT_X
        self._text(painter, "name", "text", row.name, QRectF(x, middle - 20, text_px, 20), in_middle=True)
        self._text(painter, "small", "text3", row.place, QRectF(x, middle, text_px, 18))
        has_bar = row.part is not None
        wide = 0 if has_bar or row.has_item else 90
        state = QRectF(bar_x, middle - (17 if has_bar else 10), bar_px + wide, 20)
        self._text(painter, "small", "text2", row.state, state)
        if row.part is not None:
            paint_bar(painter, QRectF(bar_x, middle + 8, bar_px, 4), row.part, row.bar, self._theme)
        if row.speed and not is_narrow:
            has_left = not is_middle
            column = QRectF(bar_right, middle - (20 if has_left else 10), 0, 20)
            column.setRight(frame.right() - _SPEED_RIGHT_PX)
            self._text(painter, "small", "text2", row.speed, column, align=_RIGHT)
            if has_left:
                self._text(painter, "small", "text3", row.left, column.translated(0, 18), align=_RIGHT)

    def _paint_actions(
        self, painter: QPainter, actions: Sequence[RowAction], places: Sequence[QRectF], *, is_shown: bool
    ) -> None:
        table = self._theme.colors
        for action, place in zip(actions, places, strict=True):
            if not action.has_text:
                if is_shown or action.act is Act.SHOW_ITEM:
                    box = QRectF(place.center() - QPointF(8, 8), QSize(16, 16))
                    self._theme.icons.draw(painter, action.icon, "text2", box)
                continue
            if not action.is_quiet:
                painter.setPen(QPen(table.line2, 1))
                painter.setBrush(table.raised)
                painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
            inside = place.adjusted(11, 0, -11, 0)
            if action.icon:
                self._theme.icons.draw(painter, action.icon, "text", QRectF(inside.x(), place.center().y() - 8, 16, 16))
                inside.adjust(23, 0, 0, 0)
            painter.setFont(self._theme.font("label"))
            painter.setPen(table.text2 if action.is_quiet else table.text)
            painter.drawText(inside, _LEFT, action.name)

    def _text(
        self,
        painter: QPainter,
        role: Role,
        tint: str,
        text: str,
        place: QRectF,
        *,
        in_middle: bool = False,
        align: Qt.AlignmentFlag = _LEFT,
    ) -> float:
        """Draw what fits and return its width."""
        metrics = self._theme.metrics(role)
        mode = Qt.TextElideMode.ElideMiddle if in_middle else Qt.TextElideMode.ElideRight
        shown = metrics.elidedText(" ".join(text.split()), mode, place.width())
        painter.setFont(self._theme.font(role))
        painter.setPen(self._theme.colors.named(tint))
        painter.drawText(place, align, shown)
        return metrics.horizontalAdvance(shown)


def _in_library() -> str:
    return phrases.tr("In the library")
