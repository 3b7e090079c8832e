"""What AWS is to take back after an account was changed: done with the change, or owed until it is done."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from botocore.exceptions import ClientError, EndpointConnectionError

from cloud.api import chores
from cloud.contract.accounts import AccountState, Role
from cloud.store.chores import PATIENCE
from tests.fakes.api import PASSWORD, Newsroom

if TYPE_CHECKING:
    from datetime import datetime

    from cloud.store.accounts import Person

NEW = "another long walk home"
LATE = pytest.mark.expected_log("credentials are not denied yet: EndpointConnectionError")


class Refusing:
    """An issuer whose IAM does not answer for so many times."""

    def __init__(self, newsroom: Newsroom, times: int = 1) -> None:
        self.times = times
        self._deny = newsroom.memory.issuer.deny_before
        issuer: Any = newsroom.memory.issuer
        issuer.deny_before = self

    def __call__(self, user_id: str, moment: datetime) -> None:
        """Refuse, or deny."""
        if self.times > 0:
            self.times -= 1
            raise EndpointConnectionError(endpoint_url="https://iam.example")
        self._deny(user_id, moment)


def go_round(newsroom: Newsroom, later: timedelta = PATIENCE) -> None:
    """Let some time pass, and make the round."""
    newsroom.clock.advance(later)
    chores.go_round(newsroom.memory.ports())


def owed(newsroom: Newsroom) -> list[tuple[str, str]]:
    """Return what is owed however late."""
    moment = "9999-01-01T00:00:00.000Z"
    rows: Any = newsroom.memory.chores
    return sorted((each.kind.value, each.user_id) for each in rows._rows.values() if each.due < moment)  # noqa: SLF001 -- a fake is looked into


@LATE
@pytest.mark.parametrize("body", [{"state": "disabled"}, {"role": "service"}])
def test_an_admin_is_told_that_aws_did_not_take_credentials_back(newsroom: Newsroom, body: dict[str, str]) -> None:
    """The change holds here, the answer says what does not yet, the audit too; a minute later it is made good."""
    eve, token = newsroom.signed_in(Role.MEMBER)
    _, admin = newsroom.signed_in(Role.ADMIN)
    Refusing(newsroom)
    answer = newsroom.call("PATCH", f"/api/users/{eve.id}", body, token=admin)
    assert (answer.status_code, answer.get_json()["type"]) == (503, "urn:snapstream:denial_late")
    assert newsroom.get("/api/me", token=token).status_code == 401
    assert ("denial_late", eve.id) in [(entry.action, entry.subject) for entry in newsroom.audited()]
    assert owed(newsroom) == [("deny", eve.id)]
    changed = newsroom.clock()
    chores.go_round(newsroom.memory.ports())
    assert newsroom.memory.issuer.denied == []  # not at once: it might be under way
    go_round(newsroom)
    ((user_id, moment),) = newsroom.memory.issuer.denied
    assert user_id == eve.id
    assert changed < moment <= changed + PATIENCE
    assert owed(newsroom) == []


@LATE
def test_a_new_password_holds_though_aws_does_not_answer(newsroom: Newsroom) -> None:
    """Who chose it is signed in with it; their old credentials are denied as soon as AWS takes that."""
    eve, token = newsroom.signed_in()
    Refusing(newsroom)
    answer = newsroom.post("/api/password/change", {"password": PASSWORD, "new_password": NEW}, token=token)
    assert answer.status_code == 200
    assert newsroom.login(eve.email, NEW).status_code == 200
    go_round(newsroom)
    assert [user_id for user_id, _ in newsroom.memory.issuer.denied] == [eve.id]


def test_a_crash_after_the_change_leaves_it_owed(newsroom: Newsroom) -> None:
    """What would have been denied is in the table before the change is: the worker's end loses nothing."""
    eve, _ = newsroom.signed_in()
    _, admin = newsroom.signed_in(Role.ADMIN)
    accounts: Any = newsroom.memory.accounts
    replace = accounts.replace

    def die(person: Person, *, if_version: int) -> bool:
        replace(person, if_version=if_version)
        raise SystemExit

    accounts.replace = die
    with pytest.raises(SystemExit):
        newsroom.call("PATCH", f"/api/users/{eve.id}", {"state": "disabled"}, token=admin)
    assert newsroom.memory.accounts.get(eve.id).account.state is AccountState.DISABLED  # type: ignore[union-attr]
    go_round(newsroom)
    assert [user_id for user_id, _ in newsroom.memory.issuer.denied] == [eve.id]


