"""Video and sound, all in one place: what the modules beside this make with PyAV. Any thread."""

from __future__ import annotations

from cloud.analysis.engines.containers import Probe, probe
from cloud.analysis.engines.frames import Frame, distinct_frames, poster
from cloud.analysis.engines.pictures import Thumbnails, thumbnails_of
from cloud.analysis.engines.proxy import Film, Proxy, look_at_film, make_proxy
from cloud.analysis.engines.sound import Sound, sound_chunks, waveform
from cloud.analysis.engines.soundtrack import SoundTrack, sound_track

__all__ = [
    "Film",
    "Frame",
    "Probe",
    "Proxy",
    "Sound",
    "SoundTrack",
    "Thumbnails",
    "distinct_frames",
    "look_at_film",
    "make_proxy",
    "poster",
    "probe",
    "sound_chunks",
    "sound_track",
    "thumbnails_of",
    "waveform",
]
