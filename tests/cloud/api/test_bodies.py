"""What is sent decides no rights and breaks nothing: every route that reads a body, with what attackers put in one."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from cloud.api.tokens import hash_secret
from cloud.contract.accounts import Registration, Role
from cloud.store.accounts import Invitation
from tests.fakes.api import PASSWORD, Newsroom
from tests.fakes.library import put_item

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.test import TestResponse

#: What is sent rightly, and by whom; ``{item}`` is the caller's own, ``{user}`` somebody else.
RIGHT: dict[str, tuple[Role | None, Mapping[str, Any]]] = {
    "POST /api/register": (None, {"email": "new@herald.example", "name": "New", "password": PASSWORD}),
    "POST /api/confirm": (None, {"email": "eve@herald.example", "code": "00000-00000", "password": PASSWORD}),
    "POST /api/login": (None, {"email": "eve@herald.example", "password": PASSWORD}),
    "POST /api/refresh": (None, {"refresh_token": "none.such"}),
    "POST /api/password/forgot": (None, {"email": "eve@herald.example"}),
    "POST /api/password/reset": (None, {"email": "eve@herald.example", "code": "0", "password": PASSWORD}),
    "POST /api/password/change": (Role.MEMBER, {"password": PASSWORD, "new_password": "a longer walk home"}),
    "PATCH /api/media/{item}": (Role.MEMBER, {"version": 5, "caption": {"headline": "New"}}),
    "POST /api/media/{item}/reanalyze": (Role.MEMBER, {"profile": "full"}),
    "PUT /api/media/{item}/analysis": (Role.SERVICE, {"tags": [{"name": "Rex", "kind": "label"}]}),
    "POST /api/media/{item}/link": (Role.MEMBER, {"seconds": 60}),
    "PATCH /api/users/{user}": (Role.ADMIN, {"name": "Other"}),
    "POST /api/invitations": (Role.ADMIN, {"email": "guest@herald.example", "role": "member"}),
    "POST /api/subscriptions": (Role.MEMBER, {"topics": "mine"}),
}
#: What would give rights if any field did.
GREEDY: tuple[tuple[str, object], ...] = (
    ("is_admin", True),
    ("admin", True),
    ("roles", ["admin"]),
    ("user_id", "01JD0000000000000000000001"),
    ("owner_id", "01JD0000000000000000000001"),
    ("library", "newsroom"),
    ("libraries", ["private-demo"]),
    ("valid_from", "1970-01-01T00:00:00.000Z"),
    ("__proto__", {"role": "admin"}),
    ("__class__", "Person"),
)
#: What breaks a careless reader, in the place of any text.
STRANGE: tuple[object, ...] = (
    "\ud800", "\x00", "a\r\nBcc: all@herald.example", "\u202e", "' OR 1=1 --", "{{7*7}}", "<script>alert(1)</script>",
    "🎉" * 1000, [], {}, [[]], True, 1e308, -1, 2**80, None,
)  # fmt: skip


class Sender:
    """One caller of one route."""

    def __init__(self, route: str) -> None:
        self.newsroom = Newsroom(registration=Registration.OPEN)
        role, body = RIGHT[route]
        self.body = dict(body)
        self.eve = self.newsroom.add("eve@herald.example", role or Role.MEMBER)
        self.other = self.newsroom.add("other@herald.example")
        self.token = self.newsroom.token(self.eve.email) if role is not None else ""
        item = put_item(self.newsroom, self.eve.id)
        self.method, path = route.split()
        self.path = path.format(item=item.id, user=self.other.id)

    def send(self, body: object) -> TestResponse:
        """Send something."""
        return self.newsroom.call(self.method, self.path, body, token=self.token)


def test_every_route_with_a_body_is_here() -> None:
    """No more, and no less."""
    paths = Newsroom().app.api_doc["paths"]
    told = {
        f"{method.upper()} {path.replace('{item_id}', '{item}').replace('{user_id}', '{user}')}"
        for path, item in paths.items()
        for method, operation in item.items()
        if "requestBody" in operation
    }
    assert set(RIGHT) == told


@pytest.mark.parametrize("route", RIGHT)
def test_no_field_gives_rights(route: str) -> None:
    """Whatever else is in a body, at its top or within, it is refused whole, and nobody is more than before."""
    sender = Sender(route)
    for name, value in (*GREEDY, *([] if "role" in sender.body or "users" in route else [("role", "admin")])):
        answer = sender.send({**sender.body, name: value})
        assert answer.status_code == 422, name
    for field, value in sender.body.items():
        inner = _greedy_within(value)
        if inner is not None:
            assert sender.send({**sender.body, field: inner}).status_code == 422
    assert sender.send(sender.body).status_code not in {415, 422}
    for before in (sender.eve, sender.other):
        after = sender.newsroom.memory.accounts.get(before.id)
        assert after is not None
        assert (after.account.role, after.account.state) == (before.role, before.state)
    assert len(sender.newsroom.memory.accounts.people().rows) <= 3


def _greedy_within(value: object) -> object:
    match value:
        case dict():
            return {**value, "is_admin": True}
        case [first, *_]:
            return [_greedy_within(first)]
    return None


@pytest.mark.parametrize("route", RIGHT)
def test_strange_values_break_nothing(route: str) -> None:
    """In the place of each field: an answer that is promised, never a fault of ours."""
    sender = Sender(route)
    for field in sender.body:
        for value in STRANGE:
            assert sender.send({**sender.body, field: value}).status_code < 500, (field, value)


@pytest.mark.parametrize("route", RIGHT)
@pytest.mark.parametrize("depth", [50, 900, 5_000])
def test_no_depth_breaks_anything(route: str, depth: int) -> None:
    """Within the size that is allowed, brackets within brackets are refused like anything else."""
    sender = Sender(route)
    field = next(iter(sender.body))
    rest = json.dumps({name: value for name, value in sender.body.items() if name != field})[1:]
    for opening, closing in (("[", "]"), ('{"a":', "}")):
        nested = opening * depth + "0" + closing * depth
        text = f'{{"{field}": {nested}{", " if len(rest) > 1 else ""}{rest}'
        answer = sender.newsroom.client.open(
            sender.path,
            method=sender.method,
            data=text,
            content_type="application/json",
            headers={"Authorization": f"Bearer {sender.token}"} if sender.token else {},
        )
        assert answer.status_code in {400, 422}


def test_an_invitations_role_is_the_invitations(newsroom: Newsroom) -> None:
    """Who was invited as a member is one, whatever they write, and an invitation is good once."""
    admin = newsroom.add("admin@herald.example", Role.ADMIN)
    for token in ("t1", "t2"):
        newsroom.memory.accounts.invite(
            Invitation(hash_secret(token), "ann@herald.example", Role.MEMBER, admin.id, "", "2999-01-01T00:00:00.000Z")
        )
    body = {"email": "ann@herald.example", "name": "Ann", "password": PASSWORD, "invitation": "t1"}
    assert newsroom.post("/api/register", {**body, "role": "admin"}).status_code == 422
    assert newsroom.post("/api/register", {**body, "email": "bob@herald.example"}).status_code == 403
    assert newsroom.post("/api/register", body).status_code == 202
    assert newsroom.post("/api/register", {**body, "password": "a stranger walks home"}).status_code == 403
    again = newsroom.post("/api/register", {**body, "invitation": "t2", "password": "a stranger walks home"})
    assert again.status_code == 202  # told by mail, and nothing is changed
    assert newsroom.login("ann@herald.example").status_code == 200
    assert newsroom.login("ann@herald.example", "a stranger walks home").status_code == 401
