"""What the window's tests share: a bridge, a theme, an application with a library on disk."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication

from desktop.ui.bridge import Bridge
from desktop.ui.theme import Theme
from tests.desktop.ui import seeds
from tests.fakes.application import FakeApplication

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def theme(qapp: QApplication) -> Theme:
    """Return the dark theme."""
    return Theme(qapp, "dark")


@pytest.fixture
def bridge(qapp: QApplication) -> Iterator[Bridge]:  # noqa: ARG001 - a QObject needs the application
    """Return a bridge that is closed afterwards."""
    made = Bridge()
    yield made
    made.close()


@pytest.fixture
def app(tmp_path: Path, bridge: Bridge) -> Iterator[FakeApplication]:
    """Return an application with an empty library."""
    made = FakeApplication(tmp_path, bridge.post, seeds.connection())
    yield made
    made.close()
