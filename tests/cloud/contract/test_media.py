from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.contract.media import HEAD_BYTES, MEDIA_EXTENSIONS, MediaType, claims_media, sniff
from tests import media

if TYPE_CHECKING:
    from pathlib import Path

PICTURES = {
    ".jpg": "image/jpeg", ".png": "image/png", ".webp": "image/webp", ".tif": "image/tiff", ".gif": "image/gif",
    ".bmp": "image/bmp", ".heic": "image/heic", ".avif": "image/avif",
}  # fmt: skip
SOUNDS = {
    ".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".flac": "audio/flac", ".ogg": "audio/ogg", ".opus": "audio/ogg",
}  # fmt: skip
VIDEOS = {
    ".mp4": "video/mp4", ".mov": "video/quicktime", ".mkv": "video/x-matroska", ".webm": "video/webm",
    ".avi": "video/x-msvideo",
}  # fmt: skip
#: Beginnings that no encoder at hand makes, as the formats' own documents give them.
HEADS = [
    (b"\0\0\0\x18ftypcrx \0\0\0\x01crx isom", "a.cr3", MediaType.IMAGE, "image/x-canon-cr3"),
    (b"II*\0\x10\0\0\0CR\x02\0", "a.tif", MediaType.IMAGE, "image/x-canon-cr2"),
    (b"FUJIFILMCCD-RAW 0201", "a.raf", MediaType.IMAGE, "image/x-fuji-raf"),
    (b"IIU\0\x18\0\0\0", "a.rw2", MediaType.IMAGE, "image/x-panasonic-rw2"),
    (b"IIRO\x08\0\0\0", "a.orf", MediaType.IMAGE, "image/x-olympus-orf"),
    (b"MM\0*\0\0\0\x08", "a.PEF", MediaType.IMAGE, "image/x-pentax-pef"),
    (b"\0\0\0\x18ftypmif1\0\0\0\0mif1avif", "a.avif", MediaType.IMAGE, "image/avif"),
    (b"\0\0\0\x18ftypmif1\0\0\0\0mif1miaf", "a.heif", MediaType.IMAGE, "image/heif"),
    (b"\0\0\0\x1cftypM4B \0\0\0\0isom", "book.m4b", MediaType.AUDIO, "audio/mp4"),
    (b"\0\0\0\x1cftypisom\0\0\0\0isom", "voice.m4a", MediaType.AUDIO, "audio/mp4"),
    (b"\0\0\0\x14ftyp3gp4\0\0\0\0", "a.3gp", MediaType.VIDEO, "video/3gpp"),
    (b"\0\0\x05\x00moov\0\0\0\x6cmvhd", "old.mov", MediaType.VIDEO, "video/quicktime"),
    (b"\0\0\0\x08wide\0\x10\0\0mdat", "old.mov", MediaType.VIDEO, "video/quicktime"),
    (b"\0\0\0\x01mdat\0\0\0\0\x10\0\0\0", "old.mov", MediaType.VIDEO, "video/quicktime"),
    (b"RF64\xff\xff\xff\xffWAVEds64", "long.wav", MediaType.AUDIO, "audio/wav"),
    (b"FORM\0\0\0\x40AIFFCOMM", "a.aif", MediaType.AUDIO, "audio/aiff"),
    (b"#!AMR\n<", "call.amr", MediaType.AUDIO, "audio/amr"),
    (b"\xff\xfb\x90\x64" + bytes(400), "bare.mp3", MediaType.AUDIO, "audio/mpeg"),
    (b"\xff\xf1\x50\x80" + bytes(400), "bare.aac", MediaType.AUDIO, "audio/aac"),
    ((b"\x47\x40\x11\x10" + bytes(184)) * 6, "00001.ts", MediaType.VIDEO, "video/mp2t"),
    (bytes(4) + (b"\x47\x40\x11\x10" + bytes(188)) * 6, "00001.mts", MediaType.VIDEO, "video/mp2t"),
    (bytes.fromhex("060e2b34020501010d0102010102040083000068"), "a.mxf", MediaType.VIDEO, "application/mxf"),
]
NO_MEDIA = [
    (b"Shot list for Friday\n", "list.jpg"),
    (b"", "empty.jpg"),
    (b"the wide angle of the harbour", "note.mov"),
    (b"ID3 is what MP3 tags are called", "note.mp3"),
    ("note in UTF-16".encode("utf-16"), "note.mp3"),
    (b"\xff\xfb\x90\x64" + bytes(400), "bytes.bin"),
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.svg"),
    (b"%PDF-1.7\n", "paper.pdf"),
    (b"\0\0\0\x0cjP  \r\n\x87\n\0\0\0\x14ftypjp2 ", "a.jp2"),
    (b"\0\0\0\x14ftypjxl \0\0\0\0", "a.jxl"),
    (b"BM is a bookmark, more or less, in this text", "a.bmp"),
    (b"RIFF\0\0\0\0CDDAfmt ", "a.wav"),
    (b"PK\x03\x04", "a.docx"),
]


