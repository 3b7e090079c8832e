"""An account's whole way as a person goes it: through the window's own widgets, against a real embedded cloud."""

from __future__ import annotations

import json
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import ClientError
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QAbstractButton, QDialog, QLineEdit, QMenu, QScrollArea, QWidget

from cloud.contract.keys import OriginalKey, new_item_id
from cloud.local import control
from cloud.local.paths import LocalPaths
from desktop.core.paths import DataDir
from desktop.core.settings import Settings, SettingsFile
from desktop.ui.account.complaints import ADDRESS, CODE, EMAIL, NAME, PASSWORD
from desktop.ui.account.welcome import Welcome
from desktop.ui.application import WindowApplication
from desktop.ui.item.link import LinkDialog
from desktop.ui.item.tags import Chip
from desktop.ui.widgets.dialog import Question
from tests.cloud.local.conftest import LocalCloud
from tests.desktop.ui.test_library_page import shown_text
from tests.end_to_end.test_accounts import OTHER_PASSWORD, fetch, newest_code, photograph
from tests.end_to_end.test_accounts import PASSWORD as FIRST_PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot

    from cloud.contract.connection import Connection
    from desktop.ui.account.pane import AccountPane
    from desktop.ui.session import Session

pytestmark = [
    pytest.mark.embedded,
    pytest.mark.window,
    pytest.mark.timeout(400),
    pytest.mark.qt_log_ignore("PulseAudio", "pipewire", "multimedia", "does not support (raise|grabbing)", extend=True),
]
_SOON_MS, _ANALYSED_MS = 30_000, 120_000
_LEFT = Qt.MouseButton.LeftButton
_ADMIN = 5


@pytest.fixture(scope="module")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """Return an embedded cloud that really analyses."""
    cloud = LocalCloud(LocalPaths(tmp_path_factory.mktemp("newsroom")))
    cloud.start()
    yield cloud
    control.stop(cloud.paths)


