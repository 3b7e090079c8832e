"""What a row of Uploads says about a transfer: section, state in words, bar, what can be done. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from cloud.contract.media import AUDIO_EXTENSIONS, VIDEO_EXTENSIONS
from desktop.core.model import TransferState
from desktop.ui import phrases
from desktop.ui.library.tiles import MEDIA_ICONS
from desktop.ui.phrases import tr
from desktop.ui.said import sentence
from desktop.ui.transfers.failures import failure_of

if TYPE_CHECKING:
    from desktop.core.events import TransferProgress
    from desktop.core.model import Transfer
    from desktop.ui.transfers.failures import Failure


class Section(IntEnum):
    """Where a row stands, from top to bottom."""

    NEEDS_YOU = 0
    UPLOADING = 1
    WAITING = 2
    DONE = 3


STATES: dict[Section, tuple[TransferState, ...]] = {
    Section.NEEDS_YOU: (TransferState.FAILED, TransferState.REJECTED),
    Section.UPLOADING: (TransferState.SENDING, TransferState.CHECKING),
    Section.WAITING: (TransferState.WAITING, TransferState.PAUSED),
    Section.DONE: (TransferState.UPLOADED, TransferState.DUPLICATE, TransferState.CANCELLED),
}


class Act(StrEnum):
    """What can be done with a transfer."""

    SEND_NOW = "send_now"
    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    RETRY = "retry"
    REMOVE = "remove"
    SHOW_FILE = "show_file"
    SHOW_ITEM = "show_item"


@dataclass(frozen=True, slots=True)
class RowAction:
    """One button of a row. With text it is a small button, else an icon."""

    act: Act
    icon: str
    name: str
    key: str = ""
    has_text: bool = False
    is_quiet: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A transfer as it is painted."""

    id: str
    item_id: str
    section: Section
    name: str
    place: str  #: folder and size
    icon: str  #: of the kind of media its name promises
    state: str
    part: float | None  #: 0 to 1; None where there is no bar
    bar: str  #: the bar's colour
    speed: str
    left: str
    failure: str  #: "Failed: …", where it needs the person
    remedy: str  #: why, and what to do
    actions: tuple[RowAction, ...]
    path: Path
    is_paused: bool = False
    is_moving: bool = False
    has_item: bool = False  #: it is in the library

    def action(self, *acts: Act) -> RowAction | None:
        """Return the first of these that can be done with it."""
        return next((action for action in self.actions if action.act in acts), None)

    @property
    def accessible(self) -> str:
        """What a screen reader says."""
        return ", ".join(
            part
            for part in (
                self.name,
                self.place,
                self.failure or self.state,
                self.remedy,
                self.percent,
                self.speed,
                self.left,
            )
            if part
        )

    @property
    def percent(self) -> str:
        """How much of it is there, "" where there is no bar."""
        return tr("{n} %").format(n=int(self.part * 100)) if self.part is not None and self.bar == "sel" else ""


def row_of(
    transfer: Transfer,
    progress: TransferProgress | None,
    now_s: float,
    *,
    said: TransferProgress | None = None,
    is_next: bool = False,
    is_sent_now: bool = False,
    is_away: bool = False,
) -> Row:
    """Say a transfer. The bar moves with ``progress``, numbers with ``said``, which comes twice a second at most."""
    section = next(section for section, states in STATES.items() if transfer.state in states)
    told = said or progress
    sent = progress.sent_bytes if progress and transfer.state.is_active else transfer.sent_bytes
    told_sent = told.sent_bytes if told and transfer.state.is_active else transfer.sent_bytes
    part, bar = _bar(transfer, sent)
    is_moving = transfer.state is TransferState.SENDING and told is not None and told.bytes_per_s > 0
    speed = phrases.speed(told.bytes_per_s) if is_moving and told else ""
    left = phrases.time_left((transfer.size_bytes - told_sent) / told.bytes_per_s) if is_moving and told else ""
    failure = failure_of(transfer, is_away=is_away) if section is Section.NEEDS_YOU else None
    return Row(
        id=transfer.id,
        item_id=transfer.item_id,
        section=section,
        name=transfer.filename,
        place=f"{Path(transfer.folder).name or transfer.folder} · {phrases.size(transfer.size_bytes)}",
        icon=MEDIA_ICONS[media_type_of(transfer.path)],
        state=_state(transfer, told_sent, now_s, is_next=is_next, is_sent_now=is_sent_now),
        part=part,
        bar=bar,
        speed=speed,
        left=left,
        failure=failure.headline if failure else "",
        remedy=failure.remedy if failure else "",
        actions=_actions(transfer, failure),
        path=transfer.path,
        is_paused=transfer.state is TransferState.PAUSED,
        is_moving=transfer.state is TransferState.SENDING,
        has_item=transfer.state in {TransferState.UPLOADED, TransferState.DUPLICATE},
    )


