"""Items through the API: who sees which, who may do what, under embargo or not, and two who write at once."""

from __future__ import annotations

import itertools
import threading
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from cloud.contract.accounts import Role
from cloud.contract.corrections import Corrections
from cloud.contract.findings import Analysis, Caption, Tag, TagKind, Verdict
from cloud.contract.item import ITEM_BYTES
from cloud.contract.keys import derived_key, new_item_id, private_library
from cloud.contract.record import now_text
from cloud.contract.status import AnalysisState, ItemStatus
from cloud.contract.transcript import Transcript, TranscriptSummary
from cloud.store import edits
from cloud.store.ledger import Charge
from cloud.store.wire import record_bytes
from tests.fakes.ai.cloud import AwsCloud
from tests.fakes.api import MemoryPorts, Newsroom
from tests.fakes.engines import picture
from tests.fakes.library import MACHINE, put_item, read_item, read_snapshot

if TYPE_CHECKING:
    from collections.abc import Mapping

    from werkzeug.test import TestResponse

    from cloud.contract.item import Item

PEOPLE = (Role.MEMBER, Role.DESK, Role.ADMIN)
#: Every verb on one item: method, path after its id, body.
VERBS: dict[str, tuple[str, str, Mapping[str, object] | None]] = {
    "see": ("GET", "", None),
    "picture": ("GET", "/picture", None),
    "edit": ("PATCH", "", {"version": 5, "caption": {"headline": "New"}}),
    "delete": ("DELETE", "", None),
    "reanalyze": ("POST", "/reanalyze", {}),
    "link": ("POST", "/link", {}),
}
DONE = {"see": 200, "picture": 302, "edit": 200, "delete": 200, "reanalyze": 202, "link": 200}
WRITES = {"edit", "delete", "reanalyze"}


def ask(newsroom: Newsroom, verb: str, item_id: str, token: str, **changes: object) -> TestResponse:
    """Do one verb to an item."""
    method, path, body = VERBS[verb]
    sent = None if body is None else {**body, **changes}
    return newsroom.call(method, f"/api/media/{item_id}{path}", sent, token=token)


def code_of(answer: TestResponse) -> str:
    """Return the word that programs act on."""
    return str(answer.get_json()["type"]).removeprefix("urn:snapstream:")


# ── Who sees what ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("role", PEOPLE)
def test_invariant_20_a_private_item_of_another_is_not_there(newsroom: Newsroom, role: Role, verb: str) -> None:
    """404 for every verb and every role, word for word as for an id that nobody has."""
    bob = newsroom.add("bob@herald.example")
    _, token = newsroom.signed_in(role, "ann@herald.example")
    item = put_item(newsroom, bob.id, private_library(bob.id))
    hidden, missing = (ask(newsroom, verb, each, token) for each in (item.id, new_item_id()))
    assert (hidden.status_code, hidden.data) == (missing.status_code, missing.data) == (404, missing.data)
    assert newsroom.memory.items.rows[item.id] == item.to_record()


def test_invariant_20_a_list_holds_what_its_reader_may_see(newsroom: Newsroom) -> None:
    """The newsroom's items and one's own; not another's private ones, by whatever way they are asked for."""
    bob, bobs = newsroom.signed_in(email="bob@herald.example")
    _, anns = newsroom.signed_in(Role.ADMIN, "ann@herald.example")
    shared, private = put_item(newsroom, bob.id), put_item(newsroom, bob.id, private_library(bob.id))
    for query in ("", "?kind=image", "?status=COMPLETED", "?limit=1"):
        seen = newsroom.get(f"/api/media{query}", token=anns).get_json()["items"]
        assert [row["id"] for row in seen] == ([] if query == "?limit=1" and not seen else [shared.id])
    assert newsroom.get("/api/media?mine=true", token=anns).get_json()["items"] == []
    own = newsroom.get("/api/media", token=bobs).get_json()["items"]
    assert {row["id"] for row in own} == {shared.id, private.id}
    mine = newsroom.get("/api/media?mine=true", token=bobs).get_json()["items"]
    assert [row["id"] for row in mine] == [private.id, shared.id]


