"""The errors of the desktop: one tree, each class changing what happens next.

::

    SnapStreamError
    ├─ FileProblem       one file; the queue goes on
    │  ├─ FileChanged        it changed while it was read: wait until it is quiet, start again
    │  ├─ FileUnreadable     gone, or not to be opened
    │  └─ UploadRejected     the newsroom or a rule does not take it
    ├─ ServiceProblem    retry with backoff
    │  ├─ Offline            nobody answers
    │  ├─ Throttled          somebody answers "later"
    │  └─ StorageFull        there is no room, here or there: wait for room
    ├─ AccountProblem    pause all, ask the person
    │  ├─ SignedOut
    │  └─ AccessDenied
    ├─ LibraryProblem    the cache is damaged; rebuild it
    └─ UsageProblem      the call or a setting is wrong; say so and end
       └─ Refused            the newsroom's API does not do what was asked; a form says why beside its fields

Errors carry facts; ``desktop.core.words`` turns them into sentences and actions.
"""

from __future__ import annotations

from cloud.contract.reasons import Reason

#: ``AccountProblem.detail`` where this computer's clock is more than 15 minutes wrong.
CLOCK_DETAIL = "clock"
#: ``SignedOut.detail`` where an admin disabled the account; behind a colon follows since when, where that is known.
DISABLED_DETAIL = "disabled"


def is_switched_off(detail: str) -> bool:
    """Whether a detail says that an admin disabled the account."""
    return detail.partition(":")[0] == DISABLED_DETAIL


class SnapStreamError(Exception):
    """The root.

    ``operation`` is what was being done, ``reason`` a code, ``detail`` a fact for the sentence; ``code`` is what the
    other side calls it, for the log alone.
    """

    reason: Reason = Reason.UNREADABLE

    def __init__(self, operation: str, *, reason: Reason | None = None, detail: str = "", code: str = "") -> None:
        super().__init__(f"{operation}: {detail or code or (reason or self.reason)}")
        self.operation = operation
        self.reason = reason or type(self).reason
        self.detail = detail


class FileProblem(SnapStreamError):
    """One file cannot go on; the others do."""


class FileChanged(FileProblem):
    """The file changed while it was read."""

    reason = Reason.CHANGED


class FileUnreadable(FileProblem):
    """The file is gone (``VANISHED``), or may not be opened (``UNREADABLE``)."""

    reason = Reason.UNREADABLE


class UploadRejected(FileProblem):
    """The file will not be taken: empty, no media, too large, or refused by the newsroom."""

    reason = Reason.NOT_MEDIA


class ServiceProblem(SnapStreamError):
    """The way or the other side fails; retry with backoff."""

    reason = Reason.OFFLINE


class Offline(ServiceProblem):
    """Nobody answers."""

    reason = Reason.OFFLINE


class Throttled(ServiceProblem):
    """The newsroom asks for patience, or has a passing fault; ``retry_after_s`` is 0 where it does not say how long."""

    reason = Reason.OFFLINE

    def __init__(
        self,
        operation: str,
        *,
        reason: Reason | None = None,
        detail: str = "",
        code: str = "",
        retry_after_s: float = 0.0,
        is_passing: bool = False,
    ) -> None:
        super().__init__(operation, reason=reason, detail=detail, code=code)
        self.retry_after_s = retry_after_s
        self.is_passing = is_passing  #: a gateway's fault, not the newsroom's own answer


class StorageFull(ServiceProblem):
    """No room: ``DISK_FULL`` here, ``CLOUD_FULL`` there."""

    reason = Reason.DISK_FULL


class AccountProblem(SnapStreamError):
    """The person must act; everything pauses."""

    reason = Reason.SIGNED_OUT


class SignedOut(AccountProblem):
    """The credentials are over."""

    reason = Reason.SIGNED_OUT


class AccessDenied(AccountProblem):
    """The credentials do not allow this."""

    reason = Reason.ACCESS_DENIED


class LibraryProblem(SnapStreamError):
    """The local cache is damaged; it is rebuilt from the newsroom."""

    reason = Reason.DAMAGED


class UsageProblem(SnapStreamError):
    """The call, a path or a setting is wrong; ``detail`` is the whole sentence."""


class Refused(UsageProblem):
    """The newsroom's API does not do what was asked.

    ``code`` is what programs act on, as the API says it (``wrong``, ``unconfirmed``, ``disabled``, ``code_refused`` …);
    ``fields`` are the fields that are wrong, each with why.
    """

    def __init__(
        self, operation: str, *, code: str, detail: str = "", status: int = 0, fields: tuple[tuple[str, str], ...] = ()
    ) -> None:
        super().__init__(operation, detail=detail, code=code)
        self.code = code
        self.status = status
        self.fields = fields
