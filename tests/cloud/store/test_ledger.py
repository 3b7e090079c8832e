"""The ledger: the same tests for DynamoDB (in moto) and for the fake that stands in for it.

moto bears no two threads; what happens at once is tried on the embedded cloud (``tests/cloud/local``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import boto3
import pytest
from botocore.exceptions import ClientError

from cloud.store.dynamodb_ledger import DynamoLedger
from cloud.store.ledger import BusyError, CapReachedError, ChargeState, Entry, Ledger, Receipt, dollars
from tests.fakes.ledger import MemoryLedger
from tests.fakes.ledger_checks import (
    DAY,
    DOLLAR,
    NOW,
    call,
    check_one_call_is_paid_once_at_once,
    check_the_cap_holds_at_once,
    create_ledger_table,
    enter,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

LATER = f"{DAY}T12:17:00.000Z"


@pytest.fixture(params=["memory", "dynamodb"])
def ledger(request: pytest.FixtureRequest) -> Iterator[Ledger]:
    """Give each ledger in turn."""
    if request.param == "memory":
        yield MemoryLedger()
        return
    with request.getfixturevalue("moto_aws"):
        client = boto3.client("dynamodb", region_name="us-east-1")
        create_ledger_table(client, "ledger")
        yield DynamoLedger(client, "ledger", pause=lambda _seconds: None)


def rows(ledger: Ledger, day: str = DAY) -> list[Entry]:
    """Return a day's rows in order."""
    return sorted(ledger.entries(day), key=lambda entry: (entry.charge.call_id, entry.attempt))


def states(ledger: Ledger) -> list[ChargeState]:
    """Return what became of each call."""
    return [entry.state for entry in rows(ledger)]


def test_a_charge_is_in_the_row_and_in_the_day_before_the_call(ledger: Ledger) -> None:
    """What is intended counts already, and the row says all that the report needs."""
    receipt = enter(ledger, call())
    assert receipt == Receipt("a", 1, DAY, 1_000)
    assert ledger.spent(DAY) == 1_000
    assert rows(ledger) == [Entry(call(), 1, DAY, NOW, ChargeState.INTENDED)]


def test_a_day_without_calls_has_cost_nothing(ledger: Ledger) -> None:
    """There is no row, and no error."""
    assert ledger.spent("2026-11-23") == 0
    assert list(ledger.entries("2026-11-23")) == []


def test_a_settled_call_is_paid_and_costs_once(ledger: Ledger) -> None:
    """Settling changes the state and not the sum, however often."""
    receipt = enter(ledger, call())
    ledger.settle(receipt)
    ledger.settle(receipt)
    assert states(ledger) == [ChargeState.PAID]
    assert ledger.spent(DAY) == 1_000


def test_a_refund_is_given_back_once(ledger: Ledger) -> None:
    """Doing it twice gives back once, and losing it afterwards changes nothing."""
    enter(ledger, call("other"))
    receipt = enter(ledger, call())
    for _ in range(2):
        ledger.refund(receipt)
    ledger.lose(receipt)
    assert ledger.spent(DAY) == 1_000
    assert states(ledger) == [ChargeState.REFUNDED, ChargeState.INTENDED]


def test_what_was_given_back_too_soon_is_paid_after_all(ledger: Ledger) -> None:
    """Two ask for one job; the first is refused, the second is heard: the row is paid, and the day has it, once."""
    first = enter(ledger, call(), repeats=True)
    second = enter(ledger, call(), repeats=True)
    ledger.refund(first)
    assert ledger.spent(DAY) == 0
    for _ in range(2):
        ledger.settle(second)
    assert states(ledger) == [ChargeState.PAID]
    assert ledger.spent(DAY) == 1_000


def test_whoever_gets_anothers_receipt_is_told_so(ledger: Ledger) -> None:
    """A charge that was entered before is not theirs to take back; one after a refund is."""
    first = enter(ledger, call(), repeats=True)
    assert first.is_new
    assert not enter(ledger, call(), repeats=True).is_new
    ledger.refund(first)
    assert enter(ledger, call(), repeats=True).is_new
    ledger.settle(first)
    assert not enter(ledger, call(), repeats=True).is_new


