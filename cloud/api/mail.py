"""Where letters go: SES, or a file of the embedded cloud that ``snapstream-cloud local mail`` shows. Any thread."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from cloud.contract.record import now_text

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

#: How many letters the file keeps.
_KEPT = 100


class SesMail:
    """``Mail`` by SES (version 2 of its API)."""

    def __init__(self, client: Any, sender: str) -> None:  # noqa: ANN401 -- botocore makes its clients at run time
        self._client = client
        self._sender = sender

    def send(self, to: str, subject: str, text: str) -> None:
        """Send one letter, as plain text."""
        self._client.send_email(
            FromEmailAddress=self._sender,
            Destination={"ToAddresses": [to]},
            Content={
                "Simple": {
                    "Subject": {"Data": subject, "Charset": "UTF-8"},
                    "Body": {"Text": {"Data": text, "Charset": "UTF-8"}},
                }
            },
        )


@dataclass(frozen=True, slots=True, repr=False)
class KeptLetter:
    """A letter in the file."""

    to: str
    subject: str
    text: str
    sent_at: str


class FileMail:
    """``Mail`` in a file of one's own (mode 0600), the newest last. One process writes it."""

    def __init__(self, path: Path, now: Callable[[], datetime]) -> None:
        self._path = path
        self._now = now
        self._lock = threading.Lock()

    def send(self, to: str, subject: str, text: str) -> None:
        """Keep one letter; a reader sees all of it or nothing."""
        letter = KeptLetter(to, subject, text, now_text(self._now()))
        with self._lock:
            kept = [*read_letters(self._path), letter][-_KEPT:]
            fresh = self._path.with_suffix(".part")
            fresh.unlink(missing_ok=True)
            descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "w", encoding="utf-8") as file:
                json.dump({"letters": [asdict(each) for each in kept]}, file, indent=1)
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._path)


def read_letters(path: Path) -> list[KeptLetter]:
    """Return the letters in a file, oldest first; none where there is no file, or one that cannot be read."""
    try:
        return [KeptLetter(**each) for each in json.loads(path.read_text("utf-8"))["letters"]]
    except (OSError, ValueError, KeyError, TypeError):
        return []
