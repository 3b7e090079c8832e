"""A library to look at: items with pictures made here and now, transfers in every state. Nothing is committed."""

from __future__ import annotations

import colorsys
import dataclasses
import importlib
import importlib.util
import math
import random
import wave
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from cloud.contract.connection import Buckets, Connection, Credentials, Person
from cloud.contract.findings import Analysis, Caption, Sentiment, Tag, TagKind
from cloud.contract.item import Item
from cloud.contract.keys import new_item_id
from cloud.contract.status import AnalysisName, AnalysisState, ItemStatus, Profile
from cloud.contract.transcript import Transcript, TranscriptSummary, Word
from desktop.core.model import Transfer, TransferState

if TYPE_CHECKING:
    from pathlib import Path

    from tests.fakes.application import FakeApplication

SPEECH = (
    "we asked for that load test in march nobody wrote back not once and when the pier failed we were told that the "
    "board had never seen the letter so i kept a copy and i brought it here today because the people who load those "
    "ships have a right to know who read it and who decided that it could wait until the spring"
)


def connection() -> Connection:
    """Return the demo account's connection."""
    return Connection(
        newsroom="local",
        user=Person("demo", "demo@localhost", "Demo Reporter"),
        role="member",
        api_url=None,
        endpoint="http://127.0.0.1:1",
        region="us-east-1",
        buckets=Buckets("originals", "derived"),
        table="media_items",
        index="feed",
        credentials=Credentials("k", "s", "t"),
        expires_at=datetime(2030, 1, 1, tzinfo=UTC),
    )


def item(number: int = 0, now: datetime | None = None, **changes: object) -> Item:
    """Return a finished photo; ``changes`` make it something else."""
    uploaded = (now or datetime.now(UTC)) - timedelta(minutes=17 * number)
    stamp = uploaded.strftime("%Y-%m-%dT%H:%M:%S.") + f"{uploaded.microsecond // 1000:03}Z"
    done = Analysis(AnalysisState.SUCCEEDED, "pillow", 1)
    made = Item(
        id=new_item_id(uploaded.timestamp()),
        library="newsroom",
        owner_id="demo",
        key="",
        version_id="v",
        filename=f"DSC_{2200 + number}.JPG",
        folder="Picture desk drop",
        size_bytes=4_900_000 + 37_000 * number,
        sha256=f"{number:064x}",
        profile=Profile.FULL,
        uploaded_at=stamp,
        status=ItemStatus.COMPLETED,
        version=1,
        updated_at=stamp,
        media_type="image",
        mime="image/jpeg",
        width=3000,
        height=2000,
        captured_at=uploaded.isoformat(),
        analyses={AnalysisName.THUMBNAILS: done, AnalysisName.METADATA: done, AnalysisName.TEXT: done},
    )
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]  # names of fields


def transcript(text: str = SPEECH, words_each_s: float = 2.4) -> Transcript:
    """Return a rough transcript with word times, a pause now and then, some words unsure."""
    chance = random.Random(7)  # noqa: S311 - a picture, no secret
    words, at = [], 400
    for number, word in enumerate(text.split()):
        length = int(1000 / words_each_s * (0.6 + len(word) / 12))
        words.append(Word(word, at, at + length, chance.choice([96.0, 91.0, 88.0, 74.0, 52.0])))
        at += length + (900 if number % 13 == 12 else 40)
    return Transcript("en-US", "pocketsphinx", text, tuple(words), is_rough=True)


