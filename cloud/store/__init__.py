"""The table and the buckets: conditional writes to items, reads and writes of objects."""
