"""What the item panel says about an item: its line of facts, what went wrong and why, the facts of its file. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cloud.contract.findings import HUMAN
from cloud.contract.findings import Verdict as TagVerdict
from cloud.contract.status import AnalysisName, AnalysisState, ItemStatus, Profile
from desktop.ui import phrases
from desktop.ui.library import tiles
from desktop.ui.phrases import tr
from desktop.ui.said import sentence

if TYPE_CHECKING:
    from cloud.contract.item import Item
    from desktop.ui.widgets.banner import Level

#: What a profile leaves out is no news.
_EXPECTED_SKIPS = {"not_in_profile", "no_audio", "no_engine"}


@dataclass(frozen=True, slots=True)
class Verdict:
    """How it went, where that needs words."""

    level: Level
    icon: str
    heading: str
    text: str


def summary(item: Item) -> str:
    """Return one line: ``Video · 1920 × 1080 · 6:42 · 1.2 GB · today``."""
    parts = [phrases.kind(item.media_type)]
    if item.width and item.height:
        parts.append(f"{phrases.number(item.width)} × {phrases.number(item.height)}")
    if item.duration_ms is not None:
        parts.append(phrases.clock(item.duration_ms))
    parts.append(phrases.size(item.size_bytes))
    if item.transcript is not None:
        parts.append(language(item.transcript.language))
    return " · ".join(parts)


def kind_line(item: Item) -> str:
    """Return what stands over the picture: the folder and when it was uploaded."""
    return " · ".join(part for part in (item.folder, phrases.moment(item.uploaded_at)) if part)


def language(code: str) -> str:
    """Return a language's name, the code itself where it is a rare one."""
    names = {"en": tr("English"), "de": tr("German"), "fr": tr("French"), "es": tr("Spanish"), "it": tr("Italian")}
    return names.get(code.partition("-")[0].lower(), code)


def verdict(item: Item) -> Verdict | None:
    """Return why an item is not whole, or how far its analysis is; None where all is well."""
    failed = failures(item)
    if item.status is ItemStatus.REJECTED:
        return Verdict(
            "failure", "warning-circle-fill", tr("The newsroom refused this file"), sentence(item.status_reason)
        )
    if item.status is ItemStatus.FAILED:
        return Verdict(
            "failure", "warning-circle-fill", tr("Nothing could be made of this file"), sentence(item.status_reason)
        )
    if failed:
        name, reason = failed[0]
        more = (
            tr("The rest of the item is complete.")
            if len(failed) == 1
            else "\n".join(
                tr("{what}: {why}").format(what=phrases.analysis(other), why=sentence(why)) for other, why in failed[1:]
            )
        )
        heading = tr("{what} could not be analysed").format(what=phrases.analysis(name))
        return Verdict("warning", "warning-fill", heading, f"{sentence(reason)} {more}".strip())
    if item.status is ItemStatus.PARTIAL:
        return Verdict("warning", "warning-fill", tr("Incomplete"), sentence(item.status_reason))
    if item.is_open or not item.status.is_final:
        waiting = [phrases.analysis(name) for name in phrases.pending_names(item)]
        text = tr("{what} to come.").format(what=phrases.listed(waiting)) if waiting else ""
        return Verdict("info", "spinner-gap", tiles.analysing(item), text)
    return None


def failures(item: Item) -> list[tuple[str, str]]:
    """Return the analyses that failed, in the order in which they are done, with their reasons."""
    order = {name: number for number, name in enumerate(AnalysisName)}
    failed = [(name, a.reason) for name, a in item.analyses.items() if a.state is AnalysisState.FAILED]
    return sorted(failed, key=lambda pair: order.get(AnalysisName(pair[0]), 99) if pair[0] in set(AnalysisName) else 99)


def left_out(item: Item) -> list[str]:
    """Return a sentence for each analysis that a rule left out and that somebody may miss."""
    return [
        tr("{what}: {why}").format(what=phrases.analysis(name), why=sentence(analysis.reason))
        for name, analysis in item.analyses.items()
        if analysis.state is AnalysisState.SKIPPED and analysis.reason.partition(":")[0] not in _EXPECTED_SKIPS
    ]


