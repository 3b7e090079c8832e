"""Prices: what the shared figures say comes out, rounding is up, and what has no price is not free."""

from __future__ import annotations

import pytest

from cloud.analysis.paid import prices

HOUR_MS = 3_600_000


def test_a_thousand_photographs_cost_three_dollars() -> None:
    """Labels, text and people of 1,000 photographs are $3.00 of Rekognition."""
    calls = ("DetectLabels", "DetectText", "RecognizeCelebrities")
    assert 1000 * sum(prices.picture_call(call) for call in calls) == 3_000_000


def test_an_hour_of_video_by_the_video_apis_costs_eighteen_dollars() -> None:
    """Three analyses of an hour at $0.10 a minute."""
    calls = ("StartLabelDetection", "StartTextDetection", "StartCelebrityRecognition")
    assert sum(prices.video_call(call, HOUR_MS) for call in calls) == 18_000_000


def test_an_hour_of_distinct_frames_costs_a_dollar() -> None:
    """Six frames a minute, three operations each: $1.08."""
    assert 6 * 60 * 3 * prices.picture_call("DetectLabels") == 1_080_000


@pytest.mark.parametrize(("seconds", "microusd"), [(0.5, 1_500), (15, 1_500), (15.001, 1_600), (3600, 360_000)])
def test_speech_is_counted_by_begun_seconds_and_fifteen_at_least(seconds: float, microusd: int) -> None:
    """Transcribe charges 15 s for anything shorter."""
    assert prices.transcribe(seconds) == microusd


@pytest.mark.parametrize(("characters", "microusd"), [(1, 300), (300, 300), (301, 400), (5_000, 5_000)])
def test_text_is_counted_by_begun_units_and_three_at_least(characters: int, microusd: int) -> None:
    """Comprehend charges 300 characters for anything shorter."""
    assert prices.comprehend("BatchDetectSentiment", characters) == microusd


def test_a_begun_second_of_video_is_paid() -> None:
    """1 ms costs what a second costs: a sixtieth of a minute, rounded up."""
    assert prices.video_call("StartLabelDetection", 1) == prices.video_call("StartLabelDetection", 1000) == 1_667


def test_a_million_characters_are_translated_for_fifteen_dollars() -> None:
    """Amazon Translate counts characters."""
    assert prices.translate(1_000_000) == 15_000_000


def test_what_has_no_price_is_not_free() -> None:
    """An operation that nobody priced raises instead of passing under the cap; a running model's call is free."""
    with pytest.raises(KeyError):
        prices.picture_call("DetectProtectiveEquipment")
    with pytest.raises(KeyError):
        prices.video_call("StartPersonTracking", 1000)
    with pytest.raises(KeyError):
        prices.comprehend("DetectToxicContent", 10)
    assert prices.picture_call("DetectCustomLabels") == 0
