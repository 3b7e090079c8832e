from __future__ import annotations

import base64
import hashlib
import hmac
import json
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import jwt
import pytest
from flask import make_response

from cloud.api import cookies
from cloud.api.callers import access_of
from cloud.api.tokens import AccessTokens, to_ms
from cloud.contract.accounts import Role
from cloud.contract.record import now_text
from tests.fakes.api import CONFIG, Newsroom

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.contract.accounts import Account

KEY = CONFIG.signing_keys[0]


def part(value: object) -> str:
    """Return a part of a token."""
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def forge(header: dict[str, Any], claims: dict[str, Any], key: bytes = KEY) -> str:
    """Return a token signed with HS256, whatever its header says."""
    text = f"{part(header)}.{part(claims)}"
    signature = hmac.new(key, text.encode(), hashlib.sha256).digest()
    return f"{text}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def take_apart(token: str) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a token's header and claims."""
    return jwt.get_unverified_header(token), jwt.decode(token, options={"verify_signature": False})


#: How a good token is spoilt: (header, claims) ─▶ token.
SPOILT: dict[str, Callable[[dict[str, Any], dict[str, Any]], str]] = {
    "alg none": lambda header, claims: f"{part({**header, 'alg': 'none'})}.{part(claims)}.",
    "alg None": lambda header, claims: f"{part({**header, 'alg': 'None'})}.{part(claims)}.",
    "alg of a longer hash": lambda header, claims: forge({**header, "alg": "HS512"}, claims),
    "alg of a public key": lambda header, claims: forge({**header, "alg": "RS256"}, claims),
    "no alg": lambda header, claims: forge({k: v for k, v in header.items() if k != "alg"}, claims),
    "another key": lambda header, claims: forge(header, claims, b"x" * 32),
    "an empty key": lambda header, claims: forge(header, claims, b""),
    "another kid": lambda header, claims: forge({**header, "kid": "../../dev/null"}, claims),
    "no kid": lambda _header, claims: forge({"alg": "HS256", "typ": "JWT"}, claims),
    "its own key": lambda header, claims: forge({**header, "jwk": {"kty": "oct", "k": "eA"}}, claims, b"x"),
    "another newsroom": lambda header, claims: forge(header, {**claims, "iss": "gazette"}),
    "another audience": lambda header, claims: forge(header, {**claims, "aud": "another"}),
    "a higher role": lambda header, claims: forge(header, {**claims, "role": "admin"}),
    "an unknown role": lambda header, claims: forge(header, {**claims, "role": "god"}),
    "another person": lambda header, claims: forge(header, {**claims, "sub": "somebody"}),
    "another session": lambda header, claims: forge(header, {**claims, "sid": "somewhere"}),
    "expired": lambda header, claims: forge(header, {**claims, "exp": 1}),
    "an end that is no time": lambda header, claims: forge(header, {**claims, "exp": "soon"}),
    "an endless end": lambda header, claims: forge(header, {**claims, "exp": float("inf")}),
    "issued before the account": lambda header, claims: forge(header, {**claims, "iat": 1}),
    **{
        f"no {name}": lambda header, claims, name=name: forge(header, {k: v for k, v in claims.items() if k != name})  # type: ignore[misc]
        for name in ("iss", "aud", "sub", "role", "sid", "iat", "exp")
    },
    "claims that are a list": lambda header, claims: forge(header, [claims]),  # type: ignore[arg-type]
    "nothing": lambda _header, _claims: "",
    "words": lambda _header, _claims: "let me in",
    "not ASCII": lambda _header, _claims: "é.é.é",
}


@pytest.mark.parametrize("spoil", SPOILT.values(), ids=SPOILT)
def test_a_token_that_is_not_ours_is_refused(
    newsroom: Newsroom, spoil: Callable[[dict[str, Any], dict[str, Any]], str]
) -> None:
    """A forged algorithm, key or claim, another newsroom's token: 401, as for none."""
    _, token = newsroom.signed_in(Role.MEMBER)
    header, claims = take_apart(token)
    assert newsroom.get("/api/me", token=forge(header, claims)).status_code == 200  # the forger knows the trade
    spoilt = spoil(header, claims).encode().decode("latin-1")
    refused = newsroom.get("/api/me", headers={"Authorization": f"Bearer {spoilt}"})
    assert refused.status_code == 401
    assert refused.mimetype == "application/problem+json"


@pytest.mark.parametrize("scheme", ["Basic {}", "bearer", "Bearer", "{}", "Token {}"])
def test_only_bearer_tokens_are_read(newsroom: Newsroom, scheme: str) -> None:
    """Another scheme is no sign-in."""
    _, token = newsroom.signed_in()
    assert newsroom.get("/api/me", headers={"Authorization": scheme.format(token)}).status_code == 401


def test_another_newsrooms_token_is_refused(newsroom: Newsroom) -> None:
    """Even where two newsrooms shared key, person and session."""
    _, token = newsroom.signed_in()
    gazette = Newsroom(newsroom.memory, newsroom="gazette")
    assert newsroom.get("/api/me", token=token).status_code == 200
    assert gazette.get("/api/me", token=token).status_code == 401


