"""What the files of a folder would cost, before any of them is sent. Any thread; reads the disk.

The estimate stops nothing. What holds a batch is the daily cap, charged by the ledger before each single call: what
comes after it is SKIPPED(spend_cap), and is made up for by a re-analysis when there is money again.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from cloud.analysis.engines.aws.speech import language_code
from cloud.analysis.engines.ports import MediaError
from cloud.analysis.paid.estimate import AWS, MINUTE_MS, USUAL, FileFacts, estimate_file
from cloud.contract.media import HEAD_BYTES, Media, MediaType, sniff
from cloud.store.ledger import dollars

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from cloud.analysis.engines.containers import Probe
    from cloud.analysis.paid.estimate import Assumptions, Costs
    from cloud.analysis.work.plan import EngineSet
    from cloud.analysis.work.profiles import ProfileRule
    from cloud.contract.record import Json

#: Why a file was left out, for people, where the code says too little.
_LEFT_OUT = {
    "not_media": "not picture, sound or video",
    "special": "not files (pipes, devices)",
    "unreadable_folder": "folders that cannot be read",
}
_UNKNOWN_LANGUAGE = "Transcribe knows no language {!r}; it would find out by itself what is spoken."


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
    minutes = f", {estimate.duration_ms / MINUTE_MS:,.1f} minutes" if estimate.duration_ms else ""
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
