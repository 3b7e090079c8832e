"""What Qt-free code says, in the language of the window: the same functions as over there. Main thread."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication

from cloud.contract import reasons
from desktop.core import words
from desktop.core.text import Text
from desktop.ui import phrases
from desktop.ui.phrases import mark

if TYPE_CHECKING:
    from desktop.core.errors import SnapStreamError
    from desktop.core.words import Words

_CONTEXTS = ("Words", "Phrases")
#: What a newsroom answers, in its own words: it speaks English alone.
_ANSWERS: Final = (
    mark("Accounts are made by the newsroom’s admins."),
    mark("An invitation for this address is needed; ask an admin for a new one."),
    mark("Confirm the e-mail address first."),
    mark("It is being analysed just now."),
    mark("Many people use this password. Choose another."),
    mark("Nobody else is an admin: make somebody else one first."),
    mark("Only who uploaded it, the desk or an admin may do this."),
    mark("Others keep changing it. Try again."),
    mark("Sign in first."),
    mark("Somebody else changed it since you saw it. Look again, and decide anew."),
    mark("The account was changed at the same moment. Try again."),
    mark("The address is not confirmed: nobody can sign in with it yet."),
    mark("The code is wrong, was used, or its time is over."),
    mark("The e-mail address or the password is wrong."),
    mark("The newsroom did not take this file."),
    mark("The newsroom did not take this file; send it again."),
    mark("The newsroom has no such profile."),
    mark("There is no picture of it."),
    mark("There is no such item."),
    mark("There is no such person."),
    mark("This account is disabled. Ask an admin."),
    mark("This address has an account."),
    mark("This session has ended. Sign in again."),
    mark("This token is not good here, or no longer. Sign in again."),
    mark("This was tried too often. Try again later."),
    mark("Too many people are signing in at this moment."),
    mark("Your role may not do this."),
    mark("That password is not right."),
)


def said(text: str) -> str:
    """Return a text of the Qt-free code as the window says it; one that no translation is known of as it is."""
    if not isinstance(text, Text):
        return _translate(text) if text else ""
    found = _translate(text.source, text.one, text.number)
    if found == text.source and text.number == 1:
        found = text.one
    return found.format(**{name: _filling(argument) for name, argument in text.arguments.items()})


def _translate(text: str, one: str = "", number: int = -1) -> str:
    for context in _CONTEXTS:
        found = QCoreApplication.translate(context, text, one or None, number)
        if found != text:
            return found
    return text


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
