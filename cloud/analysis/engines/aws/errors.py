"""What can become of a call to an AWS service, by what is to be done about it. One place knows the services' codes.

::

    Exception
    ├─ MediaError                 the file's fault, for good: recorded, not tried again
    │   └─ RefusedError           the service said so; nothing was charged
    ├─ QuotaError                 too much at once: later, and no attempt is counted; nothing was charged
    ├─ DeniedError                our own role or set-up: twice, then recorded as NOT_ALLOWED, and somebody is alerted
    ├─ JobExistsError             the job was started already, which is what was wanted
    ├─ JobMissingError            nobody knows of such a job (any more)
    ├─ PageMissingError           the place in a list of results is forgotten: it is read from its beginning
    └─ anything else              it may pass: tried again as often as the queue says; perhaps charged
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud.analysis.engines.ports import MediaError
from cloud.contract.reasons import Reason

if TYPE_CHECKING:
    from botocore.exceptions import ClientError


class RefusedError(MediaError):
    """The service does not take the file."""


class QuotaError(Exception):
    """The service has too much to do for us just now."""


class DeniedError(Exception):
    """We may not call this, or the service may not read what we name."""


class JobExistsError(Exception):
    """A job of this name was started before."""


class JobMissingError(Exception):
    """There is no job of this name or id."""


class PageMissingError(Exception):
    """The token of a next page has expired."""


#: Codes of the services' own models (botocore 1.43: rekognition, transcribe, comprehend, translate), and what to do.
_REFUSED = {
    "ImageTooLargeException": Reason.TOO_LARGE,
    "VideoTooLargeException": Reason.TOO_LARGE,
    "InvalidImageFormatException": Reason.UNSUPPORTED,
    "UnsupportedLanguageException": Reason.LANGUAGE,
    "UnsupportedLanguagePairException": Reason.LANGUAGE,
    "DetectedLanguageLowConfidenceException": Reason.LANGUAGE,
    "TextSizeLimitExceededException": Reason.TOO_LARGE,
    "BadRequestException": Reason.SERVICE_REFUSED,
    "InvalidParameterException": Reason.SERVICE_REFUSED,
    "InvalidParameterValueException": Reason.SERVICE_REFUSED,
    "InvalidRequestException": Reason.SERVICE_REFUSED,
    "ValidationException": Reason.SERVICE_REFUSED,
}
_QUOTA = frozenset({
    "LimitExceededException", "ProvisionedThroughputExceededException", "ThrottlingException", "Throttling",
    "ThrottledException", "TooManyRequestsException", "RequestLimitExceeded", "ServiceQuotaExceededException",
    "ConcurrentModificationException", "SlowDown",
})  # fmt: skip
_DENIED = frozenset({
    "AccessDenied", "AccessDeniedException", "InvalidS3ObjectException", "UnrecognizedClientException",
    "ResourceNotReadyException", "KmsKeyValidationException", "SubscriptionRequiredException", "OptInRequired",
})  # fmt: skip
_EXISTS = frozenset({
    "ConflictException", "IdempotentParameterMismatchException", "ResourceAlreadyExistsException",
})  # fmt: skip
_MISSING = frozenset({"NotFoundException", "ResourceNotFoundException"})
_PAGES = frozenset({"InvalidPaginationTokenException"})
_KINDS: tuple[tuple[frozenset[str], type[Exception]], ...] = (
    (_QUOTA, QuotaError),
    (_DENIED, DeniedError),
    (_EXISTS, JobExistsError),
    (_MISSING, JobMissingError),
    (_PAGES, PageMissingError),
)


def translate(error: ClientError) -> Exception | None:
    """Return what an answer of a service means; None where it may pass by itself."""
    known = error.response.get("Error", {})
    code, message = str(known.get("Code", "")), str(known.get("Message", ""))
    if code in _REFUSED:
        # Transcribe has no code of its own for a job that it does not know.
        if code == "BadRequestException" and "couldn't be found" in message:
            return JobMissingError(code)
        return RefusedError(_REFUSED[code], code)
    return next((kind(code) for codes, kind in _KINDS if code in codes), None)
