"""A keyring in a test's memory that the programs it starts use as the system's: a real backend of ``keyring``.

The test holds a ``RingKeeper``; a program that is started with its ``environment`` asks it through a socket.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import threading
from multiprocessing.connection import Client, Listener
from pathlib import Path

from keyring.backend import KeyringBackend
from keyring.compat import properties
from keyring.errors import PasswordDeleteError

VARIABLE = "RING_OF_A_TEST"
_KEY = b"of this test"  # what keeps strangers out is the folder


class SharedRing(KeyringBackend):
    """What ``keyring`` finds in the program."""

    @properties.classproperty
    def priority(self) -> float:
        """Say that it is for programs that a test started, and for no other."""
        if VARIABLE not in os.environ:
            raise RuntimeError("no test holds a ring")
        return 1

    def get_password(self, service: str, username: str) -> str | None:
        """Return a secret."""
        return _ask("get", service, username)

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""
        _ask("set", service, username, password)

    def delete_password(self, service: str, username: str) -> None:
        """Forget a secret."""
        if _ask("delete", service, username) is None:
            raise PasswordDeleteError("there is none")


def _ask(*words: str) -> str | None:
    with Client(os.environ[VARIABLE], "AF_UNIX", _KEY) as connection:
        connection.send(words)
        found: str | None = connection.recv()
        return found


class RingKeeper:
    """What the test holds: ``kept`` is there now, ``ever`` was there at some time."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.ever: list[str] = []
        self._folder = Path(tempfile.mkdtemp(prefix="ring-"))  # its path is short, as a socket's must be
        self._listener = Listener(str(self._folder / "ring"), "AF_UNIX", authkey=_KEY)
        self._thread = threading.Thread(target=self._serve, name="ring", daemon=True)
        self._thread.start()

    @property
    def environment(self) -> dict[str, str]:
        """Return what lets a program find the ring."""
        here = Path(__file__).parents[2]
        backend = f"{SharedRing.__module__}.{SharedRing.__qualname__}"
        path = os.pathsep.join(filter(None, [str(here), os.environ.get("PYTHONPATH", "")]))
        return {"PYTHON_KEYRING_BACKEND": backend, "PYTHONPATH": path, VARIABLE: str(self._folder / "ring")}

    def close(self) -> None:
        """Answer nobody any more."""
        with Client(str(self._folder / "ring"), "AF_UNIX", _KEY) as connection:
            connection.send(("end",))
        self._thread.join()
        self._listener.close()
        shutil.rmtree(self._folder)

    def _serve(self) -> None:
        while True:
            with self._listener.accept() as connection:
                verb, *words = connection.recv()
                if verb == "end":
                    return
                connection.send(self._answer(verb, *words))

    def _answer(self, verb: str, service: str, username: str, password: str = "") -> str | None:
        match verb:
            case "get":
                return self.kept.get((service, username))
            case "set":
                self.kept[service, username] = password
                self.ever.append(password)
                return password
            case _:
                return self.kept.pop((service, username), None)
