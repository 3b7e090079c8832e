"""``POST /api/login``, ``/api/refresh``, ``/api/logout``."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Literal, Self

from flask import Response, jsonify, make_response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from cloud.api import cookies, signin
from cloud.api.callers import anyone, caller, require
from cloud.api.documents import told
from cloud.api.shapes import AccountShape, Body, Client, Email, Password

if TYPE_CHECKING:
    from cloud.api.signin import Grant

routes = APIBlueprint("sessions", __name__, url_prefix="/api", abp_tags=[Tag(name="Sessions")])


class LoginBody(Body):
    """Who signs in, and on what."""

    email: Email
    password: Password
    client: Client = ""


class RefreshBody(Body):
    """A refresh token, and what the next one's secret shall be."""  # cloud/contract/sessions.py

    refresh_token: Annotated[str, Field(min_length=1, max_length=200)]
    next: (
        Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$", description="256 random bits in URL-safe base 64")] | None
    ) = None


class LogoutQuery(BaseModel):
    """How far one signs out."""

    everywhere: bool = Field(default=False, description="End all sessions of this person")


class Tokens(BaseModel):
    """What a device that signed in is given."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 -- a kind, no secret
    expires_in: int = Field(description="Seconds for which the access token is good")
    refresh_token: str = Field(description="Good for one use")
    user: AccountShape

    @classmethod
    def of(cls, grant: Grant) -> Self:
        """Return the shape of a grant."""
        return cls(
            access_token=grant.access_token,
            expires_in=grant.expires_in_s,
            refresh_token=grant.refresh_token,
            user=AccountShape.of(grant.person.account),
        )


@routes.post("/login", responses={HTTPStatus.OK: Tokens, **told(401, 403)})
@anyone
def login(body: LoginBody) -> Response:
    """Sign in."""
    return jsonify(Tokens.of(signin.sign_in(body.email, body.password, body.client)).model_dump())


@routes.post("/refresh", responses={HTTPStatus.OK: Tokens, **told(401)})
@anyone
def refresh(body: RefreshBody) -> Response:
    """Go on with a session."""
    return jsonify(Tokens.of(signin.go_on(body.refresh_token, body.next or "")).model_dump())


@routes.post("/logout", responses={HTTPStatus.NO_CONTENT: None})
@require()
def logout(query: LogoutQuery) -> Response:
    """Sign out: the session ends, and its tokens with it."""
    signin.sign_out(caller(), everywhere=query.everywhere)
    response = make_response("", HTTPStatus.NO_CONTENT)
    if caller().by_cookie:
        cookies.clear_cookie(response)
    return response
