"""What the routes of items take and answer. Pure but for ``ItemShape.of``, which runs within a request."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import AfterValidator, AwareDatetime, BaseModel, Field, model_validator

from cloud.api import library
from cloud.api.context import context
from cloud.api.shapes import Body, Query
from cloud.contract import reasons
from cloud.contract.corrections import CORRECTED_WORDS, SPEAKERS, WORD_BYTES
from cloud.contract.corrections import NAME_BYTES as SPEAKER_BYTES
from cloud.contract.findings import CAPTION_FIELD_BYTES, TagKind, Verdict
from cloud.contract.findings import Tag as Finding
from cloud.contract.item import Item
from cloud.contract.media import MediaType  # noqa: TC001 -- pydantic reads it as it runs
from cloud.contract.status import AnalysisState, ItemStatus  # noqa: TC001 -- the same
from cloud.store.edits import PEOPLE_TAGS, SERVICE_TAGS, VERDICTS, Edit, Findings
from cloud.store.items import ORDERED

if TYPE_CHECKING:
    from cloud.contract.record import Record

NAME_BYTES = 240
#: How long the addresses of pictures in an answer are good: they are shown at once.
SHOWN_S = 300
TRANSCRIPT_CHARACTERS = 40_000


def _fits(limit_bytes: int) -> AfterValidator:
    def check(text: str) -> str:
        if len(text.encode("utf-8", "replace")) > limit_bytes:
            raise ValueError(f"longer than {limit_bytes} bytes")
        return text

    return AfterValidator(check)


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name:
        raise ValueError("no name")
    return name


def _in_utc(moment: datetime) -> datetime:
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise ValueError("a moment beyond the calendar") from None


#: Kept as one moment in one form; what the calendar's ends do not hold in UTC could be shown nowhere.
Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
Name = Annotated[str, Field(min_length=1, max_length=NAME_BYTES), AfterValidator(_name), _fits(NAME_BYTES)]


Headline = Annotated[str, Field(max_length=CAPTION_FIELD_BYTES["headline"]), _fits(CAPTION_FIELD_BYTES["headline"])]
Words = Annotated[str, Field(max_length=CAPTION_FIELD_BYTES["caption"]), _fits(CAPTION_FIELD_BYTES["caption"])]
Byline = Annotated[str, Field(max_length=CAPTION_FIELD_BYTES["byline"]), _fits(CAPTION_FIELD_BYTES["byline"])]
Rights = Annotated[str, Field(max_length=CAPTION_FIELD_BYTES["rights"]), _fits(CAPTION_FIELD_BYTES["rights"])]


class ItemPath(BaseModel):
    """An item."""

    item_id: str = Field(max_length=64, description="A ULID")


class MediaQuery(Query):
    """Which items. A page may be short, or empty, though a cursor follows."""

    cursor: str = Field("", max_length=512, description="As the page before answered it")
    limit: int = Field(50, ge=1, le=200)
    mine: bool = Field(default=False, description="Only what the caller uploaded, by when it was uploaded")
    kind: MediaType | None = None
    status: ItemStatus | None = None


class ItemRow(BaseModel):
    """What a list shows of an item."""

    id: str
    library: str
    owner_id: str
    filename: str
    folder: str
    media_type: str
    mime: str
    profile: str
    status: ItemStatus
    status_reason: str = Field(description="A code; the item itself has a sentence")
    uploaded_at: str
    updated_at: str
    captured_at: str | None
    size_bytes: int
    version: int
    width: int | None
    height: int | None
    duration_ms: int | None
    headline: str
    embargo_until: str | None
    has_thumbnail: bool


class MediaPage(BaseModel):
    """Some items, last changed first."""

    items: list[ItemRow]
    cursor: str = Field(description='Where the next page begins; "" at the end')


class TagShape(BaseModel):
    """A tag, and what people say of it."""

    name: str
    kind: TagKind
    confidence: float | None
    source: str
    at_ms: int | None = None
    box: list[float] | None = None
    verdict: Verdict | None = None


class SaidShape(BaseModel):
    """What was said."""

    language: str
    engine: str
    rough: bool
    text: str


class AnalysisShape(BaseModel):
    """How one analysis went."""

    state: AnalysisState
    engine: str
    version: int
    reason: str = ""


class CaptionShape(BaseModel):
    """What people write under a picture."""

    headline: str
    caption: str
    byline: str
    credit: str
    rights: str
    embargo_until: str | None


class CorrectedWord(BaseModel):
    """What is really said where the machine heard a word."""

    at_ms: int
    was: str
    text: str


class CorrectionsShape(BaseModel):
    """What people corrected in what was heard."""

    speakers: dict[str, str]
    words: list[CorrectedWord]


class SentimentShape(BaseModel):
    """The tone of what was said."""

    label: str
    scores: dict[str, float]


class MayShape(BaseModel):
    """What the caller may do with it."""

    edit: bool
    link: bool


class ItemShape(BaseModel):
    """An item, as ``snapstream show --json`` has it, and what a page needs beside."""

    id: str
    library: str
    owner_id: str
    filename: str
    folder: str
    media_type: str
    mime: str
    size_bytes: int
    sha256: str
    profile: str
    status: ItemStatus
    status_reason: str
    uploaded_at: str
    captured_at: str | None
    width: int | None
    height: int | None
    duration_ms: int | None
    tags: list[TagShape]
    transcript: SaidShape | None
    sentiment: SentimentShape | None
    analyses: dict[str, AnalysisShape]
    caption: CaptionShape
    corrections: CorrectionsShape = Field(description="Of the transcript, which stays as the machine heard it")
    version: int = Field(description="To be sent back with a change")
    updated_at: str
    is_embargoed: bool
    ordered: str = Field(description='``reanalyze`` until that has begun, else ""')
    may: MayShape
    pictures: dict[str, str] = Field(
        description="Addresses of thumbnail, preview and poster, good for five minutes. Of an item that the caller may "
        "not link to they lead here, for who is signed in, and there is none of the poster."
    )

    @classmethod
    def of(cls, record: Record, *, whole: bool = False) -> Self:
        """Return the shape of a record; ``whole`` with all that was said, and its pictures."""
        item = Item.from_record(record)
        document = item.to_json(transcript=library.transcript(item) if whole else None)
        work_state = str(record.get("work_state") or "")
        return cls.model_validate(
            {
                **document,
                "status_reason": reasons.sentence(item.status_reason),
                "corrections": item.corrections.to_json(),
                "version": item.version,
                "updated_at": item.updated_at,
                "is_embargoed": item.caption.is_embargoed(context().ports.now()),
                "ordered": work_state if work_state in ORDERED else "",
                "may": {"edit": library.may_write(record), "link": library.may_link(item)},
                "pictures": _pictures(item) if whole else {},
            }
        )


def picture_here(item: Item, size_px: int) -> str:
    """Return where a picture is shown by way of here, to who is signed in: no address of it leaves."""
    return f"{context().config.public_url or ''}/library/{item.id}/picture?size={size_px}"


def _pictures(item: Item) -> dict[str, str]:
    if not library.may_link(item):
        sizes = {"thumbnail": 256, "preview": 1024}
        return {name: picture_here(item, size) for name, size in sizes.items() if item.thumbnail_of(size)}
    keys = {"thumbnail": item.thumbnail_of(256), "preview": item.thumbnail_of(1024), "poster": item.poster_key}
    links = context().ports.links
    return {name: links.derived(key, seconds=SHOWN_S) for name, key in keys.items() if key}


class CaptionEdit(Body):
    """Fields to write; one that is left out stays, null empties it."""

    headline: Headline | None = None
    caption: Words | None = None
    byline: Byline | None = None
    credit: Byline | None = None
    rights: Rights | None = None
    embargo_until: Moment | None = None

    def fields(self) -> dict[str, str]:
        """Return what is written."""
        found: dict[str, str] = {}
        for name in self.model_fields_set:
            value = getattr(self, name)
            found[name] = "" if value is None else value if isinstance(value, str) else value.isoformat()
        return found


class TagRef(Body):
    """All tags of one kind and name."""

    kind: TagKind
    name: Name


class TagsEdit(Body):
    """What people say of tags. Machines' tags are never removed: who rejects one sees it as rejected."""

    add: Annotated[tuple[TagRef, ...], Field(max_length=PEOPLE_TAGS)] = ()
    remove: Annotated[tuple[TagRef, ...], Field(max_length=PEOPLE_TAGS, description="Of those that people added")] = ()
    confirm: Annotated[tuple[TagRef, ...], Field(max_length=VERDICTS)] = ()
    reject: Annotated[tuple[TagRef, ...], Field(max_length=VERDICTS)] = ()
    clear: Annotated[tuple[TagRef, ...], Field(max_length=VERDICTS, description="Take a verdict back")] = ()

    @model_validator(mode="after")
    def _say_one_thing(self) -> Self:
        said = [_key(tag) for tag in (*self.confirm, *self.reject, *self.clear)]
        if len(said) != len(set(said)):
            raise ValueError("one tag, two verdicts")
        return self


