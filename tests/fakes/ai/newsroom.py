"""All the AI services of one fake account, and real boto3 clients of them whose requests never leave the process."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import boto3
from botocore.awsrequest import AWSResponse
from botocore.config import Config

from cloud.analysis.engines.aws.port import BotoAi
from cloud.analysis.shell.environment import AI_SETTINGS
from cloud.store.objects import ObjectMissingError
from tests.fakes.ai.comprehend import FakeComprehend, FakeTranslate
from tests.fakes.ai.findings import Finder
from tests.fakes.ai.protocol import serve
from tests.fakes.ai.service import Bill, Buckets, FakeService, World
from tests.fakes.ai.transcribe import FakeTranscribe
from tests.fakes.ai.validator import checked
from tests.fakes.ai.video import FakeRekognition

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable
    from datetime import datetime, timedelta

    from botocore.awsrequest import AWSPreparedRequest

REGION = "us-east-1"


@dataclass
class MemoryBuckets:
    """Buckets of ``tests.fakes.store`` by name."""

    stores: dict[str, Any] = field(default_factory=dict)

    def read(self, bucket: str, key: str, version_id: str = "") -> bytes:
        """Return an object's bytes."""
        try:
            return bytes(self.stores[bucket].read(key, version_id))
        except ObjectMissingError as error:
            raise KeyError(key) from error

    def write(self, bucket: str, key: str, body: bytes) -> None:
        """Put an object, as the service does: none of our functions wrote it."""
        self.stores[bucket].upload(key, body)


class FakeAws:
    """Rekognition, Transcribe, Comprehend and Translate of one account."""

    def __init__(self, buckets: Buckets, now: Callable[[], datetime], finder: Finder | None = None) -> None:
        self.world = World(buckets, now)
        self.finder = finder or Finder()
        self.rekognition = FakeRekognition(self.world, self.finder)
        self.transcribe = FakeTranscribe(self.world, self.finder)
        self.comprehend = FakeComprehend(self.world)
        self.translate = FakeTranslate(self.world)
        self.services: dict[str, FakeService] = {
            each.name: each for each in (self.rekognition, self.transcribe, self.comprehend, self.translate)
        }

    @property
    def bill(self) -> Bill:
        """What AWS would charge for so far."""
        return self.world.bill

    @property
    def calls(self) -> Counter[str]:
        """How often each operation was called, answered or not."""
        counted = type(self.rekognition.calls)()
        for name, service in self.services.items():
            counted.update({f"{name}:{operation}": count for operation, count in service.calls.items()})
        return counted

    @property
    def malformed(self) -> list[str]:
        """What AWS would have refused as malformed, and what no fake has."""
        return [fault for service in self.services.values() for fault in service.malformed]

    def delay(self, by: timedelta) -> None:
        """Let jobs take so long."""
        self.rekognition.delay = self.transcribe.delay = by

    def tick(self) -> int:
        """End the jobs whose time has come, and tell; return how many."""
        return self.rekognition.tick() + self.transcribe.tick()

    def ai(self) -> BotoAi:
        """Return what the functions call, over real clients."""
        return BotoAi(self.client)

    def client(self, service: str) -> Any:  # noqa: ANN401 -- botocore makes its clients at run time
        """Return a strict boto3 client of a service that answers in this process."""
        client = _make_client(service)

        def send(request: AWSPreparedRequest, **_more: object) -> AWSResponse:
            target = request.headers["X-Amz-Target"]
            target = target.decode() if isinstance(target, bytes) else target
            body = request.body or b""
            reply = serve(self.services, target, body.encode() if isinstance(body, str) else bytes(body))
            return AWSResponse(request.url, reply.status, dict(reply.headers), _Raw(reply.body))

        client.meta.events.register_first("before-send", send)
        return checked(client)


class _Raw:
    """The body of an answer, as urllib3 would stream it."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self, *_arguments: object, **_more: object) -> Any:  # noqa: ANN401 -- as urllib3's
        yield self._body


def _make_client(service: str) -> Any:  # noqa: ANN401 -- botocore makes its clients at run time
    return boto3.client(
        service,
        region_name=REGION,
        aws_access_key_id="synthetic",
        aws_secret_access_key="synthetic",  # noqa: S106 -- no account has it
        config=Config(**AI_SETTINGS),  # as the functions ask
    )
