from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

import pytest

from cloud import cli
from cloud.deploy.package import GROUPS, LIMIT_BYTES, PACKAGES, build, code_files, digest, pack, unzipped_bytes
from cloud.deploy.wheels import PackageError, Target, fetch, read_requirements

if TYPE_CHECKING:
    from pathlib import Path

#: The packages of functions that every newsroom has, and that are quick to make: seconds, and 25 MB of downloads.
SMALL = ("core", "image")


def make_code(root: Path) -> Path:
    """Make a small tree like ``cloud``."""
    for name in ("__init__.py", "cli.py", "analysis/ingest.py", "local/server.py", "api/app.py", "deploy/stack.py"):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {name}\n", encoding="utf-8")
    (root / "analysis" / "__pycache__").mkdir()
    (root / "analysis" / "__pycache__" / "ingest.cpython-311.pyc").write_bytes(b"\0")
    return root


def read(archive: bytes) -> dict[str, bytes]:
    """Return what a zip holds."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


@pytest.fixture(scope="module")
def small_packages() -> dict[str, bytes]:
    """Return the small packages for AWS; skip where no registry can be reached."""
    try:
        return build(Target(), ondevice=False, groups=SMALL)
    except PackageError as error:
        pytest.skip(f"no libraries for arm64 can be had here: {error}")


def test_a_package_holds_what_functions_run(tmp_path: Path) -> None:
    """The embedded cloud, the API, the deployer and the command line stay out, compiled files too."""
    assert list(code_files(make_code(tmp_path))) == ["cloud/__init__.py", "cloud/analysis/ingest.py"]


def test_the_same_code_gives_the_same_bytes(tmp_path: Path) -> None:
    """Whatever the files' times and order; other bytes give another name."""
    one, two = make_code(tmp_path / "one"), make_code(tmp_path / "two")
    (two / "__init__.py").touch()
    assert pack(code_files(one)) == pack(dict(reversed(code_files(two).items())))
    assert digest(code_files(one)) == digest(code_files(two))
    (two / "analysis" / "ingest.py").write_text("# changed\n", encoding="utf-8")
    assert digest(code_files(one)) != digest(code_files(two))


def test_a_package_can_be_imported_by_itself(tmp_path: Path) -> None:
    """What is left out is not missed by what stays in: the contract reads from the zip alone."""
    archive = tmp_path / "core.zip"
    archive.write_bytes(pack(code_files()))
    script = "import sys; sys.path.insert(0, sys.argv[1]); import cloud.contract.item as m; print(m.__file__)"
    told = subprocess.run(  # noqa: S603 -- our own interpreter and script
        [sys.executable, "-S", "-c", script, str(archive)], capture_output=True, text=True, check=True, timeout=60
    )
    assert told.stdout.startswith(str(archive))


def test_the_command_writes_every_package(tmp_path: Path, capsys: object) -> None:
    """One file a group of functions, each with this checkout's bytes of ``cloud``."""
    assert capsys is not None
    assert cli.main(["package", "--local", "--output", str(tmp_path / "out")]) == cli.DONE
    files = code_files()
    for name in PACKAGES:
        assert read((tmp_path / "out" / f"{name}.zip").read_bytes()) == files


def test_packages_of_both_kinds_hold_the_same_code(small_packages: dict[str, bytes]) -> None:
    """What is tried on this computer is what runs on AWS, byte for byte."""
    for archive in small_packages.values():
        assert {name: data for name, data in read(archive).items() if name.startswith("cloud/")} == code_files()


def test_the_same_libraries_give_the_same_bytes(small_packages: dict[str, bytes]) -> None:
    """Made again, from wheels fetched again; no entry says when."""
    assert build(Target(), ondevice=False, groups=SMALL) == small_packages
    with zipfile.ZipFile(io.BytesIO(small_packages["image"])) as opened:
        entries = opened.infolist()
    assert {entry.date_time for entry in entries} == {(1980, 1, 1, 0, 0, 0)}
    assert [entry.filename for entry in entries] == sorted(entry.filename for entry in entries)


def test_libraries_are_for_lambda_and_pruned(small_packages: dict[str, bytes]) -> None:
    """Compiled for its Python and processor, without tests and compiled Python, with their licences, without boto3."""
    names = read(small_packages["image"])
    assert any(name.endswith(".cpython-313-aarch64-linux-gnu.so") for name in names)
    assert not [name for name in names if "x86_64" in name or name.endswith(".pyc") or "/tests/" in name]
    assert not [name for name in names if name.startswith(("boto3/", "botocore/"))]
    assert any("LICENSE" in name and "illow" in name for name in names)
    assert "PIL/Image.py" not in read(small_packages["core"])


def test_small_packages_are_small(small_packages: dict[str, bytes]) -> None:
    """``core`` is what most functions start from, so it stays under 10 MiB; ``image`` under 60."""
    assert unzipped_bytes(small_packages["core"]) < 10 * 2**20
    assert unzipped_bytes(small_packages["image"]) < 60 * 2**20 < LIMIT_BYTES


def test_a_package_that_lambda_refuses_is_not_made(tmp_path: Path) -> None:
    """Its size is told before anything is sent."""
    (tmp_path / "core.txt").write_text("# no libraries\n", encoding="utf-8")
    target = Target("x86_64", requirements=tmp_path)
    with pytest.raises(PackageError, match=r"core for x86_64 is \d+ MiB unzipped; Lambda takes 0\. It fits arm64"):
        build(target, ondevice=False, groups=("core",), limit_bytes=1000)


@pytest.mark.parametrize("group", GROUPS)
def test_every_library_has_an_exact_version(group: str) -> None:
    """So that a package made next year holds what was tried."""
    for name in (*GROUPS[group], "language"):
        libraries = read_requirements(name)
        assert libraries
        assert all(version and version[0].isdigit() for version in libraries.values())


def test_a_library_without_a_version_is_refused(tmp_path: Path) -> None:
    """The list's name and the library's are told."""
    (tmp_path / "odd.txt").write_text("# a comment\nPillow>=12\n", encoding="utf-8")
    with pytest.raises(PackageError, match=r"odd\.txt names Pillow>=12 without an exact version"):
        read_requirements("odd", tmp_path)


def test_what_pip_cannot_bring_is_said_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """With pip's own reason, and no traceback."""
    (tmp_path / "odd.txt").write_text("snapstream-that-is-nowhere==1.0\n", encoding="utf-8")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    with pytest.raises(PackageError, match=r"pip cannot bring the libraries for arm64, Python 3\.13: No matching"):
        fetch(Target(requirements=tmp_path), ["odd"])
