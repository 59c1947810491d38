"""Generations of the text index: folders of hard links, so that nobody reads an index that has moved on."""

import json
import os
import shutil
from pathlib import Path

import msgspec

from dateline.archive.embedded.storage import Manifest, sync_folder, write_durably

TRIES = 50  # a merge that ends in the background takes files away while they are linked
_META = "meta.json"
_SIZES = "sizes.json"


def link_generation(work: Path, generation: Path) -> None:
    """Make a folder of hard links to what the index in ``work`` consists of now.

    Raises:
        FileNotFoundError: files that the index names are missing.
    """
    for attempt in range(TRIES):
        shutil.rmtree(generation, ignore_errors=True)
        generation.mkdir()
        generation.chmod(0o755)
        try:
            _link(work, generation)
        except FileNotFoundError:
            if attempt == TRIES - 1:
                raise
            continue
        break
    sync_folder(generation)
    sync_folder(generation.parent)


def restore_work(generation: Path, work: Path) -> None:
    """Make the folder in which the index is written anew from a generation.

    What a writer that died had written past its last manifest is forgotten.

    Raises:
        OSError: files are missing.
        ValueError: files are damaged.
    """
    check(generation)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    _link(generation, work)


def check(generation: Path) -> None:
    """Make sure that a generation is all there.

    Raises:
        OSError: files are missing.
        ValueError: files are shorter or longer than they were.
    """
    try:
        sizes = msgspec.json.decode((generation / _SIZES).read_bytes(), type=dict[str, int])
        damaged = [name for name, size_bytes in sizes.items() if (generation / name).stat().st_size != size_bytes]
    except msgspec.DecodeError:
        damaged = [_SIZES]
    if damaged:
        message = f"{generation.name}/{damaged[0]} is damaged"
        raise ValueError(message)


def _link(source: Path, target: Path) -> None:
    meta = (source / _META).read_bytes()
    names = {segment["segment_id"].replace("-", "") for segment in json.loads(meta)["segments"]}
    files = [file for file in source.iterdir() if file.name.partition(".")[0] in names]
    for file in files:
        os.link(file, target / file.name)
        file.chmod(0o644)  # tantivy writes 0600; readers may run as another user
    if {file.name.partition(".")[0] for file in files} != names or (source / _META).read_bytes() != meta:
        raise FileNotFoundError(str(source))
    managed = [_META, *sorted(file.name for file in files)]
    write_durably(target / _META, meta)
    write_durably(target / ".managed.json", json.dumps(managed).encode())
    sizes = {name: (target / name).stat().st_size for name in managed}
    write_durably(target / _SIZES, json.dumps(sizes).encode())
    lock = target / ".tantivy-meta.lock"
    lock.touch()
    lock.chmod(0o666)  # readers open it for writing, and need nothing else to be writable


def drop_old(folder: Path, manifest: Manifest, before: Manifest | None) -> None:
    """Delete what neither the manifest nor the one before it names; readers that hold it open keep it."""
    keep = {"text"}
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
