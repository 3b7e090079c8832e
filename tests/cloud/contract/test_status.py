"""How an item ends is decided from its analyses alone."""

from __future__ import annotations

import pytest

from cloud.contract import reasons
from cloud.contract.findings import Analysis
from cloud.contract.status import AnalysisState, ItemStatus, decide

S, N, K, F = AnalysisState.SUCCEEDED, AnalysisState.NO_DATA, AnalysisState.SKIPPED, AnalysisState.FAILED


def _analyses(**states: tuple[AnalysisState, str] | AnalysisState) -> dict[str, Analysis]:
    pairs = {name: state if isinstance(state, tuple) else (state, "") for name, state in states.items()}
    return {name: Analysis(state, "e", 1, reason) for name, (state, reason) in pairs.items()}


@pytest.mark.parametrize(
    ("analyses", "status", "reason"),
    [
        (_analyses(thumbnails=S, metadata=S, text=N, labels=(K, "no_engine")), ItemStatus.COMPLETED, ""),
        (_analyses(thumbnails=S, speech=(N, "no_audio")), ItemStatus.COMPLETED, ""),
        (_analyses(thumbnails=(S, "truncated"), text=S), ItemStatus.PARTIAL, "truncated"),
        (_analyses(thumbnails=S, text=(F, "gave_up")), ItemStatus.PARTIAL, "gave_up"),
        (_analyses(thumbnails=(F, "damaged"), metadata=S, text=(K, "damaged")), ItemStatus.FAILED, "damaged"),
        (_analyses(thumbnails=(F, "damaged"), metadata=N), ItemStatus.FAILED, "damaged"),
        (_analyses(thumbnails=(F, "gave_up"), speech=S), ItemStatus.PARTIAL, "gave_up"),
        ({}, ItemStatus.COMPLETED, ""),
    ],
)
def test_the_end_follows_from_the_analyses(analyses: dict[str, Analysis], status: ItemStatus, reason: str) -> None:
    """Nothing of it usable is FAILED, something missing is PARTIAL, skipped and empty are COMPLETED."""
    assert decide(analyses) == (status, reason)


def test_ranks_go_up_along_the_states() -> None:
    """Received, processing, an end, deleted: each ranks above the one before."""
    ways = [ItemStatus.RECEIVED, ItemStatus.PROCESSING, ItemStatus.COMPLETED, ItemStatus.DELETED]
    assert [status.rank for status in ways] == [0, 1, 2, 3]
    ends = {status for status in ItemStatus if status.is_final}
    assert ends == set(ItemStatus) - {ItemStatus.RECEIVED, ItemStatus.PROCESSING}
    assert {status for status in ItemStatus if status.is_failure} == {ItemStatus.FAILED, ItemStatus.REJECTED}


@pytest.mark.parametrize("reason", reasons.Reason)
def test_every_reason_has_a_sentence(reason: reasons.Reason) -> None:
    """Each code has words of its own, with or without detail; an unknown code stays what it is."""
    assert reasons.sentence(reason.value).endswith(".")
    assert reasons.sentence(f"{reason.value}:detail") == reasons.sentence(reason.value)
    assert reasons.sentence("later") == "later"
    assert reasons.sentence("") == ""


@pytest.mark.parametrize("state", AnalysisState)
def test_queued_and_submitted_are_not_over(state: AnalysisState) -> None:
    """An analysis is over when it has succeeded, failed, found nothing or was skipped."""
    assert state.is_final == (state in {S, N, K, F})
