"""Invariants 17 and 18 of the design's list, through the whole pipeline, against what the fakes of AWS would bill."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from cloud.analysis.paid.estimate import AWS, FileFacts, estimate_file
from cloud.analysis.work.profiles import shipped_profiles
from cloud.contract.media import MediaType
from cloud.contract.reasons import Reason
from cloud.contract.status import AnalysisState, ItemStatus
from cloud.deploy.cost import cost_report
from cloud.store.ledger import ChargeState
from cloud.store.queues import QueueName
from tests.fakes.ai.cloud import AwsCloud
from tests.fakes.engines import picture, recording, video

if TYPE_CHECKING:
    from collections.abc import Callable

DOLLAR = 1_000_000
FRAME = {"labels": ["Dog"], "text": ["EXIT"], "people": ["Jane Doe"], "faces": 1}
SAID = ["The", "minister", "arrived", "late", "in", "Berlin"]


def _photograph(number: int) -> bytes:
    return picture(labels=[f"Thing {number}"], text=[f"SIGN {number}"], people=["Jane Doe"], faces=1)


def _ledger_is_the_bill(cloud: AwsCloud) -> None:
    """Every call that was billed is a row that is paid, and every paid row was billed."""
    assert {entry.state for entry in cloud.entries()} <= {ChargeState.PAID, ChargeState.REFUNDED}
    assert cloud.sums()[ChargeState.PAID] == cloud.aws.bill.microusd


@pytest.mark.parametrize("seed", range(5))
def test_invariant_17_the_day_costs_no_more_than_its_cap(seed: int) -> None:
    """Eight photographs, a video and a recording with money for less: what is left out is SKIPPED, nothing fails."""
    cap = 25_500
    cloud = AwsCloud(seed=seed, cap_microusd=cap)
    cloud.doubles = 0.3
    ids = [cloud.upload(f"{number}.jpg", _photograph(number)) for number in range(8)]
    ids.append(cloud.upload("v.mp4", video(frames=[FRAME] * 4, says=[SAID], duration_ms=60_000)))
    ids.append(cloud.upload("r.wav", recording(says=[SAID], duration_ms=60_000)))
    cloud.run()
    assert cap - 6_000 < cloud.aws.bill.microusd <= cap
    _ledger_is_the_bill(cloud)
    items = [cloud.item(item_id) for item_id in ids]
    ends = [analysis for item in items for analysis in item.analyses.values()]
    assert {item.status for item in items} <= {ItemStatus.COMPLETED, ItemStatus.PARTIAL}
    assert AnalysisState.FAILED not in {analysis.state for analysis in ends}
    left_out = [analysis for analysis in ends if analysis.reason == Reason.SPEND_CAP]
    assert left_out
    report = cost_report(cloud.ledger, 2, today=cloud.clock().date().isoformat(), now=cloud.clock)
    assert report.total.charged == cloud.aws.bill.microusd
    assert report.unlike == {}


def test_invariant_17_a_cap_of_a_dollar_is_not_passed_by_one_call() -> None:
    """Three hundred and forty photographs cost $1.02: 1,000 calls are made, and not one more."""
    cloud = AwsCloud(cap_microusd=DOLLAR)
    for number in range(340):
        cloud.upload(f"{number}.jpg", _photograph(number))
    cloud.run()
    assert cloud.aws.bill.microusd == DOLLAR == cloud.sums()[ChargeState.PAID]
    assert sum(cloud.aws.calls.values()) == 1_000


def test_invariant_17_functions_at_once_never_pass_the_cap() -> None:
    """Forty photographs are looked at by eight functions at the same time, with money for thirty calls."""
    cloud = AwsCloud(cap_microusd=30_000)
    ids = [cloud.upload(f"{number}.jpg", _photograph(number)) for number in range(40)]
    waiting = cloud.queues.waiting
    while any(waiting[queue] for queue in (QueueName.INGEST, QueueName.IMAGE)):
        for queue in (QueueName.INGEST, QueueName.IMAGE):
            while waiting[queue]:
                assert cloud.deliver(queue, waiting[queue].pop())
    bodies = waiting.pop(QueueName.RECOGNIZE)
    _at_once(8, [lambda body=body: cloud.deliver(QueueName.RECOGNIZE, body) for body in bodies])
    cloud.run()
    assert cloud.aws.bill.microusd == 30_000 == cloud.sums()[ChargeState.PAID]
    assert {cloud.item(item_id).status for item_id in ids} == {ItemStatus.COMPLETED}


def test_invariant_17_without_money_nothing_is_asked() -> None:
    """A cap of nothing: every item is complete with what our own code finds, and no service hears of it."""
    cloud = AwsCloud(cap_microusd=0)
    item_id = cloud.upload("one.jpg", _photograph(1))
    cloud.run()
    assert sum(cloud.aws.calls.values()) == 0
    assert cloud.entries() == []
    assert cloud.item(item_id).status is ItemStatus.COMPLETED
    assert cloud.item(item_id).analyses["labels"].reason == Reason.SPEND_CAP


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("one.jpg", _photograph(1)),
        ("two.mp4", video(frames=[FRAME] * 3, says=[SAID], duration_ms=60_000)),
        ("three.wav", recording(says=[SAID], duration_ms=60_000)),
    ],
)
def test_invariant_18_the_same_bytes_in_one_library_are_paid_once(name: str, body: bytes) -> None:
    """Sent again by another name and another person: a duplicate, and not one call."""
    cloud = AwsCloud()
    first = cloud.upload(name, body)
    cloud.run()
    calls, billed = cloud.aws.calls.copy(), cloud.aws.bill.microusd
    assert billed > 0
    again = [cloud.upload(f"copy-{name}", body), cloud.upload(f"other-{name}", body, owner_id="u-2")]
    cloud.run()
    assert [cloud.item(item_id).status_reason for item_id in again] == [f"duplicate:{first}"] * 2
    assert cloud.aws.calls == calls
    assert cloud.aws.bill.microusd == billed
    _ledger_is_the_bill(cloud)


def test_invariant_18_the_same_bytes_sent_at_once_are_paid_once() -> None:
    """Six uploads of one photograph that are taken in at the same moment: one item lives, and it alone is paid for."""
    cloud = AwsCloud()
    for number in range(6):
        cloud.upload(f"{number}.jpg", _photograph(1))
    bodies = cloud.queues.waiting.pop(QueueName.INGEST)
    _at_once(6, [lambda body=body: cloud.deliver(QueueName.INGEST, body) for body in bodies])
    cloud.run()
    assert cloud.aws.bill.microusd == 3_000
    _ledger_is_the_bill(cloud)


def test_invariant_18_another_library_pays_for_itself() -> None:
    """Nobody learns from a bill, or from an answer, what lies in another's private library."""
    cloud = AwsCloud()
    cloud.upload("one.jpg", _photograph(1))
    item_id = cloud.upload("one.jpg", _photograph(1), library="private-u-1")
    cloud.run()
    assert cloud.item(item_id).status is ItemStatus.COMPLETED
    assert cloud.aws.bill.microusd == 6_000


