"""The whole way of a file through AWS's engines, in memory: real requests of real clients, answered by strict fakes."""

from __future__ import annotations

import json
from collections import Counter
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from cloud.analysis.work.profiles import parse_profiles, shipped_profiles
from cloud.analysis.work.reanalysis import Answer, reanalyze
from cloud.contract.findings import TagKind
from cloud.contract.status import AnalysisState, ItemStatus
from cloud.store.ledger import ChargeState
from cloud.store.queues import QueueName
from tests.fakes.ai.cloud import AwsCloud
from tests.fakes.engines import picture, recording, video

if TYPE_CHECKING:
    from cloud.analysis.work.profiles import ProfileRule
    from cloud.contract.item import Item

SAID = "Good evening . Jane Doe was in Berlin and it was a wonderful day . The minister is happy about the garden ."
SCENE = {"labels": ["Dog"], "text": ["Reuters"], "people": ["Jane Doe"], "faces": 2}
FRAMES = [SCENE | {"text": [f"LINE {number}"]} for number in range(23)]
SEEN = {"text", "faces", "labels", "people", "logos"}
HEARD = {"speech", "language", "entities", "phrases", "sentiment"}
FIRST = {"thumbnails", "metadata"}


def _upload_one_of_each(cloud: AwsCloud, **metadata: str) -> tuple[str, str, str]:
    return (
        cloud.upload("one.jpg", picture(keywords=["Garden"], **SCENE), **metadata),
        cloud.upload("two.mp4", video(frames=FRAMES, says=[SAID.split()], duration_ms=23_000), **metadata),
        cloud.upload("three.wav", recording(says=[SAID.split()], duration_ms=20_000), **metadata),
    )


def _names(item: Item, kind: TagKind) -> set[str]:
    return {tag.name for tag in item.tags if tag.kind is kind}


def _succeeded(item: Item) -> set[str]:
    return {name for name, each in item.analyses.items() if each.state is AnalysisState.SUCCEEDED}


def _assert_all_found(cloud: AwsCloud, ids: tuple[str, str, str]) -> None:
    image, film, sound = (cloud.item(item_id) for item_id in ids)
    assert [each.status for each in (image, film, sound)] == [ItemStatus.COMPLETED] * 3, [
        (each.status, each.status_reason, {n: (a.state.value, a.reason) for n, a in each.analyses.items()})
        for each in (image, film, sound)
    ]
    assert _succeeded(image) >= FIRST | SEEN
    assert FIRST | (SEEN - {"logos"}) | HEARD <= _succeeded(film)
    assert _succeeded(sound) | {"metadata"} >= FIRST | HEARD
    for item in (image, film):
        assert "Dog" in _names(item, TagKind.LABEL)
        assert _names(item, TagKind.PERSON) == {"Jane Doe"}
    assert _names(image, TagKind.LOGO) == {"Reuters"}
    assert "LINE 7" in _names(film, TagKind.TEXT)
    for item in (film, sound):
        assert item.transcript is not None
        transcript = json.loads(cloud.derived.read(item.transcript.key))
        assert transcript["language"] == "en-US"
        assert transcript["text"].startswith("Good evening. Jane Doe was in Berlin")
        assert len({word["speaker"] for word in transcript["words"]}) == 2
        assert {"Jane Doe", "Berlin"} <= _names(item, TagKind.ENTITY)
        assert _names(item, TagKind.PHRASE)
        assert item.sentiment is not None
        assert item.sentiment.label.upper() == "POSITIVE"


def _assert_paid_for(cloud: AwsCloud) -> None:
    """Hold the ledger against what the services would charge for: the fakes count by themselves."""
    sums = cloud.sums()
    billed = cloud.aws.bill.microusd
    assert sums[ChargeState.PAID] <= billed <= sums[ChargeState.PAID] + sums[ChargeState.UNCERTAIN], sums


