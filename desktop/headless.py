"""``snapstream watch``: watches and uploads without a window. The main thread reads what the parts post.

The events it prints with ``--json``, one object a line, each with ``event`` and ``at`` (UTC)::

    {"event": "file", …FILE}                                   a file's outcome is known
    {"event": "transfer", "id", "path", "filename", "state", "reason", "size_bytes"}
    {"event": "item", "item": ITEM}                            an item of the library is new or changed, without words
    {"event": "folder", "path", "away"}                        a folder went away, came (back), …
    {"event": "scanned", "path"}                               … and what lay there is taken or skipped
    {"event": "link", "link": "online|offline|signed_out|connecting"}
    {"event": "problem", "reason", "text"}  {"event": "solved", "reason"}

The lists of ``--once`` hold every file that a walk met and that is still there, also where time or room ran out first.
"""

from __future__ import annotations

import os
import queue
import signal
import threading
import time
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from cloud.contract.reasons import Reason, sentence
from desktop.app import App
from desktop.core.errors import SnapStreamError
from desktop.core.events import (
    CloudProgress,
    Event,
    FileHeld,
    FileSkipped,
    FileTaken,
    FolderChanged,
    FolderScanned,
    ItemsChanged,
    Link,
    LinkChanged,
    ProblemRaised,
    ProblemSolved,
    SignInNeeded,
    TransferChanged,
    TransferProgress,
)
from desktop.core.model import TransferState
from desktop.core.words import for_file, for_problem, printable
from desktop.terminal import name_of, now_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cloud.contract.item import Item
    from cloud.contract.record import Json
    from desktop.accounts import Accounts
    from desktop.core.model import Folder, Transfer
    from desktop.core.paths import DataDir
    from desktop.terminal import Terminal

DONE, FAILED, USAGE, UNREACHABLE, TIMED_OUT = range(5)
#: 128 and the signal's number, as shells say it.
INTERRUPTED = 130

_TICK_S = 0.25
#: All that has no outcome is looked at again this often, heard of or not.
_LOOK_S = 5.0
_OUTCOMES = {
    TransferState.UPLOADED: "uploaded",
    TransferState.DUPLICATE: "duplicate",
    TransferState.REJECTED: "rejected",
    TransferState.FAILED: "failed",
    TransferState.CANCELLED: "failed",
}
#: A skipped file that a person wanted to be sent.
_FAILURES = {Reason.UNREADABLE, Reason.VANISHED}
#: Of those that are ignored for one reason, people are told so many by name.
_NAMED = 20
_LATER = "It was not sent in time. It goes on at the next start."
_ANALYSED_LATER = "Its analysis was not finished in time."


def watch(
    data_dir: DataDir,
    newsroom: str,
    folders: Sequence[Folder],
    terminal: Terminal,
    *,
    once: bool,
    deadline_s: float | None,
    accounts: Accounts | None = None,
) -> int:
    """Watch folders until told to stop, or with ``once`` until all that is there has its outcome; the exit code.

    ``deadline_s`` (of ``time.monotonic``) ends it with what is known by then.
    """
    events: queue.SimpleQueue[Event] = queue.SimpleQueue()
    with _signals() as stopped:
        app = App(data_dir, events.put, newsroom=newsroom, folders=folders, once=once, accounts=accounts)
        run = _Run(app, terminal, events, stopped, [str(folder.path) for folder in app.folders()])
        run.end_at(deadline_s)
        run.is_following = not once
        app.start()
        try:
            return run.once() if once else run.follow()
        finally:
            terminal.end()
            app.stop()


@dataclass(slots=True)
class _Stop:
    """Whether, and by which signal, the end was asked for."""

    asked: threading.Event = field(default_factory=threading.Event)
    code: int = 0


@contextmanager
def _signals() -> Iterator[_Stop]:
    """Turn Ctrl-C, SIGTERM and a closed terminal (SIGHUP) into a wish to stop; a second one ends at once."""
    stop = _Stop()

    def ask(number: int, _frame: object) -> None:
        if stop.asked.is_set():
            raise KeyboardInterrupt
        stop.code = 128 + number
        stop.asked.set()

    numbers = [signal.SIGINT, signal.SIGTERM]
    hangup = getattr(signal, "SIGHUP", None)  # Windows has none
    if hangup is not None and signal.getsignal(hangup) is not signal.SIG_IGN:  # under nohup it stays ignored
        numbers.append(hangup)
    former = {number: signal.signal(number, ask) for number in numbers}
    try:
        yield stop
    finally:
        for number, handler in former.items():
            signal.signal(number, handler)


