"""Admin, roles: what each of them may. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from cloud.contract.accounts import Role
from desktop.ui import phrases
from desktop.ui.admin.section import Section
from desktop.ui.admin.words import may, role_name

if TYPE_CHECKING:
    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme

_NAME_PX = 160


class Roles(Section):
    """A row a role; nothing is asked."""

    def __init__(self, theme: Theme, bridge: Bridge) -> None:
        words = (phrases.tr("Roles"), phrases.tr("A private library is its owner’s alone: no role opens another’s."))
        super().__init__(theme, bridge, *words, icon="shield")
        column = QVBoxLayout(self.body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for role in Role:
            column.addWidget(hairline())
            row = QHBoxLayout()
            row.setContentsMargins(0, 14, 0, 14)
            name = theme.label(role_name(role), "name")
            name.setFixedWidth(round(_NAME_PX * theme.scale))
            row.addWidget(name)
            row.addWidget(theme.label(may(role), "body", "text2", wrap=True), 1)
            column.addLayout(row)
        column.addWidget(hairline())
        column.addStretch(1)


def hairline() -> QFrame:
    """Return a line between rows."""
    line = QFrame()
    line.setObjectName("hairline")
    line.setFixedHeight(1)
    return line