def test_an_image_a_video_and_a_recording_are_analysed_to_the_end() -> None:
    """Labels, people, text, logos, speech with speakers, entities, phrases, sentiment; each where it belongs."""
    cloud = AwsCloud()
    ids = _upload_one_of_each(cloud)
    cloud.run()
    _assert_all_found(cloud, ids)
    assert cloud.aws.malformed == []
    sums = cloud.sums()
    assert sums[ChargeState.PAID] == cloud.aws.bill.microusd
    assert sums[ChargeState.INTENDED] == sums[ChargeState.UNCERTAIN] == 0
    assert {notice.dedupe_id for notice in cloud.topic.notices} == {f"{i}:{cloud.item(i).version}" for i in ids}


JOBS = parse_profiles(
    '{"profiles": {"jobs": {"like": "full", "video": "jobs", "analyses": '
    '["text", "faces", "labels", "people", "logos", "moderation", "segments", "speech", "language", "entities",'
    ' "phrases", "sentiment"]}}}',
    shipped_profiles(),
)


def _rules(**wish: object) -> dict[str, ProfileRule]:
    """Return the profiles of a newsroom that has one named ``desk``."""
    return parse_profiles(json.dumps({"profiles": {"desk": {"like": "full", **wish}}}), shipped_profiles())


def test_a_private_file_stays_so_when_its_profile_is_gone() -> None:
    """The newsroom's profiles are replaced or cannot be read: analysed anew, nothing is shown to anybody."""
    rules = [_rules(third_parties=False)]
    cloud = AwsCloud(profiles=lambda: rules[0])
    item_id = cloud.upload("a.wav", recording(says=[SAID.split()], duration_ms=20_000), profile="desk")
    cloud.run()
    rules[0] = shipped_profiles()
    assert reanalyze(cloud.services, item_id) is Answer.STARTED
    cloud.run()
    assert cloud.item(item_id).analysis_version == 2
    assert cloud.aws.calls == {}
    assert cloud.entries() == []


def test_a_profile_that_nobody_knows_is_private_and_somebody_is_told() -> None:
    """A file whose folder names it is taken, seen by no third party, and the engineer is called."""
    cloud = AwsCloud()
    named = cloud.upload("a.jpg", picture(**SCENE), profile="sources")
    unnamed = cloud.upload("b.jpg", picture(**SCENE, number=2), profile="")
    cloud.run()
    assert [cloud.item(each).profile for each in (named, unnamed)] == ["private", "full"]
    assert {(each.function, each.analysis, each.item_id) for each in cloud.alerts.alerts} == {
        ("ingest", "sources", named)
    }
    assert {row.charge.item_id for row in cloud.entries()} == {unnamed}


@pytest.mark.parametrize("waits_in", [QueueName.AV, QueueName.START, QueueName.RECOGNIZE, QueueName.TEXT])
def test_a_profile_that_turns_private_while_work_waits_is_honoured(waits_in: QueueName) -> None:
    """From that moment no third party is asked, whichever function is next; what is left out says why."""
    rules = [_rules(translate_to=["de"], analyses=[*SEEN, *HEARD, "translation", "pii"])]
    cloud = AwsCloud(profiles=lambda: rules[0])
    item_id = cloud.upload("v.mp4", video(frames=FRAMES[:2], says=[SAID.split()], duration_ms=20_000), profile="desk")
    while not cloud.queues.waiting[waits_in]:
        assert cloud.step()
    rules[0] = _rules(third_parties=False)
    asked = {call: count for call, count in cloud.aws.calls.items() if ":Get" not in call}
    cloud.run()
    assert {call: count for call, count in cloud.aws.calls.items() if ":Get" not in call} == asked
    item = cloud.item(item_id)
    assert item.status is ItemStatus.COMPLETED
    left_out = {name: each for name, each in item.analyses.items() if name not in _succeeded(item) | {"logos"}}
    assert left_out
    assert {each.state for each in left_out.values()} == {AnalysisState.SKIPPED}
    assert {each.reason for each in left_out.values()} <= {"not_in_profile", "no_transcript"}


