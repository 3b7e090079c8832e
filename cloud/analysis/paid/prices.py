"""What AWS asks for a call, in microdollars (millionths of a dollar). Pure; any thread.

On-demand list prices of us-east-1 (N. Virginia), as of 22 November 2026, from the services' pricing pages. Other
regions cost up to a third more. Every price here is the first tier's, so that the ledger is never below the bill:

======================  ==================================  ===========================================================
service                 first tier                          then
======================  ==================================  ===========================================================
Rekognition, pictures   $0.0010 a picture and operation     $0.0008 after 1 million a month, $0.0006 after 5 million
Rekognition, video      $0.10 a minute and operation        the same
Transcribe              $0.0001 a second, 15 s at least     less by volume
Comprehend              $0.0001 a unit of 100 characters,   $0.00005 after 10 million units a month, $0.000025 after 50
                        3 units at least
Translate               $15 a million characters            the same
======================  ==================================  ===========================================================

Free tiers are left out. A Custom Labels model is paid by the hour it runs, not by the call, and is never started by us.
"""

from __future__ import annotations

#: What Rekognition counts as one picture processed.
_PICTURE = 1_000
_PICTURE_CALLS = {
    "DetectLabels": _PICTURE,
    "DetectText": _PICTURE,
    "DetectFaces": _PICTURE,
    "DetectModerationLabels": _PICTURE,
    "RecognizeCelebrities": _PICTURE,
    "SearchFacesByImage": _PICTURE,
    "IndexFaces": _PICTURE,
    "DetectCustomLabels": 0,  # by the hour; see above
}
_VIDEO_MINUTE = 100_000
_VIDEO_CALLS = {
    "StartLabelDetection": _VIDEO_MINUTE,
    "StartTextDetection": _VIDEO_MINUTE,
    "StartCelebrityRecognition": _VIDEO_MINUTE,
    "StartContentModeration": _VIDEO_MINUTE,
    "StartFaceDetection": _VIDEO_MINUTE,
    "StartFaceSearch": _VIDEO_MINUTE,
    "StartSegmentDetection": _VIDEO_MINUTE,  # half of it for shots, half for technical cues; both are asked for
}
_TRANSCRIBE_SECOND = 100
#: Amazon Transcribe charges a request for this long at least.
TRANSCRIBE_MIN_S = 15
_COMPREHEND_UNIT = 100
_COMPREHEND_CALLS = frozenset({
    "DetectDominantLanguage", "BatchDetectDominantLanguage", "DetectEntities", "BatchDetectEntities",
    "DetectKeyPhrases", "BatchDetectKeyPhrases", "DetectSentiment", "BatchDetectSentiment", "DetectPiiEntities",
})  # fmt: skip
#: Amazon Comprehend counts a text in units of so many characters, and so many units at least.
UNIT_CHARACTERS = 100
MIN_UNITS = 3
_TRANSLATE_CHARACTER = 15


def picture_call(operation: str) -> int:
    """Return the price of one call of Rekognition about one picture; raises ``KeyError`` for one without a price."""
    return _PICTURE_CALLS[operation]


def video_call(operation: str, duration_ms: int) -> int:
    """Return the price of one job of Rekognition Video, counted by begun seconds."""
    return -(-_VIDEO_CALLS[operation] * _seconds(duration_ms) // 60)


def transcribe(seconds: float) -> int:
    """Return the price of one transcription, counted by begun seconds."""
    return max(_seconds(round(seconds * 1000)), TRANSCRIBE_MIN_S) * _TRANSCRIBE_SECOND


def comprehend(operation: str, characters: int) -> int:
    """Return the price of one operation on one text; a batch costs what its texts cost one by one."""
    if operation not in _COMPREHEND_CALLS:
        raise KeyError(operation)
    return comprehend_units(characters) * _COMPREHEND_UNIT


def comprehend_units(characters: int) -> int:
    """Return how many units a text is counted as."""
    return max(-(-characters // UNIT_CHARACTERS), MIN_UNITS)


def translate(characters: int) -> int:
    """Return the price of the translation of one text into one language."""
    return characters * _TRANSLATE_CHARACTER


def _seconds(duration_ms: int) -> int:
    return -(-duration_ms // 1000)
