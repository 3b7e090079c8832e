"""What the engines' tests look at: pictures, recordings and videos, made once a run."""

from __future__ import annotations

import io
import wave
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from cloud.contract.media import HEAD_BYTES, Media, sniff
from tests import media

if TYPE_CHECKING:
    from collections.abc import Callable

#: Debian's ``pocketsphinx-testdata``: a woman reads Austen, 16 kHz.
_RECORDINGS = Path("/usr/share/pocketsphinx/test/data/librivox")


@pytest.fixture
def sniffed() -> Callable[[Path], Media]:
    """Tell a file's media as ``ingest`` does; the test fails where it is none."""

    def tell(path: Path) -> Media:
        with path.open("rb") as file:
            found = sniff(file.read(HEAD_BYTES), path.name)
        assert found is not None
        return found

    return tell


@pytest.fixture
def opened_jpeg() -> Callable[[bytes], Image.Image]:
    """Open a JPEG in memory."""
    return lambda data: Image.open(io.BytesIO(data))


@pytest.fixture(scope="session")
def talk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a video: two signs of three seconds each, with a tone."""
    path = tmp_path_factory.mktemp("talk") / "talk.mp4"
    signs = [media.sign(["SAFE PIERS NOW"], 640, 360, size=44), media.sign(["HARBOUR", "WORKERS"], 640, 360, size=44)]
    return media.write_video(path, signs, seconds_each=3, samples=media.tone(6, rate_hz=48_000))


@pytest.fixture(scope="session")
def read_aloud() -> bytes:
    """Return half a minute of read speech, 16 kHz mono."""
    paths = sorted(_RECORDINGS.glob("*.wav"))
    if not paths:
        pytest.skip("no recorded speech here: Debian's pocketsphinx-testdata is not installed")
    parts = []
    for path in paths:
        with wave.open(str(path)) as file:
            parts.append(file.readframes(file.getnframes()))
    return bytes(32_000).join(parts)
