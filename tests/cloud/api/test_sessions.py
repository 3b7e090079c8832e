from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from cloud.api import limits
from cloud.contract.accounts import AccountState, Role
from cloud.contract.record import now_text
from cloud.contract.sessions import join_token, new_secret, split_token
from tests.fakes.api import PASSWORD, Newsroom


def test_a_person_signs_in_and_is_known(newsroom: Newsroom) -> None:
    """An access token tells who calls, and what they may."""
    account, token = newsroom.signed_in(Role.DESK)
    me = newsroom.get("/api/me", token=token).get_json()
    assert me["user"] == account.to_json()
    assert me["may"] == {
        "upload": True,
        "edit_all": True,
        "administer": False,
        "link_under_embargo": False,
        "hand_in_results": False,
    }
    assert [(entry.action, entry.actor_id) for entry in newsroom.audited()] == [("login", account.id)]


@pytest.mark.parametrize("email", ["EVE@Herald.Example", "  eve@herald.example", "eve@HERALD.example"])
def test_any_spelling_of_an_address_signs_in(newsroom: Newsroom, email: str) -> None:
    """E-mail addresses are compared without case."""
    newsroom.add("Eve@herald.example")
    assert newsroom.login(email).status_code == 200


def test_unknown_accounts_cost_the_same_work(newsroom: Newsroom) -> None:
    """A wrong password and an unknown account make one hash each, as many counters, and the same answer."""
    newsroom.add("eve@herald.example")
    answers, work = [], []
    for email in ("eve@herald.example", "nobody@herald.example"):
        hashes = newsroom.context.passwords.made
        answer = newsroom.login(email, "not the password")
        answers.append((answer.status_code, answer.data))
        work.append(newsroom.context.passwords.made - hashes)
    assert answers[0] == answers[1]
    assert answers[0][0] == 401
    assert work == [1, 1]


@pytest.mark.parametrize(
    ("state", "code"), [(AccountState.UNCONFIRMED, "unconfirmed"), (AccountState.DISABLED, "disabled")]
)
def test_who_may_not_sign_in_is_told_only_with_the_password(newsroom: Newsroom, state: AccountState, code: str) -> None:
    """That an account is disabled, or not confirmed, only its owner learns."""
    newsroom.add("eve@herald.example", state=state)
    assert newsroom.login("eve@herald.example", "not the password").status_code == 401
    refused = newsroom.login("eve@herald.example")
    assert (refused.status_code, refused.get_json()["type"]) == (403, f"urn:snapstream:{code}")


def test_an_account_without_a_password_lets_nobody_in(newsroom: Newsroom) -> None:
    """Where no password was chosen yet, none is right."""
    account = newsroom.add("eve@herald.example")
    person = newsroom.memory.accounts.get(account.id)
    assert person is not None
    newsroom.memory.accounts.replace(replace(person, password_hash="", version=2), if_version=1)
    assert newsroom.login("eve@herald.example", "").status_code == 422
    assert newsroom.login("eve@herald.example").status_code == 401