@pytest.mark.expected_log("record failed")
@pytest.mark.parametrize("is_told_first", [False, True])
def test_no_unredacted_transcript_stands_where_redaction_was_turned_on(*, is_told_first: bool) -> None:
    """Between a start that was cut off and its repetition the profile changes: another job is asked, by another name.

    The word of the first job's end may come before that, too.
    """
    rules = [_rules()]
    cloud = AwsCloud(profiles=lambda: rules[0])
    cloud.drops_completions = not is_told_first
    said = [*SAID.split(), "Write", "to", "jane@example.org", "."]
    item_id = cloud.upload("a.wav", recording(says=[said], duration_ms=20_000), profile="desk", language="en-US")

    def cut_off(_service: str, operation: str) -> None:
        if operation == "StartTranscriptionJob" and not rules[0]["desk"].redact_pii:
            rules[0] = _rules(redact_pii=True)
            raise ConnectionError

    cloud.aws.world.after_answer = cut_off
    while not rules[0]["desk"].redact_pii:
        assert cloud.step()
    if is_told_first:
        cloud.aws.tick()
        cloud.deliver(QueueName.COLLECT, cloud.queues.waiting[QueueName.COLLECT].pop())
    cloud.run()
    for _ in range(3):
        cloud.clock.advance(timedelta(minutes=40))
        cloud.sweep()
        cloud.run()
    item = cloud.item(item_id)
    assert item.status is ItemStatus.COMPLETED
    assert item.analyses["speech"].attempt == 2
    starts = [request for name, request in cloud.aws.transcribe.requests if name == "StartTranscriptionJob"]
    assert ["ContentRedaction" in request for request in starts] == [False, True]
    assert item.transcript is not None
    transcript = cloud.derived.read(item.transcript.key).decode()
    assert "[PII]" in transcript
    assert "jane@" not in transcript
    sums = cloud.sums()
    assert sums[ChargeState.PAID] <= cloud.aws.bill.microusd <= sums[ChargeState.PAID] + sums[ChargeState.UNCERTAIN]
    assert sums[ChargeState.INTENDED] == 0
    assert item.analyses["speech"].cost_microusd == 2_000


def test_a_video_by_jobs_is_analysed_to_the_end() -> None:
    """The video APIs, page by page, an empty one among them, each job told of by its topic."""
    cloud = AwsCloud(profiles=lambda: JOBS)
    cloud.aws.rekognition.page_rows = 5
    frames = [SCENE | {"moderation": ["Violence"]}] * 30
    item_id = cloud.upload("v.mp4", video(frames=frames, says=[SAID.split()], duration_ms=30_000), profile="jobs")
    cloud.run()
    item = cloud.item(item_id)
    assert item.status is ItemStatus.COMPLETED, {n: (a.state, a.reason) for n, a in item.analyses.items()}
    assert SEEN | HEARD | FIRST | {"moderation", "segments"} <= _succeeded(item)
    assert cloud.aws.rekognition.most_at_once <= 18
    assert list(cloud.leases.held()) == []
    assert cloud.aws.malformed == []
    assert cloud.sums()[ChargeState.PAID] == cloud.aws.bill.microusd


def test_invariant_07_with_all_completion_events_dropped_the_sweep_finishes() -> None:
    """Nobody tells that a job has ended; whoever looks every five minutes finds out."""
    cloud = AwsCloud(profiles=lambda: JOBS)
    cloud.drops_completions = True
    ids = _upload_one_of_each(cloud)
    film = cloud.upload("jobs.mp4", video(frames=FRAMES[:5], says=[["one"]], duration_ms=5000), profile="jobs")
    cloud.run()
    assert [cloud.item(item_id).is_open for item_id in (*ids, film)] == [False, True, True, True]
    for _ in range(6):
        cloud.clock.advance(timedelta(minutes=30))
        cloud.sweep()
        cloud.run()
    _assert_all_found(cloud, ids)
    assert cloud.item(film).status is ItemStatus.COMPLETED
    assert cloud.sums()[ChargeState.PAID] == cloud.aws.bill.microusd


