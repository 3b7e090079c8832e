"""``/library``: items, searched and shown. What somebody may not see is not there for them."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from flask import Response, redirect, render_template, request

from cloud.api import handouts, library
from cloud.api.callers import require
from cloud.api.context import context
from cloud.api.pages import searching, tiles, words
from cloud.api.pages.blueprint import pages
from cloud.api.pages.lines import lines_of
from cloud.api.problems import ApiError
from cloud.api.routes.media import PEOPLE
from cloud.contract import reasons
from cloud.contract.item import Item
from cloud.contract.keys import derived_key
from cloud.contract.status import AnalysisState
from cloud.store.objects import ObjectMissingError

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

#: What is shown by way of here is never larger: thumbnails of 1024 px are a tenth of it.
_PICTURE_BYTES = 4 * 1024 * 1024
_KINDS = {"image": "Photos", "video": "Videos", "audio": "Audio"}


@pages.get("/library")
@require(*PEOPLE)
def library_page() -> str:
    """Show what is in the library, or what of it matches."""
    query = request.args.get("q", "").strip()[: searching.QUERY_CHARACTERS]
    kind = request.args.get("kind", "")
    kind = kind if kind in _KINDS else ""
    cursor = request.args.get("cursor", "")
    try:
        found = searching.look(query, kind, cursor)
    except ValueError as error:
        raise ApiError(HTTPStatus.NOT_FOUND, "cursor") from error
    more = _path(query, kind, found.cursor) if found.cursor else ""
    return render_template(
        "pages/library.html",
        found=found,
        query=query,
        kind=kind,
        kinds=[("", "All", _path(query, "")), *((name, title, _path(query, name)) for name, title in _KINDS.items())],
        more=more,
        is_first=not cursor,
        newest=_path(query, kind),
        everywhere=_path(query, ""),
        back_to=words.moment(found.back_to, context().ports.now()) if found.back_to else "",
    )


@pages.get("/library/<item_id>")
@require(*PEOPLE)
def item_page(item_id: str) -> str:
    """Show an item with its picture or player, what was said, and its tags."""
    item = Item.from_record(library.find(item_id))
    said = library.transcript(item)
    may_leave = library.may_link(item)
    is_played = item.media_type in {"video", "audio"} and may_leave and not item.status.is_failure
    start_s = request.args.get("t", "")
    start = f"#t={start_s}" if start_s.isascii() and start_s.isdigit() else ""
    return render_template(
        "pages/item.html",
        item=item,
        tile=tiles.tile(item),
        picture=tiles.picture(item, tiles.LARGE_PX),
        player=handouts.play(item) if is_played else "",
        start=start,
        said=said,
        lines=lines_of(said) if said else [],
        has_subtitles=bool(said and said.words),
        speech=item.analyses.get("speech"),
        no_speech=AnalysisState.NO_DATA,
        groups=tiles.groups(item),
        may_leave=may_leave,
        is_embargoed=item.caption.is_embargoed(context().ports.now()),
        embargo_until=words.moment_in_full(item.caption.embargo_until),
        uploaded=words.moment_in_full(item.uploaded_at),
        captured=words.moment_in_full(item.captured_at) if item.captured_at else "Not stated in the file",
        why=reasons.sentence(item.status_reason),
        failed=[
            (name.capitalize(), reasons.sentence(each.reason))
            for name, each in sorted(item.analyses.items())
            if each.state is AnalysisState.FAILED
        ],
        media_word=tiles.MEDIA.get(item.media_type, ("File", ""))[0],
    )


@pages.get("/library/<item_id>/picture")
@require(*PEOPLE)
def item_picture(item_id: str) -> Response:
    """Show a picture by way of here: of an item under embargo no address may leave."""
    item = Item.from_record(library.find(item_id))
    is_large = request.args.get("size") == str(tiles.LARGE_PX)
    key = item.thumbnail_of(tiles.LARGE_PX if is_large else tiles.SMALL_PX)
    return Response(_derived(key), mimetype="image/jpeg")


@pages.get("/library/<item_id>/subtitles.vtt")
@require(*PEOPLE)
def item_subtitles(item_id: str) -> Response:
    """Return an item's subtitles; a player takes them from the page's own origin alone."""
    item = Item.from_record(library.find(item_id))
    key = derived_key(item.library, item.id, item.analysis_version, "subtitles.vtt") if item.transcript else None
    return Response(_derived(key), mimetype="text/vtt")


@pages.post("/library/<item_id>/download")
@require(*PEOPLE)
def item_download(item_id: str) -> BaseResponse:
    """Lead to the original. It is written down, as every export is."""
    return redirect(handouts.export(item_id).url, HTTPStatus.SEE_OTHER)


def _derived(key: str | None) -> bytes:
    try:
        if key is not None:
            return context().ports.derived.read(key, limit_bytes=_PICTURE_BYTES)
    except ObjectMissingError:
        pass
    raise ApiError(HTTPStatus.NOT_FOUND, "no_picture")


def _path(query: str, kind: str, cursor: str = "") -> str:
    asked = {name: value for name, value in (("q", query), ("kind", kind), ("cursor", cursor)) if value}
    return f"/library?{urlencode(asked)}" if asked else "/library"
