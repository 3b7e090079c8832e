"""Jobs on a whole video, from the upload to what was seen: leases, pages, copies, and word that never comes."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from cloud.analysis import sweep
from cloud.analysis.engines.aws.errors import QuotaError
from cloud.analysis.engines.aws.jobs import JobName
from cloud.analysis.engines.aws.video import JOBS
from cloud.analysis.jobs.film import read_note
from cloud.analysis.jobs.pages import fetch_pages, read_rows
from cloud.analysis.jobs.places import recover_places
from cloud.analysis.jobs.video import FILM_JOBS, hold_place
from cloud.analysis.paid import prices
from cloud.analysis.paid.till import answer_key
from cloud.analysis.shell.toolbox import OnDeviceEngines
from cloud.analysis.work.messages import JobWork
from cloud.analysis.work.plan import EngineSet
from cloud.analysis.work.profiles import parse_profiles, shipped_profiles
from cloud.analysis.work.reanalysis import Answer, reanalyze
from cloud.analysis.work.results import unpack_json
from cloud.contract.keys import derived_key
from cloud.contract.reasons import Reason
from cloud.contract.status import AnalysisName as Name
from cloud.contract.status import AnalysisState, ItemStatus
from cloud.store.deletion import Places as DeletionPlaces
from cloud.store.deletion import go_on
from cloud.store.edits import bury
from cloud.store.leases import VIDEO_SLOTS
from cloud.store.ledger import ChargeState
from cloud.store.queues import QueueName
from tests.fakes.ai.newsroom import FakeAws, MemoryBuckets
from tests.fakes.cloud import BUCKET, DERIVED_BUCKET, FakeCloud
from tests.fakes.engines import video
from tests.media import BLUE, GREEN, quarters, write_video

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from cloud.analysis.work.services import Engines
    from cloud.contract.item import Item
    from cloud.contract.record import Json

SEEN = ["labels", "text", "logos", "people", "faces", "moderation", "segments"]
JOBS_A_VIDEO = 6


def profiles(analyses: Sequence[str]) -> dict[str, Any]:
    """Return the profiles of a newsroom that has one named ``film``."""
    film = {"analyses": list(analyses), "video": "jobs"}
    return parse_profiles(json.dumps({"profiles": {"film": film}}), shipped_profiles())


class Newsroom(FakeCloud):
    """A newsroom whose videos are looked at by jobs of a fake account."""

    def __init__(
        self,
        analyses: Sequence[str] = SEEN,
        *,
        engines: Engines | None = None,
        seed: int = 0,
        cap_microusd: int | None = None,
    ) -> None:
        known = profiles(analyses)
        buckets = MemoryBuckets()
        self.aws = FakeAws(buckets, lambda: self.clock())  # noqa: PLW0108 -- there is no clock yet
        super().__init__(
            engines,
            seed=seed,
            ai=self.aws.ai(),
            engine_set=EngineSet(aws=True),
            cap_microusd=cap_microusd,
            profiles=lambda: known,
        )
        buckets.stores.update({BUCKET: self.originals, DERIVED_BUCKET: self.derived})
        self.aws.world.tell = self._hear
        self.is_deaf = False  #: no notice reaches a queue

    def film(self, filename: str = "film.mp4", /, **script: object) -> str:
        """Upload a video for jobs."""
        return self.upload(filename, video(**script), profile="film")

    def finish(self) -> None:
        """Deliver and let jobs end until nothing moves."""
        self.run()
        while self.aws.tick():
            self.run()

    def late(self) -> None:
        """Let a sweep come by after everybody's patience, and what follows it."""
        self.clock.advance(sweep.PATIENCE + timedelta(minutes=1))
        self.sweep()
        self.finish()

    def facts(self, item: Item, name: Name) -> dict[str, Json]:
        """Return what is kept of an analysis beside its tags."""
        key = derived_key(item.library, item.id, item.analysis_version, f"analysis/{name.value}.json.gz")
        found = unpack_json(self.derived.read(key))["facts"]
        assert isinstance(found, dict)
        return found

    def _hear(self, kind: str, _target: str, message: dict[str, Any]) -> None:
        assert kind == "sns"
        if not self.is_deaf:
            self.queues.waiting[QueueName.COLLECT].append(json.dumps(message))


