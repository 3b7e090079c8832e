"""A transcript as lines."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.contract.corrections import Corrections
from cloud.contract.transcript import Transcript, Word
from desktop.item.speech import Match, corrected, find, lines_of


def heard(text: str, speaker: str | None = None) -> Transcript:
    """Return words of 100 ms each, without pauses."""
    words = tuple(Word(word, at * 100, at * 100 + 100, 80.0, speaker) for at, word in enumerate(text.split()))
    return Transcript("en", "t", text, words)


def test_lines_show_what_is_corrected_and_keep_what_was_heard() -> None:
    """A name for the speaker, a word for another; an emptied word is gone."""
    corrections = Corrections({"spk_0": "Ruth"}, {(100, "lode"): "load", (200, "uh"): ""})
    (line,) = lines_of(heard("the lode uh test", "spk_0"), corrections)
    assert (line.text, line.speaker, line.label, line.names_speaker) == ("the load test", "Ruth", "spk_0", True)
    assert [word.text for word in line.heard] == ["the", "lode", "test"]
    assert line.offsets == (0, 4, 9)


def test_a_speaker_is_named_where_they_begin() -> None:
    """Not again on every line."""
    words = (Word("a", 0, 100, 9.0, "x"), Word("b", 2_000, 2_100, 9.0, "x"), Word("c", 2_100, 2_200, 9.0, "y"))
    assert [line.names_speaker for line in lines_of(Transcript("en", "t", "", words))] == [True, False, True]


@pytest.mark.parametrize(
    ("before", "after", "changes"),
    [
        ("the lode test", "the load test", {(100, "lode"): "load"}),
        ("the lode test", "the test", {(100, "lode"): ""}),
        ("the test", "the load test", {(0, "the"): "the load"}),
        ("test", "the test", {(0, "test"): "the test"}),
        ("lift off of", "liftoff of", {(0, "lift"): "liftoff", (100, "off"): ""}),
        ("kestrel", "Kestrel Point", {(0, "kestrel"): "Kestrel Point"}),
        ("all right", "all right", {}),
    ],
)
def test_what_is_typed_becomes_corrections_of_words(before: str, after: str, changes: dict[object, str]) -> None:
    """Only what differs, each at its time."""
    (line,) = lines_of(heard(before))
    assert corrected(line, after) == changes


def test_the_machine_may_have_been_right_after_all() -> None:
    """A correction that is undone is taken back, not written down as another."""
    (line,) = lines_of(heard("the lode test"), Corrections(words={(100, "lode"): "load"}))
    assert corrected(line, "the lode test") == {(100, "lode"): None}


texts = st.lists(st.sampled_from(["a", "b", "c", "dd", "ee"]), min_size=1, max_size=12).map(" ".join)


@given(texts, texts, texts)
def test_a_line_reads_as_it_was_typed(first: str, second: str, third: str) -> None:
    """Whatever is typed over whatever was corrected before."""
    transcript = heard(first)
    corrections = Corrections()
    for typed in (second, third):
        lines = lines_of(transcript, corrections)
        if len(lines) != 1:
            return
        corrections = corrections.then({}, corrected(lines[0], typed))
        assert " ".join(line.text for line in lines_of(transcript, corrections)) == typed


def test_search_ignores_case_and_accents() -> None:
    """And says where, in the text as it is shown."""
    lines = lines_of(heard("Café CAFE Straße cafés"))
    assert find(lines, "cafe") == [Match(0, 0, 4), Match(0, 5, 4), Match(0, 17, 4)]
    assert find(lines, "STRASSE") == [Match(0, 10, 6)]
    assert find(lines, "  ") == []
    assert find(lines, "cafe  strasse") == [Match(0, 5, 11)]
