"""One JSON object a line, as Powertools for AWS Lambda writes it, each with the item it is about. Any thread.

::

    {"level": "INFO", "message": "item ended", "timestamp": "2026-11-22T16:15:04.120+00:00", "service": "newsroom",
     "function": "finalize", "request_id": "6f1e…", "correlation_id": "01JD…", "item": "01JD…", "status": "COMPLETED"}

Ids, codes and counts only: no transcript, credential or address goes in. What looks like one is taken out all the same
(``redact``), wherever it came from: a library's warning, an error's text.

``about`` says once for all lines within it which function runs, for which request, on which record and item.
"""

from __future__ import annotations

import functools
import json
import logging
import os
import re
import sys
import traceback
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

#: What a fact may be.
Fact: TypeAlias = "str | float | bool | None"

LOGGER = "snapstream.analysis"
#: Longer than any id or code; nobody's sentences fit in.
_FACT_CHARACTERS = 200
#: Of a library's warning.
_TEXT_CHARACTERS = 2_000
_TRACEBACK_CHARACTERS = 8_000
_GONE = "[redacted]"
#: Credentials, signatures and addresses, by their shape: access keys; the signed part of a URL; bearer
#: tokens and JWTs; session tokens and other long runs of base 64; e-mail addresses.
_SECRETS = re.compile(
    r"\b(?:AKIA|ASIA)[A-Z0-9]{16}\b"
    r"|(?:X-Amz-|AWSAccessKeyId=|Signature=)\S*"
    r"|(?i:\bbearer\s+)\S+"
    r"|\beyJ[\w-]+\.[\w-]+\.[\w-]*"
    r"|[A-Za-z0-9+/]{100,}={0,2}|[A-Za-z0-9_-]{100,}"  # no path: those hold both a slash and a hyphen
    r"|[\w.+-]{1,64}@[\w-]+\.[\w.-]+"
)
#: ``"SecretAccessKey": "…"`` and its like, in JSON, Python or a query.
_NAMED = re.compile(
    r"(?i)((?:secret_?access_?key|session_?token|security-token|password|passphrase|authorization)[\"']?\s*[:=]\s*[\"']?)"
    r"[^\s\"',&}]+"
)
_logger = logging.getLogger(LOGGER)
_logger.setLevel(logging.INFO)
_about: ContextVar[Mapping[str, Fact]] = ContextVar("about", default={})  # noqa: B039 -- never changed, only replaced


def log(event: str, **facts: Fact) -> None:
    """Write one line."""
    _logger.info(event, extra=keys_of(facts))


def log_failure(event: str, error: BaseException, **facts: Fact) -> None:
    """Write one line with the traceback in it; the frames and the error's type, not its text, which may quote data."""
    frames = "".join(traceback.format_tb(error.__traceback__))[-_TRACEBACK_CHARACTERS:]
    _logger.error(event, extra=keys_of(facts) | {"error": type(error).__name__, "traceback": redact(frames)})


@contextmanager
def about(**facts: Fact) -> Iterator[None]:
    """Put these facts into every line that is written within; those that are "" or None are left out."""
    token = _about.set({**_about.get(), **{name: value for name, value in facts.items() if value not in {"", None}}})
    try:
        yield
    finally:
        _about.reset(token)


def redact(text: str) -> str:
    """Return a text without what looks like a credential, a signed URL's query or an address."""
    return _SECRETS.sub(_GONE, _NAMED.sub(rf"\1{_GONE}", text))


class JsonLines(logging.Formatter):
    """Writes records as Powertools does, redacted; what other libraries log goes the same way."""

    def __init__(self) -> None:
        super().__init__()
        from aws_lambda_powertools.logging.formatter import (  # noqa: PLC0415 -- tests and tools write no such lines
            LambdaPowertoolsFormatter,
        )

        self._formatter = LambdaPowertoolsFormatter(
            utc=True,
            use_rfc3339=True,
            log_record_order=["level", "message", "timestamp", "service"],
            location=None,
            service=os.environ.get("POWERTOOLS_SERVICE_NAME", "snapstream"),
        )

    def format(self, record: logging.LogRecord) -> str:
        """Return one line."""
        if record.exc_info:  # a library's: its text may quote data
            record.error = record.exc_info[0].__name__ if record.exc_info[0] else ""
            record.exc_info, record.exc_text = None, None
        if record.name != LOGGER:
            record.msg, record.args = record.getMessage()[:_TEXT_CHARACTERS], None
            vars(record).update(keys_of({"logger": record.name}))
        line = json.loads(self._formatter.format(record))
        return json.dumps(_redacted(line), ensure_ascii=False, separators=(",", ":"))


@functools.cache
def start() -> None:
    """Within Lambda, let all lines go to standard output as JSON; elsewhere logging stays as it was set."""
    if "AWS_LAMBDA_FUNCTION_NAME" not in os.environ:
        return
    handler = _StandardOutput()
    handler.setFormatter(JsonLines())
    logging.getLogger().handlers[:] = [handler]


class _StandardOutput(logging.Handler):
    """Writes to what standard output is at that moment."""

    def emit(self, record: logging.LogRecord) -> None:
        try:
            sys.stdout.write(self.format(record) + "\n")
            sys.stdout.flush()
        except Exception:  # noqa: BLE001 -- a line that cannot be written must not end what it tells of
            self.handleError(record)


def keys_of(facts: Mapping[str, Fact]) -> dict[str, Fact]:
    """Return the keys of a line; ``correlation_id`` is what Powertools calls the item."""
    known = {**_about.get(), **facts}
    if known.get("item"):
        known["correlation_id"] = known["item"]
    return {name: _short(value) for name, value in known.items()}


def _short(value: Fact) -> Fact:
    if not isinstance(value, str):
        return value
    text = redact(value[:_TEXT_CHARACTERS])
    return text if len(text) <= _FACT_CHARACTERS else f"{text[:_FACT_CHARACTERS]}…"


def _redacted(value: object) -> object:
    match value:
        case str():
            return redact(value)
        case dict():
            return {name: _redacted(each) for name, each in value.items()}
        case list():
            return [_redacted(each) for each in value]
        case _:
            return value
