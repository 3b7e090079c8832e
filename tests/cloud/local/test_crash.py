from __future__ import annotations

import contextlib
import json
import os
import threading
import time
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import BotoCoreError, ClientError

from cloud.contract.keys import OriginalKey, new_item_id
from cloud.local import control
from cloud.store.snapshot import item_json, item_key
from tests.cloud.local.conftest import quiet, wait_until

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cloud.contract.record import Record
    from tests.cloud.local.conftest import LocalCloud

pytestmark = pytest.mark.embedded

#: Notes that it was called, then works for a long time.
SLOW = """
import os, pathlib, time
def handler(event, context):
    folder = pathlib.Path(os.environ["TMPDIR"]).parent.parent / "calls"
    folder.mkdir(exist_ok=True)
    for record in event["Records"]:
        (folder / f"{os.getpid()}-{record['messageId']}-{record['attributes']['ApproximateReceiveCount']}").touch()
    time.sleep(60)
    return {"batchItemFailures": []}
"""
#: The same, and no thread of its own could notice anything meanwhile: the sum holds Python's lock, as engines do.
STUBBORN = SLOW.replace("time.sleep(60)", "sum(range(10**11))")
#: Notes that it was called.
QUICK = SLOW.replace("    time.sleep(60)\n", "")


def calls(cloud: LocalCloud) -> list[tuple[int, str, int]]:
    """Return what the functions noted: process, message, delivery."""
    folder: Path = cloud.paths.data_dir / "calls"
    names = [path.name for path in folder.iterdir()] if folder.exists() else []
    parts = [(name.split("-")[0], name.split("-", 1)[1].rpartition("-")) for name in names]
    return [(int(pid), message, int(delivery)) for pid, (message, _, delivery) in parts]


def runs(pid: int) -> bool:
    """Whether a process of this number runs and is no zombie."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as stat:  # noqa: PTH123 -- not a file
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.parametrize("after_uploads", [1, 7, 25])
def test_every_acknowledged_object_survives_kill_9(own_cloud: LocalCloud, after_uploads: int) -> None:
    """Whatever was answered with 200 is there after a kill in mid-upload, byte for byte and with its metadata."""
    own_cloud.start()
    quiet(own_cloud)
    bucket = own_cloud.connection.buckets.originals
    acknowledged: dict[str, bytes] = {}
    enough = threading.Event()

    def upload() -> None:
        s3 = own_cloud.client("s3")
        while True:
            key = str(OriginalKey.of("newsroom", "demo", new_item_id(), "photo.jpg"))
            body = os.urandom(50_000)
            try:
                s3.put_object(Bucket=bucket, Key=key, Body=body, Metadata={"sha256": key[-30:]}, IfNoneMatch="*")
            except (BotoCoreError, ClientError):
                return
            acknowledged[key] = body
            if len(acknowledged) >= after_uploads:
                enough.set()

    threads = [threading.Thread(target=upload) for _ in range(3)]
    for thread in threads:
        thread.start()
    assert enough.wait(30)
    own_cloud.kill()
    for thread in threads:
        thread.join(30)

    assert own_cloud.paths.running.exists()
    own_cloud.start()
    s3 = own_cloud.client("s3")
    for key, body in acknowledged.items():
        answer = s3.get_object(Bucket=bucket, Key=key)
        assert answer["Body"].read() == body
        assert answer["Metadata"] == {"sha256": key[-30:]}
        assert answer["VersionId"] != "null"
    # And an upload that got no answer can be sent again, or is there whole.
    key = str(OriginalKey.of("newsroom", "demo", new_item_id(), "photo.jpg"))
    s3.put_object(Bucket=bucket, Key=key, Body=b"again", IfNoneMatch="*")


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="looks at processes as Linux shows them")  # noqa: PTH112 -- as above
def test_workers_end_with_a_killed_server(own_cloud: LocalCloud) -> None:
    """A worker in the middle of a minute's work is gone at once, whatever it does; no orphan is left."""
    own_cloud.start()
    own_cloud.install("ingest", STUBBORN)
    upload_one(own_cloud)
    wait_until(lambda: calls(own_cloud))
    pid = calls(own_cloud)[0][0]
    assert runs(pid)
    own_cloud.kill()
    wait_until(lambda: not runs(pid), deadline_s=5)


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="looks at processes as Linux shows them")  # noqa: PTH112 -- as above
def test_work_that_a_stop_cut_off_is_done_at_the_next_start(own_cloud: LocalCloud) -> None:
    """The message is given out again at once, not after its visibility, and the cut-off delivery is not counted."""
    own_cloud.start()
    own_cloud.install("ingest", SLOW)
    upload_one(own_cloud)
    wait_until(lambda: calls(own_cloud))
    [(pid, message, delivery)] = calls(own_cloud)
    assert delivery == 1
    control.stop(own_cloud.paths)
    assert not runs(pid)
    own_cloud.start()
    wait_until(lambda: len(calls(own_cloud)) == 2)
    assert [(name, number) for _pid, name, number in calls(own_cloud)] == [(message, 1), (message, 1)]


