"""The caption: saved by itself, never lost, and told where it is not saved."""

from __future__ import annotations

import dataclasses
import time
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit

from cloud.contract.findings import Caption
from desktop.core.errors import Offline, Refused
from desktop.core.events import Link, LinkChanged
from desktop.item.templates import Template
from desktop.library.drafts import Draft
from desktop.ui.item.panel import ItemPanel
from desktop.ui.item.saver import SaveState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.ui.bridge import Bridge
    from desktop.ui.item.caption import CaptionForm
    from desktop.ui.theme import Theme
    from tests.desktop.ui.conftest import Desk
    from tests.fakes.application import FakeApplication

PHOTO = 1


@pytest.fixture
def panel(qtbot: QtBot, theme: Theme, app: FakeApplication, bridge: Bridge, filled: list[str]) -> Iterator[ItemPanel]:
    """Return the panel with a photo in it; it hears what is synced."""
    made = ItemPanel(theme, app, bridge)
    qtbot.addWidget(made, before_close_func=lambda panel: panel.leave())
    bridge.items_changed.connect(made.items_changed)
    made.resize(404, 900)
    made.show_item(filled[PHOTO])
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    yield made
    made.leave()


@pytest.fixture
def form(panel: ItemPanel) -> CaptionForm:
    """Return the photo's form."""
    return panel.form


def edits(app: FakeApplication) -> list[object]:
    """Return the changes that were asked for."""
    return [changes for verb, _item, changes in app.item_asks if verb == "edit"]


def field(form: CaptionForm, name: str) -> QLineEdit:
    """Return a line of the form by its name."""
    found = form.findChild(QLineEdit, f"caption-{name}")
    assert isinstance(found, QLineEdit)
    return found


def test_each_field_has_its_name(form: CaptionForm) -> None:
    """Tests and screen readers find all six."""
    for name in ("headline", "byline", "credit", "rights", "embargo"):
        assert field(form, name).accessibleName()
    assert form.findChild(QPlainTextEdit, "caption-caption").accessibleName() == "Caption"
    assert form.objectName() == "captionForm"


def test_what_is_typed_is_saved_when_the_keys_rest(qtbot: QtBot, form: CaptionForm, app: FakeApplication) -> None:
    """One request for a whole sentence, and then it says so."""
    line = field(form, "headline")
    line.clear()
    before = time.monotonic()
    qtbot.keyClicks(line, "Cranes at rest")
    qtbot.waitUntil(lambda: form.state.text == "Saved")
    assert time.monotonic() - before >= 0.7  # Qt's timers may be 5 % early
    assert edits(app) == [{"caption": {"headline": "Cranes at rest"}}]
    assert app.drafts.item_ids() == []


def test_leaving_a_field_saves_it(qtbot: QtBot, form: CaptionForm, app: FakeApplication) -> None:
    """Tab is enough; the next field has the focus then."""
    box = form.findChild(QPlainTextEdit, "caption-caption")
    box.setFocus()
    qtbot.keyClicks(box, "Idle since Tuesday.")
    qtbot.keyClick(box, Qt.Key.Key_Tab)
    assert edits(app) == [{"caption": {"caption": "Idle since Tuesday."}}]
    assert field(form, "byline").hasFocus()


def test_ctrl_enter_saves_and_goes_on(qtbot: QtBot, filled: list[str], desk: Desk, app: FakeApplication) -> None:
    """The next item is there, in the same field."""
    desk.library.open_item(filled[PHOTO])
    form = desk.library.item.form
    line = field(form, "byline")
    line.setFocus()
    qtbot.keyClicks(line, "Idris Falk")
    qtbot.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert app.item_asks == [("edit", filled[PHOTO], {"caption": {"byline": "Idris Falk"}})]
    assert desk.library.item.item_id == filled[PHOTO + 1]
    assert line.hasFocus()
    assert line.text() == ""


