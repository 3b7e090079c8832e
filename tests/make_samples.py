"""Draws and speaks the sample media in resources/samples: ``python -m tests.make_samples``.

Everything is made here from numbers and one text, so that the samples belong to this project. Run by hand, never by the
tests; needs ``flite`` (CMU Flite, whose voices put no condition on what they say) for the speech.
"""

from __future__ import annotations

import subprocess
import tempfile
import wave
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont

from tests import media

if TYPE_CHECKING:
    import numpy.typing as npt

    Pixels = npt.NDArray[np.float64]

SAMPLES = Path(__file__).parents[1] / "resources" / "samples"
REPORT = (
    "The ferry came into the harbor on Monday. The mayor said the new bridge will open in the spring. "
    "The workers asked for more money. Nobody was hurt."
)
BULLETIN = "The first ferry of the year came into the harbor this morning. The mayor was there to welcome the people."
VOICE_HZ = 16_000


def blend(stops: list[tuple[float, tuple[int, int, int]]], at: Pixels) -> Pixels:
    """Return the colours of a gradient at each place of an array of 0 to 1."""
    places = [place for place, _colour in stops]
    return np.stack([np.interp(at, places, [colour[n] for _place, colour in stops]) for n in range(3)], axis=-1)


def cloud(width: int, height: int, seed: int, *, stretch: int = 3) -> Pixels:
    """Return drifting noise of 0 to 1: octaves of a smooth random field, drawn out sideways."""
    rng = np.random.default_rng(seed)
    total = np.zeros((height, width))
    for octave in range(1, 7):
        cells = 2**octave
        grid = Image.fromarray((rng.random((cells * 2, max(2, cells * 2 // stretch))) * 255).astype(np.uint8))
        total += np.asarray(grid.resize((width, height), Image.Resampling.BICUBIC), dtype=float) / 255 / octave
    return (total - total.min()) / (total.max() - total.min())


def finish(pixels: Pixels, seed: int, *, grain: float = 3.0) -> Image.Image:
    """Add a darker rim and the grain of a sensor."""
    height, width = pixels.shape[:2]
    y, x = np.mgrid[0:height, 0:width]
    rim = 1 - 0.28 * (((x / width - 0.5) ** 2 + (y / height - 0.5) ** 2) / 0.5) ** 1.3
    noise = np.random.default_rng(seed).normal(0, grain, (height, width, 1))
    return Image.fromarray(np.clip(pixels * rim[..., None] + noise, 0, 255).astype(np.uint8))


def glow(width: int, height: int, centre: tuple[float, float], radius: float) -> Pixels:
    """Return light that falls off around a point, 0 to 1."""
    y, x = np.mgrid[0:height, 0:width]
    return np.exp(-(((x - centre[0]) ** 2 + (y - centre[1]) ** 2) ** 0.5) / radius)


def paint(pixels: Pixels, mask: Image.Image, colour: tuple[int, int, int]) -> Pixels:
    """Lay a flat colour through a mask."""
    share = (np.asarray(mask, dtype=float) / 255)[..., None]
    return pixels * (1 - share) + np.array(colour, dtype=float) * share


def draw_crane(draw: ImageDraw.ImageDraw, x: int, ground: int, size: int) -> None:
    """Draw a container crane: four legs, a portal, a boom over the water, stays."""
    thick = max(3, size // 32)
    top = ground - size
    for leg in (0, size * 2 // 5):
        draw.line((x + leg, ground, x + leg, top + size // 4), fill=255, width=thick)
    draw.line((x, ground - size // 3, x + size * 2 // 5, ground - size // 3), fill=255, width=thick)
    draw.line((x, ground - size // 3, x + size * 2 // 5, top + size // 4), fill=255, width=thick // 2 + 1)
    draw.rectangle((x - size // 4, top + size // 4 - thick, x + size, top + size // 4 + thick // 2), fill=255)
    draw.line((x + size // 5, top + size // 4, x + size // 5, top - size // 8), fill=255, width=thick)
    for end in (x - size // 4, x + size * 2 // 3, x + size):
        draw.line((x + size // 5, top - size // 8, end, top + size // 4), fill=255, width=max(2, thick // 3))
    draw.rectangle((x + size // 2, top + size // 4, x + size * 5 // 8, top + size * 2 // 5), fill=255)
    draw.line((x + size * 9 // 16, top + size // 4, x + size * 9 // 16, ground - size // 4), fill=255, width=2)


def draw_ferry(draw: ImageDraw.ImageDraw, x: int, water: int, size: int) -> None:
    """Draw a ferry from the side: hull, two decks, bridge, funnel, mast."""
    draw.polygon(
        [(x, water - size // 7), (x + size, water - size // 6), (x + size * 9 // 10, water), (x + size // 12, water)],
        fill=255,
    )
    draw.rectangle((x + size // 10, water - size // 4, x + size * 4 // 5, water - size // 8), fill=255)
    draw.rectangle((x + size // 5, water - size // 3, x + size * 7 // 10, water - size // 5), fill=255)
    draw.rectangle((x + size // 2, water - size * 2 // 5, x + size * 2 // 3, water - size // 4), fill=255)
    draw.polygon(
        [(x + size // 4, water - size // 3), (x + size * 2 // 5, water - size // 3),
         (x + size * 3 // 8, water - size // 2), (x + size * 2 // 7, water - size // 2)], fill=255)  # fmt: skip
    draw.line((x + size * 3 // 5, water - size // 3, x + size * 3 // 5, water - size * 4 // 7), fill=255, width=3)


DUSK = [
    (0.0, (32, 34, 78)),
    (0.35, (96, 62, 112)),
    (0.62, (214, 104, 84)),
    (0.85, (250, 168, 92)),
    (1.0, (255, 208, 128)),
]
MORNING = [(0.0, (74, 120, 170)), (0.5, (150, 186, 212)), (0.85, (236, 214, 186)), (1.0, (250, 226, 190))]
NIGHT = [(0.0, (8, 12, 34)), (0.6, (24, 40, 84)), (1.0, (66, 84, 128))]


def harbour(width: int, height: int, sky: list[tuple[float, tuple[int, int, int]]], ferry_at: float) -> Pixels:
    """Paint a harbour: sky with a low sun, cranes on the quay, a ferry, and all of it again in the water."""
    horizon = height * 3 // 5
    rows = np.linspace(0, 1, horizon)[:, None] * np.ones((1, width))
    drift = cloud(width, horizon, 7)
    above = blend(sky, np.clip(rows + (drift - 0.5) * 0.25, 0, 1))
    sun = (width * 0.68, horizon * 0.86)
    above += glow(width, horizon, sun, width / 9)[..., None] * np.array([90, 70, 30])
    above = np.minimum(above, 250)
    mask = Image.new("L", (width, horizon))
    ImageDraw.Draw(mask).ellipse(
        (sun[0] - width / 34, sun[1] - width / 34, sun[0] + width / 34, sun[1] + width / 34), fill=255
    )
    above = paint(above, mask.filter(ImageFilter.GaussianBlur(width / 900)), (255, 244, 214))

    hills = Image.new("L", (width, horizon))
    ridge = horizon - (cloud(width, 2, 3, stretch=1)[0] * horizon * 0.16).astype(int)
    ImageDraw.Draw(hills).polygon([(0, horizon), *enumerate(ridge.tolist()), (width, horizon)], fill=150)
    dark = tuple(int(part * 0.3) for part in sky[1][1])
    above = paint(above, hills.filter(ImageFilter.GaussianBlur(2)), (dark[0] + 30, dark[1] + 20, dark[2] + 34))
    quay = Image.new("L", (width, horizon))
    draw = ImageDraw.Draw(quay)
    for x, size in ((0.05, 0.46), (0.2, 0.52), (0.41, 0.4)):
        draw_crane(draw, int(width * x), horizon, int(horizon * size))
    for n, x in enumerate(range(0, int(width * 0.62), width // 26)):
        tall = horizon // 40 * (1 + (n * 7) % 3)
        draw.rectangle((x, horizon - tall, x + width // 27, horizon), fill=255)
    draw_ferry(draw, int(width * ferry_at), horizon, width // 5)
    above = paint(
        above, quay.filter(ImageFilter.GaussianBlur(width / 1600)), (dark[0] // 2, dark[1] // 2, dark[2] // 2)
    )

    depth = height - horizon
    mirrored = above[::-1][np.linspace(0, horizon * 0.72, depth).astype(int)]
    y, x = np.mgrid[0:depth, 0:width]
    ripple = (np.sin(y**0.72 * 2.1 + cloud(width, depth, 11) * 9) * (2 + y / depth * width / 90)).astype(int)
    water = mirrored[y, np.clip(x + ripple, 0, width - 1)]
    water = water * (0.82 - 0.3 * (y / depth))[..., None] + np.array([4, 8, 18])
    return np.concatenate([above, water])


def lighthouse(width: int, height: int) -> Pixels:
    """Paint a lighthouse on a headland at night, its beam over the sea, stars above."""
    rows = np.linspace(0, 1, height)[:, None] * np.ones((1, width))
    pixels = blend(NIGHT, np.clip(rows * 1.35, 0, 1)) + (cloud(width, height, 5) ** 3)[..., None] * np.array(
        [26, 30, 44]
    )
    rng = np.random.default_rng(9)
    for x, y, light in zip(
        rng.integers(0, width, 420), rng.integers(0, int(height * 0.6), 420), rng.random(420), strict=True
    ):
        pixels[y : y + 1 + int(light > 0.93), x : x + 1 + int(light > 0.93)] += 40 + 190 * light**3
    sea = int(height * 0.74)
    waves = cloud(width, height - sea, 21, stretch=1)[..., None]
    pixels[sea:] = np.array([16, 30, 54]) + waves * np.array([30, 44, 60])
    lamp = (width * 0.56, height * 0.335)
    beam = Image.new("L", (width, height))
    ImageDraw.Draw(beam).polygon([lamp, (-width * 0.1, height * 0.16), (-width * 0.1, height * 0.36)], fill=120)
    ImageDraw.Draw(beam).polygon([lamp, (width * 1.1, height * 0.27), (width * 1.1, height * 0.38)], fill=90)
    pixels = paint(pixels, beam.filter(ImageFilter.GaussianBlur(width / 50)), (255, 236, 184))
    land = Image.new("L", (width, height))
    edge = cloud(width, 2, 33, stretch=1)[0] * height * 0.03
    shape = height * (0.98 - 0.27 * np.exp(-(((np.arange(width) / width - 0.62) / 0.3) ** 2)))
    ImageDraw.Draw(land).polygon([(0, height), *enumerate((shape + edge).tolist()), (width, height)], fill=255)
    pixels = paint(pixels, land, (14, 18, 26))
    x, top, foot, half = width * 0.56, height * 0.37, height * 0.735, width * 0.052
    for n in range(7):
        upper, lower = (top + (foot - top) * part / 7 for part in (n, n + 1))
        spread = [half * (0.62 + 0.38 * (edge_y - top) / (foot - top)) for edge_y in (upper, lower)]
        band = Image.new("L", (width, height))
        corners = [(x - spread[0], upper), (x + spread[0], upper), (x + spread[1], lower), (x - spread[1], lower)]
        ImageDraw.Draw(band).polygon(corners, fill=255)
        pixels = paint(pixels, band, (206, 196, 184) if n % 2 else (156, 36, 44))
    shade = np.clip((np.arange(width) - (x - half)) / (2 * half), 0, 1)
    inside = (np.abs(np.arange(width) - x) < half)[None, :, None] & ((rows > 0.37) & (rows < 0.735))[..., None]
    pixels = np.where(inside, pixels * (1.05 - 0.6 * shade)[None, :, None], pixels)
    house = Image.new("L", (width, height))
    draw = ImageDraw.Draw(house)
    draw.rectangle((x - half * 0.85, top - height * 0.008, x + half * 0.85, top + height * 0.006), fill=255)
    draw.polygon(
        [(x - half * 0.6, top - height * 0.055), (x + half * 0.6, top - height * 0.055), (x, top - height * 0.095)],
        fill=255,
    )
    pixels = paint(pixels, house, (18, 18, 26))
    lit = Image.new("L", (width, height))
    ImageDraw.Draw(lit).rectangle(
        (x - half * 0.45, top - height * 0.055, x + half * 0.45, top - height * 0.008), fill=255
    )
    pixels = paint(pixels, lit, (255, 232, 168))
    return pixels + glow(width, height, lamp, width / 11)[..., None] * np.array([190, 160, 100])


def cafe_sign(width: int, height: int) -> Pixels:
    """Paint an enamel sign on a brick wall, lit from above: words with accents, large."""
    wall = Image.new("RGB", (width, height), (92, 78, 70))
    draw = ImageDraw.Draw(wall)
    rng = np.random.default_rng(17)
    tall, wide = height // 15, width // 9
    for row in range(16):
        for column in range(-1, 10):
            x, y = column * wide + row % 2 * wide // 2, row * tall
            tint = int(rng.integers(-18, 18))
            draw.rounded_rectangle(
                (x + 3, y + 3, x + wide - 3, y + tall - 3), 5, fill=(146 + tint, 76 + tint // 2, 58 + tint // 2)
            )
    pixels = np.asarray(wall.filter(ImageFilter.GaussianBlur(1.2)), dtype=float)
    pixels *= 0.72 + 0.5 * cloud(width, height, 2, stretch=1)[..., None]
    left, top, right, bottom = width * 0.16, height * 0.2, width * 0.84, height * 0.8
    shadow = Image.new("L", (width, height))
    ImageDraw.Draw(shadow).rounded_rectangle((left + 14, top + 26, right + 18, bottom + 34), 40, fill=190)
    pixels = paint(pixels, shadow.filter(ImageFilter.GaussianBlur(18)), (14, 10, 10))
    board = Image.fromarray(np.clip(pixels, 0, 255).astype(np.uint8))
    draw = ImageDraw.Draw(board)
    draw.rounded_rectangle((left, top, right, bottom), 40, fill=(22, 62, 70))
    draw.rounded_rectangle((left + 16, top + 16, right - 16, bottom - 16), 28, outline=(236, 214, 150), width=6)
    bold, plain = (
        ImageFont.truetype(name, height // part) for name, part in (("DejaVuSerif-Bold", 8), ("DejaVuSans", 16))
    )
    draw.text((width / 2, height * 0.405), "Café Zürich", font=bold, fill=(250, 244, 226), anchor="mm")
    draw.line((width * 0.36, height * 0.53, width * 0.64, height * 0.53), fill=(236, 214, 150), width=5)
    draw.text((width / 2, height * 0.645), "Feliz Año Nuevo", font=plain, fill=(250, 244, 226), anchor="mm")
    light = 0.62 + 0.75 * glow(width, height, (width * 0.5, -height * 0.05), width * 0.55)
    return np.asarray(board, dtype=float) * light[..., None] * np.array([1.04, 0.99, 0.9])


def speak(text: str, voice: str) -> npt.NDArray[np.int16]:
    """Let Flite say a text, at 16 kHz."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / "speech.wav"
        command = ["flite", "-voice", voice, "--setf", "duration_stretch=1.12", "-t", text, "-o", str(path)]
        subprocess.run(command, check=True)  # noqa: S603 - our own words
        with wave.open(str(path)) as file:
            return np.frombuffer(file.readframes(file.getnframes()), dtype=np.int16)


def write_photograph(name: str, pixels: Pixels, seed: int, *, taken: str, offset: str, orientation: int = 1,
                     quality: int = 84, words: dict[int, list[str]], packet: bytes = b"") -> None:  # fmt: skip
    """Write a JPEG as a camera held that way stores it, with its EXIF time and an agency's IPTC fields."""
    stored = media.stored_for(finish(pixels, seed), orientation)
    block = media.exif(orientation, taken=taken, offset=offset, gps=False)
    fields = [(number, text.encode()) for number, texts in sorted(words.items()) for text in texts]
    data = media.jpeg(stored, quality=quality, block=block, app13=media.iptc(fields), packet=packet)
    (SAMPLES / name).write_bytes(data)


def write_video(name: str, speech: npt.NDArray[np.int16]) -> None:
    """Write a bulletin: the ferry comes in, words stand below, a voice reads."""
    width, height, fps = 960, 540, 10
    font = ImageFont.truetype("DejaVuSans-Bold", 40)
    pictures = []
    count = int(len(speech) / VOICE_HZ * fps) + 2
    for n in range(count):
        still = finish(harbour(width, height, MORNING, 0.98 - 0.3 * n / count), 1, grain=0.0)
        draw = ImageDraw.Draw(still)
        draw.rectangle((0, height - 112, width, height - 40), fill=(20, 22, 34))
        draw.rectangle((0, height - 112, 18, height - 40), fill=(215, 34, 60))
        draw.text((46, height - 76), "FERRY SERVICE RESUMES", font=font, fill=(255, 255, 255), anchor="lm")
        pictures.append(still)
    media.write_video(SAMPLES / name, pictures, seconds_each=1 / fps, fps=fps, samples=speech, rate_hz=VOICE_HZ)


def main() -> None:
    """Make them all."""
    SAMPLES.mkdir(exist_ok=True)
    write_photograph(
        "harbour_at_dusk.jpg", harbour(1920, 1280, DUSK, 0.72), 1, taken="2026:10:17 18:42:05", offset="+02:00",
        words={25: ["harbour", "ferry", "crane", "dusk"], 80: ["SnapStream"],
               105: ["Cranes stand idle at the ferry harbour"], 110: ["SnapStream samples"],
               120: ["The evening ferry leaves a harbour where nothing was loaded today."]},
    )  # fmt: skip
    write_photograph(
        "lighthouse.jpg", lighthouse(1200, 1800), 2, taken="2026:10:18 23:10:44", offset="+02:00", orientation=6,
        words={25: ["lighthouse", "night", "coast"], 105: ["The light at the harbour mouth is back"]},
    )  # fmt: skip
    write_photograph(
        "cafe_zurich.jpg", cafe_sign(1680, 1120), 3, taken="2026:12:31 17:05:00", offset="+01:00", quality=80,
        words={25: ["café", "sign", "New Year"], 105: ["The café by the quay greets the New Year"]},
        packet=media.xmp(keywords=["Zürich"], headline="The café by the quay greets the New Year"),
    )  # fmt: skip
    media.write_sound(
        SAMPLES / "harbour_report.mp3", speak(REPORT, "slt"), rate_hz=VOICE_HZ, title="Harbour report", bit_rate=64_000
    )
    write_video("ferry_arrives.mp4", speak(BULLETIN, "rms"))


if __name__ == "__main__":
    main()
