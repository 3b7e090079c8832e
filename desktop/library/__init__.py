"""The local SQLite databases: the library cache and the durable transfers."""
