"""A splitter that keeps what a person gave each part, by page and width of the window. Main thread."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QSplitter

from desktop.core.errors import SnapStreamError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.ui.actions import Actions

#: It is kept when nobody has moved it for so long.
_REST_MS = 600


class Width(StrEnum):
    """How wide the window is: what stands beside what depends on it."""

    LARGE = "large"
    WIDE = "wide"
    MIDDLE = "middle"
    SMALL = "small"

    @classmethod
    def of(cls, width_px: int) -> Width:
        """Return the class of a window's width, in logical pixels."""
        for least_px, width in ((2200, cls.LARGE), (1360, cls.WIDE), (1100, cls.MIDDLE)):
            if width_px >= least_px:
                return width
        return cls.SMALL

    @property
    def is_narrow(self) -> bool:
        """Whether two columns become one with tabs."""
        return self in {Width.MIDDLE, Width.SMALL}


class Splits(QSplitter):
    """Its first part takes what room there is; the others have theirs."""

    def __init__(self, actions: Actions, name: str, orientation: Qt.Orientation) -> None:
        super().__init__(orientation)
        self._actions, self._name = actions, name
        self._width = Width.WIDE
        self._usual: tuple[int, ...] = ()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.keep)
        self.setObjectName("splits")
        self.setChildrenCollapsible(False)
        self.setHandleWidth(5)
        self.splitterMoved.connect(self._on_moved)

    @property
    def _key(self) -> str:
        return f"{self._name}.{self._width}"

    def arrange(self, width: Width, usual: Sequence[int]) -> None:
        """Give the parts after the first what a person gave them at this width, else ``usual``."""
        if self._rest.isActive():
            self.keep()
        self._width, self._usual = width, tuple(usual)
        kept = self._actions.settings().panes.get(self._key, ())
        rest = list(kept if len(kept) == len(usual) else usual)
        extent = self.width() if self.orientation() == Qt.Orientation.Horizontal else self.height()
        self.setSizes([max(160, extent - sum(rest) - self.handleWidth() * len(rest)), *rest])
        for number in range(self.count()):
            self.setStretchFactor(number, 1 if number == 0 else 0)

    @property
    def is_kept(self) -> bool:
        """Whether a person gave the parts their room at this width."""
        return self._key in self._actions.settings().panes

    @Slot()
    def _on_moved(self) -> None:
        self._rest.start()

    @Slot()
    def keep(self) -> None:
        """Keep what was moved."""
        self._rest.stop()
        settings = self._actions.settings()
        sizes = tuple(self.sizes()[1:])
        if len(sizes) != len(self._usual) or settings.panes.get(self._key) == sizes:
            return
        try:
            self._actions.save_settings(replace(settings, panes={**settings.panes, self._key: sizes}))
        except SnapStreamError:
            return  # it stays so while the window is open; nobody is stopped in their work for this