def test_what_is_paid_is_not_given_back(ledger: Ledger) -> None:
    """A late refund of a settled call changes nothing."""
    receipt = enter(ledger, call())
    ledger.settle(receipt)
    ledger.refund(receipt)
    assert ledger.spent(DAY) == 1_000
    assert states(ledger) == [ChargeState.PAID]


def test_a_refund_goes_to_the_day_of_its_charge(ledger: Ledger) -> None:
    """A call that is refused after midnight was charged before it."""
    receipt = enter(ledger, call(), now=f"{DAY}T23:59:59.999Z")
    enter(ledger, call("b"), now="2026-11-23T00:00:00.000Z")
    ledger.refund(receipt)
    assert (ledger.spent(DAY), ledger.spent("2026-11-23")) == (0, 1_000)


def test_the_cap_is_reached_to_the_last_millionth(ledger: Ledger) -> None:
    """A call that fills the day is made; one that costs a millionth more than is left is not, and leaves no row."""
    enter(ledger, call("a", 600_000))
    with pytest.raises(CapReachedError):
        enter(ledger, call("b", 400_001))
    enter(ledger, call("c", 400_000))
    with pytest.raises(CapReachedError):
        enter(ledger, call("d", 1))
    assert ledger.spent(DAY) == DOLLAR
    assert [entry.charge.call_id for entry in rows(ledger)] == ["a", "c"]


def test_one_call_above_the_cap_is_not_made_on_an_empty_day(ledger: Ledger) -> None:
    """A day that has spent nothing does not let anything pass."""
    with pytest.raises(CapReachedError):
        enter(ledger, call(cost=DOLLAR + 1))
    assert ledger.spent(DAY) == 0


def test_a_new_day_has_its_own_cap(ledger: Ledger) -> None:
    """What the day before spent is not counted."""
    enter(ledger, call("a", DOLLAR))
    enter(ledger, call("b", DOLLAR), now="2026-11-23T00:00:00.000Z")
    assert ledger.spent("2026-11-23") == DOLLAR


def test_without_a_cap_everything_is_charged(ledger: Ledger) -> None:
    """No cap is no limit, but the ledger is kept."""
    enter(ledger, call(cost=50 * DOLLAR), cap=None)
    assert ledger.spent(DAY) == 50 * DOLLAR


def test_the_same_call_at_the_same_time_is_made_by_one(ledger: Ledger) -> None:
    """A second one hears that somebody is at it, and pays nothing."""
    enter(ledger, call())
    with pytest.raises(BusyError):
        enter(ledger, call(), now=LATER, stale_before=NOW)
    assert ledger.spent(DAY) == 1_000


def test_a_call_of_which_nothing_was_heard_is_uncertain_and_made_again(ledger: Ledger) -> None:
    """Who intended it long ago was killed: perhaps paid, so it stays in the sum; the new attempt is a second row."""
    enter(ledger, call())
    assert enter(ledger, call(), now=LATER, stale_before=f"{DAY}T12:01:00.000Z").attempt == 2
    assert states(ledger) == [ChargeState.UNCERTAIN, ChargeState.INTENDED]
    assert ledger.spent(DAY) == 2_000


def test_a_killed_call_is_made_again_only_where_the_day_allows_it(ledger: Ledger) -> None:
    """The uncertain first attempt keeps its share of the day."""
    enter(ledger, call(cost=600_000))
    with pytest.raises(CapReachedError):
        enter(ledger, call(cost=600_000), now=LATER, stale_before=LATER)
    assert states(ledger) == [ChargeState.UNCERTAIN]


