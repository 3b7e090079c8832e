"""Searching in the window: chips, suggestions, mistakes, facets, saved searches; the last results stay meanwhile."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester

from desktop.library.answers import Completion, FacetValue, Group, Suggestion, SuggestionGroup
from desktop.library.parser import parse
from desktop.library.tree import Field
from desktop.ui.library import terms
from desktop.ui.library.completion import CompletionModel
from desktop.ui.library.facets import changed
from desktop.ui.library.searches import NameSheet
from desktop.ui.library.values import ValuesModel
from desktop.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.ui.library.facet_rows import FacetRow
    from tests.desktop.ui.conftest import Desk
    from tests.fakes.application import FakeApplication

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def row_of(desk: Desk, text: str) -> FacetRow:
    """Return the facet of this name."""
    return next(row for row in desk.library.facets.rows() if row.text() == text)


def type_words(qtbot: QtBot, desk: Desk, words: str) -> None:
    """Type in the search box as a person does."""
    desk.library.start_search()
    qtbot.keyClicks(desk.library.search.edit, words)


def test_a_typed_value_becomes_a_chip_and_backspace_removes_it(qtbot: QtBot, filled: list[str], desk: Desk) -> None:
    """A space after a value makes the chip; the first Backspace marks it, the second takes it away."""
    type_words(qtbot, desk, "kind:audio ")
    box = desk.library.search
    assert [chip.text for chip in box.chips.chips] == ["Audio"]
    assert box.words == ""
    qtbot.waitUntil(lambda: desk.library.model.rowCount() == 2)
    qtbot.keyClick(box.edit, Qt.Key.Key_Backspace)
    assert box.chips.is_last_marked
    qtbot.keyClick(box.edit, Qt.Key.Key_Backspace)
    assert box.chips.chips == ()
    qtbot.waitUntil(lambda: desk.library.model.rowCount() == len(filled))


def test_a_choice_between_words_stays_behind_the_chips(desk: Desk) -> None:
    """Without brackets a chip would hold for the first of the two alone."""
    desk.library.search.set_text("kind:audio")
    desk.library.search.edit.setText("budget OR flood")
    assert desk.library.search.text == "kind:audio (budget OR flood)"


def test_facets_and_chips_are_one(qtbot: QtBot, filled: list[str], desk: Desk) -> None:
    """A click makes the chip, Ctrl adds, Alt leaves out; closing the chip gives the facet back."""
    videos, audio = row_of(desk, "Videos"), row_of(desk, "Audio")
    qtbot.waitUntil(videos.isEnabled)
    qtbot.mouseClick(videos, Qt.MouseButton.LeftButton)
    assert desk.library.search.text == "kind:video"
    qtbot.waitUntil(lambda: 0 < desk.library.model.rowCount() < len(filled))
    desk.library.search.set_text("kind:video|audio")
    qtbot.waitUntil(lambda: audio.choice == "chosen")
    qtbot.mouseClick(audio, Qt.MouseButton.LeftButton, ALT)
    assert "-kind:audio" in desk.library.search.text
    assert audio.choice == "excluded"
    assert audio.accessibleName().startswith("not Audio")
    desk.library.search.clear()
    assert videos.choice == ""
    qtbot.waitUntil(lambda: desk.library.model.rowCount() == len(filled))


@pytest.mark.parametrize(
    ("text", "how", "becomes"),
    [
        ("pier", "alone", "kind:video pier"),
        ("kind:photo pier", "alone", "kind:video pier"),
        ("kind:photo pier", "add", "kind:photo|video pier"),
        ("kind:video pier", "alone", "pier"),
        ("kind:photo pier", "exclude", "kind:photo -kind:video pier"),
    ],
)
def test_what_a_click_on_a_facet_means(text: str, how: str, becomes: str) -> None:
    """Alone in its group, added to it, left out, or taken back."""
    assert changed(text, Field.KIND, "video", how) == becomes


def test_days_are_chosen_by_dragging_and_by_keys(qtbot: QtBot, filled: list[str], desk: Desk) -> None:
    """The bars of days are one pair of sliders too."""
    bars = desk.library.facets.bars
    qtbot.waitUntil(lambda: bars.last.maximum() == 29)
    bars.first.setFocus()
    qtbot.keyClick(bars.first, Qt.Key.Key_End)
    today = datetime.now(UTC).astimezone().date().isoformat()
    assert desk.library.search.text == f"date:{today}"
    assert bars.first.accessibleName() == "From"
    assert bars.first.accessibleDescription()
    assert filled


def test_suggestions_have_groups_and_counts(qtbot: QtBot, filled: list[str], desk: Desk) -> None:
    """Down moves past headings, Enter takes a value, which becomes a chip."""
    type_words(qtbot, desk, "pier")
    popup = desk.library.completion
    qtbot.waitUntil(popup.isVisible)
    texts = [line.text for line in popup.model.lines]
    assert texts[0] == "Everything with “pier”"
    assert "Places and names" in texts
    wanted = next(n for n, line in enumerate(popup.model.lines) if line.text == "Pier 4")
    while popup.list.currentIndex().row() != wanted:
        qtbot.keyClick(desk.library.search.edit, Qt.Key.Key_Down)
        assert popup.model.lines[popup.list.currentIndex().row()].suggestion is not None
    qtbot.keyClick(desk.library.search.edit, Qt.Key.Key_Return)
    assert not popup.isVisible()
    assert [chip.text for chip in desk.library.search.chips.chips] == ["Pier 4"]
    qtbot.waitUntil(lambda: 0 < desk.library.model.rowCount() < len(filled))


def test_enter_on_the_words_goes_on_to_what_was_found(qtbot: QtBot, filled: list[str], desk: Desk) -> None:
    """Everything with the words is what is typed already: the items get the focus."""
    type_words(qtbot, desk, "espresso")
    qtbot.waitUntil(desk.library.completion.isVisible)
    qtbot.keyClick(desk.library.search.edit, Qt.Key.Key_Return)
    assert desk.library.search.words == "espresso"
    assert desk.library.grid.hasFocus()
    assert filled


def test_after_a_finished_word_nothing_opens(qtbot: QtBot, filled: list[str], desk: Desk) -> None:
    """A list of all search words behind each space would be in the way, and Enter would take from it."""
    type_words(qtbot, desk, "pier ")
    qtbot.waitUntil(lambda: "found in" in desk.library.status)
    assert not desk.library.completion.isVisible()
    assert filled


def test_a_mistake_is_underlined_and_said_and_the_results_stay(qtbot: QtBot, filled: list[str], desk: Desk) -> None:
    """A wrong search changes nothing but what is said of it."""
    desk.library.search.set_text("kind:video")
    qtbot.waitUntil(lambda: desk.library.model.rowCount() < len(filled))
    before = desk.library.model.rowCount()
    desk.library.search.edit.setText("size:huge ")
    qtbot.waitUntil(desk.library.complaint.isVisible)
    assert "is no size" in desk.library.complaint.label.text()
    assert desk.library.search.edit.wrong == (5, 9)
    assert desk.library.model.rowCount() == before
    desk.library.search.edit.clear()
    qtbot.waitUntil(lambda: not desk.library.complaint.isVisible())
    assert desk.library.search.edit.wrong == (0, 0)


def test_places_of_mistakes_are_counted_in_what_is_seen() -> None:
    """What chips stand for is not counted."""
    text = "kind:video person:(Brandt"
    (mistake, *_) = parse(text).mistakes
    sentence = terms.sentence(mistake, len("kind:video "))
    assert str(mistake.start - len("kind:video ") + 1) in sentence


def offered(desk: Desk) -> list[Button]:
    """Return what is offered where nothing was found."""
    return [button for button in desk.library.places.not_found.findChildren(Button) if not button.isHidden()]


def test_nothing_found_offers_what_would_be(qtbot: QtBot, filled: list[str], desk: Desk) -> None:
    """The buttons search for less."""
    desk.library.search.set_text("load test nowhere")
    qtbot.waitUntil(lambda: desk.library.places.currentWidget() is desk.library.places.not_found)
    qtbot.waitUntil(lambda: "Search “load test”" in [button.text() for button in offered(desk)])
    button = next(button for button in offered(desk) if button.text() == "Search “load test”")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: 0 < desk.library.model.rowCount() < len(filled))


def test_searches_are_saved_renamed_and_deleted(filled: list[str], desk: Desk, app: FakeApplication) -> None:
    """The menu keeps what stands in the box, and offers it again."""
    searches = desk.library.chooser.searches
    desk.library.search.set_text("kind:audio")
    searches.save(desk.library.search.text)
    sheet = searches.dialog
    assert isinstance(sheet, NameSheet)
    sheet.name.set_text("All sound")
    sheet.accept()
    (kept,) = app.saved_searches.all()
    assert (kept.name, kept.query, kept.is_notifying) == ("All sound", "kind:audio", False)
    menu = searches.make_menu("")
    below = menu.actions()[-1].menu()
    assert menu.actions()[-1].text() == "All sound"
    next(action for action in below.actions() if action.isCheckable()).toggle()  # type: ignore[attr-defined]  # a QMenu
    assert app.saved_searches.all()[0].is_notifying
    desk.library.search.clear()
    searches.open(kept)
    assert desk.library.search.text == "kind:audio"
    searches.rename(kept)
    assert isinstance(searches.dialog, NameSheet)
    searches.dialog.name.set_text("Recordings")
    searches.dialog.accept()
    assert app.saved_searches.all()[0].name == "Recordings"
    searches.remove(kept)
    searches.dialog.accept()
    assert app.saved_searches.all() == ()
    assert filled


def test_the_lists_under_the_box_are_sound_models() -> None:
    """Qt's own tester finds nothing wrong with them."""
    model, values = CompletionModel(), ValuesModel()
    for each in (model, values):
        QAbstractItemModelTester(each, QAbstractItemModelTester.FailureReportingMode.Fatal, each)
    suggestion = Suggestion("pier", "pier", ((0, 4),), 3)
    model.show_groups(
        Completion(0, 4, ((SuggestionGroup.EVERYTHING, (suggestion,)), (SuggestionGroup.SAID, (suggestion,))))
    )
    values.show_values((FacetValue(Field.PERSON, "Ana Ruiz", 4),))
    assert [line.text for line in model.lines] == ["Everything with “pier”", "Words in speech", "pier"]
    assert values.index(0).data(Qt.ItemDataRole.AccessibleTextRole) == "Ana Ruiz, 4"


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_all_values_of_a_group_are_found_by_a_letter(qtbot: QtBot, filled: list[str], desk: Desk) -> None:
    """The popup searches among them; Enter chooses."""
    popup = desk.library.values
    popup.show_group(Group.TAG, "", desk.library.mapToGlobal(desk.library.rect().center()))
    qtbot.waitUntil(lambda: popup.model.rowCount() > 1)
    qtbot.keyClicks(popup.line, "harb")
    qtbot.waitUntil(lambda: popup.model.rowCount() == 1)
    qtbot.keyClick(popup.line, Qt.Key.Key_Return)
    assert desk.library.search.text == 'tag:"harbour"'
    assert filled
