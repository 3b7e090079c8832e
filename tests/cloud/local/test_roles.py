"""Every function's role where rights are enforced: the real adapters, in the function itself, with its credentials.

What each does in its work is tried in full by the other tests here and end to end; these try each right by itself, and
what is forbidden. What the emulator does not judge (LeadingKeys, PassRole) stands in tests/cloud/deploy/test_roles.py.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cloud.local import control
from cloud.local.paths import LocalPaths
from tests.cloud.local.conftest import LocalCloud

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.embedded

#: Stands in for a function's handler: does what it is told to by name, and says what became of it.
PROBE = """
from datetime import UTC, datetime

from botocore.exceptions import ClientError

from cloud.analysis.shell.environment import Environment, connect, services
from cloud.analysis.shell.environment import os
from cloud.contract.record import now_text
from cloud.store.dynamodb_leases import DynamoLeases
from cloud.store.dynamodb_ledger import DynamoLedger
from cloud.store.ledger import Charge
from cloud.store.objects import ObjectMissingError
from cloud.store.queues import QueueName
from cloud.store.topics import Alert

NOW = now_text(datetime.now(UTC))
HERE = Environment.read(os.environ)
DERIVED = "derived/newsroom/x/v1/"
ORIGINAL = "uploads/newsroom/demo/2026/11/x/original.jpg"


def ledger():
    return DynamoLedger(connect("dynamodb", HERE), HERE.ledger_table)


def leases():
    return DynamoLeases(connect("dynamodb", HERE), HERE.ledger_table)


def charge():
    bill = Charge("probe-" + os.environ["AWS_LAMBDA_FUNCTION_NAME"], "x", "newsroom", 1, "text", "full", "a:B", 1, 1)
    ledger().settle(ledger().charge(bill, now=NOW, stale_before=NOW, cap_microusd=None, repeats=True))


def missing(read):
    try:
        read()
    except ObjectMissingError:
        pass


def dynamodb(operation, table, **request):
    return lambda: getattr(connect("dynamodb", HERE), operation)(TableName=table, **request)


def s3(operation, bucket, **request):
    return lambda: getattr(connect("s3", HERE), operation)(Bucket=bucket, **request)


ports = services()
WAYS = {
    "get an item": lambda: ports.items.get("x"),
    "claim": lambda: ports.items.claim("newsroom", "probe", "x"),
    "find open work": lambda: list(ports.items.open_items("open", before=NOW)),
    "read an original": lambda: missing(lambda: ports.originals.read(ORIGINAL)),
    "read what was derived": lambda: missing(lambda: ports.derived.read(DERIVED + "nothing")),
    "write what is derived": lambda: ports.derived.write(DERIVED + "probe", b"x", "text/plain"),
    "read the settings": lambda: missing(lambda: ports.derived.read("settings/profiles.json")),
    "drop a chunk of sound": lambda: ports.derived.remove(DERIVED + "sound/0000-0.pcm"),
    "drop the sound": lambda: ports.derived.remove(DERIVED + "sound.flac"),
    "charge": charge,
    "settle": lambda: dynamodb("get_item", HERE.ledger_table, Key={"id": {"S": "x"}})(),
    "take a slot": lambda: leases().take("probe", now=NOW, until=NOW),
    "give a slot back": lambda: leases().release("probe"),
    "alert": lambda: ports.alerts.publish(Alert("not_allowed", "probe", "text", "x", "x")),
    "tell of an item": lambda: connect("sns", HERE).publish(TopicArn=HERE.topic_arn, Message="{}"),
    "drop what was derived": lambda: ports.derived.remove(DERIVED + "item.json"),
    "drop an item": dynamodb("delete_item", HERE.items_table, Key={"id": {"S": "x"}}),
    "scan": dynamodb("scan", HERE.items_table),
    "read the feed": dynamodb("query", HERE.items_table, IndexName="feed", KeyConditionExpression="feed_day = :d",
        ExpressionAttributeValues={":d": {"S": "newsroom#2026-11-22"}}),
    "scan the ledger": dynamodb("scan", HERE.ledger_table),
    "read the users": dynamodb("get_item", "snapstream-users", Key={"id": {"S": "x"}}),
    "drop a table": dynamodb("delete_table", "snapstream-users"),
    "write an original": lambda: ports.originals.write(ORIGINAL, b"x", "image/jpeg"),
    "drop an original": lambda: ports.originals.remove(ORIGINAL),
    "write the settings": lambda: ports.derived.write("settings/profiles.json", b"{}", "application/json"),
    "drop a bucket": s3("delete_bucket", HERE.derived_bucket),
    "run a function": lambda: connect("lambda", HERE).invoke(FunctionName="snapstream-ingest"),
    "change a function": lambda: connect("lambda", HERE).update_function_code(
        FunctionName="snapstream-ingest", ZipFile=b"PK"),
    "become a desktop": lambda: connect("sts", HERE).assume_role(
        RoleArn="arn:aws:iam::000000000000:role/desktop", RoleSessionName="probe"),
    "list roles": lambda: connect("iam", HERE).list_roles(),
    "read the stack": lambda: connect("cloudformation", HERE).describe_stacks(),
    **{f"send to {queue}": lambda queue=queue: ports.queues.send(queue, "{}") for queue in QueueName},
    **{f"look at {queue}": lambda queue=queue: ports.queues.depth(queue) for queue in QueueName},
}


