"""``/api/media``: items, listed, seen, edited, deleted, analysed anew, linked to."""

from __future__ import annotations

from http import HTTPStatus

from flask import Response, jsonify, redirect
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag

from cloud.api import handouts, library
from cloud.api.callers import caller, require
from cloud.api.context import context
from cloud.api.documents import told
from cloud.api.media_shapes import (
    SHOWN_S,
    ItemPath,
    ItemShape,
    LinkBody,
    LinkShape,
    MediaEdit,
    MediaPage,
    MediaQuery,
    OrderShape,
    PictureQuery,
    ReanalyzeBody,
    ReceiptShape,
    ResultsBody,
    ResultsShape,
    picture_here,
)
from cloud.api.problems import ApiError
from cloud.contract.accounts import Role
from cloud.contract.item import Item

routes = APIBlueprint("media", __name__, url_prefix="/api/media", abp_tags=[Tag(name="Media")])

#: Who has a library to look into. A service hands in results, and does nothing else.
PEOPLE = (Role.MEMBER, Role.DESK, Role.ADMIN)


@routes.get("", responses={HTTPStatus.OK: MediaPage})
@require(*PEOPLE)
def list_media(query: MediaQuery) -> Response:
    """List items of the caller's libraries, last changed first."""
    listing, who = context().ports.listing, caller()
    libraries = who.libraries  # worked out at each look, and looked at for each row
    try:
        if query.mine:
            page = listing.uploads(who.id, cursor=query.cursor, limit=query.limit)
        else:
            page = listing.library(libraries, cursor=query.cursor, limit=query.limit)
    except ValueError as error:
        raise ApiError(HTTPStatus.UNPROCESSABLE_ENTITY, "cursor", "The cursor is none of ours.") from error
    rows = [
        library.row(record)
        for record in page.rows
        if record.get("library") in libraries
        and (query.kind is None or record.get("media_type") == query.kind)
        and (query.status is None or record.get("status") == query.status)
    ]
    return jsonify({"items": rows, "cursor": page.cursor})


@routes.get("/<item_id>", responses={HTTPStatus.OK: ItemShape, **told(404)})
@require(*PEOPLE)
def show_item(path: ItemPath) -> Response:
    """Show one item, with all that was said."""
    return jsonify(ItemShape.of(library.find(path.item_id), whole=True).model_dump(mode="json", exclude_unset=True))


@routes.get("/<item_id>/picture", responses={HTTPStatus.FOUND: None, **told(404)})
@require(*PEOPLE)
def show_picture(path: ItemPath, query: PictureQuery) -> Response:
    """Lead to an item's thumbnail, or to its larger one."""
    item = Item.from_record(library.find(path.item_id))
    size_px = 1024 if query.size > 256 else 256  # noqa: PLR2004 -- the two sizes that there are
    name = item.thumbnail_of(size_px)
    if name is None:
        raise ApiError(HTTPStatus.NOT_FOUND, "no_picture", "There is no picture of it.")
    if library.may_link(item):
        address = context().ports.links.derived(name, seconds=SHOWN_S)
    else:
        address = picture_here(item, size_px)
    return redirect(address, HTTPStatus.FOUND)  # type: ignore[return-value]


@routes.patch("/<item_id>", responses={HTTPStatus.OK: ItemShape, **told(404, 409)})
@require(*PEOPLE)
def edit_item(path: ItemPath, body: MediaEdit) -> Response:
    """Write caption fields, the embargo, tags and verdicts. Whoever saw an older version is told (409)."""
    return jsonify(
        ItemShape.of(library.edit(path.item_id, body.version, body.wish())).model_dump(mode="json", exclude_unset=True)
    )


@routes.delete("/<item_id>", responses={HTTPStatus.OK: ReceiptShape, **told(404)})
@require(*PEOPLE)
def delete_item(path: ItemPath) -> Response:
    """Delete an item with all its versions and all that was made of it; the answer is a receipt."""
    receipt = library.delete(path.item_id)
    return jsonify(ReceiptShape.model_validate(receipt, from_attributes=True).model_dump())


@routes.post("/<item_id>/reanalyze", responses={HTTPStatus.ACCEPTED: OrderShape, **told(404, 409)})
@require(*PEOPLE)
def reanalyze_item(path: ItemPath, body: ReanalyzeBody) -> tuple[dict[str, object], int]:
    """Have an item analysed anew. Refused where today's money is spent, or while it is being analysed (409)."""
    record = library.reanalyze(path.item_id, body.profile)
    item = Item.from_record(record)
    answer = OrderShape(item_id=item.id, version=item.version, profile=body.profile or item.profile)
    return answer.model_dump(), HTTPStatus.ACCEPTED


@routes.put("/<item_id>/analysis", responses={HTTPStatus.OK: ResultsShape, **told(404, 409)})
@require(Role.SERVICE, by_cookie=False)
def hand_in_results(path: ItemPath, body: ResultsBody) -> Response:
    """Hand in what an outside analyser found in an item of the newsroom's library."""
    service = library.service_name(caller().account.name, caller().id)
    findings = body.findings(service)
    record, is_taken = library.hand_in(path.item_id, findings)
    answer = ResultsShape(
        item_id=path.item_id,
        version=int(str(record["version"])),
        engine=f"service:{service}",
        tags=len(findings.tags),
        transcript_taken=is_taken,
    )
    return jsonify(answer.model_dump())


@routes.post("/<item_id>/link", responses={HTTPStatus.OK: LinkShape, **told(404)})
@require(*PEOPLE)
def link_item(path: ItemPath, body: LinkBody) -> Response:
    """Make an address from which the original can be fetched until it ends. Under embargo only an admin may (403)."""
    made = handouts.link(path.item_id, body.seconds)
    return jsonify(LinkShape(url=made.url, expires_at=made.expires_at).model_dump())


@routes.post("/<item_id>/export", responses={HTTPStatus.OK: LinkShape, **told(404)})
@require(*PEOPLE)
def export_item(path: ItemPath) -> Response:
    """Be given the original, to keep a copy of it; written down. Under embargo only an admin may (403)."""
    made = handouts.export(path.item_id)
    return jsonify(LinkShape(url=made.url, expires_at=made.expires_at).model_dump())
