"""What is done beside the answers: by one thread, within bounds, and to the end when the process ends."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import EndpointConnectionError

from cloud.api.app import create_app
from cloud.api.outbox import ThreadedOutbox
from tests.fakes.api import CONFIG, MemoryPorts, Newsroom

if TYPE_CHECKING:
    from collections.abc import Iterator

DEADLINE_S = 10.0


@pytest.fixture
def outbox() -> Iterator[ThreadedOutbox]:
    """Return an outbox for two things that wait."""
    made = ThreadedOutbox(most=2)
    yield made
    made.stop()


def test_it_is_done_in_order_and_to_the_end(outbox: ThreadedOutbox) -> None:
    """Whoever stops it waits for what is there."""
    done: list[int] = []
    for number in range(2):
        outbox.put(lambda number=number: done.append(number))  # type: ignore[misc]  # bound here
    outbox.stop()
    assert done == [0, 1]


@pytest.mark.expected_log("a letter was not sent: EndpointConnectionError")
@pytest.mark.expected_log("a letter was not sent .ValueError")
def test_what_fails_keeps_no_other_waiting(outbox: ThreadedOutbox) -> None:
    """The next letter leaves all the same."""
    done = threading.Event()

    def refuse() -> None:
        raise EndpointConnectionError(endpoint_url="https://email.example")

    def break_() -> None:
        raise ValueError("x")

    for work in (refuse, break_, done.set):
        finished = threading.Event()
        outbox.put(work)
        outbox.put(finished.set)
        assert finished.wait(DEADLINE_S)
    assert done.is_set()


@pytest.mark.expected_log("too many wait")
def test_no_more_wait_than_there_is_room_for(outbox: ThreadedOutbox) -> None:
    """A flood of wishes fills no memory, and holds no request up."""
    hold, busy, done = threading.Event(), threading.Event(), list[int]()

    def wait() -> None:
        busy.set()
        hold.wait(DEADLINE_S)

    outbox.put(wait)
    assert busy.wait(DEADLINE_S)
    for number in range(3):
        outbox.put(lambda number=number: done.append(number))  # type: ignore[misc]  # bound here
    hold.set()
    outbox.stop()
    assert done == [0, 1]


def test_rounds_are_made_from_the_start_on() -> None:
    """The first at once, for an earlier worker may have left something; then again and again."""
    rounds = threading.Semaphore(0)
    outbox = ThreadedOutbox(rounds.release, round_s=0.01)
    outbox.start()
    for _ in range(3):
        assert rounds.acquire(timeout=DEADLINE_S)
    outbox.stop()


def test_no_answer_waits_for_a_letter() -> None:
    """Neither the answer itself nor the next on the same connection: both come while the letter is held up."""
    memory = MemoryPorts()
    Newsroom(memory).add("eve@herald.example")
    hold, sending = threading.Event(), threading.Event()

    def send() -> None:
        sending.set()
        hold.wait(DEADLINE_S)

    memory.mail.on_send = send
    outbox = ThreadedOutbox()
    client = create_app(CONFIG, memory.ports(), outbox=outbox).test_client()
    assert client.post("/api/password/forgot", json={"email": "eve@herald.example"}, buffered=True).status_code == 202
    assert sending.wait(DEADLINE_S)
    assert client.get("/api/health").status_code == 200
    assert memory.mail.letters == []
    hold.set()
    outbox.stop()
    assert len(memory.mail.letters) == 1
