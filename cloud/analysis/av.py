"""``av``: a video's poster or a recording's waveform at once; then its frames to ``vision``, its sound to ``speech``.

The original is fetched once, whatever of it is still to be done. What is prepared lies in the derived bucket, so that
a message that comes again sends it on without fetching anything.
"""

from __future__ import annotations

import json
import re
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from cloud.analysis.engines.aws.limits import TRANSCRIBE_LONGEST_MS
from cloud.analysis.engines.ports import MediaError
from cloud.analysis.image import JPEG, failures, write_thumbnails
from cloud.analysis.jobs.film import is_film_needed, prepare_film
from cloud.analysis.jobs.registry import send_starts
from cloud.analysis.jobs.sounds import has_sound, keep_sound
from cloud.analysis.jobs.video import are_answered
from cloud.analysis.shell.batch import Event, run_work
from cloud.analysis.shell.invocation import observed
from cloud.analysis.shell.logs import log
from cloud.analysis.speech import SOUND_FOLDER, go_on, sound_name
from cloud.analysis.vision import merge_ready
from cloud.analysis.words.transcripts import without_transcript
from cloud.analysis.work import plan
from cloud.analysis.work.budgets import (
    CAPTURED_AT_BYTES,
    FRAMES_A_MESSAGE,
    MAX_FRAME_PARTS,
    MAX_SOUND_MS,
    MAX_SOUND_PARTS,
    clip_text,
)
from cloud.analysis.work.dispatch import send_frames
from cloud.analysis.work.messages import Frame, SpeechWork, Work, parse_message
from cloud.analysis.work.metadata import metadata_outcome
from cloud.analysis.work.originals import media_of, original_file
from cloud.analysis.work.parts import pending_parts, plan_parts, planned_parts
from cloud.analysis.work.results import Outcome, record_outcomes, unfinished
from cloud.contract.keys import derived_key
from cloud.contract.media import MediaType
from cloud.contract.reasons import Reason
from cloud.contract.status import AnalysisName as Name
from cloud.contract.status import AnalysisState
from cloud.store.queues import QueueName

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cloud.analysis.engines.av import Probe
    from cloud.analysis.engines.pictures import Thumbnails
    from cloud.analysis.work.services import Services
    from cloud.contract.item import Item
    from cloud.contract.record import Json, Value

PYAV = "pyav"
#: The contract's bound on a chunk. The recognizer needs up to 0.6 of the sound's length on a busy machine.
LONGEST_CHUNK_MS = 300_000
#: Shorter chunks let two workers share a recording of a minute; much shorter ones would cut sentences.
SHORTEST_CHUNK_MS = 30_000
#: A chunk may end this much early, in a pause.
_CUT_MS = 15_000
_FRAME = re.compile(r"frames/(\d+)\.jpg$")
_SOUND = re.compile(r"sound/(\d+)-(\d+)\.pcm$")


@observed
def handler(event: Event, context: object) -> Event:  # noqa: ARG001 -- Lambda's signature
    """Handle a batch of ``Work``."""
    from cloud.analysis.shell.environment import services  # noqa: PLC0415 -- the shell alone knows the environment

    ports = services()
    return run_work(QueueName.AV, event, lambda body: handle(ports, body), ports.queues)


def handle(services: Services, body: str) -> None:
    """Handle one message."""
    work = parse_message(body)
    item = unfinished(services, work.item_id, work.analysis_version) if isinstance(work, Work) else None
    if item is None:
        return
    to_prepare = _to_prepare(services, item)
    after: Item | None = item
    failed: Exception | None = None
    if to_prepare:
        try:
            with original_file(services, item) as path:
                after, failed = _prepare(services, item, path, to_prepare)
        except MediaError as error:
            log("media refused", item=item.id, reason=error.reason.value)
            record_outcomes(services, item, failures(item, error, tried=plan.FIRST, engine=PYAV))
            return
    if after is not None:
        _send_parts(services, after)
    if failed is not None:
        raise failed  # what could be prepared is sent on; the message comes again for the rest alone


def _to_prepare(services: Services, item: Item) -> frozenset[Name]:
    """Return the analyses for which the original must be opened."""
    awaited = plan.awaited_from(item, plan.ONDEVICE, plan.REKOGNITION, *plan.JOBS)
    ours = awaited & (plan.FIRST | plan.VISUAL | plan.FILMIC | {Name.SPEECH})
    return frozenset(name for name in ours if name in plan.FIRST or not _is_prepared(services, item, name))


