"""The newsroom's API, verb by verb: what is asked, and what the answers mean. Any thread.

Faults come in our tree (``desktop.aws.problems``). Nothing here keeps a token: ``SignIn`` does.
"""

from __future__ import annotations

import json
import platform
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

from cloud.contract.accounts import Account, AccountState, Role
from cloud.contract.connection import BadConnectionError, Connection
from desktop.aws.http import Http, Request
from desktop.aws.problems import not_a_newsroom
from desktop.core.account import AuditRow, Costs, DayCost, Invited, Page, SharedLink

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cloud.contract.record import Json

_Row = TypeVar("_Row")
_Answer = TypeVar("_Answer")


@dataclass(frozen=True, slots=True, repr=False)
class Tokens:
    """What a sign-in and a refresh answer."""

    access_token: str
    expires_in_s: float
    refresh_token: str
    account: Account

    def __repr__(self) -> str:  # never into a log
        return "Tokens(…)"


class NewsroomApi:
    """One newsroom's API. ``token`` is an access token."""

    def __init__(self, http: Http) -> None:
        self._http = http

    @property
    def address(self) -> str:
        """Where it is."""
        return self._http.address

    @property
    def skew_s(self) -> float:
        """How far its clock is ahead of this computer's, in seconds."""
        return self._http.skew_s

    def close(self) -> None:
        """Close all sockets."""
        self._http.close()

    # Signing in

    def login(self, email: str, password: str) -> Tokens:
        """Sign in; ``Refused`` where e-mail and password do not belong together."""
        body: dict[str, Json] = {"email": email, "password": password, "client": client_name()}
        return self._tokens("sign in", "/api/login", body)

    def refresh(self, refresh_token: str, next_secret: str) -> Tokens:
        """Change a refresh token for the next one, whose secret is proposed; ``Refused`` (401) where it is over.

        Never asked twice by itself: a token that was used ends the session (``cloud.contract.sessions``).
        """
        body: dict[str, Json] = {"refresh_token": refresh_token, "next": next_secret}
        return self._tokens("renew the sign-in", "/api/refresh", body)

    def logout(self, token: str, *, everywhere: bool) -> None:
        """End this session, or all of the person's."""
        query = {"everywhere": "true"} if everywhere else None
        self._http.ask(Request("sign out", "POST", "/api/logout", token=token, query=query))

    def register(self, email: str, password: str, name: str, invitation: str) -> str:
        """Ask for an account; return what is next: ``confirm`` (a code is mailed) or ``sign_in``."""
        body: dict[str, Json] = {"email": email, "password": password, "name": name}
        if invitation:
            body["invitation"] = invitation
        document = self._http.ask(Request("create an account", "POST", "/api/register", body))
        return _read("create an account", lambda: _text(document, "next"))

    def confirm(self, email: str, code: str, password: str) -> None:
        """Confirm the address."""
        body: dict[str, Json] = {"email": email, "code": code, "password": password}
        self._http.ask(Request("confirm the address", "POST", "/api/confirm", body))

    def forgot(self, email: str) -> None:
        """Have a code mailed."""
        self._http.ask(Request("ask for a new password", "POST", "/api/password/forgot", {"email": email}))

    def reset(self, email: str, code: str, password: str) -> None:
        """Choose a new password."""
        body: dict[str, Json] = {"email": email, "code": code, "password": password}
        self._http.ask(Request("choose a new password", "POST", "/api/password/reset", body))

    def change_password(self, token: str, old: str, new: str) -> Tokens:
        """Change the password: every session ends, and this device is given a new one."""
        body: dict[str, Json] = {"password": old, "new_password": new, "client": client_name()}
        return self._tokens("change the password", "/api/password/change", body, token)

    def me(self, token: str) -> tuple[Account, str]:
        """Return who is signed in, and the newsroom's name ("" where it does not say)."""
        document = self._http.ask(Request("ask who is signed in", "GET", "/api/me", token=token, may_repeat=True))
        return _read("ask who is signed in", lambda: (_account(document), _newsroom_name(document)))

    def credentials(self, token: str) -> Connection:
        """Return the connection document."""
        operation = "get credentials"
        document = self._http.ask(Request(operation, "POST", "/api/credentials", {}, token, may_repeat=True))
        return _read(operation, lambda: Connection.from_json(json.dumps(document)))

    def health(self) -> None:
        """Raise where no newsroom answers at this address."""
        self._http.ask(Request("look for the newsroom", "GET", "/api/health", may_repeat=True))

    # The newsroom, and who looks after it

    def status(self, token: str) -> dict[str, Json]:
        """Return how things stand."""
        return self._http.ask(Request("ask how things stand", "GET", "/api/status", token=token, may_repeat=True))

    def costs(self, token: str) -> Costs:
        """Return what analyses cost, by day and today by profile."""
        operation = "ask what it cost"
        document = self._http.ask(Request(operation, "GET", "/api/costs", token=token, may_repeat=True))
        return _read(operation, lambda: _costs(document))

    def users(self, token: str, cursor: str = "") -> Page[Account]:
        """Return people."""
        return self._page("list people", "/api/users", token, {"cursor": cursor}, _account)

    def change_user(
        self, token: str, user_id: str, *, role: Role | None = None, is_disabled: bool | None = None
    ) -> Account:
        """Change a person's role, or switch the account off or on."""
        body: dict[str, Json] = {}
        if role is not None:
            body["role"] = role.value
        if is_disabled is not None:
            body["state"] = (AccountState.DISABLED if is_disabled else AccountState.ACTIVE).value
        document = self._http.ask(Request("change a person", "PATCH", f"/api/users/{quote(user_id, '')}", body, token))
        return _read("change a person", lambda: _account(document))

    def invite(self, token: str, email: str, role: Role) -> Invited:
        """Invite somebody by mail."""
        body: dict[str, Json] = {"email": email, "role": role.value}
        document = self._http.ask(Request("invite", "POST", "/api/invitations", body, token))
        return _read("invite", lambda: _invited(document))

    def invitations(self, token: str, cursor: str = "") -> Page[Invited]:
        """Return invitations that are open."""
        return self._page("list invitations", "/api/invitations", token, {"cursor": cursor}, _invited)

    def audit(self, token: str, month: str = "", cursor: str = "") -> Page[AuditRow]:
        """Return what happened in a month, newest first."""
        return self._page("read the audit", "/api/audit", token, {"month": month, "cursor": cursor}, _audit_row)

    # Items

    def edit_item(self, token: str, item_id: str, version: int, changes: Mapping[str, Json]) -> int:
        """Change caption fields and tags at a version; return the new one. ``Refused`` (conflict) where it changed."""
        body: dict[str, Json] = {"version": version, **changes}
        document = self._http.ask(Request("change the item", "PATCH", _item(item_id), body, token))
        return _read("change the item", lambda: _number(document, "version"))

    def delete_item(self, token: str, item_id: str) -> None:
        """Delete an item for everyone."""
        self._http.ask(Request("delete the item", "DELETE", _item(item_id), token=token))

    def reanalyze_item(self, token: str, item_id: str, profile: str = "") -> None:
        """Have an item analysed again."""
        body: dict[str, Json] = {"profile": profile} if profile else {}
        self._http.ask(Request("analyse again", "POST", f"{_item(item_id)}/reanalyze", body, token))

    def link_to_item(self, token: str, item_id: str, seconds: int) -> SharedLink:
        """Make a link that ends."""
        document = self._http.ask(Request("make a link", "POST", f"{_item(item_id)}/link", {"seconds": seconds}, token))
        return _read("make a link", lambda: SharedLink(_text(document, "url"), _text(document, "expires_at")))

    def _tokens(self, operation: str, path: str, body: dict[str, Json], token: str = "") -> Tokens:
        document = self._http.ask(Request(operation, "POST", path, body, token))
        return _read(
            operation,
            lambda: Tokens(
                access_token=_text(document, "access_token"),
                expires_in_s=_number(document, "expires_in"),
                refresh_token=_text(document, "refresh_token"),
                account=_account(document),
            ),
        )

    def _page(
        self, operation: str, path: str, token: str, query: dict[str, str], row: Callable[[dict[str, Json]], _Row]
    ) -> Page[_Row]:
        asked = {name: value for name, value in query.items() if value}
        document = self._http.ask(Request(operation, "GET", path, token=token, query=asked, may_repeat=True))
        return _read(operation, lambda: Page(tuple(row(_object(each)) for each in _rows(document)), _cursor(document)))


