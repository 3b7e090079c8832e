"""Whether Rekognition takes a video, and the copy that is made where it does not."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

import av
import pytest
from PIL import Image

from cloud.analysis.engines.ports import MediaError
from cloud.analysis.engines.proxy import look_at_film, make_proxy
from cloud.contract.reasons import Reason
from tests.media import BLUE, GREEN, RED, YELLOW, corners, quarters, silence, write_sound, write_video

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

#: Name of the file, encoder, pixel format: none of them is H.264 in MP4 or MOV as every decoder reads it.
FOREIGN = [
    ("hevc.mp4", "libx265", "yuv420p"),
    ("hevc.mov", "libx265", "yuv420p"),
    ("prores.mov", "prores_ks", "yuv422p10le"),
    ("broadcast.mxf", "mpeg2video", "yuv420p"),
    ("old.avi", "mpeg4", "yuv420p"),
    ("web.webm", "libvpx-vp9", "yuv420p"),
    ("right codec.mkv", "libx264", "yuv420p"),
    ("camera.mp4", "libx264", "yuv422p10le"),
]
#: Shown for a second each.
COLOURS = (RED, GREEN, BLUE, YELLOW)


def write_foreign(path: Path, encoder: str, pixels: str, *, fps: int = 25, size: tuple[int, int] = (320, 180)) -> Path:
    """Write a second of each colour."""
    with av.open(str(path), "w") as container:
        stream = container.add_stream(encoder, rate=fps)
        stream.width, stream.height, stream.pix_fmt = *size, pixels
        if encoder == "libx265":
            stream.options = {"x265-params": "log-level=none"}
        for number in range(fps * len(COLOURS)):
            frame = av.VideoFrame.from_image(Image.new("RGB", size, COLOURS[number // fps]))
            frame.pts, frame.time_base = number, Fraction(1, fps)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def frames_of(path: Path) -> list[tuple[float, Image.Image]]:
    """Return each frame with its time in seconds from the beginning of the file."""
    with av.open(str(path)) as container:
        start_s = (container.start_time or 0) / 1_000_000
        return [((frame.time or 0) - start_s, frame.to_image()) for frame in container.decode(video=0)]


def colour_at(frames: Sequence[tuple[float, Image.Image]], at_s: float) -> str:
    """Return the colour that is shown at a moment."""
    shown = [picture for moment, picture in frames if moment <= at_s + 0.001][-1]
    return corners(shown)[0]


@pytest.mark.parametrize(("name", "encoder", "pixels"), FOREIGN, ids=[name for name, *_ in FOREIGN])
def test_what_rekognition_refuses_gets_a_copy_that_it_takes(
    tmp_path: Path, name: str, encoder: str, pixels: str
) -> None:
    """The copy is H.264 in MP4 without sound, and at each moment shows what the original shows."""
    path = write_foreign(tmp_path / name, encoder, pixels)
    film = look_at_film(path)
    assert film.misfit
    target = tmp_path / "proxy.mp4"
    assert 4000 <= make_proxy(path, target).duration_ms <= 4100
    copied = look_at_film(target)
    assert copied.misfit == ""
    assert abs(copied.duration_ms - film.duration_ms) <= 60
    frames = frames_of(target)
    assert frames[0][0] == 0
    for second, colour in enumerate(("red", "green", "blue", "yellow")):
        assert colour_at(frames, second + 0.02) == colour_at(frames, second + 0.96) == colour
    with av.open(str(target)) as container:
        assert not container.streams.audio


@pytest.mark.parametrize("name", ["film.mp4", "film.mov"])
def test_h264_in_mp4_or_mov_is_read_as_it_is(tmp_path: Path, name: str) -> None:
    """No copy is needed, and the length is known."""
    path = write_video(tmp_path / name, [quarters(), quarters()], samples=silence(4.0))
    film = look_at_film(path)
    assert film.misfit == ""
    assert abs(film.duration_ms - 4000) <= 150


def test_a_copy_is_no_larger_than_720p_and_30_frames_a_second(tmp_path: Path) -> None:
    """A 1440p video of 60 frames a second loses three quarters of its pixels and every second frame."""
    path = write_foreign(tmp_path / "large.mkv", "libx264", "yuv420p", fps=60, size=(2560, 1440))
    target = tmp_path / "proxy.mp4"
    make_proxy(path, target)
    frames = frames_of(target)
    assert frames[0][1].size == (1280, 720)
    assert len(frames) == 30 * len(COLOURS)
    assert colour_at(frames, 2.98) == "blue"


@pytest.mark.parametrize(("clockwise", "size"), [(90, (320, 480)), (180, (480, 320)), (270, (320, 480))])
def test_a_phones_video_is_copied_upright(tmp_path: Path, clockwise: int, size: tuple[int, int]) -> None:
    """A display matrix is a misfit, because nobody says that Rekognition heeds it; the copy needs none."""
    path = write_video(tmp_path / "phone.mp4", [quarters(480, 320)], rotation=clockwise)
    assert look_at_film(path).misfit == f"turned by {clockwise}"
    target = tmp_path / "proxy.mp4"
    make_proxy(path, target)
    assert look_at_film(target).misfit == ""
    picture = frames_of(target)[0][1]
    assert picture.size == size
    shown = ["red", "green", "blue", "yellow"]
    turns = clockwise // 90
    assert corners(picture) == shown[-turns:] + shown[:-turns]


def test_a_picture_that_begins_late_keeps_its_place(tmp_path: Path) -> None:
    """Where the picture begins a second after the sound, the copy holds its first frame until then."""
    path = tmp_path / "late.mkv"
    with av.open(str(path), "w") as container:
        video = container.add_stream("libx264", rate=10, options={"bf": "0"})
        video.width, video.height, video.pix_fmt = 160, 120, "yuv420p"
        sound = container.add_stream("flac", rate=16_000)
        sound.layout = "mono"
        frame = av.AudioFrame.from_ndarray(silence(3.0, rate_hz=16_000).reshape(1, -1), format="s16", layout="mono")
        frame.sample_rate, frame.pts = 16_000, 0
        resampler = av.AudioResampler(format="s16", layout="mono", rate=16_000, frame_size=4096)
        for part in [*resampler.resample(frame), *resampler.resample(None)]:
            container.mux(sound.encode(part))
        container.mux(sound.encode(None))
        for number in range(20):
            picture = av.VideoFrame.from_image(Image.new("RGB", (160, 120), GREEN if number < 10 else BLUE))
            picture.pts, picture.time_base = number + 10, Fraction(1, 10)
            container.mux(video.encode(picture))
        container.mux(video.encode(None))
    target = tmp_path / "proxy.mp4"
    make_proxy(path, target)
    frames = frames_of(target)
    assert [round(at_s, 2) for at_s, _ in frames[:3]] == [0.0, 1.0, 1.1]
    assert colour_at(frames, 0.5) == colour_at(frames, 1.9) == "green"
    assert colour_at(frames, 2.0) == "blue"


def test_frames_of_a_varying_rate_are_never_moved(tmp_path: Path) -> None:
    """A phone's clock jitters and pauses; each frame stays where it is."""
    moments_ms = [0, 33, 70, 99, 140, 1100, 1133, 1900]
    path = tmp_path / "jitter.mkv"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=30, options={"bf": "0"})
        stream.width, stream.height, stream.pix_fmt = 160, 120, "yuv420p"
        stream.time_base = stream.codec_context.time_base = Fraction(1, 1000)
        for number, at_ms in enumerate(moments_ms):
            picture = av.VideoFrame.from_image(Image.new("RGB", (160, 120), COLOURS[number % 4]))
            picture.pts, picture.time_base = at_ms, Fraction(1, 1000)
            container.mux(stream.encode(picture))
        container.mux(stream.encode(None))
    target = tmp_path / "proxy.mp4"
    make_proxy(path, target)
    copied = [round(at_s * 1000) for at_s, _ in frames_of(target)]
    assert copied == [at_ms for at_ms in moments_ms if at_ms != 99]  # 29 ms after the last that was kept


