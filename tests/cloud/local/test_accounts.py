"""People on the embedded cloud's DynamoDB, where many come at once: transactions and conditions hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cloud.store.dynamodb_accounts import DynamoAccounts
from tests.fakes.account_checks import NOW, RACES, SOON, create_users_table, invitation, person, session

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.store.accounts import AccountStore
    from tests.cloud.local.conftest import LocalCloud

pytestmark = pytest.mark.embedded


@pytest.fixture
def store(shared_cloud: LocalCloud, request: pytest.FixtureRequest) -> DynamoAccounts:
    """Return an empty table, as the template makes it."""
    name = "".join(letter if letter.isalnum() else "-" for letter in f"users-{request.node.name}")
    client = shared_cloud.door.client("dynamodb")
    create_users_table(client, name)
    return DynamoAccounts(client, name)


@pytest.mark.parametrize("check", RACES, ids=lambda check: check.__name__)
def test_at_once(store: DynamoAccounts, check: Callable[[AccountStore], None]) -> None:
    """What the fake bears, DynamoDB does too."""
    check(store)


def test_a_refused_registration_leaves_nothing(store: DynamoAccounts) -> None:
    """A transaction whose last condition does not hold puts neither person nor claim."""
    store.invite(invitation(expires_at=NOW))
    assert not store.create(person(), invitation_hash="invited")
    assert store.get(person().account.id) is None
    assert store.create(person())


def test_each_kind_is_listed_by_the_index(store: DynamoAccounts) -> None:
    """Pages and conditions read there as they do in moto."""
    for number in range(5):
        store.create(person(number))
        store.open_session(session(number))
        store.invite(invitation(f"hash-{number}", **({"expires_at": SOON} if number % 2 else {})))
    first = store.people(limit=3)
    assert [*first.rows, *store.people(first.cursor, limit=3).rows] == [person(number) for number in range(5)]
    assert [each.token_hash for each in store.invitations(now=SOON, limit=3).rows] == ["hash-0", "hash-2", "hash-4"]
    assert store.end_sessions("u-1") == 5


def test_the_stack_has_the_table(shared_cloud: LocalCloud) -> None:
    """The template's own table takes a person and lists them."""
    store = DynamoAccounts(shared_cloud.door.client("dynamodb"), shared_cloud.outputs["UsersTable"])
    them = person(email="somebody@example.org")
    assert store.create(them)
    assert them in store.people().rows
