"""A photo at large: toggles for boxes, zoom, the picture, its neighbours. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from cloud.contract.findings import TagKind
from desktop.ui.item.canvas import Canvas
from desktop.ui.item.tag_words import group_name
from desktop.ui.library.tiles import KINDS
from desktop.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.item.findings import Finding
    from desktop.ui.theme import Theme

_BAR_PX = 44
_TOGGLES = (TagKind.PERSON, TagKind.TEXT, TagKind.LABEL, TagKind.LOGO)
_FACE = "Face"


class BoxBar(QWidget):
    """One toggle a kind with its count, and the zoom."""

    changed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedHeight(theme.row(_BAR_PX))
        self.setAccessibleName(self.tr("Boxes and zoom"))
        self.toggles: dict[TagKind, Button] = {}
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(12, 0, 12, 1)
        row.setSpacing(8)
        for kind in _TOGGLES:
            toggle = Button(theme, group_name(kind), KINDS[kind][0], "quiet", small=True)
            toggle.setCheckable(True)
            toggle.setChecked(True)
            toggle.toggled.connect(self._on_toggled)
            row.addWidget(toggle)
            self.toggles[kind] = toggle
        row.addStretch(1)
        self.out_button = Button(theme, self.tr("Zoom out"), "magnifying-glass-minus", "icon")
        self.out_button.say(self.tr("Zoom out"), "−")
        self.percent = theme.label("", "small", "text2")
        self.in_button = Button(theme, self.tr("Zoom in"), "magnifying-glass-plus", "icon")
        self.in_button.say(self.tr("Zoom in"), "+")
        self.fit_button = Button(theme, self.tr("Fit"), kind="quiet", small=True)
        self.fit_button.setToolTip("0")
        self.whole_button = Button(theme, self.tr("100 %"), kind="quiet", small=True)
        self.whole_button.setToolTip("Z")
        for part in (self.out_button, self.percent, self.in_button, self.fit_button, self.whole_button):
            row.addWidget(part)

    def show_counts(self, found: Sequence[Finding]) -> None:
        """Say how many boxes of each kind there are."""
        counts = dict.fromkeys(_TOGGLES, 0)
        for each in found:
            kind = TagKind.PERSON if each.name == _FACE else each.kind
            if kind in counts and not each.is_rejected:
                counts[kind] += len(each.boxes)
        for kind, toggle in self.toggles.items():
            text = self.tr("{kind} {n}").format(kind=group_name(kind), n=counts[kind])
            toggle.say(text)
            toggle.setEnabled(counts[kind] > 0)

    @property
    def hidden(self) -> set[TagKind]:
        """Return the kinds that are left out."""
        return {kind for kind, toggle in self.toggles.items() if not toggle.isChecked()}

    @Slot(bool)
    def _on_toggled(self, _is_on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.changed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the hairline below."""
        QPainter(self).fillRect(0, self.height() - 1, self.width(), 1, self._theme.colors.line)


class Photo(QWidget):
    """Bar and picture."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.bar = BoxBar(theme)
        self.canvas = Canvas(theme)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.bar)
        column.addWidget(self.canvas, 1)
        self.bar.changed.connect(self._on_kinds)
        self.bar.in_button.clicked.connect(self._on_in)
        self.bar.out_button.clicked.connect(self._on_out)
        self.bar.fit_button.clicked.connect(self.canvas.zoom_whole)
        self.bar.whole_button.clicked.connect(self.canvas.toggle_100)
        self.canvas.zoomed.connect(self._on_zoomed)

    def show_findings(self, found: Sequence[Finding]) -> None:
        """Show boxes and counts."""
        self.bar.show_counts(found)
        self.canvas.show_boxes(found)

    @Slot()
    def _on_kinds(self) -> None:
        self.canvas.show_kinds(self.bar.hidden)

    @Slot()
    def _on_in(self) -> None:
        self.canvas.zoom_by(1)

    @Slot()
    def _on_out(self) -> None:
        self.canvas.zoom_by(-1)

    @Slot(float)
    def _on_zoomed(self, zoom: float) -> None:
        self.bar.percent.setText(f"{zoom * 100:.0f} %")
        self.bar.percent.setAccessibleName(self.tr("Zoom {n} %").format(n=f"{zoom * 100:.0f}"))