@dataclass
class Person:
    """Somebody at a window of their own."""

    qtbot: QtBot
    cloud: LocalCloud
    window: WindowApplication

    def until(self, is_true: Callable[[], object], timeout_ms: int = _SOON_MS) -> None:
        """Let the window go on until something is true."""
        self.qtbot.waitUntil(lambda: bool(is_true()), timeout=timeout_ms)

    def click(self, button: QAbstractButton) -> None:
        """Click a button that can be clicked."""
        self.until(lambda: button.isVisible() and button.isEnabled())
        self.qtbot.mouseClick(button, _LEFT)

    def write(self, line: QLineEdit, text: str) -> None:
        """Type into a field, in the place of what is in it."""
        self.until(lambda: line.isVisible() and line.isEnabled())
        around = line.parentWidget()
        while around is not None:
            if isinstance(around, QScrollArea):
                around.ensureWidgetVisible(line)
            around = around.parentWidget()
        self.qtbot.mouseClick(line, _LEFT)
        line.selectAll()
        self.qtbot.keyClicks(line, text)

    def choose(self, menu: QMenu, action: QAction) -> None:
        """Click an entry of a menu that is open."""
        self.until(menu.isVisible)
        self.qtbot.mouseClick(menu, _LEFT, pos=menu.actionGeometry(action).center())

    @property
    def welcome(self) -> Welcome:
        """The three ways in."""
        return self.window.frame.findChildren(Welcome)[-1]

    @property
    def pane(self) -> AccountPane:
        """The forms."""
        return self.welcome.pane

    @property
    def session(self) -> Session:
        """The pages; they are there once somebody is signed in."""
        self.until(lambda: self.window.session is not None)
        assert self.window.session is not None
        return self.window.session

    @property
    def connection(self) -> Connection:
        """What the window works with."""
        app = self.window._app  # noqa: SLF001 - no widget shows credentials, and none may
        assert app is not None
        self.until(lambda: app.connection() is not None)
        connection = app.connection()
        assert connection is not None
        return connection

    def fill(self, **values: str) -> None:
        """Type into the form that is in front, and send it."""
        for key, text in values.items():
            self.write(self.pane.form.fields[key].line, text)
        self.click(self.pane.form.button)

    def register(self, email: str) -> None:
        """Create an account, confirm it with what was mailed, and be in."""
        self.click(self.welcome.create_card)
        address = self.cloud.connection.api_url or ""
        self.fill(**{ADDRESS: address, NAME: "R. Porter", EMAIL: email, PASSWORD: FIRST_PASSWORD})
        self.until(lambda: self.pane.form is self.pane.confirm_form)
        assert email in shown_text(self.pane)
        self.fill(**{CODE: newest_code(self.cloud, email)})
        self.until(self.session.window.isVisible)

    def sign_in(self, email: str, password: str) -> None:
        """Sign in through the form."""
        self.click(self.welcome.sign_in_card)
        self.fill(**{ADDRESS: self.cloud.connection.api_url or "", EMAIL: email, PASSWORD: password})
        self.until(self.session.window.isVisible)

    def drop(self, *paths: Path) -> None:
        """Drop files onto the window."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        place = QPointF(self.window.frame.rect().center())
        event = QDropEvent(
            place, Qt.DropAction.CopyAction, data, _LEFT, Qt.KeyboardModifier.NoModifier, QDropEvent.Type.Drop
        )
        self.window.frame.dropEvent(event)

    def dialog(self, kind: type[QDialog]) -> QDialog:
        """Return the dialog of this kind that is in front."""

        def shown() -> list[QDialog]:
            return [each for each in self.window.frame.findChildren(kind) if each.isVisible()]

        self.until(shown)
        return shown()[-1]

    def answer(self) -> None:
        """Say yes to the question that is in front."""
        question = self.dialog(Question)
        assert isinstance(question, Question)
        self.click(question.act_button)

    def open_first_item(self) -> None:
        """Choose the first tile and open it beside the grid."""
        grid = self.session.library.grid
        cell = grid.visualRect(self.session.library.model.index(0, 0))
        self.qtbot.mouseClick(grid.viewport(), _LEFT, pos=cell.center())
        self.qtbot.keyClick(grid, Qt.Key.Key_Return)
        self.until(self.session.library.item.isVisible)

    def ask_in_menu(self, name: str) -> None:
        """Choose an entry of the item's menu."""
        more = self.session.library.item.more
        self.click(more)
        self.choose(more.menu_of_item, next(each for each in more.menu_of_item.actions() if each.text() == name))

    def show_admin(self) -> None:
        """Go to the page Admin, and wait for its people."""
        self.click(self.session.window.sidebar.items[_ADMIN])
        self.until(lambda: self.session.admin.people.model.rows)

    def choose_person(self, email: str) -> None:
        """Choose a person in the table of people."""
        people = self.session.admin.people
        self.click(self.session.admin.refresh_button)
        self.until(lambda: any(row.email == email for row in people.model.rows))
        number = next(number for number, row in enumerate(people.model.rows) if row.email == email)
        place = people.table.visualRect(people.model.index(number, 0)).center()
        self.qtbot.mouseClick(people.table.viewport(), _LEFT, pos=place)
        self.until(lambda: people.chosen is not None and people.chosen.email == email)

    def give_role(self, email: str, name: str) -> None:
        """Give a person another role."""
        people = self.session.admin.people
        self.choose_person(email)
        self.click(people.role_button)
        menu = next(each for each in people.findChildren(QMenu) if each.isVisible())
        self.choose(menu, next(each for each in menu.actions() if each.text() == name))
        self.answer()
        self.until(lambda: people.chosen is None or not self.window.frame.findChildren(Question))


