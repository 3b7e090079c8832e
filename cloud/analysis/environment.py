"""What a function is told by its environment, and the clients made from it, once a process."""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from cloud.analysis.services import Services
from cloud.store.queues import QueueName

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Environment:
    """The environment variables of every function. Those that a function does not use may be missing."""

    originals_bucket: str
    derived_bucket: str
    items_table: str
    queue_urls: Mapping[QueueName, str]
    topic_arn: str
    endpoint: str | None  #: None on AWS itself
    region: str

    @classmethod
    def read(cls, variables: Mapping[str, str]) -> Environment:
        """Read the variables."""
        return cls(
            originals_bucket=variables.get("ORIGINALS_BUCKET", ""),
            derived_bucket=variables.get("DERIVED_BUCKET", ""),
            items_table=variables.get("ITEMS_TABLE", ""),
            queue_urls={name: variables.get(f"{name.upper()}_QUEUE_URL", "") for name in QueueName},
            topic_arn=variables.get("ITEM_EVENTS_TOPIC_ARN", ""),
            endpoint=variables.get("AWS_ENDPOINT_URL") or None,
            region=variables.get("AWS_REGION") or variables.get("AWS_DEFAULT_REGION") or "us-east-1",
        )


def connect(service: str, environment: Environment) -> Any:  # noqa: ANN401 -- botocore makes its clients at run time
    """Return a client of one AWS service, or of the embedded cloud's."""
    import boto3  # noqa: PLC0415 -- a quarter of a second that the pure parts and their tests need not spend
    from botocore.config import Config  # noqa: PLC0415 -- the same

    settings: dict[str, Any] = {
        "retries": {"mode": "standard", "max_attempts": 4},
        "connect_timeout": 5,
        "read_timeout": 60,
    }
    if environment.endpoint is not None:
        # An endpoint of one's own: path addressing, no proxy on loopback, and checksums only where they are required
        # (servers that speak S3 may refuse the default ones).
        settings |= {
            "signature_version": "s3v4" if service == "s3" else "v4",
            "proxies": {},
            "s3": {"addressing_style": "path"},
            "request_checksum_calculation": "when_required",
            "response_checksum_validation": "when_required",
        }
    return boto3.client(
        service, region_name=environment.region, endpoint_url=environment.endpoint, config=Config(**settings)
    )


@functools.cache
def services() -> Services:
    """Return what the functions of this process work with; clients are made once, by the first invocation."""
    from cloud.analysis.toolbox import OnDeviceEngines  # noqa: PLC0415 -- after the environment is known
    from cloud.store.dynamodb import DynamoItems  # noqa: PLC0415 -- adapters bring botocore along
    from cloud.store.queues import SqsQueues  # noqa: PLC0415 -- the same
    from cloud.store.s3 import S3Objects  # noqa: PLC0415 -- the same
    from cloud.store.topics import SnsTopic  # noqa: PLC0415 -- the same

    environment = Environment.read(os.environ)
    s3 = connect("s3", environment)
    return Services(
        items=DynamoItems(connect("dynamodb", environment), environment.items_table),
        originals=S3Objects(s3, environment.originals_bucket),
        derived=S3Objects(s3, environment.derived_bucket),
        queues=SqsQueues(connect("sqs", environment), environment.queue_urls),
        topic=SnsTopic(connect("sns", environment), environment.topic_arn),
        engines=OnDeviceEngines(),
        now=lambda: datetime.now(UTC),
    )
