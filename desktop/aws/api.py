"""The newsroom's API, verb by verb: what is asked, and what it answers. Any thread.

Faults come in our tree (``desktop.aws.problems``). Nothing here keeps a token: ``SignIn`` does.
"""

from __future__ import annotations

import json
import platform
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import quote

from cloud.contract.accounts import AccountState
from cloud.contract.connection import Connection
from desktop.aws.answers import (
    account_of,
    audit_row_of,
    costs_of,
    invited_of,
    newsroom_name,
    number_in,
    page_of,
    read,
    text_in,
)
from desktop.aws.http import Request
from desktop.core.account import SharedLink

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cloud.contract.accounts import Account, Role
    from cloud.contract.record import Json
    from desktop.aws.http import Http
    from desktop.core.account import AuditRow, Costs, Invited, Page

_Row = TypeVar("_Row")


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
        return read("create an account", lambda: text_in(document, "next"))

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
        return read("ask who is signed in", lambda: (account_of(document), newsroom_name(document)))

    def credentials(self, token: str) -> Connection:
        """Return the connection document."""
        operation = "get credentials"
        document = self._http.ask(Request(operation, "POST", "/api/credentials", {}, token, may_repeat=True))
        return read(operation, lambda: Connection.from_json(json.dumps(document)))

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
        return read(operation, lambda: costs_of(document))

    def users(self, token: str, cursor: str = "") -> Page[Account]:
        """Return people."""
        return self._page("list people", "/api/users", token, {"cursor": cursor}, account_of)

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
        return read("change a person", lambda: account_of(document))

    def invite(self, token: str, email: str, role: Role) -> Invited:
        """Invite somebody by mail."""
        body: dict[str, Json] = {"email": email, "role": role.value}
        document = self._http.ask(Request("invite", "POST", "/api/invitations", body, token))
        return read("invite", lambda: invited_of(document))

    def invitations(self, token: str, cursor: str = "") -> Page[Invited]:
        """Return invitations that are open."""
        return self._page("list invitations", "/api/invitations", token, {"cursor": cursor}, invited_of)

    def audit(self, token: str, month: str = "", cursor: str = "") -> Page[AuditRow]:
        """Return what happened in a month, newest first."""
        return self._page("read the audit", "/api/audit", token, {"month": month, "cursor": cursor}, audit_row_of)

    # Items

    def edit_item(self, token: str, item_id: str, version: int, changes: Mapping[str, Json]) -> int:
        """Change caption fields and tags at a version; return the new one. ``Refused`` (conflict) where it changed."""
        body: dict[str, Json] = {"version": version, **changes}
        document = self._http.ask(Request("change the item", "PATCH", _item(item_id), body, token))
        return read("change the item", lambda: number_in(document, "version"))

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
        return read("make a link", lambda: SharedLink(text_in(document, "url"), text_in(document, "expires_at")))

    def export_item(self, token: str, item_id: str) -> str:
        """Ask for a copy of the original; return where it is fetched. ``Refused`` (embargo) where it may not leave."""
        document = self._http.ask(Request("save a copy", "POST", f"{_item(item_id)}/export", token=token))
        return read("save a copy", lambda: text_in(document, "url"))

    def _tokens(self, operation: str, path: str, body: dict[str, Json], token: str = "") -> Tokens:
        document = self._http.ask(Request(operation, "POST", path, body, token))
        return read(
            operation,
            lambda: Tokens(
                access_token=text_in(document, "access_token"),
                expires_in_s=number_in(document, "expires_in"),
                refresh_token=text_in(document, "refresh_token"),
                account=account_of(document),
            ),
        )

    def _page(
        self, operation: str, path: str, token: str, query: dict[str, str], row: Callable[[dict[str, Json]], _Row]
    ) -> Page[_Row]:
        asked = {name: value for name, value in query.items() if value}
        document = self._http.ask(Request(operation, "GET", path, token=token, query=asked, may_repeat=True))
        return read(operation, lambda: page_of(document, row))


def client_name() -> str:
    """Return what a person sees this sign-in as."""
    return f"SnapStream on {platform.node() or 'a computer'}"[:100]


def _item(item_id: str) -> str:
    return f"/api/media/{quote(item_id, '')}"
