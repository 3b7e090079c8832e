"""Chips: terms go into a search and out of it, and the rest stays to the letter."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from desktop.library import edits
from desktop.library.parser import parse
from desktop.library.tree import Field


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", 'person:"Ana Ruiz"'),
        ("flood", 'person:"Ana Ruiz" flood'),
        ("kind:video  flood ", 'kind:video person:"Ana Ruiz"  flood '),
        ("flood kind:video", 'person:"Ana Ruiz" flood kind:video'),
        ('person:"Bo Li" flood', 'person:"Ana Ruiz" flood'),
        ('-person:"Ana Ruiz" flood', 'person:"Ana Ruiz" flood'),
        ('person:"Ana Ruiz" flood', 'person:"Ana Ruiz" flood'),
        ("a OR b", 'person:"Ana Ruiz" (a OR b)'),
    ],
)
def test_click_chooses_alone(text: str, expected: str) -> None:
    """A click puts the value before the free words, in the place of others of its group."""
    assert edits.add(text, Field.PERSON, "Ana Ruiz") == expected
    assert parse(expected).is_right


def test_second_choice_means_or_for_what_an_item_has_once() -> None:
    """A second kind is one kind or the other; a second person is both of them."""
    text = edits.extend(edits.add("flood", Field.KIND, "video"), Field.KIND, "audio")
    assert text == "kind:video|audio flood"
    assert edits.extend(text, Field.KIND, "audio") == text
    both = edits.extend(edits.add("", Field.PERSON, "Ana Ruiz"), Field.PERSON, "Bo Li")
    assert both == 'person:"Ana Ruiz" person:"Bo Li"'


def test_left_out_is_a_chip_with_a_minus() -> None:
    """Alt-click leaves a value out, also where it was chosen; another turn takes it back."""
    text = edits.exclude('tag:"Car" flood', Field.TAG, "Car")
    assert text == '-tag:"Car" flood'
    assert edits.exclude(text, Field.TAG, "Car") == text
    (chip,) = edits.terms(text)
    assert chip.is_negated
    assert edits.negate(text, chip) == 'tag:"Car" flood'
    (chip,) = edits.terms("NOT kind:video x")
    assert edits.negate("NOT kind:video x", chip) == "kind:video x"


def test_one_of_several_values_is_dropped() -> None:
    """Of several values one goes; the term goes with the last; spelling does not matter."""
    text = 'kind:video|audio by:"A B"|"C D" x'
    text = edits.drop(text, Field.KIND, "video")
    assert text == 'kind:audio by:"A B"|"C D" x'
    text = edits.drop(text, Field.BY, "c d")
    assert text == 'kind:audio by:"A B" x'
    assert edits.drop(text, Field.KIND, "audio") == 'by:"A B" x'
    assert edits.drop(text, Field.TAG, "audio") == text


@pytest.mark.parametrize(
    ("text", "chips"),
    [
        ("flood kind:video", ["kind:video"]),
        ("-is:mine lang:fr", ["-is:mine", "lang:fr"]),
        ("NOT kind:video", ["NOT kind:video"]),
        ("kind:video OR x", []),
        ("(kind:video x) lang:fr", ["lang:fr"]),
        ("x|kind:video lang:fr", ["lang:fr"]),
        ("person: x", []),
        ("10:30", []),
    ],
)
def test_chips_are_what_holds_for_the_whole_search(text: str, chips: list[str]) -> None:
    """A term within a choice or brackets is no chip."""
    assert [term.text for term in edits.terms(text)] == chips


def test_days_are_set_and_taken_away() -> None:
    """A range of days replaces what was said of days before."""
    text = edits.set_days("after:2026-01-01 flood", date(2026, 11, 1), date(2026, 11, 7))
    assert text == "date:2026-11-01..2026-11-07 flood"
    assert edits.set_days(text, date(2026, 11, 3), date(2026, 11, 3)) == "date:2026-11-03 flood"
    assert edits.set_days(text, None, date(2026, 11, 3)) == "date:..2026-11-03 flood"
    assert edits.set_days(text, None, None) == "flood"


def test_name_with_quotation_marks_can_be_chosen() -> None:
    """A name that holds what the language uses is still one value, and is dropped again."""
    text = edits.add("x", Field.TAG, 'The "Ark" (2|3)')
    assert parse(text).is_right
    assert edits.drop(text, Field.TAG, 'The "Ark" (2|3)') == "x"


def test_chips_and_words_are_split_and_joined() -> None:
    """What the box shows as chips and words makes the same search again."""
    chips, words = edits.split('kind:video budget -person:"Ana Ruiz" cuts')
    assert ([chip.text for chip in chips], words) == (["kind:video", '-person:"Ana Ruiz"'], "budget cuts")
    assert edits.join(chips, words) == 'kind:video -person:"Ana Ruiz" budget cuts'


@given(
    st.lists(st.sampled_from(["flood", '"a b"', "kind:video", "-x", "(d OR e)", "lang:fr", "  "]), max_size=6),
    st.sampled_from([(Field.TAG, "Car"), (Field.BY, "Lena  Vasquez"), (Field.FOLDER, "北京 (2)")]),
)
@settings(deadline=None, max_examples=200)
def test_what_was_put_in_comes_out_again(pieces: list[str], chosen: tuple[Field, str]) -> None:
    """Adding a value and dropping it gives the same text; the search in between has no mistake."""
    text = " ".join(pieces)
    assume(text == text.strip())
    field, value = chosen
    added = edits.add(text, field, value)
    assert parse(added).is_right
    assert any(term.field is field and term.has(value) for term in edits.terms(added))
    assert edits.drop(added, field, value) == text
