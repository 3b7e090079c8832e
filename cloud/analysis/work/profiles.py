"""Profiles as data: what a folder's files are analysed for, by whom, and how. Pure; any thread.

Three ship in ``profiles.json``. A newsroom adds its own, in the same shape, as ``settings/profiles.json`` in the
derived bucket (``snapstream-cloud deploy --profiles FILE`` puts it there). No name at all means ``full``. A name that
nobody knows means ``private``: whoever gave it may have meant that no third party sees the file, and whoever removes a
profile must not show its files to anybody.

::

    {"profiles": {"night": {"like": "full", "analyses": ["text", "labels", "moderation"], "video": "jobs"}}}

One that is there already, shipped or earlier in the document, is changed in what is said; the rest stays as it was.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, cast

from cloud.analysis.shell.logs import log_failure
from cloud.contract.status import AnalysisName as Name
from cloud.contract.status import Profile
from cloud.store.objects import ObjectMissingError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from cloud.contract.record import Json
    from cloud.store.objects import ObjectStore

#: Where a newsroom keeps its own profiles, in the derived bucket; no desktop can read it.
PROFILES_KEY = "settings/profiles.json"
#: Every profile has these: without them there is nothing to see.
ALWAYS = frozenset({Name.THUMBNAILS, Name.METADATA})
_NAME = re.compile(r"[a-z][a-z0-9-]{0,31}")
#: Amazon Transcribe API Reference, "Settings": MaxSpeakerLabels.
_SPEAKERS = range(2, 31)
#: How long what was read is kept.
_KEPT = timedelta(minutes=1)
_SHIPPED = Path(__file__).with_name("profiles.json")


class BadProfileError(ValueError):
    """The profiles cannot be used; the message names the profile, the field and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class ProfileRule:
    """What one profile asks for."""

    name: str
    analyses: frozenset[Name]
    third_parties: bool = True  #: False: our own code alone sees the file
    video: str = "frames"  #: ``frames``: distinct frames as pictures; ``jobs``: the video APIs (ten times the price)
    max_speakers: int = 10  #: 0: speakers are not told apart
    vocabulary: str = ""  #: of Amazon Transcribe, by name; made by the newsroom
    redact_pii: bool = False  #: personal data is left out of transcripts, as ``[PII]``
    translate_to: tuple[str, ...] = ()  #: languages, as Amazon Translate names them
    collection: str = ""  #: faces the newsroom has consent to look for; the id of a Rekognition collection
    custom_labels: str = ""  #: the ARN of a running Custom Labels model that knows logos; never started by us

    @property
    def is_private(self) -> bool:
        """Whether no third party may see the file."""
        return not self.third_parties


def shipped_profiles() -> dict[str, ProfileRule]:
    """Return the three that every newsroom has."""
    return parse_profiles(_SHIPPED.read_text(encoding="utf-8"))


def parse_profiles(text: str, base: Mapping[str, ProfileRule] | None = None) -> dict[str, ProfileRule]:
    """Return ``base`` with the profiles of a document added or put in place; raises ``BadProfileError``."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadProfileError(f"profiles are no JSON: {error}") from error
    listed = document.get("profiles") if isinstance(document, dict) else None
    if not isinstance(listed, dict):
        raise BadProfileError('profiles: a document {"profiles": {NAME: …}} is expected')
    rules = dict(base or {})
    for name, wish in listed.items():
        rules[name] = _rule(name, wish, rules)
    if Profile.PRIVATE in rules and not rules[Profile.PRIVATE].is_private:
        raise BadProfileError("private: third_parties must stay false")
    return rules


def find_rule(profiles: Mapping[str, ProfileRule], name: str) -> ProfileRule:
    """Return the rule of this name; of ``full`` where there is none, of ``private`` where nobody knows it."""
    return profiles[known_name(profiles, name)]


def known_name(profiles: Mapping[str, ProfileRule], name: str) -> str:
    """Return the name of the profile that a file of this profile is analysed by."""
    if not name:
        return Profile.FULL.value
    return name if name in profiles else Profile.PRIVATE.value


def missing_profile(name: str) -> str:
    """Return how a profile is called that nobody knows: its name, where a profile could be called so."""
    return name if _NAME.fullmatch(name) else "?"


class NewsroomProfiles:
    """The profiles of one newsroom: those that ship and its own, read again once a minute."""

    def __init__(self, derived: ObjectStore, now: Callable[[], datetime]) -> None:
        self._derived = derived
        self._now = now
        self._read_at: datetime | None = None
        self._profiles = shipped_profiles()

    def __call__(self) -> Mapping[str, ProfileRule]:
        """Return the profiles. Where the newsroom's own cannot be read, those that were read last stand."""
        now = self._now()
        if self._read_at is None or now - self._read_at > _KEPT:
            self._read_at = now
            self._profiles = self._read()
        return self._profiles

    def _read(self) -> dict[str, ProfileRule]:
        try:
            text = self._derived.read(PROFILES_KEY).decode("utf-8")
        except ObjectMissingError:
            return shipped_profiles()
        try:
            return parse_profiles(text, shipped_profiles())
        except BadProfileError as error:
            log_failure("profiles refused", error)
            return self._profiles


def _rule(name: str, wish: Json, known: Mapping[str, ProfileRule]) -> ProfileRule:
    if not _NAME.fullmatch(name):
        raise BadProfileError(f"{name!r}: a name is made of a-z, 0-9 and -, at most 32 characters")
    if not isinstance(wish, dict):
        raise BadProfileError(f"{name}: an object is expected")
    like = wish.get("like")
    if like is not None and (not isinstance(like, str) or like not in known):
        raise BadProfileError(f"{name}.like: there is no profile {like!r} before it")
    begun = known.get(name if like is None else like)
    start = ProfileRule(name, ALWAYS) if begun is None else replace(begun, name=name)
    allowed = {field.name: field.type for field in fields(ProfileRule) if field.name != "name"}
    values: dict[str, object] = {}
    for field, value in wish.items():
        if field == "like":
            continue
        if field not in allowed:
            raise BadProfileError(f"{name}.{field}: there is no such field; there are {', '.join(sorted(allowed))}")
        values[field] = _value(f"{name}.{field}", value, getattr(start, field))
    rule = replace(start, **values)  # type: ignore[arg-type] # each value has its field's type by now
    _check(rule)
    if begun is None and "analyses" not in wish:
        raise BadProfileError(
            f'{name}: is new and must say what it is like, or what it asks for: "like": "full", or "analyses": ["text"]'
        )
    return rule


def _value(where: str, value: Json, usual: object) -> object:
    """Return a value of the type that its default has."""
    if isinstance(usual, frozenset):
        names = _texts(where, value)
        unknown = sorted(set(names) - set(Name))
        if unknown:
            raise BadProfileError(f"{where}: there is no analysis {unknown[0]!r}")
        return ALWAYS | frozenset(map(Name, names))
    if isinstance(usual, tuple):
        return tuple(_texts(where, value))
    if type(value) is not type(usual):
        raise BadProfileError(f"{where}: {type(usual).__name__} is expected, not {json.dumps(value)}")
    return value


def _texts(where: str, value: Json) -> list[str]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise BadProfileError(f"{where}: a list of texts is expected")
    return cast("list[str]", value)


def _check(rule: ProfileRule) -> None:
    if rule.video not in {"frames", "jobs"}:
        raise BadProfileError(f'{rule.name}.video: "frames" or "jobs" is expected')
    if rule.max_speakers and rule.max_speakers not in _SPEAKERS:
        raise BadProfileError(f"{rule.name}.max_speakers: 0, or 2 to 30")
