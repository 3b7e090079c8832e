"""The window. The only Qt of the desktop; runs in the main thread."""
