"""One file: what is sent, what is not, and what is written down."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from cloud.contract.keys import OriginalKey, decode_name
from cloud.contract.reasons import Reason
from cloud.contract.status import ItemStatus
from desktop.core.model import TransferState
from tests.fakes.newsroom import JPEG, MIB, Desk, make_item

if TYPE_CHECKING:
    from pathlib import Path

MOV = b"\0\0\0\x14ftypqt  " + bytes(8)
BIG = MOV + bytes(range(256)) * 4096 * 12  # 12 MiB in parts of 5


def test_small_file_arrives_whole_with_its_metadata(desk: Desk) -> None:
    """A small file is put in one request, verified, and carries what the contract asks for."""
    transfer = desk.take("Møte 100%+&.JPG", JPEG + b"body")
    desk.run()
    made = desk.store.objects[desk.key(transfer)]
    assert desk.state(transfer) is TransferState.UPLOADED
    assert made.body == JPEG + b"body"
    assert made.mime == "image/jpeg"
    assert {name: decode_name(value) for name, value in made.metadata.items()} == {
        "sha256": hashlib.sha256(made.body).hexdigest(),
        "filename": "Møte 100%+&.JPG",
        "profile": "full",
        "folder": "Picture desk",
    }
    assert all(value.isascii() for value in made.metadata.values())
    assert [method for method, _ in desk.store.calls] == ["put", "head"]


def test_language_travels(desk: Desk) -> None:
    """The folder's language and profile are in the metadata."""
    found = desk.write("a.jpg", JPEG)
    transfer = desk.queue.take(desk.find(found.path, language="nb-NO"))
    desk.run()
    assert desk.store.objects[desk.key(transfer)].metadata["language"] == "nb-NO"


def test_large_file_arrives_in_parts(desk: Desk) -> None:
    """A large file is sent in parts and is the same bytes when joined; nothing stays open."""
    transfer = desk.take("clip.mov", BIG)
    desk.run()
    done = desk.get(transfer)
    assert done.state is TransferState.UPLOADED
    assert desk.body(transfer) == BIG
    assert desk.store.objects[desk.key(transfer)].checksum.endswith("-3")
    assert (done.upload_id, done.parts, done.sent_bytes) == ("", (), len(BIG))
    assert desk.store.uploads == {}


@pytest.mark.parametrize(
    ("name", "body", "reason"),
    [
        ("empty.jpg", b"", Reason.EMPTY),
        ("text.jpg", b"This is no photograph.", Reason.NOT_MEDIA),
        ("large.jpg", JPEG + bytes(64 * MIB), Reason.TOO_LARGE),
    ],
)
def test_what_no_newsroom_takes_is_rejected_before_it_is_sent(
    desk: Desk, name: str, body: bytes, reason: Reason
) -> None:
    """An empty file, no media, and a file over the limit are rejected with their reason; no request is made."""
    transfer = desk.take(name, body)
    desk.run()
    assert (desk.state(transfer), desk.get(transfer).reason) == (TransferState.REJECTED, reason)
    assert desk.store.calls == []


def test_private_folder_of_another_person_fails_alone(desk: Desk) -> None:
    """A file for a library that this person may not write fails before it is sent; the others go on."""
    found = desk.write("a.jpg", JPEG + b"1")
    theirs = desk.queue.take(desk.find(found.path, library="private-u2"))
    mine = desk.take("b.jpg", JPEG + b"2")
    desk.run()
    assert (desk.state(theirs), desk.get(theirs).reason) == (TransferState.FAILED, Reason.ACCESS_DENIED)
    assert desk.state(mine) is TransferState.UPLOADED


