"""How much of an item each writer may fill, so that the sum stays within the contract's 64 KB and 300 tags. Pure.

Every analysis may write without knowing what the others wrote: a result is one update, made without reading. What is
over its budget is not lost: the whole lies in ``analysis/{name}.json.gz``, and its words go into ``search_text``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from cloud.contract.findings import CAPTION_FIELD_BYTES, Caption
from cloud.contract.item import ITEM_BYTES
from cloud.contract.record import SEARCH_TEXT_BYTES
from cloud.contract.status import AnalysisName as Name
from cloud.store.wire import value_bytes

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cloud.contract.findings import Tag

#: The contract's bound on tags in a record.
ITEM_TAGS = 300


@dataclass(frozen=True, slots=True)
class TagBudget:
    """What one analysis may put into ``tags``."""

    tags: int
    size_bytes: int


TAG_BUDGETS = {
    Name.TEXT: TagBudget(80, 6_400),
    Name.FACES: TagBudget(30, 2_600),
    Name.METADATA: TagBudget(50, 3_200),
    Name.LABELS: TagBudget(40, 2_800),
    Name.PEOPLE: TagBudget(30, 2_400),
    Name.LOGOS: TagBudget(10, 800),
    Name.MODERATION: TagBudget(10, 800),
    Name.ENTITIES: TagBudget(30, 1_800),
    Name.PHRASES: TagBudget(20, 1_200),
}
TAG_NAME_BYTES = 240

#: ``id`` to ``schema_version``, but for what has a line of its own below.
FACTS_BYTES = 3_000
FILENAME_BYTES = 1_024
CAPTURED_AT_BYTES = 40
#: Every analysis with its reason, and those that may be jobs with an id and a token of 64 characters each.
JOB_ANALYSES = 7
ANALYSES_BYTES = len(Name) * 170 + JOB_ANALYSES * 145
#: Longer sound is not transcribed.
MAX_SOUND_MS = 4 * 3600 * 1000
#: A part of a video's frames, at most.
FRAMES_A_MESSAGE = 20
#: Names, and the parts of the longest sound (in chunks of 285 s and more) and of the most frames.
MAX_SOUND_PARTS = 52
MAX_FRAME_PARTS = 30
PENDING_BYTES = len(Name) * 12 + MAX_SOUND_PARTS * 12 + MAX_FRAME_PARTS * 2 * 12
CAPTION_BYTES = sum(CAPTION_FIELD_BYTES.values()) + 100
EXCERPT_CHARACTERS = 1_000
TRANSCRIPT_BYTES = 4 * EXCERPT_CHARACTERS + 400
SENTIMENT_BYTES = 400

RECORD_BYTES = (
    FACTS_BYTES
    + FILENAME_BYTES
    + ANALYSES_BYTES
    + PENDING_BYTES
    + CAPTION_BYTES
    + TRANSCRIPT_BYTES
    + SENTIMENT_BYTES
    + SEARCH_TEXT_BYTES
    + sum(budget.size_bytes for budget in TAG_BUDGETS.values())
)
assert RECORD_BYTES <= ITEM_BYTES, RECORD_BYTES
assert sum(budget.tags for budget in TAG_BUDGETS.values()) <= ITEM_TAGS


def fit_tags(name: Name, tags: Iterable[Tag]) -> tuple[Tag, ...]:
    """Return the tags of one analysis that go into the record, in their own order.

    The surest first, and each name once before any comes twice (a sign that stays in a video's frame for a minute).
    """
    budget = TAG_BUDGETS[name]
    clipped = [replace(tag, name=clip_text(tag.name, TAG_NAME_BYTES)) for tag in tags]
    ranked = sorted(range(len(clipped)), key=lambda at: -(clipped[at].confidence or 0.0))
    seen: set[str] = set()
    first: list[int] = []
    again: list[int] = []
    for at in ranked:
        (again if clipped[at].name in seen else first).append(at)
        seen.add(clipped[at].name)
    chosen, used = set[int](), 0
    for at in [*first, *again]:
        size = 1 + value_bytes(clipped[at].to_record())
        if len(chosen) < budget.tags and used + size <= budget.size_bytes:
            chosen.add(at)
            used += size
    return tuple(clipped[at] for at in sorted(chosen))


def fit_caption(caption: Caption) -> Caption:
    """Return a caption that keeps to its budget."""
    fields = {name: clip_text(getattr(caption, name), limit) for name, limit in CAPTION_FIELD_BYTES.items()}
    return Caption(**fields)


def clip_text(text: str, limit_bytes: int) -> str:
    """Return text of at most so many bytes of UTF-8, whole characters, storable (no lone surrogates)."""
    encoded = text.encode("utf-8", "replace")
    if len(encoded) <= limit_bytes:
        return encoded.decode("utf-8")
    return encoded[: limit_bytes - 3].decode("utf-8", "ignore") + "…"
