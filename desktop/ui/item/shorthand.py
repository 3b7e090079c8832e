"""What spares typing in captions: the file of codes that was chosen, and templates, both kept in the settings.

Main thread; the file is read in the bridge's pool.
"""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.core.errors import SnapStreamError
from desktop.item.codes import Codes, read_codes
from desktop.item.templates import read_templates
from desktop.ui import phrases
from desktop.ui import said as words

if TYPE_CHECKING:
    from cloud.contract.record import Json
    from desktop.item.templates import Template
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge

_FILE, _TEMPLATES = "caption_codes_file", "caption_templates"


class Shorthand(QObject):
    """Codes and templates of this computer."""

    changed = Signal()
    told = Signal(str, str)  #: a line for the toast, and its second line

    def __init__(self, actions: Actions, bridge: Bridge) -> None:
        super().__init__()
        self._actions, self._bridge = actions, bridge
        self.codes = Codes()
        place = actions.settings().extra.get(_FILE)
        if isinstance(place, str) and place:
            self._read(Path(place), is_new=False)

    @property
    def templates(self) -> list[Template]:
        """Templates, as they were kept."""
        return read_templates(self._actions.settings().extra.get(_TEMPLATES))

    def keep_template(self, template: Template) -> None:
        """Keep a template, in the place of one of its name."""
        others = [each for each in self.templates if each.name != template.name]
        self._keep(_TEMPLATES, [each.to_json() for each in (*others, template)])

    def forget_template(self, name: str) -> None:
        """Forget a template."""
        self._keep(_TEMPLATES, [each.to_json() for each in self.templates if each.name != name])

    def choose_codes(self, path: Path) -> None:
        """Take the codes of a file from now on; it is told how many there are, or why there are none."""
        self._read(path, is_new=True)

    def _keep(self, name: str, value: Json) -> None:
        settings = self._actions.settings()
        try:
            self._actions.save_settings(dataclasses.replace(settings, extra={**settings.extra, name: value}))
        except SnapStreamError as error:
            self.told.emit(self.tr("This is not kept"), words.for_error(error).line)
        self.changed.emit()

    def _read(self, path: Path, *, is_new: bool) -> None:
        def work() -> tuple[Path, Codes | None, str, bool]:
            try:
                return path, read_codes(path.read_bytes()), "", is_new
            except OSError as error:
                return path, None, error.strerror or str(error), is_new
            except ValueError:
                return path, None, "", is_new

        self._bridge.run(work, self._on_read)

    def _on_read(self, answer: tuple[Path, Codes | None, str, bool]) -> None:
        path, codes, why, is_new = answer
        if codes is None:
            text = why or self.tr("It needs lines with a code, a tab, and what the code stands for.")
            self.told.emit(self.tr("{name} has no codes").format(name=path.name), text)
            return
        self.codes = codes
        if is_new:
            self.told.emit(self.tr("Codes known: {n}").format(n=phrases.number(len(codes))), path.name)
            self._keep(_FILE, str(path))
        else:
            self.changed.emit()