@pytest.fixture
def sit_down(qapp: QApplication, qtbot: QtBot, cloud: LocalCloud, tmp_path: Path) -> Iterator[Callable[[str], Person]]:
    """Return a function that opens a window for somebody, on a computer of their own."""
    opened: list[WindowApplication] = []

    def sit(name: str) -> Person:
        (tmp_path / name).mkdir()
        place = DataDir(tmp_path / name)
        SettingsFile(place.settings).save(Settings(sync_idle_s=1.0, sync_busy_s=0.5))
        window = WindowApplication(qapp, place)
        opened.append(window)
        window.start(local=False)
        window.frame.resize(1600, 1000)
        qtbot.waitExposed(window.frame)
        return Person(qtbot, cloud, window)

    yield sit
    for window in opened:
        window.stop()
        window.frame.deleteLater()


def test_from_register_to_delete(sit_down: Callable[[str], Person], tmp_path: Path) -> None:
    """Register, confirm, be in, upload, see the item, write its caption, link, delete: one way through it all."""
    eve = sit_down("eve")
    eve.register("eve@example.org")
    banner = eve.session.window.panel.banner.current
    assert banner is not None
    assert "lasts until SnapStream is closed" in banner.text  # no keyring here, and it is said
    library = eve.session.library
    body = photograph(tmp_path, "GATE 7")
    eve.drop(tmp_path / "sign.jpg")
    eve.until(lambda: library.model.rowCount() == 1)
    eve.open_first_item()
    item_id = library.item.item_id
    chips = library.item.chips
    eve.until(lambda: any("GATE" in chip.accessibleName() for chip in chips.findChildren(Chip)), _ANALYSED_MS)

    headline = library.item.findChild(QWidget, "caption-headline")
    assert isinstance(headline, QLineEdit)
    eve.write(headline, "Ships at dawn")
    token = eve.cloud.ask("POST", "/api/login", {"email": "eve@example.org", "password": FIRST_PASSWORD})[1]
    token = token["access_token"]

    def ask() -> tuple[int, dict[str, object]]:
        return eve.cloud.ask("GET", f"/api/media/{item_id}", token=token)

    eve.until(lambda: ask()[1]["caption"]["headline"] == "Ships at dawn")  # type: ignore[index]  # a document
    eve.until(lambda: "Ships at dawn" in library.model.tile(0).name)

    eve.ask_in_menu("Link…")
    dialog = eve.dialog(LinkDialog)
    assert isinstance(dialog, LinkDialog)
    eve.click(dialog.make_button)
    eve.click(dialog.copy_button)
    url = QGuiApplication.clipboard().text()
    assert dialog.end.text().startswith("It ends ")
    assert fetch(url) == (HTTPStatus.OK, body)
    eve.click(dialog.close_button)

    edit = {"version": ask()[1]["version"], "caption": {"embargo_until": "2126-11-21T06:00:00Z"}}
    assert eve.cloud.ask("PATCH", f"/api/media/{item_id}", edit, token)[0] == HTTPStatus.OK
    eve.ask_in_menu("Link…")
    dialog = eve.dialog(LinkDialog)
    assert isinstance(dialog, LinkDialog)
    eve.click(dialog.make_button)
    eve.until(lambda: "under embargo until" in dialog.complaint.text)
    assert not dialog.address.isVisible()
    eve.click(dialog.close_button)

    eve.ask_in_menu("Delete…")
    eve.answer()
    eve.until(lambda: library.model.rowCount() == 0)
    assert not library.item.isVisible()
    assert ask()[0] == HTTPStatus.NOT_FOUND
    eve.until(lambda: fetch(url)[0] == HTTPStatus.NOT_FOUND)
    assert (tmp_path / "sign.jpg").read_bytes() == body


