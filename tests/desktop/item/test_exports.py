"""What was said, as files that others can read."""

from __future__ import annotations

import io
import itertools
import json
import stat
from typing import TYPE_CHECKING

import docx
import pytest
import srt as srt_parser
import webvtt
from hypothesis import given
from hypothesis import strategies as st

from cloud.contract.corrections import Corrections
from cloud.contract.transcript import Transcript, Word
from desktop.core.errors import FileUnreadable
from desktop.item.exports.cues import LINE_CHARACTERS, LONGEST_MS, cues_of
from desktop.item.exports.file import Format, name_for, render, write
from desktop.item.exports.spoken import Spoken, paragraphs, spoken_of, timecode
from tests.desktop.ui import seeds

if TYPE_CHECKING:
    from pathlib import Path

WORD_MS = 50  #: how right a timecode must be


def spoken(words: tuple[Word, ...], title: str = "Night launch, Kestrel Point") -> Spoken:
    """Return words as they are exported."""
    return Spoken(
        "01X", title, "launch.mov", "Lena Vasquez", "2026-11-20T21:14:00.000Z", 60_000, "en", "t", False, words
    )


def said() -> Spoken:
    """Return a long text by two speakers, with markup in it."""
    heard = seeds.transcript(" ".join([seeds.SPEECH] * 3) + " AT&T says 1 < 2 --> true.")
    half = len(heard.words) // 2
    words = tuple(
        Word(word.text, word.start_ms, word.end_ms, word.confidence, "Ruth <K>" if number < half else "Adaeze Brandt")
        for number, word in enumerate(heard.words)
    )
    return spoken(words)


@st.composite
def word_lists(draw: st.DrawFn) -> tuple[Word, ...]:
    """Draw words in order, of any length, with any pauses, by up to three speakers."""
    words, at = [], draw(st.integers(0, 5_000))
    letters = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=50)
    for _ in range(draw(st.integers(1, 60))):
        length = draw(st.integers(1, 4_000))
        text = draw(letters)
        words.append(Word(text, at, at + length, 90.0, draw(st.sampled_from([None, "Ruth", "Adaeze Brandt"]))))
        at += length + draw(st.sampled_from([0, 30, 900, 3_000]))
    return tuple(words)


@given(word_lists())
def test_subtitles_keep_every_word_and_its_time(words: tuple[Word, ...]) -> None:
    """No word is lost or moved; none overlaps the next; a cue begins with its first word."""
    cues = cues_of(words)
    assert " ".join(" ".join(cue.lines) for cue in cues) == " ".join(word.text for word in words)
    starts = {word.start_ms for word in words}
    assert all(cue.start_ms in starts for cue in cues)
    assert all(cue.start_ms < cue.end_ms for cue in cues)
    assert all(early.end_ms <= late.start_ms for early, late in itertools.pairwise(cues))
    for cue in cues:
        assert all(len(line) <= LINE_CHARACTERS or " " not in line for line in cue.lines)


