"""How fast uploads may go at which hour, and when nobody is to be disturbed."""

from __future__ import annotations

from datetime import datetime

import pytest

from desktop.core.timetable import QuietHours, Speed, Timetable

MONDAY = datetime(2026, 11, 23, 9, 30)  # noqa: DTZ001 - local time is what a timetable is about


def test_an_hour_has_the_limit_of_its_level() -> None:
    """GIVEN a slow working day WHEN it is asked for an hour THEN its level's speed is said; the rest is free."""
    table = Timetable().painted([(0, hour) for hour in range(9, 18)], Speed.SLOW)
    assert table.limit_at(MONDAY) == 2_000_000
    assert table.limit_at(MONDAY.replace(hour=8)) is None
    assert table.limit_at(MONDAY.replace(day=24)) is None


def test_the_end_of_a_level_is_known_over_the_end_of_the_week() -> None:
    """GIVEN a level that ends on another day THEN that moment is said; a week that is all alike has none."""
    table = Timetable().painted([(0, hour) for hour in range(9, 18)], Speed.SLOW)
    assert table.until(MONDAY) == MONDAY.replace(hour=18, minute=0)
    assert table.until(MONDAY.replace(hour=20)) == MONDAY.replace(day=30, hour=9, minute=0)
    assert Timetable().until(MONDAY) is None


@pytest.mark.parametrize("cells", ["", "2" * 167, "3" * 168, "x" * 168])
def test_what_is_no_week_is_refused(cells: str) -> None:
    """GIVEN cells that are no 168 levels THEN there is no such timetable."""
    with pytest.raises(ValueError, match="168"):
        Timetable(cells)


@pytest.mark.parametrize(
    ("hour", "holds"), [(21, False), (22, True), (23, True), (0, True), (6, True), (7, False), (12, False)]
)
def test_quiet_hours_go_over_midnight(hour: int, *, holds: bool) -> None:
    """GIVEN quiet from 22 to 7 o'clock THEN the night is quiet and the day is not."""
    assert QuietHours(is_on=True).hold(MONDAY.replace(hour=hour, minute=0)) is holds
    assert not QuietHours(is_on=False).hold(MONDAY.replace(hour=hour, minute=0))
