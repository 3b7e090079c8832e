"""What a function is told by its environment, and the clients made from it, once a process."""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from cloud.analysis.engines.aws.brands import NewsroomBrands
from cloud.analysis.engines.aws.jobs import Places
from cloud.analysis.paid.till import Till
from cloud.analysis.work.plan import EngineSet
from cloud.analysis.work.profiles import NewsroomProfiles
from cloud.analysis.work.services import Services
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
    alerts_topic_arn: str  #: "" where nobody is called
    rekognition_topic_arn: str  #: that jobs of Rekognition Video tell of their end
    rekognition_role_arn: str  #: that they do so with
    ledger_table: str  #: "" in a newsroom that asks no third party
    engine_set: EngineSet
    cap_microusd: int | None  #: what a day may cost; None: no cap
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
            alerts_topic_arn=variables.get("ALERTS_TOPIC_ARN", ""),
            rekognition_topic_arn=variables.get("REKOGNITION_TOPIC_ARN", ""),
            rekognition_role_arn=variables.get("REKOGNITION_ROLE_ARN", ""),
            ledger_table=variables.get("LEDGER_TABLE", ""),
            engine_set=EngineSet(
                aws=variables.get("ENGINES", "ondevice") == "aws", ondevice=variables.get("ONDEVICE", "yes") == "yes"
            ),
            cap_microusd=_cap(variables.get("DAILY_CAP_USD", "")),
            endpoint=variables.get("AWS_ENDPOINT_URL") or None,
            region=variables.get("AWS_REGION") or variables.get("AWS_DEFAULT_REGION") or "us-east-1",
        )


def _cap(dollars: str) -> int | None:
    return round(float(dollars) * 1_000_000) if dollars else None


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


#: How a service that costs money is asked.
AI_SETTINGS: dict[str, Any] = {
    "retries": {"mode": "standard", "total_max_attempts": 1},
    "connect_timeout": 5,
    "read_timeout": 60,
}


def connect_ai(service: str, environment: Environment) -> Any:  # noqa: ANN401 -- as above
    """Return a client of a service that costs money: one attempt, for what is asked twice is paid twice.

    An answer that was lost on its way, or never came, is the caller's to hear of: it charges the next try as a call of
    its own (``till``), and waits for a service that is throttled without being paid for it (``attempts``).

    ``AWS_ENDPOINT_URL_REKOGNITION`` and its like lead to another place than AWS (AWS SDKs Reference Guide,
    "Service-specific endpoints"); the other services' ``AWS_ENDPOINT_URL`` does not.
    """
    import boto3  # noqa: PLC0415 -- as above
    from botocore.config import Config  # noqa: PLC0415 -- the same

    usual = f"https://{service}.{environment.region}.{_suffix(environment.region)}"
    elsewhere = os.environ.get(f"AWS_ENDPOINT_URL_{service.upper()}")
    config = Config(**AI_SETTINGS, proxies={} if elsewhere else None)  # as an endpoint of one's own
    endpoint = elsewhere or usual
    return boto3.client(service, region_name=environment.region, endpoint_url=endpoint, config=config)


def _suffix(region: str) -> str:
    return "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"


@functools.cache
def services() -> Services:
    """Return what the functions of this process work with; clients are made once, by the first invocation."""
    from cloud.analysis.engines.aws.port import NO_AI, BotoAi  # noqa: PLC0415 -- with its errors
    from cloud.analysis.shell.toolbox import OnDeviceEngines  # noqa: PLC0415 -- after the environment is known
    from cloud.store.dynamodb import DynamoItems  # noqa: PLC0415 -- adapters bring botocore along
    from cloud.store.dynamodb_leases import DynamoLeases  # noqa: PLC0415 -- the same
    from cloud.store.dynamodb_ledger import DynamoLedger  # noqa: PLC0415 -- the same
    from cloud.store.leases import NO_LEASES  # noqa: PLC0415 -- the same
    from cloud.store.queues import SqsQueues  # noqa: PLC0415 -- the same
    from cloud.store.s3 import S3Objects  # noqa: PLC0415 -- the same
    from cloud.store.topics import NO_ALERTS, SnsAlerts, SnsTopic  # noqa: PLC0415 -- the same

    environment = Environment.read(os.environ)
    s3 = connect("s3", environment)
    derived = S3Objects(s3, environment.derived_bucket)
    dynamodb = connect("dynamodb", environment)

    def now() -> datetime:
        return datetime.now(UTC)

    sns = connect("sns", environment)
    profiles = NewsroomProfiles(derived, now)
    ledger = DynamoLedger(dynamodb, environment.ledger_table) if environment.ledger_table else None
    return Services(
        items=DynamoItems(dynamodb, environment.items_table),
        originals=S3Objects(s3, environment.originals_bucket),
        derived=derived,
        queues=SqsQueues(connect("sqs", environment), environment.queue_urls),
        topic=SnsTopic(sns, environment.topic_arn),
        engines=OnDeviceEngines(),
        now=now,
        ai=BotoAi(lambda service: connect_ai(service, environment)) if environment.engine_set.aws else NO_AI,
        till=Till(ledger, derived, now, environment.cap_microusd, profiles),
        engine_set=environment.engine_set,
        profiles=profiles,
        places=Places(
            environment.originals_bucket,
            environment.derived_bucket,
            environment.rekognition_topic_arn,
            environment.rekognition_role_arn,
        ),
        brands=NewsroomBrands(derived, now),
        leases=DynamoLeases(dynamodb, environment.ledger_table) if environment.ledger_table else NO_LEASES,
        alerts=SnsAlerts(sns, environment.alerts_topic_arn, now) if environment.alerts_topic_arn else NO_ALERTS,
    )
