"""The player: play, pause, seek, time, sound. Video is drawn in a scene, so that things may lie above it. Main thread.

The media engine is made when something is first played: it costs 100 ms and asks the system for its sound devices.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QSlider, QStackedLayout, QVBoxLayout, QWidget

from desktop.ui import phrases
from desktop.ui.item.media import QAudioOutput, QMediaDevices, QMediaMetaData, QMediaPlayer
from desktop.ui.item.picture import Picture
from desktop.ui.item.play_button import PlayButton
from desktop.ui.item.screen import Screen, Subtitles
from desktop.ui.widgets.buttons import Button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QImage, QKeyEvent, QResizeEvent

    from cloud.contract.transcript import Word
    from desktop.ui.theme import Theme

_STEP_MS = 1000
_LONG_STEP_MS = 5000
_SPEEDS = (0.5, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
#: A frame, where the file does not say how long it is.
_FRAME_MS = 40


class Player(QWidget):
    """Poster or waveform first; the media when it is asked for."""

    source_asked = Signal()  #: Play was pressed and there is no source yet
    moved = Signal(int)  #: ms
    failed = Signal(str)  #: why, in the engine's words
    full_asked = Signal()  #: the whole screen, or no longer

    def __init__(self, theme: Theme, *, is_large: bool = False) -> None:
        """``is_large``: as high as there is room; else as high as the picture at this width, within bounds."""
        super().__init__()
        self._theme, self._is_large = theme, is_large
        self._player: QMediaPlayer | None = None
        self._sound: QAudioOutput | None = None
        self._duration_ms = 0
        self._start_ms = 0
        self._has_source = self._wants_to_play = self._is_video = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(self.tr("Player"))
        self.poster = Picture(theme)
        if is_large:
            self.poster.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.screen_view = Screen(theme)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.poster)
        self._stack.addWidget(self.screen_view)
        self._frame = QWidget()
        self._frame.setLayout(self._stack)
        self.subtitles = Subtitles(theme, self._frame)
        self._make_buttons(theme)
        self._build()

    def _make_buttons(self, theme: Theme) -> None:
        self.play_button = PlayButton(theme)
        self.play_button.clicked.connect(self.toggle)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setAccessibleName(self.tr("Place in the recording"))
        self.slider.setSingleStep(_STEP_MS)
        self.slider.setPageStep(_LONG_STEP_MS)
        self.slider.sliderMoved.connect(self.seek)
        self.slider.actionTriggered.connect(self._on_slider_action)
        self._time = theme.label("", "caption", "text2")
        self._mute = Button(theme, self.tr("Sound off"), "speaker-high", "icon")
        self._mute.say(self.tr("Sound off"), "M")
        self._mute.clicked.connect(self.toggle_sound)
        self._is_silent = False
        self.subtitles_button = Button(theme, self.tr("Subtitles"), "closed-captioning", "icon")
        self.subtitles_button.say(self.tr("Subtitles"), "S")
        self.subtitles_button.setCheckable(True)
        self.subtitles_button.setChecked(True)
        self.subtitles_button.toggled.connect(self._on_subtitles)
        self.full_button = Button(theme, self.tr("Full screen"), "corners-out", "icon")
        self.full_button.say(self.tr("Full screen"), "F")
        self.full_button.clicked.connect(self.full_asked)
        self._speed = 1.0
        self._speed_button = Button(theme, "1×", kind="quiet", small=True)
        self._speed_button.setAccessibleName(self.tr("Speed {n}").format(n="1×"))
        self._speed_button.setToolTip(
            phrases.tooltip(self.tr("Back to the speed it was recorded at (J slower, L faster)"))
        )
        self._speed_button.setVisible(self._is_large)
        self._speed_button.clicked.connect(self._on_speed_clicked)

    def _build(self) -> None:
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        parts = (self.play_button, self.slider, self._time, self._speed_button, self._mute, self.subtitles_button,
                 self.full_button)  # fmt: skip
        for part in parts:
            row.addWidget(part, 1 if part is self.slider else 0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._frame, 1 if self._is_large else 0)
        column.addLayout(row)

    def prepare(self, *, is_video: bool, duration_ms: int, width: int | None, height: int | None) -> None:
        """Get ready for another recording, at its beginning, not playing."""
        self.stop()
        self._is_video, self._duration_ms = is_video, duration_ms
        if is_video:
            self.poster.prepare(width, height, "film-strip", "disabled", "well")
        else:
            self.poster.prepare(3, 1, "microphone", "disabled", "raised")
        self._stack.setCurrentWidget(self.poster)
        self.slider.setRange(0, max(0, duration_ms))
        self.play_button.setEnabled(True)
        self.subtitles.show_words(())
        self.subtitles_button.setVisible(False)
        self.full_button.setVisible(self._is_large and is_video)
        self._fit()
        self._show_place(0)

    def show_words(self, words: Sequence[Word]) -> None:
        """Take what is said, for the subtitles of a video."""
        self.subtitles.show_words(words if self._is_video else ())
        self.subtitles_button.setVisible(self._is_large and self.subtitles.has_any)
        self.subtitles.follow(self.position_ms)

    def show_poster(self, image: QImage) -> None:
        """Show the picture that stands for it."""
        self.poster.show_image(image)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the picture's proportions."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        if self._is_large:
            return
        self._frame.setFixedHeight(self.poster.heightForWidth(max(1, self.width())))

    @property
    def position_ms(self) -> int:
        """Where it stands."""
        return self._player.position() if self._player and self._has_source else self._start_ms

    @property
    def is_playing(self) -> bool:
        """Whether it plays."""
        return self._player is not None and self._player.playbackState() == QMediaPlayer.PlaybackState.PlayingState

    @property
    def speed(self) -> float:
        """How fast it plays."""
        return self._speed

    @Slot()
    def toggle(self) -> None:
        """Play or pause."""
        if not self._has_source:
            self._wants_to_play = not self._wants_to_play
            self.play_button.set_playing(is_playing=self._wants_to_play)
            if self._wants_to_play:
                self.source_asked.emit()
        elif self._player is not None:
            if self.is_playing:
                self._player.pause()
            else:
                self._player.play()

    def set_source(self, place: str) -> None:
        """Take a local path or a URL, and play if Play was pressed."""
        player = self._player or self._make_player()
        self._has_source = True
        player.setSource(QUrl(place) if "://" in place else QUrl.fromLocalFile(place))
        if self._is_video:
            self._stack.setCurrentWidget(self.screen_view)
        if self._start_ms:
            player.setPosition(self._start_ms)
        if self._wants_to_play:
            player.play()

    def _make_player(self) -> QMediaPlayer:
        player = QMediaPlayer(self)
        if QMediaDevices.audioOutputs():
            self._sound = QAudioOutput(self)
            self._sound.setMuted(self._is_silent)
            player.setAudioOutput(self._sound)
        self._mute.setVisible(self._sound is not None)
        player.setVideoOutput(self.screen_view.video)
        player.positionChanged.connect(self._on_moved)
        player.durationChanged.connect(self._on_duration_changed)
        player.playbackStateChanged.connect(self._on_state_changed)
        player.setPlaybackRate(self._speed)
        player.errorOccurred.connect(self._on_error)
        self._player = player
        return player

    @Slot(int)
    def seek(self, position_ms: int) -> None:
        """Go to a place; before there is a source it begins there."""
        position_ms = min(max(0, position_ms), max(0, self._duration_ms))
        if self._player is not None and self._has_source:
            self._player.setPosition(position_ms)
        self._start_ms = position_ms
        self._show_place(position_ms)
        self.moved.emit(position_ms)

    def stop(self) -> None:
        """Let go of the recording."""
        self._wants_to_play = self._has_source = False
        self._start_ms = 0
        if self._player is not None:
            self._player.stop()
            self._player.setSource(QUrl())
        self.play_button.set_playing(is_playing=False)

    def set_speed(self, step: int) -> None:
        """Play faster (1) or slower (-1); 0 as it was recorded."""
        at = _SPEEDS.index(self._speed)
        self._speed = 1.0 if step == 0 else _SPEEDS[min(max(0, at + step), len(_SPEEDS) - 1)]
        if self._player is not None:
            self._player.setPlaybackRate(self._speed)
        self._speed_button.setText(f"{self._speed:g}×")
        self._speed_button.setAccessibleName(self.tr("Speed {n}").format(n=f"{self._speed:g}×"))

    @Slot()
    def toggle_sound(self) -> None:
        """Turn the sound off, or on again; before anything plays too."""
        self._is_silent = not self._is_silent
        if self._sound is not None:
            self._sound.setMuted(self._is_silent)
        self._mute.set_icon("speaker-slash" if self._is_silent else "speaker-high")
        self._mute.say(self.tr("Sound on") if self._is_silent else self.tr("Sound off"), "M")

    @property
    def is_silent(self) -> bool:
        """Whether the sound is off."""
        return self._is_silent

    @property
    def is_video(self) -> bool:
        """Whether there is anything to see."""
        return self._is_video

    @property
    def frame_ms(self) -> int:
        """How long one frame is."""
        rate = self._player.metaData().value(QMediaMetaData.Key.VideoFrameRate) if self._player else None
        return max(1, round(1000 / rate)) if isinstance(rate, int | float) and rate > 1 else _FRAME_MS

    def step_frame(self, by: int) -> None:
        """Go one frame on (1) or back (-1), standing still."""
        if self.is_playing:
            self.toggle()
        self.seek(self.position_ms + by * self.frame_ms)

    def give_up(self) -> None:
        """Show that it cannot be played."""
        self._wants_to_play = False
        self.play_button.set_playing(is_playing=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space or K plays; arrows seek by 1 s, with Shift by 5."""
        step = _LONG_STEP_MS if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else _STEP_MS
        if event.key() in {Qt.Key.Key_Space, Qt.Key.Key_K}:
            self.toggle()
        elif event.key() in {Qt.Key.Key_Left, Qt.Key.Key_Right}:
            self.seek(self.position_ms + (step if event.key() == Qt.Key.Key_Right else -step))
        else:
            super().keyPressEvent(event)

    def _show_place(self, position_ms: int) -> None:
        if not self.slider.isSliderDown():
            self.slider.setValue(position_ms)
        self.subtitles.follow(position_ms)
        self._time.setText(f"{phrases.clock(position_ms)} / {phrases.clock(self._duration_ms)}")

    @Slot(int)
    def _on_slider_action(self, _action: int) -> None:
        if not self.slider.isSliderDown():
            self.seek(self.slider.sliderPosition())

    @Slot("qlonglong")
    def _on_moved(self, position_ms: int) -> None:
        if self._has_source:
            self._show_place(position_ms)
            self.moved.emit(position_ms)

    @Slot("qlonglong")
    def _on_duration_changed(self, duration_ms: int) -> None:
        if duration_ms > 0:
            self._duration_ms = duration_ms
            self.slider.setRange(0, duration_ms)
            self._show_place(self.position_ms)

    @Slot(QMediaPlayer.PlaybackState)
    def _on_state_changed(self, _state: QMediaPlayer.PlaybackState) -> None:
        self.play_button.set_playing(is_playing=self.is_playing)

    @Slot(QMediaPlayer.Error, str)
    def _on_error(self, error: QMediaPlayer.Error, text: str) -> None:
        if error != QMediaPlayer.Error.NoError:
            self.give_up()
            self._has_source = False
            self._stack.setCurrentWidget(self.poster)
            self.failed.emit(text)

    @Slot()
    def _on_speed_clicked(self) -> None:
        self.set_speed(0)

    @Slot(bool)
    def _on_subtitles(self, is_on: bool) -> None:  # noqa: FBT001 - Qt's signal
        self.subtitles.turn(is_on=is_on)
