"""The library's rows: read in blocks, changed one by one, new ones where they belong."""

from __future__ import annotations

import dataclasses
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

import pytest
from PySide6.QtTest import QAbstractItemModelTester

from cloud.contract.findings import Tag, TagKind
from cloud.contract.status import ItemStatus
from desktop.library.items import ItemLibrary
from desktop.ui.library.model import LibraryModel
from tests.desktop.ui import seeds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cloud.contract.item import Item
    from tests.fakes.application import FakeApplication


@pytest.fixture
def model(app: FakeApplication) -> LibraryModel:
    """Return a model of five items that Qt's own tester watches."""
    app.items.apply([seeds.item(2 * number) for number in range(5)])
    made = LibraryModel(app.items)
    QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Fatal, made)
    made.search("")
    return made


def _names(model: LibraryModel) -> list[str]:
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def test_rows_are_newest_first(model: LibraryModel) -> None:
    """The list falls from new to old."""
    assert _names(model) == [f"DSC_220{2 * number}.JPG" for number in range(5)]


def test_a_new_item_is_inserted_where_it_belongs(app: FakeApplication, model: LibraryModel) -> None:
    """An item between two others is one inserted row, and nothing is reset."""
    resets: list[bool] = []
    inserted: list[int] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.rowsInserted.connect(lambda _parent, first, _last: inserted.append(first))
    between = seeds.item(3, filename="between.jpg")
    app.items.apply([between])
    model.apply([between.id])
    assert inserted == [2]
    assert resets == []
    assert _names(model)[2] == "between.jpg"


def test_a_changed_item_changes_its_row_alone(app: FakeApplication, model: LibraryModel) -> None:
    """New tags are told for one row."""
    changed: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last, _roles: changed.append((first.row(), last.row())))
    item = app.items.get(model.id_at(3))
    assert item is not None
    app.items.apply([dataclasses.replace(item, version=2, tags=(Tag("harbour", TagKind.LABEL, 90.0, "x"),))])
    model.apply([item.id])
    assert changed == [(3, 3)]
    shown = model.tile(3)
    assert shown is not None
    assert [mark.text for mark in shown.evidence] == ["harbour"]


def test_a_deleted_item_loses_its_row(app: FakeApplication, model: LibraryModel) -> None:
    """A tombstone takes one row away."""
    item = app.items.get(model.id_at(2))
    assert item is not None
    app.items.apply([dataclasses.replace(item, version=2, status=ItemStatus.DELETED)])
    model.apply([item.id])
    assert _names(model) == ["DSC_2200.JPG", "DSC_2202.JPG", "DSC_2206.JPG", "DSC_2208.JPG"]


def test_new_items_wait_while_somebody_reads_further_down(app: FakeApplication, model: LibraryModel) -> None:
    """While held nothing moves; the number is said, and letting go brings them in."""
    held: list[int] = []
    model.held_changed.connect(held.append)
    model.hold(is_holding=True)
    new = dataclasses.replace(seeds.item(-1), filename="new.jpg")
    app.items.apply([new])
    model.apply([new.id])
    assert model.rowCount() == 5
    assert held[-1] == 1
    model.hold(is_holding=False)
    assert _names(model)[0] == "new.jpg"
    assert held[-1] == 0


def test_a_search_shows_what_matches_and_why(app: FakeApplication, model: LibraryModel) -> None:
    """A found row's evidence names what was found; what arrives is shown only if it matches too."""
    sign = dataclasses.replace(seeds.item(11), tags=(Tag("Zürich Hbf", TagKind.TEXT, 91.0, "rapidocr"),))
    app.items.apply([sign])
    model.search("zurich")
    assert model.rowCount() == 1
    shown = model.tile(0)
    assert shown is not None
    assert shown.evidence[0].text == "Zürich Hbf"
    assert shown.evidence[0].matched
    other = seeds.item(12)
    twin = dataclasses.replace(seeds.item(13), tags=sign.tags)
    app.items.apply([other, twin])
    model.apply([other.id, twin.id])
    assert [model.id_at(row) for row in range(model.rowCount())] == [sign.id, twin.id]


