"""The register of screens: each is one line, which takes the window from the screen before it to this one.

Gallery, walk, contrast and translation tests all go through it; what they do at a screen is a ``Look``.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QElapsedTimer
from PySide6.QtWidgets import QDialog, QWidget

from cloud.contract.reasons import Reason
from desktop.core.events import Link, LinkChanged, ProblemRaised, TransferProgress
from desktop.core.model import TransferState
from desktop.library.activity import Happening, What
from desktop.ui.application import quit_question
from tests.desktop.ui import seeds

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from PySide6.QtWidgets import QApplication

    from desktop.ui.bridge import Bridge
    from desktop.ui.session import Session
    from desktop.ui.widgets.panel import Page
    from desktop.ui.window import Frame
    from tests.fakes.application import FakeApplication


@dataclass(slots=True)
class Stage:
    """The window that is gone through, and what stands behind it."""

    qt: QApplication
    session: Session
    frame: Frame
    app: FakeApplication
    bridge: Bridge
    root: Path
    ids: list[str] = field(default_factory=list)

    def spin(self, ms: int) -> None:
        """Let the window do what waits to be done."""
        timer = QElapsedTimer()
        timer.start()
        while timer.elapsed() < ms:
            self.qt.processEvents()

    def show(self, page: Page) -> None:
        """Bring a page to the front."""
        window = self.session.window
        window.show_page(window._pages.index(page))  # noqa: SLF001 - pages have no other name
        page.enter()

    def open(self, number: int) -> None:
        """Open an item in full."""
        self.session.open_in_full(self.ids[number])

    def close_item(self) -> None:
        """Go back to the library."""
        self.session.item.escape()
        self.show(self.session.library)


@dataclass(frozen=True, slots=True)
class Screen:
    """One screen: its name, what brings it about (and is looked at, where it is not the window), and how long."""

    name: str
    prepare: Callable[[Stage], object]
    ms: int = 400


def visit(
    stage: Stage, look: Callable[[QWidget, str], None], wants: Callable[[str], bool] = lambda _name: True
) -> None:
    """Go through all screens of the demo account, and look at those that are wanted."""
    for screen in SCREENS:
        made = screen.prepare(stage)
        widget = made if isinstance(made, QWidget) else None
        if wants(screen.name):
            stage.spin(screen.ms)
            look(widget or stage.frame, screen.name)
        if isinstance(widget, QDialog):
            widget.reject()
        elif widget is not None:
            widget.hide()
        if screen.name == "settings":
            for number in range(1, len(stage.session.settings.sections)):
                stage.session.settings.show_section(number)
                look(stage.frame, f"settings-{number}")


def _watch(stage: Stage) -> None:
    for name in ("Picture desk drop", "Sources", "Card KB-04"):
        (stage.root / name).mkdir()
        stage.app.add_folder(stage.root / name)
    stage.app.away.add(stage.root / "Card KB-04")
    stage.spin(100)
    stage.show(stage.session.library)


def _fill(stage: Stage) -> None:
    library = stage.session.library
    stage.ids = seeds.fill(stage.app, stage.root)
    library.reload()
    library.refresh_empty()
    stage.bridge.items_changed.emit(tuple(stage.ids))
    stage.spin(600)
    library.enter()


def _search(stage: Stage, words: str) -> None:
    stage.session.library.search.set_text(words)


def _end_search(stage: Stage) -> None:
    stage.session.library.search.clear()
    stage.session.library.grid.clearSelection()


def _beside(stage: Stage, number: int, at_ms: int = 0) -> None:
    library = stage.session.library
    library.open_item(stage.ids[number])
    stage.spin(300)
    if at_ms:
        library.item.transcript.follow(at_ms)


def _send(stage: Stage) -> None:
    def one(number: int, state: TransferState, **changes: object) -> str:
        queued_at = float(str(changes.get("ended_at", time.time()))) - 40
        made = seeds.transfer(number, state, stage.root / "Card KB-04", **{"queued_at": queued_at, **changes})
        stage.app.transfers.add([made])
        return made.id

    drone, lantern = stage.root / "harbour-drone-raw.mov", stage.root / "A012_C004_lantern.mov"
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
        one(number, TransferState.UPLOADED, ended_at=time.time() - number * 60, duplicate_of=stage.ids[number - 50])
    one(60, TransferState.DUPLICATE, ended_at=time.time() - 30, duplicate_of=stage.ids[1])
    stage.show(stage.session.uploads)
    stage.session.uploads.model.refresh(())
    stage.session.uploads.refresh()
    stage.bridge.post(TransferProgress(moving[0], 1_500_000_000, 2_400_000_000, 3_100_000))
    stage.bridge.post(TransferProgress(moving[1], 39_000_000, 47_000_000, 1_600_000))
    stage.spin(300)
    stage.session.uploads.enter()


_DETAILS = {
    What.FAILED: "vanished|",
    What.REFUSED: "too_large|50000000000",
    What.INCOMPLETE: "no_audio",
    What.NOT_ANALYSED: "damaged",
    What.EDITED: "caption, tags",
    What.LINKED: "2026-11-29T12:00:00Z",
    What.MOVED: "uploaded",
    What.KEPT: "changed",
    What.PROBLEM: "",
}


def _log(stage: Stage) -> None:
    for number, what in enumerate(What):
        name = "Picture desk drop" if what.value.startswith("folder") else f"DSC_{2200 + number}.JPG"
        ref = Reason.DISK_FULL.value if what is What.PROBLEM else stage.ids[number % len(stage.ids)]
        at = time.time() - 3 * 3600 * number
        stage.app.note(Happening(what, ref, name, "Picture desk drop", _DETAILS.get(what, ""), at))
    stage.show(stage.session.activity)


def _go_offline(stage: Stage) -> None:
    stage.show(stage.session.library)
    stage.bridge.post(LinkChanged(Link.OFFLINE, time.time() - 900))


def _fill_disk(stage: Stage) -> None:
    stage.bridge.post(ProblemRaised(Reason.DISK_FULL))
    stage.session.tell("Watching Sources", "Its files come in by themselves.")


def _quit(stage: Stage) -> QWidget:
    question = quit_question(stage.session.window.theme, stage.frame, stage.session.unsent, has_tray=True)
    question.show()
    return question


SCREENS: tuple[Screen, ...] = (
    Screen("first-run", lambda s: s.show(s.session.library)),
    Screen("home-empty", lambda s: s.show(s.session.home)),
    Screen("activity-empty", lambda s: s.show(s.session.activity)),
    Screen("folders-empty", lambda s: s.show(s.session.folders)),
    Screen("uploads-empty", lambda s: s.show(s.session.uploads)),
    Screen("library-empty", _watch),
    Screen("library", _fill, 900),
    Screen("library-selected", lambda s: s.session.library.grid.choose(s.ids[1])),
    Screen("search", lambda s: _search(s, "load test")),
    Screen("search-wrong", lambda s: _search(s, "(load test")),
    Screen("search-nothing", lambda s: _search(s, "pier 9 load test"), 700),
    Screen("item-beside-photo", lambda s: (_end_search(s), _beside(s, 9)), 700),
    Screen("item-beside-audio", lambda s: _beside(s, 3, 8_000), 700),
    Screen("item-beside-video", lambda s: _beside(s, 0, 15_500), 700),
    Screen("item-beside-partial", lambda s: _beside(s, 7), 500),
    Screen("item-beside-rejected", lambda s: _beside(s, 20), 500),
    Screen("item-beside-open", lambda s: _beside(s, 5), 500),
    Screen("item-photo", lambda s: (s.session.library.close_item(), s.open(9)), 700),
    Screen("item-audio", lambda s: s.open(3), 700),
    Screen("item-video", lambda s: s.open(0), 700),
    Screen("uploads", lambda s: (s.close_item(), _send(s)), 700),
    Screen("home", lambda s: s.show(s.session.home), 700),
    Screen("activity", _log, 500),
    Screen("folders", lambda s: s.show(s.session.folders), 700),
    Screen("settings", lambda s: s.session.show_settings(), 500),
    Screen("about", lambda s: s.session.show_about(), 500),
    Screen("keys", lambda s: s.session.show_keys(), 500),
    Screen("offline", _go_offline),
    Screen("disk-full", _fill_disk),
    Screen("quit", _quit),
)
