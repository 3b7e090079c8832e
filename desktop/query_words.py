"""What is wrong with a search, in words for the command line; the window has its own, translated. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.words import printable
from desktop.library.tree import MistakeCode

if TYPE_CHECKING:
    from desktop.library.tree import Mistake

_SENTENCES = {
    MistakeCode.BRACKET_NOT_CLOSED: "The bracket at {place} is not closed.",
    MistakeCode.BRACKET_NOT_OPENED: "The bracket at {place} closes nothing.",
    MistakeCode.BRACKETS_EMPTY: "There is nothing between the brackets at {place}.",
    MistakeCode.QUOTE_NOT_CLOSED: "The quotation mark at {place} is not closed.",
    MistakeCode.NOTHING_BEFORE: "Nothing stands before {argument} at {place}.",
    MistakeCode.NOTHING_AFTER: "Nothing stands after {argument} at {place}.",
    MistakeCode.WORD_UNKNOWN: '"{argument}:" at {place} is no search word. There are: {choices}. '
    "Put quotation marks around it to search for it as it is.",
    MistakeCode.VALUE_MISSING: 'Nothing stands after "{argument}:" at {place}.',
    MistakeCode.VALUE_UNKNOWN: '"{argument}" at {place} is not known. There are: {choices}.',
    MistakeCode.NOT_A_DATE: '"{argument}" at {place} is no date. Write 2026-10-31, 2026-10, today, 7d, '
    "or 2026-10-01..2026-10-31.",
    MistakeCode.NOT_A_DURATION: '"{argument}" at {place} is no duration. Write 90s, 2m, 1:30, >60s, or 1m..2m.',
    MistakeCode.NOT_A_SIZE: '"{argument}" at {place} is no size. Write 500KB, 20MB, >1GB, or 1MB..5MB.',
    MistakeCode.RANGE_BACKWARDS: '"{argument}" at {place} ends before it begins.',
    MistakeCode.TOO_LONG: "The search is too long: what begins at {place} is beyond {argument}.",
    MistakeCode.TOO_DEEP: "There are more than {argument} brackets within brackets at {place}.",
}


def sentence(mistake: Mistake) -> str:
    """Return what is wrong, and where, counted from 1."""
    return _SENTENCES[mistake.code].format(
        place=mistake.start + 1, argument=printable(mistake.argument), choices=", ".join(mistake.choices)
    )
