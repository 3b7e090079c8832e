from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from cloud.api import limits
from cloud.api.tokens import hash_secret
from cloud.contract.accounts import AccountState, Registration, Role
from cloud.contract.record import now_text
from cloud.store.accounts import WRONG_CODES, Invitation
from tests.fakes.api import PASSWORD, Newsroom

EVE = {"email": "eve@herald.example", "name": "Eve", "password": PASSWORD}


@pytest.fixture
def newsroom() -> Newsroom:
    """Return a newsroom where anyone may make an account."""
    return Newsroom(registration=Registration.OPEN)


#: Who invites.
ADMIN = "boss@herald.example"


def invite(newsroom: Newsroom, email: str, role: Role = Role.MEMBER, token: str = "invitation") -> str:  # noqa: S107
    """Invite somebody; return what was mailed."""
    now = newsroom.clock()
    admin = newsroom.memory.accounts.find(ADMIN)
    by = admin.account.id if admin else newsroom.add(ADMIN, Role.ADMIN).id
    newsroom.memory.accounts.invite(
        Invitation(hash_secret(token), email, role, by, now_text(now), now_text(now + timedelta(days=7)))
    )
    return token


class TestRegister:
    """Somebody asks for an account."""

    def test_who_confirms_the_address_can_sign_in(self, newsroom: Newsroom) -> None:
        """Register, confirm with the code that was mailed, sign in: a member."""
        answer = newsroom.post("/api/register", EVE)
        assert (answer.status_code, answer.get_json()) == (202, {"next": "confirm"})
        assert newsroom.login(EVE["email"]).status_code == 403
        confirmed = newsroom.post(
            "/api/confirm", {"email": "EVE@herald.example", "code": newsroom.memory.mail.code(), "password": PASSWORD}
        )
        assert confirmed.status_code == 204
        assert newsroom.login(EVE["email"]).get_json()["user"]["role"] == "member"
        assert [entry.action for entry in newsroom.audited()] == ["registered", "confirmed", "login"]

    def test_nobody_learns_that_an_address_is_taken(self, newsroom: Newsroom) -> None:
        """The answer and the work are the same; the owner is told by mail, and keeps the password."""
        fresh = newsroom.post("/api/register", EVE)
        newsroom.add("adam@herald.example")
        made = newsroom.context.passwords.made
        taken = newsroom.post("/api/register", {**EVE, "email": "Adam@herald.example", "password": "something else"})
        assert (taken.status_code, taken.data, dict(taken.headers)) == (202, fresh.data, dict(fresh.headers))
        assert newsroom.context.passwords.made == made + 1
        to, subject, _ = newsroom.memory.mail.letters[-1]
        assert (to, "You have an account" in subject) == ("adam@herald.example", True)
        assert newsroom.login("adam@herald.example").status_code == 200

    @pytest.mark.parametrize(
        "extra",
        [{"is_admin": True}, {"role": "admin"}, {"state": "active"}, {"id": "1"}, {"libraries": ["private-1"]}],
        ids=lambda extra: next(iter(extra)),
    )
    def test_no_field_gives_rights(self, newsroom: Newsroom, extra: dict[str, object]) -> None:
        """What a request says of its own rights is refused, and nothing comes of it."""
        assert newsroom.post("/api/register", {**EVE, **extra}).status_code == 422
        assert newsroom.memory.accounts.find(EVE["email"]) is None

    def test_who_registers_a_strangers_address_gains_nothing(self, newsroom: Newsroom) -> None:
        """The owner's confirmation makes no account good that somebody else asked for with another password."""
        newsroom.post("/api/register", EVE)
        newsroom.post("/api/register", {**EVE, "password": "the thief's password"})
        owner = {"email": EVE["email"], "code": newsroom.memory.mail.code(), "password": PASSWORD}
        assert newsroom.post("/api/confirm", owner).status_code == 403
        assert newsroom.login(EVE["email"], "the thief's password").status_code == 403

    def test_asking_again_replaces_what_was_asked(self, newsroom: Newsroom) -> None:
        """Who asks twice before confirming has one account, the second password, and the second code."""
        newsroom.post("/api/register", EVE)
        first = newsroom.memory.mail.code()
        newsroom.post("/api/register", {**EVE, "password": "another long walk"})
        confirm = {"email": EVE["email"], "code": first, "password": "another long walk"}
        assert newsroom.post("/api/confirm", confirm).status_code == 403
        confirm["code"] = newsroom.memory.mail.code()
        assert newsroom.post("/api/confirm", confirm).status_code == 204
        assert newsroom.login(EVE["email"], "another long walk").status_code == 200

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("email", "eve"),
            ("email", "eve@herald"),
            ("email", "eve @herald.example"),
            ("email", "eve@herald.example\nBcc: adam@herald.example"),
            ("email", f"{'e' * 64}@{'h' * 190}.example"),
            ("name", ""),
            ("name", " \t "),
            ("name", "Eve\x00"),
            ("password", "elevenchars"),
            ("password", "x" * 257),
            ("password", None),
            ("password", 123456789012),
            ("invitation", "x" * 201),
            ("name", "\ud800"),
        ],
    )
    def test_what_cannot_be_used_is_named(self, newsroom: Newsroom, field: str, value: object) -> None:
        """A problem says which field is wrong, and repeats nothing that was sent."""
        refused = newsroom.post("/api/register", {**EVE, field: value})
        assert refused.status_code == 422
        assert [each["field"] for each in refused.get_json()["fields"]] == [field]
        if isinstance(value, str) and len(value) > 8:
            assert value not in refused.get_data(as_text=True)

    @pytest.mark.parametrize(
        "password",
        [
            "password1234",
            "Password2026!",
            "QWERTYUIOP12",
            "aaaaaaaaaaaa",
            "121212121212",
            "eve@herald.example",
            "The Herald 2026",
            "1234567890123",
        ],
    )
    def test_what_everybody_tries_first_is_refused(self, newsroom: Newsroom, password: str) -> None:
        """Common passwords, patterns, and what anyone knows of a person, are none."""
        refused = newsroom.post("/api/register", {**EVE, "password": password})
        assert (refused.status_code, refused.get_json()["type"]) == (422, "urn:snapstream:password_common")

    def test_strangers_cannot_flood_a_mailbox(self, newsroom: Newsroom) -> None:
        """One address is sent a few letters an hour, whoever asks, and the answers do not tell."""
        for number in range(limits.MAIL_ACCOUNT.most + 3):
            options = {"address": f"203.0.113.{number}"}
            assert newsroom.post("/api/register", EVE, **options).status_code == 202
            assert newsroom.post("/api/password/forgot", {"email": EVE["email"]}, **options).status_code == 202
        assert len(newsroom.memory.mail.letters) == limits.MAIL_ACCOUNT.most

    def test_one_address_cannot_register_without_end(self, newsroom: Newsroom) -> None:
        """Accounts that one address asks for are counted."""
        for number in range(limits.REGISTER_ADDRESS.most):
            body = {**EVE, "email": f"{number}@herald.example"}
            assert newsroom.post("/api/register", body).status_code == 202
        refused = newsroom.post("/api/register", EVE)
        assert refused.status_code == 429
        assert int(refused.headers["Retry-After"]) > 0


