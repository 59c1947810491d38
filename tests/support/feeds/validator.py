"""Our rules held against the W3C feed validator's own cases; a case is (name, must be clean of it, finding)."""

from collections.abc import Callable, Iterable
from pathlib import Path

Case = tuple[str, bool, str]
Rules = Callable[[bytes], list[str]]


def missed(cases: Iterable[Case], folder: Path, rules: Rules, judged: set[str]) -> list[tuple[str, str]]:
    """What the validator finds and our rules do not."""
    return [
        (name, finding)
        for name, clean, finding in cases
        if not clean and finding in judged and finding not in rules((folder / name).read_bytes())
    ]


def blamed(
    cases: Iterable[Case], folder: Path, rules: Rules, judged: set[str], *, warnings: set[str]
) -> list[tuple[str, str]]:
    """What our rules find and the validator does not; what it only warns of is passed over."""
    return [
        (name, found)
        for name, clean, finding in cases
        if clean and finding in {"Error", *judged}
        for found in rules((folder / name).read_bytes())
        if finding in ("Error", found) and found not in warnings
    ]
