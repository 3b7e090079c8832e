"""The console entry ``snapstream``: picks window or headless, and imports Qt only for the window. Main thread."""

from __future__ import annotations

import os
import sys

from desktop import cli, logs
from desktop.display import missing_display, missing_libraries


def main() -> int:
    """Run the program; returns the exit code."""
    logs.catch_uncaught()
    call = cli.parse(sys.argv[1:])
    if isinstance(call, cli.Call):
        return call.run()
    # Qt's player looks for sound servers when it is loaded, and tells the terminal which it did not find.
    os.environ.setdefault("QT_LOGGING_RULES", "qt.multimedia.symbolsresolver=false")
    why = missing_display() or missing_libraries()
    if why:
        return cli.run_headless(call, why)
    from desktop.ui.application import run  # noqa: PLC0415 - headless calls must not load Qt

    logs.begin(call.data_dir.logs)
    return run(call.data_dir, local=call.is_local, newsroom=call.newsroom, folders=call.folders)


if __name__ == "__main__":
    sys.exit(main())
