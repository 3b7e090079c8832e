"""What is owed in AWS: the same tests for DynamoDB (in moto) and for the fake."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import boto3
import pytest

from cloud.store.chores import Chore, ChoreKind, DynamoChores, subscription_chore_id
from tests.fakes.account_checks import LATER, NEXT_MONTH, NOW, SOON, create_users_table
from tests.fakes.chores import MemoryChores

if TYPE_CHECKING:
    from cloud.store.chores import ChoreStore

DENIAL = Chore("deny#1", ChoreKind.DENY, "u-1", since=NOW, due=SOON, until=LATER)
ENDING = Chore(subscription_chore_id("arn:1"), ChoreKind.UNSUBSCRIBE, "u-2", NOW, NOW, NEXT_MONTH, "arn:1")


@pytest.fixture(params=["memory", "dynamodb"])
def store(request: pytest.FixtureRequest) -> ChoreStore:
    """Give each store in turn."""
    if request.param == "memory":
        return MemoryChores()
    request.getfixturevalue("moto_aws")
    client = boto3.client("dynamodb", region_name="us-east-1")
    create_users_table(client, "users")
    return DynamoChores(client, "users")


def test_a_chore_is_owed_from_its_time_to_its_end(store: ChoreStore) -> None:
    """Not before it is due, and no more when there is nothing left to do; what comes back is what was put."""
    store.owe(DENIAL)
    store.owe(ENDING)
    assert list(store.owed(now=NOW)) == [ENDING]
    assert sorted(store.owed(now=SOON), key=lambda each: each.id) == [DENIAL, ENDING]
    assert list(store.owed(now=LATER)) == [ENDING]
    assert list(store.owed(now=NEXT_MONTH)) == []


def test_what_is_settled_is_owed_no_more(store: ChoreStore) -> None:
    """Only that one, once or twice; and one that is put off is due later."""
    store.owe(DENIAL)
    store.owe(ENDING)
    store.settle(DENIAL.id)
    store.settle(DENIAL.id)
    store.owe(replace(ENDING, due=SOON))
    assert list(store.owed(now=NOW)) == []
    assert list(store.owed(now=SOON)) == [replace(ENDING, due=SOON)]
