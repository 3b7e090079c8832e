"""Every text of the window goes through translation, and every translation is whole, fits, and is what is loaded."""

from __future__ import annotations

import platform
import re
import string
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QLocale, Qt, QTranslator

from cloud.contract.reasons import Reason
from desktop.core.errors import UsageProblem
from desktop.core.text import say, say_count
from desktop.ui import phrases, said
from desktop.ui.about import facts
from desktop.ui.language import LANGUAGES, chosen, speak, translations_dir
from tests.desktop.ui import looks, texts
from tests.desktop.ui.gallery import Gallery

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication, QWidget

_TRANSLATED = sorted(set(LANGUAGES) - {"en"})


@pytest.fixture
def tongue(qapp: QApplication) -> Iterator[QApplication]:
    """Speak English again afterwards, whatever a test spoke."""
    before = QLocale()
    yield qapp
    speak(qapp, "en")
    QLocale.setDefault(before)
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)


def test_every_call_can_be_translated() -> None:
    """No text is put together from pieces before it is translated."""
    assert texts.find_mistakes() == []


@pytest.mark.parametrize("code", _TRANSLATED)
def test_a_translation_has_every_text_and_no_other(code: str) -> None:
    """It is of today's code and nothing is unfinished: ``python -m tests.desktop.ui.texts`` says what is."""
    held = texts.read(texts.TRANSLATIONS / f"{code}.ts")
    assert set(held) == set(texts.find_texts())
    assert [source for source, forms in held.items() if not forms] == []


@pytest.mark.parametrize("code", _TRANSLATED)
def test_a_translation_fills_the_same_gaps(code: str) -> None:
    """Each form of a translation names what its text names, and keeps its edges."""
    wrong = []
    for source, forms in texts.read(texts.TRANSLATIONS / f"{code}.ts").items():
        wrong += [
            (source.text, form)
            for number, form in enumerate(forms)
            # One may be said without its figure, where English does so too.
            if _gaps(form) != _gaps(source.one if number == 0 and source.one else source.text)
            or _edges(form) != _edges(source.text)
            or form.count("\n") != source.text.count("\n")
        ]
    assert wrong == []


@pytest.mark.parametrize("code", _TRANSLATED)
def test_what_is_loaded_is_what_was_translated(code: str) -> None:
    """The compiled file answers every text as the readable one does."""
    loaded = QTranslator()
    assert loaded.load(code, str(translations_dir()))
    for source, forms in texts.read(texts.TRANSLATIONS / f"{code}.ts").items():
        number = 5 if source.one else -1
        assert loaded.translate(source.context, source.text, source.one or None, number) == forms[-1]


def test_french_counts_as_french_does(tongue: QApplication) -> None:
    """None and one are singular, a thousand is grouped by a narrow space."""
    speak(tongue, "fr")
    counted = [phrases.count(number, "{n} item", "{n} items") for number in (0, 1, 2, 1204)]
    assert counted == ["0 élément", "1 élément", "2 éléments", "1\u202f204 éléments"]


def test_french_writes_figures_and_days_its_own_way(tongue: QApplication) -> None:
    """Sizes have a comma and their own unit, days their own names."""
    speak(tongue, "fr")
    assert phrases.size(2_400_000) == "2,4\u00a0Mo"
    assert phrases.day("2026-11-19T12:00:00Z", phrases.parse_time("2026-11-22T12:00:00Z")) == ("Jeudi", "19 novembre")
    assert phrases.speed(3_100_000) == "3,1\u00a0Mo/s"


def test_english_stands_in_the_code(tongue: QApplication) -> None:
    """Without a translation both forms are right, and a thousand is grouped by a comma."""
    speak(tongue, "en")
    counted = [phrases.count(number, "{n} item", "{n} items") for number in (0, 1, 1204)]
    assert counted == ["0 items", "1 item", "1,204 items"]


def test_what_qt_free_code_says_is_translated(tongue: QApplication) -> None:
    """A reason, an error with a path in it, and a time within a sentence come in the window's language."""
    speak(tongue, "fr")
    assert said.sentence(Reason.CANCELLED) == "Il a été annulé."
    error = UsageProblem("add a folder", detail=say("The folder {path} cannot be read.", path="/a {b}"))
    assert said.for_error(error).line == "Le dossier /a {b} ne peut être lu."
    inner = say_count(1, "{n} minute", "{n} minutes")
    told = said.said(say("The newsroom asks for patience. Try again in {time}.", time=inner))
    assert told == "La rédaction demande de patienter. Réessayez dans 1 minute."
    assert said.for_file(Reason.VANISHED, "a.jpg").action_label == "Réessayer"