SHOW = [
    {"labels": ["Dog"], "text": ["Reuters"], "people": ["Ada Lovelace"], "faces": 2, "cue": "BlackFrames"},
    {"labels": ["Dog", "Cat"], "text": ["Reuters"], "people": ["Ada Lovelace"], "faces": 1},
    {},
    {},
    {},
    {"labels": ["Dog"], "text": ["EXIT"], "moderation": ["Smoking"]},
]


@pytest.fixture
def room() -> Newsroom:
    """Return a newsroom that has a job for everything."""
    return Newsroom()


def test_all_that_jobs_see_comes_into_the_item(room: Newsroom) -> None:
    """A video gets labels, text, logos, people, faces, moderation and segments, with times; everything is released."""
    item_id = room.film(frames=SHOW, duration_ms=6000, silent=True)
    room.finish()
    item = room.item(item_id)
    assert item.status is ItemStatus.COMPLETED
    states = {name: item.analyses[name].state for name in SEEN}
    assert set(states.values()) == {AnalysisState.SUCCEEDED}, states
    moments = sorted({(tag.kind.value, tag.name, tag.at_ms) for tag in item.tags if tag.at_ms is not None})
    assert ("label", "Dog", 0) in moments
    assert ("label", "Dog", 5000) in moments  # it had been gone for four seconds
    assert ("label", "Dog", 1000) not in moments
    assert ("logo", "Reuters", 0) in moments
    assert ("text", "EXIT", 5000) in moments
    assert ("moderation", "Smoking", 5000) in moments
    assert [tag.at_ms for tag in item.tags if tag.name == "Face"] == [0]
    assert any(kind == "person" for kind, _, _ in moments)
    segments = room.facts(item, Name.SEGMENTS)
    assert len(segments["shots"]) == 6
    assert [cue["from_ms"] for cue in segments["cues"]["BlackFrames"]] == [0]
    assert list(room.leases.held()) == []
    assert room.aws.malformed == []


def test_one_text_job_serves_text_and_logos(room: Newsroom) -> None:
    """Six jobs do seven analyses; each is started and paid for once, and its cost is its first analysis's."""
    item_id = room.film(frames=SHOW, duration_ms=61_500, silent=True)
    room.finish()
    starts = {call: count for call, count in room.aws.calls.items() if ":Start" in call}
    assert starts == {f"rekognition:{job._job.start}": 1 for job in FILM_JOBS}  # noqa: SLF001 -- which operation it is
    item = room.item(item_id)
    cost = prices.video_call("StartTextDetection", 61_500)
    assert item.analyses["text"].cost_microusd == cost
    assert item.analyses["logos"].cost_microusd == 0
    assert room.ledger.spent(f"{room.clock():%Y-%m-%d}") == room.aws.bill.microusd == JOBS_A_VIDEO * cost


def test_logos_alone_are_told_by_the_text_job() -> None:
    """Nobody asked for text, so none is kept."""
    room = Newsroom(["logos"])
    item_id = room.film(frames=SHOW, silent=True)
    room.finish()
    item = room.item(item_id)
    assert item.status is ItemStatus.COMPLETED
    assert item.analyses["logos"].state is AnalysisState.SUCCEEDED
    assert item.analyses["text"].state is AnalysisState.SKIPPED
    assert not [tag for tag in item.tags if tag.kind == "text"]


def test_a_video_that_rekognition_takes_is_read_as_it_is(room: Newsroom) -> None:
    """The very version that was ingested, and no copy is made."""
    item_id = room.film(frames=SHOW, silent=True)
    room.finish()
    item = room.item(item_id)
    places = {json.dumps(request["Video"]["S3Object"]) for _, request in _starts(room)}
    assert places == {json.dumps({"Bucket": BUCKET, "Name": item.key, "Version": item.version_id})}
    assert room.scripted.calls["proxy"] == 0


