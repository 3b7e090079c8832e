"""The toast at the panel's lower right: one at a time, for what is over in a moment. Main thread.

A newer one of the same sort takes its place at once, so that a thousand failures are one toast; another sort waits a
moment while the one that is shown can still be acted on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEasingCurve, QEvent, QRectF, Qt, QTimer, QVariantAnimation, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.ui.widgets.buttons import Button
from desktop.ui.widgets.texts import ElidedLabel

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QFocusEvent

    from desktop.ui.theme import Theme

_WIDTH = 344
_PLAIN_MS = 6_000
_WITH_ACTION_MS = 12_000
#: So long one with an action is not driven away by another sort.
_HELD_MS = 1_500
_MOTION_MS = 160
_RISE_PX = 12


@dataclass(frozen=True, slots=True)
class _Text:
    title: str
    text: str
    icon: str
    tint: str
    action: str
    act: Callable[[], None] | None
    sort: str


class Toast(QWidget):
    """An icon, a line, perhaps a second one, perhaps one action. Stays while the pointer or the focus is on it."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown = _Text("", "", "info", "text2", "", None, "")
        self._next: _Text | None = None
        self._before: QWidget | None = None  #: who had the focus
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(16 + 20 + 12, 12, 16, 12)
        row.setSpacing(12)
        lines = QVBoxLayout()
        lines.setSpacing(2)
        self._title = ElidedLabel(theme, role="name")
        self._text = theme.label("", "small", "text3", wrap=True)
        lines.addWidget(self._title)
        lines.addWidget(self._text)
        row.addLayout(lines, 1)
        self._action = Button(theme, "", kind="link")
        self._action.clicked.connect(self._on_clicked)
        row.addWidget(self._action)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._on_over)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._on_focus_changed)
        self._held = QTimer(self)
        self._held.setSingleShot(True)
        self._held.timeout.connect(self._on_held_over)
        self._motion = QVariantAnimation(self)
        self._motion.setDuration(_MOTION_MS)
        self._motion.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._motion.valueChanged.connect(self._on_moved)
        self.hide()

    def show_text(
        self,
        title: str,
        text: str = "",
        *,
        icon: str = "info",
        tint: str = "text2",
        action: str = "",
        act: Callable[[], None] | None = None,
        sort: str = "",
    ) -> None:
        """Show one; a newer one takes the place of the old. ``sort`` says which belong together."""
        wanted = _Text(title, text, icon, tint, action, act, sort)
        is_other = bool(sort or self._shown.sort) and sort != self._shown.sort
        if self.isVisible() and self._held.isActive() and is_other:
            self._next = wanted
            return
        self._show(wanted)

    def press(self) -> None:
        """Do what the action says, as a click does."""
        self._action.click()

    def _show(self, wanted: _Text) -> None:
        self._shown = wanted
        self._title.setText(wanted.title)
        self._text.setText(wanted.text)
        self._text.setVisible(bool(wanted.text))
        self._action.setText(wanted.action)
        self._action.setAccessibleName(wanted.action)
        self._action.setVisible(bool(wanted.action))
        self.setAccessibleName(f"{wanted.title}. {wanted.text}")
        # With an action F6 leads to that, else to the toast itself, so that it can be read at leisure.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if wanted.action else Qt.FocusPolicy.TabFocus)
        if wanted.action:
            self._held.start(_HELD_MS)
        if not self._is_looked_at():
            self._timer.start(_WITH_ACTION_MS if wanted.action else _PLAIN_MS)
        was_hidden = self.isHidden()
        self.place()
        self.show()
        self.raise_()
        if was_hidden and self._theme.has_motion:
            self._motion.setStartValue(float(_RISE_PX))
            self._motion.setEndValue(0.0)
            self._motion.start()
        self.update()
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.accessibleName()))

    def _is_looked_at(self) -> bool:
        focused = QApplication.focusWidget()
        return self.isVisible() and (
            self.underMouse() or (focused is not None and (focused is self or self.isAncestorOf(focused)))
        )

    def place(self) -> None:
        """Go to the lower right corner of the parent, 24 from its edges."""
        parent = self.parentWidget()
        if parent is None:
            return
        width = min(_WIDTH, parent.width() - 48)
        self.setFixedWidth(width)
        needed = self._row.totalHeightForWidth(width) if self._text.text() else self._row.sizeHint().height()
        height = max(48, needed)
        self.setGeometry(parent.width() - width - 24, parent.height() - height - 24, width, height)

    @Slot(object)
    def _on_moved(self, rise: object) -> None:
        parent = self.parentWidget()
        if parent is not None and isinstance(rise, float):
            self.move(self.x(), parent.height() - self.height() - 24 + round(rise))

    @Slot()
    def _on_over(self) -> None:
        """Go, unless somebody looks at it."""
        if self._is_looked_at():
            self._timer.start(_PLAIN_MS)
            return
        self._leave()

    @Slot()
    def _on_held_over(self) -> None:
        wanted, self._next = self._next, None
        if wanted is not None:
            self._show(wanted)

    def _leave(self) -> None:
        focused = QApplication.focusWidget()
        has_focus = focused is not None and (focused is self or self.isAncestorOf(focused))
        self._held.stop()
        self.hide()
        if has_focus and self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)
        self._on_held_over()

    @Slot()
    def _on_clicked(self) -> None:
        act = self._shown.act
        self._leave()
        if act is not None:
            act()

    @Slot(QWidget, QWidget)
    def _on_focus_changed(self, old: QWidget | None, new: QWidget | None) -> None:
        """Remember who had the focus before it came here, to give it back."""
        is_here = new is not None and (new is self or self.isAncestorOf(new))
        if is_here and old is not None and old is not self and not self.isAncestorOf(old):
            self._before = old

    def event(self, event: QEvent) -> bool:
        """Have Escape for itself while it has the focus: the window's own shortcut would take it."""
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if is_escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Escape send it away, and give the focus back."""
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Stay while it is read."""
        self._timer.stop()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Go some time after."""
        self._timer.start(_PLAIN_MS)
        super().focusOutEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while the pointer is here."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Go some time after it has left."""
        self._timer.start(_PLAIN_MS)
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the floating surface and the icon."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colors.line2, 1))
        painter.setBrush(self._theme.colors.popup)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 10, 10)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        self._theme.icons.draw(
            painter, self._shown.icon, self._shown.tint, QRectF(16, (self.height() - 20) / 2, 20, 20)
        )
