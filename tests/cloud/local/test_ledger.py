"""The ledger on the embedded cloud's DynamoDB, where many may pay at once: conditions hold, and reasons are given."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from cloud import cli
from cloud.contract.record import now_text
from cloud.store.dynamodb_ledger import DynamoLedger
from cloud.store.ledger import CapReachedError, ChargeState
from tests.fakes.ledger_checks import (
    DAY,
    DOLLAR,
    call,
    check_one_call_is_paid_once_at_once,
    check_the_cap_holds_at_once,
    create_ledger_table,
    enter,
)

if TYPE_CHECKING:
    from tests.cloud.local.conftest import LocalCloud

pytestmark = pytest.mark.embedded


@pytest.fixture
def ledger(shared_cloud: LocalCloud, request: pytest.FixtureRequest) -> DynamoLedger:
    """Return an empty ledger."""
    name = f"ledger-{request.node.name.replace('_', '-')}"[:250]
    client = shared_cloud.door.client("dynamodb")
    create_ledger_table(client, name)
    return DynamoLedger(client, name)


def test_the_cap_holds_in_a_transaction(ledger: DynamoLedger) -> None:
    """A call that would pass the cap leaves neither a row nor a sum, and its reason is told from a busy row's."""
    receipt = enter(ledger, call("a", 999_000))
    with pytest.raises(CapReachedError):
        enter(ledger, call("b", 1_001))
    enter(ledger, call("c", 1_000))
    assert ledger.spent(DAY) == DOLLAR
    ledger.refund(receipt)
    ledger.refund(receipt)
    assert ledger.spent(DAY) == 1_000
    found = {entry.charge.call_id: entry.state for entry in ledger.entries(DAY)}
    assert found == {"a": ChargeState.REFUNDED, "c": ChargeState.INTENDED}


def test_many_callers_at_once_never_pass_the_cap(ledger: DynamoLedger) -> None:
    """Six threads over one connection pool, each with more to pay than is left."""
    check_the_cap_holds_at_once(ledger, threads=6, calls=8)


def test_one_call_that_many_make_at_once_is_paid_once(ledger: DynamoLedger) -> None:
    """Six deliveries of one message at the same moment."""
    check_one_call_is_paid_once_at_once(ledger, threads=6)


def test_the_command_adds_up_the_newsrooms_own_ledger(
    shared_cloud: LocalCloud, capsys: pytest.CaptureFixture[str]
) -> None:
    """``snapstream-cloud cost`` on the table of the template: what was charged today, as text and JSON."""
    ledger = DynamoLedger(shared_cloud.door.client("dynamodb"), shared_cloud.outputs["LedgerTable"])
    now = now_text(datetime.now(UTC))
    before = ledger.spent(now[:10])
    ledger.settle(enter(ledger, call("command-1", 4_000), now=now, cap=None))
    ledger.refund(enter(ledger, call("command-2", 9_000), now=now, cap=None))
    command = ["cost", "--data-dir", str(shared_cloud.paths.data_dir), "--days", "1"]
    assert cli.main([*command, "--json"]) == cli.DONE
    found = json.loads(capsys.readouterr().out)
    assert found["total"]["charged"] == ledger.spent(now[:10]) == before + 4_000
    assert found["by_operation"]["rekognition:DetectLabels"]["paid"] >= 4_000
    assert cli.main([*command, "--by", "operation"]) == cli.DONE
    assert "rekognition:DetectLabels" in capsys.readouterr().out
