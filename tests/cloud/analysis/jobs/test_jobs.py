"""Jobs of AWS: their names and tokens, the words of their end, and what comes of lost, doubled, late and killed ones.

Amazon Transcribe stands for them all; what is its own is in ``test_transcription.py``.
"""

from __future__ import annotations

import json
import re
import threading
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.analysis import sweep
from cloud.analysis.engines.aws.completions import Completion, parse_completions, parse_work
from cloud.analysis.engines.aws.jobs import NAME_CHARACTERS, JobName
from cloud.analysis.jobs.registry import priced
from cloud.analysis.jobs.transcription import TranscriptionJob
from cloud.analysis.work import plan
from cloud.analysis.work.dispatch import resume
from cloud.analysis.work.messages import BadMessageError, JobWork
from cloud.contract.item import Item
from cloud.contract.keys import new_item_id
from cloud.contract.media import MediaType
from cloud.contract.status import AnalysisName as Name
from cloud.contract.status import AnalysisState, ItemStatus
from cloud.store.ledger import ChargeState
from cloud.store.queues import QueueName
from tests.fakes.ai.cloud import AwsCloud
from tests.fakes.engines import picture, recording, video
from tests.fakes.leases import MemoryLeases

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cloud.contract.record import Record
    from cloud.store.leases import Lease

WORDS = ["Good", "evening", ".", "This", "is", "Berlin", ",", "and", "the", "minister", "was", "late", "."]
#: What a job of 15 seconds and less costs, in millionths of a dollar.
LEAST = 1_500
#: ``ClientRequestToken`` and ``JobTag`` (botocore's model of rekognition).
TOKEN_CHARACTERS = re.compile(r"[a-zA-Z0-9-_]{1,64}")
TAG_CHARACTERS = re.compile(r"[a-zA-Z0-9_.\-:+=/]{1,1024}")

_names = st.builds(
    JobName,
    item_id=st.integers(min_value=0, max_value=2**38).map(float).map(new_item_id),
    analysis_version=st.integers(1, 999_999_999),
    analysis=st.sampled_from(Name),
    attempt=st.integers(0, 9_999),
)


@given(name=_names)
def test_a_name_fits_both_services_and_reads_back(name: JobName) -> None:
    """A job's name is a TranscriptionJobName and a JobTag; whoever hears it knows item, version, analysis, attempt."""
    assert NAME_CHARACTERS.fullmatch(str(name))
    assert TAG_CHARACTERS.fullmatch(str(name))
    assert JobName.parse(str(name)) == name


@given(name=_names, fingerprint=st.text(), other=st.text())
def test_a_token_is_the_same_for_the_same_parameters_alone(name: JobName, fingerprint: str, other: str) -> None:
    """A repeated Start* is the same job; another attempt, version or question is another."""
    token = name.token(fingerprint)
    assert TOKEN_CHARACTERS.fullmatch(token)
    assert token == name.token(fingerprint)
    assert (token == name.token(other)) == (fingerprint == other)
    assert token != replace(name, attempt=name.attempt + 1).token(fingerprint)
    assert token != replace(name, analysis_version=name.analysis_version + 1).token(fingerprint)


@pytest.mark.parametrize(
    "text",
    ["", "my-job", "01JD0000000000000000000001", "01JD0000000000000000000001.v1.smell.1", "ILOU" * 7 + ".v1.speech.1",
     "01JD0000000000000000000001.v0.speech.1", "01JD0000000000000000000001.v1.speech.1\n"],
)  # fmt: skip
def test_a_strangers_job_has_no_name_of_ours(text: str) -> None:
    """Other jobs of the same account are let alone."""
    assert JobName.parse(text) is None


NAME = JobName("01JD0000000000000000000001", 2, Name.SPEECH, 3)


def state_change(name: JobName | str, status: str = "COMPLETED", **more: object) -> str:
    """Return what EventBridge says of a transcription job."""
    detail = {"TranscriptionJobName": str(name), "TranscriptionJobStatus": status}
    known = {"source": "aws.transcribe", "detail-type": "Transcribe Job State Change", "detail": detail}
    return json.dumps(known | more)


def notice(name: JobName | str, status: str = "SUCCEEDED") -> str:
    """Return what Rekognition says of a video job."""
    return json.dumps(
        {"JobId": "ab12", "Status": status, "API": "StartLabelDetection", "JobTag": str(name), "Timestamp": 1}
    )


