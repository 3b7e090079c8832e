from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from cloud import cli
from cloud.analysis.engines.aws.pictures import fault_of
from cloud.commands.exits import UNREACHABLE, USAGE, WrongUsageError
from cloud.commands.people import read_portrait
from tests import media

if TYPE_CHECKING:
    from pathlib import Path


def test_a_portrait_is_sent_upright_and_small_enough(tmp_path: Path) -> None:
    """Turned as its camera says, a JPEG that Rekognition takes, whatever it was."""
    path = media.write_jpeg(tmp_path / "ada.jpg", media.quarters(400, 300), orientation=6)
    jpeg = read_portrait(path)
    with Image.open(BytesIO(jpeg)) as portrait:
        assert (portrait.format, portrait.size) == ("JPEG", (400, 300))
    assert fault_of(jpeg) is None


def test_what_is_no_photograph_is_refused_by_name(tmp_path: Path) -> None:
    """A text, and a file that is not there."""
    text = tmp_path / "ada.jpg"
    text.write_text("Ada")
    with pytest.raises(WrongUsageError, match=r"ada\.jpg is no photograph"):
        read_portrait(text)
    with pytest.raises(WrongUsageError, match=r"gone\.jpg cannot be read"):
        read_portrait(tmp_path / "gone.jpg")


def test_consent_must_be_noted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without --consent nobody is added; the embedded cloud is asked for nothing."""
    with pytest.raises(SystemExit) as usage:
        cli.main(["people", "add", "Ada Example", "ada.jpg"])
    assert usage.value.code == USAGE
    assert "--consent" in capsys.readouterr().err
    assert cli.main(["people", "list", "--data-dir", str(tmp_path)]) == UNREACHABLE
