"""All keys, in one table: the window's own shortcuts are made from it, and the page of keys is written from it.

What a list, the grid or the player does with a key is theirs; a test presses each of theirs that stands here.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from PySide6.QtGui import QKeySequence, QShortcut

from desktop.ui.phrases import mark, tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget


class Place(StrEnum):
    """Where keys work."""

    EVERYWHERE = "everywhere"
    LIBRARY = "library"
    ITEM = "item"
    UPLOADS = "uploads"
    DIALOG = "dialog"


class Cmd(StrEnum):
    """What the window's own keys do."""

    PAGE_1 = "page_1"
    PAGE_2 = "page_2"
    PAGE_3 = "page_3"
    PAGE_4 = "page_4"
    PAGE_5 = "page_5"
    PAGE_6 = "page_6"
    SEARCH = "search"
    ADD_FILES = "add_files"
    ADD_FOLDER = "add_folder"
    PAUSE = "pause"
    SETTINGS = "settings"
    RAIL = "rail"
    NEXT_AREA = "next_area"
    PREVIOUS_AREA = "previous_area"
    UNDO = "undo"
    FULL_SCREEN = "full_screen"
    CLOSE = "close"
    QUIT = "quit"
    KEYS = "keys"
    ESCAPE = "escape"


PAGES: Final = (Cmd.PAGE_1, Cmd.PAGE_2, Cmd.PAGE_3, Cmd.PAGE_4, Cmd.PAGE_5, Cmd.PAGE_6)


@dataclass(frozen=True, slots=True)
class Key:
    """One line of the page: keys in Qt's writing, any of which does it."""

    place: Place
    keys: tuple[str, ...]
    text: str
    command: Cmd | None = None  #: of the window's own


def _own(command: Cmd, text: str, *keys: str) -> Key:
    return Key(Place.EVERYWHERE, keys, text, command)


