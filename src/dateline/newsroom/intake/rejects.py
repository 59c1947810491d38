"""Rejected items: written to a file with their lines and faults, for correction and another import."""

import hashlib
import re
from pathlib import Path

from dateline.newsroom.intake.listing.items import Listing
from dateline.newsroom.intake.listing.text_items import REMARK_PREFIX
from dateline.storage.files import write_atomically


def rejects_text(listing: Listing, language: str) -> str:
    """Return the text of the file: each item as it stood, below remarks that an import ignores."""
    title = f"{REMARK_PREFIX} Rejected items of {listing.name}: correct them below, then: dateline import listing FILE"
    blocks = [f"{title} --language {language}"]
    for item in listing.rejected:
        remarks = [f"{REMARK_PREFIX} {listing.name}, line {fault.line}: {fault.reason}" for fault in item.faults]
        blocks.append("\n".join([*remarks, *item.lines]))
    return "\n\n".join(blocks) + "\n"


def write_rejects(listing: Listing, language: str, folder: Path) -> Path | None:
    """Write the rejected items to a file in a folder and return its path; None where there are none.

    The name is derived from the content, so that importing the same listing again writes the same file.
    """
    if not listing.rejected:
        return None
    text = rejects_text(listing, language)
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", Path(listing.name).stem)[:60].strip("-.") or "listing"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{stem}-{hashlib.sha256(text.encode()).hexdigest()[:8]}.txt"
    write_atomically(path, text.encode())
    return path
