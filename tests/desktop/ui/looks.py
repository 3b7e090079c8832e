"""What can be asked of a screen: its texts, its names, what is cut off, and how dark stands on light."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QAbstractTableModel,
    QModelIndex,
    QPoint,
    Qt,
    QTranslator,
)
from PySide6.QtGui import QAccessible, QImage, QPixmap
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QScrollArea,
    QScrollBar,
    QToolButton,
    QWidget,
)

from desktop.core.model import TransferState
from desktop.ui.widgets.buttons import Button
from tests.desktop.ui import seeds

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.desktop.ui.screens import Stage

_ACCENTS = str.maketrans("aceinouyACEINOUYdghklrstz", "áçéîñöûýÁÇÉÎÑÖÛÝđğħķļřšţž")
_GAP = re.compile(r"(\{[^{}]*\}|<[^<>]*>|\n|;;|\(\*[^()]*\))")
_MARKED = re.compile(r"⟦[^⟦⟧]*⟧")
_TAG = re.compile(r"<style.*?</style>|<[^<>]*>", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]{2,}")
_LONGER = 0.4
_ROWS = 40
_ROLES = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)


class PseudoTranslator(QTranslator):
    """A language in which every text is marked, accented and two fifths longer, and its gaps stay."""

    def translate(self, _context: str, text: str, _comment: str | None = None, _number: int = -1) -> str:
        """Return the text in it."""
        parts = [part if _GAP.fullmatch(part) else part.translate(_ACCENTS) for part in _GAP.split(text)]
        return f"⟦{''.join(parts)}{'·' * round(len(text) * _LONGER)}⟧" if text.strip() else text

    def isEmpty(self) -> bool:  # noqa: N802 - Qt's name
        """Say that there is something in it: Qt does not install an empty one."""
        return False


@dataclass(frozen=True, slots=True)
class Said:
    """A text of a screen, and where it stands."""

    where: str
    text: str


def texts_of(root: QWidget) -> Iterator[Said]:
    """Return everything that a screen says to eyes and ears."""
    for widget in _shown(root):
        where = name_of(widget)
        if widget.isWindow() and not isinstance(widget, QMenu):
            yield Said(f"{where} title", widget.windowTitle())
        yield Said(f"{where} tooltip", widget.toolTip())
        yield Said(f"{where} name", widget.accessibleName())
        yield Said(f"{where} description", widget.accessibleDescription())
        if isinstance(widget, QLabel | QAbstractButton):
            yield Said(where, widget.text())
        if isinstance(widget, QLineEdit):
            yield Said(f"{where} placeholder", widget.placeholderText())
        if isinstance(widget, QComboBox):
            yield from (Said(where, widget.itemText(row)) for row in range(widget.count()))
        for action in widget.actions():
            if action.isVisible():
                yield Said(f"{where} action", action.text())
                yield Said(f"{where} action tooltip", action.toolTip())
        if isinstance(widget, QAbstractItemView) and widget.model() is not None:
            yield from _rows(where, widget.model())


def _rows(where: str, model: QAbstractItemModel, parent: QModelIndex | None = None) -> Iterator[Said]:
    above = parent or QModelIndex()
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(above)
    for column in range(columns):
        heading = model.headerData(column, Qt.Orientation.Horizontal)
        if isinstance(heading, str) and parent is None:
            yield Said(f"{where} heading", heading)
        for row in range(min(model.rowCount(above), _ROWS)):
            index = model.index(row, column, above)
            for role in _ROLES:
                value = index.data(role)
                if isinstance(value, str):
                    yield Said(f"{where} row", value)
            if (
                column == 0
                and not isinstance(model, QAbstractListModel | QAbstractTableModel)
                and model.hasChildren(index)
            ):
                yield from _rows(where, model, index)


def untranslated(text: str, data: set[str]) -> list[str]:
    """Return the words of a text that no translator saw, data apart."""
    bare = _TAG.sub(" ", text)
    while _MARKED.search(bare):
        bare = _MARKED.sub(" ", bare)
    return [word for word in _WORD.findall(bare) if word.casefold() not in data]


def words_of(*texts: object) -> set[str]:
    """Return all words of some data."""
    return {word.casefold() for text in texts for word in _WORD.findall(str(text))}


def data_of(stage: Stage) -> set[str]:
    """Return the words that are a newsroom's own: what its items, transfers, folders and people are called."""
    app = stage.app
    people = [vars(app.accounts)[name] for name in ("people", "known", "invited", "entries")]
    transfers = [app.transfers.get(one) for one in app.transfers.ids(TransferState)]
    return words_of(app.items.get_many(stage.ids), transfers, people, app.folders(), stage.root, seeds.SPEECH)


