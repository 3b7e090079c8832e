"""A newsroom of its own for every test of the API, over memory."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes.api import Newsroom

if TYPE_CHECKING:
    from flask.testing import FlaskClient


@pytest.fixture
def newsroom() -> Newsroom:
    """Return a newsroom that needs invitations."""
    return Newsroom()


@pytest.fixture
def client(newsroom: Newsroom) -> FlaskClient:
    """Return a client of that newsroom."""
    return newsroom.client
