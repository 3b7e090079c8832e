"""What the OpenAPI document says of every route beyond its own answers, taken from the code itself. Pure.

Who may call a view and whether it reads a body are known (``callers``, its annotations), so what follows from that is
written once here: the roles, 401 and 403 with the token, 400, 413 and 415 with a body. Routes say the rest:
``told(404, 409)``.
"""

from __future__ import annotations

import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from flask_openapi3.models.response import Response as Answer
from flask_openapi3.models.schema import Schema

from cloud.api.callers import access_of
from cloud.api.problems import MEDIA_TYPE, FieldProblem, Problem
from cloud.contract.accounts import Role

if TYPE_CHECKING:
    from flask_openapi3.openapi import OpenAPI
    from flask_openapi3.types import ResponseDict

    from cloud.api.callers import Access

_REF = "#/components/schemas/"
_ALWAYS = (405, 422, 429, 500, 503)
_WITH_BODY = (400, 413, 415)
_WITH_CALLER = (401, 403)


def told(*statuses: int) -> ResponseDict:
    """Return the answers of a route that are problems, for ``responses``."""
    return {status: _problem(status) for status in statuses}


def _problem(status: int) -> dict[str, Any]:
    return {
        "description": HTTPStatus(status).phrase,
        "content": {MEDIA_TYPE: {"schema": {"$ref": f"{_REF}Problem"}}},
    }


def document_path(rule: str) -> str:
    """Return a route as the document writes it: ``/api/media/{item_id}``."""
    return re.sub(r"<(?:[^<>:]+:)?([^<>]+)>", r"{\1}", rule)


def _who(access: Access) -> str:
    """Return who may call a view, as people read it."""
    if access.is_open:
        return "Anyone."
    roles = ", ".join(role for role in Role if role in access.roles)
    return f"Signed in, as {roles}." if roles else "Signed in."


def describe(app: OpenAPI) -> None:
    """Complete every documented operation; called when all routes are registered."""
    for model in (Problem, FieldProblem):
        schema = model.model_json_schema(ref_template=_REF + "{model}", mode="serialization")
        schema.pop("$defs", None)
        app.components_schemas[model.__name__] = Schema(**schema)
    for rule in app.url_map.iter_rules():
        path = app.paths.get(document_path(rule.rule))
        view = app.view_functions[rule.endpoint]
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            operation = getattr(path, method.lower(), None) if path else None
            if operation is None:
                continue
            access = access_of(view)
            operation.description = _who(access)
            statuses = set(_ALWAYS)
            if "body" in view.__annotations__:
                statuses |= set(_WITH_BODY)
            if not access.is_open:
                statuses |= set(_WITH_CALLER)
                operation.security = [{"token": []}, {"page": []}] if access.by_cookie else [{"token": []}]
            for status in sorted(statuses):
                operation.responses.setdefault(str(status), Answer(**_problem(status)))
