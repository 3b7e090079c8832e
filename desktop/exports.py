"""Copies that leave the newsroom: asked for first, so that it may refuse (an embargo) and writes them down. Any thread.

Looking at an original and playing it are sight within the newsroom, and go by the person's credentials. A copy goes by
an address that the newsroom gives for this one. It is no lock: credentials that may read an item read it, and whoever
has seen a picture has seen it. It is the verb of this program that keeps to the rule, and that is told of in the audit.

A file that still lies on this computer as it was sent is its owner's own, and copying it leaves nothing. With a
connection file that an engineer gave there is nobody signed in, so there is nobody to ask as.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.aws import copies
from desktop.aws.session import ConnectionFile
from desktop.newsroom import LOCAL

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.accounts import Accounts
    from desktop.core.objects import Sent
    from desktop.newsroom import Newsroom


class Exports:
    """Asks one newsroom for copies, as who is signed in there."""

    def __init__(self, newsroom: Newsroom, accounts: Accounts) -> None:
        self._newsroom = newsroom
        self._accounts = accounts

    def ask(self, item_id: str) -> str:
        """Return where a copy is fetched, "" where there is nobody to ask; raises ``SnapStreamError``."""
        name = self._newsroom.name
        if name != LOCAL and isinstance(self._newsroom.connections, ConnectionFile):
            return ""
        return self._accounts.call(lambda api, token: api.export_item(token, item_id), name)

    def fetch(self, address: str, target: Path, received: Sent) -> bool:
        """Fetch a copy, whole or not at all; False where there is nothing. Raises ``SnapStreamError``."""
        return copies.fetch(address, target, received)
