from __future__ import annotations

import json

from cloud.store.topics import ALERT_PAUSE, Alert, SnsAlerts
from tests.fakes.store import Clock


class Published:
    """SNS, as far as it is asked: keeps what is published."""

    def __init__(self) -> None:
        self.calls: list[dict[str, str]] = []

    def publish(self, **request: str) -> None:
        """Keep a request."""
        self.calls.append(request)


def alert(item_id: str = "i-1", detail: str = "AccessDeniedException") -> Alert:
    """Return an alert about an item."""
    return Alert("not_allowed", "rekognition", "labels", detail, item_id)


def test_an_alert_has_a_subject_that_sns_takes_and_a_body_of_codes() -> None:
    """Under 100 characters, none of control; the body says what, where and of which item."""
    sns = Published()
    SnsAlerts(sns, "arn:topic", Clock()).publish(Alert("not_allowed", "f\n" * 80, "labels", "d", "i"))
    [call] = sns.calls
    assert call["TopicArn"] == "arn:topic"
    assert len(call["Subject"]) < 100
    assert call["Subject"].isprintable()
    assert json.loads(call["Message"])["item_id"] == "i"


def test_the_same_alert_is_sent_once_an_hour() -> None:
    """A wrong role fails a thousand pictures; the engineer hears of it once, and of another fault at once."""
    sns, clock = Published(), Clock()
    alerts = SnsAlerts(sns, "arn:topic", clock)
    for number in range(1000):
        alerts.publish(alert(f"i-{number}"))
    assert len(sns.calls) == 1
    alerts.publish(alert(detail="OptInRequired"))
    assert len(sns.calls) == 2
    clock.advance(ALERT_PAUSE)
    alerts.publish(alert())
    assert len(sns.calls) == 3
