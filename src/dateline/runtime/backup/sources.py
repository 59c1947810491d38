"""Sources of what was published after a backup: what is left of the home, or a public site such as a mirror's."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO, Protocol

import msgspec

from dateline.archive import overrides
from dateline.archive.embedded import open_reader
from dateline.archive.errors import ArchiveError
from dateline.archive.overrides import Override
from dateline.editions.chain import entry_digest, find_faults
from dateline.editions.entry import Entry, Record
from dateline.mirror.follower import verified_pages
from dateline.mirror.origin import Origin
from dateline.runtime.backup.errors import BackupError
from dateline.runtime.home import Home

_BATCH = 500


class Source(Protocol):
    """A source of log entries after the end of the backup."""

    def records(self, after: int) -> Iterator[list[Record]]:
        """Yield the entries after a position in batches; their chain and digests are checked."""

    def fetch(self, name: str, target: BinaryIO) -> bool:
        """Write a public file into ``target``; return whether there is one."""

    def overrides(self) -> Mapping[int, Override]:
        """Return the overrides that the source has, by release number."""


class HomeSource:
    """The home of the newsroom or of a mirror: its archive, public media and overrides."""

    def __init__(self, path: Path) -> None:
        self._home = Home(path)

    def records(self, after: int) -> Iterator[list[Record]]:
        """See ``Source.records``."""
        try:
            archive = open_reader(self._home.archive).current
        except ArchiveError as error:
            message = (
                f"the archive in {self._home.path} cannot be read: name a mirror, or the last position and number that "
                f"you know of, and copy {self._home.overrides} into the new home before you start it"
            )
            raise BackupError(message) from error
        before: Entry | None = None
        while stored := archive.entries(after, _BATCH):
            batch = [Record(msgspec.json.decode(one.entry, type=Entry), one.edition, one.notice) for one in stored]
            for record in batch:
                if before is not None:
                    _require_sound(record, before)
                before = record.entry
            yield batch
            after = batch[-1].entry.position

    def fetch(self, name: str, target: BinaryIO) -> bool:
        """See ``Source.fetch``."""
        for folder in (self._home.renditions, self._home.public_media):
            if (folder / name).is_file():
                with (folder / name).open("rb") as file:
                    shutil.copyfileobj(file, target)
                return True
        return False

    def overrides(self) -> Mapping[int, Override]:
        """See ``Source.overrides``."""
        return overrides.read_all(self._home.overrides)


class SiteSource:
    """A public site, read over HTTP. It does not publish its overrides, but the words that they close are missing."""

    def __init__(self, url: str) -> None:
        self._origin = Origin(url)

    def records(self, after: int) -> Iterator[list[Record]]:
        """See ``Source.records``."""
        before = None
        if after:
            known = self._origin.page(after - 1, limit=1).entries
            if not known:
                return
            before = msgspec.json.decode(known[0].entry, type=Entry)
        yield from verified_pages(self._origin, before)

    def fetch(self, name: str, target: BinaryIO) -> bool:
        """See ``Source.fetch``."""
        return self._origin.fetch(name, target)

    def overrides(self) -> Mapping[int, Override]:
        """See ``Source.overrides``."""
        return {}


def source_at(named: str) -> Source:
    """Return the source at an address or in a folder.

    Raises:
        BackupError: the folder has no archive and no overrides.
    """
    if named.startswith(("http://", "https://")):
        return SiteSource(named)
    path = Path(named).resolve()
    if not (path / "archive").is_dir():
        message = f"{named} is no home: it has no folder `archive`"
        raise BackupError(message)
    return HomeSource(path)


def records_since(source: Source, position: int, digest: str) -> Iterator[list[Record]]:
    """Yield the entries after the end of a backup, after checking that the source has the same log up to there.

    Raises:
        BackupError: the source has another log, or ends before the backup.
    """
    batches = source.records(max(0, position - 1))
    first = next(batches, [])
    if position:
        if not first:
            message = f"the other log ends before position {position}, where the backup ends: it knows nothing newer"
            raise BackupError(message)
        if entry_digest(first[0].entry) != digest:
            message = f"the other log has another entry at position {position}: it is another newsroom's"
            raise BackupError(message)
        first = first[1:]
    if first:
        yield first
    yield from batches


def _require_sound(record: Record, before: Entry) -> None:
    for reason in find_faults(record, before):
        message = f"the other log cannot be trusted: {reason}"
        raise BackupError(message)
