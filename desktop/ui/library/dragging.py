"""Dragging items out of the window: as files. Originals that are not on this computer are fetched first. Main thread.

::

    drag begins ──▶ all here: the drag carries them as files
                └─▶ some are not: they are fetched into a folder of their own, which is told; the next drag has them
"""

from __future__ import annotations

import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QObject, QPoint, QPointF, QRectF, Qt, QUrl, Signal
from PySide6.QtGui import QDrag, QPainter, QPixmap

from desktop.ui import phrases
from desktop.ui.library.bulk import Bulk
from desktop.ui.library.leaving import safe_name
from desktop.ui.library.runs import Said
from desktop.ui.phrases import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QWidget

    from cloud.contract.item import Item
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme

#: More than this are dragged by Copy to…, which shows how far it is.
MOST = 200
_STACK = 3
_OFFSET = 6


class Dragging(QObject):
    """Makes drags, and fetches what they lack."""

    told = Signal(object)  #: Said

    def __init__(self, theme: Theme, actions: Actions, bridge: Bridge) -> None:
        super().__init__()
        self._theme, self._actions, self._bridge = theme, actions, bridge
        self._folder: Path | None = None
        self._fetched: dict[str, Path] = {}
        self._run: Bulk | None = None

    def leave(self) -> None:
        """Take away what was fetched to be dragged."""
        if self._run is not None:
            self._run.cancel()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None
        self._fetched.clear()

    def start(self, view: QWidget, items: Sequence[Item], thumbnails: Sequence[QPixmap]) -> bool:
        """Drag these items from a view; False where some have to be fetched before."""
        data = self.data_of(items)
        if data is None:
            return False
        drag = QDrag(view)
        drag.setMimeData(data)
        drag.setPixmap(self._stack(thumbnails, len(items), view.devicePixelRatioF()))
        drag.setHotSpot(QPoint(24, 24))
        drag.exec(Qt.DropAction.CopyAction)
        return True

    def data_of(self, items: Sequence[Item]) -> QMimeData | None:
        """Return the originals as files; None where there is nothing to drag yet, which is said and mended."""
        now = datetime.now(UTC)
        free = [item for item in items if not item.caption.is_embargoed(now)]
        if not free:
            self.told.emit(Said(tr("Under embargo: it stays here until then"), is_failure=True))
            return None
        if len(free) > MOST:
            many = tr("At most {n} at once can be dragged").format(n=MOST)
            self.told.emit(Said(many, tr("Copy to… takes as many as you like."), is_failure=True))
            return None
        here = {item.id: path for item in free if (path := self._path_of(item)) is not None}
        lacking = [item for item in free if item.id not in here]
        if lacking:
            self._fetch(lacking)
            return None
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(here[item.id])) for item in free])
        return data

    def _path_of(self, item: Item) -> Path | None:
        fetched = self._fetched.get(item.id)
        if fetched is not None and fetched.is_file():
            return fetched
        return self._actions.local_path(item.id)

    def _fetch(self, items: Sequence[Item]) -> None:
        if self._run is not None:
            return
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="snapstream-drag-"))
        folder = self._folder
        targets: dict[str, Path] = {}
        for item in items:
            (folder / item.id).mkdir(exist_ok=True)
            targets[item.id] = folder / item.id / safe_name(item.filename)

        def act(item_id: str, done: Callable[[object], None]) -> None:
            self._actions.save_copy(item_id, targets[item_id], done)

        many = phrases.count(len(items), "{n} original", "{n} originals")
        self.told.emit(Said(tr("Getting {originals} from the newsroom").format(originals=many), tr("Then drag again.")))
        run = self._run = Bulk(self._bridge, [item.id for item in items], act)
        run.ended.connect(lambda: self._on_ended(run, targets))
        run.start()

    def _on_ended(self, run: Bulk, targets: dict[str, Path]) -> None:
        self._run = None
        if self._folder is None:
            return
        self._fetched.update((item_id, targets[item_id]) for item_id in run.answers)
        if run.failures:
            many = phrases.count(len(run.failures), "{n} original", "{n} originals")
            self.told.emit(Said(tr("{originals} did not come").format(originals=many), is_failure=True))
        elif run.answers:
            many = phrases.count(len(run.answers), "{n} original", "{n} originals")
            self.told.emit(Said(tr("{originals} here, ready to be dragged").format(originals=many)))

    def _stack(self, thumbnails: Sequence[QPixmap], count: int, ratio: float) -> QPixmap:
        """Return up to three thumbnails, one behind the other, and the count."""
        shown = list(thumbnails[:_STACK])
        width, height = 96, 64
        side = _OFFSET * max(0, len(shown) - 1)
        made = QPixmap(round((width + side + 16) * ratio), round((height + side + 16) * ratio))
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        for number, pixmap in reversed(list(enumerate(shown))):
            place = QRectF(number * _OFFSET, number * _OFFSET + 8, width, height)
            painter.drawPixmap(place, pixmap, QRectF(pixmap.rect()))
        if count > 1:
            text = phrases.number(count)
            metrics = self._theme.metrics("label")
            pill_px = max(22.0, metrics.horizontalAdvance(text) + 12)
            pill = QRectF(width + side - pill_px + 8, 0, pill_px, 22)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colors.brand)
            painter.drawRoundedRect(pill, 11, 11)
            painter.setPen(self._theme.colors.white)
            painter.setFont(self._theme.font("label"))
            painter.drawText(pill.translated(QPointF(0, 0)), Qt.AlignmentFlag.AlignCenter, text)
        painter.end()
        return made
