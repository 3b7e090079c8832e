"""``GET /api/health`` and ``/api/ready``."""

from __future__ import annotations

from http import HTTPStatus
from typing import Literal

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel

from cloud.api.callers import anyone
from cloud.api.context import context

routes = APIBlueprint("health", __name__, url_prefix="/api", abp_tags=[Tag(name="Health")])
#: No person has this id.
_NOBODY = "ready"


class Up(BaseModel):
    """It runs."""

    status: Literal["up"] = "up"


class Ready(BaseModel):
    """It runs, and what it needs answers."""

    status: Literal["ready"] = "ready"


@routes.get("/health", responses={HTTPStatus.OK: Up})
@anyone
def health() -> Response:
    """Whether the process answers."""
    return jsonify(Up().model_dump())


@routes.get("/ready", responses={HTTPStatus.OK: Ready})
@anyone
def ready() -> Response:
    """Whether the table answers too; 503 where it does not."""
    context().ports.accounts.get(_NOBODY)
    return jsonify(Ready().model_dump())
