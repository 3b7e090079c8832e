"""The menu beside a caption: write a template into it, keep it as one, choose the file of codes. Main thread."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QInputDialog, QMenu

from desktop.item.codes import expand
from desktop.item.templates import fill, template_of
from desktop.ui import phrases
from desktop.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from cloud.contract.item import Item
    from desktop.item.templates import Template
    from desktop.ui.item.shorthand import Shorthand
    from desktop.ui.theme import Theme


class ShorthandButton(Button):
    """Opens the menu."""

    filled = Signal(object)  #: {field: text} for the fields that are empty

    def __init__(self, theme: Theme, shorthand: Shorthand) -> None:
        super().__init__(theme, phrases.tr("Templates and codes"), "quotes", "link", small=True)
        self._shorthand = shorthand
        self._item: Item | None = None
        self.setObjectName("caption-shorthand")
        self.clicked.connect(self.open_menu)

    def show_item(self, item: Item | None) -> None:
        """Be about this item's caption, as the newsroom has it."""
        self._item = item

    def made_menu(self) -> QMenu:
        """Return the menu as it is now."""
        made = QMenu(self)
        for template in self._shorthand.templates:
            made.addAction(template.name).triggered.connect(partial(self.apply, template))
        if self._shorthand.templates:
            made.addSeparator()
            forget = made.addMenu(self.tr("Forget a template"))
            for template in self._shorthand.templates:
                forget.addAction(template.name).triggered.connect(
                    partial(self._shorthand.forget_template, template.name)
                )
        keep = made.addAction(self.tr("Keep this caption as a template…"))
        keep.setEnabled(self._item is not None and bool(template_of("x", self._item.caption).texts))
        keep.triggered.connect(self._on_keep)
        made.addSeparator()
        count = len(self._shorthand.codes)
        text = self.tr("File of codes ({n})…").format(n=phrases.number(count)) if count else self.tr("File of codes…")
        made.addAction(text).triggered.connect(self._on_codes)
        return made

    @Slot()
    def open_menu(self) -> None:
        """Show it, below the button."""
        self.made_menu().popup(self.mapToGlobal(QPoint(0, self.height() + 4)))

    def apply(self, template: Template) -> None:
        """Write a template into the fields that are empty, its codes replaced."""
        if self._item is None:
            return
        texts = fill(template, self._item, datetime.now().astimezone())
        self.filled.emit({name: expand(text, self._shorthand.codes)[0] for name, text in texts.items()})

    @Slot()
    def _on_keep(self) -> None:
        if self._item is None:
            return
        question = self.tr("Braces stand for what is known: {places}").format(
            places="{date} {time} {filename} {folder} {people} {keywords}"
        )
        name, is_said = QInputDialog.getText(self, self.tr("Keep as a template"), f"{self.tr('Its name')}\n{question}")
        if is_said and name.strip():
            self._shorthand.keep_template(template_of(name.strip(), self._item.caption))

    @Slot()
    def _on_codes(self) -> None:
        kinds = self.tr("Text (*.txt *.tsv);;All files (*)")
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("File of codes"), str(Path.home()), kinds)
        if chosen:
            self._shorthand.choose_codes(Path(chosen))
