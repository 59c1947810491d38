"""The manifest: the one file that names the files of the present generation, with their checksums."""

import hashlib
import json
from pathlib import Path

import msgspec

from dateline.archive.errors import NoArchiveError
from dateline.storage.files import PUBLIC_MODE, write_atomically

FORMAT = 6
"""Format of the folder. An archive of another format is rebuilt from the log."""

MANIFEST = "manifest.json"


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """The files of one generation; names are relative to the folder.

    Attributes:
        journal_bytes: valid length of the journal, whose frames carry checksums of their own.
        sizes: size by name of the files in ``text``.
        checksums: SHA-256 by name of the files in ``text``, and of the snapshot by its own name.
        ended, ended_bytes: the previous journal and its final length; empty and 0 where there is none. A reader that
            has read it to its end continues with ``journal`` and need not read the snapshot.
        log_bytes: valid length of the log, whose rows carry checksums of their own.
        purge: whether files may still hold words that were removed.
        digest: SHA-256 of all other fields, as encoded.
    """

    format: int = FORMAT
    position: int
    root: str
    snapshot: str
    journal: str
    journal_bytes: int
    text: str
    sizes: dict[str, int]
    checksums: dict[str, str]
    ended: str = ""
    ended_bytes: int = 0
    log_bytes: int = 0
    purge: bool = False
    digest: str = ""

    def files(self) -> dict[str, str]:
        """Return the checksum by path, relative to the folder, of each file that has one."""
        texts = {f"{self.text}/{name}": self.checksums.get(name, "") for name in self.sizes}
        return {self.snapshot: self.checksums.get(self.snapshot, ""), **texts}


class _Format(msgspec.Struct):
    format: int


def read_manifest(folder: Path) -> Manifest | None:
    """Return the manifest of a folder; None where no archive was ever written.

    Raises:
        NoArchiveError: the manifest has another format or is damaged.
    """
    try:
        stored = (folder / MANIFEST).read_bytes()
    except FileNotFoundError:
        return None
    try:
        format_ = msgspec.json.decode(stored, type=_Format).format
        if format_ != FORMAT:
            raise NoArchiveError(folder, f"its format is {format_}, and this version reads {FORMAT}")
        manifest = msgspec.json.decode(stored, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise NoArchiveError(folder, "its manifest is damaged") from error
    if _encoded(manifest) != stored:
        raise NoArchiveError(folder, "its manifest is damaged")
    return manifest


def replace_manifest(folder: Path, manifest: Manifest) -> None:
    """Replace the manifest atomically and durably."""
    write_atomically(folder / MANIFEST, _encoded(manifest), mode=PUBLIC_MODE)


def _encoded(manifest: Manifest) -> bytes:
    fields = msgspec.to_builtins(manifest)
    fields.pop("digest")
    content = json.dumps(fields).encode()
    return json.dumps({**fields, "digest": hashlib.sha256(content).hexdigest()}, indent=1).encode()
