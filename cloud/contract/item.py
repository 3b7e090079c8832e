"""One item of the library: the record as DynamoDB holds it, and the JSON that people and programs get.

A record is plain Python as boto3's type (de)serializer takes it: str, Decimal, bytes, set of str, list, dict.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

from cloud.contract import reasons
from cloud.contract.keys import derived_key, mend_surrogates
from cloud.contract.status import AnalysisName, AnalysisState, ItemStatus, Profile

if TYPE_CHECKING:
    from collections.abc import Mapping

#: What a record may hold. Never a float.
Value: TypeAlias = "str | int | bool | Decimal | bytes | set[str] | list[Value] | dict[str, Value] | None"
Record: TypeAlias = dict[str, Value]
#: What JSON may hold.
Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"

SCHEMA_VERSION = 1
#: Our own bound; DynamoDB's is 400 KB (Amazon DynamoDB Developer Guide, "Quotas").
ITEM_BYTES = 64 * 1024
SEARCH_TEXT_BYTES = 24 * 1024
#: A tombstone stays this long.
TOMBSTONE_DAYS = 90


class BadRecordError(ValueError):
    """The record does not follow the contract; the message names the attribute."""


class TagKind(StrEnum):
    """What a tag names."""

    LABEL = "label"
    PERSON = "person"
    LOGO = "logo"
    TEXT = "text"
    KEYWORD = "keyword"
    ENTITY = "entity"
    PHRASE = "phrase"
    MODERATION = "moderation"


@dataclass(frozen=True, slots=True)
class Tag:
    """A named finding."""

    name: str
    kind: TagKind
    confidence: float | None  #: 0 to 100; None where the engine gives no probability
    source: str  #: the engine: rekognition, rapidocr, opencv, iptc, human …
    at_ms: int | None = None  #: where on the item's time axis
    box: tuple[float, float, float, float] | None = None  #: x, y, width, height as 0 to 1 of the upright frame

    def to_json(self) -> dict[str, Json]:
        """Return the shape of ``ITEM.tags``; ``at_ms`` and ``box`` only where there are any."""
        document: dict[str, Json] = {
            "name": self.name,
            "kind": self.kind.value,
            "confidence": self.confidence,
            "source": self.source,
        }
        if self.at_ms is not None:
            document["at_ms"] = self.at_ms
        if self.box is not None:
            document["box"] = [round(edge, 4) for edge in self.box]
        return document

    @classmethod
    def from_json(cls, document: Mapping[str, Json]) -> Tag:
        """Read ``to_json`` back."""
        return cls.from_record(_decimals(dict(document)))

    def to_record(self) -> Record:
        """Return the map that the table holds."""
        record: Record = {"name": self.name, "kind": self.kind.value, "source": self.source}
        if self.confidence is not None:
            record["confidence"] = _decimal(self.confidence, places=1)
        if self.at_ms is not None:
            record["at_ms"] = self.at_ms
        if self.box is not None:
            record["box"] = [_decimal(edge, places=4) for edge in self.box]
        return record

    @classmethod
    def from_record(cls, value: Value) -> Tag:
        """Read the table's map; raises ``BadRecordError``."""
        record = _map(value, "tags")
        box = record.get("box")
        edges = tuple(float(_number(edge, "box")) for edge in box) if isinstance(box, list) else None
        confidence = record.get("confidence")
        return cls(
            name=_text(record, "name"),
            kind=TagKind(_text(record, "kind")),
            confidence=None if confidence is None else float(_number(confidence, "confidence")),
            source=_text(record, "source"),
            at_ms=_optional_int(record, "at_ms"),
            box=(edges[0], edges[1], edges[2], edges[3]) if edges and len(edges) == 4 else None,  # noqa: PLR2004
        )


