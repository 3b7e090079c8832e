from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image

from cloud.analysis.engines import av, containers, frames, sound
from cloud.analysis.engines.ports import MediaError
from cloud.contract.reasons import Reason
from tests import media

if TYPE_CHECKING:
    from pathlib import Path

BLACK = Image.new("RGB", (320, 180), "black")


@pytest.mark.parametrize("extension", [".mp4", ".mov", ".mkv", ".webm", ".avi"])
def test_a_video_is_probed(extension: str, tmp_path: Path) -> None:
    """Size, length and tracks of every container that is taken."""
    path = media.write_video(
        tmp_path / f"a{extension}", [media.quarters()], samples=media.tone(2, rate_hz=48_000), seconds_each=2
    )
    found = av.probe(path)
    assert (found.width, found.height, found.has_video, found.has_audio) == (480, 320, True, True)
    assert found.duration_ms is not None
    assert abs(found.duration_ms - 2000) <= 150
    assert found.mime.startswith("video/")
    assert found.defect == ""


@pytest.mark.parametrize("extension", [".mp3", ".m4a", ".flac", ".ogg", ".mkv", ".webm"])
def test_a_recording_is_probed(extension: str, tmp_path: Path) -> None:
    """Sound in a film's container is a recording."""
    found = av.probe(media.write_sound(tmp_path / f"a{extension}", media.tone(1.5, rate_hz=48_000)))
    assert (found.width, found.height, found.has_video, found.has_audio) == (None, None, False, True)
    assert found.duration_ms is not None
    assert abs(found.duration_ms - 1500) <= 60
    assert found.mime.startswith("audio/")


@pytest.mark.parametrize(("clockwise", "size"), [(90, (320, 480)), (180, (480, 320)), (270, (320, 480))])
def test_a_turned_video_is_upright(clockwise: int, size: tuple[int, int], tmp_path: Path) -> None:
    """A phone's display matrix turns size, poster and frames."""
    turns = {90: Image.Transpose.ROTATE_90, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_270}
    upright = media.quarters(*size)
    path = media.write_video(tmp_path / "a.mp4", [upright.transpose(turns[clockwise])], rotation=clockwise)
    found = av.probe(path)
    assert (found.width, found.height) == size
    for data in (av.poster(path), next(av.distinct_frames(path)).jpeg):
        picture = Image.open(io.BytesIO(data))
        assert picture.size == size
        assert media.corners(picture) == ["red", "green", "blue", "yellow"]


def test_a_video_without_sound_has_none(tmp_path: Path) -> None:
    """No sound track: no sound, no error; its waveform says why there is none."""
    path = media.write_video(tmp_path / "a.mp4", [media.quarters()])
    assert av.probe(path).has_audio is False
    assert list(av.sound_chunks(path)) == []
    with pytest.raises(MediaError) as caught:
        av.waveform(path)
    assert caught.value.reason is Reason.NO_AUDIO


def test_cover_art_is_no_video(tmp_path: Path) -> None:
    """The picture in an MP3 is not what it shows."""
    plain = media.write_sound(tmp_path / "plain.mp3", media.tone(1, rate_hz=48_000)).read_bytes()
    art = media.jpeg(media.quarters(100, 100))
    frame = b"\0image/jpeg\0\x03\0" + art
    body = b"APIC" + len(frame).to_bytes(4) + b"\0\0" + frame
    size = bytes((len(body) >> shift) & 0x7F for shift in (21, 14, 7, 0))
    path = tmp_path / "a.mp3"
    path.write_bytes(b"ID3\x03\0\0" + size + body + plain)
    found = av.probe(path)
    assert (found.has_video, found.has_audio, found.width, found.mime) == (False, True, None, "audio/mpeg")


def test_the_poster_is_not_black(tmp_path: Path) -> None:
    """A fade-in from black, and a single keyframe that is black, do not become the poster."""
    for name, seconds in (("long.mp4", 4.0), ("short.mp4", 1.0)):
        pictures = [BLACK, media.quarters(320, 180), BLACK, BLACK, BLACK]
        path = media.write_video(tmp_path / name, pictures, seconds_each=seconds)
        assert media.corners(Image.open(io.BytesIO(av.poster(path)))) == ["red", "green", "blue", "yellow"]


def test_a_film_of_black_still_has_a_poster(tmp_path: Path) -> None:
    """Where everything is black, black is the poster."""
    assert Image.open(io.BytesIO(av.poster(media.write_video(tmp_path / "a.mp4", [BLACK])))).size == (320, 180)


