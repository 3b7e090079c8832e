"""How an AWS service is asked: one verb, so that every call is checked, charged and faked in one place. Any thread."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Protocol

from cloud.analysis.engines.aws.errors import DeniedError, translate

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cloud.contract.record import Json

_WORD = re.compile(r"(?<!^)(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])")


class AiServices(Protocol):
    """Rekognition, Transcribe, Comprehend and Translate."""

    def call(self, service: str, operation: str, request: Mapping[str, object]) -> dict[str, Json]:
        """Make one call, as ``("rekognition", "DetectLabels", {…})``; return its answer without what is about HTTP.

        Raises what ``errors`` lists.
        """
        ...


class NoAi:
    """A newsroom that asks no third party."""

    def call(self, service: str, operation: str, request: Mapping[str, object]) -> dict[str, Json]:
        """Refuse."""
        del request
        raise DeniedError(f"{service}:{operation}: this newsroom has engines of its own alone")


NO_AI = NoAi()


class BotoAi:
    """``AiServices`` by boto3; ``client`` makes one client a service, at its first use."""

    def __init__(self, client: Callable[[str], Any]) -> None:
        self._client = client
        self._clients: dict[str, Any] = {}

    def call(self, service: str, operation: str, request: Mapping[str, object]) -> dict[str, Json]:
        """Make one call."""
        from botocore.exceptions import ClientError  # noqa: PLC0415 -- with boto3, at the first call

        if service not in self._clients:
            self._clients[service] = self._client(service)
        try:
            answer = getattr(self._clients[service], _WORD.sub("_", operation).lower())(**request)
        except ClientError as error:
            known = translate(error)
            if known is None:
                raise
            raise known from error
        return {str(name): _plain(value) for name, value in answer.items() if name != "ResponseMetadata"}


def _plain(value: Any) -> Any:  # noqa: ANN401 -- an answer is any JSON, and dates
    """Return an answer as JSON can hold it."""
    match value:
        case dict():
            return {str(name): _plain(each) for name, each in value.items()}
        case list() | tuple():
            return [_plain(each) for each in value]
        case str() | int() | float() | bool() | None:
            return value
        case _:
            return str(value)