def test_who_was_only_slow_settles_its_own_attempt(ledger: Ledger) -> None:
    """An answer that comes after the row was called uncertain makes it paid; both calls were made."""
    slow = enter(ledger, call())
    fast = enter(ledger, call(), now=LATER, stale_before=LATER)
    ledger.settle(fast)
    ledger.settle(slow)
    assert states(ledger) == [ChargeState.PAID, ChargeState.PAID]


def test_a_lost_call_that_was_refused_after_all_is_given_back(ledger: Ledger) -> None:
    """Whoever made the call knows best."""
    receipt = enter(ledger, call())
    ledger.lose(receipt)
    ledger.refund(receipt)
    assert (ledger.spent(DAY), states(ledger)) == (0, [ChargeState.REFUNDED])


def test_losing_does_not_unpay(ledger: Ledger) -> None:
    """A settled call stays paid."""
    receipt = enter(ledger, call())
    ledger.settle(receipt)
    ledger.lose(receipt)
    assert states(ledger) == [ChargeState.PAID]


@pytest.mark.parametrize("become", ["nothing", "settle", "lose"])
def test_a_call_that_the_service_knows_by_its_token_is_charged_once(ledger: Ledger, become: str) -> None:
    """With ``repeats`` the first receipt comes back, whatever became of it."""
    first = enter(ledger, call(), repeats=True)
    if become != "nothing":
        getattr(ledger, become)(first)
    assert enter(ledger, call(), now=LATER, stale_before=LATER, repeats=True) == first
    assert ledger.spent(DAY) == 1_000


def test_a_refused_job_that_is_started_again_is_charged_again(ledger: Ledger) -> None:
    """What was given back is no receipt."""
    first = enter(ledger, call(), repeats=True)
    ledger.refund(first)
    assert enter(ledger, call(), now=LATER, repeats=True).attempt == 2
    assert ledger.spent(DAY) == 1_000


def test_a_call_that_was_refused_often_has_a_row_for_each(ledger: Ledger) -> None:
    """Throttled forty times: forty rows given back, the last one open, and the sum of one."""
    for _ in range(40):
        ledger.refund(enter(ledger, call()))
    assert enter(ledger, call()).attempt == 41
    assert ledger.spent(DAY) == 1_000
    assert states(ledger) == [ChargeState.REFUNDED] * 40 + [ChargeState.INTENDED]


@pytest.mark.parametrize("is_lost", [False, True])
def test_a_call_whose_answer_is_found_is_paid(ledger: Ledger, *, is_lost: bool) -> None:
    """A kill between keeping the answer and settling leaves nothing in doubt."""
    receipt = enter(ledger, call())
    if is_lost:
        ledger.lose(receipt)
    ledger.confirm("a")
    assert states(ledger) == [ChargeState.PAID]
    assert ledger.spent(DAY) == 1_000


def test_confirming_leaves_what_is_settled_or_unknown(ledger: Ledger) -> None:
    """No row is made for a call of before the ledger."""
    ledger.settle(enter(ledger, call()))
    assert ledger.confirm("a") == call()
    assert ledger.confirm("nobody") is None
    assert states(ledger) == [ChargeState.PAID]


def test_confirming_pays_the_attempt_that_was_not_given_back(ledger: Ledger) -> None:
    """An answer that is here was paid for by the newest attempt that nobody refused, and by one alone."""
    ledger.lose(enter(ledger, call()))
    for _ in range(2):
        ledger.refund(enter(ledger, call()))
    for _ in range(2):
        assert ledger.confirm("a") == call()
    assert states(ledger) == [ChargeState.PAID, ChargeState.REFUNDED, ChargeState.REFUNDED]
    assert ledger.spent(DAY) == 1_000


def test_confirming_pays_again_what_was_given_back_though_it_was_answered(ledger: Ledger) -> None:
    """Where every attempt was given back, the answer is the last one's: the day has it again, once."""
    for _ in range(2):
        ledger.refund(enter(ledger, call()))
    for _ in range(2):
        ledger.confirm("a")
    assert states(ledger) == [ChargeState.REFUNDED, ChargeState.PAID]
    assert ledger.spent(DAY) == 1_000


