"""Times, sizes, durations and counts as people read them. Pure; any thread."""

from __future__ import annotations

import functools
import html
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, QTime

from cloud.contract.status import AnalysisName, Profile

if TYPE_CHECKING:
    from cloud.contract.item import Item

_KILO = 1000
_MINUTE_S = 60
_HOUR_S = 3600
_WEEK_DAYS = 6
_CLOCK = "HH:mm"


def tr(text: str) -> str:
    """Translate a phrase that belongs to no widget."""
    return QCoreApplication.translate("Phrases", text)


def mark(text: str) -> str:
    """Return a text of a table, made before there is a translation, as it is: it goes through ``tr`` when shown."""
    return text


def tooltip(text: str) -> str:
    """Return a text as a tooltip shows it literally: Qt would take one that looks like HTML as such, files and all."""
    return f"<qt>{html.escape(text)}</qt>" if text else ""


def locale() -> QLocale:
    """Return how figures and days are written; in English where nobody chose a language."""
    found = QLocale()
    return QLocale(QLocale.Language.English) if found.language() == QLocale.Language.C else found


def number(value: int) -> str:
    """Return ``1,204`` as the language groups it."""
    return locale().toString(value)


def decimal(value: float, digits: int = 1) -> str:
    """Return ``12.5`` as the language points it."""
    return locale().toString(value, "f", digits)


def stamp(when: date, form: str) -> str:
    """Return a day or a time in a form of Qt's (``ddd d MMM, HH:mm``), days and months in the language.

    Tiles that are scrolled by ask for the same days again and again, and Qt takes its time over each.
    """
    language = QLocale().name()
    if not isinstance(when, datetime):
        return _day_stamp(language, when, form)
    if form == _CLOCK:
        return _clock_stamp(language, when.hour, when.minute)
    if "H" not in form:
        return _day_stamp(language, when.date(), form)
    day, time = QDate(when.year, when.month, when.day), QTime(when.hour, when.minute, when.second)
    return locale().toString(QDateTime(day, time), form)


@functools.lru_cache(maxsize=4096)
def _day_stamp(_language: str, when: date, form: str) -> str:
    return locale().toString(QDate(when.year, when.month, when.day), form)


@functools.lru_cache(maxsize=4096)
def _clock_stamp(_language: str, hour: int, minute: int) -> str:
    return locale().toString(QTime(hour, minute), _CLOCK)


def count(amount: int, one: str, many: str) -> str:
    """Return ``1 file`` or ``1,204 files``, written ``{n} file`` and ``{n} files``, in the language's own plural forms.

    A translation is found by ``many``; ``one`` stands beside it, for whoever translates.
    """
    said = QCoreApplication.translate("Phrases", many, one, amount)
    if said == many and amount == 1:
        said = one
    return said.replace("{n}", number(amount))


def size(size_bytes: int) -> str:
    """Return a size in B, KB, MB, GB or TB, with a space."""
    if size_bytes < _KILO:
        return tr("{n} B").format(n=size_bytes)
    units = (tr("{n} KB"), tr("{n} MB"), tr("{n} GB"), tr("{n} TB"))
    value = float(size_bytes)
    for unit in units:
        value /= _KILO
        if value < _KILO or unit == units[-1]:
            break
    return unit.format(n=decimal(value, 1 if value < 10 else 0))  # noqa: PLR2004 - one decimal below ten


def speed(bytes_per_s: float) -> str:
    """Return a speed in MB/s, KB/s below a tenth of one."""
    if bytes_per_s < 100 * _KILO:
        return tr("{n} KB/s").format(n=decimal(bytes_per_s / _KILO, 0))
    return tr("{n} MB/s").format(n=decimal(bytes_per_s / _KILO**2))


def clock(duration_ms: int) -> str:
    """Return a place on a time axis: ``0:07``, ``18:22``, ``1:04:09``."""
    seconds = max(0, duration_ms) // 1000
    hours, rest = divmod(seconds, _HOUR_S)
    minutes, seconds = divmod(rest, _MINUTE_S)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def time_left(seconds: float) -> str:
    """Return how long something will take, roughly."""
    if seconds < _MINUTE_S:
        return tr("{n} s left").format(n=max(1, round(seconds)))
    if seconds < _HOUR_S:
        return tr("{n} min left").format(n=round(seconds / _MINUTE_S))
    hours, minutes = divmod(round(seconds / _MINUTE_S), 60)
    return tr("{h} h {m} min left").format(h=hours, m=minutes)


