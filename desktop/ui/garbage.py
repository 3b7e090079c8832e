"""Collects what refers to itself in the main thread alone, for as long as there is a window.

Python collects in whichever thread makes the next object; and where that is a worker's, widgets that nobody needs any
more end there, which Qt does not survive. So nothing is collected by itself, and the window does it between events.
"""

from __future__ import annotations

import gc

_windows: set[object] = set()  # the collector is the process's own


def take_over(window: object) -> None:
    """Collect nothing by itself from now."""
    _windows.add(window)
    gc.disable()


def give_back(window: object) -> None:
    """Let Python collect by itself again where this was the last window."""
    _windows.discard(window)
    if not _windows:
        gc.enable()


def sweep() -> None:
    """Collect what is due, by Python's own measure. Main thread."""
    due = [
        age for age, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True)) if count > most
    ]
    if due:
        gc.collect(max(due))
