"""What a person and the watcher may ask of the queue, and that no order of asking breaks it."""

from __future__ import annotations

import os
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, initialize, invariant, multiple, rule

from cloud.contract.reasons import Reason
from cloud.contract.status import ItemStatus
from desktop.core.events import QueueChanged, TransferChanged
from desktop.core.model import TRANSITIONS, Folder, FoundFile, Transfer, TransferState
from desktop.library.transfers import Order, TransitionError, Verb
from desktop.transfer.queue import TransferQueue
from desktop.transfer.settlement import settle_changed, settle_halt
from tests.fakes.newsroom import JPEG, Desk, make_item

if TYPE_CHECKING:
    from desktop.transfer.control import Control

S = TransferState


def test_path_that_was_sent_and_did_not_change_is_not_sent_again(desk: Desk) -> None:
    """A second scan, in a later run too, returns the same item and sends nothing."""
    found = desk.write("a.jpg", JPEG)
    first = desk.queue.take(found)
    desk.run()
    desk.restart()
    desk.store.calls.clear()
    assert desk.queue.take(found).id == first.id
    desk.run()
    assert desk.store.calls == []


def test_hidden_history_still_knows_what_was_sent(desk: Desk) -> None:
    """Taking a row off the list does not make the file be sent again."""
    found = desk.write("a.jpg", JPEG)
    first = desk.queue.take(found)
    desk.run()
    assert desk.queue.remove(first.id)
    assert desk.table.ids([S.UPLOADED]) == []
    assert desk.queue.take(found).id == first.id


def test_changed_file_is_a_new_item(desk: Desk) -> None:
    """A path with other bytes than those that were sent gets an item of its own."""
    first = desk.take("a.jpg", JPEG + b"1")
    desk.run()
    second = desk.take("a.jpg", JPEG + b"22")
    desk.run()
    assert first.id != second.id
    assert {desk.body(first), desk.body(second)} == {JPEG + b"1", JPEG + b"22"}


def test_file_that_changes_while_it_waits_is_sent_once(desk: Desk) -> None:
    """Taken again before its turn, it keeps its place and sends what it holds then."""
    first = desk.take("a.jpg", JPEG + b"1")
    second = desk.take("a.jpg", JPEG + b"22")
    desk.run()
    assert first.id == second.id
    assert desk.body(first) == JPEG + b"22"


def test_file_that_changes_on_the_line_is_sent_too(desk: Desk) -> None:
    """New bytes found after the last look at the file, before its end is noted, get an item of their own."""
    first = desk.take("a.jpg", JPEG + b"1")
    desk.store.after = lambda method, _key: method == "put" and len(desk.store.writes) == 1 and take_newer()

    def take_newer() -> None:
        desk.take("a.jpg", JPEG + b"22")

    desk.run()
    latest = desk.table.find_path(first.path)
    assert latest is not None
    assert {desk.body(first), desk.body(latest)} == {JPEG + b"1", JPEG + b"22"}


def test_rejected_file_stays_rejected_until_it_changes(desk: Desk) -> None:
    """Found again unchanged it stays as it is; with other bytes it is tried again."""
    found = desk.write("a.jpg", b"no picture")
    first = desk.queue.take(found)
    desk.run()
    assert desk.queue.take(found).state is S.REJECTED
    desk.take("a.jpg", JPEG)
    desk.run()
    assert desk.state(first) is S.UPLOADED


def test_failed_file_found_again_is_tried_again(desk: Desk) -> None:
    """A file that was away when its turn came, and is back, goes on by itself."""
    found = desk.write("a.jpg", JPEG)
    transfer = desk.queue.take(found)
    found.path.rename(found.path.with_suffix(".away"))
    desk.run()
    assert desk.state(transfer) is S.FAILED
    found.path.with_suffix(".away").rename(found.path)
    desk.queue.take(found)
    desk.run()
    assert desk.state(transfer) is S.UPLOADED


