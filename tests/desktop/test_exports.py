"""Copies of originals: the newsroom is asked first, and what it lends is fetched whole or not at all."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cloud.contract.item import Caption, Item
from desktop.aws import copies
from desktop.aws.api import NewsroomApi
from desktop.aws.http import Http
from desktop.core.errors import AccessDenied, Offline, Refused, SnapStreamError, Throttled
from desktop.core.objects import Interrupted
from desktop.originals import Originals
from tests.fakes.api_server import ApiServer
from tests.fakes.library import put_item
from tests.fakes.newsroom import Desk, make_item
from tests.fakes.objects import FakeObject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from desktop.core.objects import Sent

BODY = bytes(range(256)) * 12_000
DEADLINE_S = 20.0


@dataclass
class Bucket:
    """A bucket as a presigned address opens it, over real sockets."""

    body: bytes = BODY
    status: int = 200
    breaks_at: list[int] = field(default_factory=list)  #: after so many bytes of an answer its line breaks
    ranges: list[str] = field(default_factory=list)  #: as they were asked for
    etag: str = '"e1"'

    def __post_init__(self) -> None:
        bucket = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                bucket.answer(self)

            def log_message(self, *_args: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02})
        self._thread.start()
        self.address = f"http://127.0.0.1:{self._server.server_port}/uploads/a.jpg?X-Amz-Signature=secret"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        """Answer as S3 does."""
        asked = request.headers.get("Range", "")
        self.ranges.append(asked)
        at = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
        if asked and request.headers["If-Match"] != self.etag:
            request.send_error(412)
            return
        if self.status != 200:
            request.send_error(self.status)
            return
        rest = self.body[at:]
        request.send_response(206 if asked else 200)
        request.send_header("Content-Length", str(len(rest)))
        request.send_header("ETag", self.etag)
        request.end_headers()
        request.wfile.write(rest[: self.breaks_at.pop(0)] if self.breaks_at else rest)

    def close(self) -> None:
        """Answer no more."""
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@pytest.fixture
def bucket() -> Iterator[Bucket]:
    """Return a bucket."""
    made = Bucket()
    yield made
    made.close()


def test_a_copy_comes_whole(bucket: Bucket, tmp_path: Path) -> None:
    """And tells how far it is."""
    told: list[int] = []
    assert copies.fetch(bucket.address, tmp_path / "a.jpg", lambda done: told.append(done) or True)  # type: ignore[func-returns-value]
    assert (tmp_path / "a.jpg").read_bytes() == BODY
    assert told[-1] == len(BODY)


def test_a_broken_line_is_taken_up_where_it_broke(bucket: Bucket, tmp_path: Path) -> None:
    """Nothing comes twice, and nothing is missing."""
    bucket.breaks_at = [1_200_000, 1_300_000]
    assert copies.fetch(bucket.address, tmp_path / "a.jpg", None)
    assert (tmp_path / "a.jpg").read_bytes() == BODY
    assert bucket.ranges == ["", "bytes=1200000-", "bytes=2500000-"]


def test_a_line_that_breaks_again_and_again_leaves_nothing(bucket: Bucket, tmp_path: Path) -> None:
    """Nor does one that is another file when it comes back; no half file stays, and no error tells the address."""
    bucket.breaks_at = [10, 0, 0, 0, 0, 0]
    with pytest.raises(Offline) as failed:
        copies.fetch(bucket.address, tmp_path / "a.jpg", None)
    assert "secret" not in f"{failed.value!r} {failed.value}"
    bucket.breaks_at = [10]

    def change(_done: int) -> bool:
        bucket.etag = '"e2"'
        return True

    with pytest.raises(Throttled):
        copies.fetch(bucket.address, tmp_path / "a.jpg", change)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(("status", "error"), [(403, AccessDenied), (503, Throttled), (301, Throttled)])
def test_what_the_bucket_refuses_is_ours(
    bucket: Bucket, tmp_path: Path, status: int, error: type[SnapStreamError]
) -> None:
    """An address whose time is over, a bucket that is busy, and no redirect is followed."""
    bucket.status = status
    with pytest.raises(error):
        copies.fetch(bucket.address, tmp_path / "a.jpg", None)
    bucket.status = 404
    assert not copies.fetch(bucket.address, tmp_path / "a.jpg", None)


def test_who_stops_leaves_nothing(bucket: Bucket, tmp_path: Path) -> None:
    """The program ends in the middle."""
    with pytest.raises(Interrupted):
        copies.fetch(bucket.address, tmp_path / "a.jpg", lambda _done: False)
    assert list(tmp_path.iterdir()) == []


def test_the_newsroom_is_asked_as_who_is_signed_in() -> None:
    """It lends an address, and writes it down; under embargo it says why it does not."""
    server = ApiServer()
    room = server.room
    eve = room.add("eve@herald.example")
    free = put_item(room, eve.id)
    held = put_item(room, eve.id, caption=Caption(embargo_until="2999-01-01T00:00:00+00:00"))
    api = NewsroomApi(Http(server.address))
    token = room.token(eve.email)
    assert api.export_item(token, free.id).startswith("https://originals.example/")
    with pytest.raises(Refused) as refused:
        api.export_item(token, held.id)
    assert refused.value.code == "embargo"
    assert "2999" in str(refused.value.detail)
    api.close()
    server.close()
    assert [(entry.action, entry.subject) for entry in room.audited()][-1] == ("exported", free.id)


class Lender:
    """Lends, refuses, or has nobody to ask."""

    def __init__(self, address: str = "", refusal: SnapStreamError | None = None) -> None:
        self.address = address
        self.refusal = refusal
        self.asked: list[str] = []
        self.fetched: list[str] = []

    def ask(self, item_id: str) -> str:
        """Lend."""
        self.asked.append(item_id)
        if self.refusal is not None:
            raise self.refusal
        return self.address

    def fetch(self, address: str, target: Path, received: Sent) -> bool:
        """Fetch."""
        self.fetched.append(address)
        received(len(BODY))
        target.write_bytes(BODY)
        return True


class Room:
    """A desktop that has one item, which lies in the newsroom's bucket."""

    def __init__(self, root: Path, lender: Lender) -> None:
        self.desk = Desk(root)
        self.item: Item = make_item(size_bytes=len(BODY))
        self.desk.items.apply([self.item])
        self.desk.store.objects[self.item.key] = FakeObject(BODY, "", {}, "")
        self.cache = root / "cache"
        given: Any = lender
        self.originals = Originals(
            self.desk.items, self.desk.table, self.desk.store, self.desk.store, self.cache, exports=given
        )

    def save(self, item_id: str, target: Path) -> Path | SnapStreamError:
        """Save a copy, and wait for it."""
        done: Future[Path | SnapStreamError] = Future()
        self.originals.save_copy(item_id, target, done.set_result)
        return done.result(DEADLINE_S)

    def see(self) -> Path | SnapStreamError:
        """Fetch the original to be seen."""
        done: Future[Path | SnapStreamError] = Future()
        self.originals.fetch(self.item.id, "original", done.set_result)
        return done.result(DEADLINE_S)

    def close(self) -> None:
        """End it."""
        self.originals.stop()
        self.desk.close()


