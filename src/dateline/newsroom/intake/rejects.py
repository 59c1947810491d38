"""Items kept aside: a file in the home with their lines and what is wrong with them, to be mended and taken in."""

import hashlib
import re
from pathlib import Path

from dateline.newsroom.intake.listing.items import Listing
from dateline.newsroom.intake.listing.textual import ASIDE_MARK
from dateline.storage.files import write_atomically


def aside_text(listing: Listing, language: str) -> str:
    """Return the file's text: each item as it stood, below remarks that are passed over when it is taken in."""
    title = f"{ASIDE_MARK} Kept aside from {listing.name}: mend the items below, then: dateline import listing FILE"
    blocks = [f"{title} --language {language}"]
    for item in listing.aside:
        remarks = [f"{ASIDE_MARK} {listing.name}, line {fault.line}: {fault.reason}" for fault in item.faults]
        blocks.append("\n".join([*remarks, *item.lines]))
    return "\n\n".join(blocks) + "\n"


def keep_aside(listing: Listing, language: str, folder: Path) -> Path | None:
    """Write the items kept aside to a file of the folder and return its path; None where there are none.

    The name follows from what is in it, so that taking the same listing in again writes the same file.
    """
    if not listing.aside:
        return None
    text = aside_text(listing, language)
    stem = re.sub(r"[^A-Za-z0-9._-]+", "-", Path(listing.name).stem)[:60].strip("-.") or "listing"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / f"{stem}-{hashlib.sha256(text.encode()).hexdigest()[:8]}.txt"
    write_atomically(path, text.encode())
    return path
