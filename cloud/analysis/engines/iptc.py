"""IPTC IIM: the fields that agencies have written into photographs since 1991 (IPTC, "IIM Version 4.2"). Pure."""

from __future__ import annotations

import re
from datetime import datetime

from cloud.analysis.engines.embedded import Embedded

_UTF8 = b"\x1b%G"
_DATASET = 0x1C
_CHARSET = (1, 90)
_APPLICATION_RECORD = 2
_RESOURCE = b"8BIM\x04\x04"


def read_iim(data: bytes) -> Embedded:
    """Read the datasets, as far as they are sound; ``data`` may be Photoshop's resources around them."""
    at = data.find(_RESOURCE)
    fields: dict[int, list[bytes]] = {}
    is_utf8 = False
    for record, number, value in _datasets(data, max(0, data.find(bytes([_DATASET]), max(0, at)))):
        if (record, number) == _CHARSET:
            is_utf8 = value == _UTF8
        elif record == _APPLICATION_RECORD:
            fields.setdefault(number, []).append(value)
    texts = {number: tuple(_decode(value, is_utf8=is_utf8) for value in values) for number, values in fields.items()}

    def one(number: int) -> str:
        return texts.get(number, ("",))[0]

    return Embedded(
        keywords=texts.get(25, ()),
        headline=one(105),
        caption=one(120),
        bylines=texts.get(80, ()),
        credit=one(110),
        rights=one(116),
        captured_at=_moment(one(55), one(60)),
    )


def _datasets(data: bytes, at: int) -> list[tuple[int, int, bytes]]:
    found = []
    while at + 5 <= len(data) and data[at] == _DATASET:
        record, number = data[at + 1], data[at + 2]
        size = int.from_bytes(data[at + 3 : at + 5])
        at += 5
        if size & 0x8000:  # an extended dataset: these are the bytes of its length
            width = size & 0x7FFF
            size = int.from_bytes(data[at : at + width])
            at += width
        if at + size > len(data):
            break
        found.append((record, number, data[at : at + size]))
        at += size
    return found


def _decode(value: bytes, *, is_utf8: bool) -> str:
    """Decode by the declared character set; undeclared, try UTF-8, then what Windows wrote."""
    if is_utf8:
        return value.decode("utf-8", "replace")
    try:
        return value.decode("utf-8")
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")


def _moment(date: str, time: str) -> str | None:
    """Join Date Created (CCYYMMDD) and Time Created (HHMMSS±HHMM); None without a time of day."""
    found = re.fullmatch(r"(\d{6})(?:([+-]\d{2})(\d{2}))?", time.strip())
    if found is None:
        return None
    try:
        moment = datetime.strptime(date.strip() + found[1], "%Y%m%d%H%M%S")  # noqa: DTZ007 - the zone is added as written
    except ValueError:
        return None
    return moment.isoformat() + (f"{found[2]}:{found[3]}" if found[2] else "")
