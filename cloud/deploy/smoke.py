"""A real upload through a deployed stack, with a desktop's rights: what it proves, and what only AWS can show.

::

    credentials of the desktop role ─▶ what must be denied ─▶ put samples ─▶ wait, as sync would ─▶ look ─▶ clean up

Everything goes into the private library of a person who is made up for this run, so nobody's library shows it, and no
earlier upload of the same bytes is in the way. What the paid services cost stays in the ledger. Main thread; blocking.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from cloud.contract.item import Item
from cloud.contract.keys import OriginalKey, derived_prefix, encode_name, new_item_id, private_library
from cloud.contract.status import AnalysisState
from cloud.deploy.checks import FAILED, OK, Check, desktop_client
from cloud.deploy.code_bucket import empty
from cloud.deploy.connection import issue, newsroom_id, person
from cloud.deploy.denials import Denials
from cloud.store.items import claim_id
from cloud.store.listing import first_day_id
from cloud.store.wire import record_from_wire, to_wire

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cloud.contract.connection import Connection
    from cloud.deploy.account import Account
    from cloud.deploy.progress import Clock

#: Which engine must have found something, or truly nothing: by the engines of the stack, then by kind of media.
EXPECTED: Mapping[str, Mapping[str, Mapping[str, str]]] = {
    "aws": {
        "image": dict.fromkeys(("labels", "text", "people", "logos"), "rekognition"),
        "audio": {"speech": "transcribe"}
        | dict.fromkeys(("language", "entities", "phrases", "sentiment"), "comprehend"),
    },
    "ondevice": {
        "image": {"text": "rapidocr", "faces": "opencv"},
        "audio": {"speech": "pocketsphinx", "language": "", "phrases": "", "sentiment": ""},
    },
}
_GOOD = {AnalysisState.SUCCEEDED, AnalysisState.NO_DATA}
#: What is in every sample of its kind: nothing found is a fault.
_CERTAIN = {"labels", "text", "speech", "language"}


@dataclass(frozen=True, slots=True)
class Sample:
    """A file to upload."""

    filename: str
    mime: str
    data: bytes


@dataclass(frozen=True, slots=True)
class _Sent:
    sample: Sample
    item_id: str
    key: str
    sha256: str


class Smoke:
    """One run against one stack."""

    def __init__(
        self, account: Account, stack: str, outputs: Mapping[str, str], *, engines: str, is_local: bool, clock: Clock
    ) -> None:
        """``engines``: what the stack's functions are told, ``aws`` or ``ondevice``."""
        self._account = account
        self._stack = stack
        self._outputs = outputs
        self._engines = engines
        self._is_local = is_local
        self._clock = clock
        self._user = person(f"smoke-{secrets.token_hex(6)}")
        self._library = private_library(self._user.id)
        self._sent: list[_Sent] = []

    def run(self, samples: list[Sample]) -> Iterator[Check]:
        """Yield each check as it is done. Whatever happens, what was put is removed at the end."""
        connection = issue(
            self._account, self._outputs, self._user, newsroom=newsroom_id(self._account, self._stack), duration_s=3600
        )
        yield Check("sign in", "the desktop role can be assumed, narrowed to one person", OK, connection.user.id)
        denials = Denials(connection, self._user.id, self._library, is_local=self._is_local)
        try:
            yield from denials.look()
            for sample in samples:
                yield self._put(connection, sample)
            for sent in self._sent:
                yield from self._follow(connection, sent)
            if self._sent:
                yield denials.delete(self._sent[0].key)
        finally:
            removed = self._clean_up()
        left = [sent.item_id for sent in self._sent if self._is_there(sent)]
        yield Check("clean up", "nothing of this run is left but its cost in the ledger", FAILED if left else OK,
                    f"{removed} objects removed" + (f"; still there: {', '.join(left)}" if left else ""))  # fmt: skip

    # ── The way of a file ─────────────────────────────────────────────────────────────────────────────────────────

    def _put(self, connection: Connection, sample: Sample) -> Check:
        digest = hashlib.sha256(sample.data)
        item_id = new_item_id()
        key = str(OriginalKey.of(self._library, self._user.id, item_id, sample.filename))
        desktop_client(connection, "s3").put_object(
            Bucket=connection.buckets.originals, Key=key, Body=sample.data, ContentType=sample.mime, IfNoneMatch="*",
            ChecksumSHA256=base64.b64encode(digest.digest()).decode(),
            Metadata={"sha256": digest.hexdigest(), "filename": encode_name(sample.filename)[0], "profile": "full",
                      "folder": "smoke", "language": "en-US"},
        )  # fmt: skip
        self._sent.append(_Sent(sample, item_id, key, digest.hexdigest()))
        return Check(
            f"put {sample.filename}", "a desktop uploads under its own prefix, checked by SHA-256", OK, item_id
        )

    def _follow(self, connection: Connection, sent: _Sent) -> Iterator[Check]:
        name = sent.sample.filename
        item = self._await(connection, sent)
        if item is None or not item.status.is_final:
            state = "it never came into the feed" if item is None else f"still {item.status.value}"
            yield Check(f"analyse {name}", "the whole path runs by itself", FAILED, f"timed out: {state}")
            return
        is_done = item.status.value == "COMPLETED"
        yield Check(f"analyse {name}", "the whole path runs by itself", OK if is_done else FAILED,
                    item.status.value + (f" ({item.status_reason})" if item.status_reason else ""))  # fmt: skip
        for analysis, engine in EXPECTED[self._engines].get(item.media_type, {}).items():
            yield self._judge(item, name, analysis, engine)
        yield self._thumbnail(connection, item, name)

    def _judge(self, item: Item, name: str, analysis: str, engine: str) -> Check:
        found = item.analyses.get(analysis)
        title, proves = f"{analysis} of {name}", f"{engine or 'the engine'} answers, and its answer is kept"
        if found is None:
            return Check(title, proves, FAILED, "it was not planned")
        detail = f"{found.state.value} by {found.engine}" + (f" ({found.reason})" if found.reason else "")
        good = {AnalysisState.SUCCEEDED} if analysis in _CERTAIN else _GOOD
        is_right = found.state in good and (self._engines != "aws" or found.engine.startswith(engine))
        return Check(title, proves, OK if is_right else FAILED, detail)

    def _thumbnail(self, connection: Connection, item: Item, name: str) -> Check:
        title, proves = f"thumbnail of {name}", "a desktop gets what was made of its own items"
        key = item.thumbnail_key
        if key is None:
            return Check(title, proves, FAILED, "there is none")
        answer = desktop_client(connection, "s3").get_object(Bucket=connection.buckets.derived, Key=key)
        return Check(title, proves, OK, f"{answer['ContentLength']} bytes")

    def _await(self, connection: Connection, sent: _Sent) -> Item | None:
        """Look into the person's feed as sync does, until the item is finished or the time is over."""
        dynamodb, item = desktop_client(connection, "dynamodb"), None
        for _ in self._clock.turns():
            item = self._find(dynamodb, connection, sent.item_id) or item
            if item is not None and item.status.is_final:
                break
        return item

    def _find(self, dynamodb: Any, connection: Connection, item_id: str) -> Item | None:  # noqa: ANN401 -- a client
        today = datetime.now(UTC)
        for day in (today, today - timedelta(days=1)):  # a run over midnight
            answer = dynamodb.query(
                TableName=connection.table, IndexName="feed", KeyConditionExpression="feed_day = :day",
                ExpressionAttributeValues={":day": {"S": f"{self._library}#{day:%Y-%m-%d}"}},
            )  # fmt: skip
            for wire in answer["Items"]:
                if wire["id"]["S"] == item_id:
                    return Item.from_record(record_from_wire(wire))
        return None

    # ── Afterwards, with the engineer's own rights ────────────────────────────────────────────────────────────────

    def _clean_up(self) -> int:
        s3, dynamodb = self._account.client("s3"), self._account.client("dynamodb")
        table = self._outputs["ItemsTable"]
        removed = empty(s3, self._outputs["OriginalsBucket"], f"uploads/{self._library}/")
        for sent in self._sent:
            for row in (sent.item_id, claim_id(self._library, sent.sha256)):
                dynamodb.delete_item(TableName=table, Key={"id": to_wire(row)})
            removed += empty(s3, self._outputs["DerivedBucket"], derived_prefix(self._library, sent.item_id))
        dynamodb.delete_item(TableName=table, Key={"id": to_wire(first_day_id(self._library))})
        return removed

    def _is_there(self, sent: _Sent) -> bool:
        answer = self._account.client("dynamodb").get_item(
            TableName=self._outputs["ItemsTable"], Key={"id": to_wire(sent.item_id)}, ConsistentRead=True
        )
        return "Item" in answer
