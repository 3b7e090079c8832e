"""What people say of tags and of what was heard: shown at once, kept on disk, sent then. Main thread.

Without a connection it stays here and goes out at the next contact, of an earlier run too; what the newsroom refuses is
taken back with words.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal, Slot

from cloud.contract.findings import Verdict
from desktop.core.errors import AccountProblem, Refused, ServiceProblem, SnapStreamError
from desktop.core.events import Link
from desktop.item.findings import Finding, Wish, gather
from desktop.item.wishes import read_wish, write_wish
from desktop.ui import said as words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud.contract.corrections import Corrections, WordKey
    from cloud.contract.findings import TagKind
    from cloud.contract.item import Item
    from desktop.core.events import LinkChanged
    from desktop.item.findings import Key
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge

#: How often a wish is tried at an item that changes all the time.
_TURNS = 5
#: A newsroom that does not answer is asked again at most this often.
_REST_S = 5.0


@dataclass(slots=True)
class _Sent:
    """A wish that is on its way, or granted and not synced yet."""

    wish: Wish
    granted_at: int = 0  #: the version that has it
    turns: int = 0
    is_waiting: bool = False  #: for sync to bring what somebody else changed


class ItemEditor(QObject):
    """Changes tags and transcripts of any number of items; one request an item at a time."""

    changed = Signal(str)  #: an item's id: its tags look otherwise
    failed = Signal(str, str)  #: a line for the toast, and why

    def __init__(self, actions: Actions, bridge: Bridge) -> None:
        super().__init__()
        self._actions, self._bridge = actions, bridge
        self._sent: dict[str, _Sent] = {}
        self._next: dict[str, Wish] = {
            item_id: wish for item_id, text in actions.drafts.wishes().items() if (wish := read_wish(text)) != Wish()
        }
        self._kept: set[str] = set()  #: what waits for the next contact, and was said to
        self._not_before_s = 0.0
        bridge.link_changed.connect(self._on_link)
        bridge.items_changed.connect(self._on_items)
        bridge.synced.connect(self._on_synced)

    def found(self, item: Item) -> list[Finding]:
        """Return an item's tags as they will be."""
        return gather(item, self._wish_of(item))

    def corrections(self, item: Item) -> Corrections:
        """Return what is corrected in an item's transcript, as it will be."""
        wish = self._wish_of(item)
        return item.corrections.then(wish.speakers, wish.words)

    def _wish_of(self, item: Item) -> Wish:
        """Return what an item will have and does not have here yet."""
        sent = self._sent.get(item.id)
        if sent is not None and sent.granted_at and item.version >= sent.granted_at:
            del self._sent[item.id]
            sent = None
        wish = sent.wish if sent else Wish()
        return wish.then(self._next.get(item.id, Wish()))

    def confirm(self, item_id: str, finding: Finding) -> None:
        """Say that a finding is right, or take that back."""
        if finding.is_given:
            return
        said = None if finding.verdict is Verdict.CONFIRMED else Verdict.CONFIRMED
        self._wish(item_id, Wish(verdicts={finding.key: said}))

    def reject(self, item_id: str, finding: Finding) -> None:
        """Say that a finding is wrong, or take that back; one that a person gave is removed."""
        if finding.is_given:
            self._wish(item_id, Wish(remove=frozenset({finding.key})))
            return
        said = None if finding.is_rejected else Verdict.REJECTED
        self._wish(item_id, Wish(verdicts={finding.key: said}))

    def add(self, item_id: str, kind: TagKind, name: str) -> bool:
        """Give an item a tag; False for no name."""
        name = " ".join(name.split())
        if name:
            self._wish(item_id, Wish(add=frozenset({(kind, name)})))
        return bool(name)

    def rename(self, item_id: str, finding: Finding, kind: TagKind, name: str) -> bool:
        """Say what a finding really is: it is rejected, and the right name given. False for no other name."""
        name = " ".join(name.split())
        key: Key = (kind, name)
        if not name or key == finding.key:
            return False
        away = (
            Wish(remove=frozenset({finding.key}))
            if finding.is_given
            else Wish(verdicts={finding.key: Verdict.REJECTED})
        )
        self._wish(item_id, away.then(Wish(add=frozenset({key}))))
        return True

    def name_speaker(self, item_id: str, label: str, name: str) -> None:
        """Say who a speaker is; no name, or the machine's own, takes that back."""
        name = " ".join(name.split())
        self._wish(item_id, Wish(speakers={label: name if name and name != label else None}))

    def correct(self, item_id: str, words: Mapping[WordKey, str | None]) -> None:
        """Say what was really said, beside what the machine heard."""
        if words:
            self._wish(item_id, Wish(words=words))

    def _wish(self, item_id: str, wish: Wish) -> None:
        self._next[item_id] = self._next.get(item_id, Wish()).then(wish)
        self._keep(item_id)
        self.changed.emit(item_id)
        self._send(item_id)

    def _keep(self, item_id: str) -> None:
        """Keep on disk what the newsroom does not have yet."""
        sent = self._sent.get(item_id)
        open_wish = sent.wish if sent is not None and not sent.granted_at else Wish()
        self._actions.drafts.keep_wish(item_id, write_wish(open_wish.then(self._next.get(item_id, Wish()))))

    def _send(self, item_id: str) -> None:
        sent = self._sent.get(item_id)
        if sent is not None and not sent.granted_at and not sent.is_waiting:
            return
        turns = 0
        if sent is not None and sent.is_waiting:
            wish, turns = sent.wish, sent.turns
        elif item_id in self._next:
            later = self._next.pop(item_id)
            wish = later
            if sent is not None:  # granted, and not synced yet: shown until then
                wish, later = later, sent.wish.then(later)
                self._ask(item_id, wish, _Sent(later, turns=turns))
                return
        else:
            return
        self._ask(item_id, wish, _Sent(wish, turns=turns))

    def _ask(self, item_id: str, wish: Wish, sent: _Sent) -> None:
        self._sent[item_id] = sent
        deliver = self._bridge.in_main(self._on_answer)
        self._actions.edit_item(item_id, wish.to_json(), lambda answer: deliver((item_id, answer)))

    def _on_answer(self, answer: tuple[str, int | SnapStreamError]) -> None:
        item_id, result = answer
        sent = self._sent[item_id]
        if isinstance(result, int):
            sent.granted_at = result
            self._kept.discard(item_id)
            self._keep(item_id)
            self.changed.emit(item_id)
            self._send(item_id)
        elif isinstance(result, Refused) and result.code == "conflict" and sent.turns < _TURNS:
            sent.turns, sent.is_waiting = sent.turns + 1, True
            self._actions.sync_now()
        elif isinstance(result, ServiceProblem | AccountProblem):
            self._hold(item_id, result)
        else:
            del self._sent[item_id]
            self._next.pop(item_id, None)
            self._kept.discard(item_id)
            self._keep(item_id)
            is_spoken = bool(sent.wish.words or sent.wish.speakers)
            self.changed.emit(item_id)
            line = self.tr("The transcript was not changed") if is_spoken else self.tr("The tags were not changed")
            self.failed.emit(line, words.for_error(result).line)

    def _hold(self, item_id: str, error: SnapStreamError) -> None:
        """Keep it here until the next contact; said once."""
        sent = self._sent.pop(item_id)
        self._next[item_id] = sent.wish.then(self._next.get(item_id, Wish()))
        self._not_before_s = time.monotonic() + _REST_S
        if item_id not in self._kept:
            self._kept.add(item_id)
            text = self.tr("It goes to the newsroom by itself. {why}").format(why=words.for_error(error).line)
            self.failed.emit(self.tr("Kept on this computer"), text)

    def send_kept(self) -> None:
        """Send what waits here, of an earlier run too."""
        for item_id in list(self._next):
            self._send(item_id)

    def _retry(self, item_id: str) -> None:
        sent = self._sent.get(item_id)
        if sent is not None and sent.is_waiting:
            self._send(item_id)

    @Slot(tuple)
    def _on_items(self, item_ids: tuple[str, ...]) -> None:
        for item_id in item_ids:
            self._retry(item_id)

    @Slot(float)
    def _on_synced(self, _at: float) -> None:
        for item_id in list(self._sent):
            self._retry(item_id)
        if time.monotonic() >= self._not_before_s:
            self.send_kept()

    @Slot(object)
    def _on_link(self, event: LinkChanged) -> None:
        if event.link is Link.ONLINE:
            self._not_before_s = 0.0
            self.send_kept()
