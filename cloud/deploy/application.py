"""The status API's package: our code as a wheel, and a wheel of each library, each held to its hash. Main thread.

The instance installs from it alone, and asks no registry. The same inputs give the same bytes on every machine.
"""

from __future__ import annotations

import base64
import hashlib
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import cloud
from cloud.deploy.package import pack
from cloud.deploy.wheels import Target, canonical, download, read_requirements

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

#: The parts of ``cloud`` that the API stands on; it imports no other (import rule "cloud: layers").
PARTS = ("contract", "store", "api")
#: The list of libraries, and what the instance runs; see the template's user data.
LIST = "api"
TARGET = Target(arch="arm64")
_NAME = "snapstream"


def code_files(top: Path | None = None) -> dict[str, bytes]:
    """Return our code with its pages and styles: name inside the wheel, and bytes."""
    root = Path(cloud.__file__).parent if top is None else top
    files = {"cloud/__init__.py": (root / "__init__.py").read_bytes()}
    for part in PARTS:
        for path in sorted((root / part).rglob("*")):
            relative = path.relative_to(root)
            if path.is_file() and "__pycache__" not in relative.parts and not path.name.startswith("."):
                files[f"cloud/{relative.as_posix()}"] = path.read_bytes()
    return files


def build_wheel(files: Mapping[str, bytes], release: str) -> tuple[str, bytes]:
    """Return a pure wheel's name and bytes (Python Packaging User Guide, "Binary distribution format")."""
    about = f"{_NAME}-{release}.dist-info"
    metadata = f"Metadata-Version: 2.1\nName: {_NAME}\nVersion: {release}\nSummary: The status API of a newsroom\n"
    tags = f"Wheel-Version: 1.0\nGenerator: {_NAME}\nRoot-Is-Purelib: true\nTag: py3-none-any\n"
    inside = {**files, f"{about}/METADATA": metadata.encode(), f"{about}/WHEEL": tags.encode()}
    record = [f"{name},sha256={_digest(data)},{len(data)}" for name, data in sorted(inside.items())]
    inside[f"{about}/RECORD"] = "\n".join([*record, f"{about}/RECORD,,", ""]).encode()
    return f"{_NAME}-{release}-py3-none-any.whl", pack(inside)


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()


def build(tell: Callable[[str], None] = lambda _words: None, target: Target = TARGET) -> bytes:
    """Return the package: all wheels, and ``requirements.txt`` with their hashes. Raises ``PackageError``."""
    tell("Fetching the API's libraries …")
    with tempfile.TemporaryDirectory(prefix="snapstream-api-") as folder:
        found = download(target, read_requirements(LIST, target.requirements), Path(folder))
        wheels = {path.name: path.read_bytes() for path in found.values()}
    name, ours = build_wheel(code_files(), version(_NAME))
    return bundle(wheels | {name: ours})


def bundle(wheels: Mapping[str, bytes]) -> bytes:
    """Return one zip of wheels, with what pip is to be told."""
    lines = []
    for name, data in sorted(wheels.items()):
        library, release = name.split("-")[:2]
        lines.append(f"{canonical(library)}=={release} --hash=sha256:{hashlib.sha256(data).hexdigest()}\n")
    return pack({**wheels, "requirements.txt": "".join(lines).encode()})


def key_of(package: bytes) -> str:
    """Return where a package lies in the code bucket: named after its bytes, which the instance checks."""
    return f"api/{hashlib.sha256(package).hexdigest()}.zip"
