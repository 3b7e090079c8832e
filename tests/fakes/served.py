"""A newsroom in memory as a WSGI application, for servers that are started by a name: ``tests.fakes.served:make()``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.fakes.api import Newsroom

if TYPE_CHECKING:
    from flask import Flask


def make() -> Flask:
    """Return the application of a worker."""
    return Newsroom().app
