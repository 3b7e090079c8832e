"""Settings, Appearance: language, theme, contrast, motion, sizes of text. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Slot

from desktop.core.settings import Contrast, Motion
from desktop.core.settings import Theme as Mode
from desktop.ui.language import LANGUAGES
from desktop.ui.settings.rows import Section

if TYPE_CHECKING:
    from desktop.ui.settings.keeper import Keeper
    from desktop.ui.theme import Theme

_TEXT_PERCENTS = (80, 90, 100, 110, 125, 150, 175, 200)
_TRANSCRIPT_PX = (13, 14, 15, 16, 18, 20)


class AppearanceSection(Section):
    """How the window looks."""

    def __init__(self, theme: Theme, keeper: Keeper) -> None:
        super().__init__(theme, "palette")
        self._keeper = keeper
        self.say_head(self.tr("Appearance"), self.tr("For this window, on this computer."))
        languages = [(name, code) for code, name in LANGUAGES.items()]
        self.language = self.add_choice(
            self.tr("Language"),
            self.tr("Of the window, from the next start on."),
            [(self.tr("As the system"), ""), *languages],
            self._on_language,
        )
        self.mode = self.add_choice(
            self.tr("Theme"),
            self.tr("The system's follows day and night where the system does."),
            [(self.tr("As the system"), Mode.SYSTEM), (self.tr("Dark"), Mode.DARK), (self.tr("Light"), Mode.LIGHT)],
            self._on_mode,
        )
        self.contrast = self.add_choice(
            self.tr("Contrast"),
            self.tr("More makes lines and quiet text stronger, and rings what is chosen."),
            [(self.tr("As the system"), Contrast.SYSTEM), (self.tr("More"), Contrast.MORE)],
            self._on_contrast,
        )
        self.motion = self.add_choice(
            self.tr("Motion"),
            self.tr("Less keeps everything still but progress itself."),
            [(self.tr("As the system"), Motion.SYSTEM), (self.tr("Less motion"), Motion.LESS)],
            self._on_motion,
        )
        self.text = self.add_choice(
            self.tr("Size of text"),
            self.tr("Of the system's own size. All of the window follows at the next start."),
            [(f"{percent} %", percent) for percent in _TEXT_PERCENTS],
            self._on_text,
        )
        self.transcript = self.add_choice(
            self.tr("Size of transcripts"),
            self.tr("Of what was said, beside a recording."),
            [(self.tr("{n} px").format(n=size), size) for size in _TRANSCRIPT_PX],
            self._on_transcript,
        )

    def refresh(self) -> None:
        """Show what holds."""
        settings = self._keeper.settings
        self.language.show_value(settings.language)
        self.mode.show_value(settings.theme)
        self.contrast.show_value(settings.contrast)
        self.motion.show_value(settings.motion)
        self.text.show_value(settings.text_percent, f"{settings.text_percent} %")
        self.transcript.show_value(settings.transcript_px, self.tr("{n} px").format(n=settings.transcript_px))

    @Slot(int)
    def _on_language(self, at: int) -> None:
        said = self.tr("Language from the next start: {choice}").format(choice=self.language.itemText(at))
        self._keeper.keep(said, language=self.language.value_at(at))

    @Slot(int)
    def _on_mode(self, at: int) -> None:
        said = self.tr("The theme is now: {choice}").format(choice=self.mode.itemText(at))
        self._keeper.keep(said, theme=self.mode.value_at(at))

    @Slot(int)
    def _on_contrast(self, at: int) -> None:
        said = self.tr("Contrast is now: {choice}").format(choice=self.contrast.itemText(at))
        self._keeper.keep(said, contrast=self.contrast.value_at(at))

    @Slot(int)
    def _on_motion(self, at: int) -> None:
        said = self.tr("Motion is now: {choice}").format(choice=self.motion.itemText(at))
        self._keeper.keep(said, motion=self.motion.value_at(at))

    @Slot(int)
    def _on_text(self, at: int) -> None:
        said = self.tr("Text is {size} from the next start").format(size=self.text.itemText(at))
        self._keeper.keep(said, text_percent=self.text.value_at(at))

    @Slot(int)
    def _on_transcript(self, at: int) -> None:
        said = self.tr("Transcripts are now {size}").format(size=self.transcript.itemText(at))
        self._keeper.keep(said, transcript_px=self.transcript.value_at(at))
