"""One time axis with lanes: who speaks, who is seen, what is written, what is shown, as blocks. Pure; any thread.

::

    detections ─ same name, near in time ▶ blocks of a row ─▶ rows of a lane, the longest first
    words ─ same speaker, no pause ────▶ blocks of a row
    blocks, px a ms ─ closer than 2 px ─▶ spans, which are painted
"""

from __future__ import annotations

import bisect
from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from cloud.contract.findings import TagKind
from desktop.item.findings import FACE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from cloud.contract.findings import Tag
    from cloud.contract.transcript import Word

#: How long a thing that was seen once is taken to be there, where no later frame says otherwise; and how long it may
#: be missed between two frames that show it: an engine that looks away for a moment is no change of scene.
HOLD_MS = 4_000
#: A pause of this length ends a block of speech.
PAUSE_MS = 700
#: Blocks closer than this are painted as one.
TOUCH_PX = 2.0
#: Of a block of speech as many words are told.
_QUOTED = 20
#: More rows than this are counted, not shown.
ROWS = 6
#: Seconds between ticks, of which that is taken which leaves room for its numbers.
STEPS_S: Final = (1, 5, 10, 15, 30, 60, 300, 600, 1_800, 3_600)
LABEL_PX = 80.0


class LaneKind(StrEnum):
    """What a lane shows, from above to below."""

    PICTURE = "picture"
    SPEECH = "speech"
    PEOPLE = "people"
    TEXT = "text"
    TAGS = "tags"


_KINDS = {
    TagKind.PERSON: LaneKind.PEOPLE,
    TagKind.TEXT: LaneKind.TEXT,
    TagKind.LABEL: LaneKind.TAGS,
    TagKind.LOGO: LaneKind.TAGS,
    TagKind.MODERATION: LaneKind.TAGS,
}


@dataclass(frozen=True, slots=True)
class Block:
    """Something from one time to another."""

    start_ms: int
    end_ms: int
    text: str
    confidence: float | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """Blocks of one speaker, person, label or of all words on screen: in order, none over another."""

    name: str
    blocks: tuple[Block, ...]
    starts: tuple[int, ...] = field(default=(), repr=False)
    is_unknown: bool = False  #: somebody whom nobody has named

    @classmethod
    def of(cls, name: str, blocks: Sequence[Block], *, is_unknown: bool = False) -> Row:
        """Return a row of blocks that are in order."""
        return cls(name, tuple(blocks), tuple(block.start_ms for block in blocks), is_unknown)

    @property
    def total_ms(self) -> int:
        """How long it is in all."""
        return sum(block.end_ms - block.start_ms for block in self.blocks)

    @property
    def confidence(self) -> float | None:
        """The surest of its blocks."""
        return max((block.confidence for block in self.blocks if block.confidence is not None), default=None)

    def at(self, position_ms: float, slack_ms: float = 0.0) -> Block | None:
        """Return the block at a place, by bisection; ``slack_ms`` lets one miss a narrow one by a little."""
        number = bisect.bisect_right(self.starts, position_ms + slack_ms) - 1
        if number < 0:
            return None
        block = self.blocks[number]
        return block if position_ms - slack_ms < block.end_ms else None

    def after(self, position_ms: float) -> Block | None:
        """Return the first block that begins later."""
        number = bisect.bisect_right(self.starts, position_ms)
        return self.blocks[number] if number < len(self.blocks) else None

    def before(self, position_ms: float) -> Block | None:
        """Return the last block that began earlier."""
        number = bisect.bisect_left(self.starts, position_ms) - 1
        return self.blocks[number] if number >= 0 else None


@dataclass(frozen=True, slots=True)
class Lane:
    """Rows of one sort; ``more`` is how many are not shown."""

    kind: LaneKind
    rows: tuple[Row, ...]
    more: int = 0


@dataclass(frozen=True, slots=True)
class Span:
    """Blocks as one rectangle along the axis."""

    x: float
    width: float
    first: int  #: number of the block
    count: int


def picture_lane() -> list[Lane]:
    """Return the lane of the video's own pictures; they are no blocks, the painter has them."""
    return [Lane(LaneKind.PICTURE, (Row.of("", ()),))]


def lanes_of(
    tags: Iterable[Tag], words: Sequence[Word], duration_ms: int, *, speakers: Callable[[str], str] = str
) -> list[Lane]:
    """Return the lanes that have something in them."""
    return [*speech_lane(words, speakers=speakers), *seen_lanes(tags, duration_ms)]


def speech_lane(words: Sequence[Word], *, speakers: Callable[[str], str] = str) -> list[Lane]:
    """Return the lane of who speaks; none where nobody does."""
    rows = _speech(words, speakers)
    return [_lane(LaneKind.SPEECH, rows)] if rows else []


