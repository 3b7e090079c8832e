"""Items as people page through them: a library's days, or a person's uploads, by cursor and never by a scan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cloud.contract.record import Record
    from cloud.store.accounts import Page


class ItemListing(Protocol):
    """The indexes of the table of items, for reading."""

    def library(self, libraries: Sequence[str], *, cursor: str = "", limit: int = 50) -> Page[Record]:
        """Return items of these libraries, last changed first; deleted ones are left out.

        ``cursor`` is opaque and says where the next page begins; one that is none of ours raises ``ValueError``.
        """
        ...

    def uploads(self, owner_id: str, *, cursor: str = "", limit: int = 50) -> Page[Record]:
        """Return what a person uploaded, newest first."""
        ...

    def counts(self, libraries: Sequence[str], day: str) -> Mapping[str, int]:
        """Return how many items changed on a day (yyyy-mm-dd), by status."""
        ...
