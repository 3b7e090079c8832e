"""The functions' libraries: wheels for Lambda's Python and processor, fetched with pip, without what is not used.

``requirements/{list}.txt`` name each library and its exact version, the ones that others need too: pip resolves
nothing. Which registry they come from is pip's own configuration. Main thread; pip runs as a process.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
import zipfile
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

REQUIREMENTS = Path(__file__).with_name("requirements")
#: What Lambda's template says (``Runtime: python3.13``).
PYTHON = "3.13"
#: Amazon Linux 2023, on which Lambda's Python 3.13 runs, has glibc 2.34: what is built for an earlier one runs there.
_PLATFORMS = (
    "manylinux_2_34", "manylinux_2_31", "manylinux_2_28", "manylinux_2_27", "manylinux_2_26", "manylinux_2_24",
    "manylinux_2_17", "manylinux2014",
)  # fmt: skip
_MACHINES = {"arm64": "aarch64", "x86_64": "x86_64"}
_PIP_TIMEOUT_S = 540
#: What no function needs of a library. Licences stay: they ask to go with every copy.
_PRUNED = (
    "*.pyc", "*.pyi", "*.pyx", "*.pxd", "*.pxi", "*.c", "*.cpp", "*.h", "*.hpp", "*.a", "*.lib", "*.f90", "*.exe",
    "*/tests/*", "*/test/*", "*/testing/tests/*", "*/docs/*", "*/doc/*", "*/examples/*", "*/__pycache__/*",
    "*.data/scripts/*", "*.data/data/*", "*.data/headers/*", "*/py.typed",
    "numpy/f2py/*", "numpy/distutils/*", "numpy/typing/*", "numpy/_pyinstaller/*",
    "PIL/_imagingtk.*", "aws_lambda_powertools/event_handler/openapi/swagger_ui/*",
    "cv2/data/haarcascade_eye*", "cv2/data/haarcascade_*body*", "cv2/data/*catface*",
    # The Python module holds the whole runtime already; this is for programs in C.
    "onnxruntime/capi/libonnxruntime.so*",
    "onnxruntime/transformers/*", "onnxruntime/tools/*", "onnxruntime/quantization/*", "onnxruntime/datasets/*",
    "onnxruntime/backend/*", "shapely/tests/*",
)  # fmt: skip
#: All of a wheel's own description that goes along: ``importlib.metadata`` reads the version of some libraries.
_DESCRIPTION = re.compile(
    r"[^/]+\.dist-info/(METADATA|entry_points\.txt|.*(LICEN[CS]E|COPYING|NOTICE|AUTHORS).*)", re.IGNORECASE
)


class PackageError(RuntimeError):
    """A package cannot be made; the message is a sentence for the person."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a package is made for."""

    arch: str = "arm64"
    python: str = PYTHON
    requirements: Path = REQUIREMENTS  #: the folder of the lists

    def pip_options(self) -> list[str]:
        """Return the options that let pip choose wheels for this target instead of for itself."""
        machine = _MACHINES[self.arch]
        platforms = [option for name in _PLATFORMS for option in ("--platform", f"{name}_{machine}")]
        version = self.python.replace(".", "")
        return [*platforms, "--python-version", self.python, "--implementation", "cp",
                "--abi", f"cp{version}", "--abi", "abi3", "--abi", "none"]  # fmt: skip


def read_requirements(name: str, folder: Path = REQUIREMENTS) -> dict[str, str]:
    """Return the libraries of one list: canonical name, and exact version."""
    listed = {}
    for line in (folder / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        words = line.partition("#")[0].strip()
        if words:
            library, exact, version = words.partition("==")
            if not exact:
                raise PackageError(f"requirements/{name}.txt names {library} without an exact version.")
            listed[canonical(library)] = version.strip()
    return listed


def canonical(library: str) -> str:
    """Return a library's name as registries compare it (Python Packaging User Guide, "Names and normalization")."""
    return re.sub(r"[-_.]+", "-", library.strip()).lower()


def fetch(target: Target, names: Iterable[str]) -> dict[str, dict[str, bytes]]:
    """Return the files of each list of libraries, pruned: name inside the package, and bytes."""
    lists = {name: read_requirements(name, target.requirements) for name in names}
    wanted: dict[str, str] = {}
    for libraries in lists.values():
        for library, version in libraries.items():
            if wanted.setdefault(library, version) != version:
                raise PackageError(f"{library} is asked for in two versions: {version} and {wanted[library]}.")
    if not wanted:
        return {name: {} for name in lists}
    with tempfile.TemporaryDirectory(prefix="snapstream-wheels-") as folder:
        found = download(target, wanted, Path(folder))
        files = {library: _read_wheel(path) for library, path in found.items()}
    return {
        name: {path: data for library in libraries for path, data in files[library].items()}
        for name, libraries in lists.items()
    }


def download(target: Target, wanted: Mapping[str, str], folder: Path) -> dict[str, Path]:
    """Fetch exactly these libraries into a folder; return the wheel of each. Raises ``PackageError``."""
    _download(target, wanted, folder)
    found = {canonical(path.name.split("-")[0]): path for path in sorted(folder.glob("*.whl"))}
    missing = sorted(wanted.keys() - found.keys())
    if missing:
        raise PackageError(f"pip brought no wheel of {', '.join(missing)}.")
    return found


def _download(target: Target, wanted: Mapping[str, str], folder: Path) -> None:
    if getattr(sys, "frozen", False):
        raise PackageError(
            "The built program brings no pip. Install SnapStream with pip and run python -m cloud package."
        )
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input",
               "--no-deps", "--only-binary=:all:", "--dest", str(folder), *target.pip_options(),
               *(f"{library}=={version}" for library, version in sorted(wanted.items()))]  # fmt: skip
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=_PIP_TIMEOUT_S, check=False)  # noqa: S603 -- our own interpreter
    except subprocess.TimeoutExpired as error:
        raise PackageError(f"pip did not bring the libraries within {_PIP_TIMEOUT_S} s.") from error
    if done.returncode:
        lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR")] or done.stderr.splitlines()
        reason = lines[-1].removeprefix("ERROR: ") if lines else "no reason given"
        raise PackageError(f"pip cannot bring the libraries for {target.arch}, Python {target.python}: {reason}")


def _read_wheel(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as wheel:
        return {
            _installed(entry.filename): wheel.read(entry)
            for entry in wheel.infolist()
            if not entry.is_dir() and _is_needed(entry.filename)
        }


def _installed(name: str) -> str:
    """Return where an entry lies once it is installed (Python Packaging User Guide, "Binary distribution format")."""
    return re.sub(r"^[^/]+\.data/(purelib|platlib)/", "", name)


def _is_needed(name: str) -> bool:
    if ".dist-info/" in name:
        return _DESCRIPTION.fullmatch(name) is not None
    return not any(fnmatch(name, pattern) for pattern in _PRUNED)
