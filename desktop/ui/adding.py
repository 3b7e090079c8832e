"""Folders and files that somebody chooses or drops: watched, sent, and what became of them said. Main thread."""

from __future__ import annotations

import time
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from desktop.core.errors import SnapStreamError
from desktop.core.model import TransferState
from desktop.ui.by_hand import ByHand
from desktop.ui.said import for_error

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cloud.contract.status import Profile
    from desktop.core.events import FileSkipped, FileTaken
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.window import Frame


class Adding(QObject):
    """Asks with the system's dialogs over the frame."""

    told = Signal(str, str)
    watched = Signal(object)  #: Path of a folder that is watched from now on

    def __init__(self, frame: Frame, actions: Actions, bridge: Bridge) -> None:
        super().__init__()
        self._frame, self._actions = frame, actions
        self._by_hand = ByHand()
        self._asked_s = 0.0
        bridge.file_taken.connect(self._on_file_taken)
        bridge.file_skipped.connect(self._on_file_skipped)

    @Slot()
    def choose_folder(self) -> None:
        """Ask for a folder and watch it."""
        chosen = QFileDialog.getExistingDirectory(self._frame, self.tr("Choose a folder to watch"), str(Path.home()))
        if chosen:
            self.take([Path(chosen)])

    @Slot()
    def choose_files(self) -> None:
        """Ask for files and send them."""
        self._frame.show_to_person()
        chosen, _ = QFileDialog.getOpenFileNames(self._frame, self.tr("Add files"), str(Path.home()))
        if chosen:
            self.take([Path(path) for path in chosen])

    @Slot()
    def watch_samples(self) -> None:
        """Watch the sample folder."""
        folder = samples_dir()
        if folder is not None:
            self.take([folder])

    @Slot(list)
    def take(self, paths: Sequence[Path], profile: Profile | None = None) -> None:
        """Watch the folders among these and send the files."""
        folders = [path for path in paths if path.is_dir()]
        files = [path for path in paths if not path.is_dir()]
        for path in folders:
            try:
                folder = self._actions.add_folder(path, profile=profile)
            except SnapStreamError as error:
                self.told.emit(self.tr("{name} is not watched").format(name=path.name), for_error(error).line)
            else:
                said = self.tr("Watching {name}").format(name=folder.name)
                self.told.emit(said, self.tr("Its files come in by themselves."))
                self.watched.emit(folder.path)
        if files:
            self._asked_s = time.time()
            self.told.emit(self._by_hand.ask(files), "")
            self._actions.add_files(files)

    @Slot(object)
    def _on_file_taken(self, event: FileTaken) -> None:
        if not self._by_hand.is_waiting:
            return
        sent = self._actions.transfers.get_many([event.transfer_id])
        done = {TransferState.UPLOADED, TransferState.DUPLICATE}
        # A small file may have arrived before this is read: what was queued since is new all the same.
        is_known = any(transfer.state in done and transfer.queued_at < self._asked_s for transfer in sent)
        if self._by_hand.taken(event.path, is_known=is_known):
            self.told.emit(*self._by_hand.say())

    @Slot(object)
    def _on_file_skipped(self, event: FileSkipped) -> None:
        if self._by_hand.skipped(event.path, event.reason):
            self.told.emit(*self._by_hand.say())


def samples_dir() -> Path | None:
    """Return the sample folder, None where this installation has none."""
    folder = Path(str(resources.files("resources").joinpath("samples")))
    return folder if folder.is_dir() else None
