"""Moments as people type them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from desktop.item.moments import kept, read_moment

NOW = datetime(2026, 11, 20, 21, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("2026-11-21 06:00", "2026-11-21T06:00:00+00:00"),
        ("2026-11-21T06:00", "2026-11-21T06:00:00+00:00"),
        (" 06:00, 2026-11-21", "2026-11-21T06:00:00+00:00"),
        ("2026-1-2", "2026-01-02T00:00:00+00:00"),
        ("6:00", "2026-11-21T06:00:00+00:00"),
        ("22.30", "2026-11-20T22:30:00+00:00"),
        ("21:14", "2026-11-21T21:14:00+00:00"),
    ],
)
def test_a_moment_is_read_as_it_is_meant(typed: str, meant: str) -> None:
    """A day alone is its first minute; a time alone is the next one."""
    moment = read_moment(typed, NOW)
    assert moment is not None
    assert moment.isoformat() == meant


@pytest.mark.parametrize(
    "typed", ["", "soon", "2026-13-01", "2026-11-21 25:00", "tomorrow 06:00", "2026-11-21 06:00 x"]
)
def test_what_is_no_moment_is_not_guessed(typed: str) -> None:
    """Half a moment would embargo for the wrong time."""
    assert read_moment(typed, NOW) is None


def test_a_moment_is_kept_in_utc() -> None:
    """The newsroom has one clock."""
    in_bergen = datetime(2026, 11, 21, 7, 0, tzinfo=timezone(timedelta(hours=1)))
    assert kept(in_bergen) == "2026-11-21T06:00:00+00:00"
