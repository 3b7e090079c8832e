"""How the newsroom stands, as one caller may see it. Runs within a request.

Everything in it is kept for some seconds in each worker, by library and not by person, so that many who look at once
cost one look: a day's summary reads the whole day, and the queues are asked one by one.
"""

from __future__ import annotations

import threading
from collections import Counter, OrderedDict
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Generic, TypeVar

from cloud.api import library
from cloud.api.callers import caller
from cloud.api.context import context
from cloud.contract.record import now_text
from cloud.store.items import WORK_OPEN
from cloud.store.listing import FAILURES_NAMED

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from cloud.api.ports import ApiPorts, Backlog
    from cloud.contract.record import Record
    from cloud.store.listing import DaySummary

#: How long a worker's look is good.
KEEP_S = 5.0
_MOST = 1_000
_Look = TypeVar("_Look")


class Kept(Generic[_Look]):
    """Looks that are kept for a moment; only one thread looks at the same thing at once, the others wait for it."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._looks: OrderedDict[str, tuple[float, _Look]] = OrderedDict()
        self._looking: dict[str, threading.Lock] = {}
        self._lock = threading.Lock()

    def get(self, name: str, look: Callable[[], _Look]) -> _Look:
        """Return what was seen lately, or look."""
        known = self._known(name)
        if known is not None:
            return known[0]
        with self._lock:
            turn = self._looking.setdefault(name, threading.Lock())
        with turn:
            known = self._known(name)
            if known is not None:
                return known[0]
            seen = look()
            with self._lock:
                self._looks[name] = (self._now().timestamp(), seen)
                self._looks.move_to_end(name)
                while len(self._looks) > _MOST:
                    old, _ = self._looks.popitem(last=False)
                    self._looking.pop(old, None)
            return seen

    def _known(self, name: str) -> tuple[_Look] | None:
        now_s = self._now().timestamp()
        with self._lock:
            kept = self._looks.get(name)
        return (kept[1],) if kept is not None and 0 <= now_s - kept[0] < KEEP_S else None


@dataclass(frozen=True, slots=True)
class Cloud:
    """What is the same for everybody."""

    queues: Mapping[str, Backlog]
    oldest_open_s: int | None
    spent_microusd: int | None


class Looks:
    """What a worker saw lately. One for each application."""

    def __init__(self, ports: ApiPorts) -> None:
        self._ports = ports
        self._days: Kept[DaySummary] = Kept(ports.now)
        self._cloud: Kept[Cloud] = Kept(ports.now)

    def day(self, name: str, day: str) -> DaySummary:
        """Return what changed in a library on a day."""
        return self._days.get(f"{day} {name}", lambda: self._ports.listing.day([name], day))

    def cloud(self, day: str) -> Cloud:
        """Return how the queues and the day's money stand."""
        return self._cloud.get(day, lambda: self._look(day))

    def _look(self, day: str) -> Cloud:
        now = self._ports.now()
        oldest = next(iter(self._ports.items.open_items(WORK_OPEN, before=now_text(now))), None)
        waited = now - datetime.fromisoformat(oldest.updated_at) if oldest is not None else None
        return Cloud(
            queues=self._ports.works.queues(),
            oldest_open_s=int(waited.total_seconds()) if waited is not None else None,
            spent_microusd=self._ports.ledger.spent(day) if self._ports.ledger is not None else None,
        )


@dataclass(frozen=True, slots=True)
class Overview:
    """How things stand today (UTC)."""

    day: str
    by_status: Mapping[str, int]
    uploaded: int
    failures: Sequence[Record]
    cloud: Cloud
    cap_microusd: int | None = field(default=None)


def overview(looks: Looks) -> Overview:
    """Return how things stand in the caller's libraries, and in the cloud."""
    here, today = context(), library.today()
    yesterday = (here.ports.now().astimezone(UTC) - timedelta(days=1)).date().isoformat()
    days = [looks.day(name, today) for name in caller().libraries]
    counts: Counter[str] = Counter()
    for summary in days:
        counts.update(summary.by_status)
    failed = [row for summary in days for row in summary.failures]
    if len(failed) < FAILURES_NAMED:
        failed += [row for name in caller().libraries for row in looks.day(name, yesterday).failures]
    failed.sort(key=lambda row: str(row["updated_at"]), reverse=True)
    return Overview(
        day=today,
        by_status=dict(counts),
        uploaded=sum(summary.uploaded for summary in days),
        failures=failed[:FAILURES_NAMED],
        cloud=looks.cloud(today),
        cap_microusd=here.config.daily_cap_microusd,
    )
