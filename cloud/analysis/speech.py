"""``speech``: writes down one chunk of sound; whoever does the last one puts the transcript together."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud.analysis.engines.ports import MediaError, is_speech
from cloud.analysis.shell.batch import Event, run_work
from cloud.analysis.shell.invocation import observed
from cloud.analysis.words.transcripts import send_transcript, without_transcript, write_transcript
from cloud.analysis.work import plan
from cloud.analysis.work.messages import SpeechWork, parse_message
from cloud.analysis.work.parts import finish_parts, is_ready_to_merge, part_name, planned_parts, read_parts
from cloud.analysis.work.results import record_outcomes, unfinished
from cloud.contract.keys import derived_key
from cloud.contract.status import AnalysisName as Name
from cloud.contract.status import AnalysisState
from cloud.contract.transcript import Transcript, Word
from cloud.store.queues import QueueName

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cloud.analysis.work.results import Outcome
    from cloud.analysis.work.services import Services
    from cloud.contract.item import Item
    from cloud.contract.record import Json

#: What the on-device recognizer understands.
LANGUAGE = "en-US"
SOUND_FOLDER = "sound/"


@observed
def handler(event: Event, context: object) -> Event:  # noqa: ARG001 -- Lambda's signature
    """Handle a batch of ``SpeechWork``."""
    from cloud.analysis.shell.environment import services  # noqa: PLC0415 -- the shell alone knows the environment

    ports = services()
    return run_work(QueueName.SPEECH, event, lambda body: handle(ports, body), ports.queues)


def handle(services: Services, body: str) -> None:
    """Handle one message."""
    work = parse_message(body)
    if not isinstance(work, SpeechWork):
        return
    item = unfinished(services, work.item_id, work.analysis_version)
    if item is not None and part_name(Name.SPEECH, work.part) in item.pending:
        result = listen(services, work)
        item = finish_parts(services, item, work.part, {Name.SPEECH: result})
    if item is not None:
        go_on(services, item)


def listen(services: Services, work: SpeechWork) -> dict[str, Json]:
    """Let the recognizer write down one chunk; return its words on the item's time axis, or why it could not."""
    engine = services.engines.speech_recognizer()
    try:
        words = engine.recognize(services.derived.read(work.key))
    except MediaError as error:
        return {"engine": engine.name, "failed": error.reason.value}
    shifted = tuple(
        Word(word.text, word.start_ms + work.start_ms, word.end_ms + work.start_ms, word.confidence, word.speaker)
        for word in words
    )
    return {"engine": engine.name, "transcript": Transcript(LANGUAGE, engine.name, "", shifted).to_json()}


def go_on(services: Services, item: Item) -> None:
    """Merge where all parts are in, and send the transcript on where it is awaited."""
    known: Item | None = item
    if is_ready_to_merge(item, Name.SPEECH):
        count = planned_parts(services, item, Name.SPEECH)
        if count is not None:
            known = record_outcomes(services, item, merge(services, item, count))
            _drop_sound(services, item)
    if known is not None:
        send_transcript(services, known)


def merge(services: Services, item: Item, count: int) -> list[Outcome]:
    """Put the parts together: the transcript and its subtitles are written, and what comes of it is returned."""
    words, engine, reason, failures = _gather(read_parts(services, item, Name.SPEECH, count))
    if failures and failures == count:
        return without_transcript(item, AnalysisState.FAILED, reason, engine)
    if not is_speech(words):
        # Noise is no speech, and nothing of it is kept. Where a part failed, nobody can say that there was none.
        if failures:
            return without_transcript(item, AnalysisState.FAILED, reason, engine)
        return without_transcript(item, AnalysisState.NO_DATA, "", engine)
    text = " ".join(word.text for word in words)
    transcript = Transcript(LANGUAGE, engine, text, words, is_rough=True)
    return [write_transcript(services, item, transcript, reason)]


def sound_name(part: int, start_ms: int) -> str:
    """Return the name of a chunk of sound in the derived bucket; it says where the chunk begins."""
    return f"{SOUND_FOLDER}{part:04d}-{start_ms}.pcm"


def _gather(results: Iterable[dict[str, Json]]) -> tuple[tuple[Word, ...], str, str, int]:
    words: list[Word] = []
    engine, reason, failures = plan.NO_ENGINE, "", 0
    for result in results:
        engine = str(result.get("engine") or engine)
        transcript = result.get("transcript")
        if isinstance(transcript, dict):
            words += Transcript.from_json(transcript).words
        if result.get("failed"):
            failures += 1
            reason = str(result["failed"])
    return tuple(words), engine, reason, failures


def _drop_sound(services: Services, item: Item) -> None:
    """Remove the chunks: ten megabytes for five minutes, and nobody reads them again."""
    for key in list(services.derived.list(_key(item, SOUND_FOLDER))):
        services.derived.remove(key)


def _key(item: Item, name: str) -> str:
    return derived_key(item.library, item.id, item.analysis_version, name)
