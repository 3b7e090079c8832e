"""A desk before a newsroom in memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes.newsroom import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Return a desk whose engine runs in the test's own thread."""
    made = Desk(tmp_path)
    yield made
    made.close()
