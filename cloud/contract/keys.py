"""How objects are named: keys are ASCII and made of ids; a file's own name travels as data.

::

    originals  uploads/{library}/{owner_id}/{yyyy}/{mm}/{item_id}/original{ext}      and name.json beside it
    derived    derived/{library}/{item_id}/v{n}/{name}
"""

from __future__ import annotations

import os
import re
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import PurePosixPath
from urllib.parse import quote, unquote

#: The library everybody in the newsroom sees.
NEWSROOM_LIBRARY = "newsroom"
#: S3 allows 2 KB of user metadata in all (Amazon S3 User Guide, "Working with object metadata"): the name's share.
FILENAME_METADATA_BYTES = 1200
FOLDER_CHARACTERS = 64

_CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_ULID = re.compile(r"[0-7][0-9A-HJKMNP-TV-Z]{25}")
_ORIGINAL = re.compile(
    r"uploads/(?P<library>newsroom|private-[A-Za-z0-9-]{1,64})/(?P<owner_id>[A-Za-z0-9-]{1,64})"
    r"/(?P<year>\d{4})/(?P<month>\d{2})/(?P<item_id>[0-7][0-9A-HJKMNP-TV-Z]{25})/original(?P<ext>\.[a-z0-9]{1,8})?"
)
_LONE = re.compile("[\ud800-\udc7f\udd00-\udfff]")
_EXT = re.compile(r"\.[a-z0-9]{1,8}")


def new_item_id(now_s: float | None = None) -> str:
    """Return a ULID: 48 bits of milliseconds, 80 of chance, Crockford base 32 (26 characters)."""
    ms = int((time.time() if now_s is None else now_s) * 1000)
    number = (ms << 80) | int.from_bytes(os.urandom(10))
    return "".join(_CROCKFORD[(number >> shift) & 31] for shift in range(125, -1, -5))


def is_item_id(text: str) -> bool:
    """Whether the text is a ULID."""
    return _ULID.fullmatch(text) is not None


def item_time(item_id: str) -> datetime:
    """Return the moment a ULID was made, in UTC, to the millisecond."""
    ms = 0
    for character in item_id[:10]:
        ms = ms * 32 + _CROCKFORD.index(character)
    return datetime.fromtimestamp(ms / 1000, UTC)


def private_library(user_id: str) -> str:
    """Return the name of a person's own library."""
    return f"private-{user_id}"


def may_write(library: str, owner_id: str) -> bool:
    """Whether this person's uploads may go into this library: the newsroom's, or their own."""
    return library in {NEWSROOM_LIBRARY, private_library(owner_id)}


@dataclass(frozen=True, slots=True)
class OriginalKey:
    """Where the bytes of one item lie in the originals bucket."""

    library: str
    owner_id: str
    item_id: str
    ext: str  #: with its dot, lower case; "" where the name has none that is plain ASCII

    @classmethod
    def of(cls, library: str, owner_id: str, item_id: str, filename: str) -> OriginalKey:
        """Name the original of a file."""
        ext = PurePosixPath(filename.replace("\n", " ")).suffix.lower()
        return cls(library, owner_id, item_id, ext if _EXT.fullmatch(ext) else "")

    @classmethod
    def parse(cls, key: str) -> OriginalKey | None:
        """Read a key back; None for one that is not an original's (``name.json``, or a stranger's)."""
        match = _ORIGINAL.fullmatch(key)
        if match is None:
            return None
        parsed = cls(match["library"], match["owner_id"], match["item_id"], match["ext"] or "")
        return parsed if str(parsed) == key else None

    @property
    def folder(self) -> str:
        """The key's prefix, ending in a slash."""
        made = item_time(self.item_id)
        return f"uploads/{self.library}/{self.owner_id}/{made:%Y}/{made:%m}/{self.item_id}/"

    @property
    def name_json(self) -> str:
        """The key of the object that holds a name too long for metadata: ``{"filename": …}``."""
        return f"{self.folder}name.json"

    def __str__(self) -> str:
        return f"{self.folder}original{self.ext}"


def derived_prefix(library: str, item_id: str) -> str:
    """Return the prefix of all that was made from an item, ending in a slash."""
    return f"derived/{library}/{item_id}/"


def derived_key(library: str, item_id: str, analysis_version: int, name: str) -> str:
    """Return the key of one derived object, such as ``thumb-256.jpg`` or ``transcript.json``."""
    return f"{derived_prefix(library, item_id)}v{analysis_version}/{name}"


def mend_surrogates(name: str) -> str:
    """Return a name without halves of surrogate pairs, which Windows allows and nothing can encode.

    Those that stand for bytes (U+DC80 to U+DCFF, as Python reads names that are no UTF-8) are kept.
    """
    return _LONE.sub("\N{REPLACEMENT CHARACTER}", name)


def encode_name(name: str, limit: int = FILENAME_METADATA_BYTES) -> tuple[str, bool]:
    """Percent-encode a name as UTF-8 for object metadata; say whether it had to be shortened before its extension.

    Lone surrogates (names that are no UTF-8 on disk) are encoded as their bytes.
    """
    name = mend_surrogates(name)
    encoded = quote(name, safe="", errors="surrogateescape")
    if len(encoded) <= limit:
        return encoded, False
    suffix = PurePosixPath(name).suffix
    suffix = suffix if len(suffix) <= FOLDER_CHARACTERS else ""
    stem = name[: len(name) - len(suffix)] if suffix else name
    while len(encoded) > limit:
        stem = stem[: max(len(stem) - max((len(encoded) - limit) // 12, 1), 0)]
        encoded = quote(f"{stem}…{suffix}", safe="", errors="surrogateescape")
    return encoded, True


def decode_name(encoded: str) -> str:
    """Read back what ``encode_name`` wrote."""
    return unquote(encoded, errors="surrogateescape")


def clip_folder(name: str) -> str:
    """Return a watched folder's own name, at most 64 characters, never a path.

    In object metadata it stands as ``encode_name(clip_folder(…))``: headers are ASCII. ``decode_name`` reads it back.
    """
    return PurePosixPath(name.replace("\\", "/")).name[:FOLDER_CHARACTERS]
