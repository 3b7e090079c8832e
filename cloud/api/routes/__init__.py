"""The routes, a blueprint a module. A module states its paths, fields and answers; what they do stands beside it."""

from __future__ import annotations

from cloud.api.routes import (
    accounts,
    costs,
    credentials,
    docs,
    health,
    me,
    media,
    notices,
    overview,
    passwords,
    people,
    sessions,
)

ROUTES = (
    accounts.routes,
    sessions.routes,
    passwords.routes,
    me.routes,
    credentials.routes,
    health.routes,
    media.routes,
    overview.routes,
    costs.routes,
    people.routes,
    notices.routes,
    docs.routes,
)
