"""The window's pages, in the order of the sidebar and of the keys Ctrl+1 to Ctrl+6."""

from __future__ import annotations

from enum import IntEnum


class Place(IntEnum):
    """Where a page stands."""

    HOME = 0
    LIBRARY = 1
    UPLOADS = 2
    FOLDERS = 3
    ACTIVITY = 4
    ADMIN = 5