@dataclass(frozen=True, slots=True)
class Analysis:
    """How one analysis went."""

    state: AnalysisState
    engine: str
    version: int  #: the analysis version it belongs to
    reason: str = ""  #: a code of ``reasons.Reason``
    attempt: int = 1
    cost_microusd: int = 0
    job_id: str | None = None
    token: str | None = None

    def to_json(self) -> dict[str, Json]:
        """Return the shape of ``ITEM.analyses[name]``."""
        document: dict[str, Json] = {"state": self.state.value, "engine": self.engine, "version": self.version}
        if self.reason:
            document["reason"] = self.reason
        return document

    def to_record(self) -> Record:
        """Return the map that the table holds."""
        record: Record = {
            "state": self.state.value,
            "engine": self.engine,
            "version": self.version,
            "attempt": self.attempt,
            "cost_microusd": self.cost_microusd,
        }
        if self.reason:
            record["reason"] = self.reason
        if self.job_id is not None:
            record["job_id"] = self.job_id
        if self.token is not None:
            record["token"] = self.token
        return record

    @classmethod
    def from_record(cls, value: Value) -> Analysis:
        """Read the table's map; raises ``BadRecordError``."""
        record = _map(value, "analyses")
        return cls(
            state=AnalysisState(_text(record, "state")),
            engine=_text(record, "engine"),
            version=_int(record, "version"),
            reason=_text(record, "reason", ""),
            attempt=_optional_int(record, "attempt") or 1,
            cost_microusd=_optional_int(record, "cost_microusd") or 0,
            job_id=_optional_text(record, "job_id"),
            token=_optional_text(record, "token"),
        )


@dataclass(frozen=True, slots=True)
class Caption:
    """What people write under a picture. Empty text where nobody has."""

    headline: str = ""
    caption: str = ""
    byline: str = ""
    credit: str = ""
    rights: str = ""
    embargo_until: str = ""  #: ISO 8601 with offset

    def to_json(self) -> dict[str, Json]:
        """Return the shape of ``ITEM.caption``."""
        return {
            "headline": self.headline,
            "caption": self.caption,
            "byline": self.byline,
            "credit": self.credit,
            "rights": self.rights,
            "embargo_until": self.embargo_until or None,
        }

    def to_record(self) -> Record:
        """Return the map that the table holds, without empty fields."""
        return {name: value for name, value in self.to_json().items() if isinstance(value, str) and value}

    @classmethod
    def from_record(cls, value: Value) -> Caption:
        """Read the table's map, or the JSON shape."""
        record = _map(value, "caption")
        return cls(
            **{
                name: str(record.get(name) or "")
                for name in ("headline", "caption", "byline", "credit", "rights", "embargo_until")
            }
        )


@dataclass(frozen=True, slots=True)
class Word:
    """One spoken word."""

    text: str
    start_ms: int
    end_ms: int
    confidence: float  #: 0 to 100
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Transcript:
    """All that was said: the object ``transcript.json``."""

    language: str  #: BCP 47
    engine: str
    text: str
    words: tuple[Word, ...] = ()
    is_rough: bool = False  #: by an on-device engine: to be checked before it is quoted

    def to_json(self, *, words: bool = True) -> dict[str, Json]:
        """Return the shape of ``ITEM.transcript``."""
        document: dict[str, Json] = {
            "language": self.language,
            "engine": self.engine,
            "rough": self.is_rough,
            "text": self.text,
        }
        if words:
            document["words"] = [
                {
                    "text": word.text,
                    "start_ms": word.start_ms,
                    "end_ms": word.end_ms,
                    "confidence": round(word.confidence, 1),
                    **({"speaker": word.speaker} if word.speaker else {}),
                }
                for word in self.words
            ]
        return document

    @classmethod
    def from_json(cls, document: Mapping[str, Json]) -> Transcript:
        """Read ``to_json`` back; raises ``BadRecordError``."""
        words = document.get("words") or []
        if not isinstance(words, list):
            raise BadRecordError("transcript.words is no list")
        return cls(
            language=str(document.get("language", "und")),
            engine=str(document.get("engine", "")),
            text=str(document.get("text", "")),
            words=tuple(_word(word) for word in words),
            is_rough=bool(document.get("rough", False)),
        )


