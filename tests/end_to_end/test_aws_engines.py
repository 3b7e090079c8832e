"""The embedded cloud with AWS's engines: real functions, queues and boto3 calls, answered by fakes over HTTP."""

from __future__ import annotations

import hashlib
import json
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import av
import numpy as np
import pytest
from PIL import Image

from cloud.analysis.work import plan
from cloud.contract.findings import TagKind
from cloud.contract.item import Item
from cloud.contract.keys import OriginalKey, new_item_id
from cloud.contract.record import now_text
from cloud.contract.status import AnalysisState, ItemStatus
from cloud.local import control
from cloud.local.newsroom import read_admin
from cloud.local.paths import LocalPaths
from cloud.local.settings import LocalSettings
from cloud.store.wire import record_from_wire
from tests import media
from tests.fakes.ai.server import AiServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

pytestmark = [pytest.mark.embedded, pytest.mark.timeout(600)]

DEADLINE_S = 180.0
SEEN = {"text", "faces", "labels", "people"}
HEARD = {"speech", "language", "entities", "phrases", "sentiment"}
JOBS = {"profiles": {"jobs": {"like": "full", "video": "jobs", "analyses": sorted(SEEN | HEARD | {"segments"})}}}


def wait_until(is_true: Callable[[], object], describe: Callable[[], object] = str) -> None:
    """Poll until something is true; fail, and describe how it is, when it never becomes so."""
    end = time.monotonic() + DEADLINE_S
    while not is_true():
        assert time.monotonic() < end, describe()
        time.sleep(0.1)


class Newsroom:
    """An embedded cloud that asks the fakes."""

    def __init__(self, paths: LocalPaths, server: AiServer) -> None:
        admin = read_admin(paths.admin)
        assert admin is not None
        self.door, self.outputs = admin
        self.server = server
        server.stand_on(self.door.client)
        self.table = self.door.client("dynamodb")

    def upload(self, filename: str, body: bytes, profile: str = "full") -> str:
        """Put an original as the desktop does; return the item's id."""
        item_id = new_item_id()
        key = str(OriginalKey.of("newsroom", "demo", item_id, filename))
        sha256 = hashlib.sha256(body).hexdigest()
        metadata = {"sha256": sha256, "filename": filename, "profile": profile, "folder": "Card"}
        self.door.client("s3").put_object(
            Bucket=self.outputs["OriginalsBucket"], Key=key, Body=body, Metadata=metadata, IfNoneMatch="*"
        )
        return item_id

    def item(self, item_id: str) -> Item | None:
        """Return an item, where there is one."""
        answer = self.table.get_item(TableName=self.outputs["ItemsTable"], Key={"id": {"S": item_id}})
        return Item.from_record(record_from_wire(answer["Item"])) if "Item" in answer else None

    def finished(self, item_id: str) -> Item:
        """Wait until an item has come to its end."""
        wait_until(lambda: self._is_finished(item_id), lambda: (self.item(item_id), self.server.aws.calls))
        item = self.item(item_id)
        assert item is not None
        return item

    def _is_finished(self, item_id: str) -> bool:
        item = self.item(item_id)
        return item is not None and item.status.is_final and not item.is_open

    def is_waiting_for_jobs(self, item_id: str) -> bool:
        """Whether all that an item awaits is jobs that run, and what waits for them."""
        item = self.item(item_id)
        if item is None or any(":" in name for name in item.pending):
            return False
        awaited = [item.analyses[name] for name in item.pending]
        jobs = [each for each in awaited if each.engine in plan.JOBS]
        return bool(jobs) and all(each.job_id for each in jobs) and "thumbnails" not in item.pending

    def age(self, item_id: str, by: timedelta) -> None:
        """Let an item's last write lie further back."""
        then = now_text(datetime.now(UTC) - by)
        self.table.update_item(
            TableName=self.outputs["ItemsTable"],
            Key={"id": {"S": item_id}},
            UpdateExpression="SET updated_at = :then",
            ExpressionAttributeValues={":then": {"S": then}},
        )

    def read(self, key: str) -> bytes:
        """Return an object of the derived bucket."""
        answer = self.door.client("s3").get_object(Bucket=self.outputs["DerivedBucket"], Key=key)
        return bytes(answer["Body"].read())

    def write(self, key: str, body: bytes) -> None:
        """Put an object into the derived bucket."""
        self.door.client("s3").put_object(Bucket=self.outputs["DerivedBucket"], Key=key, Body=body)

    def sweep(self) -> None:
        """Let the schedule come round."""
        answer = self.door.client("lambda").invoke(FunctionName="snapstream-sweep", Payload=b"{}")
        assert "FunctionError" not in answer, answer["Payload"].read()

    def spent(self) -> dict[str, int]:
        """Return what the ledger's rows are in each state, in microdollars."""
        sums: dict[str, int] = {}
        pages = self.table.get_paginator("scan").paginate(TableName=self.outputs["LedgerTable"])
        for row in (record_from_wire(each) for page in pages for each in page["Items"]):
            if str(row["id"]).startswith("call#"):
                state = str(row["state"])
                sums[state] = sums.get(state, 0) + int(str(row["cost_microusd"]))
        return sums


