"""Small files that several processes read: written whole or not at all."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path
from typing import cast

#: What a JSON object of ours holds.
Document = dict[str, object]


def write_private(path: Path, text: str) -> None:
    """Replace a file atomically, readable by this user alone (mode 0600)."""
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mkstemp makes it 0600
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def write_document(path: Path, document: Document) -> None:
    """Replace a JSON file atomically."""
    write_private(path, json.dumps(document, indent=2))


def read_document(path: Path) -> Document:
    """Return a JSON file's object; an empty one where there is none or it is not whole."""
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return cast("Document", document) if isinstance(document, dict) else {}
