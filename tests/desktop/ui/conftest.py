"""What the window's tests share: a bridge, a theme, an application with a library on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.ui.bridge import Bridge
from desktop.ui.session import Session
from desktop.ui.theme import Theme
from desktop.ui.tray import Tray
from desktop.ui.window import Frame
from tests.desktop.ui import seeds
from tests.fakes.application import FakeApplication

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """Return the dark theme."""
    return Theme(qapp, "dark")


@pytest.fixture
def bridge(qapp: QApplication) -> Iterator[Bridge]:  # noqa: ARG001 - a QObject needs the application
    """Return a bridge that is closed afterwards."""
    made = Bridge()
    yield made
    made.close()


@pytest.fixture
def app(tmp_path: Path, bridge: Bridge) -> Iterator[FakeApplication]:
    """Return an application with an empty library."""
    made = FakeApplication(tmp_path, bridge.post, seeds.connection())
    yield made
    made.close()


@pytest.fixture
def filled(app: FakeApplication, tmp_path: Path) -> list[str]:
    """Fill the library with a dozen items of all sorts; returns their ids, newest first."""
    folder = tmp_path / "Picture desk drop"
    folder.mkdir()
    app.add_folder(folder)
    return seeds.fill(app, tmp_path, count=24, side=240)


class Desk:
    """The window as the application builds it, on a fake application."""

    def __init__(self, qapp: QApplication, theme: Theme, app: FakeApplication, bridge: Bridge) -> None:
        self.frame = Frame(theme, qapp)
        self.tray = Tray(theme)
        self.session = Session(theme, self.frame, app, bridge, self.tray)
        self.frame.show_content(self.session.window)
        self.frame.resize(1600, 1000)
        self.library, self.uploads, self.folders = self.session.library, self.session.uploads, self.session.folders
        self.window = self.session.window
        self.toast = self.window.toast


@pytest.fixture
def desk(qapp: QApplication, qtbot: QtBot, theme: Theme, app: FakeApplication, bridge: Bridge) -> Iterator[Desk]:
    """Return the window, shown; tests that want a library ask for ``filled`` before it."""
    made = Desk(qapp, theme, app, bridge)
    made.frame.show()
    qtbot.waitExposed(made.frame)
    yield made
    made.session.leave()
    made.frame.hide()
    made.frame.deleteLater()
