"""What is given up: an analysis that failed too often is FAILED(gave_up); the rest of the item stands. Any thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud.analysis.work import plan
from cloud.analysis.work.results import Outcome, record_outcomes
from cloud.contract.reasons import Reason
from cloud.contract.status import AnalysisName as Name
from cloud.contract.status import AnalysisState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cloud.analysis.work.services import Services
    from cloud.contract.item import Item


#: A file that a service takes no responsibility for by its own rules, or we by ours, has not failed: it is left out.
SKIPS = frozenset({
    Reason.TOO_LARGE, Reason.TOO_LONG, Reason.TOO_SHORT, Reason.TOO_SMALL, Reason.LANGUAGE, Reason.SPEND_CAP,
    Reason.NOT_IN_PROFILE,
})  # fmt: skip


def state_for(reason: str) -> AnalysisState:
    """Return how an analysis stands that ended without a result, for this reason."""
    return AnalysisState.SKIPPED if reason in SKIPS else AnalysisState.FAILED


def give_up(services: Services, item: Item, names: Iterable[str], reason: Reason = Reason.GAVE_UP) -> Item | None:
    """End these analyses where they are still awaited, and skip what would have read their transcript."""
    pending = plan.base_names(item.pending)
    given_up = frozenset(names) & pending
    outcomes = [
        Outcome(Name(name), state_for(reason), item.analyses[name].engine, reason.value) for name in sorted(given_up)
    ]
    if Name.SPEECH in given_up:
        outcomes += [
            Outcome(Name(name), AnalysisState.SKIPPED, plan.NO_ENGINE, Reason.NO_TRANSCRIPT.value)
            for name in sorted((pending & plan.TEXTUAL) - given_up)
        ]
    return record_outcomes(services, item, outcomes) if outcomes else item
