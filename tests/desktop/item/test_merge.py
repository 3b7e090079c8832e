"""Two who write at once."""

from __future__ import annotations

import pytest

from cloud.contract.findings import Caption
from desktop.item.merge import Standing, standing, standings
from desktop.library.drafts import Draft


@pytest.mark.parametrize(
    ("there", "how"), [("before", Standing.FREE), ("after", Standing.DONE), ("another's", Standing.TAKEN)]
)
def test_a_text_takes_only_the_place_of_what_its_writer_saw(there: str, how: Standing) -> None:
    """What somebody else wrote meanwhile is not written over unseen."""
    assert standing(Draft("before", "after"), there) is how


def test_fields_stand_each_for_itself() -> None:
    """A colleague's byline is no reason not to save a headline."""
    drafts = {"headline": Draft("", "Dock strike"), "byline": Draft("", "Falk")}
    assert standings(drafts, Caption(byline="Vasquez")) == {"headline": Standing.FREE, "byline": Standing.TAKEN}
