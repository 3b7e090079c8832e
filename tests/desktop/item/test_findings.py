"""Tags as people look at them."""

from __future__ import annotations

from cloud.contract.findings import Tag, TagKind, Verdict
from desktop.item.findings import Wish, gather, groups
from tests.desktop.ui import seeds

ROCKET = (TagKind.LABEL, "rocket")
FIRE = (TagKind.LABEL, "fire")


def tagged(**changes: object) -> object:
    """Return an item with a rocket that was seen twice, fire, and a keyword that a person gave."""
    tags = (
        Tag("rocket", TagKind.LABEL, 88.0, "rekognition", at_ms=9_000),
        Tag("rocket", TagKind.LABEL, 99.0, "rekognition", at_ms=2_000, box=(0, 0, 0.5, 0.5)),
        Tag("fire", TagKind.LABEL, 61.0, "rekognition"),
        Tag("launch", TagKind.KEYWORD, None, "human"),
    )
    return seeds.item(tags=tags, **changes)


def test_each_name_stands_once_with_all_its_times() -> None:
    """The surest number, every time, every box; what a person gave stands first."""
    launch, rocket, fire = gather(tagged())
    assert (rocket.name, rocket.confidence, rocket.times_ms) == ("rocket", 99.0, (2_000, 9_000))
    assert rocket.boxes == ((0, 0, 0.5, 0.5),)
    assert fire.is_unsure
    assert launch.is_given


def test_a_wish_shows_before_it_is_granted() -> None:
    """Confirmed, rejected, added and removed are seen at once, and as not saved yet."""
    wish = Wish(
        add=frozenset({(TagKind.PERSON, "Ruth Kalinga")}),
        remove=frozenset({(TagKind.KEYWORD, "launch")}),
        verdicts={ROCKET: Verdict.CONFIRMED, FIRE: Verdict.REJECTED},
    )
    found = {each.name: each for each in gather(tagged(), wish)}
    assert set(found) == {"rocket", "fire", "Ruth Kalinga"}
    assert found["rocket"].verdict is Verdict.CONFIRMED
    assert found["rocket"].is_pending
    assert found["fire"].is_rejected
    assert found["Ruth Kalinga"].is_given


def test_a_verdict_that_is_taken_back_is_gone() -> None:
    """A wish of none stands over what the newsroom has."""
    item = tagged(verdicts={ROCKET: Verdict.CONFIRMED})
    assert gather(item)[1].verdict is Verdict.CONFIRMED
    assert gather(item, Wish(verdicts={ROCKET: None}))[1].verdict is None


def test_the_later_word_holds() -> None:
    """Two wishes are sent as one, in the API's shape."""
    first = Wish(add=frozenset({FIRE}), verdicts={ROCKET: Verdict.CONFIRMED})
    later = Wish(remove=frozenset({FIRE}), verdicts={ROCKET: Verdict.REJECTED})
    assert first.then(later).to_json() == {
        "tags": {
            "remove": [{"kind": "label", "name": "fire"}],
            "reject": [{"kind": "label", "name": "rocket"}],
        }
    }
    taken_back = later.then(Wish(verdicts={ROCKET: None}, remove=frozenset({FIRE})))
    assert taken_back.to_json()["tags"] == {
        "remove": [{"kind": "label", "name": "fire"}],
        "clear": [{"kind": "label", "name": "rocket"}],
    }
    spoken = Wish(speakers={"spk_0": "Ruth"}).then(Wish(words={(400, "lode"): "load"}, speakers={"spk_0": None}))
    assert spoken.to_json() == {
        "transcript": {"speakers": {"spk_0": None}, "words": [{"at_ms": 400, "was": "lode", "text": "load"}]}
    }


def test_groups_hide_what_is_rejected() -> None:
    """Unless it is asked for."""
    item = tagged(verdicts={FIRE: Verdict.REJECTED})
    shown = groups(gather(item))
    assert [(kind, [each.name for each in members]) for kind, members in shown] == [
        (TagKind.LABEL, ["rocket"]),
        (TagKind.PHRASE, ["launch"]),
    ]
    everything = groups(gather(item), with_rejected=True)
    assert [each.name for each in everything[0][1]] == ["rocket", "fire"]
