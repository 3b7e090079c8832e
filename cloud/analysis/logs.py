"""One JSON object a line, as log queries like it. Ids and counts only: no transcript, credential or address goes in."""

from __future__ import annotations

import json
import logging
import traceback

_logger = logging.getLogger("snapstream.analysis")
_logger.setLevel(logging.INFO)


def log(event: str, **facts: str | float | bool | None) -> None:
    """Write one line."""
    _logger.info(json.dumps({"event": event, **facts}))


def log_failure(event: str, error: BaseException, **facts: str | float | bool | None) -> None:
    """Write one line with the traceback in it; the frames and the error's type, not its text, which may quote data."""
    frames = "".join(traceback.format_tb(error.__traceback__))
    _logger.error(json.dumps({"event": event, "error": type(error).__name__, "traceback": frames, **facts}))
