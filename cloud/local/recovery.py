"""Bring the table back from the objects: after an unclean end by itself, and when an engineer asks for it.

Runs on a thread of the server, or in the process of ``snapstream-cloud rebuild``; both speak through the guard.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud.store.dynamodb import DynamoItems
from cloud.store.queues import QueueName, SqsQueues
from cloud.store.rebuild import RebuildReport, Stores, rebuild
from cloud.store.s3 import S3Objects

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cloud.local.newsroom import Door


def recover(door: Door, outputs: Mapping[str, str], progress: Callable[[str], None]) -> RebuildReport:
    """Make the table anew from the buckets of an embedded cloud; ``progress`` gets a sentence now and then."""
    s3 = door.client("s3")
    urls = {name: outputs[f"{name.value.capitalize()}QueueUrl"] for name in QueueName}
    stores = Stores(
        items=DynamoItems(door.client("dynamodb"), outputs["ItemsTable"]),
        originals=S3Objects(s3, outputs["OriginalsBucket"]),
        derived=S3Objects(s3, outputs["DerivedBucket"]),
        queues=SqsQueues(door.client("sqs"), urls),
        originals_bucket=outputs["OriginalsBucket"],
    )
    return rebuild(stores, progress)
