"""Measures the functions by themselves: what a photograph costs before any service is asked, and how fast they start.

Each measurement is made in an interpreter of its own, on one core: ``python -m tests.bench.functions KIND …`` is that
interpreter, and prints its figures as JSON.
"""

# ruff: noqa: T201 -- printing is what the child does

from __future__ import annotations

import importlib
import io
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[2]
#: Of a 24-megapixel camera.
WIDTH, HEIGHT = 6000, 4000
_HANDLER = re.compile(r"Handler: cloud\.analysis\.(\w+)\.handler")
#: What a function finds in its environment; no request is ever sent.
_VARIABLES = {
    "AWS_DEFAULT_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "bench",
    "AWS_SECRET_ACCESS_KEY": "bench",
    "AWS_EC2_METADATA_DISABLED": "true",
    "OMP_NUM_THREADS": "1",
    "ENGINES": "aws",
    "ORIGINALS_BUCKET": "originals",
    "DERIVED_BUCKET": "derived",
    "ITEMS_TABLE": "items",
    "LEDGER_TABLE": "ledger",
}

#: Of each thing that was measured: each run's figures.
Figures = dict[str, list[list[float]]]


@dataclass(frozen=True, slots=True)
class Cost:
    """What was measured, and what it may be."""

    name: str
    value: float
    limit: float | None  #: None: not a promise, good to know
    unit: str  #: ms or MiB
    processor_ms: float | None = None  #: of the time, what was spent computing: the same beside other work

    @property
    def is_met(self) -> bool:
        """Whether it is within its limit: by the computing, where other work on this machine made it wait."""
        return self.limit is None or (self.value if self.processor_ms is None else self.processor_ms) <= self.limit


def measure(runs: int) -> list[Cost]:
    """Measure everything."""
    costs: list[Cost] = []
    with tempfile.TemporaryDirectory(prefix="snapstream-bench-") as scratch:
        for kind, limit_ms, limit_mib in (
            ("camera", 400, 512),
            ("turned, with a profile", 400, 512),
            ("progressive", None, 512),
        ):
            path = Path(scratch) / "photograph.jpg"
            path.write_bytes(make_photograph(kind))
            found = run_child("picture", str(path), str(runs))
            name = f"24 MP JPEG ({kind}, {path.stat().st_size / 1e6:.0f} MB)"
            costs.append(_time(f"{name}: both thumbnails and proxy", found["engine_ms"], limit_ms))
            costs.append(_time(f"{name}: the whole `image` function", found["function_ms"], limit_ms))
            costs.append(Cost(f"{name}: peak memory", found["peak_mib"][0][0], limit_mib, "MiB"))
    for function in handlers():
        found = [run_child("start", function) for _ in range(runs)]
        costs.append(_time(f"import of `{function}`", [each["import_ms"][0] for each in found], 500))
        if function == "recognize":
            ready = [each["ready_ms"][0] for each in found]
            costs.append(_time(f"`{function}` ready for its first message: clients made, too", ready, None))
    return costs


def _time(name: str, taken: list[list[float]], limit_ms: float | None) -> Cost:
    wall, processor = (median(each[at] for each in taken) for at in (0, 1))
    return Cost(name, wall, limit_ms, "ms", processor)


def handlers() -> list[str]:
    """Return the functions that the template deploys."""
    return sorted(set(_HANDLER.findall((ROOT / "cloud" / "template.yaml").read_text(encoding="utf-8"))))


def make_photograph(kind: str) -> bytes:
    """Make a 24-megapixel JPEG with a scene and a sensor's grain in it."""
    from PIL import Image, ImageCms  # noqa: PLC0415 -- the child that starts a function must not have loaded it

    from tests.bench.material import make_scene  # noqa: PLC0415 -- the same

    picture = make_scene(3, WIDTH, HEIGHT, grain=6.0)
    exif = Image.Exif()
    exif[0x0112] = 6 if kind.startswith("turned") else 1
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    more = {"icc_profile": profile} if kind.startswith("turned") else {}
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=92, exif=exif.tobytes(), progressive=kind == "progressive", **more)
    return buffer.getvalue()


def run_child(*arguments: str) -> Figures:
    """Measure in an interpreter of its own."""
    command = [sys.executable, "-m", "tests.bench.functions", *arguments]
    done = subprocess.run(  # noqa: S603 -- our own module
        command, cwd=ROOT, env=os.environ | _VARIABLES, check=True, stdout=subprocess.PIPE, text=True
    )
    document: Figures = json.loads(done.stdout)
    return document


def _on_one_core() -> None:
    if hasattr(os, "sched_setaffinity"):  # Linux alone; elsewhere nothing here uses a second one
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _measure_picture(path: Path, runs: int) -> Figures:
    """Make the pictures of a file, by the engine alone and by the whole function on memory."""
    from cloud.analysis.engines import pictures  # noqa: PLC0415 -- as above
    from cloud.analysis.shell.toolbox import OnDeviceEngines  # noqa: PLC0415 -- as above
    from cloud.contract.media import Media, MediaType  # noqa: PLC0415 -- as above
    from cloud.contract.status import AnalysisState  # noqa: PLC0415 -- as above
    from cloud.store.queues import QueueName  # noqa: PLC0415 -- as above
    from tests.fakes.cloud import FakeCloud  # noqa: PLC0415 -- as above

    media, body = Media(MediaType.IMAGE, "image/jpeg"), path.read_bytes()
    engine_ms = [list(_timed(lambda: pictures.thumbnails(path, media))) for _ in range(runs)]
    peak_mib = _peak_mib()
    function_ms: list[list[float]] = []
    for _ in range(runs):
        cloud = FakeCloud(OnDeviceEngines())
        item_id = cloud.upload("photograph.jpg", body)
        cloud.deliver(QueueName.INGEST, cloud.queues.waiting[QueueName.INGEST].pop())
        work = cloud.queues.waiting[QueueName.IMAGE].pop()
        function_ms.append(list(_timed(lambda cloud=cloud, work=work: cloud.deliver(QueueName.IMAGE, work))))
        made = cloud.item(item_id).analyses["thumbnails"]
        assert made.state is AnalysisState.SUCCEEDED, made
    return {"engine_ms": engine_ms, "function_ms": function_ms, "peak_mib": [[peak_mib]]}


def _measure_start(function: str) -> Figures:
    import_ms = _timed(lambda: importlib.import_module(f"cloud.analysis.{function}"))
    environment = importlib.import_module("cloud.analysis.shell.environment")
    made_ms = _timed(environment.services)
    return {"import_ms": [list(import_ms)], "ready_ms": [[import_ms[0] + made_ms[0], import_ms[1] + made_ms[1]]]}


def _timed(act: Callable[[], object]) -> tuple[float, float]:
    """Return how long something took, and how much of a processor, in ms."""
    before, used = time.perf_counter(), time.process_time()
    act()
    return (time.perf_counter() - before) * 1000, (time.process_time() - used) * 1000


def _peak_mib() -> float:
    """Return the most memory that this process has had at once.

    Linux's ``ru_maxrss`` is no measure: a child begins with its parent's.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.search(r"VmHWM:\s+(\d+) kB", status.read_text())[1]) / 1024  # type: ignore[index] # it is there
    import resource  # noqa: PLC0415 -- no Windows has it

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 * 1024)


if __name__ == "__main__":
    _on_one_core()
    if sys.argv[1] == "picture":
        print(json.dumps(_measure_picture(Path(sys.argv[2]), int(sys.argv[3]))))
    else:
        print(json.dumps(_measure_start(sys.argv[2])))
