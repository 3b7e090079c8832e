"""Errors as people and programs get them: problem documents (RFC 9457), without what is inside."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Flask, Response, jsonify
from pydantic import BaseModel, Field, ValidationError
from werkzeug.exceptions import HTTPException

if TYPE_CHECKING:
    from collections.abc import Mapping

MEDIA_TYPE = "application/problem+json"


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


class ApiError(Exception):
    """What a view raises to answer with a problem."""

    def __init__(
        self, status: HTTPStatus, code: str, detail: str = "", headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail
        self.headers = dict(headers or {})


def problem(
    status: HTTPStatus,
    code: str = "",
    detail: str = "",
    fields: list[FieldProblem] | None = None,
    headers: Mapping[str, str] | None = None,
) -> Response:
    """Return the answer that says what went wrong."""
    document = Problem(
        type=f"urn:snapstream:{code}" if code else "about:blank",
        title=status.phrase,
        status=status.value,
        detail=detail,
        fields=fields or [],
    )
    response = jsonify(document.model_dump())
    response.status_code = status.value
    response.mimetype = MEDIA_TYPE
    response.headers.update(dict(headers or {}))
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
        return problem(error.status, error.code, error.detail, headers=error.headers)

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
