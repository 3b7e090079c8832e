"""Plain text and JSON. Pure; any thread."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from desktop.item.exports.spoken import paragraphs, short_timecode

if TYPE_CHECKING:
    from cloud.contract.record import Json
    from desktop.item.exports.spoken import Spoken


def txt(spoken: Spoken, note: str = "") -> bytes:
    """Return text to be read: a paragraph a speaker, each with its time."""
    head = [spoken.title, *([spoken.byline] if spoken.byline else []), spoken.filename, *([note] if note else [])]
    blocks = ["\n".join(head)]
    for each in paragraphs(spoken.words):
        who = f" {each.speaker}" if each.speaker else ""
        blocks.append(f"[{short_timecode(each.start_ms)}]{who}\n{each.text}")
    return ("\n\n".join(blocks) + "\n").encode()


def as_json(spoken: Spoken) -> bytes:
    """Return every word with its times, its speaker and how sure it is, for programs."""
    words: list[Json] = [
        {
            "text": word.text,
            "start_ms": word.start_ms,
            "end_ms": word.end_ms,
            "confidence": round(word.confidence, 1),
            **({"speaker": word.speaker} if word.speaker else {}),
        }
        for word in spoken.words
    ]
    said: list[Json] = [
        {"start_ms": each.start_ms, "end_ms": each.end_ms, "speaker": each.speaker, "text": each.text}
        for each in paragraphs(spoken.words)
    ]
    document: dict[str, Json] = {
        "item_id": spoken.item_id,
        "title": spoken.title,
        "filename": spoken.filename,
        "byline": spoken.byline,
        "uploaded_at": spoken.uploaded_at,
        "duration_ms": spoken.duration_ms,
        "language": spoken.language,
        "engine": spoken.engine,
        "rough": spoken.is_rough,
        "paragraphs": said,
        "words": words,
    }
    return (json.dumps(document, ensure_ascii=False, indent=1) + "\n").encode()
