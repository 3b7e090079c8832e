"""The table of items as the functions see it: a few conditional verbs. Plain data and a protocol; any thread.

Every write is conditional, so that a message that comes twice, late or beside another changes nothing twice.
``dynamodb.py`` is the real table; ``tests/fakes`` has one in memory that passes the same tests.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from cloud.contract.status import ItemStatus

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cloud.contract.record import Record, Value

#: ``work_state`` of an item that has analyses to come, or whose end is not decided.
WORK_OPEN = "open"
#: ``work_state`` of an item whose end is decided, until ``item.json`` and the notice are out.
WORK_NOTIFY = "notify"
#: ``work_state`` of a tombstone, until nothing can be left of its item.
WORK_DELETE = "delete"
#: ``work_state`` of an item that is to be analysed anew, until that has begun; ``order`` says how, and who asked.
WORK_REANALYZE = "reanalyze"
#: ``work_state`` of what people ordered: none of it is analysed or told by those who work on open items.
ORDERED = frozenset({WORK_DELETE, WORK_REANALYZE})
#: Statuses that a result may still change. A late event never brings a deleted item back.
UNFINISHED = (ItemStatus.RECEIVED, ItemStatus.PROCESSING)
#: An item in one of these no longer stands for its bytes: another may be sent in its place.
LETS_GO = frozenset({ItemStatus.FAILED, ItemStatus.REJECTED, ItemStatus.DELETED})
#: What ``outlines`` returns of an item.
OUTLINE = ("id", "status", "analyses")


@dataclass(frozen=True, slots=True)
class Change:
    """One conditional update of one item. It adds one to ``version`` and sets ``updated_at`` and ``feed_day``."""

    item_id: str
    library: str
    now: str  #: ``now_text``
    # What must be true
    if_version: int | None = None
    if_analysis_version: int | None = None
    if_unfinished: bool = False  #: the status is one of ``UNFINISHED``
    if_pending: frozenset[str] = frozenset()  #: all of these are pending
    if_nothing_pending: bool = False
    # What becomes
    values: Mapping[str, Value] = field(default_factory=dict)  #: top-level attributes to set
    removed: frozenset[str] = frozenset()  #: top-level attributes to remove
    analyses: Mapping[str, Record] = field(default_factory=dict)  #: entries of the ``analyses`` map to set
    tags: tuple[Record, ...] = ()  #: appended
    done: frozenset[str] = frozenset()  #: taken out of ``pending``
    added: frozenset[str] = frozenset()  #: put into ``pending``; never together with ``done``


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One row of the ``work`` index."""

    id: str
    updated_at: str


class ItemStore(Protocol):
    """The table."""

    def get(self, item_id: str) -> Record | None:
        """Return the record as it is now (a consistent read)."""
        ...

    def create(self, record: Record) -> bool:
        """Put a record where there is none of that id; say whether it was put."""
        ...

    def restore(self, record: Record) -> bool:
        """Put a record where there is none or an older ``version``; say whether it was put."""
        ...

    def replace(self, record: Record, *, if_version: int) -> bool:
        """Put a record over one that has exactly this ``version``; say whether it was put."""
        ...

    def change(self, change: Change) -> Record | None:
        """Update one item; return the record as it is then, or None where a condition does not hold."""
        ...

    def end_work(self, item_id: str, *, if_version: int) -> bool:
        """Remove ``work_state`` alone, which no reader sees and no version counts, once the notice is out."""
        ...

    def claim(self, library: str, sha256: str, item_id: str, *, instead_of: str | None = None) -> str:
        """Claim these bytes for an item, where nobody or ``instead_of`` holds them; return who holds them then."""
        ...

    def release(self, library: str, sha256: str, item_id: str) -> None:
        """Give back an item's claim on these bytes; nothing happens where somebody else holds it, or nobody."""
        ...

    def open_items(self, work_state: str, *, before: str) -> Iterator[OpenItem]:
        """Return the items in this ``work_state`` whose last write was before a moment, oldest first."""
        ...

    def outlines(self) -> Iterator[Record]:
        """Return ``id``, ``status`` and ``analyses`` of every item, in no order: a scan, for commands."""
        ...


def claim_id(library: str, sha256: str) -> str:
    """Return the id of the row that says who has these bytes."""
    return f"claim#{library}#{sha256}"
