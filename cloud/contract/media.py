"""What a file is, told from its first bytes: never from its name alone. Pure functions, any thread."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePosixPath

#: How much of a file's beginning ``sniff`` needs.
HEAD_BYTES = 4096


class MediaType(StrEnum):
    """The three kinds of media the library holds."""

    IMAGE = "image"
    AUDIO = "audio"
    VIDEO = "video"


@dataclass(frozen=True, slots=True)
class Media:
    """What a file is."""

    type: MediaType
    mime: str
    is_raw: bool = False  #: a camera's raw picture; thumbnails come from the preview inside


def _image(mime: str) -> Media:
    return Media(MediaType.IMAGE, mime)


def _raw(mime: str) -> Media:
    return Media(MediaType.IMAGE, mime, is_raw=True)


def _audio(mime: str) -> Media:
    return Media(MediaType.AUDIO, mime)


def _video(mime: str) -> Media:
    return Media(MediaType.VIDEO, mime)


#: Raw files that begin as a TIFF does: only the name tells them apart.
RAW_TIFF_EXTENSIONS = {
    ".3fr": "image/x-hasselblad-3fr",
    ".arw": "image/x-sony-arw",
    ".cr2": "image/x-canon-cr2",
    ".dng": "image/x-adobe-dng",
    ".erf": "image/x-epson-erf",
    ".fff": "image/x-hasselblad-fff",
    ".iiq": "image/x-phaseone-iiq",
    ".kdc": "image/x-kodak-kdc",
    ".mef": "image/x-mamiya-mef",
    ".nef": "image/x-nikon-nef",
    ".nrw": "image/x-nikon-nrw",
    ".orf": "image/x-olympus-orf",
    ".pef": "image/x-pentax-pef",
    ".rw2": "image/x-panasonic-rw2",
    ".rwl": "image/x-leica-rwl",
    ".sr2": "image/x-sony-sr2",
    ".srw": "image/x-samsung-srw",
}
RAW_EXTENSIONS = frozenset(RAW_TIFF_EXTENSIONS) | {".cr3", ".raf"}
#: ``.ts`` is left out: to most people it is a program in TypeScript. Its bytes are sniffed all the same.
IMAGE_EXTENSIONS = RAW_EXTENSIONS | {
    ".avif", ".bmp", ".gif", ".heic", ".heif", ".hif", ".jfif", ".jpe", ".jpeg", ".jpg", ".png", ".tif", ".tiff",
    ".webp",
}  # fmt: skip
AUDIO_EXTENSIONS = frozenset(
    {".aac", ".aif", ".aifc", ".aiff", ".amr", ".bwf", ".caf", ".flac", ".m4a", ".m4b", ".mka", ".mp2", ".mp3",
     ".oga", ".ogg", ".opus", ".spx", ".wav", ".wave", ".weba", ".wma"}
)  # fmt: skip
VIDEO_EXTENSIONS = frozenset(
    {".3g2", ".3gp", ".asf", ".avi", ".flv", ".m2ts", ".m2v", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".mts",
     ".mxf", ".ogv", ".qt", ".vob", ".webm", ".wmv"}
)  # fmt: skip
MEDIA_EXTENSIONS = IMAGE_EXTENSIONS | AUDIO_EXTENSIONS | VIDEO_EXTENSIONS


def sniff(head: bytes, filename: str) -> Media | None:
    """Tell the media from its first ``HEAD_BYTES``; None for what is no media.

    The name only decides between formats that begin alike (a NEF is a TIFF) and vouches for bare MPEG frames.
    """
    extension = _extension(filename)
    for marks, media in _SIGNATURES:
        if all(head[at : at + len(mark)] == mark for at, mark in marks):
            return media
    for look in (_sniff_tiff, _sniff_iso, _sniff_container, _sniff_mpeg_sound):
        found = look(head, extension)
        if found is not None:
            return found
    return None


def claims_media(filename: str) -> bool:
    """Whether the name's extension promises media: such a file is rejected, not ignored, when its bytes are none."""
    return _extension(filename) in MEDIA_EXTENSIONS


def _extension(filename: str) -> str:
    return PurePosixPath(filename.replace("\n", " ")).suffix.lower()


