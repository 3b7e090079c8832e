from __future__ import annotations

import hashlib
import http.client
import urllib.error
import urllib.request
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError

from cloud.local.emulator import LaunchKey
from cloud.local.newsroom import Door

if TYPE_CHECKING:
    from tests.cloud.local.conftest import LocalCloud

pytestmark = pytest.mark.embedded

#: What a page or another program tries: method, path, headers, body. ``{port}`` is the cloud's.
PROBES: dict[str, tuple[str, str, dict[str, str], bytes]] = {
    "cross-origin fetch": ("GET", "/", {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}, b""),
    "form post to reset": (
        "POST",
        "/_ministack/reset",
        {"Origin": "https://evil.example", "Content-Type": "application/x-www-form-urlencoded"},
        b"a=b",
    ),
    "form post without an origin": ("POST", "/_ministack/reset", {"Content-Type": "text/plain"}, b""),
    "dns rebinding": ("GET", "/_ministack/health", {"Host": "evil.example:{port}"}, b""),
    "image tag": ("GET", "/health", {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"}, b""),
    "preflight": (
        "OPTIONS",
        "/",
        {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"},
        b"",
    ),
    "12-digit key lists buckets": (
        "GET",
        "/",
        {
            "Authorization": "AWS4-HMAC-SHA256 Credential=000000000000/20261122/us-east-1/s3/aws4_request, "
            "SignedHeaders=host, Signature=" + "0" * 64
        },
        b"",
    ),
    "12-digit key runs code": (
        "POST",
        "/2015-03-31/functions/snapstream-ingest/invocations",
        {
            "Authorization": "AWS4-HMAC-SHA256 Credential=000000000000/20261122/us-east-1/lambda/aws4_request, "
            "SignedHeaders=host, Signature=" + "0" * 64
        },
        b"{}",
    ),
    "the key test": (
        "POST",
        "/",
        {
            "Authorization": "AWS4-HMAC-SHA256 Credential=test/20261122/us-east-1/dynamodb/aws4_request, "
            "SignedHeaders=host, Signature=" + "0" * 64,
            "X-Amz-Target": "DynamoDB_20120810.ListTables",
        },
        b"{}",
    ),
    "config": ("POST", "/_ministack/config", {}, b'{"stepfunctions._sfn_mock_config": {}}'),
    "mail": ("GET", "/_ministack/ses/messages", {}, b""),
    "messages": ("GET", "/_ministack/sqs/messages", {}, b""),
    "code": ("GET", "/_ministack/lambda-code/snapstream-ingest", {}, b""),
    "localstack": ("GET", "/_localstack/init", {}, b""),
    "unsigned list": ("GET", "/", {}, b""),
    "unsigned get of an original": ("GET", "/snapstream-originals-000000000000-us-east-1?list-type=2", {}, b""),
}


def send(cloud: LocalCloud, probe: tuple[str, str, dict[str, str], bytes]) -> tuple[int, dict[str, str], bytes]:
    """Send one probe as raw HTTP; return status, headers, body."""
    method, path, headers, body = probe
    endpoint = cloud.connection.endpoint
    assert endpoint is not None
    port = int(endpoint.rpartition(":")[2])
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    line.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    for name, value in ({"Host": "127.0.0.1:{port}", "Content-Length": str(len(body))} | headers).items():
        line.putheader(name, value.format(port=port))
    line.endheaders(body)
    answer = line.getresponse()
    text = answer.read()
    line.close()
    return answer.status, {name.lower(): value for name, value in answer.getheaders()}, text


@pytest.mark.parametrize("name", PROBES)
def test_a_probe_gets_403_and_learns_nothing(shared_cloud: LocalCloud, name: str) -> None:
    """Every probe is refused, without a header that would let a page read the answer."""
    status, headers, body = send(shared_cloud, PROBES[name])
    assert status == 403
    assert not [header for header in headers if header.startswith("access-control-")]
    assert b"snapstream-" not in body
    assert b"inistack" not in body


def test_the_cloud_still_works_after_the_probes(shared_cloud: LocalCloud) -> None:
    """Nothing was reset."""
    for probe in PROBES.values():
        send(shared_cloud, probe)
    assert shared_cloud.door.client("cloudformation").describe_stacks(StackName="snapstream")["Stacks"]


def test_a_known_key_with_a_wrong_signature_is_refused(shared_cloud: LocalCloud) -> None:
    """Who reads a key from a presigned URL has not its secret; the launch's own key is no exception."""
    door, desktop = shared_cloud.door, shared_cloud.connection.credentials
    for key in (door.key, LaunchKey(desktop.access_key_id, desktop.secret_access_key, desktop.session_token)):
        wrong = Door(door.endpoint, replace(key, secret_access_key="x" * 40))
        with pytest.raises(ClientError) as refused:
            wrong.client("s3").list_buckets()
        assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403
        with pytest.raises(ClientError) as refused:
            wrong.client("lambda").invoke(FunctionName="snapstream-ingest", Payload=b"{}")
        assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_a_workers_key_cannot_be_computed(shared_cloud: LocalCloud) -> None:
    """The emulator derives workers' keys from names; ours are drawn at each launch."""
    config = shared_cloud.door.client("lambda").get_function_configuration(FunctionName="snapstream-ingest")
    digest = hashlib.sha256(f"{config['FunctionArn']}:{config['Role']}".encode()).hexdigest()
    key = LaunchKey(
        f"ASIA{digest[:16].upper()}",
        hashlib.sha256(f"secret:{digest}".encode()).hexdigest(),
        hashlib.sha256(f"token:{digest}".encode()).hexdigest(),
    )
    shared_cloud.door.client("lambda").invoke(FunctionName="snapstream-ingest", Payload=b"{}")
    with pytest.raises(ClientError) as refused:
        Door(shared_cloud.door.endpoint, key).client("sts").get_caller_identity()
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_a_presigned_url_plays_and_a_changed_one_does_not(shared_cloud: LocalCloud) -> None:
    """Players fetch by presigned URLs; one for another object does not open."""
    s3, connection = shared_cloud.client("s3"), shared_cloud.connection
    bucket = connection.buckets.originals
    key = "uploads/newsroom/demo/2026/11/01KB0000000000000000000000/original.jpg"
    s3.put_object(Bucket=bucket, Key=key, Body=b"picture")
    url = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": key}, ExpiresIn=60)
    with urllib.request.urlopen(url) as answer:  # noqa: S310 -- our own loopback URL
        assert answer.read() == b"picture"
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(url.replace("original.jpg", "other.jpg"))  # noqa: S310 -- the same
    assert refused.value.code == 403
    refused.value.close()
