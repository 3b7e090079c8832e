from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from cloud.analysis.engines.aws import limits, pictures, portraits
from cloud.analysis.engines.aws.answers import box_in
from cloud.contract.findings import TagKind
from cloud.contract.reasons import Reason
from tests.fakes.ai.validator import check_request

if TYPE_CHECKING:
    from cloud.contract.record import Json

ARN = "arn:aws:rekognition:us-east-1:123456789012:project/logos/version/logos.1/1700000000000"
LOOKS = [
    pictures.LABELS,
    pictures.CELEBRITIES,
    pictures.TEXT,
    pictures.MODERATION,
    pictures.own_people("newsroom.faces-1", "edition"),
    pictures.own_logos(ARN),
]


def jpeg(width: int, height: int, *, progressive: bool = False) -> bytes:
    """Return a real JPEG."""
    body = BytesIO()
    Image.new("RGB", (width, height), (20, 90, 160)).save(body, "JPEG", progressive=progressive, dpi=(72, 72))
    return body.getvalue()


def box(left: float, top: float, width: float, height: float) -> dict[str, Json]:
    """Return a box as Rekognition writes it."""
    return {"BoundingBox": {"Left": left, "Top": top, "Width": width, "Height": height}}


@pytest.mark.parametrize("look", LOOKS, ids=lambda look: look.operation)
def test_every_request_is_one_that_aws_takes(look: pictures.Look) -> None:
    """Members, lengths, patterns and enums as botocore's model has them."""
    check_request("rekognition", look.operation, look.request(jpeg(80, 80)))


def test_what_is_asked_of_a_collection_changes_with_it() -> None:
    """The edition is part of the question, not of the request."""
    old, new = pictures.own_people("c", "1"), pictures.own_people("c", "2")
    assert old.asked != new.asked
    assert old.request(b"x") == new.request(b"x")


@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("size", [(80, 80), (1600, 1067), (79, 5000)])
def test_the_size_is_read_from_the_header(size: tuple[int, int], *, progressive: bool) -> None:
    """Of baseline and progressive JPEGs alike."""
    assert pictures.jpeg_size(jpeg(*size, progressive=progressive)) == size


@pytest.mark.parametrize("body", [b"", b"\xff\xd8", b"\xff\xd8\xff\xe0\xff", b"not a picture", jpeg(90, 90)[:30]])
def test_what_has_no_header_has_no_size(body: bytes) -> None:
    """The service is left to refuse it."""
    assert pictures.jpeg_size(body) is None
    assert pictures.fault_of(body) is None


@given(st.binary(max_size=400))
def test_no_bytes_make_the_header_hang_or_fail(body: bytes) -> None:
    """Whatever is no JPEG has no size, or one that it says itself."""
    size = pictures.jpeg_size(b"\xff\xd8\xff" + body)
    assert size is None or all(0 <= side < 1 << 16 for side in size)


def test_pictures_beyond_the_bounds_are_known_before_a_call() -> None:
    """80 to 10,000 pixels a side, five mebibytes."""
    assert pictures.fault_of(jpeg(80, 80)) is None
    assert pictures.fault_of(jpeg(10_000, 80)) is None
    assert pictures.fault_of(jpeg(79, 80)) is Reason.TOO_SMALL
    assert pictures.fault_of(jpeg(10_001, 80)) is Reason.TOO_LARGE
    whole = jpeg(80, 80)
    assert pictures.fault_of(whole + bytes(limits.PICTURE_BYTES - len(whole))) is None
    assert pictures.fault_of(whole + bytes(limits.PICTURE_BYTES - len(whole) + 1)) is Reason.TOO_LARGE


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ((0.1, 0.2, 0.3, 0.4), (0.1, 0.2, 0.3, 0.4)),
        ((-0.1, 0.5, 0.3, 0.7), (0.0, 0.5, 0.2, 0.5)),
        ((0.9, -0.2, 0.5, 2.0), (0.9, 0.0, 0.1, 1.0)),
        ((1.2, 0.1, 0.3, 0.3), None),
    ],
)
def test_boxes_end_at_the_picture(given: tuple[float, ...], kept: tuple[float, ...] | None) -> None:
    """Rekognition's reach beyond the edge where a face does; a box outside is none."""
    found = box_in(box(*given))  # type: ignore[arg-type] # four numbers each
    assert found == (None if kept is None else pytest.approx(kept))


def test_a_label_stands_at_each_of_its_places() -> None:
    """A crowd is ten tags at most, a mood has no place, and what is unsure is left out."""
    crowd: list[Json] = [box(at / 40, 0, 0.02, 0.1) for at in range(30)]
    answer: dict[str, Json] = {
        "Labels": [
            {"Name": "Person", "Confidence": 99.0, "Instances": crowd},
            {"Name": "Joy", "Confidence": 80.0},
            {"Name": "Maybe", "Confidence": 69.9},
        ]
    }
    tags = list(pictures.read_labels(answer, 5))
    assert [tag.name for tag in tags] == ["Person"] * 10 + ["Joy"]
    assert (tags[-1].box, tags[-1].at_ms, tags[-1].kind, tags[-1].source) == (None, 5, TagKind.LABEL, "rekognition")