def test_frames_that_differ_are_kept_once(tmp_path: Path) -> None:
    """Three scenes of four seconds give three frames, each with the time it begins."""
    scenes = [media.sign(["SAFE PIERS NOW"], 640, 360, size=44), media.quarters(640, 360),
              media.sign(["HARBOUR"], 640, 360, size=44)]  # fmt: skip
    path = media.write_video(tmp_path / "a.mp4", scenes, seconds_each=4)
    assert [frame.at_ms for frame in av.distinct_frames(path)] == [0, 4000, 8000]


def test_a_changed_line_is_a_new_frame(talk: Path) -> None:
    """The same board with other words on it is looked at again."""
    assert len(list(av.distinct_frames(talk, at_most_one_every_ms=1000))) == 2


def test_a_limit_spreads_over_the_whole_length(tmp_path: Path) -> None:
    """With room for three frames, the last third of a video is seen too."""
    rng = np.random.default_rng(5)
    scenes = [Image.fromarray(rng.integers(0, 255, (9, 16, 3), dtype=np.uint8)).resize((160, 90), 0) for _ in range(9)]
    path = media.write_video(tmp_path / "a.mp4", scenes, seconds_each=1)
    times = [frame.at_ms for frame in av.distinct_frames(path, at_most_one_every_ms=500, limit=3)]
    assert len(times) == 3
    assert times[-1] >= 6000


def test_a_long_video_is_looked_up_by_its_keyframes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Beyond a bound on pixels only keyframes are decoded; the scenes are found all the same."""
    monkeypatch.setattr(frames, "_WHOLE_PIXELS", 0)
    scenes = [media.quarters(320, 180), media.quarters(320, 180).rotate(180)] * 2
    path = media.write_video(tmp_path / "a.mp4", scenes, seconds_each=30)
    times = [frame.at_ms for frame in av.distinct_frames(path)]
    assert len(times) == 2
    assert times[0] == 0
    assert 30_000 <= times[1] <= 60_000


def test_sound_comes_in_pieces_that_join(tmp_path: Path) -> None:
    """Pieces follow each other without gap or overlap, each no longer than asked, as 16 kHz mono."""
    samples = media.tone(10, rate_hz=44_100)
    path = media.write_wav(tmp_path / "a.wav", samples)
    pieces = list(av.sound_chunks(path, chunk_ms=3000))
    assert [piece.index for piece in pieces] == list(range(len(pieces)))
    at = 0
    for piece in pieces:
        assert abs(piece.start_ms - at * 1000 // 16_000) <= 1
        assert len(piece.pcm) <= 3 * 32_000
        at += len(piece.pcm) // 2
    assert abs(at - 160_000) <= 32


def test_a_piece_ends_where_it_is_quiet(tmp_path: Path) -> None:
    """A pause shortly before the limit is where the sound is cut, so that no word is."""
    loud, pause = media.tone(4, rate_hz=16_000, pitch_hz=300), media.silence(0.6, rate_hz=16_000)
    path = media.write_wav(tmp_path / "a.wav", np.concatenate([loud, pause, loud]), rate_hz=16_000)
    first, second = av.sound_chunks(path, chunk_ms=6000)
    assert 4000 <= second.start_ms <= 4600
    assert len(first.pcm) == second.start_ms * 32


def test_the_waveform_follows_the_sound(tmp_path: Path) -> None:
    """Loud on the left and silent on the right shows as tall bars and dots, in three to two."""
    loud, quiet = media.tone(2, rate_hz=48_000), media.silence(2, rate_hz=48_000)
    made = av.waveform(media.write_sound(tmp_path / "a.mp3", np.concatenate([loud, quiet])))
    assert [Image.open(io.BytesIO(data)).size for data in (made.jpeg_256, made.jpeg_1024)] == [(256, 171), (1024, 683)]
    for data in (made.jpeg_256, made.jpeg_1024):
        grey = np.asarray(Image.open(io.BytesIO(data)).convert("L"), dtype=np.float32)
        lit = (grey > 80).sum(axis=0)
        half = lit.shape[0] // 2
        assert lit[:half].max() > grey.shape[0] * 0.5
        assert 0 < lit[half + 20 :].max() < grey.shape[0] * 0.1
        assert abs(float(grey[2, 2]) - 29) <= 3


def test_a_long_waveform_is_sampled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A recording too long to be decoded for a picture gives much the same picture."""
    path = media.write_wav(tmp_path / "a.wav", np.concatenate([media.tone(20), media.silence(20)]))
    whole = av.waveform(path)
    monkeypatch.setattr(sound, "_WHOLE_MS", 0)
    sampled = av.waveform(path)
    one, other = (
        np.asarray(Image.open(io.BytesIO(made.jpeg_1024)).convert("L"), dtype=np.float32) for made in (whole, sampled)
    )
    assert np.abs(one - other).mean() < 12


