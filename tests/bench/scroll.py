"""The window over 100,000 items: how fast it starts and scrolls, what it costs at rest, how much memory it takes.

Everything is measured in processes of their own: ``python -m tests.bench.scroll KIND FOLDER`` is one, and prints its
figures as JSON. The newsroom does not answer: what is on this computer must be shown all the same.

::

    parent ── clock ──▶ child: interpreter, imports, caches, window ──▶ the items painted ──▶ clock
                        └─ then: scrolled from end to end, in frames, while 8 transfers post their progress
                           └─ then: left alone
"""

# ruff: noqa: T201 -- printing is what the child does

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from desktop.core.paths import DataDir
    from desktop.ui.application import WindowApplication

ROOT = Path(__file__).parents[2]
ITEMS = 100_000
NEWSROOM = "bench"
_BATCH = 1000
_PICTURES = 12
_TRANSFERS = 8
#: Of a wheel turned fast, and of the scroll bar dragged: pixels a frame.
_WHEEL_PX, _WHEEL_FRAMES, _DRAG_FRAMES = 120, 300, 400
_FRAME_S = 1 / 60
_REST_S = 10.0
#: A child that is not done by then never will be.
_PATIENCE_S = 600.0


@dataclass(frozen=True, slots=True)
class Told:
    """A figure, each run's value, and what it may be.

    ``computing`` is the part of the time that was spent computing: it is the same beside other work on this computer.
    """

    name: str
    values: tuple[float, ...]
    most: float
    unit: str
    computing: tuple[float, ...] = ()

    @property
    def value(self) -> float:
        """Half were more."""
        return median(self.values)

    @property
    def is_met(self) -> bool:
        """Whether it is within its aim: by the computing, where other work made it wait."""
        return min(self.value, median(self.computing) if self.computing else self.value) <= self.most


def prepare(root: Path, items: int = ITEMS) -> DataDir:
    """Make the data directory of somebody whose newsroom has so many items, thumbnails and all."""
    from cloud.contract.findings import Analysis  # noqa: PLC0415 -- a child that starts must not have loaded it
    from cloud.contract.status import AnalysisName, AnalysisState  # noqa: PLC0415 -- the same
    from desktop.core.paths import DataDir  # noqa: PLC0415 -- the same
    from desktop.core.settings import Settings, SettingsFile  # noqa: PLC0415 -- the same
    from desktop.library.database import Database  # noqa: PLC0415 -- the same
    from desktop.library.items import ItemLibrary  # noqa: PLC0415 -- the same
    from desktop.library.schema import LIBRARY  # noqa: PLC0415 -- the same
    from tests.bench.library import Newsroom  # noqa: PLC0415 -- the same

    data = DataDir(root)
    root.mkdir(parents=True, exist_ok=True)
    folder = data.newsroom(NEWSROOM)
    folder.root.mkdir(parents=True, exist_ok=True)
    folder.connection.write_text(_connection(), encoding="utf-8")
    folder.connection.chmod(0o600)
    SettingsFile(data.settings).save(Settings(newsroom=NEWSROOM))
    pictures = [_write_picture(root / f"picture-{number}.jpg", number) for number in range(_PICTURES)]
    db = Database(folder.library, LIBRARY)
    library = ItemLibrary(db, folder.thumbnails)
    done = {AnalysisName.THUMBNAILS: Analysis(AnalysisState.SUCCEEDED, "pillow", 1)}
    batch = []
    for number, item in enumerate(Newsroom(items).make()):
        made = replace(item, analyses=done)
        batch.append(made)
        # Hard links: each has a path of its own, as the grid reads it, and a hundred thousand take no room.
        path = library.thumbnail_path(made.id, made.analysis_version, 256)
        path.parent.mkdir(parents=True, exist_ok=True)
        os.link(pictures[number % _PICTURES], path)
        if len(batch) == _BATCH:
            library.apply(batch)
            batch = []
    library.apply(batch)
    db.close()
    return data


