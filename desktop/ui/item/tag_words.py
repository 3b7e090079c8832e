"""A finding in words: its kind, where it comes from, what people say of it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud.contract.findings import HUMAN, TagKind, Verdict
from desktop.ui import phrases
from desktop.ui.phrases import tr

if TYPE_CHECKING:
    from desktop.item.findings import Finding


def kind_name(kind: TagKind) -> str:
    """Return what people call a kind of tag."""
    return {
        TagKind.PERSON: tr("Person"),
        TagKind.TEXT: tr("Text on screen"),
        TagKind.LOGO: tr("Logo"),
        TagKind.LABEL: tr("Label"),
        TagKind.KEYWORD: tr("Keyword"),
        TagKind.ENTITY: tr("Place or name"),
        TagKind.PHRASE: tr("Key phrase"),
        TagKind.MODERATION: tr("Moderation"),
    }[kind]


def group_name(kind: TagKind) -> str:
    """Return the heading of the group that begins with a kind."""
    return {
        TagKind.PERSON: tr("People"),
        TagKind.TEXT: tr("On-screen text"),
        TagKind.LABEL: tr("Labels"),
        TagKind.LOGO: tr("Logos"),
        TagKind.PHRASE: tr("Key phrases and names"),
        TagKind.MODERATION: tr("Moderation"),
    }.get(kind, kind_name(kind))


def source(name: str) -> str:
    """Return where a finding comes from."""
    if name == HUMAN:
        return tr("added by a person")
    if name == "iptc":
        return tr("written in the file itself")
    return tr("found by {engine}").format(engine=name)


def where(finding: Finding) -> str:
    """Return where in the item it is: ``4 scenes``, ``2:48``, ``speech``; "" for a photo."""
    times = finding.times_ms
    if len(times) > 1:
        return tr("{n} scenes").format(n=phrases.number(len(times)))
    if times:
        return phrases.clock(times[0])
    return tr("speech") if finding.is_spoken else ""


def describe(finding: Finding) -> str:
    """Say a finding with its source: ``SAFE PIERS NOW, text on screen, 97 %, found by rapidocr, at 0:14``."""
    parts = [finding.name, kind_name(finding.kind).lower()]
    if finding.confidence is not None:
        parts.append(f"{finding.confidence:.0f} %")
    parts += [source(each) for each in finding.sources]
    if finding.confidence is None and not {HUMAN, "iptc"} & set(finding.sources):
        parts.append(tr("which gives no probability"))
    if finding.times_ms:
        parts.append(tr("at {time}").format(time=phrases.clock(finding.times_ms[0])))
    if finding.verdict is Verdict.CONFIRMED:
        parts.append(tr("confirmed by a person"))
    elif finding.verdict is Verdict.REJECTED:
        parts.append(tr("rejected by a person"))
    if finding.is_pending:
        parts.append(tr("being saved"))
    return ", ".join(parts)
