"""What files would cost, before any of them is sent: by their media, their length and a profile. Any thread.

An estimate, made of the same plan and the same prices as the analysis itself, and of assumptions about what nobody can
know before: how many frames of a video differ, how much is said in a recording. They are stated with every estimate.

The estimate stops nothing. What holds a batch is the daily cap, charged by the ledger before each single call: what
comes after it is SKIPPED(spend_cap), and is made up for by a re-analysis when there is money again.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cloud.analysis.engines.aws.limits import COMPREHEND_DOCUMENT_BYTES, COMPREHEND_LANGUAGE_CHARACTERS
from cloud.analysis.engines.aws.speech import language_code
from cloud.analysis.engines.aws.video import JOBS
from cloud.analysis.engines.ports import MediaError
from cloud.analysis.paid import prices
from cloud.analysis.work import plan
from cloud.analysis.work.budgets import MAX_FRAME_PARTS
from cloud.contract.media import HEAD_BYTES, Media, MediaType, sniff
from cloud.contract.status import AnalysisName as Name
from cloud.store.ledger import dollars

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cloud.analysis.engines.containers import Probe
    from cloud.analysis.work.plan import EngineSet
    from cloud.analysis.work.profiles import ProfileRule
    from cloud.contract.record import Json

#: By operation, as in the ledger (``rekognition:DetectLabels``): microdollars.
Costs = Mapping[str, int]

_MINUTE_MS = 60_000
#: As ``av`` sends them.
_FRAMES_A_MESSAGE = 20
#: Longer sound is not transcribed (``av``).
_LONGEST_SOUND_MS = 4 * 3600 * 1000
#: What is asked about a picture; ``recognize`` asks for two analyses at once where one call serves both.
_PICTURE_CALLS = {
    Name.LABELS: "DetectLabels",
    Name.PEOPLE: "RecognizeCelebrities",
    Name.FACES: "RecognizeCelebrities",
    Name.TEXT: "DetectText",
    Name.LOGOS: "DetectText",
    Name.MODERATION: "DetectModerationLabels",
}
_TEXT_CALLS = {
    Name.ENTITIES: "BatchDetectEntities",
    Name.PHRASES: "BatchDetectKeyPhrases",
    Name.SENTIMENT: "BatchDetectSentiment",
    Name.PII: "DetectPiiEntities",
}


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What cannot be known before."""

    frames_a_minute: float = 6.0  #: of a video, that differ; at most 30 a minute are kept
    characters_a_minute: int = 900  #: of speech: 150 words
    #: Where a file does not say how long it is.
    unknown_duration_ms: int = 10 * _MINUTE_MS

    def sentences(self) -> list[str]:
        """Return them for people."""
        return [
            f"{self.frames_a_minute:g} distinct frames a minute of video, at most {_MAX_FRAMES:,} of one video",
            f"{self.characters_a_minute:,} characters a minute of sound, as if somebody spoke all the time",
            "a face in every picture, where a collection of faces is searched",
            f"{self.unknown_duration_ms / _MINUTE_MS:g} minutes, where a file does not say how long it is",
            "list prices of us-east-1 of 22 November 2026, first tiers, no free tiers",
        ]


#: Why a file was left out, for people, where the code says too little.
_LEFT_OUT = {
    "not_media": "not picture, sound or video",
    "special": "not files (pipes, devices)",
    "unreadable_folder": "folders that cannot be read",
}
_UNKNOWN_LANGUAGE = "Transcribe knows no language {!r}; it would find out by itself what is spoken."
_MAX_FRAMES = MAX_FRAME_PARTS * _FRAMES_A_MESSAGE
USUAL = Assumptions()
AWS = plan.EngineSet(aws=True)


@dataclass(frozen=True, slots=True)
class FileFacts:
    """What must be known of one file."""

    media_type: MediaType
    duration_ms: int | None = None  #: None for pictures, and where nobody knows
    has_audio: bool = True


@dataclass(frozen=True, slots=True)
class FolderEstimate:
    """What the files of a folder would cost."""

    profile: str
    files: Mapping[str, int]  #: how many, by media type
    duration_ms: int  #: of all sound and video together
    costs: Costs
    left_out: Mapping[str, int] = field(default_factory=dict)  #: how many, by why
    assumptions: Assumptions = USUAL
    notes: tuple[str, ...] = ()  #: what whoever asked may have meant otherwise

    @property
    def total_microusd(self) -> int:
        """Everything together."""
        return sum(self.costs.values())


