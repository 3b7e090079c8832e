"""A tag as a row beside a recording: what it is, where, how sure; its signs show on hover. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from desktop.ui.item.chips import Chip
from desktop.ui.item.tag_words import where
from desktop.ui.library.tiles import KINDS

if TYPE_CHECKING:
    from desktop.item.findings import Finding
    from desktop.ui.theme import Theme

_ROW_PX = 28
_PAD, _TEXT_AT, _SURE_PX, _GAP = 8, 32, 34, 10
_ICON, _SIGN, _SIGN_ROOM = 15, 12, 20
_END = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class TagRow(Chip):
    """One finding of a recording. Somebody without a name can be named here."""

    def __init__(self, theme: Theme, finding: Finding, *, is_editable: bool) -> None:
        super().__init__(theme, finding, is_editable=is_editable)
        self._asks = finding.is_unknown and is_editable
        if finding.is_unknown:
            self._name = self.tr("Who is this?")
        self._where = self.tr("Name…") if self._asks else where(finding)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Return a row's height; it is as wide as there is room."""
        return QSize(200, self._theme.row(_ROW_PX, "small"))

    def _where_box(self) -> QRectF:
        metrics = self._theme.metrics("label" if self._asks else "caption")
        width = metrics.horizontalAdvance(self._where) + 2
        right = self.width() - _PAD - _SURE_PX - _GAP
        return QRectF(right - width, 0, width, self.height())

    def _signs(self) -> tuple[QRectF, QRectF]:
        right, top = self.width() - _PAD - _SURE_PX - _GAP + 4.0, (self.height() - _SIGN_ROOM) / 2
        if self._asks:
            right = self._where_box().left() - 2
        reject = QRectF(right - _SIGN_ROOM, top, _SIGN_ROOM, _SIGN_ROOM)
        return reject.translated(-_SIGN_ROOM - 2, 0), reject

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Take a click on *Name…* for itself."""
        is_left = event.button() == Qt.MouseButton.LeftButton and self.isDown()
        if self._asks and is_left and self._where_box().adjusted(-4, 0, 4, 0).contains(QPointF(event.position())):
            self.setDown(False)
            self.renamed.emit()
            return
        super().mouseReleaseEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the row."""
        table, finding, icons = self._theme.colors, self.finding, self._theme.icons
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        box = QRectF(self.rect())
        if self.underMouse() or self.hasFocus():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(table.hover)
            painter.drawRoundedRect(box, 6, 6)
        icon, tint = ("user", "k_person") if finding.is_unknown else KINDS[finding.kind]
        icons.draw(painter, icon, tint, QRectF(_PAD, (box.height() - _ICON) / 2, _ICON, _ICON))
        painter.setPen(table.text3)
        painter.setFont(self._theme.font("caption"))
        painter.drawText(box.adjusted(0, 0, -_PAD, 0), _END, self._number)
        right = self._paint_where(painter)
        self._paint_name(painter, right - _TEXT_AT - _GAP)

    def _paint_where(self, painter: QPainter) -> float:
        """Draw where it is, or the signs; return where that begins."""
        icons = self._theme.icons
        right = self.width() - _PAD - _SURE_PX - _GAP + 0.0
        if self._where and (self._asks or not self._is_hot):
            painter.setFont(self._theme.font("label" if self._asks else "caption"))
            painter.setPen(self._theme.colors.link if self._asks else self._theme.colors.text3)
            painter.drawText(self._where_box(), _END, self._where)
            right = self._where_box().left()
        if not self._is_hot:
            return right
        inset = (_SIGN_ROOM - _SIGN) / 2
        confirm, reject = (sign.adjusted(inset, inset, -inset, -inset) for sign in self._signs())
        undo = "arrow-u-up-left"
        icons.draw(painter, undo if self._has_check else "check-bold", "text3" if self._has_check else "ok", confirm)
        icons.draw(painter, undo if self.finding.is_rejected else "x-bold", "text2", reject)
        return confirm.left() - inset

    def _paint_name(self, painter: QPainter, room: float) -> None:
        table, finding = self._theme.colors, self.finding
        check = 17.0 if self._has_check and not self._is_hot else 0.0
        metrics = self._theme.metrics("small")
        shown = metrics.elidedText(self._name, Qt.TextElideMode.ElideRight, room - check)
        font = QFont(self._theme.font("small"))
        font.setStrikeOut(finding.is_rejected)
        painter.setFont(font)
        is_quiet = finding.is_unsure or finding.is_rejected or finding.is_unknown
        painter.setPen(table.text2 if is_quiet else table.text)
        at = QRectF(_TEXT_AT, 0, room + 2, self.height())
        painter.drawText(at, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        if check:
            left = _TEXT_AT + metrics.horizontalAdvance(shown) + 6
            self._theme.icons.draw(painter, "check-bold", "ok", QRectF(left, self.height() / 2 - 5.5, 11, 11))
