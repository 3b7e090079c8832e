"""Amazon Rekognition's calls about one picture, and its face collections.

Limits and codes as in the Rekognition Developer Guide, "Guidelines and quotas", and botocore's model.
"""

from __future__ import annotations

import hashlib
import uuid
from typing import TYPE_CHECKING, Any

from tests.fakes.ai.findings import Finder, NotMediaError, Picture
from tests.fakes.ai.service import MARK, AwsError, FakeService

if TYPE_CHECKING:
    from tests.fakes.ai.findings import Script
    from tests.fakes.ai.service import World

Request = dict[str, Any]
Answer = dict[str, Any]

_PICTURE_MICROUSD = 1_000
_BYTES_FROM_S3 = 15 * 1024 * 1024
_LEAST_PIXELS, _MOST_PIXELS = 80, 10_000
_MOST_WORDS = 100
_MOST_FACES = 64
_COLLECTION_PAGE = 4096
VERSION = f"1.0-{MARK}"


class FakePictures(FakeService):
    """Still pictures."""

    name = "rekognition"

    def __init__(self, world: World, finder: Finder | None = None) -> None:
        super().__init__(world)
        self.finder = finder or Finder()
        #: Faces by collection: FaceId to what is known of it. ``who`` is for the fake alone.
        self.collections: dict[str, dict[str, dict[str, Any]]] = {}
        #: Custom Labels models by ARN, and whether they run; nobody but the newsroom starts one.
        self.models: dict[str, bool] = {}

    def detect_labels(self, request: Request) -> Answer:
        """Find labels."""
        script = self._look(request, "DetectLabels").script
        least = request.get("MinConfidence", 55)
        labels = [each for each in map(label, script.get("labels", ())) if each["Confidence"] >= least]
        return {"Labels": labels[: request.get("MaxLabels") or None], "LabelModelVersion": VERSION}

    def detect_text(self, request: Request) -> Answer:
        """Find lines and words, a hundred words at most."""
        script = self._look(request, "DetectText").script
        return {"TextDetections": text_detections(script), "TextModelVersion": VERSION}

    def recognize_celebrities(self, request: Request) -> Answer:
        """Find the famous, and count the others."""
        script = self._look(request, "RecognizeCelebrities").script
        known = [celebrity(name, at) for at, name in enumerate(script.get("people", ()))]
        faces = [face_at(at + len(known)) for at in range(max(script.get("faces", 0) - len(known), 0))]
        return {
            "CelebrityFaces": known[:_MOST_FACES],
            "UnrecognizedFaces": faces[: _MOST_FACES - len(known)],
        }

    def detect_faces(self, request: Request) -> Answer:
        """Find faces, whoever they are."""
        script = self._look(request, "DetectFaces").script
        return {"FaceDetails": [face_at(at) for at in range(min(_count_faces(script), 100))]}

    def detect_moderation_labels(self, request: Request) -> Answer:
        """Find what not everybody wants to see."""
        script = self._look(request, "DetectModerationLabels").script
        least = request.get("MinConfidence", 50)
        labels = [each for each in map(moderation_label, script.get("moderation", ())) if each["Confidence"] >= least]
        return {"ModerationLabels": labels, "ModerationModelVersion": VERSION, "ContentTypes": []}

    def detect_custom_labels(self, request: Request) -> Answer:
        """Find what a model of the newsroom's own knows; it must be running."""
        arn = request["ProjectVersionArn"]
        if arn not in self.models:
            raise AwsError("ResourceNotFoundException")
        if not self.models[arn]:
            raise AwsError("ResourceNotReadyException", "The model is not running.")
        picture = self._open(request)
        self.charge("DetectCustomLabels", 1, 0)  # by the hour that the model runs
        found = [
            {"Name": name, "Confidence": 97.5, "Geometry": {"BoundingBox": box(at), "Polygon": []}}
            for at, name in enumerate(picture.script.get("logos", ()))
        ]
        return {"CustomLabels": found}

    # ── Collections ───────────────────────────────────────────────────────────────────────────────────────────────

    def create_collection(self, request: Request) -> Answer:
        """Begin a collection."""
        name = request["CollectionId"]
        if name in self.collections:
            raise AwsError("ResourceAlreadyExistsException")
        self.collections[name] = {}
        arn = f"aws:rekognition:us-east-1:000000000000:collection/{name}"
        return {"StatusCode": 200, "CollectionArn": arn, "FaceModelVersion": f"7.0-{MARK}"}

    def describe_collection(self, request: Request) -> Answer:
        """Tell of a collection."""
        faces = self._collection(request)
        return {"FaceCount": len(faces), "FaceModelVersion": f"7.0-{MARK}"}

    def delete_collection(self, request: Request) -> Answer:
        """End a collection."""
        self._collection(request)
        del self.collections[request["CollectionId"]]
        return {"StatusCode": 200}

    def index_faces(self, request: Request) -> Answer:
        """Keep the faces of a picture."""
        faces = self._collection(request)
        picture = self._look(request, "IndexFaces")
        image_id = str(uuid.UUID(hashlib.md5(repr(picture.script).encode(), usedforsecurity=False).hexdigest()))
        kept, left = [], []
        for at, who in enumerate(_who(picture.script)):
            if at >= request.get("MaxFaces", 100):
                left.append({"Reasons": ["EXCEEDS_MAX_FACES"], "FaceDetail": face_at(at)})
                continue
            face = {
                "FaceId": str(uuid.uuid5(uuid.NAMESPACE_URL, f"{request['CollectionId']}/{image_id}/{at}")),
                "ImageId": image_id,
                "BoundingBox": box(at),
                "Confidence": 99.5,
                "IndexFacesModelVersion": "7.0",
            } | ({"ExternalImageId": request["ExternalImageId"]} if "ExternalImageId" in request else {})
            faces[face["FaceId"]] = face | {"who": who}
            kept.append({"Face": face, "FaceDetail": face_at(at)})
        return {"FaceRecords": kept, "UnindexedFaces": left, "FaceModelVersion": f"7.0-{MARK}"}

    def search_faces_by_image(self, request: Request) -> Answer:
        """Find the largest face of a picture in a collection."""
        faces = self._collection(request)
        picture = self._open(request)
        looked_for = _who(picture.script)
        if not looked_for:
            raise AwsError("InvalidParameterException", "There are no faces in the image. Should be at least 1.")
        self.charge("SearchFacesByImage", 1, _PICTURE_MICROUSD)
        found = [
            {"Similarity": 99.0, "Face": {name: value for name, value in face.items() if name != "who"}}
            for face in faces.values()
            if face["who"] == looked_for[0]
        ]
        return {
            "SearchedFaceBoundingBox": box(0),
            "SearchedFaceConfidence": 99.9,
            "FaceMatches": found[: request.get("MaxFaces", 80)],
            "FaceModelVersion": f"7.0-{MARK}",
        }

    def list_faces(self, request: Request) -> Answer:
        """Return a page of a collection's faces."""
        rows = list(self._collection(request).values())
        token = str(request.get("NextToken", "0"))
        if not token.isdecimal() or int(token) > len(rows):
            raise AwsError("InvalidPaginationTokenException")
        start, count = int(token), min(request.get("MaxResults", 1000), _COLLECTION_PAGE)
        page = [{name: value for name, value in face.items() if name != "who"} for face in rows[start : start + count]]
        more = {"NextToken": str(start + count)} if start + count < len(rows) else {}
        return {"Faces": page, "FaceModelVersion": f"7.0-{MARK}"} | more

    def delete_faces(self, request: Request) -> Answer:
        """Forget faces; unknown ones are told."""
        faces = self._collection(request)
        gone = [face_id for face_id in request["FaceIds"] if faces.pop(face_id, None)]
        unknown = [
            {"FaceId": face_id, "Reasons": ["FACE_NOT_FOUND"]} for face_id in request["FaceIds"] if face_id not in gone
        ]
        return {"UnsuccessfulFaceDeletions": unknown} | ({"DeletedFaces": gone} if gone else {})

    def _collection(self, request: Request) -> dict[str, dict[str, Any]]:
        try:
            return self.collections[request["CollectionId"]]
        except KeyError as error:
            raise AwsError("ResourceNotFoundException", "The collection id does not exist.") from error

    # ── Pictures ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _look(self, request: Request, operation: str) -> Picture:
        picture = self._open(request)
        self.charge(operation, 1, _PICTURE_MICROUSD)
        return picture

    def _open(self, request: Request) -> Picture:
        image = request["Image"]
        if ("Bytes" in image) == ("S3Object" in image):
            raise AwsError("InvalidParameterException", "Exactly one of Bytes and S3Object is expected.")
        body = image["Bytes"] if "Bytes" in image else self._fetch(image["S3Object"])
        if len(body) > _BYTES_FROM_S3:
            raise AwsError("ImageTooLargeException")
        try:
            picture = self.finder.picture(body)
        except NotMediaError as error:
            raise AwsError("InvalidImageFormatException", "Request has invalid image format") from error
        if min(picture.width, picture.height) < _LEAST_PIXELS:
            raise AwsError("InvalidParameterException", f"At least {_LEAST_PIXELS} pixels a side.")
        if max(picture.width, picture.height) > _MOST_PIXELS:
            raise AwsError("ImageTooLargeException", f"At most {_MOST_PIXELS} pixels a side.")
        if picture.script.get("refuses"):
            raise AwsError(picture.script["refuses"])
        return picture

    def _fetch(self, place: dict[str, str]) -> bytes:
        try:
            return self.world.buckets.read(place["Bucket"], place["Name"], place.get("Version", ""))
        except KeyError as error:
            raise AwsError("InvalidS3ObjectException", "Unable to get object metadata from S3.") from error


