from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from cloud.analysis.engines.aws.errors import DeniedError, QuotaError, RefusedError
from cloud.analysis.engines.ports import MediaError
from cloud.analysis.paid.till import NotPaidError
from cloud.analysis.shell.attempts import LONGEST_WAIT_S, SHORTEST_WAIT_S, FailuresError, wait_s
from cloud.analysis.shell.batch import RETRY_DELAYS_S, Event, run_paid
from cloud.analysis.work.messages import Frame, JobWork, VisionWork, Work
from cloud.analysis.work.parts import plan_parts, planned_parts
from cloud.analysis.work.plan import COMPREHEND, REKOGNITION, TRANSCRIBE
from cloud.contract.findings import Analysis
from cloud.contract.item import Item
from cloud.contract.reasons import Reason
from cloud.contract.status import AnalysisName as Name
from cloud.contract.status import AnalysisState, ItemStatus
from cloud.store.ledger import BusyError
from cloud.store.queues import QueueName
from tests.fakes.cloud import FakeCloud

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cloud.analysis.work.services import Services
    from cloud.store.topics import Alert

ITEM = "01JD0000000000000000000000"


class MemoryAlerts:
    """``Alerts`` in memory."""

    def __init__(self) -> None:
        self.told: list[Alert] = []

    def publish(self, alert: Alert) -> None:
        """Keep it."""
        self.told.append(alert)


class Newsroom:
    """One item that awaits these analyses, and what a function's shell does with messages about it."""

    def __init__(self, analyses: Mapping[Name, str], media_type: str = "image") -> None:
        self.cloud = FakeCloud()
        self.alerts = MemoryAlerts()
        self.services: Services = replace(self.cloud.services, alerts=self.alerts)
        item = Item(
            id=ITEM, library="newsroom", owner_id="u-1", key="k", version_id="v", filename="a.jpg", folder="Card",
            size_bytes=1, sha256="00", profile="full", uploaded_at=self.services.now_text(),
            status=ItemStatus.PROCESSING, version=1, updated_at=self.services.now_text(), media_type=media_type,
            pending=frozenset(analyses), is_open=True,
            analyses={name.value: Analysis(AnalysisState.QUEUED, engine, 1) for name, engine in analyses.items()},
        )  # fmt: skip
        self.services.items.create(item.to_record())

    @property
    def item(self) -> Item:
        """The item as it is now."""
        return self.cloud.item(ITEM)

    def deliver(self, body: str, handle: Callable[[str], None], *, receives: int = 1) -> int | None:
        """Let the shell handle a message; return after how many seconds it comes again (None: it is done with)."""
        record = {
            "messageId": "m",
            "receiptHandle": "r",
            "body": body,
            "attributes": {"ApproximateReceiveCount": str(receives)},
        }
        event: Event = {"Records": [record]}
        answer = run_paid(QueueName.RECOGNIZE, event, handle, self.services)
        postponed = self.cloud.queues.postponed
        assert bool(answer["batchItemFailures"]) == bool(postponed), "given back, and its time set"
        return postponed.pop()[2] if postponed else None


def failing(error: Exception) -> Callable[[str], None]:
    """Return a function that fails so."""

    def handle(_body: str) -> None:
        raise error

    return handle


LOOK = VisionWork(ITEM, 1, (Frame("proxy.jpg"),), function=QueueName.RECOGNIZE).to_json()


@pytest.mark.parametrize("error", [QuotaError("ThrottlingException"), BusyError("call")])
def test_a_service_that_is_too_busy_costs_no_try(error: Exception) -> None:
    """Fifty receives, each put off by 30 s to 15 minutes; nothing is counted, nothing given up, nothing logged."""
    room = Newsroom({Name.LABELS: REKOGNITION})
    for receives in range(1, 51):
        delay_s = room.deliver(LOOK, failing(error), receives=receives)
        assert delay_s is not None
        assert SHORTEST_WAIT_S <= delay_s <= LONGEST_WAIT_S
    assert (room.item.pending, room.item.analyses["labels"].failures) == ({"labels"}, 0)


def test_waits_grow_and_are_left_to_chance() -> None:
    """A crowd that was turned away together does not come back together."""
    first, tenth = ({wait_s(receives) for _ in range(300)} for receives in (1, 10))
    assert max(first) <= 60
    assert max(tenth) > 600
    assert min(len(first), len(tenth)) > 20


@pytest.mark.expected_log("record failed")
def test_five_failures_end_an_analysis_however_often_its_message_waited() -> None:
    """Failures are counted in the item, each wait longer than the last; receives count nothing."""
    room = Newsroom({Name.LABELS: REKOGNITION})
    for failures in range(1, 5):
        assert room.deliver(LOOK, failing(QuotaError()), receives=7 * failures) is not None
        delay_s = room.deliver(LOOK, failing(ConnectionError()), receives=7 * failures)
        assert delay_s is not None
        assert RETRY_DELAYS_S[failures - 1] <= delay_s <= 2 * RETRY_DELAYS_S[failures - 1]
        assert room.item.analyses["labels"].failures == failures
    assert room.deliver(LOOK, failing(ConnectionError()), receives=99) is None
    labels = room.item.analyses["labels"]
    assert (labels.state, labels.reason, room.item.pending) == (AnalysisState.FAILED, Reason.GAVE_UP, set())
    assert not room.alerts.told


