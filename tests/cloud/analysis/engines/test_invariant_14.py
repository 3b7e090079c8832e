"""Invariant 14: EXIF 1 to 8 come out upright, boxes lie on the same pixels, no place is left in derived pictures."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from cloud.analysis.engines import ondevice, pictures
from tests import media

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from cloud.contract.media import Media

ORIENTATIONS = range(1, 9)
#: What gives away where, when and with what a picture was taken.
TELL_TALES = (b"Exif", b"GPS", b"http://ns.adobe.com", b"Photoshop", b"ICC_PROFILE", b"Kestrel", b"8BIM")


def _all_of(made: pictures.Thumbnails) -> dict[str, bytes]:
    return {"256": made.jpeg_256, "1024": made.jpeg_1024, "proxy": made.proxy}


@pytest.mark.parametrize("extension", [".jpg", ".png", ".webp", ".tif", ".heic", ".avif"])
@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_every_orientation_comes_out_upright(
    extension: str, orientation: int, tmp_path: Path, sniffed: Callable[[Path], Media]
) -> None:
    """However the camera was held, whatever the format, red is at the top left of every derived picture."""
    stored = media.stored_for(media.quarters(300, 200), orientation)
    path = media.write_picture(tmp_path / f"a{extension}", stored, block=media.exif(orientation))
    made = pictures.thumbnails(path, sniffed(path))
    assert (made.width, made.height) == (300, 200)
    for name, data in _all_of(made).items():
        picture = Image.open(io.BytesIO(data))
        assert media.corners(picture) == ["red", "green", "blue", "yellow"], name
        assert picture.width > picture.height


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_a_raw_files_preview_comes_out_upright(
    orientation: int, tmp_path: Path, sniffed: Callable[[Path], Media]
) -> None:
    """The preview carries no orientation of its own: the raw file's counts."""
    path = media.write_raw(tmp_path / "a.nef", orientation=orientation)
    made = pictures.thumbnails(path, sniffed(path))
    assert (made.width, made.height) == (1920, 1280)
    assert media.corners(Image.open(io.BytesIO(made.jpeg_1024))) == ["red", "green", "blue", "yellow"]


@pytest.mark.parametrize("extension", [".jpg", ".png", ".webp", ".tif", ".heic", ".avif"])
def test_nothing_but_pixels_is_left(extension: str, tmp_path: Path, sniffed: Callable[[Path], Media]) -> None:
    """Derived pictures hold no place, no camera, no caption, no profile."""
    path = tmp_path / f"a{extension}"
    if extension == ".jpg":
        path.write_bytes(
            media.jpeg(
                media.quarters(),
                block=media.exif(6),
                app13=media.iptc([(120, b"Kestrel Bay")]),
                packet=media.xmp(caption="Kestrel Bay"),
            )
        )
    else:
        media.write_picture(path, block=media.exif(6))
    assert b"Kestrel" in path.read_bytes()
    for name, data in _all_of(pictures.thumbnails(path, sniffed(path))).items():
        assert not [mark for mark in TELL_TALES if mark in data], name
        picture = Image.open(io.BytesIO(data))
        assert not dict(picture.getexif())
        assert set(picture.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}


@pytest.mark.parametrize("orientation", ORIENTATIONS)
def test_boxes_lie_on_the_same_pixels(orientation: int, tmp_path: Path, sniffed: Callable[[Path], Media]) -> None:
    """A word stands in the lower right of the upright picture, and its box says so for every orientation."""
    upright = media.sign([], 1200, 800)
    word = media.sign(["POLLING"], 480, 160, size=70)
    upright.paste(word, (680, 580))
    path = media.write_jpeg(tmp_path / "a.jpg", upright, orientation=orientation)
    made = pictures.thumbnails(path, sniffed(path))
    (found,) = ondevice.load_text_reader().read(made.proxy)
    assert found.name == "POLLING"
    assert found.box is not None
    x, y, width, height = found.box
    assert 680 / 1200 <= x < x + width <= 1160 / 1200
    assert 580 / 800 <= y < y + height <= 740 / 800
    assert width > height
