"""Watched folders: the first one, the list, and each one's rule. Main thread."""
