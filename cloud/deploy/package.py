"""The functions' packages: deterministic zip files of our own code.

``package --local`` makes the code alone, because the embedded cloud runs functions with the host's interpreter and
packages. The same bytes of code go to AWS, with wheels beside them.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import cloud

#: The parts of ``cloud`` that no function runs.
_LEFT_OUT = {"local", "deploy", "api", "cli.py", "__main__.py", "__pycache__"}
#: One package a group of functions that need the same libraries; the template names them as ``{prefix}/{name}.zip``.
PACKAGES = ("core", "image", "av", "vision", "speech")
#: The earliest moment a zip file can hold: times never make two packages of the same bytes differ.
_EPOCH = (1980, 1, 1, 0, 0, 0)


def code_files(root: Path | None = None) -> dict[str, bytes]:
    """Return the code every function gets: name inside the zip, and bytes."""
    top = Path(cloud.__file__).parent if root is None else root
    files: dict[str, bytes] = {}
    for path in sorted(top.rglob("*")):
        relative = path.relative_to(top)
        if path.is_file() and not _LEFT_OUT & set(relative.parts) and path.suffix in {".py", ".json", ".txt"}:
            files[f"cloud/{relative.as_posix()}"] = path.read_bytes()
    return files


def pack(files: dict[str, bytes]) -> bytes:
    """Return a zip of the files: the same bytes for the same files, on every machine."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            entry.create_system = 3
            archive.writestr(entry, files[name])
    return buffer.getvalue()


def digest(files: dict[str, bytes]) -> str:
    """Return a name for exactly these files (16 hex digits); a package is stored under it."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{name}\0{len(files[name])}\0".encode())
        total.update(files[name])
    return total.hexdigest()[:16]


def write_local(folder: Path) -> list[Path]:
    """Write the code-only packages into a folder; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    archive = pack(code_files())
    written = []
    for name in PACKAGES:
        path = folder / f"{name}.zip"
        path.write_bytes(archive)
        written.append(path)
    return written
