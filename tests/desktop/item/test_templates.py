"""Caption templates."""

from __future__ import annotations

from datetime import UTC, datetime

from cloud.contract.findings import Caption, Tag, TagKind, Verdict
from desktop.item.templates import Template, fill, read_templates, template_of
from tests.desktop.ui import seeds

NOW = datetime(2026, 11, 20, 21, 14, tzinfo=UTC)


def test_a_template_fills_what_is_empty_with_what_is_known() -> None:
    """Nobody's words are written over, and only people whom somebody vouches for are named."""
    item = seeds.item(
        caption=Caption(byline="Idris Falk"),
        captured_at="2026-11-19T08:05:00+01:00",
        tags=(
            Tag("Ruth Kalinga", TagKind.PERSON, 98.0, "rekognition"),
            Tag("Somebody Else", TagKind.PERSON, 71.0, "rekognition"),
        ),
        verdicts={(TagKind.PERSON, "Ruth Kalinga"): Verdict.CONFIRMED},
    )
    texts = {"caption": "{people} on {date} at {time}. {unknown}", "byline": "Staff", "credit": "KBC {folder}"}
    assert fill(Template("desk", texts), item, NOW) == {
        "caption": "Ruth Kalinga on 19 November 2026 at 08:05. {unknown}",
        "credit": "KBC Picture desk drop",
    }


def test_a_caption_becomes_a_template_and_is_read_back() -> None:
    """But for its embargo, and what the settings do not understand."""
    made = template_of("desk", Caption("", "Words", "Ann", "", "Editorial use", "2099-01-01T00:00:00+00:00"))
    assert made.texts == {"caption": "Words", "byline": "Ann", "rights": "Editorial use"}
    assert read_templates([made.to_json(), 3, {"name": ""}, {"name": "x", "texts": 1}]) == [made]
    assert read_templates("nothing") == []
