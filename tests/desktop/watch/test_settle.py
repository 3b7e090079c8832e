"""A file is taken once for each of its contents, and never while it is being written."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.watch.scan import Look
from desktop.watch.settle import CLOSED_QUIET_S, UNSURE_QUIET_S, Settle, Sign

FILE = Path("/card/DSC_0001.JPG")
WALL_S = 1_800_000_000.0


@dataclass
class World:
    """A disk and a clock of our own."""

    now_s: float = 0.0
    files: dict[Path, Look] = field(default_factory=dict)
    held_open: set[Path] = field(default_factory=set)
    tells_held_open: bool = True

    def write(self, path: Path = FILE, size_bytes: int = 1) -> None:
        """Write a file now."""
        self.files[path] = Look(size_bytes, int((WALL_S + self.now_s) * 1e9), (1, 1))

    def settle(self, *, tells_close: bool = True) -> Settle:
        """Return what decides over this disk's files."""
        return Settle(
            self.files.get,
            lambda path: path in self.held_open if self.tells_held_open else None,
            lambda: self.now_s,
            lambda: WALL_S + self.now_s,
            tells_close=tells_close,
        )


@pytest.fixture
def world() -> World:
    """Return an empty disk at second 0."""
    return World()


def _paths(settle: Settle) -> list[Path]:
    return [path for path, _ in settle.finished()]


def test_a_closed_file_is_taken_after_one_quiet_second(world: World) -> None:
    """GIVEN a local disk WHEN a file is closed THEN it is taken 1 s later, not before."""
    settle = world.settle()
    world.write()
    settle.note(FILE, Sign.CLOSED)
    world.now_s = CLOSED_QUIET_S - 0.01
    assert _paths(settle) == []
    world.now_s = CLOSED_QUIET_S
    assert _paths(settle) == [FILE]
    assert settle.due_in_s() is None


def test_writing_again_starts_the_wait_again(world: World) -> None:
    """GIVEN a file that was closed WHEN it is opened and written once more THEN the wait begins anew."""
    settle = world.settle()
    world.write()
    settle.note(FILE, Sign.CLOSED)
    world.now_s = 0.9
    world.write(size_bytes=2)
    settle.note(FILE, Sign.TOUCHED)
    world.now_s = 1.5
    assert _paths(settle) == []
    settle.note(FILE, Sign.CLOSED)
    world.now_s = 2.5
    assert _paths(settle) == [FILE]


def test_a_stalled_writer_that_holds_the_file_open_is_waited_for(world: World) -> None:
    """GIVEN a writer that pauses for minutes WHEN it still holds the file open THEN the file is not taken."""
    settle = world.settle()
    world.write()
    world.held_open.add(FILE)
    settle.note(FILE, Sign.TOUCHED)
    for second in range(1, 300):
        world.now_s = float(second)
        assert _paths(settle) == []
    world.held_open.clear()
    world.now_s = 301.0
    assert _paths(settle) == [FILE]


def test_without_closing_signs_three_quiet_seconds_do(world: World) -> None:
    """GIVEN a network disk WHEN a file's size and time stay the same THEN it is taken after 3 s, even if "closed"."""
    world.tells_held_open = False
    settle = world.settle(tells_close=False)
    world.write()
    settle.note(FILE, Sign.CLOSED)
    world.now_s = 2.0
    world.write(size_bytes=2)  # nobody says so
    world.now_s = 3.0
    assert _paths(settle) == []
    world.now_s = 5.9
    assert _paths(settle) == []
    world.now_s = 6.0
    assert _paths(settle) == [FILE]


@pytest.mark.parametrize(
    ("age_s", "wait_s"), [(60.0, 0.0), (3.0, 0.0), (1.0, UNSURE_QUIET_S), (-3600.0, UNSURE_QUIET_S)]
)
def test_a_found_file_is_taken_at_once_when_it_is_old(world: World, age_s: float, wait_s: float) -> None:
    """GIVEN a walk WHEN it meets a file of some age THEN an old one is taken at once, a young or future one later."""
    settle = world.settle()
    world.files[FILE] = Look(1, int((WALL_S - age_s) * 1e9), (1, 1))
    settle.note(FILE, Sign.FOUND)
    assert settle.due_in_s() == pytest.approx(wait_s)
    world.now_s = wait_s
    assert _paths(settle) == [FILE]