@pytest.fixture
def ai_server() -> Iterator[AiServer]:
    """Give the services, on a port of their own."""
    with AiServer() as server:
        yield server
        assert server.aws.malformed == []


@pytest.fixture
def newsroom(ai_server: AiServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Newsroom]:
    """Give an embedded cloud that asks them."""
    monkeypatch.setenv("SNAPSTREAM_LOCAL_AI", ai_server.endpoint)
    yield from _run(ai_server, tmp_path)


def _run(ai_server: AiServer, folder: Path) -> Iterator[Newsroom]:
    paths = LocalPaths(folder / "data")
    control.start(paths, LocalSettings(), for_client=False, progress=lambda *_: None)
    try:
        yield Newsroom(paths, ai_server)
    finally:
        control.stop(paths)


def _image(folder: Path) -> bytes:
    picture = Image.new("RGB", (640, 480), (200, 20, 20))
    return media.write_jpeg(folder / "one.jpg", picture, keywords=["Garden"]).read_bytes()


def _movie(folder: Path, seconds: float = 4.0) -> bytes:
    """Make H.264 in MP4, red then blue, with a tone."""
    path = folder / "two.mp4"
    with av.open(str(path), "w") as container:
        pictures = container.add_stream("libx264", rate=10)
        pictures.width, pictures.height, pictures.pix_fmt = 320, 240, "yuv420p"
        sound = container.add_stream("aac", rate=16_000, layout="mono")
        for number in range(int(seconds * 10)):
            is_first = number < seconds * 5
            picture = Image.new("RGB", (320, 240), (220, 20, 20) if is_first else (20, 20, 220))
            picture.paste((0, 0, 0), (0, 0, 160, 240) if is_first else (0, 120, 320, 240))
            container.mux(pictures.encode(av.VideoFrame.from_image(picture)))
        container.mux(pictures.encode(None))
        wave = (np.sin(np.arange(int(16_000 * seconds)) / 8) * 12_000).astype(np.float32) / 32_767
        tone = av.AudioFrame.from_ndarray(wave[None, :], format="fltp", layout="mono")
        tone.sample_rate = 16_000
        container.mux(sound.encode(tone))
        container.mux(sound.encode(None))
    return path.read_bytes()


def _sound(folder: Path, seconds: float = 5.0) -> bytes:
    path = folder / "three.wav"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("pcm_s16le", rate=16_000, layout="mono")
        wave = (np.sin(np.arange(int(16_000 * seconds)) / 8) * 12_000).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(wave[None, :], format="s16", layout="mono")
        frame.sample_rate = 16_000
        container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path.read_bytes()


def _names(item: Item, kind: TagKind) -> set[str]:
    return {tag.name for tag in item.tags if tag.kind is kind}


def _succeeded(item: Item) -> set[str]:
    assert item.status is ItemStatus.COMPLETED, {n: (a.state.value, a.reason) for n, a in item.analyses.items()}
    return {name for name, each in item.analyses.items() if each.state is AnalysisState.SUCCEEDED}


def _assert_heard(newsroom: Newsroom, item: Item) -> None:
    assert _succeeded(item) >= HEARD
    assert item.transcript is not None
    transcript: dict[str, Any] = json.loads(newsroom.read(item.transcript.key))
    assert "synthetic speech from Berlin" in transcript["text"]
    assert len({word["speaker"] for word in transcript["words"]}) == 2
    assert "Berlin" in _names(item, TagKind.ENTITY)
    assert _names(item, TagKind.PHRASE)
    assert item.sentiment is not None


