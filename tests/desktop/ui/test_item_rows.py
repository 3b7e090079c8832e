"""The tags of a recording as rows: by kind, each with where it is; somebody without a name can be named."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel

from cloud.contract.findings import Tag, TagKind
from desktop.ui.item.tag_rows import TagRow

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.ui.item.tags import TagBox
    from tests.desktop.ui.conftest import Desk
    from tests.fakes.application import FakeApplication


@pytest.fixture
def box(qtbot: QtBot, filled: list[str], desk: Desk, app: FakeApplication) -> TagBox:
    """Return the tags of a video with two people, one of them unknown."""
    video = app.items.get(filled[0])
    assert video is not None
    tags = (
        *(Tag("Ruth Kalinga", TagKind.PERSON, 98.0, "rekognition", at_ms=at) for at in (2_000, 20_000, 40_000)),
        Tag("Face", TagKind.LABEL, 71.0, "opencv", at_ms=4_000),
        Tag("rocket", TagKind.LABEL, 99.0, "rekognition", at_ms=168_000),
        Tag("terminal count", TagKind.PHRASE, 90.0, "phrases"),
    )
    app.items.apply([dataclasses.replace(video, version=2, tags=tags)])
    desk.session.open_in_full(filled[0])
    qtbot.waitUntil(desk.session.item.isVisible)
    return desk.session.item.side.tags


def row(box: TagBox, name: str) -> TagRow:
    """Return a tag's row."""
    found = next(each for each in box.chips if each.finding.name == name)
    assert isinstance(found, TagRow)
    return found


def test_rows_stand_by_kind(box: TagBox) -> None:
    """People first, and among them who has no name; every group has its heading and its count."""
    assert [each.finding.name for each in box.chips] == ["Ruth Kalinga", "Face", "rocket", "terminal count"]
    texts = [label.text() for label in box.findChildren(QLabel) if label.isVisible()]
    assert texts[:6] == ["People", "2", "Labels", "1", "Key phrases and names", "1"]
    assert len({each.width() for each in box.chips}) == 1


def test_a_row_says_where_it_is(qtbot: QtBot, box: TagBox, desk: Desk) -> None:
    """A click goes there: to the first of several scenes."""
    assert [each._where for each in box.chips] == ["3 scenes", "Name…", "2:48", "speech"]  # type: ignore[attr-defined]  # noqa: SLF001 - what is painted
    qtbot.mouseClick(row(box, "rocket"), Qt.MouseButton.LeftButton, pos=QPoint(60, 14))
    assert desk.session.item.recording.player.position_ms == 168_000


def test_somebody_without_a_name_gets_one(qtbot: QtBot, box: TagBox, app: FakeApplication) -> None:
    """*Name…* asks who it is; the name takes the place of the face."""
    face = row(box, "Face")
    where = face._where_box().center().toPoint()  # noqa: SLF001 - what is painted
    qtbot.mouseClick(face, Qt.MouseButton.LeftButton, pos=where)
    assert box.adder.isVisible()
    qtbot.keyClicks(box.adder.line, "Adaeze Brandt")
    qtbot.keyClick(box.adder.line, Qt.Key.Key_Return)
    assert "Adaeze Brandt" in [each.finding.name for each in box.chips]
    assert "Face" not in [each.finding.name for each in box.chips]
    qtbot.waitUntil(lambda: bool(app.item_asks))


def test_signs_on_a_row_confirm_and_reject(qtbot: QtBot, box: TagBox) -> None:
    """They stand where the place was while the pointer is there; keys do the same."""
    rocket = row(box, "rocket")
    rocket.setFocus()
    confirm, _ = rocket._signs()  # noqa: SLF001 - where they are painted
    qtbot.mouseClick(rocket, Qt.MouseButton.LeftButton, pos=confirm.center().toPoint())
    assert row(box, "rocket").finding.verdict is not None
    row(box, "rocket").setFocus()
    qtbot.keyClick(row(box, "rocket"), Qt.Key.Key_X)
    assert "rocket" not in [each.finding.name for each in box.chips]
