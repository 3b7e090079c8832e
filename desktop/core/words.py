"""What a person reads when something went wrong: heading, text, action; said in one place for window and terminal.

Pure functions, any thread. The sentences follow the design's table "Words": what happened, why, what to do.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from cloud.contract.reasons import Reason, sentence
from desktop.core.errors import CLOCK_DETAIL, Offline, SnapStreamError, Throttled, UsageProblem, is_switched_off
from desktop.core.text import Text, say, say_count

_MINUTE_S, _HOUR_S, _DAY_S = 60, 3600, 86400


class Problem(StrEnum):
    """Codes of ``ProblemRaised`` that are no reason of a file or an analysis."""

    WATCH_LIMIT = "watch_limit"  #: detail: the setting of the system, as ``fs.inotify.max_user_watches=8192``
    SETTINGS_DAMAGED = "settings_damaged"  #: detail: where the damaged file lies now
    CACHE_REBUILT = "cache_rebuilt"  #: detail: where the damaged cache lies now
    QUEUE_DAMAGED = "queue_damaged"  #: detail: where the damaged list of transfers lies now
    CLOUD_STOPPED = "cloud_stopped"  #: detail: what the embedded cloud said last
    UNFORESEEN = "unforeseen"  #: detail: the log file


class Action(StrEnum):
    """What a button beside the sentence does."""

    NONE = ""
    RETRY = "retry"
    SHOW_IN_FOLDER = "show_in_folder"
    SHOW_ITEM = "show_item"
    SIGN_IN = "sign_in"
    TRY_NOW = "try_now"
    SHOW_LOG = "show_log"
    RESUME = "resume"


@dataclass(frozen=True, slots=True)
class Words:
    """One message."""

    heading: str  #: "" where the place of the message says it already
    text: str
    action: Action = Action.NONE
    action_label: str = ""

    @property
    def line(self) -> str:
        """The message as one line of a terminal."""
        return f"{self.heading}. {self.text}" if self.heading and self.text else self.heading or self.text


_HEADINGS: dict[str, str] = {
    Reason.EMPTY: "{name} was refused",
    Reason.NOT_MEDIA: "{name} was refused",
    Reason.OTHER_KIND: "{name} was refused",
    Reason.TOO_LARGE: "{name} was refused",
    Reason.UNREADABLE: "{name} cannot be read",
    Reason.VANISHED: "{name} was not uploaded",
    Reason.CHANGED: "{name} changed while it was uploading",
    Reason.TEMPORARY: "{name} was skipped",
    Reason.IGNORE_RULE: "{name} was skipped",
    Reason.SYMLINK_LOOP: "{name} was skipped",
    Reason.LINKED_ALREADY: "{name} was skipped",
    Reason.DANGLING: "{name} was skipped",
    Reason.DUPLICATE: "{name} is already in the library",
    Reason.OFFLINE: "{name} waits",
    Reason.DISK_FULL: "{name} waits",
    Reason.CLOUD_FULL: "{name} waits",
    Reason.SIGNED_OUT: "{name} waits",
    Reason.ACCESS_DENIED: "{name} was refused",
    Reason.CHECKSUM: "{name} did not arrive whole",
    Reason.CANCELLED: "{name} was cancelled",
}

#: Reasons whose detail says something to a person; that of the others is a path or a key that the log is for.
_FACTS = {Reason.UNREADABLE, Reason.TOO_LARGE}

_ACTIONS: dict[str, tuple[Action, str]] = {
    Reason.TOO_LARGE: (Action.SHOW_IN_FOLDER, "Show in folder"),
    Reason.NOT_MEDIA: (Action.SHOW_IN_FOLDER, "Show in folder"),
    Reason.EMPTY: (Action.SHOW_IN_FOLDER, "Show in folder"),
    Reason.UNREADABLE: (Action.RETRY, "Try again"),
    Reason.VANISHED: (Action.RETRY, "Try again"),
    Reason.CHECKSUM: (Action.RETRY, "Try again"),
    Reason.CANCELLED: (Action.RETRY, "Try again"),
    Reason.CLOUD_FULL: (Action.RETRY, "Try again"),
    Reason.ACCESS_DENIED: (Action.RETRY, "Try again"),
    Reason.OFFLINE: (Action.TRY_NOW, "Try now"),
    Reason.SIGNED_OUT: (Action.SIGN_IN, "Sign in"),
    Reason.DUPLICATE: (Action.SHOW_ITEM, "Show"),
}

_PROBLEM_ACTIONS: dict[str, tuple[Action, str]] = {
    Problem.CLOUD_STOPPED: (Action.TRY_NOW, "Try now"),
    Problem.UNFORESEEN: (Action.SHOW_LOG, "Show log"),
    Reason.OFFLINE: (Action.TRY_NOW, "Try now"),
    Reason.SIGNED_OUT: (Action.SIGN_IN, "Sign in"),
}


def for_file(reason: str, filename: str = "The file", detail: str = "") -> Words:
    """Say what became of one file: ``reason`` is a transfer's code, ``detail`` its fact."""
    base, _, more = reason.partition(":")
    fact = (detail or more) if base in _FACTS else ""
    if base == Reason.TOO_LARGE:
        fact = _limit(fact)
    heading = say(_HEADINGS[base], name=printable(filename)) if base in _HEADINGS else ""
    action, label = _ACTIONS.get(base, (Action.NONE, ""))
    return Words(heading, _with_fact(sentence(base), fact), action, label)


