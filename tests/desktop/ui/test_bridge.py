"""Events cross to the main thread whole, in batches, and only while the bridge is open."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from desktop.core.events import ItemsChanged, QueueChanged, TransferChanged, TransferProgress

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.ui.bridge import Bridge


def _post_from_threads(bridge: Bridge, threads: int, each: int) -> None:
    def work(number: int) -> None:
        for step in range(each):
            bridge.post(TransferProgress(f"t{number}", step, each, 1.0))
            bridge.post(TransferChanged(f"t{number}-{step}"))

    running = [threading.Thread(target=work, args=(number,)) for number in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()


def test_of_progress_the_latest_of_each_transfer_arrives(qtbot: QtBot, bridge: Bridge) -> None:
    """Thousands of steps become a few signals that end with each transfer's last step."""
    signals: list[tuple[TransferProgress, ...]] = []
    bridge.transfers_progressed.connect(signals.append)
    _post_from_threads(bridge, threads=4, each=500)
    qtbot.waitUntil(lambda: bool(signals))
    latest = {step.transfer_id: step.sent_bytes for batch in signals for step in batch}
    assert latest == {f"t{number}": 499 for number in range(4)}
    assert len(signals) < 10


def test_no_change_of_state_is_dropped(qtbot: QtBot, bridge: Bridge) -> None:
    """Every transfer that changed is named, however many threads posted."""
    seen: set[str] = set()
    bridge.transfers_changed.connect(seen.update)
    _post_from_threads(bridge, threads=4, each=500)
    qtbot.waitUntil(lambda: len(seen) == 2000)


def test_events_of_one_sort_travel_together(qtbot: QtBot, bridge: Bridge) -> None:
    """Two changes of items before the main thread looks are one signal, without repeats."""
    batches: list[tuple[str, ...]] = []
    bridge.items_changed.connect(batches.append)
    bridge.post(ItemsChanged(("a", "b")))
    bridge.post(ItemsChanged(("b", "c")))
    qtbot.waitUntil(lambda: bool(batches))
    assert batches == [("a", "b", "c")]


def test_work_in_the_pool_answers_in_the_main_thread(qtbot: QtBot, bridge: Bridge) -> None:
    """What the pool returns is handed over in the thread of the window."""
    answers: list[tuple[int, threading.Thread]] = []
    workers: list[threading.Thread] = []

    def work() -> int:
        workers.append(threading.current_thread())
        return 42

    bridge.run(work, lambda number: answers.append((number, threading.current_thread())))
    qtbot.waitUntil(lambda: bool(answers))
    assert answers == [(42, threading.main_thread())]
    assert workers[0] is not threading.main_thread()


def test_a_closed_bridge_takes_nothing(qtbot: QtBot, bridge: Bridge) -> None:
    """After the end producers may still post; nothing arrives and nothing fails."""
    signals: list[object] = []
    bridge.queue_changed.connect(signals.append)
    bridge.post(QueueChanged(paused=True))
    bridge.close()
    bridge.post(QueueChanged(paused=False))
    bridge.post(TransferProgress("t", 1, 2, 1.0))
    bridge.run(lambda: 1, signals.append)
    qtbot.wait(150)
    assert signals == []
