"""All that a function works with, as ports: so that the same code runs on AWS, embedded, and on memory in tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from cloud.analysis.engines.aws.brands import shipped_brands
from cloud.analysis.engines.aws.jobs import Places
from cloud.analysis.engines.aws.port import NO_AI
from cloud.analysis.paid.till import NO_TILL
from cloud.analysis.work.plan import OWN_ENGINES
from cloud.analysis.work.profiles import shipped_profiles
from cloud.contract.record import now_text
from cloud.store.leases import NO_LEASES
from cloud.store.topics import NO_ALERTS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import datetime
    from pathlib import Path

    from cloud.analysis.engines.av import Film, Frame, Probe, Proxy, Sound, SoundTrack
    from cloud.analysis.engines.aws.brands import BrandList
    from cloud.analysis.engines.aws.port import AiServices
    from cloud.analysis.engines.metadata import Metadata
    from cloud.analysis.engines.pictures import Thumbnails
    from cloud.analysis.engines.ports import FaceFinder, SpeechRecognizer, TextAnalyzer, TextReader
    from cloud.analysis.paid.till import Till
    from cloud.analysis.work.plan import EngineSet
    from cloud.analysis.work.profiles import ProfileRule
    from cloud.contract.media import Media
    from cloud.store.items import ItemStore
    from cloud.store.leases import Leases
    from cloud.store.objects import ObjectStore
    from cloud.store.queues import Queues
    from cloud.store.topics import Alerts, Topic


class Engines(Protocol):
    """What opens media and finds things in it. Everything may raise ``MediaError``: permanent, by the file's fault."""

    def thumbnails(self, path: Path, media: Media) -> Thumbnails:
        """Make the thumbnails and the proxy of a picture."""
        ...

    def thumbnails_of(self, jpeg: bytes) -> Thumbnails:
        """Make the thumbnails of a poster."""
        ...

    def metadata(self, path: Path, media: Media) -> Metadata:
        """Read what is embedded: keywords, caption, the time it was taken."""
        ...

    def probe(self, path: Path) -> Probe:
        """Tell what streams a video or a recording has."""
        ...

    def poster(self, path: Path) -> bytes:
        """Return one good frame of a video as a JPEG."""
        ...

    def distinct_frames(self, path: Path) -> Iterator[Frame]:
        """Return the frames of a video that differ."""
        ...

    def waveform(self, path: Path) -> Thumbnails:
        """Return pictures of a recording's sound."""
        ...

    def sound_chunks(self, path: Path, chunk_ms: int) -> Iterator[Sound]:
        """Return the sound as 16 kHz mono, in chunks."""
        ...

    def sound_track(self, path: Path, target: Path, limit_ms: int) -> SoundTrack:
        """Write the sound as one 16 kHz mono FLAC file, no longer than a little over the limit."""
        ...

    def look_at_film(self, path: Path) -> Film:
        """Tell whether Rekognition takes a video as it is."""
        ...

    def make_proxy(self, path: Path, target: Path) -> Proxy:
        """Write a copy that it takes."""
        ...

    def text_reader(self) -> TextReader:
        """Return the engine that reads text in pictures, loaded once a process."""
        ...

    def face_finder(self) -> FaceFinder:
        """Return the engine that finds faces, loaded once a process."""
        ...

    def speech_recognizer(self) -> SpeechRecognizer:
        """Return the engine that writes down speech, loaded once a process."""
        ...

    def text_analyzer(self) -> TextAnalyzer:
        """Return the engine that reads transcripts, loaded once a process."""
        ...


@dataclass(frozen=True, slots=True)
class Services:
    """The ports."""

    items: ItemStore
    originals: ObjectStore
    derived: ObjectStore
    queues: Queues
    topic: Topic
    engines: Engines
    now: Callable[[], datetime]
    #: What is asked of AWS, and paid for; ``NoAi`` and a till without a ledger where a newsroom has engines of its own.
    ai: AiServices = NO_AI
    till: Till = NO_TILL
    engine_set: EngineSet = OWN_ENGINES
    profiles: Callable[[], Mapping[str, ProfileRule]] = shipped_profiles
    alerts: Alerts = NO_ALERTS
    brands: Callable[[], BrandList] = shipped_brands
    places: Places = field(default_factory=Places)
    leases: Leases = NO_LEASES

    def now_text(self) -> str:
        """Return the moment as records hold it."""
        return now_text(self.now())