#: What must stand where, for formats that their first bytes settle.
_SIGNATURES: tuple[tuple[tuple[tuple[int, bytes], ...], Media], ...] = (
    (((0, b"\xff\xd8\xff"),), _image("image/jpeg")),
    (((0, b"\x89PNG\r\n\x1a\n"),), _image("image/png")),
    (((0, b"GIF87a"),), _image("image/gif")),
    (((0, b"GIF89a"),), _image("image/gif")),
    (((0, b"RIFF"), (8, b"WEBP")), _image("image/webp")),
    (((0, b"FUJIFILMCCD-RAW"),), _raw("image/x-fuji-raf")),
    (((0, b"IIRO"),), _raw("image/x-olympus-orf")),
    (((0, b"IIRS"),), _raw("image/x-olympus-orf")),
    (((0, b"MMOR"),), _raw("image/x-olympus-orf")),
    (((0, b"II*\0"), (8, b"CR")), _raw("image/x-canon-cr2")),
    (((0, b"RIFF"), (8, b"WAVE")), _audio("audio/wav")),
    (((0, b"RF64"), (8, b"WAVE")), _audio("audio/wav")),
    (((0, b"BW64"), (8, b"WAVE")), _audio("audio/wav")),
    (((0, b"FORM"), (8, b"AIFF")), _audio("audio/aiff")),
    (((0, b"FORM"), (8, b"AIFC")), _audio("audio/aiff")),
    (((0, b"fLaC"),), _audio("audio/flac")),
    (((0, b"#!AMR\n"),), _audio("audio/amr")),
    (((0, b"#!AMR-WB\n"),), _audio("audio/amr")),
    (((0, b"caff\0\x01"),), _audio("audio/x-caf")),
    (((0, b"RIFF"), (8, b"AVI ")), _video("video/x-msvideo")),
    (((0, b"FLV\x01"),), _video("video/x-flv")),
    (((0, b"\0\0\x01\xba"),), _video("video/mpeg")),
    (((0, b"\0\0\x01\xb3"),), _video("video/mpeg")),
)
_TIFF_MAGICS = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")
#: Sizes of the header that follows the 14 bytes of a BMP (Microsoft, "Bitmap Header Types").
_BMP_HEADERS = {12, 40, 52, 56, 64, 108, 124}


def _sniff_tiff(head: bytes, extension: str) -> Media | None:
    if head[:2] == b"BM" and head[6:10] == bytes(4) and int.from_bytes(head[14:18], "little") in _BMP_HEADERS:
        return _image("image/bmp")
    if head[:4] == b"IIU\0":
        return _raw(RAW_TIFF_EXTENSIONS.get(extension, "image/x-panasonic-rw2"))
    if head[:4] in _TIFF_MAGICS:
        raw_mime = RAW_TIFF_EXTENSIONS.get(extension)
        return _raw(raw_mime) if raw_mime else _image("image/tiff")
    return None


