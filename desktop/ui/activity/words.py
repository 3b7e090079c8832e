"""What a row of Activity says, and what can be done there. Pure; the main thread's translations."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cloud.contract.reasons import Reason
from desktop.core.model import TransferState
from desktop.core.words import Action, printable
from desktop.library.activity import What
from desktop.ui import phrases
from desktop.ui.home.words import span
from desktop.ui.phrases import tr
from desktop.ui.said import for_file, for_problem, sentence
from desktop.ui.telling import PASSING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.library.activity import Happening


class Sort(StrEnum):
    """What the list can be narrowed to."""

    ALL = "all"
    UPLOADS = "uploads"
    FAILURES = "failures"
    ANALYSES = "analyses"
    EDITS = "edits"
    ACCOUNT = "account"
    PROBLEMS = "problems"
    MESSAGES = "messages"


class Act(StrEnum):
    """What a row's button does."""

    NONE = ""
    SHOW_ITEM = "show_item"
    SHOW_FILE = "show_file"
    RETRY = "retry"
    TRY_NOW = "try_now"
    SIGN_IN = "sign_in"
    FOLDER = "folder"


SORTS: Final[dict[What, Sort]] = {
    What.UPLOADED: Sort.UPLOADS,
    What.DUPLICATE: Sort.UPLOADS,
    What.FAILED: Sort.FAILURES,
    What.REFUSED: Sort.FAILURES,
    What.ANALYSED: Sort.ANALYSES,
    What.INCOMPLETE: Sort.ANALYSES,
    What.NOT_ANALYSED: Sort.FAILURES,
    What.EDITED: Sort.EDITS,
    What.CHANGED: Sort.EDITS,
    What.DELETED: Sort.EDITS,
    What.ASKED_AGAIN: Sort.EDITS,
    What.LINKED: Sort.EDITS,
    What.SIGNED_IN: Sort.ACCOUNT,
    What.SIGN_IN_NEEDED: Sort.ACCOUNT,
    What.FOLDER_ADDED: Sort.ACCOUNT,
    What.FOLDER_REMOVED: Sort.ACCOUNT,
    What.FOLDER_CHANGED: Sort.ACCOUNT,
    What.FOLDER_AWAY: Sort.PROBLEMS,
    What.MOVED: Sort.UPLOADS,
    What.REMOVED: Sort.UPLOADS,
    What.KEPT: Sort.PROBLEMS,
    What.OFFLINE: Sort.PROBLEMS,
    What.PROBLEM: Sort.PROBLEMS,
    What.SAID: Sort.MESSAGES,
    What.SAID_FAILURE: Sort.MESSAGES,
}
_ICONS: Final[dict[What, tuple[str, str]]] = {
    What.UPLOADED: ("check", "ok"),
    What.DUPLICATE: ("copy", "text3"),
    What.FAILED: ("warning-circle-fill", "fail"),
    What.REFUSED: ("warning-circle-fill", "fail"),
    What.ANALYSED: ("tag", "text3"),
    What.INCOMPLETE: ("warning-fill", "warn"),
    What.NOT_ANALYSED: ("warning-circle-fill", "fail"),
    What.EDITED: ("pencil-simple", "text3"),
    What.CHANGED: ("pencil-simple", "text3"),
    What.DELETED: ("trash", "text3"),
    What.ASKED_AGAIN: ("arrow-clockwise", "text3"),
    What.LINKED: ("link-simple", "text3"),
    What.SIGNED_IN: ("user", "text3"),
    What.SIGN_IN_NEEDED: ("warning-fill", "warn"),
    What.FOLDER_ADDED: ("folder-simple-plus", "text3"),
    What.FOLDER_REMOVED: ("folder-simple", "text3"),
    What.FOLDER_CHANGED: ("folder-simple", "text3"),
    What.FOLDER_AWAY: ("warning-fill", "warn"),
    What.MOVED: ("folder-open", "text3"),
    What.REMOVED: ("trash", "text3"),
    What.KEPT: ("warning-fill", "warn"),
    What.OFFLINE: ("cloud-slash", "text3"),
    What.PROBLEM: ("warning-fill", "warn"),
    What.SAID: ("info", "text3"),
    What.SAID_FAILURE: ("warning-circle-fill", "fail"),
}
_ITEMS: Final = {What.UPLOADED, What.DUPLICATE, What.ANALYSED, What.INCOMPLETE, What.NOT_ANALYSED, What.EDITED,
                 What.CHANGED, What.ASKED_AGAIN, What.LINKED, What.MOVED, What.REMOVED}  # fmt: skip