class TestRefresh:
    """Refresh tokens rotate."""

    def test_a_session_goes_on(self, newsroom: Newsroom) -> None:
        """A refresh token is good for the next pair."""
        newsroom.add("eve@herald.example")
        first = newsroom.login("eve@herald.example").get_json()
        newsroom.clock.advance(timedelta(days=20))
        second = newsroom.post("/api/refresh", {"refresh_token": first["refresh_token"]}).get_json()
        newsroom.clock.advance(timedelta(days=20))
        third = newsroom.post("/api/refresh", {"refresh_token": second["refresh_token"]})
        assert newsroom.get("/api/me", token=third.get_json()["access_token"]).status_code == 200

    def test_an_unused_session_ends(self, newsroom: Newsroom) -> None:
        """After 30 days without a refresh, one signs in again."""
        newsroom.add("eve@herald.example")
        first = newsroom.login("eve@herald.example").get_json()
        newsroom.clock.advance(timedelta(days=30))
        assert newsroom.post("/api/refresh", {"refresh_token": first["refresh_token"]}).status_code == 401

    def test_a_session_ends_for_good(self, newsroom: Newsroom) -> None:
        """However often it is refreshed: after 90 days the password is asked for, and nothing outlives that moment."""
        newsroom.add("eve@herald.example")
        begun = newsroom.clock()
        tokens = newsroom.login("eve@herald.example").get_json()
        for _ in range(8):
            newsroom.clock.advance(timedelta(days=11))
            answer = newsroom.post("/api/refresh", {"refresh_token": tokens["refresh_token"]})
            assert answer.status_code == 200
            tokens = answer.get_json()
        session = newsroom.memory.accounts.session(
            split_token(tokens["refresh_token"])[0], now=now_text(newsroom.clock())
        )
        assert session is not None
        assert session.expires_at <= now_text(begun + timedelta(days=90, seconds=1))
        newsroom.clock.advance(timedelta(days=2))
        assert newsroom.post("/api/refresh", {"refresh_token": tokens["refresh_token"]}).status_code == 401
        assert newsroom.get("/api/me", token=tokens["access_token"]).status_code == 401

    def test_a_session_of_before_this_rule_ends_too(self) -> None:
        """One that was kept for longer, or whose newsroom has shortened the time since, is as old as it is."""
        newsroom = Newsroom(session_s=200 * 24 * 3600)
        newsroom.add("eve@herald.example")
        token = newsroom.login("eve@herald.example").get_json()["refresh_token"]
        newsroom.clock.advance(timedelta(days=20))
        shorter = Newsroom(newsroom.memory, session_s=20 * 24 * 3600)
        assert shorter.post("/api/refresh", {"refresh_token": token}).status_code == 401

    def test_reuse_ends_the_session(self, newsroom: Newsroom) -> None:
        """A token that comes twice was stolen: its session ends, with all that was issued under it."""
        account = newsroom.add("eve@herald.example")
        other = newsroom.token("eve@herald.example")
        first = newsroom.login("eve@herald.example").get_json()
        second = newsroom.post("/api/refresh", {"refresh_token": first["refresh_token"]}).get_json()
        assert newsroom.get("/api/me", token=second["access_token"]).status_code == 200
        assert newsroom.post("/api/refresh", {"refresh_token": first["refresh_token"]}).status_code == 401
        assert newsroom.post("/api/refresh", {"refresh_token": second["refresh_token"]}).status_code == 401
        assert newsroom.get("/api/me", token=second["access_token"]).status_code == 401
        assert newsroom.get("/api/me", token=other).status_code == 200
        assert [entry.subject for entry in newsroom.audited() if entry.action == "refresh_reused"] == [account.id]
        assert "signed out" in newsroom.memory.mail.letters[-1][1]

    def test_a_lost_answer_ends_nothing(self, newsroom: Newsroom) -> None:
        """Who proposed the next token's secret goes on with it, though the answer never came."""
        newsroom.add("eve@herald.example")
        first = newsroom.login("eve@herald.example").get_json()["refresh_token"]
        proposed = new_secret()
        newsroom.post("/api/refresh", {"refresh_token": first, "next": proposed})
        session_id, _ = split_token(first)
        again = newsroom.post("/api/refresh", {"refresh_token": join_token(session_id, proposed)})
        assert again.status_code == 200

    @pytest.mark.parametrize("token", ["x", ".", "a.b", "é.é", "\ud83d\ude00", "s" * 200, f"gone.{'A' * 43}"])
    def test_nonsense_is_refused(self, newsroom: Newsroom, token: str) -> None:
        """What is no token of ours is answered as one that is over."""
        assert newsroom.post("/api/refresh", {"refresh_token": token}).status_code == 401

    def test_secrets_are_kept_hashed(self, newsroom: Newsroom) -> None:
        """No refresh token, code or password stands in the table."""
        newsroom.add("eve@herald.example")
        token = newsroom.login("eve@herald.example").get_json()["refresh_token"]
        newsroom.post("/api/password/forgot", {"email": "eve@herald.example"})
        kept = _all_text(vars(newsroom.memory.accounts))
        for secret in (split_token(token)[1], newsroom.memory.mail.code().replace("-", ""), PASSWORD):
            assert secret not in kept


