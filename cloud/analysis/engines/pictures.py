"""Thumbnails and the proxy of a still picture: upright, sRGB, and with nothing in them but pixels.

One thread at a time: Pillow's switch for cut-off files and Python's warning filters belong to the process.
"""

from __future__ import annotations

import io
import struct
import warnings
import zlib
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, cast

import pillow_heif
from PIL import Image, ImageCms, ImageFile

from cloud.analysis.engines import rawfiles
from cloud.analysis.engines.ports import MediaError
from cloud.contract.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cloud.contract.media import Media

SMALL_PX = 256
LARGE_PX = 1024
#: The longest side of the picture that engines look at; boxes are fractions, so they fit every size.
PROXY_PX = 1600
#: More pixels are refused before anything is decoded: 300 MP, twice the largest sensor sold, is 1.2 GB in Pillow's
#: memory (four bytes a pixel). Wide samples (16 or 32 bits of grey) are copied twice on their way to 8 bits.
MAX_PIXELS = 300_000_000
MAX_WIDE_PIXELS = 100_000_000
#: A cut-off JPEG is read whole to be mended; one of 300 MP takes less.
_MENDED_BYTES = 512 << 20

_QUALITY = 85
_PROXY_QUALITY = 90
_ORIENTATION_TAG = 0x0112
_WHITE = (255, 255, 255)

#: All that Pillow's readers raise on damaged files (each plug-in its own).
PICTURE_ERRORS = (
    OSError, SyntaxError, ValueError, TypeError, LookupError, EOFError, ArithmeticError, RuntimeError, struct.error,
    zlib.error, MemoryError,
)  # fmt: skip

# We refuse by our own limit before decoding; Pillow's is a warning at 89 MP, which medium format cameras reach.
Image.MAX_IMAGE_PIXELS = None
pillow_heif.register_heif_opener()


@contextmanager
def quiet() -> Iterator[None]:
    """Keep Pillow's warnings about damaged files to ourselves: what matters becomes the item's defect."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        yield


@dataclass(frozen=True, slots=True)
class Thumbnails:
    """What is shown of an item, and what engines look at."""

    jpeg_256: bytes
    jpeg_1024: bytes
    proxy: bytes
    width: int  #: of the whole upright picture
    height: int
    defect: str = ""  #: a code of ``Reason`` where the source is damaged, and this is what could be read


def thumbnails(path: Path, media: Media) -> Thumbnails:
    """Make the thumbnails of a picture file, decoding it once.

    Raises ``MediaError``: ``DAMAGED``, ``NO_PREVIEW`` (a raw file), ``TOO_MANY_PIXELS``.
    """
    if media.is_raw:
        return _make(io.BytesIO(rawfiles.read_preview(path)), rawfiles.read_orientation(path))
    with path.open("rb") as file:  # ours to close, whatever becomes of it in Pillow
        return _make(file)


def thumbnails_of(jpeg: bytes) -> Thumbnails:
    """Make the thumbnails of a picture in memory: a video's poster."""
    return _make(io.BytesIO(jpeg))


def _make(source: BinaryIO, outer_orientation: int = 1) -> Thumbnails:
    try:
        with quiet():
            picture, size, defect = _read(source, outer_orientation)
        proxy = _encode(picture, PROXY_PX, _PROXY_QUALITY)
        large = _shrink(picture, LARGE_PX)
        return Thumbnails(
            jpeg_256=_encode(large, SMALL_PX, _QUALITY),
            jpeg_1024=_encode(large, LARGE_PX, _QUALITY),
            proxy=proxy,
            width=size[0],
            height=size[1],
            defect=defect,
        )
    except PICTURE_ERRORS as error:
        raise MediaError(Reason.DAMAGED, str(error)) from error


def _read(source: BinaryIO, outer_orientation: int) -> tuple[Image.Image, tuple[int, int], str]:
    """Return the picture at proxy size, upright and in sRGB; the whole picture's size; and its defect."""
    image, size, defect = _load(source)
    own_orientation = image.getexif().get(_ORIENTATION_TAG, 1)
    orientation = own_orientation if own_orientation in _TURNS else outer_orientation
    if image.size[0] == size[1] and image.size[0] != size[0]:  # Pillow has turned a TIFF while loading it
        size = image.size
    picture = _flatten(_to_srgb(_shrink(_to_eight_bits(image), PROXY_PX)))
    picture.info = {}
    method = _TURNS.get(orientation)
    if method is not None:
        picture = picture.transpose(method)
        size = (size[1], size[0]) if orientation >= _FIRST_SIDEWAYS else size
    return picture, size, defect


_FIRST_SIDEWAYS = 5
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def _load(source: BinaryIO) -> tuple[Image.Image, tuple[int, int], str]:
    image, size = _open(source)
    try:
        image.load()
    except PICTURE_ERRORS as error:
        failure = error
    else:
        return image, size, ""
    image = _load_what_is_there(source, jpeg=image.format in {"JPEG", "MPO"})
    defect = Reason.TRUNCATED if "truncated" in str(failure) else Reason.DAMAGED
    return image, size, defect.value