@dataclass(frozen=True, slots=True)
class TranscriptSummary:
    """What the record itself holds of a transcript; the words lie in the derived bucket."""

    language: str
    engine: str
    excerpt: str  #: at most 1,000 characters
    key: str  #: of ``transcript.json`` in the derived bucket
    is_rough: bool = False

    def to_record(self) -> Record:
        """Return the map that the table holds."""
        return {
            "language": self.language,
            "engine": self.engine,
            "excerpt": self.excerpt,
            "key": self.key,
            "rough": self.is_rough,
        }

    @classmethod
    def from_record(cls, value: Value) -> TranscriptSummary:
        """Read the table's map; raises ``BadRecordError``."""
        record = _map(value, "transcript")
        return cls(
            _text(record, "language"),
            _text(record, "engine"),
            _text(record, "excerpt", ""),
            _text(record, "key"),
            is_rough=bool(record.get("rough", False)),
        )


@dataclass(frozen=True, slots=True)
class Sentiment:
    """The tone of the transcript."""

    label: str  #: POSITIVE, NEGATIVE, NEUTRAL or MIXED
    scores: Mapping[str, float]  #: 0 to 1 by lower-case label
    engine: str = ""

    def to_json(self) -> dict[str, Json]:
        """Return the shape of ``ITEM.sentiment``."""
        return {"label": self.label, "scores": {name: round(score, 4) for name, score in self.scores.items()}}

    def to_record(self) -> Record:
        """Return the map that the table holds."""
        return {
            "label": self.label,
            "scores": {name: _decimal(score, places=4) for name, score in self.scores.items()},
            "engine": self.engine,
        }

    @classmethod
    def from_record(cls, value: Value) -> Sentiment:
        """Read the table's map; raises ``BadRecordError``."""
        record = _map(value, "sentiment")
        scores = _map(record.get("scores", {}), "sentiment.scores")
        return cls(
            _text(record, "label"),
            {name: float(_number(score, "scores")) for name, score in scores.items()},
            _text(record, "engine", ""),
        )


