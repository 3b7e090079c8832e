"""Looks through a folder and foresees what its rule would do, in workers; the latest wish counts. Main thread."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal, Slot

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.core.foresight import Outlook, Survey
    from desktop.core.model import Folder
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge

#: Looking again by itself may take so small a part of the time.
_REST_TIMES: Final = 20


class Looker(QObject):
    """One folder at a time: looked through once, then asked anew for each change of its rule."""

    counted = Signal(int)  #: files met so far
    foreseen = Signal(object, int)  #: Outlook, and how many files there are

    def __init__(self, actions: Actions, bridge: Bridge) -> None:
        super().__init__()
        self._actions, self._bridge = actions, bridge
        self._path: Path | None = None
        self._survey: Survey | None = None
        self._rule: Folder | None = None
        self._is_asking = False
        self._stop = threading.Event()
        self._began_s = self._rest_until_s = 0.0
        self._is_walking = False

    @property
    def path(self) -> Path | None:
        """Which folder is looked at."""
        return self._path

    def look(self, rule: Folder) -> None:
        """Foresee what a rule would do; a folder that is new here is looked through first."""
        self._rule = rule
        if rule.path != self._path or (self._survey is None and self._stop.is_set()):
            self._path, self._survey = rule.path, None
            self.look_again()
        elif self._survey is not None:
            self._ask()

    def look_again(self) -> None:
        """Look through the folder again; what was seen before is shown until then."""
        path = self._path
        if path is None:
            return
        self._stop.set()
        stop = self._stop = threading.Event()
        tell = self._bridge.in_main(self._on_counted)

        def told(seen: int) -> bool:
            tell((path, seen))
            return not stop.is_set()

        self._began_s, self._is_walking = time.monotonic(), True
        self._bridge.run(lambda: (path, stop, self._actions.survey(path, told)), self._on_surveyed)

    @Slot()
    def look_sometimes(self) -> None:
        """Look again where that does not take long; a large folder is looked at again seldom."""
        if not self._is_walking and time.monotonic() >= self._rest_until_s:
            self.look_again()

    def leave(self) -> None:
        """Stop looking."""
        self._stop.set()

    def _on_counted(self, told: tuple[Path, int]) -> None:
        path, seen = told
        if path == self._path and self._survey is None:
            self.counted.emit(seen)

    def _on_surveyed(self, answer: tuple[Path, threading.Event, Survey | None]) -> None:
        path, stop, survey = answer
        if stop is self._stop:
            now_s, self._is_walking = time.monotonic(), False
            self._rest_until_s = now_s + _REST_TIMES * (now_s - self._began_s)
        if path != self._path or stop is not self._stop or survey is None:
            return
        self._survey = survey
        self._ask()

    def _ask(self) -> None:
        survey, rule = self._survey, self._rule
        if self._is_asking or survey is None or rule is None or rule.path != self._path:
            return
        self._is_asking = True
        self._bridge.run(lambda: (survey, rule, survey.foresee(rule)), self._on_foreseen)

    def _on_foreseen(self, answer: tuple[Survey, Folder, Outlook]) -> None:
        survey, rule, outlook = answer
        self._is_asking = False
        if survey is self._survey and rule == self._rule:
            self.foreseen.emit(outlook, survey.total)
        else:
            self._ask()
