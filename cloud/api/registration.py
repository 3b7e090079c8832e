"""New accounts: asked for, confirmed. What the routes and the pages share. Runs within a request.

::

    open         register ─▶ UNCONFIRMED ── code and password ─▶ ACTIVE (member)
    invitation   register with what was mailed ─▶ ACTIVE, with the invitation's role
    closed       nobody

Asking again for an address that is not confirmed replaces what was asked before. A code is good only together with the
password of the same registration: so who registers a stranger's address first gains nothing when its owner confirms it.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from cloud.api import audit, letters, outbox, signin
from cloud.api.context import context
from cloud.api.limits import (
    CODE_ACCOUNT,
    CODE_ADDRESS,
    CODE_HERE,
    MAIL_ACCOUNT,
    REGISTER_ADDRESS,
    address_group,
    client_address,
)
from cloud.api.passwords import refuse_common
from cloud.api.problems import ApiError
from cloud.api.tokens import hash_code, hash_secret, new_code
from cloud.contract.accounts import Account, AccountState, Registration, Role, email_key
from cloud.contract.keys import new_item_id
from cloud.contract.record import now_text
from cloud.store.accounts import CodePurpose, CodeUse, Person

if TYPE_CHECKING:
    from cloud.api.context import Context
    from cloud.store.accounts import AuditEntry, Invitation

#: Somebody else changed the same row each time: three in a row is nobody's luck.
_TRIES = 3


def register(email: str, name: str, password: str, invitation: str = "") -> bool:
    """Ask for an account; return whether its address must be confirmed. Raises ``ApiError``: 403, 422, 429, 503.

    Who has the address already is told by mail, and nobody else.
    """
    here = context()
    if here.config.registration is Registration.CLOSED:
        raise ApiError(HTTPStatus.FORBIDDEN, "registration_closed", "Accounts are made by the newsroom's admins.")
    here.limits.spend(REGISTER_ADDRESS, address_group(client_address(here.config)))
    invited = _find_invitation(invitation, email)
    refuse_common(password, email, email.partition("@")[0], name, here.config.newsroom_name)
    password_hash = here.passwords.hash(password)
    asked = _person(email, name, password_hash, invited)
    is_new = here.ports.accounts.create(asked, invitation_hash=invited.token_hash if invited else "")
    entry = audit.entry("registered", asked.account.id, actor_id=asked.account.id, role=asked.account.role.value)
    if invited is None:  # what follows differs by whether there is such an account: nobody waits for it
        outbox.do_after(lambda: _follow(here, asked, None, entry, is_new=is_new))
    else:
        _follow(here, asked, invited, entry, is_new=is_new)
    return invited is None


def confirm(email: str, code: str, password: str) -> Person:
    """Confirm an address; return whose it is. Raises ``ApiError``: 403 for a code or a password that is wrong, 429."""
    here = context()
    spend_code(email)
    person = here.ports.accounts.find(email)
    is_right = here.passwords.verify(person.password_hash if person else "", password)
    if person is None or not is_right or person.account.state is not AccountState.UNCONFIRMED:
        raise refused_code()
    use_code(CodePurpose.CONFIRM, person.account.id, code)
    active = replace(person, account=replace(person.account, state=AccountState.ACTIVE), version=person.version + 1)
    if not here.ports.accounts.replace(active, if_version=person.version):
        raise refused_code()  # asked for anew in this moment
    here.standing.forget(person.account.id)
    signin.know_address(active)
    audit.note("confirmed", person.account.id, actor_id=person.account.id)
    return active


def mail_code(here: Context, person: Person, purpose: CodePurpose) -> None:
    """Mail a code; without a request, for it is done after the answer."""
    code = new_code()
    letter = (letters.confirmation if purpose is CodePurpose.CONFIRM else letters.reset)(here.config, code)
    here.ports.accounts.put_code(
        purpose,
        person.account.id,
        hash_code(purpose, person.account.id, code),
        expires_at=now_text(here.ports.now() + timedelta(seconds=here.config.code_s)),
    )
    here.ports.mail.send(person.account.email, letter.subject, letter.text)


def may_mail(here: Context, email: str) -> bool:
    """Count a letter to an address; whether it may still be sent. Nobody is told."""
    try:
        here.limits.spend(MAIL_ACCOUNT, email_key(email))
    except ApiError:
        return False
    return True


def spend_code(email: str) -> None:
    """Count an attempt with a code; raises ``ApiError`` (429)."""
    here = context()
    account, address = email_key(email), address_group(client_address(here.config))
    of = (account, address) if here.limits.is_known(account, address) else (account,)
    here.limits.spend(CODE_HERE, account, address)  # first: past it, a stranger costs the owner nothing more
    here.limits.spend(CODE_ADDRESS, address)
    here.limits.spend(CODE_ACCOUNT, *of)


def use_code(purpose: CodePurpose, user_id: str, code: str) -> None:
    """Use a code up; raises ``ApiError`` (403)."""
    here = context()
    code_hash = hash_code(purpose, user_id, code)
    used = here.ports.accounts.use_code(purpose, user_id, code_hash, now=here.now_text())
    if used is not CodeUse.ACCEPTED:
        raise refused_code()


def refused_code() -> ApiError:
    """Return the one error of all codes that are no good, and of accounts that are not there."""
    return ApiError(HTTPStatus.FORBIDDEN, "code_refused", "The code is wrong, was used, or its time is over.")


def _find_invitation(token: str, email: str) -> Invitation | None:
    here = context()
    if not token and here.config.registration is Registration.OPEN:
        return None
    invited = here.ports.accounts.invitation(hash_secret(token), now=here.now_text()) if token else None
    if invited is None or email_key(invited.email) != email_key(email):
        raise _uninvited()
    inviter = here.ports.accounts.get(invited.invited_by)
    if inviter is None or inviter.account.role is not Role.ADMIN or inviter.account.state is not AccountState.ACTIVE:
        raise _uninvited()  # who may no longer let people in does not by what is still in a mailbox
    return invited


def _uninvited() -> ApiError:
    return ApiError(
        HTTPStatus.FORBIDDEN, "not_invited", "An invitation for this address is needed; ask an admin for a new one."
    )


def _person(email: str, name: str, password_hash: str, invited: Invitation | None) -> Person:
    here = context()
    now = here.now_text()
    account = Account(
        id=new_item_id(here.ports.now().timestamp()),
        email=email.strip(),
        name=name,
        role=invited.role if invited else Role.MEMBER,
        state=AccountState.ACTIVE if invited else AccountState.UNCONFIRMED,
        created_at=now,
    )
    return Person(account, password_hash, version=1, valid_from=now, sessions_from=now)


def _follow(here: Context, asked: Person, invited: Invitation | None, entry: AuditEntry, *, is_new: bool) -> None:
    """Do what follows from the wish for an account: write it down and mail a code, or tell who has the address.

    Needs no request. Where the invitation has just been used raises ``ApiError``.
    """
    if is_new:
        _welcome(here, asked, entry)
        return
    for _ in range(_TRIES):
        known = here.ports.accounts.find(asked.account.email)
        if known is None:
            raise _uninvited()
        if known.account.state is not AccountState.UNCONFIRMED:
            if may_mail(here, known.account.email):
                _tell_owner(here, known.account.email)
            return
        again = replace(
            asked,
            account=replace(asked.account, id=known.account.id, created_at=known.account.created_at),
            version=known.version + 1,
        )
        if here.ports.accounts.replace(again, if_version=known.version):
            if invited is not None:
                here.ports.accounts.use_invitation(invited.token_hash, now=here.now_text())
            _welcome(here, again, replace(entry, actor_id=known.account.id, subject=known.account.id))
            return
    raise ApiError(HTTPStatus.SERVICE_UNAVAILABLE, "busy", "Try again.", {"Retry-After": "1"})


def _welcome(here: Context, person: Person, entry: AuditEntry) -> None:
    here.ports.accounts.record(entry)
    if person.account.state is AccountState.UNCONFIRMED and may_mail(here, person.account.email):
        mail_code(here, person, CodePurpose.CONFIRM)


def _tell_owner(here: Context, email: str) -> None:
    letter = letters.already_registered(here.config)
    here.outbox.put(lambda: here.ports.mail.send(email, letter.subject, letter.text))
