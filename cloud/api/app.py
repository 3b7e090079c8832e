"""The application: ``create_app(config, ports)``. One a worker process; requests run on its threads.

::

    request ─▶ callers (who is it? may they?) ─▶ security (size, JSON) ─▶ flask-openapi3 (fields) ─▶ view ─▶ headers
"""

from __future__ import annotations

from functools import partial
from importlib.metadata import version
from typing import TYPE_CHECKING

from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI

from cloud.api import callers, chores, documents, security
from cloud.api.answers import check_answers
from cloud.api.context import CONTEXT, Context
from cloud.api.cookies import cookie_name
from cloud.api.limits import Limits
from cloud.api.outbox import ThreadedOutbox
from cloud.api.pages import pages
from cloud.api.passwords import Passwords
from cloud.api.problems import answer_errors, bad_request
from cloud.api.routes import ROUTES
from cloud.api.standing import Standing
from cloud.api.tokens import AccessTokens

if TYPE_CHECKING:
    from cloud.api.config import ApiConfig
    from cloud.api.outbox import Outbox
    from cloud.api.ports import ApiPorts

CONFIG, PORTS = "SNAPSTREAM_CONFIG", "SNAPSTREAM_PORTS"


def create_app(
    config: ApiConfig, ports: ApiPorts, *, checks_answers: bool = False, outbox: Outbox | None = None
) -> OpenAPI:
    """Return the application; ``checks_answers`` makes an answer that its document does not promise an error.

    ``outbox`` does what is done beside the answers; without one it is a thread that begins with the first of that.
    """
    app = OpenAPI(
        __name__,
        info=Info(title="SnapStream", version=version("snapstream"), description="The status API of a newsroom."),
        security_schemes={
            "token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"},
            "page": {"type": "apiKey", "in": "cookie", "name": cookie_name(config, "session")},
        },
        validation_error_callback=bad_request,
        doc_ui=False,
        validate_response=checks_answers,
    )
    # No page of another origin asks anything of this one, so OPTIONS is a method like any that is not there.
    app.config.update(MAX_CONTENT_LENGTH=config.max_body_bytes, PROVIDE_AUTOMATIC_OPTIONS=False)
    app.extensions[CONFIG], app.extensions[PORTS] = config, ports
    app.extensions[CONTEXT] = Context(
        config=config,
        ports=ports,
        passwords=Passwords(config),
        tokens=AccessTokens(config, ports.now),
        standing=Standing(ports.accounts, ports.now),
        limits=Limits(ports.accounts, ports.now),
        outbox=outbox or ThreadedOutbox(partial(chores.go_round, ports)),
    )
    answer_errors(app)
    callers.guard(app)
    security.guard(app, config)
    if checks_answers:
        check_answers(app)
    callers.anyone(app.view_functions["static"])
    for routes in ROUTES:
        app.register_api(routes)
    app.register_blueprint(pages)
    documents.describe(app)
    return app