@pytest.mark.parametrize("is_seen", [False, True])
def test_an_embargo_stops_the_copy_and_not_the_sight(tmp_path: Path, is_seen: bool) -> None:  # noqa: FBT001 -- a parameter of the table
    """What the newsroom refuses is not saved, though the original was fetched to be seen; it still is seen."""
    lender = Lender(refusal=Refused("save a copy", code="embargo", detail="It is under embargo."))
    room = Room(tmp_path, lender)
    target = tmp_path / "copy.jpg"
    if is_seen:
        assert isinstance(room.see(), Path)
    refused = room.save(room.item.id, target)
    assert isinstance(refused, Refused)
    assert not target.exists()
    assert isinstance(room.see(), Path)
    assert lender.asked == [room.item.id]
    room.close()


@pytest.mark.parametrize("is_seen", [False, True])
def test_a_copy_is_asked_for_and_comes_by_its_address(tmp_path: Path, is_seen: bool) -> None:  # noqa: FBT001 -- a parameter of the table
    """Unless it is here already: then asking is enough, and nothing is fetched twice."""
    lender = Lender("https://originals.example/a.jpg")
    room = Room(tmp_path, lender)
    if is_seen:
        room.see()
    read = room.desk.store.calls.count(("get_file", room.item.key))
    assert room.save(room.item.id, tmp_path / "copy.jpg") == tmp_path / "copy.jpg"
    assert (tmp_path / "copy.jpg").read_bytes() == BODY
    assert (lender.asked, len(lender.fetched)) == ([room.item.id], 0 if is_seen else 1)
    assert room.desk.store.calls.count(("get_file", room.item.key)) == read
    room.close()


def test_where_nobody_can_be_asked_the_credentials_decide(tmp_path: Path) -> None:
    """An engineer's connection file has no account behind it: the bucket is read as it says."""
    room = Room(tmp_path, Lender(""))
    assert room.save(room.item.id, tmp_path / "copy.jpg") == tmp_path / "copy.jpg"
    assert (tmp_path / "copy.jpg").read_bytes() == BODY
    room.close()


def test_ones_own_file_is_copied_without_asking(tmp_path: Path) -> None:
    """It lies here as it was sent: copying it leaves nothing, and works without a connection."""
    lender = Lender(refusal=Offline("save a copy"))
    room = Room(tmp_path, lender)
    sent = room.desk.take("mine.jpg", b"\xff\xd8\xff\xe0 mine")
    room.desk.run()
    room.desk.items.apply([replace(room.item, id=sent.id)])
    assert room.save(sent.id, tmp_path / "copy.jpg") == tmp_path / "copy.jpg"
    assert (tmp_path / "copy.jpg").read_bytes() == b"\xff\xd8\xff\xe0 mine"
    assert lender.asked == []
    room.close()
