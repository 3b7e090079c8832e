"""Every route for every kind of caller, as a table. A route that is not in it fails, and a line without a route too."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import jwt
import pytest

from cloud.api.tokens import AccessTokens
from cloud.contract.accounts import Account, Role
from tests.fakes.api import PASSWORD, Newsroom
from tests.fakes.library import put_item
from tests.fakes.pages import PagedNewsroom

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

PEOPLE, ALL = frozenset({Role.MEMBER, Role.DESK, Role.ADMIN}), frozenset(Role)
EDITORS, ADMIN, SERVICE = frozenset({Role.DESK, Role.ADMIN}), frozenset({Role.ADMIN}), frozenset({Role.SERVICE})
ANYONE = None


@dataclass(frozen=True)
class Line:
    """What a route answers: ``done`` to whom it lets in, 403 to the other roles, ``to_strangers`` to all others.

    In ``path``, ``{item}`` is somebody else's item of the newsroom's library, ``{mine}`` the caller's, ``{hidden}``
    somebody else's private one; ``{user}`` somebody else, ``{subscription}`` the caller's.
    """

    who: frozenset[Role] | None
    done: int
    body: Mapping[str, Any] | None = None
    path: str = ""  #: the rule itself where it has no parameter
    to_strangers: int = 401


WRONG_CODE = {"email": "nobody@herald.example", "code": "00000-00000", "password": PASSWORD}
NEW_PERSON = {"email": "new@herald.example", "name": "New", "password": PASSWORD}
NEW_PASSWORD = {"password": PASSWORD, "new_password": "a longer walk home"}
EDIT = {"version": 5, "caption": {"headline": "New"}}
API = {
    "POST /api/register": Line(ANYONE, 403, NEW_PERSON),  # without an invitation
    "POST /api/confirm": Line(ANYONE, 403, WRONG_CODE),
    "POST /api/login": Line(ANYONE, 401, {"email": "nobody@herald.example", "password": PASSWORD}),
    "POST /api/refresh": Line(ANYONE, 401, {"refresh_token": "none.such"}),
    "POST /api/logout": Line(ALL, 204),
    "POST /api/password/forgot": Line(ANYONE, 202, {"email": "nobody@herald.example"}),
    "POST /api/password/reset": Line(ANYONE, 403, WRONG_CODE),
    "POST /api/password/change": Line(ALL, 200, NEW_PASSWORD),
    "GET /api/me": Line(ALL, 200),
    "POST /api/credentials": Line(PEOPLE, 200),
    "GET /api/health": Line(ANYONE, 200),
    "GET /api/ready": Line(ANYONE, 200),
    "GET /api/openapi.json": Line(ANYONE, 200),
    "GET /api/docs": Line(ANYONE, 200),
    "GET /api/status": Line(PEOPLE, 200),
    "GET /api/media": Line(PEOPLE, 200),
    "GET /api/media/<item_id>": Line(PEOPLE, 200, path="/api/media/{item}"),
    "GET /api/media/<item_id>/picture": Line(PEOPLE, 302, path="/api/media/{item}/picture"),
    "PATCH /api/media/<item_id>": Line(EDITORS, 200, EDIT, "/api/media/{item}"),
    "DELETE /api/media/<item_id>": Line(EDITORS, 200, path="/api/media/{item}"),
    "POST /api/media/<item_id>/reanalyze": Line(EDITORS, 202, {}, "/api/media/{item}/reanalyze"),
    "PUT /api/media/<item_id>/analysis": Line(SERVICE, 200, {}, "/api/media/{item}/analysis"),
    "POST /api/media/<item_id>/link": Line(PEOPLE, 200, {}, "/api/media/{item}/link"),
    "POST /api/media/<item_id>/export": Line(PEOPLE, 200, path="/api/media/{item}/export"),
    "GET /api/users": Line(ADMIN, 200),
    "PATCH /api/users/<user_id>": Line(ADMIN, 200, {"role": "desk"}, "/api/users/{user}"),
    "POST /api/invitations": Line(ADMIN, 201, {"email": "guest@herald.example", "role": "member"}),
    "GET /api/invitations": Line(ADMIN, 200),
    "GET /api/audit": Line(ADMIN, 200),
    "GET /api/costs": Line(ADMIN, 200),
    "POST /api/subscriptions": Line(PEOPLE, 201, {"topics": "mine"}),
    "GET /api/subscriptions": Line(PEOPLE, 200),
    "DELETE /api/subscriptions/<subscription_id>": Line(PEOPLE, 204, path="/api/subscriptions/{subscription}"),
}
#: The same routes where the item is the caller's own, and where it is in somebody's private library.
OWN = {
    name: replace(API[name], who=PEOPLE, path=API[name].path.replace("{item}", "{mine}"))
    for name in API
    if API[name].who is EDITORS
}
HIDDEN = {
    name: replace(line, who=PEOPLE, done=404, path=line.path.replace("{item}", "{hidden}"))
    for name, line in API.items()
    if "{item}" in line.path and line.who is not SERVICE
} | {"PUT /api/media/<item_id>/analysis": Line(SERVICE, 404, {}, "/api/media/{hidden}/analysis")}
#: Pages lead whoever is signed out to the sign-in page (303). A form without the page's seal is refused, whoever sends.
PAGES = {
    **{f"GET {path}": Line(ANYONE, 200) for path in ("/", "/about", "/register", "/confirm", "/forgot")},
    "GET /reset": Line(ANYONE, 200),
    "GET /status": Line(ANYONE, 200),
    "GET /login": Line(ALL, 303, to_strangers=200),
    "GET /logout": Line(ALL, 200, to_strangers=303),
    **{f"POST {path}": Line(ANYONE, 403) for path in ("/login", "/register", "/confirm", "/forgot", "/reset")},
    "POST /logout": Line(ALL, 403, to_strangers=303),
    "GET /library": Line(PEOPLE, 200, to_strangers=303),
    "GET /library/<item_id>": Line(PEOPLE, 200, path="/library/{item}", to_strangers=303),
    "GET /library/<item_id>/picture": Line(PEOPLE, 404, path="/library/{item}/picture", to_strangers=303),
    "GET /library/<item_id>/subtitles.vtt": Line(PEOPLE, 404, path="/library/{item}/subtitles.vtt", to_strangers=303),
    "POST /library/<item_id>/download": Line(PEOPLE, 403, path="/library/{item}/download", to_strangers=303),
    "GET /library/upload": Line(PEOPLE, 200, to_strangers=303),
    "POST /library/upload": Line(PEOPLE, 403, to_strangers=303),
    "GET /library/sent/<item_id>": Line(PEOPLE, 303, path="/library/sent/{item}", to_strangers=303),
}
FILES = {
    "GET /static/<path:filename>": Line(ANYONE, 200, path="/static/docs.css"),
    "GET /assets/<path:name>": Line(ANYONE, 404, path="/assets/none"),
}
TABLE = API | PAGES | FILES
#: No page's cookie will do, with a seal neither.
NEED_A_TOKEN = {"POST /api/credentials", "POST /api/password/change", "PUT /api/media/<item_id>/analysis"}

NUMBERS = itertools.count(1)


@dataclass
class Setting:
    """One caller before the newsroom: who they are, what they carry, and what is there."""

    newsroom: Newsroom
    account: Account
    token: str

    @classmethod
    def of(cls, newsroom: Newsroom, role: Role) -> Setting:
        """Sign somebody new in, on a day of their own: nobody's tries count against them."""
        newsroom.clock.advance(timedelta(days=1))
        account, token = newsroom.signed_in(role, f"{role.value}-{next(NUMBERS)}@herald.example")
        return cls(newsroom, account, token)

    def ask(self, line: Line, name: str) -> int:
        """Send what the line says; return the status."""
        method, rule = name.split()
        other = self.newsroom.add(f"other-{next(NUMBERS)}@herald.example")
        path = (line.path or rule).format(
            item=put_item(self.newsroom, other.id).id,
            mine=put_item(self.newsroom, self.account.id).id,
            hidden=put_item(self.newsroom, other.id, f"private-{other.id}").id,
            user=other.id,
            subscription=self._subscribe() if "{subscription}" in line.path else "",
        )
        return self.newsroom.call(method, path, line.body, token=self.token).status_code

    def _subscribe(self) -> str:
        made = self.newsroom.post("/api/subscriptions", {"topics": "mine"}, token=self.token)
        return str(made.get_json().get("id", "none"))

    @property
    def claims(self) -> dict[str, Any]:
        """What the token says."""
        read: dict[str, Any] = jwt.decode(self.token, options={"verify_signature": False})
        return read

    def forge(self, algorithm: str, key: bytes | None) -> str:
        """Return the token with another algorithm and signature, all else as the newsroom signs it."""
        header = {**jwt.get_unverified_header(self.token), "alg": algorithm}
        text = ".".join(_encode(json.dumps(part).encode()) for part in (header, self.claims))
        return f"{text}.{_encode(hmac.new(key, text.encode(), hashlib.sha256).digest()) if key else ''}"


