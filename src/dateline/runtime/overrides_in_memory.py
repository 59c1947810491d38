"""The second folder of overrides, in the memory of this machine, for a home that cannot be written (decision 0007).

Running processes apply the overrides of both folders. The second folder is lost when the machine restarts. Any user may
create folders in that place. So it is used only if it belongs to root, to the owner of the home or to the user of the
process, and if nobody else may write to it.
"""

import os
import stat
from contextlib import suppress
from functools import partial
from pathlib import Path

from dateline.archive import overrides
from dateline.archive.overrides import Override
from dateline.runtime.errors import ConfigError
from dateline.runtime.home import Home

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


class MemoryFolderError(ConfigError):
    """The second folder of overrides cannot be used."""

    def __init__(self, folder: Path, reason: str) -> None:
        super().__init__(f"{folder} {reason}")
        self.folder = folder


def trusted_folder(home: Home) -> Path | None:
    """Return the second folder if it exists and nobody can write to it who may not close releases; else None."""
    folder = home.overrides_in_memory
    try:
        found = folder.lstat()
        owners = {0, os.geteuid(), home.path.stat().st_uid}
    except OSError:
        return None
    is_ours = stat.S_ISDIR(found.st_mode) and found.st_uid in owners and not found.st_mode & _OTHERS_WRITE
    return folder if is_ours else None


def write(home: Home, override: Override) -> Override:
    """Add an override to the second folder, and return the union with one that it has already.

    Raises:
        MemoryFolderError: this user may not close releases, or the folder belongs to somebody else.
        OSError: the memory cannot be written either.
    """
    folder = home.overrides_in_memory
    owner = home.path.stat()
    if os.geteuid() not in {0, owner.st_uid}:
        raise MemoryFolderError(folder, "is used by root and the owner of the home only; run this as one of them")
    with suppress(FileExistsError):
        folder.mkdir(mode=0o755)
        folder.chmod(0o755)  # whatever the umask is: public processes may run as another user
        os.chown(folder, owner.st_uid, owner.st_gid)  # so that the worker can carry the overrides over
    if trusted_folder(home) is None:
        raise MemoryFolderError(folder, "is not ours, or others may write to it; delete it and try again")
    return overrides.update(folder, override.number, override.merged_with) or override


def read_all(home: Home) -> dict[int, Override]:
    """Return the overrides in the second folder by number; empty where it does not exist or is not trusted."""
    folder = trusted_folder(home)
    return overrides.read_all(folder) if folder else {}


def lift(home: Home, number: int) -> bool:
    """Delete the override of a release in the second folder; return whether there was one."""
    folder = trusted_folder(home)
    return folder is not None and overrides.lift(folder, number)


def carry_over(home: Home) -> None:
    """Move the overrides of the second folder into the home.

    Safe to repeat: an override leaves the second folder once it is in the first.

    Raises:
        OSError: the home still cannot be written; what is not moved stays in force.
    """
    for number in read_all(home):
        overrides.update(home.overrides_in_memory, number, partial(_moved, home))


def _moved(home: Home, override: Override | None) -> None:
    """Write an override into the home; the caller holds the lock on the second folder."""
    if override is not None:
        overrides.update(home.overrides, override.number, override.merged_with, urgently=True)
