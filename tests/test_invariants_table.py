"""The 24 invariants of the cloud, each with the tests that hold it. A number without a test fails.

The numbers are cited in the names: ``test_invariant_07_…``. There may be more tests of one than are named here; those
that are named are the ones to read first.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parent
_TEST = re.compile(r"^\s*def (test_\w*invariant_\w+)\(", re.MULTILINE)
_CITED = re.compile(r"test_(?:\w+_)?invariant_(\d{2})(?:_and_(\d{2}))?_[a-z]\w*")

#: Number: what holds, and where it is shown.
INVARIANTS: dict[int, tuple[str, tuple[str, ...]]] = {
    1: (
        "The same event N times, shuffled, at once: one item, one charge an analysis, one final notice, but for kills.",
        (
            "cloud/analysis/test_aws_path.py::test_invariant_01_a_thousand_events_three_times_each_with_functions_killed_at_random",
            "cloud/analysis/test_aws_path.py::test_invariant_01_doubled_shuffled_completions_change_nothing",
            "cloud/analysis/test_invariants.py::test_invariant_01_doubled_and_shuffled_messages_change_nothing",
            "cloud/analysis/test_invariants.py::test_invariant_01_the_same_event_at_once_makes_one_item",
            "cloud/analysis/jobs/test_jobs.py::test_invariant_01_the_same_words_at_once_are_one_job",
        ),
    ),
    2: (
        "Every record of a batch is handled, only failing ones are returned; test events are ignored.",
        (
            "cloud/analysis/test_invariants.py::test_invariant_02_only_what_fails_is_given_back",
            "cloud/analysis/test_invariants.py::test_invariant_02_test_events_and_strangers_are_ignored",
            "cloud/analysis/jobs/test_jobs.py::test_invariant_02_test_events_and_strangers_are_ignored",
        ),
    ),
    3: (
        "Names with space + % é & ( emoji, newline round-trip through both event envelopes.",
        (
            "cloud/analysis/test_invariants.py::test_invariant_03_names_round_trip",
            "cloud/analysis/test_invariants.py::test_invariant_03_each_envelope_gives_back_the_key_that_was_put",
        ),
    ),
    4: (
        "No role but the desktop's may put into originals; the derived bucket has no notifications.",
        ("cloud/deploy/test_template.py::test_invariant_04_only_the_desktop_may_put_originals",),
    ),
    5: (
        "Original bytes and SHA-256 are unchanged by analysis.",
        (
            "cloud/analysis/test_invariants.py::test_invariant_05_originals_are_left_as_they_are",
            "cloud/analysis/test_invariants.py::test_invariant_05_bytes_that_are_not_those_sent_are_not_analysed",
        ),
    ),
    6: (
        "Status rank never decreases except by re-analysis at version + 1.",
        (
            "cloud/analysis/test_invariants.py::test_invariant_06_rank_never_goes_down",
            "cloud/analysis/work/test_reanalysis.py::test_invariant_06_the_status_goes_down_only_with_the_next_analysis_version",
        ),
    ),
    7: (
        "Every unfinished item has work_state; sweep ends it even when all completion events are dropped.",
        (
            "cloud/analysis/test_aws_path.py::test_invariant_07_with_all_completion_events_dropped_the_sweep_finishes",
            "cloud/analysis/test_invariants.py::test_invariant_07_sweep_ends_items_whose_events_were_all_lost",
            "end_to_end/test_aws_engines.py::test_invariant_07_with_all_completion_events_dropped_the_sweep_finishes",
        ),
    ),
    8: (
        "A crash after each single write, then a retry, ends in the same state.",
        (
            "cloud/analysis/test_invariants.py::test_invariant_08_a_crash_after_any_write_changes_nothing",
            "cloud/analysis/jobs/test_jobs.py::test_invariant_08_a_crash_after_any_write_changes_nothing",
            "cloud/analysis/jobs/test_film_jobs.py::test_invariant_08_killed_after_any_write_it_ends_the_same",
        ),
    ),
    9: (
        "Every AWS request passes a strict validator: botocore's own checks no max, pattern or enum.",
        (
            "cloud/test_validator.py::test_invariant_09_a_bad_request_is_refused",
            "cloud/test_validator.py::test_invariant_09_the_functions_clients_are_wrapped_in_tests",
        ),
    ),
    10: (
        "Every canned response passes validation against the output shape and says that it is synthetic.",
        (
            "cloud/test_ai_fakes.py::test_invariant_10_every_answer_has_the_real_shape_and_says_that_it_is_synthetic",
            "cloud/test_validator.py::test_invariant_10_a_canned_answer_of_another_shape_is_refused",
        ),
    ),
    11: (
        "Pagination: many pages, an empty one in the middle, an expired token.",
        (
            "cloud/analysis/jobs/test_film_jobs.py::test_invariant_11_all_pages_are_read_an_empty_one_too",
            "cloud/analysis/jobs/test_film_jobs.py::test_invariant_11_an_expired_token_begins_again",
            "cloud/test_ai_fakes.py::test_invariant_11_video_pages_are_read_to_the_end",
        ),
    ),
    12: (
        "Text chunks ≤ 5,000 bytes of UTF-8, no split character, offsets map back.",
        (
            "cloud/analysis/engines/test_chunks.py::test_invariant_12_chunks_keep_to_their_bytes_and_lose_nothing",
            "cloud/analysis/engines/test_chunks.py::test_invariant_12_no_character_is_split_that_fits",
            "cloud/analysis/engines/test_chunks.py::test_invariant_12_an_offset_leads_to_its_word",
        ),
    ),
    13: (
        "Items ≤ 64 KB; spill reads back equal; no float.",
        (
            "cloud/analysis/test_invariants.py::test_invariant_13_pictures_stay_within_the_budget",
            "cloud/analysis/test_invariants.py::test_invariant_13_videos_stay_within_the_budget",
        ),
    ),
    14: (
        "EXIF 1 to 8: thumbnails upright, boxes on the same pixels, no GPS in derived pictures.",
        ("cloud/analysis/engines/test_real_engines.py::test_invariant_14_pictures_are_upright_and_boxes_fit",),
    ),
    15: (
        "One failing analysis leaves the others (PARTIAL).",
        (
            "cloud/analysis/test_invariants.py::test_invariant_15_a_failing_analysis_leaves_the_others",
            "cloud/analysis/test_invariants.py::test_invariant_15_a_video_keeps_what_its_other_engines_found",
            "cloud/analysis/test_text.py::test_invariant_15_a_refused_analysis_leaves_the_others",
        ),
    ),
    16: (
        "Never more than 18 Rekognition video jobs; a lost lease is recovered.",
        (
            "cloud/analysis/jobs/test_film_jobs.py::test_invariant_16_never_more_than_18_jobs_run_at_once",
            "cloud/analysis/jobs/test_film_jobs.py::test_invariant_16_a_lease_lost_after_the_result_is_recovered",
            "cloud/store/test_leases.py::test_invariant_16_never_more_than_18_at_once",
        ),
    ),
    17: (
        "No paid call after the cap; ledger = sum of calls.",
        (
            "cloud/analysis/paid/test_invariants_money.py::test_invariant_17_functions_at_once_never_pass_the_cap",
            "cloud/analysis/paid/test_invariants_money.py::test_invariant_17_a_cap_of_a_dollar_is_not_passed_by_one_call",
            "cloud/analysis/paid/test_till.py::test_invariant_17_the_ledger_is_never_below_the_bill",
        ),
    ),
    18: (
        "Same SHA-256 in the same library: no new paid call.",
        (
            "cloud/analysis/paid/test_invariants_money.py::test_invariant_18_the_same_bytes_in_one_library_are_paid_once",
            "cloud/analysis/paid/test_invariants_money.py::test_invariant_18_the_same_bytes_sent_at_once_are_paid_once",
        ),
    ),
    19: (
        "Each role: all that its code calls is allowed, a list of forbidden actions is denied.",
        (
            "cloud/deploy/test_roles.py::test_invariant_19_a_role_allows_all_that_its_code_asks_for",
            "cloud/deploy/test_roles.py::test_invariant_19_no_function_may",
        ),
    ),
    20: (
        "A cannot read, presign, list or learn of B's private items.",
        (
            "cloud/deploy/test_roles.py::test_invariant_20_a_person_may_not",
            "cloud/deploy/test_roles.py::test_invariant_20_a_person_may",
        ),
    ),
    21: (
        "SNS bodies carry ids and links, no transcript.",
        (
            "cloud/analysis/test_functions.py::test_invariant_21_and_23_notices_and_logs_hold_no_words",
            "cloud/analysis/shell/test_logs.py::test_invariant_21_and_23_nothing_leaves_of_what_was_said_or_seen",
        ),
    ),
    22: (
        "Template: no cycle, nothing public, TLS, stale multiparts end, dead letters; cfn-lint and checkov clean.",
        (
            "cloud/deploy/test_template.py::test_invariant_22_buckets",
            "cloud/deploy/test_template.py::test_invariant_22_queues",
            "cloud/deploy/test_template.py::test_invariant_22_no_resource_waits_for_itself",
            "cloud/deploy/test_template.py::test_invariant_22_cfn_lint_finds_nothing",
        ),
    ),
    23: (
        "No log line holds credentials, presigned URLs or transcript text.",
        (
            "cloud/analysis/shell/test_logs.py::test_invariant_23_no_line_holds_what_was_said_or_found",
            "cloud/analysis/shell/test_logs.py::test_invariant_23_what_looks_like_a_secret_is_taken_out",
        ),
    ),
    24: (
        "Delete removes versions, derivatives and claims; a late event does not bring the item back.",
        (
            "cloud/store/test_deletion.py::test_invariant_24_a_deleted_item_leaves_a_tombstone_alone",
            "cloud/store/test_deletion.py::test_invariant_24_a_late_event_does_not_bring_it_back",
        ),
    ),
}


def _tests() -> set[str]:
    return {
        f"{path.relative_to(TESTS).as_posix()}::{name}"
        for path in sorted(TESTS.rglob("test_*.py"))
        for name in _TEST.findall(path.read_text(encoding="utf-8"))
    }


def test_the_table_has_every_number() -> None:
    """1 to 24, in order."""
    assert list(INVARIANTS) == list(range(1, 25))


@pytest.mark.parametrize("number", INVARIANTS)
def test_every_number_has_its_tests(number: int) -> None:
    """Those that the table names exist, and cite the number."""
    _sentence, named = INVARIANTS[number]
    assert named
    assert set(named) <= _tests(), sorted(set(named) - _tests())
    for each in named:
        cited = _CITED.fullmatch(each.partition("::")[2])
        assert cited is not None, each
        assert number in {int(digits) for digits in cited.groups() if digits}, each


def test_every_test_that_cites_a_number_cites_one_of_them() -> None:
    """In two digits, so that a search for one number finds all of it."""
    for each in _tests():
        cited = _CITED.fullmatch(each.partition("::")[2])
        assert cited is not None, each
        assert all(int(digits) in INVARIANTS for digits in cited.groups() if digits), each
