"""SRT and WebVTT. Pure; any thread.

WebVTT after W3C, "WebVTT: The Web Video Text Tracks Format" (section 4: syntax); SRT after what players read, as there
is no standard: a number, two times with a comma, lines, an empty line.
"""

from __future__ import annotations

import html
from typing import TYPE_CHECKING

from desktop.item.exports.cues import cues_of
from desktop.item.exports.spoken import timecode

if TYPE_CHECKING:
    from desktop.item.exports.spoken import Spoken

#: An arrow would be read as a line of times.
_ARROW, _SAFE_ARROW = "-->", "→"


def srt(spoken: Spoken) -> bytes:
    """Return SubRip text: a speaker's name stands before what they say, where it changes."""
    blocks = []
    for number, cue in enumerate(cues_of(spoken.words, with_names=True), start=1):
        times = f"{timecode(cue.start_ms, ',')} {_ARROW} {timecode(cue.end_ms, ',')}"
        text = "\r\n".join(line.replace(_ARROW, _SAFE_ARROW) for line in cue.lines)
        blocks.append(f"{number}\r\n{times}\r\n{text}\r\n")
    return "\r\n".join(blocks).encode()


def vtt(spoken: Spoken, note: str = "") -> bytes:
    """Return WebVTT: speakers as voice spans; ``note`` stands above it for who opens the file."""
    parts = ["WEBVTT"]
    if note:
        parts.append(f"NOTE {' '.join(note.split()).replace(_ARROW, _SAFE_ARROW)}")
    for cue in cues_of(spoken.words):
        text = "\n".join(html.escape(line, quote=False) for line in cue.lines)
        voice = f"<v {_annotation(cue.speaker)}>" if cue.speaker else ""
        parts.append(f"{timecode(cue.start_ms)} {_ARROW} {timecode(cue.end_ms)}\n{voice}{text}")
    return ("\n\n".join(parts) + "\n").encode()


def _annotation(name: str) -> str:
    """Return a name as an annotation takes it: one line, no ``>``, ``&`` written out."""
    return html.escape(" ".join(name.split()), quote=False)
