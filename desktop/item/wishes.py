"""What a person wishes of an item's tags and words, as it is kept until the newsroom has it. Pure.

It is kept as it is sent (``Wish.to_json``), so that nothing can be kept that could not be sent.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from cloud.contract.findings import TagKind, Verdict
from desktop.item.findings import Wish

if TYPE_CHECKING:
    from collections.abc import Iterable

    from desktop.item.findings import Key

_VERDICTS: tuple[tuple[str, Verdict | None], ...] = (
    ("confirm", Verdict.CONFIRMED),
    ("reject", Verdict.REJECTED),
    ("clear", None),
)


def write_wish(wish: Wish) -> str:
    """Return a wish as one line of text; "" for none."""
    document = wish.to_json()
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) if document else ""


def read_wish(text: str) -> Wish:
    """Read ``write_wish`` back; an empty wish where it cannot be read."""
    try:
        document = json.loads(text) if text else {}
        tags, spoken = document.get("tags", {}), document.get("transcript", {})
        return Wish(
            frozenset(_keys(tags.get("add", ()))),
            frozenset(_keys(tags.get("remove", ()))),
            {key: verdict for name, verdict in _VERDICTS for key in _keys(tags.get(name, ()))},
            {str(label): name if name is None else str(name) for label, name in spoken.get("speakers", {}).items()},
            {
                (int(word["at_ms"]), str(word["was"])): None if word["text"] is None else str(word["text"])
                for word in spoken.get("words", ())
            },
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return Wish()


def _keys(listed: Iterable[dict[str, str]]) -> Iterable[Key]:
    return [(TagKind(each["kind"]), str(each["name"])) for each in listed]
