"""What About says: versions, where things lie, and the licences of what comes along. Read in a worker."""

from __future__ import annotations

import platform
import sqlite3
from dataclasses import dataclass
from importlib import metadata
from typing import Final

from PySide6.QtCore import qVersion

from desktop.ui.phrases import mark

#: Binary wheels that bring GPL code: whoever passes the program on with them must meet that licence.
_GPL_AV: Final = mark("Its wheels carry FFmpeg built with x264 and x265 (GPL-2.0-or-later): as a whole under the GPL.")
_GPL_HEIF: Final = mark("Its wheels carry x265 (GPL-2.0-or-later) and libheif (LGPL-3.0): as a whole under the GPL.")
_QT: Final = mark("Qt is linked dynamically and can be replaced. The wheels carry FFmpeg (LGPL-2.1) too.")


@dataclass(frozen=True, slots=True)
class Library:
    """A library that comes along."""

    name: str
    distribution: str  #: the name of its package
    licence: str
    note: str = ""
    version: str = ""  #: "" where it is not installed

    @property
    def is_gpl(self) -> bool:
        """Whether its binary wheel is under the GPL as a whole."""
        return self.note in {_GPL_AV, _GPL_HEIF}


#: As ``LICENSE`` says it, a line each; a test holds one against the other.
LIBRARIES: Final = (
    Library("PyAV", "av", "BSD-3-Clause", _GPL_AV),
    Library("pillow-heif", "pillow-heif", "BSD-3-Clause", _GPL_HEIF),
    Library("PySide6, Qt 6", "PySide6-Essentials", "LGPL-3.0", _QT),
    Library("QtAwesome, Phosphor", "QtAwesome", "MIT"),
    Library("Pillow", "Pillow", "MIT-CMU"),
    Library("boto3", "boto3", "Apache-2.0"),
    Library("botocore", "botocore", "Apache-2.0"),
    Library("awscrt", "awscrt", "Apache-2.0"),
    Library("watchdog", "watchdog", "Apache-2.0"),
    Library("keyring", "keyring", "MIT"),
    Library("platformdirs", "platformdirs", "MIT"),
    Library("filelock", "filelock", "MIT"),
    Library("defusedxml", "defusedxml", "PSF-2.0"),
    Library("python-docx", "python-docx", "MIT"),
    Library("ministack", "ministack", "MIT"),
    Library("rapidocr", "rapidocr", "Apache-2.0", mark("With the PaddleOCR models that it carries (Apache-2.0).")),
    Library("onnxruntime", "onnxruntime", "MIT"),
    Library("opencv-python-headless", "opencv-python-headless", "Apache-2.0"),
    Library("pocketsphinx", "pocketsphinx", "BSD-2-Clause"),
    Library("NumPy", "numpy", "BSD-3-Clause"),
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the page shows."""

    program: str
    qt: str
    python: str
    sqlite: str
    system: str
    libraries: tuple[Library, ...]  #: those that are installed

    def lines(self, data_dir: str) -> list[str]:
        """Return the details as they are copied into a report."""
        head = [
            f"SnapStream {self.program}",
            f"Qt {self.qt}, Python {self.python}, SQLite {self.sqlite}",
            self.system,
            f"Data: {data_dir}",
        ]
        return [*head, *(f"{library.distribution} {library.version}" for library in self.libraries)]


def read() -> Facts:
    """Read the versions; looks into the packages that are installed."""
    found = []
    for library in LIBRARIES:
        version = _version(library.distribution)
        if version:
            found.append(Library(library.name, library.distribution, library.licence, library.note, version))
    return Facts(
        program=_version("snapstream"),
        qt=qVersion() or "",
        python=platform.python_version(),
        sqlite=sqlite3.sqlite_version,
        system=f"{platform.platform()}, {platform.machine()}",
        libraries=tuple(found),
    )


def _version(distribution: str) -> str:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return ""
