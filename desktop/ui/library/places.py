"""What stands where tiles would: the first run, an empty library, nothing found, offline, still coming. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.ui import phrases
from desktop.ui.folders.first_run import FirstRun
from desktop.ui.phrases import tr
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.empty import EmptyState

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.library.answers import Help, Way
    from desktop.ui.theme import Theme

_LOADING_MS = 300
_WAYS = 3


class Loading(QWidget):
    """Grey places in the true layout, and how much has come."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._text = theme.label("", "body", "text2")
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 48)
        column.addStretch(1)
        column.addWidget(self._text)

    def say(self, text: str) -> None:
        """Say how much has come."""
        self._text.setText(text)
        self.setAccessibleName(text)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the places; nothing shimmers."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        table = self._theme.colors
        columns = max(1, (self.width() - 48 + 16) // 216)
        width = (self.width() - 48 + 16) / columns - 16
        height = width * 2 / 3
        step = height + 8 + 58 + 20
        for row in range(max(1, int((self.height() - 120) // step))):
            for column in range(columns):
                x, y = 24 + column * (width + 16), 24 + row * step
                painter.setBrush(table.raised)
                painter.drawRoundedRect(QRectF(x, y, width, height), 8, 8)
                painter.setBrush(table.hover)
                painter.drawRoundedRect(QRectF(x, y + height + 14, width * 0.9, 10), 4, 4)
                painter.drawRoundedRect(QRectF(x, y + height + 34, width * 0.5, 8), 4, 4)


class Places(QStackedWidget):
    """The list, or one of the others."""

    add_files_asked = Signal()
    open_folder_asked = Signal()
    try_asked = Signal()
    search_asked = Signal(str)  #: another search, "" for everything

    def __init__(self, theme: Theme, listing: QWidget, *, has_samples: bool) -> None:
        super().__init__()
        self._theme = theme
        self.listing = listing
        self.first_run = FirstRun(theme, has_samples=has_samples)
        self.nothing = self._make_nothing()
        self.offline = EmptyState(theme, "cloud-slash")
        again = Button(theme, tr("Try now"))
        again.clicked.connect(self.try_asked)
        self.offline.set_actions([again])
        self.not_found = EmptyState(theme, "magnifying-glass")
        self._ways = [Button(theme, "") for _ in range(_WAYS)]
        self._everything = Button(theme, tr("Show everything"))
        self._everything.clicked.connect(lambda: self.search_asked.emit(""))
        for button in self._ways:
            button.clicked.connect(self._on_way)
        self.not_found.set_actions([*self._ways, self._everything])
        self.loading = Loading(theme)
        for place in (listing, self.first_run, self.nothing, self.offline, self.not_found, self.loading):
            self.addWidget(place)
        #: Loading is shown only where it takes longer than a moment.
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(_LOADING_MS)
        self._patience.timeout.connect(self._on_patience_over)

    def _make_nothing(self) -> EmptyState:
        made = EmptyState(self._theme, "squares-four")
        add = Button(self._theme, tr("Add files"), "plus", "primary")
        add.clicked.connect(self.add_files_asked)
        opening = Button(self._theme, tr("Open the folder"), "folder-open")
        opening.clicked.connect(self.open_folder_asked)
        made.set_actions([add, opening])
        return made

    @property
    def is_listing(self) -> bool:
        """Whether items are shown."""
        return self.currentWidget() is self.listing

    @property
    def has_red(self) -> bool:
        """Whether what is shown has the red button of the screen."""
        return self.currentWidget() in {self.nothing, self.first_run}

    def show_listing(self) -> None:
        """Show the items."""
        self._patience.stop()
        self.setCurrentWidget(self.listing)

    def show_first_run(self) -> None:
        """Offer to choose a folder."""
        self._patience.stop()
        self.setCurrentWidget(self.first_run)

    def show_nothing(self, folders: Sequence[str]) -> None:
        """Say what is watched, and that files come by themselves."""
        self._patience.stop()
        names = [*folders[:2], tr("{n} more").format(n=len(folders) - 2)] if len(folders) > 3 else list(folders)  # noqa: PLR2004
        text = tr("SnapStream is watching {folder}. The first file appears here a few seconds after it is finished.")
        self.nothing.say(tr("Nothing here yet"), text.format(folder=phrases.joined(names)))
        self.setCurrentWidget(self.nothing)

    def show_offline(self) -> None:
        """Say that there is no connection, and that nothing is lost."""
        self._patience.stop()
        self.offline.say(
            tr("No connection"),
            tr("Nothing of the library is on this computer yet. It comes by itself when the line is back."),
        )
        self.setCurrentWidget(self.offline)

    def show_loading(self, done: int, total: int | None) -> None:
        """Say how much of the library has come, unless it comes at once."""
        if total is None:
            self.loading.say(tr("Getting the library: {done}").format(done=phrases.number(done)))
        else:
            text = tr("Getting the library: {done} of {total}")
            self.loading.say(text.format(done=phrases.number(done), total=phrases.number(total)))
        if self.currentWidget() is not self.loading and not self._patience.isActive():
            self._patience.start()

    @Slot()
    def _on_patience_over(self) -> None:
        if not self.is_listing:
            self.setCurrentWidget(self.loading)

    def show_not_found(self, words: str, total: int) -> None:
        """Say that nothing matches; what would is said when it is known."""
        self._patience.stop()
        what = tr("“{words}”").format(words=words) if words else tr("these filters")
        self.not_found.say(
            tr("Nothing matches {what}").format(what=what),
            tr("All {n} items were searched: names, captions, tags and what was said.").format(n=phrases.number(total)),
        )
        for button in self._ways:
            button.hide()
        self.setCurrentWidget(self.not_found)

    def say_help(self, words: str, bounds: str, help_: Help) -> None:
        """Say what would be found, and offer it."""
        what = tr("“{words}”").format(words=words) if words else tr("these filters")
        best = next((way for way in help_.ways if way.kept and not way.is_date), None)
        sentences = [tr("{bounds}.").format(bounds=bounds)] if bounds else []
        if best is not None:
            many = phrases.count(best.count, "{n} item matches “{words}” alone.", "{n} items match “{words}” alone.")
            sentences.append(many.replace("{words}", best.kept))
        hint = ""
        if help_.unheard:
            many = phrases.count(help_.unheard, "{n} item", "{n} items")
            hint = tr("Speech in {items} is still being analysed.").format(items=many)
        self.not_found.say(tr("Nothing matches {what}").format(what=what), " ".join(sentences), hint)
        # Two ways may read alike, with and without a time: the one that finds more is enough.
        ways = {_name_of(way): way for way in sorted(help_.ways, key=lambda way: way.count)}
        shown = [way for way in help_.ways if ways[_name_of(way)] is way][:_WAYS]
        for button, way in zip(self._ways, (*shown, *[None] * _WAYS), strict=False):
            button.setVisible(way is not None)
            if way is not None:
                button.say(_name_of(way))
                button.setText(_name_of(way))
                button.setProperty("query", way.query)
        self._everything.setVisible(len(shown) < _WAYS)

    @Slot()
    def _on_way(self) -> None:
        button = self.sender()
        if button is not None:
            self.search_asked.emit(str(button.property("query") or ""))


def _name_of(way: Way) -> str:
    if way.is_date:
        return tr("Search all dates")
    if way.kept:
        return tr("Search “{words}”").format(words=way.kept)
    return tr("Without {what}").format(what=way.dropped)
