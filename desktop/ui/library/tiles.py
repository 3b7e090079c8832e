"""What a tile says about an item: name, evidence, who and when, badges. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from cloud.contract.findings import TagKind
from cloud.contract.status import AnalysisName, AnalysisState, ItemStatus, Profile
from desktop.ui import phrases
from desktop.ui.phrases import tr
from desktop.ui.said import sentence

if TYPE_CHECKING:
    from cloud.contract.findings import Tag
    from cloud.contract.item import Item
    from desktop.library.evidence import Evidence

#: Icon and colour of each kind of tag, in the order in which a tile prefers them.
KINDS: Final[dict[TagKind, tuple[str, str]]] = {
    TagKind.PERSON: ("user", "k_person"),
    TagKind.TEXT: ("text-t", "k_text"),
    TagKind.LOGO: ("circle-wavy", "k_logo"),
    TagKind.KEYWORD: ("quotes", "k_phrase"),
    TagKind.ENTITY: ("cube", "k_entity"),
    TagKind.PHRASE: ("quotes", "k_phrase"),
    TagKind.LABEL: ("tag", "k_label"),
    TagKind.MODERATION: ("eye-slash", "k_moderation"),
}
_RANKS: Final = {kind: rank for rank, kind in enumerate(KINDS)}
MEDIA_ICONS: Final[dict[str, str]] = {"image": "image", "video": "film-strip", "audio": "microphone"}
_FIELD_ICONS: Final[dict[str, tuple[str, str]]] = {
    "transcript": ("chat-text", "text3"),
    "caption": ("pencil-simple", "text3"),
    "filename": ("file", "text3"),
    "folder": ("folder-simple", "text3"),
    "search_text": ("text-t", "k_text"),
}
_MARKS = 2
_CHIPS = 4
#: What a screen reader says before a finding of this colour.
_SPOKEN: Final[dict[str, str]] = {"k_text": "text", "k_logo": "logo", "k_person": "person"}


@dataclass(frozen=True, slots=True)
class Mark:
    """One piece of evidence: an icon in its colour and some words, parts of which may have matched."""

    icon: str
    tint: str
    text: str
    matched: tuple[tuple[int, int], ...] = ()
    time: str = ""  #: where on the time axis


@dataclass(frozen=True, slots=True)
class Badge:
    """A word over the picture, on its own ground."""

    icon: str
    tint: str
    text: str


@dataclass(frozen=True, slots=True)
class Tile:
    """All that the delegate paints."""

    id: str
    version: int
    analysis_version: int
    media_type: str
    name: str
    is_filename: bool
    evidence: tuple[Mark, ...]
    chips: tuple[Mark, ...]  #: up to four findings, shown where there is room
    who: str
    reporter: str
    day: str
    time: str
    more: str  #: how often else it was found
    kind: Badge | None
    state: Badge | None
    quote: str  #: what was said, over a recording's waveform
    has_picture: bool
    failure: str  #: why there is nothing to see, in words
    uploaded_at: str
    captured_at: str
    duration_ms: int
    size_bytes: int

    @property
    def accessible(self) -> str:
        """What a screen reader says: ``Dock strike, day three, photo, by Idris Falk, today 18:40, text SAFE PIERS``."""
        kind = phrases.kind(self.media_type).lower()
        if self.kind is not None and self.duration_ms:
            kind = f"{kind} {self.kind.text}"
        by = tr("by {name}").format(name=self.reporter) if self.reporter else ""
        when = (
            f"{self.day} {self.time}".strip().lower() if self.day == tr("Today") else f"{self.day} {self.time}".strip()
        )
        marks = ", ".join(
            f"{_SPOKEN[mark.tint]} {mark.text}" if mark.tint in _SPOKEN else mark.text for mark in self.evidence
        )
        state = self.state.text if self.state else ""
        return ", ".join(part for part in (self.name, kind, by, when, marks, state, self.failure) if part)


def tile(item: Item, found: Evidence | None = None, now: datetime | None = None) -> Tile:
    """Say an item."""
    name = item.caption.headline or item.filename
    reporter = " ".join((item.caption.byline or item.folder).split())
    moment = phrases.moment(item.uploaded_at, now)
    who = " · ".join(part for part in (reporter, moment) if part)
    day, time = _when(item.uploaded_at, moment, now)
    tags = best_tags(item)
    return Tile(
        id=item.id,
        version=item.version,
        analysis_version=item.analysis_version,
        media_type=item.media_type,
        name=" ".join(name.split()),
        is_filename=not item.caption.headline,
        evidence=_evidence(item, found, tags),
        chips=tuple(Mark(*KINDS[tag.kind], tag.name) for tag in tags[:_CHIPS]),
        who=who,
        reporter=reporter,
        day=day,
        time=time,
        more=_more(found),
        kind=_kind_badge(item),
        state=_state_badge(item, now),
        quote=item.transcript.excerpt if item.transcript and item.media_type == "audio" else "",
        has_picture=item.thumbnail_key is not None,
        failure=sentence(item.status_reason) if item.status.is_failure else "",
        uploaded_at=item.uploaded_at,
        captured_at=item.captured_at or "",
        duration_ms=item.duration_ms or 0,
        size_bytes=item.size_bytes,
    )


def _more(found: Evidence | None) -> str:
    """Say how often else the same place holds what was found."""
    if found is None or not found.more:
        return ""
    texts = {
        "transcript": tr("{n} more in the transcript"),
        "tags": tr("{n} more on screen") if found.kind is TagKind.TEXT else tr("{n} more tags"),
        "caption": tr("{n} more in the caption"),
    }
    return texts.get(found.field, tr("{n} more")).format(n=phrases.number(found.more))


def _when(uploaded_at: str, moment: str, now: datetime | None) -> tuple[str, str]:
    """Return the day and the time as a row shows them, one above the other."""
    when = phrases.parse_time(uploaded_at)
    if when is None:
        return "", ""
    today = (now or datetime.now(UTC)).astimezone().date()
    is_near = 0 <= (today - when.date()).days < 2  # noqa: PLR2004 - today and yesterday have names
    day = phrases.day(uploaded_at, now)[0] if is_near else moment
    return day, phrases.stamp(when, "HH:mm")


def title(item: Item) -> str:
    """Return what an item is called."""
    return " ".join((item.caption.headline or item.filename).split())


def best_tags(item: Item) -> list[Tag]:
    """Return each finding once, the surest kinds and the surest of a kind first."""
    found: dict[tuple[TagKind, str], Tag] = {}
    for tag in item.tags:
        key = (tag.kind, tag.name.casefold())
        held = found.get(key)
        if held is None or (tag.confidence or 0) > (held.confidence or 0):
            found[key] = tag
    return sorted(found.values(), key=lambda tag: (_RANKS[tag.kind], -(tag.confidence or 0), tag.name))


def _evidence(item: Item, found: Evidence | None, tags: list[Tag]) -> tuple[Mark, ...]:
    if found is not None and found.text:
        icon, tint = KINDS[found.kind] if found.kind else _FIELD_ICONS.get(found.field, ("magnifying-glass", "text3"))
        time = phrases.clock(found.at_ms) if found.at_ms is not None else ""
        text = tr("“{words}”").format(words=found.text) if found.field == "transcript" else found.text
        shift = 1 if found.field == "transcript" else 0
        marks = tuple((start + shift, end + shift) for start, end in found.marks)
        return (Mark(icon, tint, text, marks, time),)
    shown: list[Mark] = []
    kinds: set[TagKind] = set()
    number = len({tag.kind for tag in tags})
    # One of each kind first: two words on screen say less than a word and a place.
    for tag in [*tags, *tags]:
        if len(shown) == _MARKS:
            break
        mark = Mark(*KINDS[tag.kind], tag.name)
        if mark not in shown and (tag.kind not in kinds or len(kinds) == number):
            kinds.add(tag.kind)
            shown.append(mark)
    if not shown and item.transcript and item.transcript.excerpt and item.media_type != "audio":
        shown.append(Mark("chat-text", "text3", tr("“{words}”").format(words=item.transcript.excerpt)))
    if not shown and item.is_open:
        waiting = [phrases.analysis(name) for name in phrases.pending_names(item) if name not in _QUIET]
        if waiting:
            shown.append(Mark("", "text3", tr("{what} to come").format(what=phrases.listed(waiting[:2]))))
    return tuple(shown)


#: Analyses that a tile does not name: their result is seen, not read.
_QUIET = {AnalysisName.THUMBNAILS, AnalysisName.METADATA}


def _kind_badge(item: Item) -> Badge | None:
    """Photos carry none: they are the normal case."""
    if item.media_type not in {"video", "audio"}:
        return None
    text = phrases.clock(item.duration_ms) if item.duration_ms is not None else phrases.kind(item.media_type)
    icon = "film-strip-fill" if item.media_type == "video" else "microphone-fill"
    return Badge(icon, "onpill", text)


def _state_badge(item: Item, now: datetime | None) -> Badge | None:
    """Return the first that holds of embargo, failed, analysing, private."""
    until = phrases.parse_time(item.caption.embargo_until) if item.caption.embargo_until else None
    if until is not None and until > (now or datetime.now(UTC)):
        return Badge("lock-simple-fill", "onpill", phrases.stamp(until, "ddd HH:mm"))
    if failure := _failure_badge(item):
        return failure
    if item.is_open or not item.status.is_final:
        return Badge("spinner-gap", "onpill", analysing(item))
    if item.profile == Profile.PRIVATE:
        return Badge("shield-check-fill", "onpill", tr("Private"))
    return None


def _failure_badge(item: Item) -> Badge | None:
    if item.status.is_failure:
        text = tr("Refused") if item.status is ItemStatus.REJECTED else tr("Failed")
        return Badge("warning-circle-fill", "pillfail", text)
    failed = [name for name, analysis in item.analyses.items() if analysis.state is AnalysisState.FAILED]
    if failed:
        return Badge("warning-fill", "pillwarn", tr("{what} failed").format(what=phrases.analysis(failed[0])))
    if item.status is ItemStatus.PARTIAL:
        return Badge("warning-fill", "pillwarn", tr("Incomplete"))
    return None


def analysing(item: Item) -> str:
    """Return how far the analysis is, ``Analysing, 2 of 4``: what was skipped by rule was never to be done."""
    pending = set(phrases.pending_names(item))
    names = pending | {n for n, a in item.analyses.items() if a.state is not AnalysisState.SKIPPED}
    done = len(names - pending - {n for n, a in item.analyses.items() if not a.state.is_final})
    return tr("Analysing, {done} of {all}").format(done=done, all=len(names)) if names else tr("Analysing")
