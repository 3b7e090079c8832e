"""AWS's JSON 1.1 protocol, from the service's side: a body becomes a request, an answer or an error becomes a body."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from tests.fakes.ai.service import MARK, AwsError, FakeService, error_status
from tests.fakes.ai.validator import operation_model, service_model

if TYPE_CHECKING:
    from collections.abc import Mapping

    from botocore.model import Shape

_KIND = "application/x-amz-json-1.1"


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back over HTTP."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def serve(services: Mapping[str, FakeService], target: str, body: bytes) -> Reply:
    """Answer one request; ``target`` is its ``X-Amz-Target``, as ``RekognitionService.DetectLabels``."""
    prefix, _dot, operation = target.partition(".")
    service = next(
        (each for name, each in services.items() if service_model(name).metadata["targetPrefix"] == prefix), None
    )
    if service is None or operation not in service_model(service.name).operation_names:
        return _reply(404, {"__type": "UnknownOperationException", "message": target}, service)
    if not service.has(operation):
        # A real operation that no fake has: the code under test calls something that nobody has thought through.
        service.malformed.append(f"{service.name}:{operation} has no fake")
        return _reply(400, {"__type": "AccessDeniedException", "message": f"{operation} has no fake"}, service)
    model = operation_model(service.name, operation)
    try:
        request = _read(model.input_shape, json.loads(body or b"{}"))
        answer = _write(model.output_shape, service.answer(operation, request))
    except AwsError as error:
        known = {"__type": error.code, "message": error.message, "Message": error.message}
        return _reply(error_status(service.name, error.code), known, service)
    return _reply(200, answer, service)


def _reply(status: int, document: object, service: FakeService | None) -> Reply:
    number = sum(service.calls.values()) if service else 0
    headers = {"content-type": _KIND, "x-amzn-requestid": f"{MARK}-{number}", f"x-{MARK}": "yes"}
    return Reply(status, headers, json.dumps(document).encode())


def _read(shape: Shape | None, value: Any) -> Any:  # noqa: ANN401 -- any JSON
    """Return a value as the model has it: blobs are base64 in JSON. What the model does not know stays, to be found."""
    if shape is None:
        return value
    match shape.type_name:
        case "structure" if isinstance(value, dict):
            members = shape.members
            known = {name: each for name, each in value.items() if each is not None}
            return {name: _read(members[name], each) if name in members else each for name, each in known.items()}
        case "list" if isinstance(value, list):
            return [_read(shape.member, each) for each in value]
        case "map" if isinstance(value, dict):
            return {name: _read(shape.value, each) for name, each in value.items()}
        case "blob" if isinstance(value, str):
            return base64.b64decode(value)
        case _:
            return value


def _write(shape: Shape | None, value: Any) -> Any:  # noqa: ANN401 -- any JSON
    """Return a value as JSON has it: moments are seconds since 1970."""
    match value:
        case dict():
            members = getattr(shape, "members", {})
            return {name: _write(members.get(name), each) for name, each in value.items()}
        case list() | tuple():
            return [_write(getattr(shape, "member", None), each) for each in value]
        case datetime():
            return value.timestamp()
        case bytes():
            return base64.b64encode(value).decode()
        case _:
            return value
