"""Makes what is measured: photographs of a given size in bytes, recordings of a given length. No two are the same."""

from __future__ import annotations

import io
from functools import cache, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

import av
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from tests import media

if TYPE_CHECKING:
    import numpy.typing as npt

SAMPLES = Path(__file__).parents[2] / "resources" / "samples"
#: 12 megapixels, as a phone's or a press camera's small format.
WIDTH, HEIGHT = 4000, 3000
QUALITY = 85
RECORDING_HZ = 48_000
_WORDS = ("HARBOUR", "MARKET", "BRIDGE", "STATION", "COUNCIL", "FERRY", "MUSEUM", "STADIUM")


def make_scene(seed: int, width: int, height: int, *, grain: float) -> Image.Image:
    """Draw a scene of any size, under a sensor's grain of that size."""
    picture = _scene(seed, 0.0).resize((width, height), Image.Resampling.BICUBIC)
    noise = np.random.default_rng(seed).normal(0, grain, (height, width, 1)).astype(np.int16)
    return Image.fromarray(np.clip(np.asarray(picture, dtype=np.int16) + noise, 0, 255).astype(np.uint8))


def _scene(seed: int, grain: float) -> Image.Image:
    """Draw soft light, shapes and two lines of writing, under a sensor's grain."""
    rng = np.random.default_rng(seed)
    coarse = Image.fromarray(rng.integers(30, 220, (9, 12, 3), dtype=np.uint8))
    picture = coarse.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    draw = ImageDraw.Draw(picture)
    for _ in range(24):
        x, y, size = int(rng.integers(0, WIDTH)), int(rng.integers(0, HEIGHT)), int(rng.integers(60, 500))
        colour = tuple(int(part) for part in rng.integers(20, 235, 3))
        (draw.ellipse if rng.random() < 0.5 else draw.rectangle)((x, y, x + size, y + size), fill=colour)
    draw.rectangle((600, 1200, 3400, 1900), fill=(238, 236, 228))
    font = ImageFont.load_default(230)
    words = f"{_WORDS[seed % len(_WORDS)]} {seed + 100}"
    draw.text((2000, 1400), words, fill=(24, 24, 34), font=font, anchor="mm")
    draw.text((2000, 1690), "open today", fill=(24, 24, 34), font=font, anchor="mm")
    noise = np.roll(_noise(grain), int(rng.integers(0, HEIGHT)), axis=0)
    return Image.fromarray(np.clip(np.asarray(picture, dtype=np.int16) + noise, 0, 255).astype(np.uint8))


@lru_cache(maxsize=2)
def _noise(grain: float) -> npt.NDArray[np.int16]:
    return np.random.default_rng(0).normal(0, grain, (HEIGHT, WIDTH, 1)).astype(np.int16)


def _encode(picture: Image.Image) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=QUALITY, exif=media.exif(gps=False).tobytes())
    return buffer.getvalue()


@cache
def _grain_for(size_bytes: int) -> float:
    """Find the grain that makes a photograph about as large as asked for."""
    low, high = 0.0, 40.0
    for _ in range(7):
        grain = (low + high) / 2
        low, high = (grain, high) if len(_encode(_scene(0, grain))) < size_bytes else (low, grain)
    return (low + high) / 2


def make_photograph(seed: int, *, size_bytes: int) -> bytes:
    """Make a 12-megapixel JPEG of about ``size_bytes`` with words on it."""
    return _encode(_scene(seed, _grain_for(size_bytes)))


@cache
def _speech() -> npt.NDArray[np.int16]:
    """Return the sample recording, as a recorder would have taken it."""
    with av.open(str(SAMPLES / "harbour_report.mp3")) as container:
        resampler = av.AudioResampler("s16", "mono", RECORDING_HZ)
        frames = [part for frame in container.decode(audio=0) for part in resampler.resample(frame)]
        frames += resampler.resample(None)
    return np.concatenate([frame.to_ndarray().reshape(-1) for frame in frames]).astype(np.int16)


def write_recording(path: Path, seed: int, *, seconds: float) -> Path:
    """Write a WAV in which the sample's voice speaks again and again; the first pause differs with the seed."""
    pause = np.zeros(RECORDING_HZ // 2 + seed * 480, dtype=np.int16)
    once = np.concatenate([pause, _speech()])
    length = int(seconds * RECORDING_HZ)
    return media.write_wav(path, np.tile(once, length // len(once) + 1)[:length], rate_hz=RECORDING_HZ)
