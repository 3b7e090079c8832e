"""Who is told by e-mail of items that have come to their end. Runs within a request.

A person has at most one subscription, for SNS has at most one of an address. Each is narrowed to the libraries that the
person may see, so that nobody is told of somebody's private things; embargoed items are told to nobody (finalize).
"""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Literal

from cloud.api import audit, chores
from cloud.api.callers import caller, look_again
from cloud.api.context import context
from cloud.api.problems import ApiError
from cloud.contract.keys import new_item_id
from cloud.contract.status import ItemStatus
from cloud.store.accounts import Subscription

if TYPE_CHECKING:
    from cloud.contract.accounts import Account

Topics = Literal["mine", "failures", "all"]
_FAILURES = tuple(status.value for status in ItemStatus if status.is_failure)


def attributes_of(account: Account, topics: str) -> dict[str, tuple[str, ...]]:
    """Return what a notice must have to be sent to a person: one of each attribute's values."""
    wanted: dict[str, tuple[str, ...]] = {"library": account.libraries}
    if topics == "mine":
        wanted["owner_id"] = (account.id,)
    if topics == "failures":
        wanted["status"] = _FAILURES
    return wanted


def subscribe(topics: Topics) -> Subscription:
    """Tell the caller of these from now on, in place of what they were told of; SNS mails them to confirm."""
    here, account = context(), caller().account
    before = list(here.ports.accounts.subscriptions(account.id))
    arn = here.ports.subscribers.subscribe(account.email, attributes_of(account, topics))
    now = here.ports.now()
    subscription = Subscription(
        id=new_item_id(now.timestamp()),
        user_id=account.id,
        email=account.email,
        topics=topics,
        arn=arn,
        created_at=here.now_text(),
    )
    here.ports.accounts.subscribe(subscription)
    chores.keep_subscription(arn)
    for old in before:
        if old.arn != arn:
            chores.end_subscription(account.id, old.arn)
        here.ports.accounts.unsubscribe(account.id, old.id)
    try:
        look_again()
    except ApiError:  # disabled in this moment, in another worker: what it ended did not yet have this one
        end_all(account.id)
        raise
    audit.note("subscribed", account.id, topics=topics)
    return subscription


def unsubscribe(subscription_id: str) -> None:
    """End one of the caller's subscriptions; raises ``ApiError`` (404), also for somebody else's."""
    here, who = context(), caller()
    found = next((each for each in here.ports.accounts.subscriptions(who.id) if each.id == subscription_id), None)
    if found is None:
        raise ApiError(HTTPStatus.NOT_FOUND, "no_subscription", "There is no such subscription.")
    chores.end_subscription(who.id, found.arn)  # first: a crash leaves a row that can be removed again
    here.ports.accounts.unsubscribe(who.id, found.id)
    audit.note("unsubscribed", who.id, topics=found.topics)


def end_all(user_id: str) -> None:
    """End all subscriptions of a person."""
    ports = context().ports
    for each in list(ports.accounts.subscriptions(user_id)):
        chores.end_subscription(user_id, each.arn)
        ports.accounts.unsubscribe(user_id, each.id)
