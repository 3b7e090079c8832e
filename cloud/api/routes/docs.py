"""``GET /api/openapi.json``, and ``/api/docs``: the same as a page, without scripts."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Any, cast

from flask import Response, current_app, jsonify, render_template
from flask_openapi3.blueprint import APIBlueprint

from cloud.api.callers import anyone

if TYPE_CHECKING:
    from flask_openapi3.openapi import OpenAPI

routes = APIBlueprint("docs", __name__, url_prefix="/api")


@routes.get("/openapi.json", doc_ui=False)
@anyone
def openapi() -> Response:
    """Return the document."""
    return jsonify(_document())


@routes.get("/docs", doc_ui=False)
@anyone
def page() -> str:
    """Show the document."""
    return render_template(
        "docs.html", document=_document(), phrases={str(each.value): each.phrase for each in HTTPStatus}
    )


def _document() -> dict[str, Any]:
    return cast("dict[str, Any]", cast("OpenAPI", current_app).api_doc)
