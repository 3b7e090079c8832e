"""The functions with the engines that run on this computer, over memory: what the desktop will see of real media."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from cloud.analysis.engines.ports import Finding
from cloud.analysis.shell.toolbox import OnDeviceEngines
from cloud.contract.status import AnalysisName, AnalysisState, ItemStatus
from tests import media
from tests.fakes.cloud import FakeCloud

if TYPE_CHECKING:
    from pathlib import Path


class _RedFinder:
    """Boxes whatever is red, so that a box can be compared with the pixels under it."""

    name = "red"

    def read(self, jpeg: bytes) -> tuple[Finding, ...]:
        """Return one box."""
        with Image.open(io.BytesIO(jpeg)) as picture:
            width, height = picture.size
            red = picture.convert("RGB").split()[0].point(lambda level: 255 if level > 200 else 0)
            rest = picture.convert("RGB").split()[1].point(lambda level: 255 if level < 90 else 0)
        left, top, right, bottom = Image.composite(red, Image.new("L", red.size), rest).getbbox() or (0, 0, 1, 1)
        box = (left / width, top / height, (right - left) / width, (bottom - top) / height)
        return (Finding("red", 99.0, box),)


class _RealButForText(OnDeviceEngines):
    def text_reader(self) -> _RedFinder:
        """Return the finder of red."""
        return _RedFinder()


def _derived(cloud: FakeCloud, item_id: str, name: str) -> bytes:
    return cloud.derived.read(f"derived/newsroom/{item_id}/v1/{name}")


@pytest.mark.parametrize("orientation", range(1, 9))
def test_invariant_14_pictures_are_upright_and_boxes_fit(orientation: int, tmp_path: Path) -> None:
    """However the camera was held, thumbnails are upright, a box lies on the same pixels, and no place is told."""
    cloud = FakeCloud(_RealButForText())
    path = media.write_jpeg(tmp_path / "turned.jpg", media.quarters(1200, 800), orientation=orientation, gps=True)
    item_id = cloud.upload("turned.jpg", path.read_bytes())
    cloud.run()
    item = cloud.item(item_id)
    assert item.status is ItemStatus.COMPLETED
    assert (item.width, item.height) == (1200, 800)
    for name in ("thumb-256.jpg", "thumb-1024.jpg", "proxy.jpg"):
        with Image.open(io.BytesIO(_derived(cloud, item_id, name))) as picture:
            assert media.corners(picture) == ["red", "green", "blue", "yellow"]
            assert not picture.getexif()
            assert not {"exif", "xmp", "photoshop"} & set(picture.info)
    (tag,) = [tag for tag in item.tags if tag.name == "red"]
    assert tag.box == pytest.approx((0, 0, 0.5, 0.5), abs=0.02)
    assert not [body for body in cloud.derived.bodies().values() if b"GPS" in body]


def test_a_photograph_has_its_words_and_its_caption(tmp_path: Path) -> None:
    """A sign is read with its accents; keywords and caption come out of the file."""
    cloud = FakeCloud(OnDeviceEngines())
    sign = media.sign(["CAFÉ MÜNCHEN"])
    path = media.write_jpeg(tmp_path / "sign.jpg", sign, keywords=["Straße"], headline="A sign", byline="K. Reporter")
    item_id = cloud.upload("sign.jpg", path.read_bytes())
    cloud.run()
    item = cloud.item(item_id)
    assert item.status is ItemStatus.COMPLETED
    found = {(tag.name, tag.kind.value, tag.source) for tag in item.tags}
    assert ("Straße", "keyword", "iptc") in found
    assert "MÜNCHEN" in " ".join(tag.name.upper() for tag in item.tags if tag.kind.value == "text")
    assert (item.caption.headline, item.caption.byline) == ("A sign", "K. Reporter")
    assert item.analyses[AnalysisName.LABELS].reason == "no_engine"


def test_a_truncated_photograph_is_partial(tmp_path: Path) -> None:
    """A picture that is cut off is shown as far as it goes, and says so."""
    cloud = FakeCloud(OnDeviceEngines())
    whole = media.write_jpeg(tmp_path / "whole.jpg", media.sign(["EXIT"])).read_bytes()
    item_id = cloud.upload("cut.jpg", whole[: len(whole) * 2 // 3])
    cloud.run()
    item = cloud.item(item_id)
    assert (item.status, item.status_reason) == (ItemStatus.PARTIAL, "truncated")
    assert item.thumbnail_key is not None


def test_a_picture_that_is_only_a_beginning_fails_with_its_reason(tmp_path: Path) -> None:
    """A file with a JPEG's first bytes and no picture is FAILED, damaged; nothing is retried or dead-lettered."""
    cloud = FakeCloud(OnDeviceEngines())
    head = media.write_jpeg(tmp_path / "whole.jpg").read_bytes()[:300]
    item_id = cloud.upload("head.jpg", head)
    cloud.run()
    item = cloud.item(item_id)
    assert (item.status, item.status_reason) == (ItemStatus.FAILED, "damaged")
    assert not cloud.dead


def test_silence_is_no_data_and_no_failure(tmp_path: Path) -> None:
    """A recording without speech is COMPLETED: its analyses looked, and there was nothing."""
    cloud = FakeCloud(OnDeviceEngines())
    path = media.write_wav(tmp_path / "silence.wav", media.silence(2.0))
    item_id = cloud.upload("silence.wav", path.read_bytes())
    cloud.run()
    item = cloud.item(item_id)
    assert item.status is ItemStatus.COMPLETED
    states = {name: each.state for name, each in item.analyses.items()}
    assert states["speech"] is states["sentiment"] is states["phrases"] is AnalysisState.NO_DATA
    assert item.transcript is None
    assert item.duration_ms == pytest.approx(2000, abs=100)


def test_noise_is_never_shown_as_speech(tmp_path: Path) -> None:
    """What the recognizer makes of noise is not kept."""
    cloud = FakeCloud(OnDeviceEngines())
    path = media.write_wav(tmp_path / "noise.wav", media.noise(3.0))
    item_id = cloud.upload("noise.wav", path.read_bytes())
    cloud.run()
    item = cloud.item(item_id)
    assert item.analyses["speech"].state is AnalysisState.NO_DATA
    assert item.search_text == ""


def test_a_silent_video_is_read_and_completed(tmp_path: Path) -> None:
    """A video with no audio track has a poster and its on-screen text; speech is NO_DATA(no_audio)."""
    cloud = FakeCloud(OnDeviceEngines())
    path = media.write_video(tmp_path / "v.mp4", [media.sign(["POLLS CLOSED"], 640, 360, size=60)], seconds_each=2.0)
    item_id = cloud.upload("v.mp4", path.read_bytes())
    cloud.run()
    item = cloud.item(item_id)
    assert item.status is ItemStatus.COMPLETED
    assert (item.analyses["speech"].state, item.analyses["speech"].reason) == (AnalysisState.NO_DATA, "no_audio")
    assert "POLLS CLOSED" in {tag.name for tag in item.tags}
    assert all(tag.at_ms is not None for tag in item.tags)
    assert _derived(cloud, item_id, "poster.jpg").startswith(b"\xff\xd8")
    assert (item.width, item.height) == (640, 360)
