"""Originals that leave the newsroom: who may let them out, for how long, and that it is written down."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

import pytest

from cloud.contract.accounts import Role
from cloud.contract.item import Caption
from cloud.contract.keys import private_library
from tests.fakes.library import put_item, read_item

if TYPE_CHECKING:
    from tests.fakes.api import Newsroom

VERBS = ("link", "export")


def seconds(newsroom: Newsroom, path: str, token: str, body: object = None) -> int:
    """Return how long an address is good."""
    answer = newsroom.post(path, body, token=token)
    assert answer.status_code == 200
    return int(parse_qs(urlsplit(answer.get_json()["url"]).query)["for"][0])


@pytest.mark.parametrize("role", [Role.MEMBER, Role.DESK, Role.ADMIN])
@pytest.mark.parametrize("owns", [True, False])
def test_an_embargo_stops_exports_of_all_but_admins(newsroom: Newsroom, role: Role, owns: bool) -> None:  # noqa: FBT001 -- a parameter of the table
    """The owner's too; what was refused is no export, and what was given is in the audit."""
    account, token = newsroom.signed_in(role)
    owner_id = account.id if owns else newsroom.add("owner@herald.example").id
    until = (newsroom.clock() + timedelta(hours=1)).isoformat()
    item = put_item(newsroom, owner_id, caption=Caption(embargo_until=until))
    answer = newsroom.post(f"/api/media/{item.id}/export", token=token)
    exports = [entry for entry in newsroom.audited() if entry.action == "exported"]
    if role is Role.ADMIN:
        assert answer.status_code == 200
        assert [(entry.actor_id, entry.subject, entry.detail) for entry in exports] == [
            (account.id, item.id, {"embargo": until})
        ]
    else:
        assert (answer.status_code, answer.get_json()["type"]) == (403, "urn:snapstream:embargo")
        assert exports == []
    newsroom.clock.advance(timedelta(hours=1))
    token = newsroom.token(account.email)
    assert newsroom.post(f"/api/media/{item.id}/export", token=token).status_code == 200


def test_an_address_is_good_no_longer_than_what_signs_it(newsroom: Newsroom) -> None:
    """Links, exports and a player's alike; where that is nothing, somebody is told to come again."""
    account, token = newsroom.signed_in()
    item = put_item(newsroom, account.id, media_type="video")
    link, export = (f"/api/media/{item.id}/{verb}" for verb in VERBS)
    assert (seconds(newsroom, link, token, {"seconds": 7200}), seconds(newsroom, export, token)) == (7200, 3600)
    newsroom.memory.links.longest = 600
    assert (seconds(newsroom, link, token, {"seconds": 7200}), seconds(newsroom, export, token)) == (600, 600)
    page = newsroom.get(f"/library/{item.id}", token=token).text
    assert re.findall(r"originals\.example[^\"]*for=(\d+)", page) == ["600"]
    newsroom.memory.links.longest = 0
    assert newsroom.post(export, token=token).status_code == 503
    page = newsroom.get(f"/library/{item.id}", token=token)
    assert page.status_code == 200
    assert "originals.example" not in page.text


@pytest.mark.parametrize("verb", VERBS)
def test_who_is_disabled_in_this_moment_lets_nothing_out(newsroom: Newsroom, verb: str) -> None:
    """A link outlives its maker's session: so the table is asked, whatever this worker remembers."""
    eve, token = newsroom.signed_in(email="eve@herald.example")
    item = put_item(newsroom, eve.id)
    assert newsroom.get("/api/me", token=token).status_code == 200
    newsroom.disable_elsewhere(eve.id)
    body = {} if verb == "link" else None
    assert newsroom.post(f"/api/media/{item.id}/{verb}", body, token=token).status_code == 401


def test_who_is_disabled_in_this_moment_deletes_nothing(newsroom: Newsroom) -> None:
    """Nor is a deletion taken back: the table is asked."""
    eve, token = newsroom.signed_in(email="eve@herald.example")
    item = put_item(newsroom, eve.id)
    assert newsroom.get("/api/me", token=token).status_code == 200
    newsroom.disable_elsewhere(eve.id)
    assert newsroom.call("DELETE", f"/api/media/{item.id}", token=token).status_code == 401
    assert read_item(newsroom, item.id) == item


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("item_id", ["..", "%2e%2e%2fusers", "x" * 64, "0" * 26, "claim", "'", "a\x00b", "é" * 26])
def test_an_id_is_an_id_and_no_path(newsroom: Newsroom, verb: str, item_id: str) -> None:
    """Whatever is in its place, nothing is found, and nothing breaks."""
    _, token = newsroom.signed_in()
    assert newsroom.post(f"/api/media/{item_id}/{verb}", {}, token=token).status_code in {404, 422}


def test_invariant_20_the_audit_tells_that_and_not_what(newsroom: Newsroom) -> None:
    """An admin reads that somebody deleted or let out an item; what it was, only of the newsroom's library."""
    _, admins = newsroom.signed_in(Role.ADMIN, "admin@herald.example")
    eve, token = newsroom.signed_in(Role.MEMBER, "eve@herald.example")
    own = put_item(newsroom, eve.id, private_library(eve.id), filename="sources.jpg", sha256="cd" * 32)
    shared = put_item(newsroom, eve.id, sha256="ef" * 32)
    for item in (own, shared):
        assert newsroom.post(f"/api/media/{item.id}/link", {}, token=token).status_code == 200
        assert newsroom.post(f"/api/media/{item.id}/export", token=token).status_code == 200
        assert newsroom.call("DELETE", f"/api/media/{item.id}", token=token).status_code == 200
    told = newsroom.get("/api/audit?limit=100", token=admins)
    entries = [(each["action"], each["subject"]) for each in told.get_json()["entries"]]
    for item in (own, shared):
        assert {("link_made", item.id), ("exported", item.id), ("item_deleted", item.id)} <= set(entries)
    assert shared.sha256 in told.text
    assert own.sha256 not in told.text
    assert "sources" not in told.text
