"""Many items at once: captions, tags, copies, links, deletion; what failed, the way back, and dragging out."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from cloud.contract.findings import Caption
from desktop.core.errors import Offline, Throttled
from desktop.ui.library.export import FORMATS
from desktop.ui.library.leaving import free_names
from desktop.ui.library.sheets import CaptionSheet, TagSheet
from desktop.ui.widgets.dialog import Question
from tests.desktop.ui import seeds

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.ui.library.runs import Said
    from tests.desktop.ui.conftest import Desk
    from tests.fakes.application import FakeApplication


@pytest.fixture
def told(desk: Desk) -> list[Said]:
    """Return what the page says of acts."""
    said: list[Said] = []
    desk.library.offered.connect(said.append)
    return said


def choose(desk: Desk, rows: list[int]) -> None:
    """Select rows as clicks with Ctrl do."""
    model = desk.library.grid.selectionModel()
    desk.library.grid.clearSelection()
    for row in rows:
        model.setCurrentIndex(desk.library.model.index(row), model.SelectionFlag.Select)
    desk.library.grid.setFocus()


def test_the_bar_says_how_many_and_how_large(filled: list[str], desk: Desk) -> None:
    """It floats from two selected items on; Escape lets all go."""
    choose(desk, [1])
    assert not desk.library.chooser.bar.isVisible()
    choose(desk, [1, 2, 4])
    assert desk.library.chooser.bar.isVisible()
    assert desk.library.chooser.bar.accessibleDescription() == "3 selected, 15 MB"
    assert "3 selected, 15 MB" in desk.library.status
    desk.library.escape()
    assert not desk.library.chooser.bar.isVisible()
    assert filled


def test_one_chosen_by_the_keyboard_has_the_bar_too(qtbot: QtBot, filled: list[str], desk: Desk) -> None:
    """Ctrl+Space selects the current item, and takes it back."""
    desk.library.enter()
    qtbot.keyClick(desk.library.grid, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert desk.library.chooser.bar.isVisible()
    qtbot.keyClick(desk.library.grid, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier)
    assert not desk.library.chooser.bar.isVisible()
    assert filled


def test_a_new_search_takes_the_selection_and_its_bar_away(qtbot: QtBot, filled: list[str], desk: Desk) -> None:
    """What is no longer in the list is no longer chosen."""
    choose(desk, [1, 2])
    desk.library.search.set_text("espresso")
    qtbot.waitUntil(lambda: desk.library.model.rowCount() < len(filled))
    assert not desk.library.chooser.bar.isVisible()


def test_captions_of_many_are_written_and_put_back(
    qtbot: QtBot, filled: list[str], desk: Desk, app: FakeApplication, told: list[Said]
) -> None:
    """Only what was changed is written; Ctrl+Z writes what stood there before."""
    choose(desk, [1, 9])
    qtbot.keyClick(desk.library.grid, Qt.Key.Key_C)
    sheet = desk.library.chooser.verbs.runs.dialog
    assert isinstance(sheet, CaptionSheet)
    assert sheet.fields["headline"].line.placeholderText() == "Several values, kept"
    sheet.fields["credit"].set_text("Kestrel Bay Courier and friends")
    sheet.accept()
    qtbot.waitUntil(lambda: bool(told))
    assert [(ask[0], ask[1]) for ask in app.item_asks] == [("edit", filled[1]), ("edit", filled[9])]
    assert app.item_asks[0][2] == {"caption": {"credit": "Kestrel Bay Courier and friends"}}
    assert (told[0].title, told[0].action) == ("Caption saved on 2 items", "Undo")
    desk.frame.activateWindow()
    qtbot.waitUntil(desk.frame.isActiveWindow)
    qtbot.keyClick(desk.library, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert {ask[1]: ask[2] for ask in app.item_asks[2:]} == {
        filled[1]: {"caption": {"credit": ""}},
        filled[9]: {"caption": {"credit": "Kestrel Bay Courier"}},
    }


def test_tags_are_added_where_they_lack(
    qtbot: QtBot, filled: list[str], desk: Desk, app: FakeApplication, told: list[Said]
) -> None:
    """What has the tag already is left alone; undoing takes away what was added, and no more."""
    item = app.items.get(filled[3])
    assert item is not None
    held = item.tags[0]
    choose(desk, [1, 3])
    qtbot.keyClick(desk.library.grid, Qt.Key.Key_T)
    sheet = desk.library.chooser.verbs.runs.dialog
    assert isinstance(sheet, TagSheet)
    assert not sheet.act_button.isEnabled()
    sheet.kind.setCurrentIndex(sheet.kind.findData("keyword"))
    sheet.names.set_text(f"strike vote,  strike   vote, {held.name}")
    assert [tag["name"] for tag in sheet.tags()] == ["strike vote", held.name]
    sheet.reject()
    changes = desk.library.chooser.verbs.changes
    changes.add_tags(app.items.get_many([filled[1], filled[3]]), [{"kind": held.kind.value, "name": held.name}])
    qtbot.waitUntil(lambda: bool(told))
    assert app.item_asks == [("edit", filled[1], {"tags": {"add": [{"kind": held.kind.value, "name": held.name}]}})]
    assert told[0].act is not None
    told[0].act()
    qtbot.waitUntil(lambda: len(told) == 2)
    assert app.item_asks[1][2] == {"tags": {"remove": [{"kind": held.kind.value, "name": held.name}]}}


def test_a_deletion_asks_and_says_what_failed(
    qtbot: QtBot, filled: list[str], desk: Desk, app: FakeApplication, told: list[Said]
) -> None:
    """Del asks in the design's words; what could not be deleted is said, and can be tried again."""
    choose(desk, [0, 1, 2])
    qtbot.keyClick(desk.library.grid, Qt.Key.Key_Delete)
    question = desk.library.chooser.verbs.runs.dialog
    assert isinstance(question, Question)
    assert question.windowTitle() == "Delete 3 items from the library?"
    assert question.act_button.text() == "Delete 3 items"
    app.item_problem = Throttled("delete the item")
    question.accept()
    qtbot.waitUntil(lambda: bool(told))
    assert (told[0].title, told[0].action, told[0].is_failure) == ("3 of 3 not deleted", "Try again", True)
    app.item_problem = None
    assert told[0].act is not None
    told[0].act()
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[1].title == "3 items deleted from the library"
    assert [ask for ask in app.item_asks if ask[0] == "delete"][3:] == [("delete", each) for each in filled[:3]]


