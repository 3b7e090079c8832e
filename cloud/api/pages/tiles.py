"""Items as pages show them: a tile with its picture, what is known of it, and its state in words. Within a request."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cloud.api.context import context
from cloud.api.pages import words
from cloud.contract import reasons
from cloud.contract.findings import TagKind, Verdict
from cloud.contract.keys import NEWSROOM_LIBRARY
from cloud.contract.status import AnalysisState, ItemStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cloud.contract.findings import Tag
    from cloud.contract.item import Item

#: How long addresses of pictures are good. A page is scrolled through for some time, and loads them as they come near.
PICTURE_S = 3600
SMALL_PX, LARGE_PX = 256, 1024
#: What a name is cut to beside a tag's place.
_EVIDENCE = 2
#: In the order in which they tell most.
KINDS = {
    TagKind.PERSON: ("People", "user", "person"),
    TagKind.TEXT: ("On-screen text", "text-t", "text"),
    TagKind.LOGO: ("Logos", "circle-wavy", "logo"),
    TagKind.LABEL: ("Labels", "tag", "label"),
    TagKind.ENTITY: ("Places and names", "cube", "entity"),
    TagKind.PHRASE: ("Key phrases", "quotes", "phrase"),
    TagKind.KEYWORD: ("Keywords", "quotes", "phrase"),
    TagKind.MODERATION: ("Take care", "warning-fill", "moderation"),
}
MEDIA = {"image": ("Photo", "image"), "video": ("Video", "film-strip"), "audio": ("Audio", "microphone")}
#: Below this an engine is not sure.
_SURE = 70


@dataclass(frozen=True, slots=True)
class Chip:
    """A tag, once, however often it was found."""

    name: str
    icon: str
    kind: str  #: the name of its colour
    number: str = ""  #: ``98 %``
    is_unsure: bool = False
    is_confirmed: bool = False  #: somebody said so, or added it


@dataclass(frozen=True, slots=True)
class Badge:
    """A state, as icon and words."""

    icon: str
    text: str
    tone: str = ""  #: ``fail``, ``warn``


@dataclass(frozen=True, slots=True)
class Tile:
    """One item in a grid."""

    id: str
    name: str
    picture: str  #: an address; "" where there is none
    icon: str  #: what stands in its place
    media: Badge | None  #: photos have none: they are the normal case
    state: Badge | None
    evidence: tuple[Chip, ...]
    quote: str  #: what was said
    why: str  #: why it failed
    who: str
    at: str


def tile(item: Item, evidence: tuple[Chip, ...] = (), quote: str = "") -> Tile:
    """Return an item's tile; ``evidence`` and ``quote`` say why it was found."""
    word, icon = MEDIA.get(item.media_type, ("File", "image"))
    length = f" {words.clock(item.duration_ms)}" if item.duration_ms else ""
    is_photo = item.media_type in {"image", ""}
    said = item.transcript.excerpt if item.transcript and item.media_type == "audio" else ""
    return Tile(
        id=item.id,
        name=item.caption.headline or item.filename,
        picture=picture(item, SMALL_PX),
        icon=icon,
        media=None if is_photo else Badge(icon, length.strip() or word),
        state=state(item),
        evidence=evidence or (() if quote else tuple(chips(item.tags, item)[:_EVIDENCE])),
        quote=quote or said,
        why=reasons.sentence(item.status_reason) if item.status.is_failure else "",
        who=author(item),
        at=words.moment(item.uploaded_at, context().ports.now()),
    )


def picture(item: Item, size_px: int) -> str:
    """Return where an item's picture is; "" where there is none.

    Of an item under embargo no address is given that another could open: it is shown by way of here.
    """
    key = item.thumbnail_of(size_px)
    if key is None:
        return ""
    if item.caption.is_embargoed(context().ports.now()):
        return f"/library/{item.id}/picture?size={size_px}"
    return context().ports.links.derived(key, seconds=PICTURE_S)


def state(item: Item) -> Badge | None:  # noqa: PLR0911 -- a state a line, in their order
    """Return the first state that holds of: embargo, failed, analysing, partly failed, private."""
    if item.caption.is_embargoed(context().ports.now()):
        return Badge("lock-simple-fill", words.until(item.caption.embargo_until, context().ports.now()))
    if item.status is ItemStatus.REJECTED:
        return Badge("warning-circle-fill", "Not taken", "fail")
    if item.status is ItemStatus.FAILED:
        return Badge("warning-circle-fill", "Failed", "fail")
    if not item.status.is_final:
        every = len(item.analyses)
        done = sum(each.state.is_final for each in item.analyses.values())
        return Badge("spinner-gap", f"Analysing, {done} of {every}" if every else "Analysing")
    failed = sorted(name for name, each in item.analyses.items() if each.state is AnalysisState.FAILED)
    if failed:
        return Badge("warning-fill", f"{failed[0].capitalize()} failed", "warn")
    if item.library != NEWSROOM_LIBRARY:
        return Badge("lock-simple", "Only you")
    return None


def chips(tags: Iterable[Tag], item: Item) -> list[Chip]:
    """Return each tag once, surest first within its kind; rejected ones are left out."""
    order = list(KINDS)
    best: dict[tuple[TagKind, str], Tag] = {}
    for tag in tags:
        known = best.get((tag.kind, tag.name))
        if item.verdict_of(tag) is not Verdict.REJECTED and (
            known is None or (tag.confidence or 0) > (known.confidence or 0)
        ):
            best[tag.kind, tag.name] = tag
    ordered = sorted(best.values(), key=lambda tag: (order.index(tag.kind), -(tag.confidence or 101)))
    return [chip(tag, is_confirmed=item.verdict_of(tag) is Verdict.CONFIRMED) for tag in ordered]


def chip(tag: Tag, *, is_confirmed: bool = False) -> Chip:
    """Return a tag's chip."""
    _, icon, kind = KINDS[tag.kind]
    is_human = tag.source == "human"
    number = "" if tag.confidence is None or is_human else f"{tag.confidence:.0f} %"
    return Chip(
        name=tag.name,
        icon=icon,
        kind=kind,
        number=number,
        is_unsure=tag.confidence is not None and tag.confidence < _SURE and not is_confirmed,
        is_confirmed=is_confirmed or is_human,
    )


def groups(item: Item) -> list[tuple[str, list[Chip]]]:
    """Return the tags by what they name."""
    found: dict[str, list[Chip]] = {}
    for kind, (title, _, _) in KINDS.items():
        shown = chips((tag for tag in item.tags if tag.kind is kind), item)
        if shown:
            found[title] = shown
    return list(found.items())


def author(item: Item) -> str:
    """Return who made it: the byline, else who uploaded it, as far as that is known."""
    if item.caption.byline:
        return item.caption.byline
    person = context().standing.person(item.owner_id)
    return person.account.name if person else item.folder