def test_invariant_07_with_every_message_and_every_word_lost_the_sweep_finishes() -> None:
    """Nothing that a function sends arrives, and nobody tells of a job's end: still the same, and paid for once."""
    cloud = AwsCloud(profiles=lambda: JOBS)
    cloud.drops_completions = True
    cloud.queues.drops = True
    ids = _upload_one_of_each(cloud)
    film = cloud.upload("jobs.mp4", video(frames=FRAMES[:5], says=[["one"]], duration_ms=5000), profile="jobs")
    cloud.run()
    assert cloud.aws.calls == {}
    cloud.queues.drops = False
    for _ in range(8):
        cloud.clock.advance(timedelta(minutes=30))
        cloud.sweep()
        cloud.run()
    _assert_all_found(cloud, ids)
    assert cloud.item(film).status is ItemStatus.COMPLETED
    assert cloud.sums()[ChargeState.PAID] == cloud.aws.bill.microusd
    assert set(Counter(entry.charge.call_id for entry in cloud.entries()).values()) == {1}


def test_invariant_17_the_services_themselves_bill_no_more_than_the_cap() -> None:
    """A dollar's worth of pictures and one more: what is over it is skipped and says so, the rest stands."""
    cloud = AwsCloud(cap_microusd=1_000_000)
    cloud.kills_after_answer = 0.02
    ids = [cloud.upload(f"{number}.jpg", picture(**SCENE, number=number)) for number in range(360)]
    cloud.run(until_quiet_for=100_000)
    assert cloud.killed_after_answer
    assert 900_000 < cloud.aws.bill.microusd <= 1_000_000
    assert cloud.ledger.spent(cloud.clock().date().isoformat()) <= 1_000_000
    assert {cloud.item(item_id).status for item_id in ids} == {ItemStatus.COMPLETED}
    capped = [cloud.item(i) for i in ids if any(a.reason == "spend_cap" for a in cloud.item(i).analyses.values())]
    assert capped
    assert all(_succeeded(item) >= {"thumbnails"} for item in capped)


@pytest.mark.parametrize("seed", range(4))
def test_invariant_01_doubled_shuffled_completions_change_nothing(seed: int) -> None:
    """Each three times, in any order, beside everything else: the same items, and one charge each."""
    cloud = AwsCloud(seed=seed, profiles=lambda: JOBS)
    cloud.completions = 3
    cloud.doubles = 0.3
    ids = _upload_one_of_each(cloud)
    film = cloud.upload("jobs.mp4", video(frames=FRAMES[:5], says=[["one"]], duration_ms=5000), profile="jobs")
    cloud.queues.waiting[QueueName.INGEST] *= 3
    cloud.run()
    _assert_all_found(cloud, ids)
    assert cloud.item(film).status is ItemStatus.COMPLETED
    sums = cloud.sums()
    assert sums[ChargeState.PAID] == cloud.aws.bill.microusd
    assert set(Counter(entry.charge.call_id for entry in cloud.entries()).values()) == {1}
    assert len({notice.dedupe_id for notice in cloud.topic.notices}) == 4


def test_invariant_01_words_that_come_early_wait_until_the_job_has_ended() -> None:
    """Told at the start, ended ten minutes later, and told again: nothing is read too soon, and all of it once."""
    cloud = AwsCloud(profiles=lambda: JOBS)
    cloud.completions = 2
    cloud.aws.delay(timedelta(minutes=10))
    cloud.waits_for_jobs = True
    cloud.aws.rekognition.tells_early = cloud.aws.transcribe.tells_early = True
    ids = _upload_one_of_each(cloud)
    film = cloud.upload("jobs.mp4", video(frames=FRAMES[:5], says=[["one"]], duration_ms=5000), profile="jobs")
    cloud.run()
    _assert_all_found(cloud, ids)
    assert cloud.item(film).status is ItemStatus.COMPLETED
    assert cloud.sums()[ChargeState.PAID] == cloud.aws.bill.microusd


