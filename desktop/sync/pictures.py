"""Fetches what lies beside the records: thumbnails, posters, transcripts. A small pool of threads of its own.

Pictures go into the disk cache, transcripts into the library. What could not be fetched is tried again when the
newsroom answers (``retry_missed``), each item after a delay that grows. What is wanted is kept in memory only: after
a restart sync asks again for what is missing (``want_missing``).
"""

from __future__ import annotations

import errno
import json
import logging
import threading
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from cloud.contract.record import BadRecordError
from cloud.contract.status import AnalysisState
from cloud.contract.transcript import Transcript
from desktop.core.errors import FileProblem, LibraryProblem, SnapStreamError, StorageFull
from desktop.core.events import ItemsChanged, ProblemRaised, ProblemSolved, ThumbnailReady
from desktop.core.words import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from cloud.contract.item import Item
    from desktop.core.events import Post

_log = logging.getLogger(__name__)

WORKERS = 3
#: The thumbnail that a grid shows; larger ones are fetched when somebody looks.
SMALL_PX = 256
#: An item whose pictures could not be fetched is left alone for so long, twice as long each time.
FIRST_DELAY_S = 1.0
LONGEST_DELAY_S = 600.0


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

    def get_many(self, ids: Sequence[str]) -> list[Item]:
        """Return the items that are here."""

    def thumbnail_path(self, item_id: str, analysis_version: int, size_px: int) -> Path:
        """Return where a thumbnail lies."""

    def poster_path(self, item_id: str, analysis_version: int) -> Path:
        """Return where a poster lies."""

    def has_transcript(self, item_id: str, analysis_version: int) -> bool:
        """Whether the transcript is here."""

    def put_transcript(self, item_id: str, analysis_version: int, transcript: Transcript) -> bool:
        """Keep a transcript."""


class _NotThere(FileProblem):
    """The record names an object that is not there, or not yet."""


@dataclass(slots=True)
class _Missed:
    """An item that could not be fetched."""

    failures: int
    due_s: float