def _encode(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def nobody(newsroom: Newsroom) -> Setting:
    """Carry nothing."""
    return replace(Setting.of(newsroom, Role.ADMIN), token="")


def expired(newsroom: Newsroom) -> Setting:
    """Carry a token whose time is over."""
    setting = Setting.of(newsroom, Role.ADMIN)
    newsroom.clock.advance(timedelta(seconds=newsroom.config.access_token_s))
    return setting


def unsigned(newsroom: Newsroom) -> Setting:
    """Carry an admin's token that says it needs no signature."""
    setting = Setting.of(newsroom, Role.ADMIN)
    return replace(setting, token=setting.forge("none", None))


def signed_with_what_is_public(newsroom: Newsroom) -> Setting:
    """Carry an admin's token, signed with the text of a key that everybody may know."""
    setting = Setting.of(newsroom, Role.ADMIN)
    public = b"-----BEGIN PUBLIC KEY-----\n" + setting.token.split(".")[0].encode() + b"\n-----END PUBLIC KEY-----\n"
    return replace(setting, token=setting.forge("HS256", public))


def of_another_newsroom(newsroom: Newsroom) -> Setting:
    """Carry what another newsroom signs, though key, person and session were the same."""
    setting = Setting.of(newsroom, Role.ADMIN)
    gazette = AccessTokens(replace(newsroom.config, newsroom="gazette"), newsroom.clock)
    return replace(setting, token=gazette.sign(setting.account, setting.claims["sid"]))


def of_another_key(newsroom: Newsroom) -> Setting:
    """Carry what a newsroom of the same name signs with a key of its own."""
    setting = Setting.of(newsroom, Role.ADMIN)
    theirs = AccessTokens(replace(newsroom.config, signing_keys=(b"z" * 32,)), newsroom.clock)
    return replace(setting, token=theirs.sign(setting.account, setting.claims["sid"]))


def promoted_by_themselves(newsroom: Newsroom) -> Setting:
    """Carry a member's token that was rightly signed for an admin."""
    setting = Setting.of(newsroom, Role.MEMBER)
    raised = replace(setting.account, role=Role.ADMIN)
    return replace(setting, token=newsroom.context.tokens.sign(raised, setting.claims["sid"]))


def disabled(newsroom: Newsroom) -> Setting:
    """Carry a token of somebody whom an admin has disabled since."""
    newsroom.clock.advance(timedelta(days=1))
    account, token = newsroom.signed_in(Role.ADMIN, f"gone-{next(NUMBERS)}@herald.example")
    _, admin = newsroom.signed_in(Role.ADMIN, f"admin-{next(NUMBERS)}@herald.example")
    answer = newsroom.call("PATCH", f"/api/users/{account.id}", {"state": "disabled"}, token=admin)
    assert answer.status_code == 200
    return Setting(newsroom, account, token)


STRANGERS: tuple[Callable[[Newsroom], Setting], ...] = (
    nobody,
    expired,
    unsigned,
    signed_with_what_is_public,
    of_another_newsroom,
    of_another_key,
    promoted_by_themselves,
    disabled,
)


def check(newsroom: Newsroom, name: str, line: Line) -> None:
    """Compare what every caller is answered with the table."""
    expected: dict[str, int] = {}
    answered: dict[str, int] = {}
    for role in Role:
        expected[role.value] = line.done if line.who is ANYONE or role in line.who else 403
        answered[role.value] = Setting.of(newsroom, role).ask(line, name)
    for stranger in STRANGERS:
        expected[stranger.__name__] = line.done if line.who is ANYONE else line.to_strangers
        answered[stranger.__name__] = stranger(newsroom).ask(line, name)
    assert answered == expected


def test_the_table_names_every_route() -> None:
    """No more, and no less."""
    rules = Newsroom().app.url_map.iter_rules()
    routes = {f"{method} {rule.rule}" for rule in rules for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}}
    assert set(TABLE) == routes


