"""Every screen as a picture, to be looked at beside the design.

``python -m tests.desktop.ui.gallery FOLDER [--font NAME] [--only WORD]`` fills FOLDER; ``QT_QPA_PLATFORM`` and
``QT_SCALE_FACTOR`` say where and at which scale. Real photographs come in where scikit-image is installed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")

from PySide6.QtCore import QElapsedTimer
from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from cloud.contract.reasons import Reason
from desktop.core.events import CloudProgress, Link, LinkChanged, ProblemRaised, TransferProgress
from desktop.core.model import TransferState
from desktop.ui.account.pane import AccountPane
from desktop.ui.account.welcome import Welcome
from desktop.ui.application import quit_question
from desktop.ui.bridge import Bridge
from desktop.ui.session import Session
from desktop.ui.theme import Theme
from desktop.ui.tray import Tray, TrayState, draw_state
from desktop.ui.window import Frame
from tests.desktop.ui import account_screens, seeds
from tests.fakes.application import FakeApplication
from tests.fakes.people import FakeAccounts

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from cloud.contract.connection import Connection

SIZES = ((1280, 800), (1600, 1000), (2560, 1440))


class Gallery:
    """Makes the screens one after another and grabs them."""

    def __init__(
        self, application: QApplication, target: Path, family: str, only: str, sizes: Sequence[tuple[int, int]]
    ) -> None:
        self._application, self._target, self._family, self._only = application, target, family, only
        self._sizes = sizes
        target.mkdir(parents=True, exist_ok=True)

    def spin(self, ms: int) -> None:
        """Let the window do what waits to be done."""
        timer = QElapsedTimer()
        timer.start()
        while timer.elapsed() < ms:
            self._application.processEvents()

    def grab(self, widget: QWidget, name: str, ms: int = 400) -> None:
        """Save a widget's picture."""
        self.spin(ms)
        widget.grab().save(str(self._target / f"{name}.png"))

    def wants(self, name: str) -> bool:
        """Whether a screen was asked for."""
        return self._only in name

    def run(self, mode: str) -> None:
        """Grab everything in one theme."""
        theme = Theme(self._application, "dark" if mode == "dark" else "light", self._family)
        self._welcome(theme, mode)
        self._tray(theme, mode)
        for size in self._sizes:
            self._session(theme, mode, size)

    def _welcome(self, theme: Theme, mode: str) -> None:
        if not self.wants("welcome"):
            return
        frame = Frame(theme, self._application)
        bridge = Bridge()
        accounts = FakeAccounts(bridge.post)
        welcome = Welcome(theme, "0.1.0", AccountPane(theme, accounts, bridge))
        frame.show_content(welcome)
        frame.resize(1600, 1000)
        frame.show()
        self.grab(frame, f"welcome-{mode}")
        welcome.show_ready()
        welcome.ready.say_step(CloudProgress("Starting the library", 2, 3))
        frame.resize(1280, 800)
        self.grab(frame, f"welcome-ready-{mode}")
        welcome.ready.say_failure(
            "The library on this computer does not start", "Port 4566 is taken by another program."
        )
        self.grab(frame, f"welcome-failed-{mode}")
        welcome.show_ways()
        self.grab(frame, f"welcome-1280-{mode}")
        account_screens.show_ways_in(welcome, accounts, lambda name: self.grab(frame, f"welcome-{name}-{mode}"))
        frame.hide()
        bridge.close()
        frame.deleteLater()

    def _tray(self, theme: Theme, mode: str) -> None:
        if not self.wants("tray"):
            return
        sheet = QImage(520, 140, QImage.Format.Format_RGB32)
        sheet.fill(theme.colors.window)
        painter = QPainter(sheet)
        for number, state in enumerate(TrayState):
            for side, y in ((64, 8), (22, 84)):
                pixmap = QPixmap(side, side)
                pixmap.fill(theme.colors.window)
                inner = QPixmap(side, side)
                inner.fill(theme.colors.track.rgba() & 0)
                brush = QPainter(inner)
                draw_state(brush, side, state, theme)
                brush.end()
                painter.drawPixmap(16 + number * 100, y, inner)
        painter.end()
        sheet.save(str(self._target / f"tray-{mode}.png"))

    def _session(self, theme: Theme, mode: str, size: tuple[int, int]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            bridge = Bridge()
            app = FakeApplication(
                root, bridge.post, self._connection(), account_screens.people(bridge.post, self._only)
            )
            tray = Tray(theme)
            frame = Frame(theme, self._application)
            session = Session(theme, frame, app, bridge, tray)
            frame.show_content(session.window)
            frame.resize(*size)
            frame.show()
            tag = f"{size[0]}-{mode}"
            bridge.post(LinkChanged(Link.ONLINE, time.time()))
            self._screens(session, frame, app, bridge, root, tag)
            session.leave()
            frame.hide()
            self.spin(50)
            bridge.close()
            app.close()
            frame.deleteLater()

    def _connection(self) -> Connection:
        """Return the demo account's connection, or an admin's where people are to be seen."""
        return account_screens.connection() if account_screens.is_wanted(self._only) else seeds.connection()

    def _screens(  # noqa: PLR0917 - all parts of one window
        self, session: Session, frame: Frame, app: FakeApplication, bridge: Bridge, root: Path, tag: str
    ) -> None:
        def shot(name: str, prepare: Callable[[], object], ms: int = 500) -> None:
            prepare()
            if self.wants(name):
                self.grab(frame, f"{name}-{tag}", ms)

        shot("first-run", lambda: None)
        shot("folders-empty", lambda: session.window.show_page(2))
        shot("uploads-empty", lambda: session.window.show_page(1))
        for name in ("Picture desk drop", "Sources", "Card KB-04"):
            (root / name).mkdir()
            app.add_folder(root / name)
        app.away.add(root / "Card KB-04")
        self.spin(100)
        shot("library-empty", lambda: session.window.show_page(0))
        ids = seeds.fill(app, root)
        session.library.reload()
        session.library.refresh_empty()
        bridge.items_changed.emit(tuple(ids))
        shot("library", session.library.enter, 1500)
        shot("library-selected", lambda: session.library.grid.choose(ids[1]), 300)
        shot("search", lambda: session.library.search.set_text("load test"))
        shot("search-nothing", lambda: session.library.search.set_text("pier 9 load test"))
        session.library.search.clear()
        session.library.grid.clearSelection()
        shot("item-photo", lambda: session.library.open_item(ids[9]), 900)
        shot("item-audio", lambda: session.library.open_item(ids[3]), 900)
        session.library.item.player.seek(8_000)
        session.library.item.transcript.follow(8_000)
        shot("item-video", lambda: session.library.open_item(ids[0]), 900)
        session.library.item.transcript.follow(15_500)
        shot("item-video-speech", lambda: None)
        shot("item-partial", lambda: session.library.open_item(ids[7]), 900)
        shot("item-rejected", lambda: session.library.open_item(ids[20]), 600)
        shot("item-open", lambda: session.library.open_item(ids[5]), 600)
        session.library.close_item()
        self._uploads(session, app, bridge, root, shot, ids)
        shot("folders", lambda: session.window.show_page(2))
        session.window.show_page(0)
        bridge.post(LinkChanged(Link.OFFLINE, time.time() - 900))
        shot("offline", lambda: None)
        bridge.post(ProblemRaised(Reason.DISK_FULL))
        shot("disk-full", lambda: session.tell("Watching Sources", "Its files come in by themselves."))
        account_screens.show_signed_out(self, session, frame, app, tag)
        account_screens.show_admin(self, session, frame, app, tag)
        if self.wants("quit"):
            question = quit_question(session.window.theme, frame, session.unsent, has_tray=True)
            question.show()
            self.grab(question, f"quit-{tag}")
            question.reject()

    def _uploads(  # noqa: PLR0917 - all parts of one window
        self,
        session: Session,
        app: FakeApplication,
        bridge: Bridge,
        root: Path,
        shot: Callable[..., None],
        ids: list[str],
    ) -> None:
        def one(number: int, state: TransferState, **changes: object) -> str:
            made = seeds.transfer(number, state, root / "Card KB-04", **changes)
            app.transfers.add([made])
            return made.id

        drone, lantern = root / "harbour-drone-raw.mov", root / "A012_C004_lantern.mov"
        one(1, TransferState.FAILED, reason="vanished")
        one(2, TransferState.REJECTED, reason="too_large", path=drone, size_bytes=61_000_000_000, detail="50 GB")
        moving = [
            one(3, TransferState.SENDING, path=lantern, size_bytes=2_400_000_000, part_size_bytes=8_388_608),
            one(4, TransferState.SENDING),
            one(5, TransferState.CHECKING),
        ]
        for number in range(6, 30):
            one(number, TransferState.WAITING)
        one(40, TransferState.PAUSED, sent_bytes=20_000_000)
        one(41, TransferState.WAITING, reason="offline", not_before=time.time() + 42)
        for number in range(50, 58):
            one(number, TransferState.UPLOADED, ended_at=time.time() - number * 60, duplicate_of=ids[number - 50])
        one(60, TransferState.DUPLICATE, ended_at=time.time() - 30, duplicate_of=ids[1])
        session.window.show_page(1)
        session.uploads.model.refresh(())
        session.uploads.refresh()
        bridge.post(TransferProgress(moving[0], 1_500_000_000, 2_400_000_000, 3_100_000))
        bridge.post(TransferProgress(moving[1], 39_000_000, 47_000_000, 1_600_000))
        self.spin(300)
        session.uploads.enter()
        shot("uploads", lambda: None, 900)


def main() -> int:
    """Fill the folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--font", default="")
    parser.add_argument("--only", default="")
    parser.add_argument("--mode", choices=("dark", "light", "both"), default="both")
    parser.add_argument("--size", type=int, default=0, help="one width alone")
    given = parser.parse_args()
    application = QApplication(sys.argv[:1])
    sizes = [size for size in SIZES if given.size in {0, size[0]}]
    gallery = Gallery(application, given.folder, given.font, given.only, sizes)
    for mode in ("dark", "light"):
        if given.mode in {mode, "both"}:
            gallery.run(mode)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
