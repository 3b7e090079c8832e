"""Rekognition's collection of faces: what is asked of it, and what the answers mean. Makes no call. Pure; any thread.

A collection is the newsroom's own, made by ``snapstream-cloud people add``. Rekognition keeps vectors, not pictures,
and of each face an ``ExternalImageId``: the id of a person in the newsroom's list (``people``), never a name.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cloud.analysis.engines.aws import limits
from cloud.analysis.engines.aws.answers import map_in, maps_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cloud.contract.record import Json

#: ``CollectionId`` (botocore's model of rekognition): 1 to 255 of these.
COLLECTION_CHARACTERS = re.compile(r"[a-zA-Z0-9_.\-]{1,255}")
#: Of those that may be deleted, the only ones that may stay: they are not there.
_GONE = "FACE_NOT_FOUND"
#: A face is left out because there was a larger one.
_ANOTHER_FACE = "EXCEEDS_MAX_FACES"


@dataclass(frozen=True, slots=True)
class Indexed:
    """What became of a photograph that was given to a collection."""

    faces: tuple[str, ...]  #: as Rekognition calls them
    refusals: tuple[str, ...]  #: why faces were left out: LOW_SHARPNESS, EXTREME_POSE …

    @property
    def shows_others(self) -> bool:
        """Whether there is more than one face, so that nobody can tell whose was taken."""
        return _ANOTHER_FACE in self.refusals


def create_request(collection: str) -> dict[str, object]:
    """Return the request of ``CreateCollection``."""
    return {"CollectionId": collection}


def index_request(collection: str, person_id: str, jpeg: bytes) -> dict[str, object]:
    """Return the request of ``IndexFaces``: the largest face of a photograph, if it is sharp enough to know again."""
    return {
        "CollectionId": collection,
        "Image": {"Bytes": jpeg},
        "ExternalImageId": person_id,
        "MaxFaces": 1,
        "QualityFilter": "HIGH",
        "DetectionAttributes": ["DEFAULT"],
    }


def read_indexed(answer: Mapping[str, Json]) -> Indexed:
    """Return what ``IndexFaces`` took and left out."""
    faces = (map_in(record, "Face") for record in maps_in(answer, "FaceRecords"))
    reasons = (unindexed.get("Reasons") for unindexed in maps_in(answer, "UnindexedFaces"))
    return Indexed(
        tuple(str(face["FaceId"]) for face in faces if face.get("FaceId")),
        tuple(str(reason) for listed in reasons if isinstance(listed, list) for reason in listed),
    )


def list_request(collection: str, token: str = "") -> dict[str, object]:
    """Return the request of a page of ``ListFaces``."""
    request: dict[str, object] = {"CollectionId": collection, "MaxResults": limits.FACES_A_REQUEST}
    return request | {"NextToken": token} if token else request


def read_page(answer: Mapping[str, Json], person_id: str) -> tuple[list[str], str]:
    """Return a person's faces on a page of ``ListFaces``, and the next page's token ("" after the last)."""
    faces = [face for face in maps_in(answer, "Faces") if face.get("ExternalImageId") == person_id]
    return [str(face["FaceId"]) for face in faces if face.get("FaceId")], str(answer.get("NextToken") or "")


def delete_requests(collection: str, faces: Sequence[str]) -> Iterator[dict[str, object]]:
    """Return the requests of ``DeleteFaces``, as many as it takes."""
    for start in range(0, len(faces), limits.FACES_A_REQUEST):
        yield {"CollectionId": collection, "FaceIds": list(faces[start : start + limits.FACES_A_REQUEST])}


def read_undeleted(answer: Mapping[str, Json]) -> list[str]:
    """Return the faces that ``DeleteFaces`` left in the collection, although they are in it."""
    failed = maps_in(answer, "UnsuccessfulFaceDeletions")
    return [str(each.get("FaceId")) for each in failed if each.get("Reasons") != [_GONE]]
