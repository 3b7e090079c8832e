"""Why a file needs the person, in words: what happened, why, what to do, and which of it is a button. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cloud.contract.reasons import Reason
from desktop.core.model import TransferState
from desktop.ui import phrases
from desktop.ui import said as core_words
from desktop.ui.phrases import tr

if TYPE_CHECKING:
    from desktop.core.model import Transfer

#: Trying the same bytes again would end the same way.
_USELESS = {Reason.TOO_LARGE, Reason.NOT_MEDIA, Reason.OTHER_KIND, Reason.EMPTY}
#: What is wrong can be seen, and put right, where the file lies.
_SEEN_IN_FOLDER = {*_USELESS, Reason.UNREADABLE}


@dataclass(frozen=True, slots=True)
class Failure:
    """What a failed row says and offers."""

    headline: str
    remedy: str
    can_retry: bool = True
    can_show: bool = False


def failure_of(transfer: Transfer, *, is_away: bool = False) -> Failure:
    """Say why a transfer failed or was refused; ``is_away`` where its folder cannot be seen just now."""
    base = transfer.reason.partition(":")[0]
    if is_away and base in {Reason.VANISHED, Reason.UNREADABLE}:
        folder = Path(transfer.folder).name or transfer.folder
        return Failure(
            tr("Failed: its folder went away"),
            tr(
                "{folder} was taken out or cut off while this file was being read. Nothing was half-sent."
                " Connect it again and it goes on by itself."
            ).format(folder=folder),
        )
    headline, remedy = _words(base, transfer)
    return Failure(headline, remedy, can_retry=base not in _USELESS, can_show=base in _SEEN_IN_FOLDER)


def _words(base: str, transfer: Transfer) -> tuple[str, str]:
    texts: dict[str, tuple[str, str]] = {
        Reason.VANISHED: (
            tr("Failed: the file is gone"),
            tr("It was deleted or moved before it could be uploaded. Put it back and it goes on by itself."),
        ),
        Reason.UNREADABLE: (
            tr("Failed: it cannot be read"),
            tr("This computer’s user may not open it, or the disk gives errors. Look at it, then try again."),
        ),
        Reason.TOO_LARGE: (tr("Failed: refused by the newsroom"), _too_large(transfer)),
        Reason.EMPTY: (
            tr("Refused: the file is empty"),
            tr("It has zero bytes. Copy it again from the camera or the card; then it is sent by itself."),
        ),
        Reason.NOT_MEDIA: (
            tr("Refused: no photo, sound or video"),
            tr("Whatever its name says, nothing in it can be shown or played. Look at it in its folder."),
        ),
        Reason.OTHER_KIND: (
            tr("Refused: no photo, sound or video"),
            tr("The library holds photos, sound and video. Look at it in its folder."),
        ),
        Reason.CHECKSUM: (
            tr("Failed: it did not arrive whole"),
            tr("What arrived was not what was sent. Try again: the whole file is sent anew."),
        ),
        Reason.CLOUD_FULL: (
            tr("Failed: the newsroom’s storage is full"),
            tr("There is no room for it. Free some space there, or ask an admin, then try again."),
        ),
        Reason.ACCESS_DENIED: (
            tr("Failed: not allowed"),
            tr("This account may not upload here. Ask an admin of the newsroom, then try again."),
        ),
        Reason.NOT_OWNER: (
            tr("Failed: not allowed"),
            tr("It was put where another person’s files belong. Ask an admin of the newsroom, then try again."),
        ),
    }
    if base in texts:
        return texts[base]
    headline = tr("Refused") if transfer.state is TransferState.REJECTED else tr("Failed")
    if base not in set(Reason):
        why = tr("It is not known here why ({code}). Try again.") if base else tr("It is not known why. Try again.")
        return headline, why.format(code=base)
    return headline, core_words.for_file(transfer.reason, transfer.filename, transfer.detail).text


def _too_large(transfer: Transfer) -> str:
    size = phrases.size(transfer.size_bytes)
    limit = transfer.detail
    if limit.isdigit():
        limit = phrases.size(int(limit))
    if any(character.isdigit() for character in limit):
        return tr(
            "{size} is more than your newsroom takes for one file ({limit})."
            " Send a shorter cut, or ask an admin to raise the limit."
        ).format(size=size, limit=limit)
    return tr(
        "{size} is more than your newsroom takes for one file. Send a shorter cut, or ask an admin to raise the limit."
    ).format(size=size)