def test_a_forgotten_password(sit_down: Callable[[str], Person]) -> None:
    """A code by mail, a new password, and in with it; the old one is good no more."""
    email = "bob@example.org"
    bob = sit_down("bob")
    bob.register(email)
    first = newest_code(bob.cloud, email)
    elsewhere = sit_down("elsewhere")
    elsewhere.click(elsewhere.welcome.sign_in_card)
    form = elsewhere.pane.form
    elsewhere.write(form.fields[ADDRESS].line, elsewhere.cloud.connection.api_url or "")
    elsewhere.write(form.fields[EMAIL].line, email)
    elsewhere.click(elsewhere.pane.sign_in_form.forgot)
    elsewhere.fill()
    elsewhere.until(lambda: elsewhere.pane.form is elsewhere.pane.reset_form)
    code = newest_code(elsewhere.cloud, email, but=first)
    elsewhere.fill(**{CODE: code, PASSWORD: OTHER_PASSWORD})
    elsewhere.until(lambda: "The password is changed. Sign in with it." in shown_text(elsewhere.pane))
    elsewhere.fill()
    assert elsewhere.session.window.isVisible()
    before = {"email": email, "password": FIRST_PASSWORD}
    assert elsewhere.cloud.ask("POST", "/api/login", before)[0] == HTTPStatus.UNAUTHORIZED
    # Where Bob was signed in with the old one, the window asks for the new one.
    bob.until(lambda: bob.session.presence.dialog is not None)
    dialog = bob.session.presence.dialog
    assert dialog is not None
    assert "Your session has ended." in shown_text(dialog)
    bob.write(dialog.pane.form.fields[PASSWORD].line, OTHER_PASSWORD)
    bob.click(dialog.pane.form.button)
    bob.until(lambda: bob.session.presence.dialog is None)


def test_a_new_role_holds_at_the_next_refresh(sit_down: Callable[[str], Person]) -> None:
    """An admin gives a role in one window; in the other it comes, and goes, without a restart or a sign-in."""
    email = "ann@example.org"
    ann, admin = sit_down("ann"), sit_down("admin")
    ann.register(email)
    item = ann.session.window.sidebar.items[_ADMIN]
    assert not item.isVisible()
    _sign_in_admin(admin)
    admin.show_admin()
    admin.give_role(email, "Admin")
    ann.until(item.isVisible)
    assert "Your role is Admin now" in shown_text(ann.session.window.toast)
    ann.show_admin()
    assert email in {row.email for row in ann.session.admin.people.model.rows}
    admin.give_role(email, "Member")
    ann.until(lambda: not item.isVisible())
    assert ann.session.window.page is ann.session.home
    assert ann.session.presence.dialog is None


def test_a_disabled_persons_access_stops_at_once(sit_down: Callable[[str], Person], tmp_path: Path) -> None:
    """What was given before is good no more, and the window says who did it and what is still here."""
    email = "dan@example.org"
    dan, admin = sit_down("dan"), sit_down("admin")
    dan.register(email)
    theirs = dan.connection
    assert _put(dan, theirs) == ""
    _sign_in_admin(admin)
    admin.show_admin()
    admin.choose_person(email)
    admin.click(admin.session.admin.people.switch_button)
    admin.answer()
    admin.until(lambda: "is switched off" in shown_text(admin.session.window.toast))
    assert _put(dan, theirs) == "AccessDenied"
    question = dan.dialog(Question)
    said = shown_text(question)
    assert "Your account was switched off" in said
    assert "An admin did this today at " in said
    question.reject()
    photograph(tmp_path, "GATE 9")
    dan.drop(tmp_path / "sign.jpg")
    banner = dan.session.window.panel.banner
    left = "1 file was not uploaded and is still on this computer."
    dan.until(lambda: banner.current is not None and left in banner.current.text)
    assert dan.session.presence.dialog is None


def _sign_in_admin(person: Person) -> None:
    """Sign in to the account that is there from the beginning, as somebody who types what ``--local`` reads."""
    known = json.loads(person.cloud.paths.sign_in.read_text(encoding="utf-8"))
    person.sign_in(known["email"], known["password"])


def _put(person: Person, connection: Connection) -> str:
    """Put an original with these credentials; return the code of the error, "" where there is none."""
    key = str(OriginalKey.of("newsroom", connection.user.id, new_item_id(), "a.txt"))
    try:
        person.cloud.client_of(connection, "s3").put_object(Bucket=connection.buckets.originals, Key=key, Body=b"x")
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return ""
