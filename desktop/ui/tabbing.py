"""The order in which Tab goes through a window: as it is laid out, whatever was made first. Main thread.

Qt goes by creation: a row that comes later, a folder or a tag, would be reached after everything else.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QScrollArea, QSplitter, QWidget

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QButtonGroup, QLayout


def stops(root: QWidget) -> list[QWidget]:
    """Return what Tab reaches in a window, in order: depth first, by layouts, what no layout holds last."""
    return [widget for widget in _walk(root) if _is_stop(widget, root)]


def go(root: QWidget, *, forward: bool) -> bool:
    """Give the focus to the next stop, or to the one before, and scroll to it; False where there is none."""
    order = list(_walk(root))
    found = [(place, widget) for place, widget in enumerate(order) if _is_stop(widget, root)]
    if not found:
        return False
    focused = QApplication.focusWidget()
    here = next((place for place, widget in enumerate(order) if widget is focused), -1)
    if forward:
        target = next((widget for place, widget in found if place > here), found[0][1])
    else:
        target = next((widget for place, widget in reversed(found) if place < here), found[-1][1])
    target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    _show(target)
    return True


def _walk(widget: QWidget) -> Iterator[QWidget]:
    yield widget
    seen: set[int] = set()
    for child in _laid_out(widget):
        if id(child) not in seen:
            seen.add(id(child))
            yield from _walk(child)
    for other in widget.children():
        if isinstance(other, QWidget) and id(other) not in seen and not other.isWindow():
            yield from _walk(other)


def _laid_out(widget: QWidget) -> Iterator[QWidget]:
    if isinstance(widget, QSplitter):
        yield from (part for part in map(widget.widget, range(widget.count())) if part is not None)
    layout = widget.layout()
    if layout is not None:
        yield from _of_layout(layout)


def _of_layout(layout: QLayout) -> Iterator[QWidget]:
    for number in range(layout.count()):
        item = layout.itemAt(number)
        if item is None:
            continue
        inner, widget = item.layout(), item.widget()
        if inner is not None:
            yield from _of_layout(inner)
        elif widget is not None:
            yield widget


def _is_stop(widget: QWidget, root: QWidget) -> bool:
    if widget is root or not widget.isEnabled() or not widget.isVisible() or widget.focusProxy() is not None:
        return False
    policy = widget.focusPolicy()
    if policy & Qt.FocusPolicy.TabFocus != Qt.FocusPolicy.TabFocus:
        return False
    if type(widget) is QScrollArea:
        # What is in it takes the focus, and it scrolls along; without such a thing, the keys scroll it.
        return not any(_is_stop(inner, root) for inner in widget.findChildren(QWidget))
    return not (isinstance(widget, QAbstractButton) and _is_passed(widget))


def _is_passed(button: QAbstractButton) -> bool:
    """Whether it is one of several that exclude each other, and another one is chosen: arrows lead to it."""
    group = cast("QButtonGroup | None", button.group())  # its type forgets the None
    if button.isChecked():
        return False
    parent = button.parentWidget()
    others: list[QAbstractButton] = []
    if group is not None:
        others = group.buttons() if group.exclusive() else []
    elif button.autoExclusive() and parent is not None:
        others = parent.findChildren(QAbstractButton)
    return any(other.isChecked() and other.isVisible() and other.group() is group for other in others)


def _show(widget: QWidget) -> None:
    """Scroll to it, in every area that it lies in."""
    at = widget.parentWidget()
    while at is not None:
        if isinstance(at, QScrollArea):
            at.ensureWidgetVisible(widget)
        at = at.parentWidget()
