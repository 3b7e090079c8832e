from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from cloud.analysis.engines import ondevice
from cloud.analysis.engines.ondevice.speech import find_speech
from cloud.analysis.engines.ports import MediaError, is_speech, sure_text
from cloud.contract.transcript import Word
from tests import media

if TYPE_CHECKING:
    import numpy.typing as npt

skimage_data = pytest.importorskip("skimage.data", reason="no photographs here: scikit-image is not installed")


def _photograph(name: str) -> bytes:
    return media.jpeg(Image.open(Path(skimage_data.__file__).parent / name).convert("RGB"))


@pytest.mark.parametrize("words", ["SAFE PIERS NOW", "Café à vendre", "Señor Núñez", "Müller & Söhne"])
def test_signs_are_read_with_their_accents(words: str) -> None:
    """Words on a sign are read as they stand there, with a box around them and their confidence."""
    (found,) = ondevice.load_text_reader().read(media.jpeg(media.sign([words])))
    assert found.name == words
    assert found.confidence is not None
    assert 80 <= found.confidence <= 100
    assert found.box is not None
    x, y, width, height = found.box
    assert x < 0.5 < x + width
    assert y < 0.5 < y + height


def test_lines_come_from_top_to_bottom() -> None:
    """A sign of two lines gives two findings, in order."""
    found = ondevice.load_text_reader().read(media.jpeg(media.sign(["POLLING STATION", "Open 7am - 10pm"])))
    assert [finding.name for finding in found] == ["POLLING STATION", "Open 7am - 10pm"]


@pytest.mark.parametrize("name", ["coffee.png", "astronaut.png", "grass.png"])
def test_what_is_unsure_or_short_is_no_text(name: str) -> None:
    """Whatever is read in photographs of no sign is at least two characters, and sure."""
    found = ondevice.load_text_reader().read(_photograph(name))
    assert all(len(finding.name) >= 2 and (finding.confidence or 0) >= 80 for finding in found)
    if name != "astronaut.png":
        assert found == ()


def test_a_face_is_found_and_not_named() -> None:
    """The astronaut's face is a finding "Face", without a probability, where her face is."""
    (found,) = ondevice.load_face_finder().find(_photograph("astronaut.png"))
    assert (found.name, found.confidence) == ("Face", None)
    assert found.box is not None
    x, y, width, height = found.box
    assert x < 0.44 < x + width
    assert y < 0.22 < y + height


@pytest.mark.parametrize("name", ["brick.png", "chelsea.png", "coffee.png", "coins.png", "gravel.png", "rocket.jpg"])
def test_things_have_no_faces(name: str) -> None:
    """A wall, a cat, a cup, coins, stones and a rocket are no people."""
    assert ondevice.load_face_finder().find(_photograph(name)) == ()


def test_what_is_no_picture_is_damaged() -> None:
    """Both engines say so with the one error."""
    for look in (ondevice.load_text_reader().read, ondevice.load_face_finder().find):
        for data in (b"", b"no picture"):
            with pytest.raises(MediaError):
                look(data)


def test_read_speech_is_written_down(read_aloud: bytes) -> None:
    """Most words of a reading are right, in order of time, and count as speech."""
    words = ondevice.load_speech_recognizer().recognize(read_aloud)
    text = " ".join(word.text for word in words)
    for phrase in ("leisure to consider how much", "cold hearted and rather selfish", "made still more respectable"):
        assert phrase in text
    assert all(one.start_ms < one.end_ms <= other.start_ms + 20 for one, other in pairwise(words))
    assert words[-1].end_ms <= len(read_aloud) // 32
    assert all(0 <= word.confidence <= 100 and word.text[0].isalpha() for word in words)
    assert is_speech(words)


def test_times_count_from_the_first_sample(read_aloud: bytes) -> None:
    """Ten seconds of silence in front move every word by ten seconds."""
    recognizer = ondevice.load_speech_recognizer()
    clip = read_aloud[: 7 * 32_000]
    plain = recognizer.recognize(clip)
    moved = recognizer.recognize(bytes(10 * 32_000) + clip)
    consider = [next(word.start_ms for word in words if word.text == "consider") for words in (plain, moved)]
    assert abs(consider[1] - consider[0] - 10_000) <= 150


def test_recognizing_twice_gives_the_same(read_aloud: bytes) -> None:
    """A message that comes twice gives the same words: nothing is kept from one recording to the next."""
    recognizer = ondevice.load_speech_recognizer()
    clip = read_aloud[: 7 * 32_000]
    first = recognizer.recognize(clip)
    recognizer.recognize(media.noise(3, rate_hz=16_000).tobytes())
    assert recognizer.recognize(clip) == first