SpokenName = Annotated[str, Field(max_length=NAME_BYTES), AfterValidator(_name), _fits(SPEAKER_BYTES)]
SpokenText = Annotated[str, Field(max_length=WORD_BYTES), _fits(WORD_BYTES)]


class WordEdit(Body):
    """What is really said where the machine heard a word."""

    at_ms: int = Field(ge=0, le=10**9, description="When the word begins")
    was: str = Field(min_length=1, max_length=WORD_BYTES, description="What the machine heard")
    text: SpokenText | None = Field(None, description='"" for nothing, several words too; null takes it back')


class TranscriptEdit(Body):
    """Names of speakers and words, beside what the machine heard, which stays as it is."""

    speakers: dict[str, SpokenName | None] = Field(
        default={}, max_length=SPEAKERS, description="Names, by what the machine calls them; null takes one back"
    )
    words: Annotated[tuple[WordEdit, ...], Field(max_length=CORRECTED_WORDS)] = ()


def _key(tag: TagRef) -> tuple[TagKind, str]:
    return tag.kind, tag.name


class MediaEdit(Body):
    """A change of what is there at ``version``."""

    version: int = Field(ge=1, description="That the person saw")
    caption: CaptionEdit = CaptionEdit()
    tags: TagsEdit = TagsEdit()
    transcript: TranscriptEdit = TranscriptEdit()

    def wish(self) -> Edit:
        """Return it as the store takes it."""
        verdicts: dict[tuple[TagKind, str], Verdict | None] = dict.fromkeys(map(_key, self.tags.clear))
        verdicts |= dict.fromkeys(map(_key, self.tags.confirm), Verdict.CONFIRMED)
        verdicts |= dict.fromkeys(map(_key, self.tags.reject), Verdict.REJECTED)
        return Edit(
            caption=self.caption.fields(),
            added=tuple(map(_key, self.tags.add)),
            removed=frozenset(map(_key, self.tags.remove)),
            verdicts=verdicts,
            speakers=self.transcript.speakers,
            words={(word.at_ms, word.was): word.text for word in self.transcript.words},
        )