class _TwiceAtOnce(AwsCloud):
    """A cloud that delivers a message once more during the answer of each service that its function asks."""

    handled: tuple[QueueName, str] | None = None

    def deliver(self, queue: QueueName, body: str) -> bool:
        """Let a function handle a message, and remember which."""
        before, self.handled = self.handled, (queue, body)
        try:
            return super().deliver(queue, body)
        finally:
            self.handled = before


def test_invariant_01_a_message_that_comes_again_during_a_services_answer_pays_nothing_more() -> None:
    """Pictures, text, the start of a job and its end: asked once, paid once, and both deliveries come to rest."""
    cloud = _TwiceAtOnce(profiles=lambda: JOBS)
    cloud.aws.rekognition.page_rows = 5
    again: Counter[str] = Counter()
    is_second = False

    def deliver_again(_service: str, operation: str) -> None:
        nonlocal is_second
        if is_second or cloud.handled is None:
            return
        is_second = True
        again[operation] += 1
        cloud.deliver(*cloud.handled)
        is_second = False

    cloud.aws.world.after_answer = deliver_again
    ids = _upload_one_of_each(cloud)
    film = cloud.upload("jobs.mp4", video(frames=FRAMES[:5], says=[["one"]], duration_ms=5000), profile="jobs")
    cloud.run()
    _assert_all_found(cloud, ids)
    assert cloud.item(film).status is ItemStatus.COMPLETED
    assert again.keys() >= {
        "DetectText", "StartTranscriptionJob", "GetTranscriptionJob", "StartLabelDetection", "GetLabelDetection",
        "BatchDetectEntities",
    }  # fmt: skip
    sums = cloud.sums()
    assert sums[ChargeState.PAID] == cloud.aws.bill.microusd
    assert sums[ChargeState.INTENDED] == sums[ChargeState.UNCERTAIN] == 0
    assert set(Counter(entry.charge.call_id for entry in cloud.entries()).values()) == {1}
    assert cloud.ledger.spent(cloud.clock().date().isoformat()) <= cloud.aws.bill.microusd
    assert list(cloud.leases.held()) == []
    spent = sum(each.cost_microusd for item_id in (*ids, film) for each in cloud.item(item_id).analyses.values())
    assert spent == cloud.aws.bill.microusd


def test_invariant_16_many_videos_share_the_places_there_are() -> None:
    """36 jobs of ten minutes: the service, which takes 20, refuses none, and each is started once."""
    cloud = AwsCloud(profiles=lambda: JOBS)
    cloud.aws.delay(timedelta(minutes=10))
    cloud.waits_for_jobs = True
    ids = [
        cloud.upload(f"{number}.mp4", video(frames=FRAMES[:2], silent=True, number=number), profile="jobs")
        for number in range(6)
    ]
    cloud.run(until_quiet_for=100_000)
    assert {cloud.item(item_id).status for item_id in ids} == {ItemStatus.COMPLETED}
    assert 1 < cloud.aws.rekognition.most_at_once <= 18
    assert len(cloud.aws.rekognition.jobs) == 36
    assert list(cloud.leases.held()) == []
    assert cloud.sums()[ChargeState.PAID] == cloud.aws.bill.microusd


