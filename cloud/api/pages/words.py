"""How pages say times, sizes, states and errors: the words of the window. Pure; any thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from http import HTTPStatus

_KB = 1000
_MINUTE_S, _HOUR_S = 60, 3600
_WEEK_DAYS, _YEAR_DAYS = 7, 300
_HOUR_MS, _MINUTE_MS, _SECOND_MS = 3_600_000, 60_000, 1_000


@dataclass(frozen=True, slots=True)
class Told:
    """What happened, why, and what to do."""

    title: str
    text: str
    action: str = ""  #: what the link says
    href: str = ""


def moment(text: str, now: datetime) -> str:
    """Return a moment as people say it, in UTC: pages do not know where their reader is."""
    then = _read(text)
    if then is None:
        return text
    ago_s = (now - then).total_seconds()
    if 0 <= ago_s < _MINUTE_S:
        return "just now"
    if 0 <= ago_s < _HOUR_S:
        minutes = int(ago_s // _MINUTE_S)
        return f"{minutes} min ago"
    days = (now.astimezone(UTC).date() - then.date()).days
    if days == 0:
        return f"{then:%H:%M} UTC"
    if days == 1:
        return f"Yesterday {then:%H:%M} UTC"
    return f"{then:%a} {then.day} {then:%b}" if 0 < days < _YEAR_DAYS else f"{then.day} {then:%b %Y}"


def moment_in_full(text: str) -> str:
    """Return a moment with its date and time, in UTC; the text itself where it is none."""
    then = _read(text)
    if then is None:
        return text
    shown = f"{then:%a} {then.day} {then:%b %Y, %H:%M}"
    return f"{shown} UTC" if datetime.fromisoformat(text).tzinfo else shown  # bare: a camera's clock


def _read(text: str) -> datetime | None:
    """Return a moment in UTC; None for what is none, or is one beyond the calendar there."""
    try:
        then = datetime.fromisoformat(text)
        return (then if then.tzinfo else then.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def until(text: str, now: datetime) -> str:
    """Return a moment to come, as short as it can be said: ``Sat 06:00``; its date where it is far."""
    then = _read(text)
    if then is None:
        return "Locked"
    days = (then.date() - now.astimezone(UTC).date()).days
    if days == 0:
        return f"{then:%H:%M} UTC"
    return f"{then:%a %H:%M}" if days < _WEEK_DAYS else f"{then.day} {then:%b %Y}"


def day(now: datetime) -> str:
    """Return a day's name and date."""
    return f"{now.astimezone(UTC):%A} {now.astimezone(UTC).day} {now.astimezone(UTC):%B}"


def size(size_bytes: int) -> str:
    """Return a size in KB, MB, GB or TB."""
    amount, unit = float(size_bytes), "bytes"
    for bigger in ("KB", "MB", "GB", "TB"):
        if amount < _KB:
            break
        amount, unit = amount / _KB, bigger
    return f"{amount:.0f} {unit}" if unit in {"bytes", "KB", "MB"} else f"{amount:.1f} {unit}"


def clock(ms: int) -> str:
    """Return a place on a time axis: ``2:17``, ``1:02:17``."""
    hours, rest = divmod(max(ms, 0), _HOUR_MS)
    minutes, rest = divmod(rest, _MINUTE_MS)
    seconds = rest // _SECOND_MS
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def count(number: int, one: str, many: str = "") -> str:
    """Return a number with its noun: ``1 item``, ``1,386 items``."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def initials(name: str) -> str:
    """Return what stands for a person where there is no room for a name."""
    parts = name.split()
    return "".join(part[0] for part in (parts[:1] + parts[1:][-1:])).upper() or "?"


def age(seconds: int) -> str:
    """Return how long something has waited."""
    if seconds < _MINUTE_S:
        return f"{seconds} s"
    if seconds < _HOUR_S:
        return f"{seconds // _MINUTE_S} min"
    return f"{seconds // _HOUR_S} h {seconds % _HOUR_S // _MINUTE_S} min"


def later(retry_after: str) -> str:
    """Return when to try again, from a ``Retry-After`` in seconds."""
    seconds = int(retry_after) if retry_after.isdigit() else _MINUTE_S
    if seconds < _MINUTE_S:
        return f"Try again in {count(max(seconds, 1), 'second')}."
    return f"Try again in {count(-(-seconds // _MINUTE_S), 'minute')}."


#: What is told of each error: by status and code, or by status alone.
_TOLD = {
    (HTTPStatus.NOT_FOUND, "no_item"): Told(
        "This item is not here",
        "It was deleted, or it is in somebody’s own library.",
        "Back to the library",
        "/library",
    ),
    (HTTPStatus.NOT_FOUND, ""): Told(
        "There is no such page", "The address may be cut off or mistyped.", "To the start", "/"
    ),
    (HTTPStatus.FORBIDDEN, "csrf"): Told(
        "This page was open too long",
        "The form was made for another session, so nothing was done. Load the page again and send it once more.",
        "To the start",
        "/",
    ),
    (HTTPStatus.FORBIDDEN, "role"): Told(
        "Your role may not open this", "Ask an admin of the newsroom.", "To the start", "/"
    ),
    (HTTPStatus.FORBIDDEN, ""): Told("This is not allowed", "{detail}", "Back to the library", "/library"),
    (HTTPStatus.METHOD_NOT_ALLOWED, ""): Told("This page cannot do that", "Open it by its link.", "To the start", "/"),
    (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, ""): Told(
        "That was too much to send", "Files go by the upload page, not here.", "To the upload page", "/library/upload"
    ),
    (HTTPStatus.TOO_MANY_REQUESTS, ""): Told("This was tried too often", "{later}", "To the start", "/"),
    (HTTPStatus.SERVICE_UNAVAILABLE, ""): Told(
        "The newsroom is not ready just now",
        "Its cloud does not answer at this moment. Nothing is lost; uploads of the application go on by themselves. "
        "{later}",
        "See if it is up",
        "/status",
    ),
    (HTTPStatus.INTERNAL_SERVER_ERROR, ""): Told(
        "Something went wrong here",
        "It is written down for the engineer. Nothing of yours was changed halfway.",
        "To the start",
        "/",
    ),
}
_OTHER = Told("This cannot be done", "{detail}", "To the start", "/")


def error(status: HTTPStatus, code: str, detail: str, retry_after: str) -> Told:
    """Return the words of an error's page. Nothing of what is inside is told."""
    told = _TOLD.get((status, code)) or _TOLD.get((status, "")) or _OTHER
    text = told.text.replace("{later}", later(retry_after)).replace("{detail}", detail or "Go back and try again.")
    return Told(told.title, text, told.action, told.href)
