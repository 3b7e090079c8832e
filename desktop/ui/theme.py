"""The look: both colour tables, fonts, the style sheet. The only place where a colour is written. Main thread.

Painters and the style sheet read the same ``Theme``; it follows the system's scheme and says so with ``changed``.
"""

from __future__ import annotations

import functools
import string
from dataclasses import dataclass, fields, replace
from importlib import resources
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QFontMetricsF, QPalette
from PySide6.QtWidgets import QApplication, QLabel, QSizePolicy, QStyle

from desktop.ui.icons import Icons

if TYPE_CHECKING:
    from collections.abc import Callable

Mode = Literal["system", "dark", "light"]
Role = Literal[
    "display", "page", "title", "heading", "body", "name", "strong", "transcript", "small", "label", "caption"
]

#: tint: (dark, light). Contrast is computed in ``tests/desktop/ui/test_theme.py``.
_TABLE: Final[dict[str, tuple[str, str]]] = {
    "window": ("#0E0E11", "#F1F1F4"),
    "panel": ("#15151A", "#FFFFFF"),
    "raised": ("#1C1C22", "#F6F6F8"),
    "hover": ("#24242C", "#ECECF1"),
    "press": ("#2D2D37", "#E0E0E8"),
    "popup": ("#1F1F26", "#FFFFFF"),
    "well": ("#09090B", "#E6E6EB"),
    "line": ("#26262E", "#E4E4EA"),
    "line2": ("#373742", "#CFCFD8"),
    "control": ("#6A6A79", "#83838F"),
    "text": ("#F3F3F6", "#17171C"),
    "text2": ("#B9B9C5", "#4C4C58"),
    "text3": ("#9797A4", "#61616D"),
    "disabled": ("#5E5E6A", "#A3A3AE"),
    "brand": ("#7C4DF0", "#7C4DF0"),
    "sel": ("#9B7BFF", "#6D3FE6"),
    "selbg": ("#292144", "#EDE8FD"),
    "selbg2": ("#352A5C", "#DFD5FB"),
    "link": ("#B9A2FF", "#5A2FCB"),
    "onsel": ("#0E0E11", "#FFFFFF"),
    "red": ("#D6263C", "#D6263C"),
    "redhover": ("#DE3247", "#C42036"),
    "redpress": ("#B51C30", "#A81A2D"),
    "onred": ("#FFFFFF", "#FFFFFF"),
    "word": ("#FF4F60", "#C81F36"),
    "fail": ("#FF8089", "#B4182C"),
    "failbg": ("#2C161A", "#FCEDEF"),
    "ok": ("#55C893", "#106B45"),
    "warn": ("#F0AE4E", "#855200"),
    "warnbg": ("#2A2013", "#FBF1DF"),
    "k_person": ("#4CCBB4", "#0A6B5D"),
    "k_text": ("#70B4F8", "#1762B0"),
    "k_logo": ("#F08FC1", "#AD2A72"),
    "k_label": ("#B3B0C6", "#5A5770"),
    "k_phrase": ("#D2BC93", "#73591F"),
    "k_entity": ("#86CB86", "#2C7030"),
    "k_moderation": ("#F0AE4E", "#855200"),
    # Over pictures, in both themes.
    "pill": ("#C709090B", "#C709090B"),
    "onpill": ("#FFFFFF", "#FFFFFF"),
    "pillwarn": ("#F0AE4E", "#F0AE4E"),
    "pillfail": ("#FF8089", "#FF8089"),
    "track": ("#47FFFFFF", "#47FFFFFF"),
    "white": ("#FFFFFF", "#FFFFFF"),
    "trayoff": ("#85858F", "#85858F"),
}


@dataclass(frozen=True, slots=True)
class Colors:
    """One table, as colours."""

    window: QColor
    panel: QColor
    raised: QColor
    hover: QColor
    press: QColor
    popup: QColor
    well: QColor
    line: QColor
    line2: QColor
    control: QColor
    text: QColor
    text2: QColor
    text3: QColor
    disabled: QColor
    brand: QColor
    sel: QColor
    selbg: QColor
    selbg2: QColor
    link: QColor
    onsel: QColor
    red: QColor
    redhover: QColor
    redpress: QColor
    onred: QColor
    word: QColor
    fail: QColor
    failbg: QColor
    ok: QColor
    warn: QColor
    warnbg: QColor
    k_person: QColor
    k_text: QColor
    k_logo: QColor
    k_label: QColor
    k_phrase: QColor
    k_entity: QColor
    k_moderation: QColor
    pill: QColor
    onpill: QColor
    pillwarn: QColor
    pillfail: QColor
    track: QColor
    white: QColor
    trayoff: QColor

    def named(self, tint: str) -> QColor:
        """Return a tint's colour; raises ``AttributeError`` for a word that is no tint."""
        color: QColor = getattr(self, tint)
        return color


