"""What is done after an upload: only what the rule says, to the very file that the library has; nothing is lost."""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from cloud.contract.findings import Caption
from cloud.contract.item import Item
from cloud.contract.keys import new_item_id
from cloud.contract.status import ItemStatus, Profile
from desktop.core.errors import Offline, SnapStreamError
from desktop.core.model import AfterUpload, Afterwards, Folder, Transfer, TransferState
from desktop.library.activity import Happening, What
from desktop.library.database import Database
from desktop.library.duties import DutyTable
from desktop.library.schema import QUEUE
from desktop.library.transfers import TransferTable
from desktop.transfer.aftercare import Aftercare
from desktop.transfer.disposal import choose_target

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from cloud.contract.record import Json

BODY = b"\xff\xd8\xff" + bytes(5000)
DAY_S = 24 * 3600.0
NOW = 1_800_000_000.0


@dataclass
class Care:
    """A watched folder with one file that is in the library."""

    root: Path
    transfers: TransferTable
    duties: DutyTable
    rule: Folder
    items: dict[str, Item] = field(default_factory=dict)
    edits: list[tuple[str, Mapping[str, Json]]] = field(default_factory=list)
    notes: list[Happening] = field(default_factory=list)
    held: set[Path] = field(default_factory=set)
    answer: int | SnapStreamError = 2
    now_s: float = NOW

    def __post_init__(self) -> None:
        """Make what is tested."""
        self.care = self.again()

    def again(self) -> Aftercare:
        """Return what a restart makes."""
        return Aftercare(
            self.duties, self.transfers, self, lambda: (self.rule,), edit=self._edit, note=self.notes.append,
            is_held_open=self.held.__contains__, clock=lambda: self.now_s,
        )  # fmt: skip

    def get(self, item_id: str) -> Item | None:
        """Return an item."""
        return self.items.get(item_id)

    def _edit(self, item_id: str, changes: Mapping[str, Json], done: Callable[[int | SnapStreamError], None]) -> None:
        self.edits.append((item_id, changes))
        done(self.answer)

    def upload(self, relative: str, state: TransferState = TransferState.UPLOADED, body: bytes = BODY) -> Transfer:
        """Put a file there, and say that it was uploaded."""
        path = self.root / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(body)
        status = path.stat()
        made = Transfer(
            new_item_id(self.now_s), path, str(self.root), "newsroom", Profile.FULL, "", status.st_size,
            status.st_mtime_ns, state, self.now_s, sha256=hashlib.sha256(body).hexdigest(), ended_at=self.now_s,
        )  # fmt: skip
        self.transfers.add([made])
        self.items[made.id] = Item(
            id=made.id, library="newsroom", owner_id="u", key="", version_id="v", filename=path.name, folder="desk",
            size_bytes=status.st_size, sha256=made.sha256, profile=Profile.FULL, uploaded_at="",
            status=ItemStatus.COMPLETED, version=1, updated_at="", media_type="image", mime="image/jpeg",
        )  # fmt: skip
        self.care.ended([made])
        return made

    def pass_days(self, days: float) -> None:
        """Let time go by, and do what is due."""
        self.now_s += days * DAY_S
        self.care.work()


@pytest.fixture
def care(tmp_path: Path) -> Iterator[Care]:
    """Return a folder whose rule moves what is uploaded."""
    root = tmp_path / "desk"
    root.mkdir()
    db = Database(tmp_path / "queue.db", QUEUE, is_durable=True)
    yield Care(root, TransferTable(db), DutyTable(db), Folder(root, after=Afterwards(AfterUpload.MOVE)))
    db.close()


def test_an_uploaded_file_is_moved_and_found_there(care: Care) -> None:
    """GIVEN the rule to move WHEN the library has the file THEN it lies below the subfolder, and that is told."""
    sent = care.upload("polling/a.jpg")
    care.care.work()
    moved = care.root / "Uploaded" / "polling" / "a.jpg"
    assert moved.read_bytes() == BODY
    assert not sent.path.exists()
    found = care.transfers.get(sent.id)
    assert found is not None
    assert found.path == moved
    assert [(n.what, n.name, n.detail) for n in care.notes] == [(What.MOVED, "a.jpg", "Uploaded")]
    care.care.work()
    assert len(care.notes) == 1