@pytest.mark.parametrize(
    ("codes", "state", "reason"),
    [
        (["ThrottlingException", "ProvisionedThroughputExceededException"] * 4, AnalysisState.SUCCEEDED, ""),
        pytest.param(
            ["InternalServerError"] * 4,
            AnalysisState.SUCCEEDED,
            "",
            marks=pytest.mark.expected_log("record failed"),
        ),
        pytest.param(
            ["InternalServerError"] * 5,
            AnalysisState.FAILED,
            "gave_up",
            marks=pytest.mark.expected_log("record failed"),
        ),
        pytest.param(
            ["AccessDeniedException"] * 2,
            AnalysisState.FAILED,
            "not_allowed",
            marks=pytest.mark.expected_log("record failed", "not allowed"),
        ),
        (["InvalidImageFormatException"], AnalysisState.FAILED, "unsupported"),
        (["ImageTooLargeException"], AnalysisState.SKIPPED, "too_large"),
    ],
)
def test_invariant_15_what_a_service_says_of_one_analysis_leaves_the_others(
    codes: list[str], state: AnalysisState, reason: str
) -> None:
    """Too much at once waits for as long as it takes; a fault is tried five times, a denial twice, a refusal once."""
    cloud = AwsCloud()
    cloud.aws.rekognition.fail("DetectLabels", *codes)
    item_id = cloud.upload("one.jpg", picture(keywords=["Garden"], **SCENE))
    cloud.run()
    item = cloud.item(item_id)
    assert (item.analyses["labels"].state, item.analyses["labels"].reason) == (state, reason)
    assert _succeeded(item) >= FIRST | SEEN - {"labels"}
    assert cloud.aws.calls["rekognition:DetectText"] == 1
    assert bool(cloud.alerts.alerts) == (reason == "not_allowed")
    sums = cloud.sums()
    assert sums[ChargeState.PAID] == cloud.aws.bill.microusd
    assert sums[ChargeState.INTENDED] == 0


def _upload_many(cloud: AwsCloud, count: int) -> list[str]:
    """Upload so many files, of each kind, no two of the same bytes."""
    ids = []
    for number in range(count):
        says = [[*SAID.split(), f"Number{number}"]]
        match number % 10:
            case 0:
                scene = SCENE | {"text": [f"LINE {number}"]}
                body = video(frames=[scene] * 2, says=says, duration_ms=2000, number=number)
            case 1:
                body = recording(says=says, duration_ms=20_000, number=number)
            case _:
                body = picture(**SCENE, number=number)
        ids.append(cloud.upload(f"{number}.{('mp4', 'wav')[number % 10] if number % 10 < 2 else 'jpg'}", body))
    return ids


def test_invariant_01_a_thousand_events_three_times_each_with_functions_killed_at_random() -> None:
    """One item each, one final notice each, one charge each but where a kill fell between an answer and our write."""
    cloud = AwsCloud(seed=3)
    ids = _upload_many(cloud, 1000)
    cloud.queues.waiting[QueueName.INGEST] *= 3
    cloud.random.shuffle(cloud.queues.waiting[QueueName.INGEST])
    cloud.completions = 3
    cloud.kills_after_answer = 0.01
    cloud.kills_after_write = 0.02
    cloud.run(until_quiet_for=500_000)
    cloud.kills_after_answer = cloud.kills_after_write = 0
    cloud.bury()
    for _ in range(5):  # what a kill left behind a message that was done with
        cloud.clock.advance(timedelta(minutes=30))
        cloud.sweep()
        cloud.run(until_quiet_for=500_000)
    assert cloud.crashes > 100
    assert cloud.killed_after_answer > 10

    rows = {item_id for item_id in cloud.items.rows if "#" not in item_id}
    assert rows == set(ids)
    assert Counter(cloud.item(item_id).status for item_id in ids) == {ItemStatus.COMPLETED: 1000}
    finals = {f"{item_id}:{cloud.item(item_id).version}" for item_id in ids}
    assert {notice.dedupe_id for notice in cloud.topic.notices} == finals

    sums, billed = cloud.sums(), cloud.aws.bill.microusd
    assert sums[ChargeState.PAID] <= billed <= sums[ChargeState.PAID] + sums[ChargeState.UNCERTAIN]
    assert sums[ChargeState.INTENDED] == 0
    attempts = Counter(entry.charge.call_id for entry in cloud.entries())
    paid = Counter(entry.charge.call_id for entry in cloud.entries() if entry.state is ChargeState.PAID)
    assert set(paid.values()) == {1}
    assert set(paid) == set(attempts)
    again = sum(attempts.values()) - len(attempts)
    assert 0 < again <= cloud.crashes, "only a kill makes a second charge"
    assert cloud.aws.malformed == []
