"""How the status API is set on this computer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud.api.cookies import cookie_name
from cloud.local.api import Place, configure
from cloud.local.emulator import LaunchKey
from cloud.local.newsroom import Door
from cloud.local.paths import LocalPaths
from cloud.local.settings import LocalSettings

if TYPE_CHECKING:
    from pathlib import Path


def test_two_on_one_computer_share_no_cookie(tmp_path: Path) -> None:
    """Browsers tell cookies apart by host and not by port: the name does."""
    paths, names = LocalPaths(tmp_path), set[str]()
    paths.root.mkdir()
    for port in (5001, 5002):
        door = Door("http://127.0.0.1:1", LaunchKey.random())
        config = configure(Place(paths, LocalSettings(), door, f"http://127.0.0.1:{port}"))
        names |= {cookie_name(config, kind) for kind in ("session", "csrf")}
    assert names == {"session-5001", "csrf-5001", "session-5002", "csrf-5002"}