def handler(event, context):
    if "ways" not in event:
        return {"batchItemFailures": []}
    became = {}
    for way in event["ways"] or WAYS:
        try:
            WAYS[way]()
            became[way] = "done"
        except ClientError as error:
            became[way] = error.response["Error"]["Code"]
    return became
"""

_ITEM = {"get an item"}
_DERIVED = {"read what was derived", "write what is derived"}
_PAID = {"read the settings", "settle", "alert"}
_ASKED = _PAID | {"charge"}
#: Both put a row into the ledger; on AWS the role of ``collect`` and ``sweep`` lets them put leases alone, but the
#: emulator knows no ``dynamodb:LeadingKeys`` (tests/cloud/deploy/test_roles.py asks the evaluator).
_RETAKEN = {"take a slot", "charge"}
#: What each function's role lets it do of all the ways of the probe; everything else is denied.
MAY = {
    "ingest": _ITEM
    | {
        "claim",
        "read an original",
        "read the settings",
        "alert",
        "send to image",
        "send to av",
        "send to text",
        "look at ingest",
    },
    "image": _ITEM | _DERIVED | {"read an original", "send to vision", "send to recognize", "look at image"},
    "av": _ITEM
    | _DERIVED
    | {"read an original", "look at av"}
    | {f"send to {queue}" for queue in ("vision", "recognize", "speech", "start", "text")},
    "vision": _ITEM | _DERIVED | {"look at vision"},
    "recognize": _ITEM | _DERIVED | _ASKED | {"look at recognize"},
    "speech": _ITEM | _DERIVED | {"drop a chunk of sound", "send to text", "look at speech"},
    "start": _ITEM
    | _DERIVED
    | _ASKED
    | {"read an original", "take a slot", "give a slot back", "drop the sound", "send to text", "look at start"},
    "collect": _ITEM
    | _DERIVED
    | _PAID
    | _RETAKEN
    | {"give a slot back", "drop the sound", "send to start", "send to text", "look at collect"},
    "text": _ITEM | _DERIVED | _ASKED | {"look at text"},
    "finalize": _ITEM | _DERIVED | {"tell of an item"},
    "sweep": _ITEM
    | _DERIVED
    | _PAID
    | _RETAKEN
    | {"find open work", "give a slot back", "drop the sound", "tell of an item"}
    | {f"send to {queue}" for queue in ("image", "av", "start", "collect", "text", "orders")}
    | {f"look at {queue}" for queue in ("image", "av", "vision", "recognize", "speech", "start", "collect", "text")},
    "deadletter": _ITEM | _DERIVED | {"claim", "read an original", "drop a chunk of sound", "send to text"},
}


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """Return an embedded cloud whose every function is the probe."""
    made = LocalCloud(LocalPaths(tmp_path_factory.mktemp("roles")))
    made.start()
    for function in MAY:
        made.install(function, PROBE)
    yield made
    control.stop(made.paths)


@pytest.mark.parametrize("function", MAY)
def test_invariant_19_a_function_may_do_its_work_and_nothing_else(cloud: LocalCloud, function: str) -> None:
    """Each way is tried; what is not in its work is denied by the service."""
    answer = cloud.door.client("lambda").invoke(
        FunctionName=f"snapstream-{function}", Payload=json.dumps({"ways": []}).encode()
    )
    became = json.loads(answer["Payload"].read())
    assert "errorMessage" not in became, became
    denied = {way for way, code in became.items() if code.startswith(("AccessDenied", "AuthorizationError"))}
    assert set(became) - denied == MAY[function], {way: became[way] for way in (set(became) - denied) ^ MAY[function]}
    assert {became[way] for way in MAY[function]} == {"done"}
