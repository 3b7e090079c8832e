"""What AWS is told after an account was changed, until it has been told. Within a request; the round is the outbox's.

A change of an account stands in the table and holds in the API at once. What AWS itself keeps (credentials that were
issued, subscriptions) is taken back by AWS, which may refuse just then: so that is owed before the change is made
(``cloud.store.chores``), tried with it, and tried again each minute until it is done.
"""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from cloud.api import audit
from cloud.api.context import context
from cloud.contract.keys import new_item_id
from cloud.contract.record import now_text
from cloud.store.chores import Chore, ChoreKind, subscription_chore_id

if TYPE_CHECKING:
    from cloud.api.ports import ApiPorts

_log = logging.getLogger(__name__)

#: Longer than a request is served: only then is nobody about to do it.
PATIENCE = timedelta(minutes=1)
#: No credentials last longer (``cloud.api.sts.LONGEST``), with an hour for those who are late.
_DENIABLE = timedelta(hours=2)
#: SNS forgets what nobody confirmed within two days (Amazon SNS Developer Guide, "Confirming the subscription").
_CONFIRMABLE = timedelta(days=3)
_AGAIN = timedelta(minutes=15)


def owe_denial(user_id: str) -> Chore:
    """Write down that a person's credentials will have to be denied, before the reason for it is written."""
    ports = context().ports
    now = ports.now()
    chore = Chore(
        id=f"{ChoreKind.DENY}#{new_item_id(now.timestamp())}",
        kind=ChoreKind.DENY,
        user_id=user_id,
        since=now_text(now),
        due=now_text(now + PATIENCE),
        until=now_text(now + _DENIABLE),
    )
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
    now = ports.now()
    ports.chores.owe(
        Chore(
            id=subscription_chore_id(arn),
            kind=ChoreKind.UNSUBSCRIBE,
            user_id=user_id,
            since=now_text(now),
            due=now_text(now + _AGAIN),
            until=now_text(now + _CONFIRMABLE),
            arn=arn,
        )
    )
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
                ports.chores.owe(replace(chore, due=now_text(now + _AGAIN)))
        except (BotoCoreError, ClientError) as error:  # the others need not wait for this one
            _log.warning("%s is still owed: %s", chore.kind, type(error).__name__)
