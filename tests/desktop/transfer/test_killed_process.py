"""``kill -9`` of a real process that sends to the real embedded cloud, and of that cloud, in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cloud.contract.keys import OriginalKey
from cloud.local import control
from cloud.local.paths import LocalPaths
from desktop.core.model import Folder, FoundFile, TransferState
from desktop.library.database import Database
from desktop.library.schema import QUEUE
from desktop.library.transfers import TransferTable
from desktop.transfer.queue import TransferQueue
from tests.cloud.local.conftest import LocalCloud, quiet, wait_until
from tests.fakes.newsroom import JPEG, MIB

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.embedded

MOV = b"\0\0\0\x14ftypqt  " + bytes(8)
SENDER = """
import sys, time
from pathlib import Path
from desktop.aws.objects import S3Objects
from desktop.aws.session import ConnectionFile, Session
from desktop.core.settings import Settings
from desktop.library.database import Database
from desktop.library.items import ItemLibrary
from desktop.library.schema import LIBRARY, QUEUE
from desktop.library.transfers import TransferTable
from desktop.transfer.engine import TransferEngine
from desktop.transfer.queue import TransferQueue
from desktop.transfer.upload import Uploader

root, connection = Path(sys.argv[1]), Path(sys.argv[2])
session = Session(ConnectionFile(connection))
table = TransferTable(Database(root / "queue.db", QUEUE, is_durable=True))
items = ItemLibrary(Database(root / "library.db", LIBRARY), root)
settings = Settings(multipart_from_bytes=6 << 20, part_size_bytes=5 << 20)
uploader = Uploader(S3Objects.originals(session), items, table, lambda: session.connection, lambda: settings)
queue = TransferQueue(table, lambda event: None)
engine = TransferEngine(queue, uploader, lambda: settings, lambda event: None)
engine.start()
while table.counts().unsent:
    time.sleep(0.02)
engine.stop()
"""


@pytest.fixture
def cloud(tmp_path: Path) -> Iterator[LocalCloud]:
    """Return an embedded cloud that runs; its functions do nothing."""
    made = LocalCloud(LocalPaths(tmp_path / "data"))
    made.start()
    quiet(made)
    yield made
    control.stop(made.paths)


def _start_sender(root: Path, cloud: LocalCloud) -> subprocess.Popen[bytes]:
    return subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-c", SENDER, str(root), str(cloud.paths.connection)],
        cwd=Path(__file__).parents[3],
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[3])},
    )


def _progress(table: TransferTable) -> int:
    """Return a number that grows with each step on disk."""
    transfers = table.get_many(table.ids(list(TransferState)))
    return sum(len(t.parts) + 3 * t.state.is_final + bool(t.sha256) for t in transfers)


@pytest.mark.parametrize("kills_the_cloud", [False, True], ids=["desktop", "both"])
def test_everything_arrives_once_whatever_is_killed(
    tmp_path: Path, cloud: LocalCloud, *, kills_the_cloud: bool
) -> None:
    """Killed again and again as it gets on, the queue is sent to its end: each content once, whole."""
    bodies = {f"{n}.jpg": JPEG + bytes([n]) * 300_000 for n in range(6)}
    bodies |= {f"clip {n}.mov": MOV + bytes([n]) * (16 * MIB) for n in range(2)}
    bodies["again.jpg"] = bodies["3.jpg"]
    folder = tmp_path / "Picture desk"
    folder.mkdir()
    db = Database(tmp_path / "queue.db", QUEUE, is_durable=True)
    table = TransferTable(db)
    queue = TransferQueue(table, lambda _event: None)
    for name, body in bodies.items():
        path = folder / name
        path.write_bytes(body)
        status = path.stat()
        queue.take(FoundFile(path, Folder(folder), status.st_size, status.st_mtime_ns))
    for round_number in range(5):
        before = _progress(table)
        sender = _start_sender(tmp_path, cloud)
        wait_until(lambda p=sender, b=before: p.poll() is not None or _progress(table) > b + 4)  # type: ignore[misc]
        if kills_the_cloud and round_number == 2:
            cloud.kill()
        if sender.poll() is None:
            sender.send_signal(signal.SIGKILL)
        sender.wait(10)
        if kills_the_cloud and round_number == 2:
            cloud.start()
            quiet(cloud)
    last = _start_sender(tmp_path, cloud)
    assert last.wait(120) == 0
    done = {t.filename: t for t in table.get_many(table.ids(list(TransferState)))}
    assert sorted(done) == sorted(bodies)
    twins = {done["3.jpg"].state, done["again.jpg"].state}
    assert twins == {TransferState.UPLOADED, TransferState.DUPLICATE}
    assert {t.state for t in done.values()} == {TransferState.UPLOADED, TransferState.DUPLICATE}
    s3: Any = cloud.door.client("s3")
    bucket = cloud.connection.buckets.originals
    listed = {entry["Key"] for entry in s3.list_objects_v2(Bucket=bucket).get("Contents", [])}
    expected = {
        str(OriginalKey.of(t.library, cloud.connection.user.id, t.id, t.filename)): bodies[t.filename]
        for t in done.values()
        if t.state is TransferState.UPLOADED
    }
    assert listed == set(expected)
    for key, body in expected.items():
        assert s3.get_object(Bucket=bucket, Key=key)["Body"].read() == body
        versions = s3.list_object_versions(Bucket=bucket, Prefix=key)
        assert len(versions["Versions"]) == 1
    db.close()
