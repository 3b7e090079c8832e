"""``/library/upload``: one file, straight from the browser into the bucket, by a form that is signed here.

::

    with scripts     name and size ──▶ a signed form ──▶ the bucket, with progress ──▶ /library/sent/…
    without          name ──▶ a page with that form ──▶ the bucket ──▶ a link to /library/sent/…

The bucket holds the form to its key, its metadata and its largest size; nothing passes through this instance.
"""

from __future__ import annotations

import re
from datetime import timedelta
from http import HTTPStatus
from typing import TYPE_CHECKING

from flask import Response, jsonify, redirect, render_template, request

from cloud.api import connections, library
from cloud.api.callers import caller, require
from cloud.api.context import context
from cloud.api.pages import words
from cloud.api.pages.blueprint import pages
from cloud.api.problems import ApiError
from cloud.api.routes.media import PEOPLE
from cloud.contract.keys import (
    NEWSROOM_LIBRARY,
    OriginalKey,
    encode_name,
    is_item_id,
    item_time,
    new_item_id,
    private_library,
)
from cloud.contract.media import claims_media
from cloud.contract.reasons import Reason, sentence
from cloud.contract.status import Profile

if TYPE_CHECKING:
    from werkzeug.wrappers import Response as BaseResponse

#: A form must be sent off within this, and no later than the credentials end that sign it.
FORM_S = 3600
#: An item is there some seconds after its file is.
_ARRIVES = timedelta(minutes=10)
_NAME_CHARACTERS = 255
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PROFILES = {
    Profile.FULL: "Everything: pictures, words on screen, people, speech",
    Profile.BASIC: "The basics",
    Profile.PRIVATE: "Private: no third-party service sees it",
}


@pages.get("/library/upload")
@require(*PEOPLE)
def upload_page() -> str:
    """Ask for a file."""
    return _page({}, {})


@pages.post("/library/upload")
@require(*PEOPLE)
def upload() -> str | Response | tuple[str | Response, int]:
    """Sign a form for one file: as JSON for our script, as a page otherwise."""
    is_script = request.accept_mimetypes.best == "application/json"
    sent = {name: request.form.get(name, "").strip() for name in ("filename", "size", "sha256", "profile", "library")}
    errors = _check(sent)
    if errors:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        return (jsonify({"errors": errors}), status) if is_script else (_page(sent, errors), status)
    here, who = context(), caller()
    item_id = new_item_id(here.ports.now().timestamp())
    into = private_library(who.id) if sent["library"] == "mine" else NEWSROOM_LIBRARY
    key = str(OriginalKey.of(into, who.id, item_id, sent["filename"]))
    name, _ = encode_name(sent["filename"])
    metadata = {"filename": name, "profile": sent["profile"]}
    if sent["sha256"]:
        metadata["sha256"] = sent["sha256"]
    credentials = connections.issue().credentials  # the API itself may put no original
    form = here.ports.links.upload(key, metadata, max_bytes=_most(), seconds=FORM_S, credentials=credentials)
    if is_script:
        return jsonify({**form, "then": f"/library/sent/{item_id}"})
    return render_template(
        "pages/upload_send.html", form=form, filename=sent["filename"], item_id=item_id, most=words.size(_most())
    )


@pages.get("/library/sent/<item_id>")
@require(*PEOPLE)
def sent(item_id: str) -> BaseResponse | str:
    """Lead to an item as soon as it is there."""
    if not is_item_id(item_id):
        raise ApiError(HTTPStatus.NOT_FOUND, "no_item")
    try:
        library.find(item_id)
    except ApiError:
        is_late = context().ports.now() - item_time(item_id) > _ARRIVES
        return render_template("pages/sent.html", is_late=is_late)
    return redirect(f"/library/{item_id}", HTTPStatus.SEE_OTHER)


def _check(sent: dict[str, str]) -> dict[str, str]:
    """Return what is wrong, by field."""
    errors: dict[str, str] = {}
    name = sent["filename"]
    if not name:
        errors["filename"] = "Choose a file."
    elif len(name) > _NAME_CHARACTERS or any(letter in name for letter in "/\\\x00"):
        errors["filename"] = "That is no name of a file."
    elif not claims_media(name):
        errors["filename"] = sentence(Reason.OTHER_KIND)
    elif sent["size"] and not (sent["size"].isascii() and sent["size"].isdigit() and len(sent["size"]) < 20):  # noqa: PLR2004 -- far beyond any size
        errors["filename"] = "Its size cannot be read."
    elif sent["size"] and int(sent["size"]) == 0:
        errors["filename"] = sentence(Reason.EMPTY)
    elif sent["size"] and int(sent["size"]) > _most():
        size, most = words.size(int(sent["size"])), words.size(_most())
        errors["filename"] = (
            f"{size} is more than a browser may send here ({most}). The application sends larger files."
        )
    if sent["sha256"] and not _SHA256.fullmatch(sent["sha256"]):
        errors["filename"] = "Its fingerprint cannot be read."
    if sent["profile"] not in library.profiles():
        errors["profile"] = "The newsroom has no such profile."
    if sent["library"] not in {"newsroom", "mine"}:
        errors["library"] = "Choose who may see it."
    return errors


def _page(values: dict[str, str], errors: dict[str, str]) -> str:
    others = sorted(library.profiles() - {profile.value for profile in Profile})
    return render_template(
        "pages/upload.html",
        values=values,
        errors=errors,
        most_bytes=_most(),
        most=words.size(_most()),
        profiles=[*((profile.value, text) for profile, text in _PROFILES.items()), *((name, name) for name in others)],
    )


def _most() -> int:
    config = context().config
    return min(config.max_browser_upload_bytes, config.max_file_bytes)