def test_a_session_is_one_persons(newsroom: Newsroom) -> None:
    """A token that puts one person into another's session is refused, though both are there."""
    _, token = newsroom.signed_in()
    other = newsroom.add("other@herald.example")
    header, claims = take_apart(token)
    spoilt = forge(header, {**claims, "sub": other.id, "iat": claims["iat"] + 10})
    assert newsroom.get("/api/me", token=spoilt).status_code == 401


def test_a_key_can_be_changed(newsroom: Newsroom) -> None:
    """A new key signs, the old one still verifies; without it, its tokens are refused."""
    _, token = newsroom.signed_in()
    both = Newsroom(newsroom.memory, signing_keys=(b"n" * 32, KEY))
    assert both.get("/api/me", token=token).status_code == 200
    fresh = both.token("member@herald.example")
    assert take_apart(fresh)[0]["kid"] != take_apart(token)[0]["kid"]
    new = Newsroom(newsroom.memory, signing_keys=(b"n" * 32,))
    assert new.get("/api/me", token=token).status_code == 401
    assert new.get("/api/me", token=fresh).status_code == 200


def test_a_short_key_starts_nothing() -> None:
    """A key shorter than the hash is refused at the start."""
    with pytest.raises(ValueError, match="32 bytes"):
        AccessTokens(replace(CONFIG, signing_keys=(b"short",)), lambda: None)  # type: ignore[arg-type,return-value]


def test_tokens_tell_milliseconds(newsroom: Newsroom) -> None:
    """A role changed and a token refreshed within one second are told apart."""
    account = newsroom.add("eve@herald.example")
    moment = newsroom.clock()
    claims = newsroom.context.tokens.read(newsroom.context.tokens.sign(account, "session"))
    assert claims.issued_ms == to_ms(moment) + 1


def test_views_are_closed_unless_they_say_otherwise(newsroom: Newsroom) -> None:
    """What anyone may call is this list and no more."""
    opened = {
        rule.rule
        for rule in newsroom.app.url_map.iter_rules()
        if rule.rule.startswith("/api/") and access_of(newsroom.app.view_functions[rule.endpoint]).is_open
    }
    assert opened == {
        "/api/register",
        "/api/confirm",
        "/api/login",
        "/api/refresh",
        "/api/password/forgot",
        "/api/password/reset",
        "/api/health",
        "/api/ready",
        "/api/openapi.json",
        "/api/docs",
    }


def test_a_view_that_says_nothing_asks_for_somebody() -> None:
    """Forgetting the decorator opens nothing."""
    newsroom = Newsroom()
    newsroom.app.add_url_rule("/forgotten", view_func=lambda: "secret", endpoint="forgotten")
    assert newsroom.get("/forgotten").status_code == 401
    _, token = newsroom.signed_in()
    assert newsroom.get("/forgotten", token=token).data == b"secret"


@pytest.mark.parametrize(
    ("role", "status"), [(Role.MEMBER, 200), (Role.DESK, 200), (Role.ADMIN, 200), (Role.SERVICE, 403)]
)
def test_credentials_are_for_people(newsroom: Newsroom, role: Role, status: int) -> None:
    """Whoever sees a library gets the connection document of the contract; a service sees none."""
    account, token = newsroom.signed_in(role)
    answer = newsroom.post("/api/credentials", token=token)
    assert answer.status_code == status
    if status == 200:
        document = answer.get_json()
        assert (document["user"]["id"], document["role"]) == (account.id, role.value)
        assert document["libraries"] == list(account.libraries)
        assert answer.headers["Cache-Control"] == "no-store"