def test_a_list_is_paged_and_filtered(newsroom: Newsroom) -> None:
    """Cursors lead through everything once; a cursor that is none is refused."""
    ann, token = newsroom.signed_in()
    items = [put_item(newsroom, ann.id, media_type=kind) for kind in ("image", "video") * 5]
    found: list[str] = []
    cursor = ""
    while True:
        page = newsroom.get(f"/api/media?limit=3&cursor={cursor}", token=token).get_json()
        found += [row["id"] for row in page["items"]]
        cursor = page["cursor"]
        if not cursor:
            break
    assert found == [item.id for item in reversed(items)]
    videos = newsroom.get("/api/media?kind=video", token=token).get_json()["items"]
    assert {row["media_type"] for row in videos} == {"video"}
    assert len(videos) == 5
    assert newsroom.get("/api/media?status=FAILED", token=token).get_json()["items"] == []
    refused = newsroom.get("/api/media?cursor=nonsense", token=token)
    assert (refused.status_code, code_of(refused)) == (422, "cursor")
    assert newsroom.get("/api/media?limit=1000", token=token).status_code == 422
    assert newsroom.get("/api/media?is_admin=true", token=token).status_code == 422


def test_an_item_is_shown_whole(newsroom: Newsroom) -> None:
    """With all that was said, what people say of tags, pictures that end soon, and what the reader may do."""
    ann, token = newsroom.signed_in()
    item_id = new_item_id()
    key = derived_key("newsroom", item_id, 1, "transcript.json")
    summary = TranscriptSummary("en-US", "pocketsphinx", "The minis", key, is_rough=True)
    item = put_item(
        newsroom, ann.id, id=item_id, transcript=summary, verdicts={(TagKind.LABEL, "Dog"): Verdict.REJECTED}
    )
    assert ask(newsroom, "see", item.id, token).get_json()["transcript"]["text"] == "The minis"
    spoken = Transcript("en-US", "pocketsphinx", "The minister arrived.", is_rough=True)
    newsroom.memory.derived.write(key, edits.pack_transcript(spoken), "application/json")
    seen = ask(newsroom, "see", item.id, token).get_json()
    assert seen["transcript"] == {
        "language": "en-US", "engine": "pocketsphinx", "text": "The minister arrived.", "rough": True,
    }  # fmt: skip
    assert seen["tags"] == [{**MACHINE.to_json(), "verdict": "rejected"}]
    assert seen["may"] == {"edit": True, "link": True}
    assert set(seen["pictures"]) == {"thumbnail", "preview"}
    assert all("for=300" in address for address in seen["pictures"].values())
    assert seen["version"] == 5


def test_no_address_of_a_picture_leaves_under_embargo(newsroom: Newsroom) -> None:
    """Who may not link is led here, where each look is asked who it is; an admin is given addresses that end."""
    ann, token = newsroom.signed_in()
    _, admin = newsroom.signed_in(Role.ADMIN)
    item = put_item(newsroom, ann.id, caption=Caption(embargo_until=FUTURE))
    here = f"https://news.example/library/{item.id}/picture?size="
    seen = ask(newsroom, "see", item.id, token).get_json()["pictures"]
    assert seen == {"thumbnail": f"{here}256", "preview": f"{here}1024"}
    assert newsroom.get(f"/api/media/{item.id}/picture", token=token).headers["Location"] == f"{here}256"
    key = item.thumbnail_of(256)
    assert key is not None
    newsroom.memory.derived.write(key, b"jpeg", "image/jpeg")
    shown = f"/library/{item.id}/picture?size=256"
    assert newsroom.get(shown, token=token).data == b"jpeg"
    assert newsroom.get(shown).status_code in {303, 401}
    seen = ask(newsroom, "see", item.id, admin).get_json()["pictures"]
    assert all(address.startswith("https://derived.example/") for address in seen.values())


