"""The five states of the tray: which one holds, its sentence, its icon for dark and light bars. Main thread."""

from __future__ import annotations

from datetime import UTC, datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import QLineF, QPointF, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPen, QPixmap, QPolygonF

from desktop.core.events import Link
from desktop.ui import phrases
from desktop.ui.icons import draw_mark
from desktop.ui.theme import colors

if TYPE_CHECKING:
    from desktop.ui.theme import Theme
    from desktop.ui.transfers.totals import Totals

_SIZES = (16, 20, 22, 24, 32, 44)
_CENTRE = QPointF(16.5, 16.5)
_RADIUS, _GAP = 5.0, 1.2


class TrayState(StrEnum):
    """Which of the five icons is shown; of several that hold, the first of needs you, offline, paused, uploading."""

    IDLE = "idle"
    UPLOADING = "uploading"
    NEEDS_YOU = "needs_you"
    PAUSED = "paused"
    OFFLINE = "offline"


def state_of(totals: Totals, link: Link) -> TrayState:
    """Decide which state is shown."""
    if totals.failed or link is Link.SIGNED_OUT:
        return TrayState.NEEDS_YOU
    if link is Link.OFFLINE:
        return TrayState.OFFLINE
    if totals.paused:
        return TrayState.PAUSED
    return TrayState.UPLOADING if totals.unsent else TrayState.IDLE


def tooltip(  # noqa: PLR0911 - one sentence a state
    totals: Totals, link: Link, folders: int, paused_until: float = 0.0
) -> str:
    """Return one sentence; ``paused_until`` is when a pause for a while ends, 0 where it has no end."""
    match state_of(totals, link):
        case TrayState.NEEDS_YOU if link is Link.SIGNED_OUT:
            return phrases.count(
                totals.unsent, "Sign in again. {n} file waits here.", "Sign in again. {n} files wait here."
            )
        case TrayState.NEEDS_YOU:
            return phrases.count(totals.failed, "{n} file was not uploaded.", "{n} files were not uploaded.")
        case TrayState.OFFLINE:
            return phrases.count(
                totals.unsent, "No connection. {n} file waits here.", "No connection. {n} files wait here."
            )
        case TrayState.PAUSED if paused_until:
            return phrases.tr("Paused until {time}. Nothing is lost.").format(time=_hour(paused_until))
        case TrayState.PAUSED:
            return phrases.tr("Paused. Nothing is lost.")
        case TrayState.UPLOADING:
            return _uploading(totals)
        case _:
            watched = phrases.count(folders, "{n} folder", "{n} folders")
            return phrases.tr("Everything is in. Watching {folders}.").format(folders=watched)


def _hour(moment: float) -> str:
    """Return a moment to come: the time alone today, else with its day."""
    is_today = datetime.fromtimestamp(moment, UTC).astimezone().date() == datetime.now(UTC).astimezone().date()
    return phrases.moment(moment) if is_today else phrases.until(moment)


def _uploading(totals: Totals) -> str:
    number = phrases.number
    if not totals.uploading:
        return phrases.count(totals.waiting, "{n} file waits.", "{n} files wait.")
    if not totals.duration:
        text = phrases.tr("Uploading {n} of {all}.")
        return text.format(n=number(totals.uploading), all=number(totals.unsent))
    text = phrases.tr("Uploading {n} of {all}, {time} left.")
    return text.format(n=number(totals.uploading), all=number(totals.unsent), time=totals.duration)


def draw_state(painter: QPainter, side: float, state: TrayState, theme: Theme, *, is_bar_dark: bool = True) -> None:
    """Paint a state on a grid of 22, for a dark or a light bar."""
    bar = colors(is_dark=is_bar_dark)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(side / 22, side / 22)
    square = QRectF(2, 2, 18, 18)
    if state is TrayState.OFFLINE:
        painter.setPen(QPen(bar.text2, 1.8))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(square.adjusted(0.9, 0.9, -0.9, -0.9), 4.2, 4.2)
        painter.drawPolygon(QPolygonF([QPointF(11, 7), QPointF(15, 11), QPointF(11, 15), QPointF(7, 11)]))
    else:
        draw_mark(painter, square, theme.colors.trayoff if state is TrayState.PAUSED else bar.brand, bar.white)
    if state is not TrayState.IDLE:
        _draw_disc(painter, state, theme, is_bar_dark=is_bar_dark)
    painter.restore()


def _draw_disc(painter: QPainter, state: TrayState, theme: Theme, *, is_bar_dark: bool) -> None:
    bar = colors(is_dark=is_bar_dark)
    # The gap takes the bar's colour, whatever that is.
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Clear)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(bar.window)
    painter.drawEllipse(_CENTRE, _RADIUS + _GAP, _RADIUS + _GAP)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
    if state is TrayState.OFFLINE:
        painter.setPen(QPen(bar.text2, 1.6))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(_CENTRE, 4.2, 4.2)
        painter.drawLine(QLineF(13.6, 19.4, 19.4, 13.6))
        return
    is_alarm = state is TrayState.NEEDS_YOU
    painter.setBrush(bar.red if is_alarm else bar.text)
    # A hairline keeps the disc's shape where the bar is not as bright or dark as the system says.
    painter.setPen(Qt.PenStyle.NoPen if is_alarm else QPen(theme.colors.trayoff, 0.5))
    painter.drawEllipse(_CENTRE, _RADIUS, _RADIUS)
    ink = QPen(bar.white if is_alarm else bar.window, 1.6)
    ink.setCapStyle(Qt.PenCapStyle.RoundCap)
    ink.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
    painter.setPen(ink)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    match state:
        case TrayState.NEEDS_YOU:
            painter.drawLine(QLineF(16.5, 13.8, 16.5, 17))
            painter.drawPoint(QPointF(16.5, 19.2))
        case TrayState.PAUSED:
            painter.drawLine(QLineF(15.1, 14.6, 15.1, 18.4))
            painter.drawLine(QLineF(17.9, 14.6, 17.9, 18.4))
        case _:
            painter.drawLine(QLineF(16.5, 14.2, 16.5, 19))
            painter.drawPolyline(QPolygonF([QPointF(14.6, 16), QPointF(16.5, 14.1), QPointF(18.4, 16)]))


def state_icon(state: TrayState, theme: Theme, *, is_bar_dark: bool = True) -> QIcon:
    """Return a state's icon in every size that trays ask for."""
    made = QIcon()
    for side in _SIZES:
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        draw_state(painter, side, state, theme, is_bar_dark=is_bar_dark)
        painter.end()
        made.addPixmap(pixmap)
    return made
