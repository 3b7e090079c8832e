"""From what was written down to the rows of the list: narrowed, grouped, by days. Pure; read in a worker."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from desktop.library.activity import What
from desktop.ui import phrases
from desktop.ui.activity.words import GROUPED, SORTS, Line, Now, Sort, line_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from desktop.library.activity import Happening
    from desktop.ui.actions import Actions

#: What follows one another so closely is one batch.
_BATCH_S = 600.0
#: Rows that stand for themselves although there are others of their sort.
_LEAST = 3


@dataclass(frozen=True, slots=True)
class Head:
    """A day."""

    day: str
    date: str

    @property
    def key(self) -> str:
        """What it is known by."""
        return f"{self.day} {self.date}"

    @property
    def accessible(self) -> str:
        """What a screen reader says."""
        return f"{self.day}, {self.date}"


Row: TypeAlias = "Head | Line"


def read(actions: Actions, sort: Sort, text: str) -> list[Row]:
    """Read the list; in a worker. Raises ``SnapStreamError``."""
    entries = [one for one in actions.activity.entries() if sort in {Sort.ALL, SORTS[one.what]}]
    groups = [list(group) for group in grouped(entries)]
    first = [group[0] for group in groups]
    transfers = {
        transfer.id: (transfer.state, transfer.ended_at, transfer.item_id)
        for transfer in actions.transfers.get_many([one.ref for one in first if one.what in _OF_TRANSFERS])
    }
    ids = {item_id for _, _, item_id in transfers.values()} | {one.ref for one in first}
    now = Now(
        transfers,
        frozenset(actions.items.search.rows(list(ids))),
        frozenset(str(folder.path) for folder in actions.folders() if actions.is_away(folder.path)),
    )
    return build(groups, now, text)


_OF_TRANSFERS = {What.UPLOADED, What.DUPLICATE, What.FAILED, What.REFUSED}


def build(groups: Iterable[Sequence[Happening]], now: Now, text: str = "") -> list[Row]:
    """Return the rows with a heading a day; with ``text``, those that hold its words."""
    rows: list[Row] = []
    wanted = text.casefold().split()
    current: date | None = None
    for group in groups:
        line = line_of(group, now)
        if wanted and not _holds(group, line, wanted):
            continue
        when = phrases.parse_time(group[0].at)
        if when is not None and when.date() != current:
            current = when.date()
            rows.append(Head(*phrases.day(when.isoformat())))
        rows.append(line)
    return rows


def grouped(entries: Sequence[Happening]) -> list[list[Happening]]:
    """Put together what came in one batch, newest first: more than a few files of one folder that ended the same way.

    Of a batch with something else between its files each sort has one row, where its newest file stands.
    """
    groups: list[list[Happening]] = []
    growing: dict[tuple[str, str, str], list[Happening]] = {}
    for one in entries:
        if one.what not in GROUPED:
            groups.append([one])
            continue
        when = phrases.parse_time(one.at)
        fields = one.detail if one.what in {What.EDITED, What.MOVED} else ""
        key = (one.what.value, one.place, f"{when.date() if when else ''} {fields}")
        known = growing.get(key)
        if known is not None and known[-1].at - one.at <= _BATCH_S:
            known.append(one)
        else:
            growing[key] = [one]
            groups.append(growing[key])
    parted: list[list[Happening]] = []
    for group in groups:
        parted += [group] if len(group) == 1 or len(group) >= _LEAST else [[one] for one in group]
    return parted


def _holds(group: Sequence[Happening], line: Line, wanted: Sequence[str]) -> bool:
    said = f"{line.subject} {line.text} {' '.join(one.name for one in group)}".casefold()
    return all(word in said for word in wanted)
