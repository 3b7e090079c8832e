"""People and all that belongs to signing in: the same tests for DynamoDB (in moto) and for the fake."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import boto3
import pytest

from cloud.contract.accounts import AccountState, Role
from cloud.store.accounts import (
    REMEMBERED_TOKENS,
    WRONG_CODES,
    AccountsBusyError,
    AuditEntry,
    CodePurpose,
    CodeUse,
    Rotation,
    Subscription,
)
from cloud.store.dynamodb_accounts import DynamoAccounts
from tests.fakes.account_checks import (
    LATER,
    NEXT_MONTH,
    NOW,
    RACES,
    SOON,
    SPELLINGS,
    create_users_table,
    invitation,
    person,
    session,
)
from tests.fakes.accounts import MemoryAccounts

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.store.accounts import AccountStore, Page

BEFORE = "2026-11-22T11:59:59.999Z"
ID = person().account.id
HASH = "hash-1"


@pytest.fixture(params=["memory", "dynamodb"])
def store(request: pytest.FixtureRequest) -> AccountStore:
    """Give each store in turn."""
    if request.param == "memory":
        return MemoryAccounts()
    return DynamoAccounts(request.getfixturevalue("dynamodb"), "users", pause=lambda _seconds: None)


@pytest.fixture
def dynamodb(moto_aws: object) -> Any:  # noqa: ANN401, ARG001 -- boto3's client; moto first
    """Return a client of a DynamoDB with the table."""
    client = boto3.client("dynamodb", region_name="us-east-1")
    create_users_table(client, "users")
    return client


def all_pages(read: Callable[[str], Page[Any]]) -> list[list[Any]]:
    """Return the rows of page after page."""
    page = read("")
    pages = [list(page.rows)]
    while page.cursor:
        page = read(page.cursor)
        pages.append(list(page.rows))
    return pages


# People


def test_a_person_comes_back_as_they_were_put(store: AccountStore) -> None:
    """By id, and by the address in any spelling."""
    made = person(email="Office@example.org", sessions_from=SOON)
    assert store.create(made)
    assert store.get(ID) == made
    assert [store.find(email) for email in SPELLINGS] == [made] * len(SPELLINGS)


def test_nobody_is_found_where_nobody_is(store: AccountStore) -> None:
    """Unknown ids and addresses are no error, nor are ids of other rows, empty ones, or endless ones."""
    store.create(person())
    store.open_session(session())
    assert store.find("nobody@example.org") is None
    ids = ["nobody", "", "x" * 3000, "session#session-1", "claim#email#p1@example.org"]
    assert [store.get(user_id) for user_id in ids] == [None] * len(ids)


@pytest.mark.parametrize("email", SPELLINGS)
def test_an_address_is_taken_in_any_spelling(store: AccountStore, email: str) -> None:
    """The second person is refused, and nothing of them is kept."""
    first, second = person(1, SPELLINGS[0]), person(2, email)
    assert store.create(first)
    assert not store.create(second)
    assert store.get(second.account.id) is None
    assert store.find(email) == first


def test_an_id_is_given_once(store: AccountStore) -> None:
    """A second person of the same id is refused, and their address stays free."""
    store.create(person(1, "first@example.org"))
    assert not store.create(person(1, "second@example.org"))
    assert store.find("second@example.org") is None
    assert store.create(person(2, "second@example.org"))


def test_a_person_changes_only_from_the_version_that_was_seen(store: AccountStore) -> None:
    """A late change is refused, and so is one of somebody who is not there."""
    first = person()
    second = replace(first, version=2, account=replace(first.account, role=Role.ADMIN), valid_from=SOON)
    assert not store.replace(second, if_version=1)
    store.create(first)
    assert store.replace(second, if_version=1)
    assert not store.replace(replace(first, version=2), if_version=1)
    assert store.get(ID) == second


@pytest.mark.parametrize("email", SPELLINGS)
def test_an_address_may_be_spelt_otherwise(store: AccountStore, email: str) -> None:
    """It is the same one; the version still has to be what was seen."""
    first = person(email="OfFice@example.org")
    store.create(first)
    second = replace(first, version=2, account=replace(first.account, email=email))
    assert not store.replace(replace(second, version=3), if_version=2)
    assert store.replace(second, if_version=1)
    assert not store.replace(second, if_version=1)
    assert store.find(first.account.email) == second


def test_an_address_is_never_changed(store: AccountStore) -> None:
    """Else its claim would stay with somebody who does not have it."""
    first = person()
    store.create(first)
    other = replace(first, version=2, account=replace(first.account, email="other@example.org"))
    assert not store.replace(other, if_version=1)
    assert store.find("other@example.org") is None


def test_people_come_in_pages_as_they_came(store: AccountStore) -> None:
    """No page is longer than asked for, none is missing or twice, and the last one has no cursor."""
    for number in (3, 1, 5, 2, 4):
        store.create(person(number))
    store.open_session(session())
    pages = all_pages(lambda cursor: store.people(cursor, limit=2))
    assert pages == [[person(1), person(2)], [person(3), person(4)], [person(5)]]
    assert store.people(limit=5).cursor == ""


@pytest.mark.parametrize("cursor", ["x", "é", "====", "a b", "x" * 5000, "/////w"])
def test_a_cursor_of_somebody_elses_is_refused(store: AccountStore, cursor: str) -> None:
    """It is the client's fault, and said so, rather than a page that is wrong or an error of the table."""
    with pytest.raises(ValueError, match="not a cursor"):
        store.people(cursor)


