"""The Lambda shells, from their environment variables to DynamoDB, S3, SQS and SNS (moto), with Lambda's own events."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto import mock_aws

from cloud.analysis import av, deadletter, finalize, image, ingest, speech, sweep, text, vision
from cloud.analysis.shell import environment
from cloud.contract.item import Item
from cloud.contract.keys import OriginalKey
from cloud.contract.status import ItemStatus
from cloud.store.queues import QueueName
from cloud.store.wire import record_from_wire
from tests import media
from tests.fakes.cloud import event_bridge

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

REGION = "us-east-1"
ID = "01JD00000000000000000000AB"
_HANDLERS = {
    QueueName.INGEST: ingest.handler,
    QueueName.IMAGE: image.handler,
    QueueName.AV: av.handler,
    QueueName.VISION: vision.handler,
    QueueName.SPEECH: speech.handler,
    QueueName.TEXT: text.handler,
}


class _Newsroom:
    """A stack in moto, and the pollers that Lambda would be."""

    def __init__(self) -> None:
        self.dynamodb: Any = boto3.client("dynamodb", region_name=REGION)
        self.streams: Any = boto3.client("dynamodbstreams", region_name=REGION)
        self.s3: Any = boto3.client("s3", region_name=REGION)
        self.sqs: Any = boto3.client("sqs", region_name=REGION)
        self.sns: Any = boto3.client("sns", region_name=REGION)
        for bucket in ("originals", "derived"):
            self.s3.create_bucket(Bucket=bucket)
            self.s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
        self.urls = {name: self.sqs.create_queue(QueueName=name.value)["QueueUrl"] for name in QueueName}
        self.topic = self.sns.create_topic(Name="item-events")["TopicArn"]
        self.mail = self.sqs.create_queue(QueueName="mail")["QueueUrl"]
        self.sns.subscribe(TopicArn=self.topic, Protocol="sqs", Endpoint="arn:aws:sqs:us-east-1:123456789012:mail")
        self._create_table()

    def _create_table(self) -> None:
        names = ("id", "work_state", "updated_at")
        self.dynamodb.create_table(
            TableName="media_items",
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": name, "AttributeType": "S"} for name in names],
            GlobalSecondaryIndexes=[
                {
                    "IndexName": "work",
                    "KeySchema": [
                        {"AttributeName": "work_state", "KeyType": "HASH"},
                        {"AttributeName": "updated_at", "KeyType": "RANGE"},
                    ],
                    "Projection": {"ProjectionType": "KEYS_ONLY"},
                }
            ],
            StreamSpecification={"StreamEnabled": True, "StreamViewType": "NEW_AND_OLD_IMAGES"},
        )

    def environment(self) -> dict[str, str]:
        """Return the variables as the template sets them."""
        return {
            "ORIGINALS_BUCKET": "originals",
            "DERIVED_BUCKET": "derived",
            "ITEMS_TABLE": "media_items",
            "ITEM_EVENTS_TOPIC_ARN": self.topic,
            **{f"{name.upper()}_QUEUE_URL": url for name, url in self.urls.items()},
        }

    def item(self) -> Item:
        """Return the item."""
        row = self.dynamodb.get_item(TableName="media_items", Key={"id": {"S": ID}})["Item"]
        return Item.from_record(record_from_wire(row))

    def poll(self) -> bool:
        """Let each function have what waits for it; say whether there was anything."""
        was_busy = False
        for name, url in self.urls.items():
            messages = self.sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10).get("Messages", [])
            if messages:
                was_busy = True
                records = [{"messageId": each["MessageId"], "body": each["Body"]} for each in messages]
                assert _HANDLERS[name]({"Records": records}, None) == {"batchItemFailures": []}
                for each in messages:
                    self.sqs.delete_message(QueueUrl=url, ReceiptHandle=each["ReceiptHandle"])
        return was_busy

    def changes(self) -> list[dict[str, Any]]:
        """Return the stream's records as Lambda hands them over."""
        arn = self.dynamodb.describe_table(TableName="media_items")["Table"]["LatestStreamArn"]
        shard = self.streams.describe_stream(StreamArn=arn)["StreamDescription"]["Shards"][0]["ShardId"]
        start = self.streams.get_shard_iterator(StreamArn=arn, ShardId=shard, ShardIteratorType="TRIM_HORIZON")
        records = self.streams.get_records(ShardIterator=start["ShardIterator"])["Records"]
        return [{"eventID": each["eventID"], "dynamodb": each["dynamodb"]} for each in records]