def cut_off(root: QWidget) -> Iterator[str]:
    """Return the labels and buttons that have less room than their text needs."""
    for widget in _shown(root):
        if not isinstance(widget, QLabel | QAbstractButton) or not widget.text() or _elides(widget):
            continue
        is_wrapped = isinstance(widget, QLabel) and widget.wordWrap()
        needed = widget.heightForWidth(widget.width()) if is_wrapped else widget.sizeHint().width()
        given = widget.height() if is_wrapped else widget.width()
        if needed > given + 1:
            yield f"{name_of(widget)} {widget.text()!r}: {given} px of {needed}"


def nameless(root: QWidget) -> Iterator[str]:
    """Return the controls that a screen reader has no name for, and the icons without a tooltip."""
    for widget in _controls(root):
        found = QAccessible.queryAccessibleInterface(widget)
        if not found.text(QAccessible.Text.Name).strip():
            yield f"{name_of(widget)} has no name"
        if isinstance(widget, QToolButton | QPushButton) and not (widget.text().strip() or widget.toolTip().strip()):
            yield f"{name_of(widget)} has neither words nor a tooltip"


def low_contrasts(root: QWidget, least: float = 4.5, ratio: int = 3) -> Iterator[str]:
    """Return the labels and buttons whose text does not stand out: painted large, so that strokes have their color."""
    pixmap = QPixmap(root.size() * ratio)
    pixmap.setDevicePixelRatio(ratio)
    root.render(pixmap)
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[:, :, 2::-1]
    for widget in _shown(root):
        if not isinstance(widget, QLabel | QAbstractButton) or not widget.text().strip() or not widget.isEnabled():
            continue
        visible = widget.visibleRegion().boundingRect()
        at = widget.mapTo(root, visible.topLeft()) if widget is not root else QPoint()
        left, top = at.x() * ratio, at.y() * ratio
        part = pixels[top : top + visible.height() * ratio, left : left + visible.width() * ratio].reshape(-1, 3)
        if part.size == 0:
            continue
        found = _contrast(part)
        if found < least:
            yield f"{name_of(widget)} {widget.text()!r}: {found:.2f}"


def _contrast(pixels: np.ndarray) -> float:
    colors, counts = np.unique(pixels, axis=0, return_counts=True)
    light = _luminance(colors)
    ground = light[np.argmax(counts)]
    # A color of a few pixels is a stroke's, not the edge of a corner.
    enough = light[counts >= max(4, len(pixels) // 5000)]
    ratios = (np.maximum(enough, ground) + 0.05) / (np.minimum(enough, ground) + 0.05)
    return float(ratios.max())


def _luminance(colors: np.ndarray) -> np.ndarray:
    parts = colors / 255
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return linear @ np.array([0.2126, 0.7152, 0.0722])


def _shown(root: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in (root, *root.findChildren(QWidget))
        if widget.isVisibleTo(root) and not widget.visibleRegion().isEmpty()
    ]


def _controls(root: QWidget) -> list[QWidget]:
    return [
        widget
        for widget in _shown(root)
        if (widget.focusPolicy() != Qt.FocusPolicy.NoFocus or isinstance(widget, QAbstractButton))
        and not widget.isWindow()
        and not isinstance(widget, QScrollBar | QHeaderView)
        and not widget.objectName().startswith("qt_")
        and not isinstance(widget.parent(), QComboBox)
        and not (isinstance(widget, QToolButton) and isinstance(widget.parent(), QLineEdit))  # Esc clears too
        and type(widget) is not QScrollArea  # a frame around what is named
        and widget.focusProxy() is None
    ]


def _elides(widget: QWidget) -> bool:
    # Such a one shortens its words, and says them in its tooltip.
    is_told = isinstance(widget, Button) and widget.text() in html.unescape(widget.toolTip())
    return type(widget).__name__.startswith("Elided") or isinstance(widget, QCheckBox) or is_told


def name_of(widget: QWidget) -> str:
    """Return what a widget is called in a report."""
    names = []
    at: QWidget | None = widget
    while at is not None and len(names) < 3:
        names.append(type(at).__name__)
        at = at.parentWidget()
    return " in ".join(names) + (f" ({widget.accessibleName()})" if widget.accessibleName() else "")


def button(text: str) -> QPushButton:
    """Return a button that Tab reaches."""
    made = QPushButton(text)
    made.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
    return made