@pytest.mark.parametrize("name", TABLE)
def test_every_caller_is_answered_as_the_table_says(newsroom: Newsroom, name: str) -> None:
    """The four roles, and eight who are nobody here, however much their token looks like an admin's."""
    check(newsroom, name, TABLE[name])


@pytest.mark.parametrize("name", OWN)
def test_owners_may_whatever_their_role(newsroom: Newsroom, name: str) -> None:
    """A member writes, deletes and re-analyses what they uploaded."""
    check(newsroom, name, OWN[name])


@pytest.mark.parametrize("name", HIDDEN)
def test_a_private_item_is_not_there(newsroom: Newsroom, name: str) -> None:
    """For no role but its owner's: not refused, but not found."""
    check(newsroom, name, HIDDEN[name])


@pytest.mark.parametrize(
    "name", [name for name, line in API.items() if line.who is not ANYONE and not name.startswith("GET")]
)
def test_a_cookie_alone_changes_nothing(name: str) -> None:
    """What a browser adds by itself to a request of any page is no wish of its owner's: 403 without the seal."""
    line, room = API[name], PagedNewsroom()
    method, rule = name.split()
    assert line.who is not None
    account = room.add("eve@herald.example", min(line.who & EDITORS or line.who))
    room.sign_in(account.email)
    path = (line.path or rule).format(item=put_item(room, account.id).id, user=account.id, subscription="1")
    before = dict(room.memory.items.rows), room.memory.accounts.get(account.id)
    answer = room.client.open(path, method=method, json=line.body)
    reason = "token_needed" if name in NEED_A_TOKEN else "csrf"
    assert (answer.status_code, answer.get_json()["type"]) == (403, f"urn:snapstream:{reason}")
    assert (dict(room.memory.items.rows), room.memory.accounts.get(account.id)) == before


@pytest.mark.parametrize("name", [name for name in TABLE if name.startswith("GET")])
def test_a_head_is_let_in_as_a_get_is(newsroom: Newsroom, name: str) -> None:
    """The other method that reads opens nothing more."""
    line = TABLE[name]
    head = f"HEAD {name.split()[1]}"
    expected = line.done if line.who is ANYONE else line.to_strangers
    assert nobody(newsroom).ask(line, head) == expected