@pytest.mark.parametrize(
    ("body", "job_id"),
    [
        (state_change(NAME), None),
        (state_change(NAME, "FAILED"), None),
        (notice(NAME), "ab12"),
        (notice(NAME, "FAILED"), "ab12"),
        (json.dumps({"Type": "Notification", "Message": notice(NAME), "TopicArn": "arn"}), "ab12"),
    ],
)
def test_every_envelope_says_the_same(body: str, job_id: str | None) -> None:
    """EventBridge's event and SNS's notice, raw or in its envelope, name the job that has ended."""
    assert parse_completions(body) == [Completion(NAME, job_id)]
    assert parse_work(body) == JobWork(NAME.item_id, 2, Name.SPEECH)


@pytest.mark.parametrize(
    "body",
    [
        state_change(NAME, "IN_PROGRESS"),
        state_change("somebodys-job"),
        state_change(NAME, source="aws.s3"),
        state_change(NAME, **{"detail-type": "Call Analytics Job State Change"}),
        notice("somebodys-job"),
        notice(NAME, "IN_PROGRESS"),
        json.dumps({"Type": "Notification", "Message": "Testing"}),
        json.dumps({"Type": "SubscriptionConfirmation", "Token": "t"}),
        json.dumps({"Service": "Amazon S3", "Event": "s3:TestEvent"}),
        "[]",
        "1",
    ],
)
def test_invariant_02_test_events_and_strangers_are_ignored(body: str) -> None:
    """Whatever is not the end of a job of ours is let go, and handled without an error."""
    assert parse_completions(body) == []
    with pytest.raises(BadMessageError):
        parse_work(body)
    assert AwsCloud().deliver(QueueName.COLLECT, body)


def upload(cloud: AwsCloud) -> str:
    """Put one recording of eight seconds."""
    return cloud.upload("a.wav", recording(says=[WORDS], duration_ms=8_000))


def deliver_until_started(cloud: AwsCloud) -> None:
    """Let everything be done but what comes of the job's end."""
    cloud.aws.delay(timedelta(hours=1))
    cloud.run()
    assert cloud.aws.transcribe.running()


def end_of(cloud: AwsCloud, item_id: str) -> Record:
    """Return what an item came to, but for when, and how often it was tried and written."""
    item = cloud.item(item_id)
    analyses = {
        name: replace(each, attempt=1, token=None, job_id=None, failures=0) for name, each in item.analyses.items()
    }
    record = replace(item, analyses=analyses, tags=tuple(sorted(item.tags, key=repr))).to_record()
    transcript = record["transcript"]
    assert isinstance(transcript, dict)
    transcript.pop("key")
    own = {"id", "key", "version", "updated_at", "feed_day", "uploaded_at", "version_id"}
    return {name: value for name, value in record.items() if name not in own}


@pytest.fixture(scope="module")
def undisturbed() -> Record:
    """Return how the recording ends when nothing goes wrong."""
    cloud = AwsCloud()
    item_id = upload(cloud)
    cloud.run()
    assert cloud.item(item_id).status is ItemStatus.COMPLETED
    assert cloud.aws.calls["transcribe:StartTranscriptionJob"] == 1
    assert_paid_once(cloud, item_id)
    return end_of(cloud, item_id)


def assert_paid_once(cloud: AwsCloud, item_id: str) -> None:
    """Hold that the ledger, the bill and the item say the same: one job was paid for, and nothing is open."""
    rows = [each for each in cloud.entries() if each.charge.operation == "transcribe:StartTranscriptionJob"]
    assert [(row.state, row.charge.cost_microusd) for row in rows] == [(ChargeState.PAID, LEAST)]
    assert cloud.aws.bill.units["transcribe:StartTranscriptionJob"] == 15
    assert cloud.item(item_id).analyses["speech"].cost_microusd == LEAST
    assert not cloud.aws.malformed
    assert not [key for key in cloud.derived.list("") if key.endswith("sound.flac")]