def test_files_left_are_counted_by_folder(desk: Desk) -> None:
    """What still wants to go is counted for each folder, paused ones too; what has ended is not."""
    first = desk.take("a.jpg", JPEG)
    desk.run()
    assert desk.table.left_by_folder() == {}
    waiting, paused = desk.take("b.jpg", JPEG + b"1"), desk.take("c.jpg", JPEG + b"2")
    desk.queue.pause_one(paused.id)
    elsewhere = desk.queue.take(replace(desk.write("d.jpg", JPEG + b"3"), folder=Folder(Path("/elsewhere"))))
    assert desk.table.left_by_folder() == {first.folder: 2, "/elsewhere": 1}
    assert {desk.get(t).folder for t in (waiting, paused, elsewhere)} == {first.folder, "/elsewhere"}


def test_ended_transfers_are_listed_the_latest_first(desk: Desk) -> None:
    """The list of what has ended is ordered by its end, leaves out hidden ones, and is cut where it is asked to be."""
    ended = []
    for name in ("a", "b", "c"):
        ended.append(desk.take(f"{name}.jpg", JPEG + name.encode()).id)
        desk.run()
        desk.clock.advance(1)
    desk.queue.remove(ended[1])
    assert desk.table.ids([S.UPLOADED, S.FAILED], newest_first=True) == [ended[2], ended[0]]
    assert desk.table.ids([S.UPLOADED], newest_first=True, limit=1) == [ended[2]]
    assert desk.table.ids([], newest_first=True) == []


def test_duplicate_found_by_the_newsroom(desk: Desk) -> None:
    """Two people sent the same bytes at once: the later transfer becomes a duplicate of the earlier item."""
    transfer = desk.take("a.jpg", JPEG)
    desk.run()
    desk.queue.found_duplicate(transfer.id, "OTHER")
    desk.queue.found_duplicate(transfer.id, "THIRD")
    found = desk.get(transfer)
    assert (found.state, found.item_id) == (S.DUPLICATE, "OTHER")


def test_pause_survives_a_restart_and_resume_ends_it(desk: Desk) -> None:
    """A paused queue claims nothing, also after a restart."""
    transfer = desk.take("a.jpg", JPEG)
    desk.queue.pause()
    desk.restart()
    desk.run()
    assert desk.state(transfer) is S.WAITING
    desk.queue.resume()
    desk.run()
    assert desk.state(transfer) is S.UPLOADED
    assert [event for event in desk.events if isinstance(event, QueueChanged)] == [
        QueueChanged(paused=True),
        QueueChanged(paused=False),
    ]


def test_orders_of_another_process_are_followed_once(desk: Desk) -> None:
    """Pause, resume and retry left in the queue are done by whoever runs next, in order."""
    transfer = desk.take("a.jpg", JPEG)
    transfer.path.rename(transfer.path.with_suffix(".away"))
    desk.run()
    transfer.path.with_suffix(".away").rename(transfer.path)
    for verb in (Verb.PAUSE, Verb.RESUME, Verb.RETRY):
        desk.table.add_order(Order(verb))
    assert len(desk.table.orders()) == 3
    desk.queue.follow_orders()
    assert desk.table.orders() == []
    assert not desk.queue.is_paused
    desk.run()
    assert desk.state(transfer) is S.UPLOADED


def test_retry_of_all_takes_only_what_failed(desk: Desk) -> None:
    """What was rejected or cancelled is tried again only when named."""
    rejected, cancelled = desk.take("r.jpg", b"text"), desk.take("c.jpg", JPEG)
    desk.queue.cancel(cancelled.id)
    desk.run()
    assert desk.queue.retry() == 0
    assert desk.queue.retry(cancelled.id) == 1
    desk.run()
    assert (desk.state(cancelled), desk.state(rejected)) == (S.UPLOADED, S.REJECTED)


