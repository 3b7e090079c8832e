"""How objects are named: keys round-trip, strangers' keys are refused, names survive the way through metadata."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.contract.keys import (
    FILENAME_METADATA_BYTES,
    OriginalKey,
    clip_folder,
    decode_name,
    derived_key,
    encode_name,
    is_item_id,
    item_time,
    may_write,
    new_item_id,
    private_library,
)

ID = "01JD00000000000000000000AB"
#: What file systems allow in a name, lone surrogates (bytes that are no UTF-8) included.
filenames = st.text(
    st.characters(exclude_characters="/\0", exclude_categories=["Cs"])
    | st.characters(min_codepoint=0xDC80, max_codepoint=0xDCFF),
    min_size=1,
    max_size=255,
)


def test_item_ids_sort_by_time_and_never_repeat() -> None:
    """Ids made later sort later; a thousand made at once all differ."""
    ids = [new_item_id(moment) for moment in (0.001, 1_000.0, 1_800_000_000.0)]
    assert ids == sorted(ids)
    assert all(map(is_item_id, ids))
    assert len({new_item_id(1.0) for _ in range(1000)}) == 1000


@given(st.integers(0, 2**48 - 1).filter(lambda ms: ms < 253_402_300_800_000))
def test_an_id_tells_when_it_was_made(ms: int) -> None:
    """The moment in an id is the moment it was made, to the millisecond."""
    made = item_time(new_item_id((ms + 0.5) / 1000))
    assert made == datetime.fromtimestamp(ms / 1000, UTC)


@pytest.mark.parametrize("text", ["", "x", ID[:-1], ID + "0", ID.lower(), "8" + ID[1:], ID[:-1] + "U", ID + "\n"])
def test_what_is_no_id(text: str) -> None:
    """Only 26 characters of Crockford's base 32 are an id."""
    assert not is_item_id(text)


@given(filenames, st.sampled_from(["newsroom", "private-u-1"]))
def test_original_keys_round_trip(filename: str, library: str) -> None:
    """Whatever the file is called, its key is ASCII and is read back."""
    key = OriginalKey.of(library, "u-1", ID, filename)
    assert str(key).isascii()
    assert OriginalKey.parse(str(key)) == key
    assert OriginalKey.parse(key.name_json) is None


@pytest.mark.parametrize(
    ("filename", "ext"),
    [("a.JPG", ".jpg"), ("a", ""), (".hidden", ""), ("a.tar.gz", ".gz"), ("a.é", ""), ("a.j pg", ""), ("a.\n", "")],
)
def test_only_plain_extensions_go_into_keys(filename: str, ext: str) -> None:
    """An extension is kept in lower case where it is plain ASCII."""
    assert OriginalKey.of("newsroom", "u-1", ID, filename).ext == ext


@pytest.mark.parametrize(
    "key",
    [
        "",
        f"uploads/newsroom/u-1/2024/11/{ID}/name.json",
        f"uploads/newsroom/u-1/2024/12/{ID}/original.jpg",  # not the month of the id
        f"uploads/newsroom/../2024/11/{ID}/original.jpg",
        f"uploads/other/u-1/2024/11/{ID}/original.jpg",
        f"uploads/newsroom/u-1/2024/11/{ID}/original.jpg\n",
        f"/uploads/newsroom/u-1/2024/11/{ID}/original.jpg",
        f"uploads/newsroom/u-1/2024/11/{ID}/original.JPG",
    ],
)
def test_strangers_keys_are_none(key: str) -> None:
    """What is not exactly a key of ours is no original."""
    assert OriginalKey.parse(key) is None


def test_people_write_into_the_newsrooms_library_and_their_own() -> None:
    """Nobody writes into another person's library."""
    assert may_write("newsroom", "u-1")
    assert may_write(private_library("u-1"), "u-1")
    assert not may_write(private_library("u-2"), "u-1")


def test_derived_keys_say_whose_and_which_version() -> None:
    """A derived object lies under its library, item and analysis version."""
    assert derived_key("newsroom", ID, 2, "thumb-256.jpg") == f"derived/newsroom/{ID}/v2/thumb-256.jpg"


@given(filenames)
def test_names_round_trip_or_are_shortened_before_their_extension(name: str) -> None:
    """A name comes back from metadata as it went in; one that is too long keeps its beginning and its extension."""
    encoded, is_short = encode_name(name)
    assert encoded.isascii()
    assert len(encoded) <= FILENAME_METADATA_BYTES
    assert (decode_name(encoded) == name) is not is_short
    if is_short:
        stem, _mark, rest = decode_name(encoded).rpartition("…")
        assert name.startswith(stem)
        assert name.endswith(rest)


@given(st.text(st.characters(), max_size=400) | st.text(st.characters(categories=["Cs"]), max_size=9))
def test_any_text_can_be_encoded(name: str) -> None:
    """Names of other systems, with half a surrogate pair in them, do not raise."""
    assert len(encode_name(name)[0]) <= FILENAME_METADATA_BYTES


@pytest.mark.parametrize(
    ("path", "name"), [("Card", "Card"), ("/mnt/Card 1", "Card 1"), ("C:\\media\\Card", "Card"), ("x" * 80, "x" * 64)]
)
def test_a_folder_is_a_name_and_never_a_path(path: str, name: str) -> None:
    """Only a folder's own name leaves the computer."""
    assert clip_folder(path) == name
