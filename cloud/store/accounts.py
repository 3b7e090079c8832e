"""People, their sessions and codes, counters and the audit: the table ``users`` as the API sees it. Any thread.

Every verb is one conditional write or one transaction, so that two workers who do the same at once do it once. Secrets
(refresh tokens, codes, invitations) are stored as SHA-256 alone. ``dynamodb_accounts.py`` is the real table;
``tests/fakes`` has one in memory that passes the same tests.

=====================  ===============================  ====================================================
id                     listing                          is
=====================  ===============================  ====================================================
{user_id}              user                             a person
claim#email#{key}      -                                who has this address
session#{id}           session#{user_id}                one sign-in: its refresh token's hash, and of those before
code#{purpose}#{user}  -                                a code that was mailed
invitation#{hash}      invitation                       an invitation
count#{key}#{w}#{n}    -                                a counter of the n-th window of w seconds
mark#{name}            -                                something that holds for a time: an address that is known
chore#{id}             chore                            what is still to be done in AWS (chores.py)
audit#{ulid}           audit#{yyyy-mm}                  something that somebody did
subscription#{ulid}    subscription#{user_id}           who is told what by e-mail
=====================  ===============================  ====================================================

The index ``listing`` (listing, id) lists each kind by its id; ids of people, entries and subscriptions are ULIDs. It
follows the table by some moments, so nothing is decided by it. Rows that pass by themselves carry ``expires_at`` (TTL);
as that removes them late, each is also compared with ``now``.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING, Generic, Protocol, TypeVar

from cloud.contract.accounts import AccountState

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cloud.contract.accounts import Account, Role
    from cloud.contract.record import Json

#: How many wrong codes end the one that was mailed: of 50 bits, so that more of them help no guesser, and more than one
#: address may try (cloud/api/limits.py), so that no single stranger burns another's.
WRONG_CODES = 20
#: How many refresh tokens of a session are remembered after their use, so that their reuse is seen.
REMEMBERED_TOKENS = 50
_Row = TypeVar("_Row")


class AccountsBusyError(Exception):
    """Others changed the same rows again and again; nothing is written, and asking later helps."""


@dataclass(frozen=True, slots=True, repr=False)
class Person:
    """A person's row."""

    account: Account
    password_hash: str  #: argon2id; "" until one is chosen
    version: int  #: every write adds one
    #: Access tokens and credentials issued before this moment (``now_text``) are refused: sign-out everywhere, a new
    #: role, a new password, disabling.
    valid_from: str
    #: Sessions opened before this moment (``now_text``) have ended: a new password, sign-out everywhere, disabling. Put
    #: together with what is the reason, it needs no second write that a crash could prevent; a new role ends none.
    sessions_from: str = ""

    def accepts(self, session: Session) -> bool:
        """Whether this person may go on with a session."""
        return self.account.state is AccountState.ACTIVE and session.created_at >= self.sessions_from

    def __repr__(self) -> str:  # never into a log
        return f"Person({self.account.id})"


@dataclass(frozen=True, slots=True, repr=False)
class Session:
    """One sign-in on one device."""

    id: str
    user_id: str
    token_hash: str  #: of the refresh token that is good now
    created_at: str  #: ``now_text``
    expires_at: str  #: ``now_text``
    client: str  #: what the person sees it as: ``SnapStream on desk-07``


class Rotation(Enum):
    """What came of a refresh token."""

    ROTATED = auto()
    REUSED = auto()  #: one that was used before came again: the session is ended, somebody may have stolen it
    GONE = auto()  #: ended, expired, or never was


class CodePurpose(StrEnum):
    """What a mailed code is good for."""

    CONFIRM = "confirm"
    RESET = "reset"


class CodeUse(Enum):
    """What came of a code."""

    ACCEPTED = auto()
    WRONG = auto()
    GONE = auto()  #: used, expired, tried too often, or never was


@dataclass(frozen=True, slots=True)
class Invitation:
    """Somebody may make an account."""

    token_hash: str
    email: str
    role: Role
    invited_by: str
    created_at: str
    expires_at: str


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """Something that somebody did."""

    id: str  #: a ULID
    at: str  #: ``now_text``
    actor_id: str  #: "" where nobody is signed in
    action: str  #: ``login``, ``login_failed``, ``role_changed``, ``item_deleted``, ``link_made`` …
    subject: str  #: the id of the person or item that it is about
    address: str  #: of the client, as CloudFront tells it
    detail: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class Subscription:
    """Somebody is told by e-mail."""

    id: str
    user_id: str
    email: str
    topics: str  #: ``mine``, ``failures`` or ``all``
    arn: str  #: of the subscription in SNS
    created_at: str


