"""Examines recordings: whether every browser plays a file, and its type, length and size.

Source: MediaInfo, which reads containers and codecs without decoding.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import IO, Any, Literal

from pymediainfo import MediaInfo

from dateline.newsroom.desk.library import soundness

Sort = Literal["video", "audio"]
Fault = Literal["kind", "mislabelled", "codec", "empty", "truncated", "two-in-one", "located"]
"""What is wrong with a file; ``kind``: its extension is not in `ENDINGS`; ``located``: it contains a location."""


@dataclass(frozen=True)
class _Container:
    name: str
    video: frozenset[str]
    audio: frozenset[str]


_MP4 = _Container("MPEG-4", frozenset({"AVC"}), frozenset({"AAC"}))
_CONTAINERS = {
    "m4a": _Container("MPEG-4", frozenset(), frozenset({"AAC"})),
    "mp3": _Container("MPEG Audio", frozenset(), frozenset({"MPEG Audio"})),
    "mp4": _MP4,
    "oga": _Container("Ogg", frozenset(), frozenset({"Opus", "Vorbis"})),
    "ogg": _Container("Ogg", frozenset(), frozenset({"Opus", "Vorbis"})),
    "opus": _Container("Ogg", frozenset(), frozenset({"Opus"})),
    "weba": _Container("WebM", frozenset(), frozenset({"Opus", "Vorbis"})),
    "webm": _Container("WebM", frozenset({"VP8", "VP9", "AV1"}), frozenset({"Opus", "Vorbis"})),
}
ENDINGS = tuple(_CONTAINERS)
"""Allowed extensions; WAV and other studio formats are too large for readers."""

_PUBLIC = {
    ("MPEG-4", "video"): ("mp4", "video/mp4"),
    ("MPEG-4", "audio"): ("m4a", "audio/mp4"),
    ("MPEG Audio", "audio"): ("mp3", "audio/mpeg"),
    ("Ogg", "audio"): ("ogg", "audio/ogg"),
    ("WebM", "video"): ("webm", "video/webm"),
    ("WebM", "audio"): ("weba", "audio/webm"),
}


@dataclass(frozen=True)
class Facts:
    """Facts about a file; ``duration_s`` at least 1, pixels 0 for sound, ``ending`` that of its public name."""

    sort: Sort
    type: str
    ending: str
    duration_s: int
    width: int = 0
    height: int = 0


def examine(ending: str, file: IO[bytes]) -> Facts | Fault:
    """Return the facts about a file, or its fault; the file is rewound."""
    container = _CONTAINERS.get(ending.lower())
    if container is None:
        return "kind"
    if soundness.is_two_in_one_by_its_ends(file):
        return "two-in-one"
    file.seek(0)
    try:
        tracks = MediaInfo.parse(file).tracks
    finally:
        file.seek(0)
    return _facts(container, tracks)


def _facts(container: _Container, tracks: Iterable[Any]) -> Facts | Fault:
    by_sort: dict[str, list[Any]] = {"General": [], "Video": [], "Audio": []}
    for track in tracks:
        by_sort.setdefault(track.track_type, []).append(track)
    general, video, audio = (by_sort[name] for name in ("General", "Video", "Audio"))
    if not general or general[0].format != container.name:
        return "mislabelled"
    fault = _fault_of(container, general[0], video, audio)
    if fault is not None:
        return fault
    sort: Sort = "video" if video else "audio"
    ending, type_ = _PUBLIC[container.name, sort]
    size = (int(video[0].width or 0), int(video[0].height or 0)) if video else (0, 0)
    return Facts(sort, type_, ending, max(1, round(_duration_ms(general[0]) / 1000)), *size)


def _fault_of(container: _Container, general: Any, video: list[Any], audio: list[Any]) -> Fault | None:
    if video and not container.video:
        return "mislabelled"
    if any(one.format not in container.video for one in video) or any(not _plays(container, one) for one in audio):
        return "codec"
    if general.istruncated == "Yes":
        return "truncated"
    if not (video or audio) or not _duration_ms(general):
        return "empty"
    return "located" if any(_is_place(name) for name in general.to_data()) else None


def _plays(container: _Container, audio: Any) -> bool:
    if container.name == "MPEG Audio" and audio.format_profile != "Layer 3":
        return False
    return audio.format in container.audio


def _duration_ms(track: Any) -> float:
    try:
        return float(track.duration or 0)
    except ValueError:
        return 0.0


def _is_place(name: str) -> bool:
    return name == "xyz" or "location" in name
