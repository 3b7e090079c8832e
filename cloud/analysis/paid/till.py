"""Every paid call goes through here: asked once, charged before, its answer kept. One thread an invocation.

::

    profile private now?  ─▶ NOT_IN_PROFILE                         it was another when the file was planned for
    answer kept already?  ─▶ that answer, and nothing is paid      a redelivery, or a re-analysis of unchanged pictures
    charge the ledger     ─▶ SPEND_CAP, or somebody is at it        before the call: a day's sum is never too low
    call                  ─▶ refused: the charge is taken back by whoever entered it
    keep the answer                                                 a crash before, or no place to keep it: the next
                                                                    one pays again, and the first is UNCERTAIN
    settle                                                          a crash before: whoever finds the answer settles

Answers lie beside the item, not under its analysis version: ``derived/{library}/{item_id}/answers/…``, each named by
the fingerprint of the question and of the bytes it is about.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from cloud.analysis.engines.aws.errors import DeniedError, JobMissingError, QuotaError
from cloud.analysis.engines.ports import MediaError
from cloud.analysis.shell import metrics
from cloud.analysis.shell.logs import log_failure
from cloud.analysis.work.profiles import find_rule, shipped_profiles
from cloud.analysis.work.results import pack_json, unpack_json
from cloud.contract.keys import derived_prefix
from cloud.contract.reasons import Reason
from cloud.contract.record import now_text
from cloud.store.ledger import STALE, BusyError, CapReachedError, Charge, Ledger, Receipt
from cloud.store.objects import ObjectMissingError, ObjectStore

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from cloud.analysis.work.profiles import ProfileRule
    from cloud.contract.item import Item
    from cloud.contract.record import Json
    from cloud.contract.status import AnalysisName

#: What a service does not charge for.
REFUSALS = (MediaError, QuotaError, DeniedError, JobMissingError)
#: How often an answer that is paid for is put, before it is lost.
_PUTS = 3


class NotPaidError(MediaError):
    """The day's spending limit is reached: the analysis is skipped, and no call is made."""

    def __init__(self) -> None:
        super().__init__(Reason.SPEND_CAP)


class NotAllowedOutError(MediaError):
    """No third party may see the file, as its folder's profile says by now: the analysis is skipped."""

    def __init__(self) -> None:
        super().__init__(Reason.NOT_IN_PROFILE)


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
    job: str = ""  #: the name of the job that answers it: what the ledger calls it then, whatever it is about

    @property
    def fingerprint(self) -> str:
        """64 hexadecimal digits: the same for the same question."""
        words = json.dumps([self.service, self.operation, self.request, self.about], sort_keys=True)
        return hashlib.sha256(words.encode()).hexdigest()


class Till:
    """Pays for questions."""

    def __init__(
        self,
        ledger: Ledger | None,
        derived: ObjectStore | None,
        now: Callable[[], datetime],
        cap_microusd: int | None,
        profiles: Callable[[], Mapping[str, ProfileRule]] = shipped_profiles,
    ) -> None:
        self._ledger = ledger
        self._derived = derived
        self._now = now
        self._cap_microusd = cap_microusd
        self._profiles = profiles

    def answer(self, item: Item, question: Question, ask: Callable[[], dict[str, Json]]) -> dict[str, Json]:
        """Return the answer to a question, paying for it if need be.

        Raises ``NotPaidError``, ``NotAllowedOutError``, ``ledger.BusyError``, and what ``ask`` raises.
        """
        known = self.known(item, question)
        if known is not None:
            return known
        receipt = self.charge(item, question)
        try:
            answer = ask()
        except REFUSALS:
            self.refund(receipt)
            raise
        except Exception:
            self._lose(receipt)
            raise
        for puts_left in reversed(range(_PUTS)):
            try:
                self.keep(item, question, answer)
                break
            except Exception as error:
                log_failure("answer not kept", error, item=item.id)
                if not puts_left:
                    self._lose(receipt)
                    raise
        self.settle(receipt)
        return answer

    def known(self, item: Item, question: Question) -> dict[str, Json] | None:
        """Return the answer that was kept, if there is one; its row is settled, where a kill came before that.

        Raises ``NotAllowedOutError``: what a third party has said is no word of a file that none may see.
        """
        self._check(item)
        try:
            answer = unpack_json(self._store().read(answer_key(item, question.fingerprint)))
        except ObjectMissingError:
            return None
        if self._ledger is not None:
            self._ledger.confirm(_call_id(item, question))
        return answer

    def has(self, item: Item, question: Question) -> bool:
        """Whether the answer is kept; the ledger is not looked at."""
        try:
            self._store().head(answer_key(item, question.fingerprint))
        except ObjectMissingError:
            return False
        return True

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
        """Enter a charge; ``repeats`` as ``Ledger.charge`` says.

        Raises ``NotPaidError``, ``NotAllowedOutError``, ``ledger.BusyError``.
        """
        self._check(item)
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

    def confirm_job(self, item: Item, job: str) -> int:
        """Note that the answer of a job is here, whoever started it and was cut off; return what was charged for it."""
        charge = self._book().confirm(_job_id(item, job))
        return 0 if charge is None else charge.cost_microusd

    def abandon_job(self, item: Item, job: str) -> None:
        """Note that nobody will hear whether a job was started: perhaps it was, so it stays charged."""
        if self._ledger is not None:
            self._ledger.abandon(_job_id(item, job))

    def settle(self, receipt: Receipt) -> None:
        """Note that the service answered."""
        if receipt.is_new:
            self._book().settle(receipt)
        else:  # whoever entered it may have been refused, and somebody else have entered another
            self._book().confirm(receipt.call_id)
        metrics.count(metrics.PAID_CALLS)
        metrics.count(metrics.SPENT_MICROUSD, receipt.cost_microusd)

    def refund(self, receipt: Receipt) -> None:
        """Take a charge back: the service refused. What another has entered is theirs: they may hear otherwise.

        A day's sum that is a little too high is better than a refusal that nobody hears of: what the caller is about
        to raise must not give way to a table that is out of reach, or to too many who pay at this moment.
        """
        if not receipt.is_new:
            return
        try:
            self._book().refund(receipt)
        except Exception as error:  # noqa: BLE001 -- as said above; the row is found by its age
            if not isinstance(error, BusyError):
                log_failure("charge not taken back", error)
            self._lose(receipt)

    def _lose(self, receipt: Receipt) -> None:
        """Note that nobody knows; what is raised just now must not give way to this either."""
        try:
            self._book().lose(receipt)
        except Exception as error:  # noqa: BLE001 -- as said above; the row is found by its age
            log_failure("charge left open", error)
        metrics.count(metrics.SPENT_MICROUSD, receipt.cost_microusd)

    def _check(self, item: Item) -> None:
        if find_rule(self._profiles(), item.profile).is_private:
            raise NotAllowedOutError

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
    return _job_id(item, question.job) if question.job else f"{item.id}#{question.fingerprint[:32]}"


def _job_id(item: Item, job: str) -> str:
    return f"{item.id}#{job}"


#: Of a newsroom that asks no third party.
NO_TILL = Till(None, None, lambda: datetime.now(UTC), 0)
