"""What people write about an item: captions, tags, verdicts, and their orders. Plain functions on ports; any thread.

::

    look            the record as it is; what the person saw has the same version, or they are told (None)
    one update      condition: that version                    a crash here: item.json is older by this edit; the next
    item.json       as the record is then, before the answer   edit or analysis writes it, and a rebuild never takes
                                                               an older one than the table has

Two who write at once: one wins, the other is told. Whoever writes ``item.json`` looks again afterwards, and writes once
more where the record has changed meanwhile, so the last one written is of the last version.

Orders (deletion, re-analysis) are only written down here; ``cloud/analysis/orders.py`` carries them out.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cloud.contract.corrections import CORRECTED_WORDS, SPEAKERS
from cloud.contract.findings import HUMAN, SERVICE_PREFIX, Analysis, Tag, TagKind, Verdict
from cloud.contract.item import ITEM_BYTES, Item, verdicts_to_record
from cloud.contract.keys import derived_key
from cloud.contract.record import SEARCH_TEXT_BYTES, now_text, pack_text, storable, unpack_text
from cloud.contract.status import AnalysisState, ItemStatus
from cloud.contract.transcript import Transcript, TranscriptSummary
from cloud.store.deletion import tombstone
from cloud.store.items import WORK_REANALYZE, Change
from cloud.store.snapshot import item_json, item_key
from cloud.store.wire import record_bytes, value_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from cloud.contract.corrections import Corrections, WordKey
    from cloud.contract.record import Record, Value
    from cloud.store.items import ItemStore
    from cloud.store.objects import ObjectStore

#: A tag as people speak of it: its kind and its name.
TagKey = tuple[TagKind, str]
#: What people and outside analysers may add to an item, each beside the 300 tags that our own analyses may.
PEOPLE_TAGS = 50
VERDICTS = 100
SERVICE_TAGS = 50
#: What corrections of a transcript may take of the record's bound.
CORRECTIONS_BYTES = 8_000
EXCERPT_CHARACTERS = 1_000
#: Room that every other attribute of a record may still need while it is analysed.
_SLACK_BYTES = 1_024
_TURNS = 10
#: C0 and C1 without tab and line break, and Unicode's bidirectional embeddings and overrides.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]")


class FullError(Exception):
    """The item cannot hold that much more."""


@dataclass(frozen=True, slots=True)
class Stores:
    """What an edit reads and writes."""

    items: ItemStore
    derived: ObjectStore


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person wants changed; everything else stays."""

    caption: Mapping[str, str] = field(default_factory=dict)  #: fields of ``Caption``; "" empties one
    added: tuple[TagKey, ...] = ()
    removed: frozenset[TagKey] = frozenset()  #: of the tags that people gave
    verdicts: Mapping[TagKey, Verdict | None] = field(default_factory=dict)  #: None: takes one back
    speakers: Mapping[str, str | None] = field(default_factory=dict)  #: names, by the machine's; None: takes one back
    words: Mapping[WordKey, str | None] = field(default_factory=dict)  #: corrections of words; None: takes one back


@dataclass(frozen=True, slots=True)
class Findings:
    """What an outside analyser found."""

    service: str  #: its name
    tags: tuple[Tag, ...] = ()
    text: str = ""
    language: str = "und"


def legible(text: str) -> str:
    """Return what people typed without what nobody sees: control characters, and orders to write the other way.

    Tabs and line breaks stay, and the marks and isolates of Unicode's annex 9, which right-to-left text needs; its
    embeddings and overrides, which can make a text read as another, go.
    """
    return _UNSEEN.sub("", storable(text))


def edit(stores: Stores, record: Record, wish: Edit, *, now: datetime) -> Record | None:
    """Write what a person wants over the record as they saw it; None where it has changed. Raises ``FullError``."""
    item = Item.from_record(record)
    caption = replace(item.caption, **{name: legible(text) for name, text in wish.caption.items()})
    wished = {key: said for key, said in wish.verdicts.items() if said is not None}
    kept = {key: said for key, said in item.verdicts.items() if key not in wish.verdicts and key not in wish.added}
    verdicts = kept | wished
    values: dict[str, Value] = {"caption": caption.to_record()}
    if wish.added or wish.removed:
        values["tags"] = [tag.to_record() for tag in _tags(item, wish)]
    if verdicts:
        values["people"] = verdicts_to_record(verdicts)
    if len(verdicts) > VERDICTS:
        raise FullError("verdicts")
    corrections = _corrections(item, wish)
    if corrections:
        values["corrections"] = corrections.to_record()
    gone = {"people"} if not verdicts else set()
    gone |= {"corrections"} if not corrections else set()
    return _write(stores, record, values, now, removed=frozenset(gone & record.keys()))


