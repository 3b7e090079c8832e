"""An application on the embedded cloud that watches one folder, and a clock that says when each thing was there.

The application's threads post events; the measuring thread reads them and looks the item up, so a time is never earlier
than the moment at which the library could show it.
"""

from __future__ import annotations

import contextlib
import queue
import shutil
import time
from typing import TYPE_CHECKING, Self

from desktop.app import App
from desktop.core.events import ItemsChanged, LinkChanged, ProblemRaised, ThumbnailReady, TransferChanged
from desktop.core.model import Folder
from desktop.core.paths import DataDir

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from desktop.core.events import Event
    from tests.bench.screen import Screen

#: What is waited for.
THUMBNAIL, SCREEN, TAGS, TRANSCRIPT = "thumbnail", "tile on screen", "tags", "transcript"
#: How often the window is looked at.
_LOOK_S = 0.02


class TooLongError(Exception):
    """Something did not come within its time; the message says what was still missing."""


class Newsroom:
    """One run of the application, with its library on a screen where one is given. For the main thread."""

    def __init__(self, root: Path, screen: Screen | None = None) -> None:
        self.watched = root / "watched"
        self.watched.mkdir(parents=True)
        self._events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._screen = screen
        self._app = App(DataDir.find(str(root / "data")), self._post, folders=[Folder(self.watched)])
        self._seen: dict[tuple[str, str], float] = {}
        self._unseen: dict[str, str] = {}  #: items that have a thumbnail and are not on screen yet, with their names
        self._trouble: list[str] = []

    def __enter__(self) -> Self:
        self._app.start()
        if self._screen is not None:
            self._screen.open(self._app)
        return self

    def __exit__(self, *_: object) -> None:
        self._app.stop()
        if self._screen is not None:
            self._screen.close()

    @property
    def has_screen(self) -> bool:
        """Whether tiles are painted."""
        return self._screen is not None

    def drop(self, paths: Iterable[Path]) -> float:
        """Move finished files into the watched folder; return the moment before the first."""
        before = time.monotonic()
        for path in paths:
            shutil.move(path, self.watched / path.name)
        return before

    def write(self, name: str, data: bytes) -> float:
        """Write a file into the watched folder; return the moment at which it was whole."""
        (self.watched / name).write_bytes(data)
        return time.monotonic()

    def wait(self, what: str, names: Iterable[str], *, timeout_s: float) -> float:
        """Wait until every named file has a thumbnail, its tags or its transcript; return the moment of the last."""
        wanted = {(what, name) for name in names}
        deadline = time.monotonic() + timeout_s
        while missing := wanted - self._seen.keys():
            self._look_at_screen()
            with contextlib.suppress(queue.Empty):
                self._take(self._events.get(timeout=_LOOK_S))
            if time.monotonic() > deadline:
                some = ", ".join(sorted(name for _what, name in missing)[:5])
                trouble = "; ".join(self._trouble[-5:])
                raise TooLongError(f"no {what} for {len(missing)} files ({some} …) after {timeout_s:.0f} s; {trouble}")
        return max(self._seen[key] for key in wanted)

    def _post(self, event: Event) -> None:
        """Take an event from any thread."""
        if self._screen is not None:
            self._screen.bridge.post(event)
        self._events.put(event)

    def _look_at_screen(self) -> None:
        if self._screen is None:
            return
        self._screen.pump()
        for item_id, name in list(self._unseen.items()):
            if self._screen.shows(item_id):
                self._seen[(SCREEN, name)] = time.monotonic()
                del self._unseen[item_id]

    def _take(self, event: Event) -> None:
        match event:
            case ThumbnailReady(item_id):
                self._look(item_id)
            case ItemsChanged(item_ids):
                for item_id in item_ids:
                    self._look(item_id)
            case ProblemRaised() | LinkChanged():
                self._trouble.append(str(event))
            case TransferChanged(transfer_id):
                transfer = self._app.transfers.get(transfer_id)
                if transfer is not None and transfer.reason:
                    self._trouble.append(f"{transfer.path.name}: {transfer.state} {transfer.reason}")
            case _:
                pass

    def _look(self, item_id: str) -> None:
        """Note what an item has by now."""
        items = self._app.items
        item = items.get(item_id)
        if item is None:
            return
        now = time.monotonic()
        has_thumbnail = items.thumbnail_path(item.id, item.analysis_version, 256).is_file()
        if has_thumbnail and (THUMBNAIL, item.filename) not in self._seen:
            self._seen[(THUMBNAIL, item.filename)] = now
            self._unseen[item.id] = item.filename
        if item.status.is_failure:
            self._trouble.append(f"{item.filename}: {item.status} {item.status_reason}")
        if item.status.is_final:  # a recording may have none
            self._seen.setdefault((TAGS, item.filename), now)
        if items.transcript(item.id) is not None:
            self._seen.setdefault((TRANSCRIPT, item.filename), now)