def test_a_picture_is_led_to(newsroom: Newsroom) -> None:
    """A browser's cookie or a token fetches the address of a thumbnail; an item without one has none."""
    ann, token = newsroom.signed_in()
    item, bare = put_item(newsroom, ann.id), put_item(newsroom, ann.id, analyses={})
    small = newsroom.get(f"/api/media/{item.id}/picture", token=token)
    large = newsroom.get(f"/api/media/{item.id}/picture?size=1024", token=token)
    assert [answer.headers["Location"].partition("?")[0][-14:] for answer in (small, large)] == [
        "/thumb-256.jpg", "thumb-1024.jpg",
    ]  # fmt: skip
    assert newsroom.get(f"/api/media/{bare.id}/picture", token=token).status_code == 404


# ── Role, embargo and action ─────────────────────────────────────────────────────────────────────────────────────────

FUTURE, PAST = "2099-01-01T09:00:00+01:00", "2020-01-01T09:00:00+01:00"


@pytest.mark.parametrize(
    ("role", "owns", "until", "verb"),
    list(itertools.product(PEOPLE, (True, False), ("", PAST, FUTURE, "next week"), VERBS)),
)
def test_what_a_role_may_do_under_embargo(newsroom: Newsroom, role: Role, owns: bool, until: str, verb: str) -> None:  # noqa: FBT001 -- a parameter of the table
    """An embargo stops links of all but admins, and nothing else; writing is the owner's, the desk's and admins'."""
    me, token = newsroom.signed_in(role)
    owner_id = me.id if owns else newsroom.add("other@herald.example").id
    item = put_item(newsroom, owner_id, caption=Caption(embargo_until=until))
    is_embargoed = until in {FUTURE, "next week"}
    may_edit = owns or role is not Role.MEMBER
    may_link = role is Role.ADMIN or not is_embargoed
    answer = ask(newsroom, verb, item.id, token)
    expected, word = DONE[verb], ""
    if verb in WRITES and not may_edit:
        expected, word = 403, "not_yours"
    elif verb == "link" and not may_link:
        expected, word = 403, "embargo"
    assert answer.status_code == expected
    if word:
        assert code_of(answer) == word
        assert read_item(newsroom, item.id) == item
    if verb == "see":
        assert answer.get_json()["may"] == {"edit": may_edit, "link": may_link}
        assert answer.get_json()["is_embargoed"] == is_embargoed


def test_a_link_ends_when_it_may_and_is_audited(newsroom: Newsroom) -> None:
    """As asked for, within the newsroom's bound and the credentials' time; the audit has its end, never its address."""
    ann, token = newsroom.signed_in()
    item = put_item(newsroom, ann.id)
    for credentials_s, asked, given in ((None, 600, 600), (300, 600, 300), (None, 604_800, 604_800)):
        newsroom.memory.links.longest = credentials_s
        before = newsroom.clock()
        made = ask(newsroom, "link", item.id, token, seconds=asked).get_json()
        assert made["url"].endswith(f"for={given}")
        assert now_text(before + timedelta(seconds=given)) < made["expires_at"]
        assert made["expires_at"] < now_text(before + timedelta(seconds=given + 1))
    newsroom.memory.links.longest = 0
    assert ask(newsroom, "link", item.id, token).status_code == 503
    for asked in (0, 604_801):
        assert ask(newsroom, "link", item.id, token, seconds=asked).status_code == 422
    entries = [entry for entry in newsroom.audited() if entry.action == "link_made"]
    assert [(entry.actor_id, entry.subject) for entry in entries] == [(ann.id, item.id)] * 3
    assert "https" not in repr(entries)


