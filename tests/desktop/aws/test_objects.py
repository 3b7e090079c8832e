"""What an object store does: the same tests for S3 on the embedded cloud and for the fake that other tests use."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING
from urllib.request import ProxyHandler, build_opener

import pytest

from cloud.contract.keys import OriginalKey, new_item_id
from desktop.aws.objects import S3Objects
from desktop.core.errors import AccessDenied, Throttled
from desktop.core.objects import Interrupted, Stored
from desktop.transfer.source import as_checksum
from tests.fakes.objects import FakeObjects

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.aws.session import Session
    from desktop.core.objects import ObjectStore

pytestmark = pytest.mark.embedded

BODY = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 1000
PART = bytes(5 << 20)
METADATA = {"sha256": "ab" * 32, "filename": "a%20b.jpg", "folder": "Desk"}


@pytest.fixture(params=["embedded", "fake"])
def objects(request: pytest.FixtureRequest) -> ObjectStore:
    """Return each kind of store."""
    if request.param == "fake":
        return FakeObjects()
    session: Session = request.getfixturevalue("session")
    return S3Objects.originals(session)


@pytest.fixture
def key(request: pytest.FixtureRequest) -> str:
    """Return a key that the demo account may write."""
    owner_id = "demo"
    if "embedded" in request.node.name:
        owner_id = request.getfixturevalue("session").connection.user.id
    return str(OriginalKey.of("newsroom", owner_id, new_item_id(), "a.jpg"))


def checksum(body: bytes) -> str:
    """Return the checksum of a body."""
    return as_checksum(hashlib.sha256(body).digest())


def put(objects: ObjectStore, key: str, body: bytes = BODY) -> Stored:
    """Put a body."""
    return objects.put(
        key, body, checksum=checksum(body), mime="image/jpeg", metadata=METADATA, sent=lambda _sent: True
    )


def test_put_is_seen_whole_with_checksum_and_metadata(objects: ObjectStore, key: str) -> None:
    """What was put is there with its size, its SHA-256 as the store's own checksum, and its metadata."""
    assert objects.head(key) is None
    assert put(objects, key) is Stored.NEW
    facts = objects.head(key)
    assert facts is not None
    assert (facts.size_bytes, facts.checksum, dict(facts.metadata)) == (len(BODY), checksum(BODY), METADATA)
    assert objects.get_bytes(key) == BODY


def test_second_put_changes_nothing(objects: ObjectStore, key: str) -> None:
    """An object that is there is never replaced."""
    put(objects, key)
    assert put(objects, key, b"other") is Stored.EXISTS
    assert objects.get_bytes(key) == BODY


def test_wrong_checksum_is_refused(objects: ObjectStore, key: str) -> None:
    """Bytes that are not what the checksum says are refused: a passing fault, and nothing is stored."""
    with pytest.raises(Throttled):
        objects.put(key, BODY, checksum=checksum(b"other"), mime="image/jpeg", metadata={}, sent=lambda _sent: True)
    assert objects.head(key) is None


def test_progress_is_told_and_ends_at_the_size(objects: ObjectStore, key: str) -> None:
    """While a body goes, the bytes so far are told, never less than before, up to all of them."""
    told: list[int] = []

    def sent(sent_bytes: int) -> bool:
        told.append(sent_bytes)
        return True

    objects.put(key, BODY, checksum=checksum(BODY), mime="image/jpeg", metadata={}, sent=sent)
    assert told == sorted(told)
    assert told[-1] == len(BODY)


def test_stop_in_the_middle_stores_nothing(objects: ObjectStore, key: str) -> None:
    """Told to stop, the store lets go of a body and of a part."""
    with pytest.raises(Interrupted):
        objects.put(key, BODY, checksum=checksum(BODY), mime="image/jpeg", metadata={}, sent=lambda sent: sent < 9)
    assert objects.head(key) is None
    upload_id = objects.create_upload(key, mime="image/jpeg", metadata={})
    with pytest.raises(Interrupted):
        objects.upload_part(key, upload_id, 1, BODY, checksum=checksum(BODY), sent=lambda sent: sent < 9)
    assert objects.list_parts(key, upload_id) == ()
    objects.abort_upload(key, upload_id)


