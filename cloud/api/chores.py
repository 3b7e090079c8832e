"""What AWS is told after an account was changed, until it has been told. Within a request; the round is the outbox's.

A change of an account stands in the table and holds in the API at once. What AWS itself keeps (credentials that were
issued, subscriptions) is taken back by AWS, which may refuse just then: so that is owed before the change is made
(``cloud.store.chores``), tried with it, and tried again each minute until it is done.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from cloud.api import audit
from cloud.api.context import context
from cloud.contract.record import now_text
from cloud.store.chores import AGAIN, PATIENCE, ChoreKind, denial, ending, subscription_chore_id

if TYPE_CHECKING:
    from cloud.api.ports import ApiPorts
    from cloud.store.chores import Chore

_log = logging.getLogger(__name__)


def owe_denial(user_id: str) -> Chore:
    """Write down that a person's credentials will have to be denied, before the reason for it is written."""
    ports = context().ports
    chore = denial(user_id, ports.now())
    ports.chores.owe(chore)
    return chore


def forget(chore: Chore) -> None:
    """Owe it no more: what it would have followed did not come."""
    context().ports.chores.settle(chore.id)


def deny(chore: Chore) -> bool:
    """Deny what was issued until now; False where AWS did not take it, which is audited and tried again."""
    ports = context().ports
    try:
        ports.issuer.deny_before(chore.user_id, ports.now())
    except (BotoCoreError, ClientError) as error:
        _log.error("credentials are not denied yet: %s", type(error).__name__)
        audit.note("denial_late", chore.user_id)
        return False
    ports.chores.settle(chore.id)
    return True


def end_subscription(user_id: str, arn: str) -> None:
    """End a subscription now, and again while somebody may still confirm it by the letter that SNS sent them."""
    ports = context().ports
    ports.chores.owe(ending(user_id, arn, ports.now()))
    ports.subscribers.unsubscribe(arn)


def keep_subscription(arn: str) -> None:
    """Let a subscription be: it was asked for anew."""
    context().ports.chores.settle(subscription_chore_id(arn))


def go_round(ports: ApiPorts) -> None:
    """Try again what is owed and due; needs no request."""
    now = ports.now()
    for chore in ports.chores.owed(now=now_text(now)):
        try:
            if chore.kind is ChoreKind.DENY:
                # Issued a minute after the change at the latest, by whoever had not heard of it.
                ports.issuer.deny_before(chore.user_id, min(now, datetime.fromisoformat(chore.since) + PATIENCE))
                ports.chores.settle(chore.id)
            elif any(each.arn == chore.arn for each in ports.accounts.subscriptions(chore.user_id)):
                ports.chores.settle(chore.id)
            else:
                ports.subscribers.unsubscribe(chore.arn)
                ports.chores.owe(replace(chore, due=now_text(now + AGAIN)))
        except (BotoCoreError, ClientError) as error:  # the others need not wait for this one
            _log.warning("%s is still owed: %s", chore.kind, type(error).__name__)
