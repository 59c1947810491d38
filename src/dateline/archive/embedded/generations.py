"""Generations of the text index: folders of hard links, so that nobody reads an index that has moved on."""

import contextlib
import json
import os
import shutil
from pathlib import Path

from dateline.archive.embedded.storage import Manifest, sync_folder

TRIES = 50  # a merge that ends in the background takes files away while they are linked
_LOCK = ".tantivy-meta.lock"


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
    """
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir()
    _link(generation, work)


def _link(source: Path, target: Path) -> None:
    meta = (source / "meta.json").read_bytes()
    names = {segment["segment_id"].replace("-", "") for segment in json.loads(meta)["segments"]}
    for file in os.scandir(source):
        if file.name.partition(".")[0] in names:
            os.link(file.path, target / file.name)
            (target / file.name).chmod(0o644)  # tantivy writes 0600; readers may run as another user
    found = {name.partition(".")[0] for name in os.listdir(target)}
    if not names <= found or (source / "meta.json").read_bytes() != meta:
        raise FileNotFoundError(str(source))
    (target / "meta.json").write_bytes(meta)
    managed = sorted([*os.listdir(target)])
    (target / ".managed.json").write_text(json.dumps(managed))
    with contextlib.suppress(OSError):  # readers open it for writing, and need nothing else to be writable
        (target / _LOCK).touch()
        (target / _LOCK).chmod(0o666)


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
