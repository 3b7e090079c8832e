"""``GET /api/me``: who am I, what may I."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel

from cloud.api.callers import caller, require
from cloud.api.context import context
from cloud.api.shapes import AccountShape
from cloud.contract.accounts import Role

routes = APIBlueprint("me", __name__, url_prefix="/api", abp_tags=[Tag(name="Accounts")])


class Rights(BaseModel):
    """What this person may do."""

    upload: bool
    edit_all: bool  #: everything in the newsroom's library; one's own always
    administer: bool
    link_under_embargo: bool
    hand_in_results: bool


class Me(BaseModel):
    """Who is signed in, where."""

    user: AccountShape
    may: Rights
    newsroom: str
    newsroom_name: str


@routes.get("/me", responses={HTTPStatus.OK: Me})
@require()
def me() -> Response:
    """Who am I, what may I."""
    config, role = context().config, caller().role
    answer = Me(
        user=AccountShape.of(caller().account),
        may=Rights(
            upload=role is not Role.SERVICE,
            edit_all=role in {Role.DESK, Role.ADMIN},
            administer=role is Role.ADMIN,
            link_under_embargo=role is Role.ADMIN,
            hand_in_results=role is Role.SERVICE,
        ),
        newsroom=config.newsroom,
        newsroom_name=config.newsroom_name,
    )
    return jsonify(answer.model_dump())
