"""The original files of items: on this computer where they still lie here, else fetched from the newsroom.

Fetching happens in a small pool of its own; ``done`` and ``progress`` are called there.
"""

from __future__ import annotations

import errno
import gzip
import json
import logging
import os
import shutil
import tempfile
import threading
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from cloud.contract.findings import Tag, TagKind
from cloud.contract.keys import derived_key
from cloud.contract.reasons import Reason
from cloud.contract.record import BadRecordError
from cloud.contract.status import AnalysisName, AnalysisState
from desktop.core.errors import FileUnreadable, SnapStreamError, StorageFull
from desktop.core.model import TransferState
from desktop.core.objects import Interrupted

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.contract.item import Item
    from desktop.core.objects import ObjectStore
    from desktop.exports import Exports
    from desktop.library.items import ItemLibrary
    from desktop.library.transfers import TransferTable

_log = logging.getLogger(__name__)

WORKERS = 2
#: Fetched originals are kept to be seen again; the oldest go first beyond this.
CACHE_BYTES = 2 * 1024**3
#: How long an address for a player works: as long as a film.
URL_S = 4 * 3600
_COPY_BYTES = 4 * 1024**2
#: As many frames of a video are fetched to scrub through it.
FRAMES = 24
#: What is found by looking at frames, so that there is a frame of that time.
_SEEN = frozenset({TagKind.LABEL, TagKind.PERSON, TagKind.TEXT, TagKind.LOGO, TagKind.MODERATION})
#: Analyses that find tags.
_FINDERS = {
    AnalysisName.TEXT, AnalysisName.FACES, AnalysisName.LABELS, AnalysisName.PEOPLE, AnalysisName.LOGOS,
    AnalysisName.MODERATION, AnalysisName.ENTITIES, AnalysisName.PHRASES,
}  # fmt: skip
_Found = TypeVar("_Found")


