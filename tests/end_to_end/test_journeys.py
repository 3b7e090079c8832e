"""Four people at the window, from the first click to what they came for: real clicks and keys, a real embedded cloud.

A field reporter, a picture desk, a newsroom's engineer, and somebody who just heard of it.
"""

from __future__ import annotations

import errno
import hashlib
import json
import socket
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton

from cloud import cli
from cloud.contract.status import ItemStatus
from cloud.local import control
from cloud.local.paths import LocalPaths
from desktop.core.paths import DataDir
from desktop.core.settings import Settings, SettingsFile
from desktop.ui.application import WindowApplication
from tests import media
from tests.cloud.local.conftest import LocalCloud
from tests.desktop.ui.test_library_page import shown_text
from tests.end_to_end.test_accounts import PASSWORD, Somebody
from tests.end_to_end.test_window_accounts import Person

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtWidgets import QApplication, QWidget
    from pytestqt.qtbot import QtBot

    from cloud.contract.item import Item
    from desktop.ui.library.page import LibraryPage

pytestmark = [
    pytest.mark.embedded,
    pytest.mark.window,
    pytest.mark.timeout(500),
    pytest.mark.qt_log_ignore("PulseAudio", "pipewire", "multimedia", "does not support (raise|grabbing)", extend=True),
]
SAMPLES = Path("resources/samples").resolve()
VIDEO = SAMPLES / "ferry_arrives.mp4"
_SOON_MS, _ANALYSED_MS = 60_000, 240_000
_LEFT = Qt.MouseButton.LeftButton
_CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """Return a newsroom for three of the four: an embedded cloud that really analyses."""
    cloud = LocalCloud(LocalPaths(tmp_path_factory.mktemp("newsroom")))
    cloud.start()
    yield cloud
    control.stop(cloud.paths)


class Line:
    """This computer's line: cut, nothing is sent and nothing connects any more, as in a hotel's corridor."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.is_cut = False
        for name in ("connect", "send", "sendall"):
            monkeypatch.setattr(socket.socket, name, self._guarded(getattr(socket.socket, name)))

    def _guarded(self, act: Callable[..., Any]) -> Callable[..., Any]:
        def guarded(of: socket.socket, *what: Any) -> Any:  # noqa: ANN401 - as the socket's own
            if self.is_cut and of.family == socket.AF_INET:
                raise OSError(errno.ENETUNREACH, "the line is cut")
            return act(of, *what)

        return guarded


@pytest.fixture
def line(monkeypatch: pytest.MonkeyPatch) -> Line:
    """Return the line of everybody who sits here."""
    return Line(monkeypatch)


class Sitting(Person):
    """Somebody at a window, who goes by what is written there."""

    @property
    def library(self) -> LibraryPage:
        """The page of the library."""
        return self.session.library

    def sign_in(self, email: str, password: str) -> None:
        """Sign in through the form, and go to the library."""
        super().sign_in(email, password)
        self.go("Library")

    def go(self, name: str) -> None:
        """Click a page's name at the left."""
        self.click(next(each for each in self.session.window.sidebar.items if each.text() == name))

    def find_button(self, within: QWidget, name: str) -> QAbstractButton:
        """Return the button that says this."""

        def found() -> list[QAbstractButton]:
            return [each for each in within.findChildren(QAbstractButton) if each.text() == name and each.isVisible()]

        self.until(found)
        return found()[0]

    def search(self, text: str) -> None:
        """Type into the search box, in the place of what is there, and press Return."""
        box = self.library.search
        self.window.frame.activateWindow()
        self.until(self.window.frame.isActiveWindow)
        self.qtbot.keyClick(self.library.grid, Qt.Key.Key_Slash)
        self.until(box.edit.hasFocus)
        self.qtbot.keyClick(box.edit, Qt.Key.Key_End)
        while box.text:
            self.qtbot.keyClick(box.edit, Qt.Key.Key_Backspace)
        self.qtbot.keyClicks(box.edit, text)
        self.qtbot.keyClick(box.edit, Qt.Key.Key_Return)

    def names(self) -> set[str]:
        """Return the names of the items on the page."""
        model = self.library.model
        tiles = [model.tile(row) for row in range(model.rowCount())]
        return {tile.name for tile in tiles if tile is not None}

    def items(self) -> list[Item]:
        """Return all that this window's library holds."""
        app = self.window._app  # noqa: SLF001 - what the pages read from
        assert app is not None
        return app.items.get_many(app.items.ids())

    def until_analysed(self, count: int) -> None:
        """Wait until so many items are here, and all is known of each."""

        def is_done() -> bool:
            items = self.items()
            return len(items) == count and all(item.status.is_final and not item.is_open for item in items)

        self.until(is_done, _ANALYSED_MS)


@pytest.fixture
def sit_down(qapp: QApplication, qtbot: QtBot, cloud: LocalCloud, tmp_path: Path) -> Iterator[Callable[[str], Sitting]]:
    """Return a function that opens a window for somebody, on a computer of their own."""
    opened: list[WindowApplication] = []

    def sit(name: str) -> Sitting:
        place = tmp_path / f"computer of {name}"
        place.mkdir()
        SettingsFile(DataDir(place).settings).save(Settings(sync_idle_s=1.0, sync_busy_s=0.5))
        window = WindowApplication(qapp, DataDir(place))
        opened.append(window)
        window.start(local=False)
        window.frame.resize(1600, 1000)
        qtbot.waitExposed(window.frame)
        return Sitting(qtbot, cloud, window)

    yield sit
    for window in opened:
        window.stop()
        window.frame.deleteLater()


