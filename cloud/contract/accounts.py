"""People: who they are, what their role lets them do, and the rules that API and desktop share. Pure; any thread.

=========  =============================================================================================
role       may
=========  =============================================================================================
member     see the newsroom's library and their own; write, delete and re-analyse what they uploaded
desk       as a member, and write, delete and re-analyse everything in the newsroom's library
admin      as desk; people, invitations, audit, links under embargo
service    hand in the results of an outside analyser, and nothing else
=========  =============================================================================================

A person's private library is theirs alone: no role opens another's.

An embargo narrows nothing of this within the newsroom: who may see an item sees its original too, and the credentials
of the desktop read it. What only an admin may do under embargo is to let it out: by links, by copies, and by addresses
that somebody else could open (cloud/api/handouts.py says what that holds against, and what it does not).
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from cloud.contract.keys import NEWSROOM_LIBRARY, private_library

if TYPE_CHECKING:
    from cloud.contract.record import Json

#: Longest address that can be delivered to (RFC 5321, section 4.5.3.1.3, less the angle brackets).
EMAIL_CHARACTERS = 254
NAME_CHARACTERS = 100
#: NIST SP 800-63B, section 3.1.1.2: at least 8 where it is not the only factor, else 15; no rules of composition.
PASSWORD_CHARACTERS = range(12, 257)
#: Without what a letter's header gives a meaning of its own (RFC 5322, section 3.2.3, "specials"): a list, a comment, a
#: name before the address. Addresses that need quotes are nobody's.
_LETTER = r"[^@\s.<>()\[\],;:\\\"]"
_EMAIL = re.compile(rf"(?:{_LETTER}|\.){{1,64}}@(?:{_LETTER}+\.)+{_LETTER}{{2,63}}")


class Role(StrEnum):
    """What a person may do."""

    MEMBER = "member"
    DESK = "desk"
    ADMIN = "admin"
    SERVICE = "service"


class AccountState(StrEnum):
    """Whether a person may sign in.

    ::

        UNCONFIRMED ─▶ ACTIVE ◀─▶ DISABLED
    """

    UNCONFIRMED = "unconfirmed"  #: the address is not confirmed yet
    ACTIVE = "active"
    DISABLED = "disabled"  #: by an admin; credentials issued before are denied too


class Registration(StrEnum):
    """Who may make an account."""

    OPEN = "open"
    INVITATION = "invitation"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Account:
    """A person, as everyone who may see people sees them."""

    id: str
    email: str
    name: str
    role: Role
    state: AccountState
    created_at: str  #: ``now_text``

    @property
    def libraries(self) -> tuple[str, ...]:
        """What this person may see."""
        return libraries_of(self.id, self.role)

    def to_json(self) -> dict[str, Json]:
        """Return the shape of ``ACCOUNT``."""
        return {**asdict(self), "libraries": list(self.libraries)}


def libraries_of(user_id: str, role: Role) -> tuple[str, ...]:
    """Return the libraries that a person may see; a service sees none."""
    return () if role is Role.SERVICE else (NEWSROOM_LIBRARY, private_library(user_id))


def may_edit(user_id: str, role: Role, *, owner_id: str, library: str) -> bool:
    """Whether a person may write, delete or re-analyse an item."""
    if library not in libraries_of(user_id, role):
        return False
    return owner_id == user_id or (library == NEWSROOM_LIBRARY and role in {Role.DESK, Role.ADMIN})


def is_email(text: str) -> bool:
    """Whether this may be an e-mail address; only a code that arrives there shows that it is one."""
    if len(text) > EMAIL_CHARACTERS or not text.isprintable():  # also what is of no width
        return False
    plain = unicodedata.normalize("NFKC", text)  # a full-width sign is that sign to some who deliver
    return all(_EMAIL.fullmatch(each) for each in (text, plain))


def email_key(email: str) -> str:
    """Return what two spellings of one address have in common: no case, one form of each letter."""
    return unicodedata.normalize("NFKC", email.strip()).casefold()
