"""Notices by the Desktop Notifications Specification: buttons, a picture, and what was pressed. Main thread.

Nothing here waits: what is sent goes into a local socket, and what comes back wakes the event loop. PySide6's own D-Bus
cannot say the unsigned number that ``Notify`` begins with, so jeepney speaks. Where the bus or the service is missing,
``send`` hands the notice back, and the tray shows it as plain text.

::

    send ─▶ GetCapabilities ─▶ answer: buttons? markup? ─▶ Notify ─▶ its number ─▶ ActionInvoked, NotificationClosed
"""

from __future__ import annotations

import html
import logging
import os
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jeepney import DBusAddress, MatchRule, MessageType, message_bus, new_method_call
from jeepney.io.blocking import open_dbus_connection
from jeepney.low_level import HeaderFields
from PySide6.QtCore import QObject, QSocketNotifier, Signal, Slot

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from jeepney.io.blocking import DBusConnection
    from jeepney.low_level import Message

_log = logging.getLogger(__name__)
_NAME = "org.freedesktop.Notifications"
_ADDRESS = DBusAddress("/org/freedesktop/Notifications", bus_name=_NAME, interface=_NAME)
#: What the specification calls a click on the notice itself.
_DEFAULT = "default"
_NORMAL = 1
_SHOWN_MS = 10_000


@dataclass(frozen=True, slots=True)
class DesktopNotice:
    """What is shown. ``buttons`` are pairs of a key and what is read; a click on the notice itself is ``default``."""

    title: str
    text: str
    picture: Path | None = None
    buttons: tuple[tuple[str, str], ...] = ()


class DesktopBus(QObject):
    """The way to the desktop's notices; made when the first one is sent."""

    pressed = Signal(object, str)  #: the notice, the key of its button

    def __init__(self, fall_back: Callable[[DesktopNotice], None], parent: QObject | None = None) -> None:
        """``fall_back`` shows a notice that nobody takes here."""
        super().__init__(parent)
        self._fall_back = fall_back
        self._connection: DBusConnection | None = None
        self._notifier: QSocketNotifier | None = None
        self._is_out = not sys.platform.startswith("linux") or "DBUS_SESSION_BUS_ADDRESS" not in os.environ
        self._capabilities: frozenset[str] | None = None
        self._waiting: list[DesktopNotice] = []
        self._calls: dict[int, DesktopNotice | None] = {}  #: by serial; None for GetCapabilities
        self._shown: dict[int, DesktopNotice] = {}

    def send(self, notice: DesktopNotice) -> None:
        """Show a notice; returns at once."""
        if self._connection is None and not self._is_out:
            self._connect()
        if self._is_out:
            self._fall_back(notice)
        elif self._capabilities is None:
            self._waiting.append(notice)
        else:
            self._notify(notice)

    def close(self) -> None:
        """Leave the bus; what is shown stays there."""
        if self._notifier is not None:
            self._notifier.setEnabled(False)
            self._notifier = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    def _connect(self) -> None:
        try:
            self._connection = open_dbus_connection(bus="SESSION")
            for signal in ("ActionInvoked", "NotificationClosed"):
                rule = MatchRule(type="signal", interface=_NAME, member=signal)
                self._connection.send(message_bus.AddMatch(rule))
            self._call(new_method_call(_ADDRESS, "GetCapabilities"), None)
        except (OSError, KeyError, ValueError, TypeError) as error:
            self._give_up(error)
            return
        self._notifier = QSocketNotifier(self._connection.sock.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_ready)

    def _call(self, message: Message, notice: DesktopNotice | None) -> None:
        if self._connection is not None:
            serial = next(self._connection.outgoing_serial)
            self._calls[serial] = notice
            self._connection.send(message, serial=serial)

    def _notify(self, notice: DesktopNotice) -> None:
        has = self._capabilities or frozenset()
        text = notice_body(notice.text, is_markup="body-markup" in has)
        actions: list[str] = []
        if "actions" in has:
            actions = [part for button in ((_DEFAULT, ""), *notice.buttons) for part in button]
        hints: dict[str, tuple[str, object]] = {
            "urgency": ("y", _NORMAL),
            "desktop-entry": ("s", "snapstream"),
            "category": ("s", "transfer.complete"),
        }
        if notice.picture is not None and notice.picture.exists():
            hints["image-path"] = ("s", notice.picture.absolute().as_uri())
        body = ("SnapStream", 0, "snapstream", notice.title, text, actions, hints, _SHOWN_MS)
        try:
            self._call(new_method_call(_ADDRESS, "Notify", "susssasa{sv}i", body), notice)
        except OSError as error:
            self._waiting.append(notice)
            self._give_up(error)

    @Slot()
    def _on_ready(self) -> None:
        while self._connection is not None:
            try:
                message = self._connection.receive(timeout=0)
            except TimeoutError:
                return
            except (OSError, EOFError, ValueError) as error:
                self._give_up(error)
                return
            self._take(message)

    def _take(self, message: Message) -> None:
        kind, fields = message.header.message_type, message.header.fields
        if kind is MessageType.signal:
            self._take_signal(str(fields.get(HeaderFields.member, "")), message.body)
            return
        serial = fields.get(HeaderFields.reply_serial)
        if serial not in self._calls:
            return
        notice = self._calls.pop(serial)
        if kind is MessageType.error:
            if notice is not None:
                self._waiting.append(notice)
            self._give_up(message.body)
        elif notice is None:
            self._capabilities = frozenset(message.body[0])
            waiting, self._waiting = self._waiting, []
            for one in waiting:
                self._notify(one)
        else:
            self._shown[message.body[0]] = notice

    def _take_signal(self, member: str, body: tuple[object, ...]) -> None:
        number = body[0] if body else None
        if not isinstance(number, int) or number not in self._shown:
            return
        if member == "ActionInvoked":
            self.pressed.emit(self._shown[number], str(body[1]))
        elif member == "NotificationClosed":
            del self._shown[number]

    def _give_up(self, why: object) -> None:
        """Show by the tray's means from now on, and what waits at once."""
        _log.info("no notices over the session bus: %s", why)
        self._is_out = True
        self.close()
        waiting, self._waiting = self._waiting, []
        for notice in waiting:
            self._fall_back(notice)


def notice_body(text: str, *, is_markup: bool) -> str:
    """Return a text as a notice's body shows it literally; its title is plain text everywhere."""
    return html.escape(text, quote=False) if is_markup else text
