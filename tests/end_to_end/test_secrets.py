"""After a day of everything no secret lies in any file but those made for it, which their owner alone can read."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest

from cloud import cli
from cloud.local import control
from cloud.local.paths import LocalPaths
from tests import media
from tests.cloud.local.conftest import LocalCloud
from tests.end_to_end.test_accounts import OTHER_PASSWORD, PASSWORD, Somebody, newest_code

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = [
    pytest.mark.embedded,
    pytest.mark.timeout(600),
    pytest.mark.skipif(sys.platform == "win32", reason="files there have no modes"),
]
#: Made to hold a secret, and read by their owner alone. Letters hold codes, as a mailbox does.
#: The last is the emulator's, for a service that is off: it opens nothing.
KEPT = {
    "connection.json",
    "admin.json",
    "sign-in.json",
    "signing.key",
    "letters.json",
    "state/cognito-rsa-key.pem",
}
#: What looks like a secret, whosever it is: an access token, a signed address, a key in PEM.
SHAPES = {
    "an access token": re.compile(rb"eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}"),
    "a signed address": re.compile(rb"X-Amz-Signature=[0-9a-f]{16,}", re.IGNORECASE),
    "a private key": re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
}


@pytest.fixture
def cloud(data_dir: Path) -> Iterator[LocalCloud]:
    """Return the embedded cloud of a data directory that desktops use too."""
    cloud = LocalCloud(LocalPaths(data_dir))
    cloud.start()
    yield cloud
    control.stop(cloud.paths)


class Day:
    """What is done in a day, and every secret that it made."""

    def __init__(self, cloud: LocalCloud) -> None:
        self.cloud = cloud
        self.secrets: dict[str, str] = {"a password": PASSWORD, "a new password": OTHER_PASSWORD}

    def keep(self, name: str, secret: str) -> None:
        """Remember a secret."""
        assert len(secret) >= 12, name
        self.secrets[f"{name} {len(self.secrets)}"] = secret

    def keep_tokens(self, tokens: dict[str, str]) -> None:
        """Remember both tokens; of the refresh token the part that is drawn."""
        self.keep("access token", tokens["access_token"])
        self.keep("refresh token", tokens["refresh_token"].rpartition(".")[2])

    def desktop(self, *arguments: str, typed: str = "") -> int:
        """Run the desktop's command; return its exit code."""
        words = [sys.executable, "-m", "desktop", *arguments, "--data-dir", str(self.cloud.paths.data_dir)]
        done = subprocess.run(  # noqa: S603 -- our own program
            words,
            input=typed,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=300,
            check=False,
            env=os.environ | {"OMP_NUM_THREADS": "1"},
        )
        self.said = f"{done.stdout}\n{done.stderr}"
        assert not self.find(self.said.encode()), arguments
        return done.returncode

    def find(self, data: bytes) -> list[str]:
        """Return what secrets are in some bytes, by name."""
        named = [name for name, secret in self.secrets.items() if secret.encode() in data]
        return named + [name for name, shape in SHAPES.items() if shape.search(data)]

    def scan(self) -> dict[str, list[str]]:
        """Return which files hold secrets that may not, and which that may are open to others."""
        root = self.cloud.paths.root
        found: dict[str, list[str]] = {}
        for path in sorted(self.cloud.paths.data_dir.rglob("*")):
            if not path.is_file() or path.is_symlink():
                continue
            if path.is_relative_to(root) and path.relative_to(root).as_posix() in KEPT:
                faults = [] if path.stat().st_mode & 0o077 == 0 else ["others may read it"]
            else:
                faults = self.find(path.read_bytes())
            if faults:
                found[str(path.relative_to(self.cloud.paths.data_dir))] = faults
        return found


def test_a_day_leaves_no_secret_lying_about(
    cloud: LocalCloud, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Watched folders, sign-in and out, a forgotten password, an admin's work, links: then every file is read."""
    day = Day(cloud)
    folder = tmp_path / "Picture desk"
    folder.mkdir()
    media.write_jpeg(folder / "gate.jpg", media.sign(["GATE 9"], 1600, 1200))
    assert day.desktop("watch", str(folder), "--once", "--local", "--timeout", "200", "--json") == 0, day.said
    assert day.desktop("status", "--local", "--json") == 0, day.said

    eve = Somebody.join(cloud, "eve@example.org")
    day.keep_tokens(eve.tokens)
    eve.refresh()
    day.keep_tokens(eve.tokens)
    given = eve.credentials().credentials
    day.keep("secret key", given.secret_access_key)
    day.keep("session token", given.session_token)
    admin = cloud.sign_in()
    day.keep_tokens(admin)
    assert cloud.ask("PATCH", f"/api/users/{eve.id}", {"role": "desk"}, admin["access_token"])[0] == HTTPStatus.OK
    invited = {"email": "guest@example.org", "role": "member"}
    assert cloud.ask("POST", "/api/invitations", invited, admin["access_token"])[0] == HTTPStatus.CREATED
    eve.refresh()
    day.keep_tokens(eve.tokens)
    (item,) = eve.ask("GET", "/api/media")[1]["items"]
    status, link = eve.ask("POST", f"/api/media/{item['id']}/link", {})
    assert status == HTTPStatus.OK, link
    day.keep("link", link["url"].partition("?")[2])
    shown = eve.ask("GET", f"/api/media/{item['id']}")[1]
    day.keep("picture", shown["pictures"]["thumbnail"].partition("?")[2])

    address = cloud.connection.api_url or ""
    login = ("login", "--newsroom", address, "--email", eve.email)
    assert day.desktop(*login, typed=f"{PASSWORD}\n") == 1, day.said  # no keyring: for this command alone, said plainly
    assert "keyring" in day.said
    assert day.desktop(*login, typed="a wrong password\n") == 3, day.said
    day.desktop("logout")
    first = newest_code(cloud, eve.email)
    cloud.ask("POST", "/api/password/forgot", {"email": eve.email})
    chosen = {"email": eve.email, "password": OTHER_PASSWORD, "code": newest_code(cloud, eve.email, but=first)}
    assert cloud.ask("POST", "/api/password/reset", chosen)[0] == HTTPStatus.NO_CONTENT
    assert cli.main(["users", "disable", eve.email, "--data-dir", str(cloud.paths.data_dir)]) == cli.DONE
    capsys.readouterr()
    for file, fields in (
        (cloud.connection.credentials, ("secret_access_key", "session_token")),
        (cloud.door.key, ("secret_access_key", "session_token")),
    ):
        for field in fields:
            day.keep(field, getattr(file, field))
    day.keep("signing key", cloud.paths.signing_key.read_text(encoding="ascii").strip())

    assert day.find(cloud.paths.connection.read_bytes())  # who looks for them finds them where they are
    assert day.scan() == {}
    control.stop(cloud.paths)
    assert day.scan() == {}
