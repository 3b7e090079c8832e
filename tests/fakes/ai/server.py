"""The AI services over HTTP on loopback, for functions that run in processes of their own on the embedded cloud.

Threads: one accepts, one a connection, and one that ends jobs and tells of it. What the services read and write lies in
the embedded cloud's buckets; word of a job's end goes to its topic or its event bus, by real clients.
"""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, Self

from botocore.exceptions import ClientError

from tests.fakes.ai.newsroom import FakeAws
from tests.fakes.ai.protocol import serve

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.fakes.ai.findings import Finder

_TICK_S = 0.1


class StackBuckets:
    """The buckets of a running stack; the client comes when the stack is up."""

    def __init__(self) -> None:
        self.client: Any = None

    def read(self, bucket: str, key: str, version_id: str = "") -> bytes:
        """Return an object's bytes."""
        place = {"Bucket": bucket, "Key": key} | ({"VersionId": version_id} if version_id else {})
        try:
            return bytes(self.client.get_object(**place)["Body"].read())
        except ClientError as error:
            raise KeyError(key) from error

    def write(self, bucket: str, key: str, body: bytes) -> None:
        """Put an object."""
        try:
            self.client.put_object(Bucket=bucket, Key=key, Body=body, ContentType="application/json")
        except ClientError as error:
            raise KeyError(bucket) from error


class AiServer:
    """A server on a free port, from ``with`` until its end."""

    def __init__(self, finder: Finder | None = None, *, job: timedelta = timedelta(seconds=0.3)) -> None:
        self.buckets = StackBuckets()
        self.aws = FakeAws(self.buckets, lambda: datetime.now(UTC), finder)
        self.aws.delay(job)
        self.aws.world.tell = self._tell
        self.drops_completions = False
        self.told: list[dict[str, Any]] = []
        self._client: Callable[[str], Any] | None = None
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(self.aws))
        self._http.daemon_threads = True
        self._over = threading.Event()
        self._threads = [
            threading.Thread(target=self._http.serve_forever, kwargs={"poll_interval": 0.05}, name="ai-accept"),
            threading.Thread(target=self._end_jobs, name="ai-jobs"),
        ]

    @property
    def endpoint(self) -> str:
        """Return its address."""
        return f"http://127.0.0.1:{self._http.server_address[1]}"

    def stand_on(self, client: Callable[[str], Any]) -> None:
        """Read and write the buckets of a stack, and tell its topics, with these clients."""
        self._client = client
        self.buckets.client = client("s3")

    def __enter__(self) -> Self:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._http.shutdown()
        self._http.server_close()
        for thread in self._threads:
            thread.join()

    def _end_jobs(self) -> None:
        while not self._over.wait(_TICK_S):
            self.aws.tick()

    def _tell(self, kind: str, where: str, message: dict[str, Any]) -> None:
        self.told.append(message)
        if self.drops_completions or self._client is None:
            return
        if kind == "sns":
            self._client("sns").publish(TopicArn=where, Message=json.dumps(message))
        else:
            _put_event(self._client, message)


def _put_event(client: Callable[[str], Any], message: dict[str, Any]) -> None:
    """Do as the default bus: nobody but AWS may put events whose source is AWS, and the emulator keeps to that."""
    events, sqs = client("events"), client("sqs")
    body = json.dumps(message)
    for rule in events.list_rules()["Rules"]:
        pattern = rule.get("EventPattern")
        if not pattern or not events.test_event_pattern(EventPattern=pattern, Event=body)["Result"]:
            continue
        for target in events.list_targets_by_rule(Rule=rule["Name"])["Targets"]:
            url = sqs.get_queue_url(QueueName=target["Arn"].rpartition(":")[2])["QueueUrl"]
            sqs.send_message(QueueUrl=url, MessageBody=body)


def _handler_of(aws: FakeAws) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            reply = serve(aws.services, self.headers.get("X-Amz-Target", ""), body)
            self.send_response(reply.status)
            for name, value in {**reply.headers, "Content-Length": str(len(reply.body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(reply.body)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    return Handler