def test_kinds_narrow_the_list(app: FakeApplication, model: LibraryModel) -> None:
    """With a kind chosen only that kind is shown, also of what arrives."""
    video = seeds.item(14, media_type="video")
    app.items.apply([video])
    model.search("kind:video")
    photo = seeds.item(15)
    app.items.apply([photo])
    model.apply([photo.id, video.id])
    assert [model.id_at(row) for row in range(model.rowCount())] == [video.id]


def test_a_hundred_thousand_rows_are_read_as_they_are_looked_at(app: FakeApplication) -> None:
    """Looking at one row reads one block, not the library."""
    app.items.apply([seeds.item(number) for number in range(1000)])

    class Counted(ItemLibrary):
        """The library, noting how much is read."""

        asked: ClassVar[list[int]] = []

        def get_many(self, ids: Sequence[str]) -> list[Item]:
            """Read and note."""
            self.asked.append(len(ids))
            return super().get_many(ids)

    model = LibraryModel(Counted(app.library_db, app.thumbnails))
    model.search("")
    assert model.rowCount() == 1000
    assert model.index(450).data()
    assert Counted.asked == [8]


def test_many_new_items_are_few_insertions(app: FakeApplication, model: LibraryModel) -> None:
    """Neighbours come in together, whether they are few or many, above or between; the order is the library's."""
    inserted: list[tuple[int, int]] = []
    model.rowsInserted.connect(lambda _parent, first, last: inserted.append((first, last)))
    above = [seeds.item(-number) for number in range(1, 80)]
    app.items.apply(above)
    model.apply([item.id for item in above])
    assert inserted == [(0, 78)]
    inserted.clear()
    between = [seeds.item(number, now) for now in [datetime.now(UTC)] for number in (1, 1, 3, 3, 5)]
    app.items.apply(between)
    model.apply([item.id for item in between])
    assert inserted == [(82, 82), (81, 82), (80, 81)]
    assert [model.id_at(row) for row in range(model.rowCount())] == app.items.ids()
    inserted.clear()
    scattered = [seeds.item(number) for number in range(-60, 9, 1)]
    app.items.apply(scattered)
    model.apply([item.id for item in scattered])
    assert len(inserted) > 60
    assert [model.id_at(row) for row in range(model.rowCount())] == app.items.ids()
    assert model.new_ids >= {item.id for item in scattered}


def test_neighbours_that_change_are_told_together(app: FakeApplication, model: LibraryModel) -> None:
    """Pictures, dots and deletions of a run of rows are one signal each."""
    told: list[tuple[str, int, int]] = []
    model.dataChanged.connect(lambda first, last, _roles: told.append(("changed", first.row(), last.row())))
    model.rowsRemoved.connect(lambda _parent, first, last: told.append(("gone", first, last)))
    model.thumbnails_came([model.id_at(row) for row in (0, 1, 3)])
    model.forget_new([model.id_at(4)])
    gone = app.items.get_many([model.id_at(row) for row in (1, 2)])
    app.items.apply([dataclasses.replace(item, version=2, status=ItemStatus.DELETED) for item in gone])
    model.apply([item.id for item in gone])
    assert told == [("changed", 0, 1), ("changed", 3, 3), ("changed", 4, 4), ("gone", 1, 2)]


def test_what_arrives_is_judged_by_the_very_query(app: FakeApplication, model: LibraryModel) -> None:
    """An excluded word and a sign that only a file name can hold count for arriving items as for those found."""
    model.search("photo -draft")
    kept = seeds.item(20, filename="photo one.jpg")
    left_out = seeds.item(21, filename="photo draft.jpg")
    app.items.apply([kept, left_out])
    model.apply([kept.id, left_out.id])
    assert [model.id_at(row) for row in range(model.rowCount())] == [kept.id]
    model.search("🎈")
    party = seeds.item(22, filename="🎈.jpg")
    app.items.apply([party])
    model.apply([party.id])
    assert [model.id_at(row) for row in range(model.rowCount())] == [party.id]