def test_nothing_is_written_over(care: Care) -> None:
    """GIVEN another file of the name in the subfolder WHEN one is moved THEN it takes a name of its own."""
    other = care.root / "Uploaded" / "a.jpg"
    other.parent.mkdir()
    other.write_bytes(b"another")
    care.upload("a.jpg")
    care.care.work()
    assert other.read_bytes() == b"another"
    assert (care.root / "Uploaded" / "a (2).jpg").read_bytes() == BODY


def test_a_file_is_deleted_after_its_days_and_not_before(care: Care) -> None:
    """GIVEN the rule to delete after 7 days THEN it is there on the sixth and gone on the eighth."""
    care.rule = replace(care.rule, after=Afterwards(AfterUpload.DELETE, days=7))
    sent = care.upload("a.jpg")
    care.pass_days(6)
    assert sent.path.exists()
    care.pass_days(2)
    assert not sent.path.exists()
    assert [n.what for n in care.notes] == [What.REMOVED]


def test_longer_days_hold_for_what_waits(care: Care) -> None:
    """GIVEN a file that is to go after 7 days WHEN the rule says 30 by then THEN it stays so long."""
    care.rule = replace(care.rule, after=Afterwards(AfterUpload.DELETE, days=7))
    sent = care.upload("a.jpg")
    care.rule = replace(care.rule, after=Afterwards(AfterUpload.DELETE, days=30))
    care.pass_days(8)
    assert sent.path.exists()
    care.pass_days(23)
    assert not sent.path.exists()


@pytest.mark.parametrize("do", [AfterUpload.MOVE, AfterUpload.DELETE])
@pytest.mark.parametrize(
    "spoil",
    ["changed", "same size and time", "link", "other bytes in the library", "rejected", "gone from the library"],
)
def test_what_is_not_the_very_file_stays(care: Care, do: AfterUpload, spoil: str) -> None:
    """GIVEN a file that is not, or not surely, what the library has WHEN its time comes THEN it stays where it is."""
    care.rule = replace(care.rule, after=Afterwards(do, days=1))
    sent = care.upload("a.jpg")
    item = care.items[sent.id]
    if spoil == "changed":
        sent.path.write_bytes(BODY + b"more")
    elif spoil == "same size and time":
        sent.path.write_bytes(BODY[:-1] + b"x")
        os.utime(sent.path, ns=(sent.mtime_ns, sent.mtime_ns))
    elif spoil == "link":
        kept = care.root / "kept.jpg"
        sent.path.rename(kept)
        sent.path.symlink_to(kept)
    elif spoil == "other bytes in the library":
        care.items[sent.id] = replace(item, sha256="0" * 64)
    elif spoil == "rejected":
        care.items[sent.id] = replace(item, status=ItemStatus.REJECTED)
    else:
        care.items.clear()
    before = sent.path.read_bytes()
    care.pass_days(2)
    care.pass_days(2)
    assert sent.path.read_bytes() == before
    assert not (care.root / "Uploaded" / "a.jpg").exists()
    assert {n.what for n in care.notes} <= {What.KEPT}


def test_a_rule_that_says_so_no_more_is_obeyed(care: Care) -> None:
    """GIVEN a file that is to be deleted WHEN the rule is taken back before THEN it stays, for good."""
    care.rule = replace(care.rule, after=Afterwards(AfterUpload.DELETE, days=1))
    sent = care.upload("a.jpg")
    care.rule = Folder(care.root)
    care.pass_days(2)
    care.rule = replace(care.rule, after=Afterwards(AfterUpload.DELETE, days=1))
    care.pass_days(2)
    assert sent.path.exists()