def test_deleted_file_fails_and_the_others_go_on(desk: Desk) -> None:
    """A file deleted while queued fails with its reason."""
    gone, other = desk.take("gone.jpg", JPEG + b"1"), desk.take("other.jpg", JPEG + b"2")
    gone.path.unlink()
    desk.run()
    assert (desk.state(gone), desk.get(gone).reason) == (TransferState.FAILED, Reason.VANISHED)
    assert desk.state(other) is TransferState.UPLOADED


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="the super-user may read everything")
def test_unreadable_file_fails(desk: Desk) -> None:
    """A file that may not be opened fails with its reason."""
    transfer = desk.take("secret.jpg", JPEG)
    transfer.path.chmod(0)
    desk.run()
    assert (desk.state(transfer), desk.get(transfer).reason) == (TransferState.FAILED, Reason.UNREADABLE)


def test_folder_in_the_place_of_a_file_fails(desk: Desk) -> None:
    """A path that became a folder cannot be read."""
    transfer = desk.take("a.jpg", JPEG)
    transfer.path.unlink()
    transfer.path.mkdir()
    desk.run()
    assert (desk.state(transfer), desk.get(transfer).reason) == (TransferState.FAILED, Reason.UNREADABLE)


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="names are text there")
def test_name_that_is_no_text_survives(desk: Desk) -> None:
    """A name with a newline and a byte that is no UTF-8 comes through the queue and the metadata unchanged."""
    transfer = desk.take(b"\xff a\nb \xf0\x9f\x8e\x89.jpg", JPEG)
    desk.restart()
    desk.run()
    encoded = desk.store.objects[desk.key(transfer)].metadata["filename"]
    assert os.fsencode(decode_name(encoded)) == b"\xff a\nb \xf0\x9f\x8e\x89.jpg"


def test_name_too_long_for_metadata_lies_beside_the_original(tmp_path: Path) -> None:
    """A name over the metadata's share is shortened there, and whole in ``name.json``, which is stored first."""
    desk = Desk(tmp_path, name_bytes=90)
    name = "中" * 40 + ".jpg"
    transfer = desk.take(name, JPEG)
    desk.run()
    key = OriginalKey.of(transfer.library, "u1", transfer.id, name)
    assert desk.store.writes == [key.name_json, str(key)]
    assert json.loads(desk.store.objects[key.name_json].body) == {"filename": name}
    shown = decode_name(desk.store.objects[str(key)].metadata["filename"])
    assert (shown[:3], shown[-5:]) == ("中中中", "….jpg")
    desk.close()


def test_same_bytes_under_another_path_are_a_duplicate(desk: Desk) -> None:
    """The second path with the same bytes sends nothing and names the first one's item."""
    first = desk.take("a.jpg", JPEG + b"same")
    desk.run()
    second = desk.take("b.jpg", JPEG + b"same")
    desk.run()
    found = desk.get(second)
    assert (found.state, found.item_id) == (TransferState.DUPLICATE, first.id)
    assert desk.store.writes == [desk.key(first)]


def test_bytes_that_the_library_has_are_a_duplicate(desk: Desk) -> None:
    """Bytes that somebody else uploaded into this library are not sent; into another library they are."""
    sha256 = hashlib.sha256(JPEG).hexdigest()
    desk.items.apply([make_item("01ARZ3NDEKTSV4RRFFQ69G5FAV", sha256=sha256)])
    found = desk.write("a.jpg", JPEG)
    here = desk.queue.take(found)
    desk.run()
    assert desk.get(here).item_id == "01ARZ3NDEKTSV4RRFFQ69G5FAV"
    mine = desk.write("b.jpg", JPEG)
    there = desk.queue.take(desk.find(mine.path, library="private-u1"))
    desk.run()
    assert desk.state(there) is TransferState.UPLOADED


def test_bytes_that_were_rejected_are_no_duplicate(desk: Desk) -> None:
    """An item that the newsroom rejected holds nothing: the same bytes under another path are sent."""
    first = desk.take("a.jpg", JPEG)
    desk.run()
    sha256 = hashlib.sha256(JPEG).hexdigest()
    desk.items.apply([make_item(first.id, sha256=sha256, status=ItemStatus.REJECTED)])
    second = desk.take("b.jpg", JPEG)
    desk.run()
    assert desk.state(second) is TransferState.UPLOADED


