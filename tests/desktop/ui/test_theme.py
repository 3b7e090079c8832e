"""The colours hold the contrast that they promise, and everything follows one table."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.ui.theme import Colors, Theme, colors

if TYPE_CHECKING:
    from PySide6.QtGui import QColor
    from PySide6.QtWidgets import QApplication

_KINDS = ["k_person", "k_text", "k_logo", "k_label", "k_phrase", "k_entity", "k_moderation"]
_TEXTS = ["text", "text2", "text3", "link", "fail", "ok", "warn", *_KINDS]
_GROUNDS = ["window", "panel", "raised", "hover", "press", "popup", "selbg"]


def _luminance(color: QColor) -> float:
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color.getRgbF()[:3]]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


def contrast(first: QColor, second: QColor) -> float:
    """Return WCAG's contrast ratio (WCAG 2.2, 1.4.3)."""
    light, dark = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.fixture(params=[True, False], ids=["dark", "light"])
def table(request: pytest.FixtureRequest) -> Colors:
    """Return each table in turn."""
    return colors(is_dark=request.param)


@pytest.mark.parametrize("ground", _GROUNDS)
@pytest.mark.parametrize("text", _TEXTS)
def test_text_can_be_read_on_every_ground(table: Colors, text: str, ground: str) -> None:
    """Every text colour has 4.5 : 1 on every ground it is put on."""
    assert contrast(table.named(text), table.named(ground)) >= 4.5


@pytest.mark.parametrize(
    ("text", "ground"),
    [("onred", "red"), ("onred", "redhover"), ("onred", "redpress"), ("onsel", "sel"), ("text2", "selbg2"),
     ("fail", "failbg"), ("text2", "failbg"), ("link", "failbg"), ("warn", "warnbg"), ("text2", "warnbg"),
     ("word", "window"), ("white", "brand")],
)  # fmt: skip
def test_text_can_be_read_on_fills(table: Colors, text: str, ground: str) -> None:
    """Text on a fill has 4.5 : 1."""
    assert contrast(table.named(text), table.named(ground)) >= 4.5


@pytest.mark.parametrize(("part", "ground"), [("control", "panel"), ("control", "raised"), ("sel", "panel"),
                                              ("sel", "window"), ("sel", "selbg"), ("red", "panel")])  # fmt: skip
def test_parts_that_are_no_text_can_be_seen(table: Colors, part: str, ground: str) -> None:
    """Borders, rings and fills have 3 : 1."""
    assert contrast(table.named(part), table.named(ground)) >= 3


def test_the_style_sheet_and_the_palette_follow_the_mode(qapp: QApplication) -> None:
    """Switching from dark to light changes sheet, palette and painters, and tells them."""
    theme = Theme(qapp, "dark")
    told: list[bool] = []
    theme.changed.connect(lambda: told.append(theme.is_dark))
    dark_sheet = qapp.styleSheet()
    theme.set_mode("light")
    assert told == [False]
    assert qapp.styleSheet() != dark_sheet
    assert "$" not in qapp.styleSheet()
    assert qapp.palette().window().color() == colors(is_dark=False).panel
    assert theme.colors == colors(is_dark=False)


def test_no_text_is_smaller_than_eleven_pixels(theme: Theme) -> None:
    """Whatever the system's font, the smallest role has at least 11 px, and figures of one width."""
    for role in ("caption", "small", "label", "body"):
        assert theme.font(role).pixelSize() >= 11


def test_icons_are_painted_in_the_colours_of_the_theme(theme: Theme) -> None:
    """An icon's ink is the tint's colour, before and after the theme changed."""
    for mode in ("dark", "light"):
        theme.set_mode(mode)
        image = theme.icons.pixmap("house-fill", 24, "sel", 2.0).toImage()
        inks = {
            image.pixelColor(x, y).name() for x in range(48) for y in range(48) if image.pixelColor(x, y).alpha() == 255
        }
        assert theme.colors.sel.name() in inks
