"""Plain data and rules: no Qt, no AWS, no I/O but the settings file."""
