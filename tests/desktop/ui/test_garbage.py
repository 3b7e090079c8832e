"""What refers to itself is collected by the window, in the main thread."""

from __future__ import annotations

import gc
import threading
from typing import TYPE_CHECKING

import pytest

from desktop.ui import garbage

if TYPE_CHECKING:
    from collections.abc import Iterator


class Knot:
    """Refers to itself, and notes in which thread it ends."""

    ended_in: list[threading.Thread] = []  # noqa: RUF012 - emptied by each test

    def __init__(self) -> None:
        self.knot = self

    def __del__(self) -> None:
        self.ended_in.append(threading.current_thread())


@pytest.fixture
def _window() -> Iterator[None]:
    Knot.ended_in.clear()
    gc.collect()
    garbage.take_over("a window")
    garbage.take_over("another")
    garbage.give_back("another")
    yield
    garbage.give_back("a window")
    assert gc.isenabled()


@pytest.mark.usefixtures("_window")
def test_nothing_ends_in_a_workers_thread() -> None:
    """GIVEN knots that nobody holds WHEN a worker makes many objects THEN they end where the window sweeps."""
    kept: list[list[int]] = []

    def work() -> None:
        for _ in range(20):
            Knot()
        kept.extend([number] for number in range(5000))

    worker = threading.Thread(target=work)
    worker.start()
    worker.join()
    assert Knot.ended_in == []
    garbage.sweep()
    assert Knot.ended_in == [threading.main_thread()] * 20
