"""Settings: Uploads, with the speed timetable, and Advanced. Main thread."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Slot

from desktop.ui import phrases
from desktop.ui.settings.rows import Section
from desktop.ui.settings.timetable import TimetableRow

if TYPE_CHECKING:
    from desktop.core.timetable import Timetable
    from desktop.ui.settings.keeper import Keeper
    from desktop.ui.theme import Theme

_SPEEDS: Final = tuple(
    round(mb * 1_000_000) for mb in (0.25, 0.5, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 64)
)  # bytes a second
_SYNC_S: Final = (5.0, 15.0, 30.0, 60.0, 300.0)
_PARTS_MIB: Final = (5, 8, 16, 32, 64)
_MIB: Final = 1024**2


class UploadsSection(Section):
    """How many at a time, and how fast at which hour."""

    def __init__(self, theme: Theme, keeper: Keeper) -> None:
        super().__init__(theme, "upload-simple")
        self._keeper = keeper
        self.say_head(self.tr("Uploads"), self.tr("For every folder, unless the folder says otherwise."))
        self.concurrency = self.add_choice(
            self.tr("Files at a time"),
            self.tr("More is faster on a good line, slower on a bad one."),
            [(phrases.number(number), number) for number in range(1, 17)],
            self._on_concurrency,
        )
        self.timetable = TimetableRow(theme, self.tr("Speed by time of day"))
        self.timetable.grid.painted.connect(self._on_painted)
        self.add_row(self.timetable)
        speeds: list[tuple[str, object]] = [(phrases.speed(speed), speed) for speed in _SPEEDS]
        self.slow = self.add_choice(
            self.tr("Slow hours"), self.tr("The speed of the faintest hours."), speeds, self._on_speeds
        )
        self.middle = self.add_choice(
            self.tr("Hours between"), self.tr("The speed of those between slow and no limit."), speeds, self._on_speeds
        )

    def refresh(self) -> None:
        """Show what holds."""
        settings = self._keeper.settings
        table = settings.timetable
        self.concurrency.show_value(settings.concurrency)
        self.timetable.show_table(table)
        self.slow.show_value(table.slow_bytes_per_s, phrases.speed(table.slow_bytes_per_s))
        self.middle.show_value(table.middle_bytes_per_s, phrases.speed(table.middle_bytes_per_s))

    @Slot(int)
    def _on_concurrency(self, at: int) -> None:
        number = self.concurrency.value_at(at)
        assert isinstance(number, int)
        said = phrases.count(number, "{n} file at a time from now on", "{n} files at a time from now on")
        self._keeper.keep(said, concurrency=number)

    @Slot(object, str)
    def _on_painted(self, table: Timetable, said: str) -> None:
        self._keeper.keep(said, timetable=table)

    @Slot(int)
    def _on_speeds(self, _at: int) -> None:
        slow, middle = self.slow.value, self.middle.value
        assert isinstance(slow, int)
        assert isinstance(middle, int)
        table = replace(self._keeper.settings.timetable, slow_bytes_per_s=slow, middle_bytes_per_s=middle)
        said = self.tr("The hours are now {slow} and {middle}").format(
            slow=phrases.speed(slow), middle=phrases.speed(middle)
        )
        self._keeper.keep(said, timetable=table)


class AdvancedSection(Section):
    """What hardly anybody needs."""

    def __init__(self, theme: Theme, keeper: Keeper) -> None:
        super().__init__(theme, "wrench")
        self._keeper = keeper
        self.say_head(self.tr("Advanced"), self.tr("As they are, these serve almost everybody."))
        self.sync = self.add_choice(
            self.tr("Look at the newsroom every"),
            self.tr("While nothing of yours is in work. From the next start."),
            [(self.tr("{n} s").format(n=round(seconds)), seconds) for seconds in _SYNC_S],
            self._on_sync,
        )
        sizes: list[tuple[str, object]] = [(self.tr("{n} MiB").format(n=mib), mib * _MIB) for mib in _PARTS_MIB]
        self.parts = self.add_choice(
            self.tr("Parts of large files"),
            self.tr("Smaller parts lose less when the line breaks; larger ones are faster."),
            sizes,
            self._on_parts,
        )

    def refresh(self) -> None:
        """Show what holds."""
        settings = self._keeper.settings
        self.sync.show_value(settings.sync_idle_s, self.tr("{n} s").format(n=round(settings.sync_idle_s)))
        self.parts.show_value(settings.part_size_bytes, self.tr("{n} MiB").format(n=settings.part_size_bytes // _MIB))

    @Slot(int)
    def _on_sync(self, at: int) -> None:
        said = self.tr("The newsroom is looked at every {time} from the next start")
        self._keeper.keep(said.format(time=self.sync.itemText(at)), sync_idle_s=self.sync.value_at(at))

    @Slot(int)
    def _on_parts(self, at: int) -> None:
        said = self.tr("Parts are now {size}").format(size=self.parts.itemText(at))
        self._keeper.keep(said, part_size_bytes=self.parts.value_at(at))
