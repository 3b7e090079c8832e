"""One item of the library: the record as DynamoDB holds it, and the JSON that people and programs get."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cloud.contract import reasons
from cloud.contract.corrections import Corrections
from cloud.contract.findings import Analysis, Caption, Sentiment, Tag, TagKind, Verdict
from cloud.contract.keys import derived_key
from cloud.contract.record import (
    BadRecordError,
    as_map,
    int_of,
    optional_int,
    optional_text,
    pack_text,
    storable,
    text_of,
    unpack_text,
)
from cloud.contract.status import AnalysisName, AnalysisState, ItemStatus, Profile
from cloud.contract.transcript import Transcript, TranscriptSummary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud.contract.record import Json, Record, Value

SCHEMA_VERSION = 1
#: Our own bound; DynamoDB's is 400 KB (Amazon DynamoDB Developer Guide, "Quotas").
ITEM_BYTES = 64 * 1024
#: A tombstone stays this long.
TOMBSTONE_DAYS = 90


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
    profile: str  #: a ``Profile``, or one of the newsroom's own
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
    caption: Caption = field(default_factory=Caption)
    deleted_at: str | None = None
    #: What people say of tags, by kind and name: all tags of that kind and name, whoever found them, and when.
    verdicts: Mapping[tuple[TagKind, str], Verdict] = field(default_factory=dict)
    corrections: Corrections = field(default_factory=Corrections)  #: what people corrected in the transcript

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

    def verdict_of(self, tag: Tag) -> Verdict | None:
        """Return what a person says of a tag; None where nobody has."""
        return self.verdicts.get((tag.kind, tag.name))

    def to_record(self) -> Record:
        """Return the whole record. Attributes that are unknown or empty are left out."""
        record: Record = {
            "id": self.id,
            "library": self.library,
            "owner_id": self.owner_id,
            "key": self.key,
            "version_id": self.version_id,
            "filename": storable(self.filename),
            "folder": storable(self.folder),
            "size_bytes": self.size_bytes,
            "sha256": self.sha256,
            "profile": str(self.profile),
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
            "people": verdicts_to_record(self.verdicts) or None,
            "corrections": self.corrections.to_record() if self.corrections else None,
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
            id=text_of(record, "id"),
            library=text_of(record, "library"),
            owner_id=text_of(record, "owner_id"),
            key=text_of(record, "key"),
            version_id=text_of(record, "version_id", ""),
            filename=text_of(record, "filename"),
            folder=text_of(record, "folder", ""),
            size_bytes=int_of(record, "size_bytes"),
            sha256=text_of(record, "sha256", ""),
            profile=text_of(record, "profile", Profile.FULL.value),
            uploaded_at=text_of(record, "uploaded_at"),
            status=ItemStatus(text_of(record, "status")),
            version=int_of(record, "version"),
            updated_at=text_of(record, "updated_at"),
            status_reason=text_of(record, "status_reason", ""),
            language=text_of(record, "language", ""),
            media_type=text_of(record, "media_type", ""),
            mime=text_of(record, "mime", ""),
            width=optional_int(record, "width"),
            height=optional_int(record, "height"),
            duration_ms=optional_int(record, "duration_ms"),
            captured_at=optional_text(record, "captured_at"),
            analysis_version=optional_int(record, "analysis_version") or 1,
            pending=frozenset(pending) if isinstance(pending, set | frozenset) else frozenset(),
            is_open=record.get("work_state") == "open",
            analyses={
                name: Analysis.from_record(value)
                for name, value in as_map(record.get("analyses", {}), "analyses").items()
            },
            tags=tuple(Tag.from_record(tag) for tag in tags) if isinstance(tags, list) else (),
            transcript=TranscriptSummary.from_record(record["transcript"]) if record.get("transcript") else None,
            sentiment=Sentiment.from_record(record["sentiment"]) if record.get("sentiment") else None,
            search_text=unpack_text(search_text) if search_text is not None else "",
            caption=Caption.from_record(record.get("caption", {})),
            deleted_at=optional_text(record, "deleted_at"),
            verdicts=_verdicts(record.get("people")),
            corrections=Corrections.from_record(record.get("corrections", {})),
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
            "profile": str(self.profile),
            "status": self.status.value,
            "status_reason": reasons.sentence(self.status_reason),
            "uploaded_at": self.uploaded_at,
            "captured_at": self.captured_at,
            "width": self.width,
            "height": self.height,
            "duration_ms": self.duration_ms,
            "tags": [self._tag_json(tag) for tag in self.tags],
            "transcript": spoken,
            "sentiment": self.sentiment.to_json() if self.sentiment else None,
            "analyses": {name: analysis.to_json() for name, analysis in sorted(self.analyses.items())},
            "caption": self.caption.to_json(),
            "thumbnail": thumbnail,
            "poster": poster,
        }

    def _tag_json(self, tag: Tag) -> dict[str, Json]:
        """Return a tag with ``verdict``, where somebody has given one: it goes beyond ``ITEM`` as it was."""
        verdict = self.verdict_of(tag)
        return tag.to_json() | ({"verdict": verdict.value} if verdict else {})


def verdicts_to_record(verdicts: Mapping[tuple[TagKind, str], Verdict]) -> Record:
    """Return the map ``people``: ``{"confirmed": [{"kind", "name"}, …], "rejected": […]}``, without empty lists."""
    return {
        verdict.value: [
            {"kind": kind.value, "name": name} for (kind, name), said in sorted(verdicts.items()) if said is verdict
        ]
        for verdict in Verdict
        if verdict in verdicts.values()
    }


def _verdicts(value: Value) -> dict[tuple[TagKind, str], Verdict]:
    people = value if isinstance(value, dict) else {}
    found: dict[tuple[TagKind, str], Verdict] = {}
    for verdict in Verdict:
        said = people.get(verdict.value)
        for each in said if isinstance(said, list) else ():
            tag = as_map(each, "people")
            found[TagKind(text_of(tag, "kind")), text_of(tag, "name")] = verdict
    return found


def feed_day(library: str, updated_at: str) -> str:
    """Return the partition of the ``feed`` index that a write belongs to."""
    return f"{library}#{updated_at[:10]}"