@pytest.mark.parametrize("seed", range(8))
def test_invariant_01_doubled_and_shuffled_words_change_nothing(seed: int, undisturbed: Record) -> None:
    """Whatever comes twice, three times and in any order: one job, one charge, one end, one notice."""
    cloud = AwsCloud(seed=seed)
    cloud.completions = 3
    cloud.doubles = 0.4
    item_id = upload(cloud)
    cloud.queues.waiting[QueueName.INGEST] *= 3
    cloud.run()
    assert end_of(cloud, item_id) == undisturbed
    assert len(cloud.aws.transcribe.jobs) == 1
    assert_paid_once(cloud, item_id)
    assert {each.dedupe_id for each in cloud.topic.notices} == {f"{item_id}:{cloud.item(item_id).version}"}


def test_invariant_01_the_same_words_at_once_are_one_job(undisturbed: Record) -> None:
    """Eight functions at once with the same message start one job, and eight with its end record it once."""
    cloud = AwsCloud()
    item_id = upload(cloud)
    while not cloud.queues.waiting[QueueName.START]:
        assert cloud.step()
    for queue in (QueueName.START, QueueName.COLLECT):
        body = cloud.queues.waiting[queue].pop()
        at_once(8, lambda queue=queue, body=body: cloud.deliver(queue, body))
        cloud.aws.tick()
    cloud.run()
    assert end_of(cloud, item_id) == undisturbed
    assert len(cloud.aws.transcribe.jobs) == 1
    assert_paid_once(cloud, item_id)


def at_once(count: int, act: Callable[[], object]) -> None:
    """Do something in so many threads at the same moment."""
    barrier = threading.Barrier(count)

    def run() -> None:
        barrier.wait()
        act()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_invariant_07_sweep_ends_jobs_when_every_word_of_their_end_is_dropped(undisturbed: Record) -> None:
    """With all completion events dropped, the sweep asks the service, and the item ends as if it had been told."""
    cloud = AwsCloud()
    cloud.drops_completions = True
    item_id = upload(cloud)
    cloud.run()
    assert cloud.item(item_id).analyses["speech"].state is AnalysisState.SUBMITTED
    cloud.clock.advance(timedelta(minutes=21))
    assert cloud.sweep() == 1
    cloud.run()
    assert end_of(cloud, item_id) == undisturbed
    assert cloud.item(item_id).analyses["speech"].attempt == 1
    assert_paid_once(cloud, item_id)


def test_sweep_leaves_a_job_that_runs(undisturbed: Record) -> None:
    """A job of hours is looked at and left alone: nothing is started again, counted or given up."""
    cloud = AwsCloud()
    cloud.drops_completions = True
    item_id = upload(cloud)
    cloud.aws.delay(timedelta(hours=30))
    cloud.run()
    before = cloud.items.get(item_id)
    for _ in range(28):
        cloud.clock.advance(timedelta(hours=1))
        assert cloud.sweep() == 0
    assert cloud.items.get(item_id) == before
    cloud.clock.advance(timedelta(hours=3))
    cloud.aws.tick()
    cloud.sweep()
    cloud.run()
    assert end_of(cloud, item_id) == undisturbed
    assert_paid_once(cloud, item_id)


def test_a_word_that_comes_before_the_end_waits(undisturbed: Record) -> None:
    """An event of a job that the service says is running comes again; it is no failure."""
    cloud = AwsCloud()
    cloud.drops_completions = True
    item_id = upload(cloud)
    deliver_until_started(cloud)
    early = state_change(JobName(item_id, 1, Name.SPEECH, 1))
    assert not cloud.deliver(QueueName.COLLECT, early)
    assert cloud.queues.postponed[-1][2] >= 30
    assert cloud.item(item_id).analyses["speech"].failures == 0
    cloud.clock.advance(timedelta(hours=1))
    cloud.aws.tick()
    assert cloud.deliver(QueueName.COLLECT, early)
    cloud.run()
    assert end_of(cloud, item_id) == undisturbed