def test_a_change_that_did_not_come_about_denies_nobody(newsroom: Newsroom) -> None:
    """Somebody else's write at the same moment wins: what was owed for ours is forgotten."""
    eve, token = newsroom.signed_in()
    accounts: Any = newsroom.memory.accounts
    accounts.replace = lambda _person, *, if_version: if_version < 0
    answer = newsroom.post("/api/password/change", {"password": PASSWORD, "new_password": NEW}, token=token)
    assert answer.status_code == 409
    assert owed(newsroom) == []
    go_round(newsroom)
    assert newsroom.memory.issuer.denied == []
    assert eve.email


def test_a_subscription_that_is_confirmed_late_is_ended_again(newsroom: Newsroom) -> None:
    """SNS ends none that awaits its confirmation: for three days whatever it answers is not believed."""
    eve, token = newsroom.signed_in(email="eve@herald.example")
    _, admin = newsroom.signed_in(Role.ADMIN)
    newsroom.post("/api/subscriptions", {"topics": "all"}, token=token)
    ended: list[str] = []
    subscribers: Any = newsroom.memory.subscribers
    subscribers.unsubscribe = ended.append
    assert newsroom.call("PATCH", f"/api/users/{eve.id}", {"state": "disabled"}, token=admin).status_code == 200
    (arn,) = newsroom.memory.subscribers.subscribed
    assert ended == [arn]
    for _ in range(3):
        go_round(newsroom, timedelta(minutes=15))
    assert ended == [arn] * 4
    go_round(newsroom)  # each quarter of an hour, not each round
    assert ended == [arn] * 4
    go_round(newsroom, timedelta(days=3))
    assert ended == [arn] * 4


def test_a_subscription_that_is_asked_for_anew_stays(newsroom: Newsroom) -> None:
    """SNS answers with the one that is there: what was to end it is forgotten."""
    _, token = newsroom.signed_in(email="eve@herald.example")
    row = newsroom.post("/api/subscriptions", {"topics": "all"}, token=token).get_json()
    newsroom.call("DELETE", f"/api/subscriptions/{row['id']}", token=token)
    assert newsroom.post("/api/subscriptions", {"topics": "mine"}, token=token).status_code == 201
    go_round(newsroom, timedelta(minutes=15))
    assert len(newsroom.memory.subscribers.subscribed) == 1


def test_who_is_disabled_in_this_moment_gets_no_subscription(newsroom: Newsroom) -> None:
    """Another worker ended their subscriptions a moment ago; this one still remembers them, and looks again."""
    eve, token = newsroom.signed_in(email="eve@herald.example")
    assert newsroom.get("/api/me", token=token).status_code == 200
    newsroom.disable_elsewhere(eve.id)
    assert newsroom.post("/api/subscriptions", {"topics": "all"}, token=token).status_code == 401
    assert newsroom.memory.subscribers.subscribed == {}
    assert list(newsroom.memory.accounts.subscriptions(eve.id)) == []


@pytest.mark.expected_log("deny is still owed: ClientError")
def test_one_refusal_keeps_no_other_waiting(newsroom: Newsroom) -> None:
    """A round does what it can; the rest is there for the next."""
    people = [newsroom.add(f"{name}@herald.example") for name in ("ann", "bob")]
    with newsroom.app.test_request_context("/"):
        for each in people:
            chores.owe_denial(each.id)
    denied: list[str] = []
    issuer: Any = newsroom.memory.issuer

    def deny(user_id: str, _moment: datetime) -> None:
        if user_id == people[0].id:
            raise ClientError({"Error": {"Code": "Throttling"}}, "PutRolePolicy")
        denied.append(user_id)

    issuer.deny_before = deny
    go_round(newsroom)
    assert denied == [people[1].id]
    assert owed(newsroom) == [("deny", people[0].id)]
