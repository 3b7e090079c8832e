"""What may be asked of a transfer that a worker holds. Set from any thread, read by the worker between two pieces."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.core.objects import Interrupted

if TYPE_CHECKING:
    from collections.abc import Callable


class Halt(StrEnum):
    """Why a worker should let go."""

    STOP = "stop"  #: the program ends, or the whole queue is paused: it waits for its turn again
    PAUSE = "pause"  #: a person paused this one
    CHANGED = "changed"  #: the file has other bytes now
    CANCEL = "cancel"  #: a person does not want it


#: A later, stronger wish replaces an earlier one.
_STRENGTH = list(Halt)


class Control:
    """The worker's ear for one transfer.

    ``progress`` is told the bytes that went through; ``answered`` that the store answered, long before a large file is
    there; ``pace`` is told how many bytes more go out, and waits until they may.
    """

    def __init__(
        self,
        progress: Callable[[int], None] = lambda _sent_bytes: None,
        answered: Callable[[], None] = lambda: None,
        pace: Callable[[int], None] = lambda _more_bytes: None,
    ) -> None:
        self._halt: Halt | None = None
        self.progress = progress
        self.answered = answered
        self.pace = pace

    @property
    def halt(self) -> Halt | None:
        """What was asked; None to go on."""
        return self._halt

    def ask(self, halt: Halt) -> None:
        """Ask the worker to let go."""
        if self._halt is None or _STRENGTH.index(halt) > _STRENGTH.index(self._halt):
            self._halt = halt

    def check(self) -> None:
        """Raise ``Interrupted`` where something was asked."""
        if self._halt is not None:
            raise Interrupted
