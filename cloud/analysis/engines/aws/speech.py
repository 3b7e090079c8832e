"""Amazon Transcribe: what is asked of it, and what its answer says. Pure; any thread.

The language is the folder's where Transcribe knows it, else Transcribe finds out. A vocabulary belongs to one language,
so it is used where that is said. Personal data is left out in US English and US Spanish alone, never where the language
is to be found out: another language is not transcribed at all under a profile that asks for it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

from cloud.analysis.engines.aws.answers import map_in, maps_in
from cloud.analysis.engines.aws.jobs import JobState, JobView
from cloud.analysis.engines.aws.limits import (
    TRANSCRIBE_BYTES,
    TRANSCRIBE_LANGUAGES,
    TRANSCRIBE_LONGEST_MS,
    TRANSCRIBE_OUTPUT_KEY,
    TRANSCRIBE_REDACTS,
    TRANSCRIBE_SHORTEST_MS,
    TRANSCRIBE_USUAL,
)
from cloud.analysis.engines.ports import MediaError
from cloud.contract.reasons import Reason
from cloud.contract.status import AnalysisState
from cloud.contract.transcript import Transcript, Word

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cloud.analysis.work.profiles import ProfileRule
    from cloud.contract.record import Json

ENGINE = "transcribe"
UNDETERMINED = "und"
_PUNCTUATION = "punctuation"
_SPEAKER = re.compile(r"spk_(\d+)")

#: ``FailureReason``, in part and in lower case (API Reference, "TranscriptionJob"): what is to be recorded.
_FAILURES = {
    "too large": Reason.TOO_LARGE,
    "length is too small": Reason.TOO_SHORT,
    "unsupported media": Reason.UNSUPPORTED,
    "media format": Reason.UNSUPPORTED,
    "sample rate": Reason.UNSUPPORTED,
    "channels": Reason.UNSUPPORTED,
    "media file isn't valid": Reason.UNSUPPORTED,
}
#: Said where the language cannot be told, because nobody speaks, or hardly.
_NOBODY_SPEAKS = "speech segment"
#: Shorter than this, somebody may have spoken too little for the language to be told.
_TELLS_LANGUAGE_MS = 30_000
_INTERNAL = "internal"


def check_sound(duration_ms: int, size_bytes: int) -> None:
    """Raise ``MediaError`` where Transcribe would refuse the sound."""
    if duration_ms < TRANSCRIBE_SHORTEST_MS:
        raise MediaError(Reason.TOO_SHORT, f"{duration_ms} ms")
    if duration_ms > TRANSCRIBE_LONGEST_MS:
        raise MediaError(Reason.TOO_LONG, f"{duration_ms} ms")
    if size_bytes > TRANSCRIBE_BYTES:
        raise MediaError(Reason.TOO_LARGE, f"{size_bytes} bytes")


def language_code(language: str) -> str | None:
    """Return what Transcribe calls a language (BCP 47); None where it does not know it, or nobody said."""
    tag = language.strip().lower().replace("_", "-")
    base = tag.partition("-")[0]
    for code in sorted(TRANSCRIBE_LANGUAGES):
        if code.lower() == tag:
            return code
    usual = TRANSCRIBE_USUAL.get("-".join(tag.split("-")[:2])) or TRANSCRIBE_USUAL.get(base)
    return usual or next((code for code in sorted(TRANSCRIBE_LANGUAGES) if code.partition("-")[0] == base), None)


def parameters(rule: ProfileRule, language: str) -> dict[str, object]:
    """Return what changes the transcript; raises ``MediaError`` where personal data cannot be left out."""
    code = language_code(language)
    settings: dict[str, object] = {}
    wish: dict[str, object] = {}
    if rule.redact_pii:
        code = TRANSCRIBE_REDACTS.get((code or language or "en").partition("-")[0].lower())
        if code is None:
            raise MediaError(Reason.LANGUAGE, language)
        wish["ContentRedaction"] = {"RedactionType": "PII", "RedactionOutput": "redacted"}
    if rule.max_speakers:
        settings |= {"ShowSpeakerLabels": True, "MaxSpeakerLabels": rule.max_speakers}
    if code is None:
        wish["IdentifyLanguage"] = True
    else:
        wish["LanguageCode"] = code
        if rule.vocabulary:
            settings["VocabularyName"] = rule.vocabulary
    return wish | ({"Settings": settings} if settings else {})


def start_request(
    name: str, wish: Mapping[str, object], bucket: str, sound_key: str, output_key: str
) -> dict[str, object]:
    """Return the request of StartTranscriptionJob; sound and output lie in one bucket."""
    if re.fullmatch(TRANSCRIBE_OUTPUT_KEY, output_key) is None or not output_key.endswith(".json"):
        raise ValueError(output_key)
    return {
        "TranscriptionJobName": name,
        "Media": {"MediaFileUri": f"s3://{bucket}/{sound_key}"},
        "MediaFormat": "flac",
        "MediaSampleRateHertz": 16_000,
        "OutputBucketName": bucket,
        "OutputKey": output_key,
        **wish,
    }


def view_of(answer: Mapping[str, Json], duration_ms: int) -> JobView:
    """Return how a job stands, as GetTranscriptionJob says."""
    job = map_in(answer, "TranscriptionJob")
    match job.get("TranscriptionJobStatus"):
        case "COMPLETED":
            return JobView(JobState.DONE)
        case "FAILED":
            return _failure(str(job.get("FailureReason") or ""), duration_ms)
        case _:
            return JobView(JobState.RUNNING)


def output_key(answer: Mapping[str, Json], bucket: str) -> str | None:
    """Return where in our bucket the transcript of a job lies: the redacted one where there is one.

    AWS writes addresses with the bucket in the path, or in the host's name.
    """
    transcript = map_in(map_in(answer, "TranscriptionJob"), "Transcript")
    address = transcript.get("RedactedTranscriptFileUri") or transcript.get("TranscriptFileUri")
    if not isinstance(address, str):
        return None
    parts = urlsplit(address)
    path = unquote(parts.path).lstrip("/")
    if parts.netloc == bucket or parts.netloc.startswith(f"{bucket}."):
        return path or None
    return path.removeprefix(f"{bucket}/") if path.startswith(f"{bucket}/") else None


def slim(document: Mapping[str, Json], answer: Mapping[str, Json]) -> dict[str, Json]:
    """Return of a transcript as Transcribe writes it what is read here: no account's number, nothing said twice.

    Its language stands in it only where it was found out; GetTranscriptionJob always says it.
    """
    results = map_in(document, "results")
    kept = ("language_code", "transcripts", "items", "speaker_labels")
    found: dict[str, Json] = {"language_code": map_in(answer, "TranscriptionJob").get("LanguageCode")}
    return {"results": found | {name: results[name] for name in kept if name in results}}


def read_transcript(document: Mapping[str, Json], start_ms: int) -> Transcript:
    """Return the transcript that Transcribe wrote; ``start_ms``: where the sound begins on the item's time axis."""
    results = map_in(document, "results")
    words = tuple(_words(results, start_ms))
    texts = [str(each["transcript"]) for each in maps_in(results, "transcripts") if each.get("transcript")]
    text = " ".join(texts) or " ".join(word.text for word in words)
    return Transcript(str(results.get("language_code") or UNDETERMINED), ENGINE, text if words else "", words)


