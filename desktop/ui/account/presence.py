"""Who is signed in to the newsroom that is open: the sidebar's row, the banner, and the question to sign in again.

Main thread. What leads away from this newsroom is asked of the application: ``switch_asked``, ``elsewhere_asked``,
``signed_out``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from cloud.contract.reasons import Reason
from desktop.core.errors import ServiceProblem, SnapStreamError, is_switched_off
from desktop.core.events import Link, LinkChanged, SignedIn, SignInNeeded
from desktop.ui.account.dialog import ChangePasswordDialog, SignInDialog
from desktop.ui.account.out import out_words
from desktop.ui.account.who import WhoAmI
from desktop.ui.said import for_error, for_problem
from desktop.ui.widgets.banner import Notice
from desktop.ui.widgets.dialog import Question

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.account import KnownNewsroom, SignedInAs
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme
    from desktop.ui.window import Frame, Window

_BANNER, _KEPT_BANNER = "account", "not_kept"


class Presence(QObject):
    """One newsroom's person in the window. ``unsent`` tells how many files are not uploaded yet."""

    switch_asked = Signal(str)  #: a newsroom's id
    elsewhere_asked = Signal()
    signed_out = Signal(str, str)  #: address and e-mail of who was signed in
    files_asked = Signal()
    told = Signal(str, str)

    def __init__(
        self,
        theme: Theme,
        frame: Frame,
        window: Window,
        actions: Actions,
        bridge: Bridge,
        *,
        unsent: Callable[[], int],
    ) -> None:
        super().__init__(window)
        self._theme, self._frame, self._window = theme, frame, window
        self._actions, self._bridge, self._unsent = actions, bridge, unsent
        self._accounts = actions.accounts
        self._known: KnownNewsroom | None = self._accounts.current()
        self._is_out, self._why, self._has_asked = False, "", False
        self.dialog: SignInDialog | None = None
        self.question: Question | None = None
        bridge.sign_in_needed.connect(self._on_sign_in_needed)
        bridge.signed_in.connect(self._on_signed_in)
        bridge.link_changed.connect(self._on_link)
        row = window.sidebar.account
        row.menu_asked.connect(self._on_menu_asked)
        row.switch_asked.connect(self.switch_asked)
        row.elsewhere_asked.connect(self.elsewhere_asked)
        row.sign_in_asked.connect(self.ask_to_sign_in)
        row.who_asked.connect(self._on_who_asked)
        row.password_asked.connect(self._on_password_asked)
        row.sign_out_asked.connect(self._on_sign_out_asked)
        if self._known is not None:
            row.say(self._known.email, self._known.name)
        if actions.link() is Link.SIGNED_OUT:
            self._be_out("")

    @property
    def is_account(self) -> bool:
        """Whether people sign in to this newsroom: not to the one on this computer, nor to one of a file."""
        return self._known is not None

    @property
    def newsroom_name(self) -> str:
        """What people call this newsroom; "" for one without accounts."""
        return self._known.name if self._known is not None else ""

    def refresh(self) -> None:
        """Say anew how many files wait."""
        if self._is_out:
            self._show_banner()

    def say_not_kept(self) -> None:
        """Say that this sign-in ends with the program, until somebody has read it."""
        text = self.tr(
            "This computer has no keyring that can be used, so this sign-in lasts until SnapStream is closed."
        )
        banner = self._window.panel.banner
        banner.hold(
            _KEPT_BANNER, Notice("info", "info", text, self.tr("Understood"), lambda: banner.hold(_KEPT_BANNER, None))
        )

    @Slot()
    def ask_to_sign_in(self) -> None:
        """Show the form for this newsroom."""
        if self._known is None or self.dialog is not None:
            return
        known = self._known
        self.dialog = SignInDialog(
            self._theme,
            self._frame,
            self._accounts,
            self._bridge,
            address=known.address,
            email=known.email,
            words=out_words(self._why, self._unsent(), is_out=self._is_out),
        )
        self.dialog.signed_in.connect(self._on_signed_in_again)
        self.dialog.finished.connect(self._on_dialog_finished)
        self.dialog.open()

    # Signed out in the middle

    @Slot(object)
    def _on_sign_in_needed(self, event: SignInNeeded) -> None:
        if self._known is not None and event.newsroom == self._known.id:
            self._be_out(event.why)

    @Slot(object)
    def _on_link(self, event: LinkChanged) -> None:
        if self._known is None:
            return
        if event.link is Link.SIGNED_OUT:
            self._show_banner()
        elif event.link is Link.ONLINE:
            self._be_in()

    @Slot(object)
    def _on_signed_in(self, event: SignedIn) -> None:
        if self._known is not None and event.newsroom == self._known.id:
            self._be_in()

    def _be_out(self, why: str) -> None:
        if self._known is None:
            return
        self._is_out, self._why = True, why
        self._show_banner()
        if self._has_asked or not self._frame.isVisible():
            return
        self._has_asked = True
        if is_switched_off(why):
            self._say_switched_off()
        else:
            self.ask_to_sign_in()

    def _be_in(self) -> None:
        self._is_out, self._why, self._has_asked = False, "", False
        self._known = self._accounts.current() or self._known
        self._window.panel.banner.hold(_BANNER, None)
        if self.dialog is not None and not self.dialog.pane.is_busy:
            self.dialog.accept()
        if self.question is not None:
            self.question.reject()

    def _say_switched_off(self) -> None:
        """Say once, in front of everything, that access was taken away: the banner goes on saying it."""
        label, act = self._way_on()
        question = Question(
            self._theme,
            self._frame,
            *out_words(self._why, self._unsent(), is_out=self._is_out),
            act=label,
            keep=self.tr("Close"),
            is_danger=False,
        )
        question.setObjectName("switchedOff")
        question.accepted.connect(act)
        question.finished.connect(self._on_question_finished)
        self.question = question
        question.open()

    def _way_on(self) -> tuple[str, Callable[[], None]]:
        """Return what helps who was switched off: to see what is still here, or to sign in when it is on again."""
        if self._unsent():
            return self.tr("Show the files"), self.files_asked.emit
        return self.tr("Sign in"), self.ask_to_sign_in

    def _show_banner(self) -> None:
        banner = self._window.panel.banner
        if not self._is_out:  # signed in, and refused all the same: the newsroom's rights are wrong, or being changed
            banner.hold(_BANNER, Notice("warning", "warning-fill", for_problem(Reason.ACCESS_DENIED).line))
            return
        heading, text = out_words(self._why, self._unsent(), is_out=self._is_out)
        line = f"{heading}. {text}"
        if is_switched_off(self._why):
            banner.hold(_BANNER, Notice("failure", "prohibit", line, *self._way_on()))
        else:
            banner.hold(_BANNER, Notice("warning", "warning-fill", line, self.tr("Sign in"), self.ask_to_sign_in))

    @Slot(object)
    def _on_signed_in_again(self, who: SignedInAs) -> None:
        if self._known is not None and who.newsroom != self._known.id:
            self.switch_asked.emit(who.newsroom)  # another person's: with a queue of its own
            return
        self._be_in()
        self.told.emit(self.tr("Signed in as {email}").format(email=who.account.email), "")
        if not who.is_kept:
            self.say_not_kept()

    @Slot()
    def _on_dialog_finished(self) -> None:
        if self.dialog is not None:
            self.dialog.deleteLater()
            self.dialog = None

    @Slot()
    def _on_question_finished(self) -> None:
        if self.question is not None:
            self.question.deleteLater()
            self.question = None

    # The menu

    @Slot()
    def _on_menu_asked(self) -> None:
        self._window.sidebar.account.fill_menu(self._accounts.newsrooms(), self._known, is_signed_in=not self._is_out)

    @Slot()
    def _on_who_asked(self) -> None:
        if self._known is None:
            return
        dialog = WhoAmI(self._theme, self._frame, self._known.name)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        shown = [dialog]
        dialog.finished.connect(shown.clear)

        def take(answer: SignedInAs | SnapStreamError) -> None:
            for each in shown:
                each.show_answer(answer)

        self._accounts.who_am_i(self._bridge.in_main(take))

    @Slot()
    def _on_password_asked(self) -> None:
        dialog = ChangePasswordDialog(self._theme, self._frame, self._accounts, self._bridge)
        dialog.finished.connect(dialog.deleteLater)
        dialog.changed.connect(self._on_password_changed)
        dialog.open()

    @Slot()
    def _on_password_changed(self) -> None:
        self.told.emit(self.tr("The password is changed"), self.tr("All other devices are signed out."))

    @Slot(bool)
    def _on_sign_out_asked(self, everywhere: bool) -> None:  # noqa: FBT001 - Qt's signal
        known = self._known
        if known is None:
            return

        def take(answer: SnapStreamError | None) -> None:
            if answer is not None and (everywhere or not isinstance(answer, ServiceProblem)):
                self.told.emit(self.tr("Signed out on this computer alone"), for_error(answer).line)
            self.signed_out.emit(known.address, known.email)

        self._accounts.sign_out(self._bridge.in_main(take), everywhere=everywhere)