def label(wish: str | list[Any]) -> dict[str, Any]:
    """Return a label; a wish is a name, or a name, a confidence and a parent."""
    name, confidence, parent = [*([wish] if isinstance(wish, str) else wish), 99.0, ""][:3]
    return {
        "Name": name,
        "Confidence": float(confidence),
        "Parents": [{"Name": parent}] if parent else [],
        "Instances": [{"BoundingBox": box(0), "Confidence": float(confidence)}] if name == "Person" else [],
        "Categories": [{"Name": "Synthetic"}],
    }


def moderation_label(wish: str | list[Any]) -> dict[str, Any]:
    """Return a moderation label."""
    name, confidence = [*([wish] if isinstance(wish, str) else wish), 90.0][:2]
    return {"Name": name, "ParentName": "", "TaxonomyLevel": 1, "Confidence": float(confidence)}


def text_detections(script: Script) -> list[dict[str, Any]]:
    """Return lines and their words, as many as the service gives."""
    found: list[dict[str, Any]] = []
    words_left = _MOST_WORDS
    for at, wish in enumerate(script.get("text", ())):
        line, confidence = [*([wish] if isinstance(wish, str) else wish), 98.0][:2]
        words = line.split()[:words_left]
        words_left -= len(words)
        if not words:
            break
        number = len(found)
        shape = {"BoundingBox": box(at), "Polygon": [{"X": 0.1, "Y": 0.1}]}
        text = " ".join(words)
        found.append(
            {"DetectedText": text, "Type": "LINE", "Id": number, "Confidence": float(confidence), "Geometry": shape}
        )
        found += [
            {
                "DetectedText": word,
                "Type": "WORD",
                "Id": number + 1 + each,
                "ParentId": number,
                "Confidence": float(confidence),
                "Geometry": shape,
            }
            for each, word in enumerate(words)
        ]
    return found


