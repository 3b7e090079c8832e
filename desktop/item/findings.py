"""An item's tags as people look at them: each name once, with what people say of it, and changes on their way. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from cloud.contract.findings import HUMAN, TagKind, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cloud.contract.corrections import WordKey
    from cloud.contract.findings import Tag
    from cloud.contract.item import Item
    from cloud.contract.record import Json

#: A tag as the newsroom's API speaks of it.
Key = tuple[TagKind, str]
#: Below this percentage a finding is unsure.
UNSURE = 70.0
#: Kinds in the order of the list, those that are shown together in one group.
GROUPS: Final[tuple[tuple[TagKind, ...], ...]] = (
    (TagKind.PERSON,),
    (TagKind.TEXT,),
    (TagKind.LABEL,),
    (TagKind.LOGO,),
    (TagKind.PHRASE, TagKind.ENTITY, TagKind.KEYWORD),
    (TagKind.MODERATION,),
)
#: What engines call a face that they do not know.
FACE = "Face"
_SPOKEN = {TagKind.PHRASE, TagKind.ENTITY}


@dataclass(frozen=True, slots=True)
class Finding:
    """All tags of one kind and name."""

    name: str
    kind: TagKind
    confidence: float | None  #: the surest of them
    sources: tuple[str, ...]
    times_ms: tuple[int, ...] = ()
    boxes: tuple[tuple[float, float, float, float], ...] = ()
    verdict: Verdict | None = None
    is_pending: bool = False  #: what a person said of it is on its way

    @property
    def key(self) -> Key:
        """What the newsroom knows it by."""
        return self.kind, self.name

    @property
    def is_given(self) -> bool:
        """Whether a person added it, and no machine found it."""
        return set(self.sources) == {HUMAN}

    @property
    def is_rejected(self) -> bool:
        """Whether a person says that it is wrong."""
        return self.verdict is Verdict.REJECTED

    @property
    def is_unsure(self) -> bool:
        """Whether nobody should rely on it yet."""
        return self.confidence is not None and self.confidence < UNSURE and self.verdict is not Verdict.CONFIRMED

    @property
    def is_unknown(self) -> bool:
        """Whether it is somebody whom nobody has named."""
        return self.kind is TagKind.LABEL and self.name == FACE

    @property
    def is_spoken(self) -> bool:
        """Whether it was found in what was said."""
        return self.kind in _SPOKEN


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person wants of tags and of what was heard; ``None`` takes a verdict, a name or a word back."""

    add: frozenset[Key] = frozenset()
    remove: frozenset[Key] = frozenset()
    verdicts: Mapping[Key, Verdict | None] = field(default_factory=dict)
    speakers: Mapping[str, str | None] = field(default_factory=dict)
    words: Mapping[WordKey, str | None] = field(default_factory=dict)

    def then(self, later: Wish) -> Wish:
        """Return this and what was wished later, as one: the later word holds."""
        return Wish(
            (self.add - later.remove) | later.add,
            (self.remove - later.add) | later.remove,
            {**self.verdicts, **later.verdicts},
            {**self.speakers, **later.speakers},
            {**self.words, **later.words},
        )

    def to_json(self) -> dict[str, Json]:
        """Return the body of ``PATCH /api/media/<id>``."""
        document: dict[str, Json] = {}
        if tags := self._tags():
            document["tags"] = tags
        spoken: dict[str, Json] = {}
        if self.speakers:
            spoken["speakers"] = dict(self.speakers)
        if self.words:
            spoken["words"] = [
                {"at_ms": at_ms, "was": was, "text": text} for (at_ms, was), text in sorted(self.words.items())
            ]
        if spoken:
            document["transcript"] = spoken
        return document

    def _tags(self) -> dict[str, Json]:
        document: dict[str, Json] = {}
        said: dict[str, list[Key]] = {"add": sorted(self.add), "remove": sorted(self.remove)}
        for name, verdict in (("confirm", Verdict.CONFIRMED), ("reject", Verdict.REJECTED), ("clear", None)):
            said[name] = sorted(key for key, wished in self.verdicts.items() if wished is verdict)
        for name, keys in said.items():
            if keys:
                document[name] = [{"kind": kind.value, "name": tag} for kind, tag in keys]
        return document


def gather(item: Item, wish: Wish | None = None) -> list[Finding]:
    """Return what was found, each name of a kind once, as it will be when a wish is granted; the surest first."""
    wish = wish or Wish()
    held: dict[Key, list[Tag]] = {}
    for tag in item.tags:
        if not (tag.source == HUMAN and (tag.kind, tag.name) in wish.remove):
            held.setdefault((tag.kind, tag.name), []).append(tag)
    found = [_finding(key, tags, item, wish) for key, tags in held.items()]
    found += [
        Finding(name, kind, None, (HUMAN,), is_pending=True) for kind, name in wish.add if (kind, name) not in held
    ]
    return sorted(found, key=lambda each: (-(each.confidence or (101 if each.is_given else 0)), each.name.casefold()))


def _finding(key: Key, tags: list[Tag], item: Item, wish: Wish) -> Finding:
    kind, name = key
    sure = [tag.confidence for tag in tags if tag.confidence is not None]
    verdict = wish.verdicts[key] if key in wish.verdicts else item.verdicts.get(key)
    return Finding(
        name=name,
        kind=kind,
        confidence=max(sure, default=None),
        sources=tuple(dict.fromkeys(tag.source for tag in tags)),
        times_ms=tuple(sorted({tag.at_ms for tag in tags if tag.at_ms is not None})),
        boxes=tuple(tag.box for tag in tags if tag.box is not None),
        verdict=verdict,
        is_pending=key in wish.verdicts or key in wish.add,
    )


def groups(found: Iterable[Finding], *, with_rejected: bool = False) -> list[tuple[TagKind, list[Finding]]]:
    """Return findings by group, each under the kind that it begins with; empty groups are left out.

    A face without a name is one of the people, after those who have one.
    """
    shown = [each for each in found if with_rejected or not each.is_rejected]
    made = [(kinds[0], [each for each in shown if each.kind in kinds and not each.is_unknown]) for kinds in GROUPS]
    made[0][1].extend(each for each in shown if each.is_unknown)
    return [(kind, members) for kind, members in made if members]
