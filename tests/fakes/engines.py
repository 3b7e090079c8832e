"""Engines that read their findings out of the file itself: a magic number, then a JSON script of what is in it.

``picture(text=["EXIT"], faces=1)`` makes such a file; ``sniff`` takes it for a JPEG, and these engines find exactly
that. ``fails={"text": "damaged"}`` makes an engine refuse the file, ``breaks=["text"]`` makes it raise as a bug would.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from cloud.analysis.engines.av import Film, Frame, Probe, Proxy, Sound, SoundTrack, Thumbnails
from cloud.analysis.engines.metadata import Metadata
from cloud.analysis.engines.ports import Finding, MediaError
from cloud.contract.findings import Caption, Sentiment
from cloud.contract.reasons import Reason
from cloud.contract.transcript import Word

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cloud.contract.media import Media

_MARK = b"SCRIPT:"
_JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
_WAV = b"RIFF\xff\xff\xff\x00WAVEfmt \x10\x00\x00\x00\x01\x00\x01\x00\x80>\x00\x00\x00}\x00\x00\x02\x00\x10\x00"
_FLAC = b"fLaC\x00\x00\x00\x22"
_MP4 = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isomiso2\x00\x00\x00\x08moov"


def picture(**script: object) -> bytes:
    """Return a picture of this."""
    return _JPEG + _MARK + json.dumps(script).encode()


def recording(**script: object) -> bytes:
    """Return a recording of this: ``says`` is a list of chunks, each a list of words."""
    return _WAV + _MARK + json.dumps({"says": []} | script).encode()


def video(**script: object) -> bytes:
    """Return a video of this: ``frames`` is a list of scripts of pictures."""
    return _MP4 + _MARK + json.dumps({"frames": [], "says": []} | script).encode()


class BrokenEngineError(Exception):
    """A bug in an engine, or a machine out of memory: trying again may help."""


class ScriptedEngines:
    """``Engines`` that find what the file's script says, and count what they are asked."""

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.broken: set[str] = set()  #: engines that raise whatever the file

    def thumbnails(self, path: Path, media: Media) -> Thumbnails:
        """Make pictures that carry the script on."""
        assert media.type.value == "image"
        script = self._open("thumbnails", path.read_bytes())
        return self._pictures(script)

    def thumbnails_of(self, jpeg: bytes) -> Thumbnails:
        """Make pictures of a poster."""
        return self._pictures(script_of(jpeg))

    def metadata(self, path: Path, media: Media) -> Metadata:
        """Read the script's keywords, headline and time."""
        del media
        script = self._open("metadata", path.read_bytes())
        return Metadata(
            tuple(script.get("keywords", ())), Caption(**script.get("caption", {})), script.get("captured_at")
        )

    def probe(self, path: Path) -> Probe:
        """Tell of the script's streams."""
        script = self._open("probe", path.read_bytes())
        has_video = "frames" in script and not script.get("blind")
        return Probe(
            width=640 if has_video else None,
            height=360 if has_video else None,
            duration_ms=script.get("duration_ms", 1000),
            has_video=has_video,
            has_audio=not script.get("silent", False),
            mime="",
            captured_at=None,
        )

    def poster(self, path: Path) -> bytes:
        """Return the first frame."""
        script = self._open("poster", path.read_bytes())
        return picture(**next(iter(script["frames"]), {}))

    def distinct_frames(self, path: Path) -> Iterator[Frame]:
        """Return the frames, one a second."""
        script = self._open("frames", path.read_bytes())
        for number, frame in enumerate(script["frames"]):
            yield Frame(number * 1000, picture(**frame))

    def waveform(self, path: Path) -> Thumbnails:
        """Make pictures of a sound."""
        self._open("waveform", path.read_bytes())
        return self._pictures({})

    def sound_chunks(self, path: Path, chunk_ms: int) -> Iterator[Sound]:
        """Return the chunks of the script."""
        script = self._open("sound", path.read_bytes())
        for number, words in enumerate(script["says"]):
            body = _MARK + json.dumps({"words": words, "breaks": script.get("breaks", [])}).encode()
            yield Sound(number, number * chunk_ms, body)

    def sound_track(self, path: Path, target: Path, limit_ms: int) -> SoundTrack:
        """Write the script's chunks one after the other, as what a speech service hears."""
        script = self._open("sound", path.read_bytes())
        said = [word for words in script["says"] for word in words]
        heard = {name: value for name, value in script.items() if name not in {"says", "frames"}}
        target.write_bytes(_FLAC + _MARK + json.dumps(heard | {"words": said}).encode())
        return SoundTrack(0, min(script.get("duration_ms", 1000), limit_ms + 1))

    def look_at_film(self, path: Path) -> Film:
        """Tell what the script says of the video's misfit."""
        script = self._open("film", path.read_bytes())
        return Film(script.get("duration_ms", 1000), script.get("misfit", ""))

    def make_proxy(self, path: Path, target: Path) -> Proxy:
        """Write a copy that carries the script on."""
        script = self._open("proxy", path.read_bytes())
        target.write_bytes(video(**(script | {"codec": "h264", "misfit": ""})))
        return Proxy("scripted", script.get("duration_ms", 1000))

    def text_reader(self) -> _Reader:
        """Return the reader."""
        return _Reader(self)

    def face_finder(self) -> _Finder:
        """Return the finder."""
        return _Finder(self)

    def speech_recognizer(self) -> _Recognizer:
        """Return the recognizer."""
        return _Recognizer(self)

    def text_analyzer(self) -> _Analyzer:
        """Return the analyzer."""
        return _Analyzer(self)

    def ask(self, engine: str, script: dict[str, Any]) -> dict[str, Any]:
        """Count a call, and fail where the script or the test says so."""
        self.calls[engine] += 1
        if engine in self.broken or engine in script.get("breaks", ()):
            raise BrokenEngineError(engine)
        if engine in script.get("fails", {}):
            raise MediaError(Reason(script["fails"][engine]))
        return script

    def _open(self, engine: str, body: bytes) -> dict[str, Any]:
        return self.ask(engine, script_of(body))

    def _pictures(self, script: dict[str, Any]) -> Thumbnails:
        body = picture(**script)
        return Thumbnails(body + b"256", body + b"1024", body, 4000, 3000, script.get("defect", ""))


