"""After a day of everything no secret lies in any file but those made for it, which their owner alone can read."""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
import re
import subprocess
import sys
import urllib.parse
import zipfile
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from cloud import cli
from cloud.local import control
from cloud.local.paths import LocalPaths
from tests import media
from tests.cloud.local.conftest import LocalCloud, wait_until
from tests.end_to_end.test_accounts import OTHER_PASSWORD, PASSWORD, Somebody, newest_code
from tests.fakes.scanning import Scan, programs_below
from tests.fakes.shared_ring import RingKeeper

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cloud.contract.connection import Credentials
    from cloud.local.emulator import LaunchKey

pytestmark = [
    pytest.mark.embedded,
    pytest.mark.timeout(600),
    pytest.mark.skipif(sys.platform != "linux", reason="what programs show is read as Linux shows it"),
]
#: Made to hold a secret, read by their owner alone, and which of them: nothing else is in them. Letters hold codes, as
#: a mailbox does. The last is the emulator's, for a service that is off: it opens nothing.
KEPT = {
    "connection.json": ("own ",),
    "admin.json": ("engineer's ",),
    "sign-in.json": ("demo's ",),
    "signing.key": ("signing key",),
    "letters.json": ("code", "invitation"),
    "state/cognito-rsa-key.pem": (),
}
#: What AWS gives to a function in its environment: its own role's credentials.
FUNCTIONS_OWN = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"}


@pytest.fixture
def cloud(data_dir: Path) -> Iterator[LocalCloud]:
    """Return the embedded cloud of a data directory that desktops use too."""
    cloud = LocalCloud(LocalPaths(data_dir))
    cloud.start()
    yield cloud
    control.stop(cloud.paths)


@pytest.fixture
def ring() -> Iterator[RingKeeper]:
    """Return the keyring of this test's desktops."""
    keeper = RingKeeper()
    yield keeper
    keeper.close()


