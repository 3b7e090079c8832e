"""One notice for a batch, never a flood."""

from __future__ import annotations

from datetime import datetime

from desktop.core.events import Link
from desktop.core.settings import Settings
from desktop.core.timetable import QuietHours
from desktop.ui.notices import Batches
from desktop.ui.tidings import Stall, may_tell
from desktop.ui.transfers.totals import Totals


class Clock:
    """A clock that is moved by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        """Return the time."""
        return self.now


def test_a_batch_is_told_once_it_has_been_quiet() -> None:
    """Ten seconds after the last file one notice tells how many, of which kind, from where."""
    clock = Clock()
    batches = Batches(clock)
    for number in range(48):
        batches.arrived(f"p{number}", f"DSC_{number}.JPG", "image", "Card KB-04", f"i{number}")
        clock.now += 1
    for number in range(4):
        batches.arrived(f"v{number}", f"{number}.mov", "video", "Card KB-04", f"w{number}")
    assert batches.due() is None
    clock.now += 10
    told = batches.due()
    assert told is not None
    assert told.title == "52 files are in the library"
    assert told.text == "48 photos and 4 videos from Card KB-04, each one verified."
    assert told.item_ids[0] == "i0"
    assert batches.due() is None


def test_a_batch_that_never_rests_is_told_after_five_minutes() -> None:
    """Files that keep coming do not put the notice off for ever."""
    clock = Clock()
    batches = Batches(clock)
    told = []
    for number in range(301):
        batches.arrived(f"p{number}", "a.jpg", "image", "Drop", f"i{number}")
        if batch := batches.due():
            told.append((number, batch.title))
        clock.now += 1
    assert told == [(300, "301 files are in the library")]


def test_two_notices_are_a_minute_apart() -> None:
    """A second batch waits until a minute has gone by, and is told whole."""
    clock = Clock()
    batches = Batches(clock)
    batches.arrived("a", "Dock strike", "image", "Drop", "i1")
    clock.now += 10
    first = batches.due()
    assert first is not None
    assert (first.title, first.text) == ("Dock strike is in the library", "From Drop, verified.")
    batches.arrived("b", "b.jpg", "image", "Drop", "i2")
    clock.now += 20
    batches.arrived("c", "c.jpg", "image", "Drop", "i3")
    clock.now += 30
    assert batches.due() is None
    clock.now += 10
    second = batches.due()
    assert second is not None
    assert second.title == "2 files are in the library"


def test_failures_alone_are_told_with_their_reason() -> None:
    """When nothing came in, the notice says how many did not, and why."""
    clock = Clock()
    batches = Batches(clock)
    batches.failed("a", "The card was taken out.")
    batches.failed("b", "The card was taken out.")
    clock.now += 10
    told = batches.due()
    assert told is not None
    assert (told.title, told.text, told.failed) == ("2 files were not uploaded", "The card was taken out.", 2)


def test_the_same_file_is_counted_once() -> None:
    """A repeated event changes nothing, in the same batch or in a later one."""
    clock = Clock()
    batches = Batches(clock)
    batches.arrived("a", "a.jpg", "image", "Drop", "i")
    batches.arrived("a", "a.jpg", "image", "Drop", "i")
    batches.failed("b", "Gone.")
    clock.now += 10
    told = batches.due()
    assert told is not None
    assert told.title == "a.jpg is in the library"
    assert told.text.endswith(" 1 needs you.")
    clock.now += 100
    batches.arrived("a", "a.jpg", "image", "Drop", "i")
    clock.now += 10
    assert batches.due() is None


def test_a_thousand_failures_are_one_notice_a_minute() -> None:
    """However many fail, and however long: never more than one a minute."""
    clock = Clock()
    batches = Batches(clock)
    told = []
    for number in range(1000):
        batches.failed(f"f{number}", "The card was taken out.")
        clock.now += 1
        if batch := batches.due():
            told.append(batch.failed)
    clock.now += 60
    if batch := batches.due():
        told.append(batch.failed)
    assert sum(told) == 1000
    assert len(told) <= 1000 / 60 + 1


def test_a_saved_search_tells_what_is_new_to_it() -> None:
    """Grouped as files are, a minute apart from them, with the search to open."""
    clock = Clock()
    batches = Batches(clock)
    batches.arrived("a", "a.jpg", "image", "Drop", "i1")
    batches.found(7, "Piers", "text:pier", {"i1": "Dock strike"})
    batches.found(7, "Piers", "text:pier", {"i2": "Load test", "i3": "Pier 4"})
    clock.now += 10
    first = batches.due()
    assert first is not None
    assert first.search == ""
    clock.now += 59
    assert batches.due() is None
    clock.now += 1
    second = batches.due()
    assert second is not None
    assert (second.title, second.search) == ("3 new items match “Piers”", "text:pier")
    assert second.text == "Dock strike, Load test and 1 more"
    assert second.item_ids == ("i1", "i2", "i3")


def test_what_lasts_is_told_once() -> None:
    """Said again it says nothing, until it was over; what is over before it was told is not told."""
    clock = Clock()
    batches = Batches(clock)
    batches.lasts("signed_out", "Sign in again", "38 files wait here and go on by themselves.")
    told = batches.due()
    assert told is not None
    assert (told.title, told.state) == ("Sign in again", "signed_out")
    clock.now += 100
    batches.lasts("signed_out", "Sign in again", "38 files wait here and go on by themselves.")
    assert batches.due() is None
    batches.is_over("signed_out")
    batches.lasts("signed_out", "Sign in again", "1 file waits here and goes on by itself.")
    batches.is_over("signed_out")
    assert batches.due() is None


def test_a_line_that_stands_still_is_noticed() -> None:
    """After ten minutes in which nothing goes through; a pause, a lost line and an empty queue are no such thing."""
    clock = Clock()
    stall = Stall(clock)

    def totals(left: int, *, paused: bool = False, waiting: int = 3) -> Totals:
        return Totals(1, waiting, 0, 0, paused=paused, left_bytes=left, bytes_per_s=0.0)

    assert not stall.follow(totals(100), Link.ONLINE)
    clock.now += 599
    assert not stall.follow(totals(100), Link.ONLINE)
    clock.now += 1
    assert stall.follow(totals(100), Link.ONLINE)
    assert not stall.follow(totals(90), Link.ONLINE)
    clock.now += 700
    assert not stall.follow(totals(90, paused=True), Link.ONLINE)
    clock.now += 300
    assert not stall.follow(totals(90), Link.OFFLINE)
    clock.now += 599
    assert not stall.follow(totals(90), Link.ONLINE)


def test_quiet_hours_keep_quiet() -> None:
    """No notice of the system at night, and none at all where nobody wants any."""
    night, noon = datetime(2026, 11, 20, 23, 0).astimezone(), datetime(2026, 11, 20, 12, 0).astimezone()
    quiet = Settings(quiet_hours=QuietHours(is_on=True))
    assert not may_tell(quiet, night)
    assert may_tell(quiet, noon)
    assert may_tell(Settings(), night)
    assert not may_tell(Settings(notices=False), noon)
