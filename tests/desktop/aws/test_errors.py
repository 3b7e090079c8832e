"""botocore's errors become ours, by what is to happen next."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

import pytest
from botocore.exceptions import (
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    EndpointConnectionError,
    HTTPClientError,
    NoCredentialsError,
    ReadTimeoutError,
    ResponseStreamingError,
    SSLError,
)

from cloud.contract.reasons import Reason
from desktop.aws.errors import CLOCK_DETAIL, translate, translate_disk
from desktop.core.errors import (
    AccessDenied,
    LibraryProblem,
    Offline,
    SignedOut,
    SnapStreamError,
    StorageFull,
    Throttled,
    UploadRejected,
)

if TYPE_CHECKING:
    from pathlib import Path


def _caught(error: Exception) -> SnapStreamError:
    with pytest.raises(SnapStreamError) as caught, translate("ask"):
        raise error
    assert caught.value.__cause__ is error
    return caught.value


@pytest.mark.parametrize(
    ("code", "status", "kind"),
    [
        ("SlowDown", 503, Throttled),
        ("InternalError", 500, Throttled),
        ("502", 502, Throttled),
        ("ProvisionedThroughputExceededException", 400, Throttled),
        ("ConditionalRequestConflict", 409, Throttled),
        ("BadDigest", 400, Throttled),
        ("NoSuchBucket", 404, Throttled),
        ("ExpiredToken", 400, SignedOut),
        ("InvalidToken", 400, SignedOut),
        ("TokenRefreshRequired", 400, SignedOut),
        ("InvalidAccessKeyId", 403, SignedOut),
        ("AccessDenied", 403, AccessDenied),
        ("403", 403, AccessDenied),
        ("RequestTimeTooSkewed", 403, AccessDenied),
        ("EntityTooLarge", 400, UploadRejected),
        ("XMinioStorageFull", 507, StorageFull),
        ("Unknown", 507, StorageFull),
    ],
)
def test_answers(code: str, status: int, kind: type[SnapStreamError]) -> None:
    """Each answer of a service has the type that says what to do."""
    error = ClientError(
        {"Error": {"Code": code, "Message": "m"}, "ResponseMetadata": {"HTTPStatusCode": status}},  # type: ignore[typeddict-item]  # as much of it as is read
        "PutObject",
    )
    assert type(_caught(error)) is kind


def test_details_that_words_depend_on() -> None:
    """A wrong clock, a file that is too large and a full newsroom are told apart from their kin."""

    def answer(code: str) -> SnapStreamError:
        return _caught(ClientError({"Error": {"Code": code, "Message": ""}}, "PutObject"))

    assert answer("RequestTimeTooSkewed").detail == CLOCK_DETAIL
    assert answer("EntityTooLarge").reason is Reason.TOO_LARGE
    assert answer("XStorageFull").reason is Reason.CLOUD_FULL


@pytest.mark.parametrize(
    "error",
    [
        EndpointConnectionError(endpoint_url="u"),
        ConnectTimeoutError(endpoint_url="u"),
        ReadTimeoutError(endpoint_url="u"),
        ConnectionClosedError(endpoint_url="u"),
        SSLError(endpoint_url="u", error="e"),
        HTTPClientError(error="e"),
        ResponseStreamingError(error="e"),
    ],
)
def test_nobody_answers(error: Exception) -> None:
    """Whatever breaks the line is offline."""
    assert type(_caught(error)) is Offline


def test_no_credentials_is_signed_out() -> None:
    """Without credentials the person must sign in."""
    assert type(_caught(NoCredentialsError())) is SignedOut


@pytest.mark.parametrize(("number", "kind"), [(errno.ENOSPC, StorageFull), (errno.EACCES, LibraryProblem)])
def test_disk(tmp_path: Path, number: int, kind: type[SnapStreamError]) -> None:
    """No room for a fetched file is a full disk; any other fault is the cache's."""
    with pytest.raises(kind), translate_disk("keep", tmp_path / "a"):
        raise OSError(number, "m")
