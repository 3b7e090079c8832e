"""Items as people page through them: a library's days, or a person's uploads, by cursor and never by a scan.

The days of a library are partitions of their own (index ``feed``), so a reader walks back from today. It stops at the
library's first day, which a row of the table of items keeps: whoever puts an item notes an earlier day first.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from cloud.contract.status import ItemStatus

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cloud.contract.record import Record
    from cloud.store.accounts import Page

#: How many failures a day's summary names.
FAILURES_NAMED = 10
#: What a summary tells of an item that failed.
FAILURE = ("id", "library", "owner_id", "filename", "status", "status_reason", "updated_at")
#: Statuses that are failures, as ``ItemStatus.is_failure`` says.
FAILED = frozenset(status.value for status in ItemStatus if status.is_failure)


@dataclass(frozen=True, slots=True)
class DaySummary:
    """What changed in some libraries on one day (UTC)."""

    by_status: Mapping[str, int]  #: how many items changed last on this day stand so now; deleted ones too
    uploaded: int  #: how many of them came on this day
    failures: Sequence[Record]  #: the newest that failed or were rejected, with the attributes of ``FAILURE`` alone


class ItemListing(Protocol):
    """The indexes of the table of items, for reading. They follow the table by some moments.

    ``cursor`` is opaque and says where the next page begins; one that is none of ours raises ``ValueError``. A page may
    be short, or even empty, though a cursor follows: after a long gap the reader goes on in another request.
    """

    def library(self, libraries: Sequence[str], *, cursor: str = "", limit: int = 50) -> Page[Record]:
        """Return items of these libraries, last changed first; deleted ones are left out."""
        ...

    def uploads(self, owner_id: str, *, cursor: str = "", limit: int = 50) -> Page[Record]:
        """Return what a person uploaded, whatever the library, newest first; deleted items are left out."""
        ...

    def day(self, libraries: Sequence[str], day: str) -> DaySummary:
        """Return what changed on a day (yyyy-mm-dd). It reads the whole day: keep the answer for some seconds."""
        ...


def first_day_id(library: str) -> str:
    """Return the id of the row that says which day of a library is the first: ``{"id": …, "day": yyyy-mm-dd}``."""
    return f"first#{library}"
