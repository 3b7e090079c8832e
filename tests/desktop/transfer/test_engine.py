"""What the engine makes of faults: whose they are, who waits, what the person is told."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from cloud.contract.reasons import Reason
from desktop.core.errors import (
    AccessDenied,
    Offline,
    SignedOut,
    SnapStreamError,
    StorageFull,
    Throttled,
    UploadRejected,
)
from desktop.core.events import Link, LinkChanged, ProblemRaised, ProblemSolved, TransferProgress
from desktop.core.model import Part, Transfer, TransferState
from desktop.core.words import Problem
from desktop.library.database import Database
from desktop.library.transfers import TransferTable
from desktop.transfer.control import Halt
from desktop.transfer.gate import LONGEST_DELAY_S, Gate, backoff_s
from desktop.transfer.progress import Meter
from tests.fakes.newsroom import JPEG, MIB, Desk

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from desktop.transfer.control import Control

S = TransferState
#: Three parts.
BIG = JPEG + bytes(12 * MIB)
_DEADLINE_S = 20.0


def _fail(desk: Desk, problem: SnapStreamError, times: int = 1) -> None:
    """Let the next requests to the store fail so."""
    left = times

    def fail(method: str, _key: str) -> None:
        nonlocal left
        if method == "put" and left:
            left -= 1
            raise problem

    desk.store.before = fail


def _told(desk: Desk, *kinds: type) -> list[object]:
    return [event for event in desk.events if isinstance(event, kinds)]


def test_offline_is_nobodys_failure(desk: Desk) -> None:
    """Where nobody answers the transfer waits, uncharged, and goes on when somebody does; the link is told once."""
    transfer = desk.take("a.jpg", JPEG)
    _fail(desk, Offline("put"), times=3)
    desk.engine.run_once()
    waiting = desk.get(transfer)
    assert (waiting.state, waiting.reason, waiting.attempts) == (S.WAITING, Reason.OFFLINE, 0)
    desk.run()
    assert desk.state(transfer) is S.UPLOADED
    assert [event.link for event in _told(desk, LinkChanged)] == [Link.OFFLINE, Link.ONLINE]
    assert _told(desk, ProblemRaised) == []


@pytest.mark.parametrize(
    ("problem", "reason"),
    [
        (StorageFull("put", reason=Reason.CLOUD_FULL), Reason.CLOUD_FULL),
        (SignedOut("put"), Reason.SIGNED_OUT),
        (AccessDenied("put"), Reason.ACCESS_DENIED),
    ],
)
def test_problem_of_all_is_said_once_and_unsaid(desk: Desk, problem: SnapStreamError, reason: Reason) -> None:
    """A full newsroom or an account that may not: said once, all wait, and said to be over when it goes again."""
    transfers = [desk.take(f"{n}.jpg", JPEG + bytes([n])) for n in range(3)]
    _fail(desk, problem, times=5)
    desk.run()
    assert [desk.state(transfer) for transfer in transfers] == [S.UPLOADED] * 3
    assert _told(desk, ProblemRaised) == [ProblemRaised(reason)]
    assert _told(desk, ProblemSolved) == [ProblemSolved(reason)]


def test_throttled_file_waits_and_the_others_go_on(desk: Desk) -> None:
    """A passing fault of the newsroom delays that file, longer each time; nobody is told that the link is gone."""
    first, second = desk.take("a.jpg", JPEG + b"1"), desk.take("b.jpg", JPEG + b"2")
    _fail(desk, Throttled("put"), times=1)
    desk.engine.run_once()
    desk.engine.run_once()
    waiting = desk.get(first)
    assert (waiting.state, waiting.attempts) == (S.WAITING, 1)
    assert waiting.not_before > desk.clock()
    assert desk.state(second) is S.UPLOADED
    desk.run()
    assert desk.state(first) is S.UPLOADED
    assert [event.link for event in _told(desk, LinkChanged)] == [Link.ONLINE]


def test_refused_file_is_rejected_with_the_newsrooms_reason(desk: Desk) -> None:
    """What the newsroom refuses is rejected; the others go on."""
    transfer = desk.take("a.jpg", JPEG)
    _fail(desk, UploadRejected("put", reason=Reason.TOO_LARGE, detail="EntityTooLarge"))
    desk.run()
    assert (desk.state(transfer), desk.get(transfer).reason) == (S.REJECTED, Reason.TOO_LARGE)


@pytest.mark.expected_log("the transfer .* failed")
def test_mistake_of_ours_fails_one_transfer(desk: Desk) -> None:
    """An error nobody foresaw is logged with its traceback; its transfer fails, the next goes on."""
    first, second = desk.take("a.jpg", JPEG + b"1"), desk.take("b.jpg", JPEG + b"2")
    left = [ZeroDivisionError("a mistake")]

    def stumble(method: str, _key: str) -> None:
        if method == "put" and left:
            raise left.pop()

    desk.store.before = stumble
    desk.run()
    assert (desk.state(first), desk.get(first).reason) == (S.FAILED, "unforeseen")
    assert desk.state(second) is S.UPLOADED


@pytest.mark.expected_log("the transfer .* failed")
def test_mistakes_are_said_once_until_one_goes_well(desk: Desk) -> None:
    """However many files fail by a mistake of ours, it is said once, and solved by the first that goes through."""
    for n in range(4):
        desk.take(f"{n}.jpg", JPEG + bytes([n]))
    left = [ZeroDivisionError("a mistake")] * 3

    def stumble(method: str, _key: str) -> None:
        if method == "put" and left:
            raise left.pop()

    desk.store.before = stumble
    desk.run()
    assert _told(desk, ProblemRaised) == [ProblemRaised(Problem.UNFORESEEN)]
    assert _told(desk, ProblemSolved) == [ProblemSolved(Problem.UNFORESEEN)]


@pytest.mark.expected_log("the keeper failed")
def test_keepers_mistake_is_said_once(desk: Desk) -> None:
    """A mistake that the keeper meets again and again is said once, and solved when it meets none."""
    transfer = desk.take("a.jpg", JPEG)
    desk.run()
    desk.table.update(transfer.id, upload_id="stale")

    def stumble(method: str, _key: str) -> None:
        if method == "abort_upload":
            raise ZeroDivisionError

    desk.store.before = stumble
    desk.engine.start()
    aborts = ("abort_upload", desk.key(transfer))

    def has_met_it_thrice() -> bool:
        desk.engine.wake()  # it rests longer each time
        return desk.store.calls.count(aborts) >= 3

    _until(has_met_it_thrice)
    assert _told(desk, ProblemRaised) == [ProblemRaised(Problem.UNFORESEEN)]
    desk.store.before = lambda _method, _key: None
    desk.engine.wake()
    _until(lambda: _told(desk, ProblemSolved) == [ProblemSolved(Problem.UNFORESEEN)])
    assert desk.get(transfer).upload_id == ""
    assert desk.engine.stop()


def test_first_answer_opens_the_gate(desk: Desk) -> None:
    """After an outage the others go as soon as the store answers, not when the one that tried is through."""
    desk.take("clip.mov", BIG)
    _fail_first(desk, Offline("create"))
    desk.engine.run_once()
    assert desk.engine.link is Link.OFFLINE
    links: list[Link] = []
    desk.store.before = lambda method, _key: links.append(desk.engine.link) if method == "upload_part" else None
    desk.run()
    assert links == [Link.ONLINE] * 3


def test_first_answer_says_nothing_about_room(desk: Desk) -> None:
    """A newsroom that is full answers too: only a file that gets through says that it is over."""
    desk.take("clip.mov", BIG)
    _fail_first(desk, StorageFull("create", reason=Reason.CLOUD_FULL))
    desk.engine.run_once()
    solved: list[object] = []
    desk.store.before = lambda _method, _key: solved.extend(_told(desk, ProblemSolved))
    desk.run()
    assert solved == []
    assert _told(desk, ProblemSolved) == [ProblemSolved(Reason.CLOUD_FULL)]


def _fail_first(desk: Desk, problem: SnapStreamError) -> None:
    def fail(_method: str, _key: str) -> None:
        desk.store.before = lambda _method, _key: None
        raise problem

    desk.store.before = fail


def test_what_is_dropped_over_the_network_is_not_the_next_workers(desk: Desk) -> None:
    """GIVEN a file that changed on the line WHEN another worker claims it during the abort THEN it keeps its own."""
    transfer = desk.take("clip.mov", BIG)
    held: list[tuple[Transfer, Control]] = []
    part = Part(1, 5, "etag", "sum")

    def act(method: str, _key: str) -> None:
        if method == "upload_part":
            transfer.path.write_bytes(BIG + b"more")
        elif method == "abort_upload":
            desk.clock.advance(60)
            claimed = desk.queue.claim("other")
            assert claimed is not None
            held.append(claimed)
            desk.table.update(transfer.id, owner="other", upload_id="other's", sent_bytes=5)
            desk.table.add_part(transfer.id, "other", part, 5)

    desk.store.before = act
    desk.engine.run_once()
    assert [key for method, key in desk.store.calls if method == "abort_upload"] == [desk.key(transfer)]
    now = desk.get(transfer)
    assert (now.state, now.upload_id, now.sent_bytes, now.parts) == (S.SENDING, "other's", 5, (part,))
    assert desk.queue.cancel(transfer.id)
    assert held[0][1].halt is Halt.CANCEL


class FullDatabase(Database):
    """A database on a disk that fills up."""

    is_full = False

    def write(self) -> AbstractContextManager[sqlite3.Connection]:
        """Refuse where there is no room."""
        if FullDatabase.is_full:
            raise StorageFull("write", reason=Reason.DISK_FULL)
        return super().write()


@pytest.fixture
def _room() -> Iterator[None]:
    FullDatabase.is_full = False
    yield
    FullDatabase.is_full = False


@pytest.mark.usefixtures("_room")
@pytest.mark.parametrize("method", ["put", "head"])
def test_full_disk_here_loses_nothing(tmp_path: Path, method: str) -> None:
    """No room for the queue's own notes: said once; when there is room, what arrived is noted and not sent again."""
    desk = Desk(tmp_path, open_database=FullDatabase)
    transfers = [desk.take(f"{n}.jpg", JPEG + bytes([n])) for n in range(3)]

    def fill(called: str, _key: str) -> None:
        FullDatabase.is_full = FullDatabase.is_full or (called == method and len(desk.store.writes) == 1)

    desk.store.after = fill
    for _ in range(5):
        desk.engine.run_once()
    assert _told(desk, ProblemRaised) == [ProblemRaised(Reason.DISK_FULL)]
    assert len(desk.store.writes) == 1
    desk.store.after = lambda _method, _key: None
    FullDatabase.is_full = False
    desk.run()
    assert [desk.state(transfer) for transfer in transfers] == [S.UPLOADED] * 3
    assert desk.store.writes == [desk.key(transfer) for transfer in transfers]
    assert _told(desk, ProblemSolved) == [ProblemSolved(Reason.DISK_FULL)]
    desk.close()


