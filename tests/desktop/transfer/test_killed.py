"""``kill -9`` at every instant: before and after every step on disk and every request, then a new start."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from desktop.core.model import TransferState
from desktop.library.database import Database
from tests.fakes.newsroom import JPEG, MIB, Desk

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterator, Sequence
    from pathlib import Path

MOV = b"\0\0\0\x14ftypqt  " + bytes(8)
BIG = MOV + bytes(range(256)) * 4096 * 12


class Killed(BaseException):
    """The process is no more."""


class Executioner:
    """Counts moments and kills at the n-th; after that the process makes no sound."""

    def __init__(self) -> None:
        self.left = -1
        self.is_dead = False

    def moment(self, *_: str) -> None:
        """Let one moment pass."""
        if self.is_dead:
            raise Killed
        self.left -= 1
        if self.left == 0:
            self.is_dead = True
            raise Killed


class MortalDatabase(Database):
    """A database whose process may die right before and right after each commit."""

    executioner: Executioner

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Write, and perhaps die."""
        with super().read() as connection:
            is_inner = connection.in_transaction
        with super().write() as connection:
            yield connection
            if not is_inner:
                self.executioner.moment()
        if not is_inner:
            self.executioner.moment()


def _open_mortal(executioner: Executioner, path: Path, migrations: Sequence[str]) -> Database:
    MortalDatabase.executioner = executioner
    return MortalDatabase(path, migrations)


def _die_at(tmp_path: Path, moment: int, names: dict[str, bytes], *, twice: bool) -> tuple[Desk, bool]:
    """Run until the moment of death (twice, if asked), then start anew and let it finish; say whether death came."""
    executioner = Executioner()
    root = tmp_path / f"{moment}"
    root.mkdir()
    desk = Desk(root, open_database=lambda path, migrations: _open_mortal(executioner, path, migrations), name_bytes=30)
    desk.store.before = desk.store.after = executioner.moment
    found = [desk.write(name, body) for name, body in names.items()]
    for file in found:
        desk.queue.take(file)
    has_died = False
    for _ in range(2 if twice else 1):
        executioner.left = moment
        try:
            desk.run()
        except Killed:
            has_died = True
        executioner.left, executioner.is_dead = -1, False
        desk.restart()
        for file in found:  # the scan at a start finds every file again
            desk.queue.take(file)
    desk.run()
    return desk, has_died


@pytest.mark.parametrize("twice", [False, True], ids=["once", "twice"])
@pytest.mark.parametrize(
    "names",
    [
        {"a.jpg": JPEG},
        {"a name that is long, so that it lies beside.jpg": JPEG},
        {"clip.mov": BIG},
        {"a.jpg": JPEG, "b.jpg": JPEG},
    ],
    ids=["small", "long name", "parts", "same bytes"],
)
def test_killed_at_any_instant_loses_nothing_and_doubles_nothing(
    tmp_path: Path, names: dict[str, bytes], *, twice: bool
) -> None:
    """After a kill at any moment, once or twice, each file arrives once, whole, and nothing is left open."""
    for moment in range(1, 500):
        desk, has_died = _die_at(tmp_path, moment, names, twice=twice)
        ended = desk.table.get_many(desk.table.ids(list(TransferState)))
        assert sorted(t.filename for t in ended) == sorted(names)
        assert {t.state for t in ended} <= {TransferState.UPLOADED, TransferState.DUPLICATE}
        assert len({t.item_id for t in ended}) == len(set(names.values()))
        for transfer in ended:
            if transfer.state is TransferState.UPLOADED:
                assert desk.body(transfer) == names[transfer.filename]
        originals = [key for key in desk.store.writes if not key.endswith("name.json")]
        assert len(originals) == len(set(names.values()))
        assert desk.store.uploads == {}
        desk.close()
        if not has_died:
            assert moment > 8
            return
    pytest.fail("it never got through")


