"""Folders: added by dialog and by drop, their rule, and the end of watching."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication

from cloud.contract.media import MediaType
from cloud.contract.status import Profile
from desktop.core.errors import StorageFull
from desktop.core.foresight import Fate
from desktop.core.model import AfterUpload, Afterwards, Folder
from desktop.ui.folders.prospects import ProspectModel
from desktop.ui.folders.rows import FolderRow, FolderRows
from desktop.ui.places import Place
from desktop.ui.widgets.empty import DropZone
from tests.desktop.ui.test_library_page import shown_text

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from desktop.ui.library.runs import Said
    from tests.desktop.ui.conftest import Desk
    from tests.fakes.application import FakeApplication


JPEG = b"\xff\xd8\xff" + bytes(64)


def _old(path: Path, body: bytes = JPEG) -> None:
    """Write a file that is finished since long."""
    path.write_bytes(body)
    os.utime(path, (1_700_000_000, 1_700_000_000))


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
    assert desk.window.sidebar.items[Place.FOLDERS].accessibleName() == "Folders, 1"


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


def test_nothing_is_saved_before_save(desk: Desk, app: FakeApplication, tmp_path: Path) -> None:
    """GIVEN a watched folder WHEN its rule is changed THEN it holds only once it is saved; Undo brings the old back."""
    folder = _folder(tmp_path, "Sources")
    desk.session.take([folder])
    desk.window.show_page(Place.FOLDERS)
    page = desk.folders
    page.editor.choose(Profile.PRIVATE)
    page.editor.language.choose("de-DE")
    assert page.status == "Not saved: Sources"
    assert app.folders()[0].profile is Profile.FULL
    heard: list[Said] = []
    page.offered.connect(heard.append)
    page.save()
    assert app.folders()[0].profile is Profile.PRIVATE
    assert (app.folders()[0].language, app.folders()[0].library) == ("de-DE", "private-demo")
    assert heard[-1].title == "Rule saved"
    assert heard[-1].act is not None
    heard[-1].act()
    assert (app.folders()[0].profile, app.folders()[0].language) == (Profile.FULL, "")


def test_a_new_folder_is_a_draft_until_it_is_saved(
    qtbot: QtBot, desk: Desk, app: FakeApplication, tmp_path: Path
) -> None:
    """GIVEN the page WHEN a folder is dropped on its list THEN it is foreseen, and watched once it is saved."""
    desk.session.take([_folder(tmp_path, "Sources")])
    desk.window.show_page(Place.FOLDERS)
    page = desk.folders
    new = _folder(tmp_path, "Council election")
    for number in range(3):
        _old(new / f"{number}.jpg")
    _old(new / "rejects.jpg")
    assert drop(page.panes.findChildren(DropZone)[0], new)
    assert len(app.folders()) == 1
    assert page.model.data(page.model.index(0), Qt.ItemDataRole.AccessibleTextRole) == (
        "Council election, New, not saved yet"
    )
    qtbot.waitUntil(lambda: page.preview.coming == 4)
    page.editor.ignore.setPlainText("rej*")
    qtbot.waitUntil(lambda: page.preview.coming == 3)
    assert page.editor.ignore.accessibleDescription() == "rej*: 1 file"
    page.preview.save_button.click()
    assert [(folder.name, folder.ignore) for folder in app.folders()][1] == ("Council election", ("rej*",))
    assert page.status == "2 folders are watched"


def test_a_click_on_a_count_filters_the_files(qtbot: QtBot, desk: Desk, app: FakeApplication, tmp_path: Path) -> None:
    """GIVEN files of several fates WHEN a count is clicked THEN its files alone are listed; again brings all back."""
    new = _folder(tmp_path, "Drop")
    for name in ("a.jpg", "b.jpg", "c.tmp", "list.xlsx"):
        _old(new / name, b"text" if name.endswith("xlsx") else JPEG)
    app.save_folder(Folder(new))
    desk.window.show_page(Place.FOLDERS)
    page = desk.folders
    qtbot.waitUntil(lambda: page.preview.model.rowCount() == 4)
    skipped = page.preview.legend[list(Fate).index(Fate.SKIP)]
    assert skipped.accessibleName() == "1 not photo, audio or video"
    skipped.click()
    model = page.preview.model
    shown = [model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    assert shown == ["list.xlsx, Skip, Not a photo, audio or video file"]
    skipped.click()
    assert model.rowCount() == 4


def test_what_was_not_saved_is_kept_while_another_folder_is_seen(
    desk: Desk, app: FakeApplication, tmp_path: Path
) -> None:
    """GIVEN two folders WHEN one is changed and the other chosen THEN the change waits, and can be discarded."""
    first, second = _folder(tmp_path, "First"), _folder(tmp_path, "Second")
    desk.session.take([first, second])
    desk.window.show_page(Place.FOLDERS)
    page = desk.folders
    page.show_folder(first)
    page.editor.choose(Profile.BASIC)
    page.show_folder(second)
    assert page.editor.cards[Profile.FULL].isChecked()
    page.show_folder(first)
    assert page.editor.cards[Profile.BASIC].isChecked()
    page.discard()
    assert page.editor.cards[Profile.FULL].isChecked()
    assert {folder.profile for folder in app.folders()} == {Profile.FULL}


def test_a_whole_rule_goes_through_the_form(desk: Desk, app: FakeApplication, tmp_path: Path) -> None:
    """GIVEN a rule with everything WHEN it is shown and one thing changed THEN the rest of it stays as it was."""
    rule = Folder(
        _folder(tmp_path, "Card"), "private-demo", Profile.PRIVATE, "fr-FR", include_subfolders=False,
        ignore=("*.xmp", "raw/"), kinds=(MediaType.IMAGE, MediaType.VIDEO), bytes_per_s=1_000_000,
        caption=(("headline", "Vote"), ("credit", "Courier")), after=Afterwards(AfterUpload.DELETE, days=7),
    )  # fmt: skip
    app.save_folder(rule)
    desk.window.show_page(Place.FOLDERS)
    page = desk.folders
    page.refresh()
    page.editor.speed.choose(2_000_000)
    page.save()
    assert app.folders() == (replace(rule, bytes_per_s=2_000_000),)


def test_a_rule_takes_one_kind_at_least(desk: Desk, app: FakeApplication, tmp_path: Path) -> None:
    """GIVEN a rule for photos alone WHEN photos are switched off THEN they stay: it would take nothing."""
    app.save_folder(Folder(_folder(tmp_path, "Card"), kinds=(MediaType.IMAGE,)))
    desk.window.show_page(Place.FOLDERS)
    desk.folders.refresh()
    desk.folders.editor.kinds[MediaType.IMAGE].click()
    assert desk.folders.editor.kinds[MediaType.IMAGE].isChecked()
    assert desk.folders.status == "1 folder is watched"


def test_a_rule_that_cannot_be_saved_says_why_and_stays_a_draft(
    desk: Desk, app: FakeApplication, tmp_path: Path
) -> None:
    """GIVEN a full disk WHEN a rule is saved THEN it is said, and what was changed is still there."""
    desk.session.take([_folder(tmp_path, "Card")])
    desk.window.show_page(Place.FOLDERS)
    page = desk.folders
    heard: list[Said] = []
    page.offered.connect(heard.append)
    page.editor.choose(Profile.BASIC)
    app.save_problem = StorageFull("save the settings")
    page.save()
    assert heard[-1].is_failure
    assert page.status == "Not saved: Card"


def test_the_models_behave(app: FakeApplication, tmp_path: Path) -> None:
    """GIVEN both models WHEN rows come, go and change THEN Qt's own tester has no complaint."""
    rows, files = FolderRows(), ProspectModel()
    testers = [
        QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal) for model in (rows, files)
    ]
    a, b, c = (FolderRow(tmp_path / name, name, "Watching") for name in "abc")
    rows.show([a, b])
    rows.show([c, a, b])
    rows.show([b, replace(a, text="3 files left")])
    assert [rows.data(rows.index(row)) for row in range(rows.rowCount())] == ["b", "a"]
    for name in ("a.jpg", "b.tmp"):
        _old(tmp_path / name)
    survey = app.survey(tmp_path, lambda _seen: True)
    assert survey is not None
    files.show(survey.foresee(Folder(tmp_path)))
    assert files.rowCount() > 0
    files.show(survey.foresee(Folder(tmp_path)), Fate.WAIT)
    assert files.rowCount() == 0
    assert len(testers) == 2


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
    desk.window.show_page(Place.FOLDERS)
    model = desk.folders.model
    assert model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole) == "Old agency share, Away, nothing is lost"
    assert "Its files stay where they are." in shown_text(desk.folders)


@pytest.mark.parametrize(("width", "placed"), [(2560, "wide"), (1600, "usual"), (1280, "folded"), (1000, "narrow")])
def test_the_panes_follow_the_width(desk: Desk, app: FakeApplication, tmp_path: Path, width: int, placed: str) -> None:
    """GIVEN a width of the window THEN the panes lie as the design says, and saving is always in sight."""
    app.save_folder(Folder(_folder(tmp_path, "Card")))
    desk.frame.resize(width, 800)
    desk.window.show_page(Place.FOLDERS)
    QApplication.processEvents()
    page = desk.folders
    assert page.panes.width_class == placed
    assert page.preview.list.isVisible() is (placed in {"wide", "usual"})
    assert page.list.isVisible() is (placed != "narrow")
    assert page.panes.chooser.isVisible() is (placed == "narrow")
    assert page.preview.save_button.isVisible()
