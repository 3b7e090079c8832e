"""How the queues stand: their depths from SQS, and how long the oldest waits from CloudWatch. Any thread; blocking.

SQS itself does not tell the age of its oldest message; CloudWatch measures it once a minute (Amazon SQS Developer
Guide, "Available CloudWatch metrics"). Where CloudWatch does not answer, as embedded, the age is not known. One round
asks for each queue's attributes, so its answer is kept for some seconds.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from botocore.exceptions import BotoCoreError, ClientError

from cloud.api.ports import Backlog

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

_COUNTS = (
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesNotVisible",
    "ApproximateNumberOfMessagesDelayed",
)
#: CloudWatch may be some minutes behind.
_LOOK_BACK = timedelta(minutes=10)
_AT_ONCE = 8


class SqsWorks:
    """``Works`` by the addresses of queues: of each name its own, and that of its dead letters.

    ``cloudwatch`` None: ages are not known.
    """

    def __init__(
        self,
        sqs: Any,  # noqa: ANN401 -- botocore makes its clients at run time
        urls: Mapping[str, tuple[str, str]],
        cloudwatch: Any | None,  # noqa: ANN401 -- the same
        now: Callable[[], datetime],
    ) -> None:
        self._sqs = sqs
        self._urls = urls
        self._cloudwatch = cloudwatch
        self._now = now

    def queues(self) -> Mapping[str, Backlog]:
        """Return how each queue stands."""
        asked = [url for pair in self._urls.values() for url in pair if url]
        with ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="queues") as pool:
            depths = dict(zip(asked, pool.map(self._depth, asked), strict=True))
        ages = self._ages()
        return {
            name: Backlog(depths.get(url, 0), depths.get(dead, 0), ages.get(name))
            for name, (url, dead) in self._urls.items()
        }

    def _depth(self, url: str) -> int:
        answer = self._sqs.get_queue_attributes(QueueUrl=url, AttributeNames=list(_COUNTS))
        return sum(int(answer.get("Attributes", {}).get(name, 0)) for name in _COUNTS)

    def _ages(self) -> dict[str, int]:
        names = [name for name, (url, _) in self._urls.items() if url]
        if self._cloudwatch is None or not names:
            return {}
        now = self._now()
        queries = [_query(f"q{at}", self._urls[name][0]) for at, name in enumerate(names)]
        try:
            answer = self._cloudwatch.get_metric_data(
                MetricDataQueries=queries, StartTime=now - _LOOK_BACK, EndTime=now, ScanBy="TimestampDescending"
            )
        except (BotoCoreError, ClientError):
            return {}
        newest = {result["Id"]: result["Values"] for result in answer.get("MetricDataResults", [])}
        return {name: int(newest[f"q{at}"][0]) for at, name in enumerate(names) if newest.get(f"q{at}")}


def queue_urls(outputs: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """Return the addresses of all queues and of their dead letters, as a stack's outputs name them."""
    names = sorted(
        {key.removesuffix("QueueUrl") for key in outputs if key.endswith("QueueUrl")}
        | {key.removesuffix("DeadLettersUrl") for key in outputs if key.endswith("DeadLettersUrl")}
    )
    return {
        name.lower(): (outputs.get(f"{name}QueueUrl", ""), outputs.get(f"{name}DeadLettersUrl", "")) for name in names
    }


def _query(identifier: str, url: str) -> dict[str, object]:
    metric = {
        "Namespace": "AWS/SQS",
        "MetricName": "ApproximateAgeOfOldestMessage",
        "Dimensions": [{"Name": "QueueName", "Value": url.rpartition("/")[2]}],
    }
    return {"Id": identifier, "MetricStat": {"Metric": metric, "Period": 60, "Stat": "Maximum"}}
