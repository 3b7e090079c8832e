"""What the analyses find, and what people write: tags, outcomes, tone and captions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from cloud.contract.record import (
    as_map,
    decimal,
    decimals,
    int_of,
    number_of,
    optional_int,
    optional_text,
    text_of,
)
from cloud.contract.status import AnalysisState

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud.contract.record import Json, Record, Value


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


class Verdict(StrEnum):
    """What a person says of a tag that a machine found; it stays through every re-analysis."""

    CONFIRMED = "confirmed"
    REJECTED = "rejected"


#: The source of tags that people give.
HUMAN = "human"
#: How the engine of an outside analyser begins: ``service:{its name}``.
SERVICE_PREFIX = "service:"


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
        return cls.from_record(decimals(dict(document)))

    def to_record(self) -> Record:
        """Return the map that the table holds."""
        record: Record = {"name": self.name, "kind": self.kind.value, "source": self.source}
        if self.confidence is not None:
            record["confidence"] = decimal(self.confidence, places=1)
        if self.at_ms is not None:
            record["at_ms"] = self.at_ms
        if self.box is not None:
            record["box"] = [decimal(edge, places=4) for edge in self.box]
        return record

    @classmethod
    def from_record(cls, value: Value) -> Tag:
        """Read the table's map; raises ``BadRecordError``."""
        record = as_map(value, "tags")
        box = record.get("box")
        edges = tuple(float(number_of(edge, "box")) for edge in box) if isinstance(box, list) else None
        confidence = record.get("confidence")
        return cls(
            name=text_of(record, "name"),
            kind=TagKind(text_of(record, "kind")),
            confidence=None if confidence is None else float(number_of(confidence, "confidence")),
            source=text_of(record, "source"),
            at_ms=optional_int(record, "at_ms"),
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
    failures: int = 0  #: how often it was tried and failed; waiting for a service that is busy is no failure

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
        if self.failures:
            record["failures"] = self.failures
        return record

    @classmethod
    def from_record(cls, value: Value) -> Analysis:
        """Read the table's map; raises ``BadRecordError``."""
        record = as_map(value, "analyses")
        return cls(
            state=AnalysisState(text_of(record, "state")),
            engine=text_of(record, "engine"),
            version=int_of(record, "version"),
            reason=text_of(record, "reason", ""),
            attempt=optional_int(record, "attempt") or 1,
            cost_microusd=optional_int(record, "cost_microusd") or 0,
            job_id=optional_text(record, "job_id"),
            token=optional_text(record, "token"),
            failures=optional_int(record, "failures") or 0,
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
            "scores": {name: decimal(score, places=4) for name, score in self.scores.items()},
            "engine": self.engine,
        }

    @classmethod
    def from_record(cls, value: Value) -> Sentiment:
        """Read the table's map; raises ``BadRecordError``."""
        record = as_map(value, "sentiment")
        scores = as_map(record.get("scores", {}), "sentiment.scores")
        return cls(
            text_of(record, "label"),
            {name: float(number_of(score, "scores")) for name, score in scores.items()},
            text_of(record, "engine", ""),
        )


#: How much text each field of a caption holds, in bytes of UTF-8.
CAPTION_FIELD_BYTES = {
    "headline": 512, "caption": 3_000, "byline": 256, "credit": 256, "rights": 512, "embargo_until": 40,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Caption:
    """What people write under a picture. Empty text where nobody has."""

    headline: str = ""
    caption: str = ""
    byline: str = ""
    credit: str = ""
    rights: str = ""
    embargo_until: str = ""  #: ISO 8601 with offset

    def is_embargoed(self, now: datetime) -> bool:
        """Whether it may not leave the newsroom yet. A moment that nobody can read has not come; UTC where it is bare.

        An embargo stops links, exports and notices, not sight within the newsroom.
        """
        if not self.embargo_until:
            return False
        try:
            until = datetime.fromisoformat(self.embargo_until)
        except ValueError:
            return True
        return now < (until if until.tzinfo is not None else until.replace(tzinfo=UTC))

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
        record = as_map(value, "caption")
        return cls(
            **{
                name: str(record.get(name) or "")
                for name in ("headline", "caption", "byline", "credit", "rights", "embargo_until")
            }
        )
