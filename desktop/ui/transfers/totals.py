"""The whole queue in numbers and one line. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.ui import phrases
from desktop.ui.phrases import tr


@dataclass(frozen=True, slots=True)
class Totals:
    """The whole queue in numbers."""

    uploading: int
    waiting: int  #: those that a person paused too
    failed: int
    uploaded: int
    paused: bool  #: the whole queue
    left_bytes: int
    bytes_per_s: float
    held: int = 0  #: paused one by one
    today: int = 0  #: uploaded from here since midnight

    @property
    def unsent(self) -> int:
        """How many files are still to go."""
        return self.uploading + self.waiting

    @property
    def headline(self) -> str:
        """One line for the head of the page and the tray."""
        if self.paused and self.unsent:
            return tr("Paused, {n} waiting").format(n=phrases.number(self.unsent))
        if self.uploading and self.waiting:
            return tr("{n} uploading, {m} waiting").format(
                n=phrases.number(self.uploading), m=phrases.number(self.waiting)
            )
        if self.uploading:
            return tr("{n} uploading").format(n=phrases.number(self.uploading))
        if self.waiting:
            return tr("{n} waiting").format(n=phrases.number(self.waiting))
        if self.failed:
            return phrases.count(self.failed, "{n} file needs you", "{n} files need you")
        return tr("Everything is in")

    @property
    def second_line(self) -> str:
        """What stands below the headline on Uploads."""
        parts = []
        if self.failed:
            parts.append(tr("{n} failed").format(n=phrases.number(self.failed)))
        if self.held:
            parts.append(tr("{n} paused").format(n=phrases.number(self.held)))
        parts.append(tr("{n} uploaded from here today").format(n=phrases.number(self.today)))
        return " · ".join(parts)

    @property
    def speed(self) -> str:
        """How fast, "" while nothing moves."""
        return phrases.speed(self.bytes_per_s) if self.uploading and self.bytes_per_s > 0 else ""

    @property
    def _left_s(self) -> float:
        return self.left_bytes / self.bytes_per_s if self.speed else 0.0

    @property
    def time_left(self) -> str:
        """How long still, as ``about 7 min left``; "" while that cannot be said."""
        return tr("about {time}").format(time=phrases.time_left(self._left_s)) if self.speed else ""

    @property
    def duration(self) -> str:
        """How long still, as ``about 7 min``; "" while that cannot be said."""
        if not self.speed:
            return ""
        seconds = self._left_s
        if seconds < 60:  # noqa: PLR2004 - a minute
            return tr("about {n} s").format(n=max(1, round(seconds)))
        minutes = round(seconds / 60)
        if minutes < 60:  # noqa: PLR2004 - an hour
            return tr("about {n} min").format(n=minutes)
        return tr("about {h} h {m} min").format(h=minutes // 60, m=minutes % 60)
