"""Queues and the topic: the same tests for SQS and SNS (in moto) and for what stands in for them."""

from __future__ import annotations

import json
from typing import Any

import boto3
import pytest

from cloud.store.queues import QueueName, Queues, SqsQueues
from cloud.store.topics import Notice, SnsTopic
from tests.fakes.store import MemoryQueues

NOTICE = Notice("01JD", 7, "PARTIAL", "truncated", "newsroom", "u-1", "image", "derived/item.json", "")


@pytest.fixture(params=["memory", "sqs"])
def queues(request: pytest.FixtureRequest) -> Queues:
    """Give each kind of queues in turn."""
    if request.param == "memory":
        return MemoryQueues()
    request.getfixturevalue("moto_aws")
    client: Any = boto3.client("sqs", region_name="us-east-1")
    urls = {name: client.create_queue(QueueName=name.value)["QueueUrl"] for name in QueueName}
    return SqsQueues(client, urls)


def test_what_is_sent_waits_in_its_own_queue(queues: Queues) -> None:
    """A message is counted in the queue that it was sent to, and in no other."""
    queues.send(QueueName.IMAGE, "one")
    queues.send(QueueName.IMAGE, "two é")
    assert queues.depth(QueueName.IMAGE) == 2
    assert queues.depth(QueueName.AV) == 0


def test_a_message_that_is_postponed_by_nothing_comes_again_at_once(moto_aws: object) -> None:
    """The queue hides what was received for an hour; postponing sets that aside, and counts the receive."""
    del moto_aws
    client: Any = boto3.client("sqs", region_name="us-east-1")
    url = client.create_queue(QueueName="image", Attributes={"VisibilityTimeout": "3600"})["QueueUrl"]
    sqs = SqsQueues(client, {QueueName.IMAGE: url})
    sqs.send(QueueName.IMAGE, "one")
    [first] = client.receive_message(QueueUrl=url)["Messages"]
    assert "Messages" not in client.receive_message(QueueUrl=url)
    sqs.postpone(QueueName.IMAGE, first["ReceiptHandle"], 0)
    [again] = client.receive_message(QueueUrl=url, MessageSystemAttributeNames=["ApproximateReceiveCount"])["Messages"]
    assert (again["Body"], again["Attributes"]["ApproximateReceiveCount"]) == ("one", "2")


def test_a_notice_reaches_its_subscribers(moto_aws: object) -> None:
    """SNS carries the notice's body and its attributes, none of them empty."""
    del moto_aws
    sns: Any = boto3.client("sns", region_name="us-east-1")
    sqs: Any = boto3.client("sqs", region_name="us-east-1")
    arn = sns.create_topic(Name="item-events")["TopicArn"]
    url = sqs.create_queue(QueueName="mail")["QueueUrl"]
    sns.subscribe(TopicArn=arn, Protocol="sqs", Endpoint="arn:aws:sqs:us-east-1:123456789012:mail")
    SnsTopic(sns, arn).publish(NOTICE)
    envelope = json.loads(sqs.receive_message(QueueUrl=url)["Messages"][0]["Body"])
    assert json.loads(envelope["Message"])["dedupe_id"] == "01JD:7"
    attributes = {name: each["Value"] for name, each in envelope["MessageAttributes"].items()}
    assert attributes == NOTICE.attributes()


def test_a_notice_holds_ids_and_keys_alone() -> None:
    """The body names the item, its end and where to look; nothing of what was found or said."""
    body = json.loads(NOTICE.to_json())
    assert body == {
        "dedupe_id": "01JD:7",
        "item_id": "01JD",
        "version": 7,
        "status": "PARTIAL",
        "reason": "truncated",
        "library": "newsroom",
        "owner_id": "u-1",
        "media_type": "image",
        "links": {"item": "derived/item.json", "thumbnail": ""},
    }
    assert all(NOTICE.attributes().values())