#: What is written down of many files at a time is one row.
GROUPED: Final = {What.UPLOADED, What.DUPLICATE, What.ANALYSED, What.EDITED, What.DELETED, What.ASKED_AGAIN,
                  What.MOVED, What.REMOVED}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """One row as it is painted."""

    key: str
    icon: str
    tint: str
    subject: str
    text: str
    time: str
    act: Act = Act.NONE
    action: str = ""  #: what the button says
    ref: str = ""

    @property
    def accessible(self) -> str:
        """What a screen reader says."""
        action = tr("Enter: {action}").format(action=self.action) if self.action else ""
        return ", ".join(part for part in (self.time, self.subject, self.text, action) if part)


@dataclass(frozen=True, slots=True)
class Now:
    """What holds now of what happened then."""

    transfers: Mapping[str, tuple[TransferState, float, str]]  #: state, when it ended, and the item
    items: frozenset[str]  #: those that are still in the library
    away: frozenset[str]  #: folders


def sort_name(sort: Sort) -> str:
    """Return what the button says."""
    return {
        Sort.ALL: tr("All"),
        Sort.UPLOADS: tr("Uploads"),
        Sort.FAILURES: tr("Failures"),
        Sort.ANALYSES: tr("Analyses"),
        Sort.EDITS: tr("Changes"),
        Sort.ACCOUNT: tr("Account and folders"),
        Sort.PROBLEMS: tr("Problems"),
        Sort.MESSAGES: tr("Messages"),
    }[sort]


def line_of(group: Sequence[Happening], now: Now) -> Line:
    """Say what happened, to one thing or to several of a kind; newest first."""
    first = group[0]
    icon, tint = _ICONS[first.what]
    subject, text = _many(group) if len(group) > 1 else _one(first, now)
    act, action, ref = _action(first, now)
    when = phrases.parse_time(first.at)
    time = phrases.stamp(when, "HH:mm") if when else ""  # a heading names the day
    return Line(f"{first.id}:{len(group)}", icon, tint, subject, text, time, act, action, ref)


def _many(group: Sequence[Happening]) -> tuple[str, str]:
    first, number = group[0], len(group)
    files = phrases.count(number, "{n} file", "{n} files")
    items = phrases.count(number, "{n} item", "{n} items")
    said = {
        What.UPLOADED: (files, tr("Uploaded and verified")),
        What.DUPLICATE: (files, tr("Already in the library, not uploaded again")),
        What.ANALYSED: (items, tr("Analysed")),
        What.EDITED: (items, tr("Changed by you: {fields}").format(fields=_fields(first.detail))),
        What.DELETED: (items, tr("Deleted by you")),
        What.ASKED_AGAIN: (items, tr("To be analysed again")),
        What.MOVED: (files, tr("Moved to {folder} once it was uploaded").format(folder=Path(first.detail).name)),
        What.REMOVED: (files, tr("Deleted from the folder once it was uploaded")),
    }[first.what]
    return said[0], _with(said[1], first.place)


def _one(one: Happening, now: Now) -> tuple[str, str]:
    if one.what in {What.FAILED, What.REFUSED}:
        return _failure(one, now)
    if one.what in {What.PROBLEM, What.OFFLINE, What.FOLDER_AWAY, What.SIGN_IN_NEEDED}:
        return _lasting(one)
    plain = {
        What.UPLOADED: tr("Uploaded and verified"),
        What.DUPLICATE: tr("Already in the library, not uploaded again"),
        What.ANALYSED: tr("Analysed"),
        What.INCOMPLETE: _because(tr("Analysed in part"), one.detail),
        What.NOT_ANALYSED: _because(tr("Could not be analysed"), one.detail),
        What.EDITED: tr("Changed by you: {fields}").format(fields=_fields(one.detail)),
        What.CHANGED: tr("Changed by somebody in the newsroom"),
        What.DELETED: tr("Deleted by you"),
        What.ASKED_AGAIN: tr("To be analysed again"),
        What.LINKED: tr("A link was made"),
        What.SIGNED_IN: tr("Signed in"),
        What.FOLDER_ADDED: tr("Watched from now on"),
        What.FOLDER_REMOVED: tr("Watched no more; its files stay"),
        What.MOVED: tr("Moved to {folder} once it was uploaded").format(folder=Path(one.detail).name),
        What.REMOVED: tr("Deleted from the folder once it was uploaded"),
        What.KEPT: _kept(one.detail),
        What.FOLDER_CHANGED: tr("Has another rule from now on"),
        What.SAID: one.detail,
        What.SAID_FAILURE: one.detail,
    }[one.what]
    return printable(one.name), _with(plain, one.place)


