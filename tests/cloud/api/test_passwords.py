from __future__ import annotations

import threading
import time
from dataclasses import replace
from datetime import timedelta

import pytest
from botocore.exceptions import EndpointConnectionError

from cloud.api.passwords import Passwords
from cloud.api.problems import ApiError
from cloud.contract.accounts import AccountState
from tests.fakes.api import CONFIG, PASSWORD, Newsroom

EMAIL = "eve@herald.example"
NEW = "a longer walk home"


def forgot(newsroom: Newsroom, email: str = EMAIL) -> str:
    """Have a code mailed; return it."""
    assert newsroom.post("/api/password/forgot", {"email": email}).status_code == 202
    return newsroom.memory.mail.code()


class TestReset:
    """A password that was forgotten."""

    def test_a_new_password_by_code(self, newsroom: Newsroom) -> None:
        """The new one signs in, the old one does not, and everything from before is over."""
        newsroom.add(EMAIL)
        before = newsroom.login(EMAIL).get_json()
        body = {"email": EMAIL, "code": forgot(newsroom), "password": NEW}
        assert newsroom.post("/api/password/reset", body).status_code == 204
        assert newsroom.login(EMAIL).status_code == 401
        assert newsroom.login(EMAIL, NEW).status_code == 200
        assert newsroom.get("/api/me", token=before["access_token"]).status_code == 401
        assert newsroom.post("/api/refresh", {"refresh_token": before["refresh_token"]}).status_code == 401
        assert "was changed" in newsroom.memory.mail.letters[-1][1]
        assert "password_reset" in [entry.action for entry in newsroom.audited()]

    def test_a_code_is_good_once_and_for_fifteen_minutes(self, newsroom: Newsroom) -> None:
        """Used, or late, it is refused."""
        newsroom.add(EMAIL)
        body = {"email": EMAIL, "code": forgot(newsroom), "password": NEW}
        assert newsroom.post("/api/password/reset", body).status_code == 204
        assert newsroom.post("/api/password/reset", body).status_code == 403
        body["code"] = forgot(newsroom)
        newsroom.clock.advance(timedelta(minutes=15))
        assert newsroom.post("/api/password/reset", body).status_code == 403

    def test_nobody_learns_whether_there_is_an_account(self, newsroom: Newsroom) -> None:
        """Asking for a code, and using one, are answered alike; an unknown address is sent nothing."""
        newsroom.add(EMAIL)
        known = newsroom.post("/api/password/forgot", {"email": EMAIL})
        letters = len(newsroom.memory.mail.letters)
        unknown = newsroom.post("/api/password/forgot", {"email": "nobody@herald.example"})
        assert (known.status_code, known.data, dict(known.headers)) == (202, unknown.data, dict(unknown.headers))
        assert len(newsroom.memory.mail.letters) == letters
        answers, work = [], []
        for email in (EMAIL, "nobody@herald.example"):
            made = newsroom.context.passwords.made
            answer = newsroom.post("/api/password/reset", {"email": email, "code": "00000-00000", "password": NEW})
            answers.append((answer.status_code, answer.data))
            work.append(newsroom.context.passwords.made - made)
        assert answers[0] == answers[1]
        assert work == [1, 1]

    def test_a_code_of_one_person_is_none_of_another(self, newsroom: Newsroom) -> None:
        """A code resets the password that it was asked for."""
        newsroom.add(EMAIL)
        newsroom.add("adam@herald.example")
        forgot(newsroom, "adam@herald.example")
        code = forgot(newsroom)
        body = {"email": "adam@herald.example", "code": code, "password": NEW}
        assert newsroom.post("/api/password/reset", body).status_code == 403
        assert newsroom.post("/api/password/reset", {**body, "email": EMAIL}).status_code == 204

    def test_credentials_of_before_are_denied(self, newsroom: Newsroom) -> None:
        """Whoever else had some has them no longer, whether the password was forgotten or changed.

        A denial holds for whole seconds, so in that very second nobody is given what would not work.
        """
        account, token = newsroom.signed_in()
        body = {"password": PASSWORD, "new_password": "another long walk home"}
        changed = newsroom.post("/api/password/change", body, token=token)
        assert changed.status_code == 200
        assert [user_id for user_id, _ in newsroom.memory.issuer.denied] == [account.id]
        fresh = changed.get_json()["access_token"]
        soon = newsroom.post("/api/credentials", {}, token=fresh)
        assert (soon.status_code, soon.headers["Retry-After"]) == (503, "1")
        newsroom.clock.advance(timedelta(seconds=1))
        assert newsroom.post("/api/credentials", {}, token=fresh).status_code == 200
        newsroom.post("/api/password/forgot", {"email": account.email})
        reset = {"email": account.email, "code": newsroom.memory.mail.code(), "password": "a third long walk home"}
        assert newsroom.post("/api/password/reset", reset).status_code == 204
        assert [user_id for user_id, _ in newsroom.memory.issuer.denied] == [account.id] * 2

    def test_a_disabled_person_resets_nothing(self, newsroom: Newsroom) -> None:
        """Nothing is mailed."""
        newsroom.add(EMAIL, state=AccountState.DISABLED)
        newsroom.post("/api/password/forgot", {"email": EMAIL})
        assert newsroom.memory.mail.letters == []

    def test_letters_leave_after_the_answer(self, newsroom: Newsroom) -> None:
        """So the time that an answer takes tells nothing."""
        newsroom.add(EMAIL)
        order: list[str] = []
        newsroom.memory.mail.on_send = lambda: order.append("sent")
        with newsroom.client.open(
            "/api/password/forgot", method="POST", json={"email": EMAIL}, buffered=False
        ) as answer:
            assert answer.status_code == 202
            order.append("answered")
        assert order == ["answered", "sent"]

    @pytest.mark.expected_log("a letter was not sent: EndpointConnectionError")
    def test_a_letter_that_cannot_be_sent_changes_no_answer(self, newsroom: Newsroom) -> None:
        """The engineer finds it in the log, without the address."""

        def fail() -> None:
            raise EndpointConnectionError(endpoint_url="https://email.example")

        newsroom.add(EMAIL)
        newsroom.memory.mail.on_send = fail
        assert newsroom.post("/api/password/forgot", {"email": EMAIL}).status_code == 202


