"""A wrong search on the command line: one sentence with its place, before anything is started."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop import cli
from desktop.core.paths import DataDir
from desktop.core.settings import Settings, SettingsFile
from desktop.library.parser import parse
from desktop.library.tree import Mistake, MistakeCode
from desktop.newsroom import Newsroom
from desktop.query_words import sentence
from tests.fakes.newsroom import make_item

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("code", list(MistakeCode))
def test_each_mistake_has_a_sentence_with_its_place(code: MistakeCode) -> None:
    """GIVEN a mistake of any kind WHEN it is said THEN the place is counted from 1 and nothing is left to fill in."""
    said = sentence(Mistake(code, 6, 9, "abc", ("photo", "video")))
    assert " 7 " in said or said.endswith(" 7.")
    assert "{" not in said


def test_bracket_is_named_as_the_window_does() -> None:
    """GIVEN a bracket that is not closed THEN the sentence is the one of the design."""
    assert [sentence(mistake) for mistake in parse("budget (a").mistakes] == ["The bracket at 8 is not closed."]


def test_wrong_search_is_wrong_usage(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """GIVEN a wrong search WHEN the command runs THEN it says where, prints nothing, and ends with 2."""
    SettingsFile(tmp_path / "settings.json").save(Settings(newsroom="faraway"))
    assert cli.main(["search", "kind:vidoe", "--json", "--data-dir", str(tmp_path)]) == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert '"vidoe" at 6 is not known. There are: photo, video, audio.' in captured.err


def test_right_search_prints_what_answers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """GIVEN items of two kinds WHEN one is searched for by the language THEN it alone is printed, offline too."""
    SettingsFile(tmp_path / "settings.json").save(Settings(newsroom="faraway"))
    parts = Newsroom(DataDir(tmp_path), "faraway")
    video = make_item(media_type="video", filename="flood.mp4")
    parts.items.apply([video, make_item(filename="flood.jpg")])
    parts.close()
    assert cli.main(["search", "flood kind:video", "--data-dir", str(tmp_path)]) == 3
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines if not line.startswith(" ")] == [video.id]
    assert "    filename: flood.mp4" in lines