_HEIC_BRANDS = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs"}
_AVIF_BRANDS = {b"avif", b"avis"}
_HEIF_BRANDS = {b"mif1", b"mif2", b"msf1"}
#: JPEG XL and JPEG 2000 begin with the same box and are not taken.
_FOREIGN_BRANDS = {b"jxl ", b"jp2 ", b"jpx ", b"jpm "}
_AUDIO_BRANDS = {b"M4A ", b"M4B ", b"M4P ", b"F4A ", b"F4B "}
_MP4_SOUND_EXTENSIONS = {".m4a", ".m4b", ".m4p"}
#: First boxes of a QuickTime file made before ``ftyp`` was invented ("QuickTime File Format", Apple).
_QUICKTIME_BOXES = {b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"}
_BOX_HEADER_BYTES = 8


def _sniff_iso(head: bytes, extension: str) -> Media | None:
    """Tell files made of ISO boxes: MP4 and its kin (ISO/IEC 14496-12), HEIF (23008-12), Canon's CR3."""
    if head[4:8] in _QUICKTIME_BOXES and _is_box_size(head[:4]):
        return _video("video/quicktime")
    brand = head[8:12]
    if head[4:8] != b"ftyp" or len(brand) < 4 or brand in _FOREIGN_BRANDS or not brand.isascii():  # noqa: PLR2004 - a brand has four bytes
        return None
    if brand == b"crx ":
        return _raw("image/x-canon-cr3")
    if brand in _AVIF_BRANDS | _HEIC_BRANDS | _HEIF_BRANDS:
        size = int.from_bytes(head[:4])
        return _image(_still_mime({brand, *(head[at : at + 4] for at in range(16, min(size, 512), 4))}))
    if brand in _AUDIO_BRANDS or extension in _MP4_SOUND_EXTENSIONS:
        return _audio("audio/mp4")
    return _video({b"qt": "video/quicktime", b"3g": "video/3gpp"}.get(brand[:2], "video/mp4"))


def _still_mime(brands: set[bytes]) -> str:
    if brands & _AVIF_BRANDS:
        return "image/avif"
    return "image/heic" if brands & _HEIC_BRANDS else "image/heif"


def _is_box_size(size: bytes) -> bool:
    """Whether four bytes are a box's size and not the beginning of a text."""
    number = int.from_bytes(size)
    return (number in {0, 1} or number >= _BOX_HEADER_BYTES) and not size.decode("latin-1").isprintable()


_EBML_DOCTYPE = b"\x42\x82"
_MXF_PARTITION = bytes.fromhex("060e2b34020501010d01020101")
_ASF_HEADER = bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c")


def _sniff_container(head: bytes, extension: str) -> Media | None:
    if head[:4] == b"\x1aE\xdf\xa3":
        return _sniff_matroska(head, extension)
    if head[:4] == b"OggS":
        return _video("video/ogg") if b"\x80theora" in head[:1024] else _audio("audio/ogg")
    if head[:16] == _ASF_HEADER:
        return _audio("audio/x-ms-wma") if extension == ".wma" else _video("video/x-ms-wmv")
    if _MXF_PARTITION in head:
        return _video("application/mxf")
    return _video("video/mp2t") if _is_transport_stream(head) else None


def _sniff_matroska(head: bytes, extension: str) -> Media:
    """Tell Matroska and WebM apart by the EBML header's DocType (RFC 8794, 11.2.4)."""
    at = head.find(_EBML_DOCTYPE, 0, 128)
    is_webm = at >= 0 and head[at + 3 : at + 7] == b"webm"
    if extension in {".mka", ".weba"}:
        return _audio("audio/webm" if is_webm else "audio/x-matroska")
    return _video("video/webm" if is_webm else "video/x-matroska")


_TS_SYNC = 0x47
_TS_PACKETS_SEEN = 5


def _is_transport_stream(head: bytes) -> bool:
    """Look for a sync byte at five packets' starts: of 188 bytes, or of 192 with a time code in front (M2TS)."""
    for first, packet in ((0, 188), (4, 192)):
        starts = head[first : first + _TS_PACKETS_SEEN * packet : packet]
        if starts == bytes([_TS_SYNC] * _TS_PACKETS_SEEN):
            return True
    return False


def _sniff_mpeg_sound(head: bytes, extension: str) -> Media | None:
    """Tell MP3 and AAC by an ID3 tag (id3.org, ID3v2.4, 3.1), or by a bare frame that the name vouches for."""
    if _ID3_TAG.match(head):
        return _audio({".aac": "audio/aac", ".flac": "audio/flac"}.get(extension, "audio/mpeg"))
    frame = head.lstrip(b"\0")
    if extension == ".aac" and _ADTS_FRAME.match(frame):
        return _audio("audio/aac")
    if extension in {".mp3", ".mp2"} and _MPEG_FRAME.match(frame):
        return _audio("audio/mpeg")
    return None


#: "ID3", version, flags, and a size of four bytes below 128.
_ID3_TAG = re.compile(rb"ID3[\x02-\x04].[\x00-\xff][\x00-\x7f]{4}", re.DOTALL)
#: Sync word and layer 0 (ISO/IEC 13818-7, 6.2).
_ADTS_FRAME = re.compile(rb"\xff[\xf0\xf1\xf8\xf9]", re.DOTALL)
#: Sync word, MPEG 1, 2 or 2.5 in layer II or III, an allowed bit rate and sampling rate (ISO/IEC 11172-3, 2.4.2.3).
_MPEG_FRAME = re.compile(
    rb"\xff[\xe2-\xe5\xf2-\xf5\xfa-\xfd][\x10-\x1b\x20-\x2b\x30-\x3b\x40-\x4b\x50-\x5b\x60-\x6b\x70-\x7b"
    rb"\x80-\x8b\x90-\x9b\xa0-\xab\xb0-\xbb\xc0-\xcb\xd0-\xdb\xe0-\xeb]",
)