class TestChange:
    """A password that one knows."""

    def test_this_device_goes_on_and_all_others_end(self, newsroom: Newsroom) -> None:
        """The answer signs this device in anew."""
        newsroom.add(EMAIL)
        other, here = newsroom.login(EMAIL).get_json(), newsroom.login(EMAIL).get_json()
        body = {"password": PASSWORD, "new_password": NEW, "client": "desk-07"}
        fresh = newsroom.post("/api/password/change", body, token=here["access_token"])
        assert fresh.status_code == 200
        assert newsroom.get("/api/me", token=fresh.get_json()["access_token"]).status_code == 200
        for tokens in (other, here):
            assert newsroom.get("/api/me", token=tokens["access_token"]).status_code == 401
            assert newsroom.post("/api/refresh", {"refresh_token": tokens["refresh_token"]}).status_code == 401
        assert newsroom.login(EMAIL, NEW).status_code == 200

    def test_who_does_not_know_it_cannot_change_it(self, newsroom: Newsroom) -> None:
        """A token alone is not enough, and wrong tries are counted as sign-ins are."""
        newsroom.add(EMAIL)
        token = newsroom.token(EMAIL)
        body = {"password": "not the password", "new_password": NEW}
        for _ in range(10):
            assert newsroom.post("/api/password/change", body, token=token).status_code == 401
        assert newsroom.post("/api/password/change", body, token=token).status_code == 429
        assert newsroom.get("/api/me", token=token).status_code == 200

    def test_a_common_one_is_refused(self, newsroom: Newsroom) -> None:
        """The rules of new passwords hold here too."""
        newsroom.add(EMAIL)
        body = {"password": PASSWORD, "new_password": "password1234"}
        assert newsroom.post("/api/password/change", body, token=newsroom.token(EMAIL)).status_code == 422


def test_hashes_follow_the_parameters(newsroom: Newsroom) -> None:
    """When the newsroom hashes harder, a sign-in hashes anew, and the person stays signed in elsewhere."""
    account = newsroom.add(EMAIL)
    token = newsroom.token(EMAIL)
    harder = Newsroom(newsroom.memory, argon2_passes=2)
    assert harder.login(EMAIL).status_code == 200
    person = newsroom.memory.accounts.get(account.id)
    assert person is not None
    assert "t=2" in person.password_hash
    assert harder.login(EMAIL).status_code == 200
    assert newsroom.get("/api/me", token=token).status_code == 200


def test_one_password_in_two_encodings_is_one() -> None:
    """Keyboards that send an accent apart from its letter type the same password."""
    passwords = Passwords(CONFIG)
    assert passwords.verify(passwords.hash("un caf\u00e9 tr\u00e8s noir"), "un cafe\u0301 tre\u0300s noir")


def test_hashing_cannot_take_all_threads() -> None:
    """Two hash, two wait a moment, and who comes then is told at once to come again."""
    passwords = Passwords(replace(CONFIG, hashes_at_once=2))
    inside, leave = threading.Barrier(3), threading.Event()

    def hold() -> None:
        with passwords._place():  # noqa: SLF001 -- a hash that lasts as long as the test wants
            inside.wait()
            leave.wait()

    refused: list[ApiError] = []

    def wait_in_vain() -> None:
        try:
            passwords.hash(PASSWORD)
        except ApiError as error:
            refused.append(error)

    holders = [threading.Thread(target=hold) for _ in range(2)]
    for each in holders:
        each.start()
    inside.wait()
    waiters = [threading.Thread(target=wait_in_vain) for _ in range(2)]
    for each in waiters:
        each.start()
    deadline = time.monotonic() + 1
    while passwords._inside.acquire(blocking=False):  # noqa: SLF001 -- until both wait
        passwords._inside.release()  # noqa: SLF001 -- as above
        assert time.monotonic() < deadline
    with pytest.raises(ApiError) as at_once:
        passwords.verify("", PASSWORD)
    for each in waiters:
        each.join()
    leave.set()
    for each in holders:
        each.join()
    assert [error.status.value for error in (*refused, at_once.value)] == [503, 503, 503]
    assert at_once.value.headers == {"Retry-After": "2"}
    assert passwords.hash(PASSWORD)


def test_a_worker_that_is_busy_counts_no_attempts(newsroom: Newsroom) -> None:
    """Who was told to come again is not on the way to being locked out."""
    newsroom.add(EMAIL)
    places = [newsroom.context.passwords._place() for _ in range(2)]  # noqa: SLF001 -- as above
    newsroom.context.passwords._inside.acquire()  # noqa: SLF001 -- as above
    newsroom.context.passwords._inside.acquire()  # noqa: SLF001 -- as above
    with places[0], places[1]:
        for _ in range(12):
            busy = newsroom.login(EMAIL)
            assert (busy.status_code, busy.headers["Retry-After"]) == (503, "2")
    newsroom.context.passwords._inside.release(2)  # noqa: SLF001 -- as above
    assert newsroom.login(EMAIL).status_code == 200