def test_parts_become_one_object(objects: ObjectStore, key: str) -> None:
    """Parts are listed with their checksums and joined; asked to join again, the answer is no fault."""
    upload_id = objects.create_upload(key, mime="video/mp4", metadata=METADATA)
    bodies = [PART, b"end"]
    parts = [
        objects.upload_part(key, upload_id, n, body, checksum=checksum(body), sent=lambda _sent: True)
        for n, body in enumerate(bodies, start=1)
    ]
    assert objects.list_parts(key, upload_id) == tuple(parts)
    kept = [part for part in parts if part is not None]
    assert objects.complete_upload(key, upload_id, kept) is Stored.NEW
    assert objects.complete_upload(key, upload_id, kept) in {Stored.NEW, Stored.GONE}
    digests = b"".join(hashlib.sha256(body).digest() for body in bodies)
    facts = objects.head(key)
    assert facts is not None
    assert facts.checksum == f"{checksum(digests)}-2"
    assert (facts.size_bytes, dict(facts.metadata)) == (len(PART) + 3, METADATA)
    assert objects.get_bytes(key) == PART + b"end"


def test_part_sent_again_replaces_the_first(objects: ObjectStore, key: str) -> None:
    """A part number holds what was sent last."""
    upload_id = objects.create_upload(key, mime="video/mp4", metadata={})
    objects.upload_part(key, upload_id, 1, b"first", checksum=checksum(b"first"), sent=lambda _sent: True)
    part = objects.upload_part(key, upload_id, 1, b"second", checksum=checksum(b"second"), sent=lambda _sent: True)
    assert part is not None
    assert objects.list_parts(key, upload_id) == (part,)
    assert objects.complete_upload(key, upload_id, [part]) is Stored.NEW
    assert objects.get_bytes(key) == b"second"


def test_join_does_not_replace_an_object(objects: ObjectStore, key: str) -> None:
    """Where an object came to be meanwhile, joining says so and leaves it as it is."""
    upload_id = objects.create_upload(key, mime="video/mp4", metadata={})
    part = objects.upload_part(key, upload_id, 1, b"late", checksum=checksum(b"late"), sent=lambda _sent: True)
    assert part is not None
    put(objects, key)
    assert objects.complete_upload(key, upload_id, [part]) is Stored.EXISTS
    assert objects.get_bytes(key) == BODY
    objects.abort_upload(key, upload_id)


def test_upload_that_is_gone_is_an_answer(objects: ObjectStore, key: str) -> None:
    """An aborted upload takes no parts, lists none, is not joined, and may be aborted again."""
    upload_id = objects.create_upload(key, mime="video/mp4", metadata={})
    part = objects.upload_part(key, upload_id, 1, b"x", checksum=checksum(b"x"), sent=lambda _sent: True)
    assert part is not None
    for _ in range(2):
        objects.abort_upload(key, upload_id)
    assert objects.list_parts(key, upload_id) is None
    assert objects.upload_part(key, upload_id, 2, b"x", checksum=checksum(b"x"), sent=lambda _sent: True) is None
    assert objects.complete_upload(key, upload_id, [part]) is Stored.GONE
    assert objects.open_uploads(key) == ()


def test_file_is_fetched_whole_or_not_at_all(objects: ObjectStore, key: str, tmp_path: Path) -> None:
    """A fetched file appears under its name only when it is complete; what is missing is said."""
    put(objects, key)
    target = tmp_path / "deep" / "a.jpg"
    with pytest.raises(Interrupted):
        objects.get_file(key, target, received=lambda _received: False)
    assert not target.exists()
    assert objects.get_file(key, target)
    assert target.read_bytes() == BODY
    assert [path.name for path in target.parent.iterdir()] == ["a.jpg"]
    missing = key.replace("original", "nothing")
    assert not objects.get_file(missing, tmp_path / "none.jpg")
    assert objects.get_bytes(missing) is None


def test_presigned_address_needs_no_credentials(session: Session) -> None:
    """A player can read the original from the address alone."""
    objects = S3Objects.originals(session)
    key = str(OriginalKey.of("newsroom", session.connection.user.id, new_item_id(), "a.jpg"))
    put(objects, key)
    with build_opener(ProxyHandler({})).open(objects.presign_get(key, 60)) as answer:
        assert answer.read() == BODY


def test_other_peoples_places_are_denied(session: Session) -> None:
    """Another owner's prefix cannot be written: that is the account's problem, not the file's."""
    objects = S3Objects.originals(session)
    with pytest.raises(AccessDenied):
        put(objects, str(OriginalKey.of("newsroom", "somebody-else", new_item_id(), "a.jpg")))
