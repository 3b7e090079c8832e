"""What leaves the library: copies of originals, exports, links. An embargo keeps an item here. Main thread."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog

from desktop.core.account import SharedLink
from desktop.ui import phrases
from desktop.ui.item.panel import show_in_folder
from desktop.ui.library.export import FORMATS, write
from desktop.ui.library.runs import Said, Words
from desktop.ui.library.sheets import ChoiceSheet, link_choices
from desktop.ui.phrases import tr

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from cloud.contract.item import Item
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.library.runs import Runs
    from desktop.ui.theme import Theme


class Leaving:
    """Asks where to, and brings it there."""

    def __init__(self, theme: Theme, parent: QWidget, actions: Actions, runs: Runs) -> None:
        self._theme, self._parent, self._actions, self._runs = theme, parent, actions, runs
        self._bridge: Bridge = runs.bridge

    def copy(self, items: list[Item]) -> None:
        """Ask where to or how, then do it to all of these."""
        folder = QFileDialog.getExistingDirectory(self._parent, tr("Copy originals to"), str(Path.home()))
        if folder:
            self.copy_to(items, Path(folder))

    def copy_to(self, items: Sequence[Item], folder: Path) -> None:
        """Write the originals into a folder, under their own names; an embargo keeps an item here."""
        targets = free_names(items, folder)
        open_items = self._runs.without_embargo(items)
        words = Words(tr("Copying, {done} of {all}"), tr("{items} copied to {folder}"), tr("{n} of {all} not copied"))
        words = dataclasses.replace(words, done=words.done.replace("{folder}", folder.name))

        def act(item_id: str, done: Callable[[object], None]) -> None:
            self._actions.save_copy(item_id, targets[item_id], done)

        self._runs.run([item.id for item in open_items], act, words, refused=len(items) - len(open_items))

    def export(self, items: list[Item]) -> None:
        """Ask where to or how, then do it to all of these."""
        many = phrases.count(len(items), "{n} item", "{n} items")
        sheet = ChoiceSheet(
            self._theme,
            self._parent,
            tr("Export {items}").format(items=many),
            text=tr("Captions, tags and transcripts. Copy to… takes the files themselves."),
            name=tr("As"),
            choices={name: tr(each.shown) for name, each in FORMATS.items()},
            act=tr("Export"),
        )

        def chosen() -> None:
            folder = QFileDialog.getExistingDirectory(self._parent, tr("Export to"), str(Path.home()))
            if folder:
                self.export_to(items, sheet.value, Path(folder))

        self._runs.ask(sheet, chosen)

    def export_to(self, items: Sequence[Item], kind: str, folder: Path) -> None:
        """Write what is known of the items into a folder."""
        open_items = self._runs.without_embargo(items)
        refused = len(items) - len(open_items)
        library = self._actions.items
        ids = [item.id for item in open_items]

        def work() -> tuple[int, str]:
            try:
                return write(library, ids, kind, folder), ""
            except OSError as error:
                return 0, error.strerror or str(error)

        def told(result: tuple[int, str]) -> None:
            written, problem = result
            self._runs.ended.emit()
            if problem:
                text = tr("{folder} cannot be written: {why}").format(folder=folder.name, why=problem)
                self._runs.told.emit(Said(tr("Nothing was exported"), text, is_failure=True))
                return
            many = phrases.count(written, "{n} file", "{n} files")
            title = tr("{files} written to {folder}").format(files=many, folder=folder.name)
            self._runs.told.emit(Said(title, self._runs.refused(refused), tr("Show"), lambda: show_in_folder(folder)))

        self._runs.progressed.emit(tr("Exporting…"), 0.0)
        self._bridge.run(work, told)

    def link(self, items: list[Item]) -> None:
        """Ask where to or how, then do it to all of these."""
        sheet = ChoiceSheet(
            self._theme,
            self._parent,
            tr("Link to the original") if len(items) == 1 else tr("Links to the originals"),
            text=tr("Whoever has the link can open the original, without an account, until it ends."),
            name=tr("How long it works"),
            choices=link_choices(),
            act=tr("Copy link") if len(items) == 1 else tr("Copy links"),
        )
        sheet.combo.setCurrentIndex(1)
        self._runs.ask(sheet, lambda: self.make_links(items, int(sheet.value)))

    def make_links(self, items: Sequence[Item], seconds: int) -> None:
        """Make a link to each original and put them on the clipboard, one a line."""
        open_items = self._runs.without_embargo(items)
        words = Words(
            tr("Making links, {done} of {all}"), tr("Links to {items} copied"), tr("{n} of {all} have no link")
        )
        ids = [item.id for item in open_items]
        run = self._runs.run(
            ids,
            lambda each, done: self._actions.link_to_item(each, seconds, done),
            words,
            refused=len(items) - len(open_items),
        )
        if run is not None:
            run.ended.connect(lambda: _copy_links(ids, run.answers))

    def reveal(self, items: list[Item]) -> None:
        """Ask where to or how, then do it to all of these."""
        path = self._actions.local_path(items[0].id) if items else None
        if path is not None:
            show_in_folder(path)


def _copy_links(ids: Sequence[str], answers: Mapping[str, object]) -> None:
    links = [answer.url for each in ids if isinstance(answer := answers.get(each), SharedLink)]
    if links:
        QGuiApplication.clipboard().setText("\n".join(links))


def free_names(items: Sequence[Item], folder: Path) -> dict[str, Path]:
    """Return where each original goes: under its own name, numbered where that is taken."""
    taken: set[str] = set()
    targets: dict[str, Path] = {}
    for item in items:
        wanted = Path(safe_name(item.filename))
        name, number = wanted.name, 1
        while name.casefold() in taken or (folder / name).exists():
            number += 1
            name = f"{wanted.stem} ({number}){wanted.suffix}"
        taken.add(name.casefold())
        targets[item.id] = folder / name
    return targets


def safe_name(filename: str) -> str:
    """Return a file name that no system reads as a path."""
    name = "".join("_" if c in '/\\:*?"<>|' or not c.isprintable() else c for c in filename).strip(" .")
    return name or "original"
