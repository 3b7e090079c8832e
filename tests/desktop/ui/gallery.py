"""Every screen as a picture, to be looked at beside the design.

``python -m tests.desktop.ui.gallery FOLDER [--only WORD …] [--mode dark|light] [--size 1280] [--language en]
[--scale 100]`` fills FOLDER with the screens of ``screens.py``, one process a scale, and ``index.html`` over them.
Real photographs come in where scikit-image is installed.
"""

from __future__ import annotations

import argparse
import html
import itertools
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.*=false")

from PySide6.QtGui import QImage, QPainter, QPixmap
from PySide6.QtWidgets import QApplication

from desktop.core.events import CloudProgress, Link, LinkChanged
from desktop.core.settings import Contrast, Settings
from desktop.core.settings import Theme as ThemeSetting
from desktop.ui.account.pane import AccountPane
from desktop.ui.account.welcome import Welcome
from desktop.ui.bridge import Bridge
from desktop.ui.language import LANGUAGES, speak
from desktop.ui.session import Session
from desktop.ui.theme import Theme
from desktop.ui.tray import Tray, TrayState, draw_state
from desktop.ui.window import Frame
from tests.desktop.ui import account_screens, seeds
from tests.desktop.ui.screens import Stage, visit
from tests.fakes.application import FakeApplication
from tests.fakes.people import FakeAccounts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

SIZES = ((1280, 800), (1600, 1000), (2560, 1440))
SCALES = (100, 200)
MODES = ("dark", "light")
#: A process that has not filled its part by then is ended: a screen hangs.
_PATIENCE_S = 1800
_HEAD = """<!doctype html><meta charset=utf-8><title>Screens</title>
<style>body{font:14px sans-serif;background:#888}img{width:320px}figure{display:inline-block;margin:4px}</style>"""


class Gallery:
    """Goes through the screens in one theme, at each screen through the sizes, and looks."""

    def __init__(
        self,
        application: QApplication,
        mode: str,
        sizes: Sequence[tuple[int, int]] = SIZES,
        only: Sequence[str] = (),
        family: str = "",
        *,
        contrast: Contrast = Contrast.SYSTEM,
    ) -> None:
        self._application, self._mode, self._sizes, self._only = application, mode, sizes, tuple(only)
        self.theme = Theme(application, "dark" if mode == "dark" else "light", family)
        self._contrast = contrast
        self.theme.set_look(
            "dark" if mode == "dark" else "light",
            has_more_contrast=contrast is Contrast.MORE,
            has_less_motion=False,
            transcript_px=Settings().transcript_px,
        )
        #: The newsroom that is gone through; none on Welcome.
        self.stage: Stage | None = None

    def look(self, widget: QWidget, name: str) -> None:
        """Do what there is to be done at a screen."""
        raise NotImplementedError

    def spin(self, ms: int) -> None:
        """Let the window do what waits to be done."""
        Stage.spin(self, ms)  # type: ignore[arg-type]  # it asks for ``qt`` alone

    @property
    def qt(self) -> QApplication:
        """The application."""
        return self._application

    def wants(self, name: str) -> bool:
        """Whether a screen was asked for."""
        return not self._only or any(word in name for word in self._only)

    def grab(self, widget: QWidget, name: str, ms: int = 200) -> None:
        """Look at a widget, a window at each size."""
        if not self.wants(name):
            return
        if not isinstance(widget, Frame):
            self.spin(ms)
            self.look(widget, name)
            return
        for size in self._sizes:
            if (widget.width(), widget.height()) != size:
                widget.resize(*size)
            self.spin(ms)
            self.look(widget, f"{name}-{size[0]}")

    def run(self) -> None:
        """Go through everything."""
        self._welcome()
        self._session(is_admin=False)
        self._session(is_admin=True)

    def _welcome(self) -> None:
        if not self.wants("welcome"):
            return
        frame = Frame(self.theme, self._application)
        bridge = Bridge()
        accounts = FakeAccounts(bridge.post)
        welcome = Welcome(self.theme, "0.1.0", AccountPane(self.theme, accounts, bridge))
        frame.show_content(welcome)
        frame.resize(*self._sizes[0])
        frame.show()
        self.grab(frame, "welcome")
        welcome.show_ready()
        welcome.ready.say_step(CloudProgress("Starting the library", 2, 3))
        self.grab(frame, "welcome-ready")
        welcome.ready.say_failure(
            "The library on this computer does not start", "Port 4566 is taken by another program."
        )
        self.grab(frame, "welcome-failed")
        account_screens.show_ways_in(welcome, accounts, lambda name: self.grab(frame, f"welcome-{name}"))
        frame.hide()
        bridge.close()
        frame.deleteLater()

    def _session(self, *, is_admin: bool) -> None:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            bridge = Bridge()
            people = account_screens.people(bridge.post) if is_admin else FakeAccounts(bridge.post)
            connection = account_screens.connection() if is_admin else seeds.connection()
            app = FakeApplication(root, bridge.post, connection, people)
            # The page Settings makes the window look as is set.
            app.save_settings(replace(app.settings(), theme=ThemeSetting(self._mode), contrast=self._contrast))
            frame = Frame(self.theme, self._application)
            session = Session(self.theme, frame, app, bridge, Tray(self.theme))
            frame.show_content(session.window)
            frame.resize(*self._sizes[0])
            frame.show()
            bridge.post(LinkChanged(Link.ONLINE, time.time()))
            self.stage = stage = Stage(self._application, session, frame, app, bridge, root)
            self.spin(100)
            if is_admin:
                account_screens.show_signed_out(self, session, frame, app)
                account_screens.show_admin(self, session, frame, app)
            else:
                visit(stage, self.grab, self.wants)
            session.leave()
            frame.hide()
            self.spin(50)
            bridge.close()
            app.close()
            self.stage = None
            frame.deleteLater()


