from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING

import pytest

from cloud.contract.keys import OriginalKey, new_item_id
from cloud.local.configuration import mend_torn_objects
from cloud.local.emulator import LaunchKey
from tests.cloud.local.conftest import quiet, wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cloud.local.conftest import LocalCloud

NOTE_IMAGES = """
import os, pathlib
def handler(event, context):
    folder = pathlib.Path(os.environ["TMPDIR"]).parent.parent / "images"
    folder.mkdir(exist_ok=True)
    for record in event["Records"]:
        (folder / record["dynamodb"]["NewImage"]["id"]["S"]).touch()
    return {"batchItemFailures": []}
"""

FAIL_ONCE = """
import json, os, pathlib
from cloud.analysis.shell.batch import run_work
from cloud.analysis.shell.environment import services
from cloud.store.queues import QueueName
def handler(event, context):
    counts = {record["body"]: record["attributes"]["ApproximateReceiveCount"] for record in event["Records"]}
    def handle(body):
        item = json.loads(body)["detail"]["object"]["key"].split("/")[-2]
        folder = pathlib.Path(os.environ["TMPDIR"]).parent.parent / "deliveries" / item
        folder.mkdir(parents=True, exist_ok=True)
        (folder / counts[body]).touch()
        if counts[body] == "1":
            raise OSError("No space left on device")
    return run_work(QueueName.INGEST, event, handle, services().queues)
"""

FAIL_CHANGE_ONCE = """
import os, pathlib
from cloud.analysis.shell.batch import run_stream
def handler(event, context):
    folder = pathlib.Path(os.environ["TMPDIR"]).parent.parent / "changes"
    folder.mkdir(exist_ok=True)
    def handle(record):
        name = record["dynamodb"]["NewImage"]["id"]["S"]
        if name.startswith("e-") and not (folder / "tried").exists():
            (folder / "tried").touch()
            raise OSError("No space left on device")
        (folder / name).touch()
    return run_stream("finalize", event, handle)
"""


def store(folder: Path, name: str, body: bytes, facts: dict[str, object] | None) -> Path:
    """Put an object as the emulator does: bytes first, then what is known of them."""
    path = folder / "000000000000" / "bucket" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    if facts is not None:
        sidecar = path.with_name(f"{name}.meta.json")
        sidecar.write_text(json.dumps(facts), encoding="utf-8")
        os.utime(path, ns=(1_000, 1_000))
        os.utime(sidecar, ns=(2_000, 2_000))
    return path


def test_a_whole_object_is_left_alone(tmp_path: Path) -> None:
    """Bytes and facts as they were."""
    path = store(tmp_path, "whole.jpg", b"picture", {"size": 7, "etag": "x"})
    mend_torn_objects(tmp_path)
    assert path.read_bytes() == b"picture"
    assert json.loads(path.with_name("whole.jpg.meta.json").read_text()) == {"size": 7, "etag": "x"}


@pytest.mark.expected_log("an object whose upload was cut off")
def test_an_object_cut_off_before_its_facts_is_dropped(tmp_path: Path) -> None:
    """Nobody was told that it is stored; left there, it would answer 412 to the same upload, without its SHA-256."""
    path = store(tmp_path, "torn.jpg", b"picture", None)
    part = store(tmp_path, "part.jpg.tmp", b"pic", None)
    mend_torn_objects(tmp_path)
    assert not path.exists()
    assert not part.exists()


def test_an_object_that_is_called_like_a_cut_off_one_stays(tmp_path: Path) -> None:
    """What has its facts beside it is whole, whatever its extension."""
    path = store(tmp_path, "original.tmp", b"picture", {"size": 7})
    mend_torn_objects(tmp_path)
    assert path.read_bytes() == b"picture"


