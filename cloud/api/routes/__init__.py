"""The routes, a blueprint a module. A module states its paths, fields and answers; what they do stands beside it."""

from __future__ import annotations

from cloud.api.routes import accounts, credentials, docs, health, me, passwords, sessions

ROUTES = (
    accounts.routes,
    sessions.routes,
    passwords.routes,
    me.routes,
    credentials.routes,
    health.routes,
    docs.routes,
)
