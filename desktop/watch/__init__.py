"""From a watched folder to a finished file: observer, settle, scan, ignore."""
