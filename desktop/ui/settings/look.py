"""How the settings let the window look. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.settings import Contrast, Motion

if TYPE_CHECKING:
    from desktop.core.settings import Settings
    from desktop.ui.theme import Theme


def apply_look(theme: Theme, settings: Settings) -> None:
    """Let theme, contrast, motion and the size of transcripts be as they were chosen."""
    theme.set_look(
        settings.theme.value,
        has_more_contrast=settings.contrast is Contrast.MORE,
        has_less_motion=settings.motion is Motion.LESS,
        transcript_px=settings.transcript_px,
    )
