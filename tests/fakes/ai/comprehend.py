"""Amazon Comprehend and Amazon Translate: plain rules that read the text they are given, within the real limits.

Comprehend Developer Guide, "Guidelines and quotas", "Supported languages", "Key phrases" (offsets count characters);
Translate Developer Guide, "Guidelines and quotas".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tests.fakes.ai.service import MARK, AwsError, FakeService

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Request = dict[str, Any]
Answer = dict[str, Any]

_UNIT_MICROUSD = 100
_UNIT_CHARACTERS, _LEAST_UNITS = 100, 3
_BATCH = 25
_DOCUMENT_BYTES = 5_000
_TEXT_BYTES = 100_000
_PII_LANGUAGES = frozenset({"en", "es"})
_TRANSLATE_BYTES = 10_000
_CHARACTER_MICROUSD = 15

#: Words that give a language away.
_TELLING = {
    "fr": {"le", "la", "les", "est", "et"},
    "de": {"der", "die", "und", "ist", "nicht"},
    "es": {"el", "los", "una", "está", "y"},
    "en": {"the", "and", "is", "was", "this"},
}
_PLACES = frozenset({"Berlin", "Paris", "London", "Washington"})
_HAPPY, _SAD = frozenset({"happy", "wonderful", "good", "great"}), frozenset({"sad", "terrible", "bad", "war"})
_CAPITAL = re.compile(r"\b[A-Z][\w'-]+(?: [A-Z][\w'-]+)*")
_PHRASE = re.compile(r"\b(?:the|a|an) [\w'-]+", re.IGNORECASE)
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.\w+")
_PHONE = re.compile(r"\b\d{3}-\d{4}\b")


class FakeComprehend(FakeService):
    """What a text is about."""

    name = "comprehend"

    def __init__(self, *arguments: Any) -> None:  # noqa: ANN401 -- as FakeService
        super().__init__(*arguments)
        self.refused_documents: set[str] = set()  #: words by which a document of a batch ends up in ErrorList

    def detect_dominant_language(self, request: Request) -> Answer:
        """Tell the language."""
        text = request["Text"]
        _refuse_long(text, _TEXT_BYTES)
        self._charge("DetectDominantLanguage", text)
        words = re.findall(r"\w+", text.lower())
        score, language = max((sum(word in telling for word in words), code) for code, telling in _TELLING.items())
        if not score:
            return {"Languages": [{"LanguageCode": "en", "Score": 0.4}]}
        return {"Languages": [{"LanguageCode": language, "Score": 0.99}, {"LanguageCode": "it", "Score": 0.01}]}

    def batch_detect_entities(self, request: Request) -> Answer:
        """Find names."""
        return self._batch("BatchDetectEntities", request, lambda text: {"Entities": list(_entities(text))})

    def batch_detect_key_phrases(self, request: Request) -> Answer:
        """Find phrases."""
        return self._batch("BatchDetectKeyPhrases", request, lambda text: {"KeyPhrases": list(_phrases(text))})

    def batch_detect_sentiment(self, request: Request) -> Answer:
        """Tell the tone."""
        return self._batch("BatchDetectSentiment", request, _sentiment)

    def detect_pii_entities(self, request: Request) -> Answer:
        """Find personal data."""
        if request["LanguageCode"] not in _PII_LANGUAGES:
            raise AwsError("UnsupportedLanguageException")
        text = request["Text"]
        _refuse_long(text, _TEXT_BYTES)
        self._charge("DetectPiiEntities", text)
        found = [("EMAIL", match) for match in _EMAIL.finditer(text)]
        found += [("PHONE", match) for match in _PHONE.finditer(text)]
        return {
            "Entities": [
                {"Score": 0.99, "Type": kind, "BeginOffset": match.start(), "EndOffset": match.end()}
                for kind, match in found
            ]
        }

    def _batch(self, operation: str, request: Request, read: Callable[[str], Answer]) -> Answer:
        texts = request["TextList"]
        if len(texts) > _BATCH:
            raise AwsError("BatchSizeLimitExceededException")
        results, errors = [], []
        for index, text in enumerate(texts):
            if len(text.encode()) > _DOCUMENT_BYTES:
                code = "TEXT_SIZE_LIMIT_EXCEEDED"
            elif any(word in text for word in self.refused_documents):
                code = "INTERNAL_SERVER_ERROR"
            else:
                self._charge(operation, text)
                results.append({"Index": index, **read(text)})
                continue
            errors.append({"Index": index, "ErrorCode": code, "ErrorMessage": f"{MARK} refusal of a document"})
        return {"ResultList": results, "ErrorList": errors}

    def _charge(self, operation: str, text: str) -> None:
        units = max(-(-len(text) // _UNIT_CHARACTERS), _LEAST_UNITS)
        self.charge(operation, units, units * _UNIT_MICROUSD)


class FakeTranslate(FakeService):
    """Translations, recognisably none."""

    name = "translate"

    def __init__(self, *arguments: Any) -> None:  # noqa: ANN401 -- as FakeService
        super().__init__(*arguments)
        self.unknown_pairs: set[tuple[str, str]] = set()

    def translate_text(self, request: Request) -> Answer:
        """Say that it was translated."""
        text, source, target = request["Text"], request["SourceLanguageCode"], request["TargetLanguageCode"]
        _refuse_long(text, _TRANSLATE_BYTES)
        if source == target or (source, target) in self.unknown_pairs:
            raise AwsError("UnsupportedLanguagePairException")
        self.charge("TranslateText", len(text), len(text) * _CHARACTER_MICROUSD)
        return {
            "TranslatedText": f"[{MARK} {target}] {text}"[:20_000],
            "SourceLanguageCode": "en" if source == "auto" else source,
            "TargetLanguageCode": target,
        }


def _refuse_long(text: str, most_bytes: int) -> None:
    if len(text.encode()) > most_bytes:
        raise AwsError("TextSizeLimitExceededException", f"Input text size exceeds limit. Max length is {most_bytes}.")


def _entities(text: str) -> Iterator[Answer]:
    for match in _CAPITAL.finditer(text):
        kind = "LOCATION" if match[0] in _PLACES else "PERSON" if " " in match[0] else "OTHER"
        span = {"BeginOffset": match.start(), "EndOffset": match.end()}
        yield {"Score": 0.97, "Type": kind, "Text": match[0], **span}


def _phrases(text: str) -> Iterator[Answer]:
    for match in _PHRASE.finditer(text):
        yield {"Score": 0.98, "Text": match[0], "BeginOffset": match.start(), "EndOffset": match.end()}


def _sentiment(text: str) -> Answer:
    words = re.findall(r"\w+", text.lower())
    happy, sad = sum(word in _HAPPY for word in words), sum(word in _SAD for word in words)
    if happy > sad:
        return {"Sentiment": "POSITIVE", "SentimentScore": _scores(0.9, 0.02, 0.06, 0.02)}
    if sad > happy:
        return {"Sentiment": "NEGATIVE", "SentimentScore": _scores(0.02, 0.9, 0.06, 0.02)}
    return {"Sentiment": "NEUTRAL", "SentimentScore": _scores(0.05, 0.05, 0.88, 0.02)}


def _scores(positive: float, negative: float, neutral: float, mixed: float) -> Answer:
    return {"Positive": positive, "Negative": negative, "Neutral": neutral, "Mixed": mixed}