def _is_prepared(services: Services, item: Item, name: Name) -> bool:
    """Whether an analysis has its parts, and what they are to look at.

    Sound is removed when its transcript is written; a table that was restored from before that awaits it again.
    """
    if item.analyses[name].engine == plan.TRANSCRIBE:
        return has_sound(services, item)
    if item.analyses[name].engine == plan.REKOGNITION_VIDEO:
        return not is_film_needed(services, item)
    if planned_parts(services, item, name) is None:
        return False
    if name is not Name.SPEECH:
        return True
    return set(pending_parts(item, name)) <= {part for part, _start_ms, _key in _listed_sounds(services, item)}


def _prepare(
    services: Services, item: Item, path: Path, names: frozenset[Name]
) -> tuple[Item | None, Exception | None]:
    """Do each of the steps, whatever becomes of the others.

    Returns the item as it is then (None where it has ended meanwhile), and what kept a step from being done.
    """
    probe = services.engines.probe(path)
    is_video = item.media_type == MediaType.VIDEO and probe.has_video
    film = partial(prepare_film, is_answered=partial(are_answered, services), has_video=is_video)
    steps: list[tuple[frozenset[Name], Callable[[Item], Item | None]]] = [
        (plan.FIRST, lambda known: _first(services, known, path, probe, is_video=is_video)),
        (plan.VISUAL, lambda known: _frames(services, known, path, has_video=is_video)),
        (frozenset({Name.SPEECH}), lambda known: _sound(services, known, path, probe)),
        (plan.VISUAL | plan.FILMIC, lambda known: film(services, known, path)),
    ]
    failed: Exception | None = None
    known: Item | None = item
    for step, take in steps:
        if known is not None and names & step:
            try:
                known = take(known)
            except Exception as error:  # noqa: BLE001 -- raised again when the other steps are done
                failed = error
    return known, failed


def _first(services: Services, item: Item, path: Path, probe: Probe, *, is_video: bool) -> Item | None:
    """Record what is shown of the file, and what it says of itself."""
    said = metadata_outcome(services, path, media_of(path, item))
    values: dict[str, Value] = dict(said.values)
    facts: dict[str, Json] = {**said.facts, "has_audio": probe.has_audio}
    if probe.duration_ms is not None:
        values["duration_ms"] = probe.duration_ms
    if is_video and probe.width is not None and probe.height is not None:
        values |= {"width": probe.width, "height": probe.height}
    if item.media_type == MediaType.VIDEO and not is_video:
        values["media_type"] = MediaType.AUDIO.value
    if probe.captured_at and "captured_at" not in values:
        values["captured_at"] = clip_text(probe.captured_at, CAPTURED_AT_BYTES)
    metadata = replace(said, state=AnalysisState.SUCCEEDED, reason="", values=values, facts=facts)
    known = record_outcomes(services, item, [metadata])
    if known is None or Name.THUMBNAILS not in known.pending:
        return known
    return record_outcomes(services, known, [_shown(services, known, path, probe, is_video=is_video)])


def _shown(services: Services, item: Item, path: Path, probe: Probe, *, is_video: bool) -> Outcome:
    """Make the pictures of a video or a recording."""
    try:
        made = _poster(services, item, path) if is_video else services.engines.waveform(path)
    except MediaError as error:
        return Outcome(Name.THUMBNAILS, AnalysisState.FAILED, PYAV, error.reason.value)
    write_thumbnails(services, item, made)
    return Outcome(Name.THUMBNAILS, AnalysisState.SUCCEEDED, PYAV, reason=probe.defect or made.defect)


def _poster(services: Services, item: Item, path: Path) -> Thumbnails:
    poster = services.engines.poster(path)
    services.derived.write(_key(item, "poster.jpg"), poster, JPEG)
    return services.engines.thumbnails_of(poster)


