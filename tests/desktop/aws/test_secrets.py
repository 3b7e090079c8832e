"""Where refresh tokens are kept, with keyrings that are missing, lie, raise and hang."""

from __future__ import annotations

import threading
import time
from typing import TYPE_CHECKING

import keyring.backends.fail
import keyring.backends.null
import pytest
from keyring.errors import PasswordSetError

from desktop.aws.secrets import KeyringSilent, Secrets, find_keyring
from tests.fakes.keyring import MemoryKeyring

if TYPE_CHECKING:
    from collections.abc import Iterator

    from keyring.backend import KeyringBackend


@pytest.fixture
def ring() -> Iterator[MemoryKeyring]:
    """Return a keyring; one that hangs lets go at the end."""
    made = MemoryKeyring()
    yield made
    if made.hold is not None:
        made.hold.set()


def test_a_secret_is_kept_over_processes(ring: MemoryKeyring) -> None:
    """What one process kept, the next finds; forgotten, it is gone."""
    first = Secrets(lambda: ring)
    assert first.put("herald 1", "s3cret")
    assert not first.is_only_here("herald 1")
    assert ring.kept == {("snapstream", "herald 1"): "s3cret"}
    second = Secrets(lambda: ring)
    assert second.get("herald 1") == "s3cret"
    second.forget("herald 1")
    second.forget("herald 1")
    assert (second.get("herald 1"), ring.kept) == ("", {})


@pytest.mark.parametrize("kind", ["none", "raises", "forgets"])
def test_without_a_usable_keyring_it_lasts_for_this_session(ring: MemoryKeyring, kind: str) -> None:
    """No keyring, one that raises, one that keeps nothing: kept in memory, and said."""
    ring.problem = PasswordSetError("locked") if kind == "raises" else None
    ring.forgets_at_once = kind == "forgets"
    made = Secrets(lambda: None if kind == "none" else ring)
    assert not made.put("herald 1", "s3cret")
    assert made.is_only_here("herald 1")
    assert made.get("herald 1") == "s3cret"
    assert not ring.kept
    assert Secrets(lambda: None if kind == "none" else ring).get("herald 1") == ""


def test_a_keyring_that_hangs_holds_nobody_up(ring: MemoryKeyring) -> None:
    """It is asked for a moment; the answer that comes late serves the next question, which is not asked again."""
    ring.kept["snapstream", "herald 1"] = "s3cret"
    ring.hold = threading.Event()
    made = Secrets(lambda: ring, wait_s=0.05)
    began_s = time.monotonic()
    for _ in range(3):
        with pytest.raises(KeyringSilent):
            made.get("herald 1")
    assert not made.put("herald 2", "other")
    assert time.monotonic() - began_s < 5
    assert len([thread for thread in threading.enumerate() if thread.name == "keyring"]) == 2
    ring.hold.set()
    deadline_s = time.monotonic() + 10
    while not _answers(made):
        assert time.monotonic() < deadline_s


def _answers(secrets: Secrets) -> bool:
    try:
        return secrets.get("herald 1") == "s3cret"
    except KeyringSilent:
        return False


@pytest.mark.parametrize("unusable", [keyring.backends.null.Keyring(), keyring.backends.fail.Keyring()])
def test_keyrings_that_keep_nothing_are_none(unusable: KeyringBackend) -> None:
    """What a computer without a keyring has in its place is not taken for one."""
    former = keyring.get_keyring()
    try:
        keyring.set_keyring(unusable)
        assert find_keyring() is None
    finally:
        keyring.set_keyring(former)


def test_keyrings_that_are_files_in_clear_are_none() -> None:
    """A plain text file is no keyring, whoever configured it, nor inside a chain of others."""
    plain = type("PlaintextKeyring", (keyring.backends.null.Keyring,), {"__module__": "keyrings.alt.file"})()
    former = keyring.get_keyring()
    try:
        keyring.set_keyring(plain)
        assert find_keyring() is None
    finally:
        keyring.set_keyring(former)