def estimate_file(
    facts: FileFacts,
    rule: ProfileRule,
    *,
    language: str = "",
    engines: EngineSet = AWS,
    assumptions: Assumptions = USUAL,
) -> Costs:
    """Return what one file would cost, by operation; what our own engines do costs nothing here."""
    planned = plan.plan(facts.media_type, rule, language, 1, engines)
    awaited = {Name(name): planned.analyses[name].engine for name in planned.pending}
    duration_ms = assumptions.unknown_duration_ms if facts.duration_ms is None else facts.duration_ms
    costs: Counter[str] = Counter()
    looked_at = frozenset(name for name, engine in awaited.items() if engine == plan.REKOGNITION)
    pictures = 1 if facts.media_type is MediaType.IMAGE else _frames(duration_ms, assumptions)
    costs.update(_pictures(looked_at, rule, pictures))
    by_job = {name for name, engine in awaited.items() if engine == plan.REKOGNITION_VIDEO}
    for job in JOBS:
        if by_job & set(job.analyses):
            costs[f"rekognition:{job.start}"] += prices.video_call(job.start, duration_ms)
    if awaited.get(Name.SPEECH) == plan.TRANSCRIBE and facts.has_audio and duration_ms <= _LONGEST_SOUND_MS:
        costs["transcribe:StartTranscriptionJob"] += prices.transcribe(duration_ms / 1000)
        characters = round(duration_ms / _MINUTE_MS * assumptions.characters_a_minute)
        costs.update(_texts(awaited, rule, characters))
    return {operation: cost for operation, cost in sorted(costs.items()) if cost}


def estimate_folder(
    path: Path,
    rule: ProfileRule,
    *,
    language: str = "",
    engines: EngineSet = AWS,
    assumptions: Assumptions = USUAL,
    on_file: Callable[[Path], None] = lambda _path: None,
) -> FolderEstimate:
    """Look into every file below a folder (or at one file), and add up what they would cost.

    The same bytes are paid for once. ``left_out`` counts the others by why: ``duplicate``, ``not_media``, ``empty``,
    ``unreadable``, ``unreadable_folder``, ``special`` (pipes, devices), ``damaged``.
    """
    files: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    costs: Counter[str] = Counter()
    duration_ms = 0
    seen = _Seen()

    def cannot_list(_error: OSError) -> None:
        left_out["unreadable_folder"] += 1

    for file in _walk(path, cannot_list):
        on_file(file)
        try:
            status = file.stat()
            if not stat.S_ISREG(status.st_mode):  # opening one may wait for ever
                left_out["special"] += 1
                continue
            if status.st_size == 0:
                left_out["empty"] += 1
                continue
            media = _sniff(file)
            if media is not None and seen.before(file):
                left_out["duplicate"] += 1
                continue
            facts = None if media is None else _facts(file, media)
        except OSError:
            left_out["unreadable"] += 1
            continue
        except MediaError as error:
            left_out[error.reason.value] += 1
            continue
        if facts is None:
            left_out["not_media"] += 1
            continue
        files[facts.media_type.value] += 1
        duration_ms += facts.duration_ms or 0
        costs.update(estimate_file(facts, rule, language=language, engines=engines, assumptions=assumptions))
    notes = (_UNKNOWN_LANGUAGE.format(language),) if language and language_code(language) is None else ()
    return FolderEstimate(
        rule.name, dict(files), duration_ms, dict(sorted(costs.items())), dict(left_out), assumptions, notes
    )


def render_estimate(estimate: FolderEstimate, *, cap_microusd: int | None = None) -> str:
    """Return an estimate for people: what is there, what it costs, and what was assumed."""
    counted = ", ".join(f"{count:,} {name}" for name, count in sorted(estimate.files.items())) or "no media"
    minutes = f", {estimate.duration_ms / _MINUTE_MS:,.1f} minutes" if estimate.duration_ms else ""
    lines = [f"{counted}{minutes}; profile {estimate.profile}", ""]
    width = max(map(len, ["in all", *estimate.costs]))
    lines += [f"  {operation:<{width}}  {dollars(cost):>12}" for operation, cost in estimate.costs.items()]
    lines += [f"  {'in all':<{width}}  {dollars(estimate.total_microusd):>12}", ""]
    if estimate.left_out:
        counts = sorted(estimate.left_out.items())
        lines += ["left out: " + ", ".join(f"{count:,} {_LEFT_OUT.get(why, why)}" for why, count in counts), ""]
    lines += [line for note in estimate.notes for line in (note, "")]
    if cap_microusd and estimate.total_microusd > cap_microusd:
        days = _days(estimate, cap_microusd)
        lines += [
            f"This is more than the day's limit of {dollars(cap_microusd)}: about {days:,} days' worth.",
            "What comes after the limit is left out (spend_cap) until it is analysed again.",
            "",
        ]
    lines += ["assumed:", *(f"  {sentence}" for sentence in estimate.assumptions.sentences())]
    return "\n".join(lines)


