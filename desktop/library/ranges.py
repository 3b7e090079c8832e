"""Reads what stands after ``date:``, ``duration:`` and ``size:``: one value, ``a..b``, ``>a``, ``<=b``. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from desktop.library.tree import Field, Mistake, MistakeCode, Range

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.library.lexer import Part

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_LAST_DAYS = re.compile(r"(\d{1,5})d")
_CLOCK = re.compile(r"(?:(\d{1,4}):)?(\d{1,4}):(\d{2})")
_DURATION = re.compile(r"(?:(\d+)h)?(?:(\d+)(?:m|min))?(?:(\d+)s?)?", re.IGNORECASE)
_SIZE = re.compile(r"(\d+(?:[.,]\d+)?)(b|kb|mb|gb|tb)?", re.IGNORECASE)
_UNITS = {"b": 1, "kb": 10**3, "mb": 10**6, "gb": 10**9, "tb": 10**12}
_NAMED_DAYS = {"today": (0, 1), "yesterday": (-1, 0)}
_LONGEST = 20
_MONTHS = 12
#: What SQLite holds in a column, generously less.
_MOST = 2**53


@dataclass(frozen=True, slots=True)
class _Span:
    """One value: it begins at ``low`` and the next of its unit at ``high``."""

    low: int
    high: int
    is_relative: bool = False


def read_range(field: Field, part: Part, start: int) -> Range | Mistake:
    """Read one value of a field with an order; ``start`` is where the term begins."""
    read, code = _readers(field)
    text = part.text.strip()
    comparison = re.match(r"([<>]=?)", text)
    first, dots, last = text[comparison.end() :].partition("..") if comparison else text.partition("..")
    low, high = read(first), read(last)
    is_read = bool(first or last) and bool(low or not first) and bool(high or not last)
    if not is_read or (comparison and dots) or (low and high and low.is_relative is not high.is_relative):
        return Mistake(code, part.start, part.end, part.text)
    if low and high and low.low >= high.high:
        return Mistake(MistakeCode.RANGE_BACKWARDS, part.start, part.end, part.text)
    if low and not dots:
        edges = _compared(field, comparison.group(), low) if comparison else _whole(field, low)
    else:
        edges = (low.low if low else None, high.high if high else None)
    is_relative = any(span.is_relative for span in (low, high) if span)
    target = Field.DATE if field in {Field.BEFORE, Field.AFTER} else field
    return Range(target, *edges, start, part.end, is_relative=is_relative)


def _whole(field: Field, span: _Span) -> tuple[int | None, int | None]:
    """Return what one value means: ``before:`` ends where it begins, ``after:`` begins there."""
    match field:
        case Field.BEFORE:
            return None, span.low
        case Field.AFTER:
            return span.low, None
    return span.low, span.high


def _compared(field: Field, comparison: str, span: _Span) -> tuple[int | None, int | None]:
    """Return what ``>`` and the like mean: a day is a day, but 60.5 s is longer than 60 s."""
    after = span.low + 1 if field in {Field.DURATION, Field.SIZE} else span.high
    return {"<": (None, span.low), "<=": (None, after), ">": (after, None), ">=": (span.low, None)}[comparison]


def _readers(field: Field) -> tuple[Callable[[str], _Span | None], MistakeCode]:
    match field:
        case Field.DURATION:
            return _read_duration, MistakeCode.NOT_A_DURATION
        case Field.SIZE:
            return _read_size, MistakeCode.NOT_A_SIZE
    return _read_days, MistakeCode.NOT_A_DATE


def _read_days(text: str) -> _Span | None:
    """Read ``2026-10-01``, ``2026-10``, ``2026``, ``today``, ``yesterday``, ``7d`` (the last seven days)."""
    text = text.lower()
    if text in _NAMED_DAYS:
        return _Span(*_NAMED_DAYS[text], is_relative=True)
    last = _LAST_DAYS.fullmatch(text)
    if last:
        return _Span(1 - int(last.group(1)), 1, is_relative=True)
    found = _DATE.fullmatch(text)
    if not found:
        return None
    year, month, day = (int(group) if group else None for group in found.groups())
    assert year is not None
    try:
        begins = date(year, month or 1, day or 1)
        if day:
            ends = begins + timedelta(days=1)
        elif month:
            ends = date(year + month // _MONTHS, month % _MONTHS + 1, 1)
        else:
            ends = date(year + 1, 1, 1)
    except (ValueError, OverflowError):
        return None
    return _Span(begins.toordinal(), ends.toordinal())


def _read_duration(text: str) -> _Span | None:
    """Read ``90``, ``90s``, ``2m``, ``1h30m``, ``1:30``, ``1:02:03``; in milliseconds."""
    clock = _CLOCK.fullmatch(text)
    if clock:
        hours, minutes, seconds = (int(group or 0) for group in clock.groups())
        return _milliseconds(hours, minutes, seconds, unit_s=1)
    found = _DURATION.fullmatch(text) if text and len(text) <= _LONGEST else None
    if not found:
        return None
    hours, minutes, seconds = (int(group or 0) for group in found.groups())
    unit_s = 1 if found.group(3) else 60 if found.group(2) else 3600
    return _milliseconds(hours, minutes, seconds, unit_s=unit_s)


def _milliseconds(hours: int, minutes: int, seconds: int, *, unit_s: int) -> _Span | None:
    low = (hours * 3600 + minutes * 60 + seconds) * 1000
    return _Span(low, low + unit_s * 1000) if low < _MOST else None


def _read_size(text: str) -> _Span | None:
    """Read ``500kb``, ``1.5GB``, ``1000``; units are decimal, as the window shows them."""
    found = _SIZE.fullmatch(text) if len(text) <= _LONGEST else None
    if not found:
        return None
    unit = _UNITS[(found.group(2) or "b").lower()]
    number = found.group(1).replace(",", ".")
    low = round(float(number) * unit)
    step = unit // 10 if "." in number else unit
    return _Span(low, low + max(step, 1)) if low < _MOST else None
