"""Compare our rules with the W3C feed validator's own test cases; a case is (name, whether it is clean, finding)."""

from collections.abc import Callable, Iterable
from pathlib import Path

Case = tuple[str, bool, str]
Rules = Callable[[bytes], list[str]]


def missed(cases: Iterable[Case], folder: Path, rules: Rules, judged: set[str]) -> list[tuple[str, str]]:
    """Return what the validator finds and our rules do not."""
    return [
        (name, finding)
        for name, clean, finding in cases
        if not clean and finding in judged and finding not in rules((folder / name).read_bytes())
    ]


def blamed(
    cases: Iterable[Case], folder: Path, rules: Rules, judged: set[str], *, warnings: set[str]
) -> list[tuple[str, str]]:
    """Return what our rules find and the validator does not; findings of which it only warns are left out."""
    return [
        (name, found)
        for name, clean, finding in cases
        if clean and finding in {"Error", *judged}
        for found in rules((folder / name).read_bytes())
        if finding in ("Error", found) and found not in warnings
    ]
