"""``/status``: whether it is up; and for who is signed in, how things stand today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError
from flask import current_app, render_template

from cloud.api import library
from cloud.api.callers import anyone, find_caller
from cloud.api.context import context
from cloud.api.overview import overview
from cloud.api.pages import words
from cloud.api.pages.blueprint import pages
from cloud.api.problems import is_passing
from cloud.api.routes.media import PEOPLE
from cloud.api.routes.overview import recent_looks
from cloud.contract import reasons
from cloud.contract.status import ItemStatus
from cloud.store.accounts import AccountsBusyError
from cloud.store.ledger import dollars

if TYPE_CHECKING:
    from collections.abc import Mapping

#: No person has this id.
_NOBODY = "ready"
#: What each count is called, in the order of a file's way.
_COUNTED = (
    ("Being analysed", (ItemStatus.RECEIVED, ItemStatus.PROCESSING)),
    ("Complete", (ItemStatus.COMPLETED,)),
    ("Partly analysed", (ItemStatus.PARTIAL,)),
    ("Failed", (ItemStatus.FAILED,)),
    ("Not taken", (ItemStatus.REJECTED,)),
    ("Deleted", (ItemStatus.DELETED,)),
)


@pages.get("/status")
@anyone
def status_page() -> tuple[str, int] | str:
    """Say whether it is up; to who has a library, how things stand in it."""
    if not is_up():
        return render_template("pages/status_public.html", is_up=False), 503
    who = find_caller()
    if who is None or who.role not in PEOPLE:
        return render_template("pages/status_public.html", is_up=True)
    stands = overview(recent_looks())
    now = context().ports.now()
    spent, cap = stands.cloud.spent_microusd, stands.cap_microusd
    return render_template(
        "pages/status.html",
        uploaded=stands.uploaded,
        day=words.day(now),
        counts=_counts(stands.by_status),
        failures=[
            {
                "id": row["id"],
                "name": row.get("filename", ""),
                "state": "was not taken" if row["status"] == ItemStatus.REJECTED.value else "could not be analysed",
                "why": reasons.sentence(str(row.get("status_reason", ""))),
                "at": words.moment(str(row["updated_at"]), now),
            }
            for row in stands.failures
            if row.get("library") in who.libraries
        ],
        queues=[
            (name, each.waiting, each.dead, words.age(each.oldest_s) if each.oldest_s is not None else "")
            for name, each in sorted(stands.cloud.queues.items())
        ],
        oldest=words.age(stands.cloud.oldest_open_s) if stands.cloud.oldest_open_s is not None else "",
        spent=("$0.00" if spent == 0 else dollars(spent)) if spent is not None else "",
        cap=dollars(cap) if cap is not None else "",
        share=min(100, round(100 * spent / cap)) if spent is not None and cap else 0,
        is_spent=library.is_spent(),
    )


def is_up() -> bool:
    """Whether the newsroom's cloud answers, as ``/api/ready`` tells programs."""
    try:
        context().ports.accounts.get(_NOBODY)
    except (AccountsBusyError, BotoCoreError, ClientError) as error:
        if not is_passing(error):
            current_app.logger.exception("the table of users does not answer")
        return False
    return True


def _counts(by_status: Mapping[str, int]) -> list[tuple[str, int]]:
    counted = [(title, sum(by_status.get(each.value, 0) for each in statuses)) for title, statuses in _COUNTED]
    return [(title, number) for title, number in counted if number]
