"""What holds for the repository as a whole: its shape, its words, its size."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
TOP = {
    "desktop", "cloud", "resources", "tests", "pyproject.toml", "build.spec", "README.md", "LICENSE", "CHANGELOG.md",
    ".gitignore", ".ci",
}  # fmt: skip
LARGEST_BYTES = 1_500_000
#: Hosts that packages are fetched from; a file that names one works in one place only.
REGISTRIES = re.compile(r"files\.pythonhosted|pypi\.org/simple|artifactory|devpi|index-url|extra-index", re.IGNORECASE)
MACHINE_PATHS = re.compile(r"(?<![\w.{}/])/(?:home/(?!\w*\{)[a-z]+|Users/[A-Z]?[a-z]+|root|work)/[\w.-]+")


def list_tracked() -> list[Path]:
    """Return every tracked file that is there."""
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listing = subprocess.run([git, "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True).stdout  # noqa: S603 - git
    return [path for name in listing.decode().split("\0") if name and (path := ROOT / name).is_file()]


def read_texts() -> dict[Path, str]:
    """Return the tracked files that are text, but this one, which names what it looks for."""
    texts = {}
    for path in list_tracked():
        data = path.read_bytes()
        if b"\0" not in data and path != Path(__file__):
            texts[path.relative_to(ROOT)] = data.decode()
    return texts


def test_the_top_level_is_fixed() -> None:
    """The first look at the repository shows these names and no others."""
    assert {path.relative_to(ROOT).parts[0] for path in list_tracked()} == TOP


def test_no_tracked_file_is_large() -> None:
    """A clone stays quick."""
    assert not [path for path in list_tracked() if path.stat().st_size > LARGEST_BYTES]


def test_there_is_no_lock_file() -> None:
    """A lock file names the registry that it was made from."""
    assert not [path for path in list_tracked() if path.name.endswith(".lock")]


def test_no_file_names_a_registry() -> None:
    """Where packages come from is the machine's own business."""
    assert not [str(path) for path, text in read_texts().items() if REGISTRIES.search(text)]


def test_no_file_names_a_place_on_somebodys_machine() -> None:
    """A path from one computer means nothing on another."""
    found = {str(path): match.group() for path, text in read_texts().items() if (match := MACHINE_PATHS.search(text))}
    assert not found


@pytest.mark.parametrize("document", ["README.md", "CHANGELOG.md", "cloud/README.md"])
def test_names_in_documents_exist(document: str) -> None:
    """Every file and folder that a document names is there."""
    text = (ROOT / document).read_text(encoding="utf-8")
    named = set(re.findall(r"`((?:desktop|cloud|resources|tests|\.ci)/?[\w./-]*)`", text))
    named |= set(re.findall(r"\]\((?!https?:)([^)#]+)\)", text))
    named |= set(re.findall(r"`(\w+(?:\.\w+)?\.(?:md|toml|spec)|LICENSE)`", text))
    assert document != "README.md" or len(named) > 15
    beside = (ROOT / document).parent
    assert not [name for name in sorted(named) if not (ROOT / name).exists() and not (beside / name).exists()]


def test_the_map_names_every_part() -> None:
    """Each folder of code stands in the README's map."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    parts = {f"{path.parent.parent.name}/{path.parent.name}" for path in ROOT.glob("desktop/*/__init__.py")}
    parts |= {f"{path.parent.parent.name}/{path.parent.name}" for path in ROOT.glob("cloud/*/__init__.py")}
    assert not [part for part in sorted(parts - {"cloud/api"}) if f"| `{part}` |" not in text]


def test_modules_and_commands_in_the_readme_exist() -> None:
    """Every console script and ``python -m`` that the README calls can be called."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    scripts = set(re.findall(r"\.venv/bin/(snapstream[\w-]*)", text))
    assert scripts == set(project["scripts"])
    for module in re.findall(r"python -m ([\w.]+)", text):
        assert module == "pytest" or (ROOT / module.replace(".", "/") / "__main__.py").exists()
    assert set(re.findall(r"-e '\.\[(\w+)\]'", text)) == set(project["optional-dependencies"])


def test_the_readme_holds_both_commands() -> None:
    """The commands that ``.ci/run`` and the reader take are one line each, behind their markers."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    for marker in ("run", "test"):
        block = re.search(rf"^<!-- {marker} -->\n```sh\n(.+)\n```$", text, re.MULTILINE)
        assert block is not None
        assert block.group(1).startswith("python3 -m venv .venv && ")


def test_the_build_makes_both_programs() -> None:
    """The build's recipe is Python, and starts each program from a module that is there."""
    text = (ROOT / "build.spec").read_text(encoding="utf-8")
    ast.parse(text)
    programs = dict(re.findall(r'"(snapstream[\w-]*)": analyse\("([\w/.]+)"\)', text))
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert set(programs) == set(project["scripts"])
    assert all((ROOT / script).is_file() for script in programs.values())


def test_the_changelog_keeps_its_form() -> None:
    """Versions stand newest first with a date, changes under the six headings of Keep a Changelog 1.1.0."""
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    versions = re.findall(r"^## (.+)$", text, re.MULTILINE)
    assert versions[0] == "[Unreleased]"
    assert all(re.fullmatch(r"\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}", version) for version in versions[1:])
    headings = {"Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"}
    assert set(re.findall(r"^### (.+)$", text, re.MULTILINE)) <= headings


def test_the_samples_are_small_and_of_each_kind() -> None:
    """Photographs, a recording and a video, together under 1.5 MB."""
    samples = [path for path in (ROOT / "resources" / "samples").iterdir() if path.suffix != ".py"]
    assert {path.suffix for path in samples} == {".jpg", ".mp3", ".mp4"}
    assert sum(path.stat().st_size for path in samples) < LARGEST_BYTES


def test_every_import_is_a_declared_dependency() -> None:
    """What the code imports is named in pyproject.toml, and does not come along by chance."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    extras = project["optional-dependencies"]
    required = [*project["dependencies"], *extras["api"], *extras["local"]]
    declared = {re.split(r"[^\w.-]", line)[0].lower().replace("_", "-") for line in required}
    origins = packages_distributions()
    missing = set()
    for path in [*ROOT.glob("desktop/**/*.py"), *ROOT.glob("cloud/**/*.py")]:
        for name in _imports(path):
            if name in sys.stdlib_module_names or name in {"desktop", "cloud", "resources"}:
                continue
            if not {origin.lower().replace("_", "-") for origin in origins.get(name, [])} & declared:
                missing.add((name, str(path.relative_to(ROOT))))
    assert not missing


def _imports(path: Path) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names
