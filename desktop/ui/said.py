"""What Qt-free code says, in the language of the window: the same functions as over there. Main thread."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from cloud.contract import reasons
from desktop.core import words
from desktop.core.text import Text
from desktop.ui import phrases

if TYPE_CHECKING:
    from desktop.core.errors import SnapStreamError
    from desktop.core.words import Words

_CONTEXT = "Words"


def said(text: str) -> str:
    """Return a text of the Qt-free code as the window says it; one that no translation is known of as it is."""
    if not isinstance(text, Text):
        return QCoreApplication.translate(_CONTEXT, text) if text else ""
    found = QCoreApplication.translate(_CONTEXT, text.source, text.one or None, text.number)
    if found == text.source and text.number == 1:
        found = text.one
    return found.format(**{name: _filling(argument) for name, argument in text.arguments.items()})


def sentence(code: str) -> str:
    """Return the sentence for a reason code, see ``cloud.contract.reasons``."""
    return said(reasons.sentence(code))


def for_file(reason: str, filename: str = "", detail: str = "") -> Words:
    """Say what became of one file, see ``desktop.core.words``."""
    return _translated(words.for_file(reason, filename, detail) if filename else words.for_file(reason, detail=detail))


def for_problem(reason: str, detail: str = "") -> Words:
    """Say what a ``ProblemRaised`` means, see ``desktop.core.words``."""
    return _translated(words.for_problem(reason, detail))


def for_error(error: SnapStreamError) -> Words:
    """Say what an error means that ends a call, see ``desktop.core.words``."""
    return _translated(words.for_error(error))


def _translated(told: Words) -> Words:
    return replace(told, heading=said(told.heading), text=said(told.text), action_label=said(told.action_label))


def _filling(argument: str | float) -> str:
    if isinstance(argument, str):
        return said(argument) if isinstance(argument, Text) else argument
    return phrases.number(argument) if isinstance(argument, int) else phrases.decimal(argument)
