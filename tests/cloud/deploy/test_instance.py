"""The instance's user data, run as it is but below a folder of the test's own: to the gunicorn that its unit starts.

What a test must not do or cannot have is played: ``dnf``, ``useradd``, ``aws``, ``cfn-signal``, and ``systemctl``,
which starts what the unit says with the environment that the unit says. The package holds our wheel as it is built, and
the libraries that are installed here. Behind it stands the embedded cloud.
"""

from __future__ import annotations

import base64
import configparser
import http.client
import importlib.util
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import textwrap
import time
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from botocore.credentials import Credentials

from cloud.api import install
from cloud.contract.connection import Connection
from cloud.contract.keys import OriginalKey, new_item_id
from cloud.deploy import application
from cloud.deploy.wheels import PYTHON, read_requirements
from cloud.local import control
from cloud.local.paths import LocalPaths
from tests.cloud.local.conftest import LocalCloud, quiet, wait_until
from tests.fakes import parameters, template
from tests.fakes.installed import wheels_of

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [
    pytest.mark.embedded,
    pytest.mark.skipif(sys.platform != "linux", reason="the instance is a Linux"),
    pytest.mark.skipif(importlib.util.find_spec("ensurepip") is None, reason="this Python makes no environments"),
]
THROUGH_CLOUDFRONT = {"CloudFront-Viewer-Address": "203.0.113.7:4711"}
#: Plays each program: what it was called with is written down, and some do something.
PLAYED = {
    "dnf": "",
    "useradd": "",
    "cfn-signal": "",
    "aws": """
        if words[:2] == ["s3", "cp"]:
            shutil.copyfile(root / "package.zip", words[-1])
    """,
    f"python{PYTHON}": """
        os.execv(sys.executable, [sys.executable, *words])
    """,
    "systemctl": """
        if words[0] == "enable":
            unit = configparser.RawConfigParser(strict=False)
            unit.optionxform = str
            unit.read(root / "etc/systemd/system/snapstream-api.service")
            service = unit["Service"]
            lines = pathlib.Path(service["EnvironmentFile"]).read_text().splitlines()
            lines += service["Environment"].split() + (root / "cloud.env").read_text().splitlines()
            log = pathlib.Path(service["StandardOutput"].removeprefix("append:"))
            log.parent.mkdir(parents=True, exist_ok=True)
            with log.open("ab") as out:
                started = subprocess.Popen(
                    shlex.split(service["ExecStart"]), env=dict(line.split("=", 1) for line in lines), cwd="/",
                    stdout=out, stderr=out, stdin=subprocess.DEVNULL, start_new_session=True)
            (root / "pid").write_text(str(started.pid))
    """,
}


