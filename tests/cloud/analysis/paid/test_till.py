"""The till: each question is paid for once, its answer kept; and the invariants 17 and 18 of the design's list."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cloud.analysis.engines.aws.errors import DeniedError, JobMissingError, QuotaError, RefusedError
from cloud.analysis.paid import prices
from cloud.analysis.paid.till import NO_TILL, NotPaidError, Question, Till, answer_key
from cloud.contract.item import Item
from cloud.contract.reasons import Reason
from cloud.contract.status import AnalysisName, ItemStatus
from cloud.store.ledger import STALE, BusyError, ChargeState, Receipt
from tests.fakes.ledger import MemoryLedger
from tests.fakes.store import Clock, Crash, MemoryObjects, Writes

if TYPE_CHECKING:
    from cloud.contract.record import Json

DOLLAR = 1_000_000
DAY = "2026-11-22"
ANSWER: dict[str, Json] = {"Labels": [{"Name": "Tree"}]}
ITEM = Item(
    id="01JD0000000000000000000001",
    library="newsroom",
    owner_id="u-1",
    key="uploads/newsroom/u-1/2024/11/01JD0000000000000000000001/original.jpg",
    version_id="v1",
    filename="one.jpg",
    folder="Card",
    size_bytes=12,
    sha256="ab" * 32,
    profile="full",
    uploaded_at="2026-11-22T12:00:00.000Z",
    status=ItemStatus.PROCESSING,
    version=2,
    updated_at="2026-11-22T12:00:01.000Z",
)


def ask_about(about: str = "cd" * 32, cost: int = 1_000, **request: object) -> Question:
    """Return a question about a picture."""
    return Question(AnalysisName.LABELS, "rekognition", "DetectLabels", request, about, 1, cost)


class Service:
    """Something that is asked, and counts its calls and what they cost."""

    def __init__(self, cost: int = 1_000) -> None:
        self.calls = 0
        self.billed = 0
        self._cost = cost
        self._lock = threading.Lock()

    def __call__(self) -> dict[str, Json]:
        """Answer, and bill it."""
        with self._lock:
            self.calls += 1
            self.billed += self._cost
        return ANSWER


class Shop:
    """A till, its ledger and its bucket."""

    def __init__(self, cap: int | None = DOLLAR) -> None:
        self.clock = Clock()
        self.writes = Writes()
        self.ledger = MemoryLedger(self.writes)
        self.derived = MemoryObjects(self.writes, self.clock)
        self.till = Till(self.ledger, self.derived, self.clock, cap)

    def states(self) -> list[ChargeState]:
        """Return what became of each call."""
        return [entry.state for entry in self.ledger.all_entries()]


@pytest.fixture
def shop() -> Shop:
    """Return a shop with a cap of a dollar a day."""
    return Shop()


def test_an_answer_is_paid_once_and_given_again(shop: Shop) -> None:
    """The second time the answer is what was kept, and nobody is asked."""
    service = Service()
    assert [shop.till.answer(ITEM, ask_about(), service) for _ in range(2)] == [ANSWER, ANSWER]
    assert service.calls == 1
    assert shop.states() == [ChargeState.PAID]


def test_a_row_says_who_paid_for_what(shop: Shop) -> None:
    """Item, library, analysis and its version, profile, operation, units: all that the report sums by."""
    shop.till.answer(ITEM, ask_about(), Service())
    charge = shop.ledger.all_entries()[0].charge
    assert (charge.item_id, charge.library, charge.profile) == (ITEM.id, "newsroom", "full")
    assert (charge.analysis, charge.analysis_version, charge.operation) == ("labels", 1, "rekognition:DetectLabels")
    assert (charge.units, charge.cost_microusd) == (1, 1_000)


@pytest.mark.parametrize(
    "other", [ask_about("ef" * 32), ask_about(MaxLabels=5), replace(ask_about(), operation="DetectText")]
)
def test_another_question_is_paid_for_itself(shop: Shop, other: Question) -> None:
    """Other bytes, other parameters or another operation are another call."""
    service = Service()
    shop.till.answer(ITEM, ask_about(), service)
    shop.till.answer(ITEM, other, service)
    assert service.calls == 2
    assert shop.ledger.spent(DAY) == 2_000


@pytest.mark.parametrize(
    "error", [RefusedError(Reason.UNSUPPORTED), QuotaError("slow"), DeniedError("no"), JobMissingError("?")]
)
def test_what_a_service_refuses_is_given_back(shop: Shop, error: Exception) -> None:
    """A refusal costs nothing, goes on to the caller, and the question may be asked again."""

    def refuse() -> dict[str, Json]:
        raise error

    with pytest.raises(type(error)):
        shop.till.answer(ITEM, ask_about(), refuse)
    assert shop.ledger.spent(DAY) == 0
    assert shop.till.answer(ITEM, ask_about(), Service()) == ANSWER
    assert shop.states() == [ChargeState.REFUNDED, ChargeState.PAID]


class _Crowded(MemoryLedger):
    """A ledger whose day's row is changed by too many at once for a refund to get its turn."""

    def refund(self, receipt: Receipt) -> None:
        """Give up."""
        raise BusyError(receipt.call_id)


