"""The log file, what never gets into it, and what becomes of errors that nobody caught. Set up once, at entry."""

from __future__ import annotations

import logging
import logging.handlers
import re
import sys
import threading
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

_log = logging.getLogger("desktop")

FILE = "snapstream.log"
_BYTES = 2 * 1024**2
_FILES = 3
#: What would let somebody in: parts of presigned addresses, keys and tokens of AWS (IAM User Guide, "IAM identifiers"),
#: access tokens of the newsroom (RFC 7519, in its compact form).
_SECRETS = re.compile(
    r"(?i)(X-Amz-(?:Signature|Credential|Security-Token)=|Signature=|AWSAccessKeyId=|"
    r"(?:secret_access_key|session_token|access_token|refresh_token|password|authorization)[\"']?\s*[:=]\s*[\"']?"
    r"(?:Bearer )?)[^\s&\"',}]+"
    r"|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"
    r"|\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,}"
)


class _Redacting(logging.Formatter):
    """Writes records with everything secret taken out, tracebacks included."""

    def format(self, record: logging.LogRecord) -> str:
        text = super().format(record)
        return redact(text).encode("utf-8", "backslashreplace").decode("utf-8")


def redact(text: str) -> str:
    """Take out credentials and signatures."""
    return _SECRETS.sub(lambda match: f"{match[1] or ''}…", text)


def begin(folder: Path) -> Path:
    """Log into ``folder/snapstream.log``, 6 MB at most; returns the file. Without a place to write, it logs nothing."""
    logging.captureWarnings(capture=True)
    logging.raiseExceptions = False  # a full disk must not end in tracebacks about logging
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    for name in ("botocore", "boto3", "urllib3", "watchdog", "filelock", "PIL", "s3transfer"):
        logging.getLogger(name).setLevel(logging.WARNING)
    path = folder / FILE
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        handler = logging.handlers.RotatingFileHandler(
            path, maxBytes=_BYTES, backupCount=_FILES - 1, encoding="utf-8", errors="backslashreplace", delay=True
        )
    except OSError:
        root.addHandler(logging.NullHandler())
        return path
    handler.setFormatter(_Redacting("%(asctime)s %(process)d %(threadName)s %(levelname)s %(name)s: %(message)s"))
    root.addHandler(handler)
    return path


def catch_uncaught() -> None:
    """Log what nobody caught, in the main thread and in others, instead of printing tracebacks at people."""
    sys.excepthook = _on_uncaught
    threading.excepthook = _on_uncaught_in_thread


def _on_uncaught(kind: type[BaseException], error: BaseException, traceback: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    _log.critical("nobody caught this", exc_info=(kind, error, traceback))
    if sys.stderr is not None:
        sys.stderr.write(f"snapstream: Something went wrong ({kind.__name__}). It is written down in the log.\n")


def _on_uncaught_in_thread(arguments: threading.ExceptHookArgs) -> None:
    if arguments.exc_value is None:
        return
    name = arguments.thread.name if arguments.thread else "a thread"
    _log.critical(
        "nobody caught this in %s", name, exc_info=(arguments.exc_type, arguments.exc_value, arguments.exc_traceback)
    )
