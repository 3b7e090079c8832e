"""One analysis's way to the till: asks, and keeps count of what that cost. One thread an invocation."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud.analysis.services import Services
    from cloud.analysis.till import Question
    from cloud.contract.item import Item
    from cloud.contract.record import Json


class Purse:
    """What one analysis of one item asks, and what it has cost in this invocation."""

    def __init__(self, services: Services, item: Item) -> None:
        self.services = services
        self.item = item
        self.cost_microusd = 0
        self.calls = 0

    def ask(self, question: Question, request: Mapping[str, object]) -> dict[str, Json]:
        """Return the answer to a question, paid for once."""

        def call() -> dict[str, Json]:
            self.calls += 1
            answer = self.services.ai.call(question.service, question.operation, request)
            self.cost_microusd += question.cost_microusd
            return answer

        return self.services.till.answer(self.item, question, call)


def digest(*texts: str) -> str:
    """Return the SHA-256 of texts, so that a question says what it is about without saying it."""
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()