def test_a_refusal_is_heard_even_where_it_cannot_be_given_back() -> None:
    """The analysis must say why it has no findings; the row is uncertain, and the day's sum too high by it."""
    shop = Shop()
    shop.ledger = _Crowded()
    shop.till = Till(shop.ledger, shop.derived, shop.clock, DOLLAR)

    def refuse() -> dict[str, Json]:
        raise RefusedError(Reason.UNSUPPORTED)

    with pytest.raises(RefusedError):
        shop.till.answer(ITEM, ask_about(), refuse)
    assert shop.states() == [ChargeState.UNCERTAIN]


class _OutOfReach(MemoryLedger):
    """A ledger whose table cannot be reached any more once a charge is entered."""

    def refund(self, receipt: Receipt) -> None:
        """Break off."""
        raise ConnectionError(receipt.call_id)

    def lose(self, receipt: Receipt) -> None:
        """Break off."""
        raise ConnectionError(receipt.call_id)


@pytest.mark.expected_log("charge not taken back")
@pytest.mark.expected_log("charge left open")
def test_a_refusal_is_heard_though_the_ledger_is_out_of_reach() -> None:
    """What the service said is raised, not what became of the table; the row stays open, and counts."""
    shop = Shop()
    shop.ledger = _OutOfReach()
    shop.till = Till(shop.ledger, shop.derived, shop.clock, DOLLAR)

    def refuse() -> dict[str, Json]:
        raise RefusedError(Reason.UNSUPPORTED)

    with pytest.raises(RefusedError):
        shop.till.answer(ITEM, ask_about(), refuse)
    assert shop.states() == [ChargeState.INTENDED]
    assert shop.ledger.spent(DAY) == 1_000


class _FullBucket(MemoryObjects):
    """A bucket that takes nothing for so many times."""

    fails = 0

    def write(self, key: str, body: bytes, content_type: str) -> None:
        """Fail, then put."""
        if self.fails:
            self.fails -= 1
            raise ConnectionError
        super().write(key, body, content_type)


@pytest.mark.expected_log("answer not kept")
def test_an_answer_that_cannot_be_put_at_once_is_put_again(shop: Shop) -> None:
    """It is paid for: two puts that fail do not lose it."""
    bucket = _FullBucket()
    bucket.fails = 2
    till, service = Till(shop.ledger, bucket, shop.clock, DOLLAR), Service()
    assert [till.answer(ITEM, ask_about(), service) for _ in range(2)] == [ANSWER] * 2
    assert service.calls == 1
    assert shop.states() == [ChargeState.PAID]


@pytest.mark.expected_log("answer not kept")
def test_an_answer_that_cannot_be_kept_is_uncertain_at_once(shop: Shop) -> None:
    """Nobody waits a quarter of an hour to ask again, and both calls are in the ledger."""
    bucket = _FullBucket()
    bucket.fails = 3
    till, service = Till(shop.ledger, bucket, shop.clock, DOLLAR), Service()
    with pytest.raises(ConnectionError):
        till.answer(ITEM, ask_about(), service)
    assert shop.states() == [ChargeState.UNCERTAIN]
    assert till.answer(ITEM, ask_about(), service) == ANSWER
    assert service.calls == 2
    assert shop.ledger.spent(DAY) == service.billed


