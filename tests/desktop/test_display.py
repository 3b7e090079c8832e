"""Whether a window can be opened is found out before Qt is loaded, and said with its remedy."""

from __future__ import annotations

import pytest

from desktop.display import explain, missing_display


@pytest.mark.parametrize(
    ("environment", "platform", "said"),
    [
        ({}, "linux", "There is no display"),
        ({"DISPLAY": ""}, "linux", "There is no display"),
        ({"DISPLAY": ":7"}, "linux", ":7 does not answer"),
        ({"DISPLAY": ":1"}, "linux", ""),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "linux", ""),
        ({"QT_QPA_PLATFORM": "offscreen"}, "linux", ""),
        ({}, "darwin", ""),
        ({}, "win32", ""),
    ],
)
def test_where_a_window_can_be_opened(environment: dict[str, str], platform: str, said: str) -> None:
    """GIVEN an environment THEN a missing or dead display is said, and an offscreen one counts as one."""
    why = missing_display(environment, platform=platform, answers=lambda display: display == ":1")
    assert said in why
    assert bool(said) == bool(why)


def test_missing_libraries_are_named_with_the_command_that_installs_them() -> None:
    """GIVEN libraries that are not there THEN they, and Debian's packages of them, are named."""
    assert explain(["libEGL.so.1"]) == (
        "The window cannot open: libEGL.so.1 is missing. Install it with: sudo apt-get install libegl1"
    )
    both = explain(["libxcb-cursor.so.0", "libEGL.so.1"])
    assert both.endswith("are missing. Install them with: sudo apt-get install libegl1 libxcb-cursor0")
    assert explain(["libstrange.so.3"]) == "The window cannot open: libstrange.so.3 is missing."