@pytest.fixture
def newsroom(monkeypatch: pytest.MonkeyPatch) -> Iterator[_Newsroom]:
    """Give a stack, and the functions' environment."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with mock_aws():
        stack = _Newsroom()
        for name, value in stack.environment().items():
            monkeypatch.setenv(name, value)
        environment.services.cache_clear()
        yield stack
        environment.services.cache_clear()


def _put(newsroom: _Newsroom, filename: str, body: bytes) -> None:
    key = str(OriginalKey.of("newsroom", "u-1", ID, filename))
    metadata = {"sha256": hashlib.sha256(body).hexdigest(), "filename": filename, "profile": "full", "folder": "Card"}
    head = newsroom.s3.put_object(Bucket="originals", Key=key, Body=body, Metadata=metadata)
    event = event_bridge(key, head["VersionId"])
    newsroom.sqs.send_message(QueueUrl=newsroom.urls[QueueName.INGEST], MessageBody=event)


def test_a_photograph_goes_all_the_way(newsroom: _Newsroom, tmp_path: Path) -> None:
    """From S3's event to the notice, through every adapter, as Lambda would call the functions."""
    body = media.write_jpeg(tmp_path / "a.jpg", media.sign(["EXIT"], 640, 360), keywords=["Berlin"]).read_bytes()
    _put(newsroom, "a.jpg", body)
    while newsroom.poll():
        pass
    assert newsroom.item().status is ItemStatus.PROCESSING
    assert finalize.handler({"Records": newsroom.changes()}, None) == {"batchItemFailures": []}
    item = newsroom.item()
    assert item.status is ItemStatus.COMPLETED
    assert {"EXIT", "Berlin"} <= {tag.name for tag in item.tags}
    notices = newsroom.sqs.receive_message(QueueUrl=newsroom.mail, MaxNumberOfMessages=10)["Messages"]
    bodies = [json.loads(json.loads(each["Body"])["Message"]) for each in notices]
    assert [each["dedupe_id"] for each in bodies] == [f"{ID}:{item.version}"]
    written = {each["Key"] for each in newsroom.s3.list_objects_v2(Bucket="derived")["Contents"]}
    names = {"thumb-256.jpg", "thumb-1024.jpg", "proxy.jpg", "item.json", "analysis/text.json.gz"}
    assert {f"derived/newsroom/{ID}/v1/{name}" for name in names} <= written
    assert sweep.handler({}, None) == {"swept": 0}


def test_a_recording_goes_all_the_way(newsroom: _Newsroom, tmp_path: Path) -> None:
    """A recording without speech ends too, and leaves no sound behind."""
    _put(newsroom, "a.wav", media.write_wav(tmp_path / "a.wav", media.silence(1.0)).read_bytes())
    while newsroom.poll():
        pass
    finalize.handler({"Records": newsroom.changes()}, None)
    assert newsroom.item().status is ItemStatus.COMPLETED
    written = [each["Key"] for each in newsroom.s3.list_objects_v2(Bucket="derived")["Contents"]]
    assert not [key for key in written if "/sound/" in key]


def test_a_dead_letter_is_read(newsroom: _Newsroom, tmp_path: Path) -> None:
    """A message that was given up ends what it asked for."""
    _put(newsroom, "a.jpg", media.write_jpeg(tmp_path / "a.jpg").read_bytes())
    url = newsroom.urls[QueueName.INGEST]
    message = newsroom.sqs.receive_message(QueueUrl=url)["Messages"][0]
    ingest.handler({"Records": [{"messageId": "m", "body": message["Body"]}]}, None)
    work = newsroom.sqs.receive_message(QueueUrl=newsroom.urls[QueueName.IMAGE])["Messages"][0]
    answer = deadletter.handler({"Records": [{"messageId": "m", "body": work["Body"]}]}, None)
    assert answer == {"batchItemFailures": []}
    item = newsroom.item()
    assert not item.pending
    assert {each.reason for each in item.analyses.values()} == {"gave_up", "no_engine"}


def test_the_environment_is_read_in_one_place() -> None:
    """What a function is told: names, addresses, and the embedded cloud's endpoint where there is one."""
    read = environment.Environment.read(
        {"ITEMS_TABLE": "t", "AWS_ENDPOINT_URL": "http://127.0.0.1:1", "AV_QUEUE_URL": "q"}
    )
    assert (read.items_table, read.endpoint, read.queue_urls[QueueName.AV]) == ("t", "http://127.0.0.1:1", "q")
    assert environment.Environment.read({}).endpoint is None
    client = environment.connect("s3", read)
    assert client.meta.config.s3["addressing_style"] == "path"
    assert client.meta.config.proxies == {}
