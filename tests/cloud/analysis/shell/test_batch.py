from __future__ import annotations

from itertools import pairwise

import pytest

from cloud.analysis.shell.batch import RETRY_DELAYS_S, Event, retry_delay_s, run_work
from cloud.store.queues import QueueName
from tests.fakes.cloud import MAX_RECEIVES
from tests.fakes.store import MemoryQueues


def batch(**receives: int) -> Event:
    """Return messages as Lambda hands them over, each received so often; a message's body is its name."""
    return {
        "Records": [
            {
                "messageId": name,
                "receiptHandle": f"receipt of {name}",
                "body": name,
                "attributes": {"ApproximateReceiveCount": str(count)},
            }
            for name, count in receives.items()
        ]
    }


def refuse_bad(body: str) -> None:
    """Handle a message: one that is called bad fails."""
    if body.startswith("bad"):
        raise OSError("No space left on device")


@pytest.mark.expected_log("record failed")
def test_only_what_failed_comes_again_and_soon() -> None:
    """Within seconds the first time; what was handled is left to Lambda, which removes it."""
    queues = MemoryQueues()
    answer = run_work(QueueName.IMAGE, batch(good=1, bad=1), refuse_bad, queues)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "bad"}]}
    [(queue, receipt, delay_s)] = queues.postponed
    assert (queue, receipt) == (QueueName.IMAGE, "receipt of bad")
    assert 5 <= delay_s <= 10


def test_each_wait_is_longer_and_left_to_chance() -> None:
    """Four waits that never overlap; what failed together does not come back together."""
    waits = [{retry_delay_s(receives) for _ in range(500)} for receives in range(1, MAX_RECEIVES)]
    for wait, base_s in zip(waits, RETRY_DELAYS_S, strict=True):
        assert base_s <= min(wait) < max(wait) <= 2 * base_s
    assert all(max(one) < min(other) for one, other in pairwise(waits))


@pytest.mark.expected_log("record failed")
def test_the_last_failure_lets_the_message_go_at_once() -> None:
    """Nobody waits half an hour to hear that it was given up."""
    queues = MemoryQueues()
    run_work(QueueName.AV, batch(bad=MAX_RECEIVES), refuse_bad, queues)
    assert queues.postponed == [(QueueName.AV, "receipt of bad", 0)]


@pytest.mark.expected_log("record failed")
@pytest.mark.expected_log("not postponed")
def test_a_message_that_cannot_be_postponed_still_comes_again() -> None:
    """The answer to Lambda names it, so that its queue's visibility brings it back; the others are postponed."""
    event = batch(bad=1, bad_too=1)
    records = event["Records"]
    assert isinstance(records, list)
    assert isinstance(records[0], dict)
    del records[0]["receiptHandle"]
    queues = MemoryQueues()
    answer = run_work(QueueName.TEXT, event, refuse_bad, queues)
    assert answer == {"batchItemFailures": [{"itemIdentifier": "bad"}, {"itemIdentifier": "bad_too"}]}
    assert [receipt for _queue, receipt, _delay_s in queues.postponed] == ["receipt of bad_too"]
