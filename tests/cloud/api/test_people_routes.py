"""People as an admin looks after them: roles, access, invitations, the audit; there is always an admin."""

from __future__ import annotations

import threading
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cloud.contract.accounts import AccountState, Role
from cloud.contract.record import now_text
from tests.fakes.api import PASSWORD, Newsroom

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

    from cloud.contract.accounts import Account

EMAIL = "new@herald.example"


def patch(newsroom: Newsroom, account: Account, token: str, **body: object) -> TestResponse:
    """Change a person."""
    return newsroom.call("PATCH", f"/api/users/{account.id}", body, token=token)


def code_of(answer: TestResponse) -> str:
    """Return the word that programs act on."""
    return str(answer.get_json()["type"]).removeprefix("urn:snapstream:")


def account_of(newsroom: Newsroom, account: Account) -> Account:
    """Return a person as they are."""
    person = newsroom.memory.accounts.get(account.id)
    assert person is not None
    return person.account


def test_a_worker_that_remembers_gives_no_credentials(newsroom: Newsroom) -> None:
    """Who was disabled a moment ago in another worker is given none, though this one still believes the token."""
    _, admin = newsroom.signed_in(Role.ADMIN)
    account, token = newsroom.signed_in()
    other = Newsroom(newsroom.memory)
    assert other.post("/api/credentials", {}, token=token).status_code == 200
    assert patch(newsroom, account, admin, state="disabled").status_code == 200
    newsroom.clock.advance(timedelta(seconds=4))
    assert other.get("/api/me", token=token).status_code == 200
    assert other.post("/api/credentials", {}, token=token).status_code == 401


def test_an_admin_lists_everybody(newsroom: Newsroom) -> None:
    """Page by page; without a hash of anybody's password."""
    admin, token = newsroom.signed_in(Role.ADMIN)
    others = [newsroom.add(f"p{number}@herald.example") for number in range(4)]
    found: list[str] = []
    cursor = ""
    while True:
        answer = newsroom.get(f"/api/users?limit=2&cursor={cursor}", token=token)
        assert b"argon2" not in answer.data
        found += [user["id"] for user in answer.get_json()["users"]]
        cursor = answer.get_json()["cursor"]
        if not cursor:
            break
    assert sorted(found) == sorted(account.id for account in (admin, *others))
    assert code_of(newsroom.get("/api/users?cursor=nonsense", token=token)) == "cursor"


@pytest.mark.parametrize("role", [Role.MEMBER, Role.DESK, Role.SERVICE])
def test_nobody_else_may(newsroom: Newsroom, role: Role) -> None:
    """Whatever a request says of itself."""
    me, token = newsroom.signed_in(role)
    for path in ("/api/users", "/api/invitations", "/api/audit"):
        assert newsroom.get(path, token=token).status_code == 403
    assert patch(newsroom, me, token, role="admin").status_code == 403
    assert newsroom.post("/api/invitations", {"email": EMAIL, "role": "admin"}, token=token).status_code == 403
    assert account_of(newsroom, me).role is role


def test_a_new_role_holds_at_the_next_refresh(newsroom: Newsroom) -> None:
    """The token of before is refused at once, the credentials are denied, the session goes on with the new role."""
    _, token = newsroom.signed_in(Role.ADMIN)
    eve = newsroom.add("eve@herald.example")
    signed_in = newsroom.login(eve.email).get_json()
    newsroom.clock.advance(timedelta(seconds=1))
    answer = patch(newsroom, eve, token, role="desk", name=" Eve  Adams ")
    assert (answer.get_json()["role"], answer.get_json()["name"]) == ("desk", "Eve Adams")
    assert newsroom.get("/api/me", token=signed_in["access_token"]).status_code == 401
    refreshed = newsroom.post("/api/refresh", {"refresh_token": signed_in["refresh_token"]}).get_json()
    assert newsroom.get("/api/me", token=refreshed["access_token"]).get_json()["user"]["role"] == "desk"
    assert [user_id for user_id, _ in newsroom.memory.issuer.denied] == [eve.id]
    entries = {entry.action: entry for entry in newsroom.audited()}
    assert entries["role_changed"].detail == {"before": "member", "after": "desk"}
    assert entries["role_changed"].subject == entries["renamed"].subject == eve.id