class PictureFetcher:
    """The pool. Ids that are asked for last are fetched first: the person looks at what is new.

    ``now_s`` is a clock that never goes back.
    """

    def __init__(
        self, derived: Derived, library: Library, post: Post, now_s: Callable[[], float] = time.monotonic
    ) -> None:
        self._derived = derived
        self._library = library
        self._post = post
        self._changed = threading.Condition()
        self._now_s = now_s
        self._wanted: dict[str, None] = {}  # in the order of asking
        self._busy: set[str] = set()
        self._again: set[str] = set()  # asked for while being fetched
        self._missed: dict[str, _Missed] = {}
        self._trouble = ""  # why nothing can be written here, as it was said
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
        """Fetch what these items have and is not here yet. Any thread; returns at once, and may be asked often.

        One that could not be fetched a moment ago is left to ``retry_missed``.
        """
        with self._changed:
            now_s = self._now_s()
            for item_id in ids:
                missed = self._missed.get(item_id)
                if item_id in self._busy:
                    self._again.add(item_id)
                elif missed is None or missed.due_s <= now_s:
                    self._wanted.pop(item_id, None)
                    self._wanted[item_id] = None
            self._changed.notify_all()

    def want_missing(self, ids: Sequence[str], *, pictures: bool) -> None:
        """Fetch what is not here of what these items have, the first of them first; ``pictures`` or transcripts alone.

        Looks at the disk and into the library: not in the main thread. Raises ``SnapStreamError``.
        """
        missing = [
            item.id
            for item in self._library.get_many(ids)
            if self._lacks_transcript(item)
            or (pictures and any(not path.is_file() for _, path in self._pictures(item)))
        ]
        self.want(reversed(missing))

    def retry_missed(self, *, at_once: bool = False) -> None:
        """Try again what could not be fetched, where its time has come, or all ``at_once`` (the link is back)."""
        with self._changed:
            now_s = self._now_s()
            if at_once:
                for missed in self._missed.values():
                    missed.due_s = now_s
            due = [item_id for item_id, missed in self._missed.items() if missed.due_s <= now_s]
        if due:
            self.want(sorted(due))

    @property
    def left(self) -> int:
        """How many items are wanted and not fetched yet."""
        with self._changed:
            return len(self._wanted) + len(self._busy)

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
        has_picture, is_whole = self._fetch_pictures(item)
        if has_picture:
            self._post(ThumbnailReady(item_id))
        has_transcript = self._fetch_transcript(item)
        if has_transcript:
            self._post(ItemsChanged((item_id,)))
        if not is_whole:
            raise _NotThere("fetch a picture", detail=item.id)
        return has_picture or has_transcript

    def _fetch_pictures(self, item: Item) -> tuple[bool, bool]:
        """Fetch what is not here; returns whether something came, and whether nothing was missing there."""
        has_come = False
        is_whole = True
        for key, path in self._pictures(item):
            if path.is_file():
                continue
            try:
                path.parent.mkdir(parents=True, exist_ok=True)
                is_there = self._derived.get_file(key, path)
            except OSError as error:
                raise _unwritable(path.parent, error) from error
            has_come = has_come or is_there
            is_whole = is_whole and is_there
        return has_come, is_whole

    def _pictures(self, item: Item) -> Iterator[tuple[str, Path]]:
        if item.thumbnail_key:
            yield item.thumbnail_key, self._library.thumbnail_path(item.id, item.analysis_version, SMALL_PX)
        if item.poster_key:
            yield item.poster_key, self._library.poster_path(item.id, item.analysis_version)

    def _lacks_transcript(self, item: Item) -> bool:
        speech = item.analyses.get("speech")
        if item.transcript is None or (speech is not None and speech.state is not AnalysisState.SUCCEEDED):
            return False
        return not self._library.has_transcript(item.id, item.analysis_version)

    def _fetch_transcript(self, item: Item) -> bool:
        summary = item.transcript
        if summary is None or not self._lacks_transcript(item):
            return False
        body = self._derived.get_bytes(summary.key)
        if body is None:
            raise _NotThere("fetch a transcript", detail=item.id)
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
                item_id, _ = self._wanted.popitem()
                self._busy.add(item_id)
            self._fetch_one(item_id)
            with self._changed:
                self._busy.discard(item_id)
                if item_id in self._again:
                    self._again.discard(item_id)
                    if item_id not in self._missed:
                        self._wanted[item_id] = None
                self._changed.notify_all()

    def _fetch_one(self, item_id: str) -> None:
        try:
            has_come = self.fetch(item_id)
        except (StorageFull, FileProblem) as problem:
            self._miss(item_id)
            if not isinstance(problem, _NotThere):
                self._say_trouble(problem)
        except LibraryProblem:
            self._miss(item_id)  # the sync thread meets it too, and rebuilds the cache
        except SnapStreamError as problem:
            _log.info("the pictures of %s could not be fetched: %s", item_id, type(problem).__name__)
            self._miss(item_id)
        except Exception:  # noqa: BLE001 - the top of a thread
            _log.exception("fetching the pictures of %s failed", item_id)
            self._miss(item_id)
        else:
            with self._changed:
                self._missed.pop(item_id, None)
                if not has_come:
                    return  # nothing was written: it says nothing about the disk
                solved, self._trouble = self._trouble, ""
            if solved:
                self._post(ProblemSolved(solved))

    def _miss(self, item_id: str) -> None:
        with self._changed:
            known = self._missed.get(item_id)
            failures = known.failures + 1 if known else 1
            delay_s = min(FIRST_DELAY_S * 2.0 ** min(failures - 1, 20), LONGEST_DELAY_S)
            self._missed[item_id] = _Missed(failures, self._now_s() + delay_s)

    def _say_trouble(self, problem: SnapStreamError) -> None:
        """Say once why no picture can be written here, until one can."""
        reason: str = problem.reason if isinstance(problem, StorageFull) else Problem.UNFORESEEN
        with self._changed:
            before, self._trouble = self._trouble, reason
        if before == reason:
            return
        _log.info("pictures cannot be kept: %s", problem)
        if before:
            self._post(ProblemSolved(before))
        self._post(ProblemRaised(reason, problem.detail))


def _unwritable(folder: Path, error: OSError) -> SnapStreamError:
    if error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return StorageFull("keep a picture")
    return FileProblem("keep a picture", detail=f"{folder}: {error.strerror or error}")
