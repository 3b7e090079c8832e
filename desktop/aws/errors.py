"""The one place where botocore's errors become ours. Any thread."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING

from cloud.contract.reasons import Reason
from desktop.core.errors import (
    CLOCK_DETAIL,
    AccessDenied,
    AccountProblem,
    LibraryProblem,
    Offline,
    SignedOut,
    SnapStreamError,
    StorageFull,
    Throttled,
    UploadRejected,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from botocore.exceptions import ClientError

#: Amazon S3 and AWS STS API references, "Error responses" and "Common errors".
_SIGNED_OUT = {
    "ExpiredToken", "ExpiredTokenException", "InvalidAccessKeyId", "InvalidClientTokenId", "InvalidToken",
    "SignatureDoesNotMatch", "TokenRefreshRequired", "UnrecognizedClientException", "InvalidSignatureException",
}  # fmt: skip
_CLOCK = {"RequestTimeTooSkewed", "RequestExpired"}
_DENIED = {"AccessDenied", "AccessDeniedException", "AllAccessDisabled", "AccountProblem", "403", "Forbidden"}
_THROTTLED = {
    "SlowDown", "Throttling", "ThrottlingException", "ProvisionedThroughputExceededException", "RequestLimitExceeded",
    "ServiceUnavailable", "InternalError", "InternalServerError", "RequestTimeout", "OperationAborted",
    "ConditionalRequestConflict", "TooManyRequestsException", "BadDigest", "XAmzContentSHA256Mismatch",
    "XAmzContentChecksumMismatch", "IncompleteBody",
}  # fmt: skip
_TOO_LARGE = {"EntityTooLarge", "MaxMessageLengthExceeded"}
#: MinIO and Ceph beside AWS: any S3 may stand behind an endpoint.
_CLOUD_FULL = {"XStorageFull", "XMinioStorageFull", "QuotaExceeded", "InsufficientStorage", "507"}
#: Not every system has it.
_OVER_QUOTA = getattr(errno, "EDQUOT", errno.ENOSPC)
_SERVER_FAULT = 500
_TOO_MANY = 429
_FULL = 507


@contextmanager
def translate(operation: str) -> Iterator[None]:
    """Turn botocore's errors into ours: ``ServiceProblem``, ``AccountProblem`` or ``UploadRejected``."""
    from botocore import exceptions  # noqa: PLC0415 - see desktop.aws

    connection_errors = (
        exceptions.ConnectionError,
        exceptions.HTTPClientError,
        exceptions.IncompleteReadError,
        exceptions.ResponseStreamingError,
    )
    try:
        yield
    # Connection errors first: some inherit from requests' and urllib3's, which inherit from OSError.
    except connection_errors as error:
        raise Offline(operation, code=type(error).__name__) from error
    except exceptions.ClientError as error:
        raise _answered(operation, error) from error
    except (exceptions.NoCredentialsError, exceptions.PartialCredentialsError) as error:
        raise SignedOut(operation, code=str(error)) from error
    except exceptions.BotoCoreError as error:
        # What is left is a wrong call of ours, or an answer that cannot be read.
        raise Throttled(operation, code=str(error)) from error


@contextmanager
def translate_disk(operation: str, path: Path) -> Iterator[None]:
    """Turn errors of the local disk, where something is fetched to, into ours."""
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, _OVER_QUOTA}:
            raise StorageFull(operation, reason=Reason.DISK_FULL, code=str(path.parent)) from error
        raise LibraryProblem(operation, reason=Reason.UNREADABLE, detail=str(error)) from error


def code_of(error: ClientError) -> str:
    """Return the service's code; for an answer without a body, its HTTP status."""
    return str(error.response.get("Error", {}).get("Code", ""))


def status_of(error: ClientError) -> int:
    """Return the HTTP status, 0 where there is none."""
    return int(error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0))


def _answered(operation: str, error: ClientError) -> SnapStreamError:
    code, status = code_of(error), status_of(error)
    if code in _CLOUD_FULL or status == _FULL:
        return StorageFull(operation, reason=Reason.CLOUD_FULL, code=code)
    if code in _TOO_LARGE:
        return UploadRejected(operation, reason=Reason.TOO_LARGE, code=code)
    account = _account(operation, code)
    if account is not None:
        return account
    if code in _THROTTLED or status >= _SERVER_FAULT or status == _TOO_MANY:
        return Throttled(operation, code=code)
    # A bucket or table that is not there: the newsroom is being built, or was taken down.
    return Throttled(operation, code=f"{code} {status}")


def _account(operation: str, code: str) -> AccountProblem | None:
    if code in _CLOCK:
        return AccessDenied(operation, detail=CLOCK_DETAIL)
    if code in _SIGNED_OUT:
        return SignedOut(operation, code=code)
    return AccessDenied(operation, code=code) if code in _DENIED else None