class ReceiptShape(BaseModel):
    """That an item was deleted."""

    id: str = Field(description="Of the entry in the audit")
    item_id: str
    library: str
    filename: str
    sha256: str
    size_bytes: int
    deleted_at: str
    deleted_by: str
    removes: list[str] = Field(description="What goes: the original's versions, all that was made of it, its claim")
    tombstone_until: str


class ReanalyzeBody(Body):
    """How to analyse anew."""

    profile: str | None = Field(None, max_length=32, description="Another profile than the item's own")


class OrderShape(BaseModel):
    """That something will be done."""

    item_id: str
    version: int
    profile: str


class ServiceTag(Body):
    """A tag that an outside analyser found."""

    name: Name
    kind: TagKind
    confidence: float | None = Field(None, ge=0, le=100)
    at_ms: int | None = Field(None, ge=0, le=10**9)
    box: tuple[float, float, float, float] | None = None

    @model_validator(mode="after")
    def _is_within(self) -> Self:
        if self.box is not None and not all(0 <= edge <= 1 for edge in self.box):
            raise ValueError("a box is x, y, width, height as 0 to 1 of the upright frame")
        return self


class ServiceTranscript(Body):
    """What was said, as an outside analyser heard it."""

    language: str = Field("und", pattern=r"^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8}){0,4}$", max_length=35)
    text: Annotated[str, Field(min_length=1, max_length=TRANSCRIPT_CHARACTERS)]


class ResultsBody(Body):
    """All that an outside analyser found; it takes the place of what it handed in before."""

    tags: Annotated[tuple[ServiceTag, ...], Field(max_length=SERVICE_TAGS)] = ()
    transcript: ServiceTranscript | None = None

    def findings(self, service: str) -> Findings:
        """Return them as the store takes them."""
        return Findings(
            service=service,
            tags=tuple(Finding(tag.name, tag.kind, tag.confidence, "", tag.at_ms, tag.box) for tag in self.tags),
            text=self.transcript.text if self.transcript else "",
            language=self.transcript.language if self.transcript else "und",
        )


class ResultsShape(BaseModel):
    """What became of the results."""

    item_id: str
    version: int
    engine: str = Field(description="How they are signed: ``service:`` and the account's name")
    tags: int
    transcript_taken: bool = Field(description="False where there is one by a better source")


class LinkBody(Body):
    """How long an address shall be good."""

    seconds: int = Field(3600, ge=60, le=7 * 24 * 3600)


class LinkShape(BaseModel):
    """Where an original can be fetched by whoever has the address."""

    url: str
    expires_at: str = Field(description="Perhaps sooner than was asked for")


class PictureQuery(Query):
    """Which size."""

    size: int = Field(256, description="256 or 1024 px")
