"""A cloud in which transcripts come from nowhere, and a small stand-in for Comprehend and Translate reads them."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from cloud.analysis.engines.aws import limits
from cloud.analysis.work import plan
from cloud.analysis.work.messages import Work
from cloud.analysis.work.plan import EngineSet
from cloud.analysis.work.results import unpack_json
from cloud.contract.findings import Analysis
from cloud.contract.item import Item
from cloud.contract.keys import OriginalKey, derived_key, new_item_id
from cloud.contract.status import AnalysisName as Name
from cloud.contract.status import AnalysisState, ItemStatus
from cloud.contract.transcript import Transcript, TranscriptSummary, Word
from cloud.store.queues import QueueName
from tests.fakes.ai.validator import check_answer, check_request
from tests.fakes.cloud import FakeCloud

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cloud.contract.record import Json


class WordAi:
    """Comprehend and Translate for English that is easy to read: a capital begins a name, "good" and "bad" are tones.

    Every request and every answer is held against botocore's models. ``errors`` fail the next calls of an operation;
    ``unread`` are codes for the documents that hold a word, each used up by one call.
    """

    def __init__(self) -> None:
        self.calls: Counter[str] = Counter()
        self.requests: list[tuple[str, dict[str, Any]]] = []
        self.errors: dict[str, list[Exception]] = {}
        self.unread: dict[str, list[str]] = {}
        self.keeps_lines = True

    def call(self, service: str, operation: str, request: Mapping[str, object]) -> dict[str, Json]:
        """Answer as the service would."""
        check_request(service, operation, request)
        self.calls[operation] += 1
        self.requests.append((operation, dict(request)))
        if self.errors.get(operation):
            raise self.errors[operation].pop(0)
        known: dict[str, Any] = dict(request)
        if operation.startswith("Batch"):
            assert len(known["TextList"]) <= 25
            answer = self._batch(operation, known["TextList"])
        elif operation == "DetectDominantLanguage":
            assert len(known["Text"]) >= 20
            answer = {"Languages": [{"LanguageCode": "de", "Score": 0.1}, {"LanguageCode": "en", "Score": 0.9}]}
        elif operation == "DetectPiiEntities":
            assert known["LanguageCode"] in {"en", "es"}
            answer = {"Entities": [each | {"Type": "NAME"} for each in _names(known["Text"], "Text")]}
        else:
            assert len(known["Text"].encode()) <= limits.TRANSLATE_TEXT_BYTES
            said = known["Text"].upper() if self.keeps_lines else known["Text"].upper().replace("\n", " ")
            codes = {name: known[name] for name in ("SourceLanguageCode", "TargetLanguageCode")}
            answer = {"TranslatedText": said} | codes
        check_answer(service, operation, answer)
        return answer

    def _batch(self, operation: str, texts: list[str]) -> dict[str, Any]:
        results: list[dict[str, Any]] = []
        failures: list[dict[str, Any]] = []
        for at, each in enumerate(texts):
            assert len(each.encode()) <= limits.COMPREHEND_DOCUMENT_BYTES
            code = next((codes.pop(0) for word, codes in self.unread.items() if word in each and codes), "")
            if code:
                failures.append({"Index": at, "ErrorCode": code, "ErrorMessage": "not read"})
            elif operation == "BatchDetectSentiment":
                results.append({"Index": at, **_tone(each)})
            elif operation == "BatchDetectEntities":
                found = [entry | {"Type": "DATE" if entry["Text"] == "Friday" else "PERSON"} for entry in _names(each)]
                results.append({"Index": at, "Entities": found})
            else:
                results.append({"Index": at, "KeyPhrases": _names(each)})
        return {"ResultList": results[::-1], "ErrorList": failures}


def _names(said: str, *without: str) -> list[dict[str, Any]]:
    found, at = [], 0
    for word in said.split():
        at = said.index(word, at)
        name = word.strip(".,?!")
        if name[:1].isupper():
            entry = {"Score": 0.99, "Text": name, "BeginOffset": at, "EndOffset": at + len(name)}
            found.append({key: value for key, value in entry.items() if key not in without})
        at += len(word)
    return found


def _tone(said: str) -> dict[str, Any]:
    share = 1.0 if "good" in said else 0.0
    scores = {"Positive": share, "Negative": 1.0 - share, "Neutral": 0.0, "Mixed": 0.0}
    return {"Sentiment": "POSITIVE" if share else "NEGATIVE", "SentimentScore": scores}


class ReadingCloud(FakeCloud):
    """A cloud in which transcripts come from nowhere, and Comprehend and Translate read them."""

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 -- as FakeCloud's
        self.words = WordAi()
        super().__init__(ai=self.words, engine_set=EngineSet(aws=True), **options)
        self.began = self.services.now_text()

    def say(self, said: str, *names: Name, language: str = "en-US", profile: str = "full", engine: str = "") -> str:
        """Make an item of which this is the transcript, let it be read; return its id."""
        item_id = new_item_id(self.clock().timestamp())
        words = tuple(Word(word, at * 400, at * 400 + 300, 90.0) for at, word in enumerate(said.split()))
        key = derived_key("newsroom", item_id, 1, "transcript.json")
        transcript = Transcript(language, plan.TRANSCRIBE, said, words)
        self.derived.write(key, json.dumps(transcript.to_json()).encode(), "application/json")
        engines = dict.fromkeys(Name, plan.COMPREHEND) | {Name.TRANSLATION: plan.TRANSLATE}
        item = Item(
            id=item_id,
            library="newsroom",
            owner_id="u-1",
            key=str(OriginalKey.of("newsroom", "u-1", item_id, "a.wav")),
            version_id="",
            filename="a.wav",
            folder="",
            size_bytes=1,
            sha256="0" * 64,
            profile=profile,
            uploaded_at=self.services.now_text(),
            status=ItemStatus.PROCESSING,
            version=1,
            updated_at=self.services.now_text(),
            media_type="audio",
            pending=frozenset(name.value for name in names),
            is_open=True,
            analyses={name.value: Analysis(AnalysisState.QUEUED, engine or engines[name], 1) for name in names},
            transcript=TranscriptSummary(language, plan.TRANSCRIBE, said[:100], key),
        )
        assert self.items.create(item.to_record())
        self.queues.send(QueueName.TEXT, Work(QueueName.TEXT, item_id, 1).to_json())
        self.run()
        return item_id

    def facts(self, item_id: str, name: Name) -> dict[str, Any]:
        """Return what is kept of an analysis."""
        key = derived_key("newsroom", item_id, 1, f"analysis/{name.value}.json.gz")
        return dict(unpack_json(self.derived.read(key)))

    def paid(self) -> int:
        """Return what the ledger says was spent."""
        days = {self.began[:10], self.services.now_text()[:10]}
        return sum(self.ledger.spent(day) for day in days)
