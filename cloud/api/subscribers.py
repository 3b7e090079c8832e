"""E-mail subscriptions in SNS. One client a process; boto3 clients are safe to share between threads.

An address has at most one subscription to a topic: asking again with another filter is refused by SNS, so the filter of
the one that is there is set. SNS mails the address to confirm; until then nothing is sent to it, and a subscription
that nobody confirms ends by itself (Amazon SNS Developer Guide, "Email notifications").
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from botocore.exceptions import ClientError

if TYPE_CHECKING:
    from collections.abc import Mapping

#: How SNS answers for what is not there, was never confirmed, or is there with another filter.
_REFUSED = frozenset({"NotFound", "NotFoundException", "InvalidParameter", "InvalidParameterException"})


class SnsSubscribers:
    """``Subscribers`` on one topic."""

    def __init__(self, client: Any, topic_arn: str) -> None:  # noqa: ANN401 -- botocore makes its clients at run time
        self._client = client
        self._topic_arn = topic_arn

    def subscribe(self, email: str, attributes: Mapping[str, tuple[str, ...]]) -> str:
        """Subscribe an address to notices with one of each attribute's values."""
        policy = json.dumps({name: list(values) for name, values in sorted(attributes.items())})
        request = {
            "TopicArn": self._topic_arn, "Protocol": "email", "Endpoint": email, "ReturnSubscriptionArn": True,
        }  # fmt: skip
        try:
            arn = str(self._client.subscribe(**request, Attributes={"FilterPolicy": policy})["SubscriptionArn"])
        except ClientError as error:
            if _code(error) not in _REFUSED:
                raise
            arn = str(self._client.subscribe(**request)["SubscriptionArn"])
            self._set_filter(arn, policy)
            return arn
        try:
            self._set_filter(arn, policy)  # some services answer with the one that is there, as it was
        except ClientError as error:
            if _code(error) not in _REFUSED:  # it has this filter, and awaits its confirmation
                raise
        return arn

    def _set_filter(self, arn: str, policy: str) -> None:
        self._client.set_subscription_attributes(
            SubscriptionArn=arn, AttributeName="FilterPolicy", AttributeValue=policy
        )

    def unsubscribe(self, arn: str) -> None:
        """End a subscription."""
        try:
            self._client.unsubscribe(SubscriptionArn=arn)
        except ClientError as error:
            if _code(error) not in _REFUSED:
                raise


def _code(error: ClientError) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
