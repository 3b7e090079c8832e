"""Search over a real cache: the language, orders, days, facets, completion, help, saved searches."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cloud.contract.corrections import Corrections
from cloud.contract.findings import Analysis, Caption, Tag, TagKind, Verdict
from cloud.contract.record import now_text
from cloud.contract.status import AnalysisState, ItemStatus, Profile
from cloud.contract.transcript import Transcript, TranscriptSummary, Word
from desktop.library.answers import Group, Order, Sort, SuggestionGroup
from desktop.library.parser import parse
from desktop.library.tree import Field, Viewer
from tests.fakes.newsroom import make_item

if TYPE_CHECKING:
    from cloud.contract.item import Item
    from desktop.library.database import Database
    from desktop.library.items import ItemLibrary

NOW = datetime(2026, 11, 22, 21, 0, tzinfo=UTC)
VIEWER = Viewer("u1", NOW, UTC)
ANAS = ("Ana Ruiz", "Ana Ruiz Gomez")


def ago(**span: float) -> str:
    """Return a moment before now as records have it."""
    return now_text(NOW - timedelta(**span))


def label(name: str, kind: TagKind = TagKind.LABEL) -> Tag:
    """Return a tag."""
    return Tag(name, kind, 90.0, "x")


def spoken(text: str, language: str = "en-US") -> Transcript:
    """Return a transcript, a word each half second."""
    words = tuple(Word(word, n * 500, n * 500 + 400, 90.0) for n, word in enumerate(text.split()))
    return Transcript(language, "x", text, words)


def names(library: ItemLibrary, query: str) -> list[str]:
    """Return what answers, by file name without ending."""
    answer = library.search.find(query, VIEWER)
    assert answer is not None
    return [item.filename.partition(".")[0] for item in library.get_many(library.search.ids(answer.rows))]


@pytest.fixture
def desk(library: ItemLibrary) -> ItemLibrary:
    """Return a library with four items that differ in everything, newest first: speech, council, photo, old."""
    speech = make_item(
        filename="speech.wav", media_type="audio", uploaded_at=ago(hours=1), duration_ms=90_000, size_bytes=5_000_000,
        transcript=TranscriptSummary("fr-FR", "x", "le budget est voté", "k"), owner_id="u2", folder="Audio recorder",
        caption=Caption(byline="Lena Vasquez"), captured_at="2026-11-20T10:00:00+01:00",
        analyses={"entities": Analysis(AnalysisState.FAILED, "x", 1)},
    )  # fmt: skip
    council = make_item(
        filename="council.mp4", media_type="video", uploaded_at=ago(days=2), duration_ms=30_000, size_bytes=80_000_000,
        tags=(label("Ana Ruiz", TagKind.PERSON), label("CITY HALL", TagKind.TEXT), label("crowd")),
        caption=Caption(headline="Budget day", embargo_until="2026-12-01T06:00:00+01:00"), language="en",
        captured_at="2026-11-21T09:00:00", verdicts={(TagKind.PERSON, "Ana Ruiz"): Verdict.CONFIRMED},
    )  # fmt: skip
    photo = make_item(
        filename="photo.jpg", uploaded_at=ago(days=10), size_bytes=300_000, library="private-u1",
        profile=Profile.PRIVATE, caption=Caption(byline="Lena Vasquez"), folder="Sources",
    )  # fmt: skip
    old = make_item(
        filename="old.jpg", uploaded_at=ago(days=100), size_bytes=2_000_000, status=ItemStatus.REJECTED,
        tags=(label("Ana Ruiz Gomez", TagKind.PERSON), label("Crowd"), label("Acme", TagKind.LOGO)),
        verdicts={(TagKind.LABEL, "Wrong"): Verdict.REJECTED},
    )  # fmt: skip
    library.apply([photo, speech, old, council])
    library.put_transcript(speech.id, 1, spoken("le budget est voté et la salle crie budget encore budget"))
    return library


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "speech council photo old"),
        ("budget", "speech council"),
        ("BUDGÉT", "speech council"),
        ("said:budget", "speech"),
        ("caption:budget", "council"),
        ("said:hall", ""),
        ('text:"city hall"', "council"),
        ("text:hal", "council"),
        ('person:"Ana Ruiz"', "council"),
        ("person:ruiz", "council old"),
        ("person:rui", "council old"),
        ('person:"ana ruiz"|"ANA RUIZ GÓMEZ"', "council old"),
        ('person:"Ana"', ""),
        ("tag:crowd", "council old"),
        ('tag:"CROWD"', "council old"),
        ('tag:"Ana Ruiz"', "council"),
        ('logo:"acme"', "old"),
        ("logo:acm", "old"),
        ("name:coun", "council"),
        ("kind:video", "council"),
        ("kind:photo|audio", "speech photo old"),
        ("-kind:photo", "speech council"),
        ('by:"Lena Vasquez"', "speech photo"),
        ("by:vasq", "speech photo"),
        ("by:nobody", ""),
        ('folder:"Audio recorder"', "speech"),
        ("folder:rec", "speech"),
        ("lang:fr", "speech"),
        ("lang:fr-FR", "speech"),
        ("lang:fr-CA", ""),
        ("status:rejected", "old"),
        ("has:speech", "speech"),
        ("has:person", "council old"),
        ("is:untagged", "speech photo"),
        ("is:embargoed", "council"),
        ("-is:embargoed", "speech photo old"),
        ("is:private", "photo"),
        ("is:failed", "speech old"),
        ("is:mine", "council photo old"),
        ("is:captioned", "council"),
        ("is:confirmed", "council"),
        ("is:analysing", ""),
        ("date:today", "speech"),
        ("date:7d", "speech council"),
        ("date:2026-11-20", "council"),
        ("after:2026-11-20", "speech council"),
        ("before:2026-11-20", "photo old"),
        ("date:2026-11-01..2026-11-20", "council photo"),
        ("taken:2026-11-20", "speech"),
        ("duration:>60s", "speech"),
        ("duration:..1m", "speech council"),
        ("-duration:>60s", "council photo old"),
        ("size:>1MB", "speech council old"),
        ("size:300kb", "photo"),
        ("budget kind:video", "council"),
        ("budget -kind:video", "speech"),
        ("budget OR crowd", "speech council old"),
        ("(budget OR crowd) -has:speech", "council old"),
        ("crowd|voté kind:audio|video", "speech council"),
        ("duration:>60s OR is:private", "speech photo"),
        ("-(duration:>60s OR budget)", "photo old"),
        ("date:today OR is:private OR size:>50MB", "speech council photo"),
        ("🎉", ""),
        ("-🎉 -zzz", "speech council photo old"),
    ],
)
def test_language_finds(desk: ItemLibrary, query: str, expected: str) -> None:
    """Each word of the language finds what it should, alone and with others, newest first; counts and judges agree."""
    assert parse(query).is_right
    assert names(desk, query) == expected.split()
    assert desk.search.count(query, VIEWER) == len(expected.split())
    everything = {item.id: item.filename.partition(".")[0] for item in desk.get_many(desk.ids())}
    judged = desk.search.judge(query, [*everything, "unknown"], VIEWER)
    assert {everything[item_id] for item_id in judged} == set(expected.split())


@pytest.mark.parametrize("query", ["flood", "flood OR size:>1GB", "-flood", "kind:video"])
def test_many_are_judged_as_few_are(library: ItemLibrary, query: str) -> None:
    """However many items are asked about at once, those answer that answer one by one."""
    items = [
        make_item(filename=f"{'flood' if n % 3 else 'fire'} {n}.jpg", media_type="video" if n % 2 else "image",
                  uploaded_at=ago(hours=n))
        for n in range(30)
    ]  # fmt: skip
    library.apply(items)
    ids = [item.id for item in items[5:25]]
    assert library.search.judge(query, ids, VIEWER) == {
        item_id for item_id in ids if library.search.judge(query, [item_id], VIEWER)
    }


def test_more_reporters_than_are_told_apart_are_all_found(library: ItemLibrary) -> None:
    """A name that very many reporters have still finds the items of all of them."""
    library.apply([make_item(caption=Caption(byline=f"Anna {number}")) for number in range(400)])
    assert library.search.count("by:anna") == 400
    assert library.search.count("-by:anna") == 0


def test_rejected_tag_is_not_found(library: ItemLibrary) -> None:
    """What a person rejected is found no more, and counted no more."""
    item = make_item(tags=(label("Cat"), label("Dog")), search_text="Cat\nDog\nBird")
    library.apply([item])
    assert library.ids("cat") == [item.id]
    library.apply([replace(item, version=2, verdicts={(TagKind.LABEL, "Cat"): Verdict.REJECTED})])
    assert library.ids("cat") == []
    assert library.ids("bird") == [item.id]
    facets = library.search.facets("", VIEWER)
    assert facets is not None
    assert [value.value for value in facets.groups[Group.TAG].values] == ["Dog"]


def test_no_phrase_goes_from_one_name_into_the_next(library: ItemLibrary) -> None:
    """Two tags side by side are no phrase."""
    library.apply([make_item(tags=(label("Maria Ana", TagKind.PERSON), label("Ruiz Gomez", TagKind.PERSON)))])
    assert library.ids('"ana ruiz"') == []
    assert len(library.ids('"maria ana"')) == 1


def test_own_marks_cannot_be_typed(desk: ItemLibrary) -> None:
    """Characters that the index uses for itself find nothing and break nothing."""
    assert names(desk, "\ue003") == []
    assert names(desk, '"\ue000\ue00116"') == []
    assert names(desk, 'budget "\ue002"') in ([], ["speech", "council"])


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (Order(Sort.UPLOADED), "speech council photo old"),
        (Order(Sort.UPLOADED, is_ascending=True), "old photo council speech"),
        (Order(Sort.CAPTURED), "council speech photo old"),
        (Order(Sort.CAPTURED, is_ascending=True), "speech council old photo"),
        (Order(Sort.NAME, is_ascending=True), "council old photo speech"),
        (Order(Sort.SIZE), "council speech old photo"),
        (Order(Sort.DURATION), "speech council photo old"),
        (Order(Sort.RELEVANCE), "speech council photo old"),
    ],
)
def test_orders(desk: ItemLibrary, order: Order, expected: str) -> None:
    """Each order sorts; what has no date or length comes last either way."""
    answer = desk.search.find("", VIEWER, order)
    assert answer is not None
    found = [item.filename.partition(".")[0] for item in desk.get_many(desk.search.ids(answer.rows))]
    assert found == expected.split()


def test_names_are_ordered_by_number(library: ItemLibrary) -> None:
    """IMG_9 comes before IMG_10."""
    library.apply([make_item(filename=name) for name in ("img_10.jpg", "IMG_9.jpg", "IMG_010.jpg")])
    answer = library.search.find("", VIEWER, Order(Sort.NAME, is_ascending=True))
    assert answer is not None
    found = [item.filename for item in library.get_many(library.search.ids(answer.rows))]
    assert found[0] == "IMG_9.jpg"


def test_many_are_weighed_without_reading_them(library: ItemLibrary) -> None:
    """However many are chosen, their sizes are summed; a row that went away weighs nothing."""
    library.apply([make_item(uploaded_at=ago(minutes=n), size_bytes=n) for n in range(1, 701)])
    answer = library.search.find("", VIEWER)
    assert answer is not None
    assert library.search.weigh(answer.rows) == sum(range(1, 701))
    assert library.search.weigh([*answer.rows[:2], 7]) == 3
    assert library.search.weigh([]) == 0


def test_best_comes_first_by_relevance(library: ItemLibrary) -> None:
    """A name says more than a passing word in a long text."""
    passing = make_item(
        caption=Caption(caption="much ado about this and that " * 5 + "and a ferry"), uploaded_at=ago(days=1)
    )
    named = make_item(filename="ferry.jpg", uploaded_at=ago(days=5))
    library.apply([passing, named, *(make_item(filename=f"other {n}.jpg") for n in range(40))])
    answer = library.search.find("ferry", VIEWER, Order(Sort.RELEVANCE))
    assert answer is not None
    assert library.search.ids(answer.rows) == [named.id, passing.id]


def test_days_follow_the_viewers_midnight(library: ItemLibrary) -> None:
    """Sections are days of the viewer's zone, in either order; a row's place is found without reading."""
    moments = ["2026-11-21T23:30:00.000Z", "2026-11-21T22:30:00.000Z", "2026-11-20T12:00:00.000Z"]
    items = [make_item(uploaded_at=moment) for moment in moments]
    library.apply(items)
    answer = library.search.find("", VIEWER)
    assert answer is not None
    sections = library.search.sections(answer, UTC)
    assert [(section.day, section.first, section.count) for section in sections] == [
        (date(2026, 11, 21), 0, 2),
        (date(2026, 11, 20), 2, 1),
    ]
    paris = timezone(timedelta(hours=1))
    assert [section.day for section in library.search.sections(answer, paris)] == [
        date(2026, 11, 22),
        date(2026, 11, 21),
        date(2026, 11, 20),
    ]
    assert library.search.count("date:2026-11-22", Viewer(now=NOW, zone=paris)) == 1
    backwards = library.search.find("", VIEWER, Order(is_ascending=True))
    assert backwards is not None
    assert [section.count for section in library.search.sections(backwards, UTC)] == [1, 2]
    rows = library.search.rows([item.id for item in items])
    assert [answer.place(rows[item.id]) for item in items] == [0, 1, 2]
    assert [backwards.place(rows[item.id]) for item in items] == [2, 1, 0]
    assert answer.holds(rows[items[0].id])
    assert not answer.holds(rows[items[0].id] + 1)


def test_days_of_the_camera(desk: ItemLibrary) -> None:
    """By the camera's time the days are the camera's; what has none stands last, without a day."""
    answer = desk.search.find("", VIEWER, Order(Sort.CAPTURED))
    assert answer is not None
    sections = desk.search.sections(answer, UTC)
    assert [(section.day, section.count) for section in sections] == [
        (date(2026, 11, 21), 1),
        (date(2026, 11, 20), 1),
        (None, 2),
    ]


def test_items_of_one_millisecond_are_in_the_order_of_their_ids(library: ItemLibrary) -> None:
    """Hundreds that came at once are listed newest id first, in whatever order they were read."""
    ids = [f"01ARZ3NDEKTSV4RRFFQ69G{number:04}" for number in range(60)]
    library.apply([make_item(item_id) for item_id in (*ids[::2], *reversed(ids[1::2]))])
    assert library.ids() == sorted(ids, reverse=True)


@given(st.permutations(range(6)), st.lists(st.integers(0, 2), min_size=6, max_size=6))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_order_is_by_upload_then_id(library: ItemLibrary, places: list[int], seconds: list[int]) -> None:
    """Whatever the order in which items come, they are listed by upload and id, newest first."""
    items = [make_item(f"01ARZ3NDEKTSV4RRFFQ69G{n:04}", uploaded_at=ago(seconds=seconds[n])) for n in range(6)]
    library.remove_missing([item.id for item in items])
    library.apply([items[place] for place in places])
    expected = sorted(items, key=lambda item: (item.uploaded_at, item.id), reverse=True)
    assert library.ids() == [item.id for item in expected]


def test_seventy_thousand_on_one_day_are_one_section(library: ItemLibrary, library_db: Database) -> None:
    """Rows of one day are sectioned by bisection: a handful of comparisons, not one for each."""
    from array import array  # noqa: PLC0415 - for this test alone

    from desktop.library.answers import Answer  # noqa: PLC0415 - the same
    from desktop.library.rows import row_floor  # noqa: PLC0415 - the same

    start = round(datetime(2026, 11, 22, 1, tzinfo=UTC).timestamp() * 1000)
    rows = array("q", (row_floor(start + number) for number in range(70_000, 0, -1)))
    with library_db.read() as connection:
        counted: list[str] = []
        connection.set_trace_callback(counted.append)
        (section,) = library.search.sections(Answer(rows), UTC)
        connection.set_trace_callback(None)
    assert (section.count, counted) == (70_000, [])


def test_stale_search_is_dropped(library: ItemLibrary) -> None:
    """A search that is stale while it works answers None, and the next one works as ever."""
    library.apply(make_item(filename=f"flood{number}.jpg", uploaded_at=ago(minutes=number)) for number in range(3_000))
    order = Order(Sort.NAME)
    assert library.search.find("", VIEWER, order, is_stale=lambda: True) is None
    answer = library.search.find("", VIEWER, order, is_stale=lambda: False)
    assert answer is not None
    assert len(answer) == 3_000


def facet_counts(library: ItemLibrary, query: str, group: Group) -> dict[str, int]:
    """Return a group of facets."""
    facets = library.search.facets(query, VIEWER)
    assert facets is not None
    return {value.value: value.count for value in facets.groups[group].values}


def test_facets_count_the_answer(desk: ItemLibrary) -> None:
    """Each group counts what is shown, with one count for spellings of one name; days are counted up to today."""
    assert facet_counts(desk, "", Group.KIND) == {"photo": 2, "audio": 1, "video": 1}
    assert facet_counts(desk, "", Group.PERSON) == {"Ana Ruiz": 1, "Ana Ruiz Gomez": 1}
    assert list(facet_counts(desk, "", Group.TAG).values()) == [2]
    assert facet_counts(desk, "", Group.REPORTER) == {"Lena Vasquez": 2}
    assert facet_counts(desk, "", Group.LANGUAGE) == {"fr": 1, "en": 1}
    assert facet_counts(desk, "", Group.STATUS) == {"completed": 3, "rejected": 1}
    assert facet_counts(desk, "budget", Group.KIND) == {"audio": 1, "video": 1}
    assert facet_counts(desk, "duration:>60s", Group.KIND) == {"audio": 1}
    facets = desk.search.facets("", VIEWER)
    assert facets is not None
    assert (facets.total, facets.week, facets.month) == (4, 2, 3)
    assert facets.has == {TagKind.PERSON: 2, TagKind.TEXT: 1, TagKind.LABEL: 2, TagKind.LOGO: 1}
    assert (len(facets.days), facets.days[-1].day, facets.days[-1].count) == (30, date(2026, 11, 22), 1)


def test_chosen_facet_finds_as_many_as_it_said(desk: ItemLibrary) -> None:
    """Whatever value is chosen, the search then finds as many as the facet counted."""
    facets = desk.search.facets("", VIEWER)
    assert facets is not None
    for group in facets.groups.values():
        for value in group.values:
            assert desk.search.count(f'{value.field}:"{value.value}"', VIEWER) == value.count


@given(st.lists(st.tuples(st.integers(0, 5), st.booleans(), st.sampled_from("abc")), max_size=15))
@settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_counts_stay_right_through_any_changes(library: ItemLibrary, steps: list[tuple[int, bool, str]]) -> None:
    """Items come, change their tags and go; the counts of everything are those of counting anew."""
    library.remove_missing([item.id for item in library.get_many(library.ids())])
    alive: dict[int, Item] = {}
    for version, (number, is_gone, name) in enumerate(steps, 1):
        item = make_item(
            f"01ARZ3NDEKTSV4RRFFQ69G{number:04}", version=version, tags=(label(name), label(name.upper())),
            uploaded_at=ago(days=number),
        )  # fmt: skip
        if is_gone:
            library.remove_missing([item.id])
            alive.pop(number, None)
        else:
            library.apply([item])
            alive[number] = item
    expected: dict[str, int] = {}
    for item in alive.values():
        expected[item.tags[0].name] = expected.get(item.tags[0].name, 0) + 1
    counted = {value.lower(): count for value, count in facet_counts(library, "", Group.TAG).items()}
    assert counted == expected
    assert {name: library.search.count(f"tag:{name}") for name in expected} == expected


def test_more_than_half_is_counted_from_the_rest(library: ItemLibrary) -> None:
    """An answer that is most of the library has the same counts as one that is counted item by item."""
    items = [
        make_item(filename=f"{n}.jpg", media_type="image" if n % 5 else "video", tags=(label(f"t{n % 3}"),))
        for n in range(20)
    ]
    library.apply(items)
    most = facet_counts(library, "kind:photo", Group.TAG)
    assert most == facet_counts(library, "kind:photo size:<1GB", Group.TAG)
    assert facet_counts(library, "kind:photo", Group.KIND) == {"photo": 16}


def test_all_values_of_a_group_are_searched(desk: ItemLibrary) -> None:
    """All people are listed, or those that hold what is typed."""
    everybody = desk.search.values(Group.PERSON, "", VIEWER)
    assert (everybody.distinct, {value.value for value in everybody.values}) == (2, {"Ana Ruiz", "Ana Ruiz Gomez"})
    assert [v.value for v in desk.search.values(Group.PERSON, "", VIEWER, text="góm").values] == ["Ana Ruiz Gomez"]
    assert desk.search.values(Group.PERSON, "kind:audio", VIEWER).values == ()


def suggested(
    library: ItemLibrary, text: str, cursor: int | None = None, recent: tuple[str, ...] = ()
) -> dict[str, list[str]]:
    """Return what is suggested, by group: the text with the suggestion put in."""
    completion = library.search.complete(text, len(text) if cursor is None else cursor, recent)
    return {
        group: [text[: completion.start] + each.insert + text[completion.end :] for each in suggestions]
        for group, suggestions in completion.groups
    }


def test_completion_offers_what_there_is(desk: ItemLibrary) -> None:
    """Names come with their field, in their group, wherever in the name the word stands."""
    found = suggested(desk, "kind:video rui")
    assert set(found[SuggestionGroup.PEOPLE]) == {f'kind:video person:"{name}"' for name in ANAS}
    assert suggested(desk, "cit")[SuggestionGroup.ON_SCREEN] == ['text:"CITY HALL"']
    assert suggested(desk, "lena va")[SuggestionGroup.REPORTERS] == ['by:"Lena Vasquez"']
    assert suggested(desk, "acm")[SuggestionGroup.LOGOS] == ['logo:"Acme"']
    assert suggested(desk, "audi")[SuggestionGroup.FOLDERS] == ['folder:"Audio recorder"']
    assert set(suggested(desk, "a")[SuggestionGroup.PEOPLE]) == {f'person:"{name}"' for name in ANAS}
    assert suggested(desk, "budget")[SuggestionGroup.SAID] == ["said:budget"]
    completion = desk.search.complete("rui", 3)
    people = dict(completion.groups)[SuggestionGroup.PEOPLE]
    assert [(each.shown[slice(*each.marks[0])], each.count, each.kind) for each in people] == [
        ("Rui", 1, TagKind.PERSON),
        ("Rui", 1, TagKind.PERSON),
    ]
    assert dict(completion.groups)[SuggestionGroup.EVERYTHING][0].count == 2


def test_completion_of_values(desk: ItemLibrary) -> None:
    """After a colon only the value is replaced; closed lists are offered whole, with counts."""
    assert set(suggested(desk, "person:")[SuggestionGroup.PEOPLE]) == {f'person:"{name}"' for name in ANAS}
    assert suggested(desk, 'person:"ana gom" x', 15) == {}
    assert suggested(desk, "-person:gom")[SuggestionGroup.PEOPLE] == ['-person:"Ana Ruiz Gomez"']
    assert suggested(desk, "kind:v")[SuggestionGroup.CHOICES] == ["kind:video"]
    assert suggested(desk, "is:un")[SuggestionGroup.CHOICES] == ["is:untagged"]
    assert suggested(desk, "date:to")[SuggestionGroup.CHOICES] == ["date:today"]
    kinds = dict(desk.search.complete("kind:", 5).groups)[SuggestionGroup.CHOICES]
    assert [(each.shown, each.count) for each in kinds] == [("photo", 2), ("video", 1), ("audio", 1)]


def test_completion_offers_the_language_and_searches_of_before(desk: ItemLibrary) -> None:
    """In an empty box stand the words of the language and the latest searches; a beginning narrows both."""
    found = suggested(desk, "", recent=("flood paris", "budget"))
    assert found[SuggestionGroup.RECENT] == ["flood paris", "budget"]
    assert "person:" in found[SuggestionGroup.FIELDS]
    assert suggested(desk, "pers")[SuggestionGroup.FIELDS] == ["person:"]
    assert suggested(desk, "flo", recent=("flood paris", "budget"))[SuggestionGroup.RECENT] == ["flood paris"]


@given(st.text(max_size=30), st.integers(0, 30))
@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_typed_the_box_goes_on(library: ItemLibrary, text: str, cursor: int) -> None:
    """Finding, counting, completing and helping never fail, whatever is typed."""
    library.apply([make_item("01ARZ3NDEKTSV4RRFFQ69G0000", filename="ab.jpg", tags=(label("a b"),))])
    answer = library.search.find(text, VIEWER)
    assert answer is not None
    assert library.search.count(text, VIEWER) == len(answer)
    completion = library.search.complete(text, min(cursor, len(text)))
    assert 0 <= completion.start <= completion.end <= len(text)
    library.search.facets(text, VIEWER)
    library.search.help(text, VIEWER)
    library.search.evidence(library.ids(), text, VIEWER)


def test_help_says_what_would_match(desk: ItemLibrary) -> None:
    """Nothing found: all dates, or without a word, each with its count; and what is not heard yet."""
    way = desk.search.help("crowd date:today", VIEWER).ways[0]
    assert (way.query, way.count, way.is_date, way.kept) == ("crowd", 2, True, "crowd")
    (way,) = [way for way in desk.search.help("budget zebra", VIEWER).ways if way.query == "budget"]
    assert (way.count, way.dropped, way.kept, way.is_date) == (2, "zebra", "budget", False)
    ways = desk.search.help("budget zebra kind:photo", VIEWER).ways
    assert {(way.query, way.count, way.kept) for way in ways} == {("kind:photo", 2, ""), ("budget", 2, "budget")}
    assert desk.search.help("zebra", VIEWER).ways == ()
    desk.apply([make_item(filename="new.wav", media_type="audio", is_open=True, status=ItemStatus.PROCESSING)])
    assert desk.search.help("zebra", VIEWER).unheard == 1
    assert desk.search.help("zebra kind:photo", VIEWER).unheard == 0


def test_evidence_of_speech_has_its_time_and_says_how_much_more(desk: ItemLibrary) -> None:
    """A quote from a recording has the time of its first hit; what does not fit is counted."""
    (item_id,) = desk.ids("said:budget")
    evidence = desk.search.evidence([item_id], "budget")[item_id]
    assert (evidence.field, evidence.at_ms, evidence.more) == ("transcript", 500, 0)
    assert [evidence.text[start:end] for start, end in evidence.marks] == ["budget"] * 3
    far = spoken("budget first. " + "and so on " * 60 + "the budget again")
    desk.put_transcript(item_id, 2, far)
    evidence = desk.search.evidence([item_id], "so budget again")[item_id]
    assert evidence.text.endswith("the budget again")
    assert evidence.more > 0
    assert evidence.at_ms is not None
    assert evidence.at_ms > 60_000


def test_evidence_is_the_place_that_holds_most(library: ItemLibrary) -> None:
    """The caption with both words is better evidence than a tag with one; what is left out proves nothing."""
    item = make_item(
        filename="x.jpg", tags=(label("bridge"), label("BRIDGE CLOSED", TagKind.TEXT)),
        caption=Caption(caption="The old bridge over the river is shut"),
    )  # fmt: skip
    library.apply([item])
    evidence = library.search.evidence([item.id], "bridge river -closed")[item.id]
    assert (evidence.field, [evidence.text[start:end] for start, end in evidence.marks]) == (
        "caption",
        ["bridge", "river"],
    )
    evidence = library.search.evidence([item.id], "text:bridge")[item.id]
    assert (evidence.field, evidence.kind, evidence.text) == ("tags", TagKind.TEXT, "BRIDGE CLOSED")
    evidence = library.search.evidence([item.id], "bridge")[item.id]
    assert (evidence.kind, evidence.more) == (TagKind.TEXT, 1)
    assert library.search.evidence([item.id], "kind:photo") == {}


def test_fields_of_evidence_are_those_asked_for(desk: ItemLibrary) -> None:
    """A person asked for by name is the evidence, also where words of the name stand elsewhere."""
    (item_id,) = desk.ids('person:"Ana Ruiz"')
    evidence = desk.search.evidence([item_id], 'person:"Ana Ruiz"')[item_id]
    assert (evidence.text, evidence.kind, evidence.marks) == ("Ana Ruiz", TagKind.PERSON, ((0, 8),))
    assert parse("person:x").tree is not None
    assert Field.PERSON.value == "person"


def test_corrected_words_and_named_speakers_are_found(library: ItemLibrary) -> None:
    """What people wrote into a transcript leads to it, and so does what the machine heard."""
    corrections = Corrections({"spk_0": "Ruth Kalinga"}, {(400, "lode"): "load test"})
    transcript = TranscriptSummary("en", "transcribe", "the lode failed", "k")
    item = make_item(transcript=transcript, corrections=corrections)
    library.apply([item])
    for query in ("kalinga", "load", "lode"):
        assert library.ids(query) == [item.id]
