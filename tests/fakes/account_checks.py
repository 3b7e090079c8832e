"""What every store of accounts must bear when many come at once: the fake, and DynamoDB on the embedded cloud."""

from __future__ import annotations

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

from cloud.contract.accounts import Account, AccountState, Role
from cloud.store.accounts import WRONG_CODES, CodePurpose, CodeUse, Invitation, Person, Rotation, Session

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.store.accounts import AccountStore

NOW = "2026-11-22T12:00:00.000Z"
SOON = "2026-11-22T12:15:00.000Z"
LATER = "2026-11-22T13:00:00.000Z"
NEXT_MONTH = "2026-12-22T12:00:00.000Z"
#: One address, as eight people may write it: with other cases, a full-width letter, a ligature, and blanks.
SPELLINGS = (
    "office@example.org",
    "Office@Example.org",
    "OFFICE@EXAMPLE.ORG",
    " office@example.org ",
    "o\N{LATIN SMALL LIGATURE FFI}ce@example.org",
    "\N{FULLWIDTH LATIN SMALL LETTER O}ffice@example.org",
    "ofFice@example.ORG",
    "office@EXAMPLE.org\n",
)
#: The hash of the token of an invitation.
INVITED = "invited"
_T = TypeVar("_T")


def create_users_table(client: Any, name: str) -> None:  # noqa: ANN401 -- boto3's client
    """Make the table as the template does."""
    client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": attribute, "AttributeType": "S"} for attribute in ("id", "listing")],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "listing",
                "KeySchema": [
                    {"AttributeName": "listing", "KeyType": "HASH"},
                    {"AttributeName": "id", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )


def person(number: int = 1, email: str = "", **more: object) -> Person:
    """Return a person."""
    account = Account(
        id=f"01JD00000000000000000000{number:02d}",
        email=email or f"p{number}@example.org",
        name="Zoë 🎉",
        role=Role.MEMBER,
        state=AccountState.ACTIVE,
        created_at=NOW,
    )
    return Person(account, "$argon2id$…", version=1, valid_from=NOW, **more)  # type: ignore[arg-type]  # as named


def session(number: int = 1, user_id: str = "u-1", **more: str) -> Session:
    """Return a session."""
    named = {
        "id": f"session-{number}",
        "user_id": user_id,
        "token_hash": "hash-0",
        "created_at": NOW,
        "expires_at": NEXT_MONTH,
        "client": "SnapStream on desk-07",
    }
    return Session(**(named | more))


def invitation(token_hash: str = INVITED, **more: str) -> Invitation:
    """Return an invitation."""
    named = {"email": "new@example.org", "invited_by": "u-1", "created_at": NOW, "expires_at": LATER} | more
    return Invitation(token_hash, role=Role.DESK, **named)


def check_one_address_is_one_person(store: AccountStore) -> None:
    """Register eight spellings of one address at once: one person has it, and no row is left of the others."""
    people = [person(number, email) for number, email in enumerate(SPELLINGS)]
    made = _at_once(len(people), lambda number: store.create(people[number]))
    assert sorted(made) == [False] * 7 + [True]
    winner = people[made.index(True)]
    assert [store.find(email) for email in SPELLINGS] == [winner] * 8
    assert [store.get(each.account.id) for each in people if each is not winner] == [None] * 7


def check_an_invitation_makes_one_person(store: AccountStore) -> None:
    """Register eight addresses with one invitation at once: one person is made of it."""
    store.invite(invitation())
    made = _at_once(8, lambda number: store.create(person(number), invitation_hash="invited"))
    assert sorted(made) == [False] * 7 + [True]
    assert [store.get(person(number).account.id) is not None for number in range(8)] == made
    assert store.use_invitation("invited", now=NOW) is None


def check_an_invitation_is_used_once(store: AccountStore) -> None:
    """Use one up eight times at once: one gets it."""
    store.invite(invitation())
    used = _at_once(8, lambda _: store.use_invitation("invited", now=NOW))
    assert Counter(used) == {invitation(): 1, None: 7}


def check_a_token_rotates_once(store: AccountStore) -> None:
    """Rotate one token twice at once, again and again: one goes on, the other is seen, and the session is over."""
    for number in range(10):
        store.open_session(session(number))

        def rotate(thread: int, number: int = number) -> Rotation:
            return store.rotate(f"session-{number}", "hash-0", f"new-{thread}", now=NOW, expires_at=NEXT_MONTH)

        assert Counter(_at_once(2, rotate)) == {Rotation.ROTATED: 1, Rotation.REUSED: 1}
        assert store.session(f"session-{number}", now=NOW) is None


def check_a_code_is_used_once(store: AccountStore) -> None:
    """Use the right code eight times at once: one is let in."""
    store.put_code(CodePurpose.RESET, "u-1", "right", expires_at=SOON)
    used = _at_once(8, lambda _: store.use_code(CodePurpose.RESET, "u-1", "right", now=NOW))
    assert Counter(used) == {CodeUse.ACCEPTED: 1, CodeUse.GONE: 7}


def check_wrong_codes_are_counted(store: AccountStore) -> None:
    """Guess more often than it bears, at once: that many are counted, and the right one comes too late."""
    store.put_code(CodePurpose.RESET, "u-1", "right", expires_at=SOON)
    each = WRONG_CODES // 8 + 1

    def guess(thread: int) -> list[CodeUse]:
        return [store.use_code(CodePurpose.RESET, "u-1", f"guess-{thread}-{number}", now=NOW) for number in range(each)]

    used = [use for uses in _at_once(8, guess) for use in uses]
    assert Counter(used) == {CodeUse.WRONG: WRONG_CODES - 1, CodeUse.GONE: 8 * each - WRONG_CODES + 1}
    assert store.use_code(CodePurpose.RESET, "u-1", "right", now=NOW) is CodeUse.GONE


def check_nobody_is_counted_twice(store: AccountStore) -> None:
    """Count eight times five at once: every number from 1 to 40 is answered once."""

    def count(_thread: int) -> list[int]:
        return [store.count("login", window_s=60, now_s=0) for _ in range(5)]

    assert sorted(n for answers in _at_once(8, count) for n in answers) == list(range(1, 41))


def check_one_change_wins(store: AccountStore) -> None:
    """Replace a person eight times at once, from the same version: one stands."""
    store.create(person())
    replaced = _at_once(8, lambda number: store.replace(_second(f"hash-{number}"), if_version=1))
    assert sorted(replaced) == [False] * 7 + [True]
    there = store.get(person().account.id)
    assert there is not None
    assert there.password_hash == f"hash-{replaced.index(True)}"


RACES = (
    check_one_address_is_one_person,
    check_an_invitation_makes_one_person,
    check_an_invitation_is_used_once,
    check_a_token_rotates_once,
    check_a_code_is_used_once,
    check_wrong_codes_are_counted,
    check_nobody_is_counted_twice,
    check_one_change_wins,
)


def _second(password_hash: str) -> Person:
    first = person()
    return Person(first.account, password_hash, version=2, valid_from=first.valid_from)


def _at_once(threads: int, act: Callable[[int], _T]) -> list[_T]:
    start = threading.Barrier(threads)

    def run(number: int) -> _T:
        start.wait()
        return act(number)

    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(run, range(threads)))
