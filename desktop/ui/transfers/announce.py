"""What a screen reader is told of uploads by itself: a quarter, half, three quarters, all; failures. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent

from desktop.ui import phrases
from desktop.ui.phrases import tr

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from desktop.ui.transfers.totals import Totals

_QUARTERS = (75, 50, 25)


class Milestones:
    """Follows one batch, from the first file on its way until nothing is left; pure."""

    def __init__(self) -> None:
        self._whole_bytes = self._left_bytes = 0
        self._said = 0
        self._is_under_way = False

    def follow(self, totals: Totals) -> str:
        """Return what is to be said now, "" for nothing."""
        if not totals.unsent:
            was_under_way, self._is_under_way = self._is_under_way, False
            self._whole_bytes = self._left_bytes = self._said = 0
            if not was_under_way:
                return ""
            return tr("100 %. {line}.").format(line=totals.headline)
        if not self._is_under_way:
            self._is_under_way = True
            self._whole_bytes = self._left_bytes = totals.left_bytes
            return ""
        # What comes in meanwhile makes the whole larger: what has been said is not said again.
        self._whole_bytes += max(0, totals.left_bytes - self._left_bytes)
        self._left_bytes = totals.left_bytes
        percent = 100 * (self._whole_bytes - self._left_bytes) // max(1, self._whole_bytes)
        reached = next((mark for mark in _QUARTERS if percent >= mark), 0)
        if reached <= self._said:
            return ""
        self._said = reached
        waiting = phrases.count(totals.unsent, "{n} file left", "{n} files left")
        return tr("{n} % uploaded, {files}").format(n=reached, files=waiting)


def announce(widget: QWidget, text: str, *, is_urgent: bool = False) -> None:
    """Have a screen reader say something, without moving the focus."""
    if not text or not QAccessible.isActive():
        return
    event = QAccessibleAnnouncementEvent(widget, text)
    if is_urgent:
        event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
    QAccessible.updateAccessibility(event)
