from __future__ import annotations

from typing import TYPE_CHECKING

import av
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, TiffImagePlugin

from cloud.analysis.engines.iptc import read_iim
from cloud.analysis.engines.metadata import Metadata, read_metadata
from cloud.analysis.engines.xmp import read_xmp
from cloud.contract.findings import Caption
from tests import media

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cloud.contract.media import Media

PACKET = media.xmp(keywords=["pier", "Núñez"], headline="Pier closes", caption="The pier.", byline="Idris Falk",
                   credit="Kestrel Bay", rights="© 2026")  # fmt: skip
WRITTEN = Metadata(
    ("pier", "Núñez"), Caption("Pier closes", "The pier.", "Idris Falk", "Kestrel Bay", "© 2026"), captured_at=None
)


def test_iptc_of_a_photograph(tmp_path: Path, sniffed: Callable[[Path], Media]) -> None:
    """Keywords, headline, caption, byline and credit are read as an agency wrote them."""
    path = media.write_jpeg(
        tmp_path / "a.jpg", keywords=["grève", "port"], headline="H", caption="C", byline="B", credit="K"
    )
    found = read_metadata(path, sniffed(path))
    assert found.keywords == ("grève", "port")
    assert found.caption == Caption("H", "C", "B", "K")


@pytest.mark.parametrize(("value", "text"), [("Núñez".encode(), "Núñez"), ("Núñez".encode("cp1252"), "Núñez")])
def test_iptc_without_a_character_set(value: bytes, text: str) -> None:
    """Undeclared text is UTF-8 where it can be, else what Windows wrote."""
    assert read_iim(media.iptc([(25, value)], utf8=False)[18:]).keywords == (text,)


def test_iptc_time_has_its_offset() -> None:
    """Date and Time Created join to a moment; without a time of day there is none."""
    assert read_iim(media.iptc([(55, b"20260314"), (60, b"150926+0100")])).captured_at == "2026-03-14T15:09:26+01:00"
    assert read_iim(media.iptc([(55, b"20260314")])).captured_at is None


@pytest.mark.parametrize("extension", [".jpg", ".png", ".webp", ".tif", ".heic", ".avif"])
def test_xmp_in_every_format(extension: str, tmp_path: Path, sniffed: Callable[[Path], Media]) -> None:
    """The same packet is found wherever a format keeps it."""
    path = tmp_path / f"a{extension}"
    if extension == ".jpg":
        path.write_bytes(media.jpeg(media.quarters(), packet=PACKET))
    elif extension == ".png":
        media.write_png_with_xmp(path, PACKET)
    elif extension == ".tif":
        directory = TiffImagePlugin.ImageFileDirectory_v2()
        directory[700] = PACKET
        directory.tagtype[700] = 1
        media.quarters().save(path, tiffinfo=directory)
    else:
        media.quarters().save(path, xmp=PACKET)
    assert read_metadata(path, sniffed(path)) == WRITTEN


def test_xmp_goes_before_iptc_before_exif(tmp_path: Path, sniffed: Callable[[Path], Media]) -> None:
    """XMP is whole where IPTC is cut; what only EXIF says is taken from it; keywords are joined without repeats."""
    block = media.exif()
    block[0x013B], block[0x8298] = "EXIF artist", "© Zoë".encode()
    long = "a keyword that is very much longer than sixty-four bytes, as agencies' are"
    path = tmp_path / "a.jpg"
    path.write_bytes(
        media.jpeg(
            media.quarters(),
            block=block,
            packet=media.xmp(keywords=["one", long], headline="From XMP"),
            app13=media.iptc(
                [(105, b"From IPTC"), (110, b"Credit"), (25, b"one"), (25, b"two"), (25, long.encode()[:64])]
            ),
        )
    )
    found = read_metadata(path, sniffed(path))
    assert found.keywords == ("one", long, "two")
    assert found.caption == Caption("From XMP", "", "EXIF artist", "Credit", "© Zoë")


@pytest.mark.parametrize(
    ("taken", "offset", "subsec", "moment"),
    [
        ("2026:03:14 15:09:26", "", "", "2026-03-14T15:09:26"),
        ("2026:03:14 15:09:26", "+01:00", "", "2026-03-14T15:09:26+01:00"),
        ("2026:03:14 15:09:26", "-03:30", "5", "2026-03-14T15:09:26.500-03:30"),
        ("2026:03:14 15:09:26", "Z", "123456", "2026-03-14T15:09:26.123+00:00"),
        ("2026:03:14 15:09:26", "   :  ", "x", "2026-03-14T15:09:26"),
        ("0000:00:00 00:00:00", "", "", None),
        ("    :  :     :  :  ", "", "", None),
    ],
)
def test_the_moment_of_a_photograph(  # noqa: PLR0917 - a table's columns and two fixtures
    taken: str, offset: str, subsec: str, moment: str | None, tmp_path: Path, sniffed: Callable[[Path], Media]
) -> None:
    """EXIF's time is ISO 8601, with an offset only where the camera knew it."""
    path = tmp_path / "a.jpg"
    path.write_bytes(media.jpeg(media.quarters(), block=media.exif(taken=taken, offset=offset, subsec=subsec)))
    assert read_metadata(path, sniffed(path)).captured_at == moment