def measure(root: Path, runs: int, items: int = ITEMS) -> list[Told]:
    """Measure everything, each run in a process of its own."""
    data = prepare(root, items)
    started = [_run("start", data.root) for _ in range(max(runs, 3))]
    scrolled = [_run("scroll", data.root) for _ in range(max(1, runs // 2))]

    def values(found: list[dict[str, float]], name: str) -> tuple[float, ...]:
        return tuple(each[name] for each in found)

    return [
        Told(
            "cold start to painted items, the whole process",
            values(started, "painted_s"),
            1.2,
            "s",
            values(started, "painted_computing"),
        ),
        Told("the same, to painted pictures", values(started, "pictures_s"), 2.0, "s"),
        Told(
            "scrolling by the wheel, p99 of a frame",
            values(scrolled, "wheel_p99_ms"),
            16.0,
            "ms",
            values(scrolled, "wheel_computing_ms"),
        ),
        Told(
            "dragging from end to end, p99 of a frame",
            values(scrolled, "drag_p99_ms"),
            16.0,
            "ms",
            values(scrolled, "drag_computing_ms"),
        ),
        Told(
            "the longest block while scrolling",
            values(scrolled, "longest_ms"),
            50.0,
            "ms",
            values(scrolled, "longest_computing_ms"),
        ),
        Told("processor at rest", values(scrolled, "rest_percent"), 0.5, "%"),
        Told("resident memory after scrolling all", values(scrolled, "resident_mib"), 350.0, "MiB"),
    ]


def print_table(shown: list[Told]) -> None:
    """Print what was measured."""
    if shown:
        print(f"\n| the window over {ITEMS:,} items | median | computing | aim | runs |\n|---|---|---|---|---|")
    for each in shown:
        aim = f"{each.most:g} {each.unit}{'' if each.is_met else ' (missed)'}"
        computing = f"{median(each.computing):.2f} {each.unit}" if each.computing else "-"
        print(f"| {each.name} | {each.value:.2f} {each.unit} | {computing} | {aim} | {len(each.values)} |")


def _run(kind: str, folder: Path) -> dict[str, float]:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "QT_LOGGING_RULES": "qt.multimedia.*=false"}
    began = time.time()
    done = subprocess.run(  # noqa: S603 -- our own module
        [sys.executable, "-m", "tests.bench.scroll", kind, str(folder)],
        cwd=ROOT,
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
        timeout=_PATIENCE_S,
    )
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return {name: value - began if name.endswith("_s") else value for name, value in found.items()}


def _connection() -> str:
    return json.dumps(
        {
            "newsroom": NEWSROOM,
            "user": {"id": "u-01", "email": "bench@localhost", "name": "Bench"},
            "role": "member",
            "api_url": None,
            "endpoint": "http://127.0.0.1:9",
            "region": "us-east-1",
            "buckets": {"originals": "originals", "derived": "derived"},
            "table": "media_items",
            "index": "feed",
            "credentials": {"access_key_id": "k", "secret_access_key": "s", "session_token": "t"},
            "expires_at": "2030-01-01T00:00:00Z",
        }
    )


def _write_picture(path: Path, number: int) -> Path:
    from PIL import Image  # noqa: PLC0415 -- as above

    # As hard to read as a photograph of this size: a gradient with a sensor's grain in it.
    color = (number * 40 % 256, number * 90 % 256, number * 150 % 256)
    grain = Image.merge("RGB", [Image.effect_noise((256, 171), 24.0)] * 3)
    picture = Image.blend(grain, Image.new("RGB", grain.size, color), 0.7)
    picture.save(path, "JPEG", quality=85)
    return path


# In the child


class Child:
    """The program as ``snapstream`` starts it, and a pointer that never rests."""

    def __init__(self, folder: Path) -> None:
        from PySide6.QtWidgets import QApplication  # noqa: PLC0415 -- its loading is part of what is measured

        from desktop.core.paths import DataDir  # noqa: PLC0415 -- the same
        from desktop.ui.application import WindowApplication  # noqa: PLC0415 -- the same

        self.qt = QApplication(sys.argv[:1])
        self.window: WindowApplication = WindowApplication(self.qt, DataDir(folder), newsroom=NEWSROOM)
        self.window.frame.resize(1600, 1000)
        self.window.start(local=False)

    def wait_painted(self) -> float:
        """Return when the items were painted for the first time."""
        from PySide6.QtCore import QEvent, QObject  # noqa: PLC0415 -- as above

        session = self.window.session
        assert session is not None, "the library did not open"
        grid = session.library.grid
        painted: list[float] = []

        class Watch(QObject):
            """Notes the first paint of items."""

            def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
                if event.type() == QEvent.Type.Paint and grid.model().rowCount() and not painted:
                    painted.append(0.0)
                return False

        watch = Watch()
        grid.viewport().installEventFilter(watch)
        limit = time.monotonic() + 60
        while not painted and time.monotonic() < limit:
            self.qt.processEvents()
        # The filter sees the event before it is handled; by now it was.
        return time.time()

    def wait_pictures(self) -> float:
        """Return when all pictures in sight were painted."""
        library = self._library()
        limit = time.monotonic() + 60
        while time.monotonic() < limit:
            self.qt.processEvents()
            if not library.thumbnails.is_busy:
                break
        return time.time()

    def _library(self):  # noqa: ANN202 -- its type is loaded with the window
        session = self.window.session
        assert session is not None
        return session.library

    def scroll(self) -> dict[str, float]:
        """Scroll from end to end while transfers move, and then rest."""
        stopping = threading.Event()
        poster = threading.Thread(target=self._post_progress, args=(stopping,))
        poster.start()
        library = self._library()
        bar = library.grid.verticalScrollBar()
        self._wait(lambda: library.grid.is_laid_out)
        wheel = [self._frame(bar, value) for value in self._wheel(bar.maximum())]
        drag = [self._frame(bar, value) for value in self._drag(bar.maximum())]
        stopping.set()
        poster.join()
        self._wait(lambda: not library.thumbnails.is_busy)
        resident = _resident_mib()
        return {
            "wheel_p99_ms": _p99_ms(took for took, _ in wheel),
            "wheel_computing_ms": _p99_ms(used for _, used in wheel),
            "drag_p99_ms": _p99_ms(took for took, _ in drag),
            "drag_computing_ms": _p99_ms(used for _, used in drag),
            "longest_ms": max(took for took, _ in (*wheel, *drag)) * 1000,
            "longest_computing_ms": max(used for _, used in (*wheel, *drag)) * 1000,
            "resident_mib": resident,
            "rest_percent": self._rest(),
        }

    def _wheel(self, most: int) -> Iterator[int]:
        for number in range(_WHEEL_FRAMES):
            yield min(most, number * _WHEEL_PX)

    def _drag(self, most: int) -> Iterator[int]:
        begins = _WHEEL_FRAMES * _WHEEL_PX
        for number in range(1, _DRAG_FRAMES + 1):
            yield begins + (most - begins) * number // _DRAG_FRAMES

    def _frame(self, bar, value: int) -> tuple[float, float]:  # noqa: ANN001 -- as above
        """Move, paint, and do what came meanwhile; return how long that took, and how much of it was computing."""
        began, used = time.perf_counter(), time.thread_time()
        bar.setValue(value)
        self.qt.processEvents()
        took = time.perf_counter() - began, time.thread_time() - used
        while (left := began + _FRAME_S - time.perf_counter()) > 0:
            # Between frames the loop sleeps, as it does when the screen sets the pace.
            time.sleep(left)
        return took

    def _post_progress(self, stopping: threading.Event) -> None:
        from desktop.core.events import TransferProgress  # noqa: PLC0415 -- as above

        sent = 0
        while not stopping.wait(0.01):
            sent += 200_000
            for number in range(_TRANSFERS):
                event = TransferProgress(f"{number:026}", sent, 10_000_000_000, 20_000_000.0)
                self.window.bridge.post(event)

    def _rest(self) -> float:
        """Return what part of one processor is used while nobody does anything."""
        from PySide6.QtCore import QTimer  # noqa: PLC0415 -- as above

        self._wait(lambda: False, seconds=2.0)
        used, began = time.process_time(), time.perf_counter()
        # Not quit(): that asks the window to close, which keeps the program running.
        QTimer.singleShot(round(_REST_S * 1000), lambda: self.qt.exit(0))
        self.qt.exec()
        return 100 * (time.process_time() - used) / (time.perf_counter() - began)

    def _wait(self, condition, seconds: float = 60.0) -> None:  # noqa: ANN001 -- a condition
        limit = time.monotonic() + seconds
        while not condition() and time.monotonic() < limit:
            self.qt.processEvents()
            time.sleep(0.005)

    def stop(self) -> None:
        """End the program."""
        self.window.stop()


def _p99_ms(times_s: Iterable[float]) -> float:
    return quantiles(times_s, n=100)[-1] * 1000


def _resident_mib() -> float:
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmRSS:\s+(\d+) kB", status.read_text())[1]) / 1024  # type: ignore[index] # it is there
    import resource  # noqa: PLC0415 -- no Windows has it

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024)


def main() -> None:
    """Be the child."""
    kind, folder = sys.argv[1], Path(sys.argv[2])
    child = Child(folder)
    figures = {"painted_s": child.wait_painted(), "painted_computing": time.process_time()}
    figures["pictures_s"] = child.wait_pictures()
    if kind == "scroll":
        figures = child.scroll()
    child.stop()
    print(json.dumps(figures))


if __name__ == "__main__":
    main()
