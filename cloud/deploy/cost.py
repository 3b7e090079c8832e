"""What the analyses have cost: the ledger's rows, added up by day, profile, item and operation. Main thread.

What a day's row says was spent and the sum of its calls are read from two places; the report shows where they differ,
which they do for a moment while calls are made (an index follows its table).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING

from cloud.contract.record import now_text
from cloud.store.ledger import STALE, ChargeState, dollars

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cloud.contract.record import Json
    from cloud.store.ledger import Entry, Ledger

#: What a report may be ordered by, and what each row of the ledger is counted under.
KEYS: dict[str, Callable[[Entry], str]] = {
    "day": lambda entry: entry.day,
    "profile": lambda entry: entry.charge.profile,
    "item": lambda entry: entry.charge.item_id,
    "operation": lambda entry: entry.charge.operation,
}
DEFAULT_DAYS = 30
TOP_ITEMS = 20


@dataclass(slots=True)
class Amounts:
    """What some calls have cost, in microdollars."""

    calls: int = 0  #: those that were refused are not counted
    paid: int = 0
    uncertain: int = 0  #: perhaps paid: nobody knows, so it counts
    open: int = 0  #: being made just now, or of a function that was killed a moment ago; counts too
    refunded: int = 0  #: refused, and given back; does not count

    @property
    def charged(self) -> int:
        """What counts: never below the bill."""
        return self.paid + self.uncertain + self.open

    def add(self, entry: Entry) -> None:
        """Count one row."""
        cost = entry.charge.cost_microusd
        match entry.state:
            case ChargeState.PAID:
                self.paid += cost
            case ChargeState.UNCERTAIN:
                self.uncertain += cost
            case ChargeState.INTENDED:
                self.open += cost
            case ChargeState.REFUNDED:
                self.refunded += cost
        self.calls += entry.state is not ChargeState.REFUNDED


@dataclass(frozen=True, slots=True)
class CostReport:
    """What the analyses of some days have cost."""

    first_day: str
    last_day: str
    total: Amounts
    by: Mapping[str, Mapping[str, Amounts]]  #: by the names of ``KEYS``
    unlike: Mapping[str, int] = field(default_factory=dict)  #: days whose own sum is more (or less) than their calls'


def cost_report(
    ledger: Ledger, days: int = DEFAULT_DAYS, *, today: str, now: Callable[[], datetime] = lambda: datetime.now(UTC)
) -> CostReport:
    """Add up the last days, today (UTC, yyyy-mm-dd) among them.

    A call that was intended longer ago than any function runs is uncertain, though nobody came by to write that down.
    """
    stale_before = now_text(now() - STALE)
    last = date.fromisoformat(today)
    listed = [(last - timedelta(days=before)).isoformat() for before in reversed(range(max(days, 1)))]
    total = Amounts()
    by: dict[str, dict[str, Amounts]] = {name: defaultdict(Amounts) for name in KEYS}
    unlike: dict[str, int] = {}
    for day in listed:
        charged_before = total.charged
        for row in ledger.entries(day):
            is_stale = row.state is ChargeState.INTENDED and row.at < stale_before
            entry = replace(row, state=ChargeState.UNCERTAIN) if is_stale else row
            total.add(entry)
            for name, key in KEYS.items():
                by[name][key(entry)].add(entry)
        difference = ledger.spent(day) - (total.charged - charged_before)
        if difference:
            unlike[day] = difference
    return CostReport(listed[0], listed[-1], total, {name: dict(rows) for name, rows in by.items()}, unlike)


def render_cost(report: CostReport, by: str = "day", *, top: int = TOP_ITEMS) -> str:
    """Return a report for people: a line for each day, profile, operation, or for the dearest items."""
    rows = _ordered(report, by)
    shown = rows[:top] if by == "item" else rows
    rest = _together(rows[len(shown) :])
    names = [*(name for name, _amounts in shown), *(["(others)"] if rest.calls else []), "in all", by]
    width = max(map(len, names))
    heads = ("calls", "charged", "paid", "uncertain", "open", "refunded")
    lines = [f"{report.first_day} to {report.last_day}", ""]
    lines.append(f"{by:<{width}}  " + "  ".join(f"{head:>11}" for head in heads))
    lines += [_line(name, amounts, width) for name, amounts in shown]
    if rest.calls or rest.refunded:
        lines.append(_line("(others)", rest, width))
    lines.append(_line("in all", report.total, width))
    if report.total.uncertain:
        lines += ["", "uncertain: the connection broke, or a function was killed; it counts, for it may be billed."]
    for day, difference in sorted(report.unlike.items()):
        lines += [
            "",
            f"{day}: the day's own sum differs from its calls by {dollars(difference)}; ask again in a minute.",
        ]
    return "\n".join(lines)


def cost_json(report: CostReport, *, top: int = TOP_ITEMS) -> dict[str, Json]:
    """Return a report for programs; amounts in microdollars."""
    document: dict[str, Json] = {
        "first_day": report.first_day,
        "last_day": report.last_day,
        "total": _amounts_json(report.total),
        "unlike": dict(report.unlike),
    }
    for by in KEYS:
        rows = _ordered(report, by)
        document[f"by_{by}"] = {
            name: _amounts_json(amounts) for name, amounts in (rows[:top] if by == "item" else rows)
        }
    return document


def _ordered(report: CostReport, by: str) -> list[tuple[str, Amounts]]:
    """Return rows: days in their order, all others the dearest first."""
    rows = report.by[by].items()
    return sorted(rows) if by == "day" else sorted(rows, key=lambda row: (-row[1].charged, row[0]))


def _together(rows: list[tuple[str, Amounts]]) -> Amounts:
    return Amounts(
        sum(amounts.calls for _, amounts in rows),
        sum(amounts.paid for _, amounts in rows),
        sum(amounts.uncertain for _, amounts in rows),
        sum(amounts.open for _, amounts in rows),
        sum(amounts.refunded for _, amounts in rows),
    )


def _line(name: str, amounts: Amounts, width: int) -> str:
    sums = (amounts.charged, amounts.paid, amounts.uncertain, amounts.open, amounts.refunded)
    cells = [f"{amounts.calls:>11,}", *(f"{dollars(each) if each else '-':>11}" for each in sums)]
    return f"{name:<{width}}  " + "  ".join(cells)


def _amounts_json(amounts: Amounts) -> dict[str, Json]:
    return {"charged": amounts.charged, **asdict(amounts)}
