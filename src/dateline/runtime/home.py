"""The home: the one folder that a newsroom or a mirror writes to. Django-free, because the public server reads it."""

import hashlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dateline.runtime.errors import HomeFormatError, MirrorHomeError, NewsroomHomeError, NoSecretKeyError
from dateline.storage.files import MEMORY, write_atomically
from dateline.storage.spare_files import reserve

FORMAT = 1
"""Number of the layout below; `dateline upgrade` brings older homes to it."""

_PUBLIC_FOLDERS = ("archive", "public", "public/media", "overrides")
_PRIVATE_FOLDERS = ("private", "private/originals", "private/renditions", "logs")


@dataclass(frozen=True)
class Home:
    """The folder of a newsroom or mirror, and the paths in it. Reading a path creates nothing."""

    path: Path

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Home":
        """Return the home that ``DATELINE_HOME`` names, else ``./var``; always an absolute path."""
        return cls(Path(environment.get("DATELINE_HOME") or "var").resolve())

    @property
    def format_file(self) -> Path:
        """The file with the number of the layout."""
        return self.path / "format"

    @property
    def database(self) -> Path:
        """The SQLite file, where no other database is named."""
        return self.path / "dateline.sqlite3"

    @property
    def secret_key_file(self) -> Path:
        """The key that signs sessions; readable by its owner only."""
        return self.path / "secret-key"

    @property
    def archive(self) -> Path:
        """What the public server reads; written by the worker, in the home of a mirror by the mirror process."""
        return self.path / "archive"

    @property
    def public_media(self) -> Path:
        """Files that the public server sends, named by their content; written by the worker or the mirror process."""
        return self.path / "public" / "media"

    @property
    def actor_key(self) -> Path:
        """The public key that verifies what the newsroom sends over ActivityPub; written by the worker."""
        return self.path / "public" / "activitypub.pem"

    @property
    def originals(self) -> Path:
        """Pictures and attachments as uploaded, without a public address; written by the desk."""
        return self.path / "private" / "originals"

    @property
    def renditions(self) -> Path:
        """Renditions named by their content; written by the desk, copied to ``public_media`` by the worker."""
        return self.path / "private" / "renditions"

    @property
    def overrides(self) -> Path:
        """Overrides, which public processes apply on top of the archive; written by `dateline kill` and the desk."""
        return self.path / "overrides"

    @property
    def overrides_in_memory(self) -> Path:
        """Overrides for a home that cannot be written, in the memory of this machine; see the module of that name."""
        name = hashlib.blake2b(os.fsencode(self.path), digest_size=8).hexdigest()
        return MEMORY / f"dateline-overrides-{name}"

    @property
    def logs(self) -> Path:
        """Log files, and the locks and marks of the processes."""
        return self.path / "logs"

    @property
    def archive_mark(self) -> Path:
        """Position and digest of the last entry in the archive; written by ``runtime.archive_follower``.

        By it a process notices that the log was rewritten, so it is not in a folder that people may empty.
        """
        return self.path / "archive.mark"

    @property
    def sample_mark(self) -> Path:
        """Exists while the sample newsroom is being loaded; written by `dateline sample`."""
        return self.logs / "sample.unfinished"

    @property
    def worker_lock(self) -> Path:
        """Held by the one worker, or by the one mirror process."""
        return self.logs / "worker.lock"

    @property
    def worker_mark(self) -> Path:
        """Exists once the worker has brought the archive to the end of the log; written by the worker."""
        return self.logs / "worker.ready"

    @property
    def up_lock(self) -> Path:
        """Held by the one `dateline up`."""
        return self.logs / "up.lock"

    @property
    def mirror_status(self) -> Path:
        """Status of a mirror; written by the mirror process, and in the home of a mirror only."""
        return self.path / "mirror.json"

    @property
    def mirror_named(self) -> Path:
        """File names in a mirror's log, in SQLite; written by the mirror process, rebuilt where it is missing."""
        return self.path / "mirror.sqlite3"

    def is_prepared(self) -> bool:
        """Return whether `prepare` has run here."""
        return self.format_file.exists()

    def format(self) -> int:
        """Return the format number of this home; 0 where there is none.

        Raises:
            HomeFormatError: the format file does not hold a number.
        """
        if not self.format_file.exists():
            return 0
        found = self.format_file.read_text("utf-8").strip()
        if not found.isdigit():
            raise HomeFormatError(self.path, found, FORMAT)
        return int(found)

    def require_current_format(self) -> None:
        """Check that the home has the format that this version writes.

        Raises:
            HomeFormatError: the home has an older or newer format.
        """
        if self.format() != FORMAT:
            raise HomeFormatError(self.path, str(self.format()), FORMAT)

    def secret_key(self, environment: Mapping[str, str]) -> str:
        """Return ``DATELINE_SECRET_KEY``, else the key stored in the home.

        Raises:
            NoSecretKeyError: neither the environment nor the home has a key.
        """
        given = environment.get("DATELINE_SECRET_KEY", "")
        if given:
            return given
        try:
            stored = self.secret_key_file.read_text("utf-8").strip()
        except FileNotFoundError:
            stored = ""
        if not stored:
            raise NoSecretKeyError(self.path)
        return stored


