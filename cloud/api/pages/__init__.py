"""Pages for a browser, rendered here: no script is needed but for the progress of an upload.

They call the very functions that the JSON routes call (``signin``, ``registration``, ``resets``, ``library``).
"""

from __future__ import annotations

from cloud.api.pages import accounts, home, items, status, uploads
from cloud.api.pages.blueprint import pages

__all__ = ["accounts", "home", "items", "pages", "status", "uploads"]