def test_item_that_the_newsroom_rejected_is_sent_again_when_asked(desk: Desk) -> None:
    """Found again it is left alone; retried by name, the file becomes a new item."""
    found = desk.write("a.jpg", JPEG)
    first = desk.queue.take(found)
    desk.run()
    sha256 = desk.get(first).sha256
    desk.items.apply([make_item(first.id, sha256=sha256, status=ItemStatus.REJECTED)])
    assert desk.queue.take(found).id == first.id
    assert desk.queue.retry(first.id) == 1
    desk.run()
    second = desk.queue.take(found)
    assert (second.id != first.id, second.state) == (True, S.UPLOADED)


def test_item_that_stands_is_not_sent_twice_by_a_retry(desk: Desk) -> None:
    """Retrying what is in the library sends nothing."""
    first = desk.take("a.jpg", JPEG)
    desk.run()
    desk.queue.retry(first.id)
    desk.run()
    assert desk.store.writes == [desk.key(first)]
    latest = desk.table.find_path(first.path)
    assert latest is not None
    assert latest.item_id == first.id


@pytest.mark.parametrize("verb", ["retry", "retry_all", "send_now", "take"])
def test_file_that_arrived_wrong_is_sent_again_as_a_new_item(desk: Desk, verb: str) -> None:
    """Its key is taken by other bytes: tried again, the file gets an item of its own, and the old row goes."""
    found = desk.write("a.jpg", JPEG)
    first = desk.queue.take(found)
    desk.store.after = lambda method, key: method == "put" and _spoil(desk, key)
    desk.run()
    assert (desk.state(first), desk.get(first).reason) == (S.FAILED, Reason.CHECKSUM)
    desk.store.after = lambda _method, _key: None
    # The newsroom met it too: its item says our fingerprint, and that what came cannot be used.
    desk.items.apply([make_item(first.id, sha256=desk.get(first).sha256, status=ItemStatus.FAILED)])
    match verb:
        case "retry":
            assert desk.queue.retry(first.id) == 1
        case "retry_all":
            assert desk.queue.retry() == 1
        case "send_now":
            assert desk.queue.send_now(first.id)
        case _:
            desk.queue.take(found)
    desk.run()
    second = desk.table.find_path(found.path)
    assert second is not None
    assert (second.id != first.id, second.state) == (True, S.UPLOADED)
    assert desk.body(second) == JPEG
    assert desk.table.ids([S.FAILED]) == []
    assert desk.queue.retry() == 0


def _spoil(desk: Desk, key: str) -> None:
    desk.store.objects[key] = replace(desk.store.objects[key], body=b"other bytes")


def test_send_now_is_next(desk: Desk) -> None:
    """A transfer sent now overtakes all that wait."""
    transfers = [desk.take(f"{n}.jpg", JPEG + bytes([n])) for n in range(3)]
    assert desk.queue.send_now(transfers[2].id)
    desk.run()
    assert desk.store.writes[0] == desk.key(transfers[2])


def test_a_persons_order_is_the_order_of_sending(desk: Desk) -> None:
    """Moved before another one, or to the end, transfers go in that order; it is on disk."""
    one, two, three, four = (desk.take(f"{n}.jpg", JPEG + bytes([n])) for n in range(4))
    assert desk.queue.move([four.id], two.id)
    assert desk.queue.move([one.id])
    again = TransferQueue(desk.queue.table, lambda _event: None)
    assert again.table.ids([S.WAITING]) == [four.id, two.id, three.id, one.id]
    desk.run()
    assert desk.store.writes == [desk.key(each) for each in (four, two, three, one)]


def test_several_are_moved_together(desk: Desk) -> None:
    """They keep the order they have among themselves."""
    ids = [desk.take(f"{n}.jpg", JPEG + bytes([n])).id for n in range(5)]
    assert desk.queue.move([ids[3], ids[4]], ids[0])
    assert desk.queue.table.ids([S.WAITING]) == [ids[3], ids[4], ids[0], ids[1], ids[2]]


