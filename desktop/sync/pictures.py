"""Fetches what lies beside the records: thumbnails, posters, transcripts. A small pool of threads of its own.

Pictures go into the disk cache, transcripts into the library. What could not be fetched is tried again when the
newsroom answers (``retry_missed``).
"""

from __future__ import annotations

import json
import logging
import threading
import time
from collections import deque
from typing import TYPE_CHECKING, Protocol

from cloud.contract.record import BadRecordError
from cloud.contract.status import AnalysisState
from cloud.contract.transcript import Transcript
from desktop.core.errors import LibraryProblem, SnapStreamError, StorageFull
from desktop.core.events import ItemsChanged, ProblemRaised, ProblemSolved, ThumbnailReady

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from cloud.contract.item import Item
    from desktop.core.events import Post

_log = logging.getLogger(__name__)

WORKERS = 3
#: The thumbnail that a grid shows; larger ones are fetched when somebody looks.
SMALL_PX = 256


class Derived(Protocol):
    """The bucket of what was made from the originals (``desktop.core.objects.ObjectStore``)."""

    def get_file(self, key: str, target: Path) -> bool:
        """Fetch an object into a file, whole or not at all; False where there is none."""

    def get_bytes(self, key: str) -> bytes | None:
        """Fetch a small object; None where there is none."""


class Library(Protocol):
    """What is read and written here (``desktop.library.items.ItemLibrary``)."""

    def get(self, item_id: str) -> Item | None:
        """Return one item."""

    def thumbnail_path(self, item_id: str, analysis_version: int, size_px: int) -> Path:
        """Return where a thumbnail lies."""

    def poster_path(self, item_id: str, analysis_version: int) -> Path:
        """Return where a poster lies."""

    def has_transcript(self, item_id: str, analysis_version: int) -> bool:
        """Whether the transcript is here."""

    def put_transcript(self, item_id: str, analysis_version: int, transcript: Transcript) -> bool:
        """Keep a transcript."""


class PictureFetcher:
    """The pool. Ids that are asked for last are fetched first: the person looks at what is new."""

    def __init__(self, derived: Derived, library: Library, post: Post) -> None:
        self._derived = derived
        self._library = library
        self._post = post
        self._changed = threading.Condition()
        self._wanted: deque[str] = deque()
        self._busy: set[str] = set()
        self._again: set[str] = set()  # asked for while being fetched
        self._missed: set[str] = set()
        self._is_full = False
        self._stopping = False
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Start the threads."""
        for number in range(WORKERS):
            thread = threading.Thread(target=self._run, name=f"pictures-{number + 1}", daemon=True)
            thread.start()
            self._threads.append(thread)

    def stop(self, timeout_s: float = 10.0) -> bool:
        """Stop after what is being fetched; False where that hangs in the network."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        deadline_s = time.monotonic() + timeout_s
        for thread in self._threads:
            thread.join(max(deadline_s - time.monotonic(), 0.0))
        return not any(thread.is_alive() for thread in self._threads)

    def want(self, ids: Iterable[str]) -> None:
        """Fetch what these items have and is not here yet. Any thread; returns at once."""
        with self._changed:
            waiting = set(self._wanted)
            for item_id in ids:
                if item_id in self._busy:
                    self._again.add(item_id)
                elif item_id not in waiting:
                    self._wanted.append(item_id)
            self._changed.notify_all()

    def retry_missed(self) -> None:
        """Try again what could not be fetched."""
        with self._changed:
            missed, self._missed = self._missed, set()
        if missed:
            self.want(sorted(missed))

    def wait_idle(self, timeout_s: float) -> bool:
        """Wait until nothing is wanted any more; False at the time's end."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._wanted and not self._busy, timeout_s)

    def fetch(self, item_id: str) -> bool:
        """Fetch what an item has and is not here yet; returns whether anything came. Raises our errors."""
        item = self._library.get(item_id)
        if item is None:
            self._forget_pictures(item_id)
            return False
        has_picture = self._fetch_pictures(item)
        has_transcript = self._fetch_transcript(item)
        if has_picture:
            self._post(ThumbnailReady(item_id))
        if has_transcript:
            self._post(ItemsChanged((item_id,)))
        return has_picture or has_transcript

    def _fetch_pictures(self, item: Item) -> bool:
        came = False
        for key, path in self._pictures(item):
            if not path.is_file():
                path.parent.mkdir(parents=True, exist_ok=True)
                came = self._derived.get_file(key, path) or came
        return came

    def _pictures(self, item: Item) -> Iterator[tuple[str, Path]]:
        if item.thumbnail_key:
            yield item.thumbnail_key, self._library.thumbnail_path(item.id, item.analysis_version, SMALL_PX)
        if item.poster_key:
            yield item.poster_key, self._library.poster_path(item.id, item.analysis_version)

    def _fetch_transcript(self, item: Item) -> bool:
        summary = item.transcript
        speech = item.analyses.get("speech")
        if summary is None or (speech is not None and speech.state is not AnalysisState.SUCCEEDED):
            return False
        if self._library.has_transcript(item.id, item.analysis_version):
            return False
        body = self._derived.get_bytes(summary.key)
        if body is None:
            return False
        try:
            document = json.loads(body)
            transcript = Transcript.from_json(document)
        except (ValueError, KeyError, TypeError, AttributeError, BadRecordError):
            _log.info("the transcript of %s cannot be read", item.id, exc_info=True)
            return False
        return self._library.put_transcript(item.id, item.analysis_version, transcript)

    def _forget_pictures(self, item_id: str) -> None:
        folder = self._library.thumbnail_path(item_id, 1, SMALL_PX).parent
        for path in folder.glob(f"{item_id}-v*"):
            path.unlink(missing_ok=True)

    # The pool's threads

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._stopping or bool(self._wanted))
                if self._stopping:
                    return
                item_id = self._wanted.pop()
                self._busy.add(item_id)
            self._fetch_one(item_id)
            with self._changed:
                self._busy.discard(item_id)
                if item_id in self._again:
                    self._again.discard(item_id)
                    self._wanted.append(item_id)
                self._changed.notify_all()

    def _fetch_one(self, item_id: str) -> None:
        try:
            self.fetch(item_id)
        except StorageFull as problem:
            self._miss(item_id)
            if not self._is_full:
                self._is_full = True
                self._post(ProblemRaised(problem.reason, problem.detail))
        except LibraryProblem:
            self._miss(item_id)  # the sync thread meets it too, and rebuilds the cache
        except (SnapStreamError, OSError) as problem:
            _log.info("the pictures of %s could not be fetched: %s", item_id, type(problem).__name__)
            self._miss(item_id)
        except Exception:  # noqa: BLE001 - the top of a thread
            _log.exception("fetching the pictures of %s failed", item_id)
        else:
            if self._is_full:
                self._is_full = False
                self._post(ProblemSolved("disk_full"))

    def _miss(self, item_id: str) -> None:
        with self._changed:
            self._missed.add(item_id)
