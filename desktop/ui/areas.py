"""The areas of the window that F6 goes through: sidebar, top bar, banner, the page's own, a toast. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from desktop.ui.widgets.panel import Page

if TYPE_CHECKING:
    from collections.abc import Sequence


def go(areas: Sequence[QWidget], step: int) -> None:
    """Put the focus into the next area, or the one before; areas with nothing to focus are passed over."""
    focused = QApplication.focusWidget()
    # The innermost one: the page holds areas of its own.
    holding = [n for n, area in enumerate(areas) if focused and (area is focused or area.isAncestorOf(focused))]
    at = holding[-1] if holding else (-1 if step > 0 else 0)
    for turn in range(1, len(areas) + 1):
        if _enter(areas[(at + step * turn) % len(areas)]):
            return


def _enter(area: QWidget) -> bool:
    if not area.isVisible():
        return False
    if isinstance(area, Page):
        area.enter()
        return True
    if area.focusPolicy() != Qt.FocusPolicy.NoFocus:
        area.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True
    for inner in area.findChildren(QWidget):
        if inner.focusPolicy() & Qt.FocusPolicy.TabFocus and inner.isVisible() and inner.isEnabled():
            inner.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
    return False
