"""Admin, cost: what analyses cost day by day, and by profile. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui import phrases
from desktop.ui.admin.bars import DayBars
from desktop.ui.admin.roles import hairline
from desktop.ui.admin.section import Section
from desktop.ui.admin.words import dollars
from desktop.ui.widgets.texts import Bar

if TYPE_CHECKING:
    from desktop.core.account import Costs
    from desktop.ui.actions import Accounts
    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme

_NAME_PX, _AMOUNT_PX = 160, 96


class Cost(Section):
    """Today against the cap, the last days as bars, today by profile."""

    def __init__(self, theme: Theme, accounts: Accounts, bridge: Bridge) -> None:
        words = (phrases.tr("Cost"), phrases.tr("What services charge for analyses. Days are counted in UTC."))
        super().__init__(theme, bridge, *words, icon="currency-circle-dollar")
        self._accounts = accounts
        self._is_filled = False
        self._today = theme.label("", "page")
        self._cap = theme.label("", "small", "text3")
        self._part = Bar(theme, self.tr("Part of today’s cap"))
        self._bars = DayBars(theme)
        self._sum = theme.label("", "small", "text3")
        self._profiles = QVBoxLayout()
        self._profiles.setSpacing(0)
        today = QHBoxLayout()
        today.addWidget(self._today)
        today.addStretch(1)
        today.addWidget(self._cap)
        days = QHBoxLayout()
        days.addWidget(theme.label(self.tr("By day"), "strong"))
        days.addStretch(1)
        days.addWidget(self._sum)
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(today)
        column.addWidget(self._part)
        column.addSpacing(20)
        column.addLayout(days)
        column.addWidget(self._bars)
        column.addSpacing(20)
        column.addWidget(theme.label(self.tr("Today by profile"), "strong"))
        column.addLayout(self._profiles)
        column.addStretch(1)

    @Slot()
    def refresh(self) -> None:
        """Ask what it cost."""
        self.ask(self._accounts.costs, self._show)

    def _show(self, costs: Costs) -> None:
        if not costs.days:
            self.say_empty(self.tr("Nothing costs here"), self.tr("This newsroom uses no service that charges."))
            return
        self._is_filled = True
        spent = costs.days[-1].spent_microusd
        self._today.setText(self.tr("{amount} today").format(amount=dollars(spent)))
        cap = costs.cap_microusd
        self._cap.setText(self.tr("cap {amount} a day").format(amount=dollars(cap)) if cap else self.tr("no cap"))
        self._part.setVisible(bool(cap))
        if cap:
            self._part.show_part(spent / cap, "fail" if spent >= cap else "sel")
        self._bars.show_days(costs.days)
        total = dollars(sum(day.spent_microusd for day in costs.days))
        self._sum.setText(self.tr("{amount} in {n} days").format(amount=total, n=len(costs.days)))
        self._show_profiles(costs)

    def _show_profiles(self, costs: Costs) -> None:
        while (item := self._profiles.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        most = max(costs.by_profile.values(), default=0)
        if not most:
            self._profiles.addWidget(self.theme.label(self.tr("Nothing has cost anything today."), "body", "text2"))
        for profile, amount in sorted(costs.by_profile.items(), key=lambda pair: -pair[1]) if most else ():
            holder = QWidget()
            row = QHBoxLayout(holder)
            row.setContentsMargins(0, 10, 0, 10)
            row.setSpacing(16)
            name = self.theme.label(phrases.profile(profile))
            name.setFixedWidth(round(_NAME_PX * self.theme.scale))
            bar = Bar(self.theme, phrases.profile(profile))
            bar.show_part(amount / most)
            said = self.theme.label(dollars(amount), "body", "text2")
            said.setFixedWidth(round(_AMOUNT_PX * self.theme.scale))
            for part, stretch in ((name, 0), (bar, 1), (said, 0)):
                row.addWidget(part, stretch)
            self._profiles.addWidget(hairline())
            self._profiles.addWidget(holder)

    def _is_blank(self) -> bool:
        """Whether nothing was shown yet."""
        return not self._is_filled
