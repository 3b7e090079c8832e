"""On a real desktop: the tray icon and one grouped notice are shown.

``python -m tests.desktop.ui.real_desktop PICTURE.png`` under ``dbus-run-session`` keeps the picture, to be looked at.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests import qt_libraries
from tests.desktop.ui.real_desktop import ARRIVED, PROGRAMS

if TYPE_CHECKING:
    from pathlib import Path

_LONGEST_S = 240


@pytest.mark.skipif(sys.platform != "linux", reason="a virtual screen is a Linux thing")
def test_the_tray_icon_and_a_grouped_notice_are_really_shown(tmp_path: Path) -> None:
    """Six files arrive and one fails: one notice, the alarm in the tray, and a click leads to those six."""
    missing = [program for program in PROGRAMS if shutil.which(program) is None]
    if missing:
        assert not qt_libraries.is_required(), f"needed for this test: {', '.join(missing)}"
        pytest.skip(f"NOT TESTED: the tray and notices of a real desktop. Missing: {', '.join(missing)}")
    picture = tmp_path / "tray-and-notice.png"
    command = ["dbus-run-session", "--", sys.executable, "-m", "tests.desktop.ui.real_desktop", str(picture)]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=_LONGEST_S, check=False)  # noqa: S603 - ours
    assert ran.returncode == 0, ran.stderr
    seen = json.loads(ran.stdout.splitlines()[-1])
    assert seen["tray_px"] > 50
    assert seen["tray_alarm_px"] > 20
    assert seen["notices"] == 1
    assert (seen["notice_px_before"], seen["notice_px"] > 10_000) == (0, True)
    assert seen["tooltip"].endswith("1 file was not uploaded.")
    assert seen["chosen"] == ARRIVED
    assert picture.stat().st_size > 10_000
