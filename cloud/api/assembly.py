"""The ports over AWS, or over what stands in for it: made once a worker, from clients and a stack's outputs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from cloud.api.links import S3Links
from cloud.api.ports import ApiPorts
from cloud.api.sts import StsIssuer
from cloud.api.subscribers import SnsSubscribers
from cloud.api.works import SqsWorks, queue_urls
from cloud.store.chores import DynamoChores
from cloud.store.dynamodb import DynamoItems
from cloud.store.dynamodb_accounts import DynamoAccounts
from cloud.store.dynamodb_ledger import DynamoLedger
from cloud.store.dynamodb_listing import DynamoListing
from cloud.store.s3 import S3Objects

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from cloud.api.config import ApiConfig
    from cloud.api.ports import Links, Mail

_NO_TIME = 60


def assemble(
    client: Callable[[str], Any],
    config: ApiConfig,
    outputs: Mapping[str, str],
    mail: Mail,
    *,
    region: str,
    endpoint: str | None,
    now: Callable[[], datetime],
    credentials_end: Callable[[], datetime | None] = lambda: None,
) -> tuple[ApiConfig, ApiPorts]:
    """Return the ports, and the settings with what only they tell: where presigned addresses lead.

    ``client`` makes a boto3 client of a service; ``outputs`` are the stack's; ``endpoint`` is None on AWS itself.
    """
    dynamodb, s3 = client("dynamodb"), client("s3")
    links = S3Links(
        s3,
        originals=outputs["OriginalsBucket"],
        derived=outputs["DerivedBucket"],
        now=now,
        credentials_end=credentials_end,
    )
    ports = ApiPorts(
        accounts=DynamoAccounts(dynamodb, outputs["UsersTable"]),
        chores=DynamoChores(dynamodb, outputs["UsersTable"]),
        items=DynamoItems(dynamodb, outputs["ItemsTable"]),
        listing=DynamoListing(dynamodb, outputs["ItemsTable"], now),
        derived=S3Objects(s3, outputs["DerivedBucket"]),
        ledger=DynamoLedger(dynamodb, outputs["LedgerTable"]) if outputs.get("LedgerTable") else None,
        mail=mail,
        issuer=StsIssuer(client("sts"), client("iam"), config, outputs, region=region, endpoint=endpoint, now=now),
        links=links,
        subscribers=SnsSubscribers(client("sns"), outputs["ItemEventsTopicArn"]),
        works=SqsWorks(client("sqs"), queue_urls(outputs), client("cloudwatch") if endpoint is None else None, now),
        now=now,
    )
    return replace(config, media_origins=_origins(links)), ports


def _origins(links: Links) -> tuple[str, ...]:
    """Return where presigned addresses lead, by looking at some: botocore knows the rules of buckets' names."""
    form = links.upload("x", {}, max_bytes=1, seconds=_NO_TIME)
    seen = [links.download("x", "", "x", seconds=_NO_TIME), links.derived("x", seconds=_NO_TIME), str(form["url"])]
    parts = [urlsplit(address) for address in seen]
    return tuple(dict.fromkeys(f"{each.scheme}://{each.netloc}" for each in parts))