def test_a_field_reporter_puts_the_card_in_and_walks_away(
    sit_down: Callable[[str], Sitting], cloud: LocalCloud, line: Line, tmp_path: Path
) -> None:
    """A card goes in; the line drops and comes back; each file is there to the last byte, and that is said plainly."""
    Somebody.join(cloud, "falk@example.org")
    reporter = sit_down("Falk")
    reporter.sign_in("falk@example.org", PASSWORD)
    card = tmp_path / "KB-04"
    card.mkdir()
    _photograph(card, "DSC_0001.jpg", "PIER 1", byline="Falk")
    reporter.drop(card)
    reporter.until(lambda: reporter.names() == {"DSC_0001.jpg"})

    line.is_cut = True
    banner = reporter.session.window.panel.banner
    for number in range(2, 6):
        _photograph(card, f"DSC_000{number}.jpg", f"PIER {number}", byline="Falk")
    reporter.until(lambda: banner.current is not None and "4 files wait here." in banner.current.text)
    current = banner.current
    assert current is not None
    assert "No connection since" in current.text
    assert "No connection since" in reporter.session.window.status.accessibleName()
    assert reporter.names() == {"DSC_0001.jpg"}  # what was here is here

    line.is_cut = False
    reporter.click(reporter.find_button(reporter.session.window.panel, "Try now"))
    reporter.until(lambda: len(reporter.items()) == 5, _ANALYSED_MS)
    reporter.until(lambda: banner.current is None or "No connection" not in banner.current.text)
    reporter.go("Uploads")
    uploads = reporter.session.uploads
    reporter.until(lambda: uploads.model.totals().uploaded >= 5 and not uploads.model.totals().unsent)
    assert not uploads.model.totals().failed

    held = {item.filename: item for item in reporter.items()}
    for path in card.iterdir():
        body = (
            cloud.client_of(reporter.connection, "s3")
            .get_object(Bucket=reporter.connection.buckets.originals, Key=held[path.name].key)["Body"]
            .read()
        )
        assert hashlib.sha256(body).digest() == hashlib.sha256(path.read_bytes()).digest()
    assert len(held) == len(list(card.iterdir())) == 5  # the card is as it was, and nothing went twice


def test_a_newsroom_engineer_adds_people_and_sees_cost_and_health(
    sit_down: Callable[[str], Sitting], cloud: LocalCloud, capsys: pytest.CaptureFixture[str]
) -> None:
    """One command says where the stack is, one makes an admin; in the window are people, cost and health."""

    def run(*words: str) -> Any:  # noqa: ANN401 - a document
        capsys.readouterr()
        assert cli.main([*words, "--json", "--data-dir", str(cloud.paths.data_dir)]) == cli.DONE
        return json.loads(capsys.readouterr().out)

    assert run("outputs")
    made = run("users", "add", "--admin", "--name", "E. Engineer", "eng@example.org")
    wanted = {"email": "eng@example.org", "code": made["code"], "password": PASSWORD}
    assert cloud.ask("POST", "/api/password/reset", wanted)[0] == HTTPStatus.NO_CONTENT  # as the page /reset sends it
    assert {row["email"]: row["role"] for row in run("users", "list")}["eng@example.org"] == "admin"

    engineer = sit_down("the engineer")
    engineer.sign_in("eng@example.org", PASSWORD)
    engineer.go("Admin")
    admin = engineer.session.admin
    engineer.until(lambda: "eng@example.org" in {row.email for row in admin.people.model.rows})
    engineer.click(next(each for each in admin.items if each.text() == "Cost"))
    engineer.until(lambda: "Nothing costs here" in shown_text(admin.cost) or "today" in shown_text(admin.cost))
    engineer.click(next(each for each in admin.items if each.text() == "Health"))
    engineer.until(lambda: admin.health.model.rows)
    assert {row.state for row in admin.health.model.rows}  # each queue has a word for how it stands


def test_somebody_who_just_heard_of_it_sees_it_work_at_once(
    qapp: QApplication, qtbot: QtBot, data_dir: Path, cloud: LocalCloud
) -> None:
    """One click on *Try it on this computer*, one on the samples, and the first picture is there with its words."""
    window = WindowApplication(qapp, DataDir(data_dir))
    somebody = Sitting(qtbot, cloud, window)
    try:
        window.start(local=False)
        window.frame.resize(1600, 1000)
        qtbot.waitExposed(window.frame)
        somebody.click(somebody.welcome.try_button)
        somebody.until(lambda: window.session is not None, _ANALYSED_MS)
        library = somebody.library
        somebody.go("Library")
        somebody.click(somebody.find_button(library, "Try the sample folder"))
        somebody.until(lambda: library.model.rowCount() >= 1)

        def analysed() -> list[Item]:
            return [item for item in somebody.items() if item.status is ItemStatus.COMPLETED and item.tags]

        somebody.until(analysed, _ANALYSED_MS)
        somebody.open_first_item()
        assert window.session is not None
        assert "Connected to this computer" in window.session.window.status.accessibleName()
    finally:
        window.stop()
        window.frame.deleteLater()
        control.stop(LocalPaths(data_dir))


def _photograph(folder: Path, name: str, text: str, *, byline: str) -> None:
    """Put a finished photograph of a sign into a folder, as a copying program does."""
    part = folder / f".{name}.part"
    media.write_jpeg(folder / f"{name}.tmp", media.sign([text], 1280, 720), byline=byline).rename(part)
    part.rename(folder / name)
