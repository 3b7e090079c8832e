"""People whose faces the newsroom looks for, each with consent: the list beside Rekognition's collection. Any thread.

Rekognition keeps faces under an id that says nothing; who it is, and that they agreed, is kept here alone, as
``settings/people.json`` in the derived bucket, where no desktop can read it. A person who is not in the list is not
named, whatever the collection still holds::

    {"people": [{"id": "p-…", "name": "…", "collection": "newsroom", "consent": "…", "added_at": "…", "faces": ["…"]}]}
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from cloud.store.objects import ObjectMissingError

if TYPE_CHECKING:
    from cloud.contract.record import Json
    from cloud.store.objects import ObjectStore

#: Where the list lies in the derived bucket.
PEOPLE_KEY = "settings/people.json"


class BadPeopleError(ValueError):
    """The list cannot be read; the message says where it is wrong."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who agreed to be looked for."""

    id: str  #: ``ExternalImageId`` of each of their faces
    name: str
    collection: str
    consent: str  #: who agreed, when, and how: as the newsroom wrote it down
    added_at: str  #: ``now_text``
    faces: tuple[str, ...] = ()  #: as Rekognition calls them

    def to_json(self) -> dict[str, Json]:
        """Return the shape of the list."""
        return {**asdict(self), "faces": list(self.faces)}


@dataclass(frozen=True, slots=True)
class People:
    """The list."""

    people: tuple[Person, ...] = ()

    @classmethod
    def parse(cls, text: str) -> People:
        """Read the list; raises ``BadPeopleError``."""
        try:
            document = json.loads(text)
            return cls(tuple(_person(each) for each in document["people"]))
        except (KeyError, TypeError, ValueError) as error:
            raise BadPeopleError(f"{PEOPLE_KEY}: {error}") from error

    def to_json(self) -> str:
        """Write the list."""
        return json.dumps({"people": [person.to_json() for person in self.people]}, ensure_ascii=False, indent=2)

    def names(self, collection: str) -> dict[str, str]:
        """Return the names of those in a collection, by id."""
        return {person.id: person.name for person in self.people if person.collection == collection}

    def edition(self, collection: str) -> str:
        """Return what changes when a face is added to a collection or forgotten: older answers are answers no more."""
        faces = sorted(
            (person.id, face) for person in self.people if person.collection == collection for face in person.faces
        )
        return hashlib.sha256(json.dumps(faces).encode()).hexdigest()[:16]


def read_people(derived: ObjectStore) -> People:
    """Return the list; an empty one where there is none. Raises ``BadPeopleError``."""
    try:
        return People.parse(derived.read(PEOPLE_KEY).decode("utf-8", "replace"))
    except ObjectMissingError:
        return People()


def write_people(derived: ObjectStore, people: People) -> None:
    """Put the list."""
    derived.write(PEOPLE_KEY, people.to_json().encode(), "application/json")


def _person(document: dict[str, Json]) -> Person:
    faces = document["faces"]
    return Person(
        id=str(document["id"]),
        name=str(document["name"]),
        collection=str(document["collection"]),
        consent=str(document["consent"]),
        added_at=str(document["added_at"]),
        faces=tuple(map(str, faces)) if isinstance(faces, list) else (),
    )
