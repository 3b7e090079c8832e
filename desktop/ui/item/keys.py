"""What the keys of an item's page do, wherever the focus is, but for where one types. Main thread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from desktop.ui.item.photo import Photo
    from desktop.ui.item.recording import Recording

_STEP_MS, _LONG_STEP_MS = 1_000, 5_000
_Key = Qt.Key


def photo_key(photo: Photo, event: QKeyEvent) -> int:
    """Take a key for a photo; return how many items to go on by."""
    if event.key() == _Key.Key_B:
        photo.canvas.toggle_boxes()
    elif event.key() in {_Key.Key_Left, _Key.Key_Right}:
        return 1 if event.key() == _Key.Key_Right else -1
    elif not photo.canvas.hasFocus():
        photo.canvas.keyPressEvent(event)
    return 0


def recording_key(recording: Recording, event: QKeyEvent) -> bool:
    """Take a key for a recording; False where it is none of its."""
    player, view, key = recording.player, recording.transcript.view, event.key()
    has_shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    step = _LONG_STEP_MS if has_shift else _STEP_MS
    match key:
        case _Key.Key_Space | _Key.Key_K:
            player.toggle()
        case _Key.Key_Left | _Key.Key_Right:
            player.seek(player.position_ms + (step if key == _Key.Key_Right else -step))
        case _Key.Key_Comma | _Key.Key_Less | _Key.Key_Period | _Key.Key_Greater:
            player.step_frame(1 if key in {_Key.Key_Period, _Key.Key_Greater} else -1)
        case _Key.Key_J | _Key.Key_L:
            player.set_speed(1 if key == _Key.Key_L else -1)
        case _Key.Key_Up | _Key.Key_Down:
            view.go_line(1 if key == _Key.Key_Down else -1)
        case _Key.Key_I | _Key.Key_O:
            recording.mark(is_end=key == _Key.Key_O)
        case _Key.Key_F3:
            view.go_match(-1 if has_shift else 1)
        case _:
            return _other_key(recording, event)
    return True


def _other_key(recording: Recording, event: QKeyEvent) -> bool:
    player = recording.player
    match event.key():
        case _Key.Key_M:
            player.toggle_sound()
        case _Key.Key_S if player.subtitles.has_any:
            player.subtitles_button.toggle()
        case _Key.Key_F if player.is_video:
            recording.full.turn()
        case _:
            return False
    return True
