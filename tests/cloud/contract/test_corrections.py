"""What people correct in a transcript."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cloud.contract.corrections import SURE, Corrections
from cloud.contract.transcript import Transcript, Word

HEARD = Transcript(
    "en-US",
    "transcribe",
    "we asked for that load test",
    (
        Word("we", 0, 100, 90.0, "spk_0"),
        Word("asked", 100, 300, 40.0, "spk_0"),
        Word("uh", 300, 400, 30.0, "spk_0"),
        Word("lode", 400, 700, 35.0, "spk_1"),
    ),
)


def test_words_and_names_are_put_in_their_places() -> None:
    """A corrected word is sure, an emptied one is gone, and a speaker has a name everywhere."""
    made = Corrections({"spk_0": "Ruth Kalinga"}, {(400, "lode"): "load test", (300, "uh"): ""}).apply(HEARD)
    assert [(word.text, word.speaker) for word in made.words] == [
        ("we", "Ruth Kalinga"),
        ("asked", "Ruth Kalinga"),
        ("load test", "spk_1"),
    ]
    assert made.words[2].confidence == SURE
    assert made.text == "we asked load test"


def test_a_correction_says_nothing_of_what_another_analysis_heard() -> None:
    """It holds where the same word begins at the same time."""
    other = Corrections(words={(400, "load"): "loan", (401, "lode"): "loan"}).apply(HEARD)
    assert other.words == HEARD.words


def test_none_leaves_the_transcript_as_it_is() -> None:
    """Nothing is copied for nothing."""
    assert Corrections().apply(HEARD) is HEARD


@given(
    st.dictionaries(st.text(max_size=8), st.text(min_size=1, max_size=8)),
    st.dictionaries(st.tuples(st.integers(0, 10**9), st.text(min_size=1, max_size=8)), st.text(max_size=8)),
)
def test_a_record_is_read_back(speakers: dict[str, str], words: dict[tuple[int, str], str]) -> None:
    """The table's map loses nothing."""
    made = Corrections(speakers, words)
    assert Corrections.from_record(made.to_record()) == made
    assert Corrections.from_record(made.to_json()) == made  # type: ignore[arg-type]  # JSON is a record's shape here
