"""What would happen: a bar, its legend, which filters, the files, and the buttons that make it so. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QHBoxLayout, QListView, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.foresight import Fate
from desktop.ui import phrases
from desktop.ui.folders.prospects import TINTS, ProspectDelegate, ProspectModel
from desktop.ui.settings.rows import hairline
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.texts import ElidedLabel, QuietScrollBar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.core.foresight import Outlook
    from desktop.ui.theme import Theme

_BAR_PX, _GAP_PX, _LEAST_PX = 8, 2, 6


class FateBar(QWidget):
    """How many files each fate has, as parts of one bar; the legend says it in words."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._counts: Mapping[Fate, int] = {}
        self.setFixedHeight(_BAR_PX)

    def show_counts(self, counts: Mapping[Fate, int]) -> None:
        """Show other counts."""
        self._counts = counts
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw a part for each fate that has files."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        parts = [(fate, count) for fate, count in self._counts.items() if count]
        total = sum(count for _, count in parts)
        if not total:
            painter.setBrush(self._theme.colors.press)
            painter.drawRoundedRect(QRectF(self.rect()), 3, 3)
            return
        room = self.width() - _GAP_PX * (len(parts) - 1) - _LEAST_PX * len(parts)
        x = 0.0
        for fate, count in parts:
            width = _LEAST_PX + room * count / total
            painter.setBrush(self._theme.colors.named(TINTS[fate]))
            painter.drawRoundedRect(QRectF(x, 0, width, self.height()), 2, 2)
            x += width + _GAP_PX


