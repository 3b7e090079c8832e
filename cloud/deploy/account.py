"""A way to speak to an account: AWS with the engineer's credentials. The embedded cloud has its own (``Door``).

Also the one place that turns what boto3 raises into sentences. Main thread; clients are made there and may be shared.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import urlsplit

import boto3
from botocore.config import Config
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    EndpointConnectionError,
    HTTPClientError,
    NoCredentialsError,
    NoRegionError,
    PartialCredentialsError,
    ProfileNotFound,
    SSOError,
    TokenRetrievalError,
)
from botocore.parsers import ResponseParserError

from cloud.store.refusals import error_code

if TYPE_CHECKING:
    from collections.abc import Iterator

#: Codes that mean: nobody, or nobody any more, is signed in with these credentials.
_SIGNED_OUT = {
    "ExpiredToken", "ExpiredTokenException", "InvalidAccessKeyId", "InvalidClientTokenId", "SignatureDoesNotMatch",
    "UnrecognizedClientException", "InvalidToken", "AuthFailure", "RequestExpired",
}  # fmt: skip
#: Codes that mean: signed in, and may not.
DENIED = {"AccessDenied", "AccessDeniedException", "AuthorizationError", "UnauthorizedOperation", "Forbidden", "403"}
_SIGN_IN = (
    "Sign in first: aws configure sso, then aws sso login; or set AWS_PROFILE, or AWS_ACCESS_KEY_ID and "
    "AWS_SECRET_ACCESS_KEY. --aws-profile NAME chooses a profile."
)


class AccountError(Exception):
    """The account cannot be spoken to; the message says what to do."""


class RefusedError(Exception):
    """The account answered, and refused; the message is a sentence with its own words."""


class Account(Protocol):
    """Where a stack lives."""

    @property
    def region(self) -> str:
        """The region."""
        ...

    @property
    def endpoint(self) -> str | None:
        """None on AWS itself."""
        ...

    def client(self, service: str) -> Any:  # noqa: ANN401 -- boto3's clients are made at run time and have no type
        """Return a boto3 client of this service."""
        ...


@dataclass(frozen=True, slots=True, repr=False)
class AwsAccount:
    """AWS, with the credentials that boto3 finds."""

    session: Any
    region: str
    endpoint: str | None = None

    @classmethod
    def open(cls, *, region: str | None, profile: str | None, endpoint: str | None) -> AwsAccount:
        """Find region and credentials, without asking AWS yet; raises ``AccountError``."""
        try:
            # AWS's own command line reads AWS_REGION; boto3 knows AWS_DEFAULT_REGION alone.
            session = boto3.Session(profile_name=profile, region_name=region or os.environ.get("AWS_REGION") or None)
            found = session.get_credentials()
        except ProfileNotFound as error:
            raise AccountError(f"{error}. The profiles there are: aws configure list-profiles") from error
        except BotoCoreError as error:
            raise AccountError(f"The credentials cannot be read: {error}. {_SIGN_IN}") from error
        if found is None:
            raise AccountError(f"There are no AWS credentials. {_SIGN_IN}")
        if not session.region_name:
            raise AccountError("No AWS region is chosen. Name one: --region eu-central-1, or set AWS_REGION.")
        return cls(session, str(session.region_name), endpoint)

    def client(self, service: str) -> Any:  # noqa: ANN401 -- as above
        """Return a boto3 client of this service."""
        settings: dict[str, Any] = {"retries": {"mode": "standard", "total_max_attempts": 5}, "connect_timeout": 10}
        if self.endpoint is not None:
            settings |= {"s3": {"addressing_style": "path"}}
            if urlsplit(self.endpoint).hostname in {"127.0.0.1", "::1", "localhost"}:
                settings |= {"proxies": {}}
        if service == "s3":
            settings |= {"signature_version": "s3v4"}
        try:
            return self.session.client(
                service, region_name=self.region, endpoint_url=self.endpoint, config=Config(**settings)
            )
        except ValueError as error:  # region or endpoint, as environment or configuration say
            raise AccountError(f"{service} cannot be asked: {error}") from error


def account_id(account: Account) -> str:
    """Return the account's number."""
    return str(account.client("sts").get_caller_identity()["Account"])


def partition(account: Account) -> str:
    """Return ``aws``, ``aws-cn`` or ``aws-us-gov``."""
    return str(account.client("sts").meta.partition)


def is_denied(error: ClientError) -> bool:
    """Whether the caller has no permission."""
    return error_code(error) in DENIED


def _words(error: ClientError) -> str:
    """Return which call was refused, and why, in the service's own words and code."""
    code, why = error_code(error), str(error.response.get("Error", {}).get("Message", "")).rstrip(". ")
    if code.isdigit() or not code:  # no AWS service answers so: an HTTP status is all there was
        why = f"{why or 'no reason given'}; is --endpoint that of an AWS service?"
    return f"{error.operation_name} was refused: {why or 'no reason given'} ({code or 'no code'})"


@contextmanager
def translated() -> Iterator[None]:
    """Let what boto3 raises come out as ``AccountError`` or ``RefusedError``."""
    try:
        yield
    except (NoCredentialsError, PartialCredentialsError, SSOError, TokenRetrievalError) as error:
        raise AccountError(f"{error}. {_SIGN_IN}") from error
    except NoRegionError as error:
        raise AccountError("No AWS region is chosen. Name one: --region eu-central-1, or set AWS_REGION.") from error
    except (HTTPClientError, EndpointConnectionError) as error:
        raise AccountError(
            f"The cloud does not answer: {error}. Is this computer online, and is the region spelt right?"
        ) from error
    except ClientError as error:
        if error_code(error) in _SIGNED_OUT:
            raise AccountError(f"The credentials are not valid (any more): {_words(error)}. {_SIGN_IN}") from error
        if is_denied(error):
            raise RefusedError(
                f"{_words(error)}. snapstream-cloud doctor names every permission that is missing."
            ) from error
        raise RefusedError(_words(error)) from error
    except ResponseParserError as error:
        raise AccountError("What answers is not AWS. Is --endpoint right, or is there a proxy on the way?") from error
    except BotoCoreError as error:
        raise RefusedError(str(error)) from error
