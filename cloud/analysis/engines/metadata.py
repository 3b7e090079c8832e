"""What people and cameras wrote into a file: keywords, caption, byline, the moment. Any thread.

Nothing here raises on a damaged block: what can be read is returned. Where several blocks say the same thing, XMP goes
before IPTC (whose fields are cut to 32, 64 or 256 bytes), and both before EXIF (which cameras fill by themselves).
"""

from __future__ import annotations

import io
import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from PIL import Image

from cloud.analysis.engines import rawfiles
from cloud.analysis.engines.iptc import read_iim
from cloud.analysis.engines.pictures import PICTURE_ERRORS, quiet
from cloud.analysis.engines.ports import MediaError
from cloud.analysis.engines.xmp import read_xmp
from cloud.contract.findings import Caption
from cloud.contract.media import MediaType

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from cloud.contract.media import Media

#: Our own bounds, far above what people write: an item's record has to hold it.
_KEYWORDS = 300
_KEYWORD_CHARACTERS = 128
_TEXT_CHARACTERS = 4000
#: How much of a raw file is read for its directories and blocks, which lie at its beginning.
_RAW_BLOCK_BYTES = 16 << 20

_EXIF_IFD = 0x8769
_IPTC_RESOURCE = 0x0404
_TIFF_XMP, _TIFF_IPTC, _TIFF_PHOTOSHOP = 700, 33723, 34377
_DESCRIPTION, _ARTIST, _COPYRIGHT, _XP_KEYWORDS = 0x010E, 0x013B, 0x8298, 0x9C9E
#: DateTimeOriginal and DateTimeDigitized, each with its offset and fraction (EXIF 2.32, 4.6.5).
_MOMENTS = ((0x9003, 0x9011, 0x9291), (0x9004, 0x9012, 0x9292))
#: What cameras write as description when nobody has.
_CAMERA_WORDS = re.compile(
    r"(olympus|minolta|kodak|samsung|nikon|konica|general imaging)?\s*digital (still )?camera|sony dsc"
    r"|exif_jpeg_picture|dcim[\\/].*|\[?default\]?|untitled|screenshot|jpeg",
    re.IGNORECASE,
)
_OFFSET = re.compile(r"[+-]\d\d:\d\d|Z")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is embedded in a file."""

    keywords: tuple[str, ...] = ()
    caption: Caption = field(default_factory=Caption)
    captured_at: str | None = None  #: ISO 8601, with an offset only where it is known


@dataclass(slots=True)
class _Blocks:
    """The blocks found, not yet understood."""

    exif: Mapping[int, object] = field(default_factory=dict)
    details: Mapping[int, object] = field(default_factory=dict)
    xmp: bytes = b""
    iptc: bytes = b""

    def add(self, other: _Blocks) -> None:
        """Take what is missing here from another place in the file."""
        self.exif = self.exif or other.exif
        self.details = self.details or other.details
        self.xmp = self.xmp or other.xmp
        self.iptc = self.iptc or other.iptc


def read_metadata(path: Path, media: Media) -> Metadata:
    """Read what is embedded; a file without any, or with damage only, gives an empty ``Metadata``."""
    if media.type is not MediaType.IMAGE:
        return _read_container(path)
    with quiet():
        return _understand(_read_raw(path) if media.is_raw else _read_blocks(path))


def _read_blocks(source: Path | io.BytesIO) -> _Blocks:
    blocks = _Blocks()
    try:
        with Image.open(source) as image:
            packet = image.info.get("xmp") or image.info.get("XML:com.adobe.xmp") or b""
            blocks.xmp = packet.encode() if isinstance(packet, str) else bytes(packet)
            resources = image.info.get("photoshop")
            if isinstance(resources, dict) and isinstance(resources.get(_IPTC_RESOURCE), bytes):
                blocks.iptc = resources[_IPTC_RESOURCE]
            exif = image.getexif()
            blocks.add(_blocks_of(exif))
    except PICTURE_ERRORS:
        pass  # what was found before the damage stands
    return blocks


def _read_raw(path: Path) -> _Blocks:
    blocks = _Blocks()
    try:
        tiff = rawfiles.read_tiff_block(path, _RAW_BLOCK_BYTES)
        if tiff:
            exif = Image.Exif()
            exif.load(b"Exif\0\0" + tiff)
            blocks.add(_blocks_of(exif))
    except PICTURE_ERRORS:
        pass  # the preview may have it all
    with suppress(MediaError):  # a raw file without a preview may still have its blocks
        blocks.add(_read_blocks(io.BytesIO(rawfiles.read_preview(path))))
    return blocks


def _blocks_of(exif: Image.Exif) -> _Blocks:
    blocks = _Blocks(exif=dict(exif))
    blocks.xmp = _bytes(exif.get(_TIFF_XMP))
    blocks.iptc = _bytes(exif.get(_TIFF_IPTC)) or _bytes(exif.get(_TIFF_PHOTOSHOP))
    try:
        blocks.details = dict(exif.get_ifd(_EXIF_IFD))
    except PICTURE_ERRORS:
        blocks.details = {}
    return blocks


def _bytes(value: object) -> bytes:
    """Return a TIFF tag's bytes, whatever type its writer gave it."""
    if isinstance(value, bytes):
        return value
    if isinstance(value, tuple) and all(isinstance(part, int) for part in value):
        size = 1 if max(value, default=0) < 256 else 4  # noqa: PLR2004 - Photoshop writes IPTC as LONGs
        return b"".join(int(part).to_bytes(size, "little") for part in value)
    return b""


