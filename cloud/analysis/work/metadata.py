"""What a file says of itself: keywords become tags, the caption and the time become the item's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cloud.analysis.engines.ports import MediaError
from cloud.analysis.work.budgets import CAPTURED_AT_BYTES, clip_text, fit_caption
from cloud.analysis.work.results import Outcome
from cloud.contract.findings import Tag, TagKind
from cloud.contract.status import AnalysisName, AnalysisState

if TYPE_CHECKING:
    from pathlib import Path

    from cloud.analysis.work.services import Services
    from cloud.contract.media import Media
    from cloud.contract.record import Json, Value

#: The source of a keyword that somebody embedded in the file.
IPTC = "iptc"
EMBEDDED = "embedded"


def metadata_outcome(services: Services, path: Path, media: Media) -> Outcome:
    """Read what is embedded in a picture."""
    try:
        found = services.engines.metadata(path, media)
    except MediaError as error:
        return Outcome(AnalysisName.METADATA, AnalysisState.FAILED, EMBEDDED, error.reason.value)
    caption = fit_caption(found.caption)
    values: dict[str, Value] = {}
    facts: dict[str, Json] = {"caption": found.caption.to_json(), "captured_at": found.captured_at}
    if caption.to_record():
        values["caption"] = caption.to_record()
    if found.captured_at:
        values["captured_at"] = clip_text(found.captured_at, CAPTURED_AT_BYTES)
    tags = tuple(Tag(keyword, TagKind.KEYWORD, None, IPTC) for keyword in found.keywords)
    state = AnalysisState.SUCCEEDED if tags or values else AnalysisState.NO_DATA
    return Outcome(AnalysisName.METADATA, state, EMBEDDED, tags=tags, values=values, facts=facts)
