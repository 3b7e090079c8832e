"""A worker from its environment, over moto's AWS: the real adapters, as gunicorn starts them."""

from __future__ import annotations

import base64
import json
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from moto import mock_aws

from cloud.api import wsgi
from cloud.api.context import CONTEXT
from cloud.contract.accounts import Registration
from tests.fakes import template
from tests.fakes.account_checks import create_users_table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

REGION = "eu-central-1"
KEYS = "\n".join(base64.b64encode(each * 32).decode() for each in (b"n", b"o"))
VARIABLES = {
    "NEWSROOM": "herald",
    "NEWSROOM_NAME": "The Herald",
    "PUBLIC_URL_PARAMETER": "/herald/url",
    "SIGNING_KEY_PARAMETER": "/herald/key",
    "REGISTRATION": "open",
    "ADDRESS_HEADER": "CloudFront-Viewer-Address",
    "MAIL_SENDER": "desk@herald.example",
    "HASHES_AT_ONCE": "1",
    "ORIGINALS_BUCKET": "herald-originals",
    "DERIVED_BUCKET": "herald-derived",
    "ITEMS_TABLE": "items",
    "ITEMS_TABLE_ARN": f"arn:aws:dynamodb:{REGION}:123456789012:table/items",
    "USERS_TABLE": "users",
    "DESKTOP_ROLE_ARN": "arn:aws:iam::123456789012:role/desktop",
    "ITEM_EVENTS_TOPIC_ARN": f"arn:aws:sns:{REGION}:123456789012:events",
    "INGEST_QUEUE_URL": "https://sqs.example/ingest",
    "INGEST_DEAD_LETTERS_URL": "https://sqs.example/ingest-dead",
}

