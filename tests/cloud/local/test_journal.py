from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from cloud.local.journal import Change, Journal

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

CHANGES = st.builds(
    Change,
    st.sampled_from(["users", "items"]),
    st.text(max_size=5),
    st.just("__no_sort__"),
    st.none() | st.dictionaries(st.text(max_size=3), st.dictionaries(st.just("S"), st.text(max_size=5), min_size=1)),
)


def change(number: int) -> Change:
    """Return a change of a row."""
    return Change("users", f"id-{number}", "__no_sort__", {"n": {"N": str(number)}})


def opened(folder: Path) -> Journal:
    """Return a journal that writes."""
    journal = Journal(folder)
    journal.turn()
    return journal


@given(st.lists(CHANGES, max_size=20))
def test_what_is_written_down_is_read_back_in_order(
    tmp_path_factory: pytest.TempPathFactory, changes: list[Change]
) -> None:
    """Any row, any name, rows that went too; also over several segments."""
    folder = tmp_path_factory.mktemp("journal")
    journal = opened(folder)
    for at, each in enumerate(changes):
        if at % 7 == 6:
            journal.turn()
        journal.note(each)
    assert list(Journal(folder).read()) == changes
    journal.close()


def test_a_line_that_was_cut_off_is_as_if_it_never_was(tmp_path: Path) -> None:
    """And with it all that its request changed, so that no transaction is there by half."""
    journal = opened(tmp_path)
    journal.note(change(1))
    with journal.together():
        journal.note(change(2))
        journal.note(change(3))
    journal.close()
    (segment,) = tmp_path.glob("*.jsonl")
    whole = segment.read_bytes()
    for length in range(whole.index(b"\n") + 1, len(whole) - 1):
        segment.write_bytes(whole[:length])
        assert list(Journal(tmp_path).read()) == [change(1)]


def test_what_a_save_has_is_dropped_and_what_came_during_it_is_kept(tmp_path: Path) -> None:
    """A save that fails drops nothing."""
    journal = opened(tmp_path)
    journal.note(change(1))
    before = journal.turn()
    journal.note(change(2))
    assert list(Journal(tmp_path).read()) == [change(1), change(2)]
    journal.drop(before)
    assert list(Journal(tmp_path).read()) == [change(2)]
    journal.close()


def test_nothing_is_written_before_the_first_save_and_after_the_last(tmp_path: Path) -> None:
    """What is put up at a start is saved at its end."""
    journal = Journal(tmp_path)
    journal.note(change(1))
    journal.turn()
    journal.close()
    journal.note(change(2))
    assert list(Journal(tmp_path).read()) == []
