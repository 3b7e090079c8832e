from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from cloud.analysis.engines.aws.errors import DeniedError, JobMissingError, QuotaError, RefusedError
from cloud.analysis.people.listed import People, Person, write_people
from cloud.analysis.work.plan import EngineSet
from cloud.analysis.work.profiles import parse_profiles, shipped_profiles
from cloud.contract.reasons import Reason
from cloud.contract.status import AnalysisState, ItemStatus
from cloud.store.ledger import ChargeState
from cloud.store.queues import QueueName
from tests import media
from tests.fakes.ai.validator import check_request
from tests.fakes.cloud import FakeCloud
from tests.fakes.engines import picture, video

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from cloud.contract.item import Item
    from cloud.contract.record import Json

ARN = "arn:aws:rekognition:us-east-1:123456789012:project/logos/version/logos.1/1700000000000"
BOX = {"Left": 0.1, "Top": 0.2, "Width": 0.3, "Height": 0.4}


class ScriptedRekognition:
    """``AiServices`` that see in a picture what its script says; every request passes the strict validator first.

    Synthetic: no answer here comes from AWS.
    """

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.faces: list[tuple[float, float, float, float]] = []  #: in real pictures
        self.raises: dict[str, Sequence[Exception | None]] = {}  #: by operation, one a call; None: it answers

    def call(self, service: str, operation: str, request: Mapping[str, object]) -> dict[str, Json]:
        """Answer a call."""
        check_request(service, operation, request)
        self.calls[operation] += 1
        first, *others = self.raises.get(operation) or [None]
        self.raises[operation] = others
        if first is not None:
            raise first
        image = request["Image"]
        assert isinstance(image, dict)
        body: bytes = image["Bytes"]
        if b"SCRIPT:" not in body:
            return self._look_at(operation, body)
        script: dict[str, Any] = json.JSONDecoder().raw_decode(body[body.index(b"SCRIPT:") + 7 :].decode())[0]
        if script.get("refuses") == operation:
            raise RefusedError(Reason.UNSUPPORTED, "InvalidImageFormatException")
        answer: dict[str, Json] = getattr(self, operation)(script, request)
        return answer

    def _look_at(self, operation: str, jpeg: bytes) -> dict[str, Json]:
        """Find the faces of a real picture where the test has put them; know them by the colour in the middle."""
        if operation == "RecognizeCelebrities":
            names = ("Left", "Top", "Width", "Height")
            faces = [{"BoundingBox": dict(zip(names, box, strict=True)), "Confidence": 99.0} for box in self.faces]
            return {"CelebrityFaces": [], "UnrecognizedFaces": faces}  # type: ignore[dict-item] # numbers are JSON
        assert operation == "SearchFacesByImage"
        with Image.open(BytesIO(jpeg)) as cut:
            assert min(cut.size) >= 80
            red, _green, blue = cut.convert("RGB").getpixel((cut.width // 2, cut.height // 2))  # type: ignore[misc]
        who = "p-red" if red > 200 else "p-blue" if blue > 200 else ""
        matches: list[Json] = [{"Similarity": 99.0, "Face": {"ExternalImageId": who}}] if who else []
        return {"FaceMatches": matches}

    def DetectLabels(self, script: dict[str, Any], _request: object) -> dict[str, Json]:  # noqa: N802 -- its name
        """Return the script's labels."""
        return {"Labels": [{"Name": each, "Confidence": 97.0, "Instances": []} for each in script.get("labels", ())]}

    def DetectText(self, script: dict[str, Any], _request: object) -> dict[str, Json]:  # noqa: N802 -- its name
        """Return the script's lines."""
        lines = [
            {"DetectedText": each, "Type": "LINE", "Confidence": 98.0, "Geometry": {"BoundingBox": BOX}}
            for each in script.get("text", ())
        ]
        return {"TextDetections": lines}

    def RecognizeCelebrities(self, script: dict[str, Any], _request: object) -> dict[str, Json]:  # noqa: N802 -- its name
        """Return the script's people, and so many other faces."""
        face = {"BoundingBox": BOX, "Confidence": 99.0}
        known = [{"Name": each, "MatchConfidence": 91.0, "Face": face} for each in script.get("people", ())]
        return {"CelebrityFaces": known, "UnrecognizedFaces": [face] * script.get("faces", 0)}

    def DetectModerationLabels(self, script: dict[str, Any], _request: object) -> dict[str, Json]:  # noqa: N802 -- its name
        """Return the script's warnings."""
        return {"ModerationLabels": [{"Name": each, "Confidence": 88.0} for each in script.get("moderation", ())]}

    def DetectCustomLabels(self, script: dict[str, Any], _request: object) -> dict[str, Json]:  # noqa: N802 -- its name
        """Return the script's logos."""
        return {"CustomLabels": [{"Name": each, "Confidence": 93.0} for each in script.get("logos", ())]}

    def SearchFacesByImage(self, script: dict[str, Any], request: Mapping[str, object]) -> dict[str, Json]:  # noqa: N802 -- its name
        """Return the script's own people."""
        assert request["CollectionId"] == "newsroom"
        matches = [{"Similarity": 98.5, "Face": {"ExternalImageId": each}} for each in script.get("own", ())]
        return {"SearchedFaceBoundingBox": BOX, "FaceMatches": matches}


class Newsroom:
    """A newsroom whose pictures Rekognition looks at."""

    def __init__(self, *, cap_microusd: int | None = None, **profile: object) -> None:
        self.ai = ScriptedRekognition()
        wish = {"profiles": {"own": {"like": "full", **profile}}}
        rules = parse_profiles(json.dumps(wish), shipped_profiles())
        self.cloud = FakeCloud(
            ai=self.ai, engine_set=EngineSet(aws=True), cap_microusd=cap_microusd, profiles=lambda: rules
        )

    def analyse(self, body: bytes, name: str = "a.jpg") -> Item:
        """Upload a file under the profile, let the cloud come to rest, and return its item."""
        item_id = self.cloud.upload(name, body, profile="own")
        self.cloud.run()
        return self.cloud.item(item_id)

    def await_recognize(self) -> None:
        """Deliver until a picture waits to be looked at."""
        while not self.cloud.queues.waiting[QueueName.RECOGNIZE]:
            assert self.cloud.step()

    @property
    def spent(self) -> int:
        """What the day has cost."""
        return self.cloud.ledger.spent("2026-11-22")


def found(item: Item) -> set[tuple[str, str, str]]:
    """Return kind, name and source of what was seen."""
    return {(tag.kind.value, tag.name, tag.source) for tag in item.tags}


def test_a_picture_is_asked_about_four_times_for_five_analyses() -> None:
    """Labels, text and people; logos and faces are read out of the same answers, and cost nothing more."""
    room = Newsroom()
    item = room.analyse(picture(labels=["Harbour"], text=["Drink Coca-Cola"], people=["Ada Example"], faces=1))
    assert found(item) == {
        ("label", "Harbour", "rekognition"),
        ("text", "Drink Coca-Cola", "rekognition"),
        ("logo", "Coca-Cola", "brands"),
        ("person", "Ada Example", "rekognition"),
        ("label", "Face", "rekognition"),
    }
    assert item.status is ItemStatus.COMPLETED
    assert room.ai.calls == {"DetectLabels": 1, "DetectText": 1, "RecognizeCelebrities": 1}
    costs = {name: analysis.cost_microusd for name, analysis in item.analyses.items() if analysis.cost_microusd}
    assert costs == {"labels": 1000, "text": 1000, "people": 1000}
    assert room.spent == 3000


def test_frames_keep_their_times_and_one_part_its_neighbours() -> None:
    """A video's frames are asked about as pictures; each tag stands at its frame's moment."""
    room = Newsroom(analyses=["labels"])
    item = room.analyse(video(frames=[{"labels": [f"Thing {at}"]} for at in range(23)], silent=True), "a.mp4")
    assert item.analyses["labels"].state is AnalysisState.SUCCEEDED
    assert {(tag.name, tag.at_ms) for tag in item.tags} == {(f"Thing {at}", at * 1000) for at in range(23)}
    assert (room.ai.calls["DetectLabels"], item.analyses["labels"].cost_microusd) == (23, 23_000)


def test_nothing_found_is_no_failure() -> None:
    """A blank wall: NO_DATA five times, COMPLETED."""
    item = Newsroom().analyse(picture())
    assert {item.analyses[name].state for name in ("labels", "text", "logos", "people", "faces")} == {
        AnalysisState.NO_DATA
    }
    assert item.status is ItemStatus.COMPLETED


def test_the_same_message_again_is_paid_for_once() -> None:
    """Each message twice, and the function killed after every single write: one call a question in the ledger."""
    for crash_after in range(1, 40):
        room = Newsroom()
        room.cloud.writes.crash_after = crash_after
        room.cloud.doubles = 0.3
        item = room.analyse(picture(labels=["Harbour"], text=["EXIT"], faces=2))
        assert {tag.name for tag in item.tags} == {"Harbour", "EXIT", "Face"}
        paid = [e for e in room.cloud.ledger.entries("2026-11-22") if e.state is ChargeState.PAID]
        assert Counter(entry.charge.operation for entry in paid).most_common(1)[0][1] == 1, crash_after


def test_a_refused_operation_leaves_the_others() -> None:
    """Rekognition refuses one question; that analysis failed, and what the others found stands."""
    room = Newsroom()
    item = room.analyse(picture(labels=["Harbour"], text=["EXIT"], refuses="DetectText"))
    assert (item.analyses["text"].state, item.analyses["text"].reason) == (AnalysisState.FAILED, Reason.UNSUPPORTED)
    assert item.analyses["logos"].state is AnalysisState.FAILED
    assert (item.status, {tag.name for tag in item.tags}) == (ItemStatus.PARTIAL, {"Harbour"})
    assert room.spent == 2000, "a refusal costs nothing"


def test_one_refused_frame_is_a_defect_not_a_failure() -> None:
    """What the other frames show stands; the video is PARTIAL, with the reason."""
    frames = [{"labels": ["One"]}, {"refuses": "DetectLabels"}, {"labels": ["Three"]}]
    item = Newsroom(analyses=["labels"]).analyse(video(frames=frames, silent=True), "a.mp4")
    labels = item.analyses["labels"]
    assert (labels.state, labels.reason) == (AnalysisState.SUCCEEDED, Reason.UNSUPPORTED)
    assert {tag.name for tag in item.tags} == {"One", "Three"}


def test_the_spending_limit_skips_and_says_so() -> None:
    """With two tenths of a cent left, two questions are asked; what is unpaid is skipped, and nothing failed."""
    room = Newsroom(cap_microusd=2000)
    item = room.analyse(picture(labels=["Harbour"], text=["EXIT"], people=["Ada Example"]))
    assert room.ai.calls.total() == 2
    labels = item.analyses["labels"]
    assert (labels.state, labels.reason) == (AnalysisState.SKIPPED, Reason.SPEND_CAP)
    assert item.analyses["text"].state is AnalysisState.SUCCEEDED
    assert (room.spent, item.status) == (2000, ItemStatus.COMPLETED)


def test_a_video_over_the_limit_keeps_the_frames_that_were_paid() -> None:
    """Seven of twelve frames: found, with the reason why it is not all."""
    room = Newsroom(cap_microusd=7000, analyses=["labels"])
    item = room.analyse(video(frames=[{"labels": [f"Thing {at}"]} for at in range(12)], silent=True), "a.mp4")
    labels = item.analyses["labels"]
    assert (labels.state, labels.reason, labels.cost_microusd) == (
        AnalysisState.SUCCEEDED,
        Reason.SPEND_CAP,
        7000,
    )
    assert len(item.tags) == 7


@pytest.mark.parametrize(
    ("size", "reason"),
    [((79, 4000), Reason.TOO_SMALL), ((4000, 79), Reason.TOO_SMALL), ((10_001, 90), Reason.TOO_LARGE)],
)
def test_what_rekognition_would_refuse_is_never_sent(size: tuple[int, int], reason: Reason) -> None:
    """Pictures beyond its bounds are skipped with the reason, and cost nothing."""
    room = Newsroom()
    item_id = room.cloud.upload("a.jpg", picture(labels=["Harbour"]), profile="own")
    room.await_recognize()
    [proxy] = [key for key in room.cloud.derived.list("derived/") if key.endswith("proxy.jpg")]
    room.cloud.derived.write(proxy, media.jpeg(media.quarters(*size)), "image/jpeg")
    room.cloud.run()
    item = room.cloud.item(item_id)
    assert {item.analyses[name].reason for name in ("labels", "text", "logos", "people", "faces")} == {reason}
    assert {item.analyses[name].state for name in ("labels", "text")} == {AnalysisState.SKIPPED}
    assert (room.ai.calls.total(), room.spent, item.status) == (0, 0, ItemStatus.COMPLETED)


def test_moderation_is_asked_where_a_profile_wants_it() -> None:
    """Opt-in: the shipped profiles never ask."""
    room = Newsroom(analyses=["moderation"])
    item = room.analyse(picture(moderation=["Explicit"]))
    assert found(item) == {("moderation", "Explicit", "rekognition")}
    assert "moderation" not in Newsroom().analyse(picture(moderation=["Explicit"])).analyses


def people(*ids: str) -> People:
    """Return people of these ids, each with a face."""
    return People(tuple(Person(each, f"Name of {each}", "newsroom", "signed", "", (f"face-{each}",)) for each in ids))


def test_people_with_consent_are_named() -> None:
    """The newsroom's own collection names whom its list has; a face whose person was forgotten is nobody's."""
    room = Newsroom(collection="newsroom", analyses=["people"])
    write_people(room.cloud.derived, people("p-1"))
    item = room.analyse(picture(faces=2, own=["p-1", "p-gone"]))
    [tag] = item.tags
    assert (tag.name, tag.source, tag.confidence, tag.box) == ("Name of p-1", "collection", 98.5, (0.1, 0.2, 0.3, 0.4))


def test_each_face_of_a_group_is_searched_for_by_itself() -> None:
    """Rekognition looks for the largest alone, so each is cut out; a name stands at the face that it belongs to."""
    room = Newsroom(collection="newsroom", analyses=["people"])
    write_people(room.cloud.derived, people("p-red", "p-blue"))
    picture_ = Image.new("RGB", (1000, 600), (128, 128, 128))
    boxes = {"p-red": (0.1, 0.1, 0.2, 0.4), "p-grey": (0.4, 0.1, 0.1, 0.2), "p-blue": (0.7, 0.5, 0.2, 0.3)}
    for colour, (left, top, width, height) in zip(((255, 0, 0), None, (0, 0, 255)), boxes.values(), strict=True):
        if colour is not None:
            corner = (int(left * 1000), int(top * 600))
            picture_.paste(colour, (*corner, corner[0] + int(width * 1000), corner[1] + int(height * 600)))
    room.ai.faces = list(boxes.values())
    item_id = room.cloud.upload("a.jpg", picture(), profile="own")
    room.await_recognize()
    [proxy] = [key for key in room.cloud.derived.list("derived/") if key.endswith("proxy.jpg")]
    room.cloud.derived.write(proxy, media.jpeg(picture_), "image/jpeg")
    room.cloud.run()
    found_at = {tag.name: tag.box for tag in room.cloud.item(item_id).tags}
    assert found_at == {f"Name of {who}": pytest.approx(boxes[who]) for who in ("p-red", "p-blue")}
    assert room.ai.calls == {"RecognizeCelebrities": 1, "SearchFacesByImage": 3}
    assert room.spent == room.cloud.item(item_id).analyses["people"].cost_microusd == 4000


def test_no_search_is_paid_for_where_there_is_nobody_to_find() -> None:
    """Neither in a picture without a face, nor for a list without a person."""
    room = Newsroom(collection="newsroom", analyses=["people"])
    room.analyse(picture(faces=1))
    write_people(room.cloud.derived, people("p-1"))
    room.analyse(picture(faces=0))
    assert room.ai.calls["SearchFacesByImage"] == 0


def test_an_answer_about_a_collection_that_has_changed_is_asked_anew() -> None:
    """A kept answer names nobody who was added or forgotten since."""
    room = Newsroom(collection="newsroom", analyses=["people"])
    write_people(room.cloud.derived, people("p-1"))
    body = picture(faces=1, own=["p-1"])
    item = room.analyse(body)
    before = set(room.cloud.derived.list(f"derived/newsroom/{item.id}/answers/"))
    write_people(room.cloud.derived, people("p-1", "p-2"))
    edition = {people("p-1").edition("newsroom"), people("p-1", "p-2").edition("newsroom")}
    assert (len(before), len(edition)) == (2, 2)


@pytest.mark.parametrize(
    "error", [RefusedError(Reason.SERVICE_REFUSED, "InvalidParameterException"), JobMissingError()]
)
def test_a_search_that_finds_no_face_or_no_collection_names_nobody(error: Exception) -> None:
    """Celebrities stand; it is no failure."""
    room = Newsroom(collection="newsroom", analyses=["people"])
    write_people(room.cloud.derived, people("p-1"))
    room.ai.raises["SearchFacesByImage"] = [error] * 9
    item = room.analyse(picture(people=["Ada Example"], own=["p-1"]))
    assert found(item) == {("person", "Ada Example", "rekognition")}
    assert item.status is ItemStatus.COMPLETED


def test_the_newsrooms_own_model_knows_logos() -> None:
    """Beside the brands that were read; the model costs nothing by the call."""
    room = Newsroom(custom_labels=ARN, analyses=["logos"])
    item = room.analyse(picture(text=["IKEA"], logos=["Team badge"]))
    assert found(item) == {("logo", "IKEA", "brands"), ("logo", "Team badge", "custom-labels")}
    assert room.spent == 1000


@pytest.mark.parametrize(
    "error", [DeniedError("ResourceNotReadyException"), JobMissingError("ResourceNotFoundException")]
)
def test_a_model_that_does_not_run_is_left_alone(error: Exception) -> None:
    """It is never started by us: brands stand, and nothing failed."""
    room = Newsroom(custom_labels=ARN, analyses=["logos"])
    room.ai.raises["DetectCustomLabels"] = [error] * 9
    item = room.analyse(picture(text=["IKEA"], logos=["Team badge"]))
    assert (found(item), item.status) == ({("logo", "IKEA", "brands")}, ItemStatus.COMPLETED)


def test_a_busy_service_delays_and_costs_no_try() -> None:
    """Twenty times too much to do, then the answer; the other analyses did not wait."""
    room = Newsroom(analyses=["labels", "text"])
    room.ai.raises["DetectLabels"] = [QuotaError("ThrottlingException") for _ in range(20)]
    item = room.analyse(picture(labels=["Harbour"], text=["EXIT"]))
    assert {tag.name for tag in item.tags} == {"Harbour", "EXIT"}
    assert (room.ai.calls["DetectText"], room.ai.calls["DetectLabels"], room.spent) == (1, 21, 2000)


def test_what_was_paid_before_a_wait_is_in_the_sum() -> None:
    """Frames wait for the service; the entries say in the end what all of them cost, as the ledger does.

    Whoever asks while another waits pays: three frames' text is paid for by logos.
    """
    room = Newsroom(analyses=["labels", "text", "logos"])
    frames = [{"labels": [f"Thing {at}"], "text": ["IKEA"], "n": at} for at in range(12)]
    item_id = room.cloud.upload("a.mp4", video(frames=frames, silent=True), profile="own")
    room.await_recognize()
    room.ai.raises["DetectLabels"] = [*[None] * 6, QuotaError("ThrottlingException")]
    room.ai.raises["DetectText"] = [*[None] * 9, QuotaError("ThrottlingException")]
    room.cloud.run()
    costs = {name: analysis.cost_microusd for name, analysis in room.cloud.item(item_id).analyses.items()}
    assert (costs["labels"], costs["text"], costs["logos"]) == (12_000, 9_000, 3_000)
    assert (room.spent, room.ai.calls.total()) == (24_000, 26)


@pytest.mark.expected_log("record failed")
@pytest.mark.expected_log("not allowed")
def test_a_role_that_may_not_ask_fails_one_analysis_after_two_tries() -> None:
    """The others stand; nothing is paid for what was denied."""
    room = Newsroom(analyses=["labels", "text"])
    room.ai.raises["DetectLabels"] = [DeniedError("AccessDeniedException") for _ in range(9)]
    item = room.analyse(picture(labels=["Harbour"], text=["EXIT"]))
    assert (item.analyses["labels"].state, item.analyses["labels"].reason) == (AnalysisState.FAILED, Reason.NOT_ALLOWED)
    assert (room.ai.calls["DetectLabels"], room.spent, item.status) == (2, 1000, ItemStatus.PARTIAL)


def test_private_files_are_never_sent() -> None:
    """Not by plan, and not where the profile was made private after the file was planned for."""
    room = Newsroom()
    item_id = room.cloud.upload("a.jpg", picture(labels=["Harbour"], text=["EXIT"]), profile="private")
    room.cloud.run()
    assert room.ai.calls.total() == 0
    rules = parse_profiles('{"profiles": {"own": {"like": "private"}}}', shipped_profiles())
    other = room.cloud.upload("b.jpg", picture(labels=["Harbour"]), profile="own")
    room.await_recognize()
    room.cloud.services = replace(room.cloud.services, profiles=lambda: rules)
    room.cloud.run()
    assert room.ai.calls.total() == 0
    assert room.cloud.item(other).analyses["labels"].reason == Reason.NOT_IN_PROFILE
    assert room.cloud.item(item_id).status is room.cloud.item(other).status is ItemStatus.COMPLETED
