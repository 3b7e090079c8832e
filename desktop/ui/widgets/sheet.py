"""A dialog as high as what is in it, with a focus ring of its own. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from desktop.ui.widgets.focus import FocusRing

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from desktop.ui.theme import Theme

WIDTH_PX = 440


class Sheet(QDialog):
    """440 wide; where a sentence comes or goes the height follows."""

    def __init__(self, theme: Theme, parent: QWidget, title: str) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setFixedWidth(WIDTH_PX)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        self._ring = FocusRing(theme, self, application)

    def event(self, event: QEvent) -> bool:
        """Follow what is inside: a layout's own hint takes wrapped lines for longer than they are."""
        taken = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest:
            self._fit()
        return taken

    def showEvent(self, event: QShowEvent) -> None:
        """Be as high as what is inside, and see keys and clicks."""
        self._fit()
        super().showEvent(event)
        self._ring.follow_input()

    def _fit(self) -> None:
        layout = self.layout()
        if layout is not None:
            self.setFixedHeight(layout.totalHeightForWidth(WIDTH_PX))
