"""Who is signed in where, as the window and the terminal see it. Plain data; any thread."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud.contract.accounts import Account, Role
    from cloud.contract.record import Json

_Row = TypeVar("_Row")


@dataclass(frozen=True, slots=True)
class KnownNewsroom:
    """A newsroom that was signed in to here; no secret is in it."""

    id: str  #: a safe folder name; ``local`` is the embedded cloud
    name: str  #: as people read it
    address: str  #: where its API is: ``https://…`` without a slash at the end
    email: str  #: who was signed in last
    user_id: str
    is_signed_in: bool
    is_current: bool


@dataclass(frozen=True, slots=True)
class SignedInAs:
    """A person is signed in."""

    newsroom: str
    newsroom_name: str
    address: str
    account: Account
    #: Whether the sign-in outlives this process. False where the computer has no keyring that can be used: the person
    #: is to be told that they sign in again at the next start.
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Page(Generic[_Row]):
    """Some rows, and where the next ones begin ("" where there are none)."""

    rows: tuple[_Row, ...]
    cursor: str = ""


@dataclass(frozen=True, slots=True)
class Invited:
    """Somebody may make an account."""

    email: str
    role: Role
    created_at: str
    expires_at: str


@dataclass(frozen=True, slots=True)
class AuditRow:
    """Something that somebody did."""

    id: str
    at: str  #: ``now_text``
    actor_id: str  #: "" where nobody was signed in
    action: str
    subject: str
    address: str
    detail: Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class DayCost:
    """What a day (UTC) has cost."""

    day: str  #: ``yyyy-mm-dd``
    spent_microusd: int


@dataclass(frozen=True, slots=True)
class Costs:
    """What analyses have cost; no days where nothing costs."""

    days: tuple[DayCost, ...]  #: in order, the last one today
    by_profile: Mapping[str, int]  #: today's, in millionths of a dollar
    cap_microusd: int | None  #: of a day


@dataclass(frozen=True, slots=True, repr=False)
class SharedLink:
    """An address from which an original can be fetched until it ends."""

    url: str
    expires_at: str

    def __repr__(self) -> str:  # never into a log
        return f"SharedLink(until {self.expires_at})"
