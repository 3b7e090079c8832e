"""Admin, invitations: who may make an account, until when; and the form that invites. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cloud.contract.accounts import Role
from desktop.core.account import Invited
from desktop.core.errors import SnapStreamError
from desktop.ui import phrases
from desktop.ui.account.complaints import EMAIL, wrong_email
from desktop.ui.account.form import Form
from desktop.ui.admin.listing import Listing
from desktop.ui.admin.table import Column
from desktop.ui.admin.words import may, role_name
from desktop.ui.widgets.combo import Combo
from desktop.ui.widgets.field import Field
from desktop.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.account import Page
    from desktop.ui.actions import Accounts
    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme


class InviteForm(Form):
    """An e-mail address and a role."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "", "", phrases.tr("Send invitation"), phrases.tr("Sending…"))
        self.say(self.tr("Invite somebody"), self.tr("They get a mail with an invitation that is good for 7 days."))
        self.add(EMAIL, Field(theme, self.tr("E-mail")))
        self.roles = Combo(theme)
        self.roles.setAccessibleName(self.tr("Role"))
        for role in Role:
            self.roles.addItem(role_name(role), role)
        label = theme.label(self.tr("Role"), "label", "text2")
        label.setBuddy(self.roles)
        self._may = theme.label("", "small", "text3", wrap=True)
        for part, gap in ((label, 4), (self.roles, 6), (self._may, 0)):
            self.body.addWidget(part)
            self.body.addSpacing(gap - self.body.spacing())
        self.roles.currentIndexChanged.connect(self._on_role_changed)
        self.back.say(self.tr("Cancel"))
        self._on_role_changed()

    @property
    def role(self) -> Role:
        """Which role was chosen."""
        return Role(self.roles.currentData())

    def check(self) -> dict[str, str]:
        """Return what is wrong with the address."""
        said = wrong_email(self.value(EMAIL))
        return {EMAIL: said} if said else {}

    @Slot()
    def _on_role_changed(self) -> None:
        self._may.setText(may(self.role))


class InviteDialog(Sheet):
    """Asks the newsroom to mail the invitation."""

    invited = Signal(object)  #: Invited

    def __init__(self, theme: Theme, parent: QWidget, accounts: Accounts, bridge: Bridge) -> None:
        super().__init__(theme, parent, phrases.tr("Invite somebody"))
        self._accounts, self._bridge = accounts, bridge
        self.form = InviteForm(theme)
        self.form.submitted.connect(self._on_submitted)
        self.form.left.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 36, 48, 28)
        column.addWidget(self.form)

    @Slot()
    def reject(self) -> None:
        """Go, but not while the newsroom is being asked."""
        if not self.form.is_busy:
            super().reject()

    @Slot()
    def _on_submitted(self) -> None:
        self.form.set_busy(is_busy=True)
        self._accounts.invite(self.form.value(EMAIL), self.form.role, self._bridge.in_main(self._take))

    def _take(self, answer: Invited | SnapStreamError) -> None:
        self.form.set_busy(is_busy=False)
        if isinstance(answer, SnapStreamError):
            self.form.say_problem(answer)
            return
        self.accept()
        self.invited.emit(answer)


class Invitations(Listing[Invited]):
    """The invitations that are open."""

    def __init__(self, theme: Theme, accounts: Accounts, bridge: Bridge) -> None:
        columns: list[Column[Invited]] = [
            Column(phrases.tr("E-mail"), lambda row: row.email, tint=lambda _row: "text"),
            Column(phrases.tr("Role"), lambda row: role_name(row.role), width=120),
            Column(phrases.tr("Invited"), lambda row: phrases.moment(row.created_at), width=160),
            Column(phrases.tr("Good until"), lambda row: phrases.until(row.expires_at), width=160),
        ]
        words = (phrases.tr("Invitations"), phrases.tr("Who may make an account and has not done so yet."))
        super().__init__(theme, bridge, words, columns, icon="user-plus")
        self._accounts = accounts
        self.nothing = (self.tr("No invitation is open"), self.tr("An invitation is good for 7 days, and once."))

    def fetch(self, cursor: str, done: Callable[[Page[Invited] | SnapStreamError], None]) -> None:
        """Ask for invitations."""
        self._accounts.invitations(done, cursor=cursor)

    @Slot()
    def invite(self) -> InviteDialog:
        """Show the form that invites."""
        dialog = InviteDialog(self.theme, self.window(), self._accounts, self._bridge)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.invited.connect(self._on_invited)
        dialog.open()
        return dialog

    @Slot(object)
    def _on_invited(self, invited: Invited) -> None:
        self.told.emit(self.tr("{email} is invited").format(email=invited.email), "")
        self.refresh()
