"""What an export is made of: the corrected words of one item, and what stands above them. Pure; any thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cloud.contract.transcript import Transcript, Word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cloud.contract.item import Item

#: A pause of this length begins a paragraph.
PARAGRAPH_MS = 1_500
#: So does the end of a sentence, after so many words.
_WORDS = 60
_ENDS = (".", "?", "!", "…")


@dataclass(frozen=True, slots=True)
class Spoken:
    """The words of one item as people corrected them."""

    item_id: str
    title: str
    filename: str
    byline: str
    uploaded_at: str
    duration_ms: int | None
    language: str  #: BCP 47
    engine: str
    is_rough: bool  #: by machine, and nobody has vouched for it
    words: tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """What one speaker says in one go."""

    start_ms: int
    end_ms: int
    speaker: str  #: "" where nobody knows
    text: str


def spoken_of(item: Item, transcript: Transcript) -> Spoken:
    """Return what is exported of an item; a transcript without times is one word as long as the item."""
    corrected = item.corrections.apply(transcript)
    words = corrected.words
    if not words and corrected.text.strip():
        words = (Word(" ".join(corrected.text.split()), 0, item.duration_ms or 1, 100.0),)
    return Spoken(
        item_id=item.id,
        title=" ".join((item.caption.headline or item.filename).split()),
        filename=item.filename,
        byline=item.caption.byline,
        uploaded_at=item.uploaded_at,
        duration_ms=item.duration_ms,
        language=corrected.language,
        engine=corrected.engine,
        is_rough=corrected.is_rough,
        words=tuple(word for word in words if word.text.strip()),
    )


def paragraphs(words: tuple[Word, ...]) -> Iterator[Paragraph]:
    """Yield paragraphs: a new one for another speaker, after a long pause, and after a long run of sentences."""
    held: list[Word] = []
    for word in words:
        if held and _begins(held, word):
            yield _paragraph(held)
            held = []
        held.append(word)
    if held:
        yield _paragraph(held)


def _begins(held: list[Word], word: Word) -> bool:
    last = held[-1]
    is_long = len(held) >= _WORDS and last.text.endswith(_ENDS)
    return word.speaker != last.speaker or word.start_ms - last.end_ms >= PARAGRAPH_MS or is_long


def _paragraph(held: list[Word]) -> Paragraph:
    text = " ".join(word.text for word in held)
    return Paragraph(held[0].start_ms, max(word.end_ms for word in held), held[0].speaker or "", text)


def timecode(position_ms: int, point: str = ".") -> str:
    """Return ``01:02:03.456``; SRT has a comma as point."""
    seconds, ms = divmod(max(0, position_ms), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{point}{ms:03}"


def short_timecode(position_ms: int) -> str:
    """Return ``01:02:03``, for text that is read."""
    return timecode(position_ms).partition(".")[0]