# ── Editing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def patch(newsroom: Newsroom, item: Item, token: str, **body: object) -> TestResponse:
    """Edit an item as it was seen."""
    return newsroom.call("PATCH", f"/api/media/{item.id}", {"version": item.version, **body}, token=token)


def test_an_edit_is_in_the_table_and_in_item_json(newsroom: Newsroom) -> None:
    """Fields that are left out stay, null empties one; the answer has the new version."""
    ann, token = newsroom.signed_in()
    item = put_item(newsroom, ann.id, caption=Caption("Old", "Old words", "Ann"))
    moment = "2099-01-01T08:00:00+00:00"
    sent = "2099-01-01T09:00:00+01:00"
    answer = patch(newsroom, item, token, caption={"headline": "Neu é 🎉", "caption": None, "embargo_until": sent})
    assert answer.status_code == 200
    assert answer.get_json()["version"] == item.version + 1
    after = read_item(newsroom, item.id)
    assert after.caption == Caption("Neu é 🎉", "", "Ann", embargo_until=moment)
    assert read_snapshot(newsroom, item.id) == after
    assert [entry.detail for entry in newsroom.audited() if entry.action == "embargo_changed"] == [
        {"before": "", "after": moment}
    ]


def test_a_transcript_is_corrected_beside_the_machines_words(newsroom: Newsroom) -> None:
    """Names and words are kept with what they stand for, added to, and taken back; too many are refused."""
    ann, token = newsroom.signed_in()
    item = put_item(newsroom, ann.id)
    heard = {"at_ms": 400, "was": "load"}
    first = {"speakers": {"spk_0": "Ruth  Kalinga"}, "words": [{**heard, "text": "loan"}]}
    answer = patch(newsroom, item, token, transcript=first)
    assert answer.get_json()["corrections"] == {
        "speakers": {"spk_0": "Ruth Kalinga"},
        "words": [{**heard, "text": "loan"}],
    }
    after = read_item(newsroom, item.id)
    assert read_snapshot(newsroom, item.id) == after
    later = {"speakers": {"spk_1": "Adaeze Brandt"}, "words": [{**heard, "text": None}]}
    patch(newsroom, after, token, transcript=later)
    after = read_item(newsroom, item.id)
    assert after.corrections == Corrections({"spk_0": "Ruth Kalinga", "spk_1": "Adaeze Brandt"}, {})
    patch(newsroom, after, token, transcript={"speakers": {"spk_0": None, "spk_1": None}})
    after = read_item(newsroom, item.id)
    assert not after.corrections
    long = [{"at_ms": number, "was": "w" * 60, "text": "x" * 60} for number in range(80)]
    refused = patch(newsroom, after, token, transcript={"words": long})
    assert (refused.status_code, refused.get_json()["type"]) == (422, "urn:snapstream:full")


@pytest.mark.parametrize("moment", ["9999-12-31T23:59:59-14:00", "0001-01-01T00:00:00+14:00"])
def test_an_embargo_beyond_the_calendar_is_refused(newsroom: Newsroom, moment: str) -> None:
    """What no clock in UTC shows is no moment; the item stays as it was."""
    ann, token = newsroom.signed_in()
    item = put_item(newsroom, ann.id)
    assert patch(newsroom, item, token, caption={"embargo_until": moment}).status_code == 422
    assert read_item(newsroom, item.id) == item


