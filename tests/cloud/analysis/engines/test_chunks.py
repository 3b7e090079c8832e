from __future__ import annotations

import pytest
import regex
from hypothesis import example, given
from hypothesis import strategies as st

from cloud.analysis.engines.aws.chunks import WordTimes, cut, is_between_characters, sentences, speakable
from cloud.analysis.engines.aws.limits import COMPREHEND_DOCUMENT_BYTES
from cloud.contract.transcript import Word

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
FLAG = "\U0001f1e9\U0001f1ea"
#: What people see as one character each, and what is hard about them.
CHARACTERS = [
    "a", "Z", "9", " ", "  ", "\n", "\r\n", ". ", "! ", "? ", "… ", ".\u201d ", "。", "\uff01",
    "é", "e\u0301", "ß", "漢", "ด", "ب",
    "\u0915\u0941", "\u1112\u1161\u11ab", "한", FAMILY, FLAG, "\U0001f44d\U0001f3fd", "\u2764\ufe0f", "1\ufe0f\u20e3",
    "\U0001f3f4\U000e0067\U000e0062\U000e007f", "ｶ\uff9e", "a" + "\u0301" * 40,
]  # fmt: skip
speech = st.lists(st.sampled_from(CHARACTERS), max_size=120).map("".join)


@given(st.one_of(speech, st.text()), st.integers(4, 200))
@example("x" * 4_999 + "é", COMPREHEND_DOCUMENT_BYTES)
@example("é " * 6_000, COMPREHEND_DOCUMENT_BYTES)
@example("\u4e2d" * 10_000, COMPREHEND_DOCUMENT_BYTES)
@example(("A sentence. " * 900) + "a" * 20_000, COMPREHEND_DOCUMENT_BYTES)
def test_invariant_12_chunks_keep_to_their_bytes_and_lose_nothing(text: str, limit: int) -> None:
    """Each has its bytes at most and is whole UTF-8; their offsets lead back, and together they are the text."""
    chunks = list(cut(text, limit))
    assert "".join(chunk.text for chunk in chunks) == text
    for chunk in chunks:
        assert 0 < len(chunk.text.encode("utf-8")) <= limit
        assert text[chunk.start : chunk.end] == chunk.text
    assert [chunk.start for chunk in chunks] == [0, *(chunk.end for chunk in chunks)][: len(chunks)]


@given(speech, st.integers(4, 200))
def test_invariant_12_no_character_is_split_that_fits(text: str, limit: int) -> None:
    """What people see as one character stays whole, unless it alone is larger than a chunk."""
    whole = {0} | {match.end() for match in regex.finditer(r"\X", text)}
    for chunk in cut(text, limit):
        if chunk.end not in whole:
            assert not [at for at in whole if chunk.start < at < chunk.end]


@given(speech)
def test_characters_end_where_unicode_says(text: str) -> None:
    """Our rules and those of Unicode's own segmentation agree."""
    whole = {0} | {match.end() for match in regex.finditer(r"\X", text)}
    assert {at for at in range(len(text) + 1) if is_between_characters(text, at)} == whole


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One two. Three four five", "One two. "),
        ("One “two.” Three four", "One “two.” "),
        ("One 2.5 three four five six", "One 2.5 three "),
        ("一二三四。五六七八", "一二三四。"),
        ("supercalifragilistic", "supercalifragili"),
        ("word wordwordword wordword", "word "),
    ],
)
def test_a_chunk_ends_with_a_sentence_else_with_a_word(text: str, first: str) -> None:
    """A sentence's end goes before a word's, and a word's before a character's; a decimal point ends nothing."""
    assert next(iter(cut(text, 16))).text == first


def test_a_sentence_is_cut_only_where_no_sentence_ends() -> None:
    """Wherever a chunk of speech could end with a sentence, it does."""
    text = "We waited a long time for the minister. " * 500
    chunks = list(cut(text, COMPREHEND_DOCUMENT_BYTES))
    assert len(chunks) == 4
    assert all(chunk.text.rstrip().endswith("minister.") for chunk in chunks)


@given(speech)
def test_sentences_are_the_text(text: str) -> None:
    """Nothing is lost or added between sentences."""
    assert "".join(sentence.text for sentence in sentences(text)) == text


@given(st.text(alphabet=st.characters(codec=None), max_size=40))
def test_what_cannot_be_written_keeps_its_place(text: str) -> None:
    """A lone surrogate becomes one other character, so that offsets stay as they are."""
    written = speakable(text)
    assert len(written) == len(text)
    written.encode("utf-8")


@given(st.lists(st.sampled_from(["the", "the", "minister", "Ålesund,", "a", "漢", "he"]), min_size=1, max_size=60))
def test_invariant_12_an_offset_leads_to_its_word(words: list[str]) -> None:
    """Every character of a word leads to the time at which that very word is said, however often it is said."""
    said = [Word(word, at * 400, at * 400 + 300, 90.0) for at, word in enumerate(words)]
    text = " ".join(words)
    times = WordTimes(text, said)
    start = 0
    for word in said:
        for offset in range(start, start + len(word.text)):
            assert times.at_ms(offset) == word.start_ms
        assert times.span_ms(start, start + len(word.text)) == (word.start_ms, word.end_ms)
        start += len(word.text) + 1


def test_a_word_that_the_text_writes_otherwise_shifts_no_other() -> None:
    """A word that is not found leaves its neighbours at their times, and takes the time of the one before."""
    said = [Word(text, at * 400, at * 400 + 300, 90.0) for at, text in enumerate(["we", "twenty", "were"])]
    times = WordTimes("we 20 were", said)
    assert [times.at_ms(at) for at in (0, 3, 6)] == [0, 0, 800]
    assert WordTimes("hm", ()).at_ms(0) is None
    assert times.span_ms(3, 5) is None