@given(word_lists())
def test_subtitles_of_anything_parse(words: tuple[Word, ...]) -> None:
    """Two kept parsers read what is written, to the same times."""
    cues = cues_of(words, with_names=True)
    parsed = list(srt_parser.parse(render(spoken(words), Format.SRT).decode().replace("\r\n", "\n")))
    assert len(parsed) == len(cues)
    for one, cue in zip(parsed, cues, strict=True):
        assert abs(one.start.total_seconds() * 1000 - cue.start_ms) <= WORD_MS
        assert abs(one.end.total_seconds() * 1000 - cue.end_ms) <= WORD_MS
    captions = webvtt.from_string(render(spoken(words), Format.VTT).decode())
    bare = cues_of(words)
    assert [round(caption.start_in_seconds) for caption in captions] == [cue.start_ms // 1000 for cue in bare]
    assert [caption.start for caption in captions] == [timecode(cue.start_ms) for cue in bare]
    assert [caption.end for caption in captions] == [timecode(cue.end_ms) for cue in bare]


def test_subtitles_can_be_read_in_their_time() -> None:
    """Two lines of 42 at most, seven seconds at most, and as slow as the speaker leaves room for."""
    cues = cues_of(said().words, with_names=True)
    assert len(cues) > 12
    assert all(len(cue.lines) <= 2 for cue in cues)
    assert all(cue.end_ms - cue.start_ms <= LONGEST_MS for cue in cues)
    assert sum(len(cue.lines) == 2 for cue in cues) > len(cues) // 2


def test_srt_names_who_speaks_where_that_changes() -> None:
    """Once for each, not on every cue."""
    text = render(said(), Format.SRT).decode()
    assert text.startswith("1\r\n00:00:00,400 --> ")
    assert text.count("Ruth <K>: ") == text.count("Adaeze Brandt: ") == 1
    assert text.count("-->") == len(cues_of(said().words, with_names=True))


def test_vtt_has_voices_and_no_stray_markup() -> None:
    """Names are annotations, and what is said is never taken for a tag."""
    text = render(said(), Format.VTT, "Rough transcript, by machine --> check it").decode()
    assert text.startswith("WEBVTT\n\nNOTE Rough transcript, by machine → check it\n\n")
    assert "<v Ruth &lt;K&gt;>" in text
    assert "AT&amp;T" in text
    captions = webvtt.from_string(text)
    assert captions[0].voice == "Ruth <K>" or captions[0].voice == "Ruth &lt;K&gt;"
    assert captions[-1].voice == "Adaeze Brandt"


def test_txt_is_read_by_people() -> None:
    """Title, file, then who said what when."""
    text = render(said(), Format.TXT, "Rough transcript, by machine.").decode()
    assert text.splitlines()[:4] == [
        "Night launch, Kestrel Point",
        "Lena Vasquez",
        "launch.mov",
        "Rough transcript, by machine.",
    ]
    assert "[00:00:00] Ruth <K>\nwe asked for that load test" in text


def test_docx_opens_with_names_and_times() -> None:
    """python-docx reads it back: heading, paragraphs, what XML cannot hold replaced."""
    words = (
        Word("Zero,", 2_520, 3_000, 99.0, "Launch\x0b control"),
        Word("liftoff.", 3_000, 3_600, 99.0, "Launch\x0b control"),
    )
    read = docx.Document(io.BytesIO(render(spoken(words), Format.DOCX)))
    texts = [paragraph.text for paragraph in read.paragraphs]
    assert texts[0] == "Night launch, Kestrel Point"
    assert texts[2] == "00:00:02  Launch� control: Zero, liftoff."
    assert read.core_properties.author == "Lena Vasquez"


def test_json_has_every_word() -> None:
    """Programs get times in ms, speakers, and how sure each word is."""
    document = json.loads(render(said(), Format.JSON))
    assert len(document["words"]) == len(said().words)
    first = document["words"][0]
    assert (first["text"], first["start_ms"], first["speaker"]) == ("we", 400, "Ruth <K>")
    assert first["end_ms"] == said().words[0].end_ms
    assert document["paragraphs"][0]["speaker"] == "Ruth <K>"


def test_corrections_are_exported_and_the_machines_words_are_not() -> None:
    """What people corrected stands in every format."""
    heard = Transcript(
        "en", "t", "the lode test", (Word("the", 0, 100, 90.0, "spk_0"), Word("lode", 100, 300, 30.0, "spk_0"))
    )
    item = seeds.item(corrections=Corrections({"spk_0": "Ruth Kalinga"}, {(100, "lode"): "load"}))
    made = spoken_of(item, heard)
    for form in Format:
        body = render(made, form)
        text = (
            "".join(p.text for p in docx.Document(io.BytesIO(body)).paragraphs)
            if form is Format.DOCX
            else body.decode()
        )
        assert "load" in text
        assert "lode" not in text
        assert "Ruth Kalinga" in text
        assert "spk_0" not in text


def test_paragraphs_begin_with_another_speaker() -> None:
    """And after a long pause."""
    words = (Word("a", 0, 100, 9.0, "x"), Word("b", 100, 200, 9.0, "y"), Word("c", 5_000, 5_100, 9.0, "y"))
    assert [(each.start_ms, each.speaker, each.text) for each in paragraphs(words)] == [
        (0, "x", "a"),
        (100, "y", "b"),
        (5_000, "y", "c"),
    ]


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    """It takes the place of an older one in one step; nothing else is left behind."""
    target = tmp_path / "launch.srt"
    target.write_text("old")
    write(said(), Format.SRT, target)
    assert target.read_bytes() == render(said(), Format.SRT)
    assert [path.name for path in tmp_path.iterdir()] == ["launch.srt"]
    assert target.stat().st_mode & stat.S_IRUSR


def test_where_nothing_can_be_written_it_says_so(tmp_path: Path) -> None:
    """The folder that was chosen is gone."""
    with pytest.raises(FileUnreadable):
        write(said(), Format.TXT, tmp_path / "gone" / "launch.txt")


def test_a_title_becomes_a_name_that_every_system_takes() -> None:
    """Slashes, colons and dots at the end; the id where nothing is left."""
    assert name_for(spoken((), "A/B: who?"), Format.VTT) == "A-B- who-.vtt"
    assert name_for(spoken((), "..."), Format.SRT) == "01X.srt"
    assert len(name_for(spoken((), "é" * 400), Format.DOCX).encode()) <= 125
