"""Sentences that remember what they are made of, so that the window can say them in another language. Any thread.

A ``Text`` is its English sentence; terminal and log print it as it is. Only the window asks for ``source`` and
``arguments``: this package knows no Qt.
"""

from __future__ import annotations

from typing import TypeAlias

Argument: TypeAlias = "str | int | float"


class Text(str):
    """An English sentence, what it was before its gaps were filled, and with what."""

    __slots__ = ("arguments", "number", "one", "source")

    source: str  #: with gaps, ``{name} was skipped``: what a translation is found by; of many, where it counts
    one: str  #: the same for one, where it counts; else ""
    number: int  #: what it counts; -1 where it counts nothing
    arguments: dict[str, Argument]  #: what fills the gaps; one may be a ``Text`` itself


def say(source: str, /, **arguments: Argument) -> Text:
    """Return a sentence with its gaps filled."""
    made = Text(source.format(**arguments))
    made.source, made.one, made.number, made.arguments = source, "", -1, arguments
    return made


def say_count(number: int, one: str, many: str) -> Text:
    """Return ``1 minute`` or ``3 minutes``, written ``{n} minute`` and ``{n} minutes``."""
    made = Text((one if number == 1 else many).format(n=number))
    made.source, made.one, made.number, made.arguments = many, one, number, {"n": number}
    return made
