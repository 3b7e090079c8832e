"""A recording of two hours with 20,000 detections and as many words: how long until its page is painted.

``python -m tests.bench --only item`` prints it. Main thread; offscreen.
"""

from __future__ import annotations

import os
import random
import time
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from cloud.contract.findings import Tag, TagKind
from cloud.contract.transcript import Transcript, TranscriptSummary, Word
from desktop.ui.bridge import Bridge
from desktop.ui.item.page import ItemPage
from desktop.ui.item.saver import CaptionSaver
from desktop.ui.item.shorthand import Shorthand
from desktop.ui.item.verdicts import ItemEditor
from desktop.ui.library.model import LibraryModel
from desktop.ui.library.pixmaps import Thumbnails
from desktop.ui.theme import Theme
from desktop.ui.widgets.panel import Panel
from tests.desktop.ui import seeds
from tests.fakes.application import FakeApplication

if TYPE_CHECKING:
    from pathlib import Path

    from cloud.contract.item import Item

HOURS_MS = 2 * 3600 * 1000
DETECTIONS = 20_000
WORDS = 18_000
AIM_MS = 500.0


@dataclass(frozen=True, slots=True)
class Opened:
    """Times in ms, one a run."""

    name: str
    times_ms: tuple[float, ...]
    most_ms: float
    processor_ms: tuple[float, ...] = ()  #: of computing, whatever else the machine did

    @property
    def median_ms(self) -> float:
        """Half took longer."""
        return median(self.times_ms)

    @property
    def is_met(self) -> bool:
        """Whether it is fast enough."""
        return self.median_ms <= self.most_ms


def make_recording() -> tuple[Item, tuple[Tag, ...], Transcript]:
    """Return an item, all that was found in it, and what was said."""
    chance = random.Random(20)  # noqa: S311 - material, no secret
    kinds = (TagKind.LABEL, TagKind.LABEL, TagKind.PERSON, TagKind.TEXT)
    names = {kind: [f"{kind.value} {number}" for number in range(40)] for kind in kinds}
    tags = []
    for _ in range(DETECTIONS):
        kind = chance.choice(kinds)
        at_ms = chance.randrange(HOURS_MS // 2_000) * 2_000
        tags.append(Tag(chance.choice(names[kind]), kind, 50 + chance.random() * 50, "rekognition", at_ms=at_ms))
    words, at = [], 0
    said = seeds.SPEECH.split()
    for number in range(WORDS):
        words.append(Word(said[number % len(said)], at, at + 320, chance.uniform(30, 99), f"spk_{number // 300 % 4}"))
        at += 390 if number % 17 else 900
    text = " ".join(word.text for word in words)
    transcript = Transcript("en-US", "transcribe", text, tuple(words))
    item = replace(
        seeds.item(),
        media_type="video",
        mime="video/mp4",
        duration_ms=HOURS_MS,
        tags=tuple(tags[:300]),
        transcript=TranscriptSummary("en-US", "transcribe", text[:1000], "k"),
        analyses={},
    )
    return item, tuple(tags), transcript


def measure(root: Path, runs: int = 5) -> list[Opened]:
    """Open the page again and again: until it is painted with what the record holds, and with all that was found."""
    application = QApplication.instance() or QApplication([])
    assert isinstance(application, QApplication)
    theme, bridge = Theme(application, "dark"), Bridge()
    app = FakeApplication(root, bridge.post, seeds.connection())
    item, tags, transcript = make_recording()
    other = seeds.item(1)
    app.items.apply([item, other])
    app.items.put_transcript(item.id, 1, transcript)
    app.findings[item.id] = tags
    model, thumbnails = LibraryModel(app.items), Thumbnails(theme, app, bridge)
    page = ItemPage(
        theme,
        app,
        bridge,
        saver=CaptionSaver(app, bridge),
        editor=ItemEditor(app, bridge),
        shorthand=Shorthand(app, bridge),
        model=model,
        thumbnails=thumbnails,
    )
    panel = Panel(theme)
    panel.add(page)
    panel.resize(1536, 964)
    panel.show_page(page)
    panel.show()
    page.show_item(other.id)
    application.processEvents()
    first, whole, hits = [], [], []
    computed: list[tuple[float, float]] = []
    timeline = page.recording.lanes.timeline
    for _ in range(runs):
        page.recording._all = ("", 0, ())  # noqa: SLF001 - as if it were opened for the first time
        began, computing = time.perf_counter(), time.process_time()
        page.show_item(item.id)
        panel.grab()
        first.append((time.perf_counter() - began) * 1000)
        painted = time.process_time()
        while not page.recording.knows_all(item):
            application.processEvents()
        panel.grab()
        whole.append((time.perf_counter() - began) * 1000)
        computed.append(((painted - computing) * 1000, (time.process_time() - computing) * 1000))
        began = time.perf_counter()
        for x in range(200, 1000):
            timeline.block_at(QPointF(x, 60))
        hits.append((time.perf_counter() - began) / 800 * 1000)
        page.show_item(other.id)
        application.processEvents()
    page.leave()
    thumbnails.leave()
    panel.close()
    bridge.close()
    app.close()
    return [
        Opened("item of 2 h, painted", tuple(first), AIM_MS, tuple(one for one, _ in computed)),
        Opened(
            f"item of 2 h, painted with {DETECTIONS:,} detections",
            tuple(whole),
            AIM_MS,
            tuple(both for _, both in computed),
        ),
        Opened("finding the block under the pointer", tuple(hits), 1.0),
    ]