def test_a_cameras_own_words_are_no_caption(tmp_path: Path, sniffed: Callable[[Path], Media]) -> None:
    """What a camera writes by itself is left out; what a person wrote in the same place is taken."""
    path = tmp_path / "a.jpg"
    for words, caption in (("OLYMPUS DIGITAL CAMERA", ""), ("SONY DSC", ""), ("The pier at dusk", "The pier at dusk")):
        block = media.exif()
        block[0x010E] = words
        path.write_bytes(media.jpeg(media.quarters(), block=block))
        assert read_metadata(path, sniffed(path)).caption.caption == caption


def test_a_raw_file_is_read_too(tmp_path: Path, sniffed: Callable[[Path], Media]) -> None:
    """A raw file is a TIFF: its own directory holds the XMP packet and the time."""
    block = Image.Exif()
    block[700] = PACKET
    block.get_ifd(0x8769)[0x9003] = "2026:03:14 15:09:26"
    path = tmp_path / "a.dng"
    path.write_bytes(block.tobytes()[6:] + media.jpeg(media.quarters()))
    found = read_metadata(path, sniffed(path))
    assert found.keywords == WRITTEN.keywords
    assert found.captured_at == "2026-03-14T15:09:26"


def test_a_recordings_tags(tmp_path: Path, sniffed: Callable[[Path], Media]) -> None:
    """A sound file's title is its headline."""
    for name in ("a.mp3", "a.ogg", "a.m4a", "a.flac"):
        path = media.write_sound(tmp_path / name, media.tone(0.3, rate_hz=48_000), title="Señor Núñez")
        assert read_metadata(path, sniffed(path)).caption.headline == "Señor Núñez"


@pytest.mark.parametrize("words", ["Other", "Cover (front)"])
def test_a_covers_kind_is_no_caption(words: str, tmp_path: Path, sniffed: Callable[[Path], Media]) -> None:
    """FFmpeg tells the type of an ID3 picture as its stream's comment; nobody wrote that about the recording."""
    path = media.write_sound(tmp_path / "a.mp3", media.tone(0.3, rate_hz=48_000), title="Señor Núñez")
    kind = {"Other": 0, "Cover (front)": 3}[words]
    picture = b"\0image/jpeg\0" + bytes([kind]) + b"\0" + media.jpeg(media.quarters(64, 48))
    frame = b"APIC" + len(picture).to_bytes(4, "big") + b"\0\0" + picture
    sound = path.read_bytes()
    end = 10 + sum((byte & 0x7F) << shift for byte, shift in zip(sound[6:10], (21, 14, 7, 0), strict=True))
    texts = b"TIT2" + (6).to_bytes(4, "big") + b"\0\0" + b"\0Title"
    size = bytes((len(texts + frame) >> shift) & 0x7F for shift in (21, 14, 7, 0))
    path.write_bytes(b"ID3\3\0\0" + size + texts + frame + sound[end:])
    with av.open(str(path)) as container:  # or this would test nothing
        assert words in {stream.metadata.get("comment") for stream in container.streams}
    assert read_metadata(path, sniffed(path)).caption == Caption(headline="Title")


def test_a_videos_moment(tmp_path: Path, sniffed: Callable[[Path], Media]) -> None:
    """A video's creation time is UTC; a clock that was never set gives none."""
    path = tmp_path / "a.mp4"
    for written, moment in (("2026-03-14T15:09:26Z", "2026-03-14T15:09:26+00:00"), ("1970-01-01T00:00:00Z", None)):
        media.write_video(path, [media.quarters(64, 48)], seconds_each=0.3, metadata={"creation_time": written})
        assert read_metadata(path, sniffed(path)).captured_at == moment


def test_a_hostile_packet_is_not_expanded() -> None:
    """Entities are refused, not expanded."""
    bomb = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + PACKET.replace(b"The pier.", b"&b;")
    assert read_xmp(bomb).caption == ""


@settings(deadline=None)
@given(st.binary(max_size=400), st.integers(0, 900), st.binary(max_size=20))
def test_damaged_blocks_do_not_raise(noise: bytes, at: int, patch: bytes) -> None:
    """Arbitrary bytes, and sound blocks with bytes changed, are read as far as they go."""
    read_iim(noise)
    read_xmp(noise)
    whole = media.iptc([(25, b"word"), (120, b"caption")])
    read_iim(whole[:at] + patch + whole[at + len(patch) :])
    read_xmp(PACKET[:at] + patch + PACKET[at + len(patch) :])


def test_a_file_with_damage_only_gives_nothing(tmp_path: Path, sniffed: Callable[[Path], Media]) -> None:
    """Metadata never fails an item."""
    for name, head in (
        ("a.jpg", b"\xff\xd8\xff\xe1\xff\xff"),
        ("a.nef", b"II*\0\xff\xff\xff\xff"),
        ("a.mp4", b"\0\0\0\x18ftypisom"),
    ):
        path = tmp_path / name
        path.write_bytes(head + bytes(64))
        assert read_metadata(path, sniffed(path)) == Metadata()
