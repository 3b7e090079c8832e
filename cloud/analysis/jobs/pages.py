"""The results of a video job, page by page from Rekognition to the derived bucket, and read back as a stream.

::

    answers/{job id}/00000.json.gz    rows, and the token of the next page
    answers/{job id}/00001.json.gz    …
    answers/{job id}/00007.json.gz    no token: the last

Each page is written as it comes, so no invocation holds more than one, and one that was cut off goes on after the last
that is there. A token that has expired by then costs reading from the beginning, nothing else: the pages are removed,
or the next invocation would go on after the last of them, with a token that nobody knows. One thread an invocation.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from cloud.analysis.engines.aws.errors import PageMissingError, QuotaError, RefusedError
from cloud.analysis.engines.aws.sightings import Row, read_page
from cloud.analysis.engines.aws.video import IN_PROGRESS, REKOGNITION, page_request
from cloud.analysis.work.results import pack_json, unpack_json
from cloud.contract.keys import derived_prefix
from cloud.contract.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cloud.analysis.engines.aws.sightings import Page
    from cloud.analysis.engines.aws.video import VideoJob
    from cloud.analysis.work.services import Services
    from cloud.contract.item import Item
    from cloud.contract.record import Json

#: How long one invocation reads; ``collect`` has five minutes. A message that reads on later counts no failure.
READ_FOR = timedelta(seconds=150)
#: A 6 h video has fewer, even where every half second names ten things.
MOST_PAGES = 20_000
#: How often one invocation begins again because the next page is forgotten.
_RESTARTS = 3


class StuckPagesError(Exception):
    """The service names the same next page again and again, or forgets each that it names."""


@dataclass(frozen=True, slots=True)
class KeptPages:
    """The results of a job, as they lie in the derived bucket."""

    job_id: str
    pages: int
    rows: int
    duration_ms: int  #: of the video, as the service measured it

    def to_json(self) -> dict[str, Json]:
        """Return what is kept as the answer to the job's question."""
        return {"job_id": self.job_id, "pages": self.pages, "rows": self.rows, "duration_ms": self.duration_ms}

    @classmethod
    def from_json(cls, answer: dict[str, Json]) -> KeptPages:
        """Read ``to_json`` back."""
        pages, rows, duration_ms = (int(str(answer[name])) for name in ("pages", "rows", "duration_ms"))
        return cls(str(answer["job_id"]), pages, rows, duration_ms)


def fetch_pages(services: Services, item: Item, job: VideoJob, job_id: str) -> KeptPages:
    """Read all pages of a job that has succeeded, to the last, from where an earlier try was cut off.

    Raises ``QuotaError`` where there are more than one invocation reads: the message comes again.
    """
    began = services.now()
    at = _where_we_are(services, item, job_id)
    restarts = 0
    while at.token or at.number == 0:
        if at.number and services.now() - began > READ_FOR:
            raise QuotaError(f"{at.number} pages are read; more are to come")
        page = _ask(services, job, job_id, at.token)
        if page is None:  # the token has expired
            _forget(services, item, job_id)
            at, restarts = _Place(), restarts + 1
            if restarts > _RESTARTS:
                raise StuckPagesError(job_id)
            continue
        if page.status == IN_PROGRESS:
            raise QuotaError(f"{job_id} is over, but does not know it yet")
        if page.next_token and (page.next_token == at.token or at.number >= MOST_PAGES):
            raise StuckPagesError(job_id)
        number, at = at.number, at.after(page)
        _write(services, page_key(item, job_id, number), page, at)
    return KeptPages(job_id, at.number, at.rows, at.duration_ms)


def read_rows(services: Services, item: Item, kept: KeptPages) -> Iterator[Row]:
    """Return the rows of all pages, in order, one page in memory at a time."""
    for number in range(kept.pages):
        listed = unpack_json(services.derived.read(page_key(item, kept.job_id, number))).get("rows")
        for row in listed if isinstance(listed, list) else []:
            yield Row.from_json(row)


def page_key(item: Item, job_id: str, number: int) -> str:
    """Return where a page lies in the derived bucket: beside the item's answers, whatever its analysis version."""
    return f"{_folder(item, job_id)}{number:05d}.json.gz"


def _folder(item: Item, job_id: str) -> str:
    return f"{derived_prefix(item.library, item.id)}answers/{job_id}/"


@dataclass(frozen=True, slots=True)
class _Place:
    """How far the pages are read."""

    number: int = 0  #: of the next page
    token: str = ""  #: of the next page; "" before the first and after the last
    rows: int = 0
    duration_ms: int = 0

    def after(self, page: Page) -> _Place:
        """Return the place after one more page."""
        duration_ms = page.duration_ms or self.duration_ms
        return _Place(self.number + 1, page.next_token, self.rows + len(page.rows), duration_ms)


def _where_we_are(services: Services, item: Item, job_id: str) -> _Place:
    """Return the place after the last page that is kept."""
    last = max(services.derived.list(_folder(item, job_id)), default=None)
    if last is None:
        return _Place()
    kept = unpack_json(services.derived.read(last))
    number = int(last.rpartition("/")[2].partition(".")[0])
    return _Place(number + 1, str(kept["next"]), int(str(kept["so_far"])), int(str(kept["duration_ms"])))


def _forget(services: Services, item: Item, job_id: str) -> None:
    """Remove the pages that are kept, the last one first: whoever is cut off leaves a beginning without gaps."""
    for key in sorted(services.derived.list(_folder(item, job_id)), reverse=True):
        services.derived.remove(key)


def _ask(services: Services, job: VideoJob, job_id: str, token: str) -> Page | None:
    """Return one page; None where its token is not known any more."""
    try:
        answer = services.ai.call(REKOGNITION, job.get, page_request(job, job_id, token))
    except PageMissingError:
        if not token:
            raise
        return None
    except RefusedError as error:
        # An expired token is an invalid parameter, too.
        if token and error.reason is Reason.SERVICE_REFUSED:
            return None
        raise
    return read_page(job, answer)


def _write(services: Services, key: str, page: Page, after: _Place) -> None:
    document: dict[str, Json] = {
        "rows": [row.to_json() for row in page.rows],
        "next": after.token,
        "so_far": after.rows,
        "duration_ms": after.duration_ms,
    }
    services.derived.write(key, pack_json(document), "application/gzip")
