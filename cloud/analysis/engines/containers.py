"""Video and sound files opened with PyAV: what is in them, how they are turned, what is wrong with them. Any thread.

One container belongs to one thread. FFmpeg's own log is off: what matters comes as an exception.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

import av
import av.error
import av.logging
from av.stream import Disposition

from cloud.analysis.engines.ports import MediaError
from cloud.contract.media import HEAD_BYTES, MediaType, sniff
from cloud.contract.reasons import Reason

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from av.container import InputContainer

av.logging.set_level(None)

#: All that reading a damaged file raises: FFmpeg's errors, and Python's for what they carry.
AV_ERRORS = (av.error.FFmpegError, OSError, ValueError, EOFError, LookupError, MemoryError)

MICROSECONDS_PER_MS = 1000
#: A file longer than this is taken as having a false duration (a header damaged, or never finished).
_LONGEST_MS = 7 * 24 * 3600 * 1000
_SIDEWAYS = 90
#: Four times 8K; a decoder holds several frames at once.
MAX_FRAME_PIXELS = 133_000_000


@dataclass(frozen=True, slots=True)
class Probe:
    """What a video or sound file holds."""

    width: int | None  #: of the upright picture with square pixels; None where there is none
    height: int | None
    duration_ms: int | None
    has_video: bool  #: cover art in a sound file is no video
    has_audio: bool
    mime: str  #: "" where it is unknown
    captured_at: str | None  #: ISO 8601, with an offset only where it is known
    defect: str = ""  #: a code of ``Reason`` where the file is cut off


#: A file may name others to be read with it, here or on the net; none is.
_FILES_ALONE = {"protocol_whitelist": "file"}


@contextmanager
def opened(path: Path) -> Iterator[InputContainer]:
    """Open a file for reading; raises ``MediaError(DAMAGED)`` where FFmpeg cannot, or where it fails within.

    That holds for a file that is cut off, too: of one that cannot be opened at all, nothing was used.
    """
    try:
        with av.open(str(path), metadata_errors="replace", container_options=_FILES_ALONE) as container:
            yield container
    except AV_ERRORS as error:
        raise MediaError(Reason.DAMAGED, str(error)) from error


def video_of(container: InputContainer) -> av.VideoStream | None:
    """Return the picture track with the most pixels; cover art and tracks without a decoder are none.

    Raises ``MediaError(TOO_MANY_PIXELS)`` before anything of such a track is decoded.
    """
    streams = [
        stream
        for stream in container.streams.video
        if not stream.disposition & Disposition.attached_pic and stream.width
    ]
    best = max(streams, key=lambda stream: stream.width * stream.height, default=None)
    if best is not None and best.width * best.height > MAX_FRAME_PIXELS:
        raise MediaError(Reason.TOO_MANY_PIXELS, f"{best.width} x {best.height}")
    return best


def audio_of(container: InputContainer) -> av.AudioStream | None:
    """Return the sound track that FFmpeg thinks best, where one can be decoded."""
    stream = container.streams.best("audio")
    return stream if isinstance(stream, av.AudioStream) else None


def decoded_frames(container: InputContainer, stream: av.VideoStream) -> Iterator[av.VideoFrame]:
    """Decode a video; a damaged stretch is passed over."""
    for packet in container.demux(stream):
        try:
            frames = packet.decode()
        except AV_ERRORS:
            continue
        yield from frames


def duration_ms_of(container: InputContainer) -> int | None:
    """Return the length: as the file says, else as its last packet says."""
    if container.duration is not None and 0 < container.duration < _LONGEST_MS * MICROSECONDS_PER_MS:
        return round(container.duration / MICROSECONDS_PER_MS)
    last_ms = 0.0
    try:
        for packet in container.demux():
            if packet.pts is not None and packet.time_base is not None:
                last_ms = max(last_ms, float((packet.pts + (packet.duration or 0)) * packet.time_base) * 1000)
    except AV_ERRORS:
        pass  # what was read so far is the length of what can be read
    return round(last_ms - (container.start_time or 0) / MICROSECONDS_PER_MS) if last_ms else None


def rotation_of(frame: av.VideoFrame) -> int:
    """Return the clockwise turn (0, 90, 180, 270) that brings the frame upright, from its display matrix."""
    return round(-frame.rotation / 90) % 4 * 90


def upright_size(stream: av.VideoStream, rotation: int) -> tuple[int, int]:
    """Return width and height as they are shown: square pixels, turned."""
    shape = stream.sample_aspect_ratio
    width = round(stream.width * shape) if shape else stream.width
    size = (max(1, width), stream.height)
    return (size[1], size[0]) if rotation % 180 == _SIDEWAYS else size


def probe(path: Path) -> Probe:
    """Look into a file without decoding more than one frame; raises ``MediaError`` where it cannot be opened."""
    with path.open("rb") as file:
        media = sniff(file.read(HEAD_BYTES), path.name)
    with opened(path) as container:
        video, audio = video_of(container), audio_of(container)
        if video is None and audio is None:
            raise MediaError(Reason.DAMAGED, "no track can be decoded")
        size = upright_size(video, _first_rotation(container, video)) if video is not None else None
        mime = media.mime if media is not None else ""
        if video is None and media is not None and media.type is MediaType.VIDEO:
            mime = _SOUND_MIMES.get(mime, mime)
        captured_at = read_captured_at(container.metadata)
    with opened(path) as container:  # a second time: finding the length of a stream may read it to its end
        duration_ms = duration_ms_of(container)
    return Probe(
        width=size[0] if size else None,
        height=size[1] if size else None,
        duration_ms=duration_ms,
        has_video=video is not None,
        has_audio=audio is not None,
        mime=mime,
        captured_at=captured_at,
        defect=Reason.TRUNCATED.value if find_cut(path) else "",
    )


_SOUND_MIMES = {
    "video/mp4": "audio/mp4",
    "video/quicktime": "audio/mp4",
    "video/3gpp": "audio/3gpp",
    "video/webm": "audio/webm",
    "video/x-matroska": "audio/x-matroska",
    "video/ogg": "audio/ogg",
}


def _first_rotation(container: InputContainer, stream: av.VideoStream) -> int:
    try:
        return rotation_of(next(container.decode(stream)))
    except (StopIteration, *AV_ERRORS):
        return 0


_CREATION_DATE = "com.apple.quicktime.creationdate"
_OFFSET = re.compile(r"([+-]\d{2})(\d{2})$")
#: Clocks that were never set write 1904 or 1970.
_FIRST_YEAR = 1990


def read_captured_at(tags: Mapping[str, str]) -> str | None:
    """Return when it was recorded: Apple's date has an offset, ``creation_time`` is UTC, a broadcast WAV's local."""
    date, time = tags.get("date", ""), tags.get("creation_time", "")
    local = f"{date}T{time}" if re.fullmatch(r"\d{2}:\d{2}:\d{2}", time) else ""
    for text in (tags.get(_CREATION_DATE, ""), time, local):
        try:
            moment = datetime.fromisoformat(_OFFSET.sub(r"\1:\2", text.strip()))
        except ValueError:
            continue
        if moment.year >= _FIRST_YEAR and len(text) > len("2026-03-14"):
            return moment.isoformat(timespec="milliseconds" if moment.microsecond else "seconds")
    return None


#: Recorders write all ones, or nearly, as the length while they run.
_RIFF_UNFINISHED = 0xFFFFFFF0
#: Two for each fragment; a day's recording in fragments of a second.
_MOST_BOXES = 200_000


def find_cut(path: Path) -> bool:
    """Whether the file ends before its own headers say: an MP4's or MOV's boxes, a RIFF's length.

    One of more boxes than any recorder writes, made to be walked for hours, is not walked to its end.
    """
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(12)
        if head[:4] == b"RIFF":
            claimed = int.from_bytes(head[4:8], "little")
            return claimed < _RIFF_UNFINISHED and claimed + 8 > size + 1
        if head[4:8] not in {b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"}:
            return False
        at = 0
        for _ in range(_MOST_BOXES):
            if at + 8 > size:
                break
            file.seek(at)
            header = file.read(16)
            length = int.from_bytes(header[:4])
            if length == 1:  # the true length follows in 64 bits
                length = int.from_bytes(header[8:16])
            if length == 0:  # to the end of the file
                return False
            if length < 8:  # noqa: PLR2004 - no box is shorter than its header: padding at the end
                return False
            at += length
    return at > size
