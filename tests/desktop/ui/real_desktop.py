"""A real desktop on a virtual screen: the tray icon and a grouped notice are shown, and a picture proves it.

``dbus-run-session -- python -m tests.desktop.ui.real_desktop PICTURE.png`` starts Xvfb, openbox (windows), trayer (the
tray) and dunst (notices), opens the window in it, lets files come in while another window is in front, waits for the
one notice, takes the picture, clicks the notice, and prints what it saw as JSON. The clock is the real one: a batch is
told when it has been quiet for ten seconds.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget

from desktop.core.events import Link, LinkChanged, TransferChanged
from desktop.core.model import TransferState
from desktop.ui.bridge import Bridge
from desktop.ui.session import Session
from desktop.ui.theme import Theme
from desktop.ui.tray import Tray
from desktop.ui.window import Frame
from tests.desktop.ui import seeds
from tests.fakes.application import FakeApplication

if TYPE_CHECKING:
    from collections.abc import Callable

PROGRAMS = ("Xvfb", "openbox", "trayer", "dunst", "dunstctl", "dbus-run-session")
SCREEN = "1280x800x24"
TRAY_PX = 32
ARRIVED = 6
#: A ground that nothing else on the screen has: where it is, there is the notice.
NOTICE_GROUND = "#1f1f2e"
_DUNSTRC = f"""
[global]
    width = 380
    origin = bottom-right
    offset = 20x20
    font = Sans 10
    frame_width = 1
    corner_radius = 0
    min_icon_size = 64
    max_icon_size = 64
[urgency_normal]
    background = "{NOTICE_GROUND}"
    foreground = "#f3f3f6"
    frame_color = "#373742"
    timeout = 30
"""
_PATIENCE_S = 60.0
_SEEN_PX = 10_000
#: Nobody sees a smaller step of a colour.
_NEAR = 3


def start_screen(stack: ExitStack, folder: Path) -> str:
    """Start the virtual screen and what a desktop has; returns its name."""

    def start(*command: str, **kinds: object) -> subprocess.Popen[bytes]:
        log = stack.enter_context((folder / f"{command[0]}.log").open("wb"))
        process = subprocess.Popen(  # noqa: S603 - the programs named here
            command,
            stdout=log,
            stderr=log,
            **kinds,  # type: ignore[call-overload]  # of Popen
        )
        stack.callback(process.wait, 10)
        stack.callback(process.terminate)
        return process  # type: ignore[no-any-return]  # of Popen

    reading, writing = os.pipe()
    start("Xvfb", "-displayfd", str(writing), "-screen", "0", SCREEN, "-nolisten", "tcp", pass_fds=(writing,))
    os.close(writing)
    with os.fdopen(reading, "rb") as numbers:
        os.environ["DISPLAY"] = f":{numbers.readline().decode().strip()}"
    rc = folder / "dunstrc"
    rc.write_text(_DUNSTRC, "utf-8")
    start("openbox")
    start(
        "trayer", "--edge", "top", "--align", "right", "--widthtype", "request", "--height", str(TRAY_PX),
        "--SetDockType", "true", "--SetPartialStrut", "true", "--tint", "0x15151a", "--transparent", "false",
    )  # fmt: skip
    start("dunst", "-conf", str(rc))
    return os.environ["DISPLAY"]


class Proof:
    """The window on that desktop, and what can be seen of it."""

    def __init__(self, folder: Path, picture: Path) -> None:
        self._picture = picture
        self._qt = QApplication([sys.argv[0]])
        self.theme = Theme(self._qt, "dark")
        self._bridge = Bridge()
        self._app = FakeApplication(folder, self._bridge.post, seeds.connection())
        self.tray, self._frame = Tray(self.theme), Frame(self.theme, self._qt)
        self.wait_for("the desktop has a tray", lambda: self.tray.is_there)
        self._session = Session(self.theme, self._frame, self._app, self._bridge, self.tray)
        self._frame.show_content(self._session.window)
        self._frame.setGeometry(40, 80, 1040, 660)
        self._drop = folder / "Card KB-04"
        self._drop.mkdir()
        self._app.add_folder(self._drop)
        self.ids = seeds.fill(self._app, folder)
        self._other = QWidget()

    def wait_for(self, what: str, is_so: Callable[[], bool]) -> None:
        """Let the window do what it does until something holds."""
        until = time.monotonic() + _PATIENCE_S
        while not is_so():
            self._qt.processEvents()
            if time.monotonic() > until:
                self.grab().save(str(self._picture))
                raise TimeoutError(what)

    def grab(self) -> QImage:
        """Return the whole screen."""
        self._qt.processEvents()
        return self._qt.primaryScreen().grabWindow(0).toImage()

    def open(self) -> None:
        """Show the window, and another program's in front of it."""
        self._frame.show()
        self.tray.show()
        self._bridge.post(LinkChanged(Link.ONLINE, time.time()))
        self._session.library.reload()
        self._bridge.items_changed.emit(tuple(self.ids))
        self._other.setWindowTitle("Another program")
        self._other.setGeometry(640, 300, 500, 200)
        self._other.show()
        self.wait_for("another window is in front", lambda: not self._frame.isActiveWindow())

    def let_files_in(self) -> None:
        """Have six files arrive and one fail, a moment after each other."""
        now_s = time.time()
        made = [
            seeds.transfer(number, TransferState.UPLOADED, self._drop, ended_at=now_s, duplicate_of=self.ids[number])
            for number in range(ARRIVED)
        ]
        made.append(seeds.transfer(9, TransferState.FAILED, self._drop, reason="unreadable", ended_at=now_s))
        self._app.transfers.add(made)
        for transfer in made:
            self._bridge.post(TransferChanged(transfer.id))
            self._qt.processEvents()

    @property
    def chosen(self) -> set[str]:
        """What is chosen in the library."""
        return set(self._session.library.grid.chosen_ids())

    def close(self) -> None:
        """Take everything off the screen."""
        self._session.leave()
        self.tray.hide()
        self._frame.hide()
        self._other.hide()
        self._qt.processEvents()
        self._bridge.close()
        self._app.close()