def speech_note(item: Item) -> tuple[str, str]:
    """Return heading and text for a recording without a transcript; ("", "") where there is nothing to say."""
    speech = item.analyses.get(AnalysisName.SPEECH)
    if item.media_type not in {"audio", "video"} or speech is None:
        return "", ""
    match speech.state:
        case AnalysisState.NO_DATA:
            return tr("No speech in this recording"), tr("The sound was analysed and nothing was said.")
        case AnalysisState.SKIPPED:
            return tr("Speech was not transcribed"), sentence(speech.reason)
        case AnalysisState.QUEUED | AnalysisState.SUBMITTED:
            return "", tr("Speech is being transcribed.")
        case _:
            return "", ""


def facts(item: Item) -> list[tuple[str, str]]:
    """Return the file's facts, a name and a value each."""
    taken = phrases.parse_time(item.captured_at) if item.captured_at else None
    profiles: dict[str, str] = {Profile.FULL: tr("full"), Profile.BASIC: tr("basic"), Profile.PRIVATE: tr("private")}
    folder = tr("{folder}, profile {profile}").format(
        folder=item.folder or tr("none"), profile=profiles.get(item.profile, item.profile)
    )
    rows = [
        (tr("File"), item.filename),
        (tr("Taken"), _full(item.captured_at) if taken and item.captured_at else tr("Not stated in the file")),
        (tr("Uploaded"), _full(item.uploaded_at)),
        (tr("Type"), item.mime),
        (tr("Folder"), folder),
        (tr("SHA-256"), f"{item.sha256[:8]}…{item.sha256[-8:]}" if item.sha256 else ""),
    ]
    if item.sentiment is not None:
        rows.append((tr("Tone"), _tone(item.sentiment.label)))
    return [(name, value) for name, value in rows if value]


def _tone(label: str) -> str:
    names = {
        "positive": tr("Positive"),
        "negative": tr("Negative"),
        "neutral": tr("Neutral"),
        "mixed": tr("Mixed"),
    }
    return names.get(label.lower(), label.capitalize())


def _full(text: str) -> str:
    when = phrases.parse_time(text)
    return phrases.stamp(when, "ddd d MMM yyyy, HH:mm") if when else text


def history(item: Item) -> list[tuple[str, str]]:
    """Return what machines and persons did, as far as the record says; what has a time stands first, latest last."""
    rows = [(phrases.moment(item.uploaded_at), tr("Uploaded, verified"))]
    done: dict[str, list[str]] = {}
    for name, analysis in item.analyses.items():
        if analysis.state is AnalysisState.SUCCEEDED:
            done.setdefault(analysis.engine, []).append(phrases.analysis(name))
    for engine, names in done.items():
        what = tr("Analysed: {what}, by {engine}").format(what=phrases.listed(names), engine=engine)
        rows.append(("", what))
    rows += [("", tr("{what} failed").format(what=phrases.analysis(name))) for name, _ in failures(item)]
    if item.analysis_version > 1:
        rows.append(("", tr("Analysed {n} times").format(n=item.analysis_version)))
    rows += [("", text) for text in _by_people(item)]
    rows.append((phrases.moment(item.updated_at), tr("Last change")))
    return rows


def _by_people(item: Item) -> list[str]:
    """Return what people said of an item."""
    told = []
    for verdict, text in (
        (TagVerdict.CONFIRMED, tr("Tags confirmed: {names}")),
        (TagVerdict.REJECTED, tr("Tags rejected: {names}")),
    ):
        names = [name for (_, name), said in item.verdicts.items() if said is verdict]
        if names:
            told.append(text.format(names=", ".join(names[:5]) + (" …" if len(names) > 5 else "")))  # noqa: PLR2004
    given = [tag.name for tag in item.tags if tag.source == HUMAN]
    if given:
        told.append(tr("Tags added: {names}").format(names=", ".join(given[:5]) + (" …" if len(given) > 5 else "")))  # noqa: PLR2004
    if item.corrections.speakers:
        names = list(item.corrections.speakers.values())
        told.append(tr("Speakers named: {names}").format(names=", ".join(names)))
    if item.corrections.words:
        told.append(tr("Words corrected in the transcript: {n}").format(n=len(item.corrections.words)))
    return told
