"""The cloud in memory with the AI services in it: jobs end while messages go about, and word of it may get lost."""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from cloud.analysis.engines.aws.jobs import Places
from cloud.analysis.work.plan import EngineSet
from cloud.analysis.work.profiles import shipped_profiles
from cloud.store.ledger import ChargeState
from cloud.store.queues import QueueName
from tests.fakes.ai.newsroom import FakeAws, MemoryBuckets
from tests.fakes.cloud import FakeCloud
from tests.fakes.leases import MemoryLeases
from tests.fakes.store import Crash

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cloud.analysis.work.profiles import ProfileRule
    from cloud.analysis.work.services import Engines
    from cloud.store.ledger import Entry
    from cloud.store.topics import Alert
    from tests.fakes.ai.findings import Finder

TOPIC = "arn:aws:sns:us-east-1:000000000000:AmazonRekognition-snapstream"
ROLE = "arn:aws:iam::000000000000:role/snapstream-rekognition"


@dataclass
class MemoryAlerts:
    """``Alerts`` in memory."""

    alerts: list[Alert] = field(default_factory=list)

    def publish(self, alert: Alert) -> None:
        """Keep an alert."""
        self.alerts.append(alert)


class AwsCloud(FakeCloud):
    """One newsroom that asks AWS."""

    def __init__(
        self,
        engines: Engines | None = None,
        *,
        seed: int = 0,
        ondevice: bool = True,
        cap_microusd: int | None = None,
        profiles: Callable[[], Mapping[str, ProfileRule]] = shipped_profiles,
        finder: Finder | None = None,
    ) -> None:
        super().__init__(
            engines,
            seed=seed,
            engine_set=EngineSet(aws=True, ondevice=ondevice),
            cap_microusd=cap_microusd,
            profiles=profiles,
        )
        stores = {"originals": self.originals, "derived": self.derived}
        self.aws = FakeAws(MemoryBuckets(stores), self.clock, finder)
        self.aws.world.tell = self._hear
        self.aws.world.after_answer = self._may_kill
        self.alerts = MemoryAlerts()
        self.leases = MemoryLeases(self.writes)
        self.services = replace(
            self.services,
            ai=self.aws.ai(),
            places=Places("originals", "derived", TOPIC, ROLE),
            leases=self.leases,
            alerts=self.alerts,
        )
        self._first_day = self.clock().date()
        self.waits_for_jobs = False  #: time passes until a job ends, where nothing else is to be done
        self.drops_completions = False
        self.completions = 1  #: how often each is delivered
        self.kills_after_answer = 0.0  #: how likely a function is killed when a service has answered it
        self.kills_after_write = 0.0  #: how likely one of the next few writes is a function's last
        self.killed_after_answer = 0

    def step(self) -> bool:
        """Deliver one message or change, or let the jobs go on; say whether there was anything."""
        if self.random.random() < self.kills_after_write:
            self.writes.crash_after = self.writes.count + self.random.randint(1, 4)
        if self.random.random() < 0.3 and self.aws.tick():
            return True
        if super().step():
            return True
        jobs = [*self.aws.rekognition.running(), *self.aws.transcribe.running()]
        if jobs and self.waits_for_jobs:  # nothing else is under way
            self.clock.advance(max(min(job.ready for job in jobs) - self.clock(), timedelta()))
        return self.aws.tick() > 0

    def entries(self) -> list[Entry]:
        """Return all rows of the ledger."""
        last = self.clock().date()
        days = [self._first_day + timedelta(days=each) for each in range((last - self._first_day).days + 1)]
        return [entry for day in days for entry in self.ledger.entries(day.isoformat())]

    def sums(self) -> dict[ChargeState, int]:
        """Return what the ledger holds in each state, in microdollars."""
        entries = self.entries()
        return {
            state: sum(entry.charge.cost_microusd for entry in entries if entry.state is state) for state in ChargeState
        }

    def _hear(self, _kind: str, _where: str, message: dict[str, Any]) -> None:
        if not self.drops_completions:
            self.queues.waiting[QueueName.COLLECT] += [json.dumps(message)] * self.completions

    def _may_kill(self, _service: str, _operation: str) -> None:
        if self.random.random() < self.kills_after_answer:
            self.killed_after_answer += 1
            raise Crash