def _until(is_done: Callable[[], bool]) -> None:
    """Poll until something holds."""
    deadline = threading.Event()
    timer = threading.Timer(_DEADLINE_S, deadline.set)
    timer.start()
    try:
        while not is_done():
            assert not deadline.wait(0.01), "it did not come to pass in time"
    finally:
        timer.cancel()
        timer.join()


def test_workers_move_many_files_at_once_and_stop(desk: Desk) -> None:
    """Four workers send a hundred files, some of them alike: each content arrives once; then all threads end."""
    transfers = [desk.take(f"{n}.jpg", JPEG + str(n % 40).encode()) for n in range(100)]
    desk.engine.start()
    _until(lambda: desk.table.counts().unsent == 0)
    assert desk.engine.stop()
    counts = desk.table.counts().by_state
    assert counts == {S.UPLOADED: 40, S.DUPLICATE: 60}
    assert len(desk.store.writes) == len(set(desk.store.writes)) == 40
    assert {desk.get(transfer).item_id for transfer in transfers} == {key.split("/")[-2] for key in desk.store.writes}
    assert max(event.bytes_per_s for event in _told(desk, TransferProgress)) >= 0


def test_twin_of_a_failed_file_goes_on_itself(desk: Desk) -> None:
    """Of two files alike the second waits for the first; where the first fails, the second is sent."""
    first, second = desk.take("a.jpg", JPEG), desk.take("b.jpg", JPEG)
    held = [desk.queue.claim("w1"), desk.queue.claim("w2")]
    assert desk.table.hold_sha256(first.id, "w1", "same") == ""
    assert desk.table.hold_sha256(second.id, "w2", "same") == first.id
    assert desk.state(second) is S.WAITING
    assert desk.table.claim_next(desk.clock(), "w3") is None
    desk.table.update(first.id, S.FAILED, owner="w1")
    for transfer, control in filter(None, held):
        desk.queue.release(transfer.id, control)
    desk.run()
    assert desk.state(second) is S.UPLOADED


