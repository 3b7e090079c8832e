"""Caption templates: texts for fields, with places for what is known of the item. Pure; any thread."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Final

from cloud.contract.findings import TagKind, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud.contract.findings import Caption
    from cloud.contract.item import Item
    from cloud.contract.record import Json

#: Fields that a template may fill: an embargo is decided for each item.
FIELDS: Final = ("headline", "caption", "byline", "credit", "rights")
#: What stands in braces.
PLACES: Final = ("date", "time", "filename", "folder", "people", "keywords")
_PLACE = re.compile(r"\{(" + "|".join(PLACES) + r")\}")


@dataclass(frozen=True, slots=True)
class Template:
    """One template."""

    name: str
    texts: Mapping[str, str] = field(default_factory=dict)  #: by field

    def to_json(self) -> Json:
        """Return what the settings keep."""
        return {"name": self.name, "texts": dict(self.texts)}


def template_of(name: str, caption: Caption) -> Template:
    """Return a caption's texts as a template."""
    texts = {name_: str(getattr(caption, name_)) for name_ in FIELDS}
    return Template(name, {name_: text for name_, text in texts.items() if text})


def read_templates(kept: object) -> list[Template]:
    """Read what the settings keep; what is no template is left out."""
    found = []
    for each in kept if isinstance(kept, list) else []:
        texts = each.get("texts") if isinstance(each, dict) else None
        name = each.get("name") if isinstance(each, dict) else None
        if isinstance(name, str) and name and isinstance(texts, dict):
            found.append(Template(name, {key: str(text) for key, text in texts.items() if key in FIELDS}))
    return found


def fill(template: Template, item: Item, now: datetime) -> dict[str, str]:
    """Return what a template writes into an item's empty fields: nobody's words are written over."""
    known = _known(item, now)
    return {
        name: _PLACE.sub(lambda place: known[place[1]], text)
        for name, text in template.texts.items()
        if not getattr(item.caption, name)
    }


def _known(item: Item, now: datetime) -> dict[str, str]:
    """Return what stands for each place; "" where it is not known."""
    taken = _moment(item.captured_at) or now
    certain = {key for key, verdict in item.verdicts.items() if verdict is Verdict.CONFIRMED} | {
        (tag.kind, tag.name) for tag in item.tags if tag.source in {"human", "iptc"}
    }
    people = sorted(name for kind, name in certain if kind is TagKind.PERSON)
    return {
        "date": f"{taken.day} {taken:%B %Y}",
        "time": f"{taken:%H:%M}",
        "filename": item.filename,
        "folder": item.folder,
        "people": ", ".join(people),  # only those that somebody vouches for: a caption is published
        "keywords": ", ".join(sorted(name for kind, name in certain if kind is TagKind.KEYWORD)),
    }


def _moment(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
