"""Whether a window can be opened here, found out before Qt is loaded: Qt ends the whole process where it cannot.

Main thread, at the start.
"""

from __future__ import annotations

import ctypes
import importlib
import os
import re
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: The Debian packages of the libraries that Qt's wheels lean on and a bare server lacks.
_PACKAGES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libOpenGL.so.0": "libopengl0",
    "libGLX.so.0": "libglx0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxcb.so.1": "libxcb1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libX11.so.6": "libx11-6",
    "libSM.so.6": "libsm6",
    "libICE.so.6": "libice6",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libpulse.so.0": "libpulse0",
    "libdrm.so.2": "libdrm2",
}
#: What the X11 window needs; the others come to light when Qt's modules are loaded.
_FOR_X11 = tuple(name for name in _PACKAGES if name.startswith(("libxcb", "libxkbcommon", "libX11", "libSM", "libICE")))
_MODULES = ("QtCore", "QtGui", "QtWidgets", "QtSvg", "QtMultimedia", "QtMultimediaWidgets")
_LIBRARY = re.compile(r"lib[\w.+-]+\.so[\w.]*")


def missing_display(
    environment: Mapping[str, str] = os.environ,
    *,
    platform: str = sys.platform,
    answers: Callable[[str], bool] | None = None,
) -> str:
    """Return the sentence why there is no screen to open a window on; "" where there is one."""
    if platform in {"win32", "darwin"} or environment.get("QT_QPA_PLATFORM"):
        return ""
    if environment.get("WAYLAND_DISPLAY"):
        return ""
    display = environment.get("DISPLAY", "")
    if not display:
        return "There is no display here (DISPLAY and WAYLAND_DISPLAY are not set)."
    if not (answers or _answers)(display):
        return f"The display {display} does not answer."
    return ""


def missing_libraries(environment: Mapping[str, str] = os.environ) -> str:
    """Return what Qt lacks here and the command that installs it; "" where it can be loaded. Loads Qt's modules."""
    missing: list[str] = []
    try:
        for module in _MODULES:
            importlib.import_module(f"PySide6.{module}")
    except ImportError as error:
        found = _LIBRARY.search(str(error))
        if found is None:
            return f"Qt cannot be loaded ({error})."
        missing.append(found[0])
    uses_x11 = sys.platform == "linux" and not environment.get("WAYLAND_DISPLAY")
    if uses_x11 and environment.get("QT_QPA_PLATFORM", "xcb").startswith("xcb"):
        missing += [name for name in _FOR_X11 if name not in missing and not _can_load(name)]
    return explain(missing) if missing else ""


def explain(missing: list[str]) -> str:
    """Say which libraries are missing, and what installs them."""
    packages = sorted({_PACKAGES[name] for name in missing if name in _PACKAGES})
    install = f" Install {'it' if len(missing) == 1 else 'them'} with: sudo apt-get install {' '.join(packages)}"
    return f"The window cannot open: {', '.join(missing)} {'is' if len(missing) == 1 else 'are'} missing." + (
        install if packages else ""
    )


def _can_load(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _answers(display: str) -> bool:
    """Whether an X server on this computer listens; one elsewhere (over SSH) is believed."""
    host, _, number = display.rpartition(":")
    number = number.partition(".")[0]
    if host not in {"", "unix"} or not number.isdigit():
        return True
    place = f"/tmp/.X11-unix/X{number}"  # noqa: S108 - where X servers listen (X(7))
    for address in (f"\0{place}", place):
        if address == place and not Path(place).exists():
            continue
        with socket.socket(socket.AF_UNIX) as client:
            try:
                client.connect(address)
            except OSError:
                continue
            return True
    return False
