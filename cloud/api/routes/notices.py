"""``/api/subscriptions``: who is told by e-mail, and of what."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from cloud.api import notices
from cloud.api.callers import caller, require
from cloud.api.context import context
from cloud.api.documents import told
from cloud.api.routes.media import PEOPLE
from cloud.api.shapes import Body

routes = APIBlueprint("subscriptions", __name__, url_prefix="/api/subscriptions", abp_tags=[Tag(name="Notices")])


class SubscribeBody(Body):
    """Of what: what I uploaded, what failed, or everything, always in the libraries that I may see."""

    topics: notices.Topics


class SubscriptionPath(BaseModel):
    """One of the caller's subscriptions."""

    subscription_id: str = Field(max_length=64)


class SubscriptionShape(BaseModel):
    """Somebody is told by e-mail, once they have confirmed it by the letter that AWS sends them."""

    id: str
    email: str
    topics: str
    created_at: str


class SubscriptionList(BaseModel):
    """The caller's subscriptions."""

    subscriptions: list[SubscriptionShape]


@routes.post("", responses={HTTPStatus.CREATED: SubscriptionShape})
@require(*PEOPLE)
def subscribe(body: SubscribeBody) -> tuple[dict[str, object], int]:
    """Be told from now on, in place of what the caller was told of before."""
    made = SubscriptionShape.model_validate(notices.subscribe(body.topics), from_attributes=True)
    return made.model_dump(), HTTPStatus.CREATED


@routes.get("", responses={HTTPStatus.OK: SubscriptionList})
@require(*PEOPLE)
def list_subscriptions() -> Response:
    """List the caller's subscriptions."""
    rows = context().ports.accounts.subscriptions(caller().id)
    shapes = [SubscriptionShape.model_validate(row, from_attributes=True) for row in rows]
    return jsonify(SubscriptionList(subscriptions=shapes).model_dump())


@routes.delete("/<subscription_id>", responses={HTTPStatus.NO_CONTENT: None, **told(404)})
@require(*PEOPLE)
def unsubscribe(path: SubscriptionPath) -> tuple[str, int]:
    """Be told no more."""
    notices.unsubscribe(path.subscription_id)
    return "", HTTPStatus.NO_CONTENT
