from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from typing import TYPE_CHECKING

from cloud import cli
from cloud.deploy.package import PACKAGES, code_files, digest, pack

if TYPE_CHECKING:
    from pathlib import Path


def make_code(root: Path) -> Path:
    """Make a small tree like ``cloud``."""
    for name in ("__init__.py", "cli.py", "analysis/ingest.py", "local/server.py", "api/app.py", "deploy/stack.py"):
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {name}\n", encoding="utf-8")
    (root / "analysis" / "__pycache__").mkdir()
    (root / "analysis" / "__pycache__" / "ingest.cpython-311.pyc").write_bytes(b"\0")
    return root


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
        with zipfile.ZipFile(io.BytesIO((tmp_path / "out" / f"{name}.zip").read_bytes())) as archive:
            assert {entry: archive.read(entry) for entry in archive.namelist()} == files
