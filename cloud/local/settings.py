"""What can be set about the embedded cloud, with its default and the variable that changes it."""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

MIB = 1024**2
GIB = 1024**3


#: Hosts that an endpoint may have: nothing leaves this computer.
_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class BadSettingError(ValueError):
    """A setting holds no number, or nothing that can be meant; the message names it."""


@dataclass(frozen=True, slots=True)
class LocalSettings:
    """Sizes in bytes, times in seconds."""

    #: SNAPSTREAM_LOCAL_MAX_FILE: the emulator needs twice a file's size in memory while it arrives.
    max_file_bytes: int = 2 * GIB
    #: SNAPSTREAM_LOCAL_FREE_DISK: uploads are refused, and a start too, with less than this left.
    free_disk_bytes: int = 512 * MIB
    #: What the functions write of an upload that was accepted may use the room down to this; see guard.py.
    results_free_disk_bytes: int = 64 * MIB
    #: SNAPSTREAM_LOCAL_IDLE: how long without a desktop before a server that a desktop started ends.
    idle_s: float = 10.0
    #: SNAPSTREAM_LOCAL_SAVE: how often the state is saved.
    save_every_s: float = 60.0
    #: SNAPSTREAM_LOCAL_REST: after how long without work a worker ends; one of vision holds up to 775 MB.
    rest_s: float = 600.0
    #: STS sessions last an hour at most when chained; the document is written anew well before that.
    #: SNAPSTREAM_LOCAL_REFRESH says how often.
    credentials_s: int = 3600
    refresh_every_s: float = 1500.0
    #: SNAPSTREAM_LOCAL_AI: an endpoint on this computer that stands for Rekognition, Transcribe, Comprehend and
    #: Translate, for tests of what asks them; "" is the newsroom's own engines alone.
    ai_endpoint: str = ""
    #: SNAPSTREAM_LOCAL_TRANSCRIBE: ``emulated`` asks the emulator's Transcribe, whose transcripts are canned.
    emulates_transcribe: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] | None = None) -> LocalSettings:
        """Read the settings; raises ``BadSettingError``."""
        variables = os.environ if environment is None else environment
        usual = cls()

        def number(name: str, default: float) -> float:
            text = variables.get(name, "")
            try:
                return float(text) if text else default
            except ValueError as error:
                raise BadSettingError(f"{name} is no number: {text!r}") from error

        endpoint = variables.get("SNAPSTREAM_LOCAL_AI", "")
        if endpoint and (urlsplit(endpoint).scheme != "http" or urlsplit(endpoint).hostname not in _LOOPBACK):
            raise BadSettingError(f"SNAPSTREAM_LOCAL_AI is no http address of this computer: {endpoint!r}")
        return cls(
            ai_endpoint=endpoint,
            emulates_transcribe=bool(endpoint) and variables.get("SNAPSTREAM_LOCAL_TRANSCRIBE", "") == "emulated",
            max_file_bytes=int(number("SNAPSTREAM_LOCAL_MAX_FILE", usual.max_file_bytes)),
            free_disk_bytes=int(number("SNAPSTREAM_LOCAL_FREE_DISK", usual.free_disk_bytes)),
            idle_s=number("SNAPSTREAM_LOCAL_IDLE", usual.idle_s),
            refresh_every_s=number("SNAPSTREAM_LOCAL_REFRESH", usual.refresh_every_s),
            rest_s=number("SNAPSTREAM_LOCAL_REST", usual.rest_s),
            save_every_s=number("SNAPSTREAM_LOCAL_SAVE", usual.save_every_s),
        )
