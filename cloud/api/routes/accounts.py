"""``POST /api/register`` and ``/api/confirm``."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Literal

from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from cloud.api import registration
from cloud.api.callers import anyone
from cloud.api.documents import told
from cloud.api.shapes import Body, Code, Email, Name, NewPassword, Password

routes = APIBlueprint("accounts", __name__, url_prefix="/api", abp_tags=[Tag(name="Accounts")])


class RegisterBody(Body):
    """Somebody asks for an account."""

    email: Email
    name: Name
    password: NewPassword
    invitation: Annotated[str, Field(max_length=200, description="What was mailed; where the newsroom asks for it")] = (
        ""
    )


class RegisterAnswer(BaseModel):
    """The same whether or not there is an account with this address: its owner is told by mail."""

    next: Literal["confirm", "sign_in"]


class ConfirmBody(Body):
    """The code that was mailed, and the password that was chosen with it."""

    email: Email
    code: Code
    password: Password


@routes.post("/register", responses={HTTPStatus.ACCEPTED: RegisterAnswer, **told(403)})
@anyone
def register(body: RegisterBody) -> tuple[dict[str, str], int]:
    """Ask for an account."""
    must_confirm = registration.register(body.email, body.name, body.password, body.invitation)
    answer = RegisterAnswer(next="confirm" if must_confirm else "sign_in")
    return answer.model_dump(), HTTPStatus.ACCEPTED


@routes.post("/confirm", responses={HTTPStatus.NO_CONTENT: None, **told(403)})
@anyone
def confirm(body: ConfirmBody) -> tuple[str, int]:
    """Confirm the address of an account."""
    registration.confirm(body.email, body.code, body.password)
    return "", HTTPStatus.NO_CONTENT
