"""All that was found in an item, what did not fit into its record too."""

from __future__ import annotations

import gzip
import json
import threading
from typing import TYPE_CHECKING

import pytest

from cloud.contract.findings import Analysis, Tag, TagKind
from cloud.contract.keys import derived_key
from cloud.contract.status import AnalysisName, AnalysisState
from desktop.library.database import Database
from desktop.library.items import ItemLibrary
from desktop.library.schema import LIBRARY, QUEUE
from desktop.library.transfers import TransferTable
from desktop.originals import Originals
from tests.desktop.ui import seeds
from tests.fakes.objects import FakeObject, FakeObjects

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from desktop.core.errors import SnapStreamError

DONE = Analysis(AnalysisState.SUCCEEDED, "rekognition", 1)
KEPT = Tag("rocket", TagKind.LABEL, 99.0, "rekognition", at_ms=2_000)
GIVEN = Tag("launch", TagKind.KEYWORD, None, "human")


class NoExports:
    """A newsroom that nobody asks for a copy here."""

    def ask(self, item_id: str) -> str:
        """Do as ``desktop.exports.Exports`` says."""
        raise AssertionError(item_id)

    def fetch(self, address: str, target: Path, received: object) -> bool:
        """Do as ``desktop.exports.Exports`` says."""
        raise AssertionError((address, target, received))


class Desk:
    """An item in a library, and what lies beside it in the newsroom."""

    def __init__(self, root: Path) -> None:
        self._dbs = Database(root / "library.db", LIBRARY), Database(root / "queue.db", QUEUE)
        items = ItemLibrary(self._dbs[0], root / "thumbnails")
        self.item = seeds.item(tags=(KEPT, GIVEN), analyses={AnalysisName.LABELS: DONE, AnalysisName.PEOPLE: DONE})
        items.apply([self.item])
        self.derived = FakeObjects()
        transfers = TransferTable(self._dbs[1])
        self._originals = Originals(
            items,
            transfers,
            FakeObjects(),
            self.derived,
            root / "cache",
            exports=NoExports(),  # type: ignore[arg-type]  # its shape is all that is asked of
        )

    def write(self, name: str, body: bytes) -> None:
        """Put what an analysis found beside the item."""
        key = derived_key(self.item.library, self.item.id, 1, f"analysis/{name}.json.gz")
        self.derived.objects[key] = FakeObject(body, "application/gzip", {}, "")

    def found(self) -> tuple[Tag, ...] | SnapStreamError:
        """Fetch all that was found."""
        came = threading.Event()
        answers: list[tuple[Tag, ...] | SnapStreamError] = []

        def done(answer: tuple[Tag, ...] | SnapStreamError) -> None:
            answers.append(answer)
            came.set()

        self._originals.fetch_findings(self.item.id, done)
        assert came.wait(10)
        return answers[0]

    def close(self) -> None:
        """End the pool and close the databases."""
        self._originals.stop()
        for db in self._dbs:
            db.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """Return a desk."""
    made = Desk(tmp_path)
    yield made
    made.close()


def test_all_findings_come_each_once_with_what_people_gave(desk: Desk) -> None:
    """The record's tags and those of the analyses' own files are one list."""
    later = Tag("rocket", TagKind.LABEL, 91.0, "rekognition", at_ms=9_000)
    desk.write("labels", gzip.compress(json.dumps({"tags": [KEPT.to_json(), later.to_json()]}).encode()))
    assert desk.found() == (KEPT, later, GIVEN)


@pytest.mark.expected_log("the findings of an analysis cannot be read")
@pytest.mark.parametrize(
    "body",
    [
        pytest.param(b"no gzip", id="no gzip"),
        pytest.param(gzip.compress(b"no json"), id="no JSON"),
        pytest.param(gzip.compress(b'{"tags": [{"kind": "x"}, 3]}'), id="no tags"),
    ],
)
def test_a_damaged_file_costs_only_what_is_in_it(desk: Desk, body: bytes) -> None:
    """What the record holds is shown all the same."""
    desk.write("labels", body)
    assert desk.found() == (KEPT, GIVEN)
