"""Engines that run where the file is: nothing leaves the machine. Each is loaded once a process, at its first use.

They are used by one thread at a time, as a Lambda worker has one.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cloud.analysis.engines.ports import FaceFinder, SpeechRecognizer, TextAnalyzer, TextReader

# ruff: noqa: PLC0415 - each function is packaged with its own engine alone, so each is imported only when asked for


@cache
def load_text_reader() -> TextReader:
    """Return RapidOCR; its models come with the wheel."""
    from cloud.analysis.engines.ondevice.textreader import RapidTextReader

    return RapidTextReader()


@cache
def load_face_finder() -> FaceFinder:
    """Return OpenCV's face cascade."""
    from cloud.analysis.engines.ondevice.faces import CascadeFaceFinder

    return CascadeFaceFinder()


@cache
def load_speech_recognizer() -> SpeechRecognizer:
    """Return Pocketsphinx with its US English model."""
    from cloud.analysis.engines.ondevice.speech import SphinxRecognizer

    return SphinxRecognizer()


@cache
def load_text_analyzer() -> TextAnalyzer:
    """Return our reading of a transcript: language, key phrases, tone."""
    from cloud.analysis.engines.ondevice.language import TranscriptAnalyzer

    return TranscriptAnalyzer()
