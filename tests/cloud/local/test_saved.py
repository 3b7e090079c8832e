from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from cloud.local.saved import PARTS, find_damage, look_after, set_aside

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def state(tmp_path: Path) -> Path:
    """Return what a run saved: every part, whole."""
    folder = tmp_path / "state"
    folder.mkdir()
    for part in PARTS:
        document = {"__ministack_format__": 2, "payload": {"of": part}}
        (folder / f"{part}.json").write_text(json.dumps(document), encoding="utf-8")
    return folder


def test_what_is_whole_is_left_alone(state: Path) -> None:
    """Nothing is set aside, nothing is said."""
    assert look_after(state) == ""
    assert sorted(path.stem for path in state.iterdir()) == sorted(PARTS)
    assert [path.name for path in state.parent.iterdir()] == ["state"]


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "content", [b"\x93\xfe\x00garbage" * 200, b'{"__ministack_format__": 2, "payl', b"[]", b'{"payload": 5}', b""]
)
def test_a_damaged_part_sets_all_aside(part: str, content: bytes, state: Path) -> None:
    """Whichever part it is and however it is damaged: none of it is loaded, all of it is kept to be looked at."""
    (state / f"{part}.json").write_bytes(content)
    assert look_after(state).startswith(f"{part}.json ")
    assert list(state.iterdir()) == []
    aside = state.with_name("state.damaged-1")
    assert (aside / f"{part}.json").read_bytes() == content
    assert sorted(path.stem for path in aside.iterdir()) == sorted(PARTS)


@pytest.mark.parametrize("part", ["dynamodb", "sqs", "iam", "s3"])
def test_a_missing_part_sets_all_aside(part: str, state: Path) -> None:
    """A stack without its tables, queues, roles or buckets would run and do nothing."""
    (state / f"{part}.json").unlink()
    assert find_damage(state) == f"{part}.json is missing"
    assert look_after(state)
    assert list(state.iterdir()) == []


def test_a_first_save_that_was_cut_off_is_dropped(state: Path) -> None:
    """Parts without their stack hold nothing yet."""
    (state / "cloudformation.json").unlink()
    assert look_after(state) == ""
    assert list(state.iterdir()) == []


def test_parts_of_services_we_do_not_use_are_dropped(state: Path) -> None:
    """Damage in them would keep the others from being loaded."""
    (state / "acm.json").write_bytes(b"\xff\xfe")
    assert look_after(state) == ""
    assert not (state / "acm.json").exists()


def test_only_the_last_few_damaged_states_are_kept(state: Path) -> None:
    """Each is as large as the table; the numbers go on."""
    for _ in range(12):
        set_aside(state)
    kept = sorted(path.name for path in state.parent.iterdir())
    assert kept == ["state", "state.damaged-10", "state.damaged-11", "state.damaged-12"]
