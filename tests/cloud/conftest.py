"""What holds for every test of the cloud: whatever is sent to AWS, or to what stands in for it, AWS would take."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fakes.ai.validator import check_all_clients

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="session", autouse=True)
def _strict_clients() -> Iterator[list[str]]:
    """Let every request of every boto3 client pass the strict validator (invariant 9)."""
    with check_all_clients() as refused:
        yield refused


@pytest.fixture(autouse=True)
def refused_requests(_strict_clients: list[str]) -> Iterator[list[str]]:
    """Fail a test whose requests AWS would refuse, even where the code survived that; yields what was refused."""
    _strict_clients.clear()
    yield _strict_clients
    assert not _strict_clients, "AWS would refuse:\n" + "\n".join(_strict_clients)
