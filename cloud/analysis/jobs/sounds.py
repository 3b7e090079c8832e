"""The sound of an item as one file in the derived bucket, for services that listen. One thread an invocation.

``sound.flac`` is there for as long as it is to be heard; ``sound.json`` says what it was, and stays: by it an answer
that is kept is found again.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from cloud.contract.keys import derived_key
from cloud.store.objects import ObjectMissingError

if TYPE_CHECKING:
    from pathlib import Path

    from cloud.analysis.engines.soundtrack import SoundTrack
    from cloud.analysis.work.services import Services
    from cloud.contract.item import Item

_CHUNK_BYTES = 1024 * 1024


@dataclass(frozen=True, slots=True)
class SoundFile:
    """What ``sound.flac`` is, or was."""

    sha256: str  #: of its bytes
    size_bytes: int
    start_ms: int  #: where on the item's time axis it begins
    duration_ms: int


def keep_sound(services: Services, item: Item, path: Path, track: SoundTrack) -> None:
    """Keep the sound. What says that it is there is written last."""
    services.derived.write_file(sound_key(item), path, "audio/flac")
    sound = SoundFile(_sha256(path), path.stat().st_size, track.start_ms, track.duration_ms)
    services.derived.write(_json_key(item), json.dumps(asdict(sound)).encode(), "application/json")


def find_sound(services: Services, item: Item) -> SoundFile:
    """Return what the sound is, or was; raises ``ObjectMissingError`` where none was ever kept."""
    document = json.loads(services.derived.read(_json_key(item)))
    return SoundFile(
        str(document["sha256"]), int(document["size_bytes"]), int(document["start_ms"]), int(document["duration_ms"])
    )


def has_sound(services: Services, item: Item) -> bool:
    """Whether the sound is there to be heard."""
    try:
        services.derived.head(_json_key(item))
        services.derived.head(sound_key(item))
    except ObjectMissingError:
        return False
    return True


def drop_sound(services: Services, item: Item) -> None:
    """Remove the sound: 60 megabytes an hour, and nobody hears it again."""
    services.derived.remove(sound_key(item))


def sound_key(item: Item) -> str:
    """Return where the sound lies."""
    return derived_key(item.library, item.id, item.analysis_version, "sound.flac")


def _json_key(item: Item) -> str:
    return derived_key(item.library, item.id, item.analysis_version, "sound.json")


def _sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK_BYTES):
            digest.update(chunk)
    return digest.hexdigest()