def test_a_video_that_rekognition_refuses_is_read_from_its_copy(room: Newsroom) -> None:
    """One copy serves all six jobs, a person sees nothing of it, and it is removed after the last."""
    item_id = room.film(frames=SHOW, silent=True, codec="hevc", misfit="codec hevc")
    room.finish()
    item = room.item(item_id)
    assert item.status is ItemStatus.COMPLETED
    copy = derived_key(item.library, item.id, 1, "proxy.mp4")
    assert {request["Video"]["S3Object"]["Name"] for _, request in _starts(room)} == {copy}
    assert {request["Video"]["S3Object"]["Bucket"] for _, request in _starts(room)} == {DERIVED_BUCKET}
    assert room.scripted.calls["proxy"] == 1
    assert copy not in room.derived.bodies()


def test_a_copy_that_is_gone_is_made_again(room: Newsroom) -> None:
    """A crash left the note alone: no job is started on an object that is not there."""
    item_id = room.film(frames=SHOW, silent=True, codec="hevc", misfit="codec hevc")
    while not any(key.endswith("film.json") for key in room.derived.bodies()):
        assert room.step()
    item = room.item(item_id)
    room.derived.remove(derived_key(item.library, item.id, 1, "proxy.mp4"))
    assert read_note(room.services, item) is None
    room.late()
    room.late()
    assert room.scripted.calls["proxy"] == 2
    assert room.item(item_id).status is ItemStatus.COMPLETED


@pytest.mark.parametrize(
    ("engine", "reason", "state"),
    [
        ("film", Reason.TOO_LONG, AnalysisState.SKIPPED),
        ("proxy", Reason.TOO_LONG, AnalysisState.SKIPPED),
        ("proxy", Reason.TOO_LARGE, AnalysisState.SKIPPED),
        ("proxy", Reason.DAMAGED, AnalysisState.FAILED),
    ],
)
def test_where_no_copy_can_be_had_the_reason_is_said(
    room: Newsroom, engine: str, reason: Reason, state: AnalysisState
) -> None:
    """Nothing is started or paid; what was made of the video besides stands."""
    item_id = room.film(frames=SHOW, silent=True, misfit="codec hevc", fails={engine: reason.value})
    room.finish()
    item = room.item(item_id)
    assert {(item.analyses[name].state, item.analyses[name].reason) for name in SEEN} == {(state, reason.value)}
    assert item.analyses["thumbnails"].state is AnalysisState.SUCCEEDED
    assert item.status is (ItemStatus.COMPLETED if state is AnalysisState.SKIPPED else ItemStatus.PARTIAL)
    assert room.aws.bill.microusd == 0
    assert not _starts(room)


def test_a_video_without_a_picture_has_nothing_to_see(room: Newsroom) -> None:
    """A sound file in a video's clothes: nothing to be seen is no failure."""
    item_id = room.film(frames=[], blind=True, silent=True)
    room.finish()
    item = room.item(item_id)
    assert {item.analyses[name].state for name in SEEN} == {AnalysisState.NO_DATA}


def test_a_video_that_the_service_refuses_after_all_fails_by_its_reason(room: Newsroom) -> None:
    """What our probe let pass and the service did not: told apart from what found nothing, and no lease is left."""
    item_id = room.film(frames=SHOW, silent=True, codec="av1")
    room.finish()
    item = room.item(item_id)
    assert {item.analyses[name].reason for name in SEEN} == {Reason.UNSUPPORTED.value}
    assert item.status is ItemStatus.PARTIAL
    assert room.ledger.spent(f"{room.clock():%Y-%m-%d}") >= room.aws.bill.microusd
    assert list(room.leases.held()) == []


def test_nothing_is_asked_about_a_video_over_the_cap() -> None:
    """A minute costs ten cents a job: a cap of 25 cents lets two of six be started."""
    room = Newsroom(cap_microusd=250_000)
    item_id = room.film(frames=SHOW, duration_ms=60_000, silent=True)
    room.finish()
    item = room.item(item_id)
    skipped = [name for name in SEEN if item.analyses[name].reason == Reason.SPEND_CAP]
    assert {item.analyses[name].state for name in skipped} == {AnalysisState.SKIPPED}
    assert len(_starts(room)) == 2
    assert room.aws.bill.microusd == 200_000
    assert item.status is ItemStatus.COMPLETED
    assert list(room.leases.held()) == []