def prove(picture: Path) -> dict[str, object]:
    """Show it all, take the picture, and return what was seen."""
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        start_screen(stack, Path(name))
        os.environ["QT_QPA_PLATFORM"] = "xcb"
        proof = Proof(Path(name), picture)
        stack.callback(proof.close)
        proof.open()
        before = count(proof.grab(), NOTICE_GROUND)
        proof.let_files_in()
        proof.wait_for("the notice is shown", lambda: displayed() == 1)
        proof.wait_for("the tray needs the person", lambda: proof.tray.state.value == "needs_you")
        proof.wait_for("it is painted", lambda: count(proof.grab(), NOTICE_GROUND) > _SEEN_PX)
        shot = proof.grab()
        shot.save(str(picture))
        bar = shot.copy(0, 0, shot.width(), TRAY_PX)
        seen: dict[str, object] = {
            "tray_px": count(bar, proof.theme.colors.brand.name()),
            "tray_alarm_px": count(bar, proof.theme.colors.red.name()),
            "notice_px": count(shot, NOTICE_GROUND),
            "notice_px_before": before,
            "notices": displayed(),
            "tooltip": proof.tray.tooltip,
        }
        subprocess.run(["dunstctl", "action", "0"], check=True, timeout=10)  # noqa: S607 - whichever the system has
        proof.wait_for("a click shows the batch", lambda: proof.chosen == set(proof.ids[:ARRIVED]))
        seen["chosen"] = len(proof.chosen)
        return seen


def displayed() -> int:
    """Return how many notices the service shows just now; -1 where it does not say."""
    asked = subprocess.run(["dunstctl", "count", "displayed"], capture_output=True, text=True, timeout=10, check=False)  # noqa: S607 - as above
    return int(asked.stdout) if asked.stdout.strip().isdigit() else -1


def count(image: QImage, color: str) -> int:
    """Return how many pixels have a colour, give or take."""
    plain = image.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(plain.constBits(), np.uint8).reshape(plain.height(), plain.bytesPerLine() // 4, 4)
    wanted = QColor(color)
    parts = np.array([wanted.blue(), wanted.green(), wanted.red()], np.int16)
    return int((np.abs(pixels[:, : plain.width(), :3].astype(np.int16) - parts) <= _NEAR).all(axis=2).sum())


def main() -> int:
    """Prove it and say what was seen."""
    sys.stdout.write(json.dumps(prove(Path(sys.argv[1]))) + "\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
