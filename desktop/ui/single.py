r"""One window for a data directory: the second start shows the first, hands it its folders, and ends. Main thread.

::

    second start ── {"show": true, "paths": [...]}\n ──▶ first: comes to the front, watches the folders
"""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

if TYPE_CHECKING:
    from collections.abc import Sequence

_TIMEOUT_MS = 500
#: Two starts at the same moment: each tries to be the first, one is; the other one asks again.
_TRIES = 3
#: Nobody hands over more than this.
_MOST_BYTES = 1_000_000


class SingleInstance(QObject):
    """Listens where it is the first; else wakes the first."""

    woken = Signal()
    handed = Signal(list)  #: Paths that the second start was given

    def __init__(self, root: Path) -> None:
        super().__init__()
        # A socket's name has a bound of about 100 characters, a path has not.
        self._name = (
            "snapstream-" + hashlib.sha256(str(root.resolve()).encode("utf-8", "surrogateescape")).hexdigest()[:24]
        )
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        self._heard: dict[QLocalSocket, bytes] = {}

    def claim(self, paths: Sequence[Path] = ()) -> bool:
        """Become the one instance; False where another has just been shown and given these folders and files."""
        for _ in range(_TRIES):
            if self._hand_over(paths):
                return False
            # Nobody listens: a socket file that is there was left by a killed instance.
            QLocalServer.removeServer(self._name)
            if self._server.listen(self._name):
                return True
        return True

    def release(self) -> None:
        """Stop listening."""
        self._server.close()

    def _hand_over(self, paths: Sequence[Path]) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_TIMEOUT_MS):
            return False
        # Relative to where the second one was started, which the first does not know; a path need not be text.
        given = [os.fsencode(path.absolute()).hex() for path in paths]
        socket.write(QByteArray(json.dumps({"show": True, "paths": given}).encode("ascii") + b"\n"))
        socket.waitForBytesWritten(_TIMEOUT_MS)
        socket.disconnectFromServer()
        return True

    @Slot()
    def _on_connection(self) -> None:
        while self._server.hasPendingConnections():
            socket = self._server.nextPendingConnection()
            self._heard[socket] = b""
            socket.readyRead.connect(self._on_read)
            socket.disconnected.connect(self._on_gone)
            self._read(socket)

    @Slot()
    def _on_read(self) -> None:
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._read(socket)

    @Slot()
    def _on_gone(self) -> None:
        """Take what came without an end too: it wakes, as a mere connection does."""
        socket = self.sender()
        if isinstance(socket, QLocalSocket):
            self._read(socket)
            if self._heard.pop(socket, None) is not None:
                self.woken.emit()
            socket.deleteLater()

    def _read(self, socket: QLocalSocket) -> None:
        if socket not in self._heard:
            return
        self._heard[socket] += socket.readAll().data()
        line, end, _ = self._heard[socket].partition(b"\n")
        if not end and len(line) <= _MOST_BYTES:
            return
        del self._heard[socket]
        self.woken.emit()
        paths = read_paths(line)
        if paths:
            self.handed.emit(paths)


def read_paths(line: bytes) -> list[Path]:
    """Return the paths that a second start handed over; none of what is no such message."""
    try:
        document = json.loads(line)
        given = document["paths"] if isinstance(document, dict) else []
        paths = [Path(os.fsdecode(bytes.fromhex(path))) for path in given]
    except (ValueError, TypeError, KeyError):
        return []
    return [path for path in paths if path.is_absolute()]
