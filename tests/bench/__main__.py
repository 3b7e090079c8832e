"""``python -m tests.bench``: prints a table of medians, and JSON where asked."""

# ruff: noqa: T201 -- printing is what a command line does

from __future__ import annotations

import argparse
import importlib
import json
import os
import platform
import tempfile
from dataclasses import asdict
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from tests import qt_libraries
from tests.bench import api, functions, library, path, ratios, scroll

if TYPE_CHECKING:
    from tests.bench.item import Opened
    from tests.bench.screen import Screen

KINDS = ("photograph", "recording", "batch", "ratios", "functions", "api", "library", "window", "item")


def make_screen() -> Screen | None:
    """Make an offscreen window, where Qt's libraries are there."""
    if fault := qt_libraries.find_fault():
        print(f"no window, so thumbnails are timed as they come into the library: {fault}")
        return None
    return importlib.import_module("tests.bench.screen").Screen()  # type: ignore[no-any-return]


def _item(root: Path, runs: int) -> list[Opened]:
    """Open an item's page, where Qt's libraries are there."""
    if fault := qt_libraries.find_fault():
        print(f"no window, so no item is opened: {fault}")
        return []
    root.mkdir()
    return importlib.import_module("tests.bench.item").measure(root, runs)  # type: ignore[no-any-return]


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", choices=KINDS, action="append", help="measure this alone (may be given again)")
    parser.add_argument("--runs", type=int, default=5, help="of each single file (5)")
    parser.add_argument("--batch-runs", type=int, default=5, help="of the batch (5)")
    parser.add_argument("--photographs", type=int, default=200, help="in a batch (200)")
    parser.add_argument(
        "--items",
        type=int,
        action="append",
        help="in a library (100000; may be given again; 1000000 takes half an hour)",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every time that was taken")
    arguments = parser.parse_args()
    only = set(arguments.only or KINDS)
    figures: list[path.Figure] = []
    findings: list[ratios.Ratio] = []
    with tempfile.TemporaryDirectory(prefix="snapstream-bench-", ignore_cleanup_errors=True) as scratch:
        root = Path(scratch)
        if only - {"ratios", "functions", "api", "library", "window", "item"}:
            figures = path.measure(
                root,
                make_screen(),
                only=only,
                runs=arguments.runs,
                batch_runs=arguments.batch_runs,
                photographs=arguments.photographs,
            )
        if "ratios" in only:
            findings = ratios.measure(root / "ratios")
        shown = scroll.measure(root / "window", arguments.runs) if "window" in only else []
        opened = _item(root / "item", arguments.runs) if "item" in only else []
        libraries = library.measure(root / "library", arguments.items or [library.SMALL]) if "library" in only else []
    costs = functions.measure(arguments.runs) if "functions" in only else []
    loads = api.measure() if "api" in only else []
    print(
        f"{os.cpu_count()} processors, {platform.system()} {platform.machine()}, Python {platform.python_version()}\n"
    )
    if figures:
        print("| measured | median | aim | runs |\n|---|---|---|---|")
    for figure in figures:
        aim = f"{figure.budget_s:g} s" if figure.budget_s else "-"
        print(f"| {figure.name} | {figure.median_s:.1f} s | {aim} | {len(figure.times_s)} |")
    if findings:
        print("\n| compared | ratio | values |\n|---|---|---|")
    for ratio in findings:
        print(f"| {ratio.name} | {ratio.value:.1f} | {ratio.small_s * 1000:.2f} ms, {ratio.large_s * 1000:.2f} ms |")
    if costs:
        print("\n| function | median | computing | limit |\n|---|---|---|---|")
    for cost in costs:
        limit = "-" if cost.limit is None else f"{cost.limit:g} {cost.unit}{'' if cost.is_met else ' (missed)'}"
        computing = "-" if cost.processor_ms is None else f"{cost.processor_ms:.0f} ms"
        print(f"| {cost.name} | {cost.value:.0f} {cost.unit} | {computing} | {limit} |")
    print_loads(loads)
    print_libraries(libraries)
    scroll.print_table(shown)
    print_items(opened)
    if arguments.json:
        document = {
            "figures": [asdict(figure) for figure in figures],
            "ratios": [asdict(ratio) for ratio in findings],
            "functions": [asdict(cost) for cost in costs],
            "api": [asdict(each) for each in loads],
            "window": [asdict(each) for each in shown],
            "item": [asdict(each) for each in opened],
            "library": [asdict(each) for each in libraries],
        }
        arguments.json.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


def print_items(opened: list[Opened]) -> None:
    """Print how long an item's page takes."""
    if opened:
        print("\n| an item in the window | median | computing | aim | runs |\n|---|---|---|---|---|")
    for each in opened:
        aim = f"{each.most_ms:g} ms{'' if each.is_met else ' (missed)'}"
        computing = f"{median(each.processor_ms):.0f} ms" if each.processor_ms else "-"
        print(f"| {each.name} | {each.median_ms:.2f} ms | {computing} | {aim} | {len(each.times_ms)} |")


def print_loads(loads: list[api.Load]) -> None:
    """Print what the API bears."""
    if loads:
        print("\n| asked | a second | p50 | p99 | aim |\n|---|---|---|---|---|")
    for each in loads:
        aim = f"{api.LEAST_PER_S} a second, {api.MOST_P99_MS} ms{'' if each.is_met else ' (missed)'}"
        times = f"{each.per_s:.0f} | {each.p50_ms:.0f} ms | {each.p99_ms:.0f} ms"
        print(f"| {each.name} | {times} | {aim if each.has_aim else '-'} |")


def print_libraries(libraries: list[library.Measured]) -> None:
    """Print how fast a library of each size is."""
    for measured in libraries:
        speed = f"{measured.apply_per_s:,.0f} a second ({measured.apply_per_processor_s:,.0f} a second of computing)"
        print(f"\n{measured.items:,} items: {measured.size_bytes / 1e6:,.0f} MB, first sync {speed}")
        print("\n| in the library | median | p95 | p95 of computing | aim | runs |\n|---|---|---|---|---|---|")
        for each in measured.timed:
            aim = "-" if each.most_ms is None else f"{each.most_ms:g} ms{'' if each.is_met else ' (missed)'}"
            times = f"{each.median_ms:.1f} ms | {each.p95_ms:.1f} ms | {each.processor_p95_ms:.1f} ms"
            print(f"| {each.name} | {times} | {aim} | {len(each.runs)} |")


def print_window(shown: list[scroll.Told]) -> None:
    """Print what the window does over a large library."""
    if shown:
        print(f"\n| the window over {scroll.ITEMS:,} items | median | aim | runs |\n|---|---|---|---|")
    for each in shown:
        aim = f"{each.most:g} {each.unit}{'' if each.is_met else ' (missed)'}"
        print(f"| {each.name} | {each.value:.2f} {each.unit} | {aim} | {len(each.values)} |")


if __name__ == "__main__":
    main()