def test_saved_state_comes_back_after_a_kill(own_cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written before the last save is there, without anybody rebuilding it."""
    monkeypatch.setenv("SNAPSTREAM_LOCAL_SAVE", "0.5")
    own_cloud.start()
    quiet(own_cloud)
    table = own_cloud.connection.table
    saved = own_cloud.paths.state / "dynamodb.json"
    own_cloud.door.client("dynamodb").put_item(TableName=table, Item={"id": {"S": "kept"}, "version": {"N": "3"}})
    wait_until(lambda: '"kept"' in saved.read_text(encoding="utf-8"))
    own_cloud.kill()
    own_cloud.start()
    answer = own_cloud.door.client("dynamodb").get_item(TableName=table, Key={"id": {"S": "kept"}})
    assert answer["Item"]["version"] == {"N": "3"}


def test_the_table_comes_back_by_itself_after_a_kill(own_cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """A row that no save has seen is read from its item.json, and an original without one is analysed again."""
    monkeypatch.setenv("SNAPSTREAM_LOCAL_SAVE", "3600")
    own_cloud.start()
    own_cloud.install("ingest", QUICK)
    own_cloud.install("finalize", "def handler(event, context):\n    return {'batchItemFailures': []}\n")
    # A code update is saved with the next save; make sure that the kill does not take it back.
    control.stop(own_cloud.paths)
    own_cloud.start()
    record: Record = {
        "id": new_item_id(),
        "library": "newsroom",
        "status": "COMPLETED",
        "version": Decimal(7),
        "updated_at": "2026-11-22T10:00:00.000Z",
        "feed_day": "newsroom#2026-11-22",
    }
    derived = own_cloud.connection.buckets.derived
    own_cloud.door.client("s3").put_object(Bucket=derived, Key=item_key(record), Body=item_json(record))
    upload_one(own_cloud)
    wait_until(lambda: calls(own_cloud))
    own_cloud.kill()
    own_cloud.start()
    assert any("records" in words for _step, words in own_cloud.said)
    rows = own_cloud.client("dynamodb").query(
        TableName=own_cloud.connection.table,
        IndexName="feed",
        KeyConditionExpression="feed_day = :day",
        ExpressionAttributeValues={":day": {"S": "newsroom#2026-11-22"}},
    )
    assert [(row["id"]["S"], row["version"]["N"]) for row in rows["Items"]] == [(record["id"], "7")]
    wait_until(lambda: len(calls(own_cloud)) >= 2)
    assert own_cloud.paths.running.exists()


def test_a_stop_that_could_not_save_is_no_clean_one(own_cloud: LocalCloud) -> None:
    """With the state unwritable (a full disk), the next start brings the records back instead of taking old ones."""
    own_cloud.start()
    quiet(own_cloud)
    aside = own_cloud.paths.state.rename(own_cloud.paths.root / "aside")
    own_cloud.paths.state.write_text("a file where the folder should be", encoding="utf-8")
    control.stop(own_cloud.paths)
    assert own_cloud.paths.running.exists()
    own_cloud.paths.state.unlink()
    aside.rename(own_cloud.paths.state)
    own_cloud.start()
    assert any("records" in words for _step, words in own_cloud.said)
    control.stop(own_cloud.paths)
    assert not own_cloud.paths.running.exists()


@pytest.mark.parametrize("lost", ["cloudformation.json", "*.json"])
def test_objects_outlive_the_saved_state(own_cloud: LocalCloud, lost: str) -> None:
    """With the state gone, or its first save cut off, the stack is made anew around the objects on disk."""
    own_cloud.start()
    quiet(own_cloud)
    key = upload_one(own_cloud)
    own_cloud.kill()
    for path in own_cloud.paths.state.glob(lost):
        path.unlink()
    own_cloud.start()
    bucket = own_cloud.connection.buckets.originals
    assert own_cloud.client("s3").get_object(Bucket=bucket, Key=key)["Body"].read() == b"picture"
    versioning = own_cloud.door.client("s3").get_bucket_versioning(Bucket=bucket)
    assert versioning["Status"] == "Enabled"


def lose_the_tables(saved: Path) -> None:
    """Leave a state that can be read and holds no table."""
    document = json.loads(saved.read_text(encoding="utf-8"))
    document["payload"]["tables"]["data"] = {}
    saved.write_text(json.dumps(document), encoding="utf-8")


@pytest.mark.parametrize(
    "damage",
    [lambda saved: saved.write_bytes(os.urandom(2048)), lambda saved: saved.unlink(), lose_the_tables],
    ids=["garbage", "missing", "without its tables"],
)
def test_a_state_that_is_not_whole_is_made_anew(own_cloud: LocalCloud, damage: Callable[[Path], None]) -> None:
    """It is set aside and said; objects stay, rows come back from their item.json, and the library works."""
    own_cloud.start()
    record: Record = {
        "id": new_item_id(),
        "library": "newsroom",
        "status": "COMPLETED",
        "version": Decimal(7),
        "updated_at": "2026-11-22T10:00:00.000Z",
        "feed_day": "newsroom#2026-11-22",
    }
    derived = own_cloud.connection.buckets.derived
    own_cloud.door.client("s3").put_object(Bucket=derived, Key=item_key(record), Body=item_json(record))
    control.stop(own_cloud.paths)
    damage(own_cloud.paths.state / "dynamodb.json")
    own_cloud.start()
    assert any("damaged: bringing the records back" in words for _step, words in own_cloud.said)
    assert own_cloud.paths.state.with_name("state.damaged-1").is_dir()
    rows = own_cloud.client("dynamodb").query(
        TableName=own_cloud.connection.table,
        IndexName="feed",
        KeyConditionExpression="feed_day = :day",
        ExpressionAttributeValues={":day": {"S": "newsroom#2026-11-22"}},
    )
    assert [(row["id"]["S"], row["version"]["N"]) for row in rows["Items"]] == [(record["id"], "7")]
    own_cloud.install("ingest", QUICK)
    upload_one(own_cloud)
    wait_until(lambda: calls(own_cloud))
    control.stop(own_cloud.paths)
    own_cloud.start()
    assert not any("damaged" in words for _step, words in own_cloud.said)


def test_a_kill_while_starting_is_mended_by_the_next_start(own_cloud: LocalCloud) -> None:
    """At whichever step the server dies, the next start comes up."""
    for step in (1, 2, 3):
        process = threading.Thread(target=start_in_vain, args=(own_cloud,))
        process.start()
        wait_until(lambda step=step: any(number >= step for number, _ in own_cloud.said))
        pid = own_cloud.status().pid
        if pid is not None:
            os.kill(pid, 9)
        process.join(30)
    assert own_cloud.start().phase == "ready"


def start_in_vain(cloud: LocalCloud) -> None:
    """Start a cloud that is killed meanwhile, or only just not."""
    with contextlib.suppress(control.LocalCloudError):
        cloud.start()


def upload_one(cloud: LocalCloud) -> str:
    """Put one original; return its key."""
    key = str(OriginalKey.of("newsroom", "demo", new_item_id(), "photo.jpg"))
    cloud.client("s3").put_object(Bucket=cloud.connection.buckets.originals, Key=key, Body=b"picture")
    return key


def test_the_time_from_an_upload_to_its_function(own_cloud: LocalCloud, record_property: object) -> None:
    """It is reported; what is asserted is that each upload reaches the ingest function, through the queue, once."""
    own_cloud.start()
    own_cloud.install("ingest", QUICK)
    upload_one(own_cloud)
    wait_until(lambda: calls(own_cloud))
    before = time.perf_counter()
    upload_one(own_cloud)
    wait_until(lambda: len(calls(own_cloud)) == 2)
    assert callable(record_property)
    record_property("warm_ms", round((time.perf_counter() - before) * 1000))
    assert len({message for _pid, message, _delivery in calls(own_cloud)}) == 2


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="looks at processes as Linux shows them")  # noqa: PTH112 -- as above
def test_workers_rest_when_there_is_nothing_to_do(own_cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch) -> None:
    """An idle worker gives its memory back; the next message starts another."""
    monkeypatch.setenv("SNAPSTREAM_LOCAL_REST", "1")
    own_cloud.start()
    own_cloud.install("ingest", QUICK)
    upload_one(own_cloud)
    wait_until(lambda: calls(own_cloud))
    pid = calls(own_cloud)[0][0]
    wait_until(lambda: not runs(pid))
    upload_one(own_cloud)
    wait_until(lambda: len(calls(own_cloud)) == 2)
