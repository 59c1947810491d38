"""Generations of the text index: folders of hard links, so that a reader's index never changes."""

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from dateline.archive.embedded.log import LOG_FILES
from dateline.archive.embedded.manifest import Manifest
from dateline.archive.errors import DamagedArchiveError
from dateline.storage.content_addressed import digest_of_file
from dateline.storage.files import sync_folder

MAX_ATTEMPTS = 50  # a merge that ends in the background deletes files while they are linked
_META = "meta.json"
_LARGE = frozenset({".fast", ".fieldnorm", ".idx", ".pos", ".store", ".term"})


def link_generation(work: Path, generation: Path) -> dict[str, int]:
    """Create a folder of hard links to the present files of the index in ``work``; return their sizes by name.

    Raises:
        FileNotFoundError: files that the index names are missing.
    """
    for attempt in range(MAX_ATTEMPTS):
        shutil.rmtree(generation, ignore_errors=True)
        generation.mkdir()
        generation.chmod(0o755)
        try:
            names = _link(work, generation)
        except FileNotFoundError:
            if attempt == MAX_ATTEMPTS - 1:
                raise
            continue
        break
    lock = generation / ".tantivy-meta.lock"
    lock.touch()
    lock.chmod(0o666)  # the one file that readers open for writing
    sync_folder(generation)
    sync_folder(generation.parent)
    return {name: (generation / name).stat().st_size for name in names}


def checksums_of(folder: Path, generation: str, sizes: Mapping[str, int], before: Manifest | None) -> dict[str, str]:
    """Return the SHA-256 by name of the files of a new generation.

    Files never change, so the checksums of files that the previous generation has too are taken over from it. A file
    that only the previous generation has was merged into a new file. It is compared with its checksum now; otherwise
    damage in it could get into the new file and receive a valid checksum there.

    Args:
        folder: of the archive.
        generation: folder of the generation, relative to it.
        sizes: of the files by name.
        before: the manifest of the generation before; None where there is none.

    Raises:
        DamagedArchiveError: a file of the generation before differs from its checksum.
    """
    known = before.checksums if before else {}
    if before is not None:
        for name in before.sizes.keys() - sizes.keys() - {_META}:
            _check_file(folder / before.text / name, known[name])
    return {
        name: known[name] if name in known and name != _META else digest_of_file(folder / generation / name)
        for name in sizes
    }


def restore_work(folder: Path, manifest: Manifest, work: Path) -> None:
    """Recreate the index's working folder from a manifest's generation.

    Discards what a writer that died wrote past its last manifest.

    Raises:
        OSError: a file is missing.
        DamagedArchiveError: a file is damaged.
    """
    check_generation(folder, manifest)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    names = _link(folder / manifest.text, work)
    (work / ".managed.json").write_text(json.dumps(names))  # files that tantivy may delete after a merge


def check_generation(folder: Path, manifest: Manifest, before: Manifest | None = None) -> None:
    """Check that all files of a manifest's generation exist with their full size, and the content of the small ones.

    The small files list the segments and the deleted texts, so damage in one could bring back deleted words. The large
    files are compared with their checksums in the background; see ``integrity.py``.

    Args:
        folder: of the archive.
        manifest: of the generation.
        before: the manifest checked before; its files are not read again.

    Raises:
        OSError: a file is missing.
        DamagedArchiveError: a file has another size or content.
    """
    known = before.checksums if before and before.root == manifest.root else {}
    for name, size_bytes in manifest.sizes.items():
        path = folder / manifest.text / name
        if path.stat().st_size != size_bytes:
            raise _damaged(path)
        if path.suffix not in _LARGE and known.get(name) != manifest.checksums[name]:
            _check_file(path, manifest.checksums[name])


def _check_file(path: Path, checksum: str) -> None:
    if digest_of_file(path) != checksum:
        raise _damaged(path)


def _damaged(path: Path) -> DamagedArchiveError:
    return DamagedArchiveError(f"{path.parent.name}/{path.name} differs from its checksum")


def _link(source: Path, target: Path) -> list[str]:
    """Link the index's description, then the files it names. tantivy never writes into an existing file."""
    os.link(source / _META, target / _META)
    described = json.loads((target / _META).read_bytes())["segments"]
    segments = {segment["segment_id"].replace("-", "") for segment in described}
    files = [file for file in source.iterdir() if file.name.partition(".")[0] in segments]
    for file in files:
        os.link(file, target / file.name)
        file.chmod(0o644)  # tantivy writes 0600; readers may run as another user
    (target / _META).chmod(0o644)
    if {file.name.partition(".")[0] for file in files} != segments:
        raise FileNotFoundError(str(source))
    return [_META, *sorted(file.name for file in files)]


def drop_old(folder: Path, manifest: Manifest, before: Manifest | None) -> None:
    """Delete files that neither this manifest nor the one before it names; readers that have them open keep them."""
    keep = {"text", *LOG_FILES}
    for one in (manifest, before or manifest):
        keep |= {Path(name).name for name in (one.snapshot, one.journal, one.text, one.ended)}
    root = folder / manifest.root
    for path in sorted(root.iterdir()):
        if path.name not in keep:
            _delete(path)
    if before is None or before.root == manifest.root:
        for path in sorted(folder.glob("a-*")):
            if path != root:
                _delete(path)


def _delete(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)