class TestConfirm:
    """The code that was mailed."""

    def test_a_code_is_good_once(self, newsroom: Newsroom) -> None:
        """Used again it is refused, with the words for any wrong code."""
        newsroom.post("/api/register", EVE)
        confirm = {"email": EVE["email"], "code": newsroom.memory.mail.code(), "password": PASSWORD}
        assert newsroom.post("/api/confirm", confirm).status_code == 204
        again = newsroom.post("/api/confirm", confirm)
        unknown = newsroom.post("/api/confirm", {**confirm, "email": "nobody@herald.example"})
        assert (again.status_code, again.data) == (unknown.status_code, unknown.data)
        assert again.status_code == 403

    def test_a_code_is_good_for_fifteen_minutes(self, newsroom: Newsroom) -> None:
        """Then another is mailed on asking."""
        newsroom.post("/api/register", EVE)
        confirm = {"email": EVE["email"], "code": newsroom.memory.mail.code(), "password": PASSWORD}
        newsroom.clock.advance(timedelta(minutes=15))
        assert newsroom.post("/api/confirm", confirm).status_code == 403
        newsroom.post("/api/password/forgot", {"email": EVE["email"]})
        confirm["code"] = newsroom.memory.mail.code()
        assert newsroom.post("/api/confirm", confirm).status_code == 204

    def test_wrong_codes_end_the_right_one(self, newsroom: Newsroom) -> None:
        """Nobody finds a code by trying, not from many addresses either."""
        newsroom.post("/api/register", EVE)
        confirm = {"email": EVE["email"], "code": newsroom.memory.mail.code(), "password": PASSWORD}
        for number in range(WRONG_CODES):
            guess = {**confirm, "code": f"0000{number}"}
            assert newsroom.post("/api/confirm", guess, address=f"203.0.113.{number}").status_code == 403
        assert newsroom.post("/api/confirm", confirm).status_code == 403

    def test_tries_are_counted_across_codes(self, newsroom: Newsroom) -> None:
        """New codes give no new tries without end."""
        newsroom.post("/api/register", EVE)
        wrong = {"email": EVE["email"], "code": "00000-00000", "password": PASSWORD}
        for number in range(limits.CODE_ACCOUNT.most):
            assert newsroom.post("/api/confirm", wrong, address=f"203.0.113.{number}").status_code == 403
        assert newsroom.post("/api/confirm", wrong).status_code == 429

    def test_no_single_stranger_burns_a_code(self, newsroom: Newsroom) -> None:
        """From one address a few tries are counted; then its owner can still use it from theirs."""
        newsroom.post("/api/register", EVE)
        confirm = {"email": EVE["email"], "code": newsroom.memory.mail.code(), "password": PASSWORD}
        wrong = [newsroom.post("/api/confirm", {**confirm, "code": "x"}, address="203.0.113.7") for _ in range(300)]
        assert [answer.status_code for answer in wrong] == [403] * 10 + [429] * 290
        assert newsroom.post("/api/confirm", confirm).status_code == 204

    def test_a_code_may_be_typed_in_any_way(self, newsroom: Newsroom) -> None:
        """Without the hyphen, in lower case, with an O for the zero and an l for the one."""
        newsroom.post("/api/register", EVE)
        typed = newsroom.memory.mail.code().replace("-", " ").replace("0", "O").replace("1", "l").lower()
        confirm = {"email": EVE["email"], "code": typed, "password": PASSWORD}
        assert newsroom.post("/api/confirm", confirm).status_code == 204


