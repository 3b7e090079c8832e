"""A search taken apart: what is asked for, with its places in the text, and what is wrong with it. Pure, any thread.

::

    And ─ Or ─ Not ─┬─ Words   budget  "exact words"  said:closed  text:"city hall"
                    ├─ Value   person:"Ana Ruiz"  kind:video|audio  by: folder: lang: status: has:
                    ├─ Range   date: before: after: taken: duration: size:
                    └─ Flag    is:embargoed
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from datetime import tzinfo


class Field(StrEnum):
    """The words before a colon. Their spelling is the language: it is not translated."""

    PERSON = "person"
    SAID = "said"
    TEXT = "text"  #: on screen, in the picture
    TAG = "tag"
    LOGO = "logo"
    NAME = "name"  #: of the file
    CAPTION = "caption"
    KIND = "kind"
    BY = "by"
    FOLDER = "folder"
    LANG = "lang"
    STATUS = "status"
    HAS = "has"
    IS = "is"
    DATE = "date"  #: of the upload: what the library is ordered by
    BEFORE = "before"
    AFTER = "after"
    TAKEN = "taken"  #: by the camera's clock
    DURATION = "duration"
    SIZE = "size"

    @property
    def is_range(self) -> bool:
        """Whether its values are ordered: ``..``, ``<`` and ``>`` mean something."""
        return self in {Field.DATE, Field.BEFORE, Field.AFTER, Field.TAKEN, Field.DURATION, Field.SIZE}

    @property
    def is_words(self) -> bool:
        """Whether it narrows where words are looked for."""
        return self in {Field.SAID, Field.TEXT, Field.NAME, Field.CAPTION}


class FlagName(StrEnum):
    """What stands after ``is:``."""

    UNTAGGED = "untagged"
    EMBARGOED = "embargoed"
    PRIVATE = "private"
    FAILED = "failed"  #: the item, or one of its analyses
    MINE = "mine"
    ANALYSING = "analysing"
    CAPTIONED = "captioned"
    CONFIRMED = "confirmed"  #: a person has confirmed one of its tags


class MistakeCode(StrEnum):
    """What can be wrong with a search; the window says each in one sentence, with the place where it needs one."""

    BRACKET_NOT_CLOSED = "bracket_not_closed"
    BRACKET_NOT_OPENED = "bracket_not_opened"
    BRACKETS_EMPTY = "brackets_empty"
    QUOTE_NOT_CLOSED = "quote_not_closed"
    NOTHING_BEFORE = "nothing_before"  #: ``argument`` is AND or OR
    NOTHING_AFTER = "nothing_after"  #: ``argument`` is AND, OR or NOT
    WORD_UNKNOWN = "word_unknown"  #: ``argument`` is what stands before the colon
    VALUE_MISSING = "value_missing"  #: ``argument`` is the field
    VALUE_UNKNOWN = "value_unknown"  #: ``argument`` is the value, ``choices`` are all there are
    NOT_A_DATE = "not_a_date"
    NOT_A_DURATION = "not_a_duration"
    NOT_A_SIZE = "not_a_size"
    RANGE_BACKWARDS = "range_backwards"
    TOO_LONG = "too_long"  #: ``argument`` is how many characters or terms are taken
    TOO_DEEP = "too_deep"  #: brackets in brackets, ``argument`` is how many


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong, and where: ``text[start:end]``."""

    code: MistakeCode
    start: int
    end: int
    argument: str = ""
    choices: tuple[str, ...] = ()
    is_unfinished: bool = False  #: it ends where the text ends: what is typed next may mend it


@dataclass(frozen=True, slots=True)
class Words:
    """Words in a row. ``field`` None looks everywhere."""

    text: str
    start: int
    end: int
    field: Field | None = None
    is_exact: bool = False  #: quoted: a phrase, no prefix
    is_prefix: bool = False  #: the last word may go on


@dataclass(frozen=True, slots=True)
class Value:
    """One value, or one of several, of a field that has values."""

    field: Field
    values: tuple[str, ...]
    start: int
    end: int
    exact: tuple[bool, ...]  #: for each: quoted, so the whole name; else words within it


@dataclass(frozen=True, slots=True)
class Range:
    """From (inclusive) to (exclusive): days (``date.toordinal``) for dates, else milliseconds or bytes."""

    field: Field
    low: int | None
    high: int | None
    start: int
    end: int
    is_relative: bool = False  #: the days are counted from today, which is 0


@dataclass(frozen=True, slots=True)
class Flag:
    """``is:``."""

    name: FlagName
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Not:
    """What must not hold."""

    node: Node
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class And:
    """All of these."""

    nodes: tuple[Node, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Or:
    """Any of these."""

    nodes: tuple[Node, ...]
    start: int
    end: int


Node: TypeAlias = And | Or | Not | Words | Value | Range | Flag


@dataclass(frozen=True, slots=True)
class Parsed:
    """A text as a search. ``tree`` None asks for nothing: everything answers."""

    text: str
    tree: Node | None
    mistakes: tuple[Mistake, ...] = ()

    @property
    def is_right(self) -> bool:
        """Whether nothing is wrong with it."""
        return not self.mistakes


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who asks, when, and whose days count: ``is:mine``, ``is:embargoed``, ``date:today``."""

    user_id: str = ""
    now: datetime | None = None  #: with an offset; None is this moment
    zone: tzinfo | None = None  #: None is this computer's

    def moment(self) -> datetime:
        """Return when it is, in the viewer's zone."""
        return (self.now or datetime.now(UTC)).astimezone(self.zone)


#: Nobody in particular, now, here.
ANYBODY = Viewer()