def hand_in(stores: Stores, record: Record, findings: Findings, *, now: datetime) -> Record | None:
    """Write what an outside analyser found, over what it had found before; None where the record has changed.

    A transcript is taken where there is none of a better source: none at all, a rough one, or its own.
    """
    item = Item.from_record(record)
    engine = f"{SERVICE_PREFIX}{findings.service}"
    others = [tag for tag in item.tags if tag.source != engine]
    outside = sum(tag.source.startswith(SERVICE_PREFIX) for tag in others) + len(findings.tags)
    if outside > SERVICE_TAGS:
        raise FullError("tags")
    theirs = [replace(tag, source=engine, name=storable(tag.name)) for tag in findings.tags]
    analysis = Analysis(
        AnalysisState.SUCCEEDED if findings.tags or findings.text else AnalysisState.NO_DATA,
        engine,
        item.analysis_version,
    )
    values: dict[str, Value] = {"tags": [tag.to_record() for tag in (*others, *theirs)]}
    if findings.text and takes_transcript(item, engine):
        text = storable(findings.text)
        key = derived_key(item.library, item.id, item.analysis_version, f"services/{findings.service}.json")
        spoken = Transcript(findings.language, engine, text)
        stores.derived.write(key, pack_transcript(spoken), "application/json")
        summary = TranscriptSummary(findings.language, engine, text[:EXCERPT_CHARACTERS], key)
        values["transcript"] = summary.to_record()
        words = dict.fromkeys([text, *item.search_text.split("\n")])
        room = room_for_words(record | values)
        values["search_text"] = pack_text("\n".join(word for word in words if word), room)
    return _write(stores, record, values, now, analyses={engine: analysis.to_record()})


def takes_transcript(item: Item, engine: str) -> bool:
    """Whether an outside analyser's transcript takes the place of what is there."""
    return item.transcript is None or item.transcript.is_rough or item.transcript.engine == engine


def order_analysis(items: ItemStore, item: Item, *, by: str, profile: str | None, now: datetime) -> Record | None:
    """Order that an item be analysed anew; None where it has changed."""
    order: dict[str, Value] = {"by": by}
    if profile:
        order["profile"] = profile
    return items.change(
        Change(
            item_id=item.id,
            library=item.library,
            now=now_text(now),
            if_version=item.version,
            values={"work_state": WORK_REANALYZE, "order": order},
        )
    )


def bury(items: ItemStore, item: Item, *, by: str, now: datetime) -> Record | None:
    """Put a tombstone over an item and order that all of it be removed; None where it has changed."""
    record = tombstone(item, now, by=by)
    return record if items.replace(record, if_version=item.version) else None


def write_snapshot(stores: Stores, record: Record) -> None:
    """Write ``item.json`` as the record is now, until it is the last one written."""
    for _ in range(_TURNS):
        stores.derived.write(item_key(record), item_json(record), "application/json")
        current = stores.items.get(str(record["id"]))
        if current is None or current.get("version") == record.get("version"):
            return
        if current.get("status") == ItemStatus.DELETED:
            return  # what was written goes with the rest of the item
        record = current


def room_for_words(record: Mapping[str, Value]) -> int:
    """Return how many bytes ``search_text`` may take, so that the whole record keeps to the contract's bound."""
    others = record_bytes({name: value for name, value in record.items() if name != "search_text"})
    return max(min(SEARCH_TEXT_BYTES, ITEM_BYTES - others - _SLACK_BYTES), 64)


def _tags(item: Item, wish: Edit) -> list[Tag]:
    """Return the item's tags with those that a person gives, each once."""
    kept = [tag for tag in item.tags if tag.source != HUMAN or (tag.kind, tag.name) not in wish.removed]
    given = {(tag.kind, tag.name) for tag in kept if tag.source == HUMAN}
    added = [key for key in dict.fromkeys((kind, legible(name)) for kind, name in wish.added) if key not in given]
    if len(given) + len(added) > PEOPLE_TAGS:
        raise FullError("tags")
    return [*kept, *(Tag(name, kind, None, HUMAN) for kind, name in added)]


def _corrections(item: Item, wish: Edit) -> Corrections:
    """Return what is corrected in an item's transcript, with what a person corrects now."""
    speakers = {storable(label): name and storable(name) for label, name in wish.speakers.items()}
    words = {(at_ms, storable(was)): text and storable(text) for (at_ms, was), text in wish.words.items()}
    made = item.corrections.then(speakers, words)
    is_many = len(made.words) > CORRECTED_WORDS or len(made.speakers) > SPEAKERS
    if is_many or value_bytes(made.to_record()) > CORRECTIONS_BYTES:
        raise FullError("corrections")
    return made


def _write(
    stores: Stores,
    record: Record,
    values: dict[str, Value],
    now: datetime,
    *,
    removed: frozenset[str] = frozenset(),
    analyses: Mapping[str, Record] | None = None,
) -> Record | None:
    after = record | values
    if record_bytes(after) + _SLACK_BYTES > ITEM_BYTES and "search_text" in after:
        words = unpack_text(after["search_text"])
        values["search_text"] = pack_text(words, room_for_words(after))
    if record_bytes(record | values) > ITEM_BYTES:
        raise FullError("item")
    changed = stores.items.change(
        Change(
            item_id=str(record["id"]),
            library=str(record["library"]),
            now=now_text(now),
            if_version=int(str(record["version"])),
            values=values,
            removed=removed,
            analyses=analyses or {},
        )
    )
    if changed is not None:
        write_snapshot(stores, changed)
    return changed


def pack_transcript(spoken: Transcript) -> bytes:
    """Write a transcript as ``transcript.json`` is written."""
    return json.dumps(spoken.to_json(), ensure_ascii=False).encode("utf-8", "replace")