def media_type_of(path: Path) -> str:
    """Return the kind of media that a name promises."""
    extension = path.suffix.lower()
    return "audio" if extension in AUDIO_EXTENSIONS else "video" if extension in VIDEO_EXTENSIONS else "image"


def _bar(transfer: Transfer, sent: int) -> tuple[float | None, str]:
    part = min(1.0, sent / transfer.size_bytes) if transfer.size_bytes else 0.0
    match transfer.state:
        case TransferState.SENDING:
            return part, "sel"
        case TransferState.CHECKING:
            return 1.0, "sel"
        case TransferState.PAUSED | TransferState.WAITING if sent:
            return part, "text3"
        case _:
            return None, ""


def _state(  # noqa: PLR0911 - one sentence a state
    transfer: Transfer, sent: int, now_s: float, *, is_next: bool, is_sent_now: bool
) -> str:
    match transfer.state:
        case TransferState.SENDING:
            return _sending(transfer, sent, is_sent_now=is_sent_now)
        case TransferState.CHECKING:
            return tr("Checking that it arrived whole")
        case TransferState.WAITING:
            return _waiting(transfer, now_s, is_next=is_next)
        case TransferState.PAUSED if transfer.ended_at:
            return tr("Paused by you at {time}").format(time=phrases.moment(transfer.ended_at))
        case TransferState.PAUSED:
            return tr("Paused by you")
        case TransferState.UPLOADED:
            return tr("Uploaded and verified, {time}").format(time=phrases.moment(transfer.ended_at))
        case TransferState.DUPLICATE:
            return tr("Already in the library, not uploaded again")
        case TransferState.CANCELLED:
            return tr("Cancelled, {time}").format(time=phrases.moment(transfer.ended_at))
        case _:
            return ""


def _sending(transfer: Transfer, sent: int, *, is_sent_now: bool) -> str:
    if not sent:
        return tr("Starting")
    if is_sent_now:
        return tr("Sent now, ahead of the queue")
    if transfer.part_size_bytes:
        parts = math.ceil(transfer.size_bytes / transfer.part_size_bytes)
        return tr("Part {n} of {all}").format(n=min(parts, sent // transfer.part_size_bytes + 1), all=parts)
    return tr("Sending, {n} %").format(n=sent * 100 // max(1, transfer.size_bytes))


def _waiting(transfer: Transfer, now_s: float, *, is_next: bool) -> str:
    if transfer.reason:
        why = sentence(transfer.reason)
        wait_s = transfer.not_before - now_s
        return tr("{why} Next try in {n} s.").format(why=why, n=round(wait_s)) if wait_s >= 1 else why
    return tr("Next") if is_next else tr("Waiting")


def _actions(  # noqa: PLR0911 - one row of buttons a state
    transfer: Transfer, failure: Failure | None
) -> tuple[RowAction, ...]:
    pause = RowAction(Act.PAUSE, "pause", tr("Pause"), "P")
    cancel = RowAction(Act.CANCEL, "x", tr("Cancel"), tr("Del"))
    if failure is not None:
        made = [RowAction(Act.REMOVE, "", tr("Remove"), tr("Del"), has_text=True, is_quiet=True)]
        if failure.can_show:
            made.append(RowAction(Act.SHOW_FILE, "folder-open", tr("Show in folder"), tr("Enter"), has_text=True))
        if failure.can_retry:
            made.append(RowAction(Act.RETRY, "arrow-clockwise", tr("Try again"), "R", has_text=True))
        return tuple(made)
    match transfer.state:
        case TransferState.SENDING:
            return pause, cancel
        case TransferState.CHECKING:
            return ()  # all is sent: there is nothing left to cancel
        case TransferState.WAITING:
            return RowAction(Act.SEND_NOW, "lightning", tr("Send now"), "N"), pause, cancel
        case TransferState.PAUSED:
            return RowAction(Act.RESUME, "play", tr("Resume"), "P"), cancel
        case TransferState.CANCELLED:
            return (
                RowAction(Act.RETRY, "arrow-clockwise", tr("Try again"), "R"),
                RowAction(Act.REMOVE, "x", tr("Remove from the list"), tr("Del")),
            )
        case _:
            return (RowAction(Act.SHOW_ITEM, "squares-four", tr("Show in the library"), tr("Enter")),)
