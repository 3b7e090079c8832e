"""The search box: looks like a field, tells what is searched for shortly after the last key. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit

from desktop.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from desktop.ui.theme import Theme

#: How long the keys must rest before a search begins.
_REST_MS = 120


class SearchBox(QFrame):
    """A magnifier, the words, and × to be rid of them."""

    searched = Signal(str)
    left = Signal()  #: Arrow down or Enter: on to what was found

    def __init__(self, theme: Theme, placeholder: str, key: str) -> None:
        super().__init__()
        self._theme, self._key = theme, key
        self.setFixedHeight(theme.row(36))
        self.setMinimumWidth(160)
        self._edit = QLineEdit()
        self._edit.setObjectName("bare")
        self._edit.setPlaceholderText(placeholder)
        self._edit.setAccessibleName(placeholder)
        self._edit.installEventFilter(self)
        self._edit.textChanged.connect(self._on_text_changed)
        self._clear = Button(theme, self.tr("Clear the search"), "x", "icon")
        self._clear.clicked.connect(self.clear)
        self._clear.setVisible(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(12 + 16 + 10, 0, 6, 0)
        row.setSpacing(8)
        row.addWidget(self._edit, 1)
        row.addWidget(self._clear)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self._on_rest)
        self._said = ""
        self.setFocusProxy(self._edit)

    @property
    def text(self) -> str:
        """What is typed."""
        return self._edit.text().strip()

    def take_focus(self) -> None:
        """Be ready for typing."""
        self._edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self._edit.selectAll()

    def set_text(self, text: str) -> None:
        """Search for something at once."""
        self._edit.setText(text)
        self._on_rest()

    @Slot()
    def clear(self) -> None:
        """Search for nothing, at once."""
        self._edit.clear()
        self._on_rest()

    @Slot(str)
    def _on_text_changed(self, text: str) -> None:
        self._clear.setVisible(bool(text))
        self._rest.start(_REST_MS)
        self.update()

    @Slot()
    def _on_rest(self) -> None:
        self._rest.stop()
        if self.text != self._said:
            self._said = self.text
            self.searched.emit(self._said)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Repaint with the focus; Escape clears, then leaves; Down and Enter go on to the results."""
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.update()
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() == Qt.Key.Key_Escape:
                if self._edit.text():
                    self.clear()
                else:
                    self.left.emit()
                return True
            if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
                self._on_rest()
                self.left.emit()
                return True
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the field, the magnifier and, while it is empty, its key."""
        table = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        has_focus = self._edit.hasFocus()
        width = 2 if has_focus else 1
        edge = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.setPen(QPen(table.sel if has_focus else table.control, width))
        painter.setBrush(table.raised if self._theme.is_dark else table.panel)
        painter.drawRoundedRect(edge, 6, 6)
        middle = self.height() / 2
        self._theme.icons.draw(painter, "magnifying-glass", "text2", QRectF(12, middle - 8, 16, 16))
        if not self._edit.text() and not has_focus and self._key:
            metrics = self._theme.metrics("caption")
            text_width = metrics.horizontalAdvance(self._key)
            pill = QRectF(self.width() - 10 - text_width - 10, middle - 10, text_width + 10, 20)
            painter.setPen(QPen(table.line2, 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(pill, 4, 4)
            painter.setFont(self._theme.font("caption"))
            painter.setPen(table.text3)
            painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, self._key)
