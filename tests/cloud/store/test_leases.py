"""Leases: the real table's adapter (against moto) and the one in memory keep the same promises."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto import mock_aws

from cloud.store.dynamodb_leases import DynamoLeases
from cloud.store.leases import VIDEO_SLOTS, slots_for
from tests.fakes.leases import MemoryLeases

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cloud.store.leases import Leases

NOON, ONE, TWO = (f"2026-11-22T{hour}:00:00.000Z" for hour in (12, 13, 14))


@pytest.fixture(params=["memory", "dynamodb"])
def leases(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[Leases]:
    """Return either implementation, empty."""
    if request.param == "memory":
        yield MemoryLeases()
        return
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with mock_aws():
        yield DynamoLeases(_table(), "ledger")


def _table() -> Any:  # noqa: ANN401 -- boto3's client
    client = boto3.client("dynamodb", region_name="us-east-1")
    client.create_table(
        TableName="ledger",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
    )
    return client


def _fill(leases: Leases, *, until: str = ONE) -> None:
    for number in range(VIDEO_SLOTS):
        assert leases.take(f"job-{number}", now=NOON, until=until)


def test_nobody_gets_a_slot_when_all_are_held(leases: Leases) -> None:
    """The nineteenth waits."""
    _fill(leases)
    assert not leases.take("late", now=NOON, until=ONE)
    assert sorted(lease.slot for lease in leases.held()) == list(range(VIDEO_SLOTS))


def test_taking_twice_is_taking_once(leases: Leases) -> None:
    """A message that comes again holds its own slot longer, and takes no other."""
    assert leases.take("job", now=NOON, until=ONE)
    assert leases.take("job", now=ONE, until=TWO)
    (lease,) = leases.held()
    assert (lease.holder, lease.taken_at, lease.until_at) == ("job", NOON, TWO)


def test_a_holder_of_a_full_house_keeps_its_slot(leases: Leases) -> None:
    """Holding longer needs no free slot."""
    _fill(leases)
    assert leases.take("job-7", now=NOON, until=TWO)


def test_only_its_holder_gives_a_slot_back(leases: Leases) -> None:
    """A stranger's release changes nothing; the holder's makes room for exactly one."""
    _fill(leases)
    leases.release("stranger")
    assert len(list(leases.held())) == VIDEO_SLOTS
    leases.release("job-3")
    leases.release("job-3")
    assert leases.take("late", now=NOON, until=ONE)
    assert not leases.take("later", now=NOON, until=ONE)


def test_a_lease_past_its_time_goes_to_whoever_asks(leases: Leases) -> None:
    """A lost lease is taken over once; who had it cannot give it back then."""
    _fill(leases)
    assert leases.take("heir", now=TWO, until="2026-11-22T15:00:00.000Z")
    heir = next(lease for lease in leases.held() if lease.holder == "heir")
    gone = {f"job-{number}" for number in range(VIDEO_SLOTS)} - {lease.holder for lease in leases.held()}
    leases.release(*gone)
    assert next(lease for lease in leases.held() if lease.holder == "heir") == heir


def test_invariant_16_never_more_than_18_at_once(leases: Leases) -> None:
    """Forty starts at once: eighteen hold a slot, each another; with each release exactly one more gets in."""
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda n: leases.take(f"job-{n}", now=NOON, until=ONE), range(40)))
    assert sum(got) == VIDEO_SLOTS
    held = list(leases.held())
    assert len({lease.slot for lease in held}) == len({lease.holder for lease in held}) == VIDEO_SLOTS
    assert {lease.holder for lease in held} == {f"job-{n}" for n, has in enumerate(got) if has}
    for lease in held[:5]:
        leases.release(lease.holder)
    waiting = [f"job-{n}" for n, has in enumerate(got) if not has]
    with ThreadPoolExecutor(8) as pool:
        assert sum(pool.map(lambda holder: leases.take(holder, now=NOON, until=ONE), waiting)) == 5


def test_two_deliveries_of_one_message_at_once_take_one_slot(leases: Leases) -> None:
    """The same holder from eight threads holds one slot."""
    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(lambda _: leases.take("job", now=NOON, until=ONE), range(8)))
    assert len(list(leases.held())) == 1


def test_holders_begin_at_different_slots() -> None:
    """Forty holders at once do not all ask for the first slot, and each would try every one."""
    tries = [slots_for(f"job-{number}") for number in range(40)]
    assert len({each[0] for each in tries}) > VIDEO_SLOTS // 2
    assert all(sorted(each) == list(range(VIDEO_SLOTS)) for each in tries)
