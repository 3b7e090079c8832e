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

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from cloud.contract.item import Item
from cloud.contract.keys import OriginalKey, derived_prefix, encode_name, new_item_id, private_library
from cloud.contract.status import AnalysisState
from cloud.deploy.account import is_denied
from cloud.deploy.code_bucket import empty
from cloud.deploy.connection import issue, newsroom_id, person
from cloud.store.items import claim_id
from cloud.store.listing import first_day_id
from cloud.store.wire import record_from_wire, to_wire

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cloud.contract.connection import Connection
    from cloud.deploy.account import Account
    from cloud.deploy.progress import Clock

OK, FAILED, NOT_ENFORCED, NOTE = "ok", "failed", "not enforced here", "note"
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
class Check:
    """One thing that was looked at."""

    name: str
    proves: str
    outcome: str
    detail: str = ""

    def to_json(self) -> dict[str, str]:
        """Return what ``smoke --json`` says of it."""
        return {"check": self.name, "proves": self.proves, "outcome": self.outcome, "detail": self.detail}


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
        try:
            yield from self._rights(connection)
            for sample in samples:
                yield self._put(connection, sample)
            for sent in self._sent:
                yield from self._follow(connection, sent)
            yield from self._own_only(connection)
        finally:
            removed = self._clean_up()
        left = [sent.item_id for sent in self._sent if self._is_there(sent)]
        yield Check("clean up", "nothing of this run is left but its cost in the ledger", FAILED if left else OK,
                    f"{removed} objects removed" + (f"; still there: {', '.join(left)}" if left else ""))  # fmt: skip

    # ── What must be denied ───────────────────────────────────────────────────────────────────────────────────────

    def _rights(self, connection: Connection) -> Iterator[Check]:
        s3, dynamodb = self._client(connection, "s3"), self._client(connection, "dynamodb")
        originals, derived, table = connection.buckets.originals, connection.buckets.derived, connection.table
        other = "somebody-else"
        theirs = str(OriginalKey.of(private_library(other), other, new_item_id(), "x.jpg"))
        day = f"{private_library(other)}#{datetime.now(UTC):%Y-%m-%d}"
        yield self._denied(
            "another's feed", "LeadingKeys: nobody reads another's private library in the feed index",
            lambda: dynamodb.query(TableName=table, IndexName="feed", KeyConditionExpression="feed_day = :day",
                                   ExpressionAttributeValues={":day": {"S": day}}),
            enforced_locally=False,
        )  # fmt: skip
        yield self._denied("one record", "no GetItem: a desktop sees records through the feed alone",
                           lambda: dynamodb.get_item(TableName=table, Key={"id": {"S": new_item_id()}}))  # fmt: skip
        yield self._denied("all records", "no Scan of the table or its index",
                           lambda: dynamodb.scan(TableName=table, IndexName="feed", Limit=1))  # fmt: skip
        yield self._denied("another's key", "nobody uploads as somebody else",
                           lambda: s3.put_object(Bucket=originals, Key=theirs, Body=b"x"))  # fmt: skip
        yield self._denied("another's picture", "nobody gets another's derived objects",
                           lambda: s3.get_object(Bucket=derived, Key=f"derived/{private_library(other)}/x/v1/thumb-256.jpg"))  # fmt: skip # noqa: E501 -- one call
        yield self._denied("the settings", "nobody reads the newsroom's profiles and people",
                           lambda: s3.get_object(Bucket=derived, Key="settings/people.json"))  # fmt: skip
        yield from self._open_uploads(s3, originals, theirs)
        yield self._tls(connection)

    def _open_uploads(self, s3: Any, bucket: str, theirs: str) -> Iterator[Check]:  # noqa: ANN401 -- a boto3 client
        own = str(OriginalKey.of(self._library, self._user.id, new_item_id(), "x.jpg"))
        yield self._denied("another's open uploads", "s3:prefix: nobody finds what another began to send",
                           lambda: s3.list_multipart_uploads(Bucket=bucket, Prefix=theirs))  # fmt: skip
        name, proves = "own open uploads", "s3:prefix: a killed sender finds what it began"
        upload_id = s3.create_multipart_upload(Bucket=bucket, Key=own)["UploadId"]
        try:
            found = s3.list_multipart_uploads(Bucket=bucket, Prefix=own).get("Uploads", [])
            is_found = upload_id in {upload["UploadId"] for upload in found}
            yield Check(name, proves, OK if is_found else FAILED, "" if is_found else "it is not listed")
        except ClientError as error:
            if not is_denied(error):
                raise
            yield Check(name, proves, NOTE, "denied: S3 gives no prefix here, so a desktop begins a new upload instead")
        finally:
            s3.abort_multipart_upload(Bucket=bucket, Key=own, UploadId=upload_id)

    def _tls(self, connection: Connection) -> Check:
        name, proves = "without TLS", "the buckets refuse a request that is not encrypted"
        if connection.endpoint is not None:
            return Check(name, proves, NOT_ENFORCED, "this endpoint has no TLS at all")
        plain = str(self._client(connection, "s3").meta.endpoint_url).replace("https://", "http://", 1)
        s3 = self._client(connection, "s3", endpoint=plain)
        own = str(OriginalKey.of(self._library, self._user.id, new_item_id(), "x.jpg"))
        return self._denied(name, proves, lambda: s3.get_object(Bucket=connection.buckets.originals, Key=own))

    def _denied(
        self, name: str, proves: str, ask: Callable[[], object], *, enforced_locally: bool = True
    ) -> Check:  # fmt: skip
        try:
            ask()
        except ClientError as error:
            if is_denied(error):
                return Check(name, proves, OK, "denied")
            return Check(name, proves, FAILED, f"not denied, but: {error}")
        except BotoCoreError as error:
            return Check(name, proves, FAILED, str(error))
        if self._is_local and not enforced_locally:
            return Check(name, proves, NOT_ENFORCED, "the embedded cloud does not look at this condition")
        return Check(name, proves, FAILED, "it was allowed")

    # ── The way of a file ─────────────────────────────────────────────────────────────────────────────────────────

    def _put(self, connection: Connection, sample: Sample) -> Check:
        digest = hashlib.sha256(sample.data)
        item_id = new_item_id()
        key = str(OriginalKey.of(self._library, self._user.id, item_id, sample.filename))
        self._client(connection, "s3").put_object(
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
        answer = self._client(connection, "s3").get_object(Bucket=connection.buckets.derived, Key=key)
        return Check(title, proves, OK, f"{answer['ContentLength']} bytes")

    def _own_only(self, connection: Connection) -> Iterator[Check]:
        if not self._sent:
            return
        s3, sent = self._client(connection, "s3"), self._sent[0]
        yield self._denied("delete", "a desktop cannot delete what it uploaded",
                           lambda: s3.delete_object(Bucket=connection.buckets.originals, Key=sent.key))  # fmt: skip

    def _await(self, connection: Connection, sent: _Sent) -> Item | None:
        """Look into the person's feed as sync does, until the item is finished or the time is over."""
        dynamodb, item = self._client(connection, "dynamodb"), None
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

    def _client(self, connection: Connection, service: str, *, endpoint: str | None = None) -> Any:  # noqa: ANN401 -- boto3
        """Return a client with the desktop's credentials."""
        credentials = connection.credentials
        is_own = connection.endpoint is not None
        return boto3.Session().client(
            service,
            region_name=connection.region,
            endpoint_url=endpoint or connection.endpoint,
            aws_access_key_id=credentials.access_key_id,
            aws_secret_access_key=credentials.secret_access_key,
            aws_session_token=credentials.session_token,
            config=Config(
                signature_version="s3v4" if service == "s3" else None,
                s3={"addressing_style": "path" if is_own else "auto"},
                proxies={} if is_own else None,
                retries={"mode": "standard", "total_max_attempts": 3},
            ),
        )
