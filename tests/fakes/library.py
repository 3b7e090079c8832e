"""Items as a test of the API wants them, put into a newsroom's table as if they had been analysed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cloud.contract.findings import Analysis, Tag, TagKind
from cloud.contract.item import Item
from cloud.contract.keys import OriginalKey, new_item_id
from cloud.contract.record import now_text
from cloud.contract.status import AnalysisState, ItemStatus, Profile
from cloud.store.snapshot import item_key, parse_item_json

if TYPE_CHECKING:
    from tests.fakes.api import Newsroom

MACHINE = Tag("Dog", TagKind.LABEL, 91.5, "rekognition", box=(0.1, 0.2, 0.3, 0.4))


def put_item(newsroom: Newsroom, owner_id: str, library: str = "newsroom", **changes: Any) -> Item:  # noqa: ANN401 -- ``Item``'s
    """Put an item that is analysed; return it."""
    now = newsroom.clock()
    item_id = new_item_id(now.timestamp())
    item = Item(
        id=item_id,
        library=library,
        owner_id=owner_id,
        key=str(OriginalKey.of(library, owner_id, item_id, "a.jpg")),
        version_id="v1",
        filename="a.jpg",
        folder="Card",
        size_bytes=12,
        sha256="ab" * 32,
        profile=Profile.FULL.value,
        uploaded_at=now_text(now),
        status=ItemStatus.COMPLETED,
        version=5,
        updated_at=now_text(now),
        media_type="image",
        mime="image/jpeg",
        width=4000,
        height=3000,
        analyses={"thumbnails": Analysis(AnalysisState.SUCCEEDED, "pillow", 1)},
        tags=(MACHINE,),
    )
    item = replace(item, **changes)
    assert newsroom.memory.items.create(item.to_record())
    return item


def read_item(newsroom: Newsroom, item_id: str) -> Item:
    """Return an item as it is."""
    record = newsroom.memory.items.get(item_id)
    assert record is not None
    return Item.from_record(record)


def read_snapshot(newsroom: Newsroom, item_id: str) -> Item:
    """Return what ``item.json`` says of an item."""
    record = newsroom.memory.items.get(item_id)
    assert record is not None
    return Item.from_record(parse_item_json(newsroom.memory.derived.read(item_key(record))))
