"""What the services take: named numbers, each with its source. Pure; any thread."""

from __future__ import annotations

# Amazon Comprehend (API Reference, "BatchDetectEntities", "DetectDominantLanguage", "DetectPiiEntities"; Developer
# Guide, "Guidelines and quotas", "Languages supported in Amazon Comprehend").
#: Of UTF-8, a document of a batch.
COMPREHEND_DOCUMENT_BYTES = 5_000
COMPREHEND_BATCH_DOCUMENTS = 25
#: Of UTF-8, the one text of DetectDominantLanguage or DetectPiiEntities: 100 KB.
COMPREHEND_TEXT_BYTES = 100_000
COMPREHEND_LANGUAGE_CHARACTERS = 20  #: fewer do not tell a language
COMPREHEND_LANGUAGES = frozenset({"en", "es", "fr", "de", "it", "pt", "ar", "hi", "ja", "ko", "zh", "zh-TW"})
COMPREHEND_PII_LANGUAGES = frozenset({"en", "es"})

# Amazon Translate (Developer Guide, "Guidelines and quotas").
#: Of UTF-8, one call of TranslateText.
TRANSLATE_TEXT_BYTES = 10_000

# Amazon Rekognition Video (Developer Guide, "Guidelines and quotas", "Working with stored video analysis operations").
#: Of the picture track, as FFmpeg names it; in one of the containers below.
VIDEO_CODECS = frozenset({"h264"})
VIDEO_MIMES = frozenset({"video/mp4", "video/quicktime"})
VIDEO_BYTES = 10 * 1024**3
VIDEO_MS = 6 * 3600 * 1000
#: Rows on one page of results.
VIDEO_PAGE_ROWS = 1_000
#: Results are kept for seven days.
VIDEO_RESULTS_DAYS = 7
#: Ours, not the service's: below this a label is not worth a tag (percent).
VIDEO_MIN_CONFIDENCE = 70.0
#: Ours: text needs to be this sure, and this long (one smudge in a picture was read "8").
VIDEO_TEXT_MIN_CONFIDENCE = 80.0
VIDEO_TEXT_MIN_CHARACTERS = 2
