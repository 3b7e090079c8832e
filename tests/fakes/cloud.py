"""The whole cloud in memory: the functions, joined by queues that deliver as badly as they may.

Messages can come twice, late, in any order, or never; a function can be killed after any write. What is delivered
next is drawn from a seeded ``Random``, so a failing run can be run again.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING
from urllib.parse import quote_plus

from cloud.analysis import (
    av,
    collect,
    deadletter,
    finalize,
    image,
    ingest,
    orders,
    recognize,
    speech,
    start,
    sweep,
    text,
    vision,
)
from cloud.analysis.engines.aws.completions import parse_work
from cloud.analysis.engines.aws.jobs import Places
from cloud.analysis.engines.aws.port import NO_AI
from cloud.analysis.paid.till import Till
from cloud.analysis.shell.batch import run_paid, run_queue, run_stream
from cloud.analysis.work.messages import parse_message
from cloud.analysis.work.plan import OWN_ENGINES
from cloud.analysis.work.profiles import shipped_profiles
from cloud.analysis.work.services import Services
from cloud.contract.item import Item
from cloud.contract.keys import OriginalKey, encode_name, new_item_id
from cloud.store.queues import QueueName
from tests.fakes.engines import ScriptedEngines
from tests.fakes.leases import MemoryLeases
from tests.fakes.ledger import MemoryLedger
from tests.fakes.store import Clock, Crash, MemoryItems, MemoryObjects, MemoryQueues, MemoryTopic, Writes

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cloud.analysis.engines.aws.port import AiServices
    from cloud.analysis.work.plan import EngineSet
    from cloud.analysis.work.profiles import ProfileRule
    from cloud.analysis.work.services import Engines

_FUNCTIONS: dict[QueueName, Callable[[Services, str], None]] = {
    QueueName.INGEST: ingest.handle,
    QueueName.IMAGE: image.handle,
    QueueName.AV: av.handle,
    QueueName.VISION: vision.handle,
    QueueName.RECOGNIZE: recognize.handle,
    QueueName.SPEECH: speech.handle,
    QueueName.TEXT: text.handle,
    QueueName.START: start.handle,
    QueueName.COLLECT: collect.handle,
    QueueName.ORDERS: orders.handle,
}
#: Whose messages may come a thousand times, because they wait for others, and what tells what they are about.
_PAID = {
    QueueName.RECOGNIZE: parse_message,
    QueueName.START: parse_message,
    QueueName.TEXT: parse_message,
    QueueName.COLLECT: parse_work,
}
#: As the template says.
MAX_RECEIVES = 5
MAX_PAID_RECEIVES = 1000
BUCKET = "originals"
DERIVED_BUCKET = "derived"
REKOGNITION_TOPIC = "arn:aws:sns:us-east-1:123456789012:AmazonRekognition-snapstream"
REKOGNITION_ROLE = "arn:aws:iam::123456789012:role/snapstream-rekognition"
OWNER = "u-1"


class FakeCloud:
    """One newsroom."""

    def __init__(
        self,
        engines: Engines | None = None,
        *,
        seed: int = 0,
        ai: AiServices = NO_AI,
        engine_set: EngineSet = OWN_ENGINES,
        cap_microusd: int | None = None,
        profiles: Callable[[], Mapping[str, ProfileRule]] = shipped_profiles,
    ) -> None:
        self.random = Random(seed)  # noqa: S311 -- chance that can be repeated
        self.clock = Clock()
        self.writes = Writes()
        self.stream: list[dict[str, object]] = []
        self.originals = MemoryObjects(clock=self.clock, is_read_only=True)
        self.derived = MemoryObjects(self.writes, self.clock)
        self.items = MemoryItems(self.writes, self.stream.append)
        self.queues = MemoryQueues(self.writes)
        self.topic = MemoryTopic(self.writes)
        self.ledger = MemoryLedger(self.writes)
        self.leases = MemoryLeases(self.writes)
        self.scripted = ScriptedEngines()
        self.services = Services(
            items=self.items,
            originals=self.originals,
            derived=self.derived,
            queues=self.queues,
            topic=self.topic,
            engines=engines or self.scripted,
            now=self.clock,
            ai=ai,
            till=Till(self.ledger, self.derived, self.clock, cap_microusd, profiles),
            engine_set=engine_set,
            profiles=profiles,
            places=Places(BUCKET, DERIVED_BUCKET, REKOGNITION_TOPIC, REKOGNITION_ROLE),
            leases=self.leases,
        )
        self.receives: Counter[str] = Counter()
        self.dead: list[str] = []
        self.doubles = 0.0  #: how likely a message stays in its queue although it was handled
        self.crashes = 0

    def upload(
        self,
        filename: str,
        body: bytes,
        /,
        *,
        owner_id: str = OWNER,
        library: str = "newsroom",
        item_id: str | None = None,
        tells: bool = True,
        **metadata: str,
    ) -> str:
        """Put an original as the desktop does, and tell ``ingest``; return the item's id."""
        item_id = item_id or new_item_id(self.clock().timestamp())
        key = OriginalKey.of(library, owner_id, item_id, filename)
        name, is_short = encode_name(filename)
        if is_short:
            self.originals.upload(key.name_json, json.dumps({"filename": filename}).encode())
        known = {"sha256": hashlib.sha256(body).hexdigest(), "filename": name, "profile": "full", "folder": "Card"}
        head = self.originals.upload(
            str(key), body, known | {each.replace("_", "-"): v for each, v in metadata.items()}
        )
        if tells:
            self.queues.waiting[QueueName.INGEST].append(event_bridge(str(key), head.version_id))
        return item_id

    def item(self, item_id: str) -> Item:
        """Return an item as it is."""
        record = self.items.get(item_id)
        assert record is not None, f"there is no item {item_id}"
        return Item.from_record(record)

    def run(self, *, until_quiet_for: int = 10_000) -> None:
        """Deliver until nothing waits."""
        for _ in range(until_quiet_for):
            if not self.step():
                return
        raise AssertionError("the cloud never comes to rest")

    def step(self) -> bool:
        """Deliver one message, or one change of the stream; say whether there was any."""
        busy = [queue for queue in QueueName if self.queues.waiting[queue]]
        if self.stream and (not busy or self.random.random() < 0.5):
            self._deliver_change()
            return True
        if not busy:
            return False
        queue = self.random.choice(busy)
        messages = self.queues.waiting[queue]
        body = messages.pop(self.random.randrange(len(messages)))
        if self.deliver(queue, body) and self.random.random() >= self.doubles:
            return True
        self.receives[body] += 1
        if self.receives[body] >= (MAX_PAID_RECEIVES if queue in _PAID else MAX_RECEIVES):
            self.dead.append(body)
        else:
            messages.append(body)
        return True

    def deliver(self, queue: QueueName, body: str) -> bool:
        """Let a function handle a message; say whether it is done with it."""
        attributes = {"ApproximateReceiveCount": str(self.receives[body] + 1)}
        event = {"Records": [{"messageId": "m", "body": body, "receiptHandle": "r", "attributes": attributes}]}

        def handle(each: str) -> None:
            _FUNCTIONS[queue](self.services, each)

        try:
            if queue in _PAID:
                answer = run_paid(queue, event, handle, self.services, _PAID[queue])
            else:
                answer = run_queue(queue, event, handle)
        except Crash:
            self.crashes += 1
            return False
        if queue in _PAID and answer["batchItemFailures"]:
            # It waits as long as it was told to; whatever else is under way is late by that.
            self.clock.advance(timedelta(seconds=self.queues.postponed[-1][2]))
        return answer == {"batchItemFailures": []}

    def bury(self) -> None:
        """Let ``deadletter`` read what is dead."""
        while self.dead:
            body = self.dead.pop()
            run_queue(
                "deadletter",
                {"Records": [{"messageId": "m", "body": body}]},
                lambda each: deadletter.handle(self.services, each),
            )
        self.run()

    def sweep(self) -> int:
        """Let ``sweep`` look once."""
        return sweep.sweep(self.services)

    def _deliver_change(self) -> None:
        image_ = self.stream[0]
        event = {"Records": [{"eventID": "e", "dynamodb": {"SequenceNumber": "1", "NewImage": image_}}]}
        try:
            run_stream("finalize", event, lambda each: finalize.handle(self.services, each))
            run_stream("orders", event, lambda each: orders.handle_change(self.services, each))
        except Crash:
            self.crashes += 1
            return
        if self.random.random() >= self.doubles:
            self.stream.pop(0)


def event_bridge(key: str, version_id: str = "", sequencer: str = "0065A1", bucket: str = BUCKET) -> str:
    """Return EventBridge's event of a new object: its key as it is."""
    thing = {"key": key, "size": 1, "etag": "e", "version-id": version_id, "sequencer": sequencer}
    detail = {"version": "0", "bucket": {"name": bucket}, "object": thing, "reason": "PutObject"}
    return json.dumps({"version": "0", "source": "aws.s3", "detail-type": "Object Created", "detail": detail})


def notification(key: str, version_id: str = "", sequencer: str = "0065A1", bucket: str = BUCKET) -> str:
    """Return S3's own event of a new object: its key ``quote_plus``-encoded."""
    thing = {"key": quote_plus(key, safe="/"), "size": 1, "versionId": version_id, "sequencer": sequencer}
    record = {
        "eventSource": "aws:s3",
        "eventName": "ObjectCreated:Put",
        "s3": {"bucket": {"name": bucket}, "object": thing},
    }
    return json.dumps({"Records": [record]})
