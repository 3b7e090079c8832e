"""The engines that run on this computer, each imported at its first use: ``ingest`` never pays for OpenCV.

One process handles one invocation at a time, so models are loaded once and kept without a lock.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

# ruff: noqa: PLC0415 -- every import here waits for its first use; that is what this module is for

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cloud.analysis.engines.av import Film, Frame, Probe, Proxy, Sound, SoundTrack
    from cloud.analysis.engines.metadata import Metadata
    from cloud.analysis.engines.pictures import Thumbnails
    from cloud.analysis.engines.ports import FaceFinder, SpeechRecognizer, TextAnalyzer, TextReader
    from cloud.contract.media import Media


class OnDeviceEngines:
    """``Engines`` of our own code and packages; nothing leaves the machine."""

    def thumbnails(self, path: Path, media: Media) -> Thumbnails:
        """Make the thumbnails and the proxy of a picture."""
        from cloud.analysis.engines import pictures

        return pictures.thumbnails(path, media)

    def thumbnails_of(self, jpeg: bytes) -> Thumbnails:
        """Make the thumbnails of a poster."""
        from cloud.analysis.engines import pictures

        return pictures.thumbnails_of(jpeg)

    def metadata(self, path: Path, media: Media) -> Metadata:
        """Read what is embedded."""
        from cloud.analysis.engines import metadata

        return metadata.read_metadata(path, media)

    def probe(self, path: Path) -> Probe:
        """Tell what streams there are."""
        from cloud.analysis.engines import av

        return av.probe(path)

    def poster(self, path: Path) -> bytes:
        """Return one good frame."""
        from cloud.analysis.engines import av

        return av.poster(path)

    def distinct_frames(self, path: Path) -> Iterator[Frame]:
        """Return the frames that differ."""
        from cloud.analysis.engines import av

        return av.distinct_frames(path)

    def waveform(self, path: Path) -> Thumbnails:
        """Return pictures of the sound."""
        from cloud.analysis.engines import av

        return av.waveform(path)

    def sound_chunks(self, path: Path, chunk_ms: int) -> Iterator[Sound]:
        """Return the sound in chunks."""
        from cloud.analysis.engines import av

        return av.sound_chunks(path, chunk_ms)

    def sound_track(self, path: Path, target: Path, limit_ms: int) -> SoundTrack:
        """Write the sound as FLAC."""
        from cloud.analysis.engines import av

        return av.sound_track(path, target, limit_ms)

    def look_at_film(self, path: Path) -> Film:
        """Tell whether Rekognition takes a video as it is."""
        from cloud.analysis.engines import av

        return av.look_at_film(path)

    def make_proxy(self, path: Path, target: Path) -> Proxy:
        """Write a copy that it takes."""
        from cloud.analysis.engines import av

        return av.make_proxy(path, target)

    def text_reader(self) -> TextReader:
        """Return RapidOCR."""
        from cloud.analysis.engines import ondevice

        return ondevice.load_text_reader()

    def face_finder(self) -> FaceFinder:
        """Return OpenCV's face finder."""
        from cloud.analysis.engines import ondevice

        return ondevice.load_face_finder()

    def speech_recognizer(self) -> SpeechRecognizer:
        """Return Pocketsphinx."""
        from cloud.analysis.engines import ondevice

        return ondevice.load_speech_recognizer()

    def text_analyzer(self) -> TextAnalyzer:
        """Return our reader of transcripts."""
        from cloud.analysis.engines import ondevice

        return ondevice.load_text_analyzer()