def _understand(blocks: _Blocks) -> Metadata:
    xmp, iim = read_xmp(blocks.xmp), read_iim(blocks.iptc)
    own = _exif_text(blocks.exif.get(_DESCRIPTION))
    caption = Caption(
        headline=_first(xmp.headline, iim.headline),
        caption=_first(xmp.caption, iim.caption, "" if _CAMERA_WORDS.fullmatch(own) else own),
        byline=_first(", ".join(xmp.bylines), ", ".join(iim.bylines), _exif_text(blocks.exif.get(_ARTIST))),
        credit=_first(xmp.credit, iim.credit),
        rights=_first(xmp.rights, iim.rights, _exif_text(blocks.exif.get(_COPYRIGHT))),
    )
    windows = _windows_text(blocks.exif.get(_XP_KEYWORDS)).split(";")
    keywords = _keywords([*xmp.keywords, *_unless_cut(iim.keywords, xmp.keywords), *windows])
    return Metadata(keywords, caption, _exif_moment(blocks.details) or xmp.captured_at or iim.captured_at)


def _unless_cut(words: Sequence[str], whole: Sequence[str]) -> list[str]:
    """Leave out IPTC keywords that are the first 64 bytes of an XMP keyword."""
    return [word for word in words if len(word.encode()) < 60 or not any(other.startswith(word) for other in whole)]  # noqa: PLR2004 - 64 bytes, less a cut character


def _keywords(words: Sequence[str]) -> tuple[str, ...]:
    clean = dict.fromkeys(_clean(word)[:_KEYWORD_CHARACTERS].strip() for word in words)
    return tuple(word for word in clean if word)[:_KEYWORDS]


def _first(*texts: str) -> str:
    return next((clean for text in texts if (clean := _clean(text))), "")[:_TEXT_CHARACTERS]


_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


def _clean(text: str) -> str:
    return _CONTROLS.sub("", text).replace("\r\n", "\n").replace("\r", "\n").strip()


def _exif_text(value: object) -> str:
    """Return an EXIF text: ASCII by the standard, UTF-8 by custom."""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace").strip("\0 ")
    if not isinstance(value, str):
        return ""
    text = value.replace("\0", " ").strip()  # photographer NUL editor, in Copyright
    try:
        return text.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return text


def _windows_text(value: object) -> str:
    return _bytes(value).decode("utf-16-le", "replace").strip("\0 ")


def _exif_moment(details: Mapping[int, object]) -> str | None:
    for moment_tag, offset_tag, fraction_tag in _MOMENTS:
        text, offset = _exif_text(details.get(moment_tag)), _exif_text(details.get(offset_tag))
        try:
            moment = datetime.strptime(text[:19], "%Y:%m:%d %H:%M:%S")  # noqa: DTZ007 - a camera's clock has no zone
        except ValueError:
            continue
        fraction = _exif_text(details.get(fraction_tag))
        tail = f".{fraction[:3]:0<3}" if fraction.isascii() and fraction.isdigit() else ""
        return moment.isoformat() + tail + (offset.replace("Z", "+00:00") if _OFFSET.fullmatch(offset) else "")
    return None


def _read_container(path: Path) -> Metadata:
    """Read the tags of a video or sound file, under the names that FFmpeg gives to each format's own."""
    # The function for pictures is packaged without PyAV.
    from av.stream import Disposition  # noqa: PLC0415 - as above

    from cloud.analysis.engines import containers  # noqa: PLC0415 - as above

    try:
        with containers.opened(path) as container:
            tags = {name.lower(): text for name, text in container.metadata.items()}
            for stream in container.streams:  # Ogg keeps them with the stream
                if stream.disposition & Disposition.attached_pic:
                    continue  # a cover's "comment" is the kind of picture it is: "Other", "Cover (front)"
                tags = {name.lower(): text for name, text in stream.metadata.items()} | tags
    except MediaError:
        return Metadata()
    caption = Caption(
        headline=_first(tags.get("title", "")),
        caption=_first(*(tags.get(name, "") for name in ("description", "synopsis", "comment"))),
        byline=_first(*(tags.get(name, "") for name in ("artist", "author", "album_artist"))),
        credit=_first(tags.get("publisher", "")),
        rights=_first(tags.get("copyright", "")),
    )
    words = re.split(r"[,;]", tags.get("keywords", "") or tags.get("com.apple.quicktime.keywords", ""))
    return Metadata(_keywords(words), caption, containers.read_captured_at(tags))
