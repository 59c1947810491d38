"""The reader: holds one generation and goes over to the newest when asked."""

from pathlib import Path

from dateline.archive.embedded.answering.generation import Generation
from dateline.archive.embedded.log import Entries, LogReader
from dateline.archive.embedded.storage import Manifest, State, read_frames, read_manifest
from dateline.archive.embedded.text_index.generations import check
from dateline.archive.embedded.text_index.index import Texts, key
from dateline.archive.embedded.writer import load
from dateline.archive.errors import NoArchiveError

TRIES = 5  # a generation may be deleted between reading its name and opening it

_Seen = tuple[int, int, int]


class EmbeddedReader:
    """Reads one folder; ``current`` may be held as long as an answer takes, and goes on answering."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._seen: _Seen | None = None
        self._manifest: Manifest | None = None
        self.current = Generation(State.empty(), None)
        self.trouble = ""
        seen = _stamp(folder)
        if seen is not None:
            self._advance()
            self._seen = seen

    @property
    def position(self) -> int:
        """Position of the last entry of the current generation."""
        return self.current.position

    def refresh(self) -> bool:
        """Go over to the newest generation; return whether there was a newer one.

        When it cannot be read, the current one goes on and ``trouble`` says why in a sentence.
        """
        seen = _stamp(self._folder)
        if seen == self._seen or seen is None:
            return False
        try:
            changed = self._advance()
        except NoArchiveError as error:
            self.trouble = str(error)
            return False
        self.trouble = ""
        self._seen = seen
        return changed

    def _advance(self) -> bool:
        for attempt in range(TRIES):
            manifest = read_manifest(self._folder)
            if manifest is None or manifest == self._manifest:
                return False
            try:
                generation = self._open(manifest)
            except NoArchiveError:
                if attempt == TRIES - 1 or read_manifest(self._folder) == manifest:
                    raise
                continue
            self.current, self._manifest = generation, manifest
            return True
        return False

    def _open(self, manifest: Manifest) -> Generation:
        followed = self._follow(manifest)
        state = load(self._folder, manifest) if followed is None else followed[0]
        if state.position != manifest.position:
            raise NoArchiveError(self._folder, "its journal does not reach the position its manifest states")
        try:
            check(self._folder, manifest)
            texts = Texts(self._folder / manifest.text)
            log = self._log(manifest)
        except (OSError, ValueError) as error:
            raise NoArchiveError(self._folder, f"{manifest.text}: {error}") from error
        shown = self.current.shown.without(followed[1]) if followed is not None else None
        return Generation(state, texts, shown, log=log)

    def _log(self, manifest: Manifest) -> Entries:
        """Return the log of a generation; files stay open as long as the archive is not built anew."""
        before = self._manifest
        known = self.current.log.reader if before is not None and before.root == manifest.root else None
        return Entries(known or LogReader(self._folder / manifest.root), manifest.position)

    def _follow(self, manifest: Manifest) -> tuple[State, list[int]] | None:
        """Return (the state after the journal's new part, keys of texts it touched); None where it does not go on."""
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
        touched = [key(number, code) for frame in frames for number, code in frame.texts]
        return self.current.state.after(frames), touched


def _parts(before: Manifest, now: Manifest) -> list[tuple[str, int, int]] | None:
    """The parts of journals between two manifests; None where the snapshot must be read."""
    if now.journal == before.journal and now.journal_bytes >= before.journal_bytes:
        return [(now.journal, before.journal_bytes, now.journal_bytes)]
    if now.ended == before.journal and now.ended_bytes >= before.journal_bytes:
        return [(now.ended, before.journal_bytes, now.ended_bytes), (now.journal, 0, now.journal_bytes)]
    return None


def _stamp(folder: Path) -> _Seen | None:
    try:
        found = (folder / "manifest.json").stat()
    except FileNotFoundError:
        return None
    return found.st_ino, found.st_mtime_ns, found.st_size