def test_an_abandoned_call_is_uncertain(ledger: Ledger) -> None:
    """What nobody will ask about stays in the sum; what is paid or unknown stays as it is."""
    enter(ledger, call())
    ledger.settle(enter(ledger, call("b")))
    for name in ("a", "b", "nobody"):
        ledger.abandon(name)
    assert states(ledger) == [ChargeState.UNCERTAIN, ChargeState.PAID]
    assert ledger.spent(DAY) == 2_000


def test_many_callers_at_once_never_pass_the_cap() -> None:
    """Eight threads with more to pay than the day has: the cap is filled, and not passed by one call."""
    check_the_cap_holds_at_once(MemoryLedger(), threads=8, calls=8)


def test_one_call_that_many_make_at_once_is_paid_once() -> None:
    """Eight deliveries of one message at the same moment: one pays, the others hear that it is busy."""
    check_one_call_is_paid_once_at_once(MemoryLedger(), threads=8)


class _Contended:
    """A client whose first transactions are cancelled, as DynamoDB does when others change the same row."""

    def __init__(self, inner: Any, reasons: list[tuple[str, list[str]]]) -> None:  # noqa: ANN401 -- boto3's client
        self._inner = inner
        self._reasons = reasons

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 -- boto3's client
        return getattr(self._inner, name)

    def transact_write_items(self, **request: object) -> object:
        """Fail as told, then pass on."""
        if not self._reasons:
            return self._inner.transact_write_items(**request)
        code, reasons = self._reasons.pop(0)
        answer = {"Error": {"Code": code}, "CancellationReasons": [{"Code": reason} for reason in reasons]}
        raise ClientError(answer, "TransactWriteItems")


@pytest.fixture
def dynamodb(moto_aws: object) -> Any:  # noqa: ANN401, ARG001 -- boto3's client; moto first
    """Return a client of a DynamoDB with the table."""
    client = boto3.client("dynamodb", region_name="us-east-1")
    create_ledger_table(client, "ledger")
    return client


def test_a_conflict_over_the_days_row_is_waited_out(dynamodb: Any) -> None:  # noqa: ANN401 -- boto3's client
    """Two who pay at the same moment both pay, the second after a pause that grows."""
    cancelled = ("TransactionCanceledException", ["None", "TransactionConflict"])
    pauses: list[float] = []
    client = _Contended(dynamodb, [cancelled, cancelled, ("TransactionInProgressException", [])])
    ledger = DynamoLedger(client, "ledger", pauses.append)
    enter(ledger, call())
    assert len(pauses) == 3
    assert max(pauses) <= 0.08
    assert ledger.spent(DAY) == 1_000


def test_who_never_gets_a_turn_is_busy_and_has_paid_nothing(dynamodb: Any) -> None:  # noqa: ANN401 -- boto3's client
    """The message comes again; it is neither the cap nor a failure."""
    client = _Contended(dynamodb, [("TransactionCanceledException", ["None", "TransactionConflict"])] * 20)
    ledger = DynamoLedger(client, "ledger", lambda _seconds: None)
    with pytest.raises(BusyError):
        enter(ledger, call())
    assert ledger.spent(DAY) == 0


def test_a_transaction_that_is_wrong_is_not_taken_for_a_busy_one(dynamodb: Any) -> None:  # noqa: ANN401 -- boto3's client
    """A fault of ours shows itself instead of looking like bad luck for ever."""
    client = _Contended(dynamodb, [("TransactionCanceledException", ["ValidationError", "None"])])
    with pytest.raises(ClientError):
        enter(DynamoLedger(client, "ledger"), call())


@pytest.mark.parametrize(("microusd", "said"), [(1_234_567_000, "$1,234.57"), (1_000, "$0.0010"), (0, "$0.0000")])
def test_amounts_are_said_in_dollars(microusd: int, said: str) -> None:
    """Small amounts keep four places, so that one call is not $0.00."""
    assert dollars(microusd) == said