@pytest.mark.expected_log("record failed")
@pytest.mark.expected_log("not allowed")
def test_what_we_may_not_do_is_tried_twice_and_the_engineer_is_called() -> None:
    """The item says not_allowed; the alert names the service's code and the analysis."""
    room = Newsroom({Name.LABELS: REKOGNITION})
    denied = failing(DeniedError("AccessDeniedException"))
    assert room.deliver(LOOK, denied) is not None
    assert not room.alerts.told
    assert room.deliver(LOOK, denied, receives=2) is None
    labels = room.item.analyses["labels"]
    assert (labels.state, labels.reason) == (AnalysisState.FAILED, Reason.NOT_ALLOWED)
    [alert] = room.alerts.told
    assert (alert.code, alert.analysis, alert.detail) == ("not_allowed", "labels", "AccessDeniedException")
    assert alert.subject == "SnapStream: rekognition not_allowed (labels)"


@pytest.mark.parametrize(
    ("error", "state"),
    [
        (NotPaidError(), AnalysisState.SKIPPED),
        (MediaError(Reason.TOO_SHORT), AnalysisState.SKIPPED),
        (RefusedError(Reason.SERVICE_REFUSED), AnalysisState.FAILED),
    ],
)
def test_an_unfit_file_is_recorded_at_once(error: MediaError, state: AnalysisState) -> None:
    """What a rule of ours leaves out is skipped; what the service refuses has failed; neither comes again."""
    room = Newsroom({Name.SPEECH: TRANSCRIBE, Name.ENTITIES: COMPREHEND, Name.LABELS: REKOGNITION}, "video")
    assert room.deliver(JobWork(ITEM, 1, Name.SPEECH).to_json(), failing(error)) is None
    speech = room.item.analyses["speech"]
    assert (speech.state, speech.reason) == (state, error.reason)
    entities = room.item.analyses["entities"]
    assert (entities.state, entities.reason) == (AnalysisState.SKIPPED, Reason.NO_TRANSCRIPT)
    assert room.item.pending == {"labels"}


@pytest.mark.expected_log("record failed")
def test_each_analysis_of_a_message_fails_in_its_own_way() -> None:
    """One waits, one is counted, one is skipped; one that did not fail is left alone."""
    names = (Name.LABELS, Name.PEOPLE, Name.TEXT, Name.MODERATION)
    room = Newsroom(dict.fromkeys(names, REKOGNITION))
    errors: dict[Name, Exception] = {
        Name.LABELS: QuotaError(),
        Name.PEOPLE: OSError(),
        Name.TEXT: NotPaidError(),
    }
    assert room.deliver(LOOK, failing(FailuresError(errors))) is not None
    item = room.item
    assert item.pending == {"labels", "people", "moderation"}
    assert {name: item.analyses[name].failures for name in item.pending} == {"labels": 0, "people": 1, "moderation": 0}
    assert item.analyses["text"].state is AnalysisState.SKIPPED


@pytest.mark.expected_log("record failed")
def test_a_count_keeps_what_else_the_entry_holds() -> None:
    """A job's token and id stay, and its attempt: the same job is asked for by the same name."""
    room = Newsroom({Name.SPEECH: TRANSCRIBE})
    record = room.services.items.get(ITEM)
    assert record is not None
    entry = Analysis(AnalysisState.SUBMITTED, TRANSCRIBE, 1, attempt=3, job_id="j", token="t" * 64)
    row = record | {"analyses": {"speech": entry.to_record() | {"parts": 2}}, "version": 2}
    assert room.services.items.replace(row, if_version=1)
    room.deliver(JobWork(ITEM, 1, Name.SPEECH).to_json(), failing(OSError()))
    assert room.item.analyses["speech"] == replace(entry, failures=1)
    raw = room.services.items.get(ITEM)
    assert raw is not None
    analyses = raw["analyses"]
    assert isinstance(analyses, dict)
    assert isinstance(analyses["speech"], dict)
    assert analyses["speech"]["parts"] == 2


def test_what_is_done_is_not_given_back() -> None:
    """A message that was handled is left to Lambda, which removes it."""
    room = Newsroom({Name.LABELS: REKOGNITION})
    assert room.deliver(LOOK, lambda _body: None) is None


@pytest.mark.expected_log("message refused")
def test_what_nobody_can_read_does_not_come_a_thousand_times() -> None:
    """A body that is no message of ours is logged, and over."""
    room = Newsroom({Name.LABELS: REKOGNITION})
    assert room.deliver("?", failing(ValueError())) is None


@pytest.mark.expected_log("record failed")
def test_a_message_about_nothing_awaited_ends_after_five_receives() -> None:
    """It failed over something that no count in an item can hold."""
    room = Newsroom({Name.LABELS: REKOGNITION})
    body = Work(QueueName.TEXT, ITEM, 1).to_json()
    assert room.deliver(body, failing(OSError()), receives=4) is not None
    assert room.deliver(body, failing(OSError()), receives=5) is None


@pytest.mark.expected_log("record failed")
def test_parts_have_tries_of_their_own() -> None:
    """One bad minute fails all parts of a video at once, which is one failure of each; the fifth of one ends it."""
    room = Newsroom({Name.LABELS: REKOGNITION}, "video")
    parts = range(12)
    assert plan_parts(room.services, room.item, {Name.LABELS: len(parts)}) is not None
    bodies = [VisionWork(ITEM, 1, (Frame("f.jpg"),), part, QueueName.RECOGNIZE).to_json() for part in parts]
    for failures in range(1, 5):
        for body in bodies:
            delay_s = room.deliver(body, failing(ConnectionError()))
            assert delay_s is not None
            assert delay_s >= RETRY_DELAYS_S[failures - 1]
    assert (room.item.analyses["labels"].failures, len(room.item.pending)) == (0, 13)
    assert planned_parts(room.services, room.item, Name.LABELS) == 12
    assert room.deliver(bodies[7], failing(ConnectionError())) is None
    assert (room.item.analyses["labels"].reason, room.item.pending) == (Reason.GAVE_UP, set())
