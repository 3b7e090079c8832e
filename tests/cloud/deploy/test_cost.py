"""The cost report: the ledger's rows added up, equal to what the days say was spent."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from cloud.deploy.cost import KEYS, CostReport, cost_json, cost_report, render_cost
from cloud.store.ledger import Charge, Entry
from tests.fakes.ledger import MemoryLedger

if TYPE_CHECKING:
    from collections.abc import Iterator

TODAY = "2026-11-22"
NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def _pay(
    ledger: MemoryLedger,
    number: int,
    *,
    day: str = TODAY,
    item: str = "item-1",
    profile: str = "full",
    operation: str = "rekognition:DetectLabels",
    cost: int = 1_000,
    end: str = "settle",
) -> None:
    charge = Charge(f"call-{number}", item, "newsroom", 1, "labels", profile, operation, 1, cost)
    receipt = ledger.charge(charge, now=f"{day}T12:00:00.000Z", stale_before="", cap_microusd=None, repeats=False)
    if end:
        getattr(ledger, end)(receipt)


@pytest.fixture
def ledger() -> MemoryLedger:
    """Return a ledger of two days with one of everything."""
    ledger = MemoryLedger()
    _pay(ledger, 1, day="2026-11-20", cost=5_000)
    _pay(ledger, 2, item="item-2", profile="night", operation="transcribe:StartTranscriptionJob", cost=20_000)
    _pay(ledger, 3, end="lose")
    _pay(ledger, 4, end="refund", cost=7_000)
    _pay(ledger, 5, end="")
    return ledger


@pytest.fixture
def report(ledger: MemoryLedger) -> CostReport:
    """Return the report of a week."""
    return cost_report(ledger, 7, today=TODAY, now=lambda: NOON)


def test_the_report_is_the_sum_of_the_calls_and_of_the_days(ledger: MemoryLedger, report: CostReport) -> None:
    """What counts is paid, uncertain and open; what was refused does not; the days' own rows say the same."""
    assert report.total.charged == 27_000 == ledger.spent(TODAY) + ledger.spent("2026-11-20")
    assert (report.total.paid, report.total.uncertain, report.total.open) == (25_000, 1_000, 1_000)
    assert (report.total.refunded, report.total.calls) == (7_000, 4)
    assert report.unlike == {}
    assert (report.first_day, report.last_day) == ("2026-11-16", TODAY)


@pytest.mark.parametrize("by", KEYS)
def test_every_order_adds_up_to_the_same(report: CostReport, by: str) -> None:
    """By day, profile, item and operation: the parts are the whole."""
    assert sum(amounts.charged for amounts in report.by[by].values()) == report.total.charged
    assert sum(amounts.calls for amounts in report.by[by].values()) == report.total.calls


def test_each_call_is_counted_where_it_belongs(report: CostReport) -> None:
    """The night's recording is the night's, and its own item's."""
    assert report.by["profile"]["night"].paid == 20_000
    assert report.by["item"]["item-2"].paid == 20_000
    assert report.by["operation"]["transcribe:StartTranscriptionJob"].calls == 1
    assert report.by["day"]["2026-11-20"].charged == 5_000


def test_only_the_days_that_were_asked_for_are_counted(ledger: MemoryLedger) -> None:
    """One day is today alone."""
    assert cost_report(ledger, 1, today=TODAY, now=lambda: NOON).total.charged == 22_000


def test_the_dearest_items_come_first_and_the_others_are_added_up(ledger: MemoryLedger) -> None:
    """A hundred thousand items do not fill the screen."""
    for number in range(50):
        _pay(ledger, 100 + number, item=f"small-{number:02d}", cost=10)
    said = render_cost(cost_report(ledger, 7, today=TODAY, now=lambda: NOON), "item", top=2).splitlines()
    assert said[3].startswith("item-2 ")
    assert said[4].startswith("item-1 ")
    assert said[5].startswith("(others) ")
    assert said[5].split()[1:3] == ["50", "$0.0005"]
    assert said[6].startswith("in all ")


def test_the_text_names_amounts_in_dollars_and_says_what_is_uncertain(report: CostReport) -> None:
    """Days in their order, the sum last."""
    said = render_cost(report, "day")
    assert said.splitlines()[0] == "2026-11-16 to 2026-11-22"
    rows = [line.split() for line in said.splitlines() if line.startswith(("2026-11-2", "in all"))]
    assert [row[0] for row in rows] == ["2026-11-20", "2026-11-22", "in"]
    assert rows[-1][2:] == ["4", "$0.0270", "$0.0250", "$0.0010", "$0.0010", "$0.0070"]
    assert "it may be billed" in said


def test_the_document_has_every_order(report: CostReport) -> None:
    """Programs get microdollars, and JSON can hold it all."""
    document = json.loads(json.dumps(cost_json(report)))
    assert document["total"]["charged"] == 27_000
    assert set(document) >= {"by_day", "by_profile", "by_item", "by_operation"}
    assert document["by_day"][TODAY] == {
        "charged": 22_000, "calls": 3, "paid": 20_000, "uncertain": 1_000, "open": 1_000, "refunded": 7_000,
    }  # fmt: skip


def test_a_ledger_with_nothing_in_it_cost_nothing() -> None:
    """No rows are no error."""
    report = cost_report(MemoryLedger(), 7, today=TODAY, now=lambda: NOON)
    assert report.total.charged == 0
    assert "in all" in render_cost(report, "item")


class _Lagging(MemoryLedger):
    """A ledger whose index has not heard of the last call yet."""

    def entries(self, day: str) -> Iterator[Entry]:
        """Return all but the newest."""
        return iter(list(super().entries(day))[:-1])


def test_a_day_whose_calls_do_not_add_up_is_named() -> None:
    """An index follows its table: the report says so instead of showing too little as the truth."""
    ledger = _Lagging()
    _pay(ledger, 1)
    report = cost_report(ledger, 2, today=TODAY, now=lambda: NOON)
    assert report.unlike == {TODAY: 1_000}
    assert f"{TODAY}: the day's own sum differs" in render_cost(report)


def test_a_call_that_nobody_asks_about_any_more_is_uncertain(ledger: MemoryLedger) -> None:
    """Intended longer ago than any function runs, it was of one that was killed: said so, though its row is open."""
    report = cost_report(ledger, 7, today=TODAY, now=lambda: NOON + timedelta(minutes=17))
    assert (report.total.uncertain, report.total.open) == (2_000, 0)
    assert report.total.charged == 27_000
    assert report.unlike == {}
