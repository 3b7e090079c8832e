"""The original bytes, fetched once into a file of this invocation's own, and never changed.

The file goes with the invocation. One that was cut off (out of time, out of memory) could not clean up, and the disk of
a Lambda worker outlives it, so the next one does: folders of this process that no thread uses are leftovers.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from cloud.analysis.engines.ports import MediaError
from cloud.contract.media import HEAD_BYTES, Media, MediaType, sniff
from cloud.contract.reasons import Reason
from cloud.store.objects import ObjectMissingError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cloud.analysis.work.services import Services
    from cloud.contract.item import Item

#: Of the folders that originals are fetched into; the number of the process follows.
_PREFIX = "snapstream-original-"
#: Folders that threads of this process use just now.
_in_use: set[Path] = set()
_making = threading.Lock()


@contextmanager
def original_file(services: Services, item: Item) -> Iterator[Path]:
    """Give the original as a file, of the very version that was ingested.

    Raises ``MediaError``: ``CHECKSUM`` where its bytes are not those that the uploader hashed, ``TOO_LARGE`` where the
    disk could never hold it. A disk that is full just now raises ``OSError``, and the message comes again.
    """
    if item.size_bytes >= shutil.disk_usage(tempfile.gettempdir()).total:
        raise MediaError(Reason.TOO_LARGE, f"{item.size_bytes} bytes")
    with _making:
        remove_leftovers()
        folder = tempfile.TemporaryDirectory(prefix=f"{_PREFIX}{os.getpid()}-")
        _in_use.add(Path(folder.name))
    with folder:
        try:
            path = Path(folder.name) / "original"
            sha256 = _fetch(services, item, path)
            if item.sha256 and sha256 != item.sha256:
                raise MediaError(Reason.CHECKSUM)
            yield path
        finally:
            _in_use.discard(Path(folder.name))


def remove_leftovers() -> None:
    """Remove what invocations of this process, or of one that is gone, could not."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*"):
        pid = folder.name.removeprefix(_PREFIX).partition("-")[0]
        if folder in _in_use:
            continue
        if pid.isdecimal() and (int(pid) == os.getpid() or not _is_alive(int(pid))):
            shutil.rmtree(folder, ignore_errors=True)


def _is_alive(pid: int) -> bool:
    if os.name == "nt":
        return True  # signal 0 would end it there
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _fetch(services: Services, item: Item, path: Path) -> str:
    try:
        return services.originals.fetch(item.key, path, item.version_id)
    except ObjectMissingError:
        # A store that was restored from a copy may have numbered its versions anew. The checksum says whether these
        # are the same bytes; where there is none to compare, nobody can say.
        if not item.version_id or not item.sha256:
            raise
        return services.originals.fetch(item.key, path)


def media_of(path: Path, item: Item) -> Media:
    """Tell the media of a fetched original, as ``ingest`` did."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    return sniff(head, item.filename) or Media(MediaType(item.media_type), item.mime)
