"""What can become of an item and of each analysis: the states, their order, and how the end is decided."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud.contract.findings import Analysis


class ItemStatus(StrEnum):
    """Where an item stands. Rank never goes down, except by a re-analysis at version + 1.

    ::

        RECEIVED ─▶ PROCESSING ─▶ COMPLETED | PARTIAL | FAILED
            └─▶ REJECTED                     any ─▶ DELETED
    """

    RECEIVED = "RECEIVED"  #: the record is made, nothing is analysed yet
    PROCESSING = "PROCESSING"  #: at least one result is in, others are still to come
    COMPLETED = "COMPLETED"  #: every analysis succeeded, found nothing, or was skipped by rule
    PARTIAL = "PARTIAL"  #: something failed or is damaged; what could be found stands
    FAILED = "FAILED"  #: nothing could be made of it
    REJECTED = "REJECTED"  #: the cloud does not take this object; ``status_reason`` says why
    DELETED = "DELETED"  #: a tombstone, kept for 90 days

    @property
    def rank(self) -> int:
        """0 to 3. A write may keep or raise it."""
        return _RANK[self]

    @property
    def is_final(self) -> bool:
        """Whether nothing more comes by itself."""
        return self.rank >= _RANK[ItemStatus.COMPLETED]

    @property
    def is_failure(self) -> bool:
        """Whether a person must be told that it went wrong (PARTIAL is none)."""
        return self in {ItemStatus.FAILED, ItemStatus.REJECTED}


_RANK = {
    ItemStatus.RECEIVED: 0,
    ItemStatus.PROCESSING: 1,
    ItemStatus.COMPLETED: 2,
    ItemStatus.PARTIAL: 2,
    ItemStatus.FAILED: 2,
    ItemStatus.REJECTED: 2,
    ItemStatus.DELETED: 3,
}


class AnalysisName(StrEnum):
    """Every analysis there is. ``Profile`` says which of them a file gets."""

    THUMBNAILS = "thumbnails"
    METADATA = "metadata"
    TEXT = "text"
    FACES = "faces"
    LABELS = "labels"
    PEOPLE = "people"
    LOGOS = "logos"
    MODERATION = "moderation"
    SPEECH = "speech"
    LANGUAGE = "language"
    ENTITIES = "entities"
    PHRASES = "phrases"
    SENTIMENT = "sentiment"
    PII = "pii"  #: personal data said in the recording: how often of which kind, never the words themselves
    TRANSLATION = "translation"
    SEGMENTS = "segments"  #: shots and technical cues of a video: black frames, colour bars, credits


class AnalysisState(StrEnum):
    """Where one analysis of one item stands.

    ``SUCCEEDED`` with a ``reason`` means: usable, but the source is damaged (a truncated picture); the item is PARTIAL.
    """

    QUEUED = "QUEUED"
    SUBMITTED = "SUBMITTED"  #: an AWS job runs
    SUCCEEDED = "SUCCEEDED"
    NO_DATA = "NO_DATA"  #: looked, and there is nothing: silence, a blank wall
    SKIPPED = "SKIPPED"  #: not done by rule; the reason names it (language, too_long, too_large …)
    FAILED = "FAILED"

    @property
    def is_final(self) -> bool:
        """Whether this analysis is over."""
        return self not in {AnalysisState.QUEUED, AnalysisState.SUBMITTED}


class Profile(StrEnum):
    """How deeply a folder's files are analysed: the three that every newsroom has. It may add others of its own."""

    FULL = "full"
    BASIC = "basic"
    PRIVATE = "private"  #: no third-party AI service sees the file; our own code only


def decide(analyses: Mapping[str, Analysis]) -> tuple[ItemStatus, str]:
    """Return the final status and its reason code ("" for none) once nothing is pending.

    FAILED when the thumbnails failed and nothing else succeeded; PARTIAL when anything failed or succeeded with a
    defect; else COMPLETED.
    """
    failed = {name: a for name, a in analyses.items() if a.state is AnalysisState.FAILED}
    defects = {name: a for name, a in analyses.items() if a.state is AnalysisState.SUCCEEDED and a.reason}
    succeeded = {name for name, a in analyses.items() if a.state is AnalysisState.SUCCEEDED}
    if AnalysisName.THUMBNAILS in failed and not succeeded - {AnalysisName.METADATA}:
        return ItemStatus.FAILED, failed[AnalysisName.THUMBNAILS].reason
    if failed or defects:
        first = next(iter(sorted({**defects, **failed}.items())))
        return ItemStatus.PARTIAL, first[1].reason
    return ItemStatus.COMPLETED, ""