def ago(seconds: float) -> str:
    """Return ``just now``, ``40 seconds ago`` or ``12 minutes ago``: for what is less than an hour old."""
    if seconds < 5:  # noqa: PLR2004 - a second more or less says nothing
        return tr("just now")
    if seconds < _MINUTE_S:
        return count(int(seconds), "{n} second ago", "{n} seconds ago")
    return count(int(seconds // _MINUTE_S), "{n} minute ago", "{n} minutes ago")


def moment(text_or_epoch: str | float, now: datetime | None = None) -> str:
    """Return a time: ``21:14`` today, ``Yesterday 15:10``, ``Tue 17 Nov``, then the full date; "" for no time."""
    when = parse_time(text_or_epoch)
    if when is None:
        return ""
    today = (now or datetime.now(UTC)).astimezone().date()
    if when.date() == today:
        return stamp(when, "HH:mm")
    if when.date() == today - timedelta(days=1):
        return tr("Yesterday {time}").format(time=stamp(when, "HH:mm"))
    if timedelta(0) < today - when.date() <= timedelta(days=300):
        return stamp(when, "ddd d MMM")
    return stamp(when, "d MMMM yyyy")


def until(text_or_epoch: str | float, now: datetime | None = None) -> str:
    """Return a moment to come: ``today, 21:14``, ``Sat 21 Nov, 06:00``, with another year said; "" for no time."""
    when = parse_time(text_or_epoch)
    if when is None:
        return ""
    today = (now or datetime.now(UTC)).astimezone().date()
    if when.date() == today:
        return tr("today, {time}").format(time=stamp(when, "HH:mm"))
    return stamp(when, "ddd d MMM, HH:mm" if when.year == today.year else "ddd d MMM yyyy, HH:mm")


def day(text: str, now: datetime | None = None) -> tuple[str, str]:
    """Return a day as the strip says it: ``("Today", "Friday 20 November")``."""
    when = parse_time(text)
    if when is None:
        return "", ""
    today = (now or datetime.now(UTC)).astimezone().date()
    form = "d MMMM" if when.year == today.year else "d MMMM yyyy"
    if when.date() == today:
        return tr("Today"), stamp(when, f"dddd {form}")
    if when.date() == today - timedelta(days=1):
        return tr("Yesterday"), stamp(when, f"dddd {form}")
    weekday = stamp(when, "dddd")
    return weekday[:1].upper() + weekday[1:], stamp(when, form)


def parse_time(text_or_epoch: str | float) -> datetime | None:
    """Read an ISO time or seconds since the epoch into local time; None where it is none."""
    try:
        if isinstance(text_or_epoch, str):
            return datetime.fromisoformat(text_or_epoch).astimezone()
        return datetime.fromtimestamp(text_or_epoch, UTC).astimezone()
    except (ValueError, OverflowError, OSError):
        return None


_ANALYSES: Final[dict[str, str]] = {
    AnalysisName.THUMBNAILS: mark("The picture"),
    AnalysisName.METADATA: mark("File details"),
    AnalysisName.TEXT: mark("Text"),
    AnalysisName.FACES: mark("Faces"),
    AnalysisName.LABELS: mark("Labels"),
    AnalysisName.PEOPLE: mark("People"),
    AnalysisName.LOGOS: mark("Logos"),
    AnalysisName.MODERATION: mark("Moderation"),
    AnalysisName.SPEECH: mark("Speech"),
    AnalysisName.LANGUAGE: mark("Language"),
    AnalysisName.ENTITIES: mark("Names"),
    AnalysisName.PHRASES: mark("Key phrases"),
    AnalysisName.SENTIMENT: mark("Tone"),
}


#: Languages that are spoken in recordings, as Qt names them; one that is missing here keeps that name.
_SPOKEN: Final = (
    mark("Arabic"), mark("Chinese"), mark("Dutch"), mark("English"), mark("French"), mark("German"), mark("Hindi"),
    mark("Italian"), mark("Japanese"), mark("Polish"), mark("Portuguese"), mark("Russian"), mark("Spanish"),
    mark("Turkish"), mark("Ukrainian"),
)  # fmt: skip


def analysis(name: str) -> str:
    """Return what people call an analysis."""
    return tr(_ANALYSES.get(name, name))


def profile(name: str) -> str:
    """Return what people call a profile; one of a later version by its own name."""
    names: dict[str, str] = {
        Profile.FULL: tr("Full"),
        Profile.BASIC: tr("Basic"),
        Profile.PRIVATE: tr("Private"),
    }
    return names.get(name, name.capitalize())


def kind(media_type: str) -> str:
    """Return what people call a kind of media."""
    return {"image": tr("Photo"), "audio": tr("Audio"), "video": tr("Video")}.get(media_type, tr("File"))


def pending_names(item: Item) -> list[str]:
    """Return the analyses that are still to come, parts counted once, in the order they are done."""
    bases = {name.partition(":")[0] for name in item.pending}
    return [name.value for name in AnalysisName if name in bases] + sorted(bases - set(AnalysisName))


def joined(names: list[str]) -> str:
    """Join names as they are written: ``Sources, Card KB-04 and Drop``."""
    if len(names) < 2:  # noqa: PLR2004 - nothing to join
        return "".join(names)
    return tr("{some} and {last}").format(some=", ".join(names[:-1]), last=names[-1])


def listed(words: list[str]) -> str:
    """Join words: ``Speech, text and tone``; the first keeps its capital."""
    return joined([word if number == 0 else word[:1].lower() + word[1:] for number, word in enumerate(words)])
