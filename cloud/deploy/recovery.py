"""Bring a stack's table back from its objects: when an engineer asks, and by itself after an embedded cloud was killed.

Runs in the process of ``snapstream-cloud rebuild``, or on a thread of the embedded cloud's server.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud.store.dynamodb import DynamoItems
from cloud.store.queues import QueueName, SqsQueues
from cloud.store.rebuild import RebuildReport, Stores, rebuild
from cloud.store.s3 import S3Objects

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cloud.deploy.account import Account


def recover(account: Account, outputs: Mapping[str, str], progress: Callable[[str], None]) -> RebuildReport:
    """Make the table anew from the buckets of a stack; ``progress`` gets a sentence now and then."""
    s3 = account.client("s3")
    stores = Stores(
        items=DynamoItems(account.client("dynamodb"), outputs["ItemsTable"]),
        originals=S3Objects(s3, outputs["OriginalsBucket"]),
        derived=S3Objects(s3, outputs["DerivedBucket"]),
        queues=SqsQueues(account.client("sqs"), {QueueName.INGEST: outputs["IngestQueueUrl"]}),
        originals_bucket=outputs["OriginalsBucket"],
    )
    return rebuild(stores, progress)