@dataclass
class Instance:
    """What the user data made."""

    root: Path
    port: int

    def calls(self, program: str) -> list[list[str]]:
        """Return what a played program was called with."""
        log = self.root / f"{program}.calls"
        return [json.loads(line) for line in log.read_text("utf-8").splitlines()] if log.exists() else []

    @property
    def log(self) -> str:
        """Return what the service wrote."""
        path = self.root / install.LOG.lstrip("/")
        return path.read_text("utf-8") if path.exists() else ""

    def ask(
        self, method: str, path: str, body: object = None, token: str = "", **headers: str
    ) -> tuple[int, dict[str, Any]]:
        """Ask gunicorn."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        told |= {"Content-Type": "application/json"} if body is not None else {}
        told |= {"Authorization": f"Bearer {token}"} if token else {}
        connection.request(method, path, None if body is None else json.dumps(body), told)
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        is_json = (answer.headers.get_content_type() or "").endswith("json")
        return answer.status, json.loads(text) if is_json else {}


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """Return an embedded cloud, whose functions do nothing."""
    cloud = LocalCloud(LocalPaths(tmp_path_factory.mktemp("cloud")))
    cloud.start()
    quiet(cloud)
    yield cloud
    control.stop(cloud.paths)


@pytest.fixture(scope="module")
def endpoint(cloud: LocalCloud) -> Iterator[str]:
    """Return where AWS is asked: the embedded cloud, with the parameters in SSM that a deploy makes."""
    key = base64.b64encode(os.urandom(48)).decode()
    kept = {"/snapstream/api/signing-key": key, "/snapstream/api/url": "https://d111111abcdef8.cloudfront.net"}
    engineers = cloud.door.key
    signer = Credentials(engineers.access_key_id, engineers.secret_access_key, engineers.session_token or None)
    with parameters.serve(cloud.door.endpoint, signer, kept) as endpoint:
        yield endpoint


@pytest.fixture(scope="module")
def instance(cloud: LocalCloud, endpoint: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instance]:
    """Return an instance whose user data has run."""
    root = tmp_path_factory.mktemp("instance")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        made = Instance(root, int(probe.getsockname()[1]))
    ours = dict([application.build_wheel(application.code_files(), version("snapstream"))])
    package = application.bundle(wheels_of(read_requirements(application.LIST)) | ours)
    (root / "package.zip").write_bytes(package)
    own = {"AWS_ENDPOINT_URL": endpoint, "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x"}
    own |= {"BIND": f"127.0.0.1:{made.port}"}
    (root / "cloud.env").write_text("".join(f"{name}={value}\n" for name, value in own.items()), encoding="utf-8")
    _play(root)
    script = _below(root, _user_data(cloud, application.key_of(package)).replace(":8080/", f":{made.port}/"))
    assert "--retry 60 --retry-delay 3" in script
    script = script.replace("--retry 60 --retry-delay 3", "--retry 60 --retry-delay 1 --retry-max-time 60")
    (root / "user-data").write_text(script, encoding="utf-8")
    try:
        done = subprocess.run(  # noqa: S603 -- our own script
            ["/bin/bash", str(root / "user-data")],
            env={"PATH": f"{root / 'played'}:/usr/local/bin:/usr/bin:/bin", "HOME": str(root)},
            capture_output=True, text=True, timeout=200, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{done.stderr}\n{made.log}"
        yield made
    finally:
        if (root / "pid").exists():
            _end(int((root / "pid").read_text("ascii")))


def _user_data(cloud: LocalCloud, key: str) -> str:
    """Return the script as CloudFormation would give it to an instance of this cloud's account and region."""
    made = template.deploy(template.HOSTED | {"ApiPackage": key})
    (found,) = made.of_type("EC2::LaunchTemplate").values()
    script = base64.b64decode(found["LaunchTemplateData"]["UserData"]).decode()
    account = cloud.outputs["DesktopRoleArn"].split(":")[4]
    # What nobody gave a name is called otherwise there.
    for name in sorted(made.outputs.keys() & cloud.outputs.keys(), key=lambda name: -len(made.outputs[name])):
        script = script.replace(f"={made.outputs[name]}\n", f"={cloud.outputs[name]}\n")
    return script.replace(template.ACCOUNT, account).replace(template.REGION, cloud.door.region)


def _below(root: Path, script: str) -> str:
    """Return the script with every place below another root, in the unit too."""
    moved = re.sub(r"(?<![\w./}])/(opt|etc|tmp/api)\b", lambda place: f"{root}/{place[1]}", script)
    units = f"{root}/etc/systemd/system/*.service"
    installed = f"-m cloud.api.install {root}\nsed -i -E 's#/(opt/snap|etc/snap|var/log/snap)#{root}/\\1#g' {units}\n"
    assert moved.count("-m cloud.api.install\n") == 1
    return moved.replace("-m cloud.api.install\n", installed)


def _play(root: Path) -> None:
    (root / "tmp").mkdir()
    for name, does in PLAYED.items():
        folder = root / ("opt/aws/bin" if name == "cfn-signal" else "played")
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(
            f"#!{sys.executable}\nimport configparser, json, os, pathlib, shlex, shutil, subprocess, sys\n"
            f"root, words = pathlib.Path({str(root)!r}), sys.argv[1:]\n"
            f"with (root / '{name}.calls').open('a') as calls:\n    calls.write(json.dumps(words) + '\\n')\n"
            f"{textwrap.dedent(does)}",
            encoding="utf-8",
        )
        (folder / name).chmod(0o755)


