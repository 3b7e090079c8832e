"""``/api/users``, ``/api/invitations``, ``/api/audit``: what an admin looks after."""

from __future__ import annotations

from http import HTTPStatus
from typing import Literal

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field, JsonValue

from cloud.api import people
from cloud.api.callers import require
from cloud.api.context import context
from cloud.api.documents import told
from cloud.api.problems import ApiError
from cloud.api.shapes import AccountShape, Body, Email, Name, Query
from cloud.contract.accounts import AccountState, Role

routes = APIBlueprint("people", __name__, url_prefix="/api", abp_tags=[Tag(name="People")])


class PageQuery(Query):
    """Which page."""

    cursor: str = Field("", max_length=512, description="As the page before answered it")
    limit: int = Field(50, ge=1, le=100)


class PersonPath(BaseModel):
    """A person."""

    user_id: str = Field(max_length=64)


class PeoplePage(BaseModel):
    """Some people, as they came."""

    users: list[AccountShape]
    cursor: str


class PersonEdit(Body):
    """What to change; what is left out stays."""

    name: Name | None = None
    role: Role | None = None
    state: Literal["active", "disabled"] | None = Field(
        None, description="Disabling ends every session, and denies credentials already issued"
    )


class InviteBody(Body):
    """Who may make an account, and what they may do then."""

    email: Email
    role: Role = Role.MEMBER


class InvitationShape(BaseModel):
    """An invitation that is open. The word that it takes is mailed, and shown to nobody."""

    email: str
    role: Role
    invited_by: str
    created_at: str
    expires_at: str


class InvitationPage(BaseModel):
    """Some invitations that are open."""

    invitations: list[InvitationShape]
    cursor: str


class AuditQuery(PageQuery):
    """Which month."""

    month: str = Field("", pattern=r"^(\d{4}-(0[1-9]|1[0-2]))?$", description="yyyy-mm (UTC); this one where left out")


class EntryShape(BaseModel):
    """Something that somebody did."""

    id: str
    at: str
    actor_id: str = Field(description='"" where nobody was signed in')
    action: str
    subject: str = Field(description="The id of the person or item that it is about")
    address: str
    detail: dict[str, JsonValue]


class AuditPage(BaseModel):
    """Some entries, newest first."""

    entries: list[EntryShape]
    cursor: str


@routes.get("/users", responses={HTTPStatus.OK: PeoplePage})
@require(Role.ADMIN)
def list_users(query: PageQuery) -> Response:
    """List everybody who has an account."""
    try:
        page = context().ports.accounts.people(query.cursor, query.limit)
    except ValueError as error:
        raise bad_cursor() from error
    return jsonify({"users": [person.account.to_json() for person in page.rows], "cursor": page.cursor})


@routes.patch("/users/<user_id>", responses={HTTPStatus.OK: AccountShape, **told(404, 409)})
@require(Role.ADMIN)
def edit_user(path: PersonPath, body: PersonEdit) -> Response:
    """Change a person's name, role or access. Somebody always stays an admin (409)."""
    state = AccountState(body.state) if body.state else None
    return jsonify(people.change(path.user_id, people.Wish(body.name, body.role, state)).account.to_json())


@routes.post("/invitations", responses={HTTPStatus.CREATED: InvitationShape, **told(409)})
@require(Role.ADMIN)
def invite(body: InviteBody) -> tuple[dict[str, object], int]:
    """Mail somebody an invitation, good for seven days. Where the address has an account: 409."""
    made = InvitationShape.model_validate(people.invite(body.email, body.role), from_attributes=True)
    return made.model_dump(mode="json"), HTTPStatus.CREATED


@routes.get("/invitations", responses={HTTPStatus.OK: InvitationPage})
@require(Role.ADMIN)
def list_invitations(query: PageQuery) -> Response:
    """List the invitations that are open."""
    here = context()
    try:
        page = here.ports.accounts.invitations(now=here.now_text(), cursor=query.cursor, limit=query.limit)
    except ValueError as error:
        raise bad_cursor() from error
    shapes = [InvitationShape.model_validate(row, from_attributes=True) for row in page.rows]
    return jsonify(InvitationPage(invitations=shapes, cursor=page.cursor).model_dump(mode="json"))


@routes.get("/audit", responses={HTTPStatus.OK: AuditPage})
@require(Role.ADMIN)
def audit(query: AuditQuery) -> Response:
    """List what happened in a month, newest first."""
    here = context()
    try:
        page = here.ports.accounts.audit(query.month or here.now_text()[:7], query.cursor, query.limit)
    except ValueError as error:
        raise bad_cursor() from error
    shapes = [EntryShape.model_validate(row, from_attributes=True) for row in page.rows]
    return jsonify(AuditPage(entries=shapes, cursor=page.cursor).model_dump(mode="json"))


def bad_cursor() -> ApiError:
    """Return the error of a cursor that no page answered."""
    return ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "cursor", "The cursor is none of ours.")
