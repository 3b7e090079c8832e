"""The adapters before the embedded cloud itself: its guard, its permissions, the desktop role's credentials."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cloud.local import control
from cloud.local.paths import LocalPaths
from desktop.aws.session import ConnectionFile, Session
from tests.cloud.local.conftest import LocalCloud, quiet
from tests.fakes.api_server import ApiServer

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session")
def cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalCloud]:
    """Return an embedded cloud that runs; its functions do nothing."""
    made = LocalCloud(LocalPaths(tmp_path_factory.mktemp("cloud")))
    made.start()
    quiet(made)
    yield made
    control.stop(made.paths)


@pytest.fixture
def session(cloud: LocalCloud) -> Iterator[Session]:
    """Return a session on that cloud's connection file."""
    made = Session(ConnectionFile(cloud.paths.connection))
    yield made
    made.close()


@pytest.fixture
def server() -> Iterator[ApiServer]:
    """Return a newsroom's API that answers on loopback."""
    made = ApiServer()
    yield made
    made.close()