class Originals:
    """Finds and fetches originals and pictures. ``cache`` is a folder of its own."""

    def __init__(
        self,
        items: ItemLibrary,
        transfers: TransferTable,
        originals: ObjectStore,
        derived: ObjectStore,
        cache: Path,
        *,
        exports: Exports,
        cache_bytes: Callable[[], int] = lambda: CACHE_BYTES,
    ) -> None:
        self._items = items
        self._transfers = transfers
        self._originals = originals
        self._derived = derived
        self._cache = cache
        self._exports = exports
        self._cache_bytes = cache_bytes
        self._pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="originals")
        self._stopping = threading.Event()

    def stop(self) -> None:
        """Let go of what is being fetched."""
        self._stopping.set()
        self._pool.shutdown(cancel_futures=True)

    def kept_bytes(self) -> int:
        """Return how much was fetched and is kept. Reads the folder."""
        try:
            return sum(path.stat().st_size for path in self._cache.iterdir() if path.is_file())
        except OSError:  # not there yet, or just being cleared
            return 0

    def forget_kept(self) -> None:
        """Delete what was fetched: it can be fetched again. Nothing of a watched folder is touched."""
        try:
            for path in list(self._cache.iterdir()):
                if path.is_file():
                    path.unlink(missing_ok=True)
        except OSError:
            _log.info("what was fetched could not be cleared", exc_info=True)

    def local_path(self, item_id: str) -> Path | None:
        """Return where the original still lies as it was sent; None where it does not."""
        transfer = self._transfers.get(item_id)
        if transfer is None or transfer.state not in {TransferState.UPLOADED, TransferState.CHECKING}:
            return None
        try:
            status = transfer.path.stat()
        except (OSError, ValueError):
            return None
        is_same = (status.st_size, status.st_mtime_ns) == (transfer.size_bytes, transfer.mtime_ns)
        return transfer.path if is_same else None

    def url(self, item_id: str) -> str:
        """Return a local path, or an address that works for some hours. Raises our errors."""
        here = self.local_path(item_id) or self._cached(self._item(item_id))
        return str(here) if here else self._originals.presign_get(self._item(item_id).key, URL_S)

    def fetch(self, item_id: str, size: str, done: Callable[[Path | SnapStreamError], None]) -> None:
        """Get ``256``, ``1024``, ``poster`` or ``original`` into a local file; ``done`` is told in a worker."""
        self._submit(lambda: self._get(item_id, size), done)

    def fetch_frames(
        self, item_id: str, done: Callable[[tuple[tuple[int, Path], ...] | SnapStreamError], None]
    ) -> None:
        """Get a few frames of a video, spread over its length, as local files; ``done`` is told in a worker."""
        self._submit(lambda: self._frames(item_id), done)

    def fetch_findings(self, item_id: str, done: Callable[[tuple[Tag, ...] | SnapStreamError], None]) -> None:
        """Get all that was found in an item, what did not fit into its record too; ``done`` is told in a worker."""
        self._submit(lambda: self._findings(item_id), done)

    def save_copy(
        self,
        item_id: str,
        target: Path,
        done: Callable[[Path | SnapStreamError], None],
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Write the original to ``target``, whole or not at all; the newsroom is asked first (``desktop.exports``)."""
        self._submit(lambda: self._save(item_id, target, progress), done)

    def _submit(self, work: Callable[[], _Found], done: Callable[[_Found | SnapStreamError], None]) -> None:
        def run() -> None:
            try:
                result: _Found | SnapStreamError = work()
            except SnapStreamError as problem:
                result = problem
            except Interrupted:
                return  # the program ends: nobody waits for it
            except OSError as error:
                result = _of_disk(error)
            except Exception as error:  # noqa: BLE001 - the top of a pool's work: its caller must hear something
                _log.exception("fetching failed")
                result = SnapStreamError("fetch a file", detail=type(error).__name__)
            done(result)

        self._pool.submit(run)

    def _item(self, item_id: str) -> Item:
        item = self._items.get(item_id)
        if item is None:
            raise FileUnreadable("find the item", reason=Reason.VANISHED, detail=item_id)
        return item

    def _get(self, item_id: str, size: str) -> Path:
        item = self._item(item_id)
        if size == "original":
            here = self.local_path(item_id) or self._cached(item)
            if here is not None:
                return here
            path = self._cache_path(item)
            self._download(self._originals, item.key, path, None)
            self._prune(path)
            return path
        if size == "poster":
            key, path = item.poster_key, self._items.poster_path(item.id, item.analysis_version)
        else:
            pixels = int(size)
            key, path = item.thumbnail_of(pixels), self._items.thumbnail_path(item.id, item.analysis_version, pixels)
        if not path.is_file():
            if key is None:
                raise FileUnreadable("fetch a picture", reason=Reason.VANISHED, detail="there is none yet")
            self._download(self._derived, key, path, None)
        return path

    def _frames(self, item_id: str) -> tuple[tuple[int, Path], ...]:
        item = self._item(item_id)
        found: list[tuple[int, Path]] = []
        for at_ms in _spread(self._frame_times(item)):
            path = self._cache / f"{item.id}-v{item.analysis_version}-frame-{at_ms:09d}.jpg"
            if not path.is_file():
                name = f"frames/{at_ms:09d}.jpg"
                key = derived_key(item.library, item.id, item.analysis_version, name)
                path.parent.mkdir(parents=True, exist_ok=True)
                if not self._derived.get_file(key, path, received=lambda _bytes: not self._stopping.is_set()):
                    continue
            found.append((at_ms, path))
        return tuple(found)

    def _findings(self, item_id: str) -> tuple[Tag, ...]:
        item = self._item(item_id)
        found: dict[tuple[TagKind, str, int | None, str], Tag] = {}
        for name, analysis in item.analyses.items():
            if analysis.state is not AnalysisState.SUCCEEDED or name not in _FINDERS:
                continue
            key = derived_key(item.library, item.id, item.analysis_version, f"analysis/{name}.json.gz")
            packed = self._derived.get_bytes(key)
            if packed is not None:
                for tag in _unpacked_tags(packed):
                    found[tag.kind, tag.name, tag.at_ms, tag.source] = tag
        for tag in item.tags:
            found.setdefault((tag.kind, tag.name, tag.at_ms, tag.source), tag)
        return tuple(found.values())

    def _frame_times(self, item: Item) -> list[int]:
        """Return when there are frames: as the analysis lists them; of older ones those that showed something."""
        listed = self._derived.get_bytes(derived_key(item.library, item.id, item.analysis_version, "frames.json"))
        if listed is None:
            return sorted({tag.at_ms for tag in item.tags if tag.at_ms is not None and tag.kind in _SEEN})
        try:
            return sorted({int(at_ms) for at_ms in json.loads(listed)})
        except (ValueError, TypeError):
            return []

    def _save(self, item_id: str, target: Path, progress: Callable[[int, int], None] | None) -> Path:
        item = self._item(item_id)
        here = self.local_path(item_id)
        if here is None:
            address = self._exports.ask(item_id)
            here = self._cached(item)
            if here is None:
                told = (lambda done_bytes: progress(done_bytes, item.size_bytes)) if progress else None
                self._fetch_copy(address, item.key, target, told)
                return target
        if not (target.exists() and target.samefile(here)):
            self._copy(here, target, progress, item.size_bytes)
        return target

    def _fetch_copy(self, address: str, key: str, target: Path, told: Callable[[int], None] | None) -> None:
        if not address:
            self._download(self._originals, key, target, told)
        elif not self._exports.fetch(address, target, self._receiving(told)):
            raise _gone()

    def _download(self, bucket: ObjectStore, key: str, path: Path, told: Callable[[int], None] | None) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not bucket.get_file(key, path, received=self._receiving(told)):
            raise _gone()

    def _receiving(self, told: Callable[[int], None] | None) -> Callable[[int], bool]:
        def received(done_bytes: int) -> bool:
            if told is not None:
                told(done_bytes)
            return not self._stopping.is_set()

        return received

    def _copy(self, source: Path, target: Path, progress: Callable[[int, int], None] | None, total_bytes: int) -> None:
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name[:80]}-")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as copy, source.open("rb") as original:
                done_bytes = 0
                while block := original.read(_COPY_BYTES):
                    self._check_stopping()
                    copy.write(block)
                    done_bytes += len(block)
                    if progress:
                        progress(done_bytes, total_bytes)
            shutil.copystat(source, temporary)
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise

    def _check_stopping(self) -> None:
        if self._stopping.is_set():
            raise Interrupted

    def _cache_path(self, item: Item) -> Path:
        return self._cache / f"{item.id}{Path(item.key).suffix}"

    def _cached(self, item: Item) -> Path | None:
        path = self._cache_path(item)
        return path if path.is_file() else None

    def _prune(self, keep: Path) -> None:
        files = sorted((path.stat().st_mtime, path.stat().st_size, path) for path in self._cache.iterdir())
        excess_bytes = sum(size_bytes for _, size_bytes, _ in files) - self._cache_bytes()
        for _, size_bytes, path in files:
            if excess_bytes <= 0:
                break
            if path != keep:
                path.unlink(missing_ok=True)
                excess_bytes -= size_bytes


def _spread(times_ms: list[int]) -> list[int]:
    """Return at most ``FRAMES`` of these, evenly chosen."""
    if len(times_ms) <= FRAMES:
        return times_ms
    return [times_ms[number * len(times_ms) // FRAMES] for number in range(FRAMES)]


def _gone() -> FileUnreadable:
    return FileUnreadable("fetch a file", reason=Reason.VANISHED, detail="the newsroom no longer has it")


def _unpacked_tags(packed: bytes) -> list[Tag]:
    """Read the tags of ``analysis/{name}.json.gz``; a damaged one has none that could be shown."""
    try:
        document = json.loads(gzip.decompress(packed))
        tags = document.get("tags")
        return [Tag.from_json(tag) for tag in tags] if isinstance(tags, list) else []
    except (OSError, EOFError, ValueError, TypeError, AttributeError, zlib.error, BadRecordError):
        _log.warning("the findings of an analysis cannot be read", exc_info=True)
        return []


def _of_disk(error: OSError) -> SnapStreamError:

    if error.errno in {errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)}:
        return StorageFull("write a file")
    return FileUnreadable("write a file", detail=error.strerror or str(error))
