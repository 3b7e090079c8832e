"""Rekognition on pictures: what is asked about one, and what the answers mean. Makes no call. Pure; any thread.

Pictures are our own upright JPEGs, so boxes are those of the thumbnails. A picture that Rekognition would refuse is
never sent. What is asked serves one analysis or two, and is asked once:

======================  ======================  =================================================================
operation               analyses                findings
======================  ======================  =================================================================
DetectLabels            labels                  a label for each thing, with the places where it was seen
RecognizeCelebrities    people, faces           a person for each known face; a label "Face" for every face
SearchFacesByImage      people                  a person with whose consent the newsroom keeps a face; by profile
DetectText              text, logos             lines of text; logos are brand names in them (``brands``)
DetectCustomLabels      logos                   what the newsroom's own model knows; by profile, never started by us
DetectModerationLabels  moderation              a warning for each thing that not everybody should see; by profile
======================  ======================  =================================================================
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cloud.analysis.engines.aws import limits
from cloud.analysis.engines.aws.answers import box_in, map_in, maps_in, number_in
from cloud.contract.findings import Tag, TagKind
from cloud.contract.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cloud.analysis.engines.ports import Box
    from cloud.contract.record import Json

SERVICE = "rekognition"
#: The source of tags from a newsroom's own faces, and from its own model.
COLLECTION = "collection"
CUSTOM_LABELS = "custom-labels"
FACE = "Face"

#: Percent. Rekognition itself would give labels from 55, moderation and celebrities from 50 on: for a search in a
#: library, fewer and surer ones serve better, and a wrong name under a face is worse than none.
LABEL_MIN_CONFIDENCE = 70.0
MODERATION_MIN_CONFIDENCE = 60.0
PERSON_MIN_CONFIDENCE = 80.0
FACE_MIN_CONFIDENCE = 80.0
CUSTOM_MIN_CONFIDENCE = 70.0
#: Of two faces (Developer Guide, "Overview of face detection and face comparison": 80 by default).
SIMILARITY_MIN = 95.0
#: Less sure, or shorter, is no text: a cup of coffee was read "8".
TEXT_MIN_CONFIDENCE = 80.0
TEXT_MIN_CHARACTERS = 2
MAX_LABELS = 50
#: Places of one thing in one picture: a crowd is not three hundred tags.
MAX_PLACES = 10
#: Faces of one picture that are searched for; each is a paid call.
MAX_SEARCHES = 5
_MAX_CUSTOM_LABELS = 20
_MAX_MATCHES = 5


@dataclass(frozen=True, slots=True)
class Look:
    """One thing to ask about a picture."""

    operation: str
    parameters: Mapping[str, object] = field(default_factory=dict)
    #: Of what the answer depends on besides: a collection changes when a person is added or forgotten.
    edition: str = ""

    def request(self, jpeg: bytes) -> dict[str, object]:
        """Return the request about a picture."""
        return {**self.parameters, "Image": {"Bytes": jpeg}}

    @property
    def asked(self) -> dict[str, object]:
        """What changes the answer, but for the picture."""
        return {**self.parameters, "edition": self.edition} if self.edition else dict(self.parameters)


LABELS = Look(
    "DetectLabels",
    {"MaxLabels": MAX_LABELS, "MinConfidence": LABEL_MIN_CONFIDENCE, "Features": ["GENERAL_LABELS"]},
)
CELEBRITIES = Look("RecognizeCelebrities")
TEXT = Look("DetectText")
MODERATION = Look("DetectModerationLabels", {"MinConfidence": MODERATION_MIN_CONFIDENCE})


def own_people(collection: str, edition: str, face: Box | None = None) -> Look:
    """Return the search for a face in the newsroom's own collection: this one of several, cut out, or the largest."""
    parameters = {
        "CollectionId": collection,
        "MaxFaces": _MAX_MATCHES,
        "FaceMatchThreshold": SIMILARITY_MIN,
        "QualityFilter": "AUTO",
    }
    place = "" if face is None else "@" + ",".join(f"{edge:.4f}" for edge in face)
    return Look("SearchFacesByImage", parameters, edition + place)


def own_logos(model_arn: str) -> Look:
    """Return the question to the newsroom's own model."""
    parameters = {
        "ProjectVersionArn": model_arn,
        "MaxResults": _MAX_CUSTOM_LABELS,
        "MinConfidence": CUSTOM_MIN_CONFIDENCE,
    }
    return Look("DetectCustomLabels", parameters)


def fault_of(jpeg: bytes) -> Reason | None:
    """Return why Rekognition would refuse a picture, as far as can be seen without opening it."""
    if len(jpeg) > limits.PICTURE_BYTES:
        return Reason.TOO_LARGE
    size = jpeg_size(jpeg)
    if size is not None and min(size) < limits.PICTURE_MIN_SIDE_PX:
        return Reason.TOO_SMALL
    if size is not None and max(size) > limits.PICTURE_MAX_SIDE_PX:
        return Reason.TOO_LARGE
    return None


def jpeg_size(jpeg: bytes) -> tuple[int, int] | None:
    """Return width and height as a JPEG's frame header has them (ITU-T T.81, B.2.2); None where there is none."""
    at = 2
    while at + 9 <= len(jpeg) and jpeg[at] == 0xFF:  # noqa: PLR2004 -- what every marker begins with
        marker = jpeg[at + 1]
        if marker == 0xFF:  # noqa: PLR2004 -- a fill byte before a marker
            at += 1
        elif 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:  # noqa: PLR2004 -- SOF0 to SOF15
            return int.from_bytes(jpeg[at + 7 : at + 9]), int.from_bytes(jpeg[at + 5 : at + 7])
        else:
            at += 2 + int.from_bytes(jpeg[at + 2 : at + 4])
    return None