@pytest.mark.expected_log("metadata cannot be read")
def test_metadata_that_a_power_cut_tore_keeps_nothing_else_from_starting(tmp_path: Path) -> None:
    """The object is left as it is; the next one is mended."""
    torn, path = store(tmp_path, "a.json", b"x", {}), store(tmp_path, "b.json", b"longer", {"size": 3, "etag": "x"})
    torn.with_name("a.json.meta.json").write_text('{"siz', encoding="utf-8")
    for each in (torn, path):
        os.utime(each, ns=(time.time_ns() + 10**9,) * 2)
    mend_torn_objects(tmp_path)
    assert torn.read_bytes() == b"x"
    assert json.loads(path.with_name("b.json.meta.json").read_text()) == {}


def test_an_object_cut_off_while_overwritten_loses_the_old_sums(tmp_path: Path) -> None:
    """They are taken anew from the bytes; what else is known of it stays."""
    path = store(tmp_path, "item.json", b"longer", {"size": 3, "etag": "x", "checksums": {"a": "b"}, "version_id": "v"})
    os.utime(path, ns=(3_000, 3_000))
    mend_torn_objects(tmp_path)
    assert json.loads(path.with_name("item.json.meta.json").read_text()) == {"version_id": "v"}


def test_every_launch_has_another_key() -> None:
    """Long enough that nobody guesses it, and in no text that is logged."""
    one, two = LaunchKey.random(), LaunchKey.random()
    assert one != two
    assert len({one.access_key_id, two.access_key_id, one.secret_access_key, two.secret_access_key}) == 4
    assert one.secret_access_key not in repr(one)


@pytest.mark.embedded
def test_finalize_hears_of_items_that_await_nothing(shared_cloud: LocalCloud) -> None:
    """Open with something pending: not yet. Open with nothing pending, or waiting for its notice: now."""
    shared_cloud.install("finalize", NOTE_IMAGES)
    table = shared_cloud.connection.table
    dynamodb = shared_cloud.door.client("dynamodb")
    rows = {
        "a-busy": {"work_state": {"S": "open"}, "pending": {"SS": ["text"]}},
        "b-over": {},
        "c-done": {"work_state": {"S": "open"}},
        "d-told": {"work_state": {"S": "notify"}},
    }
    for item_id, attributes in rows.items():
        dynamodb.put_item(TableName=table, Item={"id": {"S": item_id}, **attributes})
    heard = shared_cloud.paths.data_dir / "images"
    wait_until((heard / "d-told").exists)
    assert sorted(path.name for path in heard.iterdir()) == ["c-done", "d-told"]
    quiet(shared_cloud)


@pytest.mark.embedded
def test_a_message_that_failed_comes_again_within_seconds(shared_cloud: LocalCloud) -> None:
    """Not after its queue's six minutes: the function's own role may shorten the wait, and what it does counts."""
    shared_cloud.install("ingest", FAIL_ONCE)
    key = str(OriginalKey.of("newsroom", "demo", new_item_id(), "photo.jpg"))
    shared_cloud.client("s3").put_object(Bucket=shared_cloud.connection.buckets.originals, Key=key, Body=b"picture")
    heard = shared_cloud.paths.data_dir / "deliveries" / key.split("/")[-2]
    wait_until(lambda: heard.exists() and len(list(heard.iterdir())) == 2)
    assert sorted(path.name for path in heard.iterdir()) == ["1", "2"]
    quiet(shared_cloud)


@pytest.mark.embedded
def test_a_change_that_failed_comes_again(shared_cloud: LocalCloud) -> None:
    """Neither it nor a change behind it in the stream is lost."""
    shared_cloud.install("finalize", FAIL_CHANGE_ONCE)
    table = shared_cloud.connection.table
    dynamodb = shared_cloud.door.client("dynamodb")
    for item_id in ("e-first", "f-second"):
        dynamodb.put_item(TableName=table, Item={"id": {"S": item_id}, "work_state": {"S": "open"}})
    heard = shared_cloud.paths.data_dir / "changes"
    wait_until((heard / "f-second").exists)
    assert (heard / "tried").exists()
    wait_until((heard / "e-first").exists)
    quiet(shared_cloud)
