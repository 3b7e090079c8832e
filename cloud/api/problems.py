"""Errors as people and programs get them: problem documents (RFC 9457), without what is inside."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError, ConnectionError, HTTPClientError  # noqa: A004 -- botocore's
from flask import Flask, Response, jsonify
from pydantic import BaseModel, Field, ValidationError
from werkzeug.exceptions import HTTPException

from cloud.store.accounts import AccountsBusyError

if TYPE_CHECKING:
    from collections.abc import Mapping

MEDIA_TYPE = "application/problem+json"
#: How AWS says that it is busy or broken, not that we asked wrongly.
_BUSY = frozenset(
    {
        "InternalServerError",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ServiceUnavailable",
        "SlowDown",
        "Throttling",
        "ThrottlingException",
        "TransactionInProgressException",
    }
)
_RETRY_AFTER_S = 5


class FieldProblem(BaseModel):
    """What is wrong with one field."""

    field: str = Field(description="Its path, as ``caption.headline``")
    detail: str


class Problem(BaseModel):
    """A problem document."""

    type: str = Field(
        description="``about:blank``, or a word of ours that programs may act on, as ``urn:snapstream:…``"
    )
    title: str
    status: int
    detail: str = ""
    fields: list[FieldProblem] = []
    version: int | None = Field(None, description="What it is now, where somebody else's change was in the way")
    since: str | None = Field(None, description="Since when, of an account that an admin switched off")


class ApiError(Exception):
    """What a view raises to answer with a problem."""

    def __init__(
        self,
        status: HTTPStatus,
        code: str,
        detail: str = "",
        headers: Mapping[str, str] | None = None,
        *,
        version: int | None = None,
        since: str | None = None,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail
        self.headers = dict(headers or {})
        self.version = version
        self.since = since


def problem(
    status: HTTPStatus,
    code: str = "",
    detail: str = "",
    fields: list[FieldProblem] | None = None,
    headers: Mapping[str, str] | None = None,
    *,
    version: int | None = None,
    since: str | None = None,
) -> Response:
    """Return the answer that says what went wrong."""
    document = Problem(
        type=f"urn:snapstream:{code}" if code else "about:blank",
        title=status.phrase,
        status=status.value,
        detail=detail,
        fields=fields or [],
        version=version,
        since=since,
    )
    absent = {name for name, value in (("version", version), ("since", since)) if value is None}
    response = jsonify(document.model_dump(exclude=absent))
    response.status_code = status.value
    response.mimetype = MEDIA_TYPE
    response.headers.update(dict(headers or {}))
    if status is HTTPStatus.UNAUTHORIZED:
        response.headers.setdefault("WWW-Authenticate", "Bearer")  # RFC 9110, section 15.5.2
    return response


def bad_request(error: ValidationError) -> Response:
    """Return which fields are wrong, and why, without what was sent."""
    fields = [
        FieldProblem(field=".".join(map(str, each["loc"])) or "body", detail=each["msg"]) for each in error.errors()
    ]
    return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", "Some fields cannot be used.", fields)


def answer_errors(app: Flask) -> None:
    """Answer every error with a problem document; what nobody expected is logged and told as 500 alone."""

    @app.errorhandler(ApiError)
    def _api_error(error: ApiError) -> Response:
        return problem(
            error.status, error.code, error.detail, headers=error.headers, version=error.version, since=error.since
        )

    @app.errorhandler(AccountsBusyError)
    @app.errorhandler(BotoCoreError)
    @app.errorhandler(ClientError)
    def _store_error(error: AccountsBusyError | BotoCoreError | ClientError) -> Response:
        if not is_passing(error):
            return _unexpected(error)
        app.logger.warning("the cloud did not answer: %s", type(error).__name__)
        return problem(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "unavailable",
            "The newsroom's cloud does not answer at this moment.",
            headers={"Retry-After": str(_RETRY_AFTER_S)},
        )

    @app.errorhandler(HTTPException)
    def _http_error(error: HTTPException) -> Response:
        status = HTTPStatus(error.code or 500)
        answer = problem(status, detail="")
        allowed = getattr(error, "valid_methods", None)
        if allowed:
            answer.headers["Allow"] = ", ".join(sorted(allowed))
        return answer

    @app.errorhandler(Exception)
    def _unexpected(error: Exception) -> Response:
        app.logger.error("request failed", exc_info=error)
        return problem(HTTPStatus.INTERNAL_SERVER_ERROR)


def is_passing(error: AccountsBusyError | BotoCoreError | ClientError) -> bool:
    """Whether it may work the next time."""
    if isinstance(error, AccountsBusyError):
        return True
    if isinstance(error, BotoCoreError):
        return isinstance(error, HTTPClientError | ConnectionError)
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 0)
    return error.response.get("Error", {}).get("Code") in _BUSY or status >= HTTPStatus.INTERNAL_SERVER_ERROR
