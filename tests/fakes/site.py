"""The pages on loopback: the real application over memory, and a bucket beside it that takes and gives files."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from PIL import Image, ImageOps
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.utils import send_file
from werkzeug.wrappers import Request, Response

from cloud.api.ports import Backlog
from cloud.contract.accounts import Registration, Role
from cloud.contract.findings import Analysis, Caption, Tag, TagKind
from cloud.contract.item import Item
from cloud.contract.keys import OriginalKey, derived_key, item_time, new_item_id, private_library
from cloud.contract.media import sniff
from cloud.contract.record import now_text
from cloud.contract.status import AnalysisState, ItemStatus
from cloud.contract.transcript import Transcript, TranscriptSummary, Word
from cloud.store.edits import pack_transcript
from tests.fakes.api import PASSWORD, MemoryPorts, Newsroom

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path
    from wsgiref.types import StartResponse, WSGIEnvironment

    from cloud.contract.accounts import Account
    from cloud.contract.connection import Credentials
    from cloud.contract.record import Json

__all__ = ["PASSWORD", "Bucket", "Site"]


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:  # noqa: A002 -- werkzeug's name
        """Say nothing."""


class _Server:
    """One application on loopback."""

    def __init__(self, application: Callable[[WSGIEnvironment, StartResponse], Iterable[bytes]]) -> None:
        self._server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=_Quiet)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05})
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()


@dataclass
class Bucket:
    """Both buckets, as ``Links`` and as the server that its addresses lead to."""

    objects: dict[str, tuple[bytes, str]] = field(default_factory=dict)
    posted: list[dict[str, str]] = field(default_factory=list)
    address: str = ""
    most: dict[str, int] = field(default_factory=dict)
    allows: str = ""  #: the origin that may read answers, as the bucket's CORS rule says

    def longest_s(self) -> int | None:
        """Do as ``Links`` says."""
        return None

    def download(self, key: str, version_id: str, filename: str, *, seconds: int) -> str:
        """Do as ``Links`` says."""
        del version_id, filename
        return f"{self.address}/originals/{key}?X-Amz-Expires={seconds}"

    def derived(self, key: str, *, seconds: int) -> str:
        """Do as ``Links`` says."""
        return f"{self.address}/derived/{key}?X-Amz-Expires={seconds}"

    def upload(
        self,
        key: str,
        metadata: Mapping[str, str],
        *,
        max_bytes: int,
        seconds: int,
        credentials: Credentials | None = None,
    ) -> dict[str, Json]:
        """Do as ``Links`` says; a form that nobody in particular signs is refused, as the API's role puts nothing."""
        del seconds
        assert credentials is not None
        self.most[key] = max_bytes
        fields: dict[str, Json] = {"key": key, **{f"x-amz-meta-{name}": value for name, value in metadata.items()}}
        return {"url": f"{self.address}/originals", "fields": fields}

    def answer(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer as S3 does."""
        request = Request(environ)
        if request.method == "OPTIONS":  # asked before a POST whose progress is watched (XMLHttpRequest, "upload")
            response = Response(headers={"Access-Control-Allow-Methods": "POST"})
        elif request.method == "POST":
            response = self._take(request)
            request.close()
        elif request.path in self.objects:
            body, mime = self.objects[request.path]
            response = send_file(BytesIO(body), environ, mimetype=mime, conditional=True)
        else:
            response = Response("<Error><Code>AccessDenied</Code></Error>", 403, mimetype="application/xml")
        response.headers["Access-Control-Allow-Origin"] = self.allows
        return response(environ, start)

    def _take(self, request: Request) -> Response:
        key = request.form["key"]
        body = request.files["file"].read()
        if len(body) > self.most[key]:
            return Response("<Error><Code>EntityTooLarge</Code></Error>", 400, mimetype="application/xml")
        self.posted.append(dict(request.form))
        self.objects[f"/originals/{key}"] = (body, request.files["file"].mimetype)
        return Response(status=204)


class Site:
    """A newsroom with its pages on loopback, until ``close``."""

    def __init__(self, registration: Registration = Registration.OPEN, *, max_bytes: int = 5 * 1024**3) -> None:
        self.bucket = Bucket()
        self._bucket_server = _Server(self.bucket.answer)
        self.bucket.address = self._bucket_server.address
        self._page_server = _Server(self._answer)
        self.address = self.bucket.allows = self._page_server.address
        memory = MemoryPorts()
        memory.links = self.bucket  # type: ignore[assignment] -- another ``Links``
        self.room = Newsroom(
            memory,
            newsroom_name="Kestrel Bay Courier",
            public_url=self.address,
            media_origins=(self.bucket.address,),
            is_secure=False,
            registration=registration,
            max_browser_upload_bytes=max_bytes,
            daily_cap_microusd=20_000_000,
        )
        self.memory = memory

    def _answer(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        """Answer with an application that is made once the server's address is known."""
        return self.room.app(environ, start)

    def close(self) -> None:
        """End both servers."""
        self._page_server.close()
        self._bucket_server.close()

    def add_person(self, email: str, name: str, role: Role = Role.MEMBER) -> Account:
        """Put a person who signs in with ``PASSWORD``."""
        account = self.room.add(email, role)
        person = self.memory.accounts.get(account.id)
        assert person is not None
        named = replace(person, account=replace(account, name=name), version=person.version + 1)
        assert self.memory.accounts.replace(named, if_version=person.version)
        self.room.context.standing.forget(account.id)
        return named.account

    def add_item(  # one item is one call
        self,
        owner: Account,
        filename: str,
        *,
        original: Path | None = None,
        picture: Image.Image | None = None,
        ago: timedelta = timedelta(minutes=5),
        tags: tuple[Tag, ...] = (),
        said: Transcript | None = None,
        is_private: bool = False,
        **changes: object,
    ) -> Item:
        """Put an item with its thumbnails and its original."""
        at = self.memory.clock() - ago
        body = original.read_bytes() if original else b""
        media = sniff(body[:4096], filename)
        item_id = new_item_id(at.timestamp())
        library = private_library(owner.id) if is_private else "newsroom"
        key = str(OriginalKey.of(library, owner.id, item_id, filename))
        made = {"thumbnails": Analysis(AnalysisState.SUCCEEDED, "pillow", 1)} if picture else {}
        plain = Item(
            id=item_id,
            library=library,
            owner_id=owner.id,
            key=key,
            version_id="v1",
            filename=filename,
            folder="Picture desk",
            size_bytes=len(body) or 2_400_000,
            sha256="079f9e88" + "0" * 48 + "7c8c371c",
            profile="full",
            uploaded_at=now_text(item_time(item_id).astimezone(UTC)),
            updated_at=now_text(at),
            status=ItemStatus.COMPLETED,
            version=1,
            media_type=media.type.value if media else "image",
            mime=media.mime if media else "image/jpeg",
            width=picture.width if picture else None,
            height=picture.height if picture else None,
            tags=tags,
            analyses=made,
        )
        item = replace(plain, **changes)  # type: ignore[arg-type] -- the item's own attributes
        if said is not None:
            said_key = derived_key(library, item_id, 1, "transcript.json")
            self.memory.derived.upload(said_key, pack_transcript(said))
            self.memory.derived.upload(derived_key(library, item_id, 1, "subtitles.vtt"), _subtitles(said).encode())
            summary = TranscriptSummary(said.language, said.engine, said.text[:1000], said_key, is_rough=said.is_rough)
            item = replace(item, transcript=summary)
        for size_px in (256, 1024) if picture else ():
            small = picture.copy() if picture else Image.new("RGB", (1, 1))
            small.thumbnail((size_px, size_px))
            jpeg = BytesIO()
            small.convert("RGB").save(jpeg, "JPEG", quality=85)
            name = derived_key(library, item_id, 1, f"thumb-{size_px}.jpg")
            self.memory.derived.upload(name, jpeg.getvalue())
            self.bucket.objects[f"/derived/{name}"] = (jpeg.getvalue(), "image/jpeg")
        if original:
            self.bucket.objects[f"/originals/{key}"] = (body, item.mime)
        self.memory.items.create(item.to_record())
        return item

    def wait_in_queues(self) -> None:
        """Let some things wait, and one be given up."""
        self.memory.works.waiting = {
            "ingest": Backlog(0, 0),
            "image": Backlog(3, 0, 12),
            "av": Backlog(11, 1, 145),
            "speech": Backlog(2, 0, 40),
        }

    def arrive(self, owner: Account) -> Item:
        """Do what the cloud does with the file that came last."""
        key = OriginalKey.parse(self.bucket.posted[-1]["key"])
        assert key is not None
        now = now_text(datetime.now(UTC))
        item = Item(
            id=key.item_id, library=key.library, owner_id=owner.id, key=str(key), version_id="v1",
            filename=self.bucket.posted[-1]["x-amz-meta-filename"], folder="", size_bytes=1, sha256="", profile="full",
            uploaded_at=now, updated_at=now, status=ItemStatus.RECEIVED, version=1, media_type="image",
            mime="image/jpeg",
        )  # fmt: skip
        assert self.memory.items.create(item.to_record())
        return item


def _subtitles(said: Transcript) -> str:
    return "WEBVTT\n\n00:00.000 --> 00:10.000\n" + said.text + "\n"


def fill(site: Site, samples: Path) -> dict[str, Item]:
    """Put a day's work into a site: every kind of item, every state that a tile shows."""
    lena = site.add_person("lena@kestrelbay.example", "Lena Vasquez")
    idris = site.add_person("idris@kestrelbay.example", "Idris Falk", Role.DESK)
    dusk, light, cafe = (
        ImageOps.exif_transpose(Image.open(samples / f"{name}.jpg"))
        for name in ("harbour_at_dusk", "lighthouse", "cafe_zurich")
    )
    label, person, text, phrase = TagKind.LABEL, TagKind.PERSON, TagKind.TEXT, TagKind.PHRASE
    report = speech("The ferry came into the harbour on Monday. The mayor said the new bridge will open in the spring. "
                    "The workers asked for more money. Nobody was hurt.")  # fmt: skip
    rough = speech("the first ferry of the year came into the harbor this morning the mayor was there to welcome the "
                   "people", is_rough=True)  # fmt: skip
    caption = "The first ferry of the year reaches Kestrel Bay on Sunday morning, welcomed by the mayor."
    states = {"thumbnails": AnalysisState.QUEUED, "speech": AnalysisState.SUBMITTED,
              "text": AnalysisState.SUCCEEDED, "metadata": AnalysisState.SUCCEEDED}  # fmt: skip
    made = {
        "memo": site.add_item(
            idris, "load-test-memo-p1.jpg", original=samples / "cafe_zurich.jpg", picture=cafe,
            ago=timedelta(minutes=2), tags=(Tag("Pier 4 failed its load test", text, 93.0, "rapidocr"),),
            caption=Caption(headline="Load test memo, page 1", embargo_until="2026-11-28T06:00:00+00:00"),
        ),
        "video": site.add_item(
            lena, "ferry_arrives.mp4", original=samples / "ferry_arrives.mp4", picture=dusk, ago=timedelta(minutes=4),
            duration_ms=6_000, said=rough,
            tags=(Tag("FERRY SERVICE RESUMES", text, 99.6, "rapidocr", 2000),
                  Tag("Ruth Kalinga", person, 98.2, "rekognition"),
                  Tag("harbour", label, 94.0, "rekognition"), Tag("crane", label, 61.0, "rekognition"),
                  Tag("first ferry", phrase, 90.0, "comprehend")),
            caption=Caption("First ferry of the year", caption, byline="Lena Vasquez", credit="Kestrel Bay Courier"),
        ),
        "audio": site.add_item(
            idris, "harbour_report.mp3", original=samples / "harbour_report.mp3", ago=timedelta(minutes=9),
            duration_ms=9_000, said=report, tags=(Tag("new bridge", phrase, 88.0, "comprehend"),),
            caption=Caption(headline="Harbour report"),
        ),
        "dusk": site.add_item(
            idris, "DSC_2284.jpg", original=samples / "harbour_at_dusk.jpg", picture=dusk, ago=timedelta(minutes=41),
            tags=(Tag("crane", label, 97.0, "rekognition"), Tag("harbour, dusk", label, 91.0, "rekognition")),
            caption=Caption(headline="Cranes stand idle at Pier 4"),
        ),
        "light": site.add_item(
            lena, "lighthouse.jpg", original=samples / "lighthouse.jpg", picture=light, ago=timedelta(hours=2),
            tags=(Tag("lighthouse", label, 99.0, "rekognition"), Tag("coast", label, 84.0, "rekognition")),
        ),
        "analysing": site.add_item(
            lena, "A012_C004_ridge.mov", media_type="video", duration_ms=72_000,
            status=ItemStatus.PROCESSING, is_open=True,
            ago=timedelta(seconds=20),
            analyses={name: Analysis(state, "", 1) for name, state in states.items()},
        ),
        "rejected": site.add_item(
            idris, "a-very-long-name-of-a-shotlist-that-somebody-called-a-picture-by-mistake.jpg", media_type="",
            status=ItemStatus.REJECTED, status_reason="not_media", ago=timedelta(hours=3),
        ),
        "nasty": site.add_item(
            lena, '<img src=x onerror="alert(1)">.jpg', picture=cafe, ago=timedelta(hours=4),
            tags=(Tag("<script>alert(1)</script>", label, 80.0, "rekognition"),),
        ),
        "long": site.add_item(
            lena, f"{'long' * 40}.jpg", picture=cafe, ago=timedelta(hours=4), said=speech(f"{'word' * 90} went by."),
            tags=(Tag("tag" * 60, label, 80.0, "rekognition"),), media_type="audio",
            caption=Caption("head" * 50, "caption" * 60, byline="byline" * 20, credit="credit" * 20),
        ),
        "private": site.add_item(lena, "own.jpg", picture=light, ago=timedelta(hours=5), is_private=True),
        "yesterday": site.add_item(
            idris, "Café Zürich, Straßenszene.jpg", picture=cafe, ago=timedelta(hours=20),
            tags=(Tag("CAFE ZURICH", text, 99.0, "rapidocr"), Tag("coffee cup", label, 96.0, "rekognition")),
        ),
    }  # fmt: skip
    site.wait_in_queues()
    return made


def speech(text: str, *, is_rough: bool = False) -> Transcript:
    """Return a transcript with a word each 300 ms, and a breath after each sentence."""
    at = 0
    words: list[Word] = []
    for word in text.split():
        words.append(Word(word, at, at + 260, 96.0))
        at += 1400 if word.endswith(".") else 300
    return Transcript("en-US", "transcribe", text, tuple(words), is_rough=is_rough)
