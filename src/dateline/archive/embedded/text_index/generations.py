"""Generations of the text index: folders of hard links, so that a reader's index never changes."""

import json
import os
import shutil
from pathlib import Path

from dateline.archive.embedded.log import LOG_FILES
from dateline.archive.embedded.storage import Manifest
from dateline.storage.files import sync_folder

MAX_ATTEMPTS = 50  # a merge that ends in the background deletes files while they are linked
_META = "meta.json"


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
    lock.chmod(0o666)  # readers open it for writing, and nothing else
    sync_folder(generation)
    sync_folder(generation.parent)
    return {name: (generation / name).stat().st_size for name in names}


def restore_work(folder: Path, manifest: Manifest, work: Path) -> None:
    """Recreate the index's working folder from a manifest's generation.

    Discards what a writer that died wrote past its last manifest.

    Raises:
        OSError: a file is missing.
        ValueError: a file is damaged.
    """
    check_generation(folder, manifest)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    names = _link(folder / manifest.text, work)
    (work / ".managed.json").write_text(json.dumps(names))  # files that tantivy may delete after a merge


def check_generation(folder: Path, manifest: Manifest) -> None:
    """Check that all files of a manifest's generation exist with their full size.

    Raises:
        OSError: a file is missing.
        ValueError: a file has another size.
    """
    for name, size_bytes in manifest.sizes.items():
        path = folder / manifest.text / name
        if path.stat().st_size != size_bytes:
            message = f"{path.parent.name}/{name} is damaged"
            raise ValueError(message)


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
