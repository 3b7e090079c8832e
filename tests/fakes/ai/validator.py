"""Checks what goes to AWS and what comes back against botocore's service models, all the way down.

botocore itself looks at required members, types and the least lengths alone; here also: the greatest lengths and
numbers, patterns, enums, members that the model does not know, and unions. ``checked`` wraps one client by its event
hooks; ``check_all_clients`` wraps every client that is made from then on. Any thread.
"""

from __future__ import annotations

import functools
import json
import math
import warnings
from contextlib import contextmanager
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import botocore.session
import regex

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from botocore.model import OperationModel, ServiceModel, Shape

#: A model that refers to itself without end is followed by its values, and no value is as deep as this.
_DEEPEST = 64
_EVENT = "before-parameter-build"
#: How Java writes all characters beyond the first plane; no Python text holds such halves.
_JAVA_PAIRS = r"\uD800\uDC00-\uDBFF\uDFFF"


class InvalidRequestError(AssertionError):
    """A request that AWS would refuse; the message says where and why, each fault on a line."""


class InvalidAnswerError(AssertionError):
    """An answer that AWS could not have given."""


@functools.cache
def service_model(service: str) -> ServiceModel:
    """Return botocore's model of a service, as ``rekognition``; read once a process."""
    return _session().get_service_model(service)


def operation_model(service: str, operation: str) -> OperationModel:
    """Return the model of one operation, as ``DetectLabels``."""
    return service_model(service).operation_model(operation)


def find_faults(shape: Shape | None, value: object, where: str = "") -> list[str]:
    """Return a sentence for each way in which a value is not what its shape says."""
    if shape is None:
        return [f"{where or 'it'}: nothing is expected"] if value else []
    return list(_faults(shape, value, where or shape.name, 0))


def check_request(service: str, operation: str, request: Mapping[str, object]) -> None:
    """Raise ``InvalidRequestError`` where AWS would refuse a request whatever the account holds."""
    faults = find_faults(operation_model(service, operation).input_shape, dict(request), f"{service}:{operation}")
    if faults:
        raise InvalidRequestError("\n".join(faults))


def check_answer(service: str, operation: str, answer: Mapping[str, object]) -> None:
    """Raise ``InvalidAnswerError`` for an answer that does not have the shape of that operation's."""
    faults = find_faults(operation_model(service, operation).output_shape, dict(answer), f"{service}:{operation}")
    if faults:
        raise InvalidAnswerError("\n".join(faults))


def checked(client: Any, refused: list[str] | None = None) -> Any:  # noqa: ANN401 -- botocore makes its clients at run time
    """Let every request of a boto3 client pass through here before it is sent; return the client.

    What is refused raises ``InvalidRequestError``, and is added to ``refused``: code that survives every exception
    would hide it otherwise.
    """

    def look(params: dict[str, Any], model: OperationModel, **_more: object) -> None:
        faults = find_faults(model.input_shape, params, f"{model.service_model.service_name}:{model.name}")
        if faults:
            known.extend(faults)
            raise InvalidRequestError("\n".join(faults))

    known = [] if refused is None else refused
    # Last, so that what botocore's own handlers add (tokens, for instance) is seen too.
    client.meta.events.register_last(_EVENT, look, unique_id="strict-validator")
    return client