def test_a_word_that_comes_before_the_id_is_written_is_enough(undisturbed: Record) -> None:
    """A job that ends while ``start`` still writes is known by its name."""
    cloud = AwsCloud()
    item_id = upload(cloud)
    while not cloud.queues.waiting[QueueName.START]:
        assert cloud.step()
    message = cloud.queues.waiting[QueueName.START].pop()
    cloud.kills_after_answer = 1.0
    cloud.deliver(QueueName.START, message)
    cloud.kills_after_answer = 0.0
    assert cloud.crashes == 1
    assert cloud.item(item_id).analyses["speech"].job_id is None
    cloud.aws.tick()
    assert cloud.deliver(QueueName.COLLECT, cloud.queues.waiting[QueueName.COLLECT].pop())
    assert cloud.item(item_id).analyses["speech"].state is AnalysisState.SUCCEEDED
    cloud.queues.waiting[QueueName.START].append(message)
    cloud.run()
    assert end_of(cloud, item_id) == undisturbed
    assert_paid_once(cloud, item_id)


def test_a_word_of_another_version_or_attempt_is_ignored() -> None:
    """What an older version's job, or an attempt that was given up, still says changes nothing."""
    cloud = AwsCloud()
    cloud.drops_completions = True
    item_id = upload(cloud)
    deliver_until_started(cloud)
    before = cloud.items.get(item_id)
    for name in (
        JobName(item_id, 2, Name.SPEECH, 1),
        JobName(item_id, 1, Name.SPEECH, 0),
        JobName(item_id, 1, Name.SPEECH, 2),
        JobName(item_id, 1, Name.LABELS, 1),
        JobName(new_item_id(), 1, Name.SPEECH, 1),
    ):
        assert cloud.deliver(QueueName.COLLECT, state_change(name))
    assert cloud.items.get(item_id) == before


def test_a_word_that_comes_after_the_end_changes_nothing(undisturbed: Record) -> None:
    """An event a day late finds the item ended."""
    cloud = AwsCloud()
    item_id = upload(cloud)
    cloud.run()
    before = cloud.items.get(item_id)
    cloud.clock.advance(timedelta(days=1))
    assert cloud.deliver(QueueName.COLLECT, state_change(JobName(item_id, 1, Name.SPEECH, 1)))
    cloud.run()
    assert cloud.items.get(item_id) == before
    assert end_of(cloud, item_id) == undisturbed


def _writes_in_all() -> int:
    cloud = AwsCloud()
    upload(cloud)
    cloud.run()
    return cloud.writes.count


WRITES = _writes_in_all()


@pytest.mark.parametrize("after", range(1, WRITES + 1))
def test_invariant_08_a_crash_after_any_write_changes_nothing(after: int, undisturbed: Record) -> None:
    """Killed right after its n-th write, for every n, the recording ends the same, by one job, paid for once."""
    cloud = AwsCloud()
    item_id = upload(cloud)
    cloud.writes.crash_after = after
    cloud.run()
    assert cloud.crashes == 1
    assert not cloud.dead
    assert end_of(cloud, item_id) == undisturbed
    assert len(cloud.aws.transcribe.jobs) == 1
    assert cloud.item(item_id).analyses["speech"].attempt == 1
    assert_paid_once(cloud, item_id)


@pytest.mark.parametrize("after", range(1, WRITES + 1))
def test_invariant_08_a_crash_and_no_redelivery_is_mended_by_sweep(after: int, undisturbed: Record) -> None:
    """Killed after any write, with every message and every word lost, the sweep brings it to the same end."""
    cloud = AwsCloud()
    item_id = upload(cloud)
    told = list(cloud.queues.waiting[QueueName.INGEST])
    cloud.writes.crash_after = after
    while cloud.step():
        if cloud.crashes:
            cloud.crashes = 0
            for bodies in cloud.queues.waiting.values():
                bodies.clear()
            cloud.stream.clear()
            cloud.drops_completions = True
            cloud.queues.waiting[QueueName.INGEST] += told  # S3 tells at least once; what follows may be lost
    for _ in range(8):
        cloud.clock.advance(timedelta(minutes=30))
        cloud.sweep()
        cloud.run()
    assert end_of(cloud, item_id) == undisturbed
    assert len(cloud.aws.transcribe.jobs) == 1
    assert_paid_once(cloud, item_id)


def test_a_job_that_failed_inside_the_service_is_done_again(undisturbed: Record) -> None:
    """Another attempt has another name, so that it is another job."""
    cloud = AwsCloud()
    item_id = upload(cloud)
    deliver_until_started(cloud)
    [(first, job)] = cloud.aws.transcribe.jobs.items()
    job.status, job.reason = "FAILED", "An internal error occurred. Try your request again."
    cloud.aws.delay(timedelta())
    cloud.queues.waiting[QueueName.COLLECT].append(state_change(first, "FAILED"))
    cloud.run()
    assert [str(JobName(item_id, 1, Name.SPEECH, n)) for n in (1, 2)] == list(cloud.aws.transcribe.jobs)
    assert end_of(cloud, item_id) == undisturbed
    assert cloud.item(item_id).analyses["speech"].attempt == 2


