"""What can be chosen in a rule: languages, speeds, days, caption fields, and how they are said. Main thread."""

from __future__ import annotations

from typing import Final

from cloud.contract.media import MediaType
from desktop.core.model import AfterUpload
from desktop.ui import phrases
from desktop.ui.phrases import mark

#: "" leaves it open. Speech is recognised in the second of them on this computer.
LANGUAGES: Final = (
    ("", mark("Not said")), ("en-US", mark("English (US)")), ("en-GB", mark("English (UK)")), ("de-DE", mark("German")),
    ("fr-FR", mark("French")), ("es-ES", mark("Spanish")), ("it-IT", mark("Italian")), ("pt-PT", mark("Portuguese")),
    ("nl-NL", mark("Dutch")), ("pl-PL", mark("Polish")),
)  # fmt: skip
#: Bytes a second; 0 for no limit of the folder's own.
SPEEDS: Final = (0, 250_000, 500_000, 1_000_000, 2_000_000, 4_000_000, 8_000_000, 16_000_000)
DAYS: Final = (1, 3, 7, 14, 30, 60, 90)
CAPTION_FIELDS: Final = ("headline", "caption", "byline", "credit", "rights")


def language_name(language: str) -> str:
    """Return a language's name."""
    return phrases.tr(language)


def speed_name(bytes_per_s: int) -> str:
    """Return a limit."""
    return phrases.speed(bytes_per_s) if bytes_per_s else phrases.tr("As in Settings")


def days_name(days: int) -> str:
    """Return a number of days."""
    return phrases.count(days, "{n} day", "{n} days")


def kind_name(kind: MediaType) -> str:
    """Return what people call files of a kind."""
    return {
        MediaType.IMAGE: phrases.tr("Photos"),
        MediaType.AUDIO: phrases.tr("Audio"),
        MediaType.VIDEO: phrases.tr("Video"),
    }[kind]


def field_name(field: str) -> str:
    """Return what people call a field of a caption."""
    return {
        "headline": phrases.tr("Headline"),
        "caption": phrases.tr("Caption"),
        "byline": phrases.tr("Byline"),
        "credit": phrases.tr("Credit"),
        "rights": phrases.tr("Rights"),
    }[field]


def after_name(do: AfterUpload) -> str:
    """Return what is done after an upload."""
    return {
        AfterUpload.LEAVE: phrases.tr("Leave the file where it is"),
        AfterUpload.MOVE: phrases.tr("Move it into a subfolder"),
        AfterUpload.DELETE: phrases.tr("Delete it after some days"),
    }[do]


def after_hint(do: AfterUpload) -> str:
    """Return what that means."""
    return {
        AfterUpload.LEAVE: phrases.tr("Nothing in the folder is changed unless you choose it."),
        AfterUpload.MOVE: phrases.tr(
            "Once the library has it and it is unchanged. Nothing is written over; the subfolder is not looked at."
        ),
        AfterUpload.DELETE: phrases.tr(
            "Only files uploaded from now on, once the library has them, byte for byte as they were sent."
        ),
    }[do]
