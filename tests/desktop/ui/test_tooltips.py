"""Names, findings and quotes are text: none of them is read as markup, wherever a tooltip or a notice shows it."""

from __future__ import annotations

import html
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QByteArray, QSize, Qt, QUrl
from PySide6.QtGui import QTextDocument

from cloud.contract.findings import TagKind
from desktop.item.findings import Finding
from desktop.ui import phrases
from desktop.ui.account.row import AccountRow
from desktop.ui.desktop_bus import notice_body
from desktop.ui.folders import rows
from desktop.ui.item.tags import Chip
from desktop.ui.sidebar_rows import FolderRow, FolderState
from desktop.ui.widgets.texts import ElidedLabel

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget
    from pytestqt.qtbot import QtBot

    from desktop.ui.theme import Theme

pytestmark = pytest.mark.usefixtures("qapp")
NAME = "<img src='file:/x.png'>.jpg"


class Watched(QTextDocument):
    """What a tooltip shows, noting every file that it asks for."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loaded: list[str] = []
        self.setHtml(text)
        self.setTextWidth(300)
        self.size()

    def loadResource(self, _kind: int, name: QUrl | str) -> QByteArray:  # noqa: N802 - Qt's name
        """Note it."""
        self.loaded.append(str(name))
        return QByteArray()


def _shown(tip: str) -> str:
    document = Watched(tip)
    assert document.loaded == []
    return document.toPlainText()


def test_a_tooltip_shows_a_name_as_it_is() -> None:
    """A name that looks like HTML is shown letter by letter and loads nothing; no name, no tooltip."""
    assert Watched(NAME).loaded
    assert _shown(phrases.tooltip(NAME)) == NAME
    assert _shown(phrases.tooltip("R&amp;D <b>")) == "R&amp;D <b>"
    assert phrases.tooltip("") == ""


def test_a_notice_shows_a_name_as_it_is() -> None:
    """Where the desktop reads a notice's body as markup the name is escaped, elsewhere it is left alone."""
    assert _shown(notice_body(f"{NAME} & co", is_markup=True)) == f"{NAME} & co"
    assert notice_body(NAME, is_markup=False) == NAME


def test_no_widget_shows_a_name_as_markup(qtbot: QtBot, theme: Theme) -> None:
    """The cut label, the chip of a finding, the row of a folder and the account: each shows its text itself."""
    label = ElidedLabel(theme, NAME)
    label.resize(QSize(40, 20))
    state = FolderState(f"/cards/{NAME}", NAME, 0, is_away=False, is_private=False, is_paused=False)
    account = AccountRow(theme)
    account.say(NAME, "newsroom")
    made: list[QWidget] = [
        label,
        Chip(theme, Finding(NAME, TagKind.TEXT, 91.0, ("rapidocr",)), is_editable=True),
        FolderRow(theme, state),
        account,
    ]
    for widget in made:
        qtbot.addWidget(widget)
        widget.grab()
        assert NAME in _shown(widget.toolTip()), type(widget)
        assert html.escape(NAME) in widget.toolTip()


def test_no_list_shows_a_name_as_markup() -> None:
    """The list of folders gives a path as it is."""
    model = rows.FolderRows()
    model.show([rows.FolderRow(Path("/cards") / NAME, NAME, "")])
    assert _shown(str(model.index(0).data(Qt.ItemDataRole.ToolTipRole))) == f"/cards/{NAME}"
