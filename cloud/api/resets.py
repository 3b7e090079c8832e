"""Passwords forgotten, and changed: what the routes and the pages share. Runs within a request.

A new password ends every session and every token of before, in the same write; credentials of before are denied then.
"""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus
from typing import TYPE_CHECKING

from cloud.api import audit, chores, letters, outbox, registration, signin
from cloud.api.context import context
from cloud.api.limits import MAIL_ADDRESS, address_group, client_address
from cloud.api.passwords import refuse_common
from cloud.api.problems import ApiError
from cloud.contract.accounts import AccountState
from cloud.store.accounts import CodePurpose

if TYPE_CHECKING:
    from cloud.api.callers import Caller
    from cloud.api.context import Context
    from cloud.store.accounts import Person


#: No person has this id.
_NOBODY = "nobody"


def forget(email: str) -> None:
    """Mail a code for a new password, where there is such an account; raises ``ApiError`` (429) by address alone.

    One that is not confirmed is mailed its first code again. All of it is done after the answer.
    """
    here = context()
    here.limits.spend(MAIL_ADDRESS, address_group(client_address(here.config)))
    outbox.do_after(lambda: _answer_by_mail(here, email))


def _answer_by_mail(here: Context, email: str) -> None:
    person = here.ports.accounts.find(email)
    if person is None or person.account.state is AccountState.DISABLED or not registration.may_mail(here, email):
        return
    is_new = person.account.state is AccountState.UNCONFIRMED
    registration.mail_code(here, person, CodePurpose.CONFIRM if is_new else CodePurpose.RESET)


def reset(email: str, code: str, password: str) -> Person:
    """Choose a new password with a code; return whose. Raises ``ApiError``: 403, 422, 429, 503."""
    here = context()
    registration.spend_code(email)
    refuse_common(password, email, email.partition("@")[0], here.config.newsroom_name)
    password_hash = here.passwords.hash(password)
    person = here.ports.accounts.find(email)
    if person is None or person.account.state is not AccountState.ACTIVE:
        registration.use_code(CodePurpose.RESET, _NOBODY, code)  # as long as for an account: nobody has this one
        raise registration.refused_code()
    registration.use_code(CodePurpose.RESET, person.account.id, code)
    signin.know_address(person)
    return _put(person, password_hash, "password_reset")


def change(caller: Caller, password: str, new_password: str) -> Person:
    """Change the caller's password, which they must know; return the person as they are now."""
    here, account = context(), caller.account
    person = signin.check_password(account.email, password)
    refuse_common(new_password, account.email, account.email.partition("@")[0], account.name)
    return _put(person, here.passwords.hash(new_password), "password_changed")


def _put(person: Person, password_hash: str, action: str) -> Person:
    here, now = context(), context().now_text()
    fresh = replace(person, password_hash=password_hash, version=person.version + 1, valid_from=now, sessions_from=now)
    owed = chores.owe_denial(person.account.id)
    if not here.ports.accounts.replace(fresh, if_version=person.version):
        chores.forget(owed)
        raise ApiError(HTTPStatus.CONFLICT, "changed", "The account was changed at the same moment. Try again.")
    here.standing.forget(person.account.id)
    here.ports.accounts.end_sessions(person.account.id)
    audit.note(action, person.account.id, actor_id=person.account.id)
    outbox.send(person.account.email, letters.password_changed(here.config))
    chores.deny(owed)  # where AWS refuses it is tried again: the new password holds all the same
    return fresh
