"""``POST /api/credentials``: the connection document of the contract."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from cloud.api import connections
from cloud.api.callers import require
from cloud.contract.accounts import Role

routes = APIBlueprint("credentials", __name__, url_prefix="/api", abp_tags=[Tag(name="Credentials")])


class UserShape(BaseModel):
    """Who is signed in."""

    id: str
    email: str
    name: str


class BucketsShape(BaseModel):
    """The names of the two buckets."""

    originals: str
    derived: str


class CredentialsShape(BaseModel):
    """Short-lived credentials of the desktop role, narrowed to this person."""

    access_key_id: str
    secret_access_key: str
    session_token: str


class ConnectionShape(BaseModel):
    """What a desktop needs to work with a newsroom."""  # cloud/contract/connection.py

    newsroom: str
    user: UserShape
    role: str
    api_url: str | None
    endpoint: str | None = Field(description="Null on AWS itself")
    region: str
    buckets: BucketsShape
    table: str
    index: str
    credentials: CredentialsShape
    expires_at: str
    libraries: list[str]
    max_file_bytes: int


@routes.post("/credentials", responses={HTTPStatus.OK: ConnectionShape})
@require(Role.MEMBER, Role.DESK, Role.ADMIN, by_cookie=False)
def credentials() -> Response:
    """Be given credentials for half an hour."""
    return Response(connections.issue().to_json(), mimetype="application/json")
