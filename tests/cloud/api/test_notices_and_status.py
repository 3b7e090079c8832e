"""Notices by e-mail, and how things stand: each narrowed to what a person may see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cloud.api.ports import Backlog
from cloud.contract.accounts import Role
from cloud.contract.keys import private_library
from cloud.contract.record import now_text
from cloud.contract.status import ItemStatus
from cloud.store.ledger import Charge
from tests.fakes.api import Newsroom
from tests.fakes.library import put_item


@pytest.mark.parametrize(
    ("topics", "wanted"),
    [("mine", {"owner_id"}), ("failures", {"status"}), ("all", set[str]())],
)
def test_a_notice_is_of_libraries_that_its_reader_may_see(newsroom: Newsroom, topics: str, wanted: set[str]) -> None:
    """Whatever was asked for; to the address that was confirmed, and no other."""
    ann, token = newsroom.signed_in()
    made = newsroom.post("/api/subscriptions", {"topics": topics}, token=token)
    assert made.status_code == 201
    ((email, attributes),) = newsroom.memory.subscribers.subscribed.values()
    assert email == ann.email
    assert attributes["library"] == ("newsroom", private_library(ann.id))
    assert set(attributes) == {"library"} | wanted
    assert attributes.get("owner_id", (ann.id,)) == (ann.id,)
    assert attributes.get("status", ("FAILED", "REJECTED")) == ("FAILED", "REJECTED")
    assert (
        newsroom.post("/api/subscriptions", {"topics": topics, "email": "x@y.example"}, token=token).status_code == 422
    )


def test_a_person_has_one_subscription_and_ends_their_own(newsroom: Newsroom) -> None:
    """Another takes its place; nobody ends, or learns of, somebody else's."""
    _, anns = newsroom.signed_in(email="ann@herald.example")
    _, bobs = newsroom.signed_in(Role.ADMIN, "bob@herald.example")
    for topics in ("mine", "all"):
        newsroom.post("/api/subscriptions", {"topics": topics}, token=anns)
    (row,) = newsroom.get("/api/subscriptions", token=anns).get_json()["subscriptions"]
    assert row["topics"] == "all"
    assert len(newsroom.memory.subscribers.subscribed) == 1
    assert newsroom.get("/api/subscriptions", token=bobs).get_json() == {"subscriptions": []}
    path = f"/api/subscriptions/{row['id']}"
    assert newsroom.call("DELETE", path, token=bobs).status_code == 404
    assert newsroom.call("DELETE", path, token=anns).status_code == 204
    assert newsroom.call("DELETE", path, token=anns).status_code == 404
    assert newsroom.memory.subscribers.subscribed == {}


def test_things_stand_as_they_do() -> None:
    """Counts, failures with their reason, queues, and the day's money; one's own private items are in it."""
    newsroom = Newsroom(daily_cap_microusd=5_000_000)
    ann, token = newsroom.signed_in()
    failed = put_item(newsroom, ann.id, private_library(ann.id), status=ItemStatus.FAILED, status_reason="gave_up")
    put_item(newsroom, ann.id)
    old = now_text(newsroom.clock() - timedelta(minutes=10))
    put_item(newsroom, ann.id, status=ItemStatus.PROCESSING, is_open=True, updated_at=old)
    charge = Charge("c", failed.id, "newsroom", 1, "labels", "full", "rekognition:DetectLabels", 1, 1_000)
    now = now_text(newsroom.clock())
    newsroom.memory.ledger.charge(charge, now=now, stale_before=now, cap_microusd=None, repeats=False)
    newsroom.memory.works.waiting["image"] = Backlog(3, 1, 40)
    seen = newsroom.get("/api/status", token=token).get_json()
    assert seen["by_status"] == {"COMPLETED": 1, "FAILED": 1, "PROCESSING": 1}
    assert (seen["uploaded_today"], seen["day"]) == (3, now[:10])
    assert [(row["id"], row["reason"] != "") for row in seen["failures"]] == [(failed.id, True)]
    assert seen["queues"] == [{"name": "image", "waiting": 3, "dead": 1, "oldest_s": 40}]
    assert seen["oldest_open_s"] == 600
    assert (seen["spent_microusd"], seen["cap_microusd"]) == (1_000, 5_000_000)


def test_invariant_20_how_things_stand_tells_nothing_of_others_private_items(newsroom: Newsroom) -> None:
    """Not their number, not their names; not even to an admin, who looks right after their owner."""
    bob, bobs = newsroom.signed_in(email="bob@herald.example")
    _, token = newsroom.signed_in(Role.ADMIN)
    put_item(newsroom, bob.id, private_library(bob.id), status=ItemStatus.FAILED, filename="secret.jpg")
    assert newsroom.get("/api/status", token=bobs).get_json()["by_status"] == {"FAILED": 1}
    seen = newsroom.get("/api/status", token=token)
    assert seen.get_json()["by_status"] == {}
    assert b"secret" not in seen.data


def test_an_admin_sees_what_days_and_profiles_cost(newsroom: Newsroom) -> None:
    """Thirty days of which the last is today, and today's sum by profile without what was given back."""
    _, token = newsroom.signed_in(Role.ADMIN)
    now = now_text(newsroom.clock())
    ledger = newsroom.memory.ledger
    for number, (profile, cost) in enumerate((("full", 700), ("basic", 200), ("full", 50))):
        charge = Charge(f"call-{number}", "item", "newsroom", 1, "labels", profile, "rekognition:DetectLabels", 1, cost)
        receipt = ledger.charge(charge, now=now, stale_before=now, cap_microusd=None, repeats=True)
        if cost == 50:
            ledger.refund(receipt)
    seen = newsroom.get("/api/costs", token=token).get_json()
    assert len(seen["days"]) == 30
    assert seen["days"][-1] == {"day": now[:10], "spent_microusd": 900}
    assert sum(day["spent_microusd"] for day in seen["days"]) == 900
    assert seen["by_profile"] == {"full": 700, "basic": 200}


def test_a_look_is_kept_for_some_seconds(newsroom: Newsroom) -> None:
    """Many who ask at once cost one look; soon it is looked again."""
    ann, token = newsroom.signed_in()
    asked = []
    newsroom.memory.works.queues = lambda: asked.append(1) or {}  # type: ignore[method-assign,func-returns-value] # counts
    for _ in range(20):
        newsroom.get("/api/status", token=token)
    assert len(asked) == 1
    put_item(newsroom, ann.id)
    newsroom.clock.advance(timedelta(seconds=6))
    assert newsroom.get("/api/status", token=token).get_json()["uploaded_today"] == 1
    assert len(asked) == 2
