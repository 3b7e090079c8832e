"""Every failure that a person sees says what happened, why, and what to do."""

from __future__ import annotations

import pytest

from cloud.contract.reasons import Reason
from desktop.core.errors import CLOCK_DETAIL, DISABLED_DETAIL, Offline, Throttled, UsageProblem
from desktop.core.words import Problem, for_error, for_file, for_problem, printable


@pytest.mark.parametrize("reason", list(Reason))
def test_every_reason_has_a_sentence(reason: Reason) -> None:
    """GIVEN any reason of a file THEN there is a sentence that ends as one, and no code stands in it."""
    words = for_file(reason, "a.jpg")
    assert words.text.endswith(".")
    assert "_" not in words.line


@pytest.mark.parametrize(
    "problem", [*Problem, Reason.DISK_FULL, Reason.OFFLINE, Reason.SIGNED_OUT, Reason.ACCESS_DENIED]
)
def test_every_problem_has_heading_and_text(problem: str) -> None:
    """GIVEN any problem THEN there are a heading without a full stop and a text."""
    words = for_problem(problem, "fs.inotify.max_user_watches=8192")
    assert words.heading
    assert not words.heading.endswith(".")
    assert words.text


def test_the_watch_limit_names_setting_value_and_remedy() -> None:
    """GIVEN the system's limit of watches THEN its name, its value and a command that raises it are said."""
    line = for_problem(Problem.WATCH_LIMIT, "fs.inotify.max_user_watches=8192").line
    assert "8192" in line
    assert "sudo sysctl fs.inotify.max_user_watches=524288" in line


def test_a_fact_is_told_with_the_reason() -> None:
    """GIVEN a limit as detail THEN it stands in the text; the id of a duplicate does not."""
    assert "2 GB" in for_file(Reason.TOO_LARGE, "a.mov", "2 GB").text
    assert "01J" not in for_file("duplicate:01JX", "a.jpg").text
    assert "(2.5 GB)" in for_file(Reason.TOO_LARGE, "a.mov", "2500000000").text
    assert "(" not in for_file(Reason.TOO_LARGE, "a.mov", "EntityTooLarge").text


@pytest.mark.parametrize("reason", [Reason.CLOUD_FULL, Reason.OFFLINE, Reason.VANISHED, Reason.DISK_FULL])
def test_what_only_the_log_needs_is_not_said(reason: Reason) -> None:
    """GIVEN a service's code or a path as detail THEN nobody reads it, and no sentence is said twice."""
    for words in (for_file(reason, "a.jpg", "XStorageFull"), for_problem(reason, "/media/card")):
        assert "(" not in words.line
        assert "/media" not in words.line
        sentences = [said.strip() for said in words.line.split(".") if said.strip()]
        assert len(sentences) == len(set(sentences))


def test_a_damaged_queue_names_its_place() -> None:
    """GIVEN a damaged list of transfers THEN it is said where it lies now, and what becomes of the files."""
    line = for_problem(Problem.QUEUE_DAMAGED, "/d/queue.db.damaged-1").line
    assert "kept aside as /d/queue.db.damaged-1;" in line
    assert line.endswith("looked at again.")


def test_a_usage_problem_is_its_own_sentence() -> None:
    """GIVEN a wrong call THEN its detail is what is said; a service's problem gets our words."""
    assert for_error(UsageProblem("x", detail="The folder is a file.")).line == "The folder is a file."
    assert for_error(Offline("x")).heading == "No connection to the newsroom"


def test_strange_names_are_printable() -> None:
    """GIVEN a name with a newline, an escape and bytes that are no text THEN nothing of it acts on a terminal."""
    assert printable("a\nb\x1b[31m\udce9☂é") == "a�b�[31m�☂é"


@pytest.mark.parametrize(
    ("seconds", "heading"),
    [
        (22 * 60, "This computer’s clock is 22 minutes slow"),
        (-3 * 3600, "This computer’s clock is 3 hours fast"),
        (-86400 * 2, "This computer’s clock is 2 days fast"),
    ],
)
def test_a_wrong_clock_is_told_with_by_how_much(seconds: int, heading: str) -> None:
    """The heading says by how much, and in which direction."""
    assert for_problem(Reason.ACCESS_DENIED, f"{CLOCK_DETAIL}:{seconds}").heading == heading


def test_a_wrong_clock_of_unknown_size_is_told() -> None:
    """AWS says that it is wrong, and not by how much."""
    assert for_problem(Reason.ACCESS_DENIED, CLOCK_DETAIL).heading == "This computer’s clock is wrong"


def test_errors_of_an_account_say_what_to_do() -> None:
    """A wait is told in words, an unsafe line in its own sentence, an account that is off as such."""
    assert (
        for_error(Throttled("x", retry_after_s=840)).line == "The newsroom asks for patience. Try again in 14 minutes."
    )
    assert for_error(Offline("x", detail="It is not safe.")).line.endswith("It is not safe.")
    assert for_problem(Reason.SIGNED_OUT, DISABLED_DETAIL).heading == "Your account was switched off"
