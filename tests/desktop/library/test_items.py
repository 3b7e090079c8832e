"""The cache of items: what applying changes does, and what search finds."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cloud.contract.findings import Analysis, Caption, Sentiment, Tag, TagKind
from cloud.contract.keys import new_item_id
from cloud.contract.status import AnalysisState, ItemStatus
from cloud.contract.transcript import Transcript, TranscriptSummary, Word
from desktop.core.errors import LibraryProblem
from tests.fakes.newsroom import make_item

if TYPE_CHECKING:
    from desktop.library.database import Database
    from desktop.library.items import ItemLibrary

SUMMARY = TranscriptSummary("en-US", "pocketsphinx", "the river rose", "derived/k", is_rough=True)
SPOKEN = Transcript(
    "en-US",
    "pocketsphinx",
    "the river rose overnight and crossed the bridge",
    tuple(
        Word(text, n * 500, n * 500 + 400, 80.0)
        for n, text in enumerate(["the", "river", "rose", "overnight", "and", "crossed", "the", "bridge"])
    ),
    is_rough=True,
)


def test_item_comes_back_as_it_was(library: ItemLibrary) -> None:
    """Every attribute of an item survives the cache."""
    item = make_item(
        tags=(Tag("Flood", TagKind.LABEL, 88.5, "x", 12, (0.1, 0.2, 0.3, 0.4)), Tag("Å", TagKind.PERSON, None, "iptc")),
        analyses={"text": Analysis(AnalysisState.NO_DATA, "rapidocr", 1, cost_microusd=7)},
        caption=Caption(headline="H", byline="B", embargo_until="2026-01-01T00:00:00+01:00"),
        sentiment=Sentiment("NEGATIVE", {"negative": 0.75, "positive": 0.25}, "x"),
        pending=frozenset({"speech:0007", "text"}),
        is_open=True,
        width=4000,
        duration_ms=61_000,
        captured_at="2026-11-22T10:00:00",
        transcript=SUMMARY,
        search_text="many words " * 500,
        language="en-GB",
    )
    assert library.apply([item]) == (item.id,)
    assert library.get(item.id) == item
    assert library.open_ids() == [item.id]


@given(st.lists(st.tuples(st.sampled_from("ab"), st.integers(1, 4), st.booleans()), max_size=12))
@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_changes_apply_in_any_order_any_number_of_times(
    library: ItemLibrary, changes: list[tuple[str, int, bool]]
) -> None:
    """Whatever order and however often changes come, each item ends at its newest version; deleted ones stay away."""
    ids = {name: new_item_id() for name in "ab"}
    newest: dict[str, tuple[int, bool]] = {}
    for name, version, is_deleted in changes:
        item = make_item(ids[name], version=version, status=ItemStatus.DELETED if is_deleted else ItemStatus.COMPLETED)
        is_news = version > newest.get(name, (0, False))[0]
        was_here = library.get(ids[name]) is not None
        assert library.apply([item]) == ((ids[name],) if is_news and (was_here or not is_deleted) else ())
        if is_news:
            newest[name] = (version, is_deleted)
    for name, (version, is_deleted) in newest.items():
        kept = library.get(ids[name])
        assert (kept is None) if is_deleted else (kept is not None and kept.version == version)


def test_newest_come_first(library: ItemLibrary) -> None:
    """Ids are ordered by upload, newest first, and may be limited and restricted."""
    old = make_item(uploaded_at="2026-01-01T00:00:00.000Z", media_type="video")
    new = make_item(uploaded_at="2026-02-01T00:00:00.000Z", folder="Wires")
    library.apply([old, new])
    assert library.ids() == [new.id, old.id]
    assert library.ids(limit=1) == [new.id]
    assert library.ids(kinds=["video"]) == [old.id]
    assert library.ids(folders=["Wires"]) == [new.id]
    assert library.ids(statuses=[ItemStatus.FAILED]) == []
    assert [item.id for item in library.get_many([old.id, "unknown", new.id])] == [old.id, new.id]


@pytest.mark.parametrize(
    ("query", "is_found"),
    [
        ("", True),
        ("sao", True),
        ("SÃO paulo", True),
        ("paul", True),
        ("paul sao", False),  # only the last word is a prefix
        ("sao pau", True),
        ('"sao paulo"', True),
        ('"paulo sao"', False),
        ("flood", True),
        ("flood -paulo", False),
        ("-paulo", False),
        ("-rome", True),
        ('-"sao rome"', True),
        ("müller", True),
        ("MULLER", True),
        ("governor", True),
        ("desk", True),
        ("img_0042", True),
        ("42", False),
        ("北京", True),
        ("京北", False),
        ("🎉", True),
        ("🚗", False),
        ("notthere", False),
        ("  ", True),
        ("OR", False),
        ("flood OR rome", True),
        ("rome | flood", True),
        ("rome OR paris", False),
        ("filename:flood", False),
    ],
)
def test_query_rules(library: ItemLibrary, query: str, is_found: bool) -> None:  # noqa: FBT001 - a table's column
    """Words are ANDed, the last is a prefix, phrases are exact, a minus excludes, accents and case do not matter."""
    item = make_item(
        filename="IMG_0042 São Paulo 🎉.jpg",
        folder="Picture desk",
        tags=(Tag("Flood", TagKind.LABEL, 90.0, "x"), Tag("Ángela Mu\u0308ller", TagKind.PERSON, None, "iptc")),
        caption=Caption(caption="The governor visits"),
        search_text="新北京市",
    )
    library.apply([item])
    assert library.ids(query) == ([item.id] if is_found else [])


def test_query_judges_only_the_items_it_is_asked_about(library: ItemLibrary) -> None:
    """With ``within`` the same query, kinds and order hold for those ids alone; unknown ids are left out."""
    items = [make_item(filename=f"flood {n}.jpg", uploaded_at=f"2026-02-0{n}T00:00:00.000Z") for n in range(1, 5)]
    fire = make_item(filename="fire.jpg")
    library.apply([*items, fire])
    asked = (item.id for item in (items[0], items[2], fire))
    assert library.ids("flood", within=asked) == [items[2].id, items[0].id]
    assert library.ids("flood", kinds=["video"], within=[items[0].id]) == []
    assert library.ids(within=[fire.id, new_item_id()]) == [fire.id]
    assert library.ids(within=[]) == []


@given(st.text(max_size=40) | st.text(alphabet='"-*^:(){}+ab \0\ud800é中', max_size=20))
@settings(deadline=None, max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_query_is_a_syntax_error(library: ItemLibrary, query: str) -> None:
    """Whatever is typed, search answers."""
    item = make_item(filename="ab.jpg")
    library.apply([item])
    assert set(library.ids(query)) <= set(library.ids())
    library.matches(library.ids(), query)


def test_transcript_is_found_and_quoted(library: ItemLibrary) -> None:
    """Once the words are here they are searched, and the evidence is the quote."""
    item = make_item(transcript=SUMMARY, media_type="audio")
    library.apply([item])
    assert library.ids("bridge") == []
    assert library.put_transcript(item.id, 1, SPOKEN)
    assert not library.put_transcript(item.id, 1, SPOKEN)
    assert library.ids("bridge") == [item.id]
    evidence = library.matches([item.id], "crossed bri")[item.id]
    assert evidence.field == "transcript"
    assert [evidence.text[start:end] for start, end in evidence.marks] == ["crossed", "bridge"]
    assert library.transcript(item.id) == SPOKEN


def test_transcript_stays_when_the_item_changes(library: ItemLibrary) -> None:
    """A later version of the record keeps the words; a newer analysis's older words do not replace newer ones."""
    item = make_item(transcript=SUMMARY)
    library.apply([item])
    library.put_transcript(item.id, 1, SPOKEN)
    library.apply([replace(item, version=2, status=ItemStatus.PARTIAL)])
    assert library.ids("bridge") == [item.id]
    assert library.has_transcript(item.id, 1)
    assert not library.has_transcript(item.id, 2)
    library.put_transcript(item.id, 2, replace(SPOKEN, text="other words"))
    assert not library.put_transcript(item.id, 1, SPOKEN)
    library.apply([replace(item, version=3, analysis_version=2)])
    assert (library.ids("bridge"), library.ids("other")) == ([], [item.id])