def _frames(services: Services, item: Item, path: Path, *, has_video: bool) -> Item | None:
    """Keep the distinct frames, and plan who looks at them."""
    names = sorted(plan.awaited_from(item, plan.ONDEVICE, plan.REKOGNITION) & plan.VISUAL)
    if not names:  # what is seen is all told by jobs on the whole video
        return item
    count = 0
    times_ms: list[int] = []
    if has_video:
        try:
            for frame in islice(services.engines.distinct_frames(path), MAX_FRAME_PARTS * FRAMES_A_MESSAGE):
                services.derived.write(_key(item, f"frames/{frame.at_ms:09d}.jpg"), frame.jpeg, JPEG)
                times_ms.append(frame.at_ms)
                count += 1
        except MediaError as error:
            if count == 0:
                failed = [Outcome(name, AnalysisState.FAILED, PYAV, error.reason.value) for name in names]
                return record_outcomes(services, item, failed)
            log("frames end early", item=item.id, frames=count, reason=error.reason.value)
    if count == 0:
        return record_outcomes(services, item, [Outcome(name, AnalysisState.NO_DATA, PYAV) for name in names])
    # So that a desktop, which may not list the bucket, finds the frames to scrub through.
    services.derived.write(_key(item, "frames.json"), json.dumps(times_ms).encode(), "application/json")
    parts = -(-count // FRAMES_A_MESSAGE)
    return plan_parts(services, item, dict.fromkeys(names, parts))


def chunk_ms(duration_ms: int | None) -> int:
    """Return how long a chunk may be: as short as ``MAX_SOUND_PARTS`` allows, the longest where nobody knows."""
    if duration_ms is None:
        return LONGEST_CHUNK_MS
    spread = -(-duration_ms // (MAX_SOUND_PARTS - 1)) + _CUT_MS
    return min(LONGEST_CHUNK_MS, max(SHORTEST_CHUNK_MS, spread))


def _sound(services: Services, item: Item, path: Path, probe: Probe) -> Item | None:
    """Keep the sound for whoever is to listen: whole, or in chunks with a plan of who does which."""
    if not probe.has_audio:
        outcomes = without_transcript(item, AnalysisState.NO_DATA, Reason.NO_AUDIO.value, PYAV)
        return record_outcomes(services, item, outcomes)
    if (probe.duration_ms or 0) > MAX_SOUND_MS:
        outcomes = without_transcript(item, AnalysisState.SKIPPED, Reason.TOO_LONG.value, PYAV)
        return record_outcomes(services, item, outcomes)
    if item.analyses[Name.SPEECH].engine == plan.TRANSCRIBE:
        return _whole_sound(services, item, path)
    return _sound_in_chunks(services, item, path, probe)


def _whole_sound(services: Services, item: Item, path: Path) -> Item | None:
    """Keep the sound in one file beside the original's, which goes when the original does."""
    target = path.with_name("sound.flac")
    try:
        track = services.engines.sound_track(path, target, TRANSCRIBE_LONGEST_MS)
    except MediaError as error:
        state = AnalysisState.NO_DATA if error.reason is Reason.NO_AUDIO else AnalysisState.FAILED
        return record_outcomes(services, item, without_transcript(item, state, error.reason.value, PYAV))
    keep_sound(services, item, target, track)
    return item


def _sound_in_chunks(services: Services, item: Item, path: Path, probe: Probe) -> Item | None:
    """Keep the sound in chunks, and plan who listens to them."""
    count = 0
    try:
        for sound in islice(services.engines.sound_chunks(path, chunk_ms(probe.duration_ms)), MAX_SOUND_PARTS):
            key = _key(item, sound_name(count, sound.start_ms))
            services.derived.write(key, sound.pcm, "application/octet-stream")
            count += 1
    except MediaError as error:
        if count == 0:
            outcomes = without_transcript(item, AnalysisState.FAILED, error.reason.value, PYAV)
            return record_outcomes(services, item, outcomes)
        log("sound ends early", item=item.id, chunks=count, reason=error.reason.value)
    if count == 0:
        outcomes = without_transcript(item, AnalysisState.NO_DATA, Reason.NO_AUDIO.value, PYAV)
        return record_outcomes(services, item, outcomes)
    return plan_parts(services, item, {Name.SPEECH: count})


def _send_parts(services: Services, item: Item) -> None:
    """Send every part that is awaited to its worker; where none is, a worker was cut off before it could merge."""
    known = merge_ready(services, item)
    if known is None:
        return
    frames = sorted({part for name in plan.VISUAL for part in pending_parts(known, Name(name))})
    if frames:
        found = _listed_frames(services, known)
        for part in frames:
            send_frames(services, known, found[part * FRAMES_A_MESSAGE : (part + 1) * FRAMES_A_MESSAGE], part)
    sounds = pending_parts(known, Name.SPEECH)
    if sounds:
        for part, start_ms, key in _listed_sounds(services, known):
            if part in sounds:
                message_to_speech = SpeechWork(known.id, known.analysis_version, part, key, start_ms)
                services.queues.send(QueueName.SPEECH, message_to_speech.to_json())
    else:
        go_on(services, known)
    send_starts(services, known)


def _listed_frames(services: Services, item: Item) -> list[Frame]:
    keys = services.derived.list(_key(item, "frames/"))
    return [Frame(key, int(match[1])) for key in sorted(keys) if (match := _FRAME.search(key))]


def _listed_sounds(services: Services, item: Item) -> list[tuple[int, int, str]]:
    keys = services.derived.list(_key(item, SOUND_FOLDER))
    return sorted((int(match[1]), int(match[2]), key) for key in keys if (match := _SOUND.search(key)))


def _key(item: Item, name: str) -> str:
    return derived_key(item.library, item.id, item.analysis_version, name)