def test_what_another_has_entered_is_not_taken_back(shop: Shop) -> None:
    """Two ask for one job: whoever did not enter the charge and is refused leaves it as it is."""
    shop.till.charge(ITEM, ask_about(), repeats=True)
    shop.till.refund(shop.till.charge(ITEM, ask_about(), repeats=True))
    assert shop.states() == [ChargeState.INTENDED]
    assert shop.ledger.spent(DAY) == 1_000


def test_what_broke_on_the_way_stays_charged(shop: Shop) -> None:
    """Nobody knows whether the service was asked: the row is uncertain at once, and the next try is a new row."""

    def break_off() -> dict[str, Json]:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        shop.till.answer(ITEM, ask_about(), break_off)
    assert shop.till.answer(ITEM, ask_about(), Service()) == ANSWER
    assert shop.states() == [ChargeState.UNCERTAIN, ChargeState.PAID]
    assert shop.ledger.spent(DAY) == 2_000


@pytest.mark.parametrize(
    ("crash_after", "calls", "states"),
    [
        (1, 1, [ChargeState.UNCERTAIN, ChargeState.PAID]),  # charged; killed before the call
        (2, 1, [ChargeState.PAID]),  # the answer is kept; killed before the row was settled
        (3, 1, [ChargeState.PAID]),  # all is written
    ],
)
def test_a_kill_after_any_write_pays_at_most_once_more(
    shop: Shop, crash_after: int, calls: int, states: list[ChargeState]
) -> None:
    """An answer that is kept is never paid again, and its row is settled by whoever finds it."""
    service = Service()
    shop.writes.crash_after = crash_after
    with pytest.raises(Crash):
        shop.till.answer(ITEM, ask_about(), service)
    shop.clock.advance(STALE)
    assert shop.till.answer(ITEM, ask_about(), service) == ANSWER
    assert service.calls == calls
    assert shop.states() == states
    assert shop.ledger.spent(DAY) >= service.billed


def test_a_kill_between_call_and_keeping_is_counted_twice(shop: Shop) -> None:
    """Two calls were made and billed; the ledger has both, the first as uncertain."""
    service = Service()

    def answer_and_die() -> dict[str, Json]:
        service()
        raise Crash

    with pytest.raises(Crash):
        shop.till.answer(ITEM, ask_about(), answer_and_die)
    with pytest.raises(BusyError):
        shop.till.answer(ITEM, ask_about(), service)
    shop.clock.advance(STALE)
    shop.till.answer(ITEM, ask_about(), service)
    assert service.calls == 2
    assert shop.states() == [ChargeState.UNCERTAIN, ChargeState.PAID]
    assert shop.ledger.spent(DAY) == service.billed


def test_a_job_that_is_asked_for_again_is_charged_once(shop: Shop) -> None:
    """The service knows a repeated job by its token."""
    first = shop.till.charge(ITEM, ask_about(), repeats=True)
    assert shop.till.charge(ITEM, ask_about(), repeats=True) == first
    shop.till.keep(ITEM, ask_about(), ANSWER)
    assert shop.till.known(ITEM, ask_about()) == ANSWER
    assert shop.states() == [ChargeState.PAID]


def test_a_newsroom_without_a_ledger_pays_for_nothing() -> None:
    """No call is made where nothing could be written down."""
    service = Service()
    with pytest.raises(DeniedError):
        NO_TILL.answer(ITEM, ask_about(), service)
    with pytest.raises(DeniedError):
        Till(None, MemoryObjects(), lambda: datetime.now(UTC), None).answer(ITEM, ask_about(), service)
    assert service.calls == 0


def test_answers_lie_beside_the_item_and_not_under_its_version(shop: Shop) -> None:
    """A re-analysis finds them, and removing the item removes them."""
    shop.till.answer(ITEM, ask_about(), Service())
    assert list(shop.derived.list("")) == [answer_key(ITEM, ask_about().fingerprint)]
    assert answer_key(ITEM, "f").startswith(f"derived/newsroom/{ITEM.id}/answers/")


# Invariant 17: no paid call after the cap; the ledger is the sum of the calls


