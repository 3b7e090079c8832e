"""The application: ``create_app(config, ports)``. One a worker process; requests run on its threads."""

from __future__ import annotations

from importlib.metadata import version
from typing import TYPE_CHECKING

from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI

from cloud.api.problems import Problem, answer_errors, bad_request

if TYPE_CHECKING:
    from cloud.api.config import ApiConfig
    from cloud.api.ports import ApiPorts

CONFIG, PORTS = "SNAPSTREAM_CONFIG", "SNAPSTREAM_PORTS"


def create_app(config: ApiConfig, ports: ApiPorts, *, checks_answers: bool = False) -> OpenAPI:
    """Return the application; ``checks_answers`` makes an answer that its document does not promise an error."""
    app = OpenAPI(
        __name__,
        info=Info(title="SnapStream", version=version("snapstream"), description="The status API of a newsroom."),
        security_schemes={"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        responses={"422": Problem, "429": Problem, "500": Problem},
        validation_error_callback=bad_request,
        doc_prefix="/api",
        doc_url="/openapi.json",
        doc_ui=True,
        validate_response=checks_answers,
    )
    app.config.update(MAX_CONTENT_LENGTH=config.max_body_bytes)
    app.extensions[CONFIG], app.extensions[PORTS] = config, ports
    answer_errors(app)
    return app