def test_a_service_that_fails_every_time_is_given_up() -> None:
    """After five jobs that failed, speech has failed; the rest of the item stands, and nothing hangs on it."""
    cloud = AwsCloud()
    item_id = cloud.upload("a.wav", recording(says=[WORDS], duration_ms=8_000, refuses="Internal failure"))
    cloud.run()
    item = cloud.item(item_id)
    assert len(cloud.aws.transcribe.jobs) == 5
    speech = item.analyses["speech"]
    assert (speech.state, speech.reason, speech.attempt) == (AnalysisState.FAILED, "gave_up", 5)
    assert {item.analyses[name].reason for name in ("language", "entities", "phrases", "sentiment")} == {
        "no_transcript"
    }
    assert item.status is ItemStatus.PARTIAL


def test_a_crash_between_giving_up_one_job_and_asking_for_another_is_mended() -> None:
    """The word of the failed job, coming again, asks for the next one."""
    for after in range(1, 6):
        cloud = AwsCloud()
        item_id = upload(cloud)
        deliver_until_started(cloud)
        [(first, job)] = cloud.aws.transcribe.jobs.items()
        job.status, job.reason = "FAILED", "Internal failure"
        cloud.aws.delay(timedelta())
        cloud.queues.waiting[QueueName.COLLECT].append(state_change(first, "FAILED"))
        cloud.writes.crash_after = cloud.writes.count + after
        cloud.run()
        assert cloud.item(item_id).status is ItemStatus.COMPLETED
        assert len(cloud.aws.transcribe.jobs) == 2


def test_sweep_starts_again_a_job_that_nobody_knows(undisturbed: Record) -> None:
    """A job that ran and is gone (its results expire, or somebody deleted it) is done anew, and paid for anew."""
    cloud = AwsCloud()
    item_id = upload(cloud)
    deliver_until_started(cloud)
    cloud.aws.transcribe.jobs.clear()
    cloud.aws.delay(timedelta())
    cloud.clock.advance(timedelta(hours=2))
    cloud.sweep()
    cloud.run()
    assert list(cloud.aws.transcribe.jobs) == [str(JobName(item_id, 1, Name.SPEECH, 2))]
    assert end_of(cloud, item_id) == undisturbed
    rows = [row for row in cloud.entries() if row.charge.operation == "transcribe:StartTranscriptionJob"]
    assert [(row.state, row.charge.cost_microusd) for row in rows] == [(ChargeState.PAID, LEAST)] * 2


def test_a_job_that_the_service_cannot_find_yet_is_not_started_twice(undisturbed: Record) -> None:
    """Told of an end that it cannot see yet, ``collect`` leaves the job to the sweep: a second would be paid too."""
    cloud = AwsCloud()
    item_id = upload(cloud)
    deliver_until_started(cloud)
    cloud.clock.advance(timedelta(hours=2))
    jobs = dict(cloud.aws.transcribe.jobs)
    cloud.aws.transcribe.jobs.clear()
    assert cloud.deliver(QueueName.COLLECT, state_change(JobName(item_id, 1, Name.SPEECH, 1)))
    assert not cloud.queues.waiting[QueueName.START]
    cloud.aws.transcribe.jobs.update(jobs)
    cloud.drops_completions = True
    cloud.aws.tick()
    cloud.sweep()
    cloud.run()
    assert end_of(cloud, item_id) == undisturbed
    assert_paid_once(cloud, item_id)


def test_invariant_18_an_answer_that_is_kept_is_not_asked_for_again() -> None:
    """Analysed again at the next version, unchanged sound has its transcript at once: no job, no charge."""
    cloud = AwsCloud()
    item_id = upload(cloud)
    cloud.run()
    rows = len(cloud.entries())
    analyse_again(cloud, item_id)
    item = cloud.item(item_id)
    assert (item.status, item.analysis_version) == (ItemStatus.COMPLETED, 2)
    assert len(cloud.aws.transcribe.jobs) == 1
    assert item.analyses["speech"].cost_microusd == 0
    assert len(cloud.entries()) == rows
    assert item.transcript is not None
    assert "/v2/" in item.transcript.key
    first = cloud.derived.read(item.transcript.key.replace("/v2/", "/v1/"))
    assert cloud.derived.read(item.transcript.key) == first