def test_transcript_of_an_unknown_item_is_not_kept(library: ItemLibrary) -> None:
    """Words that come for an item that is gone change nothing."""
    assert not library.put_transcript(new_item_id(), 1, SPOKEN)


def test_media_whose_words_are_not_here_are_named(library: ItemLibrary) -> None:
    """What may have words and has none here is told, newest first; photos have none."""
    items = [make_item(media_type="audio", uploaded_at=f"2026-02-0{n}T00:00:00.000Z") for n in (1, 2, 3)]
    library.apply([*items, make_item(media_type="image")])
    library.put_transcript(items[1].id, 1, SPOKEN)
    assert library.without_transcript() == [items[2].id, items[0].id]


def test_evidence_names_the_tag_and_marks_it(library: ItemLibrary) -> None:
    """A tag as evidence comes with its kind and the place of the match, accents notwithstanding."""
    item = make_item(tags=(Tag("Señor José Núñez", TagKind.PERSON, None, "iptc", at_ms=4000),))
    library.apply([item])
    evidence = library.matches([item.id], "nune")[item.id]
    assert evidence.kind is TagKind.PERSON
    assert [evidence.text[start:end] for start, end in evidence.marks] == ["Núñe"]


def test_item_that_changes_is_found_by_what_it_is_now(library: ItemLibrary) -> None:
    """Search forgets the words of older versions and of deleted items."""
    item = make_item(filename="before.jpg")
    library.apply([item])
    library.apply([replace(item, version=2, filename="after.jpg")])
    assert (library.ids("before"), library.ids("after")) == ([], [item.id])
    library.apply([replace(item, version=3, status=ItemStatus.DELETED)])
    assert library.ids("after") == []