def test_moving_to_the_same_place_again_and_again_never_runs_out_of_room(desk: Desk) -> None:
    """Between two numbers there is only so much room: then all are numbered anew, in the order they have."""
    ids = [desk.take(f"{n}.jpg", JPEG + bytes([n])).id for n in range(4)]
    for _ in range(80):
        desk.queue.move([ids[0]], ids[3])
        desk.queue.move([ids[1]], ids[3])
    assert desk.queue.table.ids([S.WAITING]) == [ids[2], ids[0], ids[1], ids[3]]


def test_only_what_waits_is_moved(desk: Desk) -> None:
    """What has arrived keeps its place, and nothing is moved before it."""
    done = desk.take("a.jpg", JPEG)
    desk.run()
    waiting = desk.take("b.jpg", JPEG + b"b")
    assert not desk.queue.move([done.id], waiting.id)
    assert not desk.queue.move([waiting.id], done.id)
    assert not desk.queue.move([waiting.id], waiting.id)


def test_names_are_found_without_case_and_accents(desk: Desk) -> None:
    """All words of what was typed are in the path, in the order of sending."""
    one = desk.take("Café démo.jpg", JPEG)
    two = desk.take("demo.jpg", JPEG + b"2")
    desk.take("other.jpg", JPEG + b"3")
    assert desk.queue.table.find([S.WAITING], "DEMO") == [one.id, two.id]
    assert desk.queue.table.find([S.WAITING], "demo cafe") == [one.id]
    assert desk.queue.table.find([S.WAITING], limit=2) == [one.id, two.id]


def test_it_is_known_when_one_was_paused(desk: Desk) -> None:
    """The list says since when; once it goes on that is forgotten."""
    transfer = desk.take("a.jpg", JPEG)
    assert desk.queue.pause_one(transfer.id)
    found = desk.queue.table.get(transfer.id)
    assert found is not None
    assert found.ended_at > 0
    assert desk.queue.resume_one(transfer.id)
    again = desk.queue.table.get(transfer.id)
    assert again is not None
    assert again.ended_at == 0


def test_what_has_arrived_cannot_be_cancelled(desk: Desk) -> None:
    """Cancel is refused once the bytes are there: nothing that is in the library is called cancelled."""
    transfer = desk.take("a.jpg", JPEG)
    answers: list[bool] = []

    def cancel(method: str, _key: str) -> None:
        if method == "head":
            answers.append(desk.queue.cancel(transfer.id))

    desk.store.before = cancel
    desk.run()
    assert answers == [False]
    assert desk.state(transfer) is S.UPLOADED


@pytest.mark.parametrize(("halt", "state"), [("cancel", S.CANCELLED), ("pause_one", S.PAUSED), ("pause", S.WAITING)])
def test_transfer_on_the_line_lets_go(desk: Desk, halt: str, state: TransferState) -> None:
    """Cancel, pause and pause of all stop an upload in the middle; nothing is stored."""
    transfer = desk.take("a.jpg", JPEG)

    def ask(method: str, _key: str) -> None:
        if method == "put":
            getattr(desk.queue, halt)(*([] if halt == "pause" else [transfer.id]))

    desk.store.before = ask
    desk.engine.run_once()
    assert desk.state(transfer) is state
    assert desk.store.objects == {}


def test_steps_that_are_not_in_the_table_raise(desk: Desk) -> None:
    """The table of transitions is the law: any other step is a mistake and changes nothing."""
    for before in TransferState:
        for after in set(TransferState) - TRANSITIONS[before]:
            transfer = desk.take(f"{before}-{after}.jpg", JPEG)
            with desk.queue_db.write() as connection:
                connection.execute("UPDATE transfers SET state = ? WHERE id = ?", (before, transfer.id))
            with pytest.raises(TransitionError):
                desk.table.update(transfer.id, after)
            assert desk.state(transfer) is before


