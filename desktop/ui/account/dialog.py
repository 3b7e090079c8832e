"""Dialogs around a form: sign in again, change the password. Not blocked while a newsroom is asked. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui import phrases
from desktop.ui.account.complaints import PASSWORD
from desktop.ui.account.forms import ChangeForm
from desktop.ui.account.pane import AccountPane
from desktop.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from desktop.core.account import SignedInAs
    from desktop.core.errors import SnapStreamError
    from desktop.ui.actions import Accounts
    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme

_MARGINS = (48, 36, 48, 28)


class SignInDialog(Sheet):
    """Sign in to the newsroom that is open, once more."""

    signed_in = Signal(object)  #: SignedInAs

    def __init__(
        self,
        theme: Theme,
        parent: QWidget,
        accounts: Accounts,
        bridge: Bridge,
        *,
        address: str,
        email: str,
        words: tuple[str, str],
    ) -> None:
        """``words``: heading and text."""
        super().__init__(theme, parent, words[0])
        self.pane = AccountPane(theme, accounts, bridge)
        self.pane.lock_newsroom(address, email, *words)
        self.pane.signed_in.connect(self._on_signed_in)
        self.pane.left.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*_MARGINS)
        column.addWidget(self.pane)

    @Slot()
    def reject(self) -> None:
        """Go, but not while the newsroom is being asked: nobody would hear what it answers."""
        if not self.pane.is_busy:
            super().reject()

    @Slot(object)
    def _on_signed_in(self, who: SignedInAs) -> None:
        self.accept()
        self.signed_in.emit(who)


class ChangePasswordDialog(Sheet):
    """Choose another password."""

    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget, accounts: Accounts, bridge: Bridge) -> None:
        super().__init__(theme, parent, phrases.tr("Change password"))
        self._accounts, self._bridge = accounts, bridge
        self.form = ChangeForm(theme)
        self.form.submitted.connect(self._on_submitted)
        self.form.left.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(*_MARGINS)
        column.addWidget(self.form)

    @Slot()
    def reject(self) -> None:
        """Go, but not while the newsroom is being asked."""
        if not self.form.is_busy:
            super().reject()

    @Slot()
    def _on_submitted(self) -> None:
        self.form.set_busy(is_busy=True)
        old, new = self.form.fields[ChangeForm.OLD].text, self.form.fields[PASSWORD].text
        self._accounts.change_password(old, new, self._bridge.in_main(self._take))

    def _take(self, answer: SnapStreamError | None) -> None:
        self.form.set_busy(is_busy=False)
        if answer is not None:
            self.form.say_problem(answer)
            return
        self.accept()
        self.changed.emit()