def test_a_face_is_a_label_and_only_a_name_is_a_person() -> None:
    """A known face is both, as sure of each as Rekognition is; a doubtful name names nobody."""
    face: dict[str, Json] = {**box(0.1, 0.1, 0.2, 0.2), "Confidence": 99.5}
    answer: dict[str, Json] = {
        "CelebrityFaces": [
            {"Name": "Ada Example", "MatchConfidence": 91.0, "Face": face},
            {"Name": "Perhaps Example", "MatchConfidence": 62.0, "Face": face},
        ],
        "UnrecognizedFaces": [face, {**box(0.5, 0.5, 0.1, 0.1), "Confidence": 55.0}],
    }
    people = [(tag.name, tag.kind, tag.confidence) for tag in pictures.read_celebrities(answer, None)]
    assert people == [("Ada Example", TagKind.PERSON, 91.0)]
    faces = [(tag.name, tag.kind, tag.confidence) for tag in pictures.read_faces(answer, None)]
    assert faces == [("Face", TagKind.LABEL, 99.5)] * 3


def test_one_face_is_one_persons() -> None:
    """The most alike, by consent; faces that the list lacks and resemblances are nobody's."""
    answer: dict[str, Json] = {
        "SearchedFaceBoundingBox": {"Left": 0.1, "Top": 0.1, "Width": 0.2, "Height": 0.2},
        "FaceMatches": [
            {"Similarity": 99.9, "Face": {"ExternalImageId": "p-forgotten"}},
            {"Similarity": 96.0, "Face": {"ExternalImageId": "p-1"}},
            {"Similarity": 99.0, "Face": {"ExternalImageId": "p-2"}},
            {"Similarity": 94.0, "Face": {"ExternalImageId": "p-3"}},
        ],
    }
    names = {"p-1": "One", "p-2": "Two", "p-3": "Three"}
    [tag] = pictures.read_own_people(answer, names, 7)
    assert (tag.name, tag.confidence, tag.source, tag.at_ms) == ("Two", 99.0, "collection", 7)
    assert tag.box == pytest.approx((0.1, 0.1, 0.2, 0.2))


@pytest.mark.parametrize(
    ("text", "kind", "confidence", "is_kept"),
    [
        ("EXIT", "LINE", 80.0, True),
        ("EXIT", "LINE", 79.9, False),
        ("EXIT", "WORD", 99.0, False),
        ("8", "LINE", 99.0, False),
        ("8.", "LINE", 99.0, False),
        ("É1", "LINE", 99.0, True),
    ],
)
def test_text_is_sure_and_long_enough(text: str, kind: str, confidence: float, *, is_kept: bool) -> None:
    """Whole lines, 80 % and two characters: a cup of coffee was read "8"."""
    line: Json = {"DetectedText": text, "Type": kind, "Confidence": confidence, "Geometry": box(0, 0, 1, 1)}
    assert [tag.name for tag in pictures.read_text({"TextDetections": [line]}, None)] == ([text] if is_kept else [])


def test_answers_without_anything_find_nothing() -> None:
    """Empty answers, missing members and names: no tag, no error."""
    for answer in ({}, {"Labels": [{}], "CelebrityFaces": [{}], "TextDetections": [{}], "FaceMatches": [{}]}):
        assert not list(pictures.read_labels(answer, None))
        assert not list(pictures.read_faces(answer, None))
        assert not list(pictures.read_celebrities(answer, None))
        assert not list(pictures.read_text(answer, None))
        assert not list(pictures.read_own_people(answer, {}, None))
        assert not list(pictures.read_own_logos(answer, None))
        assert not list(pictures.read_moderation(answer, None))


@pytest.mark.parametrize("size", [(1600, 1067), (80, 1200), (300, 80)])
@given(left=st.floats(0, 0.95), top=st.floats(0, 0.95), width=st.floats(0.001, 1), height=st.floats(0.001, 1))
@settings(max_examples=25, deadline=None)
def test_a_face_is_cut_out_with_what_is_around_it(
    size: tuple[int, int], left: float, top: float, width: float, height: float
) -> None:
    """Within the picture, never under 80 pixels a side, wherever the face is."""
    box_ = (left, top, min(width, 1 - left), min(height, 1 - top))
    cut = portraits.cut_face(jpeg(*size), box_)
    assert cut is not None
    found = pictures.jpeg_size(cut)
    assert found is not None
    assert all(80 <= side <= whole for side, whole in zip(found, size, strict=True))


def test_what_is_no_picture_is_not_cut() -> None:
    """The largest face is then searched for in the whole."""
    assert portraits.cut_face(b"no picture", (0.1, 0.1, 0.2, 0.2)) is None


def test_the_largest_faces_are_searched_for() -> None:
    """Five at most, largest first; the one face of a portrait needs no cutting out, and unsure ones are left out."""

    def answer(*sides: float) -> dict[str, Json]:
        faces: list[Json] = [{**box(0.1, 0.1, side, side), "Confidence": 99.0} for side in sides]
        return {"UnrecognizedFaces": faces}

    assert pictures.searched_faces(answer()) == []
    assert pictures.searched_faces(answer(0.3)) == [None]
    found = pictures.searched_faces(answer(*(0.1 + at / 100 for at in range(9))))
    assert [box_[2] for box_ in found if box_] == pytest.approx([0.18, 0.17, 0.16, 0.15, 0.14])
