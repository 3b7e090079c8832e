"""Reading what a newsroom's API answers. What is not as promised ends as one error, whatever was wrong with it.

Any thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from cloud.contract.accounts import Account, AccountState, Role
from cloud.contract.connection import BadConnectionError
from desktop.aws.problems import not_a_newsroom
from desktop.core.account import AuditRow, Costs, DayCost, Invited, Page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cloud.contract.record import Json

_Row = TypeVar("_Row")
_Answer = TypeVar("_Answer")


def read(operation: str, reading: Callable[[], _Answer]) -> _Answer:
    """Return what an answer means; raises where it is none of a newsroom."""
    try:
        return reading()
    except (KeyError, TypeError, ValueError, BadConnectionError) as error:
        raise not_a_newsroom(operation) from error


def _object(value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise TypeError("no object")
    return value


def text_in(document: Mapping[str, Json], name: str) -> str:
    """Return a text in an answer."""
    value = document[name]
    if not isinstance(value, str):
        raise TypeError(f"{name} is no text")
    return value


def number_in(document: Mapping[str, Json], name: str) -> int:
    """Return a whole number in an answer."""
    value = document[name]
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"{name} is no number")
    return int(value)


def page_of(document: Mapping[str, Json], row: Callable[[dict[str, Json]], _Row]) -> Page[_Row]:
    """Return a page, each of its rows read by ``row``."""
    return Page(tuple(row(_object(each)) for each in _rows(document)), _cursor(document))


def _rows(document: Mapping[str, Json]) -> list[Json]:
    """Return the rows of a page, whatever they are called: it is the document's one list."""
    lists = [value for value in document.values() if isinstance(value, list)]
    if len(lists) != 1:
        raise TypeError("no page")
    return lists[0]


def _cursor(document: Mapping[str, Json]) -> str:
    cursor = document.get("cursor")
    return cursor if isinstance(cursor, str) else ""


def account_of(document: Mapping[str, Json]) -> Account:
    """Return a person, in whichever of the two places answers have one."""
    inner = document.get("account", document.get("user"))
    source = inner if isinstance(inner, dict) else document
    return Account(
        id=text_in(source, "id"),
        email=text_in(source, "email"),
        name=text_in(source, "name"),
        role=Role(text_in(source, "role")),
        state=AccountState(str(source.get("state", AccountState.ACTIVE.value))),
        created_at=str(source.get("created_at", "")),
    )


def newsroom_name(document: Mapping[str, Json]) -> str:
    """Return what people call the newsroom; "" where it does not say."""
    newsroom = document.get("newsroom_name", document.get("newsroom"))
    if isinstance(newsroom, dict):
        newsroom = newsroom.get("name")
    return newsroom if isinstance(newsroom, str) else ""


def invited_of(document: Mapping[str, Json]) -> Invited:
    """Return an invitation."""
    return Invited(
        text_in(document, "email"),
        Role(text_in(document, "role")),
        str(document.get("created_at", "")),
        text_in(document, "expires_at"),
    )


def audit_row_of(document: Mapping[str, Json]) -> AuditRow:
    """Return a row of the audit."""
    detail = document.get("detail")
    return AuditRow(
        id=text_in(document, "id"),
        at=text_in(document, "at"),
        actor_id=str(document.get("actor_id", "")),
        action=text_in(document, "action"),
        subject=str(document.get("subject", "")),
        address=str(document.get("address", "")),
        detail=detail if isinstance(detail, dict) else {},
    )


def costs_of(document: Mapping[str, Json]) -> Costs:
    """Return what analyses cost."""
    days, profiles, cap = document["days"], document["by_profile"], document.get("cap_microusd")
    if not isinstance(days, list) or not isinstance(profiles, dict):
        raise TypeError("no costs")
    rows = [_object(day) for day in days]
    return Costs(
        days=tuple(DayCost(text_in(row, "day"), number_in(row, "spent_microusd")) for row in rows),
        by_profile={name: number_in(profiles, name) for name in profiles},
        cap_microusd=None if cap is None else number_in(document, "cap_microusd"),
    )
