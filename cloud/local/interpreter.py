"""Stands in for Python in a built program, which has no interpreter to start: runs our server, or a worker's script.

The embedded cloud starts its server, and the emulator each worker, as ``sys.executable`` with a module or a script. In
a built program that is ``snapstream-cloud`` itself (PyInstaller Manual, "Run-time Information"), so it understands
those two calls. Main thread, before anything else is loaded.
"""

from __future__ import annotations

import runpy
import sys
from pathlib import Path

#: What may be run as a module: only what we start ourselves.
_MODULES = frozenset({"cloud.local.server"})


def interpret(arguments: list[str]) -> bool:
    """Run what the arguments name as Python would; False where they are no such call."""
    match arguments:
        case ["-P", "-m", module, *rest] if module in _MODULES:
            sys.argv = [module, *rest]
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        case [script, *_] if script.endswith(".py") and Path(script).is_file():
            sys.argv = arguments
            runpy.run_path(script, run_name="__main__")
        case _:
            return False
    return True