@functools.cache
def colors(*, is_dark: bool, has_more_contrast: bool = False) -> Colors:
    """Return the dark or the light table; with more contrast lines are as strong as borders, quiet text as the next."""
    column = 0 if is_dark else 1
    table = Colors(**{field.name: QColor(_TABLE[field.name][column]) for field in fields(Colors)})
    if has_more_contrast:
        return replace(table, line=table.control, line2=table.control, text3=table.text2)
    return table


@dataclass(frozen=True, slots=True)
class _Type:
    size_px: int
    weight: QFont.Weight
    spacing_percent: float = 100.0


_TYPES: Final[dict[Role, _Type]] = {
    "display": _Type(32, QFont.Weight.DemiBold, 98),
    "page": _Type(20, QFont.Weight.DemiBold, 99),
    "title": _Type(16, QFont.Weight.DemiBold),
    "heading": _Type(15, QFont.Weight.DemiBold),
    "body": _Type(13, QFont.Weight.Normal),
    "name": _Type(13, QFont.Weight.Medium),
    "strong": _Type(13, QFont.Weight.DemiBold),
    "transcript": _Type(14, QFont.Weight.Normal),
    "small": _Type(12, QFont.Weight.Normal),
    "label": _Type(12, QFont.Weight.Medium),
    "caption": _Type(11, QFont.Weight.Normal),
}
#: Nothing on screen is smaller.
_SMALLEST_PX = 11


class Theme(QObject):
    """The current colours, fonts and icons; one for the whole window, given to whoever paints."""

    changed = Signal()

    def __init__(
        self, application: QApplication, mode: Mode = "system", family: str = "", *, text_percent: int = 100
    ) -> None:
        super().__init__()
        self._application = application
        self._mode: Mode = mode
        self._has_more_contrast = self._has_less_motion = False
        self._transcript_px = _TYPES["transcript"].size_px
        self._base = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
        if family:
            self._base.setFamily(family)
        #: How much larger than drawn everything with text in it is.
        self.scale = min(1.6, max(0.9, QFontInfo(self._base).pixelSize() / 13)) * text_percent / 100
        self.is_dark = True
        self.colors = colors(is_dark=True)
        self.icons = Icons(self._color)
        self._fonts: dict[Role, QFont] = {}
        application.setStyle("Fusion")
        application.setFont(self.font("body"))
        # A chained styleHints().colorScheme finds the hints freed.
        self._hints = application.styleHints()
        self._hints.colorSchemeChanged.connect(self._on_scheme_changed)
        self._accessibility = self._hints.accessibility() if hasattr(self._hints, "accessibility") else None
        if self._accessibility is not None:  # Qt 6.10 and later
            self._accessibility.contrastPreferenceChanged.connect(self._on_contrast_changed)
        self._apply()

    @property
    def mode(self) -> Mode:
        """What the person chose."""
        return self._mode

    @property
    def has_motion(self) -> bool:
        """Whether things may move at all."""
        if self._has_less_motion:
            return False
        style = self._application.style()
        return style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) > 0

    @property
    def has_more_contrast(self) -> bool:
        """Whether the person or the system asks for more contrast: what is chosen is ringed then, too."""
        wish = self._accessibility.contrastPreference() if self._accessibility is not None else None
        return self._has_more_contrast or wish is Qt.ContrastPreference.HighContrast

    def set_mode(self, mode: Mode) -> None:
        """Follow the system, or stay dark or light."""
        self._mode = mode
        self._apply()

    def set_look(self, mode: Mode, *, has_more_contrast: bool, has_less_motion: bool, transcript_px: int) -> None:
        """Look as the settings say; nothing is drawn anew where nothing is other than before."""
        look = (mode, has_more_contrast, transcript_px)
        self._has_less_motion = has_less_motion
        if look == (self._mode, self._has_more_contrast, self._transcript_px):
            return
        self._has_more_contrast, self._transcript_px = has_more_contrast, transcript_px
        self._fonts.pop("transcript", None)
        self.set_mode(mode)

    def font(self, role: Role) -> QFont:
        """Return the font of a role, with figures of equal width."""
        found = self._fonts.get(role)
        if found is None:
            kind = _TYPES[role]
            found = QFont(self._base)
            size_px = self._transcript_px if role == "transcript" else kind.size_px
            found.setPixelSize(max(_SMALLEST_PX, round(size_px * self.scale)))
            found.setWeight(kind.weight)
            found.setLetterSpacing(QFont.SpacingType.PercentageSpacing, kind.spacing_percent)
            found.setFeature(QFont.Tag("tnum"), 1)
            self._fonts[role] = found
        return found

    def metrics(self, role: Role) -> QFontMetricsF:
        """Return the metrics of a role's font."""
        return QFontMetricsF(self.font(role))

    def row(self, least_px: int, role: Role = "body") -> int:
        """Return a row's height: the tint, or more where the text needs it."""
        return max(least_px, round(self.metrics(role).height()) + 12)

    def _color(self, tint: str) -> QColor:
        return self.colors.named(tint)

    @Slot(Qt.ColorScheme)
    def _on_scheme_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self._mode == "system":
            self._apply()

    @Slot(Qt.ContrastPreference)
    def _on_contrast_changed(self, _preference: Qt.ContrastPreference) -> None:
        self._apply()

    def _apply(self) -> None:
        scheme = self._hints.colorScheme()
        self.is_dark = self._mode == "dark" or (self._mode == "system" and scheme != Qt.ColorScheme.Light)
        self.colors = colors(is_dark=self.is_dark, has_more_contrast=self.has_more_contrast)
        self.icons.clear()
        self._application.setPalette(_palette(self.colors))
        self._application.setStyleSheet(_sheet(self.colors, is_dark=self.is_dark))
        self.changed.emit()

    def label(self, text: str, role: Role = "body", tint: str = "text", *, wrap: bool = False) -> QLabel:
        """Return a label whose colour follows the theme."""
        made = QLabel(text)
        made.setTextFormat(Qt.TextFormat.PlainText)
        made.setFont(self.font(role))
        made.setProperty("tone", tint)
        made.setWordWrap(wrap)
        if wrap:
            # A wrapped label asks for its height at its width; without this a layout gives it its one-line width.
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            made.setSizePolicy(policy)
        return made