def test_a_text_is_its_english_sentence() -> None:
    """Terminal and log print it as it is."""
    assert say("{name} waits", name="a.jpg") == "a.jpg waits"
    assert say_count(3, "{n} day", "{n} days") == "3 days"


@pytest.mark.parametrize(
    ("choice", "asked", "code"),
    [
        ("", ["fr-CA", "en"], "fr"),
        ("", ["de-DE", "fr"], "fr"),
        ("", ["C"], "en"),
        ("en", ["fr-FR"], "en"),
        ("xx", ["fr_FR"], "fr"),
        ("", [], "en"),
    ],
)
def test_the_language_is_the_chosen_one_or_the_systems(choice: str, asked: list[str], code: str) -> None:
    """A choice comes first, then what the system asks for in its order, then English."""
    assert chosen(choice, asked) == code


class Pseudo(Gallery):
    """Notes what no translator saw, and what has no room when it is two fifths longer."""

    def __init__(self, application: QApplication) -> None:
        super().__init__(application, "dark", [(1280, 800)])
        self.untranslated: dict[tuple[str, str], str] = {}
        self.cut_off: dict[str, str] = {}
        self.seen = 0

    def look(self, widget: QWidget, name: str) -> None:
        """Read the screen."""
        self.seen += 1
        data = _DATA | (looks.data_of(self.stage) if self.stage else set())
        for found in looks.texts_of(widget):
            if looks.untranslated(found.text, data):
                self.untranslated[found.where, found.text[:120]] = name
        self.cut_off |= dict.fromkeys(looks.cut_off(widget), name)


#: Names that no language changes, what the seeds make up, and how Qt writes keys and days.
_DATA = looks.words_of(
    "SnapStream Ctrl Shift Alt news.example.com Port 4566 is taken by another program. Maren Holt Kestrel Bay Courier",
    "four quiet piers a@example.com not this one Watching Sources Its files come in by themselves.",
    "The library on this computer does not start",
    "Demo Reporter English Français Qt Python SQLite PyAV BSD Clause PySide LGPL QtAwesome MIT CMU Apache",
    [library.name for library in facts.LIBRARIES],
    platform.platform(),
    platform.machine(),
    [QLocale("en_US").monthName(month, form) for month in range(1, 13) for form in QLocale.FormatType],
    [QLocale("en_US").dayName(day, form) for day in range(1, 8) for form in QLocale.FormatType],
)


@pytest.fixture(scope="module")
def pseudo(qapp: QApplication) -> Pseudo:
    """Return what a walk through all screens in a made-up language found."""
    before = QLocale()
    speak(qapp, "en")
    translator = looks.PseudoTranslator()
    assert qapp.installTranslator(translator)
    made = Pseudo(qapp)
    made.run()
    qapp.removeTranslator(translator)
    QLocale.setDefault(before)
    return made


@pytest.mark.timeout(900)
@pytest.mark.qt_log_ignore("This plugin does not support")
def test_no_text_goes_past_translation(pseudo: Pseudo) -> None:
    """In a language whose every text is marked, nothing is unmarked but data."""
    assert pseudo.seen >= 40
    assert not pseudo.untranslated, "\n".join(f"{name}: {found}" for found, name in pseudo.untranslated.items())


@pytest.mark.timeout(900)
def test_a_longer_language_has_room(pseudo: Pseudo) -> None:
    """Labels and buttons take texts that are two fifths longer at 1280 × 800."""
    assert not pseudo.cut_off, "\n".join(f"{name}: {found}" for found, name in pseudo.cut_off.items())


def test_an_unmarked_word_is_noticed() -> None:
    """What looks for texts past translation tells one inside from one outside, and data from both."""
    translator = looks.PseudoTranslator()
    marked = translator.translate("", "Delete {name}?").format(name="DSC_1.JPG")
    assert looks.untranslated(marked, set()) == []
    assert looks.untranslated(f"{marked} now", set()) == ["now"]
    assert looks.untranslated("DSC_1.JPG, 4", looks.words_of("DSC_1.JPG")) == []


def _gaps(text: str) -> list[str]:
    return sorted({name for _, name, _, _ in string.Formatter().parse(text) if name})


def _edges(text: str) -> tuple[bool, bool]:
    return bool(re.match(r"\s", text)), bool(re.search(r"\s$", text))
