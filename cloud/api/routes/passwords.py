"""``POST /api/password/forgot``, ``/reset``, ``/change``."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, jsonify
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from cloud.api import resets, signin
from cloud.api.callers import anyone, caller, require
from cloud.api.documents import told
from cloud.api.routes.sessions import Tokens
from cloud.api.shapes import Body, Client, Code, Email, NewPassword, Password

routes = APIBlueprint("passwords", __name__, url_prefix="/api/password", abp_tags=[Tag(name="Passwords")])


class ForgotBody(Body):
    """Whose password is forgotten."""

    email: Email


class ResetBody(Body):
    """The code that was mailed, and a new password."""

    email: Email
    code: Code
    password: NewPassword


class ChangeBody(Body):
    """The password as it is, and as it shall be."""

    password: Password
    new_password: NewPassword
    client: Client = ""


@routes.post("/forgot", responses={HTTPStatus.ACCEPTED: None})
@anyone
def forgot(body: ForgotBody) -> tuple[str, int]:
    """Have a code mailed. The answer is the same whether or not there is such an account."""
    resets.forget(body.email)
    return "", HTTPStatus.ACCEPTED


@routes.post("/reset", responses={HTTPStatus.NO_CONTENT: None, **told(403, 409)})
@anyone
def reset(body: ResetBody) -> tuple[str, int]:
    """Choose a new password with the code. Every session ends."""
    resets.reset(body.email, body.code, body.password)
    return "", HTTPStatus.NO_CONTENT


@routes.post("/change", responses={HTTPStatus.OK: Tokens, **told(409)})
@require(by_cookie=False)
def change(body: ChangeBody) -> Response:
    """Change one's own password. Every session ends; this device is given a new one."""
    person = resets.change(caller(), body.password, body.new_password)
    return jsonify(Tokens.of(signin.open_session(person, body.client)).model_dump())
