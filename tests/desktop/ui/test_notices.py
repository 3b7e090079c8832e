"""One notice for a batch, never a flood."""

from __future__ import annotations

from desktop.ui.notices import Batches


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
