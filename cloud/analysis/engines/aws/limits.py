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

# Amazon Rekognition Image (Developer Guide, "Guidelines and quotas in Amazon Rekognition"; botocore's model of
# rekognition: Image.Bytes at most 5,242,880).
PICTURE_BYTES = 5 * 1024**2
PICTURE_MIN_SIDE_PX = 80
PICTURE_MAX_SIDE_PX = 10_000
#: Faces in one request of DeleteFaces, or on one page of ListFaces (botocore's model of rekognition).
FACES_A_REQUEST = 4_096

# Amazon Transcribe (Developer Guide, "Guidelines and quotas", "Redacting PII in your batch job"; API Reference,
# "StartTranscriptionJob").
TRANSCRIBE_SHORTEST_MS = 500
TRANSCRIBE_LONGEST_MS = 4 * 3600 * 1000
TRANSCRIBE_BYTES = 2 * 1024**3
#: The whole key of what it writes, which ends in ``.json``.
TRANSCRIBE_OUTPUT_KEY = r"[a-zA-Z0-9-_.!*'()/]{1,1024}"
#: Where personal data can be left out, by the language alone; it cannot be where the language is to be identified.
TRANSCRIBE_REDACTS = {"en": "en-US", "es": "es-US"}
TRANSCRIBE_LANGUAGES = frozenset({
    "ab-GE", "af-ZA", "am-ET", "ar-AE", "ar-SA", "ast-ES", "az-AZ", "ba-RU", "be-BY", "bg-BG", "bn-IN", "bs-BA",
    "ca-ES", "ckb-IQ", "ckb-IR", "cs-CZ", "cy-GB", "cy-WL", "da-DK", "de-CH", "de-DE", "el-GR", "en-AB", "en-AU",
    "en-GB", "en-IE", "en-IN", "en-NZ", "en-US", "en-WL", "en-ZA", "es-ES", "es-MX", "es-US", "et-EE", "et-ET",
    "eu-ES", "fa-AF", "fa-IR", "fi-FI", "fr-CA", "fr-FR", "ga-IE", "gd-GB", "gl-ES", "gu-IN", "ha-NG", "he-IL",
    "hi-IN", "hr-HR", "ht-HT", "hu-HU", "hy-AM", "id-ID", "is-IS", "it-IT", "ja-JP", "jv-ID", "ka-GE", "kab-DZ",
    "kk-KZ", "km-KH", "kn-IN", "ko-KR", "ky-KG", "lg-IN", "lt-LT", "lv-LV", "mhr-RU", "mi-NZ", "mk-MK", "ml-IN",
    "mn-MN", "mr-IN", "ms-MY", "mt-MT", "my-MM", "ne-NP", "nl-NL", "no-NO", "or-IN", "pa-IN", "pl-PL", "ps-AF",
    "pt-BR", "pt-PT", "ro-RO", "ru-RU", "rw-RW", "si-LK", "sk-SK", "sl-SI", "so-SO", "sq-AL", "sr-RS", "su-ID",
    "sv-SE", "sw-BI", "sw-KE", "sw-RW", "sw-TZ", "sw-UG", "ta-IN", "te-IN", "th-TH", "tl-PH", "tr-TR", "tt-RU",
    "ug-CN", "uk-UA", "uz-UZ", "vi-VN", "wo-SN", "zh-CN", "zh-HK", "zh-TW", "zu-ZA",
})  # fmt: skip
#: Which one is meant where a language has several, and the region is not said or not among them.
TRANSCRIBE_USUAL = {
    "ar": "ar-SA", "ckb": "ckb-IQ", "cy": "cy-GB", "de": "de-DE", "en": "en-US", "es": "es-ES", "et": "et-EE",
    "fa": "fa-IR", "fr": "fr-FR", "pt": "pt-BR", "sw": "sw-KE", "zh": "zh-CN",
    # Other names of the same: Norwegian in both its forms, Filipino, Chinese by its script.
    "nb": "no-NO", "nn": "no-NO", "fil": "tl-PH", "zh-hans": "zh-CN", "zh-hant": "zh-TW",
}  # fmt: skip