# Sessions


def test_a_session_comes_back_until_it_ends_or_expires(store: AccountStore) -> None:
    """It is read as it was put; what has passed is gone, whether the table has removed it or not."""
    store.open_session(session(expires_at=SOON))
    assert store.session("session-1", now=NOW) == session(expires_at=SOON)
    assert store.session("session-1", now=SOON) is None
    assert store.session("nobody", now=NOW) is None
    store.end_session("session-1")
    store.end_session("session-1")
    assert store.session("session-1", now=NOW) is None


def test_a_token_rotates_and_its_session_lasts_longer(store: AccountStore) -> None:
    """The new hash is the good one, and the end is the new one."""
    store.open_session(session(expires_at=SOON))
    assert store.rotate("session-1", "hash-0", HASH, now=NOW, expires_at=LATER) is Rotation.ROTATED
    assert store.session("session-1", now=SOON) == replace(session(), token_hash=HASH, expires_at=LATER)
    assert store.rotate("session-1", HASH, "hash-2", now=SOON, expires_at=NEXT_MONTH) is Rotation.ROTATED


@pytest.mark.parametrize("back", [1, 2, 20])
def test_a_token_used_again_ends_the_session(store: AccountStore, back: int) -> None:
    """However many came since; after that nothing is good any more."""
    store.open_session(session())
    for number in range(20):
        rotated = store.rotate("session-1", f"hash-{number}", f"hash-{number + 1}", now=NOW, expires_at=LATER)
        assert rotated is Rotation.ROTATED
    assert store.rotate("session-1", f"hash-{20 - back}", "thief", now=NOW, expires_at=LATER) is Rotation.REUSED
    assert store.session("session-1", now=NOW) is None
    assert store.rotate("session-1", "hash-20", "hash-21", now=NOW, expires_at=LATER) is Rotation.GONE


def test_a_token_that_never_was_ends_nothing(store: AccountStore) -> None:
    """Who knows a session's id alone cannot sign its person out."""
    store.open_session(session())
    assert store.rotate("session-1", "guessed", "thief", now=NOW, expires_at=LATER) is Rotation.GONE
    assert store.rotate("session-2", "hash-0", "thief", now=NOW, expires_at=LATER) is Rotation.GONE
    assert store.session("session-1", now=NOW) == session()


def test_an_expired_session_does_not_rotate(store: AccountStore) -> None:
    """Even where its row is still there."""
    store.open_session(session(expires_at=SOON))
    assert store.rotate("session-1", "hash-0", "hash-1", now=SOON, expires_at=NEXT_MONTH) is Rotation.GONE


