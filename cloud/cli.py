"""``snapstream-cloud``: the engineer's command line. Runs in the main thread; each command imports what it needs.

Exit codes: 0 done · 1 something failed · 2 wrong usage · 3 the cloud cannot be reached · 4 timed out.
"""

# ruff: noqa: T201 -- printing is what a command line does

from __future__ import annotations

import argparse
import os
import sys
from importlib.metadata import version

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
from cloud.commands.common import DONE, FAILED, TIMED_OUT, UNREACHABLE, USAGE, CommandError

__all__ = ["DONE", "FAILED", "TIMED_OUT", "UNREACHABLE", "USAGE", "main"]

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
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except CommandError as error:
        print(f"snapstream-cloud: {error}", file=sys.stderr)
        return error.code
    except BrokenPipeError:  # whoever reads has read enough; what is left in the buffer would fail at the end again
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except KeyboardInterrupt:
        print("snapstream-cloud: interrupted", file=sys.stderr)
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="snapstream-cloud", description="Run and look after a SnapStream newsroom.")
    parser.add_argument("--version", action="version", version=f"%(prog)s {version('snapstream')}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in _COMMANDS:
        command.add(commands)
    return parser
