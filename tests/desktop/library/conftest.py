"""A library on a database of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.library.database import Database
from desktop.library.items import ItemLibrary
from desktop.library.schema import LIBRARY

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def library_db(tmp_path: Path) -> Iterator[Database]:
    """Return the cache's database, empty."""
    db = Database(tmp_path / "library.db", LIBRARY)
    yield db
    db.close()


@pytest.fixture
def library(library_db: Database, tmp_path: Path) -> ItemLibrary:
    """Return an empty library."""
    return ItemLibrary(library_db, tmp_path / "thumbnails")
