"""Generations of the text index: folders of hard links, so that nobody reads an index that has moved on."""

import json
import os
import shutil
from pathlib import Path

from dateline.archive.embedded.log import LOG_FILES
from dateline.archive.embedded.storage import Manifest
from dateline.storage.files import sync_folder

TRIES = 50  # a merge that ends in the background takes files away while they are linked
_META = "meta.json"


def link_generation(work: Path, generation: Path) -> dict[str, int]:
    """Make a folder of hard links to what the index in ``work`` consists of now; return its files' sizes by name.

    Raises:
        FileNotFoundError: files that the index names are missing.
    """
    for attempt in range(TRIES):
        shutil.rmtree(generation, ignore_errors=True)
        generation.mkdir()
        generation.chmod(0o755)
        try:
            names = _link(work, generation)
        except FileNotFoundError:
            if attempt == TRIES - 1:
                raise
            continue
        break
    lock = generation / ".tantivy-meta.lock"
    lock.touch()
    lock.chmod(0o666)  # readers open it for writing, and need nothing else to be writable
    sync_folder(generation)
    sync_folder(generation.parent)
    return {name: (generation / name).stat().st_size for name in names}


def restore_work(folder: Path, manifest: Manifest, work: Path) -> None:
    """Make the folder in which the index is written anew from a manifest's generation.

    What a writer that died had written past its last manifest is forgotten.

    Raises:
        OSError: files are missing.
        ValueError: files are damaged.
    """
    check(folder, manifest)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    names = _link(folder / manifest.text, work)
    (work / ".managed.json").write_text(json.dumps(names))  # what tantivy may delete when it is merged


def check(folder: Path, manifest: Manifest) -> None:
    """Make sure that a manifest's generation of the index is all there.

    Raises:
        OSError: files are missing.
        ValueError: files are shorter or longer than they were.
    """
    for name, size_bytes in manifest.sizes.items():
        path = folder / manifest.text / name
        if path.stat().st_size != size_bytes:
            message = f"{path.parent.name}/{name} is damaged"
            raise ValueError(message)


def _link(source: Path, target: Path) -> list[str]:
    """Link the index's description, then the files it names; tantivy replaces files and never writes into one."""
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
    """Delete what neither the manifest nor the one before it names; readers that hold it open keep it."""
    keep = {"text", *LOG_FILES}
    for kept in (manifest, before or manifest):
        keep |= {Path(name).name for name in (kept.snapshot, kept.journal, kept.text, kept.ended)}
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