class LegendItem(QAbstractButton):
    """A colour, how many, and what; pressed, the list shows these alone."""

    def __init__(self, theme: Theme, fate: Fate) -> None:
        super().__init__()
        self._theme, self.fate = theme, fate
        self._number, self._words = "", ""
        self.setCheckable(True)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFixedHeight(theme.row(28, "small"))
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def say(self, count: int, words: str) -> None:
        """Say how many files; none of them cannot be pressed."""
        self._number, self._words = phrases.number(count), words
        self.setEnabled(count > 0 or self.isChecked())
        self.setAccessibleName(f"{self._number} {words}")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the item's size."""
        return QSize(200, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw colour, number and words."""
        theme, table = self._theme, self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        painter.setPen(Qt.PenStyle.NoPen)
        if self.isChecked() or (self.underMouse() and self.isEnabled()):
            painter.setBrush(table.selbg if self.isChecked() else table.hover)
            painter.drawRoundedRect(box, 6, 6)
        middle = box.center().y()
        painter.setBrush(table.named(TINTS[self.fate]))
        painter.drawRoundedRect(QRectF(6, middle - 4, 8, 8), 2, 2)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme.font("strong"))
        painter.setPen(table.text if self.isEnabled() else table.text3)
        painter.drawText(box.adjusted(22, 0, 0, 0), left, self._number)
        x = 22 + theme.metrics("strong").horizontalAdvance(self._number) + 8
        painter.setFont(theme.font("small"))
        painter.setPen(table.text2 if self.isEnabled() else table.text3)
        shown = theme.metrics("small").elidedText(self._words, Qt.TextElideMode.ElideRight, box.width() - x - 4)
        painter.drawText(box.adjusted(x, 0, 0, 0), left, shown)


class PreviewPane(QWidget):
    """Follows the rule as it is changed; nothing is done before it is saved."""

    saved = Signal()
    discarded = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._outlook: Outlook | None = None
        self._fate: Fate | None = None
        self.setAccessibleName(self.tr("What would happen"))
        self.text = theme.label("", "small", "text3", wrap=True)
        self.bar = FateBar(theme)
        self.legend = [LegendItem(theme, fate) for fate in Fate]
        self.model = ProspectModel()
        self.list = QListView()
        self.list.setModel(self.model)
        self.list.setItemDelegate(ProspectDelegate(theme))
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setVerticalScrollBar(QuietScrollBar())
        self.list.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setAccessibleName(self.tr("Files of this folder, and what would happen to each"))
        self.list_line = hairline()
        self.foot = ElidedLabel(theme, role="small", tint="text3")
        self.discard_button = Button(theme, self.tr("Discard"), kind="quiet")
        self.discard_button.clicked.connect(self.discarded)
        self.save_button = Button(theme, self.tr("Save rule"), kind="primary")
        self.save_button.say(self.tr("Save rule"), self.tr("Ctrl+S"))
        self.save_button.clicked.connect(self.saved)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.top_line = hairline()
        column.addWidget(self.top_line)
        column.addLayout(self._make_head())
        column.addWidget(self.list_line)
        column.addWidget(self.list, 1)
        column.addWidget(hairline())
        column.addLayout(self._make_foot())
        self.say_nothing("")

    def _make_head(self) -> QVBoxLayout:
        head = QVBoxLayout()
        head.setContentsMargins(24, 20, 24, 12)
        head.setSpacing(0)
        head.addWidget(self._theme.label(self.tr("What would happen"), "heading"))
        head.addSpacing(2)
        head.addWidget(self.text)
        head.addSpacing(12)
        head.addWidget(self.bar)
        head.addSpacing(10)
        grid = QGridLayout()
        grid.setContentsMargins(-6, 0, -6, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(0)
        for item in self.legend:
            item.clicked.connect(self._on_filter)
        self._grid = grid
        self._place_legend(columns=2)
        head.addLayout(grid)
        return head

    def _make_foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 12, 24, 12)
        foot.setSpacing(8)
        foot.addWidget(self.foot, 1)
        foot.addWidget(self.discard_button)
        foot.addWidget(self.save_button)
        return foot

    @property
    def coming(self) -> int:
        """How many files would be uploaded."""
        return self._outlook.counts[Fate.UPLOAD] if self._outlook is not None else 0

    def say_nothing(self, text: str) -> None:
        """Show no files, and why."""
        self._outlook = None
        self.text.setText(text)
        self._show_counts(dict.fromkeys(Fate, 0), 0)
        self.model.show(None)

    def say_counting(self, text: str) -> None:
        """Say how far the look is."""
        self.text.setText(text)

    def say_foot(self, text: str, *, is_changed: bool) -> None:
        """Say what is at the foot, and whether there is anything to save."""
        self.foot.setText(text)
        self.save_button.setEnabled(is_changed)
        self.discard_button.setEnabled(is_changed)

    def show_outlook(self, outlook: Outlook, text: str) -> None:
        """Show what would happen; the filter and the place in the list stay where they can."""
        at = self.list.indexAt(QPoint(1, 1)).row()
        self._outlook = outlook
        self.text.setText(text)
        if self._fate is not None and not outlook.counts[self._fate]:
            self._set_filter(None)
        self._show_counts(outlook.counts, outlook.upload_bytes)
        self.model.show(outlook, self._fate)
        if at > 0:
            self.list.scrollTo(self.model.index(min(at, self.model.rowCount() - 1)), QListView.ScrollHint.PositionAtTop)

    def show_folded(self, *, is_folded: bool) -> None:
        """Be bar and legend alone, or with the files."""
        self.list.setVisible(not is_folded)
        self.list_line.setVisible(not is_folded)
        self.top_line.setVisible(is_folded)
        self._place_legend(columns=3 if is_folded else 2)

    def _place_legend(self, *, columns: int) -> None:
        for number, item in enumerate(self.legend):
            self._grid.addWidget(item, number // columns, number % columns)

    def _show_counts(self, counts: Mapping[Fate, int], upload_bytes: int) -> None:
        self.bar.show_counts(counts)
        words = {
            Fate.UPLOAD: self.tr("would be uploaded, {size}").format(size=phrases.size(upload_bytes)),
            Fate.KNOWN: self.tr("already in the library"),
            Fate.IGNORED: self.tr("ignored by rules"),
            Fate.WAIT: self.tr("still being written"),
            Fate.SKIP: self.tr("not photo, audio or video"),
        }
        for item in self.legend:
            item.say(counts[item.fate], words[item.fate])
        told = [item.accessibleName() for item in self.legend if counts[item.fate]]
        self.bar.setAccessibleName(", ".join(told))

    @Slot()
    def _on_filter(self) -> None:
        item = self.sender()
        if isinstance(item, LegendItem):
            self._set_filter(item.fate if item.isChecked() else None)
            self.model.show(self._outlook, self._fate)

    def _set_filter(self, fate: Fate | None) -> None:
        self._fate = fate
        for item in self.legend:
            item.setChecked(item.fate is fate)
