"""Export: the original, or what was said in one of five formats, to where the person says. Main thread."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMenu

from cloud.contract.accounts import Role
from desktop.core.errors import SnapStreamError
from desktop.item.exports.file import Format, name_for, write
from desktop.item.exports.spoken import spoken_of
from desktop.ui import phrases
from desktop.ui import said as words
from desktop.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from cloud.contract.item import Item
    from cloud.contract.transcript import Transcript
    from desktop.item.exports.spoken import Spoken
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme


class ExportButton(Button):
    """The button and its menu. Under embargo nothing leaves by it, but for admins."""

    told = Signal(str, str)  #: a line for the toast, and its second line
    copy_asked = Signal()  #: of the original

    def __init__(self, theme: Theme, actions: Actions, bridge: Bridge) -> None:
        super().__init__(theme, phrases.tr("Export"), "export", "primary")
        self._actions, self._bridge = actions, bridge
        self._item: Item | None = None
        self._spoken: Spoken | None = None
        self.setObjectName("item-export")
        self.say(self.tr("Export"), self.tr("Ctrl E"))
        self.menu_of_formats = QMenu(self)
        self.menu_of_formats.setToolTipsVisible(True)
        self._copy = QAction(self.tr("Original file…"), self)
        self._copy.triggered.connect(self.copy_asked)
        self.menu_of_formats.addAction(self._copy)
        self.menu_of_formats.addSeparator()
        self._formats: dict[Format, QAction] = {}
        for form, name in self._names().items():
            action = QAction(name, self)
            action.triggered.connect(partial(self.ask_where, form))
            self.menu_of_formats.addAction(action)
            self._formats[form] = action
        self.clicked.connect(self.open_menu)

    def _names(self) -> dict[Format, str]:
        return {
            Format.SRT: self.tr("Subtitles, SRT…"),
            Format.VTT: self.tr("Subtitles, WebVTT…"),
            Format.TXT: self.tr("Transcript, text…"),
            Format.DOCX: self.tr("Transcript, Word…"),
            Format.JSON: self.tr("Words with times, JSON…"),
        }

    def show_item(self, item: Item, transcript: Transcript | None) -> None:
        """Export this one."""
        self._item = item
        spoken = spoken_of(item, transcript) if transcript is not None else None
        self._spoken = spoken if spoken is not None and spoken.words else None
        why = self._why_not(item)
        self._copy.setEnabled(not why)
        for action in self._formats.values():
            action.setEnabled(self._spoken is not None and not why)
            action.setToolTip(phrases.tooltip(why or ("" if self._spoken else self.tr("There is no transcript"))))
        self._copy.setToolTip(phrases.tooltip(why))

    def _why_not(self, item: Item) -> str:
        connection = self._actions.connection()
        is_admin = connection is not None and connection.role == Role.ADMIN
        if is_admin or not item.caption.is_embargoed(datetime.now(UTC)):
            return ""
        until = phrases.moment(item.caption.embargo_until)
        return self.tr("Under embargo until {time}; an admin may export it").format(time=until)

    @Slot()
    def open_menu(self) -> None:
        """Show the formats, below the button."""
        if self._item is not None:
            corner = self.mapToGlobal(QPoint(self.width(), self.height() + 4))
            self.menu_of_formats.popup(corner - QPoint(self.menu_of_formats.sizeHint().width(), 0))

    def ask_where(self, form: Format) -> None:
        """Ask where, then write."""
        if self._spoken is None:
            return
        start = str(Path.home() / name_for(self._spoken, form))
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Export"), start)
        if chosen:
            self.export_to(form, Path(chosen))

    def export_to(self, form: Format, target: Path) -> None:
        """Write a format to a place, in a worker; how it went is told."""
        spoken = self._spoken
        if spoken is None:
            return
        self.setEnabled(False)
        self.setText(self.tr("Exporting…"))
        note = self.tr("Rough transcript, by machine. Check it before you quote it.") if spoken.is_rough else ""

        def work() -> tuple[Path, SnapStreamError | None]:
            try:
                write(spoken, form, target, note)
            except SnapStreamError as error:
                return target, error
            return target, None

        self._bridge.run(work, self._on_written)

    def _on_written(self, answer: tuple[Path, SnapStreamError | None]) -> None:
        target, problem = answer
        self.setEnabled(True)
        self.setText(self.tr("Export"))
        if problem is None:
            self.told.emit(self.tr("{name} is written").format(name=target.name), str(target.parent))
        else:
            line = self.tr("{name} was not written").format(name=target.name)
            self.told.emit(line, words.for_error(problem).line)
