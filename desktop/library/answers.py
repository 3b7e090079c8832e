"""What search answers with: rows, day sections, counts, suggestions, help. Plain data, any thread."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from array import array
    from collections.abc import Mapping
    from datetime import date

    from cloud.contract.findings import TagKind
    from desktop.library.tree import Field


class Sort(StrEnum):
    """What a list is ordered by."""

    UPLOADED = "uploaded"
    CAPTURED = "captured"
    NAME = "name"
    SIZE = "size"
    DURATION = "duration"
    RELEVANCE = "relevance"


@dataclass(frozen=True, slots=True)
class Order:
    """An order. Descending is newest, largest, longest or best first, and Z to A."""

    sort: Sort = Sort.UPLOADED
    is_ascending: bool = False


#: Of what was captured nobody knows when.
NO_MOMENT = -(1 << 62)


@dataclass(frozen=True, slots=True)
class Answer:
    """The rows that answer, in order: ``array('q')``, eight bytes an item."""

    rows: array[int]
    order: Order = field(default_factory=Order)
    moments: array[int] | None = None  #: beside the rows, in the order CAPTURED: the camera's time in milliseconds

    def __len__(self) -> int:
        return len(self.rows)

    def place(self, row: int) -> int:
        """Return where a row is, or belongs; for the order by upload alone."""
        if self.order.is_ascending:
            return bisect_left(self.rows, row)
        return bisect_left(self.rows, -row, key=lambda other: -other)

    def holds(self, row: int) -> bool:
        """Whether a row is among them; for the order by upload alone."""
        place = self.place(row)
        return place < len(self.rows) and self.rows[place] == row


@dataclass(frozen=True, slots=True)
class Section:
    """The rows of one day: ``rows[first : first + count]``. ``day`` None is for what has no date."""

    day: date | None
    first: int
    count: int


class Group(StrEnum):
    """The groups of facets, in their order."""

    KIND = "kind"
    PERSON = "person"
    TAG = "tag"
    REPORTER = "reporter"
    FOLDER = "folder"
    LANGUAGE = "language"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class FacetValue:
    """One row: add ``field:value`` to the search to choose it."""

    field: Field
    value: str  #: as it was written first: a name, ``video``, ``fr``
    count: int
    kind: TagKind | None = None  #: of a tag


@dataclass(frozen=True, slots=True)
class FacetGroup:
    """The values of one group, most items first; ``distinct`` is how many there are in all."""

    values: tuple[FacetValue, ...] = ()
    distinct: int = 0


@dataclass(frozen=True, slots=True)
class Bar:
    """How many items of the answer came on one day."""

    day: date
    count: int


@dataclass(frozen=True, slots=True)
class FacetCounts:
    """What the present answer consists of."""

    total: int
    groups: Mapping[Group, FacetGroup]
    has: Mapping[TagKind, int]  #: items that have any tag of this kind
    days: tuple[Bar, ...]  #: the last 30, today last
    week: int  #: of the last 7 days
    month: int  #: of the last 30 days


class SuggestionGroup(StrEnum):
    """The groups under the search box, in their order; the window has a heading for each."""

    EVERYTHING = "everything"  #: what is typed, as plain words
    FIELDS = "fields"  #: the words of the language
    CHOICES = "choices"  #: all there is after ``kind:``, ``is:``, ``status:``, ``date:`` …
    RECENT = "recent"
    ENTITIES = "entities"
    PEOPLE = "people"
    TAGS = "tags"
    LOGOS = "logos"
    ON_SCREEN = "on_screen"
    SAID = "said"
    REPORTERS = "reporters"
    FOLDERS = "folders"
    LANGUAGES = "languages"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One row under the search box."""

    insert: str  #: goes in the place of what is completed
    shown: str  #: a name, a value, a word of the language
    marks: tuple[tuple[int, int], ...] = ()  #: of ``shown``: what was typed
    count: int | None = None  #: items that have it; None where it was not counted
    field: Field | None = None
    kind: TagKind | None = None


@dataclass(frozen=True, slots=True)
class Completion:
    """What may be meant by ``text[start:end]``; groups in the order of ``SuggestionGroup``, none empty."""

    start: int
    end: int
    groups: tuple[tuple[SuggestionGroup, tuple[Suggestion, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """A smaller search that does find something."""

    query: str
    count: int
    kept: str  #: the words that stay, for *items match “load test” alone*; "" where only dates or values went
    dropped: str  #: what was left out, as it was typed
    is_date: bool = False  #: what was left out is a time: *Search all dates*


@dataclass(frozen=True, slots=True)
class Help:
    """What to say where nothing was found."""

    ways: tuple[Way, ...] = ()
    unheard: int = 0  #: recordings within the same bounds whose speech is still being analysed


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A search that a person keeps."""

    id: int
    name: str
    query: str
    is_notifying: bool
    unseen: int = 0  #: items that came since the last look


@dataclass(frozen=True, slots=True)
class SavedMatch:
    """New items that answer a saved search."""

    search: SavedSearch
    item_ids: tuple[str, ...]
