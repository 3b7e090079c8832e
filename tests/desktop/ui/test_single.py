"""A second start hands over what it was given, and ends."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desktop.ui.single import SingleInstance, read_paths

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication
    from pytestqt.qtbot import QtBot


def test_a_second_start_hands_its_folders_over(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    """The first one gets them as whole paths, whatever bytes their names are made of."""
    assert qapp is not None
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert first.claim()
    handed: list[list[Path]] = []
    first.handed.connect(handed.append)
    odd = tmp_path / os.fsdecode(b"caf\xe9")
    assert not second.claim([tmp_path / "Card KB-04", odd, Path("here")])
    qtbot.waitUntil(lambda: handed == [[tmp_path / "Card KB-04", odd, Path("here").absolute()]])
    first.release()


@pytest.mark.parametrize("said", [b"show", b"", b"{}", b'{"paths": 3}', b'{"paths": ["zz"]}', b'{"paths": ["61"]}'])
def test_what_is_no_message_hands_nothing_over(said: bytes) -> None:
    """An older second start says a word alone; a relative path leads nowhere."""
    assert read_paths(said) == []
