"""The functions' packages: deterministic zip files of our code, for AWS with the libraries of each group beside it.

The embedded cloud gets the code alone, because it runs functions with the host's interpreter and packages. Both hold
the same bytes of ``cloud/``. The same inputs give the same bytes, on every machine: entries are sorted, their times
fixed, nothing is compiled. Main thread.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import cloud
from cloud.deploy.wheels import PackageError, Target, fetch

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["GROUPS", "ONDEVICE", "PACKAGES", "Built", "PackageError", "build", "build_local", "code_files", "write"]

#: The parts of ``cloud`` that no function runs.
_LEFT_OUT = {"local", "deploy", "api", "commands", "cli.py", "__main__.py", "__pycache__"}
#: Which lists of libraries (``requirements/{name}.txt``) each group of functions gets. The template names the packages
#: as ``{prefix}/{group}.zip``.
GROUPS: Mapping[str, tuple[str, ...]] = {
    "core": ("core",),  # ingest, start, collect, finalize, sweep, deadletter: nothing but Powertools
    "text": ("core",),
    "image": ("core", "image"),  # recognize too, which cuts faces out of groups
    "av": ("core", "image", "av"),
    "vision": ("core", "vision"),
    "speech": ("core", "speech"),
}
PACKAGES = tuple(GROUPS)
#: What a group gets besides where engines of our own are deployed; a group named here alone is made only then.
ONDEVICE: Mapping[str, tuple[str, ...]] = {"text": ("language",), "vision": (), "speech": ()}
_OWN_ENGINES_ALONE = frozenset({"vision", "speech"})
#: Code and libraries of a function, unzipped (AWS Lambda Developer Guide, "Lambda quotas": 250 MB, counted as MiB).
LIMIT_BYTES = 250 * 2**20
#: The earliest moment a zip file can hold: times never make two packages of the same bytes differ.
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Built:
    """One package."""

    name: str
    path: Path
    zipped_bytes: int
    unzipped_bytes: int

    def to_json(self) -> dict[str, str | int]:
        """Return what ``package --json`` says of it."""
        return {
            "name": self.name,
            "path": str(self.path),
            "zipped_bytes": self.zipped_bytes,
            "unzipped_bytes": self.unzipped_bytes,
        }


def code_files(root: Path | None = None) -> dict[str, bytes]:
    """Return the code every function gets: name inside the zip, and bytes."""
    top = Path(cloud.__file__).parent if root is None else root
    files: dict[str, bytes] = {}
    for path in sorted(top.rglob("*")):
        relative = path.relative_to(top)
        if path.is_file() and not _LEFT_OUT & set(relative.parts) and path.suffix in {".py", ".json", ".txt"}:
            files[f"cloud/{relative.as_posix()}"] = path.read_bytes()
    return files


def pack(files: Mapping[str, bytes]) -> bytes:
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


def digest(files: Mapping[str, bytes]) -> str:
    """Return a name for exactly these files (16 hex digits); packages are stored under it."""
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{name}\0{len(files[name])}\0".encode())
        total.update(files[name])
    return total.hexdigest()[:16]


def build_local() -> dict[str, bytes]:
    """Return the zips that hold code alone, by group: all are the same."""
    return dict.fromkeys(PACKAGES, pack(code_files()))


def build(
    target: Target,
    *,
    ondevice: bool,
    groups: tuple[str, ...] = PACKAGES,
    tell: Callable[[str], None] = lambda _words: None,
    limit_bytes: int = LIMIT_BYTES,
) -> dict[str, bytes]:
    """Return the zips for AWS, by group. ``vision`` and ``speech`` are made only with ``ondevice``.

    Raises ``PackageError`` where a library cannot be had, or a package is larger than Lambda takes.
    """
    code = code_files()
    wanted = {
        group: (*GROUPS[group], *(ONDEVICE.get(group, ()) if ondevice else ()))
        for group in groups
        if ondevice or group not in _OWN_ENGINES_ALONE
    }
    tell(f"Fetching libraries for Python {target.python} on {target.arch} …")
    libraries = fetch(target, sorted({name for names in wanted.values() for name in names}))
    packages = {}
    for group, names in wanted.items():
        files = dict(code)
        for name in names:
            files |= libraries[name]
        size_bytes = sum(map(len, files.values()))
        if size_bytes > limit_bytes:
            raise PackageError(
                f"The package {group} for {target.arch} is {size_bytes / 2**20:.0f} MiB unzipped; Lambda takes "
                f"{limit_bytes >> 20}." + (" It fits arm64: leave --arch out." if target.arch != "arm64" else "")
            )
        tell(f"Packing {group} ({size_bytes / 2**20:.0f} MiB unzipped) …")
        packages[group] = pack(files)
    return packages


def write(packages: Mapping[str, bytes], folder: Path) -> list[Built]:
    """Write packages into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    built = []
    for name, archive in packages.items():
        path = folder / f"{name}.zip"
        path.write_bytes(archive)
        built.append(Built(name, path, len(archive), unzipped_bytes(archive)))
    return built


def unzipped_bytes(archive: bytes) -> int:
    """Return how large a package is once it is unpacked."""
    with zipfile.ZipFile(io.BytesIO(archive)) as opened:
        return sum(entry.file_size for entry in opened.infolist())
