"""Whether Qt's windows can be opened here, found out without opening one.

Qt's wheels lean on libraries of the system that a bare Linux server lacks. Importing ``QtGui`` then raises, and a
platform plugin that cannot be loaded ends the whole process, so the plugin's file is loaded by hand first.
"""

from __future__ import annotations

import ctypes
import importlib
import os
import re
import sys
from pathlib import Path

#: The Debian packages that Qt's offscreen and X11 windows, and its player, need beside the wheels.
DEBIAN_PACKAGES = (
    "libegl1 libgl1 libopengl0 libfontconfig1 libfreetype6 libglib2.0-0 libdbus-1-3 libxkbcommon0 libxkbcommon-x11-0 "
    "libx11-6 libx11-xcb1 libxext6 libxrender1 libsm6 libice6 libxcb1 libxcb-cursor0 libxcb-icccm4 libxcb-image0 "
    "libxcb-keysyms1 libxcb-randr0 libxcb-render0 libxcb-render-util0 libxcb-shape0 libxcb-shm0 libxcb-sync1 "
    "libxcb-xfixes0 libxcb-xkb1 libpulse0 libdrm2 fonts-dejavu-core"
)
#: Set where a skipped window test must be a failure.
REQUIRE_VARIABLE = "SNAPSTREAM_REQUIRE_WINDOW"
#: What a test module says when it needs Qt.
_NEEDS_QT = re.compile(
    r"^\s*(?:(?:from|import) (?:PySide6|pytestqt|desktop\.ui)"
    r"|@pytest\.mark\.window|pytestmark\b.*mark\.window|def .*\bqtbot\b)",
    re.MULTILINE,
)
_TEST = re.compile(r"^\s*(?:async )?def test_", re.MULTILINE)


def find_fault() -> str:
    """Return why windows cannot be opened here, "" where they can."""
    try:
        for module in ("QtCore", "QtGui", "QtWidgets", "QtSvg", "QtNetwork", "QtMultimedia", "QtMultimediaWidgets"):
            importlib.import_module(f"PySide6.{module}")
        if sys.platform == "linux":
            plugins = Path(importlib.import_module("PySide6").__file__ or "").parent / "Qt" / "plugins"
            ctypes.CDLL(str(plugins / "platforms" / "libqoffscreen.so"))
    except (ImportError, OSError) as error:
        return str(error)
    return ""


def is_required() -> bool:
    """Whether the run must fail rather than skip."""
    return os.environ.get(REQUIRE_VARIABLE, "") not in {"", "0"}


def find_tests(place: Path) -> list[Path]:
    """Return the test modules of a file or folder that cannot be collected without Qt: itself, or all in it.

    A folder is left out as a whole where its ``conftest.py`` needs Qt; else its modules are looked at one by one.
    """
    if place.is_dir():
        return sorted(place.rglob("test_*.py")) if _needs_qt(place / "conftest.py") else []
    return [place] if place.match("test_*.py") and _needs_qt(place) else []


def _needs_qt(module: Path) -> bool:
    return module.is_file() and bool(_NEEDS_QT.search(module.read_text(encoding="utf-8")))


def count_tests(module: Path) -> int:
    """Count the test functions that a module has."""
    return len(_TEST.findall(module.read_text(encoding="utf-8")))


def explain(fault: str, modules: list[Path]) -> str:
    """Say in one paragraph what was not tested, why, and the command that changes it."""
    count = sum(map(count_tests, modules))
    return (
        f"THE WINDOW WAS NOT TESTED ({count} tests in {len(modules)} files): Qt cannot open windows here ({fault}). "
        f"On Debian or Ubuntu this makes it whole, then run the tests again:\n\n"
        f"    sudo apt-get install --no-install-recommends {DEBIAN_PACKAGES}\n"
    )
