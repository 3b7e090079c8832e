"""Starting with the session: the right file in the right place, and gone again."""

from __future__ import annotations

import configparser
import plistlib
import sys
from typing import TYPE_CHECKING

import pytest

from desktop.autostart import autostart, own_command
from desktop.core.errors import UsageProblem

if TYPE_CHECKING:
    from pathlib import Path


def test_linux_gets_a_desktop_file(tmp_path: Path) -> None:
    """GIVEN Linux WHEN it is switched on THEN a valid entry starts this very program; off, nothing is left."""
    port = autostart("linux", tmp_path, {"SNAPSTREAM_DATA_DIR": "/data/my $stuff 100%"})
    assert not port.is_on()
    port.set_on(is_on=True)
    assert port.is_on()
    file = tmp_path / ".config" / "autostart" / "snapstream.desktop"
    read = configparser.RawConfigParser()
    read.read(file)
    entry = read["Desktop Entry"]
    assert entry["type"] == "Application"
    assert entry["exec"] == f'{sys.executable} -m desktop --data-dir "/data/my \\\\$stuff 100%%"'
    port.set_on(is_on=False)
    port.set_on(is_on=False)
    assert not port.is_on()
    assert list(file.parent.iterdir()) == []


def test_a_file_that_the_desktop_switched_off_is_off(tmp_path: Path) -> None:
    """GIVEN an entry that the system's own settings hid THEN it says off."""
    port = autostart("linux", tmp_path, {"XDG_CONFIG_HOME": str(tmp_path / "cfg")})
    port.set_on(is_on=True)
    file = tmp_path / "cfg" / "autostart" / "snapstream.desktop"
    file.write_text(file.read_text() + "Hidden=true\n")
    assert not port.is_on()


def test_macos_gets_a_launch_agent(tmp_path: Path) -> None:
    """GIVEN macOS WHEN it is switched on THEN there is an agent that runs at load."""
    port = autostart("darwin", tmp_path, {})
    port.set_on(is_on=True)
    agent = plistlib.loads((tmp_path / "Library" / "LaunchAgents" / "org.snapstream.desktop.plist").read_bytes())
    assert agent["RunAtLoad"] is True
    assert agent["ProgramArguments"][0] == sys.executable


def test_what_cannot_be_changed_says_why(tmp_path: Path) -> None:
    """GIVEN a place that is no folder WHEN it is switched on THEN the sentence says so."""
    (tmp_path / ".config").write_text("a file")
    with pytest.raises(UsageProblem) as caught:
        autostart("linux", tmp_path, {}).set_on(is_on=True)
    assert "does not let" in caught.value.detail


@pytest.mark.parametrize("argv", [["x", "--data-dir", "/d"], ["x", "--data-dir=/d", "--local"]])
def test_the_data_directory_is_the_same_again(argv: list[str]) -> None:
    """GIVEN a program with a data directory of its own THEN it starts with that."""
    assert own_command(argv, {})[-2:] == ["--data-dir", "/d"]