def test_stop_lets_go_and_the_next_start_goes_on(desk: Desk) -> None:
    """Stopping in the middle of an upload stores nothing; a new start sends it."""
    transfer = desk.take("a.jpg", JPEG)
    is_sending, may_go_on = threading.Event(), threading.Event()

    def wait(method: str, _key: str) -> None:
        if method == "put" and not may_go_on.is_set():
            is_sending.set()
            assert may_go_on.wait(_DEADLINE_S)

    desk.store.before = wait
    desk.engine.start()
    assert is_sending.wait(_DEADLINE_S)
    stopper = threading.Thread(target=desk.engine.stop)
    stopper.start()
    _until(lambda: any(control.halt for control in desk.queue._controls.values()))  # noqa: SLF001 - the moment between
    may_go_on.set()
    stopper.join(_DEADLINE_S)
    assert desk.state(transfer) is S.WAITING
    assert desk.store.objects == {}
    desk.engine.start()
    _until(lambda: desk.state(transfer) is S.UPLOADED)
    assert desk.engine.stop()


def test_orders_reach_a_running_engine(desk: Desk) -> None:
    """What another process writes into the queue is done without a restart."""
    from desktop.library.transfers import Order, Verb  # noqa: PLC0415 - this test alone plays another process

    desk.queue.pause()
    transfer = desk.take("a.jpg", JPEG)
    desk.engine.start()
    desk.table.add_order(Order(Verb.RESUME))
    _until(lambda: desk.state(transfer) is S.UPLOADED)
    assert desk.engine.stop()


