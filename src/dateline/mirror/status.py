"""What a mirror says of itself, in a small file of its home: to its own server, to people and to the next start."""

from pathlib import Path
from typing import Literal

import msgspec

from dateline.storage.files import PUBLIC_MODE, write_atomically

State = Literal["following", "waiting", "refusing"]


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """Where a mirror stands.

    Attributes:
        origin: address asked.
        site: address of the site whose log it is; empty before the first answer.
        position: of the last entry taken over; 0 and an empty ``digest`` before the first.
        digest: of that entry.
        state: ``following``; ``waiting`` while the origin is away or lacks something; ``refusing`` while its past is
            not what it was.
        said: why it is not following, as a sentence; empty while it is.
        since: of the state, ISO 8601.
    """

    origin: str
    site: str = ""
    position: int = 0
    digest: str = ""
    state: State = "waiting"
    said: str = ""
    since: str = ""


def read(path: Path) -> Status | None:
    """Return what the file says; None where there is none, or none that can be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Status)
    except (OSError, msgspec.MsgspecError):
        return None


def write(path: Path, status: Status) -> None:
    """Write it whole or not at all."""
    content = msgspec.json.format(msgspec.json.encode(status), indent=1) + b"\n"
    write_atomically(path, content, mode=PUBLIC_MODE)
