"""``GET /api/status``: how things stand."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, current_app, jsonify
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from cloud.api.callers import require
from cloud.api.context import context
from cloud.api.overview import Looks, overview
from cloud.api.routes.media import PEOPLE
from cloud.contract import reasons

routes = APIBlueprint("status", __name__, url_prefix="/api", abp_tags=[Tag(name="Status")])
LOOKS = "SNAPSTREAM_LOOKS"


class QueueShape(BaseModel):
    """How one queue stands."""

    name: str
    waiting: int
    dead: int = Field(description="Given up; ``snapstream-cloud redrive`` tries again")
    oldest_s: int | None = Field(description="How long the oldest message has waited; null where nobody measures it")


class FailureShape(BaseModel):
    """An item of the caller's libraries that failed."""

    id: str
    library: str
    owner_id: str
    filename: str
    status: str
    reason: str
    updated_at: str


class StatusShape(BaseModel):
    """How things stand today (UTC), some seconds ago."""

    day: str
    by_status: dict[str, int] = Field(description="Items of the caller's libraries that changed today")
    uploaded_today: int
    failures: list[FailureShape] = Field(description="The last ones of today and yesterday")
    queues: list[QueueShape]
    oldest_open_s: int | None = Field(description="How long the item that waits longest has not been written to")
    spent_microusd: int | None = Field(description="Today, in millionths of a dollar; null where nothing costs")
    cap_microusd: int | None


@routes.get("/status", responses={HTTPStatus.OK: StatusShape})
@require(*PEOPLE)
def status() -> Response:
    """How things stand: what came in today, what failed, what waits, and what it cost."""
    seen = overview(recent_looks())
    queues = [
        {"name": name, "waiting": each.waiting, "dead": each.dead, "oldest_s": each.oldest_s}
        for name, each in sorted(seen.cloud.queues.items())
    ]
    failures = [
        {
            **{name: str(row[name]) for name in ("id", "library", "owner_id", "filename", "status", "updated_at")},
            "reason": reasons.sentence(str(row.get("status_reason") or "")),
        }
        for row in seen.failures
    ]
    return jsonify(
        {
            "day": seen.day,
            "by_status": dict(seen.by_status),
            "uploaded_today": seen.uploaded,
            "failures": failures,
            "queues": queues,
            "oldest_open_s": seen.cloud.oldest_open_s,
            "spent_microusd": seen.cloud.spent_microusd,
            "cap_microusd": seen.cap_microusd,
        }
    )


def recent_looks() -> Looks:
    """Return what this application's worker saw lately."""
    looks = current_app.extensions.setdefault(LOOKS, Looks(context().ports))
    assert isinstance(looks, Looks)
    return looks
