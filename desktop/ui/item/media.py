"""Qt's media library, loaded without its remarks. Main thread.

While it is loaded it says on standard error which system libraries it goes without, unless told not to beforehand.
"""

from __future__ import annotations

from PySide6.QtCore import QLoggingCategory

QLoggingCategory.setFilterRules("qt.multimedia.*.info=false\nqt.multimedia.symbolsresolver*=false")

from PySide6.QtMultimedia import QAudioOutput, QMediaDevices, QMediaMetaData, QMediaPlayer  # noqa: E402 - loaded after the rule
from PySide6.QtMultimediaWidgets import QGraphicsVideoItem  # noqa: E402 - the same

__all__ = ["QAudioOutput", "QGraphicsVideoItem", "QMediaDevices", "QMediaMetaData", "QMediaPlayer"]