def test_what_was_uploaded_before_the_rule_stays(care: Care) -> None:
    """GIVEN a rule that was saved after an upload THEN that file is not touched."""
    care.rule = replace(care.rule, saved_at=NOW + 1)
    sent = care.upload("a.jpg")
    care.pass_days(1)
    assert sent.path.exists()


@pytest.mark.parametrize("state", [TransferState.FAILED, TransferState.CHECKING, TransferState.CANCELLED])
def test_what_did_not_arrive_verified_stays(care: Care, state: TransferState) -> None:
    """GIVEN a transfer that did not end well THEN its file is not touched."""
    sent = care.upload("a.jpg", state)
    care.pass_days(1)
    assert sent.path.exists()


def test_a_file_that_somebody_writes_to_waits(care: Care) -> None:
    """GIVEN a file that is open for writing THEN it is moved once it is not."""
    sent = care.upload("a.jpg")
    care.held.add(sent.path)
    care.care.work()
    assert sent.path.exists()
    care.held.clear()
    care.pass_days(1)
    assert not sent.path.exists()


def test_an_item_that_is_still_analysed_is_waited_for(care: Care) -> None:
    """GIVEN an item in work, which may yet be rejected THEN its file is moved only when that is known."""
    sent = care.upload("a.jpg")
    care.items[sent.id] = replace(care.items[sent.id], is_open=True, status=ItemStatus.PROCESSING)
    care.care.work()
    assert sent.path.exists()
    care.items[sent.id] = replace(care.items[sent.id], is_open=False, status=ItemStatus.PARTIAL)
    care.pass_days(1)
    assert not sent.path.exists()


@pytest.mark.parametrize("killed", ["before its place was taken", "before the rename", "after the rename"])
def test_a_move_that_was_cut_short_is_ended(care: Care, killed: str) -> None:
    """GIVEN a kill in the middle of a move WHEN it starts again THEN the file lies in the subfolder, once and whole."""
    sent = care.upload("a.jpg")
    target = choose_target(sent.path, care.root, "Uploaded")
    care.duties.begin(care.duties.due(NOW)[0], target)
    if killed != "before its place was taken":
        target.parent.mkdir()
        target.touch()
    if killed == "after the rename":
        sent.path.replace(target)
    care.care = care.again()
    care.care.work()
    found = care.transfers.get(sent.id)
    assert found is not None
    assert found.path == target
    assert [path.name for path in care.root.rglob("*") if path.is_file()] == ["a.jpg"]
    assert target.read_bytes() == BODY


def test_a_caption_is_filled_where_it_is_empty(care: Care) -> None:
    """GIVEN a rule with words WHEN an item brings a byline of its own THEN the other fields are filled, once."""
    care.rule = Folder(care.root, caption=(("byline", "Desk"), ("credit", "Courier"), ("rights", "All")))
    sent = care.upload("a.jpg")
    care.items[sent.id] = replace(care.items[sent.id], caption=Caption(byline="Idris Falk"))
    care.answer = Offline("edit")
    care.care.work()
    care.answer = 2
    care.pass_days(1)
    care.pass_days(1)
    assert care.edits == [(sent.id, {"caption": {"credit": "Courier", "rights": "All"}})] * 2
    assert sent.path.exists()


def test_only_what_a_rule_says_is_ever_a_duty(care: Care) -> None:
    """GIVEN the usual rule THEN nothing is noted, and nothing is done."""
    care.rule = Folder(care.root)
    sent = care.upload("a.jpg")
    care.pass_days(400)
    assert sent.path.exists()
    assert care.duties.next_due() is None


@pytest.mark.parametrize("name", ["", "..", ".", "a/b", "a\\b", "C:", " "])
def test_a_rule_cannot_lead_out_of_its_folder(name: str) -> None:
    """GIVEN a subfolder that is no plain name THEN there is no such rule."""
    with pytest.raises(ValueError, match="one name"):
        Afterwards(AfterUpload.MOVE, subfolder=name)
