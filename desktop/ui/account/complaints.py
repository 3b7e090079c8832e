"""Which field of a form an error belongs to, and what stands there. Pure; any thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from cloud.contract.accounts import EMAIL_CHARACTERS, PASSWORD_CHARACTERS, is_email
from desktop.core.errors import Offline, Refused, SignedOut, SnapStreamError, UsageProblem, is_switched_off
from desktop.ui.phrases import tr
from desktop.ui.said import for_error

if TYPE_CHECKING:
    from collections.abc import Iterable

#: Fields by the names that the API gives them; "" is the form as a whole.
ADDRESS, NAME, EMAIL, PASSWORD, CODE, INVITATION, FORM = (
    "address", "name", "email", "password", "code", "invitation", "",
)  # fmt: skip
_FIELDS: Final = {
    "wrong": PASSWORD,
    "password_common": PASSWORD,
    "code_refused": CODE,
    "not_invited": INVITATION,
    "taken": EMAIL,
    "not_a_newsroom": ADDRESS,
    "new_password": PASSWORD,
}


def complaints(error: SnapStreamError, fields: Iterable[str]) -> dict[str, str]:
    """Return what to say at which of a form's fields; at "" what belongs to none of them."""
    known = set(fields)
    said: dict[str, str] = {}
    if isinstance(error, Refused):
        for name, why in error.fields:
            place = _FIELDS.get(name, name)
            said.setdefault(place if place in known else FORM, _own_words(place) or why or error.detail)
    if said:
        return said
    place = _place(error)
    return {place if place in known else FORM: _sentence(error)}


def wrong_email(text: str) -> str:
    """Return why this is no e-mail address; "" where it may be one."""
    if not text.strip():
        return tr("Your e-mail address is missing.")
    return "" if is_email(text.strip()) else tr("This is no e-mail address, as name@example.com.")


def weak_password(text: str) -> str:
    """Return why this cannot be chosen; "" where it can. Common ones are the newsroom's to refuse."""
    least, most = PASSWORD_CHARACTERS.start, PASSWORD_CHARACTERS.stop - 1
    if not text:
        return tr("Choose a password.")
    if len(text) < least:
        return tr("Too short: {n} of at least {least} characters.").format(n=len(text), least=least)
    return tr("At most {most} characters.").format(most=most) if len(text) > most else ""


def _place(error: SnapStreamError) -> str:
    if isinstance(error, Refused):
        return _FIELDS.get(error.code, FORM)
    is_of_address = isinstance(error, UsageProblem) or (isinstance(error, Offline) and bool(error.detail))
    return ADDRESS if is_of_address else FORM


def _sentence(error: SnapStreamError) -> str:
    if isinstance(error, Refused) and error.code == "disabled":
        return tr("Your account was switched off. Ask an admin of the newsroom.")
    if isinstance(error, SignedOut) and not is_switched_off(error.detail):
        return tr("Your session has ended. Sign in again.")
    if isinstance(error, Offline) and error.detail:
        return error.detail
    return for_error(error).line


def _own_words(place: str) -> str:
    """Return what is said of a field that the newsroom cannot use; "" where its own words are as good."""
    least, most = PASSWORD_CHARACTERS.start, PASSWORD_CHARACTERS.stop - 1
    return {
        EMAIL: tr("This e-mail address cannot be used. It has {n} characters at most.").format(n=EMAIL_CHARACTERS),
        PASSWORD: tr("Choose {least} to {most} characters.").format(least=least, most=most),
        NAME: tr("This name cannot be used."),
        CODE: tr("This is no code."),
    }.get(place, "")