@pytest.mark.parametrize("extension", PICTURES)
def test_pictures_are_told_by_their_bytes(extension: str, tmp_path: Path) -> None:
    """A picture is what its bytes are, under any name."""
    path = media.write_picture(tmp_path / f"a{extension}")
    found = sniff(path.read_bytes()[:HEAD_BYTES], "without-extension")
    assert found is not None
    assert (found.type, found.mime, found.is_raw) == (MediaType.IMAGE, PICTURES[extension], False)


@pytest.mark.parametrize("extension", SOUNDS)
def test_sounds_are_told_by_their_bytes(extension: str, tmp_path: Path) -> None:
    """A recording is what its bytes are."""
    path = media.write_sound(tmp_path / f"a{extension}", media.tone(0.5, rate_hz=48_000))
    found = sniff(path.read_bytes()[:HEAD_BYTES], path.name)
    assert found is not None
    assert (found.type, found.mime) == (MediaType.AUDIO, SOUNDS[extension])


@pytest.mark.parametrize("extension", VIDEOS)
def test_videos_are_told_by_their_bytes(extension: str, tmp_path: Path) -> None:
    """A video is what its bytes are, under any name."""
    path = media.write_video(tmp_path / f"a{extension}", [media.quarters(64, 48)], seconds_each=0.3)
    found = sniff(path.read_bytes()[:HEAD_BYTES], "without-extension")
    assert found is not None
    assert (found.type, found.mime) == (MediaType.VIDEO, VIDEOS[extension])


def test_a_wav_is_told(tmp_path: Path) -> None:
    """A RIFF of kind WAVE is sound."""
    path = media.write_wav(tmp_path / "a.wav", media.tone(0.1))
    found = sniff(path.read_bytes(), path.name)
    assert found is not None
    assert found.mime == "audio/wav"


@pytest.mark.parametrize(("head", "name", "kind", "mime"), HEADS)
def test_rarer_formats_are_told(head: bytes, name: str, kind: MediaType, mime: str) -> None:
    """Each format is known by the beginning its document gives."""
    found = sniff(head, name)
    assert found is not None
    assert (found.type, found.mime) == (kind, mime)


@pytest.mark.parametrize(("name", "is_raw"), [("a.nef", True), ("a.DNG", True), ("a.tiff", False), ("a", False)])
def test_a_tiff_is_raw_by_its_name_alone(name: str, is_raw: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a table
    """A NEF begins as a TIFF does, so the name decides."""
    path = media.write_raw(tmp_path / "a.nef")
    found = sniff(path.read_bytes()[:HEAD_BYTES], name)
    assert found is not None
    assert found.is_raw is is_raw


@pytest.mark.parametrize(("head", "name"), NO_MEDIA)
def test_what_is_no_media_is_not_taken(head: bytes, name: str) -> None:
    """Text under a picture's name, and formats that are not taken, are no media."""
    assert sniff(head, name) is None


@pytest.mark.parametrize(
    ("name", "claims"),
    [("a.jpg", True), ("A.JPG", True), ("a\nb.mov", True), ("a.nef", True), ("a.txt", False), ("jpg", False),
     (".jpg", False), ("", False), ("program.ts", False), ("a.jpg.part", False)],
)  # fmt: skip
def test_a_name_claims_media_by_its_extension(name: str, claims: bool) -> None:  # noqa: FBT001 - a table
    """Such a file is rejected aloud when its bytes are none; others are ignored."""
    assert claims_media(name) is claims


@given(st.binary(max_size=HEAD_BYTES), st.one_of(st.text(max_size=40), st.sampled_from(sorted(MEDIA_EXTENSIONS))))
def test_no_bytes_and_no_name_raise(head: bytes, name: str) -> None:
    """Whatever lies in a folder, telling what it is does not fail."""
    found = sniff(head, name)
    assert found is None or found.mime
    claims_media(name)


@given(
    st.sampled_from([head for head, *_ in HEADS]), st.binary(max_size=64), st.integers(0, 40), st.sampled_from(HEADS)
)
def test_no_damaged_beginning_raises(
    head: bytes, tail: bytes, at: int, other: tuple[bytes, str, MediaType, str]
) -> None:
    """A known beginning cut off and continued by anything does not fail either."""
    sniff(head[:at] + tail, other[1])


@given(st.text(alphabet=st.characters(codec="ascii", exclude_categories=["Cc"]), min_size=1, max_size=400))
def test_plain_text_is_never_a_film(text: str) -> None:
    """Text that happens to hold a box's name where a film has one is still text."""
    found = sniff(text.encode(), "note.txt")
    assert found is None or found.mime in {"image/gif", "video/x-flv"}