def test_rejected_items_hold_no_bytes(library: ItemLibrary) -> None:
    """The item that has the bytes is the oldest of the same library that was not rejected."""
    rejected = make_item("01ARZ3NDEKTSV4RRFFQ69G5FA0", sha256="s", status=ItemStatus.REJECTED)
    older = make_item("01ARZ3NDEKTSV4RRFFQ69G5FA1", sha256="s")
    newer = make_item("01ARZ3NDEKTSV4RRFFQ69G5FA2", sha256="s")
    library.apply([newer, older, rejected])
    assert library.by_sha256("newsroom", "s") == older.id
    assert library.by_sha256("private-u1", "s") is None
    assert library.by_sha256("newsroom", "other") is None


def test_prefix_that_is_not_unique_gives_two(library: ItemLibrary) -> None:
    """A prefix is looked up in either case; two answers say that it is not unique."""
    ids = ["01ARZ3NDEKTSV4RRFFQ69G5FA0", "01ARZ3NDEKTSV4RRFFQ69G5FB0", "01BRZ3NDEKTSV4RRFFQ69G5FB0"]
    library.apply([make_item(item_id) for item_id in ids])
    assert library.resolve("01b") == [ids[2]]
    assert library.resolve("01A") == ids[:2]
    assert library.resolve("zz") == []


def test_counts(library: ItemLibrary) -> None:
    """Items are counted by media and by status."""
    library.apply([make_item(), make_item(media_type="video", status=ItemStatus.FAILED)])
    counts = library.counts()
    assert counts.total == 2
    assert counts.by_media_type == {"image": 1, "video": 1}
    assert counts.by_status == {ItemStatus.COMPLETED: 1, ItemStatus.FAILED: 1}


def test_json_names_the_pictures_that_are_here(library: ItemLibrary) -> None:
    """An item as JSON has the local thumbnail once it lies there, and the words unless they are not wanted."""
    item = make_item(media_type="video", transcript=SUMMARY)
    library.apply([item])
    library.put_transcript(item.id, 1, SPOKEN)
    bare = library.item_json(item.id)
    assert bare is not None
    assert (bare["thumbnail"], bare["poster"]) == (None, None)
    for path in (library.thumbnail_path(item.id, 1, 256), library.poster_path(item.id, 1)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"jpeg")
    full = library.item_json(item.id)
    assert full is not None
    assert full["thumbnail"] == str(library.thumbnail_path(item.id, 1, 256))
    assert full["poster"] == str(library.poster_path(item.id, 1))
    assert isinstance(full["transcript"], dict)
    assert len(full["transcript"]["words"]) == 8  # type: ignore[arg-type]  # a list
    without = library.item_json(item.id, words=False)
    assert without is not None
    assert isinstance(without["transcript"], dict)
    assert "words" not in without["transcript"]
    assert library.item_json("unknown") is None


def test_missing_items_go_and_may_come_back(library: ItemLibrary) -> None:
    """What the daily comparison misses is dropped; the same version may come again."""
    item = make_item()
    library.apply([item])
    assert library.versions() == {item.id: 1}
    assert library.remove_missing([item.id, "unknown"]) == (item.id,)
    assert library.ids() == []
    assert library.apply([item]) == (item.id,)


def test_cursor_is_kept(library: ItemLibrary) -> None:
    """Sync's place survives."""
    assert library.cursor("feed#newsroom") is None
    library.set_cursor("feed#newsroom", "2026-11-22")
    assert library.cursor("feed#newsroom") == "2026-11-22"


def test_damaged_record_is_a_library_problem(library: ItemLibrary, library_db: Database) -> None:
    """A record that cannot be read back means that the cache is to be rebuilt."""
    item = make_item()
    library.apply([item])
    with library_db.write() as connection:
        connection.execute("UPDATE items SET record = x'00'")
    with pytest.raises(LibraryProblem):
        library.get(item.id)