def _open(source: BinaryIO) -> tuple[Image.Image, tuple[int, int]]:
    """Open, refuse what is too large, and let a JPEG be decoded at the smallest of 1/1 to 1/8 that suffices."""
    image = Image.open(source)
    size = image.size
    if size[0] * size[1] > (MAX_WIDE_PIXELS if image.mode[0] in "IF" else MAX_PIXELS):
        raise MediaError(Reason.TOO_MANY_PIXELS, f"{size[0]} x {size[1]}")
    if image.format in {"JPEG", "MPO"} and max(size) > PROXY_PX:
        scale = PROXY_PX / max(size)
        image.draft(None, (max(1, int(size[0] * scale)), max(1, int(size[1] * scale))))
    return image, size


def _load_what_is_there(source: BinaryIO, *, jpeg: bool) -> Image.Image:
    """Decode a damaged file as far as it goes; raises ``MediaError`` where no pixel could be read."""
    if jpeg:
        # libjpeg waits for more at the end of the data and gives up what it has at an end marker, also of a
        # progressive file, of which it gives nothing before the whole is there.
        source.seek(0)
        data = source.read(_MENDED_BYTES + 1)
        if len(data) > _MENDED_BYTES:
            raise MediaError(Reason.DAMAGED, "too large to be mended")
        source = io.BytesIO(data + b"\xff\xd9")
    source.seek(0)
    image, _size = _open(source)
    with _truncated_allowed():
        image.load()
    shades = image.convert("L").histogram()
    if sum(shades[shade] for shade in _NEVER_DECODED) > _NOTHING * sum(shades):
        raise MediaError(Reason.DAMAGED, "no pixel could be read")
    return image


#: What decoders leave where nothing was decoded: zeros, libjpeg mid-grey.
_NEVER_DECODED = (0, 127, 128)
#: Of a picture that is only these, a few blocks may have been made of the bytes around the cut.
_NOTHING = 0.99


@contextmanager
def _truncated_allowed() -> Iterator[None]:
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        yield
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = False


def _to_eight_bits(image: Image.Image) -> Image.Image:
    """Return the picture in a mode that can be scaled smoothly; its profile stays in ``info``."""
    info = dict(image.info)
    if image.mode.startswith("I;16"):
        image = image.convert("I").point(lambda value: value * (1 / 257)).convert("L")
    elif image.mode in {"I", "F"}:
        low, high = cast("tuple[float, float]", image.getextrema())
        scale = 255 / (high - low) if high > low else 1.0
        image = image.point(lambda value: value * scale - low * scale).convert("L")
    elif image.mode == "1":
        image = image.convert("L")
    elif image.mode in {"P", "PA"}:
        image = image.convert("RGBA")
    elif image.mode in {"YCbCr", "HSV", "RGBX"}:
        image = image.convert("RGB")
    image.info = info
    return image


def _shrink(image: Image.Image, longest_px: int) -> Image.Image:
    """Return the picture with its longest side at most so long; itself where it is small enough."""
    width, height = image.size
    if max(width, height) <= longest_px:
        return image
    scale = longest_px / max(width, height)
    size = (max(1, round(width * scale)), max(1, round(height * scale)))
    small = image.resize(size, Image.Resampling.BICUBIC, reducing_gap=2.0)
    small.info = dict(image.info)
    return small


_PROFILE_SPACES = {"RGB": "RGB ", "RGBA": "RGB ", "L": "GRAY", "LA": "GRAY", "CMYK": "CMYK", "LAB": "Lab "}
_SRGB = ImageCms.createProfile("sRGB")


def _to_srgb(image: Image.Image) -> Image.Image:
    """Convert by the embedded ICC profile; a profile that does not fit the picture, or is damaged, is passed over."""
    icc = image.info.get("icc_profile")
    alpha = image.getchannel("A") if image.mode in {"RGBA", "LA"} else None
    colour = image.convert(image.mode[:-1]) if alpha is not None else image
    source: ImageCms.ImageCmsProfile | None = None
    try:
        if colour.mode == "LAB":
            source = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
        elif isinstance(icc, bytes) and icc:
            source = ImageCms.ImageCmsProfile(io.BytesIO(icc))
            if source.profile.xcolor_space != _PROFILE_SPACES.get(colour.mode):
                source = None
        if source is not None:
            colour = ImageCms.profileToProfile(colour, source, _SRGB, outputMode="RGB") or colour
    except (ImageCms.PyCMSError, *PICTURE_ERRORS):
        source = None
    colour = colour.convert("RGB")
    if alpha is not None:
        colour.putalpha(alpha)
    return colour


def _flatten(image: Image.Image) -> Image.Image:
    """Lay a transparent picture on white, as paper and mail do."""
    if image.mode != "RGBA":
        return image
    paper = Image.new("RGB", image.size, _WHITE)
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _encode(image: Image.Image, longest_px: int, quality: int) -> bytes:
    buffer = io.BytesIO()
    _shrink(image, longest_px).save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()
