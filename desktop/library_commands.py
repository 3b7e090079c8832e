"""``snapstream ls``, ``search``, ``show``, ``status``, ``pause``, ``resume``, ``retry``. Main thread, no Qt.

The library's commands look at the newsroom first; where it cannot be reached they show what was here before, and the
exit code says so. The queue's commands are rows that a running instance reads.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cloud.contract.reasons import sentence
from desktop.core.errors import AccountProblem, LibraryProblem, ServiceProblem, UsageProblem
from desktop.core.model import TransferState
from desktop.core.words import for_file, for_problem, printable
from desktop.library.parser import parse
from desktop.library.transfers import Order, Verb
from desktop.library.tree import Viewer
from desktop.newsroom import InstanceLock, Newsroom
from desktop.query_words import sentence as sentence_of_mistake
from desktop.sync.feed import FeedReader
from desktop.sync.pictures import PictureFetcher

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cloud.contract.item import Item
    from cloud.contract.record import Json
    from desktop.accounts import Accounts
    from desktop.core.model import Transfer
    from desktop.core.paths import DataDir
    from desktop.library.tree import Parsed
    from desktop.terminal import Terminal

DONE, FAILED, USAGE, UNREACHABLE, TIMED_OUT = range(5)
_PICTURES_S = 120.0
_RETRIABLE = (TransferState.FAILED, TransferState.REJECTED, TransferState.CANCELLED)
_ORDERED = {
    Verb.PAUSE: "Uploads are paused.",
    Verb.RESUME: "Uploads go on.",
    Verb.RETRY: "It is tried again.",
}


def list_items(newsroom: Newsroom, terminal: Terminal, *, query: str, limit: int | None) -> int:
    """Print the library, or what answers a query, newest first; ``UsageProblem`` says what is wrong with a query."""
    wanted = check_query(query)
    code = _catch_up(newsroom, terminal)
    connection = newsroom.known_connection()
    viewer = Viewer(connection.user.id if connection is not None else "")
    answer = newsroom.items.search.find(wanted, viewer, limit=limit)
    ids = newsroom.items.search.ids(answer.rows) if answer is not None and (wanted.tree or not query.strip()) else []
    _fetch(newsroom, ids)
    if terminal.is_json:
        documents: list[Json] = [newsroom.items.item_json(item_id, words=False) for item_id in ids]
        terminal.print_json({"items": documents})
        return code
    found = newsroom.items.matches(ids, query) if query else {}
    for item in newsroom.items.get_many(ids):
        terminal.print_line(_line(item))
        evidence = found.get(item.id)
        if evidence is not None:
            more = f" ({evidence.more} more)" if evidence.more else ""
            terminal.print_line(f"    {evidence.field}: {printable(evidence.text)}{more}")
    if not ids and code == DONE:
        terminal.say("Nothing matches." if query else "The library is empty.")
    return code


def check_query(query: str) -> Parsed:
    """Read a query; ``UsageProblem`` says what is wrong with it, and where."""
    parsed = parse(query)
    if not parsed.is_right:
        raise UsageProblem("search", detail=" ".join(sentence_of_mistake(mistake) for mistake in parsed.mistakes))
    return parsed


def show_item(newsroom: Newsroom, terminal: Terminal, prefix: str) -> int:
    """Print one item, named by its id or the beginning of it."""
    code = _catch_up(newsroom, terminal)
    found = newsroom.items.resolve(prefix) if prefix.strip() else []
    if len(found) != 1:
        said = "No item begins with" if not found else "More than one item begins with"
        if not found and code != DONE:
            return code
        raise UsageProblem("show an item", detail=f"{said} {printable(prefix)}.")
    _fetch(newsroom, found)
    document = newsroom.items.item_json(found[0])
    if terminal.is_json:
        terminal.print_json(document)
        return code
    (item,) = newsroom.items.get_many(found)
    for line in _describe(item, document or {}):
        terminal.print_line(line)
    return code


def show_status(newsroom: Newsroom, terminal: Terminal) -> int:
    """Print how the transfers stand, whether an instance runs, and what was ordered and not yet taken."""
    lock = InstanceLock(newsroom.dir)
    is_running = lock.is_held()
    counts = newsroom.transfers.counts()
    orders = newsroom.transfers.orders()
    failed = newsroom.transfers.get_many(
        newsroom.transfers.ids([TransferState.FAILED, TransferState.REJECTED], newest_first=True, limit=100)
    )
    if terminal.is_json:
        terminal.print_json(
            {
                "newsroom": newsroom.name,
                "running": is_running,
                "pid": lock.holder() if is_running else None,
                "paused": newsroom.transfers.is_paused,
                "unsent": counts.unsent,
                "left_bytes": counts.left_bytes,
                "counts": {state.value: counts.by_state.get(state, 0) for state in TransferState},
                "orders": [{"verb": order.verb.value, "transfer": order.transfer_id or None} for order in orders],
                "failed": [_transfer_json(transfer) for transfer in failed],
            }
        )
        return DONE
    if is_running:
        terminal.print_line(f"SnapStream runs (process {lock.holder() or 'unknown'}).")
    else:
        terminal.print_line("SnapStream is not running.")
    said = ", ".join(f"{number} {state}" for state, number in counts.by_state.items() if number)
    terminal.print_line(f"Transfers: {said or 'none'}.")
    if newsroom.transfers.is_paused:
        terminal.print_line("Uploads are paused.")
    for order in orders:
        when = "in a moment" if is_running else "at the next start"
        terminal.print_line(f"Ordered, takes effect {when}: {order.verb} {order.transfer_id}".rstrip())
    for transfer in failed:
        words = for_file(transfer.reason, transfer.filename, transfer.detail)
        terminal.print_line(f"{transfer.id}  {transfer.state}  {printable(transfer.filename)}: {words.text}")
    return DONE


def give_order(newsroom: Newsroom, terminal: Terminal, verb: Verb, prefix: str = "") -> int:
    """Leave an order for the running instance, or for the next start."""
    transfer_id = _resolve_transfer(newsroom, prefix) if prefix else ""
    is_running = InstanceLock(newsroom.dir).is_held()
    if verb is Verb.RETRY and not transfer_id and not _has_retriable(newsroom):
        if terminal.is_json:
            terminal.print_json({"ordered": None, "transfer": None, "running": is_running})
        else:
            terminal.print_line("Nothing to try again.")
        return DONE
    newsroom.transfers.add_order(Order(verb, transfer_id))
    if terminal.is_json:
        terminal.print_json({"ordered": verb.value, "transfer": transfer_id or None, "running": is_running})
    elif is_running:
        terminal.print_line(_ORDERED[verb])
    else:
        terminal.print_line("SnapStream is not running: it takes effect at the next start.")
    return DONE


def _resolve_transfer(newsroom: Newsroom, prefix: str) -> str:
    ids = newsroom.transfers.ids(list(TransferState))
    found = [transfer_id for transfer_id in ids if transfer_id.startswith(prefix.upper())]
    if len(found) != 1:
        said = "No transfer begins with" if not found else "More than one transfer begins with"
        raise UsageProblem("retry", detail=f"{said} {printable(prefix)}.")
    transfer = newsroom.transfers.get(found[0])
    if transfer is not None and transfer.state not in _RETRIABLE:
        raise UsageProblem("retry", detail=f"{printable(transfer.filename)} is {transfer.state}: nothing to try again.")
    return found[0]


def _has_retriable(newsroom: Newsroom) -> bool:
    return bool(newsroom.transfers.ids([TransferState.FAILED], limit=1))


def _catch_up(newsroom: Newsroom, terminal: Terminal) -> int:
    """Read all changes; the exit code says whether the newsroom answered."""
    try:
        _read_all(newsroom, terminal)
    except (ServiceProblem, AccountProblem) as problem:
        words = for_problem(problem.reason)
        terminal.say(f"{words.heading or sentence(problem.reason)}. This is what was here before.")
        return UNREACHABLE
    finally:
        terminal.end()
    return DONE


def _read_all(newsroom: Newsroom, terminal: Terminal) -> None:
    reader = FeedReader(newsroom.records, newsroom.items, lambda: datetime.now(UTC))
    libraries = newsroom.connection().libraries
    seen = 0
    is_complete = False
    while not is_complete:
        try:
            pulled = reader.pull(libraries, may_restart=newsroom.connection().is_local)
        except LibraryProblem:
            aside = newsroom.rebuild_library()
            terminal.say(for_problem("cache_rebuilt", aside).line)
            continue
        is_complete = pulled.is_complete
        seen += len(pulled.old)
        terminal.show_progress(f"Reading the library: {seen} items")


def _fetch(newsroom: Newsroom, ids: Sequence[str]) -> None:
    """Fetch pictures and transcripts that are not here yet; what cannot be had is left out."""
    pictures = PictureFetcher(newsroom.derived, newsroom.items, lambda _event: None)
    pictures.start()
    try:
        pictures.want(reversed(ids))
        pictures.wait_idle(_PICTURES_S)
    finally:
        pictures.stop()


def _line(item: Item) -> str:
    tags = ", ".join(dict.fromkeys(printable(tag.name) for tag in item.tags[:6]))
    return f"{item.id}  {item.media_type or '-':<5}  {item.status:<10}  {printable(item.filename)}  {tags}".rstrip()


def _describe(item: Item, document: dict[str, Json]) -> list[str]:
    lines = [
        f"{item.id}  {printable(item.filename)}",
        f"{item.status} {sentence(item.status_reason)}".rstrip(),
        f"{item.mime or 'unknown kind'}, {item.size_bytes} bytes, uploaded {item.uploaded_at}",
    ]
    lines += _facts(document)
    lines += [
        f"{tag.kind:<11}{printable(tag.name)}"
        + (f"  {tag.confidence:.0f} %" if tag.confidence is not None else "")
        + f"  ({tag.source})"
        for tag in item.tags
    ]
    transcript = document.get("transcript")
    if isinstance(transcript, dict):
        rough = "rough, by machine; " if transcript.get("rough") else ""
        lines.append(f"Transcript ({rough}{transcript.get('language')}): {printable(str(transcript.get('text')))}")
    if document.get("thumbnail"):
        lines.append(f"Thumbnail: {document['thumbnail']}")
    return lines


def _facts(document: dict[str, Json]) -> list[str]:
    """Say size in pixels, duration, time of capture and caption fields, as far as there are any."""
    lines: list[str] = []
    width, height, duration_ms = (document.get(name) for name in ("width", "height", "duration_ms"))
    if width and height:
        lines.append(f"{width} × {height} pixels")
    if isinstance(duration_ms, int) and duration_ms:
        lines.append(f"Duration: {_duration(duration_ms)}")
    if document.get("captured_at"):
        lines.append(f"Captured: {document['captured_at']}")
    caption = document.get("caption")
    for name in ("headline", "caption", "byline", "credit"):
        value = caption.get(name) if isinstance(caption, dict) else None
        if value:
            lines.append(f"{name.capitalize()}: {printable(' '.join(str(value).split()))}")
    return lines


def _duration(duration_ms: int) -> str:
    minutes, tenths = divmod(round(duration_ms / 100), 600)
    hours, minutes = divmod(minutes, 60)
    seconds = f"{tenths / 10:04.1f}"
    return f"{hours}:{minutes:02}:{seconds}" if hours else f"{minutes}:{seconds}"


def _transfer_json(transfer: Transfer) -> dict[str, Json]:
    return {
        "id": transfer.id,
        "path": str(transfer.path),
        "filename": transfer.filename,
        "state": transfer.state.value,
        "reason": for_file(transfer.reason, transfer.filename, transfer.detail).text,
    }


def with_newsroom(
    data_dir: DataDir,
    name: str,
    terminal: Terminal,
    run: Callable[[Newsroom], int],
    *,
    accounts: Accounts | None = None,
) -> int:
    """Open a newsroom's parts for one command; say which of its files were damaged."""
    newsroom = Newsroom(data_dir, name, accounts)
    try:
        for problem, place in newsroom.damages():
            terminal.say(for_problem(problem, place).line)
        return run(newsroom)
    finally:
        newsroom.close()
