"""Fetches what an item's page shows: pictures of growing size, where a player finds it, frames. Main thread."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from desktop.core.errors import SnapStreamError
from desktop.ui.item.picture import decode
from desktop.ui.library.pixmaps import wave_of

if TYPE_CHECKING:
    from cloud.contract.item import Item
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme

_PREVIEW_PX = 1024
#: A frame on the timeline is 48 px high; twice that on a fine screen.
_FRAME_PX = 192
#: No screen shows more, and a picture of this side takes 256 MB at most.
_LONGEST_PX = 8000


class Loader(QObject):
    """Answers come as signals with the item's id: another may be shown by then."""

    picture_came = Signal(str, QImage)
    source_came = Signal(str, object)  #: a place, or the error
    frames_came = Signal(str, object)  #: of a video: (ms, QImage) in order

    def __init__(self, theme: Theme, actions: Actions, bridge: Bridge) -> None:
        super().__init__()
        self._theme, self._actions, self._bridge = theme, actions, bridge
        self._whole: set[str] = set()  #: whose original was asked for

    def ask_picture(self, item: Item) -> None:
        """Get the preview, at once where it is here."""
        if item.thumbnail_key is None:
            return
        here = [self._actions.items.thumbnail_path(item.id, item.analysis_version, px) for px in (1024, 256)]
        ink = self._theme.colors.text3 if item.media_type == "audio" else None

        def read() -> tuple[str, QImage]:
            for path in here:
                image = decode(path, _PREVIEW_PX)
                if not image.isNull():
                    return item.id, image if ink is None else wave_of(image, ink)
            return item.id, QImage()

        self._bridge.run(read, self._on_picture)
        if not here[0].exists():
            deliver = self._bridge.in_main(self._on_fetched)
            self._actions.fetch_media(item.id, "1024", lambda result: deliver((item.id, result)))

    def ask_whole(self, item_id: str) -> None:
        """Get the original, once: to look at it at 100 %."""
        if item_id in self._whole:
            return
        self._whole.add(item_id)
        here = self._actions.local_path(item_id)
        if here is not None:
            self._bridge.run(lambda: (item_id, decode(here, _LONGEST_PX)), self._on_picture)
            return
        deliver = self._bridge.in_main(self._on_fetched)
        self._actions.fetch_media(item_id, "original", lambda result: deliver((item_id, result)))

    def ask_frames(self, item: Item) -> None:
        """Get the frames that were analysed of a video, where there are any."""
        if item.media_type == "video" and item.thumbnail_key is not None:
            item_id = item.id
            self._actions.fetch_frames(item_id, self._bridge.in_main(lambda found: self._on_paths(item_id, found)))

    def _on_paths(self, item_id: str, found: tuple[tuple[int, Path], ...] | SnapStreamError) -> None:
        if isinstance(found, SnapStreamError):
            return  # without them there is a lane less

        def read() -> tuple[str, list[tuple[int, QImage]]]:
            images = [(at_ms, decode(path, _FRAME_PX)) for at_ms, path in found]
            return item_id, [(at_ms, image) for at_ms, image in images if not image.isNull()]

        self._bridge.run(read, self._on_frames)

    def _on_frames(self, answer: tuple[str, list[tuple[int, QImage]]]) -> None:
        if answer[1]:
            self.frames_came.emit(*answer)

    def ask_source(self, item_id: str) -> None:
        """Find out where a player finds it: here, else streamed."""

        def ask() -> tuple[str, str | SnapStreamError]:
            try:
                return item_id, self._actions.media_url(item_id)
            except SnapStreamError as error:
                return item_id, error

        self._bridge.run(ask, self._on_source)

    def _on_fetched(self, answer: tuple[str, Path | SnapStreamError]) -> None:
        item_id, result = answer
        if isinstance(result, Path):
            self._bridge.run(lambda: (item_id, decode(result, _LONGEST_PX)), self._on_picture)
        else:
            self._whole.discard(item_id)

    def _on_picture(self, answer: tuple[str, QImage]) -> None:
        if not answer[1].isNull():
            self.picture_came.emit(*answer)

    def _on_source(self, answer: tuple[str, str | SnapStreamError]) -> None:
        self.source_came.emit(*answer)
