"""Folders: added by dialog and by drop, their rule, and the end of watching."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from cloud.contract.status import Profile
from desktop.ui.widgets.empty import DropZone
from tests.desktop.ui.test_library_page import shown_text

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from tests.desktop.ui.conftest import Desk
    from tests.fakes.application import FakeApplication


def drop(target: QWidget, *paths: Path) -> bool:
    """Drag paths over a widget and let go; returns whether it took them."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    button, keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(target.rect().center(), Qt.DropAction.CopyAction, data, button, keys)
    QApplication.sendEvent(target, enter)
    event = QDropEvent(QPointF(target.rect().center()), Qt.DropAction.CopyAction, data, button, keys)
    QApplication.sendEvent(target, event)
    return enter.isAccepted() and event.dropAction() is Qt.DropAction.CopyAction


def _folder(root: Path, name: str) -> Path:
    made = root / name
    made.mkdir()
    return made


def test_a_dropped_folder_is_watched(desk: Desk, app: FakeApplication, tmp_path: Path) -> None:
    """The zone of the first run takes it; page, sidebar and toast say so."""
    folder = _folder(tmp_path, "Card KB-04")
    zone = desk.library.first_run.findChild(DropZone)
    assert zone is not None
    assert drop(zone, folder)
    assert [watched.path for watched in app.folders()] == [folder]
    assert "Watching Card KB-04" in desk.toast.accessibleName()
    assert desk.window.sidebar.items[2].accessibleName() == "Folders, 1"


def test_files_dropped_anywhere_are_sent(desk: Desk, app: FakeApplication, tmp_path: Path) -> None:
    """A drop on the window adds folders to the watched ones and files to the queue."""
    folder, file = _folder(tmp_path, "Sources"), tmp_path / "a.jpg"
    file.write_bytes(b"x")
    assert drop(desk.frame, folder, file)
    assert app.added_files == [file]
    assert app.folders()[0].path == folder


def test_a_folder_that_cannot_be_watched_says_why(desk: Desk, app: FakeApplication, tmp_path: Path) -> None:
    """The second time the same folder is refused in words."""
    folder = _folder(tmp_path, "Sources")
    desk.session.take([folder, folder])
    assert len(app.folders()) == 1
    assert "is watched already" in desk.toast.accessibleName()


def test_a_profile_is_saved_as_it_is_chosen(qtbot: QtBot, desk: Desk, app: FakeApplication, tmp_path: Path) -> None:
    """Choosing Private saves the rule and says from when it holds."""
    desk.session.take([_folder(tmp_path, "Sources")])
    desk.window.show_page(2)
    desk.folders.editor.choose(Profile.PRIVATE)
    assert app.folders()[0].profile is Profile.PRIVATE
    qtbot.waitUntil(lambda: "Rule saved" in desk.toast.accessibleName())


def test_a_language_is_saved_as_it_is_chosen(desk: Desk, app: FakeApplication, tmp_path: Path) -> None:
    """The language of a folder is part of its rule."""
    desk.session.take([_folder(tmp_path, "Sources")])
    combo = desk.folders.editor.language
    combo.setCurrentIndex(combo.findData("de-DE"))
    combo.activated.emit(combo.currentIndex())
    assert app.folders()[0].language == "de-DE"


def test_watching_ends_only_after_a_question(qtbot: QtBot, desk: Desk, app: FakeApplication, tmp_path: Path) -> None:
    """The question says what stays; its safe answer has the focus; agreeing removes the folder alone."""
    folder = _folder(tmp_path, "Sources")
    desk.session.take([folder])
    watched = app.folders()[0]
    question = desk.folders.ask_to_stop(watched)
    qtbot.addWidget(question)
    assert question.windowTitle() == "Stop watching Sources?"
    assert question.keep_button.isDefault()
    desk.folders.stop_watching(watched)
    assert app.folders() == ()
    assert folder.is_dir()


def test_a_folder_that_is_away_says_so(desk: Desk, app: FakeApplication, tmp_path: Path) -> None:
    """In the list and in the sidebar, in words."""
    folder = _folder(tmp_path, "Old agency share")
    desk.session.take([folder])
    app.away.add(folder)
    desk.folders.refresh()
    desk.window.show_page(2)
    names = [row.accessibleName() for row in desk.folders.findChildren(type(desk.folders).ROW)]
    assert names == ["Old agency share, Away, nothing is lost"]
    assert "Stop watching" in "\n".join(b.text() for b in desk.folders.findChildren(type(desk.folders.add_button)))
    assert "Its files stay where they are." in shown_text(desk.folders)
