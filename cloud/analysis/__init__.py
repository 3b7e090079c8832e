"""The Lambda code: one module a function, each with a ``handler(event, context)``."""
