"""``GET /api/costs``: what analyses cost, by day and today by profile. For admins."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, timedelta
from functools import partial
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Response, current_app, jsonify
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel, Field

from cloud.api.callers import require
from cloud.api.context import context
from cloud.api.overview import Kept
from cloud.contract.accounts import Role
from cloud.store.ledger import ChargeState

if TYPE_CHECKING:
    from cloud.store.ledger import Ledger

routes = APIBlueprint("costs", __name__, url_prefix="/api", abp_tags=[Tag(name="Status")])
KEPT = "SNAPSTREAM_COSTS"
#: Days that are told, today among them.
DAYS = 30


class DayShape(BaseModel):
    """What a day (UTC) has cost."""

    day: str
    spent_microusd: int


class CostShape(BaseModel):
    """What analyses cost, some seconds ago, in millionths of a dollar."""

    days: list[DayShape] = Field(description="In order, the last one today; none where nothing costs")
    by_profile: dict[str, int] = Field(description="Today's")
    cap_microusd: int | None = Field(description="Of a day")


@routes.get("/costs", responses={HTTPStatus.OK: CostShape})
@require(Role.ADMIN)
def costs() -> Response:
    """Say what analyses cost: the last 30 days, and today by profile."""
    here = context()
    ledger, cap = here.ports.ledger, here.config.daily_cap_microusd
    if ledger is None:
        return jsonify({"days": [], "by_profile": {}, "cap_microusd": cap})
    today = here.ports.now().astimezone(UTC).date()
    kept = current_app.extensions.setdefault(KEPT, Kept(here.ports.now))
    assert isinstance(kept, Kept)
    days = []
    for back in range(DAYS - 1, -1, -1):
        day = (today - timedelta(days=back)).isoformat()
        days.append({"day": day, "spent_microusd": kept.get(day, partial(ledger.spent, day))})
    profiles = kept.get("profiles", partial(_by_profile, ledger, today.isoformat()))
    return jsonify({"days": days, "by_profile": profiles, "cap_microusd": cap})


def _by_profile(ledger: Ledger, day: str) -> dict[str, int]:
    """Return the sums of a day; what was given back is not in them. The cap bounds how many rows a day has."""
    sums: Counter[str] = Counter()
    for entry in ledger.entries(day):
        if entry.state is not ChargeState.REFUNDED:
            sums[entry.charge.profile] += entry.charge.cost_microusd
    return dict(sums)