@dataclass(frozen=True, slots=True)
class Item:
    """One photograph, recording or video in the library."""

    id: str
    library: str
    owner_id: str
    key: str
    version_id: str
    filename: str
    folder: str
    size_bytes: int
    sha256: str  #: lower-case hexadecimal
    profile: Profile
    uploaded_at: str  #: ``now_text``
    status: ItemStatus
    version: int  #: of the record: every write adds one
    updated_at: str  #: ``now_text``
    status_reason: str = ""  #: a code of ``reasons.Reason``
    language: str = ""  #: of the watched folder, BCP 47; "" where nobody said
    media_type: str = ""
    mime: str = ""
    width: int | None = None
    height: int | None = None
    duration_ms: int | None = None
    captured_at: str | None = None  #: ISO 8601, with an offset only where it is known
    analysis_version: int = 1  #: the ``v{n}`` of derived keys
    pending: frozenset[str] = frozenset()  #: names of all analyses still to come; parts as ``speech:0007``
    is_open: bool = False  #: ``work_state`` is ``open``
    analyses: Mapping[str, Analysis] = field(default_factory=dict)
    tags: tuple[Tag, ...] = ()  #: those that fit; all of an analysis's lie in ``analysis/{name}.json.gz``
    transcript: TranscriptSummary | None = None
    sentiment: Sentiment | None = None
    search_text: str = ""  #: words to be found by, for what is not inline
    caption: Caption = Caption()
    deleted_at: str | None = None

    @property
    def thumbnail_key(self) -> str | None:
        """The key of the 256 px thumbnail in the derived bucket, where there is one."""
        return self.thumbnail_of(256)

    def thumbnail_of(self, size_px: int) -> str | None:
        """Return the key of the thumbnail of 256 or 1024 px, where there is one."""
        made = self.analyses.get(AnalysisName.THUMBNAILS)
        if made is None or made.state is not AnalysisState.SUCCEEDED:
            return None
        return derived_key(self.library, self.id, self.analysis_version, f"thumb-{size_px}.jpg")

    @property
    def poster_key(self) -> str | None:
        """The key of a video's poster, where there is one."""
        if self.media_type != "video" or self.thumbnail_key is None:
            return None
        return derived_key(self.library, self.id, self.analysis_version, "poster.jpg")

    def to_record(self) -> Record:
        """Return the whole record. Attributes that are unknown or empty are left out."""
        record: Record = {
            "id": self.id,
            "library": self.library,
            "owner_id": self.owner_id,
            "key": self.key,
            "version_id": self.version_id,
            "filename": _storable(self.filename),
            "folder": _storable(self.folder),
            "size_bytes": self.size_bytes,
            "sha256": self.sha256,
            "profile": self.profile.value,
            "uploaded_at": self.uploaded_at,
            "status": self.status.value,
            "version": self.version,
            "updated_at": self.updated_at,
            "feed_day": feed_day(self.library, self.updated_at),
            "schema_version": SCHEMA_VERSION,
            "analysis_version": self.analysis_version,
            "analyses": {name: analysis.to_record() for name, analysis in self.analyses.items()},
            "tags": [tag.to_record() for tag in self.tags],
            "caption": self.caption.to_record(),
        }
        optional: dict[str, Value] = {
            "status_reason": self.status_reason,
            "language": self.language,
            "media_type": self.media_type,
            "mime": self.mime,
            "width": self.width,
            "height": self.height,
            "duration_ms": self.duration_ms,
            "captured_at": self.captured_at,
            "pending": set(self.pending),
            "work_state": "open" if self.is_open else None,
            "transcript": self.transcript.to_record() if self.transcript else None,
            "sentiment": self.sentiment.to_record() if self.sentiment else None,
            "search_text": pack_text(self.search_text) if self.search_text else None,
            "deleted_at": self.deleted_at,
        }
        record.update({name: value for name, value in optional.items() if value not in (None, "", set())})
        return record

    @classmethod
    def from_record(cls, record: Mapping[str, Value]) -> Item:
        """Read a record, ignoring what a later version added; raises ``BadRecordError``."""
        try:
            return cls._read(dict(record))
        except (KeyError, TypeError, ValueError) as error:
            raise BadRecordError(f"not an item: {error}") from error

    @classmethod
    def _read(cls, record: Record) -> Item:
        pending = record.get("pending")
        tags = record.get("tags")
        search_text = record.get("search_text")
        return cls(
            id=_text(record, "id"),
            library=_text(record, "library"),
            owner_id=_text(record, "owner_id"),
            key=_text(record, "key"),
            version_id=_text(record, "version_id", ""),
            filename=_text(record, "filename"),
            folder=_text(record, "folder", ""),
            size_bytes=_int(record, "size_bytes"),
            sha256=_text(record, "sha256", ""),
            profile=Profile(_text(record, "profile", Profile.FULL)),
            uploaded_at=_text(record, "uploaded_at"),
            status=ItemStatus(_text(record, "status")),
            version=_int(record, "version"),
            updated_at=_text(record, "updated_at"),
            status_reason=_text(record, "status_reason", ""),
            language=_text(record, "language", ""),
            media_type=_text(record, "media_type", ""),
            mime=_text(record, "mime", ""),
            width=_optional_int(record, "width"),
            height=_optional_int(record, "height"),
            duration_ms=_optional_int(record, "duration_ms"),
            captured_at=_optional_text(record, "captured_at"),
            analysis_version=_optional_int(record, "analysis_version") or 1,
            pending=frozenset(pending) if isinstance(pending, set | frozenset) else frozenset(),
            is_open=record.get("work_state") == "open",
            analyses={
                name: Analysis.from_record(value)
                for name, value in _map(record.get("analyses", {}), "analyses").items()
            },
            tags=tuple(Tag.from_record(tag) for tag in tags) if isinstance(tags, list) else (),
            transcript=TranscriptSummary.from_record(record["transcript"]) if record.get("transcript") else None,
            sentiment=Sentiment.from_record(record["sentiment"]) if record.get("sentiment") else None,
            search_text=unpack_text(search_text) if search_text is not None else "",
            caption=Caption.from_record(record.get("caption", {})),
            deleted_at=_optional_text(record, "deleted_at"),
        )

    def to_json(
        self, *, transcript: Transcript | None = None, thumbnail: str | None = None, poster: str | None = None
    ) -> dict[str, Json]:
        """Return the ``ITEM`` of the command line; the paths are of local files, where they are here."""
        spoken: dict[str, Json] | None = None
        if transcript is not None:
            spoken = transcript.to_json()
        elif self.transcript is not None:
            summary = self.transcript
            spoken = Transcript(summary.language, summary.engine, summary.excerpt, is_rough=summary.is_rough).to_json()
        return {
            "id": self.id,
            "library": self.library,
            "owner_id": self.owner_id,
            "filename": self.filename,
            "folder": self.folder,
            "media_type": self.media_type,
            "mime": self.mime,
            "size_bytes": self.size_bytes,
            "sha256": self.sha256,
            "profile": self.profile.value,
            "status": self.status.value,
            "status_reason": reasons.sentence(self.status_reason),
            "uploaded_at": self.uploaded_at,
            "captured_at": self.captured_at,
            "width": self.width,
            "height": self.height,
            "duration_ms": self.duration_ms,
            "tags": [tag.to_json() for tag in self.tags],
            "transcript": spoken,
            "sentiment": self.sentiment.to_json() if self.sentiment else None,
            "analyses": {name: analysis.to_json() for name, analysis in sorted(self.analyses.items())},
            "caption": self.caption.to_json(),
            "thumbnail": thumbnail,
            "poster": poster,
        }

    def touched(self, now: datetime) -> Item:
        """Return the item as the next write leaves it: version + 1, ``updated_at`` now."""
        return replace(self, version=self.version + 1, updated_at=now_text(now))


