"""The sound of a recording as one FLAC file, from whatever the file holds."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

import av
import numpy as np
import pytest

from cloud.analysis.engines.ports import MediaError
from cloud.analysis.engines.sound import RATE_HZ, sound_chunks
from cloud.analysis.engines.soundtrack import TrackNotWrittenError, sound_track
from cloud.contract.reasons import Reason

if TYPE_CHECKING:
    from pathlib import Path

HOUR_MS = 3_600_000


def write_tone(path: Path, codec: str, *, rate: int, sample_format: str, layout: str, seconds: float = 2.0) -> Path:
    """Write a tone of 440 Hz."""
    with av.open(str(path), "w") as output:
        stream = output.add_stream(codec, rate=rate, layout=layout, format=sample_format)
        total = int(rate * seconds)
        moments = np.arange(total) / rate
        tone = (np.sin(2 * np.pi * 440 * moments) * 0.5 * 2**31).astype(np.int32)
        channels = 2 if layout == "stereo" else 1
        resampler = av.AudioResampler(format=sample_format, layout=layout, rate=rate)
        for at in range(0, total, 1024):
            block = np.repeat(tone[at : at + 1024], channels).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(block, format="s32", layout=layout)
            frame.sample_rate, frame.pts = rate, at
            for piece in resampler.resample(frame):
                output.mux(stream.encode(piece))
        output.mux(stream.encode(None))
    return path


def read_flac(path: Path) -> tuple[int, int, np.ndarray]:
    """Return rate, channels and samples of a FLAC file, read by FFmpeg as any service would."""
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        assert container.format.name == "flac"
        samples = [frame.to_ndarray().reshape(-1) for frame in container.decode(stream)]
        return stream.rate, stream.channels, np.concatenate(samples)


@pytest.mark.parametrize(
    ("name", "codec", "rate", "shape"),
    [
        ("24.wav", "pcm_s24le", 48_000, ("s32", "stereo")),
        ("float.wav", "pcm_f32le", 44_100, ("flt", "mono")),
        ("8k.wav", "pcm_u8", 8_000, ("u8", "mono")),
        ("voice.m4a", "aac", 44_100, ("fltp", "stereo")),
        ("same.flac", "flac", 16_000, ("s16", "mono")),
    ],
)
def test_any_sound_becomes_flac_of_16_khz(
    name: str, codec: str, rate: int, shape: tuple[str, str], tmp_path: Path
) -> None:
    """Whatever rate, depth, codec and channels: 16 kHz, one channel, as long and as loud as it was."""
    source = write_tone(tmp_path / name, codec, rate=rate, sample_format=shape[0], layout=shape[1])
    track = sound_track(source, tmp_path / "sound.flac", HOUR_MS)
    heard_rate, channels, samples = read_flac(tmp_path / "sound.flac")
    assert (heard_rate, channels) == (RATE_HZ, 1)
    assert len(samples) * 1000 // RATE_HZ == track.duration_ms
    assert abs(track.duration_ms - 2000) < 80
    loudness = np.sqrt((samples[8000:24000].astype(float) ** 2).mean()) / 32768
    assert loudness == pytest.approx(0.5 / np.sqrt(2), rel=0.1)


def test_it_holds_the_very_samples_of_the_pieces(tmp_path: Path) -> None:
    """The file is the same sound as the chunks that the engine of our own hears."""
    source = write_tone(tmp_path / "a.wav", "pcm_s16le", rate=44_100, sample_format="s16", layout="mono", seconds=3.3)
    sound_track(source, tmp_path / "sound.flac", HOUR_MS)
    pieces = b"".join(sound.pcm for sound in sound_chunks(source, 1000))
    assert read_flac(tmp_path / "sound.flac")[2].tobytes() == pieces


def test_the_same_recording_gives_the_same_bytes(tmp_path: Path) -> None:
    """So that its SHA-256 says whether it was heard before."""
    source = write_tone(tmp_path / "a.wav", "pcm_s16le", rate=44_100, sample_format="s16", layout="mono")
    digests = set()
    for number in range(2):
        sound_track(source, tmp_path / f"{number}.flac", HOUR_MS)
        digests.add(hashlib.sha256((tmp_path / f"{number}.flac").read_bytes()).hexdigest())
    assert len(digests) == 1


def test_it_ends_soon_after_its_limit(tmp_path: Path) -> None:
    """A file that says it is short and is not does not fill the disk; that it was longer can be told."""
    source = write_tone(tmp_path / "a.wav", "pcm_s16le", rate=16_000, sample_format="s16", layout="mono", seconds=5)
    track = sound_track(source, tmp_path / "sound.flac", 1000)
    assert 1000 < track.duration_ms < 1500


def test_memory_stays_small_however_long_the_sound(tmp_path: Path) -> None:
    """Ten minutes are written block by block: Python holds less than a second of them at a time."""
    import tracemalloc  # noqa: PLC0415 -- it slows what runs after its import

    source = write_tone(tmp_path / "a.wav", "pcm_s16le", rate=16_000, sample_format="s16", layout="mono", seconds=600)
    tracemalloc.start()
    try:
        sound_track(source, tmp_path / "sound.flac", HOUR_MS)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 1_000_000


def test_a_film_without_sound_has_none(tmp_path: Path) -> None:
    """There is no sound track to write."""
    path = tmp_path / "silent.mp4"
    with av.open(str(path), "w") as output:
        stream = output.add_stream("mpeg4", rate=5)
        stream.width, stream.height, stream.pix_fmt = 64, 64, "yuv420p"
        for _ in range(5):
            output.mux(stream.encode(av.VideoFrame(64, 64, "yuv420p")))
        output.mux(stream.encode(None))
    with pytest.raises(MediaError) as refused:
        sound_track(path, tmp_path / "sound.flac", HOUR_MS)
    assert refused.value.reason is Reason.NO_AUDIO


def test_a_disk_that_is_full_is_not_the_recordings_fault(tmp_path: Path) -> None:
    """A target that cannot be written is no damaged file: it is tried again."""
    source = write_tone(tmp_path / "a.wav", "pcm_s16le", rate=16_000, sample_format="s16", layout="mono")
    with pytest.raises(TrackNotWrittenError):
        sound_track(source, tmp_path / "no such folder" / "sound.flac", HOUR_MS)
