"""Tag chips: a kind's icon in its colour, the name, how sure; the source in the tooltip. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from cloud.contract.findings import TagKind
from desktop.ui import phrases
from desktop.ui.library.tiles import KINDS
from desktop.ui.phrases import tr
from desktop.ui.widgets.texts import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cloud.contract.findings import Tag
    from desktop.ui.theme import Theme

#: Below this percentage a finding is shown as unsure.
_UNSURE = 70.0
_KIND_WORDS: Final[dict[TagKind, str]] = {
    TagKind.PERSON: "person",
    TagKind.TEXT: "text on screen",
    TagKind.LOGO: "logo",
    TagKind.LABEL: "label",
    TagKind.KEYWORD: "keyword",
    TagKind.ENTITY: "place or name",
    TagKind.PHRASE: "key phrase",
    TagKind.MODERATION: "moderation",
}


class Chip(QAbstractButton):
    """One finding; a click goes to where it was found, where that is on a time axis."""

    def __init__(self, theme: Theme, tag: Tag) -> None:
        super().__init__()
        self._theme, self.tag = theme, tag
        self._is_unsure = tag.confidence is not None and tag.confidence < _UNSURE
        self._name = " ".join(tag.name.split()) + ("?" if self._is_unsure else "")
        self._number = f"{tag.confidence:.0f} %" if tag.confidence is not None else ""
        said = describe(tag)
        self.setAccessibleName(said)
        self.setToolTip(phrases.tooltip(said))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if tag.at_ms is not None else Qt.FocusPolicy.NoFocus)
        if tag.at_ms is not None:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:
        """Return the room for all of it."""
        width = 8 + 14 + 6 + self._theme.metrics("small").horizontalAdvance(self._name) + 8
        if self._number:
            width += 6 + self._theme.metrics("caption").horizontalAdvance(self._number)
        return QSize(round(width) + 2, max(24, self._theme.row(24, "small") - 4))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw the chip."""
        table = self._theme.colors
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        pen = QPen(table.line2, 1)
        if self._is_unsure:
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        is_hot = self.underMouse() and self.tag.at_ms is not None
        painter.setBrush(table.hover if is_hot else table.raised)
        box = QRectF(self.rect())
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        icon, tint = KINDS[self.tag.kind]
        self._theme.icons.draw(painter, icon, tint, QRectF(8, box.height() / 2 - 7, 14, 14))
        middle = Qt.AlignmentFlag.AlignVCenter
        right = box.right() - 8
        painter.setFont(self._theme.font("caption"))
        painter.setPen(table.text3)
        painter.drawText(QRectF(0, 0, right, box.height()), Qt.AlignmentFlag.AlignRight | middle, self._number)
        if self._number:
            right -= self._theme.metrics("caption").horizontalAdvance(self._number) + 6
        painter.setFont(self._theme.font("small"))
        painter.setPen(table.text2 if self._is_unsure else table.text)
        room = right - 28
        shown = self._theme.metrics("small").elidedText(self._name, Qt.TextElideMode.ElideRight, room + 1)
        painter.drawText(QRectF(28, 0, room + 2, box.height()), Qt.AlignmentFlag.AlignLeft | middle, shown)


def describe(tag: Tag) -> str:
    """Say a finding with its source: ``SAFE PIERS NOW, text on screen, 97 %, found by rapidocr, at 0:14``."""
    parts = [tag.name, tr(_KIND_WORDS[tag.kind])]
    if tag.confidence is not None:
        parts.append(f"{tag.confidence:.0f} %")
    if tag.source == "iptc":
        parts.append(tr("written in the file itself"))
    elif tag.source == "human":
        parts.append(tr("added by a person"))
    else:
        parts.append(tr("found by {engine}").format(engine=tag.source))
    if tag.confidence is None and tag.source not in {"iptc", "human"}:
        parts.append(tr("which gives no probability"))
    if tag.at_ms is not None:
        parts.append(tr("at {time}").format(time=phrases.clock(tag.at_ms)))
    return ", ".join(parts)


class Chips(QWidget):
    """All findings of an item."""

    sought = Signal(int)  #: ms

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._flow = FlowLayout(self)
        self._shown: tuple[Tag, ...] = ()
        self.setAccessibleName(self.tr("Tags"))
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_tags(self, tags: Sequence[Tag]) -> None:
        """Show other findings; nothing is touched where they are the same."""
        if tuple(tags) == self._shown:
            return
        self._shown = tuple(tags)
        while (item := self._flow.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for tag in tags:
            chip = Chip(self._theme, tag)
            chip.clicked.connect(self._on_clicked)
            self._flow.addWidget(chip)
            chip.show()
        self.updateGeometry()

    @Slot()
    def _on_clicked(self) -> None:
        chip = self.sender()
        if isinstance(chip, Chip) and chip.tag.at_ms is not None:
            self.sought.emit(chip.tag.at_ms)
