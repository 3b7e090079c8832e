"""Settings survive everything: strange paths, damage, later versions, a full disk."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cloud.contract.status import Profile
from desktop.core import settings as settings_module
from desktop.core.errors import StorageFull
from desktop.core.model import Folder
from desktop.core.settings import Settings, SettingsFile, Theme

FOLDERS = (
    Folder(Path("/pictures/é ☂\n+%")),
    Folder(
        Path(os.fsdecode(b"/pictures/caf\xe9")), library="private-u1", profile=Profile.PRIVATE, language="fr",
        include_subfolders=False, ignore=("*.png", "raw/"),
    ),
)  # fmt: skip


def test_what_is_saved_is_loaded(data_dir: Path) -> None:
    """GIVEN settings with strange folder names WHEN they are saved THEN the same are loaded, and no litter is left."""
    file = SettingsFile(data_dir / "settings.json")
    saved = Settings(newsroom="local", folders=FOLDERS, theme=Theme.LIGHT, concurrency=7, notices=False)
    file.save(saved)
    file.save(saved)
    assert file.load().settings == saved
    assert [path.name for path in data_dir.iterdir()] == ["settings.json"]


def test_no_file_means_the_usual_settings(data_dir: Path) -> None:
    """GIVEN a fresh data directory THEN the defaults hold."""
    assert SettingsFile(data_dir / "settings.json").load().settings == Settings()


@given(content=st.binary(max_size=200))
def test_any_damage_is_set_aside(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    """GIVEN any bytes in the file WHEN it is loaded THEN there are settings, and what could not be read is kept."""
    path = tmp_path_factory.mktemp("settings") / "settings.json"
    path.write_bytes(content)
    loaded = SettingsFile(path).load()
    if loaded.set_aside is not None:
        assert loaded.settings == Settings()
        assert loaded.set_aside.read_bytes() == content


@pytest.mark.parametrize(
    "text",
    [
        "", "null", "[]", '{"folders": 5}', '{"folders": [{}]}', '{"folders": [{"path": "relative"}]}',
        '{"theme": "pink"}', '{"concurrency": "many"}', '{"concurrency": true}', "{" * 5000,
    ],
)  # fmt: skip
def test_wrong_content_is_set_aside(data_dir: Path, text: str) -> None:
    """GIVEN a file that is no settings THEN it is set aside under a name of its own, each damage once."""
    for number in (1, 2):
        (data_dir / "settings.json").write_text(text + " " * number, encoding="utf-8")
        loaded = SettingsFile(data_dir / "settings.json").load()
        assert loaded.settings == Settings()
        assert loaded.set_aside == data_dir / f"settings.json.damaged-{number}"


def test_the_same_damage_is_kept_once(data_dir: Path) -> None:
    """GIVEN settings that are empty after each of three crashes THEN one file is kept; another damage is another."""
    path = data_dir / "settings.json"
    for content in ("", "", "", "{"):
        path.write_text(content, encoding="utf-8")
        loaded = SettingsFile(path).load()
        assert loaded.settings == Settings()
        assert loaded.set_aside is not None
    assert sorted(kept.name for kept in data_dir.glob("settings.json*")) == [
        "settings.json.damaged-1",
        "settings.json.damaged-2",
    ]


def test_numbers_are_kept_in_their_bounds(data_dir: Path) -> None:
    """GIVEN numbers that cannot work WHEN they are loaded THEN the nearest that can are used."""
    (data_dir / "settings.json").write_text('{"concurrency": 0, "part_size_bytes": 1, "sync_idle_s": 1e9}')
    settings = SettingsFile(data_dir / "settings.json").load().settings
    assert (settings.concurrency, settings.part_size_bytes, settings.sync_idle_s) == (1, 5 * 1024**2, 3600)


def test_what_a_later_version_wrote_is_kept(data_dir: Path) -> None:
    """GIVEN a setting that this version does not know WHEN settings are saved THEN it is still there."""
    file = SettingsFile(data_dir / "settings.json")
    (data_dir / "settings.json").write_text('{"bandwidth": {"day": 5}}')
    file.save(file.load().settings)
    assert file.load().settings.extra == {"bandwidth": {"day": 5}}


def test_a_full_disk_leaves_the_old_settings(data_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """GIVEN no room WHEN settings are saved THEN it is said, and the old file is whole."""
    file = SettingsFile(data_dir / "settings.json")
    file.save(Settings(concurrency=3))

    def fail(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(settings_module.os, "fsync", fail)
    with pytest.raises(StorageFull):
        file.save(Settings(concurrency=5))
    assert file.load().settings.concurrency == 3
    assert [path.name for path in data_dir.iterdir()] == ["settings.json"]


def test_folders_of_each_newsroom_are_kept_apart(tmp_path: Path) -> None:
    """GIVEN folders of one newsroom WHEN another opens THEN that has its own, on disk too, and the first keeps its."""
    here, there = Folder(Path("/here")), Folder(Path("/there"))
    file = SettingsFile(tmp_path / "settings.json")
    at_first = Settings(folders=(here,)).at("herald")
    assert at_first.folders == (here,)
    second = replace(at_first.at("tribune"), folders=(there,))
    file.save(second)
    read = file.load().settings
    assert read == second
    assert (read.newsroom, read.folders) == ("tribune", (there,))
    assert read.at("herald").folders == (here,)
    assert read.at("herald").at("tribune") == read
    assert read.at("tribune") is read
