"""Newsrooms and people as the window sees them, in memory: answers come at once, in the calling thread.

One newsroom at ``https://newsroom.example`` knows the people in ``people``; codes that were mailed are in ``codes``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from cloud.contract.accounts import Account, AccountState, Role
from desktop.core.account import AuditRow, Costs, Invited, KnownNewsroom, Page, SignedInAs
from desktop.core.address import parse_address
from desktop.core.errors import AccessDenied, Offline, Refused, SignedOut, SnapStreamError, UsageProblem
from desktop.core.events import SignedIn

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cloud.contract.record import Json
    from desktop.core.events import Post

ADDRESS = "https://newsroom.example"
NEWSROOM = "kestrel"
PASSWORD = "correct horse battery"  # noqa: S105 - of nobody
CODE = "123456"
MOMENT = "2026-11-22T09:00:00.000Z"


def make_account(user_id: str, email: str, role: Role = Role.MEMBER) -> Account:
    """Return an active account."""
    return Account(user_id, email, email.partition("@")[0].title(), role, AccountState.ACTIVE, MOMENT)


@dataclass
class FakeAccounts:
    """Satisfies ``desktop.ui.actions.Accounts``. ``problem`` is what every verb answers, where there is one."""

    post: Post
    people: dict[str, Account] = field(
        default_factory=lambda: {"u1": make_account("u1", "a@example.com", Role.ADMIN)},
    )
    passwords: dict[str, str] = field(default_factory=lambda: {"u1": PASSWORD})
    codes: dict[str, str] = field(default_factory=dict)
    known: dict[str, KnownNewsroom] = field(default_factory=dict)
    invited: list[Invited] = field(default_factory=list)
    entries: list[AuditRow] = field(default_factory=list)
    status: dict[str, Json] = field(default_factory=dict)
    cost: Costs = field(default_factory=lambda: Costs((), {}, None))
    problem: SnapStreamError | None = None
    is_kept: bool = True
    signed_in: str = ""

    def newsrooms(self) -> tuple[KnownNewsroom, ...]:
        """Do as ``desktop.ui.actions`` says."""
        return tuple(self.known.values())

    def current(self) -> KnownNewsroom | None:
        """Do as ``desktop.ui.actions`` says."""
        return next((known for known in self.known.values() if known.is_current), None)

    def switch_newsroom(self, newsroom: str) -> None:
        """Do as ``desktop.ui.actions`` says."""
        if newsroom != "local" and newsroom not in self.known:
            raise UsageProblem("choose a newsroom", detail=f"Nobody signed in to {newsroom} here.")
        self.known = {name: replace(known, is_current=name == newsroom) for name, known in self.known.items()}

    def sign_in(
        self, address: str, email: str, password: str, done: Callable[[SignedInAs | SnapStreamError], None]
    ) -> None:
        """Do as ``desktop.ui.actions`` says."""
        account = self._find(email)
        if self.problem is not None:
            done(self.problem)
        elif parse_address(address) != ADDRESS:
            done(Offline("sign in", detail="No newsroom answers at this address."))
        elif account is None or self.passwords.get(account.id) != password:
            done(Refused("sign in", code="wrong", detail="That password is not right.", status=401))
        elif account.state is AccountState.UNCONFIRMED:
            done(Refused("sign in", code="unconfirmed", detail="The e-mail address is not confirmed.", status=403))
        elif account.state is AccountState.DISABLED:
            done(Refused("sign in", code="disabled", detail="Your account was switched off.", status=403))
        else:
            self.signed_in = account.id
            self.known = {name: replace(known, is_current=False) for name, known in self.known.items()}
            self.known[NEWSROOM] = KnownNewsroom(
                NEWSROOM, "Kestrel Bay", ADDRESS, account.email, account.id, is_signed_in=True, is_current=True
            )
            self.post(SignedIn(NEWSROOM, account.email))
            done(self._as(account))

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
        """Do as ``desktop.ui.actions`` says."""
        del address, invitation
        known = self._find(email)
        if self.problem is None and known is not None and known.state is AccountState.UNCONFIRMED:
            self.people[known.id], self.passwords[known.id] = replace(known, name=name), password
            self.codes[email] = CODE
        elif self.problem is None and known is None:
            made = Account(f"u{len(self.people) + 1}", email, name, Role.MEMBER, AccountState.UNCONFIRMED, MOMENT)
            self.people[made.id], self.passwords[made.id] = made, password
            self.codes[email] = CODE
        done(self.problem or "confirm")

    def confirm(
        self, address: str, email: str, code: str, password: str, done: Callable[[SnapStreamError | None], None]
    ) -> None:
        """Do as ``desktop.ui.actions`` says."""
        del address
        account = self._use_code(email, code)
        if account is not None and self.passwords[account.id] != password:
            account = None
        if account is not None:
            self.people[account.id] = replace(account, state=AccountState.ACTIVE)
        done(self.problem or (None if account else _wrong_code()))

    def forgot_password(self, address: str, email: str, done: Callable[[SnapStreamError | None], None]) -> None:
        """Do as ``desktop.ui.actions`` says."""
        del address
        self.codes[email] = CODE
        done(self.problem)

    def reset_password(
        self, address: str, email: str, code: str, password: str, done: Callable[[SnapStreamError | None], None]
    ) -> None:
        """Do as ``desktop.ui.actions`` says."""
        del address
        account = self._use_code(email, code)
        if account is not None:
            self.passwords[account.id] = password
        done(self.problem or (None if account else _wrong_code()))

    def change_password(self, old: str, new: str, done: Callable[[SnapStreamError | None], None]) -> None:
        """Do as ``desktop.ui.actions`` says."""
        if self.passwords.get(self.signed_in) != old:
            done(Refused("change the password", code="wrong", detail="That password is not right."))
            return
        self.passwords[self.signed_in] = new
        done(self.problem)

    def sign_out(self, done: Callable[[SnapStreamError | None], None], *, everywhere: bool = False) -> None:
        """Do as ``desktop.ui.actions`` says."""
        del everywhere
        self.signed_in = ""
        self.known = {
            name: replace(known, is_signed_in=known.is_signed_in and not known.is_current)
            for name, known in self.known.items()
        }
        done(self.problem)

    def who_am_i(self, done: Callable[[SignedInAs | SnapStreamError], None]) -> None:
        """Do as ``desktop.ui.actions`` says."""
        account = self.people.get(self.signed_in)
        done(self.problem or (self._as(account) if account else SignedOut("ask who is signed in")))

    def newsroom_status(self, done: Callable[[Mapping[str, Json] | SnapStreamError], None]) -> None:
        """Do as ``desktop.ui.actions`` says."""
        done(self.problem or dict(self.status))

    def costs(self, done: Callable[[Costs | SnapStreamError], None]) -> None:
        """Do as ``desktop.ui.actions`` says."""
        done(self._denied() or self.cost)

    def users(self, done: Callable[[Page[Account] | SnapStreamError], None], *, cursor: str = "") -> None:
        """Do as ``desktop.ui.actions`` says."""
        del cursor
        done(self._denied() or Page(tuple(self.people.values())))

    def change_user(
        self,
        user_id: str,
        done: Callable[[Account | SnapStreamError], None],
        *,
        role: Role | None = None,
        is_disabled: bool | None = None,
    ) -> None:
        """Do as ``desktop.ui.actions`` says."""
        denied = self._denied()
        if denied is None:
            state = {None: self.people[user_id].state, True: AccountState.DISABLED, False: AccountState.ACTIVE}
            account = self.people[user_id]
            self.people[user_id] = replace(account, role=role or account.role, state=state[is_disabled])
        done(denied or self.people[user_id])

    def invite(self, email: str, role: Role, done: Callable[[Invited | SnapStreamError], None]) -> None:
        """Do as ``desktop.ui.actions`` says."""
        denied = self._denied()
        invited = Invited(email, role, MOMENT, "2026-11-29T09:00:00.000Z")
        if denied is None:
            self.invited.append(invited)
        done(denied or invited)

    def invitations(self, done: Callable[[Page[Invited] | SnapStreamError], None], *, cursor: str = "") -> None:
        """Do as ``desktop.ui.actions`` says."""
        del cursor
        done(self._denied() or Page(tuple(self.invited)))

    def audit(
        self, done: Callable[[Page[AuditRow] | SnapStreamError], None], *, month: str = "", cursor: str = ""
    ) -> None:
        """Do as ``desktop.ui.actions`` says."""
        del cursor
        rows = tuple(row for row in self.entries if row.at.startswith(month))
        done(self._denied() or Page(rows))

    def _find(self, email: str) -> Account | None:
        return next((a for a in self.people.values() if a.email.casefold() == email.strip().casefold()), None)

    def _use_code(self, email: str, code: str) -> Account | None:
        return self._find(email) if self.problem is None and self.codes.pop(email, None) == code else None

    def _as(self, account: Account) -> SignedInAs:
        return SignedInAs(NEWSROOM, "Kestrel Bay", ADDRESS, account, is_kept=self.is_kept)

    def _denied(self) -> SnapStreamError | None:
        account = self.people.get(self.signed_in)
        if self.problem is not None:
            return self.problem
        return None if account is not None and account.role is Role.ADMIN else AccessDenied("look after people")


def _wrong_code() -> Refused:
    return Refused(
        "use the code", code="code_refused", detail="The code is wrong, was used, or its time is over.", status=403
    )
