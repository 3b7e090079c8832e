"""The schemas of the two databases, as migrations: append, never change what was released."""

from __future__ import annotations

#: ``library.db``: a cache of the newsroom. ``items.record`` is the whole record; the columns beside it are for asking.
LIBRARY = (
    """
    CREATE TABLE items (
        row INTEGER PRIMARY KEY,
        id TEXT NOT NULL UNIQUE,
        version INTEGER NOT NULL,
        library TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        status TEXT NOT NULL,
        media_type TEXT NOT NULL,
        folder TEXT NOT NULL,
        filename TEXT NOT NULL,
        uploaded_at TEXT NOT NULL,
        is_open INTEGER NOT NULL,
        record BLOB NOT NULL,
        search_text BLOB,
        indexed BLOB NOT NULL
    );
    CREATE INDEX items_newest ON items (uploaded_at DESC, id DESC);
    CREATE INDEX items_sha256 ON items (sha256, library);
    CREATE INDEX items_open ON items (id) WHERE is_open;
    CREATE INDEX items_tally ON items (media_type, status);
    CREATE VIRTUAL TABLE found USING fts5 (
        filename, tags, caption, folder, transcript, search_text,
        tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
    );
    CREATE TABLE transcripts (
        item_id TEXT PRIMARY KEY,
        analysis_version INTEGER NOT NULL,
        body BLOB NOT NULL,
        text TEXT NOT NULL
    ) WITHOUT ROWID;
    CREATE TABLE tombstones (item_id TEXT PRIMARY KEY, version INTEGER NOT NULL) WITHOUT ROWID;
    CREATE TABLE cursors (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
    """,
)

#: ``queue.db``: what was promised to the person. Paths are bytes, because a name on disk need not be text.
QUEUE = (
    """
    CREATE TABLE transfers (
        id TEXT PRIMARY KEY,
        rank REAL NOT NULL,
        path BLOB NOT NULL,
        folder BLOB NOT NULL,
        library TEXT NOT NULL,
        profile TEXT NOT NULL,
        language TEXT NOT NULL,
        size_bytes INTEGER NOT NULL,
        mtime_ns INTEGER NOT NULL,
        state TEXT NOT NULL,
        queued_at REAL NOT NULL,
        reason TEXT NOT NULL DEFAULT '',
        detail TEXT NOT NULL DEFAULT '',
        sha256 TEXT NOT NULL DEFAULT '',
        duplicate_of TEXT NOT NULL DEFAULT '',
        upload_id TEXT NOT NULL DEFAULT '',
        part_size_bytes INTEGER NOT NULL DEFAULT 0,
        sent_bytes INTEGER NOT NULL DEFAULT 0,
        attempts INTEGER NOT NULL DEFAULT 0,
        not_before REAL NOT NULL DEFAULT 0,
        ended_at REAL NOT NULL DEFAULT 0,
        owner TEXT NOT NULL DEFAULT '',
        waits_for TEXT NOT NULL DEFAULT '',
        is_hidden INTEGER NOT NULL DEFAULT 0
    ) WITHOUT ROWID;
    CREATE INDEX transfers_claim ON transfers (rank, not_before) WHERE state = 'waiting' AND waits_for = '';
    CREATE INDEX transfers_state ON transfers (state, is_hidden, rank, size_bytes, sent_bytes);
    CREATE INDEX transfers_rank ON transfers (rank);
    CREATE INDEX transfers_path ON transfers (path);
    CREATE INDEX transfers_sha256 ON transfers (sha256) WHERE sha256 <> '';
    CREATE INDEX transfers_behind ON transfers (waits_for) WHERE waits_for <> '';
    CREATE INDEX transfers_upload ON transfers (id) WHERE upload_id <> '';
    CREATE TABLE parts (
        transfer_id TEXT NOT NULL,
        number INTEGER NOT NULL,
        size_bytes INTEGER NOT NULL,
        etag TEXT NOT NULL,
        checksum TEXT NOT NULL,
        PRIMARY KEY (transfer_id, number)
    ) WITHOUT ROWID;
    CREATE TABLE orders (number INTEGER PRIMARY KEY AUTOINCREMENT, verb TEXT NOT NULL, transfer_id TEXT NOT NULL);
    CREATE TABLE switches (name TEXT PRIMARY KEY, is_on INTEGER NOT NULL) WITHOUT ROWID;
    """,
    # The list of what has ended, latest first, without sorting all of it.
    "CREATE INDEX transfers_ended ON transfers (is_hidden, ended_at);",
    # Each list in an index of its own: the one is short when the other is long.
    """
    DROP INDEX transfers_ended;
    CREATE INDEX transfers_over ON transfers (ended_at)
        WHERE is_hidden = 0 AND state IN ('uploaded', 'duplicate', 'rejected', 'failed', 'cancelled');
    CREATE INDEX transfers_left ON transfers (folder, state, is_hidden)
        WHERE is_hidden = 0 AND state IN ('waiting', 'sending', 'checking', 'paused');
    """,
    # What people write about items, until the newsroom has it.
    """
    CREATE TABLE drafts (
        item_id TEXT NOT NULL,
        field TEXT NOT NULL,
        base TEXT NOT NULL,
        text TEXT NOT NULL,
        PRIMARY KEY (item_id, field)
    ) WITHOUT ROWID;
    """,
)