class Pictures(Gallery):
    """Saves what it sees."""

    def __init__(self, target: Path, application: QApplication, mode: str, *rest: object) -> None:
        super().__init__(application, mode, *rest)  # type: ignore[arg-type]  # as given
        self._target = target
        target.mkdir(parents=True, exist_ok=True)

    def look(self, widget: QWidget, name: str) -> None:
        """Save a picture."""
        widget.grab().save(str(self._target / f"{name}-{self._mode}.png"))

    def run(self) -> None:
        """Draw the tray's states too."""
        super().run()
        if self.wants("tray"):
            self._tray()

    def _tray(self) -> None:
        sheet = QImage(520, 140, QImage.Format.Format_RGB32)
        sheet.fill(self.theme.colors.window)
        painter = QPainter(sheet)
        for number, state in enumerate(TrayState):
            for side, y in ((64, 8), (22, 84)):
                inner = QPixmap(side, side)
                inner.fill(self.theme.colors.track.rgba() & 0)
                brush = QPainter(inner)
                draw_state(brush, side, state, self.theme)
                brush.end()
                painter.drawPixmap(16 + number * 100, y, inner)
        painter.end()
        sheet.save(str(self._target / f"tray-{self._mode}.png"))


def write_index(folder: Path) -> None:
    """Write a sheet of all pictures: a row a screen, whatever its theme, size, scale and language."""
    rows: dict[str, list[Path]] = defaultdict(list)
    for picture in sorted(folder.glob("*/*.png")):
        rows[picture.stem.rsplit("-", 1)[0].rstrip("0123456789").rstrip("-")].append(picture)
    parts = [_HEAD]
    for name, pictures in sorted(rows.items()):
        parts.append(f"<h2>{html.escape(name)}</h2>")
        for picture in pictures:
            path = html.escape(picture.relative_to(folder).as_posix())
            parts.append(
                f'<figure><a href="{path}"><img loading=lazy src="{path}"></a><figcaption>{path}</figcaption></figure>'
            )
    (folder / "index.html").write_text("\n".join(parts), "utf-8")


def _fill(folder: Path, scale: int, given: argparse.Namespace) -> None:
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    sizes = [size for size in SIZES if given.size in {0, size[0]}]
    for language, mode in itertools.product(given.language or LANGUAGES, given.mode or MODES):
        speak(application, language)
        Pictures(folder / f"{language}-{scale}", application, mode, sizes, given.only, given.font).run()


def main() -> int:
    """Fill the folder: a process a scale, because Qt takes it once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--font", default="")
    parser.add_argument("--only", nargs="*", default=[], help="screens with one of these words in their name")
    parser.add_argument("--mode", choices=MODES, action="append")
    parser.add_argument("--size", type=int, default=0, help="one width alone")
    parser.add_argument("--language", choices=LANGUAGES, action="append")
    parser.add_argument("--scale", type=int, choices=SCALES, action="append")
    given = parser.parse_args()
    scales = given.scale or list(SCALES)
    if len(scales) == 1 and os.environ.get("QT_SCALE_FACTOR") == str(scales[0] / 100):
        _fill(given.folder, scales[0], given)
        return 0
    for scale in scales:
        subprocess.run(  # noqa: S603 - this very module
            [sys.executable, "-m", "tests.desktop.ui.gallery", *sys.argv[1:], "--scale", str(scale)]
            if not given.scale
            else [sys.executable, "-m", "tests.desktop.ui.gallery", *sys.argv[1:]],
            env={**os.environ, "QT_SCALE_FACTOR": str(scale / 100)},
            check=True,
            timeout=_PATIENCE_S,
        )
    write_index(given.folder)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