# ── Leases ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_invariant_16_never_more_than_18_jobs_run_at_once() -> None:
    """Ten videos want sixty jobs: never more than eighteen run, none counts a failure, and all are done in the end."""
    room = Newsroom(seed=3)
    room.aws.delay(timedelta(minutes=10))
    items = [room.film(f"{n}.mp4", frames=[{"labels": [f"Thing {n}"]}], silent=True) for n in range(10)]
    for _ in range(40_000):
        room.aws.tick()
        if not room.step() and not room.aws.rekognition.running():
            break
        if not any(room.queues.waiting.values()):
            room.clock.advance(timedelta(minutes=10))
    assert room.aws.rekognition.most_at_once == VIDEO_SLOTS
    for item_id in items:
        item = room.item(item_id)
        assert item.status is ItemStatus.COMPLETED
        assert {analysis.failures for analysis in item.analyses.values()} == {0}
        assert {analysis.attempt for analysis in item.analyses.values()} == {1}
    assert sum(count for call, count in room.aws.calls.items() if ":Start" in call) == 60
    assert list(room.leases.held()) == []


def test_invariant_16_forty_starts_at_once_from_threads() -> None:
    """Each thread takes a place as ``start`` does; eighteen get one."""
    room = Newsroom()
    names = [JobName(f"01JD00000000000000000{n:05d}", 1, Name.LABELS, 1) for n in range(40)]

    def take(name: JobName) -> bool:
        try:
            FILM_JOBS[0].take_place(room.services, name)
        except QuotaError:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        assert sum(pool.map(take, names)) == VIDEO_SLOTS


def test_invariant_16_a_lease_lost_after_the_result_is_recovered() -> None:
    """Killed between recording what was found and giving the lease back: the sweep gives it back."""
    room = Newsroom(["labels"])
    item_id = room.film(frames=SHOW, silent=True)
    room.finish()
    lost = JobName(item_id, 1, Name.LABELS, 1)
    assert hold_place(room.services, lost)
    assert recover_places(room.services) == 0  # whoever took it may be at work
    room.late()
    assert list(room.leases.held()) == []


def test_invariant_16_a_job_that_runs_keeps_its_lease_though_nobody_awaits_it() -> None:
    """It takes one of the service's places until it is over, whatever became of its item."""
    room = Newsroom(["labels"])
    room.aws.delay(timedelta(hours=2))
    item_id = room.film(frames=SHOW, silent=True)
    room.run()
    row = room.items.rows[item_id]
    row["status"] = ItemStatus.FAILED.value  # given up, by somebody
    row.pop("pending")
    room.clock.advance(timedelta(hours=1))
    assert recover_places(room.services) == 0
    assert len(list(room.leases.held())) == 1
    room.clock.advance(timedelta(hours=2))
    room.aws.tick()
    assert recover_places(room.services) == 1
    assert list(room.leases.held()) == []


def test_invariant_16_a_lease_that_nobody_can_ask_about_is_given_back_after_an_hour() -> None:
    """Its item is gone, and with it the job's id; before that, it may run."""
    room = Newsroom(["labels"])
    for n in range(VIDEO_SLOTS):
        assert hold_place(room.services, JobName(f"01JD00000000000000000{n:05d}", 1, Name.LABELS, 1))
    newcomer = JobName("01JD0000000000000000099999", 1, Name.LABELS, 1)
    room.clock.advance(timedelta(minutes=50))
    assert recover_places(room.services) == 0
    assert not hold_place(room.services, newcomer)
    room.clock.advance(timedelta(minutes=20))
    assert recover_places(room.services) == VIDEO_SLOTS
    assert hold_place(room.services, newcomer)


def test_invariant_16_a_lease_falls_free_by_itself_where_nobody_sweeps() -> None:
    """After eight hours anybody may take it."""
    room = Newsroom(["labels"])
    for n in range(VIDEO_SLOTS):
        assert hold_place(room.services, JobName(f"01JD00000000000000000{n:05d}", 1, Name.LABELS, 1))
    newcomer = JobName("01JD0000000000000000099999", 1, Name.LABELS, 1)
    room.clock.advance(timedelta(hours=7))
    assert not hold_place(room.services, newcomer)
    room.clock.advance(timedelta(hours=2))
    assert hold_place(room.services, newcomer)


