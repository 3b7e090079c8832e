"""Starting with the person's session, by the system's own means: a file, a launch agent or a key of the registry.

One port, three adapters, made by ``autostart``. No kept library does this for all three: ``pyautostart`` knows no
Linux, ``py-auto-starter`` had one release, in 2023. Main thread.
"""

from __future__ import annotations

import importlib
import os
import plistlib
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from desktop.core.errors import UsageProblem
from desktop.core.paths import DATA_DIR_VARIABLE
from desktop.core.settings import replace_file

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_NAME: Final = "snapstream"
_LABEL: Final = "org.snapstream.desktop"
_RUN_KEY: Final = r"Software\Microsoft\Windows\CurrentVersion\Run"


class Autostart(Protocol):
    """What the settings ask of the system."""

    def is_on(self) -> bool:
        """Whether it starts with the session."""
        ...

    def set_on(self, *, is_on: bool) -> None:
        """Let it start with the session, or not; raises ``UsageProblem`` with the sentence why that is not possible."""
        ...


class FileAutostart:
    """Adapters that are one file; ``content`` makes it."""

    def __init__(self, path: Path, content: bytes, marks_off: bytes = b"") -> None:
        self._path, self._content, self._marks_off = path, content, marks_off

    def is_on(self) -> bool:
        """Whether the file is there, and is not switched off in itself."""
        try:
            content = self._path.read_bytes()
        except OSError:
            return False
        return not (self._marks_off and self._marks_off in content.lower())

    def set_on(self, *, is_on: bool) -> None:
        """Write the file, or remove it."""
        try:
            if is_on:
                self._path.parent.mkdir(parents=True, exist_ok=True)
                replace_file(self._path, self._content)
            else:
                self._path.unlink(missing_ok=True)
        except OSError as error:
            detail = f"The system does not let this be changed ({error.strerror or error})."
            raise UsageProblem("start with the session", detail=detail) from error


class RegistryAutostart:
    """Windows' ``Run`` key of this person."""

    def __init__(self, command: str) -> None:
        self._command = command

    def is_on(self) -> bool:
        """Whether the value is there."""
        winreg = importlib.import_module("winreg")  # there on Windows alone, as is its type
        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN_KEY) as key:
                winreg.QueryValueEx(key, _NAME)
        except OSError:
            return False
        return True

    def set_on(self, *, is_on: bool) -> None:
        """Set the value, or delete it."""
        winreg = importlib.import_module("winreg")
        try:
            with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN_KEY) as key:
                if is_on:
                    winreg.SetValueEx(key, _NAME, 0, winreg.REG_SZ, self._command)
                else:
                    winreg.DeleteValue(key, _NAME)
        except FileNotFoundError:
            return
        except OSError as error:
            detail = f"Windows does not let this be changed ({error.strerror or error})."
            raise UsageProblem("start with the session", detail=detail) from error


def autostart(
    platform: str = sys.platform, home: Path | None = None, environ: Mapping[str, str] = os.environ
) -> Autostart:
    """Return this system's adapter."""
    command = own_command(sys.argv, environ)
    base = home or Path.home()
    if platform == "darwin":
        agent = {"Label": _LABEL, "ProgramArguments": command, "RunAtLoad": True, "ProcessType": "Interactive"}
        return FileAutostart(base / "Library" / "LaunchAgents" / f"{_LABEL}.plist", plistlib.dumps(agent))
    if platform == "win32":
        return RegistryAutostart(subprocess.list2cmdline(command))
    config = Path(environ.get("XDG_CONFIG_HOME") or base / ".config")
    return FileAutostart(config / "autostart" / f"{_NAME}.desktop", _entry(command), b"hidden=true")


def own_command(argv: Sequence[str], environ: Mapping[str, str]) -> list[str]:
    """Return the command that starts this program again, with the data directory it has now."""
    command = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "desktop"]
    given = environ.get(DATA_DIR_VARIABLE, "")
    for number, word in enumerate(argv):
        if word == "--data-dir" and number + 1 < len(argv):
            given = argv[number + 1]
        elif word.startswith("--data-dir="):
            given = word.partition("=")[2]
    if given:
        command += ["--data-dir", str(Path(given).expanduser().absolute())]
    return command


def _entry(command: Sequence[str]) -> bytes:
    """Return the file of freedesktop's "Desktop Application Autostart Specification"."""
    quoted = " ".join(_quoted(word) for word in command)
    lines = (
        "[Desktop Entry]", "Type=Application", "Version=1.0", "Name=SnapStream",
        "Comment=Watches folders and uploads finished files", f"Exec={quoted}", "Icon=snapstream", "Terminal=false",
        "X-GNOME-Autostart-enabled=true",
    )  # fmt: skip
    return ("\n".join(lines) + "\n").encode("utf-8", "surrogateescape")


def _quoted(word: str) -> str:
    """Quote a word as "Desktop Entry Specification", "The Exec key", says: not as a shell does."""
    if word and shlex.quote(word) == word and "%" not in word:
        return word
    escaped = word
    for letter in ("\\", '"', "`", "$"):
        escaped = escaped.replace(letter, "\\" + letter)
    # Read twice: as a string of the file, where a backslash is two, then as an argument.
    return '"' + escaped.replace("\\", "\\\\").replace("%", "%%") + '"'
