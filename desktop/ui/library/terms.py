"""The language of search in people's words: chips, sentences for mistakes, headings of groups. Pure."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final, NamedTuple

from desktop.library.answers import Group, Sort, SuggestionGroup
from desktop.library.tree import Field, Mistake, MistakeCode
from desktop.ui import phrases
from desktop.ui.library.tiles import KINDS
from desktop.ui.phrases import tr

if TYPE_CHECKING:
    from cloud.contract.findings import TagKind
    from desktop.library.edits import Term

#: Icons of fields whose values are no tags.
_ICONS: Final[dict[Field, tuple[str, str]]] = {
    Field.PERSON: ("user", "k_person"),
    Field.SAID: ("chat-text", "text2"),
    Field.TEXT: ("text-t", "k_text"),
    Field.TAG: ("tag", "k_label"),
    Field.LOGO: ("circle-wavy", "k_logo"),
    Field.NAME: ("file", "text2"),
    Field.CAPTION: ("pencil-simple", "text2"),
    Field.BY: ("identification-card", "text2"),
    Field.FOLDER: ("folder-simple", "text2"),
    Field.LANG: ("translate", "text2"),
    Field.STATUS: ("spinner-gap", "text2"),
    Field.HAS: ("tag", "text2"),
    Field.IS: ("funnel-simple", "text2"),
    Field.KIND: ("image", "text2"),
    Field.DATE: ("calendar-blank", "text2"),
    Field.BEFORE: ("calendar-blank", "text2"),
    Field.AFTER: ("calendar-blank", "text2"),
    Field.TAKEN: ("camera", "text2"),
    Field.DURATION: ("timer", "text2"),
    Field.SIZE: ("hard-drive", "text2"),
}
_KIND_ICONS: Final = {"photo": "image", "image": "image", "video": "film-strip", "audio": "microphone"}
#: Shorter dates than this are months and years.
_WHOLE_DATE = 10


class Chip(NamedTuple):
    """A term as it stands in the box."""

    icon: str
    text: str
    is_negated: bool


def icon_of(field: Field | None, value: str = "", kind: TagKind | None = None) -> tuple[str, str]:
    """Return icon and colour of a field's value."""
    if kind is not None:
        return KINDS[kind]
    if field is Field.KIND:
        return _KIND_ICONS.get(value, "image"), "text2"
    return _ICONS[field] if field is not None else ("magnifying-glass", "text2")


def chip_of(term: Term) -> Chip:
    """Say a term."""
    shown = [value_of(term.field, value) for value in term.values]
    text = tr(" or ").join(shown)
    icon, _tint = icon_of(term.field, term.values[0] if term.values else "")
    return Chip(icon, tr("not {what}").format(what=text) if term.is_negated else text, term.is_negated)


def value_of(field: Field, value: str) -> str:
    """Say a value of a field."""
    named = {Field.KIND: kinds, Field.IS: flags, Field.HAS: has, Field.STATUS: statuses}
    if field in named:
        return named[field]().get(value.lower(), value)
    if field.is_words:
        return tr("“{words}”").format(words=value)
    dated = {Field.BEFORE: tr("Before {date}"), Field.AFTER: tr("From {date}")}
    if field in dated:
        return dated[field].format(date=_day(value))
    if field in {Field.DATE, Field.TAKEN}:
        days = days_of(value)
        return days if field is Field.DATE else tr("Taken {date}").format(date=days)
    return language(value) if field is Field.LANG else value


def days_of(value: str) -> str:
    """Say a span of days: ``7d``, ``today``, ``2026-10-01..2026-10-05``."""
    named = {"today": tr("Today"), "yesterday": tr("Yesterday")}
    if value.lower() in named:
        return named[value.lower()]
    if value.lower().endswith("d") and value[:-1].isdigit():
        return tr("Last {n} days").format(n=value[:-1])
    first, dots, last = value.partition("..")
    if not dots:
        return _day(value)
    if not last:
        return tr("From {date}").format(date=_day(first))
    if not first:
        return tr("Until {date}").format(date=_day(last))
    return tr("{first} to {last}").format(first=_day(first), last=_day(last))


def _day(value: str) -> str:
    try:
        when = date.fromisoformat(value) if len(value) == _WHOLE_DATE else None
    except ValueError:
        return value
    if when is None:
        return value
    is_this_year = when.year == date.today().year  # noqa: DTZ011 - the viewer's own day
    return phrases.stamp(when, "d MMM" if is_this_year else "d MMM yyyy")


def kinds() -> dict[str, str]:
    """Return what kinds of media are called, by every spelling of the language that a chip may hold."""
    photos, videos, audio = tr("Photos"), tr("Videos"), tr("Audio")
    return {"photo": photos, "image": photos, "video": videos, "audio": audio}


def flags() -> dict[str, str]:
    """Return what ``is:`` means."""
    return {
        "untagged": tr("Without tags"),
        "embargoed": tr("Under embargo"),
        "private": tr("Private"),
        "failed": tr("Failed"),
        "mine": tr("My own"),
        "analysing": tr("Being analysed"),
        "captioned": tr("With a caption"),
        "confirmed": tr("Confirmed by a person"),
    }


def has() -> dict[str, str]:
    """Return what the kinds of findings are called."""
    return {
        "text": tr("On-screen text"),
        "label": tr("Labels"),
        "logo": tr("Logos"),
        "phrase": tr("Key phrases"),
        "keyword": tr("Keywords"),
        "entity": tr("Places and names"),
        "person": tr("People"),
        "moderation": tr("Moderation"),
        "speech": tr("Speech"),
    }


