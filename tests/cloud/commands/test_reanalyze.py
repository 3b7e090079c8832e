"""Which items ``reanalyze`` means, and what it says of them before it begins."""

from __future__ import annotations

import pytest

from cloud import cli
from cloud.commands.exits import WrongUsageError
from cloud.commands.reanalyze import foresee, resolve
from cloud.contract.keys import new_item_id
from tests.fakes.cloud import FakeCloud
from tests.fakes.engines import picture

#: Two that begin alike, of the same moment.
FIRST, SECOND = "01KA9ZZZZZ0000000000000001", "01KA9ZZZZZ0000000000000002"


@pytest.mark.parametrize("word", ["", "  ", "\udcff", "a\x00b"])
def test_what_can_be_no_id_is_wrong_usage(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing, or what a shell passed on that is no text."""
    with pytest.raises(SystemExit) as usage:
        cli.main(["reanalyze", word])
    assert usage.value.code == cli.USAGE
    assert "is no item's id" in capsys.readouterr().err


@pytest.fixture
def cloud() -> FakeCloud:
    """Return a newsroom with two items."""
    cloud = FakeCloud()
    for number, item_id in enumerate((FIRST, SECOND)):
        cloud.upload(f"{number}.jpg", picture(labels=[f"Dog {number}"]), item_id=item_id)
    return cloud


def test_a_beginning_that_is_one_items_alone_is_enough(cloud: FakeCloud) -> None:
    """As everywhere on the command line; an id itself, and what begins none, stay what they are."""
    cloud.run()
    assert list(resolve(cloud.services, ["01KA9ZZZZZ0000000000000002", "ZZ", "nosuch"])) == [SECOND, "ZZ", "nosuch"]
    third = cloud.upload("3.jpg", picture(labels=["Cat"]), item_id="01KB0000000000000000000000")
    cloud.run()
    assert list(resolve(cloud.services, ["01KB"])) == [third]
    with pytest.raises(WrongUsageError, match=f"01KA may be {FIRST}, {SECOND}. Write more of it"):
        list(resolve(cloud.services, ["01KA"]))


def test_a_dry_run_says_what_would_become_of_each(cloud: FakeCloud) -> None:
    """One that nobody knows is unknown, one that is not finished is under way, and one that is finished would begin."""
    assert foresee(cloud.services, new_item_id()) == foresee(cloud.services, "nosuch") == "unknown"
    while FIRST not in cloud.items.rows:
        cloud.step()
    assert foresee(cloud.services, FIRST) == "under_way"
    cloud.run()
    assert foresee(cloud.services, FIRST) == "would begin"
