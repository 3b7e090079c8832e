"""Tags: confirmed, rejected, named and added with a key, seen at once, taken back where it fails."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt

from cloud.contract.findings import Tag, TagKind, Verdict
from desktop.core.errors import Refused
from desktop.ui.item.panel import ItemPanel

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from desktop.ui.bridge import Bridge
    from desktop.ui.item.chips import Chip
    from desktop.ui.item.tags import TagBox
    from desktop.ui.theme import Theme
    from tests.fakes.application import FakeApplication

ROCKET = (TagKind.LABEL, "rocket")


@pytest.fixture
def box(qtbot: QtBot, theme: Theme, app: FakeApplication, bridge: Bridge, filled: list[str]) -> Iterator[TagBox]:
    """Return the tags of an item with a rocket, an unsure face and a keyword of a person's."""
    item = app.items.get(filled[1])
    assert item is not None
    tags = (
        Tag("rocket", TagKind.LABEL, 99.0, "rekognition"),
        Tag("Face", TagKind.LABEL, 66.0, "opencv"),
        Tag("launch", TagKind.KEYWORD, None, "human"),
    )
    app.items.apply([dataclasses.replace(item, version=2, tags=tags)])
    panel = ItemPanel(theme, app, bridge)
    qtbot.addWidget(panel)
    bridge.items_changed.connect(panel.items_changed)
    panel.resize(404, 1200)
    panel.show_item(filled[1])
    panel.show()
    qtbot.waitUntil(panel.isActiveWindow)
    yield panel.chips
    panel.leave()


def chip(box: TagBox, name: str) -> Chip:
    """Return a chip by its name."""
    return next(each for each in box.chips if each.finding.name == name)


def names(box: TagBox) -> list[str]:
    """Return what the chips say, in order."""
    return [each.finding.name for each in box.chips]


def asks(app: FakeApplication) -> list[object]:
    """Return what was asked of tags."""
    return [changes["tags"] for _, _, changes in app.item_asks]  # type: ignore[index,misc]


def test_y_confirms_at_once_and_is_sent(qtbot: QtBot, box: TagBox, app: FakeApplication) -> None:
    """The check stands there before the newsroom answers, and the focus stays."""
    chip(box, "rocket").setFocus()
    qtbot.keyClick(chip(box, "rocket"), Qt.Key.Key_Y)
    assert chip(box, "rocket").finding.verdict is Verdict.CONFIRMED
    assert chip(box, "rocket").hasFocus()
    assert "confirmed by a person" in chip(box, "rocket").accessibleName()
    assert asks(app) == [{"confirm": [{"kind": "label", "name": "rocket"}]}]


def test_x_rejects_and_show_rejected_brings_it_back(qtbot: QtBot, box: TagBox, app: FakeApplication) -> None:
    """What is rejected is gone, counted, and can be taken back."""
    chip(box, "rocket").setFocus()
    qtbot.keyClick(chip(box, "rocket"), Qt.Key.Key_X)
    assert names(box) == ["launch", "Face"]
    assert any(each.hasFocus() for each in box.chips)
    assert box.rejected_button.text() == "Show rejected (1)"
    qtbot.mouseClick(box.rejected_button, Qt.MouseButton.LeftButton)
    assert "rocket" in names(box)
    qtbot.keyClick(chip(box, "rocket"), Qt.Key.Key_X)
    qtbot.waitUntil(lambda: len(asks(app)) == 2)
    assert asks(app)[1] == {"clear": [{"kind": "label", "name": "rocket"}]}
    assert chip(box, "rocket").finding.verdict is None


