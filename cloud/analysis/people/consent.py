"""Who agreed to be looked for: adds people to the newsroom's collection and its list, and forgets them. Main thread.

::

    add      the list has the person, without a face ─▶ each photograph is indexed ─▶ the list has the faces
    forget   all faces of that id are deleted ─▶ the list has the person no more

A cut in between leaves a person who can be forgotten, never a face that belongs to nobody in the list. The newsroom's
list is one object; two engineers who change it in the same moment would overwrite each other.
"""

from __future__ import annotations

import hashlib
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from cloud.analysis.engines.aws import faces
from cloud.analysis.engines.aws.errors import DeniedError, JobExistsError, JobMissingError, QuotaError
from cloud.analysis.engines.aws.pictures import SERVICE, fault_of
from cloud.analysis.engines.ports import MediaError
from cloud.analysis.paid import prices
from cloud.analysis.people.listed import People, Person, read_people, write_people
from cloud.contract.keys import new_item_id
from cloud.contract.reasons import sentence
from cloud.contract.record import now_text
from cloud.store.ledger import CapReachedError, Charge

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from cloud.analysis.engines.aws.port import AiServices
    from cloud.contract.record import Json
    from cloud.store.ledger import Ledger
    from cloud.store.objects import ObjectStore

#: The collection where nobody names another; a profile's ``collection`` names it.
DEFAULT_COLLECTION = "snapstream-people"
#: In the ledger, where an analysis and a profile stand otherwise.
_PURPOSE = "people"
#: A charge of a call that was cut off is tried anew after this.
_STALE = timedelta(minutes=1)


class ConsentError(Exception):
    """A person cannot be added or forgotten; the message is a sentence for the engineer."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What is needed to keep the list."""

    ai: AiServices
    derived: ObjectStore
    ledger: Ledger
    now: Callable[[], datetime]
    cap_microusd: int | None = None

    def call(self, operation: str, request: Mapping[str, object]) -> dict[str, Json]:
        """Ask Rekognition; what is free."""
        return self.ai.call(SERVICE, operation, request)


def add_person(
    desk: Desk, name: str, photos: Sequence[bytes], consent: str, collection: str = DEFAULT_COLLECTION
) -> Person:
    """Keep a person's face, from upright JPEGs that show nobody else; ``consent``: who agreed, when and how.

    Raises ``ConsentError``; a person of whom no photograph could be used is not kept.
    """
    if not name.strip() or not consent.strip() or not photos:
        raise ConsentError("A name, a photograph and a note of the consent are needed: who agreed, when and how.")
    if not faces.COLLECTION_CHARACTERS.fullmatch(collection):
        raise ConsentError(f"{collection!r} is no collection: letters, digits, _ . and - alone, at most 255.")
    known = read_people(desk.derived)
    if any(person.name == name.strip() and person.collection == collection for person in known.people):
        raise ConsentError(f"{name.strip()} is in the list already. Forget them first to begin anew.")
    for number, jpeg in enumerate(photos, 1):
        if (fault := fault_of(jpeg)) is not None:
            raise ConsentError(f"Photograph {number}: {sentence(fault)}")
    now = desk.now()
    person = Person(f"p-{new_item_id(now.timestamp())}", name.strip(), collection, consent.strip(), now_text(now))
    with suppress(JobExistsError):  # made before, which is what was wanted
        desk.call("CreateCollection", faces.create_request(collection))
    write_people(desk.derived, People((*known.people, person)))
    try:
        for number, jpeg in enumerate(photos, 1):
            person = replace(person, faces=(*person.faces, *_index(desk, person, number, jpeg)))
    except Exception:
        forget_person(desk, person.id)
        raise
    write_people(desk.derived, People((*known.people, person)))
    return person


def list_people(desk: Desk) -> tuple[Person, ...]:
    """Return all who agreed."""
    return read_people(desk.derived).people


def forget_person(desk: Desk, who: str) -> Person:
    """Delete all faces of a person, by name or id, and take them out of the list; raises ``ConsentError``."""
    known = read_people(desk.derived)
    found = [person for person in known.people if who in {person.id, person.name}]
    if not found:
        raise ConsentError(f"Nobody in the list is called {who}.")
    if len(found) > 1:
        ids = ", ".join(person.id for person in found)
        raise ConsentError(f"Several people are called {who}; say which by id: {ids}.")
    [person] = found
    for request in faces.delete_requests(person.collection, _faces_of(desk, person)):
        left = faces.read_undeleted(desk.call("DeleteFaces", request))
        if left:
            raise ConsentError(f"{len(left)} faces of {person.name} could not be deleted. Try again.")
    write_people(desk.derived, People(tuple(each for each in known.people if each.id != person.id)))
    return person


def _index(desk: Desk, person: Person, number: int, jpeg: bytes) -> tuple[str, ...]:
    """Give one photograph to the collection; return the face that it took."""
    answer = _pay(desk, person, jpeg)
    indexed = faces.read_indexed(answer)
    if indexed.shows_others:
        raise ConsentError(
            f"Photograph {number} shows more than one face. Cut it so that it shows {person.name} alone."
        )
    if not indexed.faces:
        why = f" ({', '.join(sorted(set(indexed.refusals)))})" if indexed.refusals else ""
        raise ConsentError(f"Photograph {number} shows no face that could be known again{why}.")
    return indexed.faces


def _pay(desk: Desk, person: Person, jpeg: bytes) -> dict[str, Json]:
    """Index a photograph, charged before; the ledger has it like every other paid call."""
    operation = "IndexFaces"
    charge = Charge(
        call_id=f"{person.id}#{hashlib.sha256(jpeg).hexdigest()[:32]}",
        item_id=person.id,
        library=_PURPOSE,
        analysis_version=1,
        analysis=_PURPOSE,
        profile=_PURPOSE,
        operation=f"{SERVICE}:{operation}",
        units=1,
        cost_microusd=prices.picture_call(operation),
    )
    now = desk.now()
    try:
        receipt = desk.ledger.charge(
            charge,
            now=now_text(now),
            stale_before=now_text(now - _STALE),
            cap_microusd=desk.cap_microusd,
            repeats=False,
        )
    except CapReachedError as error:
        raise ConsentError("The newsroom's spending limit of the day is reached. Try again tomorrow.") from error
    try:
        answer = desk.call(operation, faces.index_request(person.collection, person.id, jpeg))
    except MediaError as error:
        desk.ledger.refund(receipt)
        raise ConsentError(f"Rekognition does not take a photograph: {sentence(error.reason)}") from error
    except (QuotaError, DeniedError, JobMissingError):
        desk.ledger.refund(receipt)
        raise
    except Exception:
        desk.ledger.lose(receipt)
        raise
    desk.ledger.settle(receipt)
    return answer


def _faces_of(desk: Desk, person: Person) -> list[str]:
    """Return all faces of a person in their collection, those too that the list never heard of."""
    found: list[str] = []
    token, is_first = "", True
    while token or is_first:
        is_first = False
        try:
            answer = desk.call("ListFaces", faces.list_request(person.collection, token))
        except JobMissingError:
            return []  # the collection itself is gone, and its faces with it
        page, token = faces.read_page(answer, person.id)
        found += page
    return found
