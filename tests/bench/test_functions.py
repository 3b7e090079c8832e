from __future__ import annotations

import importlib

from tests.bench.functions import Cost, handlers, run_child


def test_every_function_of_the_template_is_measured() -> None:
    """A function that is added is measured without being named here."""
    found = handlers()
    assert {"ingest", "image", "recognize", "text", "finalize"} <= set(found)
    assert all(hasattr(importlib.import_module(f"cloud.analysis.{name}"), "handler") for name in found)


def test_a_start_is_measured_in_an_interpreter_of_its_own() -> None:
    """This one has loaded it all already; the child takes its time, and more of it to be ready."""
    found = run_child("start", "finalize")
    (imported,), (ready,) = found["import_ms"], found["ready_ms"]
    assert imported[1] > 5
    assert ready[1] > imported[1]


def test_a_limit_is_about_computing_where_that_is_known() -> None:
    """A machine that is busy with other work misses no limit."""
    assert Cost("a", 900, 400, "ms", 300).is_met
    assert not Cost("a", 900, 400, "ms", 500).is_met
    assert not Cost("a", 600, 512, "MiB").is_met
    assert Cost("a", 600, None, "ms").is_met