def test_a_session_remembers_no_more_than_it_should(store: AccountStore) -> None:
    """A row does not grow for ever: the oldest tokens are forgotten, and then good for nothing either."""
    store.open_session(session())
    for number in range(REMEMBERED_TOKENS + 1):
        store.rotate("session-1", f"hash-{number}", f"hash-{number + 1}", now=NOW, expires_at=LATER)
    assert store.rotate("session-1", "hash-0", "thief", now=NOW, expires_at=LATER) is Rotation.GONE
    assert store.rotate("session-1", "hash-1", "thief", now=NOW, expires_at=LATER) is Rotation.REUSED


def test_all_sessions_of_a_person_end(store: AccountStore) -> None:
    """And of nobody else."""
    for number in (1, 2, 3):
        store.open_session(session(number, user_id="u-2" if number == 3 else "u-1"))
    assert store.end_sessions("u-1") == 2
    assert store.end_sessions("u-1") == 0
    there = [store.session(f"session-{number}", now=NOW) is not None for number in (1, 2, 3)]
    assert there == [False, False, True]


def test_a_person_accepts_sessions_from_a_moment_on() -> None:
    """A crash between a new password and the end of old sessions leaves none of them good."""
    them = person(sessions_from=SOON)
    assert not them.accepts(session(created_at=NOW))
    assert them.accepts(session(created_at=SOON))
    for state in (AccountState.DISABLED, AccountState.UNCONFIRMED):
        assert not replace(them, account=replace(them.account, state=state)).accepts(session(created_at=LATER))


# Codes


def test_a_code_is_good_once(store: AccountStore) -> None:
    """For its purpose and its person, and not a second time."""
    store.put_code(CodePurpose.RESET, "u-1", "right", expires_at=SOON)
    assert store.use_code(CodePurpose.CONFIRM, "u-1", "right", now=NOW) is CodeUse.GONE
    assert store.use_code(CodePurpose.RESET, "u-2", "right", now=NOW) is CodeUse.GONE
    assert store.use_code(CodePurpose.RESET, "u-1", "wrong", now=NOW) is CodeUse.WRONG
    assert store.use_code(CodePurpose.RESET, "u-1", "right", now=NOW) is CodeUse.ACCEPTED
    assert store.use_code(CodePurpose.RESET, "u-1", "right", now=NOW) is CodeUse.GONE


def test_wrong_codes_end_it(store: AccountStore) -> None:
    """Whoever guesses has so many tries at a code, and the right one does not help then."""
    store.put_code(CodePurpose.RESET, "u-1", "right", expires_at=SOON)
    answers = [store.use_code(CodePurpose.RESET, "u-1", f"{n}", now=NOW) for n in range(WRONG_CODES)]
    assert answers == [CodeUse.WRONG] * (WRONG_CODES - 1) + [CodeUse.GONE]
    assert store.use_code(CodePurpose.RESET, "u-1", "right", now=NOW) is CodeUse.GONE


def test_a_code_has_an_end(store: AccountStore) -> None:
    """By the moment, not by when the table gets round to removing it."""
    store.put_code(CodePurpose.CONFIRM, "u-1", "right", expires_at=SOON)
    assert store.use_code(CodePurpose.CONFIRM, "u-1", "right", now=SOON) is CodeUse.GONE
    assert store.use_code(CodePurpose.CONFIRM, "u-1", "wrong", now=SOON) is CodeUse.GONE


def test_a_new_code_takes_the_place_of_the_old(store: AccountStore) -> None:
    """The old one is wrong from then on, and its tries begin again."""
    store.put_code(CodePurpose.RESET, "u-1", "old", expires_at=SOON)
    for number in range(WRONG_CODES):
        store.use_code(CodePurpose.RESET, "u-1", f"{number}", now=NOW)
    store.put_code(CodePurpose.RESET, "u-1", "new", expires_at=LATER)
    assert store.use_code(CodePurpose.RESET, "u-1", "old", now=NOW) is CodeUse.WRONG
    assert store.use_code(CodePurpose.RESET, "u-1", "new", now=SOON) is CodeUse.ACCEPTED


