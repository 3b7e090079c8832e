"""Holds answers to the OpenAPI document, in tests: a status or a kind of content not promised there is an error."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Response, request

from cloud.api.documents import document_path

if TYPE_CHECKING:
    from flask_openapi3.openapi import OpenAPI


class UndocumentedAnswerError(Exception):
    """The document does not promise this."""


def check_answers(app: OpenAPI) -> None:
    """Compare every answer of a documented route with the document."""

    @app.after_request
    def _check(response: Response) -> Response:
        path = document_path(request.url_rule.rule) if request.url_rule else ""
        operation = app.api_doc["paths"].get(path, {}).get(request.method.lower())
        if operation is None or response.status_code == HTTPStatus.METHOD_NOT_ALLOWED:
            return response
        told = operation["responses"].get(str(response.status_code))
        if told is None:
            raise UndocumentedAnswerError(f"{request.method} {path} answers {response.status_code}")
        kinds = told.get("content")
        if kinds is not None and response.mimetype not in kinds:
            raise UndocumentedAnswerError(f"{request.method} {path} answers {response.mimetype}")
        return response
