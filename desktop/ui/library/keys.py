"""What keys mean while the library's items have the focus (the design's table "Keys"). Pure."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

_Mod = Qt.KeyboardModifier


class Verb(StrEnum):
    """What is asked for."""

    OPEN = "open"
    OPEN_FULL = "open_full"
    SELECT = "select"
    SHOW = "show"  #: play or pause here; a photo large while the key is held
    UNSHOW = "unshow"
    MODE = "mode"
    DAY_BEFORE = "day_before"
    DAY_AFTER = "day_after"
    CAPTION = "caption"
    TAG = "tag"
    COPY = "copy"
    EXPORT = "export"
    LINK = "link"
    ANALYSE = "analyse"
    DELETE = "delete"
    REVEAL = "reveal"
    NONE = "none"  #: choose nothing


_ALONE: Final[dict[int, Verb]] = {
    Qt.Key.Key_Return: Verb.OPEN,
    Qt.Key.Key_Enter: Verb.OPEN,
    Qt.Key.Key_Space: Verb.SHOW,
    Qt.Key.Key_Delete: Verb.DELETE,
}
_BRACKETS: Final[dict[str, Verb]] = {"[": Verb.DAY_BEFORE, "]": Verb.DAY_AFTER}
#: Letters alone: they can be turned off.
_LETTERS: Final[dict[int, Verb]] = {
    Qt.Key.Key_V: Verb.MODE,
    Qt.Key.Key_C: Verb.CAPTION,
    Qt.Key.Key_T: Verb.TAG,
    Qt.Key.Key_BracketLeft: Verb.DAY_BEFORE,
    Qt.Key.Key_BracketRight: Verb.DAY_AFTER,
}
_WITH_CONTROL: Final[dict[int, Verb]] = {
    Qt.Key.Key_Return: Verb.OPEN_FULL,
    Qt.Key.Key_Enter: Verb.OPEN_FULL,
    Qt.Key.Key_Space: Verb.SELECT,
    Qt.Key.Key_E: Verb.EXPORT,
}


def verb_of(event: QKeyEvent, *, has_letters: bool = True) -> Verb | None:
    """Return what a key means; None where it is Qt's to say."""
    modifiers = event.modifiers() & ~_Mod.KeypadModifier
    found: Verb | None = None
    if modifiers == _Mod.ControlModifier:
        found = _WITH_CONTROL.get(event.key())
    elif modifiers == _Mod.NoModifier:
        found = _ALONE.get(event.key()) or (_LETTERS.get(event.key()) if has_letters else None)
    elif has_letters:
        # Brackets need AltGr or Alt on many keyboards.
        found = _BRACKETS.get(event.text())
    return found


def has_modifier(event: QKeyEvent) -> bool:
    """Whether Ctrl or Alt is down: then a key is a shortcut, not a letter."""
    return bool(event.modifiers() & (_Mod.ControlModifier | _Mod.AltModifier | _Mod.MetaModifier))
