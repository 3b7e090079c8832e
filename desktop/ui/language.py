"""The language of the window: which one, its translations, and how it writes figures and days. Main thread.

English stands in the code. Each other language is ``resources/translations/<code>.qm``, made of the ``.ts`` beside it.
"""

from __future__ import annotations

import logging
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QApplication

_log = logging.getLogger(__name__)

ENGLISH: Final = "en"
#: Languages by their code, each under its own name: who looks for it may read no other.
LANGUAGES: Final[dict[str, str]] = {ENGLISH: "English", "fr": "Français"}


def chosen(choice: str, asked: Sequence[str]) -> str:
    """Return the code of a language: the one chosen, else the first that the system asks for and is there."""
    for name in (choice, *asked):
        code = name.replace("_", "-").partition("-")[0].lower()
        if code in LANGUAGES:
            return code
    return ENGLISH


def speak(application: QApplication, choice: str = "") -> str:
    """Speak a language from now on, "" for the system's; widgets that are there keep theirs. Returns its code."""
    system = QLocale.system()
    code = chosen(choice, system.uiLanguages())
    # In one's own language a country's way of writing figures and days holds too.
    mine = system if QLocale(code).language() == system.language() else QLocale(code)
    for translator in application.findChildren(QTranslator):
        application.removeTranslator(translator)
        translator.deleteLater()
    QLocale.setDefault(QLocale(mine.name()))
    application.setLayoutDirection(mine.textDirection())
    if code != ENGLISH:
        _load(application, QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath), f"qtbase_{code}")
        _load(application, str(translations_dir()), code)
    return code


def translations_dir() -> Path:
    """Return the folder of the translations."""
    return Path(str(resources.files("resources").joinpath("translations")))


def _load(application: QApplication, folder: str, name: str) -> None:
    translator = QTranslator(application)
    if translator.load(name, folder):
        application.installTranslator(translator)
    else:  # the window still speaks English
        _log.warning("the translation %s is not in %s", name, folder)
