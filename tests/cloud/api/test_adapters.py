"""The adapters of links, subscriptions and queues, against AWS as it is played in this process."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import boto3
import pytest
from botocore.config import Config
from moto import mock_aws

from cloud.api.links import S3Links, disposition
from cloud.api.ports import Backlog
from cloud.api.subscribers import SnsSubscribers
from cloud.api.works import SqsWorks, queue_urls
from cloud.contract.connection import Credentials

if TYPE_CHECKING:
    from collections.abc import Iterator

REGION = "us-east-1"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _moto(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "testing")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
    with mock_aws():
        yield


def client(service: str) -> Any:  # noqa: ANN401 -- boto3's clients have no type
    """Return a client."""
    return boto3.client(
        service, region_name=REGION, config=Config(signature_version="s3v4" if service == "s3" else "v4")
    )


@pytest.fixture
def links() -> S3Links:
    """Return links signed by credentials that end in an hour."""
    end = NOW + timedelta(hours=1)
    return S3Links(client("s3"), originals="originals", derived="derived", now=lambda: NOW, credentials_end=lambda: end)


def test_a_link_leads_to_one_version_under_its_own_name(links: S3Links) -> None:
    """For as long as was asked; the name is data, whatever is in it."""
    address = urlsplit(links.download("uploads/x/original.jpg", "v 1", 'é"\n🎉.jpg', seconds=600))
    query = {name: values[0] for name, values in parse_qs(address.query).items()}
    assert address.path == "/uploads/x/original.jpg"
    assert (query["versionId"], query["X-Amz-Expires"]) == ("v 1", "600")
    assert query["response-content-disposition"] == disposition('é"\n🎉.jpg')
    assert "\n" not in disposition('é"\n🎉.jpg')
    assert disposition("a b.jpg") == "attachment; filename=\"a b.jpg\"; filename*=UTF-8''a%20b.jpg"
    assert "versionId" not in links.derived("derived/x/thumb-256.jpg", seconds=60)


def test_a_link_is_never_longer_than_its_credentials(links: S3Links) -> None:
    """Nor than a week; without an end there is no bound but S3's."""
    assert links.longest_s() == 3600
    for end, longest in ((None, None), (NOW + timedelta(days=30), 604_800), (NOW - timedelta(seconds=1), 0)):
        other = S3Links(client("s3"), originals="o", derived="d", now=lambda: NOW, credentials_end=lambda end=end: end)
        assert other.longest_s() == longest


def test_an_upload_form_holds_key_metadata_and_size(links: S3Links) -> None:
    """Its policy allows exactly these, and no byte more."""
    form = links.upload("uploads/x/original.jpg", {"sha256": "ab"}, max_bytes=1_000, seconds=60)
    fields = form["fields"]
    assert isinstance(fields, dict)
    policy = json.loads(base64.b64decode(str(fields["policy"])))
    assert ["content-length-range", 1, 1_000] in policy["conditions"]
    assert {"x-amz-meta-sha256": "ab"} in policy["conditions"]
    assert {"key": "uploads/x/original.jpg"} in policy["conditions"]
    assert fields["x-amz-meta-sha256"] == "ab"
    assert "x-amz-security-token" not in fields


def test_an_upload_form_is_signed_by_who_uploads(links: S3Links) -> None:
    """The API may put no original; the person may, within their session."""
    person = Credentials("ASIAPERSON", "secret", "session")
    fields = links.upload("uploads/x/original.jpg", {}, max_bytes=1_000, seconds=60, credentials=person)["fields"]
    assert isinstance(fields, dict)
    assert str(fields["x-amz-credential"]).startswith("ASIAPERSON/")
    assert fields["x-amz-security-token"] == "session"
    assert "secret" not in json.dumps(fields)


def test_a_subscription_is_filtered_and_its_filter_can_change() -> None:
    """SNS has one of each address: asking again sets the filter of the one that is there."""
    sns = client("sns")
    topic = sns.create_topic(Name="items")["TopicArn"]
    subscribers = SnsSubscribers(sns, topic)
    arn = subscribers.subscribe("ann@herald.example", {"library": ("newsroom",), "owner_id": ("u-1",)})
    attributes = sns.get_subscription_attributes(SubscriptionArn=arn)["Attributes"]
    assert json.loads(attributes["FilterPolicy"]) == {"library": ["newsroom"], "owner_id": ["u-1"]}
    assert attributes["Endpoint"] == "ann@herald.example"
    subscribers.unsubscribe(arn)
    subscribers.unsubscribe(arn)
    assert sns.list_subscriptions_by_topic(TopicArn=topic)["Subscriptions"] == []


def test_queues_tell_what_waits_and_what_is_dead() -> None:
    """By the outputs of a stack; without CloudWatch nobody knows for how long."""
    sqs = client("sqs")
    urls = {name: sqs.create_queue(QueueName=name)["QueueUrl"] for name in ("image", "image-dead", "finalize-dead")}
    for name, count in (("image", 3), ("image-dead", 1)):
        for number in range(count):
            sqs.send_message(QueueUrl=urls[name], MessageBody=str(number))
    outputs = {
        "ImageQueueUrl": urls["image"],
        "ImageDeadLettersUrl": urls["image-dead"],
        "FinalizeDeadLettersUrl": urls["finalize-dead"],
        "ItemsTable": "items",
    }
    works = SqsWorks(sqs, queue_urls(outputs), None, lambda: NOW)
    assert works.queues() == {"finalize": Backlog(0, 0), "image": Backlog(3, 1)}


def test_the_age_of_the_oldest_message_is_cloudwatchs() -> None:
    """The newest number that it has; where it has none, nobody knows."""
    sqs, cloudwatch = client("sqs"), client("cloudwatch")
    urls = {name: (sqs.create_queue(QueueName=f"snapstream-{name}")["QueueUrl"], "") for name in ("image", "av")}
    for minutes, age in ((5, 10.0), (1, 90.0)):
        metric = {
            "MetricName": "ApproximateAgeOfOldestMessage",
            "Dimensions": [{"Name": "QueueName", "Value": "snapstream-image"}],
            "Timestamp": NOW - timedelta(minutes=minutes),
            "Value": age,
        }
        cloudwatch.put_metric_data(Namespace="AWS/SQS", MetricData=[metric])
    ages = {name: each.oldest_s for name, each in SqsWorks(sqs, urls, cloudwatch, lambda: NOW).queues().items()}
    assert ages == {"image": 90, "av": None}