TABLE: Final[tuple[Key, ...]] = (
    _own(Cmd.PAGE_1, mark("Home"), "Ctrl+1"),
    _own(Cmd.PAGE_2, mark("Library"), "Ctrl+2"),
    _own(Cmd.PAGE_3, mark("Uploads"), "Ctrl+3"),
    _own(Cmd.PAGE_4, mark("Folders"), "Ctrl+4"),
    _own(Cmd.PAGE_5, mark("Activity"), "Ctrl+5"),
    _own(Cmd.PAGE_6, mark("Admin"), "Ctrl+6"),
    _own(Cmd.SETTINGS, mark("Settings"), "Ctrl+,"),
    _own(Cmd.SEARCH, mark("Search, or find on this page"), "Ctrl+F", "/"),
    _own(Cmd.ADD_FILES, mark("Add files"), "Ctrl+O"),
    _own(Cmd.ADD_FOLDER, mark("Add a folder to watch"), "Ctrl+Shift+O"),
    _own(Cmd.PAUSE, mark("Pause or resume uploads"), "Ctrl+Shift+P"),
    _own(Cmd.UNDO, mark("Undo"), "Ctrl+Z"),
    _own(Cmd.RAIL, mark("Sidebar, or icons alone"), "Ctrl+B"),
    _own(Cmd.NEXT_AREA, mark("Next area"), "F6"),
    _own(Cmd.PREVIOUS_AREA, mark("Previous area"), "Shift+F6"),
    _own(Cmd.FULL_SCREEN, mark("Full screen"), "F11"),
    _own(Cmd.ESCAPE, mark("One step back"), "Esc"),
    _own(Cmd.KEYS, mark("This page"), "?", "F1"),
    _own(Cmd.CLOSE, mark("Close; SnapStream keeps running"), "Ctrl+W"),
    _own(Cmd.QUIT, mark("Quit"), "Ctrl+Q"),
    Key(Place.LIBRARY, ("Return",), mark("Open beside")),
    Key(Place.LIBRARY, ("Ctrl+Return",), mark("Open, filling the page")),
    Key(Place.LIBRARY, ("Space",), mark("Play or pause here; a photo large while held")),
    Key(Place.LIBRARY, ("Ctrl+Space",), mark("Select or not")),
    Key(Place.LIBRARY, ("V",), mark("Tiles or a list")),
    Key(Place.LIBRARY, ("[",), mark("The day before")),
    Key(Place.LIBRARY, ("]",), mark("The day after")),
    Key(Place.LIBRARY, ("C",), mark("Caption")),
    Key(Place.LIBRARY, ("T",), mark("Tag")),
    Key(Place.LIBRARY, ("Ctrl+E",), mark("Export")),
    Key(Place.LIBRARY, ("Del",), mark("Delete, after a question")),
    Key(Place.ITEM, ("Space", "K"), mark("Play or pause")),
    Key(Place.ITEM, ("J", "L"), mark("Slower or back, faster")),
    Key(Place.ITEM, ("Left", "Right"), mark("One second; with Shift five")),
    Key(Place.ITEM, (",", "."), mark("One frame")),
    Key(Place.ITEM, ("Up", "Down"), mark("Line before, after, in the transcript")),
    Key(Place.ITEM, ("F3",), mark("Next match in the transcript")),
    Key(Place.ITEM, ("PgUp", "PgDown"), mark("Item before, after")),
    Key(Place.ITEM, ("Ctrl+L",), mark("Follow the playback")),
    Key(Place.ITEM, ("M",), mark("Sound on or off")),
    Key(Place.ITEM, ("S",), mark("Subtitles")),
    Key(Place.ITEM, ("F",), mark("A video on the whole screen")),
    Key(Place.ITEM, ("I", "O"), mark("In and out; also Shift and drag on the timeline")),
    Key(Place.ITEM, ("Ctrl+C",), mark("Copy the quote between them, or the chosen words, with timecode")),
    Key(Place.ITEM, ("B",), mark("Boxes over the picture")),
    Key(Place.ITEM, ("Z", "+", "-", "0"), mark("100 % and back, in, out, fit")),
    Key(Place.ITEM, ("Y", "X", "N"), mark("Confirm, reject, name the chosen tag")),
    Key(Place.ITEM, ("Ctrl+Return",), mark("Save the caption and go on")),
    Key(Place.UPLOADS, ("N",), mark("Send now")),
    Key(Place.UPLOADS, ("P",), mark("Pause or resume this one")),
    Key(Place.UPLOADS, ("R",), mark("Try again")),
    Key(Place.UPLOADS, ("Ctrl+R",), mark("Try again all that failed")),
    Key(Place.UPLOADS, ("Del",), mark("Cancel, or take off the list")),
    Key(Place.UPLOADS, ("Return",), mark("Show in the library, or what failed")),
    Key(Place.DIALOG, ("Return",), mark("The button that has the focus")),
    Key(Place.DIALOG, ("Esc",), mark("The safe answer")),
)
_OWN: Final[dict[Cmd, Key]] = {key.command: key for key in TABLE if key.command is not None}


def place_name(place: Place) -> str:
    """Return what people call a place."""
    return {
        Place.EVERYWHERE: tr("Everywhere"),
        Place.LIBRARY: tr("In the library"),
        Place.ITEM: tr("With an item open"),
        Place.UPLOADS: tr("In Uploads"),
        Place.DIALOG: tr("In a question"),
    }[place]


def text_of(sequence: str) -> str:
    """Return a key as this system writes it: ``Ctrl+B`` here is ``⌘B`` on a Mac."""
    return QKeySequence(sequence).toString(QKeySequence.SequenceFormat.NativeText)


def key_of(command: Cmd) -> str:
    """Return the first key of a command, for a tooltip."""
    return text_of(_OWN[command].keys[0])


def bind(widget: QWidget, slots: Mapping[Cmd, Callable[[], object]]) -> list[QShortcut]:
    """Make the shortcuts of these commands, in the whole window of the widget."""
    made = []
    for command, slot in slots.items():
        for sequence in _OWN[command].keys:
            shortcut = QShortcut(QKeySequence(sequence), widget)
            shortcut.setObjectName(command.value)
            shortcut.activated.connect(slot)
            made.append(shortcut)
    return made
