"""What there is to be found in a file: read from the script that it carries, or, in a real file, by a plain rule.

A scripted file (``tests/fakes/engines.py``) holds ``SCRIPT:`` and JSON. A real picture is looked up by its SHA-256,
then by its colour: the average pixel's ("red", "green", "blue", "grey"). A real recording is looked up by its SHA-256,
then by whether it is silent. All names that are made up here say that they are.
"""

from __future__ import annotations

import hashlib
import io
import json
from dataclasses import dataclass, field
from typing import Any

import av
import numpy as np
from PIL import Image, UnidentifiedImageError

Script = dict[str, Any]
_SCRIPTED = b"SCRIPT:"
_JPEG, _PNG = b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"
#: Beneath this the loudest sample of a recording is silence (of 1).
_SILENCE = 0.001

#: What is found in real files, where a test says nothing else.
PICTURES: dict[str, Script] = {
    colour: {
        "labels": [f"Synthetic {colour} scene", "Person"],
        "text": [f"SYNTHETIC {colour.upper()} Reuters"],
        "people": [f"Synthetic {colour.title()} Person"],
        "faces": 1,
    }
    for colour in ("red", "green", "blue", "grey")
}
SPEECH = "Good evening . This is synthetic speech from Berlin . The minister was happy about a wonderful day ."


class NotMediaError(Exception):
    """The bytes are no picture, no video, no sound."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A still picture."""

    script: Script
    width: int = 4000
    height: int = 3000


@dataclass(frozen=True, slots=True)
class Video:
    """A video, looked at once a second."""

    frames: tuple[tuple[int, Script], ...]  #: at_ms, what is in it
    duration_ms: int
    codec: str = "h264"
    container: str = "QuickTime / MOV"
    width: int = 640
    height: int = 360
    rate: float = 25.0
    has_sound: bool = True


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording."""

    words: tuple[str, ...]  #: "." and "," are punctuation
    duration_ms: int
    container: str  #: as ``MediaFormat`` names it
    channels: int = 1
    script: Script = field(default_factory=dict)


@dataclass
class Finder:
    """Opens files for the fakes."""

    pictures: dict[str, Script] = field(default_factory=lambda: dict(PICTURES))  #: by SHA-256 or colour
    sounds: dict[str, str] = field(default_factory=dict)  #: by SHA-256
    speech: str = SPEECH

    def picture(self, body: bytes) -> Picture:
        """Open a JPEG or PNG; raises ``NotMediaError``."""
        if not body.startswith((_JPEG, _PNG)):
            raise NotMediaError
        script = read_script(body)
        if script is not None:
            return Picture(script, script.get("width", 4000), script.get("height", 3000))
        try:
            with Image.open(io.BytesIO(body)) as image:
                image.load()
                known = self.pictures.get(hashlib.sha256(body).hexdigest())
                return Picture(known or self.pictures.get(_colour(image), {}), image.width, image.height)
        except (UnidentifiedImageError, OSError) as error:
            raise NotMediaError from error

    def video(self, body: bytes) -> Video:
        """Open a video; raises ``NotMediaError``."""
        script = read_script(body)
        if script is not None:
            if "frames" not in script:
                raise NotMediaError
            frames = tuple((number * 1000, frame) for number, frame in enumerate(script["frames"]))
            duration_ms = script.get("duration_ms", 1000)
            return Video(frames, duration_ms, script.get("codec", "h264"), has_sound=not script.get("silent", False))
        try:
            return self._real_video(body)
        except (av.FFmpegError, IndexError) as error:
            raise NotMediaError from error

    def sound(self, body: bytes) -> Sound:
        """Open a recording, or the sound of a video; raises ``NotMediaError``."""
        script = read_script(body)
        if script is not None:
            words = script.get("words") or [word for chunk in script.get("says", ()) for word in chunk]
            container = script.get("container", "flac" if body.startswith(b"fLaC") else "wav")
            return Sound(tuple(words), script.get("duration_ms", 1000), container, script=script)
        try:
            with av.open(io.BytesIO(body)) as media:
                stream = media.streams.audio[0]
                loudest, samples = 0.0, 0
                for frame in media.decode(stream):
                    data = frame.to_ndarray()
                    scale = np.iinfo(data.dtype).max if np.issubdtype(data.dtype, np.integer) else 1
                    loudest = max(loudest, float(np.abs(data.astype(np.float64)).max(initial=0.0)) / scale)
                    samples += frame.samples
                said = self.sounds.get(hashlib.sha256(body).hexdigest(), self.speech)
                words = said.split() if loudest > _SILENCE else []
                container = media.format.name.split(",")[0]
                return Sound(tuple(words), round(samples / stream.rate * 1000), container, stream.channels)
        except (av.FFmpegError, IndexError) as error:
            raise NotMediaError from error

    def _real_video(self, body: bytes) -> Video:
        with av.open(io.BytesIO(body)) as media:
            stream = media.streams.video[0]
            frames: list[tuple[int, Script]] = []
            last_ms, rate = 0, float(stream.average_rate or 25)
            for frame in media.decode(stream):
                last_ms = round((frame.time or 0) * 1000)
                if not frames or last_ms - frames[-1][0] >= 1000:
                    frames.append((last_ms, self.pictures.get(_colour(frame.to_image()), {})))
            return Video(
                tuple(frames),
                max(last_ms + round(1000 / rate), round((media.duration or 0) / 1000)),
                stream.codec_context.name,
                media.format.long_name,
                stream.width,
                stream.height,
                rate,
                bool(media.streams.audio),
            )


def read_script(body: bytes) -> Script | None:
    """Return the script that a file carries; None for a real one."""
    start = body.find(_SCRIPTED)
    if start < 0:
        return None
    document, _end = json.JSONDecoder().raw_decode(body[start + len(_SCRIPTED) :].decode("utf-8", "replace"))
    return dict(document)


def _colour(image: Image.Image) -> str:
    red, green, blue = image.convert("RGB").resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    strongest = max((red, "red"), (green, "green"), (blue, "blue"))
    return strongest[1] if strongest[0] - min(red, green, blue) > 40 else "grey"
