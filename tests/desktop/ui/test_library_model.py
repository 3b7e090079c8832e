"""The library's rows: read in blocks, changed one by one, new ones where they belong."""

from __future__ import annotations

import dataclasses
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
    model.search("", ["video"])
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
    assert Counted.asked == [200]
