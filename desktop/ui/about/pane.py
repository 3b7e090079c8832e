"""What this is and what it is made of, as one column: About's own page shows it, and Settings may. Main thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication, QShowEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.errors import SnapStreamError
from desktop.ui.about.facts import Facts, read
from desktop.ui.brand import Brand
from desktop.ui.phrases import tr
from desktop.ui.said import for_error
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.texts import ElidedLabel

if TYPE_CHECKING:
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme

_MARK_PX, _WORD_PX, _NAME_PX = 40, 26, 168


class AboutPane(QWidget):
    """Versions, places, three things to do, licences."""

    told = Signal(str, str)

    def __init__(self, theme: Theme, actions: Actions, bridge: Bridge) -> None:
        super().__init__()
        self._theme, self._actions, self._bridge = theme, actions, bridge
        self._facts: Facts | None = None
        self._has_asked = False
        self.setAccessibleName(self.tr("About SnapStream"))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(Brand(theme, _MARK_PX, _WORD_PX))
        self._column.addSpacing(8)
        words = self.tr("Watches folders, sends every finished file to the newsroom, and finds it again.")
        self._column.addWidget(theme.label(words, "body", "text2", wrap=True))
        self._column.addSpacing(24)
        self._versions = QGridLayout()
        self._versions.setHorizontalSpacing(16)
        self._versions.setVerticalSpacing(6)
        self._versions.setColumnMinimumWidth(0, round(_NAME_PX * theme.scale))
        self._versions.setColumnStretch(1, 1)
        self._column.addLayout(self._versions)
        self._column.addSpacing(20)
        self._column.addLayout(self._make_buttons())
        self._column.addSpacing(32)
        self._column.addWidget(theme.label(self.tr("Licences"), "strong"))
        self._column.addSpacing(4)
        own = self.tr("SnapStream is under the MIT License. It is installed together with these:")
        self._column.addWidget(theme.label(own, "body", "text2", wrap=True))
        self._column.addSpacing(8)
        self._licences = QVBoxLayout()
        self._licences.setSpacing(0)
        self._column.addLayout(self._licences)
        self._column.addStretch(1)

    def _make_buttons(self) -> QHBoxLayout:
        self.copy_button = Button(self._theme, self.tr("Copy details"), "copy")
        self.logs_button = Button(self._theme, self.tr("Open logs"), "folder-open")
        self.export_button = Button(self._theme, self.tr("Export diagnostics…"), "export")
        self.copy_button.clicked.connect(self._on_copy)
        self.logs_button.clicked.connect(self._on_logs)
        self.export_button.clicked.connect(self._on_export)
        row = QHBoxLayout()
        row.setSpacing(8)
        for button in (self.copy_button, self.logs_button, self.export_button):
            row.addWidget(button)
        row.addStretch(1)
        return row

    def showEvent(self, event: QShowEvent) -> None:
        """Read the versions, once: it looks into a score of packages."""
        super().showEvent(event)
        if not self._has_asked:
            self._has_asked = True
            self._bridge.run(read, self._show)

    def _show(self, facts: Facts) -> None:
        self._facts = facts
        rows = (
            (self.tr("Version"), facts.program),
            ("Qt", facts.qt),
            ("Python", facts.python),
            ("SQLite", facts.sqlite),
            (self.tr("System"), facts.system),
            (self.tr("Data directory"), str(self._actions.data_dir)),
        )
        for number, (name, value) in enumerate(rows):
            self._versions.addWidget(self._theme.label(name, "body", "text3"), number, 0)
            label = ElidedLabel(self._theme, value, mode=Qt.TextElideMode.ElideMiddle)
            label.setAccessibleName(f"{name}: {value}")
            self._versions.addWidget(label, number, 1)
        for library in facts.libraries:
            row = QHBoxLayout()
            row.setContentsMargins(0, 8, 0, 8 if not library.note else 0)
            row.setSpacing(12)
            row.addWidget(self._theme.label(f"{library.name} {library.version}", "name"))
            row.addStretch(1)
            row.addWidget(self._theme.label(library.licence, "small", "text2"))
            line = QFrame()
            line.setObjectName("hairline")
            line.setFixedHeight(1)
            self._licences.addWidget(line)
            self._licences.addLayout(row)
            if library.note:
                tint = "warn" if library.is_gpl else "text3"
                note = self._theme.label(tr(library.note), "small", tint, wrap=True)
                note.setContentsMargins(0, 2, 0, 8)
                self._licences.addWidget(note)

    @Slot()
    def _on_copy(self) -> None:
        if self._facts is not None:
            QGuiApplication.clipboard().setText("\n".join(self._facts.lines(str(self._actions.data_dir))))
            self.told.emit(self.tr("The details are copied"), "")

    @Slot()
    def _on_logs(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._actions.data_dir / "logs")))

    @Slot()
    def _on_export(self) -> None:
        """Ask where to, and write it there in a worker."""
        proposed = str(Path.home() / "snapstream-diagnostics.zip")
        chosen, _ = QFileDialog.getSaveFileName(self, self.tr("Export diagnostics"), proposed, "ZIP (*.zip)")
        if chosen:
            self.export_to(Path(chosen))

    def export_to(self, target: Path) -> None:
        """Write logs, versions, settings and the queue's state into a file, without secrets."""
        self.export_button.setEnabled(False)
        self._bridge.run(lambda: self._write(target), self._on_written)

    def _write(self, target: Path) -> Path | SnapStreamError:
        try:
            self._actions.write_diagnostics(target)
        except SnapStreamError as error:
            return error
        return target

    def _on_written(self, answer: Path | SnapStreamError) -> None:
        self.export_button.setEnabled(True)
        if isinstance(answer, SnapStreamError):
            self.told.emit(self.tr("The diagnostics are not written"), for_error(answer).line)
            return
        text = self.tr("No secret is in it; names of folders and files are.")
        self.told.emit(self.tr("{name} is written").format(name=answer.name), text)
