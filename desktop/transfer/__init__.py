"""From a finished file to a verified object: queue, engine, upload."""
