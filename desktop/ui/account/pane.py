"""The way in, form after form: each asks the newsroom in a worker and says what it answered. Main thread.

::

    sign in ─▶ signed in            create ─▶ confirm ─▶ signed in
       ├─ not confirmed ─▶ confirm ─▶ signed in     └─ invited ─▶ signed in
       └─ forgot ─▶ reset ─▶ sign in
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.core.errors import Refused, SnapStreamError
from desktop.ui.account.complaints import ADDRESS, CODE, EMAIL, INVITATION, NAME, PASSWORD
from desktop.ui.account.forms import ConfirmForm, CreateForm, ForgotForm, ResetForm, SignInForm
from desktop.ui.widgets.field import PasswordField

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.account import SignedInAs
    from desktop.ui.account.form import Form
    from desktop.ui.actions import Accounts
    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme

_Answer = TypeVar("_Answer")


class AccountPane(QWidget):
    """All forms, one in front (``form``). It keeps a password for as long as the way in takes, and no longer."""

    signed_in = Signal(object)  #: SignedInAs
    left = Signal()

    def __init__(self, theme: Theme, accounts: Accounts, bridge: Bridge) -> None:
        super().__init__()
        self._accounts, self._bridge = accounts, bridge
        self.sign_in_form = SignInForm(theme)
        self.create_form = CreateForm(theme)
        self.confirm_form = ConfirmForm(theme)
        self.forgot_form = ForgotForm(theme)
        self.reset_form = ResetForm(theme)
        self._forms: tuple[Form, ...] = (
            self.sign_in_form,
            self.create_form,
            self.confirm_form,
            self.forgot_form,
            self.reset_form,
        )
        self.form: Form = self.sign_in_form
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        # No stack: its room would be that of the tallest form.
        for form in self._forms:
            form.setVisible(False)
            column.addWidget(form)
        self._note = theme.label("", "small", "ok", wrap=True)
        self._note.setVisible(False)
        column.addWidget(self._note)
        self.sign_in_form.submitted.connect(self._on_sign_in)
        self.sign_in_form.forgot.clicked.connect(self._on_forgot)
        self.create_form.submitted.connect(self._on_create)
        self.confirm_form.submitted.connect(self._on_confirm)
        self.confirm_form.again.clicked.connect(self._on_send_again)
        self.forgot_form.submitted.connect(self._on_send_code)
        self.reset_form.submitted.connect(self._on_reset)
        self.reset_form.again.clicked.connect(self._on_send_code)
        for form, where in (
            (self.confirm_form, self.create_form),
            (self.forgot_form, self.sign_in_form),
            (self.reset_form, self.forgot_form),
        ):
            form.left.connect(lambda target=where: self._show(target))
        for form in (self.sign_in_form, self.create_form):
            form.left.connect(self._on_left)

    @property
    def is_busy(self) -> bool:
        """Whether a newsroom is being asked."""
        return self.form.is_busy

    def show_sign_in(self, address: str = "", email: str = "") -> None:
        """Show the form to sign in, with what is remembered."""
        self._remember(self.sign_in_form, address, email)
        self._show(self.sign_in_form)

    def show_create(self, address: str = "") -> None:
        """Show the form to create an account."""
        self._remember(self.create_form, address, "")
        self._show(self.create_form)

    def lock_newsroom(self, address: str, email: str, heading: str, text: str) -> None:
        """Sign in to one newsroom again: its address cannot be changed here."""
        self.show_sign_in(address, email)
        for form in (self.sign_in_form, self.forgot_form):
            form.fields[ADDRESS].set_text(address.removeprefix("https://"))
            form.fields[ADDRESS].lock(is_locked=True)
        self.sign_in_form.say(heading, text)
        self.sign_in_form.back.say(self.tr("Not now"))

    @staticmethod
    def _remember(form: Form, address: str, email: str) -> None:
        for key, text in ((ADDRESS, address), (EMAIL, email)):
            if text and not form.value(key):
                form.fields[key].set_text(text.removeprefix("https://") if key == ADDRESS else text)

    def _show(self, form: Form) -> None:
        self._note.setVisible(False)
        self.form = form
        for each in self._forms:
            each.setVisible(each is form)
        form.start()

    def _say_note(self, text: str) -> None:
        self._note.setText(text)
        self._note.setVisible(True)

    def _ask(
        self, verb: Callable[[Callable[[_Answer | SnapStreamError], None]], None], then: Callable[[_Answer], None]
    ) -> None:
        """Ask in a worker; an error is said on the form that asked."""
        form = self.form
        form.set_busy(is_busy=True)

        def take(answer: _Answer | SnapStreamError) -> None:
            form.set_busy(is_busy=False)
            if isinstance(answer, SnapStreamError):
                self._say_problem(form, answer)
            else:
                then(answer)

        verb(self._bridge.in_main(take))

    def _say_problem(self, form: Form, error: SnapStreamError) -> None:
        if form is self.sign_in_form and isinstance(error, Refused) and error.code == "unconfirmed":
            if self.create_form.value(EMAIL) != form.value(EMAIL):  # what was typed there is another person's
                for key in (NAME, INVITATION):
                    self.create_form.fields[key].set_text("")
            self._copy(self.sign_in_form, self.create_form, ADDRESS, EMAIL, PASSWORD)
            self._to_confirm()
            return
        form.say_problem(error)

    @Slot()
    def _on_sign_in(self) -> None:
        form = self.sign_in_form
        address, email, password = form.value(ADDRESS), form.value(EMAIL), form.fields[PASSWORD].text
        self._ask(lambda done: self._accounts.sign_in(address, email, password, done), self._on_signed_in)

    def _on_signed_in(self, who: SignedInAs) -> None:
        for form in self.findChildren(PasswordField):
            form.hide_again()
        self.signed_in.emit(who)

    @Slot()
    def _on_create(self) -> None:
        form = self.create_form
        values = (form.value(ADDRESS), form.value(EMAIL), form.fields[PASSWORD].text, form.value(NAME))
        invitation = form.value(INVITATION)
        self._ask(lambda done: self._accounts.create_account(*values, done, invitation=invitation), self._on_created)

    def _on_created(self, after: str) -> None:
        if after == "sign_in":
            self._sign_in_as(self.create_form)
        else:
            is_again = self.form is self.confirm_form
            self._to_confirm()
            if is_again:
                self._say_note(self.tr("Sent again. The code before does not work any more."))

    def _to_confirm(self) -> None:
        self.confirm_form.fields[CODE].set_text("")
        self.confirm_form.say_where(self.create_form.value(EMAIL))
        self._show(self.confirm_form)

    @Slot()
    def _on_send_again(self) -> None:
        """Register again, for which everything must be known: who only signed in has not said a name."""
        form, name = self.create_form, self.confirm_form.value(NAME)
        if name:
            form.fields[NAME].set_text(name)
        if form.value(NAME):
            self._on_create()
        else:
            self.confirm_form.ask_for_name()

    @Slot()
    def _on_confirm(self) -> None:
        form, code = self.create_form, self.confirm_form.value(CODE)
        address, email, password = form.value(ADDRESS), form.value(EMAIL), form.fields[PASSWORD].text
        self._ask(
            lambda done: self._accounts.confirm(address, email, code, password, done),
            self._on_confirmed,
        )

    def _on_confirmed(self, _nothing: None) -> None:
        self._sign_in_as(self.create_form)

    @Slot()
    def _on_forgot(self) -> None:
        self._copy(self.sign_in_form, self.forgot_form, ADDRESS, EMAIL)
        self._show(self.forgot_form)

    @Slot()
    def _on_send_code(self) -> None:
        address, email = self.forgot_form.value(ADDRESS), self.forgot_form.value(EMAIL)
        self._ask(lambda done: self._accounts.forgot_password(address, email, done), self._on_code_sent)

    def _on_code_sent(self, _nothing: None) -> None:
        is_again = self.form is self.reset_form
        self.reset_form.fields[CODE].set_text("")
        self.reset_form.say_where(self.forgot_form.value(EMAIL))
        self._show(self.reset_form)
        if is_again:
            self._say_note(self.tr("Sent again. The code before does not work any more."))

    @Slot()
    def _on_reset(self) -> None:
        address, email, code = (
            self.forgot_form.value(ADDRESS),
            self.forgot_form.value(EMAIL),
            self.reset_form.value(CODE),
        )
        password = self.reset_form.fields[PASSWORD].text
        self._ask(
            lambda done: self._accounts.reset_password(address, email, code, password, done), self._on_password_reset
        )

    def _on_password_reset(self, _nothing: None) -> None:
        self._copy(self.forgot_form, self.sign_in_form, ADDRESS, EMAIL)
        self.sign_in_form.fields[PASSWORD].set_text(self.reset_form.fields[PASSWORD].text)
        self.reset_form.fields[PASSWORD].set_text("")
        self._show(self.sign_in_form)
        self._say_note(self.tr("The password is changed. Sign in with it."))

    def _sign_in_as(self, source: Form) -> None:
        self._copy(source, self.sign_in_form, ADDRESS, EMAIL, PASSWORD)
        self._show(self.sign_in_form)
        self._on_sign_in()

    @staticmethod
    def _copy(source: Form, target: Form, *keys: str) -> None:
        for key in keys:
            target.fields[key].set_text(source.fields[key].text)

    @Slot()
    def _on_left(self) -> None:
        for field in self.findChildren(PasswordField):
            field.hide_again()
        self.left.emit()