def analyse_again(cloud: AwsCloud, item_id: str) -> None:
    """Put the item back to its start at the next analysis version, and let it be done."""
    item = cloud.item(item_id)
    rule = cloud.services.profiles()[item.profile]
    engines, version = cloud.services.engine_set, item.analysis_version + 1
    planned = plan.plan(MediaType(item.media_type), rule, item.language, version, engines)
    again = replace(
        item,
        analysis_version=version,
        version=item.version + 1,
        status=ItemStatus.RECEIVED,
        is_open=True,
        pending=planned.pending,
        analyses=planned.analyses,
        transcript=None,
        tags=(),
    )
    assert cloud.items.replace(again.to_record(), if_version=item.version)
    resume(cloud.services, Item.from_record(cloud.items.get(item_id) or {}))
    cloud.run()


def test_a_full_service_is_waited_for(undisturbed: Record) -> None:
    """Refused for its quota, the same job is asked for later: no failure is counted, and its charge was given back."""
    cloud = AwsCloud()
    item_id = upload(cloud)
    cloud.aws.transcribe.fail("StartTranscriptionJob", *["LimitExceededException"] * 6)
    cloud.run()
    assert end_of(cloud, item_id) == undisturbed
    assert cloud.aws.calls["transcribe:StartTranscriptionJob"] == 7
    states = [row.state for row in cloud.entries() if row.charge.operation == "transcribe:StartTranscriptionJob"]
    assert sorted(states) == [ChargeState.PAID] + [ChargeState.REFUNDED] * 6
    assert cloud.item(item_id).analyses["speech"].failures == 0


@pytest.mark.expected_log("record failed")
@pytest.mark.expected_log("not allowed")
def test_a_service_that_may_not_be_asked_is_said_so_once() -> None:
    """Denied twice, speech has failed(not_allowed), somebody is alerted, and nothing was charged."""
    cloud = AwsCloud()
    item_id = upload(cloud)
    cloud.aws.transcribe.fail("StartTranscriptionJob", *["AccessDeniedException"] * 9)
    cloud.run()
    speech = cloud.item(item_id).analyses["speech"]
    assert (speech.state, speech.reason) == (AnalysisState.FAILED, "not_allowed")
    assert cloud.aws.calls["transcribe:StartTranscriptionJob"] == 2
    assert len(cloud.alerts.alerts) == 1
    assert cloud.sums()[ChargeState.PAID] == 0
    assert cloud.ledger.spent(cloud.services.now_text()[:10]) == 0


@pytest.mark.expected_log("record failed")
def test_a_broken_connection_does_not_start_a_second_job(undisturbed: Record) -> None:
    """Where nobody knows whether the job was started, the very same one is asked for: it is paid for once."""
    cloud = AwsCloud()
    item_id = upload(cloud)
    cloud.aws.transcribe.fail("StartTranscriptionJob", "InternalFailureException", "InternalFailureException")
    cloud.run()
    assert end_of(cloud, item_id) == undisturbed
    assert list(cloud.aws.transcribe.jobs) == [str(JobName(item_id, 1, Name.SPEECH, 1))]
    assert_paid_once(cloud, item_id)


@pytest.mark.expected_log("job not looked at")
@pytest.mark.expected_log("not allowed")
def test_invariant_07_sweep_ends_what_it_may_not_look_at() -> None:
    """Where the service may not be asked any more, the item ends all the same, and says why."""
    cloud = AwsCloud()
    cloud.drops_completions = True
    item_id = upload(cloud)
    cloud.run()
    cloud.aws.transcribe.fail("*", *["AccessDeniedException"] * 9)
    for _ in range(3):
        cloud.clock.advance(timedelta(minutes=30))
        cloud.sweep()
        cloud.run()
    speech = cloud.item(item_id).analyses["speech"]
    assert (speech.state, speech.reason) == (AnalysisState.FAILED, "not_allowed")
    assert cloud.item(item_id).status is ItemStatus.PARTIAL