def client_name() -> str:
    """Return what a person sees this sign-in as."""
    return f"SnapStream on {platform.node() or 'a computer'}"[:100]


# Reading answers: what is not as promised ends as one error, whatever was wrong with it.


def _read(operation: str, read: Callable[[], _Answer]) -> _Answer:
    try:
        return read()
    except (KeyError, TypeError, ValueError, BadConnectionError) as error:
        raise not_a_newsroom(operation) from error


def _object(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise TypeError("no object")
    return value


def _text(document: Mapping[str, Json], name: str) -> str:
    value = document[name]
    if not isinstance(value, str):
        raise TypeError(f"{name} is no text")
    return value


def _number(document: Mapping[str, Json], name: str) -> int:
    value = document[name]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{name} is no number")
    return int(value)


def _rows(document: Mapping[str, Json]) -> list[Json]:
    """Return the rows of a page, whatever they are called: it is the document's one list."""
    lists = [value for value in document.values() if isinstance(value, list)]
    if len(lists) != 1:
        raise TypeError("no page")
    return lists[0]


def _cursor(document: Mapping[str, Json]) -> str:
    cursor = document.get("cursor")
    return cursor if isinstance(cursor, str) else ""


def _account(document: Mapping[str, Json]) -> Account:
    inner = document.get("account", document.get("user"))
    source = inner if isinstance(inner, dict) else document
    return Account(
        id=_text(source, "id"),
        email=_text(source, "email"),
        name=_text(source, "name"),
        role=Role(_text(source, "role")),
        state=AccountState(str(source.get("state", AccountState.ACTIVE.value))),
        created_at=str(source.get("created_at", "")),
    )


def _newsroom_name(document: Mapping[str, Json]) -> str:
    newsroom = document.get("newsroom_name", document.get("newsroom"))
    if isinstance(newsroom, dict):
        newsroom = newsroom.get("name")
    return newsroom if isinstance(newsroom, str) else ""


def _invited(document: Mapping[str, Json]) -> Invited:
    return Invited(
        _text(document, "email"),
        Role(_text(document, "role")),
        str(document.get("created_at", "")),
        _text(document, "expires_at"),
    )


def _audit_row(document: Mapping[str, Json]) -> AuditRow:
    detail = document.get("detail")
    return AuditRow(
        id=_text(document, "id"),
        at=_text(document, "at"),
        actor_id=str(document.get("actor_id", "")),
        action=_text(document, "action"),
        subject=str(document.get("subject", "")),
        address=str(document.get("address", "")),
        detail=detail if isinstance(detail, dict) else {},
    )


def _costs(document: Mapping[str, Json]) -> Costs:
    days, profiles, cap = document["days"], document["by_profile"], document.get("cap_microusd")
    if not isinstance(days, list) or not isinstance(profiles, dict):
        raise TypeError("no costs")
    rows = [_object(day) for day in days]
    return Costs(
        days=tuple(DayCost(_text(row, "day"), _number(row, "spent_microusd")) for row in rows),
        by_profile={name: _number(profiles, name) for name in profiles},
        cap_microusd=None if cap is None else _number(document, "cap_microusd"),
    )


def _item(item_id: str) -> str:
    return f"/api/media/{quote(item_id, '')}"