@contextmanager
def check_all_clients() -> Iterator[list[str]]:
    """Wrap every client that any session makes until the end of the block; yields what is refused."""
    make = botocore.session.Session.create_client
    refused: list[str] = []

    def create_client(self: botocore.session.Session, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 -- as it
        return checked(make(self, *args, **kwargs), refused)

    botocore.session.Session.create_client = create_client  # put back below
    try:
        yield refused
    finally:
        botocore.session.Session.create_client = make


@functools.cache
def _session() -> botocore.session.Session:
    return botocore.session.Session()


def _faults(shape: Shape, value: object, where: str, depth: int) -> Iterator[str]:
    if depth > _DEEPEST:
        yield f"{where}: deeper than anything real"
        return
    match shape.type_name:
        case "structure":
            yield from _structure_faults(shape, value, where, depth)
        case "list":
            yield from _list_faults(shape, value, where, depth)
        case "map":
            yield from _map_faults(shape, value, where, depth)
        case kind:
            yield from _scalar_faults(kind, shape, value, where)


def _structure_faults(shape: Shape, value: object, where: str, depth: int) -> Iterator[str]:
    if getattr(shape, "is_document_type", False):
        yield from _document_faults(value, where)
        return
    if getattr(shape, "is_eventstream", False):
        return
    if not isinstance(value, dict):
        yield f"{where}: a structure is expected, not {type(value).__name__}"
        return
    members = shape.members
    for name in shape.required_members:
        if name not in value:
            yield f"{where}: {name} is missing"
    if getattr(shape, "is_tagged_union", False) and len(value) != 1:
        yield f"{where}: exactly one of {', '.join(members)} is expected"
    for name, each in value.items():
        if name not in members:
            yield f"{where}: there is no member {name}"
        else:
            yield from _faults(members[name], each, f"{where}.{name}", depth + 1)


def _list_faults(shape: Shape, value: object, where: str, depth: int) -> Iterator[str]:
    if not isinstance(value, (list, tuple)):
        yield f"{where}: a list is expected, not {type(value).__name__}"
        return
    yield from _range_faults(shape, len(value), where, "has", "members")
    for number, each in enumerate(value):
        yield from _faults(shape.member, each, f"{where}[{number}]", depth + 1)


def _map_faults(shape: Shape, value: object, where: str, depth: int) -> Iterator[str]:
    if not isinstance(value, dict):
        yield f"{where}: a map is expected, not {type(value).__name__}"
        return
    yield from _range_faults(shape, len(value), where, "has", "entries")
    for name, each in value.items():
        yield from _faults(shape.key, name, f"{where} (key {name!r})", depth + 1)
        yield from _faults(shape.value, each, f"{where}[{name!r}]", depth + 1)


def _scalar_faults(kind: str, shape: Shape, value: object, where: str) -> Iterator[str]:  # noqa: C901, PLR0912 -- one case a type
    match kind:
        case "string" | "character":
            if not isinstance(value, str):
                yield f"{where}: text is expected, not {type(value).__name__}"
                return
            yield from _text_faults(shape, value, where)
        case "integer" | "long":
            if isinstance(value, bool) or not isinstance(value, int):
                yield f"{where}: an integer is expected, not {value!r}"
                return
            bits = 31 if kind == "integer" else 63
            if not -(2**bits) <= value < 2**bits:
                yield f"{where}: {value} does not fit"
            yield from _range_faults(shape, value, where, "is", "")
        case "float" | "double":
            if isinstance(value, bool) or not isinstance(value, (int, float, Decimal)):
                yield f"{where}: a number is expected, not {value!r}"
                return
            if not math.isfinite(value):
                yield f"{where}: {value} is no number that JSON has"
            yield from _range_faults(shape, value, where, "is", "")
        case "boolean":
            if not isinstance(value, bool):
                yield f"{where}: true or false is expected, not {value!r}"
        case "blob":
            yield from _blob_faults(shape, value, where)
        case "timestamp":
            if isinstance(value, bool) or not isinstance(value, (datetime, int, float, str)):
                yield f"{where}: a moment is expected, not {value!r}"
        case _:
            yield f"{where}: the model has a type that nobody knows: {kind}"


def _text_faults(shape: Shape, value: str, where: str) -> Iterator[str]:
    # A jsonvalue is text with structure; botocore takes any JSON for it.
    allowed = shape.metadata.get("enum") or getattr(shape, "enum", None)
    if allowed and value not in allowed:
        yield f"{where}: {value!r} is none of {', '.join(allowed)}"
    yield from _range_faults(shape, len(value), where, "has", "characters")
    pattern = shape.metadata.get("pattern")
    if pattern and not _compiled(pattern).fullmatch(value):
        yield f"{where}: {value!r} does not match {pattern}"


def _blob_faults(shape: Shape, value: object, where: str) -> Iterator[str]:
    if isinstance(value, (bytes, bytearray, memoryview, str)):
        yield from _range_faults(shape, len(value), where, "has", "bytes")
    elif not hasattr(value, "read"):
        yield f"{where}: bytes are expected, not {type(value).__name__}"


def _document_faults(value: object, where: str) -> Iterator[str]:
    try:
        json.dumps(value)
    except (TypeError, ValueError) as error:
        yield f"{where}: no JSON: {error}"


def _range_faults(shape: Shape, size: float | Decimal, where: str, verb: str, what: str) -> Iterator[str]:
    least, most = shape.metadata.get("min"), shape.metadata.get("max")
    if least is not None and size < least:
        yield f"{where}: {verb} {size} {what}".rstrip() + f", at least {least}"
    if most is not None and size > most:
        yield f"{where}: {verb} {size} {what}".rstrip() + f", at most {most}"


@functools.cache
def _compiled(pattern: str) -> regex.Pattern[str]:
    r"""Compile a model's pattern, which is Java's: ``regex`` reads classes such as ``\p{L}``, which ``re`` does not.

    A service matches the whole of a value, whether or not its pattern is anchored.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # hints about sets within sets, which Java means as they stand
        # Java's \w and \d are ASCII; with that flag ``regex`` would take \p{L} so, too.
        flags = 0 if r"\p" in pattern.lower() else regex.ASCII
        return regex.compile(pattern.replace(_JAVA_PAIRS, r"\U00010000-\U0010FFFF"), flags)
