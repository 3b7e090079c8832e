"""Code replacements."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.item.codes import Codes, Replacement, code_before, expand, read_codes

FILE = "ho\tAdaeze Brandt, mayor of Kestrel Bay\tMayor Brandt\tshe\n// a remark\tx\nKB\tKestrel Bay\n\nno tab\n"
CODES = read_codes(FILE.encode())


def test_a_file_is_a_table_with_tabs() -> None:
    """Remarks and lines without a tab are passed over; the case of a code does not matter."""
    assert len(CODES) == 2
    assert CODES.text_of("Ho") == "Adaeze Brandt, mayor of Kestrel Bay"
    assert CODES.text_of("ho", 3) == "she"
    assert CODES.text_of("ho", 4) is None
    assert CODES.starting("k") == [("kb", "Kestrel Bay")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_file_of_any_desk_is_read(encoding: str) -> None:
    """However its program wrote it."""
    assert read_codes("mü\tMünster\r\n".encode(encoding)).text_of("mü") == "Münster"


@pytest.mark.parametrize("body", [b"", b"no codes at all", b"\x89PNG\x00\x00\t", b"x" * 5_000_000])
def test_what_is_no_file_of_codes_is_refused(body: bytes) -> None:
    """A picture, an empty file, a text."""
    with pytest.raises(ValueError, match=r"no|large"):
        read_codes(body)


def test_codes_are_replaced_and_unknown_ones_stay() -> None:
    """Nobody's equals signs are lost."""
    assert expand("=HO= spoke in =kb=; =ho#3= left. 2+2=4, x=y=z", CODES) == (
        "Adaeze Brandt, mayor of Kestrel Bay spoke in Kestrel Bay; she left. 2+2=4, x=y=z",
        ["=y="],
    )


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("in =kb=", Replacement(3, 7, "Kestrel Bay")),
        ("=ho#2=", Replacement(0, 6, "Mayor Brandt")),
        ("=xx=", None),
        ("==", None),
        ("=kb", None),
        ("a = kb =", None),
    ],
)
def test_a_code_is_replaced_as_its_end_is_typed(typed: str, found: Replacement | None) -> None:
    """Where the cursor is, and nowhere else."""
    assert code_before(typed, len(typed), CODES) == found


@given(st.text(max_size=60))
def test_text_without_codes_stays_as_it_is(text: str) -> None:
    """Whatever it is."""
    assert expand(text, Codes())[0] == text