def seen_lanes(tags: Iterable[Tag], duration_ms: int) -> list[Lane]:
    """Return the lanes of what was seen: people, words on screen, labels."""
    seen: dict[LaneKind, dict[str, list[tuple[int, float | None]]]] = defaultdict(lambda: defaultdict(list))
    times: dict[LaneKind, set[int]] = defaultdict(set)  # each analysis looks at frames of its own
    for tag in tags:
        is_face = tag.kind is TagKind.LABEL and tag.name == FACE
        lane = LaneKind.PEOPLE if is_face else _KINDS.get(tag.kind)
        if lane is not None and tag.at_ms is not None:
            seen[lane][tag.name].append((tag.at_ms, tag.confidence))
            times[lane].add(tag.at_ms)
    lanes = []
    for kind in (LaneKind.PEOPLE, LaneKind.TEXT, LaneKind.TAGS):
        if kind not in seen:
            continue
        ends = _ends(sorted(times[kind]), duration_ms)
        if kind is LaneKind.TEXT:
            lanes.append(Lane(kind, (_texts(seen[kind], ends),)))
        else:
            is_people = kind is LaneKind.PEOPLE
            rows = [
                Row.of(name, _held(name, at, ends), is_unknown=is_people and name == FACE)
                for name, at in seen[kind].items()
            ]
            lanes.append(_lane(kind, rows))
    return lanes


def _lane(kind: LaneKind, rows: Sequence[Row]) -> Lane:
    ordered = sorted(rows, key=lambda row: (row.is_unknown, -row.total_ms, row.name))
    return Lane(kind, tuple(ordered[:ROWS]), max(0, len(ordered) - ROWS))


def _ends(times: Sequence[int], duration_ms: int) -> dict[int, int]:
    """Return for each frame until when what it shows is taken to be there: the next frame, within bounds."""
    later = [*times[1:], max([duration_ms, *times])]
    return {at: max(at + 1, min(end, at + HOLD_MS)) for at, end in zip(times, later, strict=False)}


def _held(name: str, at: Sequence[tuple[int, float | None]], ends: dict[int, int]) -> list[Block]:
    blocks: list[Block] = []
    first = last = -1
    best: float | None = None
    for start, sure in sorted(at, key=lambda pair: pair[0]):
        if first >= 0 and start - last >= HOLD_MS:
            blocks.append(Block(first, last, name, best))
            first, best = -1, None
        if first < 0:
            first = start
        last = max(last, ends[start])
        if sure is not None and (best is None or sure > best):
            best = sure
    if first >= 0:
        blocks.append(Block(first, last, name, best))
    return blocks


def _texts(seen: dict[str, list[tuple[int, float | None]]], ends: dict[int, int]) -> Row:
    """Return all words on screen in one row: what one frame shows is one block, and goes on while it stays the same."""
    frames: dict[int, dict[str, float | None]] = defaultdict(dict)
    for name, at in seen.items():
        for start, sure in at:
            frames[start][name] = sure
    blocks: list[Block] = []
    for start in sorted(frames):
        text = " · ".join(sorted(frames[start]))
        sure = max((each for each in frames[start].values() if each is not None), default=None)
        last = blocks[-1] if blocks else None
        if last is not None and last.text == text and start - last.end_ms < HOLD_MS:
            best = max((each for each in (last.confidence, sure) if each is not None), default=None)
            blocks[-1] = Block(last.start_ms, ends[start], text, best)
        else:
            if last is not None and last.end_ms > start:
                blocks[-1] = Block(last.start_ms, start, last.text, last.confidence)
            blocks.append(Block(start, ends[start], text, sure))
    return Row.of("", blocks)


def _speech(words: Sequence[Word], speakers: Callable[[str], str]) -> list[Row]:
    rows: dict[str, list[Block]] = {}
    held: list[str] = []
    first = last = 0
    who = ""
    for word in words:
        label = word.speaker or ""
        if held and (label != who or word.start_ms - last >= PAUSE_MS):
            rows.setdefault(speakers(who), []).append(_said(first, last, held))
            held = []
        if not held:
            first, who = word.start_ms, label
        held.append(word.text)
        last = max(word.end_ms, word.start_ms + 1)
    if held:
        rows.setdefault(speakers(who), []).append(_said(first, last, held))
    return [Row.of(name, blocks) for name, blocks in rows.items()]


def _said(first_ms: int, last_ms: int, words: Sequence[str]) -> Block:
    return Block(first_ms, last_ms, " ".join(words[:_QUOTED]))


def spans(row: Row, px_per_ms: float, first_px: float, last_px: float) -> Iterator[Span]:
    """Yield what is painted of a row between two places along the axis; blocks that nearly touch are one."""
    number = max(0, bisect.bisect_right(row.starts, first_px / px_per_ms) - 1)
    x = right = -1.0
    first = count = 0
    for at in range(number, len(row.blocks)):
        block = row.blocks[at]
        left = block.start_ms * px_per_ms
        if left > last_px:
            break
        if count and left - right < TOUCH_PX:
            right, count = max(right, block.end_ms * px_per_ms), count + 1
            continue
        if count:
            yield Span(x, max(TOUCH_PX, right - x), first, count)
        x, right, first, count = left, block.end_ms * px_per_ms, at, 1
    if count and right >= first_px:
        yield Span(x, max(TOUCH_PX, right - x), first, count)


def tick_step_s(px_per_ms: float) -> int:
    """Return how many seconds stand between numbers of the ruler."""
    return next((step for step in STEPS_S if step * 1000 * px_per_ms >= LABEL_PX), STEPS_S[-1])
