"""How a person likes the library to look: kept in the settings from one start to the next. Main thread."""

from __future__ import annotations

import dataclasses
import logging
from typing import TYPE_CHECKING, Final

from desktop.core.errors import SnapStreamError
from desktop.library.answers import Order, Sort

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.settings import Json
    from desktop.ui.actions import Actions

_log = logging.getLogger(__name__)
_KEY: Final = "library_view"


class Taste:
    """What was chosen last; what cannot be kept is lost at the next start, and no more."""

    def __init__(self, actions: Actions) -> None:
        self._actions = actions
        kept = actions.settings().extra.get(_KEY)
        self._kept: dict[str, Json] = dict(kept) if isinstance(kept, dict) else {}

    @property
    def has_letters(self) -> bool:
        """Whether letters alone are keys."""
        return self._actions.settings().has_letter_keys

    @property
    def size(self) -> int:
        """Which of S, M, L, XL."""
        size = self._kept.get("size")
        return size if isinstance(size, int) and 0 <= size <= 3 else 1  # noqa: PLR2004 - the four sizes

    @property
    def is_list(self) -> bool:
        """Whether rows were shown."""
        return self._kept.get("list") is True

    @property
    def folded(self) -> tuple[str, ...] | None:
        """Which groups of facets were folded; None where nobody ever folded one."""
        folded = self._kept.get("folded")
        return tuple(str(name) for name in folded) if isinstance(folded, list) else None

    @property
    def order(self) -> Order:
        """In which order."""
        try:
            return Order(Sort(str(self._kept.get("sort", ""))), self._kept.get("rising") is True)
        except ValueError:
            return Order()

    def keep_size(self, size: int) -> None:
        """Keep the size of the tiles."""
        self._keep(size=size)

    def keep_list(self, *, is_list: bool) -> None:
        """Keep whether rows are shown."""
        self._keep(list=is_list)

    def keep_folded(self, folded: Sequence[str]) -> None:
        """Keep which groups are folded."""
        self._keep(folded=list(folded))

    def keep_order(self, order: Order) -> None:
        """Keep the order; the best match first is for one search alone."""
        if order.sort is not Sort.RELEVANCE:
            self._keep(sort=order.sort.value, rising=order.is_ascending)

    def _keep(self, **changes: Json) -> None:
        fresh = {**self._kept, **changes}
        if fresh == self._kept:
            return
        self._kept = fresh
        settings = self._actions.settings()
        try:
            self._actions.save_settings(dataclasses.replace(settings, extra={**settings.extra, _KEY: dict(fresh)}))
        except SnapStreamError as error:
            _log.warning("how the library looks is not kept: %s", error)
