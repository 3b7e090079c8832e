"""Settings: General, Notices and Keyboard. Main thread."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Slot

from desktop.core.errors import SnapStreamError
from desktop.ui.library.runs import Said
from desktop.ui.said import for_error
from desktop.ui.settings.rows import Section

if TYPE_CHECKING:
    from desktop.autostart import Autostart
    from desktop.ui.settings.keeper import Keeper
    from desktop.ui.theme import Theme

_HALF_HOURS: Final = tuple(range(0, 24 * 60, 30))


class GeneralSection(Section):
    """Starting and closing."""

    def __init__(self, theme: Theme, keeper: Keeper, autostart: Autostart) -> None:
        super().__init__(theme, "house")
        self._keeper, self._autostart = keeper, autostart
        self.say_head(self.tr("General"), self.tr("When SnapStream runs."))
        self.start = self.add_switch(
            self.tr("Start when I sign in to this computer"),
            self.tr("Watching begins at once; closing the window leaves it in the tray."),
            self._on_start,
        )
        self.close_to_tray = self.add_switch(
            self.tr("Keep running when the window is closed"),
            self.tr("It goes on uploading. Quit from the icon in the tray, or with Ctrl+Q."),
            self._on_close,
        )

    def refresh(self) -> None:
        """Show what holds; whether it starts with the session the system itself says."""
        self.start.setChecked(self._autostart.is_on())
        self.close_to_tray.setChecked(self._keeper.settings.close_to_tray)

    @Slot(bool)
    def _on_start(self, is_on: bool) -> None:  # noqa: FBT001 - Qt's signal
        said = (
            self.tr("SnapStream starts with this computer") if is_on else self.tr("SnapStream no longer starts itself")
        )
        if self._set_start(is_on=is_on):
            self._keeper.offered.emit(Said(said, action=self.tr("Undo"), act=lambda: self._undo_start(is_on=not is_on)))

    def _undo_start(self, *, is_on: bool) -> None:
        if self._set_start(is_on=is_on):
            self._keeper.offered.emit(Said(self.tr("As it was before")))

    def _set_start(self, *, is_on: bool) -> bool:
        try:
            self._autostart.set_on(is_on=is_on)
        except SnapStreamError as error:
            self._keeper.offered.emit(Said(self.tr("This was not saved"), for_error(error).line, is_failure=True))
            self.refresh()
            return False
        self.refresh()
        return True

    @Slot(bool)
    def _on_close(self, is_on: bool) -> None:  # noqa: FBT001 - Qt's signal
        said = self.tr("Closing the window leaves it in the tray") if is_on else self.tr("Closing the window quits")
        self._keeper.keep(said, close_to_tray=is_on)


class NoticesSection(Section):
    """What is told when the window is not in front."""

    def __init__(self, theme: Theme, keeper: Keeper) -> None:
        super().__init__(theme, "bell")
        self._keeper = keeper
        self.say_head(self.tr("Notifications"), self.tr("One for a batch, none while the window is in front."))
        self.notices = self.add_switch(
            self.tr("Tell me when files are in"),
            self.tr("How many, from where, and how many need you."),
            self._on_notices,
        )
        self.quiet = self.add_switch(
            self.tr("Do not disturb"),
            self.tr("No notice between these times; Activity keeps everything."),
            self._on_quiet,
        )
        times: list[tuple[str, object]] = [(f"{minute // 60:02}:{minute % 60:02}", minute) for minute in _HALF_HOURS]
        self.begin = self.add_choice(self.tr("From"), "", times, self._on_times)
        self.end = self.add_choice(self.tr("Until"), "", times, self._on_times)

    def refresh(self) -> None:
        """Show what holds."""
        settings = self._keeper.settings
        hours = settings.quiet_hours
        self.notices.setChecked(settings.notices)
        self.quiet.setChecked(hours.is_on)
        for box, minute in ((self.begin, hours.from_minute), (self.end, hours.to_minute)):
            box.show_value(minute, f"{minute // 60:02}:{minute % 60:02}")
            box.setEnabled(hours.is_on)

    @Slot(bool)
    def _on_notices(self, is_on: bool) -> None:  # noqa: FBT001 - Qt's signal
        said = self.tr("Notifications are on") if is_on else self.tr("Notifications are off")
        self._keeper.keep(said, notices=is_on)

    @Slot(bool)
    def _on_quiet(self, is_on: bool) -> None:  # noqa: FBT001 - Qt's signal
        said = self.tr("Quiet hours are on") if is_on else self.tr("Quiet hours are off")
        self._keeper.keep(said, quiet_hours=replace(self._keeper.settings.quiet_hours, is_on=is_on))

    @Slot(int)
    def _on_times(self, _at: int) -> None:
        begin, end = self.begin.value, self.end.value
        assert isinstance(begin, int)
        assert isinstance(end, int)
        said = self.tr("Quiet from {begin} to {end}").format(begin=self.begin.currentText(), end=self.end.currentText())
        hours = replace(self._keeper.settings.quiet_hours, from_minute=begin, to_minute=end)
        self._keeper.keep(said, quiet_hours=hours)


class KeyboardSection(Section):
    """Keys."""

    def __init__(self, theme: Theme, keeper: Keeper) -> None:
        super().__init__(theme, "keyboard")
        self._keeper = keeper
        self.say_head(self.tr("Keyboard"), self.tr("Everything can be done with keys. ? shows those of a page."))
        self.letters = self.add_switch(
            self.tr("Letters alone are keys"),
            self.tr("In lists, grids and players, never while you type: V for list or grid, N for send now."),
            self._on_letters,
        )

    def refresh(self) -> None:
        """Show what holds."""
        self.letters.setChecked(self._keeper.settings.has_letter_keys)

    @Slot(bool)
    def _on_letters(self, is_on: bool) -> None:  # noqa: FBT001 - Qt's signal
        said = self.tr("Letters alone are keys") if is_on else self.tr("Letters alone do nothing")
        self._keeper.keep(said, has_letter_keys=is_on)
