from __future__ import annotations

import json
import os
import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from cloud import cli
from cloud.contract.connection import Connection
from cloud.contract.keys import new_item_id
from cloud.deploy import changes, code_bucket, destroy, progress, redrive
from cloud.deploy.account import AwsAccount
from cloud.deploy.package import build_local
from cloud.local import control
from cloud.local.newsroom import PARAMETERS
from cloud.local.paths import LocalPaths
from tests.cloud.local.conftest import LocalCloud, quiet

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.embedded

#: A command run: its exit code, what it printed, and what it said beside that.
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """Return an embedded cloud that runs, shared by this module's tests; its functions are its own."""
    cloud = LocalCloud(LocalPaths(tmp_path_factory.mktemp("commands")))
    cloud.start()
    yield cloud
    control.stop(cloud.paths)


@pytest.fixture
def run(cloud: LocalCloud, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command on it; return its exit code, what it printed, and what it said beside that."""

    def call(*arguments: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = cli.main([*arguments, "--data-dir", str(cloud.paths.data_dir)])
        said = capsys.readouterr()
        return code, said.out, said.err

    return call


@pytest.fixture
def account(cloud: LocalCloud, monkeypatch: pytest.MonkeyPatch) -> AwsAccount:
    """Return the embedded cloud as an account that is found as AWS is: credentials in the environment, an endpoint."""
    key = cloud.door.key
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", key.access_key_id)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", key.secret_access_key)
    monkeypatch.setenv("AWS_SESSION_TOKEN", key.session_token)
    return AwsAccount.open(region="us-east-1", profile=None, endpoint=cloud.door.endpoint)


def document(told: tuple[int, str, str]) -> Any:  # noqa: ANN401 -- JSON
    """Return what a command with ``--json`` printed: one document and nothing else."""
    return json.loads(told[1])


def test_a_deploy_shows_what_would_change_and_changes_nothing(run: Run) -> None:
    """Asked for another limit, it names the functions that would be told; the stack stays as it was."""
    told = run("deploy", "--daily-cap-usd", "7", "--dry-run")
    assert told[0] == cli.DONE
    assert "modify" in told[1]
    assert "IngestFunction" in told[1]
    assert told[1].endswith("Nothing was changed.\n")
    again = run("deploy", "--dry-run", "--json")
    assert document(again)["changes"] == []


def test_a_deploy_asks_before_it_changes_anything(run: Run) -> None:
    """Without a terminal and without --yes it says so; nothing is left behind that a later one stumbles over."""
    code, _out, err = run("deploy", "--daily-cap-usd", "7")
    assert code == cli.USAGE
    assert "--yes" in err
    assert document(run("deploy", "--dry-run", "--json"))["changes"] == []


def test_a_deploy_brings_the_stack_there_and_keeps_what_is_not_named(cloud: LocalCloud, run: Run) -> None:
    """What one deploy set stays set in the next; one that finds nothing to do says so."""
    code, out, _err = run("deploy", "--alerts-email", "desk@example.org", "--yes")
    assert code == cli.DONE
    assert "UPDATE_COMPLETE" in out
    assert "The stack snapstream stands." in out
    assert cloud.outputs["OriginalsBucket"] in out
    code, out, _err = run("deploy", "--yes")
    assert (code, "nothing changes" in out) == (cli.DONE, True)
    standing = progress.look(cloud.door.client("cloudformation"), "snapstream")
    assert standing is not None
    assert standing.parameters["AlertsEmail"] == "desk@example.org"


def test_the_newsrooms_profiles_are_looked_through_first(cloud: LocalCloud, run: Run, tmp_path: Path) -> None:
    """Wrong ones are refused before anything is sent; right ones lie where the functions read them."""
    wrong, right = tmp_path / "wrong.json", tmp_path / "right.json"
    wrong.write_text('{"profiles": {"night": {"analyses": ["horoscope"]}}}', encoding="utf-8")
    code, _out, err = run("deploy", "--profiles", str(wrong), "--yes")
    assert code == cli.USAGE
    assert "horoscope" in err
    right.write_text('{"profiles": {"night": {"like": "full", "analyses": ["text"]}}}', encoding="utf-8")
    assert document(run("deploy", "--profiles", str(right), "--yes", "--json"))["profiles"] is True
    stored = cloud.door.client("s3").get_object(Bucket=cloud.outputs["DerivedBucket"], Key="settings/profiles.json")
    assert stored["Body"].read() == right.read_bytes()


def test_profiles_are_shown_and_asked_for_as_everything_else(cloud: LocalCloud, run: Run, tmp_path: Path) -> None:
    """What they change in those in force is a change; where they change nothing, nothing changes."""
    s3, place = cloud.door.client("s3"), {"Bucket": cloud.outputs["DerivedBucket"], "Key": "settings/profiles.json"}
    in_force = '{"profiles": {"night": {"like": "full"}, "day": {"like": "basic"}}}'
    s3.put_object(**place, Body=in_force.encode())
    path = tmp_path / "profiles.json"
    path.write_text('{"profiles": {"night": {"like": "full", "video": "jobs"}, "dusk": {"like": "full"}}}', "utf-8")
    code, out, _err = run("deploy", "--profiles", str(path), "--dry-run")
    assert (code, out.endswith("Nothing was changed.\n")) == (cli.DONE, True)
    assert [line.split() for line in out.splitlines() if "profile" in line] == [
        ["remove", "day", "profile"], ["add", "dusk", "profile"], ["modify", "night", "profile:", "video"]
    ]  # fmt: skip
    code, _out, err = run("deploy", "--profiles", str(path))
    assert (code, "--yes" in err) == (cli.USAGE, True)
    assert s3.get_object(**place)["Body"].read() == in_force.encode()
    told = document(run("deploy", "--profiles", str(path), "--yes", "--json"))
    assert (told["changed"], told["profiles"], told["changes"]) == (True, True, [])
    assert {(each["action"], each["profile"]) for each in told["profile_changes"]} == {
        ("remove", "day"), ("add", "dusk"), ("modify", "night")
    }  # fmt: skip
    assert s3.get_object(**place)["Body"].read() == path.read_bytes()
    code, out, _err = run("deploy", "--profiles", str(path))
    assert (code, "nothing changes" in out) == (cli.DONE, True)


def test_a_parameter_that_cannot_be_is_refused_with_those_that_can(run: Run) -> None:
    """Before libraries are fetched and anybody is asked."""
    code, out, err = run("deploy", "--parameter", "Monitoring=maybe", "--yes")
    assert (code, out, "one of yes, no" in err) == (cli.USAGE, "", True)
    code, out, err = run("deploy", "--parameter", "Monitor=no", "--yes")
    assert (code, out, "there are AlertsEmail" in err, "CodePrefix" in err) == (cli.USAGE, "", True, False)


def test_a_connection_file_is_for_one_person_and_one_hour(cloud: LocalCloud, run: Run, tmp_path: Path) -> None:
    """Readable by this user alone, with the desktop role's rights, never written over another file."""
    path = tmp_path / "connection.json"
    told = run("outputs", "--connection", str(path), "--user", "maria", "--email", "maria@example.org", "--json")
    assert told[0] == cli.DONE
    connection = Connection.from_json(path.read_text(encoding="utf-8"))
    assert (connection.user.id, connection.user.email) == ("maria", "maria@example.org")
    assert connection.newsroom == "snapstream-000000000000-us-east-1"
    assert connection.libraries == ("newsroom", "private-maria")
    assert connection.expires_at <= datetime.now(UTC) + timedelta(hours=1)
    assert cloud.door.key.access_key_id not in path.read_text(encoding="utf-8")
    assert connection.credentials.secret_access_key not in told[1]
    if os.name != "nt":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    code, _out, err = run("outputs", "--connection", str(path))
    assert code == cli.USAGE
    assert "there already" in err
    code, _out, err = run("outputs", "--connection", str(tmp_path / "nobodys.json"))
    assert (code, "--user" in err, (tmp_path / "nobodys.json").exists()) == (cli.USAGE, True, False)


@pytest.mark.parametrize("user", ["", "a/b", "../x", "ü"])
def test_a_person_needs_an_id_that_keys_can_hold(run: Run, tmp_path: Path, user: str) -> None:
    """It becomes a part of every key of theirs."""
    code, _out, err = run("outputs", "--connection", str(tmp_path / "c.json"), "--user", user)
    assert code == cli.USAGE
    assert "no person's id" in err
    assert not (tmp_path / "c.json").exists()


@pytest.mark.timeout(300)
def test_smoke_proves_the_whole_path_and_leaves_nothing(
    cloud: LocalCloud, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every check passes but what only AWS can show; objects and records are gone afterwards."""
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    told = document(run("smoke", "--json", "--timeout", "200"))
    outcomes = {check["check"]: check["outcome"] for check in told["checks"]}
    assert told["passed"], [check for check in told["checks"] if check["outcome"] == "failed"]
    assert outcomes.pop("another's feed") == "ok"
    assert outcomes.pop("without TLS") == "not enforced here"
    assert set(outcomes.values()) == {"ok"}
    assert outcomes["analyse harbour_report.mp3"] == outcomes["text of cafe_zurich.jpg"] == "ok"
    s3 = cloud.door.client("s3")
    for bucket, prefix in (("OriginalsBucket", "uploads/private-smoke"), ("DerivedBucket", "derived/private-smoke")):
        assert "Versions" not in s3.list_object_versions(Bucket=cloud.outputs[bucket], Prefix=prefix)
    rows = cloud.door.client("dynamodb").scan(TableName=cloud.outputs["ItemsTable"])["Items"]
    assert not [row for row in rows if "smoke" in json.dumps(row)]


def test_smoke_says_what_never_came(cloud: LocalCloud, run: Run) -> None:
    """Where nothing takes the upload up, it gives up in time, with the exit code of that, and still cleans up."""
    quiet(cloud)
    try:
        told = run("smoke", "--json", "--timeout", "0.5")
    finally:
        for function in ("ingest", "image", "av", "finalize", "sweep"):
            cloud.mend(function)
    assert told[0] == cli.TIMED_OUT
    failed = {check["check"]: check["detail"] for check in document(told)["checks"] if check["outcome"] == "failed"}
    assert failed["analyse cafe_zurich.jpg"] == "timed out: it never came into the feed"
    assert document(told)["checks"][-1]["outcome"] == "ok"


def test_dead_letters_go_back_to_their_queue(cloud: LocalCloud, run: Run) -> None:
    """Counted first, then moved, each once; those of the table's stream stay, and it is said why."""
    sqs = cloud.door.client("sqs")
    # Nobody reads these two queues, so that what is in them can be counted.
    urls = {name: sqs.create_queue(QueueName=f"redrive-{name}")["QueueUrl"] for name in ("dead", "work", "stream")}
    outputs = {"WorkDeadLettersUrl": urls["dead"], "WorkQueueUrl": urls["work"], "StreamDeadLettersUrl": urls["stream"]}
    for number in range(12):
        sqs.send_message(QueueUrl=urls["dead"], MessageBody=f"letter {number}")
    sqs.send_message(QueueUrl=urls["stream"], MessageBody="position")
    counted = {each.name: each.waiting for each in redrive.count(sqs, outputs)}
    assert counted == {"work": 12, "stream": 1}
    moved = {each.name: redrive.move(sqs, each) for each in redrive.count(sqs, outputs)}
    assert (moved["work"].moved, moved["stream"].moved) == (12, 0)
    assert "sweep" in moved["stream"].words
    assert [each.waiting for each in redrive.count(sqs, outputs)] == [1, 0]
    code, out, _err = run("redrive", "--dry-run", "--json")
    assert code == cli.DONE
    assert {each["queue"] for each in json.loads(out)["dead_letters"]} >= {"ingest", "image", "av", "text", "finalize"}
    assert run("redrive", "nowhere")[0] == cli.USAGE


def test_the_doctor_finds_what_was_changed_by_hand(cloud: LocalCloud, run: Run) -> None:
    """A healthy stack has no problem; a bucket that lost its guard is one, with what to do."""
    assert document(run("doctor", "--json"))["healthy"]
    s3, bucket = cloud.door.client("s3"), cloud.outputs["DerivedBucket"]
    policy = s3.get_bucket_policy(Bucket=bucket)["Policy"]
    s3.delete_bucket_policy(Bucket=bucket)
    try:
        code, out, _err = run("doctor")
    finally:
        s3.put_bucket_policy(Bucket=bucket, Policy=policy)
    assert code == cli.FAILED
    assert f"problem  The bucket {bucket} takes requests without TLS." in out
    assert "Deploy again" in out


def test_cost_and_reanalyze_answer_for_the_embedded_cloud(run: Run) -> None:
    """Nothing was paid there; an item that nobody knows cannot be analysed anew."""
    assert document(run("cost", "--json"))["total"]["charged"] == 0
    unknown = new_item_id()
    told = run("reanalyze", unknown, "--json")
    assert told[0] == cli.FAILED
    assert document(told)["items"] == {unknown: "unknown"}
    told = run("reanalyze", "nosuch", "--dry-run", "--json")
    assert (told[0], document(told)["items"]) == (cli.FAILED, {"nosuch": "unknown"})
    assert run("reanalyze")[0] == cli.USAGE


def test_a_stack_comes_and_goes_and_keeps_its_media(account: AwsAccount, capsys: pytest.CaptureFixture[str]) -> None:
    """Destroyed, it leaves its media and says how to remove them; they go only when its name is typed."""
    cloudformation, clock = account.client("cloudformation"), progress.Clock(poll_s=0.05, timeout_s=60)
    place = ["--stack", "snapstream-two", "--region", "us-east-1", "--endpoint", str(account.endpoint), "--json"]
    published = code_bucket.publish(account, "snapstream-two", build_local())
    parameters = {**PARAMETERS, "NamePrefix": "snapstream-two", "CodeBucket": published.bucket,
                  "CodePrefix": published.prefix}  # fmt: skip
    steps: list[progress.Step] = []
    change_set = changes.propose(cloudformation, "snapstream-two", parameters, published.template_url, clock)
    stack = changes.carry_out(cloudformation, change_set, steps.append, clock)
    assert {step.name for step in steps} >= {"OriginalsBucket", "IngestFunction", "snapstream-two"}
    s3, bucket = account.client("s3"), stack.outputs["OriginalsBucket"]
    s3.put_object(Bucket=bucket, Key="settings/kept.txt", Body=b"kept")
    assert cli.main(["destroy", *place]) == cli.USAGE
    capsys.readouterr()
    assert cli.main(["destroy", "--yes", *place]) == cli.DONE
    told = json.loads(capsys.readouterr().out)
    assert (told["removed_stack"], told["removed_code"], told["removed"]) == (True, True, [])
    assert {each["name"] for each in told["kept"]} >= {bucket, "snapstream-two-media_items"}
    assert s3.get_object(Bucket=bucket, Key="settings/kept.txt")["Body"].read() == b"kept"
    assert progress.look(cloudformation, "snapstream-two") is None
    assert cli.main(["destroy", "--with-media", *place]) == cli.USAGE
    assert cli.main(["destroy", "--with-media", "--confirm", "another", *place]) == cli.FAILED
    capsys.readouterr()
    assert cli.main(["destroy", "--with-media", "--confirm", "snapstream-two", *place]) == cli.DONE
    removed = {each["name"] for each in json.loads(capsys.readouterr().out)["removed"]}
    assert {bucket, "snapstream-two-media_items", "snapstream-two-ledger"} <= removed
    assert destroy.holdings(account, "snapstream-two") == []


@pytest.mark.parametrize(
    "command", ["deploy", "outputs", "smoke", "redrive", "rebuild", "cost", "doctor", "destroy", "reanalyze x"]
)
def test_without_credentials_every_command_says_what_to_do(
    command: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """No traceback, and the exit code of a cloud that cannot be reached."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE", "AWS_SESSION_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    assert cli.main([*command.split(), "--region", "eu-central-1"]) == cli.UNREACHABLE
    said = capsys.readouterr().err
    assert "There are no AWS credentials" in said
    assert "--aws-profile" in said


def test_a_stack_that_is_not_there_is_said(account: AwsAccount, capsys: pytest.CaptureFixture[str]) -> None:
    """With where it was looked for, and what to do."""
    place = ["--stack", "nowhere", "--region", "us-east-1", "--endpoint", str(account.endpoint)]
    assert cli.main(["outputs", *place]) == cli.FAILED
    assert "There is no stack nowhere in us-east-1. Deploy it" in capsys.readouterr().err
    assert cli.main(["doctor", "--quick", *place]) in {cli.DONE, cli.FAILED}
    assert "There is no stack nowhere" in capsys.readouterr().out