def test_invariant_17_no_call_is_made_that_the_day_has_no_money_for(shop: Shop) -> None:
    """A cap of a dollar is filled by calls of 30 cents: three are made, the fourth is not, and 10 cents stay."""
    service = Service(300_000)
    for number in range(3):
        shop.till.answer(ITEM, ask_about(str(number), 300_000), service)
    with pytest.raises(NotPaidError) as refused:
        shop.till.answer(ITEM, ask_about("3", 300_000), service)
    assert refused.value.reason is Reason.SPEND_CAP
    assert service.calls == 3
    assert shop.ledger.spent(DAY) == service.billed == 900_000
    assert shop.till.answer(ITEM, ask_about("0", 300_000), service) == ANSWER, "what is kept needs no money"
    shop.clock.advance(timedelta(days=1))
    shop.till.answer(ITEM, ask_about("3", 300_000), service)
    assert shop.ledger.spent("2026-11-23") == 300_000


def test_invariant_17_one_call_alone_never_passes_the_cap(shop: Shop) -> None:
    """Eleven minutes of video cost $1.10: with a cap of $1 the call is not made although the day has spent nothing."""
    cost = prices.video_call("StartLabelDetection", 11 * 60_000)
    service = Service(cost)
    with pytest.raises(NotPaidError):
        shop.till.answer(ITEM, ask_about(cost=cost), service)
    assert service.calls == 0
    assert shop.ledger.all_entries() == []


def test_invariant_17_many_callers_at_once_never_pass_the_cap(shop: Shop) -> None:
    """Twelve threads, each with forty questions, fewer than half of which fit: the sum of calls is the ledger's."""
    service = Service(5_000)
    start = threading.Barrier(12)

    def work(thread: int) -> int:
        start.wait()
        unpaid = 0
        for number in range(40):
            try:
                shop.till.answer(ITEM, ask_about(f"{thread}-{number}", 5_000), service)
            except NotPaidError:
                unpaid += 1
        return unpaid

    with ThreadPoolExecutor(12) as pool:
        unpaid = sum(pool.map(work, range(12)))
    assert service.calls == 200 == 12 * 40 - unpaid
    assert shop.ledger.spent(DAY) == service.billed == DOLLAR
    assert shop.states() == [ChargeState.PAID] * 200


_FATES = st.sampled_from(["answer", "answer", "refuse", "throttle", "break", "die before", "die after", "die kept"])


class Fate:
    """A service of which one of many things becomes."""

    def __init__(self, shop: Shop, fate: str, cost: int) -> None:
        self._shop = shop
        self._fate = fate
        self._cost = cost
        self.billed = 0

    def __call__(self) -> dict[str, Json]:
        """Answer, or not."""
        before: dict[str, BaseException] = {
            "refuse": RefusedError(Reason.UNSUPPORTED),
            "throttle": QuotaError("slow"),
            "die before": Crash(),
        }
        after: dict[str, BaseException] = {"break": ConnectionError(), "die after": Crash()}
        if self._fate in before:
            raise before[self._fate]
        self.billed += self._cost
        if self._fate in after:
            raise after[self._fate]
        if self._fate == "die kept":
            self._shop.writes.crash_after = self._shop.writes.count + 1
        return ANSWER


@settings(deadline=None, max_examples=150)
@given(fates=st.lists(st.tuples(st.integers(0, 5), st.integers(1, 400_000), _FATES), max_size=40))
def test_invariant_17_the_ledger_is_never_below_the_bill(fates: list[tuple[int, int, str]]) -> None:
    """Whatever becomes of calls of any price: the bill is within the ledger, the ledger within the cap.

    The ledger is above the bill only by what is uncertain or still open.
    """
    shop = Shop()
    billed = 0
    for number, cost, fate in fates:
        service = Fate(shop, fate, cost)
        with suppress(RefusedError, QuotaError, NotPaidError, ConnectionError, BusyError, Crash):
            shop.till.answer(ITEM, ask_about(str(number), cost), service)
        billed += service.billed
        if number % 2:
            shop.clock.advance(STALE)
    entries = shop.ledger.all_entries()
    days = {entry.day for entry in entries}
    charged = [entry for entry in entries if entry.state is not ChargeState.REFUNDED]
    for day in days:
        counted = sum(entry.charge.cost_microusd for entry in charged if entry.day == day)
        assert shop.ledger.spent(day) == counted <= DOLLAR
    spent = sum(shop.ledger.spent(day) for day in days)
    in_doubt = sum(entry.charge.cost_microusd for entry in charged if entry.state is not ChargeState.PAID)
    assert spent - in_doubt <= billed <= spent