class _Reader:
    name = "reader"

    def __init__(self, engines: ScriptedEngines) -> None:
        self._engines = engines

    def read(self, jpeg: bytes) -> tuple[Finding, ...]:
        script = self._engines.ask("text", script_of(jpeg))
        return tuple(Finding(line, 95.0, (0.1, 0.2, 0.3, 0.05)) for line in script.get("text", ()))


class _Finder:
    name = "finder"

    def __init__(self, engines: ScriptedEngines) -> None:
        self._engines = engines

    def find(self, jpeg: bytes) -> tuple[Finding, ...]:
        script = self._engines.ask("faces", script_of(jpeg))
        return (Finding("Face", None, (0.5, 0.5, 0.1, 0.1)),) * script.get("faces", 0)


class _Recognizer:
    name = "recognizer"

    def __init__(self, engines: ScriptedEngines) -> None:
        self._engines = engines

    def recognize(self, pcm_s16le_16khz_mono: bytes) -> tuple[Word, ...]:
        script = self._engines.ask("speech", script_of(pcm_s16le_16khz_mono))
        return tuple(Word(word, at * 400, at * 400 + 300, 80.0) for at, word in enumerate(script["words"]))


class _Analyzer:
    name = "analyzer"

    def __init__(self, engines: ScriptedEngines) -> None:
        self._engines = engines

    def language(self, text: str) -> tuple[str, float] | None:
        self._engines.ask("language", {})
        return ("en", 99.0) if text else None

    def phrases(self, text: str) -> tuple[Finding, ...]:
        self._engines.ask("phrases", {})
        return (Finding(" ".join(text.split()[:2]), 70.0),)

    def entities(self, text: str) -> tuple[Finding, ...] | None:
        self._engines.ask("entities", {})
        del text

    def sentiment(self, text: str) -> Sentiment | None:
        self._engines.ask("sentiment", {})
        return Sentiment("NEUTRAL", {"neutral": 0.75, "positive": 0.25}, self.name) if text else None


def script_of(body: bytes) -> dict[str, Any]:
    """Return what a file is scripted to hold."""
    start = body.find(_MARK)
    if start < 0:
        raise MediaError(Reason.DAMAGED)
    document, _end = json.JSONDecoder().raw_decode(body[start + len(_MARK) :].decode("utf-8", "replace"))
    return dict(document)
