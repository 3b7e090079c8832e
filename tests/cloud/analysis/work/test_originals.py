"""Fetching originals: what is left on the disk, and what becomes of an item when there is no room."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import tempfile
from typing import TYPE_CHECKING

import pytest

from cloud.analysis.image import handle
from cloud.analysis.shell.batch import run_work
from cloud.analysis.work.originals import original_file, remove_leftovers
from cloud.contract.status import ItemStatus
from cloud.store.queues import QueueName
from tests.fakes.cloud import FakeCloud
from tests.fakes.engines import picture, recording
from tests.fakes.store import MemoryObjects

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


class FullDisk(MemoryObjects):
    """Originals that are fetched onto a disk that is full for a while."""

    refusals = 2

    def fetch(self, key: str, path: Path, version_id: str = "") -> str:
        """Leave half of the file, as a full disk does, and raise."""
        if self.refusals:
            self.refusals -= 1
            path.write_bytes(b"half")
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return super().fetch(key, path, version_id)


@pytest.fixture
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the folder that this process fetches into."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


@pytest.mark.expected_log("record failed")
@pytest.mark.parametrize(("filename", "body"), [("a.jpg", picture), ("a.wav", recording)])
def test_a_full_disk_is_waited_out(filename: str, body: Callable[[], bytes], scratch: Path) -> None:
    """Neither a picture nor a recording fails because there was no room for it just now; nothing of it is left."""
    cloud = FakeCloud()
    full = FullDisk(clock=cloud.clock, is_read_only=True)
    cloud.originals = full
    cloud.services = cloud.services.__class__(
        items=cloud.items,
        originals=full,
        derived=cloud.derived,
        queues=cloud.queues,
        topic=cloud.topic,
        engines=cloud.scripted,
        now=cloud.clock,
    )
    item_id = cloud.upload(filename, body())
    cloud.run()
    assert full.refusals == 0
    assert cloud.item(item_id).status is ItemStatus.COMPLETED
    assert not cloud.dead
    assert list(scratch.iterdir()) == []


def test_a_file_that_the_disk_can_never_hold_is_too_large(scratch: Path) -> None:
    """It is told at once, before a byte is fetched, and not tried five times."""
    cloud = FakeCloud()
    item_id = cloud.upload("a.jpg", picture())
    cloud.deliver(QueueName.INGEST, cloud.queues.waiting[QueueName.INGEST].pop())
    record = cloud.items.get(item_id)
    assert record is not None
    assert cloud.items.replace(record | {"size_bytes": 1 << 60, "version": 2}, if_version=1)
    [message] = cloud.queues.waiting[QueueName.IMAGE]
    event = {"Records": [{"messageId": "m", "receiptHandle": "r", "body": message}]}
    answer = run_work(QueueName.IMAGE, event, lambda body: handle(cloud.services, body), cloud.queues)
    assert answer == {"batchItemFailures": []}
    cloud.run()
    assert (cloud.item(item_id).status, cloud.item(item_id).status_reason) == (ItemStatus.FAILED, "too_large")
    assert list(scratch.iterdir()) == []


def test_what_a_cut_off_invocation_left_is_removed_by_the_next(scratch: Path) -> None:
    """A worker that ran out of time leaves its file; one that still runs keeps its own; strangers' files stay."""
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    names = {
        f"snapstream-original-{os.getpid()}-abc": False,
        f"snapstream-original-{gone.pid}-abc": False,
        f"snapstream-original-{os.getppid()}-abc": True,
        "snapstream-original-x-abc": True,
        "somebody-elses": True,
    }
    for name in names:
        (scratch / name).mkdir()
        (scratch / name / "original").write_bytes(b"gigabytes")
    remove_leftovers()
    assert {path.name for path in scratch.iterdir()} == {name for name, stays in names.items() if stays}


def test_the_file_goes_with_the_invocation(scratch: Path) -> None:
    """Also where what is done with it fails."""
    cloud = FakeCloud()
    item_id = cloud.upload("a.jpg", picture())
    cloud.deliver(QueueName.INGEST, cloud.queues.waiting[QueueName.INGEST].pop())
    with original_file(cloud.services, cloud.item(item_id)) as path:
        assert path.read_bytes() == picture()
    assert list(scratch.iterdir()) == []
    with pytest.raises(ZeroDivisionError), original_file(cloud.services, cloud.item(item_id)):
        _ = 1 / 0
    assert list(scratch.iterdir()) == []
