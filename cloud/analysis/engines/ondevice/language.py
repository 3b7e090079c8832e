"""What a transcript is about: its language, key phrases and tone, told on this machine. One thread at a time.

Language: py3langid's model of 140 languages. Key phrases: a rule of our own, after Rose et al., "Automatic Keyword
Extraction from Individual Documents" (RAKE, 2010). Tone: TextBlob's lexicon of English adjectives. Entities: no small
model of names could be trusted with rough transcripts, so none is claimed.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from itertools import combinations

from py3langid.langid import MODEL_FILE, LanguageIdentifier
from textblob.en.sentiments import PatternAnalyzer

from cloud.analysis.engines.ondevice.stopwords import STOPWORDS
from cloud.analysis.engines.ports import Finding
from cloud.contract.findings import Sentiment

#: Comprehend asks for as much text, too (Amazon Comprehend Developer Guide, "Dominant language").
_LANGUAGE_CHARACTERS = 20
_LANGUAGE_CONFIDENCE = 80.0

#: A phrase has at most so many words; a single word must come back so often, and be so long.
_PHRASE_WORDS = 3
_SINGLE_TIMES, _SINGLE_CHARACTERS = 3, 5
_WORD_CHARACTERS = 3
_PHRASES = 12
#: One phrase for so many words of text, so that a short clip is not all phrases.
_WORDS_A_PHRASE = 12

#: Fewer words of feeling than this give no tone.
_FEELINGS = 3
_NEUTRAL_BELOW = 0.1
#: A word of polarity below this has no feeling ("ten", "back").
_FEELING = 0.05
_MIXED_SHARE = 0.3

_TOKEN = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*|[^\w\s]|\d+")


class TranscriptAnalyzer:
    """``TextAnalyzer`` of small, kept libraries and a rule of our own."""

    name = "snapstream"

    def __init__(self) -> None:
        self._languages = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        self._feelings = PatternAnalyzer()

    def language(self, text: str) -> tuple[str, float] | None:
        """Return the language where the text is long enough and the model sure enough."""
        if len(text.strip()) < _LANGUAGE_CHARACTERS:
            return None
        tag, probability = self._languages.classify(text)
        confidence = float(probability) * 100
        return (str(tag), confidence) if confidence >= _LANGUAGE_CONFIDENCE else None

    def phrases(self, text: str) -> tuple[Finding, ...]:
        """Return runs of content words that stand out, best first; English alone. No probability is known."""
        if not self._is_english(text):
            return ()
        return tuple(Finding(phrase, None) for phrase in _key_phrases(text))

    def entities(self, text: str) -> tuple[Finding, ...] | None:  # noqa: ARG002 - no engine is installed for it
        """Return None: nothing small enough tells names in rough transcripts."""
        return None

    def sentiment(self, text: str) -> Sentiment | None:
        """Return the tone where at least three words carry feeling; English alone.

        The scores are the shares of positive, negative and neutral weight among the words the lexicon knows.
        """
        if not self._is_english(text):
            return None
        known = self._feelings.analyze(text, keep_assessments=True).assessments
        polarities = [float(polarity) for _words, polarity, _subjectivity, _label in known]
        if sum(abs(polarity) >= _FEELING for polarity in polarities) < _FEELINGS:
            return None
        positive = sum(polarity for polarity in polarities if polarity > 0)
        negative = -sum(polarity for polarity in polarities if polarity < 0)
        neutral = sum(1 - abs(polarity) for polarity in polarities)
        total = positive + negative + neutral
        scores = {"positive": positive / total, "negative": negative / total, "neutral": neutral / total, "mixed": 0.0}
        return Sentiment(_label(scores["positive"], scores["negative"]), scores, self.name)

    def _is_english(self, text: str) -> bool:
        found = self.language(text)
        return found is not None and found[0] == "en"


def _label(positive: float, negative: float) -> str:
    if min(positive, negative) > _NEUTRAL_BELOW and min(positive, negative) > _MIXED_SHARE * max(positive, negative):
        return "MIXED"
    if abs(positive - negative) < _NEUTRAL_BELOW:
        return "NEUTRAL"
    return "POSITIVE" if positive > negative else "NEGATIVE"


def _key_phrases(text: str) -> list[str]:
    tokens = _TOKEN.findall(text.lower())
    runs: list[list[str]] = [[]]
    for token in tokens:
        if token in STOPWORDS or len(token) < _WORD_CHARACTERS or not token[0].isalpha():
            runs.append([])
        else:
            runs[-1].append(token)
    degree: dict[str, int] = defaultdict(int)
    frequency: Counter[str] = Counter()
    times: Counter[tuple[str, ...]] = Counter()
    for run in runs:
        frequency.update(run)
        for word in run:
            degree[word] += min(len(run), _PHRASE_WORDS)
        times.update(tuple(run[a:b]) for a, b in combinations(range(len(run) + 1), 2) if b - a <= _PHRASE_WORDS)

    def score(phrase: tuple[str, ...]) -> float:
        return times[phrase] * sum(degree[word] / math.sqrt(frequency[word]) for word in phrase)

    phrases = [
        phrase
        for phrase, count in times.items()
        if len(phrase) > 1 or (count >= _SINGLE_TIMES and len(phrase[0]) >= _SINGLE_CHARACTERS)
    ]
    wanted = min(_PHRASES, 1 + len(tokens) // _WORDS_A_PHRASE)
    best: list[tuple[str, ...]] = []
    said: set[str] = set()
    for phrase in sorted(phrases, key=lambda phrase: (-score(phrase), phrase)):
        if len(best) < wanted and said.isdisjoint(phrase):
            best.append(phrase)
            said.update(phrase)
    return [" ".join(phrase) for phrase in best]
