"""Failures of the worker's jobs, stored in files for `dateline check`: one file per job, in the home's ``logs``.

They are not stored in the database, because the database may be what fails.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dateline.storage.files import write_atomically

_SUFFIX = ".trouble"


@dataclass(frozen=True)
class Trouble:
    """A failing job.

    Attributes:
        name: of the job.
        since: time of the first failure, such as ``2026-03-01 09:30 UTC``; empty where it could not be stored.
        reason: why the job fails, as a sentence; empty where it could not be stored.
    """

    name: str
    since: str
    reason: str

    def sentence(self) -> str:
        """Return the message for people."""
        since = f" since {self.since}" if self.since else ""
        reason = self.reason or "time and reason could not be stored; is the disk full? See what the worker writes."
        return f"The worker's {self.name} has failed{since}: {reason}"


def note(folder: Path, name: str, reason: str, *, at: dt.datetime) -> None:
    """Store that a job fails, and why. The time of the first failure stays until `clear`."""
    path = folder / f"{name}{_SUFFIX}"
    before = path.read_text("utf-8").partition("\n")[0] if path.exists() else ""
    since = before or f"{at:%Y-%m-%d %H:%M} UTC"
    write_atomically(path, f"{since}\n{reason}\n".encode())


def clear(folder: Path, name: str) -> None:
    """Remove the failure of a job that works again."""
    (folder / f"{name}{_SUFFIX}").unlink(missing_ok=True)


def clear_all(folder: Path) -> None:
    """Remove all failures."""
    for path in folder.glob(f"*{_SUFFIX}"):
        path.unlink(missing_ok=True)


def all_noted(folder: Path) -> Iterator[Trouble]:
    """Yield the failures, sorted by name of the job."""
    for path in sorted(folder.glob(f"*{_SUFFIX}")):
        since, _, reason = path.read_text("utf-8").partition("\n")
        yield Trouble(path.stem, since, reason.strip())