#: Heading and text of problems; ``detail`` follows the text in brackets, where the problem is one of ``Problem``.
_PROBLEMS: dict[str, tuple[str, str]] = {
    Problem.SETTINGS_DAMAGED: (
        "The settings could not be read",
        "The damaged file was kept. The usual settings hold; folders that it alone named are to be added again.",
    ),
    Problem.CACHE_REBUILT: (
        "The local library is being rebuilt",
        "The copy on this computer was damaged and was kept aside. Nothing is lost: everything is read again.",
    ),
    Problem.QUEUE_DAMAGED: (
        "The list of transfers was damaged",
        "It is kept aside; files in your folders are looked at again.",
    ),
    Problem.CLOUD_STOPPED: (
        "The library on this computer does not start",
        "Files wait here and go on by themselves.",
    ),
    Problem.UNFORESEEN: ("Something went wrong here", "It is written down."),
    Reason.DISK_FULL: ("This computer's disk is full", "Free some space; everything goes on by itself."),
    Reason.CLOUD_FULL: ("The newsroom's storage is full", "Free some space there; everything goes on by itself."),
    Reason.OFFLINE: ("No connection to the newsroom", "Files wait here and go on by themselves."),
    Reason.SIGNED_OUT: (
        "Sign in again",
        "Your session has ended. Ask your engineer for a fresh connection file, then: --connection FILE. Files wait.",
    ),
    Reason.ACCESS_DENIED: ("This account may not do that", "Ask an admin of the newsroom. Files wait here."),
}


def for_problem(reason: str, detail: str = "") -> Words:
    """Say what a ``ProblemRaised`` means."""
    if reason == Problem.WATCH_LIMIT:
        name, _, value = detail.partition("=")
        rest = say(
            "It allows {value} ({name}). The rest is looked through every 30 seconds. "
            "An administrator can raise it: sudo sysctl {name}={raised}",
            value=value or say("no more"),
            name=name,
            raised=_doubled(value),
        )
        return Words(say("This system watches no more folders"), rest)
    if reason == Reason.ACCESS_DENIED and detail.partition(":")[0] == CLOCK_DETAIL:
        return _clock(detail)
    action, label = _PROBLEM_ACTIONS.get(reason, (Action.NONE, ""))
    heading: str
    text: str
    heading, text = _PROBLEMS.get(reason, ("", sentence(reason)))
    if reason == Reason.SIGNED_OUT and is_switched_off(detail):
        heading, text = say("Your account was switched off"), say("Ask an admin of the newsroom. Files wait here.")
    if reason == Problem.QUEUE_DAMAGED and detail:
        text = say("It is kept aside as {file}; files in your folders are looked at again.", file=detail)
        return Words(heading, text, action, label)
    return Words(heading, _with_fact(text, detail if reason in set(Problem) else ""), action, label)


def for_error(error: SnapStreamError) -> Words:
    """Say what an error means that ends a call."""
    if isinstance(error, UsageProblem):
        return Words("", error.detail or str(error))
    if isinstance(error, Offline) and error.detail:  # a whole sentence: what is wrong with the way
        return Words(for_problem(error.reason).heading, error.detail)
    if isinstance(error, Throttled) and error.retry_after_s:
        time = _in_words(error.retry_after_s)
        return Words("", say("The newsroom asks for patience. Try again in {time}.", time=time))
    return for_problem(error.reason, error.detail)


def _clock(detail: str) -> Words:
    """Say that this computer's clock is wrong; behind the colon of ``detail`` is by how many seconds it is slow."""
    told = detail.partition(":")[2]
    seconds = int(told) if told.lstrip("-").isdigit() else 0
    heading = say("This computer’s clock is wrong")
    if seconds > 0:
        heading = say("This computer’s clock is {time} slow", time=_in_words(seconds))
    elif seconds < 0:
        heading = say("This computer’s clock is {time} fast", time=_in_words(-seconds))
    return Words(heading, say("The newsroom refuses uploads until it is right. Then all goes on by itself."))


def _in_words(seconds: float) -> Text:
    """Return a time as people say it, rounded up."""
    if seconds >= 2 * _DAY_S:
        return say_count(math.ceil(seconds / _DAY_S), "{n} day", "{n} days")
    if seconds >= 2 * _HOUR_S:
        return say_count(math.ceil(seconds / _HOUR_S), "{n} hour", "{n} hours")
    if seconds >= _MINUTE_S:
        return say_count(math.ceil(seconds / _MINUTE_S), "{n} minute", "{n} minutes")
    return say_count(max(math.ceil(seconds), 1), "{n} second", "{n} seconds")


def _with_fact(text: str, fact: str) -> str:
    return say("{text} ({fact})", text=say(text), fact=fact) if fact else text


def _limit(fact: str) -> str:
    """Return the size allowed as people say it; "" for a service's own code, which an earlier version stored."""
    if fact.isdigit():
        return say("{n} GB", n=f"{int(fact) / 1e9:.2f}".rstrip("0").rstrip("."))
    return fact if any(c.isdigit() for c in fact) else ""


def printable(filename: str) -> str:
    """Return a name as it can be printed: no line breaks, no bytes that are no text."""
    return "".join(c if c.isprintable() else "�" for c in filename)


def _doubled(value: str) -> str:
    return str(max(int(value) * 2, 524288)) if value.isdigit() else "524288"
