"""Looks for secrets that are known, however they are written down, and for what looks like one."""

from __future__ import annotations

import base64
import gzip
import io
import json
import re
import urllib.parse
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path

#: Shorter ones would be found in innocent bytes.
_SHORTEST = 10
#: What looks like a secret, whosever it is: an access token, a signed address, a key in PEM, a key's name of AWS.
SHAPES = {
    "an access token": re.compile(rb"eyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{20,}"),
    "a signed address": re.compile(rb"X-Amz-Signature=[0-9a-f]{16,}", re.IGNORECASE),
    "a private key": re.compile(rb"-----BEGIN [A-Z ]*PRIVATE KEY-----"),
    "a key's name": re.compile(rb"(?<![A-Za-z0-9/+=])(?:AKIA|ASIA)[A-Z0-9]{16,40}(?![A-Za-z0-9/+=])"),
}


@dataclass
class Scan:
    """Secrets by name, and where they may not be."""

    secrets: dict[str, str] = field(default_factory=dict)

    def keep(self, name: str, secret: str) -> None:
        """Remember a secret; of the same name there may be many."""
        assert len(secret) >= _SHORTEST, name
        if secret not in self.secrets.values():
            self.secrets[f"{name} {len(self.secrets)}"] = secret

    def find(self, data: bytes, *, but: tuple[str, ...] = (), shapes: bool = True) -> list[str]:
        """Return what is in some bytes, packed ones too, by name; ``but`` are beginnings of names that may be."""
        texts = [data, *_unpack(data)]
        named = [
            name
            for name, secret in self.secrets.items()
            if not name.startswith(but or ("\0",)) and any(form in text for form in forms(secret) for text in texts)
        ]
        found = SHAPES if shapes else {}
        return named + [name for name, shape in found.items() if any(shape.search(text) for text in texts)]


def forms(secret: str) -> set[bytes]:
    """Return how a secret may be written down: in JSON, in an address, in hexadecimal, in base 64 at any place."""
    raw = secret.encode()
    written = {raw, json.dumps(secret)[1:-1].encode(), urllib.parse.quote(secret, safe="").encode(), raw.hex().encode()}
    written |= {urllib.parse.quote_plus(secret).encode(), raw.hex().upper().encode(), secret.encode("utf-16-le")}
    for before in range(3):
        # What comes before and after shifts the letters at the ends; those in between stay.
        coded = base64.b64encode(b"\0" * before + raw)
        inner = coded[(0, 2, 3)[before] : len(coded) - (0 if (before + len(raw)) % 3 == 0 else 4)]
        written |= {inner, inner.replace(b"+", b"-").replace(b"/", b"_")}
    return {form for form in written if len(form) >= _SHORTEST}


def _unpack(data: bytes) -> list[bytes]:
    """Return what is packed in some bytes: a zip's files, or what gzip or zlib made."""
    if data.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return [content for name in archive.namelist() for content in _both(archive.read(name))]
    try:
        if data.startswith(b"\x1f\x8b"):
            return [gzip.decompress(data)]
        if data.startswith((b"\x78\x9c", b"\x78\xda")):
            return [zlib.decompress(data)]
    except (OSError, EOFError, zlib.error):
        pass
    return []


def _both(data: bytes) -> list[bytes]:
    return [data, *_unpack(data)]


@dataclass(frozen=True)
class Program:
    """A program that runs: how it was called, and with which environment."""

    pid: int
    words: bytes
    variables: dict[str, bytes]


def programs_below(*pids: int) -> list[Program]:
    """Return these programs and all that they started, as Linux shows them."""
    parents: dict[int, int] = {}
    for place in Path("/proc").glob("[0-9]*"):
        try:
            parents[int(place.name)] = int((place / "stat").read_text("ascii").rpartition(")")[2].split()[1])
        except OSError:
            continue  # it has ended
    below = set(pids)
    while more := {pid for pid, parent in parents.items() if parent in below} - below:
        below |= more
    found = []
    for pid in sorted(below):
        try:
            words, lines = (Path(f"/proc/{pid}/{name}").read_bytes() for name in ("cmdline", "environ"))
        except OSError:
            continue
        pairs = (line.partition(b"=") for line in lines.split(b"\0") if line)
        found.append(Program(pid, words, {name.decode(errors="replace"): value for name, _, value in pairs}))
    return found
