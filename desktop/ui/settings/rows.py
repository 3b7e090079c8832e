"""What a section is made of: its head, rows of a name, why and a control, and choices. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.widgets.combo import Combo
from desktop.ui.widgets.switch import Switch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.ui.theme import Theme

ROW_PX = 64


def hairline() -> QFrame:
    """Return a line across."""
    line = QFrame()
    line.setObjectName("hairline")
    line.setFixedHeight(1)
    return line


class Row(QWidget):
    """A hairline, a name and why it matters at the left, the control at the right."""

    def __init__(self, theme: Theme, name: str, why: str, control: QWidget | None = None) -> None:
        super().__init__()
        #: What a search for a setting looks at.
        self.words = f"{name} {why}".casefold()
        self.name = name
        lines = QVBoxLayout()
        lines.setSpacing(2)
        lines.addStretch(1)
        lines.addWidget(theme.label(name, "name", wrap=True))
        self.why = theme.label(why, "small", "text3", wrap=True)
        self.why.setVisible(bool(why))
        lines.addWidget(self.why)
        lines.addStretch(1)
        line = QHBoxLayout()
        line.setContentsMargins(0, 8, 4, 8)
        line.setSpacing(24)
        line.addLayout(lines, 1)
        if control is not None:
            line.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(hairline())
        column.addLayout(line, 1)
        self.setMinimumHeight(max(ROW_PX, theme.row(ROW_PX)))


class Section(QWidget):
    """A page heading, why, and rows below one another."""

    def __init__(self, theme: Theme, icon: str) -> None:
        super().__init__()
        self.theme, self.name, self.icon = theme, "", icon
        self.rows: list[Row] = []
        self._heading, self._why = theme.label("", "page"), theme.label("", "body", "text2", wrap=True)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 32)
        self.column.setSpacing(0)
        self.column.addWidget(self._heading)
        self.column.addSpacing(4)
        self.column.addWidget(self._why)
        self.column.addSpacing(12)
        self.column.addStretch(1)

    def say_head(self, name: str, why: str) -> None:
        """Say what the section is called and what it is for."""
        self.name = name
        self.setAccessibleName(name)
        self._heading.setText(name)
        self._why.setText(why)

    def refresh(self) -> None:
        """Show what holds."""
        raise NotImplementedError

    def add(self, name: str, why: str, control: QWidget | None = None) -> Row:
        """Add a row."""
        row = Row(self.theme, name, why, control)
        if control is not None and not control.accessibleName():
            control.setAccessibleName(name)
            control.setAccessibleDescription(why)
        self.add_row(row)
        return row

    def add_row(self, row: Row) -> None:
        """Add a row of a kind of its own."""
        self.rows.append(row)
        self.column.insertWidget(self.column.count() - 1, row)

    def add_switch(self, name: str, why: str, act: Callable[[bool], None]) -> Switch:
        """Add a row with a switch; ``act`` hears what a person does, not what is shown."""
        made = Switch(self.theme, name, why)
        made.clicked.connect(act)
        self.add(name, why, made)
        return made

    def add_choice(
        self, name: str, why: str, choices: Sequence[tuple[str, object]], act: Callable[[int], None]
    ) -> Choice:
        """Add a row with a few to choose from: (text, value); ``act`` gets the place."""
        made = Choice(self.theme, choices)
        made.activated.connect(act)
        self.add(name, why, made)
        return made

    def narrow(self, words: str) -> int:
        """Show the rows that have all these words; returns how many."""
        wanted = words.casefold().split()
        shown = 0
        for row in self.rows:
            is_shown = all(word in f"{self.name.casefold()} {row.words}" for word in wanted)
            row.setVisible(is_shown)
            shown += is_shown
        return shown


class Choice(Combo):
    """A few values to choose from, as wide as the longest of their texts."""

    def __init__(self, theme: Theme, choices: Sequence[tuple[str, object]]) -> None:
        super().__init__(theme)
        # Qt would give an enumeration's member back as a bare string.
        self._values = [value for _, value in choices]
        self.addItems([text for text, _ in choices])
        widest = max((theme.metrics("body").horizontalAdvance(text) for text, _ in choices), default=0.0)
        self.setFixedWidth(max(96, round(widest) + 48))

    @property
    def value(self) -> object:
        """What is shown."""
        return self._values[self.currentIndex()]

    def value_at(self, at: int) -> object:
        """Return the value of a place."""
        return self._values[at]

    def show_value(self, value: object, text: str = "") -> None:
        """Show a value; one that is none of the choices is added, as ``text``."""
        if value not in self._values:
            self._values.append(value)
            self.addItem(text or str(value))
        self.setCurrentIndex(self._values.index(value))

    def choose(self, value: object) -> None:
        """Choose a value as a person does."""
        self.show_value(value)
        self.activated.emit(self.currentIndex())
