"""What is asked of newsrooms about people, sign-in and money, without waiting. Any thread.

Each verb with ``done`` returns at once and answers in a thread of its own (``account``).
"""

from __future__ import annotations

import logging
import threading
from typing import TYPE_CHECKING, TypeVar

from desktop.core.errors import ServiceProblem, SnapStreamError
from desktop.sessions import Sessions

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cloud.contract.accounts import Account, Role
    from cloud.contract.record import Json
    from desktop.aws.api import NewsroomApi
    from desktop.core.account import AuditRow, Costs, Invited, Page, SignedInAs

_log = logging.getLogger(__name__)
_Answer = TypeVar("_Answer")


class Accounts(Sessions):
    """The sessions of one data directory, and the verbs of a window that must not wait."""

    def ask(
        self,
        ask: Callable[[NewsroomApi, str], _Answer],
        done: Callable[[_Answer | SnapStreamError], None],
        newsroom: str = "",
    ) -> None:
        """Do as ``call`` in a thread of its own."""
        _answer(lambda: self.call(ask, newsroom), done)

    def sign_in(
        self, address: str, email: str, password: str, done: Callable[[SignedInAs | SnapStreamError], None]
    ) -> None:
        """Sign in and make that newsroom the current one."""
        _answer(lambda: self.begin_session(address, email, password), done)

    def create_account(
        self,
        address: str,
        email: str,
        password: str,
        name: str,
        done: Callable[[str | SnapStreamError], None],
        *,
        invitation: str = "",
    ) -> None:
        """Ask for an account; ``done`` gets what is next: ``confirm`` or ``sign_in``."""
        _answer(lambda: self._at(address).register(email.strip(), password, name.strip(), invitation.strip()), done)

    def confirm(
        self, address: str, email: str, code: str, password: str, done: Callable[[SnapStreamError | None], None]
    ) -> None:
        """Confirm the e-mail address."""
        _answer(lambda: self._at(address).confirm(email.strip(), code.strip(), password), done)

    def forgot_password(self, address: str, email: str, done: Callable[[SnapStreamError | None], None]) -> None:
        """Have a code mailed."""
        _answer(lambda: self._at(address).forgot(email.strip()), done)

    def reset_password(
        self, address: str, email: str, code: str, password: str, done: Callable[[SnapStreamError | None], None]
    ) -> None:
        """Choose a new password."""
        _answer(lambda: self._at(address).reset(email.strip(), code.strip(), password), done)

    def change_password(self, old: str, new: str, done: Callable[[SnapStreamError | None], None]) -> None:
        """Change the password; all other devices are signed out."""

        def change() -> None:
            sign_in = self.sign_in_of(self._current_folder())
            sign_in.begin(sign_in.api.change_password(sign_in.token(), old, new))

        _answer(change, done)

    def sign_out(self, done: Callable[[SnapStreamError | None], None], *, everywhere: bool = False) -> None:
        """Sign out of the current newsroom."""
        _answer(lambda: self.end_session(everywhere=everywhere), done)

    def who_am_i(self, done: Callable[[SignedInAs | SnapStreamError], None]) -> None:
        """Ask who is signed in."""
        _answer(self.ask_who, done)

    def newsroom_status(self, done: Callable[[Mapping[str, Json] | SnapStreamError], None]) -> None:
        """Get how things stand."""
        self.ask(lambda api, token: api.status(token), done)

    def costs(self, done: Callable[[Costs | SnapStreamError], None]) -> None:
        """Get what analyses cost."""
        self.ask(lambda api, token: api.costs(token), done)

    def users(self, done: Callable[[Page[Account] | SnapStreamError], None], *, cursor: str = "") -> None:
        """Get people."""
        self.ask(lambda api, token: api.users(token, cursor), done)

    def change_user(
        self,
        user_id: str,
        done: Callable[[Account | SnapStreamError], None],
        *,
        role: Role | None = None,
        is_disabled: bool | None = None,
    ) -> None:
        """Give a person another role, or switch the account off or on."""
        self.ask(lambda api, token: api.change_user(token, user_id, role=role, is_disabled=is_disabled), done)

    def invite(self, email: str, role: Role, done: Callable[[Invited | SnapStreamError], None]) -> None:
        """Invite somebody."""
        self.ask(lambda api, token: api.invite(token, email.strip(), role), done)

    def invitations(self, done: Callable[[Page[Invited] | SnapStreamError], None], *, cursor: str = "") -> None:
        """Get the invitations that are open."""
        self.ask(lambda api, token: api.invitations(token, cursor), done)

    def audit(
        self, done: Callable[[Page[AuditRow] | SnapStreamError], None], *, month: str = "", cursor: str = ""
    ) -> None:
        """Get what happened in a month."""
        self.ask(lambda api, token: api.audit(token, month, cursor), done)


def _answer(work: Callable[[], _Answer], done: Callable[[_Answer | SnapStreamError], None]) -> None:
    """Do work in a thread of its own, and hand over what comes of it."""

    def run() -> None:
        try:
            result: _Answer | SnapStreamError = work()
        except SnapStreamError as problem:
            result = problem
        except Exception:  # noqa: BLE001 - the top of a thread
            _log.exception("an account's verb failed")
            result = ServiceProblem("ask the newsroom")
        done(result)

    # Daemon: a newsroom that does not answer must not keep the program from ending.
    threading.Thread(target=run, name="account", daemon=True).start()
