"""A link to an item's original: how long it is good for, the address to copy, and when it ends. Main thread.

::

    how long? ── Make the link ──▶ the newsroom answers ──▶ address, Copy link, when it ends
                     ▲                     └─ under embargo, or nobody answers: why, and it can be asked again
                     └──────────────── another length makes another link ◀──────────┘
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.core.errors import Refused, SnapStreamError
from desktop.ui import phrases
from desktop.ui.said import for_error
from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.combo import Combo
from desktop.ui.widgets.field import Complaint
from desktop.ui.widgets.sheet import Sheet

if TYPE_CHECKING:
    from desktop.core.account import SharedLink
    from desktop.ui.actions import Actions
    from desktop.ui.bridge import Bridge
    from desktop.ui.theme import Theme

_HOUR_S = 3600
_DAY_S = 24 * _HOUR_S
_USUAL = 1


class LinkDialog(Sheet):
    """One item's link. ``embargo_until`` is the end of its embargo, "" where it has none that holds."""

    def __init__(
        self,
        theme: Theme,
        parent: QWidget,
        actions: Actions,
        bridge: Bridge,
        *,
        item_id: str,
        name: str,
        embargo_until: str = "",
    ) -> None:
        super().__init__(theme, parent, phrases.tr("Link to the original"))
        self.setObjectName("linkDialog")
        self._theme, self._actions, self._bridge, self._item_id = theme, actions, bridge, item_id
        self._embargo_until = embargo_until
        self._is_asking = False
        self.durations = Combo(theme)
        self.durations.setObjectName("link-duration")
        self.durations.setAccessibleName(self.tr("How long it works"))
        for text, seconds in (
            (self.tr("1 hour"), _HOUR_S),
            (self.tr("1 day"), _DAY_S),
            (self.tr("3 days"), 3 * _DAY_S),
            (self.tr("7 days"), 7 * _DAY_S),
        ):
            self.durations.addItem(text, seconds)
        self.durations.setCurrentIndex(_USUAL)
        self.address = QLineEdit()
        self.address.setObjectName("link-address")
        self.address.setReadOnly(True)
        self.address.setFont(theme.font("body"))
        self.address.setAccessibleName(self.tr("Link"))
        self.end = theme.label("", "small", "text2", wrap=True)
        self.end.setObjectName("link-end")
        self.complaint = Complaint(theme)
        self.make_button = Button(theme, self.tr("Make the link"), kind="primary")
        self.make_button.setObjectName("link-make")
        self.copy_button = Button(theme, self.tr("Copy link"), "copy", kind="primary")
        self.copy_button.setObjectName("link-copy")
        self.close_button = Button(theme, self.tr("Close"))
        self._build(name)
        self._show_made(is_made=False)
        self.durations.currentIndexChanged.connect(self._on_duration_changed)
        self.make_button.clicked.connect(self._on_make)
        self.copy_button.clicked.connect(self._on_copy)
        self.close_button.clicked.connect(self.reject)
        self.durations.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self, name: str) -> None:
        theme = self._theme
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 20)
        column.setSpacing(8)
        title = theme.label(self.tr("Link to “{name}”").format(name=name), "title", wrap=True)
        title.setTextFormat(Qt.TextFormat.PlainText)
        column.addWidget(title)
        what = self.tr("Whoever has the link can open the original, without an account, until it ends.")
        column.addWidget(theme.label(what, "body", "text2", wrap=True))
        if self._embargo_until:
            column.addWidget(self._make_embargo())
        column.addSpacing(4)
        label = theme.label(self.tr("How long it works"), "label", "text2")
        label.setBuddy(self.durations)
        column.addWidget(label)
        column.addWidget(self.durations)
        column.addWidget(self.complaint)
        column.addWidget(self.address)
        column.addWidget(self.end)
        column.addSpacing(12)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.close_button)
        row.addWidget(self.copy_button)
        row.addWidget(self.make_button)
        column.addLayout(row)

    def _make_embargo(self) -> QLabel:
        text = self.tr("Locked until {time}. Until then only an admin of the newsroom can make a link.")
        return self._theme.label(text.format(time=phrases.until(self._embargo_until)), "small", "warn", wrap=True)

    @Slot()
    def reject(self) -> None:
        """Go, but not while the newsroom is being asked: the link would be made, and nobody would see it."""
        if not self._is_asking:
            super().reject()

    def _show_made(self, *, is_made: bool) -> None:
        """Show the address with its end, or the way to make one: one red button at a time, which Enter presses."""
        for part in (self.address, self.end, self.copy_button):
            part.setVisible(is_made)
        self.make_button.setVisible(not is_made)
        (self.copy_button if is_made else self.make_button).setDefault(True)

    def _be_busy(self, *, is_busy: bool) -> None:
        self._is_asking = is_busy
        self.make_button.say(self.tr("Making it…") if is_busy else self.tr("Make the link"))
        for part in (self.make_button, self.durations, self.close_button):
            part.setEnabled(not is_busy)

    @Slot()
    def _on_duration_changed(self) -> None:
        """Another length is another link: the one that was made goes on for as long as it said."""
        self.complaint.say("")
        self._show_made(is_made=False)

    @Slot()
    def _on_make(self) -> None:
        self.complaint.say("")
        self._be_busy(is_busy=True)
        seconds = int(self.durations.currentData())
        self._actions.link_to_item(self._item_id, seconds, self._bridge.in_main(self._take))

    def _take(self, answer: SharedLink | SnapStreamError) -> None:
        self._be_busy(is_busy=False)
        if isinstance(answer, SnapStreamError):
            self.complaint.say(self._why(answer))
            self.make_button.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.address.setText(answer.url)
        self.address.setCursorPosition(0)
        self.end.setText(self.tr("It ends {time}.").format(time=phrases.until(answer.expires_at)))
        self.copy_button.say(self.tr("Copy link"))
        self._show_made(is_made=True)
        self.copy_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _why(self, error: SnapStreamError) -> str:
        if isinstance(error, Refused) and error.code == "embargo":
            if not self._embargo_until:  # set by somebody else a moment ago: the newsroom says until when
                return error.detail
            text = self.tr("No link was made: it is under embargo until {time}. Ask an admin, or wait until then.")
            return text.format(time=phrases.until(self._embargo_until))
        return for_error(error).line

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self.address.text())
        self.copy_button.say(self.tr("Copied"))