class Day:
    """What is done in a day, and every secret that it made."""

    def __init__(self, cloud: LocalCloud, ring: RingKeeper) -> None:
        self.cloud = cloud
        self.ring = ring
        self.known = Scan()
        self.known.keep("password", PASSWORD)
        self.known.keep("new password", OTHER_PASSWORD)
        self.said = ""

    def keep_tokens(self, tokens: dict[str, str]) -> None:
        """Remember both tokens; of the refresh token the part that is drawn."""
        self.known.keep("access token", tokens["access_token"])
        self.known.keep("refresh token", tokens["refresh_token"].rpartition(".")[2])

    def keep_credentials(self, whose: str, given: Credentials | LaunchKey) -> None:
        """Remember what AWS gave, and the door's key."""
        self.known.keep(f"{whose}secret key", given.secret_access_key)
        if given.session_token:
            self.known.keep(f"{whose}session token", given.session_token)

    def keep_ring(self) -> None:
        """Remember whatever was put into the keyring."""
        assert self.ring.ever
        for token in self.ring.ever:
            self.known.keep("refresh token", token.rpartition(".")[2])

    def keep_addresses(self, somebody: Somebody, item_id: str) -> None:
        """Remember what opens an item's original, and its thumbnail."""
        status, link = somebody.ask("POST", f"/api/media/{item_id}/link", {})
        assert status == HTTPStatus.OK, link
        self.known.keep("link", link["url"].partition("?")[2])
        shown = somebody.ask("GET", f"/api/media/{item_id}")[1]
        self.known.keep("picture", shown["pictures"]["thumbnail"].partition("?")[2])

    def keep_letters(self) -> None:
        """Remember the codes and invitations of all letters."""
        text = self.cloud.paths.letters.read_text(encoding="utf-8")
        for letter in json.loads(text)["letters"]:
            for code in re.findall(r"\b[0-9A-Z]{5}-[0-9A-Z]{5}\b", letter["text"]):
                self.known.keep("code", code)
                self.known.keep("code", code.replace("-", ""))
            for token in re.findall(r"[?]invitation=(\S+)", letter["text"]):
                self.known.keep("invitation", urllib.parse.unquote(token))

    def begin(self, *arguments: str, has_ring: bool = False) -> subprocess.Popen[str]:
        """Start the desktop's command."""
        return subprocess.Popen(  # noqa: S603 -- our own program
            [sys.executable, "-m", "desktop", *arguments, "--data-dir", str(self.cloud.paths.data_dir)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            env=os.environ | {"OMP_NUM_THREADS": "1"} | (self.ring.environment if has_ring else {}),
        )

    def end(self, process: subprocess.Popen[str], typed: str | None = None) -> int:
        """Wait for a command; return its exit code. It says no secret."""
        out, err = process.communicate(typed, timeout=300)
        self.said = f"{out}\n{err}"
        assert not self.known.find(self.said.encode())
        return process.returncode

    def desktop(self, *arguments: str, typed: str = "", has_ring: bool = False) -> int:
        """Run the desktop's command; return its exit code."""
        return self.end(self.begin(*arguments, has_ring=has_ring), typed)

    def scan(self) -> dict[str, list[str]]:
        """Return which files hold secrets that may not, and which that may are open to others."""
        root = self.cloud.paths.root
        found: dict[str, list[str]] = {}
        for path in sorted(self.cloud.paths.data_dir.rglob("*")):
            if not path.is_file() or path.is_symlink():
                continue
            name = path.relative_to(root).as_posix() if path.is_relative_to(root) else ""
            faults = self.known.find(path.read_bytes(), but=KEPT.get(name, ()), shapes=name not in KEPT)
            if name in KEPT and path.stat().st_mode & 0o077:
                faults.append("others may read it")
            if faults:
                found[str(path.relative_to(self.cloud.paths.data_dir))] = faults
        return found

    def scan_programs(self, *pids: int) -> dict[str, list[str]]:
        """Return which programs that run show secrets: how they were called, and their environment."""
        found: dict[str, list[str]] = {}
        programs = programs_below(*pids)
        assert set(pids) <= {program.pid for program in programs}
        for program in programs:
            is_function = "AWS_LAMBDA_FUNCTION_NAME" in program.variables
            faults = self.known.find(program.words)
            for name, value in program.variables.items():
                faults += self.known.find(value, shapes=not (is_function and name in FUNCTIONS_OWN))
            if faults:
                found[program.words.decode(errors="replace")] = faults
        return found


def test_a_day_leaves_no_secret_lying_about(
    cloud: LocalCloud, ring: RingKeeper, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Watched folders, sign-in and out, a forgotten password, an admin's work, links: then every file is read."""
    day = Day(cloud, ring)
    demo = json.loads(cloud.paths.sign_in.read_text(encoding="utf-8"))
    day.known.keep("demo's password", demo["password"])
    day.known.keep("signing key", cloud.paths.signing_key.read_text(encoding="ascii").strip())
    day.keep_credentials("own ", cloud.connection.credentials)
    day.keep_credentials("engineer's ", cloud.door.key)
    folder = tmp_path / "Picture desk"
    folder.mkdir()
    media.write_jpeg(folder / "gate.jpg", media.sign(["GATE 9"], 1600, 1200))
    assert day.desktop("watch", str(folder), "--once", "--local", "--timeout", "200", "--json") == 0, day.said
    assert day.desktop("status", "--local", "--json") == 0, day.said

    eve = Somebody.join(cloud, "eve@example.org")
    day.keep_tokens(eve.tokens)
    eve.refresh()
    day.keep_tokens(eve.tokens)
    day.keep_credentials("", eve.credentials().credentials)
    admin = cloud.sign_in()
    day.keep_tokens(admin)
    assert cloud.ask("PATCH", f"/api/users/{eve.id}", {"role": "desk"}, admin["access_token"])[0] == HTTPStatus.OK
    invited = {"email": "guest@example.org", "role": "member"}
    assert cloud.ask("POST", "/api/invitations", invited, admin["access_token"])[0] == HTTPStatus.CREATED
    eve.refresh()
    day.keep_tokens(eve.tokens)
    (item,) = eve.ask("GET", "/api/media")[1]["items"]
    day.keep_addresses(eve, item["id"])

    address = cloud.connection.api_url or ""
    login = ("login", "--newsroom", address, "--email", eve.email)
    assert day.desktop(*login, typed=f"{PASSWORD}\n") == 1, day.said  # no keyring: for this command alone, said plainly
    assert "keyring" in day.said
    assert day.desktop(*login, typed="a wrong password\n") == 3, day.said
    work_with_a_keyring(day, eve, login, tmp_path / "Card")

    first = newest_code(cloud, eve.email)
    cloud.ask("POST", "/api/password/forgot", {"email": eve.email})
    chosen = {"email": eve.email, "password": OTHER_PASSWORD, "code": newest_code(cloud, eve.email, but=first)}
    assert cloud.ask("POST", "/api/password/reset", chosen)[0] == HTTPStatus.NO_CONTENT
    assert cli.main(["users", "disable", eve.email, "--data-dir", str(cloud.paths.data_dir)]) == cli.DONE
    capsys.readouterr()
    day.keep_letters()
    # A renewed connection since the morning has others.
    day.keep_credentials("own ", cloud.connection.credentials)

    check_kept(day)
    assert day.scan() == {}
    export_diagnostics(day, tmp_path)
    control.stop(cloud.paths)
    assert day.scan() == {}
    state = b"".join(path.read_bytes() for path in cloud.paths.state.rglob("*") if path.is_file())
    assert eve.email.encode() in state  # it can be read, and of passwords there are hashes alone
    assert state.count(b"$argon2id$") >= 2


def check_kept(day: Day) -> None:
    """Who looks for secrets finds them where they are: in the files that are made for them."""
    for name, secret in (
        ("connection.json", "own secret key"), ("admin.json", "engineer's secret key"), ("signing.key", "signing key"),
        ("sign-in.json", "demo's password"), ("letters.json", "code"), ("letters.json", "invitation"),
    ):  # fmt: skip
        found = day.known.find((day.cloud.paths.root / name).read_bytes())
        assert any(each.startswith(secret) for each in found), name


def work_with_a_keyring(day: Day, eve: Somebody, login: tuple[str, ...], folder: Path) -> None:
    """Sign in for good, watch a folder until its file is there, look at all programs meanwhile, sign out."""
    assert day.desktop(*login, typed=f"{PASSWORD}\n", has_ring=True) == 0, day.said
    day.keep_ring()
    folder.mkdir()
    media.write_jpeg(folder / "pier.jpg", media.sign(["PIER 4"], 1600, 1200))
    server = day.cloud.status().pid
    assert server is not None
    watching = day.begin("watch", str(folder), "--json", has_ring=True)
    try:
        wait_until(lambda: watching.poll() is not None or len(eve.ask("GET", "/api/media")[1]["items"]) == 2, 120)
        day.keep_ring()
        assert day.scan_programs(server, watching.pid) == {}
        assert day.scan() == {}
    finally:
        watching.terminate()
        day.end(watching)
    assert len(eve.ask("GET", "/api/media")[1]["items"]) == 2, day.said
    day.keep_ring()
    assert day.desktop("whoami", "--json", has_ring=True) == 0, day.said
    assert day.desktop("logout", has_ring=True) == 0, day.said
    assert day.ring.kept == {}


def export_diagnostics(day: Day, folder: Path) -> None:
    """Write diagnostics both ways; neither has a secret, and one has no path either."""
    for words in ([], ["--redact-paths"]):
        file = folder / f"diagnostics{len(words)}.zip"
        assert day.desktop("diagnostics", str(file), *words) == 0, day.said
        with zipfile.ZipFile(file) as archive:
            inside = {name: archive.read(name) for name in archive.namelist()}
        assert {"about.json", "settings.json", "logs/snapstream.log", "cloud/server.log"} <= inside.keys()
        assert {name: found for name, data in inside.items() if (found := day.known.find(data))} == {}
        assert not words or not any(str(folder).encode() in data for data in inside.values())


def test_a_scan_finds_what_is_hidden() -> None:
    """In base 64 at any place, in an address, in JSON, in hexadecimal, in a zip; and what only looks like a secret."""
    scan, secret = Scan(), f'"{PASSWORD}" / é'
    scan.keep("password", secret)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a", f"x{secret}x")
    for hidden in (
        *(base64.b64encode(f"{'x' * at}{secret}{'y' * rest}".encode()) for at in range(3) for rest in range(3)),
        urllib.parse.quote(secret).replace("/", "%2F").encode(), json.dumps([secret]).encode(),
        secret.encode().hex().encode(), gzip.compress(secret.encode()), packed.getvalue(),
    ):  # fmt: skip
        assert scan.find(hidden) == ["password 0"], hidden
    assert scan.find(b"key ASIAIOSFODNN7EXAMPLE.") == ["a key's name"]
    assert scan.find(PASSWORD.encode()) == []


def test_a_program_shows_its_secrets(tmp_path: Path) -> None:
    """A secret in the environment, or on the command line, of a program's child is found where it is."""
    scan = Scan()
    scan.keep("password", PASSWORD)
    script = tmp_path / "parent.py"
    script.write_text(
        "import subprocess, sys\n"
        "child = subprocess.Popen([sys.executable, '-c', 'print(1, flush=True); input()', sys.argv[1]])\n"
        "child.wait()\n",
        encoding="utf-8",
    )
    with subprocess.Popen(  # noqa: S603 -- our own program
        [sys.executable, str(script), PASSWORD],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=os.environ | {"GIVEN": PASSWORD},
    ) as parent:  # fmt: skip
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"1\n"
        programs = programs_below(parent.pid)
        assert len(programs) == 2
        for program in programs:
            assert scan.find(program.words) == scan.find(program.variables["GIVEN"]) == ["password 0"]