class TestInvitation:
    """Where accounts are for those who are invited."""

    def test_who_is_invited_needs_no_code(self) -> None:
        """The invitation was mailed to the address, so it shows that it is theirs; its role is theirs too."""
        newsroom = Newsroom()
        token = invite(newsroom, "Eve@herald.example", Role.DESK)
        answer = newsroom.post("/api/register", {**EVE, "invitation": token})
        assert (answer.status_code, answer.get_json()) == (202, {"next": "sign_in"})
        assert newsroom.login(EVE["email"]).get_json()["user"]["role"] == "desk"

    def test_an_invitation_is_good_once(self) -> None:
        """Used, it is none."""
        newsroom = Newsroom()
        token = invite(newsroom, EVE["email"])
        newsroom.post("/api/register", {**EVE, "invitation": token})
        assert newsroom.post("/api/register", {**EVE, "invitation": token}).status_code == 403

    @pytest.mark.parametrize("mistake", ["none", "unknown", "other", "late"])
    def test_nobody_else_gets_in(self, mistake: str) -> None:
        """Without an invitation, with another's, or after its time, there is no account, and the invitation stays."""
        newsroom = Newsroom()
        token = invite(newsroom, EVE["email"])
        body = {**EVE, "invitation": token}
        match mistake:
            case "none":
                del body["invitation"]
            case "unknown":
                body["invitation"] = "something else"
            case "other":
                body["email"] = "adam@herald.example"
            case "late":
                newsroom.clock.advance(timedelta(days=7))
        assert newsroom.post("/api/register", body).status_code == 403
        assert newsroom.memory.accounts.find(body["email"]) is None
        if mistake != "late":
            assert newsroom.post("/api/register", {**EVE, "invitation": token}).status_code == 202

    def test_an_invitation_holds_for_an_address_that_waits_to_be_confirmed(self) -> None:
        """Who asked first and is invited then has the invitation's role."""
        newsroom = Newsroom(registration=Registration.OPEN)
        newsroom.post("/api/register", EVE)
        token = invite(newsroom, EVE["email"], Role.DESK)
        newsroom.post("/api/register", {**EVE, "invitation": token})
        assert newsroom.login(EVE["email"]).get_json()["user"]["role"] == "desk"
        assert newsroom.memory.accounts.invitation(hash_secret(token), now=now_text(newsroom.clock())) is None

    def test_an_address_that_waits_may_be_spelt_otherwise(self) -> None:
        """Who asked with capitals can ask again without, also when invited then."""
        newsroom = Newsroom(registration=Registration.OPEN)
        assert newsroom.post("/api/register", {**EVE, "email": "EVE@Herald.example"}).status_code == 202
        assert newsroom.post("/api/register", EVE).status_code == 202
        token = invite(newsroom, EVE["email"], Role.DESK)
        assert newsroom.post("/api/register", {**EVE, "invitation": token}).status_code == 202
        assert newsroom.login(EVE["email"]).get_json()["user"]["role"] == "desk"

    @pytest.mark.parametrize("change", [{"state": AccountState.DISABLED}, {"role": Role.DESK}])
    def test_an_invitation_is_as_good_as_who_made_it(self, change: dict[str, Any]) -> None:
        """Who is no longer an admin does not let people in by what lies in a mailbox."""
        newsroom = Newsroom()
        token = invite(newsroom, EVE["email"], Role.ADMIN)
        admin = newsroom.memory.accounts.find(ADMIN)
        assert admin is not None
        after = replace(admin, account=replace(admin.account, **change), version=admin.version + 1)
        assert newsroom.memory.accounts.replace(after, if_version=admin.version)
        assert newsroom.post("/api/register", {**EVE, "invitation": token}).status_code == 403
        assert newsroom.memory.accounts.find(EVE["email"]) is None

    def test_a_closed_newsroom_takes_nobody(self) -> None:
        """There accounts are made by its admins alone."""
        newsroom = Newsroom(registration=Registration.CLOSED)
        token = invite(newsroom, EVE["email"])
        assert newsroom.post("/api/register", {**EVE, "invitation": token}).status_code == 403
