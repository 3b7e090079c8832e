"""Tag chips: a kind's icon in its colour, the name, how sure, what people say of it; keys Y, X and N. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from cloud.contract.findings import TagKind, Verdict
from desktop.ui import phrases
from desktop.ui.item.tag_words import describe
from desktop.ui.item.tagging import TagAdder
from desktop.ui.library.tiles import KINDS
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.texts import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cloud.contract.item import Item
    from desktop.item.findings import Finding, Key
    from desktop.ui.item.verdicts import ItemEditor
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


class TagBox(QWidget):
    """An item's tags as chips, a way to add one, and the rejected ones when asked for."""

    sought = Signal(int)  #: ms
    lit = Signal(object)  #: the key of the finding that one is at, or None

    def __init__(self, theme: Theme, editor: ItemEditor) -> None:
        super().__init__()
        self._theme, self._editor = theme, editor
        self._item: Item | None = None
        self._is_editable = True
        self._shown: tuple[Finding, ...] = ()
        self.setAccessibleName(self.tr("Tags"))
        self.setObjectName("tags")
        self._chips = QWidget()
        self._flow = FlowLayout(self._chips)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._chips.setSizePolicy(policy)
        self.adder = TagAdder(theme)
        self.adder.named.connect(self._on_named)
        self.add_button = Button(theme, self.tr("Add tag"), "plus", "link", small=True)
        self.add_button.setObjectName("tag-add")
        self.add_button.clicked.connect(self.ask_to_add)
        self.rejected_button = Button(theme, "", "eye", "link", small=True)
        self.rejected_button.setCheckable(True)
        self.rejected_button.setObjectName("tags-rejected")
        self.rejected_button.toggled.connect(self._refill)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self._chips)
        column.addWidget(self.adder)
        row = FlowLayout(wrap := QWidget(), 16)
        row.addWidget(self.add_button)
        row.addWidget(self.rejected_button)
        wrap.setSizePolicy(policy)
        column.addWidget(wrap)
        editor.changed.connect(self._on_changed)

    @property
    def chips(self) -> list[Chip]:
        """The chips, in order."""
        return [chip for chip in self._chips.findChildren(Chip) if not chip.isHidden()]

    @property
    def count(self) -> int:
        """How many there are that nobody rejected."""
        return sum(not each.is_rejected for each in self._editor.found(self._item)) if self._item else 0

    def show_item(self, item: Item, *, is_editable: bool) -> None:
        """Show an item's tags; chips that are the same stay."""
        if self._item is None or item.id != self._item.id:
            self.rejected_button.setChecked(False)
            self.adder.close_up()
        self._item, self._is_editable = item, is_editable
        self._refill()

    @Slot()
    def _refill(self) -> None:
        if self._item is None:
            return
        found = self._editor.found(self._item)
        rejected = sum(each.is_rejected for each in found)
        with_rejected = self.rejected_button.isChecked()
        shown = tuple(each for each in found if with_rejected or not each.is_rejected)
        self.rejected_button.setVisible(rejected > 0)
        text = self.tr("Hide rejected") if with_rejected else self.tr("Show rejected ({n})").format(n=rejected)
        self.rejected_button.say(text)
        self.add_button.setVisible(self._is_editable)
        if shown != self._shown:
            self._shown = shown
            self._place(shown)
        self._chips.setVisible(bool(shown))

    def _place(self, shown: Sequence[Finding]) -> None:
        held = {chip.finding.key: chip for chip in self.chips}
        focused = next((key for key, chip in held.items() if chip.hasFocus()), None)
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for finding in shown:
            chip = Chip(self._theme, finding, is_editable=self._is_editable)
            chip.clicked.connect(self._on_clicked)
            chip.confirmed.connect(self._on_confirmed)
            chip.rejected.connect(self._on_rejected)
            chip.renamed.connect(self._on_renamed)
            chip.entered.connect(self._on_entered)
            self._flow.addWidget(chip)
            chip.show()
            if finding.key == focused:
                chip.setFocus(Qt.FocusReason.OtherFocusReason)
        self._chips.updateGeometry()

    def focus(self, key: Key) -> None:
        """Go to a finding's chip."""
        for chip in self.chips:
            if chip.finding.key == key:
                chip.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot(bool)
    def _on_entered(self, is_in: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.lit.emit(self._chip().finding.key if is_in else None)

    @Slot()
    def ask_to_add(self) -> None:
        """Let a name be typed."""
        self.adder.open_for(None)

    def _chip(self) -> Chip:
        chip = self.sender()
        assert isinstance(chip, Chip)
        return chip

    @Slot()
    def _on_clicked(self) -> None:
        times = self._chip().finding.times_ms
        if times:
            self.sought.emit(times[0])

    @Slot()
    def _on_confirmed(self) -> None:
        if self._item is not None:
            self._editor.confirm(self._item.id, self._chip().finding)

    @Slot()
    def _on_rejected(self) -> None:
        chip = self._chip()
        if self._item is not None:
            chips = self.chips
            at = chips.index(chip)
            if chip.hasFocus() and len(chips) > 1:
                chips[at + 1 if at + 1 < len(chips) else at - 1].setFocus(Qt.FocusReason.OtherFocusReason)
            self._editor.reject(self._item.id, chip.finding)

    @Slot()
    def _on_renamed(self) -> None:
        self.adder.open_for(self._chip().finding)

    @Slot(object, str, str)
    def _on_named(self, finding: Finding | None, kind: str, name: str) -> None:
        if self._item is None:
            return
        if finding is None:
            self._editor.add(self._item.id, TagKind(kind), name)
        else:
            self._editor.rename(self._item.id, finding, TagKind(kind), name)

    @Slot(str)
    def _on_changed(self, item_id: str) -> None:
        if self._item is not None and item_id == self._item.id:
            self._refill()
