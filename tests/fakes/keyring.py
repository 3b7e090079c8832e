"""A keyring in memory that outlives the processes of a test, and fails when told to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable


class MemoryKeyring:
    """Satisfies ``desktop.aws.secrets.Keyring``. ``tick`` is called before and after each write."""

    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}
        self.problem: Exception | None = None
        self.forgets_at_once = False
        self.hold: threading.Event | None = None
        self.tick: Callable[[], None] = lambda: None

    def get_password(self, service: str, username: str) -> str | None:
        """Return a secret."""
        self._meet()
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a secret."""
        self._meet()
        self.tick()
        if not self.forgets_at_once:
            self.kept[service, username] = password
        self.tick()

    def delete_password(self, service: str, username: str) -> None:
        """Forget a secret."""
        self._meet()
        del self.kept[service, username]

    def _meet(self) -> None:
        if self.hold is not None:
            self.hold.wait(20)
        if self.problem is not None:
            raise self.problem