@pytest.mark.parametrize("extension", [".mp4", ".mov"])
def test_a_film_cut_off_before_its_index_is_damaged(extension: str, tmp_path: Path) -> None:
    """Without its index, which lies at the end, nothing can be used, and the reason does not say that anything was."""
    path = media.write_video(tmp_path / f"a{extension}", [media.quarters()], seconds_each=3)
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    for look in (av.probe, av.poster):
        with pytest.raises(MediaError) as caught:
            look(path)
        assert caught.value.reason is Reason.DAMAGED


def test_random_bytes_behind_a_films_first_box_are_damaged(tmp_path: Path) -> None:
    """A first box alone makes no film."""
    path = tmp_path / "a.mp4"
    path.write_bytes(b"\0\0\0\x18ftypisom\0\0\2\0isommp41" + np.random.default_rng(3).bytes(50_000))
    with pytest.raises(MediaError) as caught:
        av.probe(path)
    assert caught.value.reason is Reason.DAMAGED


def test_a_file_of_countless_boxes_is_not_walked_to_its_end(tmp_path: Path) -> None:
    """Eight bytes a box would keep a worker busy for hours; a day's recording has fewer than are looked at."""
    path = tmp_path / "a.mp4"
    path.write_bytes(b"\0\0\0\x08free" * 200_000 + b"\x7f\0\0\0mdat")
    assert not containers.find_cut(path)
    path.write_bytes(b"\0\0\0\x08free" * 100_000 + b"\x7f\0\0\0mdat")
    assert containers.find_cut(path)


def test_a_film_of_giant_frames_is_not_decoded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A decoder holds several frames at once; more pixels than it may hold are refused by the header alone."""
    path = media.write_video(tmp_path / "a.mp4", [media.quarters(320, 180)])
    monkeypatch.setattr(containers, "MAX_FRAME_PIXELS", 320 * 180 - 1)
    for look in (av.probe, av.poster, lambda path: list(av.distinct_frames(path))):
        with pytest.raises(MediaError) as caught:
            look(path)
        assert caught.value.reason is Reason.TOO_MANY_PIXELS


def test_a_film_that_is_longer_than_it_says_is_left_in_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A header of one millisecond does not make a worker decode for hours."""
    scenes = [media.quarters(320, 180), media.quarters(320, 180).rotate(180)] * 3
    path = media.write_video(tmp_path / "a.mkv", scenes, seconds_each=4)
    assert len(list(av.distinct_frames(path))) == 2
    data = path.read_bytes()
    at = data.index(b"\x44\x89\x88") + 3  # Duration, a float of eight bytes (RFC 9559, 5.1.2.10)
    path.write_bytes(data[:at] + struct.pack(">d", 1.0) + data[at + 8 :])
    assert av.probe(path).duration_ms == 1
    monkeypatch.setattr(frames, "_WHOLE_PIXELS", 320 * 180 * 5)
    assert [frame.at_ms for frame in av.distinct_frames(path)] == [0]


def test_a_film_cut_off_behind_its_index_is_shown_with_its_defect(tmp_path: Path) -> None:
    """What is there is shown, and the item is told to be cut off."""
    path = tmp_path / "a.wav"
    media.write_wav(path, media.tone(4))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert av.probe(path).defect == "truncated"
    assert sum(len(piece.pcm) for piece in av.sound_chunks(path)) == pytest.approx(64_000, rel=0.01)


@pytest.mark.parametrize("name", ["a.mp4", "a.mkv", "a.mp3", "a.wav"])
def test_garbage_is_damaged(name: str, tmp_path: Path) -> None:
    """A file that is none of its format raises the one error."""
    path = tmp_path / name
    path.write_bytes(np.random.default_rng(9).bytes(4000))
    for look in (av.probe, av.poster, av.waveform):
        with pytest.raises(MediaError):
            look(path)
    with pytest.raises(MediaError):
        list(av.sound_chunks(path))


def test_damage_in_the_middle_is_passed_over(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A disturbed stretch of a film costs that stretch, and FFmpeg's complaints are not printed."""
    path = media.write_video(
        tmp_path / "a.mkv", [media.quarters(), media.sign(["NOW"], 480, 320)], samples=media.tone(4, rate_hz=48_000)
    )
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 300] = np.random.default_rng(2).bytes(300)
    path.write_bytes(data)
    assert av.probe(path).has_video
    assert list(av.distinct_frames(path))
    assert list(av.sound_chunks(path))
    assert capfd.readouterr() == ("", "")
