"""Two who write at once: whether a text may take the place of what is there. Pure; any thread."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud.contract.findings import Caption
    from desktop.library.drafts import Draft


class Standing(StrEnum):
    """How a draft stands to what the newsroom has."""

    DONE = "done"  #: it has the same text already
    FREE = "free"  #: it has what the person began with
    TAKEN = "taken"  #: somebody else wrote there meanwhile


def standing(draft: Draft, there: str) -> Standing:
    """Say how a draft stands to the text that is there."""
    if there == draft.text:
        return Standing.DONE
    return Standing.FREE if there == draft.base else Standing.TAKEN


def standings(drafts: Mapping[str, Draft], caption: Caption) -> dict[str, Standing]:
    """Say it of all drafts of an item's caption, by field."""
    return {field: standing(draft, str(getattr(caption, field))) for field, draft in drafts.items()}