def _all_text(value: object) -> str:
    """Return all that is within, private parts of rows too."""
    match value:
        case str():
            return value
        case dict():
            return " ".join(_all_text(each) for pair in value.items() for each in pair)
        case list() | tuple() | set():
            return " ".join(map(_all_text, value))
    names = [*getattr(value, "__dict__", {}), *getattr(value, "__slots__", ())]
    return " ".join(_all_text(getattr(value, name)) for name in names if not callable(getattr(value, name)))


def test_who_signed_out_is_out(newsroom: Newsroom) -> None:
    """Signing out ends the session: its tokens are refused at once."""
    newsroom.add("eve@herald.example")
    tokens = newsroom.login("eve@herald.example").get_json()
    assert newsroom.post("/api/logout", token=tokens["access_token"]).status_code == 204
    assert newsroom.get("/api/me", token=tokens["access_token"]).status_code == 401
    assert newsroom.post("/api/refresh", {"refresh_token": tokens["refresh_token"]}).status_code == 401


def test_one_can_sign_out_everywhere(newsroom: Newsroom) -> None:
    """Every device is out, browsers too; other people stay, and one can sign in again."""
    account = newsroom.add("eve@herald.example")
    here, there = newsroom.login("eve@herald.example").get_json(), newsroom.login("eve@herald.example").get_json()
    _, other = newsroom.signed_in()
    assert newsroom.post("/api/logout?everywhere=true", token=here["access_token"]).status_code == 204
    for tokens in (here, there):
        assert newsroom.get("/api/me", token=tokens["access_token"]).status_code == 401
        assert newsroom.post("/api/refresh", {"refresh_token": tokens["refresh_token"]}).status_code == 401
    assert newsroom.get("/api/me", token=other).status_code == 200
    assert newsroom.get("/api/me", token=newsroom.token("eve@herald.example")).status_code == 200
    assert (newsroom.audited()[-2].action, newsroom.audited()[-2].subject) == ("logout", account.id)
    assert [user_id for user_id, _ in newsroom.memory.issuer.denied] == [account.id]


def attack(newsroom: Newsroom) -> None:
    """Try as many wrong passwords as an account takes, each from a network of its own."""
    for number in range(limits.LOGIN_ACCOUNT.most):
        address = f"2001:db8:ffff:{number:x}::1"
        assert newsroom.login("eve@herald.example", "not the password", address=address).status_code == 401


