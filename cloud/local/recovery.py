"""After an unclean end: bring the table back from the objects, which survived. Runs on a thread of the server."""

from __future__ import annotations

import logging
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from cloud.local.newsroom import Door

_LOG = logging.getLogger(__name__)


def recover(door: Door, outputs: dict[str, str], progress: Callable[[str], None]) -> None:
    """Make the table anew from the buckets."""
    if find_spec("cloud.store.rebuild") is None:
        progress("The records cannot be brought back yet")
        _LOG.warning("no rebuild is installed (%s, %d outputs)", door.endpoint, len(outputs))
