"""``snapstream-cloud reanalyze`` on the embedded cloud: the real table, buckets, queues and functions."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from cloud import cli
from cloud.contract.item import Item
from cloud.contract.keys import OriginalKey, new_item_id
from cloud.contract.record import now_text
from cloud.contract.status import ItemStatus
from cloud.store.dynamodb import DynamoItems
from cloud.store.items import Change
from tests import media
from tests.cloud.local.conftest import LocalCloud, wait_until

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.embedded


def test_an_item_is_analysed_anew_by_the_command(
    own_cloud: LocalCloud, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its next analysis version, with another profile, its caption kept, and thumbnails of its own."""
    own_cloud.start()
    table = DynamoItems(own_cloud.door.client("dynamodb"), own_cloud.outputs["ItemsTable"])
    s3 = own_cloud.door.client("s3")
    media.quarters().save(tmp_path / "one.jpg", quality=90)
    body = (tmp_path / "one.jpg").read_bytes()
    item_id = new_item_id()
    s3.put_object(
        Bucket=own_cloud.outputs["OriginalsBucket"],
        Key=str(OriginalKey.of("newsroom", "demo", item_id, "one.jpg")),
        Body=body,
        Metadata={"sha256": hashlib.sha256(body).hexdigest(), "filename": "one.jpg", "profile": "basic"},
    )

    def item() -> Item:
        record = table.get(item_id)
        assert record is not None
        return Item.from_record(record)

    wait_until(lambda: table.get(item_id) is not None and item().status is ItemStatus.COMPLETED, 90)
    now = now_text(datetime.now(UTC))
    assert table.change(Change(item_id, "newsroom", now, values={"caption": {"headline": "By hand"}})) is not None
    command = ["reanalyze", "--data-dir", str(own_cloud.paths.data_dir), "--json", item_id, "--profile", "private"]
    assert cli.main(command) == cli.DONE
    assert json.loads(capsys.readouterr().out)["items"] == {item_id: "started"}
    wait_until(lambda: item().status is ItemStatus.COMPLETED, 90)
    after = item()
    assert (after.analysis_version, after.profile, after.caption.headline) == (2, "private", "By hand")
    assert after.thumbnail_key is not None
    assert "/v2/" in after.thumbnail_key
    s3.head_object(Bucket=own_cloud.outputs["DerivedBucket"], Key=after.thumbnail_key)
