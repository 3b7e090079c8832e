"""What the command line prints: one JSON document, or short lines; progress on standard error. Main thread."""

from __future__ import annotations

import json
import os
import re
import sys
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from desktop.core.words import printable

if TYPE_CHECKING:
    from cloud.contract.record import Json

_ERASE = "\r\033[K"
_SURROGATE = re.compile("[\ud800-\udfff]")


class OutputLost(Exception):
    """The result cannot be written; the message is the whole sentence."""


class Terminal:
    """Standard output for results, standard error for everything else."""

    def __init__(self, *, is_json: bool) -> None:
        self.is_json = is_json
        self._is_tty = bool(sys.stderr is not None and sys.stderr.isatty())
        self._status = ""

    def print_json(self, document: Json, *, is_line: bool = False) -> None:
        """Print one document (``is_line``: on a line of its own, at once).

        ASCII alone, so that it is the same in every locale. Always strictly valid Unicode: bytes of a name that are no
        text are U+FFFD each, so such a path is for people to read, not to open. Raises ``OutputLost``.
        """
        _print(json.dumps(_strict(document), indent=None if is_line else 2))

    def print_line(self, text: str = "") -> None:
        """Print a line of the result for people. Raises ``OutputLost``."""
        self._clear()
        _print(text)

    def say(self, text: str) -> None:
        """Tell the person something beside the result."""
        self._clear()
        _tell(f"snapstream: {text}\n")

    def show_progress(self, text: str) -> None:
        """Show how far things are: one line that is written over; nothing where nobody looks."""
        if self._is_tty and text != self._status:
            self._status = text
            width = max(_columns() - 1, 20)
            _tell(f"{_ERASE}{text[:width]}")

    def _clear(self) -> None:
        if self._is_tty and self._status:
            self._status = ""
            _tell(_ERASE)

    def end(self) -> None:
        """Leave the terminal tidy."""
        self._clear()


def _print(line: str) -> None:
    try:
        print(line, flush=True)  # noqa: T201 - printing is what a terminal is for
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputLost(f"The output cannot be written ({error.strerror or error}).") from error


def _tell(text: str) -> None:
    # A terminal that was closed meanwhile: nobody reads it, and the work goes on to its end.
    with suppress(OSError):
        print(text, end="", file=sys.stderr, flush=True)  # noqa: T201 - printing is what a terminal is for


def _strict(document: Json) -> Json:
    match document:
        case str():
            return _SURROGATE.sub("\ufffd", document)
        case list():
            return [_strict(value) for value in document]
        case dict():
            return {_SURROGATE.sub("\ufffd", name): _strict(value) for name, value in document.items()}
        case _:
            return document


def prepare_streams() -> None:
    """Let no name, however strange, end the program at being printed."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def silence_stdout() -> None:
    """Let nothing more be written: the reader is gone (``| head``)."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def name_of(path: str) -> str:
    """Return a path's last part as it can be printed."""
    return printable(PurePath(path).name or path)


def now_text() -> str:
    """Return this moment for an event's ``at``."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _columns() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns
    except (OSError, ValueError):
        return 80