def prepare(home: Home, environment: Mapping[str, str]) -> None:
    """Make the folders, the secret key (unless the environment has one) and, last, the format file.

    Safe to repeat, also after being killed: only the last step makes the home count as prepared.

    Raises:
        HomeFormatError: the home has another format.
        MirrorHomeError: the home belongs to a mirror.
    """
    if home.is_prepared():
        home.require_current_format()
    if home.mirror_status.exists():
        raise MirrorHomeError(home.path)
    home.path.mkdir(parents=True, exist_ok=True)
    for folder in _PUBLIC_FOLDERS:
        _folder(home.path / folder, 0o755)
    for folder in _PRIVATE_FOLDERS:
        _folder(home.path / folder, 0o700)
    reserve(home.overrides)
    if not environment.get("DATELINE_SECRET_KEY") and not home.secret_key_file.exists():
        _write_line(home.secret_key_file, secrets.token_urlsafe(48), mode=0o600)
    if not environment.get("DATELINE_DATABASE_URL"):
        home.database.touch(0o600)
    if not home.is_prepared():
        _write_line(home.format_file, str(FORMAT), mode=0o644)


def publish_actor_key(home: Home, pem: str) -> None:
    """Write the public key of the ActivityPub actors for public processes."""
    if read_actor_key(home) != pem.strip():
        _write_line(home.actor_key, pem.strip(), mode=0o644)


def read_actor_key(home: Home) -> str:
    """Return the public key of the ActivityPub actors as PEM; empty while there is none."""
    try:
        return home.actor_key.read_text("ascii").strip()
    except FileNotFoundError:
        return ""


def prepare_mirror(home: Home) -> None:
    """Make the folders of a mirror, which has no database and no secrets; safe to repeat.

    Raises:
        HomeFormatError: the home has another format.
        NewsroomHomeError: the home belongs to a newsroom.
    """
    if home.is_prepared():
        home.require_current_format()
    if not home.mirror_status.exists() and (home.is_prepared() or home.secret_key_file.exists()):
        raise NewsroomHomeError(home.path)
    home.path.mkdir(parents=True, exist_ok=True)
    for folder in _PUBLIC_FOLDERS:
        _folder(home.path / folder, 0o755)
    _folder(home.logs, 0o700)
    reserve(home.overrides)
    if not home.mirror_status.exists():
        _write_line(home.mirror_status, "{}", mode=0o644)
    if not home.is_prepared():
        _write_line(home.format_file, str(FORMAT), mode=0o644)


def _folder(path: Path, mode: int) -> None:
    path.mkdir(exist_ok=True)
    path.chmod(mode)


def _write_line(path: Path, text: str, *, mode: int) -> None:
    write_atomically(path, f"{text}\n".encode(), mode=mode)