def test_walking_again_takes_nothing_twice(world: World) -> None:
    """GIVEN a file that was taken WHEN walks and notices meet it unchanged THEN it is no news."""
    settle = world.settle()
    world.write()
    settle.note(FILE, Sign.CLOSED)
    world.now_s = 1.0
    assert _paths(settle) == [FILE]
    for sign in Sign:
        settle.note(FILE, sign)
    world.now_s = 100.0
    assert _paths(settle) == []


def test_a_file_that_came_back_is_news(world: World) -> None:
    """GIVEN a taken file WHEN it is deleted and comes back THEN it is taken again."""
    settle = world.settle()
    world.write()
    settle.note(FILE, Sign.CLOSED)
    world.now_s = 1.0
    settle.finished()
    kept = world.files.pop(FILE)
    settle.note(FILE, Sign.TOUCHED)
    world.files[FILE] = kept
    settle.note(FILE, Sign.CLOSED)
    world.now_s = 2.0
    assert _paths(settle) == [FILE]


def test_a_file_that_vanishes_while_it_waits_is_forgotten(world: World) -> None:
    """GIVEN a waiting file WHEN it is deleted THEN nothing is taken and nothing waits."""
    settle = world.settle()
    world.write()
    settle.note(FILE, Sign.CLOSED)
    world.files.clear()
    world.now_s = 1.0
    assert _paths(settle) == []
    assert settle.waiting == 0


def test_what_could_not_be_handed_on_comes_again(world: World) -> None:
    """GIVEN a taken file that the queue refused WHEN the delay is over THEN it is taken again."""
    settle = world.settle()
    world.write()
    settle.note(FILE, Sign.CLOSED)
    world.now_s = 1.0
    ((path, seen),) = settle.finished()
    settle.put_back(path, seen, 5.0)
    world.now_s = 5.9
    assert _paths(settle) == []
    world.now_s = 6.0
    assert _paths(settle) == [FILE]


def test_an_absent_folder_takes_its_files_along(world: World) -> None:
    """GIVEN files below a folder WHEN it goes away THEN only they are forgotten."""
    settle = world.settle()
    other = Path("/cardiff/a.jpg")
    for path in (FILE, other):
        world.write(path)
        settle.note(path, Sign.CLOSED)
    settle.forget_below(Path("/card"))
    world.now_s = 1.0
    assert _paths(settle) == [other]


_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.sampled_from("ab")),
        st.tuples(st.just("close"), st.sampled_from("ab")),
        st.tuples(st.just("walk"), st.sampled_from("ab")),
        st.tuples(st.just("delete"), st.sampled_from("ab")),
        st.tuples(st.just("pass"), st.sampled_from([0.1, 0.5, 1.0, 3.0, 10.0])),
    ),
    max_size=60,
)


@given(steps=_STEPS, tells_close=st.booleans())
def test_every_content_is_taken_exactly_once_and_never_half(
    steps: list[tuple[str, object]], *, tells_close: bool
) -> None:
    """GIVEN any order of writes, closes, walks and deletions THEN no open file and no content twice; at last, all."""
    world = World(tells_held_open=True)
    settle = world.settle(tells_close=tells_close)
    taken: list[tuple[Path, Look]] = []
    written: dict[Path, int] = {}

    def poll() -> None:
        for path, seen in settle.finished():
            assert path not in world.held_open
            assert world.files[path] == seen
            assert (path, seen) not in taken
            taken.append((path, seen))

    for number, (verb, what) in enumerate(steps):
        if verb == "pass":
            assert isinstance(what, float)
            world.now_s += what
            poll()
            continue
        path = Path(f"/card/{what}")
        if verb == "write":
            written[path] = number + 1
            world.files[path] = Look(number + 1, int((WALL_S + world.now_s) * 1e9), (1, 1))
            world.held_open.add(path)
            settle.note(path, Sign.TOUCHED)
        elif verb == "delete":
            world.files.pop(path, None)
            world.held_open.discard(path)
            settle.note(path, Sign.TOUCHED)
        elif path in world.files:
            if verb == "close":
                world.held_open.discard(path)
            settle.note(path, Sign.CLOSED if verb == "close" else Sign.FOUND)
        poll()
    world.held_open.clear()
    for _ in range(20):
        world.now_s += 1.0
        poll()
    assert {path: seen for path, seen in taken if world.files.get(path) == seen} == world.files
    assert settle.waiting == 0