def test_a_name_alone_signs_nobody_out(newsroom: Newsroom) -> None:
    """Nothing is denied, no token refused."""
    _, token = newsroom.signed_in(Role.ADMIN)
    eve, eves = newsroom.signed_in(email="eve@herald.example")
    patch(newsroom, eve, token, name="Eve Adams")
    assert newsroom.get("/api/me", token=eves).get_json()["user"]["name"] == "Eve Adams"
    assert newsroom.memory.issuer.denied == []


def test_a_disabled_person_is_out_at_once(newsroom: Newsroom) -> None:
    """Token, session, credentials and notices end; enabled again, they sign in anew."""
    _, token = newsroom.signed_in(Role.ADMIN)
    eve = newsroom.add("eve@herald.example")
    signed_in = newsroom.login(eve.email).get_json()
    eves = signed_in["access_token"]
    newsroom.post("/api/subscriptions", {"topics": "all"}, token=eves)
    newsroom.clock.advance(timedelta(seconds=1))
    before = newsroom.clock()
    assert patch(newsroom, eve, token, state="disabled").get_json()["state"] == "disabled"
    assert newsroom.get("/api/me", token=eves).status_code == 401
    assert newsroom.post("/api/refresh", {"refresh_token": signed_in["refresh_token"]}).status_code == 401
    assert code_of(newsroom.login(eve.email)) == "disabled"
    ((denied, moment),) = newsroom.memory.issuer.denied
    assert (denied, moment > before) == (eve.id, True)
    assert newsroom.memory.subscribers.subscribed == {}
    patch(newsroom, eve, token, state="active")
    assert newsroom.login(eve.email, PASSWORD).status_code == 200
    assert newsroom.post("/api/refresh", {"refresh_token": signed_in["refresh_token"]}).status_code == 401