def statuses() -> dict[str, str]:
    """Return what the states of items are called."""
    return {
        "received": tr("Received"),
        "processing": tr("Being analysed"),
        "completed": tr("Complete"),
        "partial": tr("Incomplete"),
        "failed": tr("Failed"),
        "rejected": tr("Refused"),
    }


def language(code: str) -> str:
    """Return a language's own name."""
    from PySide6.QtCore import QLocale  # noqa: PLC0415 - a name of one language is all that is wanted of it

    locale = QLocale(code.replace("-", "_"))
    if locale.language() == QLocale.Language.C:
        return code
    name = QLocale.languageToString(locale.language())
    return tr(name) if name else code


def groups() -> dict[Group, str]:
    """Return the headings of the facets."""
    return {
        Group.KIND: tr("Kind"),
        Group.PERSON: tr("People"),
        Group.TAG: tr("Tags"),
        Group.REPORTER: tr("Reporter"),
        Group.FOLDER: tr("Folder"),
        Group.LANGUAGE: tr("Language"),
        Group.STATUS: tr("Status"),
    }


def all_of(group: Group, count: int) -> str:
    """Say the way to all values of a group."""
    texts = {
        Group.PERSON: tr("All {n} people"),
        Group.TAG: tr("All {n} tags"),
        Group.REPORTER: tr("All {n} reporters"),
        Group.FOLDER: tr("All {n} folders"),
        Group.LANGUAGE: tr("All {n} languages"),
    }
    return texts.get(group, tr("All {n}")).format(n=phrases.number(count))


def suggestion_groups() -> dict[SuggestionGroup, str]:
    """Return the headings under the search box."""
    return {
        SuggestionGroup.EVERYTHING: "",
        SuggestionGroup.FIELDS: tr("Search words"),
        SuggestionGroup.CHOICES: tr("Choices"),
        SuggestionGroup.RECENT: tr("Searched before"),
        SuggestionGroup.ENTITIES: tr("Places and names"),
        SuggestionGroup.PEOPLE: tr("People"),
        SuggestionGroup.TAGS: tr("Tags"),
        SuggestionGroup.LOGOS: tr("Logos"),
        SuggestionGroup.ON_SCREEN: tr("Words on screen"),
        SuggestionGroup.SAID: tr("Words in speech"),
        SuggestionGroup.REPORTERS: tr("Reporters"),
        SuggestionGroup.FOLDERS: tr("Folders"),
        SuggestionGroup.LANGUAGES: tr("Languages"),
    }


def orders() -> dict[tuple[Sort, bool], str]:
    """Return the orders to choose from, by sort and whether it rises."""
    return {
        (Sort.UPLOADED, False): tr("Newest first"),
        (Sort.UPLOADED, True): tr("Oldest first"),
        (Sort.CAPTURED, False): tr("Latest taken first"),
        (Sort.CAPTURED, True): tr("Earliest taken first"),
        (Sort.NAME, True): tr("Name, A to Z"),
        (Sort.NAME, False): tr("Name, Z to A"),
        (Sort.SIZE, False): tr("Largest first"),
        (Sort.DURATION, False): tr("Longest first"),
        (Sort.RELEVANCE, False): tr("Best match first"),
    }


def sentence(mistake: Mistake, offset: int = 0) -> str:
    """Say what is wrong, and where: places count from 1, in the text that can be seen."""
    place = max(1, mistake.start - offset + 1)
    what = mistake.argument
    texts: dict[MistakeCode, str] = {
        MistakeCode.BRACKET_NOT_CLOSED: tr("The bracket at {place} is not closed."),
        MistakeCode.BRACKET_NOT_OPENED: tr("The bracket at {place} was never opened."),
        MistakeCode.BRACKETS_EMPTY: tr("There is nothing in the brackets at {place}."),
        MistakeCode.QUOTE_NOT_CLOSED: tr("The quotation mark at {place} is not closed."),
        MistakeCode.NOTHING_BEFORE: tr("There is nothing before {what} at {place}."),
        MistakeCode.NOTHING_AFTER: tr("There is nothing after {what} at {place}."),
        MistakeCode.WORD_UNKNOWN: tr("“{what}:” is no search word. Put it in quotation marks to look for it."),
        MistakeCode.VALUE_MISSING: tr("There is nothing after {what}: at {place}."),
        MistakeCode.VALUE_UNKNOWN: tr("“{what}” is not one of {choices}."),
        MistakeCode.NOT_A_DATE: tr("“{what}” is no date. Write 2026-11-20, 2026-11, today or 7d."),
        MistakeCode.NOT_A_DURATION: tr("“{what}” is no length. Write 90s, 2m or 1:30."),
        MistakeCode.NOT_A_SIZE: tr("“{what}” is no size. Write 500KB, 20MB or 1.5GB."),
        MistakeCode.RANGE_BACKWARDS: tr("“{what}” ends before it begins."),
        MistakeCode.TOO_LONG: tr("This is too long to search for. What comes after {place} is left out."),
        MistakeCode.TOO_DEEP: tr("Too many brackets in brackets at {place}."),
    }
    choices = phrases.joined(list(mistake.choices))
    return texts[mistake.code].format(place=place, what=what, choices=choices)
