"""The facet column: what the answer consists of; a click narrows it, a second one takes it back. Main thread."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from cloud.contract.findings import TagKind
from desktop.library import edits
from desktop.library.answers import FacetCounts, Group
from desktop.library.tree import Field
from desktop.ui.library import terms
from desktop.ui.library.dates import DateBars
from desktop.ui.library.facet_rows import WIDTH, Choice, FacetHead, FacetRow
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.texts import QuietScrollBar

if TYPE_CHECKING:
    from collections.abc import Collection

    from desktop.library.edits import Term
    from desktop.ui.theme import Theme

_ROWS = 5
_KINDS: Final = ("photo", "video", "audio")
_HAS: Final = (TagKind.TEXT, TagKind.LABEL, TagKind.LOGO, TagKind.PHRASE, TagKind.ENTITY)
#: Groups in their order, after kind, people and tags; these are folded until somebody opens them.
_FOLDED: Final = frozenset({"folder", "language", "status"})
_WEEK, _MONTH = "7d", "30d"


class FacetGroupBox(QWidget):
    """A head and rows that come and go."""

    folded = Signal(str, bool)

    def __init__(self, theme: Theme, name: str, text: str) -> None:
        super().__init__()
        self.name = name
        self.head = FacetHead(theme, text)
        self.body = QWidget()
        self.rows = QVBoxLayout(self.body)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 10)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.body)
        self.head.folded.connect(self._on_folded)

    def fold(self, *, is_folded: bool) -> None:
        """Fold or open without telling."""
        self.head.blockSignals(True)
        self.head.setChecked(is_folded)
        self.head.blockSignals(False)
        self.body.setVisible(not is_folded)

    @Slot(bool)
    def _on_folded(self, is_folded: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.body.setVisible(not is_folded)
        self.folded.emit(self.name, is_folded)


class Facets(QWidget):
    """All groups. What is chosen stands in the search, which is one text; a click asks for another one."""

    text_asked = Signal(str)  #: the search as it would be then
    all_asked = Signal(object)  #: a Group whose values are all wanted
    folded_changed = Signal(list)  #: names of the folded groups

    def __init__(self, theme: Theme, folded: Collection[str] | None = None) -> None:
        super().__init__()
        self._theme = theme
        self._text = ""
        self._folded = set(_FOLDED if folded is None else folded)
        self._rows: dict[tuple[Field, str], FacetRow] = {}
        self._shown: dict[str, list[tuple[Field, str]]] = {}
        self._boxes: dict[str, FacetGroupBox] = {}
        self._links: dict[Group, Button] = {}
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(self.tr("Filters"))
        self.bars = DateBars(theme)
        self.bars.chosen.connect(self._on_days)
        canvas = QWidget()
        canvas.setObjectName("canvas")
        self._column = QVBoxLayout(canvas)
        self._column.setContentsMargins(0, 8, 0, 8)
        self._column.setSpacing(0)
        self._build()
        self._column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setVerticalScrollBar(QuietScrollBar())
        scroll.setWidget(canvas)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 1, 0)
        outer.addWidget(scroll)

    def _build(self) -> None:
        names = terms.groups()
        for name, text in (
            ("kind", names[Group.KIND]),
            ("person", names[Group.PERSON]),
            ("tag", names[Group.TAG]),
            ("date", self.tr("Date")),
            ("reporter", names[Group.REPORTER]),
            ("folder", names[Group.FOLDER]),
            ("language", names[Group.LANGUAGE]),
            ("status", names[Group.STATUS]),
        ):
            box = FacetGroupBox(self._theme, name, text)
            box.fold(is_folded=name in self._folded)
            box.folded.connect(self._on_folded)
            self._boxes[name] = box
            self._column.addWidget(box)
        self._show_rows("kind", [(Field.KIND, value) for value in _KINDS])
        self._show_rows("tag", [(Field.HAS, kind.value) for kind in _HAS])
        self._boxes["date"].rows.addWidget(self.bars)
        self._show_rows("date", [(Field.DATE, _WEEK), (Field.DATE, _MONTH)])
        for group in (Group.PERSON, Group.TAG, Group.REPORTER, Group.FOLDER, Group.LANGUAGE):
            link = Button(self._theme, "", kind="link", small=True)
            link.setContentsMargins(0, 0, 0, 0)
            link.clicked.connect(lambda _checked=False, group=group: self.all_asked.emit(group))
            link.hide()
            self._links[group] = link
            holder = QVBoxLayout()
            holder.setContentsMargins(24, 2, 16, 0)
            holder.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)
            self._boxes[group.value].rows.addLayout(holder)

    @property
    def is_narrowing(self) -> bool:
        """Whether anything is chosen."""
        return bool(edits.terms(self._text))

    @property
    def chosen_count(self) -> int:
        """How many terms narrow the library."""
        return len(edits.terms(self._text))

    def link_of(self, group: Group) -> QWidget:
        """Return the way to all values of a group: what its popup is shown under."""
        return self._links[group]

    def show_text(self, text: str) -> None:
        """Show what is chosen in a search."""
        self._text = text
        chosen = edits.terms(text)
        for (field, value), row in self._rows.items():
            row.say(row.property("count") or 0, _choice(chosen, field, value))
        first, last = _days_of(chosen)
        self.bars.show_days(self.bars.property("bars") or (), first, last)

    def show_counts(self, counts: FacetCounts, text: str) -> None:
        """Show the counts of an answer, and what is chosen."""
        chosen = edits.terms(text)
        self._text = text
        for row in self._rows.values():
            row.setProperty("count", 0)
        for group, found in counts.groups.items():
            listed = [(value.field, value.value) for value in found.values[:_ROWS]]
            kept = [
                (term.field, value)
                for term in chosen
                for value in term.values
                if found.values and term.field is found.values[0].field and (term.field, value) not in listed
            ]
            if group is Group.TAG:
                listed = [(Field.HAS, kind.value) for kind in _HAS] + kept
            elif group is not Group.KIND:
                listed += kept
                self._show_rows(group.value, listed)
            for value in found.values:
                self._set_count((value.field, _spelled(value.field, value.value)), value.count)
            link = self._links.get(group)
            if link is not None:
                is_more = found.distinct > (_ROWS if group is not Group.TAG else 0)
                link.say(terms.all_of(group, found.distinct))
                link.setVisible(is_more)
            self._boxes[group.value].setVisible(bool(self._shown.get(group.value)))
        for kind, count in counts.has.items():
            self._set_count((Field.HAS, kind.value), count)
        self._set_count((Field.DATE, _WEEK), counts.week)
        self._set_count((Field.DATE, _MONTH), counts.month)
        self.bars.setProperty("bars", counts.days)
        self.show_text(text)

    def _set_count(self, key: tuple[Field, str], count: int) -> None:
        row = self._rows.get(key)
        if row is not None:
            row.setProperty("count", count)

    def _show_rows(self, name: str, wanted: list[tuple[Field, str]]) -> None:
        """Show these rows of a group, in order; those that are there stay the same widgets."""
        wanted = [(field, _spelled(field, value)) for field, value in wanted]
        if wanted == self._shown.get(name):
            return
        box = self._boxes[name]
        for key in self._shown.get(name, []):
            if key not in wanted:
                row = self._rows.pop(key)
                box.rows.removeWidget(row)
                row.hide()
                row.deleteLater()
        start = 1 if name == "date" else 0
        for number, key in enumerate(wanted):
            if key not in self._rows:
                self._rows[key] = self._make_row(*key)
            box.rows.removeWidget(self._rows[key])
            box.rows.insertWidget(start + number, self._rows[key])
        self._shown[name] = wanted

    def _make_row(self, field: Field, value: str) -> FacetRow:
        icon, tint = terms.icon_of(field, value, TagKind(value) if field is Field.HAS else None)
        has_initials = field in {Field.PERSON, Field.BY}
        if field in {Field.DATE, Field.LANG, Field.STATUS}:
            icon = ""
        text = terms.value_of(field, value)
        row = FacetRow(self._theme, icon, text, tint=tint, has_initials=has_initials)
        row.setProperty("count", 0)
        row.asked.connect(lambda how: self._on_asked(field, value, how))
        return row

    def _on_asked(self, field: Field, value: str, how: str) -> None:
        self.text_asked.emit(changed(self._text, field, value, how))

    @Slot(object, object)
    def _on_days(self, first: date | None, last: date | None) -> None:
        self.text_asked.emit(edits.set_days(self._text, first, last))

    @Slot(str, bool)
    def _on_folded(self, name: str, is_folded: bool) -> None:  # noqa: FBT001 - Qt's signal
        if is_folded:
            self._folded.add(name)
        else:
            self._folded.discard(name)
        self.folded_changed.emit(sorted(self._folded))

    def rows(self) -> list[FacetRow]:
        """Return all rows that stand somewhere."""
        return list(self._rows.values())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the ground and the hairline towards the grid."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), self._theme.colors.panel)
        painter.fillRect(self.width() - 1, 0, 1, self.height(), self._theme.colors.line)


def changed(text: str, field: Field, value: str, how: str) -> str:
    """Return the search after a click on a value: alone, added, or left out; what is chosen is taken back."""
    chosen = _choice(edits.terms(text), field, value)
    if how == "exclude":
        return edits.drop(text, field, value) if chosen == "excluded" else edits.exclude(text, field, value)
    if chosen:
        return edits.drop(text, field, value)
    return edits.extend(text, field, value) if how == "add" else edits.add(text, field, value)


def _choice(chosen: tuple[Term, ...], field: Field, value: str) -> Choice:
    for term in chosen:
        if term.field is field and term.has(value):
            return "excluded" if term.is_negated else "chosen"
    return ""


def _spelled(field: Field, value: str) -> str:
    """Return a value as the rows of fixed groups spell it."""
    return {"image": "photo"}.get(value, value) if field is Field.KIND else value


def _days_of(chosen: tuple[Term, ...]) -> tuple[date | None, date | None]:
    """Return which days a search keeps to, None and None where it is all or more than one span."""
    for term in chosen:
        if term.field is not Field.DATE or term.is_negated or len(term.values) != 1:
            continue
        value = term.values[0].lower()
        today = date.today()  # noqa: DTZ011 - the viewer's own day
        if value.endswith("d") and value[:-1].isdigit():
            return today - timedelta(days=int(value[:-1]) - 1), today
        if value in {"today", "yesterday"}:
            day = today - timedelta(days=value == "yesterday")
            return day, day
        first, dots, last = value.partition("..")
        low, high = _day(first), _day(last)
        return low, high if dots else low
    return None, None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