class TestLock:
    """Who tries too often waits."""

    def test_an_account_is_locked_and_opens_again(self, newsroom: Newsroom) -> None:
        """After ten wrong passwords from one address even the right one is refused, until the window ends."""
        newsroom.add("eve@herald.example")
        for _ in range(limits.LOGIN_HERE.most):
            assert newsroom.login("eve@herald.example", "not the password").status_code == 401
        locked = newsroom.login("eve@herald.example")
        assert locked.status_code == 429
        retry_after_s = int(locked.headers["Retry-After"])
        assert 0 < retry_after_s <= limits.LOGIN_HERE.window_s
        newsroom.clock.advance(timedelta(seconds=retry_after_s - 1))
        assert newsroom.login("eve@herald.example").status_code == 429
        newsroom.clock.advance(timedelta(seconds=1))
        assert newsroom.login("eve@herald.example").status_code == 200
        assert [entry.action for entry in newsroom.audited()].count("locked") == 1

    def test_an_unknown_account_is_locked_alike(self, newsroom: Newsroom) -> None:
        """That an address is locked does not tell that there is an account."""
        for _ in range(limits.LOGIN_HERE.most):
            assert newsroom.login("nobody@herald.example").status_code == 401
        assert newsroom.login("nobody@herald.example").status_code == 429

    def test_a_stranger_does_not_lock_the_owner_out(self, newsroom: Newsroom) -> None:
        """What one address did wrong, another does not suffer from."""
        newsroom.add("eve@herald.example")
        for _ in range(limits.LOGIN_HERE.most + 1):
            newsroom.login("eve@herald.example", "not the password", address="203.0.113.9")
        assert newsroom.login("eve@herald.example").status_code == 200

    def test_many_addresses_lock_an_account_together(self, newsroom: Newsroom) -> None:
        """An account takes no more than a hundred wrong passwords an hour, wherever they come from."""
        newsroom.add("eve@herald.example")
        for number in range(limits.LOGIN_ACCOUNT.most):
            newsroom.login("eve@herald.example", "not the password", address=f"203.0.113.{number}")
        assert newsroom.login("eve@herald.example").status_code == 429

    def test_nobody_is_kept_out_of_where_they_were_before(self, newsroom: Newsroom) -> None:
        """However many networks a stranger has: an address that an account knows is counted by itself alone."""
        newsroom.add("eve@herald.example")
        home, office = "2001:db8:1::1", "2001:db8:2::1"
        for address in (home, office):
            assert newsroom.login("eve@herald.example", address=address).status_code == 200
        newsroom.clock.advance(timedelta(days=100))
        attack(newsroom)
        assert newsroom.login("eve@herald.example", address="2001:db8:3::1").status_code == 429
        assert newsroom.login("eve@herald.example", address="2001:db8:1::2").status_code == 200
        for _ in range(limits.LOGIN_HERE.most):
            assert newsroom.login("eve@herald.example", "not the password", address=home).status_code == 401
        assert newsroom.login("eve@herald.example", address=home).status_code == 429
        assert newsroom.login("eve@herald.example", address=office).status_code == 200

    def test_what_was_tried_from_home_locks_nobody_else(self, newsroom: Newsroom) -> None:
        """Nor are its tries the account's: elsewhere there are as many as before."""
        newsroom.add("eve@herald.example")
        newsroom.login("eve@herald.example", address="2001:db8:1::1")
        for _ in range(limits.LOGIN_HERE.most):
            newsroom.login("eve@herald.example", "not the password", address="2001:db8:1::1")
        for number in range(limits.LOGIN_ACCOUNT.most):
            answer = newsroom.login("eve@herald.example", "not the password", address=f"203.0.113.{number}")
            assert answer.status_code == 401

    def test_on_the_road_a_mailed_code_opens(self, newsroom: Newsroom) -> None:
        """Who is kept out at a new place lets a code be mailed; with the new password that place is known."""
        newsroom.add("eve@herald.example")
        attack(newsroom)
        road = "198.51.100.7"
        assert newsroom.login("eve@herald.example", address=road).status_code == 429
        newsroom.post("/api/password/forgot", {"email": "eve@herald.example"}, address=road)
        body = {
            "email": "eve@herald.example",
            "code": newsroom.memory.mail.code(),
            "password": "another long walk home",
        }
        assert newsroom.post("/api/password/reset", body, address=road).status_code == 204
        assert newsroom.login("eve@herald.example", body["password"], address=road).status_code == 200

    def test_an_address_is_known_for_half_a_year(self, newsroom: Newsroom) -> None:
        """Since the last sign-in from there."""
        newsroom.add("eve@herald.example")
        newsroom.login("eve@herald.example", address="192.0.2.77")
        newsroom.clock.advance(limits.KNOWN)
        attack(newsroom)
        assert newsroom.login("eve@herald.example", address="192.0.2.77").status_code == 429

    def test_an_address_is_locked(self, newsroom: Newsroom) -> None:
        """One address tries no more than a hundred times, whatever the accounts; an IPv6 network counts as one."""
        newsroom.add("eve@herald.example")
        for number in range(limits.LOGIN_ADDRESS.most):
            newsroom.login(f"{number}@herald.example", address=f"2001:db8::{number:x}")
        assert newsroom.login("eve@herald.example", address="2001:db8::ffff:1").status_code == 429
        assert newsroom.login("eve@herald.example", address="2001:db8:0:1::1").status_code == 200

    def test_success_counts_for_nothing(self, newsroom: Newsroom) -> None:
        """Who gets in is not on the way to being locked out."""
        newsroom.add("eve@herald.example")
        for _ in range(3 * limits.LOGIN_HERE.most):
            assert newsroom.login("eve@herald.example", "not the password").status_code == 401
            assert newsroom.login("eve@herald.example").status_code == 200

    def test_only_the_set_header_tells_the_address(self) -> None:
        """``X-Forwarded-For`` and its like are not believed; CloudFront's header is, where it stands in front."""
        direct, fronted = Newsroom(), Newsroom(address_header="CloudFront-Viewer-Address")
        for number in range(limits.LOGIN_HERE.most):
            claims = {"X-Forwarded-For": f"203.0.113.{number}", "CloudFront-Viewer-Address": f"203.0.113.{number}:443"}
            direct.login("eve@herald.example", headers=claims)
            fronted.login("eve@herald.example", headers=claims)
        assert direct.login("eve@herald.example").status_code == 429
        another = {"CloudFront-Viewer-Address": "198.51.100.1:443"}
        assert fronted.login("eve@herald.example", headers=another).status_code == 401
        assert {entry.address for entry in fronted.audited()} >= {"203.0.113.3", "198.51.100.1"}


