"""Why a file or an analysis did not end as hoped: one code a reason, and the English sentence for it.

Codes travel in records and in the queue; sentences are for people. A window in another language translates the code.
"""

from __future__ import annotations

from enum import StrEnum


class Reason(StrEnum):
    """Reason codes. A record may carry detail after a colon: ``duplicate:01JD…``."""

    # Before the upload
    EMPTY = "empty"
    NOT_MEDIA = "not_media"
    OTHER_KIND = "other_kind"
    TOO_LARGE = "too_large"
    UNREADABLE = "unreadable"
    VANISHED = "vanished"
    CHANGED = "changed"
    TEMPORARY = "temporary"
    IGNORE_RULE = "ignore_rule"
    SYMLINK_LOOP = "symlink_loop"
    LINKED_ALREADY = "linked_already"
    DANGLING = "dangling"
    DUPLICATE = "duplicate"
    # The way to the newsroom
    OFFLINE = "offline"
    DISK_FULL = "disk_full"
    CLOUD_FULL = "cloud_full"
    SIGNED_OUT = "signed_out"
    ACCESS_DENIED = "access_denied"
    CHECKSUM = "checksum"
    CANCELLED = "cancelled"
    # In the cloud
    UNSUPPORTED = "unsupported"
    DAMAGED = "damaged"
    TRUNCATED = "truncated"
    NO_AUDIO = "no_audio"
    NO_PREVIEW = "no_preview"
    LANGUAGE = "language"
    TOO_LONG = "too_long"
    TOO_MANY_PIXELS = "too_many_pixels"
    NOT_OWNER = "not_owner"
    GAVE_UP = "gave_up"
    NOT_IN_PROFILE = "not_in_profile"
    NO_ENGINE = "no_engine"
    NO_TRANSCRIPT = "no_transcript"
    TOO_SHORT = "too_short"
    TOO_SMALL = "too_small"
    SPEND_CAP = "spend_cap"
    NOT_ALLOWED = "not_allowed"
    SERVICE_REFUSED = "service_refused"


_SENTENCES = {
    Reason.EMPTY: "The file is empty (zero bytes).",
    Reason.NOT_MEDIA: "It is not a photo, audio or video file, whatever its name says.",
    Reason.OTHER_KIND: "It is not a photo, audio or video file.",
    Reason.TOO_LARGE: "It is larger than this newsroom takes for one file.",
    Reason.UNREADABLE: "It cannot be read: this computer's user may not open it, or the disk gives errors.",
    Reason.VANISHED: "It was deleted or moved before it could be uploaded.",
    Reason.CHANGED: "It changed while it was uploading. Nothing mixed was stored; it starts again when it is quiet.",
    Reason.TEMPORARY: "It is a temporary or hidden file.",
    Reason.IGNORE_RULE: "This folder's rule leaves it out.",
    Reason.SYMLINK_LOOP: "It is a link that leads back into its own folder.",
    Reason.LINKED_ALREADY: "It is a link to a folder that is looked at already.",
    Reason.DANGLING: "It is a link that leads nowhere.",
    Reason.DUPLICATE: "The library already has these bytes.",
    Reason.OFFLINE: "The newsroom could not be reached. It goes on by itself.",
    Reason.DISK_FULL: "This computer's disk is full. Free some space; it goes on by itself.",
    Reason.CLOUD_FULL: "The newsroom's storage is full. Free some space there, then try again.",
    Reason.SIGNED_OUT: "The session has ended. Sign in again; it goes on by itself.",
    Reason.ACCESS_DENIED: "This account may not do that. Ask an admin of the newsroom.",
    Reason.CHECKSUM: "What arrived was not what was sent. Try again: the whole file is sent anew.",
    Reason.CANCELLED: "It was cancelled.",
    Reason.UNSUPPORTED: "This kind of media cannot be opened here. The original is stored.",
    Reason.DAMAGED: "The file is damaged and cannot be opened. The original is stored as it was sent.",
    Reason.TRUNCATED: "The file is cut off; what could be read of it was used.",
    Reason.NO_AUDIO: "There is no sound in it.",
    Reason.NO_PREVIEW: "The raw file carries no preview that can be shown.",
    Reason.LANGUAGE: "This analysis does not know the language. Without AWS, only US English is understood.",
    Reason.TOO_LONG: "It is longer than this analysis takes.",
    Reason.TOO_MANY_PIXELS: "The picture has more pixels than can be opened safely.",
    Reason.NOT_OWNER: "It was put where another person's files belong.",
    Reason.GAVE_UP: "The analysis failed five times and was given up. Analyse again, or ask the engineer.",
    Reason.NOT_IN_PROFILE: "The folder's profile leaves this analysis out.",
    Reason.NO_ENGINE: "No engine for this analysis is installed here.",
    Reason.NO_TRANSCRIPT: "There is no transcript to read.",
    Reason.TOO_SHORT: "It is shorter than this analysis takes.",
    Reason.TOO_SMALL: "The picture is smaller than this analysis takes.",
    Reason.SPEND_CAP: "The newsroom's spending limit for that day was reached. Analyse again another day.",
    Reason.NOT_ALLOWED: "The newsroom's cloud may not use this service. Ask the engineer: snapstream-cloud doctor.",
    Reason.SERVICE_REFUSED: "The service that analyses it refused the file.",
}


def sentence(code: str) -> str:
    """Return the English sentence for a reason code; "" for "", and the code itself where it is unknown."""
    base, _, _detail = code.partition(":")
    try:
        return _SENTENCES[Reason(base)]
    except ValueError:
        return code
