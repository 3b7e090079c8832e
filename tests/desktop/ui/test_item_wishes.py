"""What is said of tags without a connection is kept on this computer, and goes out by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.contract.findings import TagKind, Verdict
from desktop.core.errors import Offline
from desktop.core.events import Link, LinkChanged
from desktop.item.findings import Wish
from desktop.item.wishes import read_wish, write_wish
from desktop.ui.item.verdicts import ItemEditor

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.ui.bridge import Bridge
    from tests.fakes.application import FakeApplication

ANA = (TagKind.PERSON, "Ana Ruiz")
_KEYS = st.tuples(st.sampled_from(TagKind), st.text(min_size=1, max_size=8))
_TEXTS = st.text(max_size=8)
_WISHES = st.builds(
    Wish,
    add=st.frozensets(_KEYS, max_size=3),
    remove=st.frozensets(_KEYS, max_size=3),
    verdicts=st.dictionaries(_KEYS, st.sampled_from([Verdict.CONFIRMED, Verdict.REJECTED, None]), max_size=3),
    speakers=st.dictionaries(_TEXTS, st.none() | _TEXTS, max_size=3),
    words=st.dictionaries(st.tuples(st.integers(0, 9**9), _TEXTS), st.none() | _TEXTS, max_size=3),
)


@given(_WISHES)
def test_a_wish_is_read_as_it_was_written(wish: Wish) -> None:
    """GIVEN any wish WHEN it is kept and read THEN it is the same, and sends the same."""
    assert read_wish(write_wish(wish)) == wish


@pytest.mark.parametrize("text", ["", "{", "[]", '{"tags": {"add": [{"kind": "nothing known", "name": "x"}]}}'])
def test_what_cannot_be_read_is_no_wish(text: str) -> None:
    """GIVEN a line of another version, or none THEN nothing is wished, and nothing fails."""
    assert read_wish(text) == Wish()


def test_a_tag_given_offline_goes_out_at_the_next_contact(
    qtbot: QtBot, app: FakeApplication, bridge: Bridge, filled: list[str]
) -> None:
    """It is shown and said to be kept, once; the link is back, and the newsroom has it, once."""
    editor = ItemEditor(app, bridge)
    said: list[str] = []
    editor.failed.connect(lambda line, _why: said.append(line))
    app.item_problem = Offline("change the item")
    editor.add(filled[0], TagKind.PERSON, "Ana Ruiz")
    qtbot.waitUntil(lambda: said == ["Kept on this computer"])
    item = app.items.get(filled[0])
    assert item is not None
    assert [each.key for each in editor.found(item) if each.is_pending] == [ANA]
    bridge.link_changed.emit(LinkChanged(Link.ONLINE, 0.0))
    qtbot.waitUntil(lambda: len(app.item_asks) == 2)
    qtbot.waitUntil(lambda: not editor._sent)  # noqa: SLF001 - it has failed again
    assert list(app.drafts.wishes()) == [filled[0]]
    app.item_problem = None
    bridge.link_changed.emit(LinkChanged(Link.ONLINE, 0.0))
    qtbot.waitUntil(lambda: app.drafts.wishes() == {})
    bridge.link_changed.emit(LinkChanged(Link.ONLINE, 0.0))
    assert len(app.item_asks) == 3
    assert len(said) == 1


def test_what_an_earlier_run_kept_is_shown_and_sent(
    qtbot: QtBot, app: FakeApplication, bridge: Bridge, filled: list[str]
) -> None:
    """GIVEN a program that ended without a connection WHEN the next one has one THEN nothing is lost."""
    app.item_problem = Offline("change the item")
    first = ItemEditor(app, bridge)
    first.add(filled[0], TagKind.PERSON, "Ana Ruiz")
    first.add(filled[0], TagKind.KEYWORD, "harbour")
    bridge.link_changed.disconnect(first._on_link)  # noqa: SLF001 - it has ended
    bridge.synced.disconnect(first._on_synced)  # noqa: SLF001 - the same
    qtbot.waitUntil(lambda: len(app.item_asks) == 1)
    app.item_problem = None
    app.item_asks.clear()
    second = ItemEditor(app, bridge)
    item = app.items.get(filled[0])
    assert item is not None
    assert ANA in {each.key for each in second.found(item) if each.is_pending}
    bridge.synced.emit(0.0)
    qtbot.waitUntil(lambda: app.drafts.wishes() == {})
    ((_, item_id, changes),) = app.item_asks
    assert item_id == filled[0]
    assert changes == {
        "tags": {"add": [{"kind": "keyword", "name": "harbour"}, {"kind": "person", "name": "Ana Ruiz"}]}
    }
