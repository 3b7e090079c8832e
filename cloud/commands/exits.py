"""How a command ends: its exit codes, and the errors that say why it cannot do what was asked. Main thread."""

from __future__ import annotations

DONE, FAILED, USAGE, UNREACHABLE, TIMED_OUT = range(5)
#: As a shell says that a program ended by Ctrl-C; ``snapstream`` too.
INTERRUPTED = 130
#: What an error document calls each.
_CODES = {FAILED: "failed", USAGE: "usage", UNREACHABLE: "unreachable", TIMED_OUT: "timed_out",
          INTERRUPTED: "interrupted"}  # fmt: skip


class CommandError(Exception):
    """A command cannot do what was asked; the message is a sentence for the person."""

    code = FAILED


class WrongUsageError(CommandError):
    """The call itself is wrong."""

    code = USAGE


class UnreachableError(CommandError):
    """The cloud does not answer, or nobody is signed in."""

    code = UNREACHABLE


def error_document(code: int, message: str) -> dict[str, dict[str, str]]:
    """Return what ``--json`` prints where a command cannot do what was asked."""
    return {"error": {"code": _CODES[code], "message": message}}
