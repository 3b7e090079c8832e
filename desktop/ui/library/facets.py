"""The facet column: kinds with their counts; a click narrows the library, a second one takes it back. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.ui.library.tiles import MEDIA_ICONS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.ui.theme import Theme

WIDTH: Final = 240


class FacetRow(QAbstractButton):
    """An icon, a word and a count; chosen with a bar at the left edge."""

    def __init__(self, theme: Theme, icon: str, text: str) -> None:
        super().__init__()
        self._theme, self._icon, self._count = theme, icon, 0
        self.setText(text)
        self.setCheckable(True)
        self.setFixedHeight(theme.row(28, "small"))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.set_count(0)

    def set_count(self, count: int) -> None:
        """Say how many; with none the row stays in place and takes no click, unless it is chosen."""
        self._count = count
        self.setEnabled(count > 0 or self.isChecked())
        self.setAccessibleName(f"{self.text()}, {count:,}")
        self.update()

    def sizeHint(self) -> QSize:
        """Return the row's size."""
        return QSize(WIDTH, self.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the row."""
        table = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if self.isChecked():
            painter.fillRect(self.rect(), table.selbg)
            painter.fillRect(0, 0, 2, self.height(), table.sel)
        elif self.underMouse() and self.isEnabled():
            painter.fillRect(self.rect(), table.hover)
        tint = "text" if self.isEnabled() else "text3"
        box = QRectF(24, self.height() / 2 - 7.5, 15, 15)
        self._theme.icons.draw(painter, self._icon, "text2" if self.isEnabled() else "text3", box)
        painter.setPen(table.named(tint))
        painter.setFont(self._theme.font("small"))
        rect = QRectF(self.rect()).adjusted(24 + 15 + 9, 0, -16, 0)
        painter.drawText(rect, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, self.text())
        painter.setFont(self._theme.font("caption"))
        painter.setPen(table.text2 if self.isChecked() else table.text3)
        painter.drawText(rect, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{self._count:,}")
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(table.sel, 2))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 1, -3, -1), 6, 6)


class Facets(QWidget):
    """All groups: for now the kinds of media."""

    changed = Signal()
    ROW = FacetRow

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(self.tr("Filters"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 1, 8)
        column.setSpacing(0)
        head = theme.label(self.tr("Kind"), "label", "text2")
        head.setContentsMargins(24, 0, 16, 0)
        head.setFixedHeight(theme.row(28, "label"))
        column.addWidget(head)
        self._rows: dict[str, FacetRow] = {}
        for media_type, text in (
            ("image", self.tr("Photos")),
            ("video", self.tr("Videos")),
            ("audio", self.tr("Audio")),
        ):
            row = FacetRow(theme, MEDIA_ICONS[media_type], text)
            row.toggled.connect(self._on_toggled)
            self._rows[media_type] = row
            column.addWidget(row)
        column.addStretch(1)

    @property
    def kinds(self) -> tuple[str, ...]:
        """What is chosen; nothing chosen means all."""
        return tuple(kind for kind, row in self._rows.items() if row.isChecked())

    def clear(self) -> None:
        """Choose nothing."""
        for row in self._rows.values():
            row.blockSignals(True)
            row.setChecked(False)
            row.blockSignals(False)
        self.changed.emit()

    def show_counts(self, by_media_type: Mapping[str, int]) -> None:
        """Say how many of each there are."""
        for kind, row in self._rows.items():
            row.set_count(by_media_type.get(kind, 0))

    @Slot()
    def _on_toggled(self) -> None:
        self.changed.emit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground and the hairline towards the grid."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colors.panel)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), self._theme.colors.line)
