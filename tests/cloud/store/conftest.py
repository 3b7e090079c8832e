"""AWS in this process, by moto: fake credentials, no socket."""

from __future__ import annotations

import threading
from contextlib import AbstractContextManager, nullcontext
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto import mock_aws
from moto.core.botocore_stubber import BotocoreStubber

from cloud.contract.findings import Tag, TagKind
from cloud.contract.item import Item
from cloud.contract.status import ItemStatus, Profile

if TYPE_CHECKING:
    from collections.abc import Iterator

REGION = "us-east-1"


@pytest.fixture
def moto_aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[AbstractContextManager[None]]:
    """Every boto3 client made in the test talks to moto, one request at a time.

    DynamoDB checks a condition and writes as one step; moto does it as two, and threads would meet between them.
    """
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    answer, lock = BotocoreStubber.__call__, threading.RLock()

    def answer_one(stubber: BotocoreStubber, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - as moto's
        with lock:
            return answer(stubber, *args, **kwargs)

    monkeypatch.setattr(BotocoreStubber, "__call__", answer_one)
    with mock_aws():
        yield nullcontext()


@pytest.fixture
def dynamodb_client(moto_aws: AbstractContextManager[None]) -> Any:  # noqa: ANN401, ARG001 -- boto3's client; moto first
    """Return a client of a DynamoDB that has the table and its indexes."""
    client = boto3.client("dynamodb", region_name=REGION)
    client.create_table(
        TableName="items",
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[
            {"AttributeName": name, "AttributeType": "S"} for name in ("id", "work_state", "updated_at", "feed_day")
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": index,
                "KeySchema": [
                    {"AttributeName": partition, "KeyType": "HASH"},
                    {"AttributeName": "updated_at", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "KEYS_ONLY"},
            }
            for index, partition in (("work", "work_state"), ("feed", "feed_day"))
        ],
    )
    return client


@pytest.fixture
def make_item() -> Item:
    """Return an item with one of everything."""
    return Item(
        id="01JD0000000000000000000001",
        library="newsroom",
        owner_id="u-1",
        key="uploads/newsroom/u-1/2024/11/01JD0000000000000000000001/original.jpg",
        version_id="v1",
        filename="é\n🎉.jpg",
        folder="Card",
        size_bytes=12,
        sha256="ab" * 32,
        profile=Profile.FULL,
        uploaded_at="2026-11-22T12:00:00.000Z",
        status=ItemStatus.COMPLETED,
        version=9,
        updated_at="2026-11-22T12:00:01.000Z",
        search_text="the words that were said",
        tags=(Tag("EXIT", TagKind.TEXT, 97.5, "rapidocr", 1200, (0.1, 0.25, 0.5, 0.0625)),),
        pending=frozenset({"speech:0001"}),
    )
