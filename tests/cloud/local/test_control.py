from __future__ import annotations

import json
import os
import re
import shutil
import socket
import stat
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from filelock import FileLock

from cloud import cli
from cloud.contract.keys import OriginalKey, new_item_id
from cloud.local import control
from cloud.local.paths import LocalPaths
from cloud.store.snapshot import item_json, item_key
from tests.cloud.local.conftest import wait_until

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cloud.local.conftest import LocalCloud

pytestmark = pytest.mark.embedded


def command(data_dir: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start the command line in a process of its own."""
    return subprocess.Popen(  # noqa: S603 -- our own interpreter and command
        [sys.executable, "-m", "cloud", *arguments, "--data-dir", str(data_dir)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    )


def test_a_start_says_what_it_does_and_leaves_a_connection(own_cloud: LocalCloud) -> None:
    """Its steps, then a document that only this user may read, for the demo account, good for most of an hour.

    Who looks at the status now and then may miss a step that was short.
    """
    own_cloud.start()
    assert [step for step, _words in own_cloud.said] == sorted({step for step, _ in own_cloud.said})
    assert {step for step, _words in own_cloud.said} & {control.STEPS - 1, control.STEPS}
    connection = own_cloud.connection
    assert stat.S_IMODE(own_cloud.paths.connection.stat().st_mode) == 0o600
    assert stat.S_IMODE(own_cloud.paths.admin.stat().st_mode) == 0o600
    assert stat.S_IMODE(own_cloud.paths.root.stat().st_mode) == 0o700
    assert (connection.newsroom, connection.user.id, connection.role) == ("local", "demo", "admin")
    assert connection.api_url == own_cloud.status().api_url
    assert stat.S_IMODE(own_cloud.paths.sign_in.stat().st_mode) == 0o600
    assert stat.S_IMODE(own_cloud.paths.signing_key.stat().st_mode) == 0o600
    assert connection.libraries == ("newsroom", "private-demo")
    assert connection.index == "feed"
    assert connection.expires_at - datetime.now(UTC) > timedelta(minutes=45)
    assert connection.credentials.access_key_id != own_cloud.door.key.access_key_id


def test_a_second_start_finds_the_first(own_cloud: LocalCloud) -> None:
    """It is the same process, and the call is no failure."""
    first = own_cloud.start()
    second = own_cloud.start()
    assert (first.pid, first.endpoint) == (second.pid, second.endpoint)


def test_two_starts_at_once_make_one_server(own_cloud: LocalCloud) -> None:
    """Both say where it is, one of them started it."""
    own_cloud.paths.make()
    both = [command(own_cloud.paths.data_dir, "local", "start", "--json") for _ in range(2)]
    told = []
    for process in both:
        out, err = process.communicate(timeout=60)
        assert process.returncode == 0, err
        told.append(json.loads(out))
    assert told[0]["pid"] == told[1]["pid"]
    assert told[0]["connection"] == str(own_cloud.paths.connection)


def test_a_stop_keeps_everything_and_the_port(own_cloud: LocalCloud) -> None:
    """Objects, stack and address are the same after a stop and a start; nothing runs in between."""
    first = own_cloud.start()
    s3, bucket = own_cloud.client("s3"), own_cloud.connection.buckets.originals
    key = "uploads/newsroom/demo/2026/11/01KB0000000000000000000000/original.jpg"
    s3.put_object(Bucket=bucket, Key=key, Body=b"picture", Metadata={"sha256": "ab"})
    assert control.stop(own_cloud.paths)
    assert not own_cloud.status().is_running
    assert not own_cloud.paths.running.exists()
    second = own_cloud.start()
    assert second.endpoint == first.endpoint
    answer = own_cloud.client("s3").get_object(Bucket=bucket, Key=key)
    assert (answer["Body"].read(), answer["Metadata"]) == (b"picture", {"sha256": "ab"})


def test_another_port_is_taken_when_the_old_one_is_not_free(own_cloud: LocalCloud) -> None:
    """And the connection says so."""
    first = own_cloud.start()
    control.stop(own_cloud.paths)
    assert first.endpoint is not None
    with socket.create_server(("127.0.0.1", int(first.endpoint.rpartition(":")[2]))):
        second = own_cloud.start()
    assert second.endpoint != first.endpoint
    assert own_cloud.connection.endpoint == second.endpoint
    own_cloud.client("dynamodb").query(
        TableName=own_cloud.connection.table,
        IndexName="feed",
        KeyConditionExpression="feed_day = :day",
        ExpressionAttributeValues={":day": {"S": "newsroom#2026-11-22"}},
    )


def test_stopping_what_does_not_run_is_no_failure(own_cloud: LocalCloud) -> None:
    """There is nothing to end, and nothing is made."""
    assert not control.stop(own_cloud.paths)
    assert not own_cloud.paths.root.exists()


def test_a_reset_deletes_the_cloud_and_what_desktops_remember_of_it(own_cloud: LocalCloud) -> None:
    """A queue that still said "sent" would keep every file from being sent again; other newsrooms stay."""
    own_cloud.start()
    own_cloud.client("s3").put_object(
        Bucket=own_cloud.connection.buckets.originals, Key="uploads/newsroom/demo/x/original.jpg", Body=b"x"
    )
    control.stop(own_cloud.paths)
    assert own_cloud.start().objects >= 1
    own_cloud.paths.desktop_memory.mkdir(parents=True)
    (own_cloud.paths.desktop_memory / "queue.db").touch()
    beside = own_cloud.paths.data_dir / "newsrooms" / "courier"
    beside.mkdir()
    assert control.reset(own_cloud.paths)
    assert not own_cloud.paths.root.exists()
    assert not own_cloud.paths.desktop_memory.exists()
    assert beside.exists()
    assert own_cloud.start().objects == 0


def test_a_reset_waits_for_the_desktop_to_quit(own_cloud: LocalCloud) -> None:
    """A desktop that moves files would lose its queue under its hands."""
    own_cloud.paths.desktop_memory.mkdir(parents=True)
    with (
        FileLock(own_cloud.paths.desktop_lock, is_singleton=False),
        pytest.raises(control.LocalCloudError, match="Quit it first"),
    ):
        control.reset(own_cloud.paths)
    assert own_cloud.paths.desktop_memory.exists()


def test_a_reset_without_a_terminal_needs_yes(own_cloud: LocalCloud, capsys: pytest.CaptureFixture[str]) -> None:
    """A script must say that it means it."""
    own_cloud.paths.make()
    assert cli.main(["local", "reset", "--data-dir", str(own_cloud.paths.data_dir)]) == cli.USAGE
    assert own_cloud.paths.root.exists()
    assert "--yes" in capsys.readouterr().err
    assert cli.main(["local", "reset", "--yes", "--data-dir", str(own_cloud.paths.data_dir)]) == cli.DONE
    assert not own_cloud.paths.root.exists()


def test_a_full_disk_refuses_the_start_with_a_sentence(own_cloud: LocalCloud) -> None:
    """Before anything is started."""
    with pytest.raises(control.LocalCloudError, match=r"MiB left.*Free some space"):
        own_cloud.start(free_disk_bytes=shutil.disk_usage("/").total * 2)
    assert not own_cloud.status().is_running


def test_a_full_disk_answers_uploads_with_a_code_of_its_own(
    own_cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the desktop can say that the newsroom's storage is full; reading goes on."""
    free = shutil.disk_usage(own_cloud.paths.data_dir.parent).free
    monkeypatch.setenv("SNAPSTREAM_LOCAL_FREE_DISK", str(free - 50 * 1024**2))
    own_cloud.start()
    s3, bucket = own_cloud.client("s3"), own_cloud.connection.buckets.originals
    key = "uploads/newsroom/demo/2026/11/01KB0000000000000000000000/original.jpg"
    with pytest.raises(s3.exceptions.ClientError) as refused:
        s3.put_object(Bucket=bucket, Key=key, Body=b"x" * 60 * 1024**2)
    assert refused.value.response["Error"]["Code"] == "XStorageFull"
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 507
    with pytest.raises(s3.exceptions.NoSuchKey):
        s3.get_object(Bucket=bucket, Key=key)


def test_a_full_disk_still_takes_what_is_made_of_uploads(
    own_cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What was accepted before is analysed to its end; the status says that uploads are refused."""
    monkeypatch.setenv("SNAPSTREAM_LOCAL_FREE_DISK", str(shutil.disk_usage("/").total * 2))
    own_cloud.start()
    s3, buckets = own_cloud.door.client("s3"), own_cloud.connection.buckets
    s3.put_object(Bucket=buckets.derived, Key="derived/newsroom/x/v1/thumb-256.jpg", Body=b"picture")
    with pytest.raises(s3.exceptions.ClientError) as refused:
        s3.put_object(Bucket=buckets.originals, Key="uploads/newsroom/demo/x/original.jpg", Body=b"picture")
    assert refused.value.response["Error"]["Code"] == "XStorageFull"
    assert cli.main(["local", "status", "--data-dir", str(own_cloud.paths.data_dir)]) == cli.DONE
    assert re.search(r"Uploads are refused: \d+ MiB free, \d+ MiB are kept free\.", capsys.readouterr().out)


def test_a_stop_says_who_will_start_it_again(own_cloud: LocalCloud, capsys: pytest.CaptureFixture[str]) -> None:
    """A desktop that runs needs it, and starts it within seconds."""
    place = ["--data-dir", str(own_cloud.paths.data_dir)]
    own_cloud.start()
    with FileLock(own_cloud.paths.leases / f"{os.getpid()}.lock").acquire(timeout=5):
        assert cli.main(["local", "stop", *place]) == cli.DONE
        said = capsys.readouterr().out
        assert "has stopped" in said
        assert f"SnapStream is running (process {os.getpid()}) and will start it again" in said
        assert cli.main(["local", "stop", "--json", *place]) == cli.DONE
        assert json.loads(capsys.readouterr().out) == {"stopped": False, "held_by": [os.getpid()]}
    assert cli.main(["local", "stop", *place]) == cli.DONE
    assert "SnapStream" not in capsys.readouterr().out


def test_a_server_for_a_client_ends_with_its_last_client(
    own_cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While a lease is held it stays; when none is, it saves and ends by itself."""
    monkeypatch.setenv("SNAPSTREAM_LOCAL_IDLE", "2")
    own_cloud.paths.make()
    with FileLock(own_cloud.paths.leases / f"{os.getpid()}.lock").acquire(timeout=5):
        own_cloud.start(for_client=True)
        looked = own_cloud.paths.mail.stat().st_mtime if own_cloud.paths.mail.exists() else 0
        wait_until(own_cloud.paths.mail.exists)  # a chore was done: it has looked at the leases
        assert looked == 0
        assert own_cloud.status().is_running
    wait_until(lambda: not own_cloud.status().is_running)
    assert not own_cloud.paths.running.exists()


def test_a_plain_start_pins_what_a_client_started(own_cloud: LocalCloud) -> None:
    """The engineer asked for it to run, so it outlives the desktops."""
    own_cloud.paths.make()
    with FileLock(own_cloud.paths.leases / f"{os.getpid()}.lock").acquire(timeout=5):
        own_cloud.start(for_client=True)
        assert not own_cloud.status().is_pinned
        own_cloud.start()
    assert own_cloud.status().is_pinned


def test_a_failed_start_says_why(own_cloud: LocalCloud) -> None:
    """State that cannot be written is named, with the log's place; it is no traceback."""
    own_cloud.paths.root.parent.mkdir(parents=True)
    own_cloud.paths.root.write_text("a file where the folder should be", encoding="utf-8")
    with pytest.raises(control.LocalCloudError, match="cannot be made"):
        own_cloud.start()
    own_cloud.paths.root.unlink()


def test_status_and_mail_report_json(shared_cloud: LocalCloud, capsys: pytest.CaptureFixture[str]) -> None:
    """One document and nothing else."""
    place = ["--json", "--data-dir", str(shared_cloud.paths.data_dir)]
    assert cli.main(["local", "status", *place]) == cli.DONE
    told = json.loads(capsys.readouterr().out)
    assert told["running"] is True
    assert told["endpoint"] == shared_cloud.connection.endpoint
    assert isinstance(told["objects"], int)
    assert told["free_bytes"] > 0
    assert cli.main(["local", "mail", *place]) == cli.DONE
    assert json.loads(capsys.readouterr().out) == {"messages": []}


def test_mail_shows_what_would_have_been_sent(own_cloud: LocalCloud, capsys: pytest.CaptureFixture[str]) -> None:
    """Also after the cloud has stopped."""
    own_cloud.start()
    mailer = own_cloud.door.client("ses")
    mailer.verify_email_identity(EmailAddress="desk@example.org")
    mailer.send_email(
        Source="desk@example.org",
        Destination={"ToAddresses": ["reporter@example.org"]},
        Message={"Subject": {"Data": "Código"}, "Body": {"Text": {"Data": "Your code is 123456"}}},
    )
    control.stop(own_cloud.paths)
    assert cli.main(["local", "mail", "--json", "--data-dir", str(own_cloud.paths.data_dir)]) == cli.DONE
    letters = json.loads(capsys.readouterr().out)["messages"]
    assert [(letter["to"], letter["subject"]) for letter in letters] == [(["reporter@example.org"], "Código")]
    assert "123456" in letters[0]["text"]


def test_rebuild_is_a_command_too(shared_cloud: LocalCloud, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The same that a start does by itself after a kill; without a running cloud it says so."""
    key = str(OriginalKey.of("newsroom", "demo", new_item_id(), "photo.jpg"))
    shared_cloud.client("s3").put_object(Bucket=shared_cloud.connection.buckets.originals, Key=key, Body=b"picture")
    assert cli.main(["rebuild", "--json", "--data-dir", str(shared_cloud.paths.data_dir)]) == cli.DONE
    told = json.loads(capsys.readouterr().out)
    assert (told["restored"], told["claimed"], told["unreadable"]) == (0, 0, 0)
    assert told["queued"] >= 1
    assert cli.main(["rebuild", "--data-dir", str(tmp_path)]) == cli.UNREACHABLE
    assert "local start" in capsys.readouterr().err


def test_a_rebuild_that_fails_says_so_in_a_sentence(own_cloud: LocalCloud, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the table it names what is wrong; without an answer it is a cloud that cannot be reached."""
    own_cloud.start()
    place = ["--data-dir", str(own_cloud.paths.data_dir)]
    record = {
        "id": new_item_id(),
        "library": "newsroom",
        "status": "COMPLETED",
        "version": Decimal(1),
        "feed_day": "newsroom#2026-11-22",
    }
    own_cloud.door.client("s3").put_object(
        Bucket=own_cloud.connection.buckets.derived, Key=item_key(record), Body=item_json(record)
    )
    own_cloud.door.client("dynamodb").delete_table(TableName=own_cloud.connection.table)
    assert cli.main(["rebuild", *place]) == cli.FAILED
    said = capsys.readouterr().err
    assert "The records cannot be made anew" in said
    assert "ResourceNotFoundException" in said
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    admin = json.loads(own_cloud.paths.admin.read_text(encoding="utf-8"))
    own_cloud.paths.admin.write_text(json.dumps(admin | {"endpoint": f"http://127.0.0.1:{port}"}), encoding="utf-8")
    assert cli.main(["rebuild", *place]) == cli.UNREACHABLE
    assert "does not answer" in capsys.readouterr().err


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps the home directory elsewhere")
@pytest.mark.parametrize("home", [None, ""])
def test_no_home_directory_is_a_sentence(
    home: str | None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A user without one, or with an empty one, is told what to do."""
    import pwd  # noqa: PLC0415 -- there is none on Windows

    def nobody(uid: int) -> object:
        raise KeyError(uid)

    monkeypatch.delenv("SNAPSTREAM_DATA_DIR")
    monkeypatch.delenv("HOME")
    if home is not None:
        monkeypatch.setenv("HOME", home)
    monkeypatch.setattr(pwd, "getpwuid", nobody)
    assert cli.main(["local", "status"]) == cli.USAGE
    assert "--data-dir" in capsys.readouterr().err


@pytest.mark.parametrize(("arguments", "code"), [(["--help"], 0), (["--version"], 0), ([], 2), (["destroyed"], 2)])
def test_usage(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    """Help and version are no failure; a command that does not exist is wrong usage."""
    with pytest.raises(SystemExit) as ended:
        cli.main(arguments)
    assert ended.value.code == code
    assert "snapstream-cloud" in "".join(capsys.readouterr())


def test_a_data_directory_says_where_everything_is(tmp_path: Path) -> None:
    """Two data directories never share a file."""
    one, two = LocalPaths(tmp_path / "one"), LocalPaths(tmp_path / "two")
    assert one.root.is_relative_to(tmp_path / "one")
    assert not two.connection.is_relative_to(one.root)