# Counters


def test_a_counter_counts_in_its_window(store: AccountStore) -> None:
    """Each key and each length has its own, each window begins at nothing, and looking counts nothing."""
    assert store.count("a", window_s=60, now_s=120.0, by=0) == 0
    assert [store.count("a", window_s=60, now_s=now_s) for now_s in (120.0, 150.5, 179.9)] == [1, 2, 3]
    assert store.count("a", window_s=60, now_s=179.9, by=0) == 3
    assert store.count("a", window_s=60, now_s=180.0) == 1
    assert store.count("a", window_s=600, now_s=120.0, by=5) == 5
    assert store.count("b", window_s=60, now_s=120.0) == 1


# Invitations


def test_an_invitation_is_looked_at_and_used_once(store: AccountStore) -> None:
    """Looking leaves it; using it tells what it was."""
    store.invite(invitation())
    assert store.invitation("invited", now=NOW) == invitation()
    assert store.use_invitation("invited", now=NOW) == invitation()
    assert store.use_invitation("invited", now=NOW) is None
    assert store.invitation("invited", now=NOW) is None


def test_an_invitation_has_an_end(store: AccountStore) -> None:
    """It is neither shown nor used nor listed after it."""
    store.invite(invitation())
    assert store.invitation("invited", now=LATER) is None
    assert store.use_invitation("invited", now=LATER) is None
    assert store.invitations(now=LATER).rows == []


def test_open_invitations_come_in_pages(store: AccountStore) -> None:
    """Those that have passed take no place in a page."""
    for number in range(5):
        store.invite(invitation(f"hash-{number}", expires_at=SOON if number % 2 else LATER))
    pages = all_pages(lambda cursor: store.invitations(now=SOON, cursor=cursor, limit=2))
    assert [[each.token_hash for each in page] for page in pages] == [["hash-0", "hash-2"], ["hash-4"]]


def test_registration_uses_an_invitation_up(store: AccountStore) -> None:
    """It is used together with the account, and never for a second one."""
    store.invite(invitation())
    assert store.create(person(1), invitation_hash="invited")
    assert store.invitation("invited", now=NOW) is None
    assert not store.create(person(2), invitation_hash="invited")
    assert store.get(person(2).account.id) is None


def test_a_refused_registration_leaves_the_invitation(store: AccountStore) -> None:
    """An address that is taken costs nobody their invitation."""
    store.create(person(1, "taken@example.org"))
    store.invite(invitation())
    assert not store.create(person(2, "TAKEN@example.org"), invitation_hash="invited")
    assert store.create(person(2, "free@example.org"), invitation_hash="invited")


def test_an_invitation_that_has_passed_makes_nobody(store: AccountStore) -> None:
    """Nor does one that never was, and the address stays free."""
    store.invite(invitation(expires_at=NOW))
    for token_hash in ("invited", "never"):
        assert not store.create(person(), invitation_hash=token_hash)
    assert store.find("p1@example.org") is None


# Audit and subscriptions


def entry(number: int, at: str = NOW) -> AuditEntry:
    """Return something that happened."""
    detail = {"from": "member", "to": ["desk", 1, 0.5, True, None, {"é": ""}]}
    return AuditEntry(f"01JD{number:022d}", at, "u-1", "role_changed", "u-2", "203.0.113.7", detail)


def test_the_audit_comes_newest_first_by_month(store: AccountStore) -> None:
    """As it was recorded, in pages, and without another month's."""
    for number in (2, 1, 3):
        store.record(entry(number))
    store.record(entry(9, NEXT_MONTH))
    pages = all_pages(lambda cursor: store.audit("2026-11", cursor, limit=2))
    assert pages == [[entry(3), entry(2)], [entry(1)]]
    assert list(store.audit("2026-12").rows) == [entry(9, NEXT_MONTH)]
    assert list(store.audit("2025-01").rows) == []


def subscription(number: int, user_id: str = "u-1") -> Subscription:
    """Return somebody who is told."""
    return Subscription(f"01JD{number:022d}", user_id, "p@example.org", "mine", "arn:aws:sns:x", NOW)