def _gradient(size: tuple[int, int], hue: float, chance: random.Random) -> Image.Image:
    picture = Image.new("RGB", size)
    draw = ImageDraw.Draw(picture)
    for y in range(size[1]):
        part = y / size[1]
        color = colorsys.hsv_to_rgb((hue + 0.12 * part) % 1, 0.35 + 0.4 * part, 0.95 - 0.55 * part)
        draw.line([(0, y), (size[0], y)], fill=tuple(int(255 * c) for c in color))
    for _ in range(5):
        radius = chance.randint(size[0] // 30, size[0] // 6)
        x, y = chance.randint(0, size[0]), chance.randint(size[1] // 3, size[1])
        shade = tuple(int(255 * c) for c in colorsys.hsv_to_rgb(chance.random(), 0.4, chance.uniform(0.1, 0.9)))
        draw.ellipse([x - radius, y - radius, x + radius, y + radius], fill=shade)
    return picture.filter(ImageFilter.GaussianBlur(size[0] / 250))


def _photographs() -> list[Image.Image]:
    """Return real photographs where scikit-image is installed."""
    if importlib.util.find_spec("skimage") is None:
        return []
    data = importlib.import_module("skimage.data")
    names = ("cat", "coffee", "astronaut", "rocket", "camera", "page", "coins", "brick", "moon", "clock")
    return [Image.fromarray(getattr(data, name)()).convert("RGB") for name in names if hasattr(data, name)]


def _sign(text: str) -> Image.Image:
    picture = Image.new("RGB", (1200, 800), "#7a4a36")
    draw = ImageDraw.Draw(picture)
    for row in range(0, 800, 60):
        for column in range(-60 * (row // 60 % 2), 1200, 120):
            draw.rectangle([column, row, column + 114, row + 54], fill="#8d5a43")
    draw.rectangle([300, 180, 900, 620], fill="#f4f1e8")
    draw.multiline_text((600, 400), text, fill="#222222", anchor="mm", align="center", font=ImageFont.load_default(92))
    return picture


def waveform(size: tuple[int, int] = (1024, 340)) -> Image.Image:
    """Return a picture like those that the cloud makes of a recording."""
    chance = random.Random(3)  # noqa: S311 - a picture, no secret
    picture = Image.new("RGB", size, "#1C1C22")
    draw = ImageDraw.Draw(picture)
    for x in range(8, size[0] - 8, 7):
        height = size[1] * 0.45 * abs(math.sin(x / 61)) * chance.uniform(0.3, 1)
        draw.rectangle([x, size[1] / 2 - height, x + 3, size[1] / 2 + height + 2], fill="#9797A4")
    return picture


def _save(app: FakeApplication, one: Item, picture: Image.Image) -> None:
    for side in (256, 1024):
        path = app.items.thumbnail_path(one.id, one.analysis_version, side)
        path.parent.mkdir(parents=True, exist_ok=True)
        small = picture.copy()
        small.thumbnail((side, side))
        small.save(path, quality=88)


_TAGS = (
    (TagKind.TEXT, "SAFE PIERS NOW", 97.0, "rapidocr"),
    (TagKind.KEYWORD, "harbour", None, "iptc"),
    (TagKind.LABEL, "Face", 92.0, "opencv"),
    (TagKind.TEXT, "POLLING STATION", 99.0, "rapidocr"),
    (TagKind.KEYWORD, "dock strike", None, "iptc"),
    (TagKind.PHRASE, "load test", 81.0, "phrases"),
    (TagKind.ENTITY, "Pier 4", 88.0, "names"),
    (TagKind.TEXT, "Zürich Hbf", 64.0, "rapidocr"),
)
_HEADLINES = (
    "Dock strike, day three",
    "Cranes stand idle at Pier 4",
    "",
    "Polling station, Brewery Lane",
    "Rain floods the ring road underpass for the second time this week",
    "",
    "Shelter full for a third winter",
    "",
    "Wind farm vote: Harrow Ridge",
    "What an espresso costs now",
    "",
    "Lunar eclipse over the bay",
)


def fill(
    app: FakeApplication, root: Path, count: int = 60, now: datetime | None = None, *, side: int = 1200
) -> list[str]:
    """Put a library of all sorts into the application, with pictures of about ``side``; returns ids, newest first."""
    chance = random.Random(11)  # noqa: S311 - pictures, no secret
    photographs = _photographs()
    made: list[Item] = []
    for number in range(count):
        shape = chance.choice([(12, 8), (12, 8), (12, 8), (8, 12), (16, 5)])
        size = shape[0] * side // 12, shape[1] * side // 12
        if number % 5 in {1, 3} and photographs:
            picture = photographs[number % len(photographs)]
        elif number % 7 == 4:
            picture = _sign("POLLING\nSTATION").resize((side, side * 2 // 3))
        else:
            picture = _gradient(size, chance.random(), chance)
        picture.thumbnail((side * 2, side * 2))
        one = _dress(item(number, now, width=picture.width * 3, height=picture.height * 3), number, chance)
        if one.media_type == "audio":
            picture = waveform()
        made.append(one)
        if one.analyses.get(AnalysisName.THUMBNAILS):
            _save(app, one, picture)
    app.items.apply(made)
    for one in made:
        if one.transcript is not None:
            app.items.put_transcript(one.id, one.analysis_version, transcript())
    sound = root / "tarrant-doorstep.wav"
    with wave.open(str(sound), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"".join(int(9000 * math.sin(n / 9)).to_bytes(2, "little", signed=True) for n in range(40000)))
    for one in made:
        if one.media_type == "audio":
            app.originals[one.id] = sound
    return [one.id for one in made]


def _dress(one: Item, number: int, chance: random.Random) -> Item:
    tags = tuple(
        Tag(name, kind, sure, source) for kind, name, sure, source in chance.sample(_TAGS, chance.randint(1, 4))
    )
    changes: dict[str, object] = {"tags": tags, "caption": Caption(headline=_HEADLINES[number % len(_HEADLINES)])}
    done = Analysis(AnalysisState.SUCCEEDED, "ondevice", 1)
    speech = TranscriptSummary("en-US", "pocketsphinx", SPEECH[:200], "k", is_rough=True)
    match number % 12:
        case 0:
            changes |= {
                "media_type": "video",
                "mime": "video/mp4",
                "duration_ms": 402_000,
                "filename": "A012_C004_lantern.mov",
                "size_bytes": 1_240_000_000,
                "transcript": speech,
                "analyses": {**one.analyses, AnalysisName.SPEECH: done},
                "tags": (*tags, Tag("T+00:14", TagKind.TEXT, 97.0, "rapidocr", at_ms=14_000)),
                "sentiment": Sentiment("NEGATIVE", {"negative": 0.8}),
            }
        case 3:
            changes |= {
                "media_type": "audio",
                "mime": "audio/wav",
                "duration_ms": 5_000,
                "width": None,
                "height": None,
                "filename": "tarrant-doorstep.wav",
                "caption": Caption(headline="Owen Tarrant, dockers’ union"),
                "transcript": speech,
                "tags": (Tag("load test", TagKind.PHRASE, 81.0, "phrases"),),
                "analyses": {**one.analyses, AnalysisName.SPEECH: done},
            }
        case 5:
            changes |= {
                "status": ItemStatus.PROCESSING,
                "is_open": True,
                "pending": frozenset({"speech:0001", "faces"}),
                "media_type": "video",
                "mime": "video/mp4",
                "duration_ms": 72_000,
                "tags": (),
            }
        case 7:
            failed = Analysis(AnalysisState.FAILED, "pocketsphinx", 1, reason="damaged")
            changes |= {
                "status": ItemStatus.PARTIAL,
                "status_reason": "damaged",
                "media_type": "video",
                "mime": "video/mp4",
                "duration_ms": 185_000,
                "analyses": {**one.analyses, AnalysisName.SPEECH: failed},
            }
        case 8 if number > 12:
            changes |= {
                "status": ItemStatus.REJECTED,
                "status_reason": "not_media",
                "tags": (),
                "analyses": {},
                "filename": "notes.jpg",
                "caption": Caption(),
            }
        case 9:
            changes |= {
                "caption": Caption(
                    headline="What an espresso costs now",
                    caption="A cup of coffee on a table in the old town, a third dearer than in spring.",
                    byline="Priya Raman",
                    credit="Kestrel Bay Courier",
                    rights="Editorial use",
                )
            }
        case 10:
            changes |= {"profile": Profile.PRIVATE, "folder": "Sources"}
        case 11:
            changes |= {
                "status": ItemStatus.RECEIVED,
                "is_open": True,
                "analyses": {},
                "tags": (),
                "pending": frozenset({"thumbnails", "text"}),
            }
        case _:
            pass
    return dataclasses.replace(one, **changes)  # type: ignore[arg-type]  # names of fields


def transfer(number: int, state: TransferState, root: Path, **changes: object) -> Transfer:
    """Return a transfer of a file that need not exist."""
    made = Transfer(
        id=new_item_id(1_700_000_000 + number),
        path=root / f"DSC_{2280 + number}.NEF",
        folder=str(root),
        library="newsroom",
        profile=Profile.FULL,
        language="",
        size_bytes=47_000_000,
        mtime_ns=1,
        state=state,
        queued_at=1_700_000_000.0 + number,
    )
    return dataclasses.replace(made, **changes)  # type: ignore[arg-type]  # names of fields
