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
