"""Which transfers stand in which section of Uploads: what the queue's file is asked for a view. Main thread."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from desktop.core.model import TransferState
from desktop.ui.transfers.rows import STATES, Section
from desktop.ui.transfers.totals import Totals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.core.events import TransferProgress
    from desktop.library.transfers import TransferTable

#: In the place of a transfer's id: a section's heading, and the line that says how many more there are.
HEAD, MORE = "", "more"
#: Waiting transfers shown until somebody asks for all, so that what is done is seen below them.
FOLDED = 3
#: One more than this is shown rather than folded away.
_WORTH_FOLDING = 5
_SHOWN: dict[Section, int] = {
    Section.NEEDS_YOU: 2000,
    Section.UPLOADING: 2000,
    Section.WAITING: 2000,
    Section.DONE: 200,
}
_HISTORY = 2000
_LATEST_FIRST = {Section.DONE, Section.NEEDS_YOU}
#: What is in the library because it was sent from here.
_ARRIVED = (TransferState.UPLOADED, TransferState.DUPLICATE)


class View(StrEnum):
    """What the page shows."""

    QUEUE = "queue"
    FAILED = "failed"
    HISTORY = "history"


_SECTIONS: dict[View, tuple[Section, ...]] = {
    View.QUEUE: tuple(Section),
    View.FAILED: (Section.NEEDS_YOU,),
    View.HISTORY: (Section.DONE,),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see."""

    view: View = View.QUEUE
    text: str = ""
    is_unfolded: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """One section as it is to be shown."""

    ids: tuple[str, ...] = ()  #: with its heading, and the line that says how many more there are
    count: int = 0
    more: int = 0  #: in the queue and not in the list
    is_folded: bool = False  #: those can be shown here


def list_sections(table: TransferTable, asked: Asked, by_state: Mapping[TransferState, int]) -> dict[Section, Listed]:
    """Return all sections; what has come since midnight alone is done in the queue's own view."""
    found = {
        section: _listed(table, section, asked, by_state) if section in _SECTIONS[asked.view] else Listed()
        for section in Section
    }
    waiting = found[Section.WAITING]
    # Always, not only where something is done below: a list that somebody looks at does not fold by itself.
    if not asked.is_unfolded and not asked.text and waiting.count > _WORTH_FOLDING:
        ids = (*waiting.ids[: FOLDED + 1], MORE)
        found[Section.WAITING] = Listed(ids, waiting.count, waiting.count - FOLDED, is_folded=True)
    return found


def _listed(table: TransferTable, section: Section, asked: Asked, by_state: Mapping[TransferState, int]) -> Listed:
    states = STATES[section]
    is_latest_first = section in _LATEST_FIRST
    limit = _HISTORY if asked.view is View.HISTORY else _SHOWN[section]
    ids: Sequence[str]
    if asked.text:
        ids = table.find(states, asked.text, newest_first=is_latest_first, limit=limit)
        return _with_head(ids, len(ids))
    # Not one more than there are: the search for one that is not there goes through all the others.
    count = sum(by_state.get(state, 0) for state in states)
    if section is Section.DONE and asked.view is View.QUEUE and count:
        count = table.count_since(states, midnight())
    limit = min(limit, count)
    ids = table.ids(states, newest_first=is_latest_first, limit=limit) if limit else []
    return _with_head(ids, count)


def _with_head(ids: Sequence[str], count: int) -> Listed:
    if not ids:
        return Listed()
    more = count - len(ids)
    return Listed((HEAD, *ids, MORE) if more > 0 else (HEAD, *ids), count, max(0, more))


def midnight(now: datetime | None = None) -> float:
    """Return when today began here, in seconds since the epoch."""
    at = (now or datetime.now().astimezone()).replace(hour=0, minute=0, second=0, microsecond=0)
    return at.timestamp()


def totals_of(table: TransferTable, progress: Mapping[str, TransferProgress]) -> Totals:
    """Return the queue in numbers."""
    counts = table.counts()
    by_state = counts.by_state

    def count(section: Section) -> int:
        return sum(by_state.get(state, 0) for state in STATES[section])

    return Totals(
        uploading=count(Section.UPLOADING),
        waiting=count(Section.WAITING),
        failed=count(Section.NEEDS_YOU),
        uploaded=by_state.get(TransferState.UPLOADED, 0),
        paused=table.is_paused,
        left_bytes=counts.left_bytes,
        bytes_per_s=sum(step.bytes_per_s for step in progress.values()),
        held=by_state.get(TransferState.PAUSED, 0),
        today=table.count_since(_ARRIVED, midnight()) if by_state.get(TransferState.UPLOADED) else 0,
    )