def test_tags_are_given_confirmed_rejected_and_taken_back(newsroom: Newsroom) -> None:
    """A person's tag has the source human; a machine's stays, with what people say of it beside it."""
    ann, token = newsroom.signed_in()
    item = put_item(newsroom, ann.id)
    dog, jane = {"kind": "label", "name": "Dog"}, {"kind": "person", "name": "Jane  Doe"}
    patch(newsroom, item, token, tags={"add": [jane, jane], "reject": [dog]})
    human = Tag("Jane Doe", TagKind.PERSON, None, "human")
    after = read_item(newsroom, item.id)
    assert after.tags == (MACHINE, human)
    assert after.verdicts == {(TagKind.LABEL, "Dog"): Verdict.REJECTED}
    shown = patch(newsroom, after, token, tags={"add": [jane], "confirm": [dog], "remove": [dog]}).get_json()
    assert [(tag["name"], tag.get("verdict")) for tag in shown["tags"]] == [("Dog", "confirmed"), ("Jane Doe", None)]
    after = read_item(newsroom, item.id)
    patch(newsroom, after, token, tags={"remove": [jane], "clear": [dog]})
    after = read_item(newsroom, item.id)
    assert (after.tags, after.verdicts) == ((MACHINE,), {})
    assert "people" not in newsroom.memory.items.rows[item.id]
    assert read_snapshot(newsroom, item.id) == after


@pytest.mark.parametrize(
    "body",
    [
        {"caption": {"headline": "x" * 513}},
        {"caption": {"headline": "é" * 300}},
        {"caption": {"embargo_until": "2099-01-01T09:00:00"}},
        {"caption": {"embargo_until": "soon"}},
        {"caption": {"owner_id": "me"}},
        {"library": "newsroom"},
        {"is_admin": True},
        {"tags": {"add": [{"kind": "label", "name": " "}]}},
        {"tags": {"add": [{"kind": "colour", "name": "red"}]}},
        {"tags": {"add": [{"kind": "label", "name": "x", "source": "rekognition"}]}},
        {"tags": {"confirm": [{"kind": "label", "name": "x"}], "reject": [{"kind": "label", "name": "x"}]}},
        {"tags": {"add": [{"kind": "label", "name": str(number)} for number in range(51)]}},
        {"version": "five"},
    ],
)
def test_what_cannot_be_written_is_refused(newsroom: Newsroom, body: dict[str, object]) -> None:
    """Too long, without an offset, of no kind, or a field that gives rights: 422, and nothing changes."""
    ann, token = newsroom.signed_in()
    item = put_item(newsroom, ann.id)
    assert patch(newsroom, item, token, **body).status_code == 422
    assert read_item(newsroom, item.id) == item


def test_who_saw_an_older_version_is_told(newsroom: Newsroom) -> None:
    """409 with the version that there is; what the other wrote stays."""
    ann, token = newsroom.signed_in()
    _, desk = newsroom.signed_in(Role.DESK)
    item = put_item(newsroom, ann.id)
    assert patch(newsroom, item, token, caption={"headline": "Ann"}).status_code == 200
    refused = patch(newsroom, item, desk, caption={"headline": "Desk"})
    assert (refused.status_code, code_of(refused), refused.get_json()["version"]) == (409, "overtaken", 6)
    assert read_item(newsroom, item.id).caption.headline == "Ann"


def test_of_many_who_write_at_once_one_wins(newsroom: Newsroom) -> None:
    """Each is told the truth, the winner's words stand, and item.json is of the last version."""
    ann, token = newsroom.signed_in()
    item = put_item(newsroom, ann.id)
    answers: dict[int, int] = {}
    start = threading.Barrier(8)

    def write(number: int) -> None:
        client = newsroom.app.test_client()
        start.wait()
        headers = {"Authorization": f"Bearer {token}"}
        body = {"version": item.version, "caption": {"headline": str(number)}}
        answers[number] = client.patch(f"/api/media/{item.id}", json=body, headers=headers).status_code

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers.values()) == [200] + [409] * 7
    winner = next(number for number, status in answers.items() if status == 200)
    assert read_item(newsroom, item.id).caption.headline == str(winner)
    assert read_snapshot(newsroom, item.id) == read_item(newsroom, item.id)


def test_item_json_is_of_the_last_version_even_when_it_is_written_late(newsroom: Newsroom) -> None:
    """Whoever wrote it looks again, and writes what the record has become meanwhile."""
    ann, token = newsroom.signed_in()
    item = put_item(newsroom, ann.id)
    old = newsroom.memory.items.get(item.id)
    assert old is not None
    patch(newsroom, item, token, caption={"headline": "New"})
    edits.write_snapshot(edits.Stores(newsroom.memory.items, newsroom.memory.derived), old)
    assert read_snapshot(newsroom, item.id) == read_item(newsroom, item.id)