def test_ctrl_enter_saves_from_the_caption_too(
    qtbot: QtBot, panel: ItemPanel, app: FakeApplication, filled: list[str]
) -> None:
    """No line break is written by it."""
    form, steps = panel.form, []
    panel.step_asked.connect(steps.append)
    box = form.findChild(QPlainTextEdit, "caption-caption")
    box.setFocus()
    qtbot.keyClicks(box, "Idle.")
    qtbot.keyClick(box, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert app.item_asks == [("edit", filled[PHOTO], {"caption": {"caption": "Idle."}})]
    assert steps == [1]


def test_without_a_connection_it_is_kept_and_sent_later(
    qtbot: QtBot, form: CaptionForm, app: FakeApplication, bridge: Bridge, filled: list[str]
) -> None:
    """The words are on disk, said to be there, and go out by themselves."""
    app.item_problem = Offline("change the item")
    line = field(form, "credit")
    qtbot.keyClicks(line, "Kestrel Bay Courier")
    qtbot.waitUntil(lambda: form.state.text == "Not saved: no connection, kept here")
    assert app.drafts.of(filled[PHOTO]) == {"credit": Draft("", "Kestrel Bay Courier")}
    app.item_problem = None
    bridge.post(LinkChanged(Link.ONLINE, 0.0))
    qtbot.waitUntil(lambda: form.state.text == "Saved")
    assert edits(app)[-1] == {"caption": {"credit": "Kestrel Bay Courier"}}
    assert app.drafts.item_ids() == []
    assert line.text() == "Kestrel Bay Courier"


def test_what_was_kept_in_an_earlier_run_is_shown_and_sent(
    qtbot: QtBot, filled: list[str], panel: ItemPanel, app: FakeApplication, bridge: Bridge
) -> None:
    """A crash between the last key and the answer costs nothing."""
    app.drafts.keep(filled[PHOTO + 1], {"byline": Draft("", "Lena Vasquez")})
    panel.show_item(filled[PHOTO + 1])
    assert field(panel.form, "byline").text() == "Lena Vasquez"
    bridge.post(LinkChanged(Link.ONLINE, 0.0))
    qtbot.waitUntil(lambda: edits(app) == [{"caption": {"byline": "Lena Vasquez"}}])


def change(app: FakeApplication, bridge: Bridge, item_id: str, caption: Caption) -> None:
    """Let somebody else write, and sync bring it."""
    item = app.items.get(item_id)
    assert item is not None
    app.items.apply([dataclasses.replace(item, version=item.version + 1, caption=caption)])
    bridge.items_changed.emit((item_id,))


def test_a_change_elsewhere_does_not_stop_a_save(
    qtbot: QtBot, form: CaptionForm, app: FakeApplication, bridge: Bridge, filled: list[str]
) -> None:
    """The newsroom says that the item changed; where it was another field, the words go out again by themselves."""
    app.item_problem = Refused("change the item", code="conflict", detail="It changed.", status=409)
    qtbot.keyClicks(field(form, "byline"), "Idris Falk")
    qtbot.waitUntil(lambda: app.syncs > 0)
    app.item_problem = None
    change(app, bridge, filled[PHOTO], Caption(headline="By somebody else"))
    qtbot.waitUntil(lambda: form.state.text == "Saved")
    assert edits(app)[-1] == {"caption": {"byline": "Idris Falk"}}
    assert field(form, "headline").text() == "By somebody else"


def test_two_who_write_the_same_field_are_told(
    qtbot: QtBot, form: CaptionForm, app: FakeApplication, bridge: Bridge, filled: list[str]
) -> None:
    """Nobody's words are lost: both are shown, and the person chooses."""
    app.item_problem = Refused("change the item", code="conflict", detail="It changed.", status=409)
    line = field(form, "byline")
    qtbot.keyClicks(line, "Idris Falk")
    qtbot.waitUntil(lambda: app.syncs > 0)
    app.item_problem = None
    change(app, bridge, filled[PHOTO], Caption(byline="Lena Vasquez"))
    assert form.state.text == "Not saved: somebody else wrote here too"
    assert line.text() == "Idris Falk"
    clash = form.clash("byline")
    assert clash.isVisible()
    assert "Lena Vasquez" in clash.text
    count = len(edits(app))
    qtbot.mouseClick(clash.mine, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: form.state.text == "Saved")
    assert edits(app)[count:] == [{"caption": {"byline": "Idris Falk"}}]


def test_the_others_words_may_be_taken(
    qtbot: QtBot, form: CaptionForm, app: FakeApplication, bridge: Bridge, filled: list[str]
) -> None:
    """Then nothing is sent, and the field shows them."""
    app.item_problem = Refused("change the item", code="conflict", detail="It changed.", status=409)
    line = field(form, "byline")
    qtbot.keyClicks(line, "Idris Falk")
    qtbot.waitUntil(lambda: app.syncs > 0)
    change(app, bridge, filled[PHOTO], Caption(byline="Lena Vasquez"))
    count = len(edits(app))
    qtbot.mouseClick(form.clash("byline").theirs, Qt.MouseButton.LeftButton)
    assert line.text() == "Lena Vasquez"
    assert len(edits(app)) == count
    assert app.drafts.item_ids() == []


def test_what_the_newsroom_does_not_take_stays_with_its_reason(
    qtbot: QtBot, form: CaptionForm, app: FakeApplication, filled: list[str]
) -> None:
    """A refusal is a sentence, and the words are still there."""
    app.item_problem = Refused("change the item", code="forbidden", detail="Only the desk may change it.", status=403)
    qtbot.keyClicks(field(form, "byline"), "Idris Falk")
    qtbot.waitUntil(lambda: form.state.text == "Not saved, kept here: Only the desk may change it")
    assert app.drafts.of(filled[PHOTO]) == {"byline": Draft("", "Idris Falk")}


def test_an_embargo_is_typed_in_a_moment(qtbot: QtBot, form: CaptionForm, app: FakeApplication) -> None:
    """It is kept in UTC and written out in full; nothing takes it back."""
    line = field(form, "embargo")
    line.setFocus()
    qtbot.keyClicks(line, "2030-11-21 06:00")
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    assert line.text() == "Thu 21 Nov 2030, 06:00"
    (sent,) = edits(app)
    assert sent["caption"]["embargo_until"].startswith("2030-11-2")  # type: ignore[index,call-overload]
    assert sent["caption"]["embargo_until"].endswith("+00:00")  # type: ignore[index,call-overload]
    line.clear()
    qtbot.keyClick(line, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: edits(app)[-1] == {"caption": {"embargo_until": None}})


def test_half_an_embargo_is_not_saved(qtbot: QtBot, form: CaptionForm, app: FakeApplication) -> None:
    """It says how to write one."""
    line = field(form, "embargo")
    line.setFocus()
    qtbot.keyClicks(line, "next week")
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    assert form.embargo.problem == "Write it as 2026-11-21 06:00"
    assert edits(app) == []


def test_too_long_a_headline_says_so(qtbot: QtBot, form: CaptionForm, app: FakeApplication) -> None:
    """What the newsroom would refuse is said before it is sent."""
    line = field(form, "headline")
    line.setText("é" * 255)
    line.setCursorPosition(255)
    qtbot.keyClicks(line, "abc")
    assert "512" in form.headline.problem
    form.flush()
    assert edits(app) == []
    line.setText("é" * 254)
    qtbot.keyClicks(line, "ab")
    assert form.headline.problem == ""
    form.flush()
    assert len(edits(app)) == 1


def test_who_may_not_write_sees_it_locked(filled: list[str], panel: ItemPanel, app: FakeApplication) -> None:
    """A member reads a colleague's caption."""
    item = app.items.get(filled[PHOTO])
    assert item is not None
    app.items.apply([dataclasses.replace(item, version=2, owner_id="somebody")])
    panel.items_changed((item.id,))
    assert field(panel.form, "headline").isReadOnly()
    assert any("owner and the desk" in label.text() for label in panel.form.findChildren(QLabel) if label.isVisible())


def test_a_synced_item_does_not_take_back_what_was_just_saved(
    qtbot: QtBot, panel: ItemPanel, filled: list[str]
) -> None:
    """Between the answer and the next sync the library still has the old words."""
    line = field(panel.form, "byline")
    qtbot.keyClicks(line, "Idris Falk")
    qtbot.waitUntil(lambda: panel.form.state.text == "Saved")
    panel.items_changed((filled[PHOTO],))
    assert line.text() == "Idris Falk"
    assert panel.saver.of(filled[PHOTO]).state is SaveState.SAVED


def test_codes_are_replaced_as_they_are_typed(
    qtbot: QtBot, panel: ItemPanel, app: FakeApplication, tmp_path: Path
) -> None:
    """After its second equals sign a code is what it stands for, in a line and in the caption."""
    (tmp_path / "codes.txt").write_text("kb\tKestrel Bay\nloop\t=loop=\n")
    panel.shorthand.choose_codes(tmp_path / "codes.txt")
    qtbot.waitUntil(lambda: len(panel.shorthand.codes) == 2)
    assert app.settings().extra["caption_codes_file"] == str(tmp_path / "codes.txt")
    line = field(panel.form, "credit")
    qtbot.keyClicks(line, "In =KB= today")
    assert line.text() == "In Kestrel Bay today"
    box = panel.form.findChild(QPlainTextEdit, "caption-caption")
    box.setFocus()
    qtbot.keyClicks(box, "=kb=, =loop=.")
    assert box.toPlainText() == "Kestrel Bay, =loop=."
    panel.form.flush()
    assert edits(app) == [{"caption": {"caption": "Kestrel Bay, =loop=.", "credit": "In Kestrel Bay today"}}]


def test_a_file_without_codes_says_so(qtbot: QtBot, panel: ItemPanel, tmp_path: Path) -> None:
    """The codes of before stay."""
    (tmp_path / "list.txt").write_text("shopping")
    told: list[tuple[str, str]] = []
    panel.said.connect(lambda line, more: told.append((line, more)))
    panel.shorthand.choose_codes(tmp_path / "list.txt")
    qtbot.waitUntil(lambda: bool(told))
    assert told == [("list.txt has no codes", "It needs lines with a code, a tab, and what the code stands for.")]


def test_a_template_is_kept_and_written_into_empty_fields(
    qtbot: QtBot, panel: ItemPanel, app: FakeApplication, filled: list[str]
) -> None:
    """One caption's words serve the next item; what stands there stays."""
    panel.shorthand.keep_template(Template("Desk", {"headline": "Not taken", "credit": "KBC, {folder}"}))
    panel.show_item(filled[PHOTO])
    panel.form.shorthand_button.apply(panel.shorthand.templates[0])
    assert edits(app) == [{"caption": {"credit": "KBC, Picture desk drop"}}]
    names = [action.text() for action in panel.form.shorthand_button.made_menu().actions()]
    assert names[0] == "Desk"
    assert "Keep this caption as a template…" in names
    panel.shorthand.forget_template("Desk")
    assert panel.shorthand.templates == []
    qtbot.waitUntil(lambda: panel.form.state.text == "Saved")