@pytest.mark.parametrize(
    "samples",
    [media.silence(5, rate_hz=16_000), media.tone(5, rate_hz=16_000), media.noise(5, rate_hz=16_000)],
    ids=["silence", "tone", "noise"],
)
def test_what_is_not_spoken_is_no_speech(samples: npt.NDArray[media.np.int16]) -> None:
    """Silence, a tone and noise end as nothing said."""
    assert not is_speech(ondevice.load_speech_recognizer().recognize(samples.tobytes()))


def test_silence_costs_nothing_and_long_stretches_are_cut(read_aloud: bytes) -> None:
    """Only stretches with speech are recognized, none longer than the decoder should take, none twice."""
    assert find_speech(bytes(20 * 32_000)) == []
    assert find_speech(b"") == []
    stretches = find_speech(media.noise(70, rate_hz=16_000).tobytes())
    assert stretches
    assert all(end - start <= 25.01 for start, end in stretches)
    assert all(one[1] <= other[0] for one, other in pairwise(stretches))
    spoken = find_speech(bytes(5 * 32_000) + read_aloud[: 7 * 32_000] + bytes(5 * 32_000))
    assert spoken[0][0] >= 4
    assert spoken[-1][1] <= 13.5


def _words(*confidences: float) -> tuple[Word, ...]:
    return tuple(Word(f"w{n}", n * 100, n * 100 + 90, confidence) for n, confidence in enumerate(confidences))


@pytest.mark.parametrize(
    ("words", "is_said"),
    [(_words(), False), (_words(99, 99), False), (_words(20, 20, 20), True), (_words(19, 20, 20), False)],
)
def test_the_rule_of_speech(words: tuple[Word, ...], is_said: bool) -> None:  # noqa: FBT001 - a table
    """Fewer than three words, or a mean posterior under 0.2, is noise."""
    assert is_speech(words) is is_said


def test_unsure_words_take_no_part_in_what_is_said_about_them() -> None:
    """They leave a full stop, so that their neighbours do not meet."""
    assert sure_text(_words(10, 90, 80, 20, 30, 70)) == "w1 w2 . w5"


ENGLISH = (
    "We asked for that load test in March. Nobody wrote back. The pier failed its load test, and the harbour authority "
    "closed the pier. Dock workers and the harbour authority are angry; it was a terrible, dangerous and stupid "
    "decision."
)
FRENCH = "Le maire a dit hier que le port de la ville restera fermé jusqu'à la fin de la semaine."


def test_the_language_of_a_text() -> None:
    """English and French are told with their confidence; too little text is not guessed at."""
    analyzer = ondevice.load_text_analyzer()
    for text, language in ((ENGLISH, "en"), (FRENCH, "fr")):
        found = analyzer.language(text)
        assert found is not None
        assert found[0] == language
        assert 80 <= found[1] <= 100
    assert analyzer.language("shao") is None
    assert analyzer.language("") is None


def test_key_phrases_are_what_is_spoken_of() -> None:
    """What stands out comes first, without a made-up probability; no phrase is made of small words."""
    found = ondevice.load_text_analyzer().phrases(ENGLISH)
    assert {finding.name for finding in found[:2]} == {"load test", "harbour authority"}
    assert {finding.confidence for finding in found} == {None}
    assert ondevice.load_text_analyzer().phrases("and then we were there and so it was, and he was with them") == ()


def test_the_tone_of_a_text() -> None:
    """Anger is negative, praise positive, both together mixed; a report without feeling has no tone."""
    analyzer = ondevice.load_text_analyzer()
    praise = "It was a wonderful, happy and beautiful evening, and the music was excellent."
    for text, label in ((ENGLISH, "NEGATIVE"), (praise, "POSITIVE"), (ENGLISH + praise, "MIXED")):
        found = analyzer.sentiment(text)
        assert found is not None
        assert found.label == label
        assert sum(found.scores.values()) == pytest.approx(1)
    assert analyzer.sentiment("The council meets on Monday at the town hall to discuss the harbour budget.") is None


def test_other_languages_get_no_english_findings() -> None:
    """The rules know English alone; entities have no engine at all."""
    analyzer = ondevice.load_text_analyzer()
    assert analyzer.phrases(FRENCH) == ()
    assert analyzer.sentiment(FRENCH) is None
    assert analyzer.entities(ENGLISH) is None


def test_engines_are_loaded_once() -> None:
    """Models are kept for the process's life."""
    assert ondevice.load_text_reader() is ondevice.load_text_reader()
    names = [
        load().name
        for load in (
            ondevice.load_text_reader,
            ondevice.load_face_finder,
            ondevice.load_speech_recognizer,
            ondevice.load_text_analyzer,
        )
    ]
    assert names == ["rapidocr", "opencv", "pocketsphinx", "snapstream"]