def celebrity(wish: str | list[Any], at: int) -> dict[str, Any]:
    """Return a person whom everybody knows."""
    name, confidence = [*([wish] if isinstance(wish, str) else wish), 98.0][:2]
    return {
        "Name": name,
        "Id": "Synthetic" + hashlib.sha256(name.encode()).hexdigest()[:7],
        "Urls": [f"{MARK}.invalid/{at}"],
        "MatchConfidence": float(confidence),
        "Face": face_at(at),
        "KnownGender": {"Type": "Unlisted"},
    }


def face_at(at: int) -> dict[str, Any]:
    """Return a face; the first is the largest."""
    return {
        "BoundingBox": box(at),
        "Confidence": 99.5,
        "Landmarks": [{"Type": "nose", "X": 0.2, "Y": 0.2}],
        "Pose": {"Roll": 1.0, "Yaw": -2.0, "Pitch": 0.5},
        "Quality": {"Brightness": 80.0, "Sharpness": 90.0},
    }


def box(at: int) -> dict[str, float]:
    """Return a box, smaller the later."""
    size = 0.5 / (at + 1)
    return {"Left": 0.125, "Top": 0.25, "Width": size, "Height": size}


def _count_faces(script: Script) -> int:
    return max(len(_who(script)), int(script.get("faces", 0)))


def _who(script: Script) -> list[str]:
    """Return who is in a picture, the largest face first; ``known`` are people of whom only the newsroom knows."""
    named = [
        *script.get("known", ()),
        *(each if isinstance(each, str) else each[0] for each in script.get("people", ())),
    ]
    return named + [f"somebody {at}" for at in range(len(named), int(script.get("faces", 0)))]
