"""``account.json``: who signed in to a newsroom here, and at which address. No secret is in it. Any thread.

The refresh token lies in the keyring under ``slot``, a name of this data directory's own: two of them on one computer
may be signed in to one newsroom as two people.
"""

from __future__ import annotations

import errno
import json
import logging
import re
import secrets
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from desktop.core.account import KnownNewsroom
from desktop.core.errors import StorageFull, UsageProblem
from desktop.core.paths import NewsroomDir
from desktop.core.settings import replace_file

if TYPE_CHECKING:
    from pathlib import Path

    from desktop.core.paths import DataDir

_log = logging.getLogger(__name__)

#: What a newsroom may be called: its files lie in a folder of that name.
NEWSROOM_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,63}")
#: What the embedded cloud calls itself.
EMBEDDED = "local"
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


@dataclass(frozen=True, slots=True)
class KeptAccount:
    """What is remembered of a sign-in."""

    newsroom: str  #: the newsroom's own id
    newsroom_name: str
    address: str
    email: str
    user_id: str
    slot: str  #: the secret's name in the keyring
    is_signed_in: bool
    count: int = 0  #: of sign-ins and sign-outs: who watches this file sees each

    def known(self, folder: str, *, is_current: bool) -> KnownNewsroom:
        """Return it as the window sees it."""
        return KnownNewsroom(
            folder, self.newsroom_name, self.address, self.email, self.user_id, self.is_signed_in, is_current
        )


def read_account(place: NewsroomDir) -> KeptAccount | None:
    """Return who signed in here; None where nobody ever did, or the file cannot be read."""
    try:
        document = json.loads(place.account.read_text(encoding="utf-8"))
        texts = ("newsroom", "newsroom_name", "address", "email", "user_id", "slot")
        if not all(isinstance(document[name], str) for name in texts):
            raise TypeError("no text")  # noqa: TRY301 - as any other damage
        return KeptAccount(
            **{name: document[name] for name in texts},
            is_signed_in=bool(document["is_signed_in"]),
            count=int(document["count"]),
        )
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError):
        _log.warning("%s cannot be read: somebody signs in anew", place.account.name, exc_info=True)
        return None


def write_account(place: NewsroomDir, account: KeptAccount) -> None:
    """Remember an account; raises ``StorageFull`` or ``UsageProblem``."""
    try:
        replace_file(place.account, (json.dumps(asdict(account), indent=2) + "\n").encode())
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise StorageFull("remember the account") from error
        raise UsageProblem("remember the account", detail=f"The account cannot be kept ({error}).") from error


def mark_signed_out(place: NewsroomDir) -> None:
    """Remember that nobody is signed in any more."""
    account = read_account(place)
    if account is not None and account.is_signed_in:
        write_account(place, replace(account, is_signed_in=False, count=account.count + 1))


def folders_with_accounts(data_dir: DataDir) -> list[Path]:
    """Return the folders of newsrooms that somebody signed in to, the last one first."""
    try:
        files = [(folder / "account.json") for folder in data_dir.newsrooms.iterdir()]
        dated = [(file.stat().st_mtime_ns, file.parent) for file in files if file.is_file()]
    except OSError:
        return []
    return [folder for _, folder in sorted(dated, reverse=True)]


def choose_folder(data_dir: DataDir, newsroom: str, user_id: str) -> str:
    """Return the folder of a person in a newsroom: the newsroom's own, or one beside it where that is another person's.

    What one person sees and sends must never become another's: neither library nor queue is shared. An embedded cloud
    that somebody signs in to by its address is not the one that ``--local`` starts: its own folder stays the demo's.
    """
    beside = f"{newsroom[:36]}-{user_id.lower()}"
    for name in (beside,) if newsroom == EMBEDDED else (newsroom, beside):
        if not NEWSROOM_NAME.fullmatch(name):
            raise UsageProblem("sign in", detail="The newsroom's answer names no newsroom.")
        kept = read_account(NewsroomDir(data_dir.newsrooms / name))
        if kept is None or kept.user_id == user_id:
            return name
    raise UsageProblem("sign in", detail="The folder of this account belongs to another person.")


def new_slot(newsroom: str) -> str:
    """Return a name for the keyring."""
    return f"{newsroom} {secrets.token_hex(4)}"