def test_hundred_thousand_files_are_taken_and_claimed(desk: Desk) -> None:
    """Adding in batches and claiming the first of 100,000 is a look-up in an index."""
    found = desk.write("a.jpg", JPEG)
    for start in range(0, 100_000, 10_000):
        desk.table.add(
            Transfer(
                f"{n:026d}", Path(f"/x/{n}.jpg"), "/x", "newsroom", found.folder.profile, "", 1, 1, S.WAITING, float(n)
            )
            for n in range(start, start + 10_000)
        )
    with desk.queue_db.read() as connection:
        plan = connection.execute(
            "EXPLAIN QUERY PLAN SELECT id FROM transfers INDEXED BY transfers_claim"
            " WHERE state = 'waiting' AND waits_for = '' AND not_before <= 1 ORDER BY rank LIMIT 1"
        ).fetchall()
    assert "transfers_claim" in plan[0][3]
    assert not any("TEMP B-TREE" in row[3] for row in plan)
    claimed = desk.table.claim_next(1.0, "me")
    assert claimed is not None
    assert claimed.path == Path("/x/0.jpg")
    assert desk.table.counts().by_state == {S.WAITING: 99_999, S.SENDING: 1}


class QueueMachine(RuleBasedStateMachine):
    """Any order of finding, claiming, ending, asking and dying.

    The model: how many times each path's bytes changed, and which states were seen. Whatever happens, no path is
    forgotten, no state is reached that may not follow the one before, and what has arrived stays arrived.
    """

    paths = Bundle("paths")
    held = Bundle("held")

    def __init__(self) -> None:
        super().__init__()
        self.directory = tempfile.TemporaryDirectory()
        self.desk = Desk(Path(self.directory.name))
        self.known: dict[Path, FoundFile] = {}
        self.states: dict[str, TransferState] = {}
        self.arrived: set[str] = set()
        self.claimed: dict[str, Control] = {}
        self.owner = "one"

    def teardown(self) -> None:
        """Close."""
        self.desk.close()
        self.directory.cleanup()

    @initialize(target=paths)
    def begin(self) -> object:
        """Find three files."""
        return multiple(*(self.find(name, name) for name in "abc"))

    def find(self, name: str, body: str) -> Path:
        """Write and take one file."""
        found = self.desk.write(name, JPEG + body.encode())
        self.known[found.path] = found
        self.desk.queue.take(found)
        return found.path

    @rule(path=paths)
    def scan_again(self, path: Path) -> None:
        """Find a file again, unchanged."""
        self.desk.queue.take(self.known[path])

    @rule(path=paths, body=st.text("xyz", min_size=1, max_size=3))
    def change(self, path: Path, body: str) -> None:
        """Find a file with other bytes."""
        self.find(path.name, body)

    @rule(target=held)
    def claim(self) -> object:
        """Let a worker take the next."""
        claimed = self.desk.queue.claim(self.owner)
        if claimed is None:
            return multiple()
        transfer, control = claimed
        assert transfer.id not in self.claimed
        self.claimed[transfer.id] = control
        return transfer.id

    @rule(transfer_id=consumes(held), end=st.sampled_from(["upload", "fail", "wait", "hash"]))
    def end(self, transfer_id: str, end: str) -> None:
        """Let a worker end, in one way or another, as the engine writes it down."""
        control = self.claimed.pop(transfer_id, None)
        if control is None:
            return  # its process died
        table, owner = self.desk.table, self.owner
        transfer = table.get(transfer_id)
        assert transfer is not None
        found = self.known[transfer.path]
        if control.halt is not None:
            settle_halt(transfer, control.halt, self.desk.clock()).write(self.desk.queue, owner)
        elif (transfer.size_bytes, transfer.mtime_ns) != (found.size_bytes, found.mtime_ns):
            settle_changed(transfer, self.desk.clock()).write(self.desk.queue, owner)
        elif end == "wait":
            table.update(transfer_id, S.WAITING, owner=owner)
        elif end == "fail":
            table.update(transfer_id, S.FAILED, owner=owner)
        elif table.hold_sha256(transfer_id, owner, "same" if end == "hash" else transfer_id) == "":
            table.update(transfer_id, S.CHECKING, owner=owner)
            self.note()
            if table.update(transfer_id, S.UPLOADED, owner=owner):
                self.arrived.add(transfer_id)
        self.desk.queue.release(transfer_id, control)

    @rule(path=paths, verb=st.sampled_from(["cancel", "pause_one", "resume_one", "retry", "send_now", "remove"]))
    def ask(self, path: Path, verb: str) -> None:
        """Ask something of one transfer."""
        transfer = self.desk.table.find_path(path)
        assert transfer is not None
        getattr(self.desk.queue, verb)(transfer.id)

    @rule(verb=st.sampled_from(["pause", "resume", "retry"]))
    def ask_all(self, verb: str) -> None:
        """Ask something of all."""
        getattr(self.desk.queue, verb)()

    @rule()
    def die(self) -> None:
        """Kill the process and start it again."""
        self.claimed.clear()
        self.owner += "'"
        self.desk.restart()
        self.desk.table.recover(self.owner)
        active = [transfer.id for transfer in self.everything() if transfer.state.is_active]
        assert active == []

    @invariant()
    def note(self) -> None:
        """Hold that each step is one that the table of transitions has, or several of them."""
        for transfer in self.everything():
            before = self.states.get(transfer.id, S.WAITING)
            assert transfer.state in _reachable(before), f"{before} to {transfer.state}"
            self.states[transfer.id] = transfer.state

    @invariant()
    def nothing_is_forgotten(self) -> None:
        """Hold that every file ever found has a transfer, and none is called sent with older bytes."""
        for path, found in self.known.items():
            transfer = self.desk.table.find_path(path)
            assert transfer is not None
            if transfer.state in {S.UPLOADED, S.DUPLICATE}:
                assert (transfer.size_bytes, transfer.mtime_ns) == (found.size_bytes, found.mtime_ns)

    @invariant()
    def arrived_stays_arrived(self) -> None:
        """Hold that what was uploaded never becomes anything else by any order."""
        for transfer in self.desk.table.get_many(sorted(self.arrived)):
            assert transfer.state in {S.UPLOADED, S.DUPLICATE}

    @invariant()
    def active_ones_are_held(self) -> None:
        """Hold that a transfer is active only where a worker has it."""
        assert {t.id for t in self.everything() if t.state.is_active} <= set(self.claimed)

    @invariant()
    def nobody_waits_for_nothing(self) -> None:
        """Hold that a transfer waits for another only while that one holds the same bytes."""
        with self.desk.queue_db.read() as connection:
            rows = connection.execute(
                "SELECT mine.id FROM transfers AS mine LEFT JOIN transfers AS other ON other.id = mine.waits_for"
                " WHERE mine.waits_for <> '' AND mine.state = 'waiting' AND (other.id IS NULL OR other.waits_for <> ''"
                " OR other.state NOT IN ('waiting', 'sending', 'checking') OR other.sha256 <> mine.sha256)"
            ).fetchall()
        assert rows == []

    def everything(self) -> list[Transfer]:
        """Return all transfers, hidden ones too."""
        with self.desk.queue_db.read() as connection:
            ids = [row[0] for row in connection.execute("SELECT id FROM transfers")]
        return self.desk.table.get_many(ids)


def _reachable(state: TransferState) -> set[TransferState]:
    found, new = {state}, {state}
    while new:
        new = {after for before in new for after in TRANSITIONS[before]} - found
        found |= new
    return found


TestQueueMachine = QueueMachine.TestCase
TestQueueMachine.settings = settings(
    max_examples=int(os.environ.get("SNAPSTREAM_EXAMPLES", "25")),
    stateful_step_count=30,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)


def test_every_verb_tells_what_changed(desk: Desk) -> None:
    """Whoever shows the queue hears of each change."""
    transfer = desk.take("a.jpg", JPEG)
    for verb in (desk.queue.pause_one, desk.queue.resume_one, desk.queue.cancel, desk.queue.retry):
        desk.events.clear()
        verb(transfer.id)
        assert TransferChanged(transfer.id) in desk.events