@pytest.mark.parametrize("is_told", [True, False])
def test_invariant_16_a_deleted_video_gives_its_place_back(*, is_told: bool) -> None:
    """Its job ends after it: by the word of that, or after an hour by the sweep, its place is another's."""
    room = Newsroom(["labels"])
    room.is_deaf = not is_told
    item_id = room.film(frames=SHOW, silent=True)
    room.run()
    assert len(list(room.leases.held())) == 1
    now = room.services.now
    assert bury(room.items, room.item(item_id), by="", now=now())
    go_on(DeletionPlaces(room.items, room.originals, room.derived, now), room.item(item_id))
    room.finish()
    assert bool(list(room.leases.held())) is not is_told
    room.clock.advance(timedelta(minutes=61))
    room.sweep()
    assert list(room.leases.held()) == []


@pytest.mark.parametrize("is_told", [True, False])
def test_invariant_16_a_replaced_video_gives_its_place_back(*, is_told: bool) -> None:
    """Its bytes are others by now, and nobody awaits the job on those of before."""
    room = Newsroom(["labels"])
    room.is_deaf = not is_told
    item_id = room.film(frames=SHOW, silent=True)
    room.run()
    row = room.items.rows[item_id]
    row["analysis_version"] = 2
    row["analyses"] = {"labels": {"state": "QUEUED", "engine": "rekognition-video", "version": 2, "attempt": 1}}
    room.aws.tick()
    while room.queues.waiting[QueueName.COLLECT]:
        room.deliver(QueueName.COLLECT, room.queues.waiting[QueueName.COLLECT].pop())
    assert bool(list(room.leases.held())) is not is_told
    room.clock.advance(timedelta(minutes=61))
    recover_places(room.services)
    assert list(room.leases.held()) == []


@pytest.mark.expected_log("record failed")
def test_invariant_16_a_job_that_was_given_up_before_it_began_gives_its_place_back() -> None:
    """Five starts fail inside the service: text and logos are given up together, the lease an hour later."""
    room = Newsroom(["text", "logos"])
    room.aws.rekognition.fail("StartTextDetection", *["InternalServerError"] * 5)
    item_id = room.film(frames=SHOW, silent=True)
    room.finish()
    item = room.item(item_id)
    assert {item.analyses[name].reason for name in ("text", "logos")} == {Reason.GAVE_UP.value}
    assert room.aws.calls["rekognition:StartTextDetection"] == 5
    assert item.status is ItemStatus.PARTIAL
    [row] = room.ledger.all_entries()
    assert row.state is ChargeState.UNCERTAIN  # nobody will hear whether one of them began
    room.clock.advance(timedelta(hours=1))
    assert recover_places(room.services) == 1
    assert list(room.leases.held()) == []


@pytest.mark.expected_log("record failed|not allowed")
def test_a_role_that_may_not_start_jobs_fails_them_by_name() -> None:
    """Two tries, then it is said that the newsroom's cloud may not; nothing is paid and no place is kept."""
    room = Newsroom(["labels"])
    room.aws.rekognition.fail("StartLabelDetection", *["AccessDeniedException"] * 2)
    item_id = room.film(frames=SHOW, silent=True)
    room.finish()
    assert room.item(item_id).analyses["labels"].reason == Reason.NOT_ALLOWED
    assert room.aws.calls["rekognition:StartLabelDetection"] == 2
    assert room.ledger.spent(f"{room.clock():%Y-%m-%d}") == 0
    assert list(room.leases.held()) == []


# ── Word, pages, kills ────────────────────────────────────────────────────────────────────────────────────────────


def test_invariant_07_the_sweep_collects_what_no_word_came_of(room: Newsroom) -> None:
    """Every notice is lost, and the item is complete all the same."""
    room.is_deaf = True
    item_id = room.film(frames=SHOW, silent=True)
    room.finish()
    assert room.item(item_id).status is ItemStatus.PROCESSING
    for _ in range(4):
        room.late()
    assert room.item(item_id).status is ItemStatus.COMPLETED
    assert list(room.leases.held()) == []
    assert sum(count for call, count in room.aws.calls.items() if ":Start" in call) == JOBS_A_VIDEO