_LONG = ["word"] * 180  # with a space each: 899 characters


@pytest.mark.parametrize(
    ("name", "body", "facts"),
    [
        ("one.jpg", _photograph(1), FileFacts(MediaType.IMAGE)),
        (
            "two.mp4",
            video(
                frames=[FRAME | {"text": [f"LINE {number}"]} for number in range(6)], silent=True, duration_ms=60_000
            ),
            FileFacts(MediaType.VIDEO, 60_000, has_audio=False),
        ),
        ("three.wav", recording(says=[_LONG], duration_ms=60_000), FileFacts(MediaType.AUDIO, 60_000)),
    ],
)
def test_an_estimate_is_what_is_billed_where_its_assumptions_hold(name: str, body: bytes, facts: FileFacts) -> None:
    """Operation by operation: the estimate knows the same plan, questions and prices as the functions."""
    cloud = AwsCloud()
    cloud.upload(name, body)
    cloud.run()
    paid: dict[str, int] = {}
    for entry in cloud.entries():
        paid[entry.charge.operation] = paid.get(entry.charge.operation, 0) + entry.charge.cost_microusd
    assert paid == estimate_file(facts, shipped_profiles()["full"], engines=AWS)
    assert sum(paid.values()) == cloud.aws.bill.microusd


def _at_once(threads: int, acts: list[Callable[[], object]]) -> None:
    start = threading.Barrier(threads)

    def work(first: int) -> None:
        start.wait()
        for act in acts[first::threads]:
            act()

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, range(threads)))
