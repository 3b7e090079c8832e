"""What only the operating system knows."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from desktop.watch import system

linux = pytest.mark.skipif(sys.platform != "linux", reason="Linux tells it in its own way")

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/export /srv/pictures nfs4 rw 0 0
//nas/desk /mnt/picture\\040desk cifs rw 0 0
/dev/sdb1 /media/card fuseblk rw 0 0
host:/x /mnt/ssh fuse.sshfs rw 0 0
"""


@linux
def test_a_file_that_is_being_written_is_known(tmp_path: Path) -> None:
    """GIVEN a file WHEN somebody has it open for writing THEN that is known, and not when it is only read."""
    path = tmp_path / "a.jpg"
    path.touch()
    assert system.is_held_open(path) is False
    with path.open("ab"):
        assert system.is_held_open(path) is True
    with path.open("rb"):
        assert system.is_held_open(path) is False
    assert system.is_held_open(tmp_path / "gone.jpg") is None


@linux
@pytest.mark.parametrize(
    ("folder", "tells"),
    [
        ("/home/maren", True),
        ("/srv/pictures/2026", False),
        ("/srv/pictures2", True),
        ("/mnt/picture desk", False),
        ("/media/card/DCIM", True),
        ("/mnt/ssh/x", False),
    ],
)
def test_network_disks_are_told_from_local_ones(folder: str, *, tells: bool) -> None:
    """GIVEN the table of mounts THEN a folder on a network disk is known to be silent about closes."""
    assert system.tells_close(Path(folder), MOUNTS) is tells