def now_text(now: datetime) -> str:
    """Return a moment as fixed-width UTC with milliseconds, so that text order is time order."""
    return now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{now.microsecond // 1000:03d}Z"


def feed_day(library: str, updated_at: str) -> str:
    """Return the partition of the ``feed`` index that a write belongs to."""
    return f"{library}#{updated_at[:10]}"


def pack_text(text: str, limit: int = SEARCH_TEXT_BYTES) -> bytes:
    """Compress a text for ``search_text``, cut at a word so that it takes at most ``limit`` bytes."""
    packed = zlib.compress(text.encode("utf-8", "replace"), 9)
    while len(packed) > limit:
        text = text[: max(int(len(text) * limit / len(packed) * 0.95), 0)].rsplit(" ", 1)[0]
        packed = zlib.compress(text.encode("utf-8", "replace"), 9)
    return packed


def unpack_text(value: Value) -> str:
    """Read ``pack_text`` back; takes boto3's ``Binary`` too."""
    raw = getattr(value, "value", value)
    if not isinstance(raw, bytes | bytearray):
        raise BadRecordError("search_text is not binary")
    return zlib.decompress(raw).decode("utf-8")


def _word(document: Json) -> Word:
    if not isinstance(document, dict):
        raise BadRecordError("a word is no map")
    return Word(
        text=str(document["text"]),
        start_ms=int(str(document["start_ms"])),
        end_ms=int(str(document["end_ms"])),
        confidence=float(str(document["confidence"])),
        speaker=str(document["speaker"]) if document.get("speaker") else None,
    )


def _storable(text: str) -> str:
    """Return text that is valid UTF-8: names that are none on disk keep their readable part."""
    return mend_surrogates(text).encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _decimal(number: float, *, places: int) -> Decimal:
    return Decimal(str(round(float(number), places)))


def _decimals(value: Json) -> Value:
    if isinstance(value, float):
        return Decimal(str(value))
    if isinstance(value, list):
        return [_decimals(part) for part in value]
    if isinstance(value, dict):
        return {name: _decimals(part) for name, part in value.items()}
    return value


def _map(value: Value, name: str) -> dict[str, Value]:
    if not isinstance(value, dict):
        raise BadRecordError(f"{name} is no map")
    return value


def _text(record: Record, name: str, default: str | None = None) -> str:
    value = record.get(name, default)
    if not isinstance(value, str):
        raise BadRecordError(f"{name} is no text")
    return value


def _optional_text(record: Record, name: str) -> str | None:
    value = record.get(name)
    return value if isinstance(value, str) else None


def _number(value: Value, name: str) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise BadRecordError(f"{name} is no number")
    return Decimal(value)


def _int(record: Record, name: str) -> int:
    return int(_number(record.get(name), name))


def _optional_int(record: Record, name: str) -> int | None:
    value = record.get(name)
    return None if value is None else int(_number(value, name))
