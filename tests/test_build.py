"""The build's recipe names every file that the programs read at run time.

Nothing is built: the recipe is run with stand-ins for what PyInstaller gives it.
"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from typing import Any

import cv2
import pocketsphinx
import pytest
import rapidocr
from py3langid import langid

ROOT = Path(__file__).parents[1]


@dataclass
class Recipe:
    """What ``build.spec`` asks PyInstaller for."""

    analysed: list[dict[str, Any]] = field(default_factory=list)
    collected: str = ""

    def run(self) -> None:
        """Run it."""
        text = (ROOT / "build.spec").read_text("utf-8")
        given = {
            "Analysis": self.analyse,
            "PYZ": lambda _pure: None,
            "EXE": lambda *_parts, **_options: None,
            "COLLECT": lambda *_parts, name: setattr(self, "collected", name),
        }
        exec(compile(text, "build.spec", "exec"), given)  # noqa: S102 -- our own recipe, as PyInstaller runs it

    def analyse(self, scripts: list[str], **options: Any) -> SimpleNamespace:  # noqa: ANN401 -- PyInstaller's own
        """Stand for PyInstaller's search."""
        self.analysed.append({"scripts": scripts, **options})
        return SimpleNamespace(pure=None, scripts=None, binaries=None, datas=None)

    def places(self) -> dict[str, set[str]]:
        """Return by program where each file comes to lie, as a path in the built folder."""
        return {
            each["scripts"][0]: {str(PurePosixPath(folder) / Path(source).name) for source, folder in each["datas"]}
            for each in self.analysed
        }


@pytest.fixture(scope="module")
def recipe() -> Recipe:
    """Run the recipe once."""
    made = Recipe()
    made.run()
    return made


def ours(*folders: str) -> set[str]:
    """Return the files of ours that the repository keeps there."""
    command = ["git", "ls-files", "--", *folders]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)  # noqa: S603 -- git
    return set(listed.stdout.split())


def test_every_file_beside_the_code_is_taken_along(recipe: Recipe) -> None:
    """Templates, styles, scripts, lists of words, the stack's template, icons, themes: each where its code looks."""
    wanted = {name for name in ours("cloud", "resources") if not name.endswith(".py")}
    folders = {str(PurePosixPath(name).parent) for name in wanted}
    assert {"cloud", "cloud/api", "cloud/api/templates", "cloud/api/static", "cloud/api/pages/static",
            "cloud/api/pages/templates/pages", "resources/theme"} <= folders  # fmt: skip
    assert {"cloud/api/common_passwords.txt", "cloud/template.yaml"} <= wanted
    assert set(recipe.places()) == {"desktop/__main__.py", "cloud/__main__.py"}
    for program, places in recipe.places().items():
        assert not wanted - places, program


def test_the_source_of_the_functions_is_taken_along(recipe: Recipe) -> None:
    """The embedded cloud deploys it as AWS gets it, and a program that holds it compiled alone could not."""
    wanted = ours("cloud/analysis", "cloud/store", "cloud/contract")
    assert "cloud/analysis/ingest.py" in wanted
    assert not wanted - recipe.places()["cloud/__main__.py"]


def test_the_models_of_the_engines_are_taken_along(recipe: Recipe) -> None:
    """What the engines on the computer itself read when they are loaded."""
    models = [
        Path(langid.__file__).parent / langid.MODEL_FILE,
        Path(pocketsphinx.get_model_path("en-us/en-us.lm.bin")),
        *Path(cv2.data.haarcascades).glob("haarcascade_frontalface_*.xml"),
        *(Path(rapidocr.__file__).parent).rglob("*.onnx"),
        Path(rapidocr.__file__).parent / "config.yaml",
    ]
    assert all(model.is_file() for model in models)
    taken = {Path(source).resolve() for source, _ in recipe.analysed[0]["datas"]}
    assert not {model.resolve() for model in models} - taken


def test_the_library_of_the_embedded_cloud_is_taken_whole(recipe: Recipe) -> None:
    """It finds its services by name at run time, which PyInstaller does not see; nor does it see our lazy imports."""
    hidden = set(recipe.analysed[0]["hiddenimports"])
    assert {
        "cloud.local.server",
        "cloud.local.interpreter",
        "cloud.api.pages.uploads",
        "ministack.services.s3",
    } <= hidden
    assert recipe.collected == "snapstream"
