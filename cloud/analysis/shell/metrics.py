"""What the functions count, as CloudWatch's embedded metric format, by Powertools for AWS Lambda. One thread a meter.

=================  ============  ===============================================
metric             by            counts
=================  ============  ===============================================
ItemsEnded         status        items whose end was decided
AnalysisFailed     analysis      analyses that ended FAILED
RecordFailed       function      messages whose handling raised
Postponed          function      messages that wait for a service that is busy
PaidCalls          function      calls that were paid for
SpentMicrousd      function      what they cost, in millionths of a dollar
=================  ============  ===============================================

Each is there for the newsroom as a whole (dimension ``service``) and by its second dimension. An invocation's counts
leave together when it ends; outside of one, nothing is counted.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ITEMS_ENDED = "ItemsEnded"
ANALYSIS_FAILED = "AnalysisFailed"
RECORD_FAILED = "RecordFailed"
POSTPONED = "Postponed"
PAID_CALLS = "PaidCalls"
SPENT_MICROUSD = "SpentMicrousd"


class Meter:
    """What one invocation has counted."""

    def __init__(self, function: str) -> None:
        self._function = function
        self.counts: Counter[tuple[str, str, str]] = Counter()

    def add(self, metric: str, value: int, dimension: str, name: str) -> None:
        """Count."""
        self.counts[dimension, name or self._function, metric] += value

    def lines(self) -> list[str]:
        """Return the documents of the embedded metric format, one a value of a second dimension."""
        if not self.counts:
            return []
        from aws_lambda_powertools.metrics.provider.cloudwatch_emf.cloudwatch import (  # noqa: PLC0415 -- when counted
            AmazonCloudWatchEMFProvider,
        )

        service = os.environ.get("POWERTOOLS_SERVICE_NAME", "snapstream")
        namespace = os.environ.get("POWERTOOLS_METRICS_NAMESPACE", "SnapStream")
        lines = []
        for dimension, name in sorted({key[:2] for key in self.counts}):
            provider = AmazonCloudWatchEMFProvider(namespace=namespace, service=service)
            provider.add_dimensions(service=service, **{dimension: name})
            for (other, its, metric), value in sorted(self.counts.items()):
                if (other, its) == (dimension, name):
                    provider.add_metric(metric, "Count", value)
            lines.append(json.dumps(provider.serialize_metric_set(), separators=(",", ":")))
        return lines


_meter: ContextVar[Meter | None] = ContextVar("meter", default=None)


def count(metric: str, value: int = 1, *, dimension: str = "function", name: str = "") -> None:
    """Count within the invocation that runs; ``name`` is the value of the second dimension, or the function's."""
    meter = _meter.get()
    if meter is not None:
        meter.add(metric, value, dimension, name)


@contextmanager
def counted(function: str) -> Iterator[Meter]:
    """Count what happens within."""
    meter = Meter(function)
    token = _meter.set(meter)
    try:
        yield meter
    finally:
        _meter.reset(token)