def test_a_notice_that_comes_thrice_changes_nothing_more(room: Newsroom) -> None:
    """The second and third find nothing awaited."""
    item_id = room.film(frames=SHOW, silent=True)
    room.run()
    room.aws.tick()
    room.queues.waiting[QueueName.COLLECT] *= 3
    room.finish()
    assert room.item(item_id).status is ItemStatus.COMPLETED
    assert len(room.topic.notices) == 1


def test_invariant_11_all_pages_are_read_an_empty_one_too() -> None:
    """Pages of two rows with an empty second one: every row is found, in order."""
    room = Newsroom(["labels"])
    room.aws.rekognition.page_rows = 2
    frames = [{"labels": [f"Thing {n}"]} for n in range(9)]
    item_id = room.film(frames=frames, silent=True)
    room.finish()
    item = room.item(item_id)
    assert [tag.at_ms for tag in item.tags if tag.name.startswith("Thing")] == [n * 1000 for n in range(9)]
    facts = room.facts(item, Name.LABELS)
    assert (facts["rows"], facts["pages"]) == (9, 6)


def test_invariant_11_an_expired_token_begins_again() -> None:
    """The place in the list is forgotten between two pages: read from the beginning, nothing twice."""
    room = Newsroom(["labels"])
    room.aws.rekognition.page_rows = 2
    expired = []

    def expire(_service: str, operation: str) -> None:
        pages = room.aws.rekognition.calls["GetLabelDetection"]
        if operation == "GetLabelDetection" and pages == 4 and not expired:
            expired.append(pages)
            room.aws.rekognition.expire_pages()

    room.aws.world.after_answer = expire
    item_id = room.film(frames=[{"labels": [f"Thing {n}"]} for n in range(9)], silent=True)
    room.finish()
    item = room.item(item_id)
    assert expired
    assert room.facts(item, Name.LABELS)["rows"] == 9
    assert len({tag.at_ms for tag in item.tags if tag.name.startswith("Thing")}) == 9
    assert item.analyses["labels"].failures == 0


def test_invariant_11_reading_for_long_ends_though_a_token_expires() -> None:
    """Three pages an invocation, and the place is forgotten after nine: begun again once, and read to the end."""
    room = Newsroom(["labels"])
    room.aws.rekognition.page_rows = 2
    room.is_deaf = True
    item_id = room.film(frames=[{"labels": [f"Thing {n}"]} for n in range(40)], silent=True)
    room.run()
    room.aws.tick()
    item = room.item(item_id)
    job_id = item.analyses["labels"].job_id
    assert job_id is not None

    def take_a_minute(_service: str, operation: str) -> None:
        room.clock.advance(timedelta(minutes=1))
        if room.aws.rekognition.calls[operation] == 9:
            room.aws.rekognition.expire_pages()

    room.aws.world.after_answer = take_a_minute
    kept, invocations = None, 0
    while kept is None:
        invocations += 1
        with suppress(QuotaError):
            kept = fetch_pages(room.services, item, JOBS[0], job_id)
        assert invocations < 20
    assert len(list(read_rows(room.services, item, kept))) == kept.rows == 40
    assert room.aws.rekognition.calls["GetLabelDetection"] == 9 + 1 + kept.pages


def test_reading_that_is_cut_off_goes_on_where_it_was() -> None:
    """A function killed between two pages: those that are kept are not asked for again."""
    room = Newsroom(["labels"])
    room.aws.rekognition.page_rows = 2
    item_id = room.film(frames=[{"labels": [f"Thing {n}"]} for n in range(9)], silent=True)
    room.run()
    room.aws.tick()
    room.writes.crash_after = room.writes.count + 3  # of six pages
    room.finish()
    assert room.crashes == 1
    assert room.item(item_id).status is ItemStatus.COMPLETED
    with_tokens = [
        request["NextToken"]
        for operation, request in room.aws.rekognition.requests
        if operation == "GetLabelDetection" and "NextToken" in request
    ]
    assert len(with_tokens) == len(set(with_tokens)) == 5