def test_file_that_changes_between_parts_starts_over(desk: Desk) -> None:
    """Nothing mixed is stored: the upload is dropped, and the new bytes arrive under the same item."""
    transfer = desk.take("clip.mov", BIG)
    changed = MOV + b"new" + BIG[:-4]

    def change_once(method: str, _key: str) -> None:
        if method == "upload_part" and not transfer.path.read_bytes().startswith(MOV + b"new"):
            desk.write("clip.mov", changed)

    desk.store.after = change_once
    desk.engine.run_once()
    waiting = desk.get(transfer)
    assert (waiting.state, waiting.reason) == (TransferState.WAITING, Reason.CHANGED)
    assert desk.store.uploads == {}
    desk.run()
    assert desk.state(transfer) is TransferState.UPLOADED
    assert desk.body(transfer) == changed


def test_bytes_that_change_behind_the_clock_are_never_mixed(desk: Desk) -> None:
    """A file that changes without its size or time changing is found by its parts' fingerprints."""
    transfer = desk.take("clip.mov", BIG)
    stamp = transfer.path.stat()
    other = BIG[: 8 * MIB] + bytes(len(BIG) - 8 * MIB)

    def change(method: str, _key: str) -> None:
        if method == "upload_part":
            transfer.path.write_bytes(other)
            os.utime(transfer.path, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))

    desk.store.after = change
    desk.run()
    assert desk.state(transfer) is TransferState.UPLOADED
    assert desk.body(transfer) == other
    assert desk.store.objects[desk.key(transfer)].metadata["sha256"] == hashlib.sha256(other).hexdigest()


@pytest.mark.parametrize("body", [JPEG, BIG])
def test_what_arrived_unnoticed_is_not_sent_again(desk: Desk, body: bytes) -> None:
    """Killed after the bytes arrived and before that was noted: the next try asks, and sends nothing."""
    transfer = desk.take("a", body)
    claimed = desk.queue.claim("dead")
    assert claimed is not None
    desk.uploader.upload(claimed[0], "dead", claimed[1])
    desk.restart()
    desk.store.calls.clear()
    desk.run()
    assert desk.state(transfer) is TransferState.UPLOADED
    assert {method for method, _ in desk.store.calls} == {"head"}


def test_older_bytes_under_the_key_keep_theirs(desk: Desk) -> None:
    """Killed after arriving, changed since: the old bytes stay uploaded, the new ones get an item of their own."""
    transfer = desk.take("a.jpg", JPEG + b"old")
    claimed = desk.queue.claim("dead")
    assert claimed is not None
    desk.uploader.upload(claimed[0], "dead", claimed[1])
    desk.restart()
    changed = desk.write("a.jpg", JPEG + b"new!")
    assert desk.queue.take(changed).id == transfer.id
    desk.run()
    latest = desk.table.find_path(transfer.path)
    assert latest is not None
    assert latest.id != transfer.id
    assert (desk.state(transfer), latest.state) == (TransferState.UPLOADED, TransferState.UPLOADED)
    assert (desk.body(transfer), desk.body(latest)) == (JPEG + b"old", JPEG + b"new!")


def test_wrong_bytes_in_the_store_fail_loudly(desk: Desk) -> None:
    """Verification compares what is there: another size or checksum is a failure, not an upload."""
    transfer = desk.take("a.jpg", JPEG)

    def spoil(method: str, key: str) -> None:
        if method == "put":
            made = desk.store.objects[key]
            desk.store.objects[key] = replace(made, body=made.body + b"x")

    desk.store.after = spoil
    desk.run()
    assert (desk.state(transfer), desk.get(transfer).reason) == (TransferState.FAILED, Reason.CHECKSUM)