def test_keeping_keeps(qtbot: QtBot, filled: list[str], desk: Desk, app: FakeApplication) -> None:
    """The safe answer does nothing."""
    choose(desk, [0])
    qtbot.keyClick(desk.library.grid, Qt.Key.Key_Delete)
    question = desk.library.chooser.verbs.runs.dialog
    assert question is not None
    question.reject()
    assert app.item_asks == []
    assert filled


def test_originals_are_copied_under_names_of_their_own(  # noqa: PLR0917 - fixtures
    qtbot: QtBot, filled: list[str], desk: Desk, app: FakeApplication, told: list[Said], tmp_path: Path
) -> None:
    """Two files of one name stand beside each other; what cannot be had is said."""
    sounds = [item for item in app.items.get_many(filled) if item.media_type == "audio"]
    photo = app.items.get(filled[1])
    assert photo is not None
    target = tmp_path / "out"
    target.mkdir()
    desk.library.chooser.verbs.leaving.copy_to(sounds, target)
    qtbot.waitUntil(lambda: bool(told))
    assert sorted(path.name for path in target.iterdir()) == ["tarrant-doorstep (2).wav", "tarrant-doorstep.wav"]
    assert told[0].title == "2 items copied to out"
    desk.library.chooser.verbs.leaving.copy_to([photo], target)
    qtbot.waitUntil(lambda: len(told) == 2)
    assert told[1].title == "1 of 1 not copied"


def test_an_embargo_keeps_an_item_here(  # noqa: PLR0917 - fixtures
    qtbot: QtBot, filled: list[str], desk: Desk, app: FakeApplication, told: list[Said], tmp_path: Path
) -> None:
    """No copy, no link and no drag before its time."""
    item = app.items.get(filled[3])
    assert item is not None
    locked = dataclasses.replace(item, version=9, caption=Caption(embargo_until="2999-01-01T06:00:00+00:00"))
    app.items.apply([locked])
    desk.library.chooser.verbs.leaving.copy_to([locked], tmp_path)
    desk.library.chooser.verbs.leaving.make_links([locked], 3600)
    assert desk.library.chooser.dragging.data_of([locked]) is None
    qtbot.waitUntil(lambda: len(told) == 3)
    assert [said.title for said in told[:2]] == ["1 item is locked by an embargo and stays here."] * 2
    assert app.item_asks == []


def test_links_come_onto_the_clipboard(
    qtbot: QtBot, filled: list[str], desk: Desk, app: FakeApplication, told: list[Said]
) -> None:
    """One a line, in the order of the list."""
    items = app.items.get_many(filled[:2])
    desk.library.chooser.verbs.leaving.make_links(items, 86_400)
    qtbot.waitUntil(lambda: bool(told))
    lines = QGuiApplication.clipboard().text().splitlines()
    assert lines == [f"https://newsroom.example/{item_id}" for item_id in filled[:2]]