@pytest.mark.expected_log("request failed")
def test_a_disabling_that_is_cut_off_is_mended_by_asking_again(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The row says disabled, IAM did not answer: the same request denies the credentials after all."""
    _, token = newsroom.signed_in(Role.ADMIN)
    eve = newsroom.add("eve@herald.example")
    issuer = newsroom.memory.issuer

    def fail(*_: object) -> None:
        raise OSError("out of reach")

    with monkeypatch.context() as broken:
        broken.setattr(issuer, "deny_before", fail)
        assert patch(newsroom, eve, token, state="disabled").status_code == 500
    assert account_of(newsroom, eve).state is AccountState.DISABLED
    assert patch(newsroom, eve, token, state="disabled").status_code == 200
    assert [user_id for user_id, _ in issuer.denied] == [eve.id]


@pytest.mark.parametrize("body", [{"role": "member"}, {"role": "service"}, {"state": "disabled"}])
def test_the_last_admin_stays(newsroom: Newsroom, body: dict[str, str]) -> None:
    """Nobody takes their own role away while nobody else has it; disabled and unconfirmed admins are nobody."""
    admin, token = newsroom.signed_in(Role.ADMIN)
    newsroom.add("asleep@herald.example", Role.ADMIN, AccountState.DISABLED)
    newsroom.add("never@herald.example", Role.ADMIN, AccountState.UNCONFIRMED)
    refused = patch(newsroom, admin, token, **body)
    assert (refused.status_code, code_of(refused)) == (409, "last_admin")
    assert account_of(newsroom, admin) == admin
    assert newsroom.memory.issuer.denied == []
    newsroom.add("second@herald.example", Role.ADMIN)
    assert patch(newsroom, admin, token, **body).status_code == 200


def test_two_admins_who_disable_each_other_at_once_leave_one(newsroom: Newsroom) -> None:
    """Whatever the order of their reads and writes, somebody can still look after people."""
    for turn in range(10):
        pair = [newsroom.signed_in(Role.ADMIN, f"admin{turn}{number}@herald.example") for number in range(2)]
        start = threading.Barrier(2)

        def disable(whose: int, pair: list[tuple[Account, str]] = pair, start: threading.Barrier = start) -> None:
            client = newsroom.app.test_client()
            other, token = pair[1 - whose][0], pair[whose][1]
            start.wait()
            headers = {"Authorization": f"Bearer {token}"}
            client.patch(f"/api/users/{other.id}", json={"state": "disabled"}, headers=headers)

        threads = [threading.Thread(target=disable, args=(whose,)) for whose in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        left = [account for account, _ in pair if account_of(newsroom, account).state is AccountState.ACTIVE]
        assert left
        for account in left:  # the next pair is alone again
            person = newsroom.memory.accounts.get(account.id)
            assert person is not None
            asleep = replace(person.account, state=AccountState.DISABLED)
            newsroom.memory.accounts.replace(
                replace(person, account=asleep, version=person.version + 1), if_version=person.version
            )


def test_an_unconfirmed_address_is_not_switched_on(newsroom: Newsroom) -> None:
    """Only the code that was mailed there confirms it."""
    _, token = newsroom.signed_in(Role.ADMIN)
    newcomer = newsroom.add(EMAIL, state=AccountState.UNCONFIRMED)
    for state in ("active", "disabled"):
        assert code_of(patch(newsroom, newcomer, token, state=state)) == "unconfirmed"
    assert account_of(newsroom, newcomer) == newcomer


@pytest.mark.parametrize("body", [{"role": "owner"}, {"state": "unconfirmed"}, {"email": EMAIL}, {"name": "\n"}])
def test_what_is_no_change_is_refused(newsroom: Newsroom, body: dict[str, str]) -> None:
    """Roles and states that there are not, fields that nobody writes."""
    _, token = newsroom.signed_in(Role.ADMIN)
    eve = newsroom.add("eve@herald.example")
    assert patch(newsroom, eve, token, **body).status_code == 422
    assert account_of(newsroom, eve) == eve


def test_nobody_is_not_found(newsroom: Newsroom) -> None:
    """An id that nobody has, or that is another kind of row."""
    _, token = newsroom.signed_in(Role.ADMIN)
    for user_id in ("nobody", "claim%23email%23x"):
        assert newsroom.call("PATCH", f"/api/users/{user_id}", {}, token=token).status_code == 404


def test_an_invitation_is_mailed_and_makes_an_account(newsroom: Newsroom) -> None:
    """With the role that the admin chose; the word in the letter is nowhere else, and good for seven days, once."""
    admin, token = newsroom.signed_in(Role.ADMIN)
    made = newsroom.post("/api/invitations", {"email": EMAIL, "role": "desk"}, token=token)
    assert made.status_code == 201
    (to, _, text) = newsroom.memory.mail.letters[-1]
    word = next(line.split()[-1] for line in text.splitlines() if line.strip().startswith("invitation "))
    assert to == EMAIL
    assert word not in made.get_data(as_text=True)
    assert word not in repr(newsroom.audited())
    assert made.get_json()["expires_at"][:10] == now_text(newsroom.clock() + timedelta(days=7))[:10]
    listed = newsroom.get("/api/invitations", token=token).get_json()["invitations"]
    assert [(row["email"], row["role"], row["invited_by"]) for row in listed] == [(EMAIL, "desk", admin.id)]
    asked = {"email": EMAIL, "name": "New", "password": PASSWORD, "invitation": word}
    assert newsroom.post("/api/register", asked).status_code == 202
    assert newsroom.get("/api/me", token=newsroom.token(EMAIL)).get_json()["user"]["role"] == "desk"
    assert newsroom.get("/api/invitations", token=token).get_json()["invitations"] == []
    taken = newsroom.post("/api/invitations", {"email": EMAIL.upper()}, token=token)
    assert (taken.status_code, code_of(taken)) == (409, "taken")


def test_an_invitation_ends(newsroom: Newsroom) -> None:
    """After seven days it is neither listed nor good."""
    admin, token = newsroom.signed_in(Role.ADMIN)
    newsroom.post("/api/invitations", {"email": EMAIL}, token=token)
    newsroom.clock.advance(timedelta(days=7, seconds=1))
    assert newsroom.get("/api/invitations", token=newsroom.token(admin.email)).get_json()["invitations"] == []


def test_the_audit_is_read_by_month(newsroom: Newsroom) -> None:
    """Newest first, page by page; of another month there is nothing."""
    admin, token = newsroom.signed_in(Role.ADMIN)
    for number in range(3):
        newsroom.login("nobody@herald.example", f"wrong {number}")
    first = newsroom.get("/api/audit?limit=2", token=token).get_json()
    rest = newsroom.get(f"/api/audit?limit=50&cursor={first['cursor']}", token=token).get_json()
    entries = first["entries"] + rest["entries"]
    assert [entry["action"] for entry in entries] == ["login_failed"] * 3 + ["login"]
    assert (entries[-1]["actor_id"], rest["cursor"]) == (admin.id, "")
    assert newsroom.get("/api/audit?month=2020-01", token=token).get_json() == {"entries": [], "cursor": ""}
    assert newsroom.get("/api/audit?month=2020-13", token=token).status_code == 422
    assert newsroom.get("/api/audit?cursor=nonsense", token=token).status_code == 422
