"""Leases on the embedded cloud's DynamoDB, where many may ask at once: its conditions hold as the real one's do."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from cloud.store.dynamodb_leases import DynamoLeases
from cloud.store.leases import VIDEO_SLOTS
from tests.fakes.ledger_checks import create_ledger_table

if TYPE_CHECKING:
    from tests.cloud.local.conftest import LocalCloud

pytestmark = pytest.mark.embedded

NOON, ONE, TWO = (f"2026-11-22T{hour}:00:00.000Z" for hour in (12, 13, 14))


@pytest.fixture
def leases(shared_cloud: LocalCloud, request: pytest.FixtureRequest) -> DynamoLeases:
    """Return the slots of an empty table."""
    name = f"leases-{request.node.name.replace('_', '-')}"[:250]
    client = shared_cloud.door.client("dynamodb")
    create_ledger_table(client, name)
    return DynamoLeases(client, name)


def test_invariant_16_forty_that_ask_at_once_get_eighteen_slots(leases: DynamoLeases) -> None:
    """Eight threads over one connection pool; with each release exactly one more gets in."""
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda n: leases.take(f"job-{n}", now=NOON, until=ONE), range(40)))
    held = list(leases.held())
    assert sum(got) == len(held) == len({lease.holder for lease in held}) == VIDEO_SLOTS
    leases.release(held[0].holder)
    assert leases.take("late", now=NOON, until=ONE)
    assert not leases.take("later", now=NOON, until=ONE)
    assert leases.take("heir", now=TWO, until="2026-11-22T15:00:00.000Z")  # all are past their time


def test_one_message_delivered_many_times_at_once_takes_one_slot(leases: DynamoLeases) -> None:
    """A slot that another delivery has just taken is this message's own."""
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda _: leases.take("job", now=NOON, until=ONE), range(8)))
    assert len(list(leases.held())) == 1
    leases.release("job")
    assert list(leases.held()) == []
