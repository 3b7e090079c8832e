"""What changes many items at once: captions and tags, which can be put back; analysing again, deleting. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.ui import phrases
from desktop.ui.library.runs import Said, Words
from desktop.ui.library.sheets import CaptionSheet, TagSheet
from desktop.ui.phrases import tr
from desktop.ui.widgets.dialog import Question

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from cloud.contract.item import Item
    from cloud.contract.record import Json
    from desktop.ui.actions import Actions
    from desktop.ui.library.runs import Runs, Undo
    from desktop.ui.theme import Theme


class Changes:
    """Asks what to write, and writes it."""

    def __init__(self, theme: Theme, parent: QWidget, actions: Actions, runs: Runs) -> None:
        self._theme, self._parent, self._actions, self._runs = theme, parent, actions, runs

    def caption(self, items: list[Item]) -> None:
        """Ask, then do it to all of these."""
        sheet = CaptionSheet(self._theme, self._parent, items)
        self._runs.ask(sheet, lambda: self.write_captions(items, sheet.changes()))

    def write_captions(self, items: Sequence[Item], fields: Mapping[str, str]) -> None:
        """Write caption fields into all of these."""
        if not fields:
            return
        before = {item.id: {name: getattr(item.caption, name) for name in fields} for item in items}
        words = Words(
            tr("Saving captions, {done} of {all}"),
            tr("Caption saved on {items}"),
            tr("{n} of {all} captions not saved"),
        )
        wanted: dict[str, dict[str, str]] = {item.id: dict(fields) for item in items}
        self._edit_each(wanted, words, lambda done: self._edit_back({each: before[each] for each in done}))

    def _edit_back(self, before: Mapping[str, dict[str, str]]) -> None:
        words = Words(
            tr("Putting back, {done} of {all}"),
            tr("Captions are as before on {items}"),
            tr("{n} of {all} not put back"),
        )
        self._edit_each(before, words, None)

    def _edit_each(self, fields_of: Mapping[str, dict[str, str]], words: Words, undo: Undo | None) -> None:
        def act(item_id: str, done: Callable[[object], None]) -> None:
            fields: dict[str, Json] = dict(fields_of[item_id])
            self._actions.edit_item(item_id, {"caption": fields}, done)

        self._runs.run(list(fields_of), act, words, undo)

    def tag(self, items: list[Item]) -> None:
        """Ask, then do it to all of these."""
        sheet = TagSheet(self._theme, self._parent, len(items))
        self._runs.ask(sheet, lambda: self.add_tags(items, sheet.tags()))

    def add_tags(self, items: Sequence[Item], tags: Sequence[Mapping[str, str]]) -> None:
        """Give all of these the same tags; undoing takes away what they did not have before."""
        fresh: dict[str, list[Json]] = {}
        for item in items:
            held = {(tag.kind.value, tag.name) for tag in item.tags}
            fresh[item.id] = [dict(tag) for tag in tags if (tag["kind"], tag["name"]) not in held]
        wanted = {item_id: new for item_id, new in fresh.items() if new}
        words = Words(tr("Tagging, {done} of {all}"), tr("Tags added to {items}"), tr("{n} of {all} not tagged"))
        if not wanted:
            self._runs.told.emit(Said(tr("They have these tags already")))
            return
        self._tag_each("add", wanted, words, lambda done: self._untag({each: wanted[each] for each in done}))

    def _untag(self, tags_of: Mapping[str, list[Json]]) -> None:
        words = Words(
            tr("Putting back, {done} of {all}"), tr("Tags taken off {items}"), tr("{n} of {all} not put back")
        )
        self._tag_each("remove", tags_of, words, None)

    def _tag_each(
        self,
        verb: str,
        tags_of: Mapping[str, list[Json]],
        words: Words,
        undo: Undo | None,
    ) -> None:
        def act(item_id: str, done: Callable[[object], None]) -> None:
            self._actions.edit_item(item_id, {"tags": {verb: tags_of[item_id]}}, done)

        self._runs.run(list(tags_of), act, words, undo)

    def analyse(self, items: list[Item]) -> None:
        """Ask, then do it to all of these."""
        many = phrases.count(len(items), "{n} item", "{n} items")
        question = Question(
            self._theme,
            self._parent,
            tr("Analyse {items} again?").format(items=many),
            tr("Captions and what people said of tags stay. It costs again only where rules have changed."),
            act=tr("Analyse again"),
            keep=tr("Keep as it is"),
        )
        words = Words(
            tr("Asking, {done} of {all}"), tr("{items} analysed again"), tr("{n} of {all} cannot be analysed again")
        )
        ids = [item.id for item in items]
        self._runs.ask(question, lambda: self._runs.run(ids, self._actions.reanalyze_item, words))

    def delete(self, items: list[Item]) -> None:
        """Ask, then do it to all of these."""
        many = phrases.count(len(items), "{n} item", "{n} items")
        is_one = len(items) == 1
        text = (
            tr("It is gone for everyone, with tags and transcript. The file in your folder is not touched.")
            if is_one
            else tr("They are gone for everyone, with tags and transcripts. The files in your folders are not touched.")
        )
        question = Question(
            self._theme,
            self._parent,
            tr("Delete {items} from the library?").format(items=many),
            text,
            act=tr("Delete {items}").format(items=many),
            keep=tr("Keep"),
        )
        words = Words(
            tr("Deleting, {done} of {all}"), tr("{items} deleted from the library"), tr("{n} of {all} not deleted")
        )
        ids = [item.id for item in items]
        self._runs.ask(question, lambda: self._runs.run(ids, self._actions.delete_item, words))
