"""What the watcher's tests share."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.core.events import Event
    from desktop.core.model import FoundFile, SkippedFile


@dataclass
class Desk:
    """What the watcher handed on."""

    taken: list[FoundFile] = field(default_factory=list)
    skipped: list[SkippedFile] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    changed: threading.Condition = field(default_factory=threading.Condition)

    def take(self, found: FoundFile) -> None:
        """Note a taken file."""
        with self.changed:
            self.taken.append(found)
            self.changed.notify_all()

    def skip(self, skipped: SkippedFile) -> None:
        """Note a skipped file."""
        with self.changed:
            self.skipped.append(skipped)
            self.changed.notify_all()

    def post(self, event: Event) -> None:
        """Note an event."""
        with self.changed:
            self.events.append(event)
            self.changed.notify_all()

    def wait_for(self, condition: Callable[[], bool], timeout_s: float = 20.0) -> None:
        """Wait until something handed on makes the condition true."""
        deadline = time.monotonic() + timeout_s
        with self.changed:
            while not condition():
                left_s = deadline - time.monotonic()
                assert left_s > 0, (self.taken, self.skipped, self.events)
                self.changed.wait(left_s)

    def paths(self) -> list[Path]:
        """Return the taken paths."""
        return [found.path for found in self.taken]

    def reasons(self) -> dict[str, str]:
        """Return the reason of each skipped name."""
        return {skipped.path.name: skipped.reason for skipped in self.skipped}


@pytest.fixture
def desk() -> Desk:
    """Return an empty desk."""
    return Desk()
