"""Records in wire form and in ``item.json``: exact both ways."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from boto3.dynamodb.types import TypeSerializer
from hypothesis import given
from hypothesis import strategies as st

from cloud.contract.item import Item
from cloud.contract.record import BadRecordError, Value
from cloud.store.snapshot import item_json, parse_item_json
from cloud.store.wire import from_wire, record_bytes, to_wire, value_bytes

if TYPE_CHECKING:
    from cloud.contract.record import Record

_text = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
_numbers = st.integers(-(10**30), 10**30).map(Decimal) | st.decimals(
    allow_nan=False, allow_infinity=False, places=4, min_value=-(10**9), max_value=10**9
)
_leaves: st.SearchStrategy[Value] = (
    st.none() | st.booleans() | _text | _numbers | st.binary(max_size=40) | st.sets(_text, min_size=1, max_size=4)
)
_values: st.SearchStrategy[Value] = st.recursive(
    _leaves, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_text, inner, max_size=4), max_leaves=15
)


@given(_values)
def test_every_value_round_trips(value: Value) -> None:
    """What goes into the table comes out equal, whatever it is made of."""
    assert from_wire(to_wire(value)) == value


@given(st.dictionaries(_text, _values, max_size=6))
def test_item_json_round_trips(record: Record) -> None:
    """``item.json`` read back is the record, but for ``work_state``: Decimals, sets and bytes included."""
    body = item_json(record | {"work_state": "notify"})
    assert parse_item_json(body) == {name: value for name, value in record.items() if name != "work_state"}
    assert item_json(parse_item_json(body)) == body


@given(_values)
def test_the_wire_form_is_boto3s(value: Value) -> None:
    """Our few lines write what boto3's own serializer writes."""
    ours, theirs = json.dumps(to_wire(value), default=repr, sort_keys=True), TypeSerializer().serialize(value)
    assert json.loads(ours) == json.loads(json.dumps(_sorted_sets(theirs), default=repr, sort_keys=True))


def _sorted_sets(wire: object) -> object:
    if isinstance(wire, dict):
        return {name: sorted(part) if name == "SS" else _sorted_sets(part) for name, part in wire.items()}
    return [_sorted_sets(part) for part in wire] if isinstance(wire, list) else wire


@pytest.mark.parametrize("value", [0.5, {"deep": [1, 2.0]}, set()])
def test_what_the_table_cannot_hold_is_refused(value: Value) -> None:
    """A float, however deep, and an empty set are errors here, not in production."""
    with pytest.raises(BadRecordError):
        to_wire(value)


@given(_values)
def test_a_size_is_never_less_than_what_is_sent(value: Value) -> None:
    """The counted size covers the text and bytes of a value."""
    if isinstance(value, str):
        assert value_bytes(value) == len(value.encode())
    assert record_bytes({"x": value}) == 1 + value_bytes(value)


@pytest.mark.parametrize("body", [b"", b"{}}", b"[]", b'{"id": 1}', b'{"id": {"Z": "x"}}', b'{"id": {}}'])
def test_a_damaged_item_json_is_one_error(body: bytes) -> None:
    """Whatever is wrong with a snapshot, its reader gets ``BadRecordError``."""
    with pytest.raises(BadRecordError):
        parse_item_json(body)


def test_a_boto3_binary_reads_as_text(make_item: Item) -> None:
    """An item that was compressed for the table reads back from its ``item.json``."""
    record = make_item.to_record()
    assert Item.from_record(parse_item_json(item_json(record))) == make_item
