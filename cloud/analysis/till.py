"""Every paid call goes through here: asked once, charged before, its answer kept. One thread an invocation.

::

    answer kept already?  ─▶ that answer, and nothing is paid      a redelivery, or a re-analysis of unchanged pictures
    charge the ledger     ─▶ SPEND_CAP, or somebody is at it        before the call: a day's sum is never too low
    call                  ─▶ refused: the charge is taken back
    keep the answer                                                 a crash before: the next one pays again, and the
                                                                    ledger shows the first as UNCERTAIN
    settle                                                          a crash before: whoever finds the answer settles

Answers lie beside the item, not under its analysis version: ``derived/{library}/{item_id}/answers/…``, each named by
the fingerprint of the question and of the bytes it is about.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from cloud.analysis import metrics
from cloud.analysis.engines.aws.errors import DeniedError, QuotaError
from cloud.analysis.engines.ports import MediaError
from cloud.analysis.results import pack_json, unpack_json
from cloud.contract.keys import derived_prefix
from cloud.contract.reasons import Reason
from cloud.contract.record import now_text
from cloud.store.ledger import BusyError, CapReachedError, Charge, Ledger, Receipt
from cloud.store.objects import ObjectMissingError, ObjectStore

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cloud.contract.item import Item
    from cloud.contract.record import Json
    from cloud.contract.status import AnalysisName

#: Longer than any function runs (15 minutes is Lambda's limit): who intended a call this long ago was killed.
STALE = timedelta(minutes=16)


class NotPaidError(MediaError):
    """The day's spending limit is reached: the analysis is skipped, and no call is made."""

    def __init__(self) -> None:
        super().__init__(Reason.SPEND_CAP)


@dataclass(frozen=True, slots=True)
class Question:
    """One call to a service about one item."""

    analysis: AnalysisName  #: that pays for it
    service: str
    operation: str
    request: Mapping[str, object]  #: what changes the answer, but for the bytes it is about
    about: str  #: the SHA-256 (hexadecimal) of those bytes
    units: int
    cost_microusd: int

    @property
    def fingerprint(self) -> str:
        """64 hexadecimal digits: the same for the same question."""
        words = json.dumps([self.service, self.operation, self.request, self.about], sort_keys=True)
        return hashlib.sha256(words.encode()).hexdigest()


class Till:
    """Pays for questions."""

    def __init__(
        self, ledger: Ledger | None, derived: ObjectStore | None, now: Callable[[], datetime], cap_microusd: int | None
    ) -> None:
        self._ledger = ledger
        self._derived = derived
        self._now = now
        self._cap_microusd = cap_microusd

    def answer(self, item: Item, question: Question, ask: Callable[[], dict[str, Json]]) -> dict[str, Json]:
        """Return the answer to a question, paying for it if need be.

        Raises ``NotPaidError``, ``ledger.BusyError``, and what ``ask`` raises.
        """
        known = self.known(item, question)
        if known is not None:
            return known
        receipt = self.charge(item, question)
        try:
            answer = ask()
        except (MediaError, QuotaError, DeniedError):
            self.refund(receipt)
            raise
        except Exception:
            self._book().lose(receipt)
            metrics.count(metrics.SPENT_MICROUSD, receipt.cost_microusd)
            raise
        self.keep(item, question, answer)
        self.settle(receipt)
        return answer

    def known(self, item: Item, question: Question) -> dict[str, Json] | None:
        """Return the answer that was kept, if there is one; its row is settled, where a kill came before that."""
        try:
            answer = unpack_json(self._store().read(answer_key(item, question.fingerprint)))
        except ObjectMissingError:
            return None
        if self._ledger is not None:
            self._ledger.confirm(_call_id(item, question))
        return answer

    def spent_on(self, item: Item, question: Question) -> int:
        """Return what this analysis, at this version, has paid before for an answer that is kept."""
        charge = None if self._ledger is None else self._ledger.confirm(_call_id(item, question))
        if charge is None or (charge.analysis, charge.analysis_version) != (question.analysis, item.analysis_version):
            return 0
        return charge.cost_microusd

    def keep(self, item: Item, question: Question, answer: Mapping[str, Json]) -> None:
        """Keep an answer."""
        self._store().write(answer_key(item, question.fingerprint), pack_json(answer), "application/gzip")

    def charge(self, item: Item, question: Question, *, repeats: bool = False) -> Receipt:
        """Enter a charge; ``repeats`` as ``Ledger.charge`` says. Raises ``NotPaidError``, ``ledger.BusyError``."""
        charge = Charge(
            call_id=_call_id(item, question),
            item_id=item.id,
            library=item.library,
            analysis_version=item.analysis_version,
            analysis=question.analysis.value,
            profile=item.profile,
            operation=f"{question.service}:{question.operation}",
            units=question.units,
            cost_microusd=question.cost_microusd,
        )
        now = self._now()
        try:
            return self._book().charge(
                charge,
                now=now_text(now),
                stale_before=now_text(now - STALE),
                cap_microusd=self._cap_microusd,
                repeats=repeats,
            )
        except CapReachedError as error:
            raise NotPaidError from error

    def confirm(self, item: Item, question: Question) -> None:
        """Note that the answer to a question is here, whoever asked it and was cut off."""
        self._book().confirm(_call_id(item, question))

    def settle(self, receipt: Receipt) -> None:
        """Note that the service answered."""
        self._book().settle(receipt)
        metrics.count(metrics.PAID_CALLS)
        metrics.count(metrics.SPENT_MICROUSD, receipt.cost_microusd)

    def refund(self, receipt: Receipt) -> None:
        """Take a charge back: the service refused."""
        try:
            self._book().refund(receipt)
        except BusyError:
            # Too many pay at this moment. A day's sum that is a little too high is better than a refusal that nobody
            # hears of: what the caller is about to raise must not give way to this.
            self._book().lose(receipt)

    def _book(self) -> Ledger:
        if self._ledger is None:
            raise DeniedError("there is no ledger, so nothing is paid for")
        return self._ledger

    def _store(self) -> ObjectStore:
        if self._derived is None:
            raise DeniedError("there is no bucket for answers, so nothing is asked")
        return self._derived


def answer_key(item: Item, fingerprint: str) -> str:
    """Return where an answer lies in the derived bucket."""
    return f"{derived_prefix(item.library, item.id)}answers/{fingerprint}.json.gz"


def _call_id(item: Item, question: Question) -> str:
    return f"{item.id}#{question.fingerprint[:32]}"


#: Of a newsroom that asks no third party.
NO_TILL = Till(None, None, lambda: datetime.now(UTC), 0)