def test_an_item_keeps_to_its_bound(newsroom: Newsroom) -> None:
    """Words to be found by make room for what people write; what cannot be held is refused."""
    ann, token = newsroom.signed_in()
    noise = " ".join(str(hash((1, number))) for number in range(4_000))
    labels = tuple(Tag(f"{number:04d}" + "x" * 100, TagKind.LABEL, 50.0, "rekognition") for number in range(250))
    item = put_item(newsroom, ann.id, search_text=noise, tags=labels)
    added = [{"kind": "label", "name": f"{number}" + "y" * 200} for number in range(50)]
    assert patch(newsroom, item, token, tags={"add": added}).status_code == 200
    assert record_bytes(newsroom.memory.items.rows[item.id]) <= ITEM_BYTES
    after = read_item(newsroom, item.id)
    more = patch(newsroom, after, token, tags={"add": [{"kind": "label", "name": "one more"}]})
    assert (more.status_code, code_of(more)) == (422, "full")


# ── Deleting and analysing anew ──────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture
def cloud() -> AwsCloud:
    """Return a newsroom's cloud, whose functions run."""
    return AwsCloud()


@pytest.fixture
def joined(cloud: AwsCloud) -> Newsroom:
    """Return the API of that newsroom."""
    ledger = cloud.ledger
    return Newsroom(MemoryPorts(clock=cloud.clock, items=cloud.items, derived=cloud.derived, ledger=ledger))


def test_a_deletion_is_receipted_and_carried_out(cloud: AwsCloud, joined: Newsroom) -> None:
    """Who, what and when; then nothing is left but the tombstone, and for people it is not there at all."""
    ann, token = joined.signed_in()
    item_id = cloud.upload("a.jpg", picture(labels=["Dog"]), owner_id=ann.id)
    cloud.run()
    item = cloud.item(item_id)
    receipt = ask(joined, "delete", item_id, token).get_json()
    assert receipt["removes"] == ["original", "derived", "claim"]
    assert (receipt["filename"], receipt["sha256"], receipt["deleted_by"]) == (item.filename, item.sha256, ann.id)
    entry = next(entry for entry in joined.audited() if entry.action == "item_deleted")
    assert (receipt["id"], receipt["item_id"]) == (entry.id, entry.subject) == (entry.id, item_id)
    assert receipt["tombstone_until"] > now_text(cloud.clock() + timedelta(days=89))
    cloud.run()
    assert not [key for bucket in (cloud.originals, cloud.derived) for key in bucket.list("") if item_id in key]
    assert cloud.items.rows[item_id]["deleted_by"] == ann.id
    for verb in VERBS:
        assert ask(joined, verb, item_id, token).status_code == 404
    assert joined.get("/api/media", token=token).get_json()["items"] == []


def test_an_item_is_deleted_while_it_is_analysed(cloud: AwsCloud, joined: Newsroom) -> None:
    """It needs no version: whatever the functions write meanwhile, it is gone in the end."""
    ann, token = joined.signed_in()
    item_id = cloud.upload("a.jpg", picture(labels=["Dog"]), owner_id=ann.id)
    for _ in range(3):
        cloud.step()
    assert ask(joined, "delete", item_id, token).status_code == 200
    cloud.run()
    assert cloud.item(item_id).status is ItemStatus.DELETED
    assert cloud.topic.notices == []


