"""What all the fakes have in common: requests and answers are checked, calls counted, failures served when asked for.

A fake answers one operation at a time, from any thread. What it "finds" is in the file itself (``findings``); whatever
it answers says that it is synthetic, in a name or a version where the shape has room, and always in a header.
"""

from __future__ import annotations

import json
import re
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from tests.fakes.ai.validator import check_answer, find_faults, operation_model, service_model

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

#: In every answer.
MARK = "synthetic"
#: Operations whose answers hold nothing but what was found, or nothing at all; their header says it.
_NO_ROOM = re.compile(
    r"BatchDetect.*|DetectDominantLanguage|DetectPiiEntities|Delete.*|DetectFaces|DetectCustomLabels"
    r"|RecognizeCelebrities"
)
_WORD = re.compile(r"(?<!^)(?=[A-Z][a-z])|(?<=[a-z])(?=[A-Z])")


class AwsError(Exception):
    """The service refuses; ``code`` as its model names it."""

    def __init__(self, code: str, message: str = "synthetic refusal") -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


class Buckets(Protocol):
    """How the services reach what they are told to read and write."""

    def read(self, bucket: str, key: str, version_id: str = "") -> bytes:
        """Return an object's bytes; raises ``KeyError`` where there is none or it may not be read."""
        ...

    def write(self, bucket: str, key: str, body: bytes) -> None:
        """Put an object; raises ``KeyError`` where there is no such bucket."""
        ...


@dataclass
class Bill:
    """What AWS would charge for: counted by the services themselves, with no word from the code under test."""

    units: Counter[str] = field(default_factory=Counter)  #: by ``service:Operation``
    microusd: int = 0

    def charge(self, operation: str, units: int, microusd: int) -> None:
        """Add one call that was answered."""
        self.units[operation] += units
        self.microusd += microusd


@dataclass
class World:
    """What the services stand on."""

    buckets: Buckets
    now: Callable[[], datetime]
    bill: Bill = field(default_factory=Bill)
    #: Called when a job ends, with ``sns`` (and the topic's ARN) or ``events``, and the message.
    tell: Callable[[str, str, dict[str, Any]], None] = lambda *_: None
    #: Called after an operation was answered and before the caller has it: the place for a kill.
    after_answer: Callable[[str, str], None] = lambda *_: None


class FakeService:
    """One service; its operations are methods, as ``detect_labels(request)``."""

    name = ""  #: as botocore's
    unbilled: frozenset[str] = frozenset()

    def __init__(self, world: World) -> None:
        self.world = world
        self.calls: Counter[str] = Counter()
        self.requests: list[tuple[str, dict[str, Any]]] = []
        #: What AWS would have refused as malformed; a test asserts that it is empty.
        self.malformed: list[str] = []
        self._failures: dict[str, list[str]] = {}
        self.lock = threading.RLock()

    def fail(self, operation: str, *codes: str) -> None:
        """Let the next calls of an operation (``*``: of any) fail with these codes, one each."""
        self._failures.setdefault(operation, []).extend(codes)

    def answer(self, operation: str, request: Mapping[str, Any]) -> dict[str, Any]:
        """Answer one call, or raise ``AwsError``."""
        with self.lock:
            self.calls[operation] += 1
            self.requests.append((operation, dict(request)))
            faults = find_faults(operation_model(self.name, operation).input_shape, dict(request), operation)
            if faults:
                self.malformed += faults
                raise AwsError("ValidationException", "; ".join(faults)[:400])
            for each in (operation, "*"):
                if self._failures.get(each):
                    raise AwsError(self._failures[each].pop(0))
            answer: dict[str, Any] = getattr(self, _WORD.sub("_", operation).lower())(dict(request))
            check_answer(self.name, operation, answer)
            if not _NO_ROOM.fullmatch(operation):
                assert MARK in json.dumps(answer, default=str).lower(), f"{operation} does not say that it is synthetic"
        self.world.after_answer(self.name, operation)
        return answer

    def has(self, operation: str) -> bool:
        """Whether the fake has an operation."""
        return hasattr(self, _WORD.sub("_", operation).lower())

    def charge(self, operation: str, units: int, microusd: int) -> None:
        """Put an answered call on the bill."""
        self.world.bill.charge(f"{self.name}:{operation}", units, microusd)


def error_status(service: str, code: str) -> int:
    """Return the HTTP status of an error: 500 where the model calls it the service's own fault, else 400.

    (AWS JSON protocols: the code travels in ``__type``; botocore's models of these services name no status.)
    """
    model = service_model(service)
    if code not in model.shape_names:
        return 400
    shape: Any = model.shape_for(code)
    return 500 if shape._shape_model.get("fault") else 400  # noqa: SLF001 -- botocore hands this trait out no other way
