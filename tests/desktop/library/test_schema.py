"""Files of earlier versions: the cache begins anew and keeps what was fetched one by one; the queue keeps all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud.contract.transcript import Transcript, TranscriptSummary, Word
from desktop.library.database import Database
from desktop.library.items import ItemLibrary
from desktop.library.schema import LIBRARY, QUEUE
from desktop.library.transfers import TransferTable
from tests.fakes.newsroom import make_item

if TYPE_CHECKING:
    from pathlib import Path

OLD_WORDS = (
    b'{"language": "en", "engine": "x", "rough": true, "text": "the river rose", "words": ['
    b'{"text": "the", "start_ms": 0, "end_ms": 90, "confidence": 80.0, "speaker": "A"},'
    b' {"text": "river", "start_ms": 100, "end_ms": 190, "confidence": 71.5}]}'
)


def test_older_cache_is_read_again_and_keeps_its_words(tmp_path: Path) -> None:
    """GIVEN a cache of the first schema WHEN it is opened THEN sync begins anew, and spoken words need no fetching."""
    import zlib  # noqa: PLC0415 - for this test alone

    path = tmp_path / "library.db"
    old = Database(path, LIBRARY[:1])
    item = make_item(media_type="audio", transcript=TranscriptSummary("en", "x", "the river", "k"))
    with old.write() as connection:
        connection.execute("INSERT INTO cursors VALUES ('feed:newsroom', 'x')")
        connection.execute("INSERT INTO tombstones VALUES ('gone', 3)")
        connection.execute(
            "INSERT INTO transcripts VALUES (?, 1, ?, 'the river rose')", (item.id, zlib.compress(OLD_WORDS))
        )
        connection.execute(
            "INSERT INTO items (id, version, library, sha256, status, media_type, folder, filename, uploaded_at,"
            " is_open, record, indexed) VALUES (?, 1, 'n', '', 'COMPLETED', 'audio', '', 'f', 't', 0, x'', x'')",
            (item.id,),
        )
    old.close()
    db = Database(path, LIBRARY)
    library = ItemLibrary(db, tmp_path)
    assert library.ids() == []
    assert library.cursor("feed:newsroom") is None
    library.apply([item])
    assert library.ids("rose") == [item.id]
    words = (Word("the", 0, 90, 80.0, "A"), Word("river", 100, 190, 71.5))
    assert library.transcript(item.id) == Transcript("en", "x", "the river rose", words, is_rough=True)
    assert library.search.evidence([item.id], "rose")[item.id].at_ms is None
    db.close()


def test_queue_keeps_its_transfers_through_every_version(tmp_path: Path) -> None:
    """GIVEN a queue of any earlier schema WHEN it is opened THEN each transfer is still there."""
    for version in range(1, len(QUEUE)):
        path = tmp_path / f"queue-{version}.db"
        old = Database(path, QUEUE[:version], is_durable=True)
        with old.write() as connection:
            connection.execute(
                "INSERT INTO transfers (id, rank, path, folder, library, profile, language, size_bytes, mtime_ns,"
                " state, queued_at) VALUES ('01A', 1, x'2f61', x'2f', 'newsroom', 'full', '', 5, 1, 'waiting', 1)"
            )
        old.close()
        db = Database(path, QUEUE, is_durable=True)
        assert [transfer.id for transfer in TransferTable(db).get_many(["01A"])] == ["01A"]
        db.close()