def test_an_item_is_analysed_anew(cloud: AwsCloud, joined: Newsroom) -> None:
    """With another profile; until it has begun the item says so, and while it is under way it is not ordered again."""
    ann, token = joined.signed_in()
    item_id = cloud.upload("a.jpg", picture(labels=["Dog"]), owner_id=ann.id)
    cloud.run()
    ordered = ask(joined, "reanalyze", item_id, token, profile="private")
    assert (ordered.status_code, ordered.get_json()["profile"]) == (202, "private")
    assert ask(joined, "see", item_id, token).get_json()["ordered"] == "reanalyze"
    again = ask(joined, "reanalyze", item_id, token)
    assert (again.status_code, code_of(again)) == (409, "under_way")
    version = cloud.item(item_id).version
    edited = ask(joined, "edit", item_id, token, version=version)
    assert edited.status_code == 200
    cloud.run()
    after = cloud.item(item_id)
    assert (after.analysis_version, after.profile, after.caption.headline) == (2, "private", "New")
    assert ask(joined, "see", item_id, token).get_json()["ordered"] == ""


def test_an_analysis_that_cannot_be_is_refused(newsroom: Newsroom) -> None:
    """Rejected, under way, of a profile that there is not: nothing is ordered."""
    ann, token = newsroom.signed_in()
    newsroom.memory.derived.write("settings/profiles.json", b'{"profiles": {"night": {}}}', "application/json")
    cases: list[tuple[dict[str, Any], dict[str, object], int, str]] = [
        ({"status": ItemStatus.REJECTED}, {}, 409, "rejected"),
        ({"status": ItemStatus.PROCESSING, "is_open": True}, {}, 409, "under_way"),
        ({}, {"profile": "nihgt"}, 422, "profile"),
    ]
    for changes, body, status, word in cases:
        item = put_item(newsroom, ann.id, **changes)
        answer = ask(newsroom, "reanalyze", item.id, token, **body)
        assert (answer.status_code, code_of(answer)) == (status, word)
        assert read_item(newsroom, item.id) == item
    assert ask(newsroom, "reanalyze", put_item(newsroom, ann.id).id, token, profile="night").status_code == 202


def test_invariant_17_nothing_is_ordered_when_the_days_money_is_spent() -> None:
    """At the cap a re-analysis is refused; the next day it is not."""
    newsroom = Newsroom(daily_cap_microusd=1_000)
    ann, token = newsroom.signed_in()
    item = put_item(newsroom, ann.id)
    charge = Charge("c", item.id, "newsroom", 1, "labels", "full", "rekognition:DetectLabels", 1, 1_000)
    now = now_text(newsroom.clock())
    newsroom.memory.ledger.charge(charge, now=now, stale_before=now, cap_microusd=None, repeats=False)
    refused = ask(newsroom, "reanalyze", item.id, token)
    assert (refused.status_code, code_of(refused)) == (409, "spend_cap")
    newsroom.clock.advance(timedelta(days=1))
    assert ask(newsroom, "reanalyze", item.id, newsroom.token(ann.email)).status_code == 202


# ── An outside analyser ──────────────────────────────────────────────────────────────────────────────────────────────

RESULTS: dict[str, Any] = {
    "tags": [{"name": "Rex", "kind": "label", "confidence": 80, "at_ms": 5, "box": [0, 0, 1, 0.5]}],
    "transcript": {"language": "de-DE", "text": "Der Minister kam zu spät."},
}


def hand_in(newsroom: Newsroom, item: Item, token: str, body: object = None) -> TestResponse:
    """Hand in results."""
    return newsroom.call("PUT", f"/api/media/{item.id}/analysis", RESULTS if body is None else body, token=token)


