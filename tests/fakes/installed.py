"""Wheels of what is installed here, put together again from its files: an instance is set up without a registry."""

from __future__ import annotations

import base64
import hashlib
from importlib.metadata import PackageNotFoundError, distribution
from typing import TYPE_CHECKING

from cloud.deploy.package import pack

if TYPE_CHECKING:
    from collections.abc import Iterable

#: What an installer adds to a wheel's own description.
_ADDED = ("RECORD", "INSTALLER", "REQUESTED", "direct_url.json")


def wheels_of(names: Iterable[str]) -> dict[str, bytes]:
    """Return the wheel of each library that is installed, by its file name."""
    return dict(_wheel_of(name) for name in names if _is_installed(name))


def _is_installed(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


def _wheel_of(name: str) -> tuple[str, bytes]:
    found = distribution(name)
    inside: dict[str, bytes] = {}
    about = ""
    for path in found.files or ():
        if ".." in path.parts or "__pycache__" in path.parts or path.is_absolute():
            continue  # scripts and compiled files, which an installer makes anew
        if path.parts[0].endswith(".dist-info"):
            about = path.parts[0]
            if path.name in _ADDED:
                continue
        inside[path.as_posix()] = path.read_binary()
    lines = inside[f"{about}/WHEEL"].decode().splitlines()
    tags = [line.partition(":")[2].strip().split("-") for line in lines if line.startswith("Tag:")]
    tag = "-".join(".".join(dict.fromkeys(part)) for part in zip(*tags, strict=True))
    record = [f"{path},sha256={_digest(data)},{len(data)}" for path, data in sorted(inside.items())]
    inside[f"{about}/RECORD"] = "\n".join([*record, f"{about}/RECORD,,", ""]).encode()
    return f"{about.removesuffix('.dist-info')}-{tag}.whl", pack(inside)


def _digest(data: bytes) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
