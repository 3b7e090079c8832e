"""Admin, people: who has an account, with which role, and whether it is on. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from cloud.contract.accounts import Account, AccountState, Role
from desktop.ui import phrases
from desktop.ui.admin.listing import Listing
from desktop.ui.admin.table import Column
from desktop.ui.admin.words import may, role_name, state_name
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.dialog import Question
from desktop.ui.widgets.texts import ElidedLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.account import Page
    from desktop.core.errors import SnapStreamError
    from desktop.ui.actions import Accounts
    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme


class People(Listing[Account]):
    """What can be done to the chosen person stands above the table; roles and the switch ask before they act."""

    def __init__(self, theme: Theme, accounts: Accounts, bridge: Bridge) -> None:
        columns: list[Column[Account]] = [
            Column(phrases.tr("Name"), lambda row: row.name or row.email, tint=lambda _row: "text"),
            Column(phrases.tr("E-mail"), lambda row: row.email),
            Column(phrases.tr("Role"), lambda row: role_name(row.role), width=96),
            Column(phrases.tr("Account"), lambda row: state_name(row.state), tint=_state_tint, width=144),
            Column(phrases.tr("Since"), lambda row: phrases.moment(row.created_at), tint=_quiet, width=136),
        ]
        words = (phrases.tr("People"), phrases.tr("Who has an account, and what they may do."))
        super().__init__(theme, bridge, words, columns, icon="user")
        self._accounts = accounts
        self.nothing = (self.tr("Nobody yet"), self.tr("Invite somebody by e-mail."))
        self.chosen_name = ElidedLabel(theme, role="name")
        self.role_button = Button(theme, self.tr("Change role"), "caret-down")
        self.switch_button = Button(theme, self.tr("Switch off…"))
        self._roles = QMenu(self)
        self._roles.setToolTipsVisible(True)
        self.chosen_name.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.head.addWidget(self.chosen_name, 1, Qt.AlignmentFlag.AlignVCenter)
        self.head.addSpacing(8)
        self.head.addWidget(self.role_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.head.addWidget(self.switch_button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.role_button.clicked.connect(self._on_role_asked)
        self.switch_button.clicked.connect(self._on_switch_asked)
        self.table.selectionModel().selectionChanged.connect(self._on_chosen)
        self.table.activated.connect(self._on_role_asked)
        self.model.modelReset.connect(self._on_chosen)
        self.model.dataChanged.connect(self._on_chosen)
        self._on_chosen()

    def fetch(self, cursor: str, done: Callable[[Page[Account] | SnapStreamError], None]) -> None:
        """Ask for people."""
        self._accounts.users(done, cursor=cursor)

    def _show_first(self, page: Page[Account]) -> None:
        """Keep who is chosen, wherever they stand now: what is done is done to that person."""
        chosen = self.chosen
        super()._show_first(page)
        number = next((n for n, row in enumerate(page.rows) if chosen is not None and row.id == chosen.id), None)
        if number is None:
            self.table.clearSelection()
        else:
            self.table.selectRow(number)

    @property
    def chosen(self) -> Account | None:
        """Who is chosen."""
        rows = self.table.selectionModel().selectedRows()
        return self.model.row(rows[0]) if rows else None

    def role_menu(self, account: Account) -> QMenu:
        """Make the menu of roles, with what each may."""
        self._roles.clear()
        for role in Role:
            action = QAction(role_name(role), self._roles)
            action.setToolTip(phrases.tooltip(may(role)))
            action.setCheckable(True)
            action.setChecked(role is account.role)
            action.setEnabled(role is not account.role)
            action.triggered.connect(lambda _checked=False, role=role: self.ask_for_role(account, role))
            self._roles.addAction(action)
        return self._roles

    def ask_for_role(self, account: Account, role: Role) -> None:
        """Ask before a person becomes somebody else."""
        name = account.name or account.email
        title = self.tr("Give {name} the role {role}?").format(name=name, role=role_name(role))
        text = self.tr("{may} It holds within seconds, on every device.").format(may=may(role))
        act, keep = self.tr("Change role"), self.tr("Keep {role}").format(role=role_name(account.role))
        self._ask(title, text, act, keep, lambda: self._change(account, role=role))

    def ask_to_switch(self, account: Account) -> None:
        """Ask before an account is switched off; switching on takes nothing from anybody."""
        if account.state is AccountState.DISABLED:
            self._change(account, is_disabled=False)
            return
        title = self.tr("Switch off the account of {name}?").format(name=account.name or account.email)
        text = self.tr(
            "They are signed out everywhere and their uploads stop at once. What they uploaded stays in the library."
        )
        self._ask(
            title, text, self.tr("Switch off"), self.tr("Keep it on"), lambda: self._change(account, is_disabled=True)
        )

    def _ask(self, title: str, text: str, act: str, keep: str, then: Callable[[], None]) -> None:
        question = Question(self.theme, self, title, text, act=act, keep=keep)
        question.accepted.connect(then)
        question.finished.connect(question.deleteLater)
        question.open()

    def _change(self, account: Account, *, role: Role | None = None, is_disabled: bool | None = None) -> None:
        failed = self.tr("{name} was not changed").format(name=account.name or account.email)
        self.do(
            lambda done: self._accounts.change_user(account.id, done, role=role, is_disabled=is_disabled),
            self._show_changed,
            failed,
        )

    def _show_changed(self, account: Account) -> None:
        number = next((n for n, row in enumerate(self.model.rows) if row.id == account.id), None)
        if number is not None:
            self.model.replace(number, account)
        name = account.name or account.email
        if account.state is AccountState.DISABLED:
            self.told.emit(self.tr("The account of {name} is switched off").format(name=name), "")
        else:
            text = self.tr("{role}, account on").format(role=role_name(account.role))
            self.told.emit(self.tr("{name} is changed").format(name=name), text)

    @Slot()
    def _on_chosen(self) -> None:
        account = self.chosen
        self.role_button.setEnabled(account is not None)
        # Who has not confirmed the address cannot sign in: there is nothing to switch.
        self.switch_button.setEnabled(account is not None and account.state is not AccountState.UNCONFIRMED)
        is_off = account is not None and account.state is AccountState.DISABLED
        self.switch_button.say(self.tr("Switch on") if is_off else self.tr("Switch off…"))
        self.chosen_name.setText(account.name or account.email if account else self.tr("Choose a person to change."))
        self.chosen_name.set_tint("text" if account else "text3")

    @Slot()
    def _on_role_asked(self) -> None:
        account = self.chosen
        if account is not None:
            menu = self.role_menu(account)
            menu.popup(self.role_button.mapToGlobal(QPoint(0, self.role_button.height() + 4)))

    @Slot()
    def _on_switch_asked(self) -> None:
        account = self.chosen
        if account is not None:
            self.ask_to_switch(account)


def _state_tint(account: Account) -> str:
    return {AccountState.ACTIVE: "ok", AccountState.DISABLED: "fail"}.get(account.state, "warn")


def _quiet(_row: object) -> str:
    return "text3"
