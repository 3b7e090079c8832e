"""The original of an item leaves the newsroom, to a place that is chosen; the button says how far. Main thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from desktop.core.errors import SnapStreamError
from desktop.ui import said

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from cloud.contract.item import Item
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.item.export import ExportButton


class Copying(QObject):
    """Writes originals."""

    told = Signal(str, str)  #: a line for the toast, and its second line

    def __init__(self, actions: Actions, bridge: Bridge, button: ExportButton) -> None:
        super().__init__(button)
        self._actions, self._bridge, self._button = actions, bridge, button

    def ask(self, item: Item, parent: QWidget) -> None:
        """Ask where to, and write it there."""
        start = str(Path.home() / item.filename.replace("/", "_").replace("\n", " "))
        chosen, _ = QFileDialog.getSaveFileName(parent, self.tr("Export the original"), start)
        if chosen:
            self.copy_to(item.id, Path(chosen))

    def copy_to(self, item_id: str, target: Path) -> None:
        """Write the original to a place."""
        done = self._bridge.in_main(self._on_copied)
        progress = self._bridge.in_main(self._on_copying)
        self._button.setEnabled(False)
        self._actions.save_copy(item_id, target, lambda result: done((target, result)), lambda *n: progress(n))

    def _on_copying(self, step: tuple[int, ...]) -> None:
        done, total = step
        if total and not self._button.isEnabled():
            self._button.setText(self.tr("Exporting, {n} %").format(n=done * 100 // total))

    def _on_copied(self, answer: tuple[Path, Path | SnapStreamError]) -> None:
        target, result = answer
        self._button.setEnabled(True)
        self._button.setText(self.tr("Export"))
        if isinstance(result, SnapStreamError):
            self.told.emit(self.tr("{name} was not written").format(name=target.name), said.for_error(result).line)
        else:
            self.told.emit(self.tr("{name} is written").format(name=target.name), str(target.parent))
