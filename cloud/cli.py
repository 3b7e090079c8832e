"""``snapstream-cloud``: the engineer's command line. Runs in the main thread; each command imports what it needs.

Exit codes: 0 done · 1 something failed · 2 wrong usage · 3 the cloud cannot be reached · 4 timed out · 130 interrupted.
"""

# ruff: noqa: T201 -- printing is what a command line does

from __future__ import annotations

import sys
from contextlib import suppress
from importlib.metadata import version
from typing import TYPE_CHECKING

from cloud.commands import (
    cost,
    deploy,
    destroy,
    doctor,
    estimate,
    local,
    outputs,
    package,
    people,
    reanalyze,
    rebuild,
    redrive,
    smoke,
    users,
)
from cloud.commands.exits import DONE, FAILED, INTERRUPTED, TIMED_OUT, UNREACHABLE, USAGE, CommandError, error_document
from cloud.commands.flags import MisreadError, Parser, advise
from cloud.commands.terminal import prepare_streams, say_json, silence_stdout

if TYPE_CHECKING:
    import argparse

__all__ = ["DONE", "FAILED", "INTERRUPTED", "TIMED_OUT", "UNREACHABLE", "USAGE", "main"]

#: In the order of their help: a newsroom's life.
_COMMANDS = (
    local,
    estimate,
    package,
    deploy,
    outputs,
    smoke,
    doctor,
    users,
    cost,
    people,
    reanalyze,
    redrive,
    rebuild,
    destroy,
)


def main(argv: list[str] | None = None) -> int:
    """Run one command; return its exit code."""
    prepare_streams()
    words = sys.argv[1:] if argv is None else argv
    try:
        try:
            return _run(words)
        finally:
            if sys.stdout is not None:  # closed before we began (``>&-``)
                sys.stdout.flush()
    except OSError as error:
        if error.filename is None:
            silence_stdout()  # what is left in the buffer would fail once more at the end
            return _fail(f"The output cannot be written ({error.strerror or error}).", FAILED)
        return _fail(f"{error.filename}: {error.strerror or error}.", FAILED, as_json="--json" in words)
    except KeyboardInterrupt:
        return _fail("Interrupted.", INTERRUPTED)


def _run(words: list[str]) -> int:
    as_json = "--json" in words
    try:
        arguments = make_parser().parse_args(words)
    except MisreadError as error:
        print(error.usage, end="", file=sys.stderr)
        print(f"{error.prog}: error: {error}", file=sys.stderr)
        if as_json:
            say_json(error_document(USAGE, str(error)))
        raise SystemExit(USAGE) from None
    try:
        return int(arguments.run(arguments))
    except CommandError as error:
        return _fail(advise(arguments, str(error)), error.code, as_json=as_json)
    except KeyboardInterrupt:
        going_on = getattr(arguments, "going_on", "")
        return _fail(advise(arguments, f"Interrupted. {going_on}".strip()), INTERRUPTED, as_json=as_json)


def _fail(sentence: str, code: int, *, as_json: bool = False) -> int:
    with suppress(OSError):  # a terminal that was closed meanwhile: nobody reads it
        print(f"snapstream-cloud: {sentence}", file=sys.stderr)
    if as_json:
        say_json(error_document(code, sentence))
    return code


def make_parser() -> argparse.ArgumentParser:
    """Return what reads the command line."""
    parser = Parser(prog="snapstream-cloud", description="Run and look after a SnapStream newsroom.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {version('snapstream')}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in _COMMANDS:
        command.add(commands)
    return parser