def _palette(table: Colors) -> QPalette:
    """Return a full palette, so that what the style sheet forgets is right."""
    palette = QPalette()
    for role, color in {
        QPalette.ColorRole.Window: table.panel,
        QPalette.ColorRole.WindowText: table.text,
        QPalette.ColorRole.Base: table.panel,
        QPalette.ColorRole.AlternateBase: table.raised,
        QPalette.ColorRole.ToolTipBase: table.popup,
        QPalette.ColorRole.ToolTipText: table.text,
        QPalette.ColorRole.PlaceholderText: table.text3,
        QPalette.ColorRole.Text: table.text,
        QPalette.ColorRole.Button: table.raised,
        QPalette.ColorRole.ButtonText: table.text,
        QPalette.ColorRole.BrightText: table.fail,
        QPalette.ColorRole.Link: table.link,
        QPalette.ColorRole.LinkVisited: table.link,
        QPalette.ColorRole.Highlight: table.brand,
        QPalette.ColorRole.HighlightedText: table.white,
        QPalette.ColorRole.Accent: table.brand,
        QPalette.ColorRole.Light: table.line2,
        QPalette.ColorRole.Midlight: table.line,
        QPalette.ColorRole.Mid: table.line2,
        QPalette.ColorRole.Dark: table.line,
        QPalette.ColorRole.Shadow: table.window,
    }.items():
        palette.setColor(role, color)
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.ButtonText, QPalette.ColorRole.WindowText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, table.disabled)
    return palette


def _sheet(table: Colors, *, is_dark: bool) -> str:
    template = string.Template(resources.files("resources").joinpath("theme/window.qss").read_text("utf-8"))
    names: dict[str, str] = {field.name: table.named(field.name).name() for field in fields(Colors)}
    names["field"] = names["raised"] if is_dark else names["panel"]
    names["chosen"] = names["press"] if is_dark else names["panel"]
    # Where the tray takes no notices of the system, Qt paints a balloon: pale yellow in both themes.
    names["on_balloon"] = colors(is_dark=False).text.name()
    return template.substitute(names)


def on_change(theme: Theme, slot: Callable[[], None]) -> None:
    """Call a method of a QObject now and whenever the theme changes."""
    theme.changed.connect(slot)
    slot()
