"""Home's sentences and figures. Pure."""

from __future__ import annotations

import html
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from cloud.contract.status import AnalysisName
from desktop.ui import phrases
from desktop.ui.phrases import tr

if TYPE_CHECKING:
    from desktop.core.account import Costs
    from desktop.ui.home.snapshot import Snapshot

_HOUR_S, _DAY_S, _MINUTE_S = 3600, 86_400, 60
#: Icon and colour of what is being analysed.
ANALYSES: Final[dict[str, tuple[str, str]]] = {
    AnalysisName.SPEECH: ("chat-text", "text2"),
    AnalysisName.PEOPLE: ("user", "k_person"),
    AnalysisName.FACES: ("user", "k_person"),
    AnalysisName.TEXT: ("text-t", "k_text"),
    AnalysisName.LOGOS: ("circle-wavy", "k_logo"),
    AnalysisName.LABELS: ("tag", "k_label"),
    AnalysisName.MODERATION: ("eye-slash", "k_moderation"),
    AnalysisName.ENTITIES: ("cube", "k_entity"),
    AnalysisName.PHRASES: ("quotes", "k_phrase"),
}


def sentence(snapshot: Snapshot, needs: int) -> tuple[str, str]:
    """Return what is true in one sentence, and a second one where something needs the person."""
    files = snapshot.today.files
    if files:
        first = phrases.count(files, "{n} file is in.", "{n} files are in.")
    elif snapshot.left:
        first = phrases.count(snapshot.left, "{n} file is on its way.", "{n} files are on their way.")
    elif needs:
        first = tr("Nothing has come in today.")
    else:
        first = tr("Everything is in.")
    return first, phrases.count(needs, "{n} thing needs you.", "{n} things need you.") if needs else ""


def subtitle(snapshot: Snapshot, now: datetime | None = None) -> str:
    """Return the day, and when the last file was in."""
    now = now or datetime.now(UTC)
    _, day = phrases.day(now.isoformat(), now)
    said = [tr("{day}.").format(day=day)]
    last = snapshot.last
    if last is not None:
        ago_s = max(0.0, now.timestamp() - last.at)
        when = phrases.ago(ago_s) if ago_s < _HOUR_S else phrases.moment(last.at, now)
        name = Path(last.folder).name or last.folder
        said.append(tr("Last upload {when}, from {folder}.").format(when=when, folder=name))
    return " ".join(said)


def html_of(first: str, second: str, color: str) -> str:
    """Return both sentences as a label takes them, the second in a colour."""
    text = html.escape(first)
    return f'{text} <span style="color:{color}">{html.escape(second)}</span>' if second else text


def span(seconds: float) -> str:
    """Return a time that has passed in its largest unit: ``9 s``, ``4 min``, ``2 h``, ``3 days``."""
    if seconds < _MINUTE_S:
        return tr("{n} s").format(n=phrases.number(round(seconds)))
    if seconds < _HOUR_S:
        return tr("{n} min").format(n=phrases.number(int(seconds // _MINUTE_S)))
    if seconds < 2 * _DAY_S:
        return tr("{n} h").format(n=phrases.number(int(seconds // _HOUR_S)))
    return phrases.count(int(seconds // _DAY_S), "{n} day", "{n} days")


def oldest(uploaded_ms: int, now_s: float | None = None) -> str:
    """Return how long the item that waits longest has waited."""
    waited = max(0.0, (time.time() if now_s is None else now_s) - uploaded_ms / 1000)
    return tr("oldest {time}").format(time=span(waited))


def months(costs: Costs) -> list[tuple[str, int]]:
    """Return this month and, where all of its days are told, the one before: ``2026-11`` and millionths of a dollar.

    A month of which only some days are told is left out: its sum would be too small.
    """
    sums: dict[str, int] = {}
    for day in costs.days:
        sums[day.day[:7]] = sums.get(day.day[:7], 0) + day.spent_microusd
    whole = {day.day[:7] for day in costs.days if day.day.endswith("-01")}
    return [(month, spent) for month, spent in sorted(sums.items(), reverse=True) if month in whole]


def month_name(month: str) -> str:
    """Return ``November`` for ``2026-11``."""
    return phrases.stamp(datetime.fromisoformat(f"{month}-01"), "MMMM")