def estimate_json(estimate: FolderEstimate, *, cap_microusd: int | None = None) -> dict[str, Json]:
    """Return an estimate for programs; amounts in microdollars. With a cap, how many days' worth it is."""
    capped: dict[str, Json] = (
        {"daily_cap_microusd": cap_microusd, "days": _days(estimate, cap_microusd)} if cap_microusd else {}
    )
    return capped | {
        "profile": estimate.profile,
        "files": dict(sorted(estimate.files.items())),
        "left_out": dict(sorted(estimate.left_out.items())),
        "duration_ms": estimate.duration_ms,
        "operations": dict(estimate.costs),
        "total_microusd": estimate.total_microusd,
        "assumptions": list(estimate.assumptions.sentences()),
        "notes": list(estimate.notes),
    }


def _days(estimate: FolderEstimate, cap_microusd: int) -> int:
    return -(-estimate.total_microusd // cap_microusd)


def _pictures(names: frozenset[Name], rule: ProfileRule, pictures: int) -> dict[str, int]:
    calls = {_PICTURE_CALLS[name] for name in names}
    if Name.PEOPLE in names and rule.collection:
        calls.add("SearchFacesByImage")
    if Name.LOGOS in names and rule.custom_labels:
        calls.add("DetectCustomLabels")
    return {f"rekognition:{call}": pictures * prices.picture_call(call) for call in calls}


def _frames(duration_ms: int, assumptions: Assumptions) -> int:
    """Return how many frames of a video are looked at: one at least."""
    return min(max(round(duration_ms / _MINUTE_MS * assumptions.frames_a_minute), 1), _MAX_FRAMES)


def _texts(awaited: Mapping[Name, str], rule: ProfileRule, characters: int) -> dict[str, int]:
    """Return what is asked about a transcript: documents as long as they may be, one after the other."""
    costs: dict[str, int] = {}
    if awaited.get(Name.LANGUAGE) == plan.COMPREHEND and characters >= COMPREHEND_LANGUAGE_CHARACTERS:
        sample = min(characters, COMPREHEND_DOCUMENT_BYTES)
        costs["comprehend:DetectDominantLanguage"] = prices.comprehend("DetectDominantLanguage", sample)
    for name, call in _TEXT_CALLS.items():
        if awaited.get(name) == plan.COMPREHEND and characters:
            costs[f"comprehend:{call}"] = prices.comprehend(call, characters)
    if awaited.get(Name.TRANSLATION) == plan.TRANSLATE:
        costs["translate:TranslateText"] = len(rule.translate_to) * prices.translate(characters)
    return costs


class _Seen:
    """Tells files of the same bytes; only files of the same size are read for that."""

    def __init__(self) -> None:
        self._first_of_size: dict[int, Path] = {}
        self._digests: dict[int, set[bytes]] = defaultdict(set)

    def before(self, file: Path) -> bool:
        """Whether a file of these bytes was here before."""
        size = file.stat().st_size
        first = self._first_of_size.setdefault(size, file)
        if first is file:
            return False
        digests = self._digests[size]
        if not digests:
            digests.add(_digest(first))
        digest = _digest(file)
        if digest in digests:
            return True
        digests.add(digest)
        return False


def _digest(file: Path) -> bytes:
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").digest()


def _walk(path: Path, cannot_list: Callable[[OSError], None]) -> Iterator[Path]:
    """Return the files of a folder in order, without hidden and temporary ones; links to folders are not followed."""
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path, onerror=cannot_list):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith((".", "~$")) and not name.endswith((".part", ".tmp", ".crdownload")):
                yield Path(folder) / name


def _sniff(file: Path) -> Media | None:
    with file.open("rb") as opened:
        return sniff(opened.read(HEAD_BYTES), file.name)


def _facts(file: Path, media: Media) -> FileFacts:
    """Look into a file; raises ``MediaError`` where it cannot be used."""
    if media.type is MediaType.IMAGE:
        return FileFacts(MediaType.IMAGE)
    found = _probe(file)
    is_video = media.type is MediaType.VIDEO and found.has_video
    return FileFacts(MediaType.VIDEO if is_video else MediaType.AUDIO, found.duration_ms, found.has_audio)


def _probe(file: Path) -> Probe:
    from cloud.analysis.engines.containers import probe  # noqa: PLC0415 -- PyAV, where there is sound or video at all

    return probe(file)