def read_labels(answer: Mapping[str, Json], at_ms: int | None) -> Iterator[Tag]:
    """Return what ``DetectLabels`` saw: a tag for each place of a thing, or one without a place."""
    for label in maps_in(answer, "Labels"):
        name, confidence = str(label.get("Name") or ""), number_in(label, "Confidence")
        places = [box for place in maps_in(label, "Instances") if (box := box_in(place)) is not None]
        if name and confidence >= LABEL_MIN_CONFIDENCE:
            boxes: list[Box | None] = [*places[:MAX_PLACES]] if places else [None]
            for box in boxes:
                yield Tag(name, TagKind.LABEL, confidence, SERVICE, at_ms, box)


def read_faces(answer: Mapping[str, Json], at_ms: int | None) -> Iterator[Tag]:
    """Return the faces that ``RecognizeCelebrities`` saw, whoever they are."""
    known = (map_in(celebrity, "Face") for celebrity in maps_in(answer, "CelebrityFaces"))
    for face in [*known, *maps_in(answer, "UnrecognizedFaces")]:
        confidence = number_in(face, "Confidence")
        if confidence >= FACE_MIN_CONFIDENCE:
            yield Tag(FACE, TagKind.LABEL, confidence, SERVICE, at_ms, box_in(face))


def searched_faces(answer: Mapping[str, Json]) -> list[Box | None]:
    """Return which of the faces that ``RecognizeCelebrities`` saw are searched for: the largest, each by itself.

    None stands for the one face of a picture, which needs no cutting out.
    """
    boxes = [tag.box for tag in read_faces(answer, None)]
    if len(boxes) <= 1:
        return [None] * len(boxes)
    known = sorted((box for box in boxes if box is not None), key=lambda box: -box[2] * box[3])
    return [*known[:MAX_SEARCHES]]


def read_celebrities(answer: Mapping[str, Json], at_ms: int | None) -> Iterator[Tag]:
    """Return those whom ``RecognizeCelebrities`` knows, as sure as it is of the name, not of the face."""
    for celebrity in maps_in(answer, "CelebrityFaces"):
        name, confidence = str(celebrity.get("Name") or ""), number_in(celebrity, "MatchConfidence")
        if name and confidence >= PERSON_MIN_CONFIDENCE:
            yield Tag(name, TagKind.PERSON, confidence, SERVICE, at_ms, box_in(map_in(celebrity, "Face")))


def read_own_people(
    answer: Mapping[str, Json], names: Mapping[str, str], at_ms: int | None, face: Box | None = None
) -> Iterator[Tag]:
    """Return the person whose face ``SearchFacesByImage`` found, if the newsroom (still) has consent.

    ``names`` by external image id; a face that it lacks is nobody's. ``face``: where it was cut out.
    """
    best: dict[str, float] = {}
    for match in maps_in(answer, "FaceMatches"):
        name = names.get(str(map_in(match, "Face").get("ExternalImageId") or ""))
        similarity = number_in(match, "Similarity")
        if name is not None and similarity >= SIMILARITY_MIN:
            best[name] = max(similarity, best.get(name, 0.0))
    if best:
        # One face is one person's: the most alike.
        name = max(best, key=lambda each: best[each])
        box = face or box_in(answer, "SearchedFaceBoundingBox")
        yield Tag(name, TagKind.PERSON, best[name], COLLECTION, at_ms, box)


def read_text(answer: Mapping[str, Json], at_ms: int | None) -> Iterator[Tag]:
    """Return the lines that ``DetectText`` read and that are sure and long enough."""
    for line in maps_in(answer, "TextDetections"):
        text, confidence = str(line.get("DetectedText") or "").strip(), number_in(line, "Confidence")
        if line.get("Type") == "LINE" and is_text(text, confidence):
            yield Tag(text, TagKind.TEXT, confidence, SERVICE, at_ms, box_in(map_in(line, "Geometry")))


def is_text(text: str, confidence: float) -> bool:
    """Whether what was read is sure and long enough to be shown as text."""
    return confidence >= TEXT_MIN_CONFIDENCE and sum(map(str.isalnum, text)) >= TEXT_MIN_CHARACTERS


def read_own_logos(answer: Mapping[str, Json], at_ms: int | None) -> Iterator[Tag]:
    """Return what the newsroom's own model knows."""
    for label in maps_in(answer, "CustomLabels"):
        name, confidence = str(label.get("Name") or ""), number_in(label, "Confidence")
        if name and confidence >= CUSTOM_MIN_CONFIDENCE:
            yield Tag(name, TagKind.LOGO, confidence, CUSTOM_LABELS, at_ms, box_in(map_in(label, "Geometry")))


def read_moderation(answer: Mapping[str, Json], at_ms: int | None) -> Iterator[Tag]:
    """Return the warnings, broad and narrow ones."""
    for label in maps_in(answer, "ModerationLabels"):
        name, confidence = str(label.get("Name") or ""), number_in(label, "Confidence")
        if name and confidence >= MODERATION_MIN_CONFIDENCE:
            yield Tag(name, TagKind.MODERATION, confidence, SERVICE, at_ms)