def _end(pid: int) -> None:
    """End the service as systemd does, and at last all of it."""
    with_it = os.getpgid(pid)
    os.kill(pid, signal.SIGTERM)
    end = time.monotonic() + 20
    while time.monotonic() < end and Path(f"/proc/{pid}/cmdline").exists():
        if Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.05)
    os.killpg(with_it, signal.SIGKILL)


@pytest.mark.timeout(240)
def test_the_user_data_ends_with_a_service_that_answers(instance: Instance) -> None:
    """Settings, environment, package by its hash, unit: then gunicorn is ready, and CloudFormation is told so."""
    (told,) = instance.calls("cfn-signal")
    assert told[:2] == ["--exit-code", "0"]
    assert told[told.index("--resource") + 1] == "ApiInstanceA"
    assert instance.ask("GET", "/api/health") == (200, {"status": "up"})
    assert instance.ask("GET", "/api/ready") == (200, {"status": "ready"})
    wait_until(lambda: instance.log.count("Booting worker") == 2)
    (asked,) = (call for call in instance.calls("dnf") if call[0] == "install")
    assert {f"python{PYTHON}", "amazon-cloudwatch-agent"} <= set(asked)
    assert ["daemon-reload"] in instance.calls("systemctl")
    site = next((instance.root / "opt/snapstream/lib").glob("python*/site-packages"))
    assert not (site / "cloud" / "local").exists()  # the wheel, and not this checkout
    assert (site / "cloud" / "api" / "wsgi.py").exists()


@pytest.mark.timeout(240)
def test_people_sign_in_through_cloudfront_alone(cloud: LocalCloud, instance: Instance) -> None:
    """With what only CloudFront adds; the credentials that they get put a file, and nothing secret is in the log."""
    known = json.loads(cloud.paths.sign_in.read_text("utf-8"))
    known = {name: known[name] for name in ("email", "password")}
    assert instance.ask("POST", "/api/login", known)[0] == 403
    assert instance.ask("GET", "/login")[0] == 403
    through = {name.replace("-", "_"): value for name, value in THROUGH_CLOUDFRONT.items()}
    status, tokens = instance.ask("POST", "/api/login", known, **through)
    assert status == 200, tokens
    status, document = instance.ask("POST", "/api/credentials", None, tokens["access_token"], **through)
    assert status == 200, document
    connection = Connection.from_json(json.dumps(document))
    assert connection.api_url == "https://d111111abcdef8.cloudfront.net"
    assert connection.newsroom.startswith("snapstream-")
    key = str(OriginalKey.of("newsroom", connection.user.id, new_item_id(), "a.txt"))
    there = replace(connection, endpoint=cloud.door.endpoint)
    cloud.client_of(there, "s3").put_object(Bucket=connection.buckets.originals, Key=key, Body=b"x")
    for path in ("/api/status", "/api/media", "/api/me", "/api/users"):
        assert instance.ask("GET", path, None, tokens["access_token"], **through)[0] == 200, path
    for secret in (
        known["password"],
        tokens["access_token"],
        tokens["refresh_token"],
        connection.credentials.secret_access_key,
    ):
        assert str(secret) not in instance.log
    assert "ERROR" not in instance.log


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd is not installed here")
def test_systemd_understands_the_unit(instance: Instance) -> None:
    """Every line of it, with the program where it says."""
    unit = instance.root / "etc/systemd/system/snapstream-api.service"
    done = subprocess.run(  # noqa: S603 -- of this system
        ["systemd-analyze", "verify", str(unit)],  # noqa: S607 -- wherever it is
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")


def test_the_unit_names_what_was_installed(instance: Instance) -> None:
    """Its program is there and may be run; agent and rotation know its log."""
    unit = configparser.RawConfigParser(strict=False)
    unit.read(instance.root / "etc/systemd/system/snapstream-api.service")
    program = shlex.split(unit["Service"]["ExecStart"])[0]
    assert program == str(instance.root / "opt/snapstream/bin/gunicorn")
    assert os.access(program, os.X_OK)
    agent = (instance.root / "opt/aws/amazon-cloudwatch-agent/etc/amazon-cloudwatch-agent.json").read_text("utf-8")
    assert json.loads(agent)["logs"]["logs_collected"]["files"]["collect_list"][0]["file_path"] == install.LOG
