"""The status file of a mirror: for its own server, for people, and for its next start."""

from pathlib import Path
from typing import Literal

import msgspec

from dateline.storage.files import PUBLIC_MODE, write_atomically

State = Literal["following", "waiting", "refusing"]


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """The status of a mirror.

    Attributes:
        origin: its address.
        site: address of the site whose log it is; empty before the first response.
        position: of the last entry applied; 0 and an empty ``digest`` before the first.
        digest: of that entry.
        state: ``following``; ``waiting`` while the origin does not answer or lacks something; ``refusing`` while
            its history differs from the one followed so far.
        reason: why the mirror is not following, as a sentence; empty while it is. The file names this field ``said``.
        since: start of the state, ISO 8601.
    """

    origin: str
    site: str = ""
    position: int = 0
    digest: str = ""
    state: State = "waiting"
    reason: str = msgspec.field(default="", name="said")
    since: str = ""


def read(path: Path) -> Status | None:
    """Return the status; None where there is none, or an unreadable one."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Status)
    except (OSError, msgspec.MsgspecError):
        return None


def write(path: Path, status: Status) -> None:
    """Write the status atomically."""
    content = msgspec.json.format(msgspec.json.encode(status), indent=1) + b"\n"
    write_atomically(path, content, mode=PUBLIC_MODE)
