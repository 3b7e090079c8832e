"""One analysis's way to the till: asks, and keeps count of what that cost. One thread an invocation."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud.analysis.paid.till import Question
    from cloud.analysis.work.services import Services
    from cloud.contract.item import Item
    from cloud.contract.record import Json


class Purse:
    """What one analysis of one item asks, and what it has cost: before too, where its message comes again."""

    def __init__(self, services: Services, item: Item) -> None:
        self.services = services
        self.item = item
        self.cost_microusd = 0
        self.calls = 0
        self._counted: set[str] = set()

    def ask(self, question: Question, request: Mapping[str, object]) -> dict[str, Json]:
        """Return the answer to a question, paid for once."""

        def call() -> dict[str, Json]:
            self.calls += 1
            return self.services.ai.call(question.service, question.operation, request)

        calls_before = self.calls
        answer = self.services.till.answer(self.item, question, call)
        if question.fingerprint not in self._counted:
            self._counted.add(question.fingerprint)
            is_new = self.calls > calls_before
            spent = question.cost_microusd if is_new else self.services.till.spent_on(self.item, question)
            self.cost_microusd += spent
        return answer


def digest(*texts: str) -> str:
    """Return the SHA-256 of texts, so that a question says what it is about without saying it."""
    return hashlib.sha256(json.dumps(texts).encode()).hexdigest()
