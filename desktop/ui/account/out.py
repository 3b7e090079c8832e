"""What is said to somebody whom the newsroom lets in no more: a session that ended, access that was taken. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

from desktop.core.errors import is_switched_off
from desktop.ui import phrases
from desktop.ui.phrases import tr


def out_words(why: str, unsent: int, *, is_out: bool) -> tuple[str, str]:
    """Return heading and text: why one is out, and what becomes of the files that are not uploaded yet.

    ``why`` is ``SignInNeeded.why``; not ``is_out`` is who signs in again without having been put out.
    """
    if is_switched_off(why):
        return tr("Your account was switched off"), _joined(_since(why), _left(unsent))
    return tr("Sign in again"), _joined(tr("Your session has ended.") if is_out else "", _waiting(unsent))


def _since(why: str) -> str:
    since = phrases.parse_time(why.partition(":")[2])
    if since is None:
        return tr("An admin did this.")
    if since.date() == datetime.now(UTC).astimezone().date():
        return tr("An admin did this today at {time}.").format(time=phrases.stamp(since, "HH:mm"))
    return tr("An admin did this on {moment}.").format(moment=phrases.until(since.timestamp()))


def _left(unsent: int) -> str:
    if not unsent:
        return ""
    return phrases.count(
        unsent,
        "{n} file was not uploaded and is still on this computer.",
        "{n} files were not uploaded and are still on this computer.",
    )


def _waiting(unsent: int) -> str:
    if not unsent:
        return ""
    return phrases.count(
        unsent, "{n} file waits here and goes on by itself.", "{n} files wait here and go on by themselves."
    )


def _joined(*sentences: str) -> str:
    return " ".join(sentence for sentence in sentences if sentence)
