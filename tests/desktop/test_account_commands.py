"""``snapstream login``, ``logout``, ``whoami``, and what the other commands say where nobody is signed in."""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import keyring
import keyring.backend
import pytest

from cloud.contract.accounts import AccountState
from desktop import cli
from desktop.core.paths import DataDir
from desktop.core.settings import Settings, SettingsFile
from tests.fakes.api import PASSWORD
from tests.fakes.api_server import LOST_REQUEST, ApiServer
from tests.fakes.newsroom import CONNECTION

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

EMAIL = "eve@herald.example"


class _Keyring(keyring.backend.KeyringBackend):
    """A keyring of the system's kind, in memory."""

    priority = 5  # type: ignore[assignment]  # keyring's own way to say it

    def __init__(self) -> None:
        super().__init__()
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        del self.kept[service, username]


@pytest.fixture(autouse=True)
def _no_log_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the test's own logging alone: the process has one."""
    monkeypatch.setattr("desktop.logs.begin", lambda folder: folder)


@pytest.fixture
def ring() -> Iterator[_Keyring]:
    """Return the computer's keyring."""
    former, made = keyring.get_keyring(), _Keyring()
    keyring.set_keyring(made)
    yield made
    keyring.set_keyring(former)


@pytest.fixture
def server() -> Iterator[ApiServer]:
    """Return a newsroom where somebody has an account."""
    made = ApiServer()
    made.room.add(EMAIL)
    yield made
    made.close()


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., tuple[int, str, str]]:
    """Run the program with something on standard input; returns exit code, output and messages."""

    def run(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        code = cli.main(arguments)
        out, err = capsys.readouterr()
        return code, out, err

    return run


@pytest.fixture
def sign_in(call: Callable[..., tuple[int, str, str]], server: ApiServer) -> Callable[[], tuple[int, str, str]]:
    """Sign in as the person of the newsroom."""
    return lambda: call("login", "--newsroom", server.address, "--email", EMAIL, typed=f"{PASSWORD}\n")


def test_a_person_signs_in_is_known_and_signs_out(
    ring: _Keyring,
    sign_in: Callable[[], tuple[int, str, str]],
    call: Callable[..., tuple[int, str, str]],
    server: ApiServer,
) -> None:
    """login, whoami, login again without naming anything, logout, whoami."""
    assert sign_in() == (0, f"Signed in to The Herald as {EMAIL} (member).\n", "")
    code, out, _ = call("whoami")
    assert code == 0
    assert EMAIL in out
    assert server.address in out
    code, out, _ = call("whoami", "--json")
    document = json.loads(out)
    assert (document["newsroom"]["id"], document["user"]["email"], document["kept"]) == ("herald", EMAIL, True)
    assert document["user"]["role"] == "member"
    assert call("login", typed=PASSWORD)[0] == 0
    assert call("logout") == (0, "Signed out of The Herald.\n", "")
    assert ring.kept == {}
    code, out, err = call("whoami")
    assert (code, out) == (3, "")
    assert "Nobody is signed in to The Herald. Sign in with snapstream login." in err


@pytest.mark.usefixtures("ring")
def test_the_address_may_stand_alone(call: Callable[..., tuple[int, str, str]], server: ApiServer) -> None:
    """As people type it; twice is wrong usage."""
    assert call("login", server.address, "--email", EMAIL, typed=f"{PASSWORD}\n")[0] == 0
    with pytest.raises(SystemExit, match="2"):
        call("login", server.address, "--newsroom", server.address, typed=PASSWORD)


@pytest.mark.parametrize("typed", ["", "\n"])
@pytest.mark.usefixtures("ring")
def test_a_missing_password_is_wrong_usage(
    call: Callable[..., tuple[int, str, str]], server: ApiServer, typed: str
) -> None:
    """Without one nothing is asked of the newsroom."""
    code, _, err = call("login", "--newsroom", server.address, "--email", EMAIL, typed=typed)
    assert code == 2
    assert "The password is missing" in err
    assert server.asked == []


@pytest.mark.usefixtures("ring")
def test_a_wrong_password_and_a_lock_out_exit_with_3(
    call: Callable[..., tuple[int, str, str]], server: ApiServer
) -> None:
    """Not signed in is exit code 3, with the sentence; after too many tries it says how long to wait."""
    for _ in range(10):
        code, _, err = call("login", "--newsroom", server.address, "--email", EMAIL, typed="not this one, no\n")
        assert code == 3
        assert "The e-mail address or the password is wrong." in err
    code, _, err = call("login", "--newsroom", server.address, "--email", EMAIL, typed=f"{PASSWORD}\n")
    assert code == 3
    assert "Try again in" in err


@pytest.mark.usefixtures("ring")
def test_an_account_that_is_off_exits_with_3(call: Callable[..., tuple[int, str, str]], server: ApiServer) -> None:
    """It is said that it is off."""
    server.room.add("off@herald.example", state=AccountState.DISABLED)
    code, _, err = call("login", "--newsroom", server.address, "--email", "off@herald.example", typed=f"{PASSWORD}\n")
    assert code == 3
    assert "disabled" in err


@pytest.mark.parametrize(
    ("address", "code", "said"),
    [
        ("http://newsroom.example", 2, "https://"),
        ("https://newsroom.invalid", 3, "Nothing answers at https://newsroom.invalid. Check the spelling"),
        ("https://a b", 2, "no address"),
    ],
)
@pytest.mark.usefixtures("ring")
def test_addresses_that_cannot_be_used_are_said(
    call: Callable[..., tuple[int, str, str]], address: str, code: int, said: str
) -> None:
    """Plain http, a name that is not there, nonsense."""
    got, _, err = call("login", "--newsroom", address, "--email", EMAIL, typed=f"{PASSWORD}\n")
    assert got == code
    assert said in err


@pytest.mark.usefixtures("ring")
def test_an_address_that_is_none_is_wrong_usage(call: Callable[..., tuple[int, str, str]], server: ApiServer) -> None:
    """GIVEN an e-mail address with a space THEN it is named, before a password is asked for and anything is sent."""
    code, _, err = call("login", "--newsroom", server.address, "--email", "eve @herald.example")
    assert (code, err) == (2, "snapstream: 'eve @herald.example' is no e-mail address.\n")
    assert server.asked == []


@pytest.mark.usefixtures("ring")
def test_what_the_newsroom_cannot_use_is_named(call: Callable[..., tuple[int, str, str]], server: ApiServer) -> None:
    """GIVEN a password longer than any THEN it is said that it is the password."""
    code, _, err = call("login", "--newsroom", server.address, "--email", EMAIL, typed=f"{'x' * 300}\n")
    assert (code, err) == (3, "snapstream: The newsroom cannot use this: password.\n")


@pytest.mark.skipif(sys.platform == "win32", reason="terminals are POSIX's here")
@pytest.mark.parametrize(
    ("named", "said"),
    [
        (("--newsroom", "https://newsroom.invalid", "--email", EMAIL), "The password is missing"),
        ((), "The newsroom's address is missing"),
    ],
)
def test_a_prompt_that_is_left_is_wrong_usage(data_dir: Path, named: tuple[str, ...], said: str) -> None:
    """GIVEN a terminal WHEN nothing is typed but the end of input THEN exit code 2, and what is missing."""
    ours, theirs = os.openpty()
    arguments = [sys.executable, "-m", "desktop", "login", *named, "--data-dir", str(data_dir)]
    with subprocess.Popen(  # noqa: S603 -- our own program
        arguments, stdin=theirs, stdout=theirs, stderr=subprocess.PIPE, text=True, start_new_session=True
    ) as process:
        os.close(theirs)
        assert process.stderr is not None
        heard = process.stderr.read(len("Password: "))  # it asks, and listens
        os.write(ours, b"\x04")
        heard += process.stderr.read()
    os.close(ours)
    assert process.returncode == 2, heard
    assert said in heard


def test_without_a_keyring_it_is_said_plainly(
    sign_in: Callable[[], tuple[int, str, str]], call: Callable[..., tuple[int, str, str]], data_dir: Path
) -> None:
    """The password was right, nothing is kept, nothing is written, and no session is left open in the newsroom."""
    code, _, err = sign_in()
    assert code == 1
    assert "no keyring that can be used" in err
    assert call("whoami")[0] == 3
    assert not [path for path in data_dir.rglob("*") if path.is_file() and PASSWORD.encode() in path.read_bytes()]


@pytest.mark.parametrize("command", ["watch", "whoami", "logout"])
@pytest.mark.usefixtures("ring")
def test_commands_that_need_somebody_say_so(
    call: Callable[..., tuple[int, str, str]],
    sign_in: Callable[[], tuple[int, str, str]],
    tmp_path: Path,
    command: str,
) -> None:
    """GIVEN nobody signed in WHEN a command needs somebody THEN exit code 3 and one sentence."""
    arguments = [command, str(tmp_path)] if command == "watch" else [command]
    code, out, err = call(*arguments)
    assert (code, out) == (3, "")
    assert "snapstream login" in err
    assert sign_in()[0] == 0
    assert call("logout")[0] == 0
    code, out, err = call(*arguments)
    assert (code, out) == (3, "")
    assert "Nobody is signed in to The Herald" in err


@pytest.mark.usefixtures("ring")
def test_what_is_here_is_shown_signed_out(
    call: Callable[..., tuple[int, str, str]], sign_in: Callable[[], tuple[int, str, str]]
) -> None:
    """``ls`` shows the cache and exits with 3; ``status`` needs nobody."""
    assert sign_in()[0] == 0
    assert call("logout")[0] == 0
    code, out, err = call("ls", "--json")
    assert (code, json.loads(out)) == (3, {"items": []})
    assert "Sign in again" in err
    assert call("status")[0] == 0


def test_signing_out_without_a_line_is_told(
    call: Callable[..., tuple[int, str, str]],
    sign_in: Callable[[], tuple[int, str, str]],
    server: ApiServer,
    ring: _Keyring,
) -> None:
    """It holds on this computer; that the newsroom does not know of it is said."""
    assert sign_in()[0] == 0
    server.fail("/api/refresh", LOST_REQUEST)
    code, _, err = call("logout")
    assert code == 3
    assert "Signed out on this computer" in err
    assert ring.kept == {}


def test_the_embedded_cloud_and_connection_files_have_no_sign_in(
    call: Callable[..., tuple[int, str, str]], data_dir: Path, tmp_path: Path
) -> None:
    """``--local`` and ``--connection`` are named as the way that they are; ``whoami --local`` says who that is."""
    assert call("login", "--local")[0] == 2
    assert call("logout", "--connection", str(tmp_path))[0] == 2
    assert call("whoami", "--local")[0] == 3
    DataDir(data_dir).local_cloud.mkdir()
    DataDir(data_dir).local_connection.write_text(CONNECTION.to_json(), encoding="utf-8")
    code, out, _ = call("whoami", "--local", "--json")
    assert code == 0
    assert json.loads(out)["user"]["email"] == CONNECTION.user.email


def test_a_newsroom_of_a_connection_file_needs_no_account(
    call: Callable[..., tuple[int, str, str]], data_dir: Path
) -> None:
    """A newsroom without ``account.json`` is as it was: its file decides."""
    SettingsFile(DataDir(data_dir).settings).save(Settings(newsroom="faraway"))
    assert call("status")[0] == 0
    code, _, err = call("ls")
    assert code == 3
    assert "No connection to the newsroom" in err


@pytest.mark.usefixtures("ring")
def test_no_secret_is_printed_or_logged(
    sign_in: Callable[[], tuple[int, str, str]],
    call: Callable[..., tuple[int, str, str]],
    caplog: pytest.LogCaptureFixture,
    ring: _Keyring,
) -> None:
    """Neither in the output of any of the three, nor in the log."""
    caplog.set_level(logging.DEBUG)
    said = "".join(sign_in()[1:]) + "".join(call("whoami", "--json")[1:])
    (kept,) = ring.kept.values()
    said += "".join(call("logout", "--json")[1:]) + caplog.text
    assert not [secret for secret in (PASSWORD, *kept.split()) if secret in said]