def test_more_pages_than_one_invocation_reads_count_no_failure() -> None:
    """Each look takes a minute: the message comes again until the last page is read."""
    room = Newsroom(["labels"])
    room.aws.rekognition.page_rows = 1
    room.aws.world.after_answer = lambda _service, _operation: room.clock.advance(timedelta(minutes=1))
    item_id = room.film(frames=[{"labels": [f"Thing {n}"]} for n in range(9)], silent=True)
    room.finish()
    item = room.item(item_id)
    assert item.status is ItemStatus.COMPLETED
    assert item.analyses["labels"].failures == 0
    assert room.facts(item, Name.LABELS)["rows"] == 9


@pytest.mark.parametrize("seed", range(6))
def test_invariant_08_killed_after_any_write_it_ends_the_same(seed: int) -> None:
    """Kill after each single write in turn: the same tags, one paid job of each kind, no lease left."""
    first = Newsroom(["text", "logos", "segments"], seed=seed)
    whole = first.film(frames=SHOW, silent=True)
    first.finish()
    expected = _tags(first.item(whole))
    for crash_after in range(1 + seed, first.writes.count + 1, 6):
        room = Newsroom(["text", "logos", "segments"], seed=seed)
        room.writes.crash_after = crash_after
        item_id = room.film(frames=SHOW, silent=True)
        room.finish()
        for _ in range(4):
            room.late()
        item = room.item(item_id)
        assert item.status is ItemStatus.COMPLETED, crash_after
        assert _tags(item) == expected, crash_after
        assert len(room.aws.rekognition.jobs) == 2, crash_after
        assert list(room.leases.held()) == [], crash_after
        day = f"{first.clock():%Y-%m-%d}"
        paid = [entry for entry in room.ledger.entries(day) if entry.state is ChargeState.PAID]
        assert sum(entry.charge.cost_microusd for entry in paid) == room.aws.bill.microusd, crash_after


@pytest.mark.parametrize("seed", range(8))
def test_invariant_01_messages_that_come_again_start_and_pay_nothing_more(seed: int) -> None:
    """Every message may come twice and in any order: one job of each kind, one notice, no lease left."""
    room = Newsroom(seed=seed)
    room.doubles = 0.4
    item_id = room.film(frames=SHOW, silent=True)
    room.finish()
    room.late()
    assert room.item(item_id).status is ItemStatus.COMPLETED
    assert len(room.aws.rekognition.jobs) == JOBS_A_VIDEO
    assert {f"{notice.item_id}:{notice.version}" for notice in room.topic.notices} == {
        f"{item_id}:{room.item(item_id).version}"
    }
    assert room.ledger.spent(f"{room.clock():%Y-%m-%d}") == room.aws.bill.microusd
    assert list(room.leases.held()) == []


def test_the_same_bytes_pay_once_though_analysed_again(room: Newsroom) -> None:
    """A second analysis version finds the answers of the first, and starts nothing."""
    item_id = room.film(frames=SHOW, silent=True)
    room.finish()
    before = room.item(item_id)
    paid = room.aws.bill.microusd
    _analyse_again(room, item_id)
    room.finish()
    item = room.item(item_id)
    assert (item.status, item.analysis_version) == (ItemStatus.COMPLETED, 2)
    assert _tags(item) == _tags(before)
    assert room.aws.bill.microusd == paid
    assert {item.analyses[name].cost_microusd for name in SEEN} == {0}


def test_no_copy_is_made_anew_of_what_was_answered_before(room: Newsroom) -> None:
    """Analysed again, a video that Rekognition does not take needs none; a question more, and it does."""
    item_id = room.film(frames=SHOW, silent=True, codec="hevc", misfit="codec hevc")
    room.finish()
    before, paid = room.item(item_id), room.aws.bill.microusd
    _analyse_again(room, item_id)
    room.finish()
    item = room.item(item_id)
    assert (item.status, item.analysis_version, _tags(item)) == (ItemStatus.COMPLETED, 2, _tags(before))
    assert room.scripted.calls["proxy"] == 1
    assert room.aws.bill.microusd == paid
    kept = FILM_JOBS[0].question(room.services, item, [Name.LABELS])
    room.derived.remove(answer_key(item, kept.fingerprint))
    assert reanalyze(room.services, item_id) is Answer.STARTED
    room.finish()
    assert room.item(item_id).status is ItemStatus.COMPLETED
    assert room.scripted.calls["proxy"] == 2
    assert room.aws.bill.microusd > paid


