"""The reader: holds one generation and moves to the newest on request."""

from pathlib import Path

from dateline.archive.embedded.generation import Generation
from dateline.archive.embedded.log import Entries, LogReader
from dateline.archive.embedded.manifest import MANIFEST, Manifest, read_manifest
from dateline.archive.embedded.storage import ArchiveState, load_state, read_frames
from dateline.archive.embedded.text_index.generations import check_generation
from dateline.archive.embedded.text_index.index import Texts, key
from dateline.archive.errors import DamagedArchiveError, NoArchiveError

MAX_ATTEMPTS = 5  # a generation may be deleted between reading its name and opening it

_Stamp = tuple[int, int, int]


class EmbeddedReader:
    """Reads one folder.

    Attributes:
        current: the generation in use; whoever holds it can go on using it after a refresh.
        trouble: a sentence that tells why the newest generation cannot be read; empty if it can be read.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._stamp: _Stamp | None = None
        self._manifest: Manifest | None = None
        self.current = Generation(ArchiveState.empty(), None)
        self.trouble = ""
        stamp = _stamp(folder)
        if stamp is not None:
            self._advance()
            self._stamp = stamp

    @property
    def position(self) -> int:
        """Position of the last entry of the current generation."""
        return self.current.position

    def refresh(self) -> bool:
        """Move to the newest generation; return whether there was a newer one.

        If the newest one cannot be read, ``current`` stays as it was and ``trouble`` tells why.
        """
        stamp = _stamp(self._folder)
        if stamp in (self._stamp, None):
            return False
        try:
            changed = self._advance()
        except NoArchiveError as error:
            self.trouble = str(error)
            return False
        self.trouble = ""
        self._stamp = stamp
        return changed

    def _advance(self) -> bool:
        for attempt in range(MAX_ATTEMPTS):
            manifest = read_manifest(self._folder)
            if manifest is None or manifest == self._manifest:
                return False
            try:
                generation = self._open(manifest)
            except NoArchiveError:
                if attempt == MAX_ATTEMPTS - 1 or read_manifest(self._folder) == manifest:
                    raise
                continue
            self.current, self._manifest = generation, manifest
            return True
        return False

    def _open(self, manifest: Manifest) -> Generation:
        followed = self._follow(manifest)
        state = load_state(self._folder, manifest) if followed is None else followed[0]
        if state.position != manifest.position:
            raise NoArchiveError(self._folder, "its journal does not reach the position its manifest states")
        try:
            check_generation(self._folder, manifest, self._manifest)
            texts = Texts(self._folder / manifest.text)
            log = self._log(manifest)
        except (OSError, ValueError, DamagedArchiveError) as error:
            raise NoArchiveError(self._folder, f"{manifest.text}: {error}") from error
        cached = self.current.cached.without(followed[1]) if followed is not None else None
        return Generation(state, texts, cached, log=log)

    def _log(self, manifest: Manifest) -> Entries:
        """Return the log of a generation; its files stay open until the archive is rebuilt."""
        before = self._manifest
        known = self.current.log.reader if before is not None and before.root == manifest.root else None
        return Entries(known or LogReader(self._folder / manifest.root), manifest.position)

    def _follow(self, manifest: Manifest) -> tuple[ArchiveState, list[int]] | None:
        """Return (the state after the journal's new frames, keys of changed texts); None to read the snapshot."""
        before = self._manifest
        if before is None or before.root != manifest.root:
            return None
        parts = _parts(before, manifest)
        if parts is None:
            return None
        try:
            frames = [frame for name, start, end in parts for frame in read_frames(self._folder / name, start, end)]
        except (OSError, ValueError):
            return None
        changed = [key(number, code) for frame in frames for number, code in frame.texts]
        return self.current.state.apply(frames), changed


def _parts(before: Manifest, now: Manifest) -> list[tuple[str, int, int]] | None:
    """Return (file, start, end) of the journal parts between two manifests; None where they are not connected."""
    if now.journal == before.journal and now.journal_bytes >= before.journal_bytes:
        return [(now.journal, before.journal_bytes, now.journal_bytes)]
    if now.ended == before.journal and now.ended_bytes >= before.journal_bytes:
        return [(now.ended, before.journal_bytes, now.ended_bytes), (now.journal, 0, now.journal_bytes)]
    return None


def _stamp(folder: Path) -> _Stamp | None:
    try:
        status = (folder / MANIFEST).stat()
    except FileNotFoundError:
        return None
    return status.st_ino, status.st_mtime_ns, status.st_size
