"""Admin, audit: who did what to whom, a month at a time. Main thread."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from desktop.core.account import AuditRow
from desktop.ui import phrases
from desktop.ui.admin.listing import Listing
from desktop.ui.admin.table import Column
from desktop.ui.admin.words import deed, particulars
from desktop.ui.widgets.combo import Combo

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desktop.core.account import Page
    from desktop.core.errors import SnapStreamError
    from desktop.ui.actions import Accounts
    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme

_MONTHS = 12
_BAD = {"login_failed", "locked", "refresh_reused"}


class Audit(Listing[AuditRow]):
    """Newest first. People are called by their names where the section People has met them."""

    def __init__(
        self,
        theme: Theme,
        accounts: Accounts,
        bridge: Bridge,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._names: dict[str, str] = {}
        columns: list[Column[AuditRow]] = [
            Column(phrases.tr("When"), lambda row: moment_of(row.at), tint=lambda _row: "text3", width=126),
            Column(phrases.tr("Who"), self._who, tint=lambda _row: "text"),
            Column(phrases.tr("What"), lambda row: deed(row.action), tint=_tint, width=236),
            Column(phrases.tr("Whom or which"), self._whom),
            Column(phrases.tr("Particulars"), particulars),
            Column(phrases.tr("From"), lambda row: row.address, tint=lambda _row: "text3", width=108),
        ]
        words = (phrases.tr("Audit"), phrases.tr("Sign-ins, roles, deletions and links. It cannot be changed."))
        super().__init__(theme, bridge, words, columns, icon="clock-counter-clockwise")
        self._accounts = accounts
        self.nothing = (self.tr("Nothing happened in this month"), "")
        self.months = Combo(theme)
        self.months.setAccessibleName(self.tr("Month"))
        today = now()
        for back in range(_MONTHS):
            year, month = divmod(today.year * 12 + today.month - 1 - back, 12)
            first = datetime(year, month + 1, 1, tzinfo=UTC)
            self.months.addItem(phrases.stamp(first, "MMMM yyyy"), f"{first:%Y-%m}")
        self.months.currentIndexChanged.connect(self._on_month_changed)
        self.head.addWidget(self.months)

    def know(self, names: Mapping[str, str]) -> None:
        """Take names of people by their ids."""
        self._names.update(names)
        self.table.viewport().update()

    def fetch(self, cursor: str, done: Callable[[Page[AuditRow] | SnapStreamError], None]) -> None:
        """Ask for the chosen month."""
        self._accounts.audit(done, month=str(self.months.currentData()), cursor=cursor)

    @Slot()
    def _on_month_changed(self) -> None:
        self.model.show_rows(())
        self.refresh()

    def _who(self, row: AuditRow) -> str:
        return self._names.get(row.actor_id, row.actor_id) if row.actor_id else self.tr("Nobody signed in")

    def _whom(self, row: AuditRow) -> str:
        return "" if row.subject == row.actor_id else self._names.get(row.subject, row.subject)


def moment_of(at: str) -> str:
    """Return when something happened: with the time of day, whatever the day."""
    when = phrases.parse_time(at)
    if when is None:
        return at
    day = phrases.moment(at)
    time = phrases.stamp(when, "HH:mm")
    return day if day.endswith(time) else f"{day}, {time}"


def _tint(row: AuditRow) -> str:
    return "fail" if row.action in _BAD else "text2"
