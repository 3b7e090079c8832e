from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from cloud.analysis.engines.aws import faces, limits
from cloud.analysis.people.consent import DEFAULT_COLLECTION, ConsentError, Desk, add_person, forget_person, list_people
from cloud.analysis.people.listed import PEOPLE_KEY, BadPeopleError, People, read_people
from cloud.store.ledger import ChargeState
from tests.fakes.ai.newsroom import FakeAws, MemoryBuckets
from tests.fakes.ai.validator import check_request
from tests.fakes.engines import picture
from tests.fakes.ledger import MemoryLedger
from tests.fakes.store import Clock, MemoryObjects

if TYPE_CHECKING:
    from cloud.analysis.people.listed import Person

CONSENT = "Ada Example, in writing, 20 November 2026"


class Newsroom:
    """A desk before a synthetic Rekognition, asked by real clients under the strict validator."""

    def __init__(self, cap_microusd: int | None = None) -> None:
        clock = Clock()
        self.derived, self.ledger = MemoryObjects(), MemoryLedger()
        self.aws = FakeAws(MemoryBuckets(), clock)
        self.desk = Desk(self.aws.ai(), self.derived, self.ledger, clock, cap_microusd)

    def add(self, name: str = "Ada Example", *photos: bytes) -> Person:
        """Add somebody."""
        return add_person(self.desk, name, photos or (picture(people=[name]),), CONSENT)

    @property
    def faces(self) -> dict[str, Any]:
        """What the collection holds."""
        return self.aws.rekognition.collections.get(DEFAULT_COLLECTION, {})


def test_a_person_is_kept_with_who_agreed_and_when() -> None:
    """The list has name, consent, time and faces; Rekognition has an id that says nothing."""
    room = Newsroom()
    person = room.add("Ada Example", picture(people=["Ada Example"], n=1), picture(people=["Ada Example"], n=2))
    assert list_people(room.desk) == (person,)
    assert (person.name, person.consent, person.added_at[:10]) == ("Ada Example", CONSENT, "2026-11-22")
    assert set(person.faces) == set(room.faces)
    assert len(person.faces) == 2
    assert {face["ExternalImageId"] for face in room.faces.values()} == {person.id}
    assert re.fullmatch(r"[a-zA-Z0-9_.\-:]{1,255}", person.id)  # botocore's model: ExternalImageId
    assert "Ada" not in person.id
    assert not room.aws.malformed


def test_photographs_are_paid_for_through_the_ledger() -> None:
    """Each index call is a row; the day's limit holds here too."""
    room = Newsroom(cap_microusd=1000)
    room.add()
    assert room.ledger.spent("2026-11-22") == room.aws.bill.microusd == 1000
    with pytest.raises(ConsentError, match="spending limit"):
        room.add("Grace Example")
    assert [person.name for person in list_people(room.desk)] == ["Ada Example"]
    assert {entry.state for entry in room.ledger.entries("2026-11-22")} == {ChargeState.PAID}


@pytest.mark.parametrize(("name", "consent", "count"), [(" ", CONSENT, 1), ("Ada", " ", 1), ("Ada", CONSENT, 0)])
def test_nobody_is_kept_without_a_note_of_consent(name: str, consent: str, count: int) -> None:
    """Nor without a name or a photograph; nothing is asked of Rekognition."""
    room = Newsroom()
    with pytest.raises(ConsentError, match="consent"):
        add_person(room.desk, name, [picture(people=["Ada"])] * count, consent)
    assert not room.aws.calls


@pytest.mark.parametrize(
    ("photo", "words"),
    [(picture(people=["Ada", "Somebody Else"]), "more than one face"), (picture(), "no face that could be known")],
)
def test_a_photograph_that_does_not_show_them_alone_is_refused(photo: bytes, words: str) -> None:
    """It is said which one; neither the person nor any of their faces is kept."""
    room = Newsroom()
    with pytest.raises(ConsentError, match=f"Photograph 2 shows {words}"):
        room.add("Ada", picture(people=["Ada"]), photo)
    assert (list_people(room.desk), room.faces) == ((), {})


def test_one_name_is_one_person() -> None:
    """Adding them again says to forget them first."""
    room = Newsroom()
    room.add()
    with pytest.raises(ConsentError, match="in the list already"):
        room.add()


def test_who_is_forgotten_is_gone_from_the_list_and_the_collection() -> None:
    """By name or id; all their faces, those too that the list never heard of; the others stay."""
    room = Newsroom()
    ada, grace = room.add(), room.add("Grace Example")
    stray = faces.index_request(DEFAULT_COLLECTION, ada.id, picture(people=["Ada Example"], n=9))
    room.desk.call("IndexFaces", stray)
    assert len(room.faces) == 3
    forget_person(room.desk, "Ada Example")
    assert list_people(room.desk) == (grace,)
    assert set(room.faces) == set(grace.faces)
    forget_person(room.desk, grace.id)
    assert (list_people(room.desk), room.faces) == ((), {})
    with pytest.raises(ConsentError, match="Nobody"):
        forget_person(room.desk, "Ada Example")


def test_a_large_collection_is_read_to_its_last_page() -> None:
    """The faces of one person among many pages of others'."""
    room = Newsroom()
    ada = room.add()
    [mine] = room.faces.items()
    others = {f"{at:08x}-0000-4000-8000-000000000000": {"ExternalImageId": "p-other"} for at in range(9_000)}
    rows = {face_id: {"FaceId": face_id, "who": "other", **face} for face_id, face in others.items()}
    room.faces.clear()
    room.faces.update(rows | dict([mine]))
    forget_person(room.desk, ada.id)
    assert (room.aws.calls["rekognition:ListFaces"], len(room.faces)) == (3, 9_000)


def test_somebody_whose_collection_is_gone_can_be_forgotten() -> None:
    """There is nothing left to delete but the name."""
    room = Newsroom()
    ada = room.add()
    room.aws.rekognition.collections.clear()
    forget_person(room.desk, ada.id)
    assert list_people(room.desk) == ()


def test_deletions_are_cut_to_what_a_request_takes() -> None:
    """4,096 faces at most in each, as the model says."""
    ids = [f"{at:08x}-0000-4000-8000-000000000000" for at in range(2 * limits.FACES_A_REQUEST + 1)]
    requests = list(faces.delete_requests("c", ids))
    assert len(requests) == 3
    for request in requests:
        check_request("rekognition", "DeleteFaces", request)


def test_the_list_reads_back_and_says_where_it_is_wrong() -> None:
    """As JSON that people can read; another document is refused by name."""
    room = Newsroom()
    person = room.add()
    assert People.parse(room.derived.read(PEOPLE_KEY).decode()) == People((person,))
    assert json.loads(room.derived.read(PEOPLE_KEY))["people"][0]["consent"] == CONSENT
    room.derived.write(PEOPLE_KEY, b'{"people": [{"id": 1}]}', "application/json")
    with pytest.raises(BadPeopleError, match=r"settings/people\.json"):
        read_people(room.derived)