def test_the_pointer_has_a_check_and_a_cross(qtbot: QtBot, box: TagBox, app: FakeApplication) -> None:
    """The same two words without a key."""
    rocket = chip(box, "rocket")
    right = rocket.width() - 14
    qtbot.mouseClick(rocket, Qt.MouseButton.LeftButton, pos=QPoint(right - 20, rocket.height() // 2))
    assert asks(app) == [{"confirm": [{"kind": "label", "name": "rocket"}]}]
    face = chip(box, "Face")
    qtbot.mouseClick(face, Qt.MouseButton.LeftButton, pos=QPoint(face.width() - 14, face.height() // 2))
    assert names(box) == ["launch", "rocket"]


def test_n_names_a_face(qtbot: QtBot, box: TagBox, app: FakeApplication) -> None:
    """A face that nobody knew becomes a person."""
    qtbot.keyClick(chip(box, "Face"), Qt.Key.Key_N)
    assert box.adder.line.hasFocus()
    assert box.adder.line.placeholderText() == "Who is this?"
    qtbot.keyClicks(box.adder.line, "Ruth Kalinga")
    qtbot.keyClick(box.adder.line, Qt.Key.Key_Return)
    assert asks(app) == [
        {"add": [{"kind": "person", "name": "Ruth Kalinga"}], "reject": [{"kind": "label", "name": "Face"}]}
    ]
    assert names(box) == ["Ruth Kalinga", "launch", "rocket"] or names(box) == ["launch", "Ruth Kalinga", "rocket"]
    assert not box.adder.isVisible()


def test_tags_are_added_one_after_another(qtbot: QtBot, box: TagBox, app: FakeApplication) -> None:
    """Enter adds and waits for the next; Escape ends it."""
    qtbot.mouseClick(box.add_button, Qt.MouseButton.LeftButton)
    for name in ("night", "pool feed"):
        qtbot.keyClicks(box.adder.line, name)
        qtbot.keyClick(box.adder.line, Qt.Key.Key_Return)
    assert {"night", "pool feed"} <= set(names(box))
    qtbot.waitUntil(lambda: len(asks(app)) == 2)
    qtbot.keyClick(box.adder.line, Qt.Key.Key_Escape)
    assert not box.adder.isVisible()


def test_a_failure_takes_it_back_with_words(qtbot: QtBot, box: TagBox, app: FakeApplication) -> None:
    """Nothing is shown as saved that is not."""
    app.item_problem = Refused("change the item", code="forbidden", detail="Only the desk may.", status=403)
    told: list[tuple[str, str]] = []
    box._editor.failed.connect(lambda line, why: told.append((line, why)))  # noqa: SLF001 - as the window hears it
    qtbot.keyClick(chip(box, "rocket"), Qt.Key.Key_X)
    assert "rocket" not in names(box)
    qtbot.waitUntil(lambda: "rocket" in names(box))
    assert told[0][0] == "The tags were not changed"
    assert told[0][1]
    assert app.drafts.wishes() == {}


def test_a_change_elsewhere_is_no_failure(
    qtbot: QtBot, box: TagBox, app: FakeApplication, bridge: Bridge, filled: list[str]
) -> None:
    """What somebody says of a tag holds whatever else has changed: it is sent again after a look."""
    app.item_problem = Refused("change the item", code="conflict", detail="It changed.", status=409)
    qtbot.keyClick(chip(box, "rocket"), Qt.Key.Key_Y)
    qtbot.waitUntil(lambda: app.syncs > 0)
    app.item_problem = None
    item = app.items.get(filled[1])
    assert item is not None
    app.items.apply([dataclasses.replace(item, version=item.version + 1, folder="Elsewhere")])
    bridge.items_changed.emit((item.id,))
    assert len(asks(app)) == 2
    assert chip(box, "rocket").finding.verdict is Verdict.CONFIRMED
    again = dataclasses.replace(item, version=item.version + 2, verdicts={ROCKET: Verdict.CONFIRMED})
    qtbot.wait(0)
    app.items.apply([again])
    bridge.items_changed.emit((item.id,))
    assert chip(box, "rocket").finding.verdict is Verdict.CONFIRMED
    qtbot.waitUntil(lambda: not chip(box, "rocket").finding.is_pending)