def test_subscriptions_are_a_persons_own(store: AccountStore) -> None:
    """Nobody sees or removes another's; what is removed is told once."""
    for each in (subscription(2), subscription(1), subscription(3, "u-2")):
        store.subscribe(each)
    assert store.subscriptions("u-1") == [subscription(1), subscription(2)]
    assert store.unsubscribe("u-1", subscription(3).id) is None
    assert store.unsubscribe("u-1", subscription(1).id) == subscription(1)
    assert store.unsubscribe("u-1", subscription(1).id) is None
    assert store.unsubscribe("u-1", "x" * 3000) is None
    assert store.subscriptions("u-1") == [subscription(2)]
    assert store.subscriptions("u-2") == [subscription(3, "u-2")]


# Many at once, and what the table holds


@pytest.mark.parametrize("check", RACES, ids=lambda check: check.__name__)
def test_at_once(check: Callable[[AccountStore], None]) -> None:
    """In memory; ``tests/cloud/local`` lets DynamoDB bear the same."""
    check(MemoryAccounts())


def test_rows_that_pass_say_when_and_no_secret_is_in_any(dynamodb: Any) -> None:  # noqa: ANN401 -- boto3's client
    """The table's own clean-up never comes before the end, and what is mailed or handed out is kept as a hash."""
    store = DynamoAccounts(dynamodb, "users")
    store.create(person())
    store.open_session(session(expires_at="2026-11-22T12:15:00.001Z"))
    store.put_code(CodePurpose.RESET, "u-1", "hash", expires_at=SOON)
    store.invite(invitation(expires_at=SOON))
    store.count("login", window_s=900, now_s=1795348800 + 1)
    store.record(entry(1))
    rows = {row["id"]["S"]: row for row in dynamodb.scan(TableName="users")["Items"]}
    ends = {
        row_id.partition("#")[0]: int(row["expires_at"]["N"]) for row_id, row in rows.items() if "expires_at" in row
    }
    soon = 1795349700  # SOON in seconds
    assert ends == {"session": soon + 1, "code": soon, "invitation": soon, "count": soon}


class _Contended:
    """A client all of whose transactions meet others."""

    def transact_write_items(self, **_request: object) -> object:
        """Refuse, as DynamoDB does when others write the same rows."""
        answer = {
            "Error": {"Code": "TransactionCanceledException"},
            "CancellationReasons": [{"Code": "TransactionConflict"}, {"Code": "None"}],
        }
        raise boto3.client("dynamodb", region_name="us-east-1").exceptions.ClientError(answer, "TransactWriteItems")


def test_who_never_gets_a_turn_hears_that_it_is_busy(moto_aws: object) -> None:  # noqa: ARG001 -- makes credentials
    """It is not taken for an address that somebody has."""
    with pytest.raises(AccountsBusyError):
        DynamoAccounts(_Contended(), "users", pause=lambda _seconds: None).create(person())


def test_a_mark_holds_for_its_time(store: AccountStore) -> None:
    """It may be put again, for longer; one that was never put does not hold."""
    assert not store.is_marked("known#1", now=NOW)
    store.mark("known#1", until=SOON)
    assert store.is_marked("known#1", now=NOW)
    assert not store.is_marked("known#1", now=SOON)
    assert not store.is_marked("known#2", now=NOW)
    store.mark("known#1", until=LATER)
    assert store.is_marked("known#1", now=SOON)


def test_an_address_is_looked_up_in_as_many_reads_whether_it_is_somebodys(dynamodb: Any) -> None:  # noqa: ANN401 -- boto3's client
    """How long it takes tells nobody whether there is an account."""
    reads: list[str] = []
    dynamodb.meta.events.register("before-call.dynamodb.*", lambda model, **_: reads.append(model.name))
    store = DynamoAccounts(dynamodb, "users")
    assert store.create(person())
    asked = []
    for email in (person().account.email, "nobody@example.org"):
        reads.clear()
        store.find(email)
        asked.append(list(reads))
    assert asked == [["GetItem", "GetItem"]] * 2
