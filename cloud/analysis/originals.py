"""The original bytes, fetched once into a file of this invocation's own, and never changed."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from cloud.analysis.engines.ports import MediaError
from cloud.contract.media import HEAD_BYTES, Media, MediaType, sniff
from cloud.contract.reasons import Reason
from cloud.store.objects import ObjectMissingError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cloud.analysis.services import Services
    from cloud.contract.item import Item


@contextmanager
def original_file(services: Services, item: Item) -> Iterator[Path]:
    """Give the original as a file, of the very version that was ingested.

    Raises ``MediaError(CHECKSUM)`` where its bytes are not those that the uploader hashed.
    """
    with TemporaryDirectory(prefix="snapstream-") as folder:
        path = Path(folder) / "original"
        sha256 = _fetch(services, item, path)
        if item.sha256 and sha256 != item.sha256:
            raise MediaError(Reason.CHECKSUM)
        yield path


def _fetch(services: Services, item: Item, path: Path) -> str:
    try:
        return services.originals.fetch(item.key, path, item.version_id)
    except ObjectMissingError:
        # A store that was restored from a copy may have numbered its versions anew. The checksum says whether these
        # are the same bytes; where there is none to compare, nobody can say.
        if not item.version_id or not item.sha256:
            raise
        return services.originals.fetch(item.key, path)


def media_of(path: Path, item: Item) -> Media:
    """Tell the media of a fetched original, as ``ingest`` did."""
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    return sniff(head, item.filename) or Media(MediaType(item.media_type), item.mime)