class TestPage:
    """Sessions of browsers, in a cookie."""

    def sign_in(self, newsroom: Newsroom, account: Account) -> tuple[str, str]:
        """Sign the client in as the page does; return the form's seal, and the cookie's token."""
        person = newsroom.memory.accounts.get(account.id)
        assert person is not None
        name = cookies.cookie_name(newsroom.config, "session")
        with newsroom.app.test_request_context("/", base_url="https://localhost"):
            response = make_response("")
            cookies.open_page_session(response, person)
        header = next(each for each in response.headers.getlist("Set-Cookie") if each.startswith(name))
        assert {"Secure", "HttpOnly", "SameSite=Lax", "Path=/"} <= set(header.split("; "))
        token = header.split(";")[0].partition("=")[2]
        newsroom.client.set_cookie(name, token, secure=True)
        with newsroom.app.test_request_context("/", headers={"Cookie": f"{name}={token}"}):
            return cookies.csrf_token(), token

    def send(self, newsroom: Newsroom, path: str = "/api/logout", **headers: str) -> int:
        """Send a POST as a page does; return the status."""
        names = {name.replace("_", "-"): value for name, value in headers.items()}
        return newsroom.client.post(path, headers=names, base_url="https://localhost").status_code

    def test_a_cookie_signs_in(self, newsroom: Newsroom) -> None:
        """A page's session is known like a token."""
        account = newsroom.add("eve@herald.example")
        self.sign_in(newsroom, account)
        me = newsroom.client.get("/api/me", base_url="https://localhost").get_json()
        assert me["user"]["id"] == account.id

    def test_a_form_of_another_site_does_nothing(self, newsroom: Newsroom) -> None:
        """A request that changes something needs the seal of this very session, from our own origin."""
        account = newsroom.add("eve@herald.example")
        stale, _ = self.sign_in(newsroom, account)
        seal, _ = self.sign_in(newsroom, account)
        assert self.send(newsroom) == 403
        assert self.send(newsroom, X_CSRF_Token="") == 403
        assert self.send(newsroom, X_CSRF_Token=stale) == 403
        assert self.send(newsroom, X_CSRF_Token=seal, Origin="https://evil.example") == 403
        assert self.send(newsroom, X_CSRF_Token=seal, Origin="null") == 403
        assert self.send(newsroom, X_CSRF_Token=seal, Sec_Fetch_Site="cross-site") == 403
        assert self.send(newsroom, X_CSRF_Token=seal, Origin=newsroom.config.public_url) == 204

    def test_signing_out_ends_it(self, newsroom: Newsroom) -> None:
        """The cookie is taken back, and good for nothing where somebody kept it."""
        account = newsroom.add("eve@herald.example")
        seal, token = self.sign_in(newsroom, account)
        assert self.send(newsroom, X_CSRF_Token=seal) == 204
        newsroom.client.set_cookie(cookies.cookie_name(newsroom.config, "session"), token, secure=True)
        assert newsroom.client.get("/api/me", base_url="https://localhost").status_code == 401

    def test_it_ends_with_the_working_day(self, newsroom: Newsroom) -> None:
        """After twelve hours one signs in again."""
        self.sign_in(newsroom, newsroom.add("eve@herald.example"))
        newsroom.clock.advance(timedelta(hours=12))
        assert newsroom.client.get("/api/me", base_url="https://localhost").status_code == 401

    def test_its_cookie_refreshes_nothing(self, newsroom: Newsroom) -> None:
        """What a page holds makes no tokens, and gets no credentials."""
        seal, token = self.sign_in(newsroom, newsroom.add("eve@herald.example"))
        assert newsroom.post("/api/refresh", {"refresh_token": token}).status_code == 401
        assert self.send(newsroom, "/api/credentials", X_CSRF_Token=seal) == 403

    def test_a_devices_token_is_no_cookie(self, newsroom: Newsroom) -> None:
        """A refresh token in the cookie signs nobody in."""
        newsroom.add("eve@herald.example")
        token = newsroom.login("eve@herald.example").get_json()["refresh_token"]
        newsroom.client.set_cookie(cookies.cookie_name(newsroom.config, "session"), token, secure=True)
        assert newsroom.client.get("/api/me", base_url="https://localhost").status_code == 401

    @pytest.mark.parametrize("spoil", ["x{}", "{}x", "page-", "page-.", "page-gone.{}"])
    def test_a_spoilt_cookie_is_none(self, newsroom: Newsroom, spoil: str) -> None:
        """Nobody is signed in by something like a session."""
        _, token = self.sign_in(newsroom, newsroom.add("eve@herald.example"))
        spoilt = spoil.format(token if spoil != "page-gone.{}" else token.partition(".")[2])
        newsroom.client.set_cookie(cookies.cookie_name(newsroom.config, "session"), spoilt, secure=True)
        assert newsroom.client.get("/api/me", base_url="https://localhost").status_code == 401

    def test_a_new_password_ends_it(self, newsroom: Newsroom) -> None:
        """Sessions of browsers end with all others; a new role ends none, and holds at once."""
        account = newsroom.add("eve@herald.example")
        self.sign_in(newsroom, account)
        person = newsroom.memory.accounts.get(account.id)
        assert person is not None
        raised = replace(
            person, account=replace(account, role=Role.ADMIN), version=2, valid_from=now_text(newsroom.clock())
        )
        newsroom.memory.accounts.replace(raised, if_version=1)
        newsroom.context.standing.forget(account.id)
        me = newsroom.client.get("/api/me", base_url="https://localhost").get_json()
        assert me["may"]["administer"]
        ended = replace(raised, version=3, sessions_from=now_text(newsroom.clock()))
        newsroom.memory.accounts.replace(ended, if_version=2)
        newsroom.context.standing.forget(account.id)
        assert newsroom.client.get("/api/me", base_url="https://localhost").status_code == 401

    def test_a_visitor_has_a_seal_too(self, newsroom: Newsroom) -> None:
        """Before sign-in a form is sealed to its browser, so nobody is signed in as somebody else."""
        with newsroom.app.test_request_context("/login", base_url="https://localhost"):
            seal = cookies.csrf_token()
            cookie = cookies.keep_csrf(make_response("")).headers["Set-Cookie"].split(";")[0]
        with newsroom.app.test_request_context(
            "/login", method="POST", data={"csrf_token": seal}, headers={"Cookie": cookie}
        ):
            cookies.check_csrf()
        with (
            newsroom.app.test_request_context("/login", method="POST", data={"csrf_token": seal}),
            pytest.raises(Exception, match="csrf"),
        ):
            cookies.check_csrf()
