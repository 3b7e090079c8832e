"""List, rule and preview side by side, or below one another, as the window's width has room. Main thread."""

from __future__ import annotations

import dataclasses
import logging
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, Qt, QTimer, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QSplitter, QVBoxLayout, QWidget

from desktop.core.errors import SnapStreamError
from desktop.ui.widgets.combo import Combo
from desktop.ui.widgets.texts import QuietScrollBar

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

    from desktop.core.settings import Json
    from desktop.ui.actions import Actions
    from desktop.ui.folders.editor import RuleEditor
    from desktop.ui.folders.preview import PreviewPane
    from desktop.ui.theme import Theme

_log = logging.getLogger(__name__)
LIST_PX, PREVIEW_PX, EDITOR_PX = 280, 520, 704
#: Widths of the window where the panes are placed otherwise (design: "The shell").
WIDE_PX, USUAL_PX, NARROW_PX = 2200, 1360, 1100
_KEY: Final = "folders_panes"
_KEEP_MS = 400


class Panes(QWidget):
    """Three panes; the preview folds below the rule, and at last the list becomes a box on top."""

    def __init__(
        self, theme: Theme, actions: Actions, listing: QWidget, editor: RuleEditor, preview: PreviewPane
    ) -> None:
        super().__init__()
        self._theme, self._actions, self._listing, self._preview = theme, actions, listing, preview
        self._width_class = ""
        self._is_dragged = False
        self.chooser = Combo(theme)
        self.chooser.setAccessibleName(self.tr("Folder"))
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setVerticalScrollBar(QuietScrollBar())
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        editor.setObjectName("canvas")
        scroll.setWidget(editor)
        self._middle = QWidget()
        self._column = QVBoxLayout(self._middle)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        top = QWidget()
        inside = QVBoxLayout(top)
        inside.setContentsMargins(32, 12, 32, 0)
        inside.addWidget(self.chooser)
        self._top = top
        self._column.addWidget(top)
        self._column.addWidget(scroll, 1)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        for pane in (listing, self._middle, preview):
            self._splitter.addWidget(pane)
        listing.setMinimumWidth(200)
        self._middle.setMinimumWidth(360)
        self._splitter.splitterMoved.connect(self._on_moved)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._splitter)
        self._keep = QTimer(self)
        self._keep.setSingleShot(True)
        self._keep.setInterval(_KEEP_MS)
        self._keep.timeout.connect(self._on_keep)

    @property
    def width_class(self) -> str:
        """Which of the four ways to place the panes is in use."""
        return self._width_class

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place the panes as there is room."""
        super().resizeEvent(event)
        self._place()

    def showEvent(self, event: QEvent) -> None:
        """Place them once there is a window."""
        super().showEvent(event)  # type: ignore[arg-type]  # Qt gives a QShowEvent
        self._place()

    def _place(self) -> None:
        layout = self.layout()
        if layout is not None:
            layout.activate()  # the splitter has its size before it is told how to share it
        width = self.window().width()
        wide = "usual" if width >= USUAL_PX else "folded" if width >= NARROW_PX else "narrow"
        width_class = "wide" if width >= WIDE_PX else wide
        if width_class == self._width_class:
            if not self._is_dragged:
                self._splitter.setSizes(self._kept() or self._usual())
            return
        self._width_class = width_class
        self._is_dragged = False
        is_folded = width_class in {"folded", "narrow"}
        self._listing.setVisible(width_class != "narrow")
        self._top.setVisible(width_class == "narrow")
        self._preview.show_folded(is_folded=is_folded)
        if is_folded:
            self._column.addWidget(self._preview)
        else:
            self._splitter.addWidget(self._preview)
        self._preview.setVisible(True)
        for number in range(self._splitter.count()):
            self._splitter.setStretchFactor(number, 0)
        self._splitter.setStretchFactor(self._splitter.count() - 1 if width_class == "wide" else 1, 1)
        self._splitter.setSizes(self._kept() or self._usual())

    def _usual(self) -> list[int]:
        room = self.width()
        scale = self._theme.scale
        listing = round(LIST_PX * scale)
        match self._width_class:
            case "wide":
                editor = round(EDITOR_PX * scale)
                return [listing, editor, max(0, room - listing - editor)]
            case "usual":
                preview = round(PREVIEW_PX * scale)
                return [listing, max(0, room - listing - preview), preview]
            case _:
                return [listing, room - listing]

    def _kept(self) -> list[int] | None:
        kept = self._actions.settings().extra.get(_KEY)
        sizes = kept.get(self._width_class) if isinstance(kept, dict) else None
        if not isinstance(sizes, list) or len(sizes) != self._splitter.count():
            return None
        return [size for size in sizes if isinstance(size, int)]

    @Slot()
    def _on_moved(self) -> None:
        self._is_dragged = True
        self._keep.start()

    @Slot()
    def _on_keep(self) -> None:
        """Keep where the panes were dragged to."""
        settings = self._actions.settings()
        kept = settings.extra.get(_KEY)
        sizes: dict[str, Json] = dict(kept) if isinstance(kept, dict) else {}
        sizes[self._width_class] = [*self._splitter.sizes()]
        try:
            self._actions.save_settings(dataclasses.replace(settings, extra={**settings.extra, _KEY: sizes}))
        except SnapStreamError as error:
            _log.warning("the widths of panes are not kept: %s", error)