def test_invariant_17_no_job_is_started_over_the_cap() -> None:
    """The day's money spent, speech is skipped and says so; no job is started, and the item is complete."""
    cloud = AwsCloud(cap_microusd=LEAST - 1)
    item_id = upload(cloud)
    cloud.run()
    item = cloud.item(item_id)
    assert (item.analyses["speech"].state, item.analyses["speech"].reason) == (AnalysisState.SKIPPED, "spend_cap")
    assert item.analyses["sentiment"].reason == "no_transcript"
    assert item.status is ItemStatus.COMPLETED
    assert not cloud.aws.transcribe.requests
    assert not cloud.entries()


def test_invariant_15_a_videos_frames_do_not_wait_for_its_job() -> None:
    """While the job runs, what is seen is recorded; what it says comes later."""
    cloud = AwsCloud()
    item_id = cloud.upload("v.mp4", video(frames=[{"text": ["EXIT"]}], says=[WORDS], duration_ms=8_000))
    deliver_until_started(cloud)
    item = cloud.item(item_id)
    assert item.analyses["text"].state is AnalysisState.SUCCEEDED
    assert item.pending == {"speech", "language", "entities", "phrases", "sentiment"}
    cloud.clock.advance(timedelta(hours=2))
    cloud.run()
    assert cloud.item(item_id).status is ItemStatus.COMPLETED
    assert_paid_once(cloud, item_id)


def test_nothing_of_a_private_file_is_heard_by_others() -> None:
    """A file under the private profile starts no job, and no sound is kept for one."""
    cloud = AwsCloud()
    cloud.upload("a.wav", recording(says=[["the", "minister", "arrived"]]), profile="private")
    cloud.upload("a.jpg", picture())
    cloud.run()
    assert not cloud.aws.transcribe.requests
    assert not [key for key in cloud.derived.list("") if re.search(r"sound\.(flac|json)$", key)]


def test_a_start_that_is_dead_is_given_up_with_all_that_hangs_on_it() -> None:
    """A message to ``start`` that became a dead letter ends speech, and what would have read it; the rest stands."""
    cloud = AwsCloud()
    item_id = upload(cloud)
    while not cloud.queues.waiting[QueueName.START]:
        assert cloud.step()
    cloud.dead.append(cloud.queues.waiting[QueueName.START].pop())
    cloud.run()
    cloud.bury()
    item = cloud.item(item_id)
    assert (item.analyses["speech"].state, item.analyses["speech"].reason) == (AnalysisState.FAILED, "gave_up")
    assert item.analyses["language"].reason == "no_transcript"
    assert item.status is ItemStatus.PARTIAL
    assert not cloud.entries()


def test_a_word_that_is_dead_leaves_the_job_to_the_sweep(undisturbed: Record) -> None:
    """A dead letter of ``collect`` gives nothing up: the job's answer is there, and the sweep fetches it."""
    cloud = AwsCloud()
    item_id = upload(cloud)
    while not cloud.queues.waiting[QueueName.COLLECT]:
        assert cloud.step()
    cloud.dead.append(cloud.queues.waiting[QueueName.COLLECT].pop())
    cloud.run()
    cloud.bury()
    assert cloud.item(item_id).analyses["speech"].state is AnalysisState.SUBMITTED
    cloud.clock.advance(timedelta(minutes=21))
    cloud.sweep()
    cloud.run()
    assert end_of(cloud, item_id) == undisturbed
    assert_paid_once(cloud, item_id)


def test_one_of_two_that_ask_for_a_job_may_be_refused(undisturbed: Record) -> None:
    """A second delivery is throttled while the first waits for its answer: what was started stays charged, once."""
    cloud = AwsCloud()
    item_id = upload(cloud)
    refused = []

    def deliver_again(_service: str, operation: str) -> None:
        if operation == "StartTranscriptionJob" and not refused:
            cloud.aws.transcribe.fail(operation, "LimitExceededException")
            refused.append(not cloud.deliver(QueueName.START, JobWork(item_id, 1, Name.SPEECH).to_json()))

    cloud.aws.world.after_answer = deliver_again
    cloud.run()
    assert refused == [True]
    assert end_of(cloud, item_id) == undisturbed
    assert_paid_once(cloud, item_id)
    assert cloud.ledger.spent(cloud.services.now_text()[:10]) == cloud.aws.bill.microusd


