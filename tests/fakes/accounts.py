"""People, sessions, codes, counters and the audit in memory, for tests of the API. Safe to use from several threads."""

from __future__ import annotations

import threading
from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, TypeVar

from cloud.contract.accounts import email_key
from cloud.store.accounts import (
    REMEMBERED_TOKENS,
    WRONG_CODES,
    AuditEntry,
    CodePurpose,
    CodeUse,
    Invitation,
    Page,
    Person,
    Rotation,
    Session,
    Subscription,
)
from cloud.store.cursors import make_cursor, read_cursor
from tests.fakes.store import Writes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_T = TypeVar("_T")


@dataclass
class _Code:
    code_hash: str
    expires_at: str
    wrong: int = 0


@dataclass
class MemoryAccounts:
    """``AccountStore`` in memory."""

    writes: Writes = field(default_factory=Writes)

    def __post_init__(self) -> None:
        self._lock = threading.RLock()
        self._people: dict[str, Person] = {}
        self._addresses: dict[str, str] = {}
        self._sessions: dict[str, Session] = {}
        self._used: dict[str, list[str]] = defaultdict(list)
        self._codes: dict[tuple[CodePurpose, str], _Code] = {}
        self._counters: dict[tuple[str, int, int], int] = defaultdict(int)
        self._marks: dict[str, str] = {}
        self._invitations: dict[str, Invitation] = {}
        self._entries: dict[str, AuditEntry] = {}
        self._subscriptions: dict[str, Subscription] = {}

    def create(self, person: Person, *, invitation_hash: str = "") -> bool:
        """Put a person, claim the address, use up the invitation."""
        account = person.account
        with self._lock:
            if account.id in self._people or email_key(account.email) in self._addresses:
                return False
            if invitation_hash:
                if self.invitation(invitation_hash, now=account.created_at) is None:
                    return False
                del self._invitations[invitation_hash]
            self._people[account.id] = person
            self._addresses[email_key(account.email)] = account.id
        self.writes.happened()
        return True

    def get(self, user_id: str) -> Person | None:
        """Return a person."""
        with self._lock:
            return self._people.get(user_id)

    def find(self, email: str) -> Person | None:
        """Return who has this address."""
        with self._lock:
            return self._people.get(self._addresses.get(email_key(email), ""))

    def replace(self, person: Person, *, if_version: int) -> bool:
        """Put a person over one of exactly this version and address."""
        with self._lock:
            there = self._people.get(person.account.id)
            if there is None or there.version != if_version:
                return False
            if email_key(there.account.email) != email_key(person.account.email):
                return False
            self._people[person.account.id] = person
        self.writes.happened()
        return True

    def people(self, cursor: str = "", limit: int = 50) -> Page[Person]:
        """Return people."""
        with self._lock:
            return _page(self._people.values(), lambda person: person.account.id, cursor, limit)

    def open_session(self, session: Session) -> None:
        """Put a session."""
        with self._lock:
            self._sessions[session.id] = session
        self.writes.happened()

    def session(self, session_id: str, *, now: str) -> Session | None:
        """Return a session."""
        with self._lock:
            session = self._sessions.get(session_id)
        return session if session is not None and session.expires_at > now else None

    def rotate(self, session_id: str, token_hash: str, new_hash: str, *, now: str, expires_at: str) -> Rotation:
        """Put the new hash in the place of the old one."""
        with self._lock:
            session = self.session(session_id, now=now)
            if session is None:
                return Rotation.GONE
            used = self._used[session_id]
            if token_hash in used:
                self.end_session(session_id)
                return Rotation.REUSED
            if token_hash != session.token_hash:
                return Rotation.GONE
            self._sessions[session_id] = replace(session, token_hash=new_hash, expires_at=expires_at)
            self._used[session_id] = [*used, token_hash][-REMEMBERED_TOKENS:]
        self.writes.happened()
        return Rotation.ROTATED

    def end_session(self, session_id: str) -> None:
        """Remove a session."""
        with self._lock:
            self._sessions.pop(session_id, None)
            self._used.pop(session_id, None)
        self.writes.happened()

    def end_sessions(self, user_id: str) -> int:
        """Remove a person's sessions."""
        with self._lock:
            ids = [session.id for session in self._sessions.values() if session.user_id == user_id]
            for session_id in ids:
                self.end_session(session_id)
        return len(ids)

    def put_code(self, purpose: CodePurpose, user_id: str, code_hash: str, *, expires_at: str) -> None:
        """Put a code."""
        with self._lock:
            self._codes[purpose, user_id] = _Code(code_hash, expires_at)
        self.writes.happened()

    def use_code(self, purpose: CodePurpose, user_id: str, code_hash: str, *, now: str) -> CodeUse:
        """Use a code up, or count a wrong one."""
        with self._lock:
            code = self._codes.get((purpose, user_id))
            if code is None or code.expires_at <= now or code.wrong >= WRONG_CODES:
                return CodeUse.GONE
            if code.code_hash == code_hash:
                del self._codes[purpose, user_id]
                answer = CodeUse.ACCEPTED
            else:
                code.wrong += 1
                answer = CodeUse.WRONG if code.wrong < WRONG_CODES else CodeUse.GONE
        self.writes.happened()
        return answer

    def count(self, key: str, *, window_s: int, now_s: float, by: int = 1) -> int:
        """Add to a counter."""
        with self._lock:
            name = (key, window_s, int(now_s // window_s))
            if by:
                self._counters[name] += by
            return self._counters.get(name, 0)

    def mark(self, name: str, *, until: str) -> None:
        """Put a mark."""
        with self._lock:
            self._marks[name] = until

    def is_marked(self, name: str, *, now: str) -> bool:
        """Whether a mark still holds."""
        with self._lock:
            return self._marks.get(name, "") > now

    def invite(self, invitation: Invitation) -> None:
        """Put an invitation."""
        with self._lock:
            self._invitations[invitation.token_hash] = invitation
        self.writes.happened()

    def invitation(self, token_hash: str, *, now: str) -> Invitation | None:
        """Return an invitation."""
        with self._lock:
            invitation = self._invitations.get(token_hash)
        return invitation if invitation is not None and invitation.expires_at > now else None

    def use_invitation(self, token_hash: str, *, now: str) -> Invitation | None:
        """Remove an invitation that is open."""
        with self._lock:
            invitation = self.invitation(token_hash, now=now)
            if invitation is not None:
                del self._invitations[token_hash]
        self.writes.happened()
        return invitation

    def invitations(self, *, now: str, cursor: str = "", limit: int = 50) -> Page[Invitation]:
        """Return open invitations."""
        with self._lock:
            rows = [invitation for invitation in self._invitations.values() if invitation.expires_at > now]
        return _page(rows, lambda invitation: invitation.token_hash, cursor, limit)

    def record(self, entry: AuditEntry) -> None:
        """Put an entry."""
        with self._lock:
            self._entries[entry.id] = entry
        self.writes.happened()

    def audit(self, month: str, cursor: str = "", limit: int = 50) -> Page[AuditEntry]:
        """Return a month's entries."""
        with self._lock:
            rows = [entry for entry in self._entries.values() if entry.at[:7] == month]
        return _page(rows, lambda entry: entry.id, cursor, limit, is_forward=False)

    def subscribe(self, subscription: Subscription) -> None:
        """Put a subscription."""
        with self._lock:
            self._subscriptions[subscription.id] = subscription
        self.writes.happened()

    def subscriptions(self, user_id: str) -> Sequence[Subscription]:
        """Return a person's subscriptions."""
        with self._lock:
            rows = [each for each in self._subscriptions.values() if each.user_id == user_id]
        return sorted(rows, key=lambda each: each.id)

    def unsubscribe(self, user_id: str, subscription_id: str) -> Subscription | None:
        """Remove a subscription where it is this person's."""
        with self._lock:
            subscription = self._subscriptions.get(subscription_id)
            if subscription is None or subscription.user_id != user_id:
                return None
            del self._subscriptions[subscription_id]
        self.writes.happened()
        return subscription


def _page(
    rows: Iterable[_T], id_of: Callable[[_T], str], cursor: str, limit: int, *, is_forward: bool = True
) -> Page[_T]:
    after = read_cursor(cursor, 1)[0] if cursor else ""
    ordered = sorted(rows, key=id_of, reverse=not is_forward)
    if after:
        ordered = [row for row in ordered if (id_of(row) > after) is is_forward and id_of(row) != after]
    page = ordered[:limit]
    return Page(page, make_cursor(id_of(page[-1])) if len(ordered) > limit else "")
