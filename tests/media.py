"""Real media made on the spot by Pillow, PyAV and the standard library, for every test that needs some.

Each function writes one file (or returns its bytes) and nothing else; none needs a network or a program.
"""

from __future__ import annotations

import io
import math
import struct
import unicodedata
import wave
from fractions import Fraction
from typing import TYPE_CHECKING

import av
import numpy as np
import pillow_heif
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import numpy.typing as npt

#: The four quarters of ``quarters``, from top left, clockwise.
RED, GREEN, BLUE, YELLOW = (220, 20, 30), (20, 170, 60), (30, 60, 210), (240, 210, 20)


def quarters(width: int = 480, height: int = 320) -> Image.Image:
    """Draw a picture whose four quarters differ, so that any turn or flip shows."""
    picture = Image.new("RGB", (width, height), RED)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((width // 2, 0, width, height // 2 - 1), fill=GREEN)
    draw.rectangle((width // 2, height // 2, width, height), fill=BLUE)
    draw.rectangle((0, height // 2, width // 2 - 1, height), fill=YELLOW)
    return picture


def corners(picture: Image.Image) -> list[str]:
    """Name the colours of the four quarters' middles, from top left, clockwise."""
    width, height = picture.size
    rgb = picture.convert("RGB")
    places = ((1, 1), (3, 1), (3, 3), (1, 3))
    return [_nearest(rgb.getpixel((width * x // 4, height * y // 4))) for x, y in places]


def _nearest(colour: object) -> str:
    names = {"red": RED, "green": GREEN, "blue": BLUE, "yellow": YELLOW}
    assert isinstance(colour, tuple)
    return min(names, key=lambda name: sum((a - b) ** 2 for a, b in zip(names[name], colour, strict=True)))


#: How a picture must be stored so that each EXIF orientation turns it upright (EXIF 2.32, 4.6.4).
_STORED = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def stored_for(picture: Image.Image, orientation: int) -> Image.Image:
    """Turn an upright picture as a camera held that way stores it."""
    method = _STORED.get(orientation)
    return picture if method is None else picture.transpose(method)


def exif(
    orientation: int = 1, *, taken: str = "2026:03:14 15:09:26", offset: str = "", subsec: str = "", gps: bool = True
) -> Image.Exif:
    """Make an EXIF block with orientation, time, camera, artist and a place."""
    block = Image.Exif()
    block[0x0112] = orientation
    block[0x010F] = "Kestrel"
    details = block.get_ifd(0x8769)
    if taken:
        details[0x9003] = taken
    if offset:
        details[0x9011] = offset
    if subsec:
        details[0x9291] = subsec
    if gps:
        place = block.get_ifd(0x8825)
        place.update({1: "N", 2: (51.0, 30.0, 26.0), 3: "W", 4: (0.0, 7.0, 39.0)})
    return block


def iptc(fields: Sequence[tuple[int, bytes]], *, utf8: bool = True) -> bytes:
    """Make the APP13 segment that Photoshop and agencies write (IPTC IIM 4.2, record 2)."""
    datasets = b"\x1c\x01\x5a\x00\x03\x1b%G" if utf8 else b""
    for number, value in fields:
        datasets += b"\x1c\x02" + bytes([number]) + struct.pack(">H", len(value)) + value
    block = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(datasets)) + datasets + (b"\0" if len(datasets) % 2 else b"")
    content = b"Photoshop 3.0\0" + block
    return b"\xff\xed" + struct.pack(">H", len(content) + 2) + content


def xmp(
    *, keywords: Sequence[str] = (), headline: str = "", caption: str = "", byline: str = "", credit: str = "",
    rights: str = "",
) -> bytes:  # fmt: skip
    """Make an XMP packet with the properties that SnapStream reads."""
    bag = "".join(f"<rdf:li>{word}</rdf:li>" for word in keywords)
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/" '
        f'photoshop:Headline="{headline}" photoshop:Credit="{credit}">'
        f"<dc:subject><rdf:Bag>{bag}</rdf:Bag></dc:subject>"
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{caption}</rdf:li></rdf:Alt></dc:description>'
        f"<dc:creator><rdf:Seq><rdf:li>{byline}</rdf:li></rdf:Seq></dc:creator>"
        f'<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{rights}</rdf:li></rdf:Alt></dc:rights>'
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def jpeg(picture: Image.Image, *, quality: int = 90, block: Image.Exif | None = None, app13: bytes = b"",
         packet: bytes = b"", icc: bytes = b"", progressive: bool = False) -> bytes:  # fmt: skip
    """Encode a JPEG with any of EXIF, IPTC, XMP and an ICC profile."""
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality, exif=block.tobytes() if block else b"", icc_profile=icc or None,
                 xmp=packet, progressive=progressive)  # fmt: skip
    data = buffer.getvalue()
    return data[:2] + app13 + data[2:]


def write_jpeg(path: Path, picture: Image.Image | None = None, *, orientation: int = 1, gps: bool = True,
               keywords: Sequence[str] = (), headline: str = "", caption: str = "", byline: str = "",
               credit: str = "") -> Path:  # fmt: skip
    """Write a photograph held as ``orientation`` says, with a place, and its IPTC fields where any are given."""
    fields = [(25, word.encode()) for word in keywords]
    fields += [(n, text.encode()) for n, text in ((105, headline), (120, caption), (80, byline), (110, credit)) if text]
    stored = stored_for(picture or quarters(), orientation)
    path.write_bytes(jpeg(stored, block=exif(orientation, gps=gps), app13=iptc(fields) if fields else b""))
    return path


def write_picture(path: Path, picture: Image.Image | None = None, *, block: Image.Exif | None = None) -> Path:
    """Write a picture in the format that the name's extension says: PNG, WebP, TIFF, GIF, BMP, AVIF, HEIC."""
    upright = picture or quarters()
    if path.suffix in {".heic", ".heif"}:
        heif = pillow_heif.from_pillow(upright)
        heif.save(path, quality=90, exif=block.tobytes() if block else None)
    elif block is not None:
        upright.save(path, exif=block.tobytes())
    else:
        upright.save(path)
    return path


def write_png_with_xmp(path: Path, packet: bytes) -> Path:
    """Write a PNG that carries an XMP packet in an iTXt chunk."""
    texts = PngImagePlugin.PngInfo()
    texts.add_itxt("XML:com.adobe.xmp", packet.decode())
    quarters().save(path, pnginfo=texts)
    return path


def write_raw(path: Path, picture: Image.Image | None = None, *, orientation: int = 1, preview: bool = True) -> Path:
    """Write what a camera's raw file looks like from outside: a TIFF with sensor data, and a JPEG preview.

    Little-endian IFD0 with the orientation, a second directory with the preview, then noise as sensor data.
    """
    stored = stored_for(picture or quarters(1920, 1280), orientation)
    small = jpeg(stored.resize((160, 120)), quality=60)
    large = jpeg(stored)
    noise = np.random.default_rng(7).integers(0, 255, 200_000, dtype=np.uint8).tobytes().replace(b"\xff\xd8", b"\0\0")
    data_at = 256
    small_at, large_at = data_at + len(noise), data_at + len(noise) + len(small)
    first = [(0x0112, 3, 1, orientation), (0x0201, 4, 1, small_at), (0x0202, 4, 1, len(small))]
    second = [(0x0201, 4, 1, large_at), (0x0202, 4, 1, len(large))]
    if not preview:
        first, second = first[:1], []
    second_at = 8 + 2 + 12 * len(first) + 4
    head = b"II*\0" + struct.pack("<I", 8)
    head += struct.pack("<H", len(first)) + b"".join(struct.pack("<HHII", *entry) for entry in first)
    head += struct.pack("<I", second_at if second else 0)
    if second:
        head += struct.pack("<H", len(second)) + b"".join(struct.pack("<HHII", *entry) for entry in second) + bytes(4)
    path.write_bytes(head.ljust(data_at, b"\0") + noise + (small + large if preview else b""))
    return path


def sign(lines: Sequence[str], width: int = 1280, height: int = 720, *, size: int = 80) -> Image.Image:
    """Draw a sign: dark words on a light board, each on a line of its own."""
    picture = Image.new("RGB", (width, height), (70, 90, 110))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((width // 10, height // 10, width * 9 // 10, height * 9 // 10), fill=(240, 238, 230))
    font = ImageFont.load_default(size)
    for n, line in enumerate(lines):
        middle = height * (n + 1) // (len(lines) + 1)
        _write(draw, line, (width - font.getlength(_bare(line))) / 2, middle + size * 0.35, font)
    return picture


def _bare(line: str) -> str:
    return "".join(unicodedata.normalize("NFD", letter)[0] for letter in line)


def _write(draw: ImageDraw.ImageDraw, line: str, x: float, baseline: float, font: ImageFont.FreeTypeFont) -> None:
    """Write letter by letter, with the accents drawn: Pillow's own font has none."""
    for letter in line:
        base, *marks = unicodedata.normalize("NFD", letter)
        draw.text((x, baseline), base, fill=_INK, font=font, anchor="ls")
        left, top, right, _ = draw.textbbox((x, baseline), base, font=font, anchor="ls")
        for mark in marks:
            _draw_mark(draw, mark, (left + right) / 2, top - font.size * 0.06, font.size)
        x += font.getlength(base)


_INK = (20, 20, 30)


def _draw_mark(draw: ImageDraw.ImageDraw, mark: str, x: float, y: float, size: float) -> None:
    thick, reach = max(2, round(size * 0.08)), size * 0.12
    if mark == "\u0308":
        for side in (-1, 1):
            dot = x + side * reach
            draw.ellipse((dot - thick * 0.7, y - thick * 1.7, dot + thick * 0.7, y - thick * 0.3), fill=_INK)
        return
    lines = {
        "\u0301": [(-0.6, 0), (1, -1.2)],
        "\u0300": [(0.6, 0), (-1, -1.2)],
        "\u0302": [(-1, 0), (0, -1.2), (1, 0)],
        "\u0303": [(-1.4, 0), (-0.6, -0.8), (0.6, 0), (1.4, -0.8)],
    }
    draw.line([(x + dx * reach, y + dy * reach) for dx, dy in lines[mark]], fill=_INK, width=thick, joint="curve")


def tone(seconds: float, *, rate_hz: int = 44_100, pitch_hz: float = 440.0) -> npt.NDArray[np.int16]:
    """Return a tone that swells and fades twice a second."""
    time = np.arange(int(seconds * rate_hz)) / rate_hz
    swell = 0.55 + 0.45 * np.sin(2 * math.pi * 2 * time)
    return np.asarray(swell * np.sin(2 * math.pi * pitch_hz * time) * 20_000, dtype=np.int16)


def silence(seconds: float, *, rate_hz: int = 44_100) -> npt.NDArray[np.int16]:
    """Return digital silence."""
    return np.zeros(int(seconds * rate_hz), dtype=np.int16)


def noise(seconds: float, *, rate_hz: int = 44_100) -> npt.NDArray[np.int16]:
    """Return white noise, always the same."""
    return np.random.default_rng(3).integers(-6000, 6000, int(seconds * rate_hz), dtype=np.int16)


def write_wav(path: Path, samples: npt.NDArray[np.int16], *, rate_hz: int = 44_100) -> Path:
    """Write 16-bit mono."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes(samples.tobytes())
    return path


#: Encoder by extension. All are in PyAV's wheels.
_SOUND_CODECS = {
    ".mp3": "libmp3lame", ".m4a": "aac", ".mp4": "aac", ".mov": "aac", ".mkv": "aac", ".flac": "flac",
    ".ogg": "libopus", ".opus": "libopus", ".webm": "libopus",
}  # fmt: skip


def write_sound(
    path: Path, samples: npt.NDArray[np.int16], *, rate_hz: int = 48_000, title: str = "", bit_rate: int = 0
) -> Path:
    """Write MP3, M4A, FLAC, OGG, Opus, WebM or MKV sound, as the name's extension says."""
    with av.open(str(path), "w") as container:
        if title:
            container.metadata["title"] = title
        stream = container.add_stream(_SOUND_CODECS[path.suffix], rate=rate_hz)
        if bit_rate:
            stream.bit_rate = bit_rate
        stream.layout = "mono"
        _encode_sound(container, stream, samples, rate_hz)
    return path


def _encode_sound(
    container: av.container.OutputContainer, stream: av.AudioStream, samples: npt.NDArray[np.int16], rate_hz: int
) -> None:
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = rate_hz
    frame.pts = 0
    resampler = av.AudioResampler(
        format=stream.format, layout="mono", rate=rate_hz, frame_size=stream.frame_size or 1024
    )
    for part in [*resampler.resample(frame), *resampler.resample(None)]:
        container.mux(stream.encode(part))
    container.mux(stream.encode(None))


_PICTURE_CODECS = {".mp4": "libx264", ".mov": "libx264", ".mkv": "libx264", ".webm": "libvpx", ".avi": "mpeg4"}


def write_video(path: Path, pictures: Sequence[Image.Image], *, seconds_each: float = 2.0, fps: int = 10,
                samples: npt.NDArray[np.int16] | None = None, rate_hz: int = 48_000, rotation: int = 0,
                metadata: dict[str, str] | None = None) -> Path:  # fmt: skip
    """Write MP4, MOV, MKV, WebM or AVI that shows each picture in turn, with sound where ``samples`` are given."""
    width, height = pictures[0].size
    with av.open(str(path), "w") as container:
        container.metadata.update(metadata or {})
        stream = container.add_stream(_PICTURE_CODECS[path.suffix], rate=fps)
        stream.width, stream.height, stream.pix_fmt = width, height, "yuv420p"
        stream.time_base = Fraction(1, fps)
        sound = None
        if samples is not None:
            sound = container.add_stream(_SOUND_CODECS.get(path.suffix, "libmp3lame"), rate=rate_hz)
            sound.layout = "mono"
        number = 0
        for picture in pictures:
            for _ in range(max(1, round(seconds_each * fps))):
                frame = av.VideoFrame.from_image(picture)
                frame.pts = number
                frame.time_base = Fraction(1, fps)
                number += 1
                container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
        if sound is not None and samples is not None:
            _encode_sound(container, sound, samples, rate_hz)
    if rotation:
        turn_video(path, rotation)
    return path


#: Display matrices (ISO/IEC 14496-12, 6.2.2): what a player must do, clockwise.
_MATRICES = {90: (0, 1, -1, 0), 180: (-1, 0, 0, -1), 270: (0, -1, 1, 0)}


def turn_video(path: Path, clockwise: int) -> None:
    """Write a phone's display matrix into the picture track's header of an MP4 or MOV."""
    data = bytearray(path.read_bytes())
    at = data.find(b"tkhd")
    a, b, c, d = (number * 65536 for number in _MATRICES[clockwise])
    matrix = struct.pack(">9i", a, b, 0, c, d, 0, 0, 0, 1 << 30)
    data[at + 44 : at + 80] = matrix
    path.write_bytes(data)
