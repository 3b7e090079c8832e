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
    # Rows are numbered by the time of upload (``desktop.library.rows``), so that the index answers newest first without
    # sorting. What lay here before is read from the newsroom again; spoken words, each a file of its own there, stay.
    """
    DROP TABLE found;
    DROP TABLE items;
    DELETE FROM cursors;
    DELETE FROM tombstones;
    CREATE TABLE items (
        row INTEGER PRIMARY KEY,
        id TEXT NOT NULL,
        version INTEGER NOT NULL,
        library TEXT NOT NULL,
        sha256 TEXT NOT NULL,
        status TEXT NOT NULL,
        media_type TEXT NOT NULL,
        is_open INTEGER NOT NULL,
        record BLOB NOT NULL,
        search_text BLOB
    );
    CREATE INDEX items_version ON items (id, version);
    CREATE INDEX items_sha256 ON items (sha256, library);
    CREATE INDEX items_open ON items (id) WHERE is_open;
    CREATE INDEX items_tally ON items (media_type, status);
    CREATE TABLE keys (
        row INTEGER PRIMARY KEY,
        captured INTEGER,
        name TEXT NOT NULL,
        size INTEGER NOT NULL,
        duration INTEGER,
        embargo INTEGER,
        facets BLOB NOT NULL
    );
    CREATE INDEX keys_captured ON keys (captured);
    CREATE INDEX keys_size ON keys (size);
    CREATE INDEX keys_duration ON keys (duration) WHERE duration IS NOT NULL;
    CREATE INDEX keys_embargo ON keys (embargo) WHERE embargo IS NOT NULL;
    CREATE TABLE texts (row INTEGER PRIMARY KEY, body BLOB NOT NULL, others BLOB NOT NULL);
    CREATE TABLE names (
        id INTEGER PRIMARY KEY,
        field TEXT NOT NULL,
        key TEXT NOT NULL,
        shown TEXT NOT NULL,
        kind TEXT NOT NULL,
        uses INTEGER NOT NULL,
        UNIQUE (field, key)
    );
    CREATE INDEX names_used ON names (field, uses);
    CREATE VIRTUAL TABLE named USING fts5 (
        key, content = '', columnsize = 0, tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
    );
    CREATE VIRTUAL TABLE found USING fts5 (
        name, people, tags, screen, caption, folder, spoken, more, marks,
        content = '', tokenize = "unicode61 remove_diacritics 2", prefix = '2 3'
    );
    ALTER TABLE transcripts ADD COLUMN times BLOB;
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
    # A person's own searches: durable, so here and not in the cache.
    """
    CREATE TABLE searches (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        name TEXT NOT NULL,
        query TEXT NOT NULL,
        is_notifying INTEGER NOT NULL,
        saved_at REAL NOT NULL
    );
    CREATE TABLE search_hits (
        search_id INTEGER NOT NULL REFERENCES searches (id) ON DELETE CASCADE,
        item_id TEXT NOT NULL,
        is_seen INTEGER NOT NULL,
        PRIMARY KEY (search_id, item_id)
    ) WITHOUT ROWID;
    CREATE TABLE recent_searches (query TEXT PRIMARY KEY, used_at REAL NOT NULL) WITHOUT ROWID;
    """,
    # What happened, for the page Activity: bounded by ``desktop.library.activity``.
    """
    CREATE TABLE activity (
        id INTEGER PRIMARY KEY AUTOINCREMENT,
        at REAL NOT NULL,
        what TEXT NOT NULL,
        ref TEXT NOT NULL,
        name TEXT NOT NULL,
        place TEXT NOT NULL,
        detail TEXT NOT NULL,
        digest TEXT NOT NULL,
        solved_at REAL NOT NULL,
        mark TEXT UNIQUE
    );
    CREATE INDEX activity_ref ON activity (ref, id);
    CREATE INDEX activity_at ON activity (at);
    """,
    # What a folder's rule says is to be done with a file and its item once it is uploaded.
    """
    CREATE TABLE duties (
        transfer_id TEXT NOT NULL,
        kind TEXT NOT NULL,
        due_at REAL NOT NULL,
        target BLOB NOT NULL DEFAULT '',
        state TEXT NOT NULL DEFAULT 'open',
        PRIMARY KEY (transfer_id, kind)
    ) WITHOUT ROWID;
    CREATE INDEX duties_due ON duties (due_at) WHERE state = 'open';
    """,
    # What people say of tags and of words that were heard, until the newsroom has it: one line an item.
    "CREATE TABLE wishes (item_id TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;",
)
