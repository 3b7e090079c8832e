"""What a command prints, asks and is given to read. Main thread."""

# ruff: noqa: T201 -- printing is what a command line does

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cloud.commands.exits import WrongUsageError

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Sequence
    from pathlib import Path


def say_json(document: object) -> None:
    """Print one document."""
    print(json.dumps(document, indent=2, ensure_ascii=False, default=_plain))


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return str(value)


def prepare_streams() -> None:
    """Let no name, however strange, end the program at being printed."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def silence_stdout() -> None:
    """Let nothing more be written: nobody takes it."""
    with suppress(OSError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def teller(arguments: argparse.Namespace) -> Callable[[str], None]:
    """Return what tells how things go: lines on standard output, or on standard error beside a document."""

    def tell(words: str) -> None:
        print(words, file=sys.stderr if arguments.json else sys.stdout, flush=True)

    return tell


def table(rows: Sequence[tuple[str, ...]], heads: tuple[str, ...]) -> str:
    """Return lines with columns as wide as they must be."""
    lines = [heads, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(heads))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
                     for line in lines)  # fmt: skip


def ask(question: str, *, yes: bool, otherwise: str) -> bool:
    """Ask for a yes; ``yes`` is one given before. Raises ``WrongUsageError`` where nobody can be asked."""
    if yes:
        return True
    return read_answer(f"{question} [y/N] ", otherwise).lower() in {"y", "yes"}


def read_answer(question: str, otherwise: str) -> str:
    """Return what is typed; ``otherwise`` says what to do where nobody can be asked."""
    if not sys.stdin.isatty():
        raise WrongUsageError(otherwise)
    print(question, end="", file=sys.stderr, flush=True)
    return sys.stdin.readline().strip()


#: What a person writes by hand is never longer.
_LONGEST_TEXT = 2**20


def read_text(path: Path, what: str) -> str:
    """Return a small text file; raises ``WrongUsageError`` where it is none."""
    try:
        with path.open("rb") as file:
            data = file.read(_LONGEST_TEXT + 1)
        text = data.decode("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise WrongUsageError(f"The {what} in {path} cannot be read: {error}") from error
    if len(data) > _LONGEST_TEXT:
        raise WrongUsageError(f"The {what} in {path} cannot be read: they are larger than {_LONGEST_TEXT >> 20} MiB.")
    return text