#: Where a client is, as CloudFront says it.
VIEWER = {"HTTP_CLOUDFRONT_VIEWER_ADDRESS": "192.0.2.7:443"}


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[wsgi.Clients]:
    """Return clients of an account with the table of users as the template has it, the parameters, and SES."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "testing")
    with mock_aws():
        clients = wsgi.Clients(boto3.Session(region_name=REGION), REGION, None)
        create_users_table(clients("dynamodb"), "users")
        clients("ssm").put_parameter(Name="/herald/url", Type="String", Value="https://news.example/")
        clients("ssm").put_parameter(Name="/herald/key", Type="SecureString", Value=KEYS)
        clients("sesv2").create_email_identity(EmailIdentity="desk@herald.example")
        trust = {"Version": "2012-10-17", "Statement": []}
        clients("iam").create_role(RoleName="desktop", AssumeRolePolicyDocument=json.dumps(trust))
        yield clients


def test_a_worker_signs_people_in(aws: wsgi.Clients) -> None:
    """Register, sign in, be given credentials: through DynamoDB, SES and STS."""
    app = wsgi.build(VARIABLES, aws)
    outbox: Any = app.extensions[CONTEXT].outbox
    client = app.test_client()
    client.environ_base.update(VIEWER)
    assert client.get("/api/ready").status_code == 200
    body = {"email": "eve@herald.example", "name": "Eve", "password": "a long walk home"}
    registered = client.post("/api/register", json=body, buffered=True)
    assert registered.status_code == 202
    outbox.stop()  # what waits is sent then
    statistics = boto3.client("ses", region_name=REGION).get_send_statistics()["SendDataPoints"]
    assert sum(int(each["DeliveryAttempts"]) for each in statistics) == 1
    refused = client.post("/api/login", json={"email": "Eve@herald.example", "password": body["password"]})
    assert (refused.status_code, refused.get_json()["type"]) == (403, "urn:snapstream:unconfirmed")
    _activate(aws)
    tokens = client.post("/api/login", json={"email": "Eve@herald.example", "password": body["password"]}).get_json()
    token = {"Authorization": f"Bearer {tokens['access_token']}"}
    connection = client.post("/api/credentials", headers=token).get_json()
    assert connection["newsroom"] == "herald"
    assert connection["api_url"] == "https://news.example"
    assert connection["credentials"]["access_key_id"].startswith("ASIA")
    first = tokens["refresh_token"]
    assert client.post("/api/refresh", json={"refresh_token": first}).status_code == 200
    assert client.post("/api/refresh", json={"refresh_token": first}, buffered=True).status_code == 401
    assert client.get("/api/me", headers=token).status_code == 401
    outbox.stop()


def _activate(aws: wsgi.Clients) -> None:
    """Confirm the only person there is."""
    dynamodb: Any = aws("dynamodb")
    rows = dynamodb.query(
        TableName="users",
        IndexName="listing",
        KeyConditionExpression="listing = :user",
        ExpressionAttributeValues={":user": {"S": "user"}},
    )["Items"]
    ((key, row),) = [(row["id"], row) for row in rows]
    name = next(name for name, value in row.items() if value == {"S": "unconfirmed"})
    dynamodb.update_item(
        TableName="users",
        Key={"id": key},
        UpdateExpression="SET #state = :active",
        ExpressionAttributeNames={"#state": name},
        ExpressionAttributeValues={":active": {"S": "active"}},
    )


def test_pages_know_where_presigned_addresses_lead(aws: wsgi.Clients) -> None:
    """The policy of pages names the buckets as botocore addresses them."""
    client = wsgi.build(VARIABLES, aws).test_client()
    policy = client.get("/api/docs", environ_base=VIEWER).headers["Content-Security-Policy"]
    for bucket in ("herald-originals", "herald-derived"):
        assert f" https://{bucket}.s3.{REGION}.amazonaws.com" in policy


def test_the_settings_are_read() -> None:
    """Each variable says what it says."""
    parameters = {"/herald/url": "https://news.example/", "/herald/key": KEYS}
    config = wsgi.read_config({**VARIABLES, "DAILY_CAP_USD": "2.5", "CREDENTIALS_S": "900"}, parameters.__getitem__)
    assert config.signing_keys == (b"n" * 32, b"o" * 32)
    assert config.public_url == "https://news.example"
    assert config.registration is Registration.OPEN
    assert (config.is_secure, config.credentials_s, config.hashes_at_once) == (True, 900, 1)
    assert config.daily_cap_microusd == 2_500_000


def test_queues_are_named_as_outputs_are() -> None:
    """What the environment says in capitals, the stack's outputs say otherwise."""
    outputs = wsgi.read_outputs(VARIABLES)
    assert outputs["IngestQueueUrl"] == VARIABLES["INGEST_QUEUE_URL"]
    assert outputs["IngestDeadLettersUrl"] == VARIABLES["INGEST_DEAD_LETTERS_URL"]
    assert "LedgerTable" not in outputs
    assert set(wsgi.OUTPUTS.values()) <= set(template.deploy(template.AWS).outputs)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"NEWSROOM": ""}, "NEWSROOM"),
        ({"SIGNING_KEY_PARAMETER": ""}, "SIGNING_KEY_PARAMETER"),
        ({"PUBLIC_URL_PARAMETER": ""}, "PUBLIC_URL_PARAMETER"),
        ({"REGISTRATION": "sometimes"}, "sometimes"),
        ({"DAILY_CAP_USD": "much"}, "much"),
        ({"HASHES_AT_ONCE": "x"}, "x"),
    ],
)
def test_a_worker_that_cannot_start_says_why(change: Mapping[str, str], words: str) -> None:
    """The message names what is wrong."""
    parameters = {"/herald/url": "https://news.example/", "/herald/key": KEYS}
    with pytest.raises(wsgi.BadEnvironmentError, match=words):
        wsgi.read_config({**VARIABLES, **change}, parameters.__getitem__)


@pytest.mark.parametrize("text", ["", "short", "!", base64.b64encode(b"k" * 31).decode()])
def test_keys_that_are_none_are_refused(text: str) -> None:
    """A key has 32 bytes at least, in base 64."""
    with pytest.raises(wsgi.BadEnvironmentError):
        wsgi.read_keys(text)
