"""Uploads: the queue as a person sees it. Main thread."""
