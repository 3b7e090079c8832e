"""Whoever kills the server kills its workers with it.

A worker notices a killed server only when it has finished what it is doing, and the speech engine holds Python's lock
for a minute at a time, so that no thread of the worker's own could look. So one small process waits for the server's
end of a pipe to close, which the kernel does however the server ends, and then ends the server's process group:
the workers, and itself. The group's number cannot be anybody else's meanwhile, because the watchdog is in it.
"""

from __future__ import annotations

import os
import subprocess


def keep_group_together() -> subprocess.Popen[bytes] | None:
    """Start the watchdog of this process's own group; keep what it returns. None on Windows (the prelude does it)."""
    if os.name == "nt":
        return None
    if os.getpgrp() != os.getpid():
        os.setpgid(0, 0)  # started by hand: its shell's other processes are none of ours
    return subprocess.Popen(
        ["/bin/sh", "-c", "trap '' TERM INT HUP; read -r _; kill -9 0"],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
