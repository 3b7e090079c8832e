"""What holds for every request and every answer: sizes, kinds of content, headers. Any thread.

Headers by OWASP's HTTP Headers Cheat Sheet; no page has scripts or styles of its own, so the policy allows none inline.
"""

from __future__ import annotations

import json
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import current_app, request

from cloud.api.problems import ApiError

if TYPE_CHECKING:
    from flask import Flask, Response

    from cloud.api.config import ApiConfig

#: A year, as browsers' preload lists ask at least.
_HSTS = "max-age=31536000; includeSubDomains"
_FIXED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # With "no-referrer" browsers send ``Origin: null`` with every form (Fetch, "append a request Origin header").
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
#: What the instance asks itself, when it starts.
_OWN = frozenset({"/api/health", "/api/ready"})
_NO_PAGE = "default-src 'none'; frame-ancestors 'none'"


def guard(app: Flask, config: ApiConfig) -> None:
    """Check the way, sizes and kinds of requests, and put the headers on answers."""
    page_policy = content_policy(config)

    @app.before_request
    def _check_way() -> None:
        # Nothing but CloudFront reaches the instance. Were that undone, or its header not sent on, then everybody would
        # be one address to the limits, and nobody would see why.
        if config.address_header and config.address_header not in request.headers and request.path not in _OWN:
            raise ApiError(HTTPStatus.FORBIDDEN, "other_way", "Ask at the newsroom's own address.")

    @app.before_request
    def _check_body() -> None:
        if request.url_rule is None or request.endpoint is None:
            return
        if "body" in getattr(current_app.view_functions[request.endpoint], "__annotations__", {}):
            _require_object()

    @app.after_request
    def _put_headers(response: Response) -> Response:
        response.headers.update(_FIXED)
        response.headers.setdefault(
            "Content-Security-Policy", page_policy if response.mimetype == "text/html" else _NO_PAGE
        )
        if config.is_secure:
            response.headers["Strict-Transport-Security"] = _HSTS
        if request.endpoint is None or not request.endpoint.endswith("static"):
            response.headers.setdefault("Cache-Control", "no-store")
        return response


def content_policy(config: ApiConfig) -> str:
    """Return the policy of pages: everything from here, media and uploads also where presigned addresses lead."""
    away = "".join(f" {origin}" for origin in config.media_origins)
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; manifest-src 'self'; "
        f"img-src 'self'{away}; media-src 'self'{away}; connect-src 'self'{away}; form-action 'self'{away}; "
        "base-uri 'none'; frame-ancestors 'none'"
    )


def _require_object() -> None:
    """Raise ``ApiError`` unless the body is a JSON object: 415, 400 or 422; too large is 413."""
    if request.mimetype != "application/json":
        raise ApiError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "json_only", "The body must be application/json.")
    try:
        document = json.loads(request.get_data())
    except (ValueError, RecursionError) as error:
        raise ApiError(HTTPStatus.BAD_REQUEST, "no_json", "The body is no JSON.") from error
    if not isinstance(document, dict):
        raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "invalid", "The body must be an object.")