@pytest.mark.parametrize(("kind", "names"), [("csv", 1), ("json", 3)])
def test_what_is_known_is_exported(  # noqa: PLR0917 - fixtures
    qtbot: QtBot,
    filled: list[str],
    desk: Desk,
    app: FakeApplication,
    told: list[Said],
    tmp_path: Path,
    kind: str,
    names: int,
) -> None:
    """A table for all, or a file for each; and a click shows the folder."""
    target = tmp_path / "out"
    target.mkdir()
    desk.library.chooser.verbs.leaving.export_to(app.items.get_many(filled[:3]), kind, target)
    qtbot.waitUntil(lambda: bool(told))
    files = sorted(target.iterdir())
    assert len(files) == names
    assert told[0].action == "Show"
    text = files[0].read_text("utf-8-sig")
    assert app.items.get(filled[0]) is not None
    assert (filled[0] in text) or kind == "json"


@pytest.mark.parametrize(
    ("kind", "begins", "holds"),
    [
        ("srt", b"1\r\n00:00:", b"-->"),
        ("vtt", b"WEBVTT", b"-->"),
        ("txt", b"", b"."),
        ("docx", b"PK", b"word/document.xml"),
        ("words", b"{", b"start_ms"),
    ],
)
def test_what_was_said_in_many_is_exported(  # noqa: PLR0917 - fixtures
    qtbot: QtBot,
    filled: list[str],
    desk: Desk,
    app: FakeApplication,
    told: list[Said],
    tmp_path: Path,
    kind: str,
    begins: bytes,
    holds: bytes,
) -> None:
    """Each item where something was said gives a file of the format; the others are passed by."""
    spoken = [item for item in app.items.get_many(filled) if app.items.transcript(item.id) is not None]
    silent = [item for item in app.items.get_many(filled) if app.items.transcript(item.id) is None]
    assert spoken
    assert silent
    desk.library.chooser.verbs.leaving.export_to([*spoken, silent[0]], kind, tmp_path)
    qtbot.waitUntil(lambda: bool(told))
    files = [path for path in tmp_path.iterdir() if path.name.endswith(FORMATS[kind].suffix)]
    assert len(files) == len(spoken)
    for path in files:
        assert path.read_bytes().startswith(begins)
        assert holds in path.read_bytes()


def test_a_drag_carries_files_and_fetches_what_lacks(  # noqa: PLR0917 - fixtures
    qtbot: QtBot, filled: list[str], desk: Desk, app: FakeApplication, told: list[Said], tmp_path: Path
) -> None:
    """What lies here is dragged at once; the rest comes first, under its own name, and is dragged then."""
    sound = next(item for item in app.items.get_many(filled) if item.media_type == "audio")
    data = desk.library.chooser.dragging.data_of([sound])
    assert data is not None
    assert [url.toLocalFile() for url in data.urls()] == [str(app.originals[sound.id])]
    photo = app.items.get(filled[1])
    assert photo is not None
    lying = tmp_path / "elsewhere"
    lying.write_bytes(b"pixels")
    here = app.originals
    app.local_only = {sound.id}
    here[photo.id] = lying
    assert desk.library.chooser.dragging.data_of([sound, photo]) is None
    qtbot.waitUntil(lambda: any("ready to be dragged" in said.title for said in told))
    data = desk.library.chooser.dragging.data_of([sound, photo])
    assert data is not None
    assert [url.fileName() for url in data.urls()] == [app.originals[sound.id].name, photo.filename]
    fetched = data.urls()[1].toLocalFile()
    desk.library.chooser.dragging.leave()
    assert not any(path.exists() for path in [lying.parent / fetched])


def test_names_are_no_paths(app: FakeApplication, tmp_path: Path) -> None:
    """What a newsroom calls a file cannot lead out of the folder."""
    item = seeds.item(1, filename="../../etc/passwd")
    assert app is not None
    assert free_names([item], tmp_path)[item.id] == tmp_path / "_.._etc_passwd"


def test_offline_is_said_in_words(
    qtbot: QtBot, filled: list[str], desk: Desk, app: FakeApplication, told: list[Said]
) -> None:
    """The second line says why."""
    app.item_problem = Offline("change the item")
    changes = desk.library.chooser.verbs.changes
    changes.write_captions(app.items.get_many(filled[:2]), {"byline": "Idris Falk"})
    qtbot.waitUntil(lambda: bool(told))
    assert told[0].title == "2 of 2 captions not saved"
    assert told[0].text