def _failure(one: Happening, now: Now) -> tuple[str, str]:
    reason, _, detail = one.detail.partition("|")
    words = for_file(reason, one.name, detail)
    subject = words.heading or tr("{name} was not uploaded").format(name=printable(one.name))
    state, ended_at, _ = now.transfers.get(one.ref, (None, 0.0, ""))
    if state in {TransferState.UPLOADED, TransferState.DUPLICATE}:
        return subject, tr("Uploaded later, {time}").format(time=phrases.moment(ended_at))
    if state is TransferState.CANCELLED:
        return subject, tr("Cancelled later")
    if state is not None and not state.is_final:
        return subject, tr("On its way again")
    return subject, _with(words.text, one.place)


def _lasting(one: Happening) -> tuple[str, str]:
    until = phrases.moment(one.solved_at) if one.solved_at else ""
    match one.what:
        case What.OFFLINE:
            lasted = span(max(0.0, one.solved_at - one.at))
            return tr("No connection"), tr("For {time}, until {end}").format(time=lasted, end=until)
        case What.FOLDER_AWAY:
            subject = tr("{name} is away").format(name=one.name)
            return subject, tr("Back since {time}").format(time=until) if until else tr("Nothing is lost.")
        case What.SIGN_IN_NEEDED:
            text = tr("Signed in again, {time}").format(time=until) if until else tr("Files wait here.")
            return tr("The session of {name} ended").format(name=one.name), text
        case _:
            words = for_problem(one.ref, one.detail)
            return words.heading, tr("Over since {time}").format(time=until) if until else words.text


def _action(one: Happening, now: Now) -> tuple[Act, str, str]:  # noqa: PLR0911 - one answer a sort
    if one.what in {What.FAILED, What.REFUSED}:
        state, _, item_id = now.transfers.get(one.ref, (None, 0.0, ""))
        if state in {TransferState.FAILED, TransferState.REJECTED}:
            words = for_file(one.detail.partition("|")[0], one.name)
            if words.action is Action.SHOW_IN_FOLDER:
                return Act.SHOW_FILE, tr("Show in folder"), one.ref
            return Act.RETRY, tr("Try again"), one.ref
        return (Act.SHOW_ITEM, tr("Show"), item_id) if item_id in now.items else _NOTHING
    if one.what in _ITEMS:
        _, _, item_id = now.transfers.get(one.ref, (None, 0.0, one.ref))
        return (Act.SHOW_ITEM, tr("Show"), item_id) if item_id in now.items else _NOTHING
    if one.what is What.FOLDER_AWAY:
        return (Act.TRY_NOW, tr("Check now"), one.ref) if one.ref in now.away else _NOTHING
    if one.what in {What.FOLDER_ADDED, What.FOLDER_CHANGED}:
        return Act.FOLDER, tr("Show"), one.ref
    if one.what is What.SIGN_IN_NEEDED and not one.solved_at:
        return Act.SIGN_IN, tr("Sign in"), one.ref
    if one.what is What.PROBLEM and not one.solved_at and one.ref not in PASSING:
        words = for_problem(one.ref, one.detail)
        return (Act.TRY_NOW, tr("Try now"), one.ref) if words.action is Action.TRY_NOW else _NOTHING
    return _NOTHING


_NOTHING: Final = (Act.NONE, "", "")


def _kept(why: str) -> str:
    if why == Reason.CHANGED:
        return tr("Stays in its folder: it was changed after the upload")
    return tr("Stays in its folder: it could not be moved or deleted")


def _fields(codes: str) -> str:
    names = {
        "headline": tr("headline"),
        "caption": tr("caption"),
        "byline": tr("byline"),
        "credit": tr("credit"),
        "rights": tr("rights"),
        "embargo_until": tr("embargo"),
    }
    known = [names[code] for code in codes.split(",") if code in names]
    if "tags" in codes:
        known.append(tr("tags"))
    if "transcript" in codes or "corrections" in codes:
        known.append(tr("transcript"))
    return phrases.joined(known) or tr("details")


def _because(said: str, code: str) -> str:
    return tr("{what}: {why}").format(what=said, why=sentence(code)) if code else said


def _with(said: str, place: str) -> str:
    if not place or not said:
        return said or place
    return tr("{what} · {folder}").format(what=said.removesuffix("."), folder=place)