def test_the_first_of_two_that_ask_for_a_job_may_be_refused(undisturbed: Record) -> None:
    """The second delivery starts it while the first hears a refusal: given back too soon, it is charged after all."""
    cloud = AwsCloud()
    item_id = upload(cloud)
    while not cloud.queues.waiting[QueueName.START]:
        assert cloud.step()
    item = cloud.item(item_id)
    job = TranscriptionJob()
    name = JobName(item_id, 1, Name.SPEECH, 1)
    question = priced(job.question(cloud.services, item, [Name.SPEECH]), name)
    first = cloud.services.till.charge(item, question, repeats=True)

    def refuse_first(_service: str, operation: str) -> None:
        if operation == "StartTranscriptionJob":
            cloud.services.till.refund(first)

    cloud.aws.world.after_answer = refuse_first
    cloud.run()
    assert end_of(cloud, item_id) == undisturbed
    assert_paid_once(cloud, item_id)
    assert cloud.ledger.spent(cloud.services.now_text()[:10]) == cloud.aws.bill.microusd


def test_the_sweep_hands_on_what_is_to_be_read(undisturbed: Record) -> None:
    """Of a job that has ended ``collect`` is told, once in everybody's patience; the sweep itself reads nothing."""
    cloud = AwsCloud()
    cloud.drops_completions = True
    item_id = upload(cloud)
    cloud.run()
    cloud.clock.advance(timedelta(minutes=21))
    assert cloud.sweep() == 1
    [body] = cloud.queues.waiting[QueueName.COLLECT]
    assert parse_completions(body) == [
        Completion(JobName(item_id, 1, Name.SPEECH, 1), str(JobName(item_id, 1, Name.SPEECH, 1)))
    ]
    assert parse_work(body) == JobWork(item_id, 1, Name.SPEECH)
    assert Name.SPEECH in cloud.item(item_id).pending
    cloud.clock.advance(timedelta(minutes=5))
    assert cloud.sweep() == 0
    cloud.clock.advance(timedelta(minutes=20))
    assert cloud.sweep() == 1
    cloud.run()
    assert end_of(cloud, item_id) == undisturbed
    assert_paid_once(cloud, item_id)


def test_a_sweep_ends_in_time_and_starves_nobody() -> None:
    """Each look takes ten seconds and most jobs run for hours: those that have ended are found all the same."""
    cloud = AwsCloud()
    cloud.drops_completions = True
    cloud.aws.delay(timedelta(hours=30))
    ids = [
        cloud.upload(f"{number}.wav", recording(says=[WORDS], duration_ms=8_000, number=number)) for number in range(30)
    ]
    cloud.run()
    last = str(JobName(ids[-1], 1, Name.SPEECH, 1))
    cloud.aws.transcribe.jobs[last].ready = cloud.clock()
    cloud.aws.tick()
    cloud.clock.advance(timedelta(minutes=21))
    cloud.aws.world.after_answer = lambda _service, _operation: cloud.clock.advance(timedelta(seconds=10))
    sweeps = 0
    while Name.SPEECH in cloud.item(ids[-1]).pending:
        sweeps += 1
        began = cloud.clock()
        cloud.sweep()
        assert cloud.clock() - began <= sweep.SWEEP_FOR + timedelta(seconds=10)
        cloud.run()
        cloud.clock.advance(timedelta(minutes=5))
        assert sweeps < 60
    assert [cloud.item(each).is_open for each in ids] == [True] * 29 + [False]


@pytest.mark.expected_log("places not recovered")
def test_the_sweep_goes_on_where_the_places_cannot_be_read(undisturbed: Record) -> None:
    """The table of places is out of reach: the items are swept all the same."""
    cloud = AwsCloud()
    cloud.drops_completions = True
    item_id = upload(cloud)
    cloud.run()
    cloud.services = replace(cloud.services, leases=_NoTable())
    cloud.clock.advance(timedelta(minutes=21))
    cloud.sweep()
    cloud.run()
    assert end_of(cloud, item_id) == undisturbed


class _NoTable(MemoryLeases):
    """Places whose table cannot be reached."""

    def held(self) -> Iterator[Lease]:
        """Break off."""
        raise ConnectionError