def test_a_service_hands_in_what_it_found(newsroom: Newsroom) -> None:
    """Signed with its account's name, over what it had found before; twice is once."""
    owner = newsroom.add("owner@herald.example")
    account, token = newsroom.signed_in(Role.SERVICE, "Dog-Finder 2@services.example".replace(" ", ""))
    item = put_item(newsroom, owner.id, search_text="known words")
    for _ in range(2):
        answer = hand_in(newsroom, item, token)
        assert answer.status_code == 200
    engine = f"service:dog-finder2-{account.id.lower()}"
    assert answer.get_json()["engine"] == engine
    assert answer.get_json()["transcript_taken"]
    after = read_item(newsroom, item.id)
    assert after.tags == (MACHINE, Tag("Rex", TagKind.LABEL, 80.0, engine, 5, (0, 0, 1, 0.5)))
    assert after.analyses[engine] == Analysis(AnalysisState.SUCCEEDED, engine, 1)
    assert after.transcript is not None
    assert (after.transcript.language, after.transcript.excerpt) == ("de-DE", "Der Minister kam zu spät.")
    assert after.search_text == "Der Minister kam zu spät.\nknown words"
    assert read_snapshot(newsroom, item.id) == after
    assert hand_in(newsroom, item, token, {}).get_json()["tags"] == 0
    assert read_item(newsroom, item.id).tags == (MACHINE,)


def test_a_service_replaces_no_better_transcript(newsroom: Newsroom) -> None:
    """One by Transcribe stays; a rough one gives way."""
    owner = newsroom.add("owner@herald.example")
    _, token = newsroom.signed_in(Role.SERVICE)
    for is_rough in (False, True):
        known = TranscriptSummary("en-US", "transcribe", "Known", "derived/x/transcript.json", is_rough=is_rough)
        item = put_item(newsroom, owner.id, transcript=known)
        assert hand_in(newsroom, item, token).get_json()["transcript_taken"] is is_rough
        after = read_item(newsroom, item.id).transcript
        assert after is not None
        assert (after.engine == "transcribe") is not is_rough


def test_a_service_sees_and_does_nothing_else(newsroom: Newsroom) -> None:
    """Not even lists; private items are not there for it; people hand in nothing."""
    owner, person = newsroom.signed_in(Role.ADMIN)
    service, token = newsroom.signed_in(Role.SERVICE)
    item, private = put_item(newsroom, owner.id), put_item(newsroom, owner.id, private_library(owner.id))
    own = put_item(newsroom, service.id, private_library(service.id))
    for path in ("/api/media", "/api/status", "/api/subscriptions", f"/api/media/{item.id}"):
        assert newsroom.get(path, token=token).status_code == 403
    for verb in VERBS:
        assert ask(newsroom, verb, item.id, token).status_code == 403
    assert [hand_in(newsroom, each, token).status_code for each in (private, own)] == [404, 404]
    assert hand_in(newsroom, item, person).status_code == 403


@pytest.mark.parametrize(
    "body",
    [
        {"tags": [{"name": "x", "kind": "label", "confidence": 101}]},
        {"tags": [{"name": "x", "kind": "label", "source": "human"}]},
        {"tags": [{"name": "x", "kind": "label", "box": [0, 0, 2, 1]}]},
        {"tags": [{"name": str(number), "kind": "label"} for number in range(51)]},
        {"transcript": {"language": "<b>", "text": "x"}},
        {"transcript": {"text": "x" * 40_001}},
        {"engine": "service:other"},
    ],
)
def test_results_that_are_none_are_refused(newsroom: Newsroom, body: dict[str, object]) -> None:
    """Out of bounds, of no kind, or signed by somebody else."""
    item = put_item(newsroom, newsroom.add("owner@herald.example").id)
    _, token = newsroom.signed_in(Role.SERVICE)
    assert hand_in(newsroom, item, token, body).status_code == 422
    assert read_item(newsroom, item.id) == item


def test_results_wait_until_the_newsrooms_own_analysis_is_over(newsroom: Newsroom) -> None:
    """Neither takes the other's place."""
    _, token = newsroom.signed_in(Role.SERVICE)
    item = put_item(newsroom, "u-1", status=ItemStatus.PROCESSING, is_open=True, pending=frozenset({"text"}))
    assert code_of(hand_in(newsroom, item, token)) == "under_way"
    assert replace(read_item(newsroom, item.id)) == item
