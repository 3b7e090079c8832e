"""What is given up: an analysis that failed too often is FAILED(gave_up); the rest of the item stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud.analysis import plan
from cloud.analysis.results import Outcome, record_outcomes
from cloud.contract.reasons import Reason
from cloud.contract.status import AnalysisName as Name
from cloud.contract.status import AnalysisState

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cloud.analysis.services import Services
    from cloud.contract.item import Item


def give_up(services: Services, item: Item, names: Iterable[str]) -> Item | None:
    """Fail these analyses where they are still awaited, and skip what would have read their transcript."""
    pending = plan.base_names(item.pending)
    given_up = frozenset(names) & pending
    outcomes = [
        Outcome(Name(name), AnalysisState.FAILED, item.analyses[name].engine, Reason.GAVE_UP.value)
        for name in sorted(given_up)
    ]
    if Name.SPEECH in given_up:
        outcomes += [
            Outcome(Name(name), AnalysisState.SKIPPED, plan.NO_ENGINE, Reason.NO_TRANSCRIPT.value)
            for name in sorted((pending & plan.TEXTUAL) - given_up)
        ]
    return record_outcomes(services, item, outcomes) if outcomes else item
