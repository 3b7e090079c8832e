"""A newsroom in memory as a WSGI application, for servers that are started by a name: ``tests.fakes.served:make()``."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import TYPE_CHECKING

from cloud.api.app import create_app
from tests.fakes.api import CONFIG, FakeMail, MemoryPorts, Newsroom

if TYPE_CHECKING:
    from flask import Flask


def make() -> Flask:
    """Return the application of a worker."""
    return Newsroom().app


class SlowMail(FakeMail):
    """Takes its time, and writes who was sent something into the file that ``LETTERS`` names."""

    def send(self, to: str, subject: str, text: str) -> None:
        """Send one."""
        del subject, text
        time.sleep(0.5)
        with Path(os.environ["LETTERS"]).open("a") as letters:
            letters.write(f"{to}\n")


def make_slow() -> Flask:
    """Return the application of a worker whose letters leave slowly, by a thread as in earnest."""
    memory = MemoryPorts(mail=SlowMail())
    Newsroom(memory).add("eve@herald.example")
    return create_app(CONFIG, memory.ports())
