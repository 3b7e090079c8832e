from __future__ import annotations

import io
import struct
import zlib
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image, ImageCms, ImageFile

from cloud.analysis.engines import pictures
from cloud.analysis.engines.ports import MediaError
from cloud.contract.media import Media, MediaType
from cloud.contract.reasons import Reason
from tests import media

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

JPEG = Media(MediaType.IMAGE, "image/jpeg")
RAW = Media(MediaType.IMAGE, "image/x-nikon-nef", is_raw=True)


def _middle(data: bytes) -> tuple[int, int, int]:
    picture = Image.open(io.BytesIO(data)).convert("RGB")
    pixel = picture.getpixel((picture.width // 2, picture.height // 2))
    assert isinstance(pixel, tuple)
    return int(pixel[0]), int(pixel[1]), int(pixel[2])


def _save(path: Path, picture: Image.Image, **options: object) -> Path:
    picture.save(path, **options)  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize(
    ("size", "small", "large", "proxy"),
    [
        ((4000, 3000), (256, 192), (1024, 768), (1600, 1200)),
        ((3000, 4000), (192, 256), (768, 1024), (1200, 1600)),
        ((900, 600), (256, 171), (900, 600), (900, 600)),
        ((100, 50), (100, 50), (100, 50), (100, 50)),
        ((9000, 10), (256, 1), (1024, 1), (1600, 2)),
        ((1, 1), (1, 1), (1, 1), (1, 1)),
    ],
)
def test_sizes(
    size: tuple[int, int], small: tuple[int, int], large: tuple[int, int], proxy: tuple[int, int], tmp_path: Path
) -> None:
    """The longest side is 256, 1024 and at most 1600; nothing is enlarged; the whole size is reported."""
    made = pictures.thumbnails(media.write_jpeg(tmp_path / "a.jpg", Image.new("RGB", size, "teal")), JPEG)
    sizes = [Image.open(io.BytesIO(data)).size for data in (made.jpeg_256, made.jpeg_1024, made.proxy)]
    assert sizes == [small, large, proxy]
    assert (made.width, made.height, made.defect) == (*size, "")


def test_a_profile_is_converted_to_srgb(tmp_path: Path) -> None:
    """Pixels in a profile other than sRGB are converted: L* 50 is a middle grey of 119."""
    lab = Image.new("LAB", (40, 40), (128, 128, 128))
    made = pictures.thumbnails(_save(tmp_path / "a.tif", lab), JPEG)
    assert all(abs(channel - 119) <= 2 for channel in _middle(made.jpeg_256))


def test_a_profile_that_does_not_fit_is_passed_over(tmp_path: Path) -> None:
    """A grey picture with a profile for RGB, and a damaged profile, are shown as they are."""
    icc = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for profile in (icc, icc[:100], b"nonsense"):
        path = _save(tmp_path / "a.jpg", Image.new("L", (40, 40), 90), icc_profile=profile)
        assert _middle(pictures.thumbnails(path, JPEG).jpeg_256) == (90, 90, 90)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGB", "RGBA", "I;16", "I", "CMYK", "F"])
def test_every_mode_is_shown(mode: str, tmp_path: Path) -> None:
    """Bitmaps, palettes, alpha, 16 bits, ink and floating point all give an RGB JPEG."""
    if mode == "I;16":
        picture = Image.fromarray(np.full((40, 60), 0x8000, dtype=np.uint16))
    elif mode in {"I", "F"}:
        picture = Image.fromarray(np.tile(np.arange(60, dtype=np.int32 if mode == "I" else np.float32) * 999, (40, 1)))
    else:
        picture = Image.new("RGB", (60, 40), (128, 128, 128)).convert(mode)
    made = pictures.thumbnails(_save(tmp_path / "a.tif", picture), JPEG)
    assert Image.open(io.BytesIO(made.jpeg_256)).mode == "RGB"
    if mode in {"L", "RGB", "I;16", "CMYK", "LA", "RGBA"}:
        assert all(abs(channel - 128) <= 3 for channel in _middle(made.jpeg_256))


def test_transparency_is_laid_on_white(tmp_path: Path) -> None:
    """What is not there is white, not black."""
    path = _save(tmp_path / "a.png", Image.new("RGBA", (40, 40), (0, 0, 0, 0)))
    assert _middle(pictures.thumbnails(path, JPEG).jpeg_256) == (255, 255, 255)


def test_an_animation_shows_its_first_frame(tmp_path: Path) -> None:
    """Of an animated GIF the first frame is taken."""
    frames = [Image.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
    path = _save(tmp_path / "a.gif", frames[0], save_all=True, append_images=frames[1:])
    red, _, blue = _middle(pictures.thumbnails(path, JPEG).jpeg_256)
    assert red > 200
    assert blue < 50


@pytest.mark.parametrize("progressive", [False, True])
def test_a_truncated_jpeg_is_shown_as_far_as_it_goes(progressive: bool, tmp_path: Path) -> None:  # noqa: FBT001 - a table
    """What could be read is shown, and the defect is named."""
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (600, 800, 3), dtype=np.uint8))
    data = media.jpeg(noise, progressive=progressive)
    path = tmp_path / "a.jpg"
    path.write_bytes(data[: len(data) // 2])
    made = pictures.thumbnails(path, JPEG)
    assert (made.defect, made.width, made.height) == ("truncated", 800, 600)
    assert Image.open(io.BytesIO(made.jpeg_256)).convert("L").resize((1, 1)).getextrema() != (0, 0)
    assert ImageFile.LOAD_TRUNCATED_IMAGES is False


@pytest.mark.parametrize("extension", [".png", ".tif", ".gif", ".webp"])
def test_other_truncated_pictures_give_what_they_can(extension: str, tmp_path: Path) -> None:
    """A cut-off PNG, TIFF, GIF or WebP is either shown with its defect or said to be damaged."""
    noise = Image.fromarray(np.random.default_rng(1).integers(0, 255, (300, 400, 3), dtype=np.uint8))
    path = _save(tmp_path / f"a{extension}", noise)
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    try:
        made = pictures.thumbnails(path, JPEG)
    except MediaError as error:
        assert error.reason in {Reason.DAMAGED, Reason.TRUNCATED}  # noqa: PT017 - either end is right
    else:
        assert made.defect in {"truncated", "damaged"}


@pytest.mark.parametrize("before_scan", [-600, -400, -2, 0, 2, 14])
def test_a_jpeg_without_pixels_is_damaged(before_scan: int, tmp_path: Path) -> None:
    """A header alone shows nothing, up to the last byte of the scan's own."""
    path = tmp_path / "a.jpg"
    data = media.jpeg(media.quarters())
    path.write_bytes(data[: data.find(b"\xff\xda") + before_scan])
    with pytest.raises(MediaError) as caught:
        pictures.thumbnails(path, JPEG)
    assert caught.value.reason is Reason.DAMAGED


@pytest.mark.parametrize(("depth", "colour", "side"), [(8, 2, 17_321), (16, 0, 10_001)])
def test_a_bomb_is_refused_before_it_is_decoded(depth: int, colour: int, side: int, tmp_path: Path) -> None:
    """A PNG of a few hundred bytes that claims 300 megapixels, or 100 of 16 bits of grey, is not opened up."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, depth, colour, 0, 0, 0))
    path = tmp_path / "a.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b""))
    with pytest.raises(MediaError) as caught:
        pictures.thumbnails(path, JPEG)
    assert caught.value.reason is Reason.TOO_MANY_PIXELS


def test_the_largest_preview_of_a_raw_file_is_taken(tmp_path: Path) -> None:
    """Of the camera's thumbnail and its preview, the preview is shown."""
    made = pictures.thumbnails(media.write_raw(tmp_path / "a.nef"), RAW)
    assert (made.width, made.height) == (1920, 1280)


def test_a_lossless_jpeg_of_sensor_data_is_no_preview(tmp_path: Path) -> None:
    """DNG and CR2 keep the sensor's data as a lossless JPEG, which is larger and cannot be shown."""
    sensor = bytearray(media.jpeg(media.quarters(3000, 2000)))
    sensor[sensor.find(b"\xff\xc0") + 1] = 0xC3
    path = media.write_raw(tmp_path / "a.dng")
    path.write_bytes(path.read_bytes() + sensor)
    assert pictures.thumbnails(path, RAW).width == 1920


def test_a_canon_raw_3_is_turned_by_its_own_directory(tmp_path: Path) -> None:
    """In a CR3 the orientation stands in the box CMT1, the preview further on."""
    directory = b"II*\0\x08\0\0\0" + struct.pack("<HHHII", 1, 0x0112, 3, 1, 6) + bytes(4)
    boxes = b"\0\0\0\x18ftypcrx \0\0\0\x01crx isom" + struct.pack(">I", len(directory) + 8) + b"CMT1" + directory
    path = tmp_path / "a.cr3"
    path.write_bytes(boxes + media.jpeg(media.stored_for(media.quarters(1620, 1080), 6)))
    made = pictures.thumbnails(path, RAW)
    assert (made.width, made.height) == (1620, 1080)
    assert media.corners(Image.open(io.BytesIO(made.jpeg_256))) == ["red", "green", "blue", "yellow"]


def test_a_raw_file_without_preview_says_so(tmp_path: Path) -> None:
    """There is nothing to show, and the reason is its own."""
    with pytest.raises(MediaError) as caught:
        pictures.thumbnails(media.write_raw(tmp_path / "a.nef", preview=False), RAW)
    assert caught.value.reason is Reason.NO_PREVIEW


def test_a_poster_in_memory_gets_thumbnails_too() -> None:
    """A video's poster goes the same way as a photograph."""
    made = pictures.thumbnails_of(media.jpeg(media.quarters(1920, 1080)))
    assert Image.open(io.BytesIO(made.jpeg_256)).size == (256, 144)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(damage=st.lists(st.tuples(st.integers(0, 20_000), st.integers(0, 255)), max_size=12), cut=st.integers(0, 20_000),
       extension=st.sampled_from([".jpg", ".png", ".tif", ".gif", ".webp", ".bmp", ".nef", ".heic"]))  # fmt: skip
def test_damage_gives_a_picture_or_its_own_error(
    damage: list[tuple[int, int]], cut: int, extension: str, tmp_path: Path, sniffed: Callable[[Path], Media]
) -> None:
    """Whatever happened to a file, either something is shown or ``MediaError`` says why not."""
    path = tmp_path / f"a{extension}"
    if extension == ".nef":
        media.write_raw(path, media.quarters(400, 300))
    else:
        media.write_picture(path, media.quarters(120, 80))
    data = bytearray(path.read_bytes())
    for at, value in damage:
        data[12 + at % max(1, len(data) - 12)] = value
    path.write_bytes(data[: max(64, cut)])
    try:
        made = pictures.thumbnails(path, sniffed(path))
    except MediaError:
        return
    assert Image.open(io.BytesIO(made.jpeg_256)).size[0] <= 256
