"""What every ledger must bear when many pay at once: for the fake, and for DynamoDB on the embedded cloud."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from cloud.store.ledger import BusyError, CapReachedError, Charge

if TYPE_CHECKING:
    from cloud.store.ledger import Ledger, Receipt

DAY = "2026-11-22"
NOW = f"{DAY}T12:00:00.000Z"
LONG_AGO = "2000-01-01T00:00:00.000Z"
DOLLAR = 1_000_000


def create_ledger_table(client: Any, name: str) -> None:  # noqa: ANN401 -- boto3's client
    """Make the table as the template does."""
    client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[{"AttributeName": attribute, "AttributeType": "S"} for attribute in ("id", "day")],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "day",
                "KeySchema": [
                    {"AttributeName": "day", "KeyType": "HASH"},
                    {"AttributeName": "id", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )


def call(name: str = "a", cost: int = 1_000) -> Charge:
    """Return one call to come."""
    return Charge(name, "item-1", "newsroom", 1, "labels", "full", "rekognition:DetectLabels", 1, cost)


def enter(
    ledger: Ledger,
    charge: Charge,
    *,
    now: str = NOW,
    stale_before: str = LONG_AGO,
    cap: int | None = DOLLAR,
    repeats: bool = False,
) -> Receipt:
    """Charge, under a cap of a dollar where nothing else is said."""
    return ledger.charge(charge, now=now, stale_before=stale_before, cap_microusd=cap, repeats=repeats)


def check_the_cap_holds_at_once(ledger: Ledger, *, threads: int, calls: int) -> None:
    """Let each thread pay so many calls of 30,000: of them all, 33 fit under the cap, and 33 are made."""
    start = threading.Barrier(threads)
    cost = 30_000
    assert threads * calls * cost > DOLLAR

    def pay(thread: int) -> int:
        start.wait()
        done = 0
        for number in range(calls):
            try:
                ledger.settle(enter(ledger, call(f"{thread}-{number}", cost)))
            except CapReachedError:
                continue
            done += 1
        return done

    with ThreadPoolExecutor(threads) as pool:
        made = sum(pool.map(pay, range(threads)))
    assert made == DOLLAR // cost
    assert ledger.spent(DAY) == made * cost == sum(entry.charge.cost_microusd for entry in ledger.entries(DAY))


def check_one_call_is_paid_once_at_once(ledger: Ledger, *, threads: int) -> None:
    """Let many make the very same call: one pays, the others hear that it is busy."""
    start = threading.Barrier(threads)

    def pay(_: int) -> bool:
        start.wait()
        try:
            enter(ledger, call())
        except BusyError:
            return False
        return True

    with ThreadPoolExecutor(threads) as pool:
        assert sum(pool.map(pay, range(threads))) == 1
    assert ledger.spent(DAY) == 1_000