def test_link_that_is_back_is_used_at_once(desk: Desk) -> None:
    """Told that the newsroom answers again, the engine does not wait out its delay."""
    transfer = desk.take("a.jpg", JPEG)
    _fail(desk, Offline("put"), times=1_000)
    desk.engine.start()
    _until(lambda: desk.engine.link is Link.OFFLINE and desk.state(transfer) is S.WAITING)
    desk.store.before = lambda _method, _key: None
    desk.engine.go_on()  # the clock stands still: without this it would wait for ever
    _until(lambda: desk.state(transfer) is S.UPLOADED)
    assert desk.engine.stop()


def test_engine_rests_where_all_wait_and_nothing_is_left(desk: Desk) -> None:
    """Offline with nothing left to send, the workers sleep: they do not ask the queue again and again."""
    transfer = desk.take("a.jpg", JPEG)
    _fail(desk, Offline("put"), times=1_000)
    desk.engine.run_once()
    desk.queue.cancel(transfer.id)
    desk.clock.advance(3600)
    asked: list[str] = []
    claim = desk.table.claim_next

    class CountedTable(TransferTable):
        """Counts how often somebody asks for work."""

        def claim_next(self, now_s: float, owner: str) -> Transfer | None:
            asked.append(owner)
            return claim(now_s, owner)

    desk.queue.table = CountedTable(desk.queue_db)
    desk.engine.start()
    _until(lambda: len(asked) >= desk.settings.concurrency)
    _until(lambda: desk.engine.stop(1.0))
    assert len(asked) <= 3 * desk.settings.concurrency


def test_files_at_a_time_change_while_it_runs(desk: Desk) -> None:
    """GIVEN a running engine WHEN the setting goes up and down THEN there are as many workers as it says."""

    def workers() -> int:
        return sum(
            thread.name.startswith("transfer-") and thread.name[-1].isdigit() for thread in threading.enumerate()
        )

    desk.engine.start()
    _until(lambda: workers() == desk.settings.concurrency)
    for number in (6, 2, 5):
        desk.settings = replace(desk.settings, concurrency=number)
        desk.engine.fit()
        _until(lambda: workers() == desk.settings.concurrency)
    _until(lambda: desk.engine.stop(1.0))
    desk.engine.fit()
    assert workers() == 0


def test_delays_double_and_end_at_a_minute() -> None:
    """The delay doubles from half a second or more to a minute at most, spread by chance."""
    assert [backoff_s(n, 1.0) for n in (1, 2, 3, 7, 50)] == [1.0, 2.0, 4.0, LONGEST_DELAY_S, LONGEST_DELAY_S]
    assert backoff_s(1, 0.0) == 0.5


def test_gate_lets_one_try_at_a_time() -> None:
    """While all wait, one worker tries; workers that fail together count as one failure."""
    gate = Gate()
    assert gate.shut(Offline("put"), 0.0)
    first_wait = gate.wait_s(0.0)
    assert not gate.shut(Offline("put"), 0.0)
    assert gate.wait_s(0.0) == first_wait
    assert gate.wait_s(2.0) == 0.0
    gate.enter()
    assert gate.wait_s(2.0) is None
    gate.shut(Offline("put"), 2.0)
    assert 0 < (gate.wait_s(2.0) or 0) <= 2
    assert gate.open() is not None
    assert gate.wait_s(2.0) == 0.0


def test_speed_is_that_of_the_last_seconds() -> None:
    """The meter forgets what is older than its window, and starts over when a part goes again."""
    meter = Meter()
    for second in range(20):
        meter.add(float(second), second * 100 if second < 10 else 1000 + (second - 10) * 10)
    assert meter.bytes_per_s == pytest.approx(10.0)
    meter.add(20.0, 0)
    assert meter.bytes_per_s == 0.0