def ticking(step_s: float) -> Iterator[float]:
    """Return moments, each so much later than the last."""
    at_s = 0.0
    while True:
        yield at_s
        at_s += step_s


def test_a_copy_that_would_take_too_long_is_left_early(tmp_path: Path) -> None:
    """After the first seconds it is plain that the limit will not do: no more is encoded than shows that."""
    path = write_foreign(tmp_path / "slow.mkv", "libx264", "yuv420p")
    moments = ticking(1.0)
    looks = 0

    def clock() -> float:
        nonlocal looks
        looks += 1
        return next(moments)

    with pytest.raises(MediaError) as refused:
        make_proxy(path, tmp_path / "proxy.mp4", limit_s=50, clock=clock)
    assert refused.value.reason is Reason.TOO_LONG
    assert looks < 12  # of a hundred frames


def test_a_copy_that_ends_just_over_its_guess_is_let_go_on(tmp_path: Path) -> None:
    """The guess has a margin; the limit itself has none."""
    path = write_foreign(tmp_path / "slow.mkv", "libx264", "yuv420p")
    moments = ticking(1.0)
    make_proxy(path, tmp_path / "proxy.mp4", limit_s=110, clock=lambda: next(moments))


def test_a_copy_of_unknown_length_still_ends_at_the_limit(tmp_path: Path) -> None:
    """Where the file's length says nothing, the clock does."""
    path = write_foreign(tmp_path / "slow.mkv", "libx264", "yuv420p")
    moments = ticking(5.0)
    with pytest.raises(MediaError) as refused:
        make_proxy(path, tmp_path / "proxy.mp4", limit_s=30, clock=lambda: next(moments))
    assert refused.value.reason is Reason.TOO_LONG


def test_a_copy_that_would_be_too_large_is_not_made(tmp_path: Path) -> None:
    """It has to fit on the disk beside the original."""
    path = write_foreign(tmp_path / "film.mkv", "libx264", "yuv420p")
    with pytest.raises(MediaError) as refused:
        make_proxy(path, tmp_path / "proxy.mp4", limit_bytes=500)
    assert refused.value.reason is Reason.TOO_LARGE


def test_a_file_without_a_picture_is_no_film(tmp_path: Path) -> None:
    """A sound file that calls itself a video is refused by reason."""
    path = write_sound(tmp_path / "sound.mp4", silence(1.0))
    with pytest.raises(MediaError) as refused:
        look_at_film(path)
    assert refused.value.reason is Reason.UNSUPPORTED


def test_what_can_be_read_of_a_cut_film_is_copied(tmp_path: Path) -> None:
    """A recording whose end is missing is a misfit; the copy holds its beginning."""
    path = write_foreign(tmp_path / "cut.mkv", "libx264", "yuv420p")
    body = path.read_bytes()
    path.write_bytes(body[: len(body) * 2 // 3])
    target = tmp_path / "proxy.mp4"
    assert 1000 < make_proxy(path, target).duration_ms < 4000
    assert look_at_film(target).misfit == ""