@pytest.mark.parametrize("host", ["2001:db8::7:1:2:3", "[2001:db8::7:1:2:3]", "2001:db8:0:0:9::1"])
def test_a_port_makes_no_new_client(host: str) -> None:
    """A port of four digits reads like a group of IPv6; who comes from each of them is still counted as one."""
    newsroom = Newsroom(address_header="CloudFront-Viewer-Address")
    for number in range(limits.LOGIN_HERE.most):
        told = {"CloudFront-Viewer-Address": f"{host}:{4000 + 6000 * number}"}
        assert newsroom.login("eve@herald.example", headers=told).status_code == 401
    told = {"CloudFront-Viewer-Address": f"{host}:46530"}
    assert newsroom.login("eve@herald.example", headers=told).status_code == 429


def test_a_new_role_holds_at_once_and_at_the_next_refresh(newsroom: Newsroom) -> None:
    """Tokens from before a role was changed are refused; the session goes on, with the new role."""
    account = newsroom.add("eve@herald.example", Role.ADMIN)
    tokens = newsroom.login("eve@herald.example").get_json()
    person = newsroom.memory.accounts.get(account.id)
    assert person is not None
    now = now_text(newsroom.clock())
    less = replace(person, account=replace(account, role=Role.MEMBER), version=person.version + 1, valid_from=now)
    assert newsroom.memory.accounts.replace(less, if_version=person.version)
    newsroom.context.standing.forget(account.id)
    assert newsroom.get("/api/me", token=tokens["access_token"]).status_code == 401
    fresh = newsroom.post("/api/refresh", {"refresh_token": tokens["refresh_token"]}).get_json()
    me = newsroom.get("/api/me", token=fresh["access_token"]).get_json()
    assert (me["user"]["role"], me["may"]["administer"]) == ("member", False)


def test_what_another_worker_changed_holds_within_five_seconds(newsroom: Newsroom) -> None:
    """A worker believes what it read for five seconds, and no longer."""
    account, token = newsroom.signed_in()
    other = Newsroom(newsroom.memory)
    assert other.get("/api/me", token=token).status_code == 200
    person = newsroom.memory.accounts.get(account.id)
    assert person is not None
    disabled = replace(person, account=replace(account, state=AccountState.DISABLED), version=person.version + 1)
    newsroom.memory.accounts.replace(disabled, if_version=person.version)
    newsroom.clock.advance(timedelta(seconds=5))
    assert other.get("/api/me", token=token).status_code == 401


def test_an_access_token_is_short(newsroom: Newsroom) -> None:
    """After ten minutes a token is over, and says so, so that a client refreshes it."""
    _, token = newsroom.signed_in()
    newsroom.clock.advance(timedelta(minutes=10))
    refused = newsroom.get("/api/me", token=token)
    assert (refused.status_code, refused.get_json()["type"]) == (401, "urn:snapstream:token_expired")
    assert refused.headers["WWW-Authenticate"] == "Bearer"