def _words(results: Mapping[str, Json], start_ms: int) -> Iterator[Word]:
    """Yield the words, each with the punctuation that follows it."""
    speakers = _speakers(results)
    held: Word | None = None
    for item in maps_in(results, "items"):
        best = next(iter(maps_in(item, "alternatives")), {})
        content = str(best.get("content") or "")
        if item.get("type") == _PUNCTUATION:
            held = replace(held, text=held.text + content) if held is not None else None
            continue
        if held is not None:
            yield held
        starts = str(item.get("start_time") or "")
        begin_ms = _ms(starts) if starts else (held.end_ms - start_ms if held is not None else 0)
        end_ms = max(begin_ms, _ms(str(item.get("end_time") or "0")))
        label = str(item.get("speaker_label") or speakers.get(starts) or "")
        held = Word(content, start_ms + begin_ms, start_ms + end_ms, _percent(best), _speaker(label))
    if held is not None:
        yield held


def _speakers(results: Mapping[str, Json]) -> dict[str, str]:
    """Return who speaks when, by the moment a word begins: older answers say so here alone."""
    known: dict[str, str] = {}
    for segment in maps_in(map_in(results, "speaker_labels"), "segments"):
        for item in maps_in(segment, "items"):
            known[str(item.get("start_time") or "")] = str(item.get("speaker_label") or "")
    return known


def _speaker(label: str) -> str | None:
    """Return what people call a speaker: Transcribe counts from 0."""
    match = _SPEAKER.fullmatch(label)
    return f"Speaker {int(match[1]) + 1}" if match else label or None


def _percent(alternative: Mapping[str, Json]) -> float:
    """Return how sure a word is; of one that is left out, how sure it is that it must be."""
    redaction = next(iter(maps_in(alternative, "redactions")), {})
    said = alternative.get("confidence") or redaction.get("confidence") or 0
    return min(100.0, max(0.0, float(str(said)) * 100))


def _failure(said: str, duration_ms: int) -> JobView:
    said = said.lower()
    if not said or _INTERNAL in said:
        return JobView(JobState.FAILED, is_internal=True)
    if _NOBODY_SPEAKS in said:
        if duration_ms >= _TELLS_LANGUAGE_MS:
            return JobView(JobState.FAILED, AnalysisState.NO_DATA)
        return JobView(JobState.FAILED, AnalysisState.SKIPPED, Reason.TOO_SHORT.value)
    reason = next((reason for words, reason in _FAILURES.items() if words in said), Reason.SERVICE_REFUSED)
    is_skipped = reason in {Reason.TOO_LARGE, Reason.TOO_SHORT}
    return JobView(JobState.FAILED, AnalysisState.SKIPPED if is_skipped else AnalysisState.FAILED, reason.value)


def _ms(seconds: str) -> int:
    return round(float(seconds) * 1000)