def test_an_image_a_video_and_a_recording_are_completed(newsroom: Newsroom, tmp_path: Path) -> None:
    """Through queues, functions in processes of their own, jobs and word of their end; and the ledger is the bill."""
    image_id = newsroom.upload("one.jpg", _image(tmp_path))
    film_id = newsroom.upload("two.mp4", _movie(tmp_path))
    sound_id = newsroom.upload("three.wav", _sound(tmp_path))
    image, film, sound = (newsroom.finished(each) for each in (image_id, film_id, sound_id))
    assert _succeeded(image) >= SEEN | {"logos", "thumbnails", "metadata"}
    assert "Synthetic red scene" in _names(image, TagKind.LABEL)
    assert _names(image, TagKind.PERSON) == {"Synthetic Red Person"}
    assert _names(image, TagKind.LOGO) == {"Reuters"}
    assert _succeeded(film) >= SEEN
    assert {"Synthetic red scene", "Synthetic blue scene"} <= _names(film, TagKind.LABEL)
    _assert_heard(newsroom, film)
    _assert_heard(newsroom, sound)
    assert newsroom.spent() == {"PAID": newsroom.server.aws.bill.microusd}


def test_a_video_goes_through_the_video_apis(newsroom: Newsroom, tmp_path: Path) -> None:
    """Jobs in SNS's notices, pages to the end; with a profile of the newsroom's own."""
    newsroom.server.aws.rekognition.page_rows = 2
    newsroom.write("settings/profiles.json", json.dumps(JOBS).encode())
    film = newsroom.finished(newsroom.upload("two.mp4", _movie(tmp_path), profile="jobs"))
    assert _succeeded(film) >= SEEN | {"segments"}
    assert film.analyses["labels"].engine == "rekognition-video"
    assert {"Synthetic red scene", "Synthetic blue scene"} <= _names(film, TagKind.LABEL)
    _assert_heard(newsroom, film)
    assert newsroom.spent() == {"PAID": newsroom.server.aws.bill.microusd}


def test_invariant_07_with_all_completion_events_dropped_the_sweep_finishes(newsroom: Newsroom, tmp_path: Path) -> None:
    """Nobody tells that the jobs have ended; the sweep asks, an hour later by what the table says."""
    newsroom.server.drops_completions = True
    newsroom.write("settings/profiles.json", json.dumps(JOBS).encode())
    ids = [newsroom.upload("three.wav", _sound(tmp_path)), newsroom.upload("two.mp4", _movie(tmp_path), profile="jobs")]
    wait_until(lambda: len(newsroom.server.told) == 1 + 1 + len(SEEN | {"segments"}))
    for item_id in ids:
        item = newsroom.item(item_id)
        assert item is not None
        assert item.is_open
    wait_until(lambda: all(newsroom.is_waiting_for_jobs(item_id) for item_id in ids))
    for item_id in ids:
        newsroom.age(item_id, timedelta(hours=1))
    newsroom.sweep()
    for item_id in ids:
        _assert_heard(newsroom, newsroom.finished(item_id))
    assert newsroom.spent() == {"PAID": newsroom.server.aws.bill.microusd}


def test_the_job_path_runs_on_the_emulators_own_transcribe(
    ai_server: AiServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another Transcribe than our fake: it writes the transcript itself, and its event goes through the rule."""
    monkeypatch.setenv("SNAPSTREAM_LOCAL_AI", ai_server.endpoint)
    monkeypatch.setenv("SNAPSTREAM_LOCAL_TRANSCRIBE", "emulated")
    for newsroom in _run(ai_server, tmp_path):
        sound = newsroom.finished(newsroom.upload("three.wav", _sound(tmp_path)))
        assert _succeeded(sound) >= {"speech", "language"}
        assert sound.transcript is not None
        transcript = json.loads(newsroom.read(sound.transcript.key))
        assert (transcript["engine"], bool(transcript["words"])) == ("transcribe", True)
        assert ai_server.aws.calls["transcribe:StartTranscriptionJob"] == 0
        assert ai_server.aws.calls["comprehend:BatchDetectEntities"] == 1
