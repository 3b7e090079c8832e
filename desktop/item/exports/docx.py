"""DOCX, by python-docx. Any thread."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import docx
from docx.shared import Pt, RGBColor

from desktop.item.exports.spoken import paragraphs, short_timecode

if TYPE_CHECKING:
    from desktop.item.exports.spoken import Spoken

#: What XML 1.0 cannot hold (section 2.2, "Characters"), but for tab and line breaks.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_GREY = RGBColor(0x61, 0x61, 0x6D)


def docx_document(spoken: Spoken, note: str = "") -> bytes:
    """Return a document to be edited: title, facts, then a paragraph a speaker with time and name."""
    made = docx.Document()
    made.core_properties.title = _plain(spoken.title)[:255]
    made.core_properties.author = _plain(spoken.byline)[:255]
    made.core_properties.language = spoken.language
    made.add_heading(_plain(spoken.title), level=1)
    facts = " · ".join(part for part in (spoken.byline, spoken.filename, note) if part)
    run = made.add_paragraph().add_run(_plain(facts))
    run.font.size = Pt(9)
    run.font.color.rgb = _GREY
    for each in paragraphs(spoken.words):
        paragraph = made.add_paragraph()
        time = paragraph.add_run(f"{short_timecode(each.start_ms)}  ")
        time.font.color.rgb = _GREY
        time.font.size = Pt(9)
        if each.speaker:
            paragraph.add_run(f"{_plain(each.speaker)}: ").bold = True
        paragraph.add_run(_plain(each.text))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _plain(text: str) -> str:
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text)