def test_parts_that_arrived_are_not_sent_again(tmp_path: Path) -> None:
    """After a kill, only the parts that are missing are sent."""
    desk = Desk(tmp_path)
    transfer = desk.take("clip.mov", BIG)
    sent = 0

    def die_after_two(method: str, _key: str) -> None:
        nonlocal sent
        sent += method == "upload_part"
        if sent == 2:
            raise Killed

    desk.store.after = die_after_two
    with pytest.raises(Killed):
        desk.run()
    desk.store.after = lambda _method, _key: None
    assert len(desk.get(transfer).parts) == 1  # the second one arrived, and was not noted
    desk.restart()
    desk.store.calls.clear()
    desk.run()
    assert [method for method, _ in desk.store.calls].count("upload_part") == 1
    assert desk.body(transfer) == BIG
    desk.close()


def test_part_that_holds_other_bytes_is_sent_again(tmp_path: Path) -> None:
    """What was noted is compared with what the newsroom has: a part that is not ours is replaced."""
    desk = Desk(tmp_path)
    transfer = desk.take("clip.mov", BIG)

    def die(method: str, _key: str) -> None:
        if method == "upload_part":
            raise Killed

    desk.store.after = die
    with pytest.raises(Killed):
        desk.run()
    desk.store.after = lambda _method, _key: None
    upload = next(iter(desk.store.uploads.values()))
    part, _ = upload.parts[1]
    upload.parts[1] = (replace(part, checksum="b3RoZXI="), bytes(part.size_bytes))
    desk.restart()
    desk.run()
    assert desk.body(transfer) == BIG
    desk.close()


def test_upload_that_the_store_forgot_begins_anew(tmp_path: Path) -> None:
    """Where the newsroom dropped the open upload (the embedded cloud was killed), all parts are sent again."""
    desk = Desk(tmp_path)
    transfer = desk.take("clip.mov", BIG)

    def forget(method: str, _key: str) -> None:
        if method == "upload_part" and desk.store.calls.count((method, _key)) == 2:
            desk.store.uploads.clear()

    desk.store.after = forget
    desk.run()
    assert desk.state(transfer) is TransferState.UPLOADED
    assert desk.body(transfer) == BIG
    desk.close()


def test_cancel_survives_until_the_upload_is_dropped(tmp_path: Path) -> None:
    """A cancelled upload that could not be dropped in the newsroom is dropped later; nothing of it stays."""
    desk = Desk(tmp_path)
    transfer = desk.take("clip.mov", BIG)

    def cancel(method: str, _key: str) -> None:
        if method == "upload_part":
            desk.queue.cancel(transfer.id)
        if method == "abort_upload":
            raise Killed

    desk.store.before = cancel
    with pytest.raises(Killed):
        desk.run()
    assert len(desk.store.uploads) == 1
    desk.store.before = lambda _method, _key: None
    desk.restart()
    desk.run()
    assert desk.state(transfer) is TransferState.CANCELLED
    for stale in desk.table.stale_uploads():
        desk.uploader.abort(stale)
    assert desk.store.uploads == {}
    assert desk.table.stale_uploads() == []
    desk.close()


def test_part_size_stays_that_of_the_open_upload(tmp_path: Path) -> None:
    """Another part size in the settings does not spoil an upload that has begun."""
    desk = Desk(tmp_path)
    transfer = desk.take("clip.mov", BIG)

    def die(method: str, _key: str) -> None:
        if method == "upload_part":
            raise Killed

    desk.store.after = die
    with pytest.raises(Killed):
        desk.run()
    desk.store.after = lambda _method, _key: None
    desk.settings = type(desk.settings)(multipart_from_bytes=64 * MIB, part_size_bytes=7 * MIB)
    desk.restart()
    desk.run()
    assert desk.body(transfer) == BIG
    assert desk.store.objects[desk.key(transfer)].checksum.endswith("-3")
    desk.close()