@dataclass(frozen=True, slots=True)
class Page(Generic[_Row]):
    """Some rows, and where the next ones begin ("" where there are none). A page with a cursor may be short too."""

    rows: Sequence[_Row]
    cursor: str


class AccountStore(Protocol):
    """The table.

    A ``cursor`` is opaque; one that is none of ours raises ``ValueError``. Moments are ``now_text``.
    """

    def create(self, person: Person, *, invitation_hash: str = "") -> bool:
        """Put a person and claim the address, using up an invitation that is open at the person's ``created_at``.

        All or nothing; False where the address is taken or the invitation is gone. Raises ``AccountsBusyError``.
        """
        ...

    def get(self, user_id: str) -> Person | None:
        """Return a person (a consistent read)."""
        ...

    def find(self, email: str) -> Person | None:
        """Return who has this address, in any spelling: by consistent reads, as many where it is nobody's."""
        ...

    def replace(self, person: Person, *, if_version: int) -> bool:
        """Put a person over one of exactly this version, one less; the address stays, in whatever spelling."""
        ...

    def people(self, cursor: str = "", limit: int = 50) -> Page[Person]:
        """Return people, by their ids: as they came."""
        ...

    def open_session(self, session: Session) -> None:
        """Put a session."""
        ...

    def session(self, session_id: str, *, now: str) -> Session | None:
        """Return a session that has not ended or expired (a consistent read); ``Person.accepts`` has the last word."""
        ...

    def rotate(self, session_id: str, token_hash: str, new_hash: str, *, now: str, expires_at: str) -> Rotation:
        """Put the new token's hash in the place of the one that is good now, and let the session end then.

        A token that was used before ends the session (RFC 9700, section 4.14.2); one that never was does not.
        """
        ...

    def end_session(self, session_id: str) -> None:
        """End a session; nothing happens where there is none."""
        ...

    def end_sessions(self, user_id: str) -> int:
        """Remove the sessions of a person that the index lists; return how many there were.

        It makes room; what makes sure is ``Person.sessions_from``.
        """
        ...

    def put_code(self, purpose: CodePurpose, user_id: str, code_hash: str, *, expires_at: str) -> None:
        """Put a code over the one before."""
        ...

    def use_code(self, purpose: CodePurpose, user_id: str, code_hash: str, *, now: str) -> CodeUse:
        """Use a code up. The last wrong one that it bears ends it, and is answered ``GONE``: another must be mailed."""
        ...

    def count(self, key: str, *, window_s: int, now_s: float, by: int = 1) -> int:
        """Add to the counter of this window of time; return what it is then. ``by`` 0 only reads."""
        ...

    def mark(self, name: str, *, until: str) -> None:
        """Let something hold until a moment (``now_text``)."""
        ...

    def is_marked(self, name: str, *, now: str) -> bool:
        """Whether it still holds (a consistent read)."""
        ...

    def invite(self, invitation: Invitation) -> None:
        """Put an invitation."""
        ...

    def invitation(self, token_hash: str, *, now: str) -> Invitation | None:
        """Return an invitation that is open, and leave it so (a consistent read)."""
        ...

    def use_invitation(self, token_hash: str, *, now: str) -> Invitation | None:
        """Use an invitation up, or take it back; None where it is used, expired, or never was."""
        ...

    def invitations(self, *, now: str, cursor: str = "", limit: int = 50) -> Page[Invitation]:
        """Return invitations that are open, in no order that means anything."""
        ...

    def record(self, entry: AuditEntry) -> None:
        """Add to the audit."""
        ...

    def audit(self, month: str, cursor: str = "", limit: int = 50) -> Page[AuditEntry]:
        """Return what happened in a month (yyyy-mm), newest first."""
        ...

    def subscribe(self, subscription: Subscription) -> None:
        """Put a subscription."""
        ...

    def subscriptions(self, user_id: str) -> Sequence[Subscription]:
        """Return a person's subscriptions, oldest first."""
        ...

    def unsubscribe(self, user_id: str, subscription_id: str) -> Subscription | None:
        """Remove a subscription of this person; return what it was."""
        ...