@pytest.mark.expected_log("record failed")
def test_start_waits_until_av_has_looked_at_the_video(room: Newsroom) -> None:
    """A message that comes too early waits, counts nothing, and takes no place."""
    item_id = room.film(frames=SHOW, silent=True, breaks=["film"])
    room.run()
    assert read_note(room.services, room.item(item_id)) is None
    with pytest.raises(QuotaError):
        FILM_JOBS[0].question(room.services, room.item(item_id), [Name.LABELS])
    assert not _starts(room)


@pytest.mark.parametrize(
    ("name", "bucket"),
    [("film.mp4", BUCKET), ("film.mov", BUCKET), ("film.avi", DERIVED_BUCKET), ("film.webm", DERIVED_BUCKET)],
)
def test_a_real_video_is_seen_by_jobs_at_the_right_moments(tmp_path: Path, name: str, bucket: str) -> None:
    """Green for three seconds, then blue: whether it is read as it is or from a copy, blue begins at three seconds."""
    room = Newsroom(["labels", "segments"], engines=OnDeviceEngines())
    pictures = [quarters().resize((320, 180)).point(lambda _: 0) for _ in range(2)]
    for picture, colour in zip(pictures, (GREEN, BLUE), strict=True):
        picture.paste(colour, (0, 0, 320, 180))
    path = write_video(tmp_path / name, pictures, seconds_each=3.0)
    item_id = room.upload(name, path.read_bytes(), profile="film")
    room.finish()
    item = room.item(item_id)
    assert item.status is ItemStatus.COMPLETED
    scenes = [(tag.name, tag.at_ms) for tag in item.tags if "scene" in tag.name]
    assert scenes == [("Synthetic green scene", 0), ("Synthetic blue scene", 3000)]
    assert {request["Video"]["S3Object"]["Bucket"] for _, request in _starts(room)} == {bucket}


def _starts(room: Newsroom) -> list[tuple[str, dict[str, Any]]]:
    return [(name, request) for name, request in room.aws.rekognition.requests if name.startswith("Start")]


def _tags(item: Item) -> list[tuple[str, str, int | None]]:
    return sorted(((tag.kind.value, tag.name, tag.at_ms) for tag in item.tags), key=str)


def _analyse_again(room: Newsroom, item_id: str) -> None:
    """Set an item to its next analysis version, all of it awaited once more."""
    row = room.items.rows[item_id]
    row["analysis_version"] = 2
    row["status"] = ItemStatus.PROCESSING.value
    row["work_state"] = "open"
    row["tags"] = []
    names = {name for name, entry in row["analyses"].items() if entry["engine"] != "none"}
    for name in names:
        entry = row["analyses"][name]
        engine = "ondevice" if name in {"thumbnails", "metadata"} else "rekognition-video"
        row["analyses"][name] = {"state": "QUEUED", "engine": engine, "version": 2, "attempt": 1, "cost_microusd": 0}
        assert entry["version"] == 1
    row["pending"] = names
    from cloud.analysis.work.dispatch import resume  # noqa: PLC0415 -- as the re-analysis does

    resume(room.services, room.item(item_id))


def test_invariant_16_a_delivery_that_is_refused_leaves_the_other_its_place() -> None:
    """Of two deliveries of one message, the second is throttled while the first is answered: the place stays held."""
    room = Newsroom(["labels"])
    room.aws.delay(timedelta(minutes=10))
    item_id = room.film(frames=SHOW, silent=True)
    refused = []

    def deliver_again(_service: str, operation: str) -> None:
        if operation == "StartLabelDetection" and not refused:
            room.aws.rekognition.fail(operation, "LimitExceededException")
            refused.append(not room.deliver(QueueName.START, JobWork(item_id, 1, Name.LABELS).to_json()))

    room.aws.world.after_answer = deliver_again
    room.run()
    assert refused == [True]
    assert [lease.holder for lease in room.leases.held()] == [f"{item_id}.v1.labels.1"]
    room.clock.advance(timedelta(minutes=10))
    room.finish()
    assert room.item(item_id).status is ItemStatus.COMPLETED
    assert room.ledger.spent(f"{room.clock():%Y-%m-%d}") == room.aws.bill.microusd
    assert list(room.leases.held()) == []
