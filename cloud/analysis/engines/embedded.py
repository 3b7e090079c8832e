"""What IPTC and XMP both carry, each in its own way. Plain data; any thread."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Embedded:
    """The fields that SnapStream shows, as one block in a file gives them."""

    keywords: tuple[str, ...] = ()
    headline: str = ""
    caption: str = ""
    bylines: tuple[str, ...] = ()
    credit: str = ""
    rights: str = ""
    captured_at: str | None = None  #: ISO 8601, with an offset only where it is known
