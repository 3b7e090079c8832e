"""How fast uploads may go, measured on a clock of its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.model import Folder
from desktop.core.settings import Settings
from desktop.core.timetable import Speed, Timetable
from desktop.transfer.bandwidth import BURST_S, NAP_S, Bandwidth

if TYPE_CHECKING:
    from collections.abc import Callable

PIECE = 65_536


class Line:
    """A clock that goes on when somebody sleeps, and a line that is sent on."""

    def __init__(self, settings: Settings, *folders: Folder, begin: datetime) -> None:
        self.settings, self.folders, self.at_s, self._begin = settings, folders, 0.0, begin
        self.naps: list[float] = []
        self.bandwidth = Bandwidth(
            lambda: self.settings,
            lambda: self.folders,
            now_s=lambda: self.at_s,
            wall=lambda: self._begin + timedelta(seconds=self.at_s),
            sleep=self._sleep,
        )

    def _sleep(self, seconds: float) -> None:
        self.naps.append(seconds)
        self.at_s += seconds

    def send(self, size_bytes: int, folder: str = "", is_wanted: Callable[[], bool] = lambda: True) -> float:
        """Send bytes in pieces; returns how long that took."""
        began_s = self.at_s
        for _ in range(size_bytes // PIECE):
            self.bandwidth.pace(folder, PIECE, is_wanted)
        return self.at_s - began_s


NINE = datetime(2026, 11, 23, 9, 0)  # noqa: DTZ001 - local time is what a timetable is about
SLOW_MORNING = Settings(timetable=Timetable().painted([(0, 9)], Speed.SLOW))


def test_the_hour_has_its_speed() -> None:
    """GIVEN 2 MB/s from 9 to 10 WHEN 100 MB are sent at 9 THEN it takes 50 s, less the first moment."""
    took_s = Line(SLOW_MORNING, begin=NINE).send(100_000_000)
    assert 50 - 1 <= took_s <= 50 + 1


def test_without_a_limit_nobody_waits() -> None:
    """GIVEN an hour without a limit THEN sending never sleeps."""
    line = Line(SLOW_MORNING, begin=NINE - timedelta(hours=2))
    assert line.send(100_000_000) == 0.0
    assert line.naps == []


def test_the_limit_ends_with_its_hour() -> None:
    """GIVEN 5 s left of a slow hour WHEN 100 MB are sent THEN they are through a moment after the hour."""
    took_s = Line(SLOW_MORNING, begin=NINE + timedelta(minutes=59, seconds=55)).send(100_000_000)
    assert 5 - NAP_S <= took_s <= 5 + NAP_S


def test_a_setting_holds_at_once() -> None:
    """GIVEN a slow hour WHEN the table is painted free meanwhile THEN the rest goes without waiting."""
    line = Line(SLOW_MORNING, begin=NINE)
    assert line.send(4_000_000) > 1
    line.settings = Settings()
    assert line.send(100_000_000) == 0.0


def test_a_folder_has_a_limit_of_its_own() -> None:
    """GIVEN a folder at 1 MB/s WHEN it and another send THEN it alone is slow; within a slow hour the lesser holds."""
    folder = Folder(Path("/card"), bytes_per_s=1_000_000)
    line = Line(Settings(), folder, begin=NINE)
    assert line.send(10_000_000, "/elsewhere") == 0.0
    assert 9 <= line.send(10_000_000, "/card") <= 11
    line.settings = SLOW_MORNING
    assert 9 <= line.send(10_000_000, "/card") <= 11
    line.folders = (replace(folder, bytes_per_s=0),)
    assert 4 <= line.send(10_000_000, "/card") <= 6


def test_all_together_have_one_limit() -> None:
    """GIVEN 2 MB/s for all WHEN pieces of two folders go out in turn THEN both together have it."""
    line = Line(SLOW_MORNING, begin=NINE)
    for _ in range(10_000_000 // PIECE):
        line.bandwidth.pace("/a", PIECE, lambda: True)
        line.bandwidth.pace("/b", PIECE, lambda: True)
    assert 9 <= line.at_s <= 11


def test_a_pause_saves_nothing_up() -> None:
    """GIVEN a limit WHEN nothing was sent for an hour THEN no more than a moment's worth goes at once."""
    line = Line(Settings(timetable=Timetable("0" * 168)), begin=NINE)
    line.send(PIECE)
    line.at_s += 3600
    assert line.send(10_000_000) >= 5 - BURST_S - 0.1


def test_whoever_is_to_let_go_does_not_wait() -> None:
    """GIVEN a slow line WHEN a person cancels THEN the worker is through after one nap at most."""
    line = Line(SLOW_MORNING, begin=NINE)
    wanted = [True, True, False]
    line.bandwidth.pace("", 100_000_000, lambda: wanted.pop(0) if wanted else False)
    assert line.at_s <= 2 * NAP_S