class _Run:
    """One run of ``watch``: what was taken and skipped, and what became of it."""

    def __init__(
        self, app: App, terminal: Terminal, events: queue.SimpleQueue[Event], stopped: _Stop, folders: Sequence[str]
    ) -> None:
        self.is_following = False
        self._app = app
        self._terminal = terminal
        self._events = events
        self._stopped = stopped
        self._deadline_s: float | None = None
        self._unscanned = set(folders)
        self._taken: dict[str, str] = {}  # path: transfer
        self._skipped: dict[str, str] = {}  # path: reason
        self._held: dict[str, str] = {}  # path that was met and is not taken: reason, "" while it is not finished
        self._paths: dict[str, set[str]] = {}  # transfer or item: paths whose outcome hangs on it
        self._open: set[str] = set()  # paths without an outcome yet
        self._dirty: set[str] = set()  # of those, the ones that something was heard of
        self._analysing: set[str] = set()  # of those, the ones that are sent
        self._told: dict[str, tuple[str, str]] = {}  # path: outcome and item
        self._look_at_s = 0.0
        self._rate: dict[str, TransferProgress] = {}
        self._problems: dict[str, str] = {}  # reason: what was said

    def end_at(self, deadline_s: float | None) -> None:
        """End by itself at this moment of ``time.monotonic``."""
        self._deadline_s = deadline_s

    def once(self) -> int:
        """Wait until every file has its outcome and every item is final; print the document."""
        if self._app.queue.is_paused:
            self._terminal.say("Uploads are paused: nothing is sent until they are resumed (snapstream resume).")
        is_over = False
        while not is_over and not self._is_ending():
            self._receive()
            self._settle()
            is_over = not self._unscanned and not self._open
            self._show()
        items = self._items()
        held = {path for path in self._held if os.path.lexists(path)}
        files = [self._file(path) for path in sorted({*self._taken, *self._skipped, *held})]
        self._print(items, files)
        if self._stopped.asked.is_set():
            return self._stopped.code
        if not is_over:
            self._terminal.say(_timed_out(len(self._open | held)))
            return TIMED_OUT
        has_failed = any(file["outcome"] in {"failed", "rejected"} for file in files)
        return FAILED if has_failed or any(item.status.is_failure for item in items) else DONE

    def follow(self) -> int:
        """Tell what happens until told to stop."""
        if not self._terminal.is_json:
            self._terminal.say("Watching. Ctrl-C stops it; what is on its way goes on next time.")
        while not self._is_ending():
            self._receive()
            self._settle()
            self._show()
        if self._stopped.asked.is_set():
            return self._stopped.code
        return TIMED_OUT if self._open or self._unscanned else DONE

    def _is_ending(self) -> bool:
        if self._stopped.asked.is_set():
            return True
        return self._deadline_s is not None and time.monotonic() >= self._deadline_s

    def _receive(self) -> None:
        """Take what was posted."""
        try:
            event = self._events.get(timeout=_TICK_S)
            while not self._stopped.asked.is_set():
                self._take(event)
                event = self._events.get_nowait()
        except queue.Empty:
            return

    def _take(self, event: Event) -> None:
        match event:
            case FileTaken() | FileHeld() | FileSkipped():
                self._take_file(event)
            case FolderScanned(path):
                self._unscanned.discard(path)
                self._tell("scanned", path=path)
            case TransferChanged(transfer_id):
                self._rate.pop(transfer_id, None)
                self._dirty |= self._paths.get(transfer_id, set()) & self._open
                self._tell_transfer(transfer_id)
            case ItemsChanged(item_ids):
                for item_id in item_ids:
                    self._dirty |= self._paths.get(item_id, set()) & self._open
                self._tell_items(item_ids)
            case TransferProgress(transfer_id):
                self._rate[transfer_id] = event
            case SignInNeeded():
                self._terminal.say("Signed out. Sign in with snapstream login; then it goes on by itself.")
            case _:
                self._tell_state(event)

    def _take_file(self, event: FileTaken | FileHeld | FileSkipped) -> None:
        path = event.path
        match event:
            case FileTaken(_, transfer_id):
                self._skipped.pop(path, None)
                self._held.pop(path, None)
                self._taken[path] = transfer_id
                self._paths.setdefault(transfer_id, set()).add(path)
                self._open.add(path)
                self._dirty.add(path)
            case _ if path in self._taken:
                pass
            case FileHeld(_, reason):
                if not self.is_following:  # it would be for the list at the end
                    self._held[path] = reason
            case FileSkipped(_, reason):
                self._held.pop(path, None)
                self._skipped[path] = reason
                self._tell_file(path)

    def _tell_state(self, event: Event) -> None:
        match event:
            case ProblemRaised(reason, detail):
                words = for_problem(reason, detail)
                if self._problems.get(str(reason)) != words.line:  # watcher and engine meet a full disk both
                    self._terminal.say(words.line)
                self._problems[str(reason)] = words.line
                self._tell("problem", reason=str(reason), text=words.line)
            case ProblemSolved(reason):
                self._problems.pop(str(reason), None)
                self._tell("solved", reason=str(reason))
            case LinkChanged(link):
                if link is Link.OFFLINE and not self._unscanned:
                    self._terminal.show_progress("No connection. It goes on by itself.")
                self._tell("link", link=str(link))
            case FolderChanged(path, is_away):
                if is_away:
                    self._terminal.say(f"{name_of(path)} is away. Watching goes on by itself when it is back.")
                self._tell("folder", path=path, away=is_away)
            case CloudProgress(text, step, steps):
                if step:
                    self._terminal.show_progress(f"{step}/{steps} {text}")
            case _:
                pass

    # ── what became of the files

    def _settle(self) -> None:
        """Find the outcome of files that something was heard of; now and then of all."""
        if time.monotonic() >= self._look_at_s:
            self._look_at_s = time.monotonic() + _LOOK_S
            self._dirty = set(self._open)
        paths, self._dirty = self._dirty, set()
        try:
            for path in sorted(paths):
                if self._is_settled(path):
                    self._open.discard(path)
                    self._analysing.discard(path)
                    self._tell_file(path)
        except SnapStreamError:  # a damaged cache is being rebuilt, or the disk is full: both are told elsewhere
            self._look_at_s = 0.0

    def _is_settled(self, path: str) -> bool:
        transfer = self._app.transfers.get(self._taken[path])
        if transfer is None or not transfer.state.is_final:
            return False
        latest = self._app.transfers.find_path(Path(path))
        if latest is not None and latest.id != transfer.id and latest.queued_at > transfer.queued_at:
            # The file changed on its way and began anew.
            self._taken[path] = latest.id
            self._paths.setdefault(latest.id, set()).add(path)
            return False
        self._paths.setdefault(transfer.item_id, set()).add(path)
        self._analysing.add(path)
        return _is_final(transfer, self._app.items.get(transfer.item_id))

    def _file(self, path: str) -> dict[str, Json]:
        """Return the FILE of the command line."""
        document: dict[str, Json] = {"path": path, "filename": PurePath(path).name}
        if path in self._held:
            reason = self._held[path]
            return document | {"outcome": "failed", "reason": sentence(reason) if reason else _LATER}
        if path not in self._taken:
            reason = self._skipped[path]
            outcome = "failed" if reason in _FAILURES else "ignored"
            return document | {"outcome": outcome, "reason": sentence(reason)}
        transfer = self._app.transfers.get(self._taken[path])
        if transfer is None:
            return document | {"outcome": "failed", "reason": _LATER}
        item = self._app.items.get(transfer.item_id)
        if not transfer.state.is_final:
            return document | {"outcome": "failed", "reason": _LATER}
        if not _is_final(transfer, item):
            late: dict[str, Json] = {"reason": _ANALYSED_LATER, "item_id": transfer.item_id}
            return document | {"outcome": _OUTCOMES[transfer.state]} | late
        words = for_file(transfer.reason, transfer.filename, transfer.detail)
        document |= {"outcome": _OUTCOMES[transfer.state], "reason": words.text}
        if item is not None and transfer.state in {TransferState.UPLOADED, TransferState.DUPLICATE}:
            document["item_id"] = item.id
            if transfer.state is TransferState.UPLOADED and item.status_reason:
                document["reason"] = sentence(item.status_reason)
        return document

    def _items(self) -> list[Item]:
        """Return the items that the files became, with their pictures fetched."""
        ids: dict[str, None] = {}
        for path in sorted(self._taken):
            transfer = self._app.transfers.get(self._taken[path])
            if transfer is not None and transfer.state in {TransferState.UPLOADED, TransferState.DUPLICATE}:
                ids[transfer.item_id] = None
        self._app.fetch_pictures(list(ids))
        return self._app.items.get_many(list(ids))

    # ── telling it

    def _print(self, items: Sequence[Item], files: Sequence[dict[str, Json]]) -> None:
        if self._terminal.is_json:
            whole: list[Json] = [self._app.items.item_json(item.id, words=False) for item in items]
            self._terminal.print_json({"items": whole, "files": list(files)})
            return
        ignored: Counter[str] = Counter()
        for file in files:
            why = str(file["reason"])
            if file["outcome"] == "ignored":
                ignored[why] += 1
                if ignored[why] > _NAMED:
                    continue
            reason = f" - {why}" if why else ""
            self._terminal.print_line(f"{file['outcome']:<10}{printable(str(file['filename']))}{reason}")
        for why, count in ignored.items():
            if count > _NAMED:
                more = count - _NAMED
                self._terminal.print_line(f"… and {more:,} more {'was' if more == 1 else 'were'} ignored - {why}")
        for item in items:
            tags = ", ".join(dict.fromkeys(tag.name for tag in item.tags[:8]))
            spoken = f' - "{item.transcript.excerpt[:60]}"' if item.transcript else ""
            self._terminal.print_line(printable(f"{item.id}  {item.status}  {item.filename}  {tags}{spoken}"))

    def _tell_file(self, path: str) -> None:
        document = self._file(path)
        told = (str(document["outcome"]), str(document.get("item_id", "")))
        if self._told.get(path) == told:
            return
        self._told[path] = told
        self._tell("file", **document)
        if not self._terminal.is_json and self.is_following and document["outcome"] != "ignored":
            reason = f" - {document['reason']}" if document["reason"] else ""
            self._terminal.print_line(f"{document['outcome']:<10}{name_of(path)}{reason}")

    def _tell_transfer(self, transfer_id: str) -> None:
        if not self.is_following or not self._terminal.is_json:
            return
        transfer = self._app.transfers.get(transfer_id)
        if transfer is not None:
            self._tell(
                "transfer",
                id=transfer.id,
                path=str(transfer.path),
                filename=transfer.filename,
                state=str(transfer.state),
                reason=for_file(transfer.reason, transfer.filename, transfer.detail).text,
                size_bytes=transfer.size_bytes,
            )

    def _tell_items(self, item_ids: Sequence[str]) -> None:
        if not self.is_following or not self._terminal.is_json:
            return
        for item_id in item_ids:
            document = self._app.items.item_json(item_id, words=False)
            if document is not None:
                self._tell("item", item=document)

    def _tell(self, kind: str, **facts: Json) -> None:
        if self.is_following and self._terminal.is_json:
            self._terminal.print_json({"event": kind, "at": now_text(), **facts}, is_line=True)

    def _show(self) -> None:
        """Show how far it is."""
        if not self._open:
            return
        speed = sum(progress.bytes_per_s for progress in self._rate.values()) / 1e6
        rate = f", {speed:.1f} MB/s" if self._rate else ""
        sending = len(self._open) - len(self._analysing)
        self._terminal.show_progress(f"{_files(sending)} on their way{rate}, {len(self._analysing)} being analysed")


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count:,} files"


def _timed_out(left: int) -> str:
    if not left:
        return "Timed out: the folders were not looked through to the end. It goes on next time."
    said = "is still on its way. It goes" if left == 1 else "are still on their way. They go"
    return f"Timed out: {_files(left)} {said} on next time."


def _is_final(transfer: Transfer, item: Item | None) -> bool:
    """Whether nothing more comes: the transfer is over, and so is the analysis of what it brought."""
    if transfer.state in {TransferState.UPLOADED, TransferState.DUPLICATE}:
        return item is not None and item.status.is_final
    return transfer.state.is_final
