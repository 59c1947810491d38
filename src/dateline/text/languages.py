"""Languages: which the interface speaks, which way they run, and which text serves a reader best."""

from collections.abc import Collection, Mapping

INTERFACE = ("en", "fr", "ru", "ar")
"""The languages the interface speaks; content may have any BCP 47 tag."""

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "ha-arab", "he", "ps", "sd", "ug", "ur", "yi"})


def direction(language: str) -> str:
    """Return ``rtl`` or ``ltr`` for a BCP 47 tag."""
    tag = language.lower()
    return "rtl" if tag in _RIGHT_TO_LEFT or tag.split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def best(wanted: str, available: Collection[str]) -> str:
    """Return the tag among ``available`` that serves a reader of ``wanted`` best.

    The tag itself, then its base language, then a variety of it, then the interface languages in
    their order, then the first in alphabetical order.

    Raises:
        ValueError: nothing is available.
    """
    if not available:
        message = "no language is available to choose from"
        raise ValueError(message)
    base = wanted.split("-", maxsplit=1)[0]
    varieties = sorted(tag for tag in available if tag.split("-")[0] == base)
    for tag in (wanted, base, *varieties, *INTERFACE):
        if tag in available:
            return tag
    return min(available)


def pick(names: Mapping[str, str], language: str) -> str:
    """Return the name for a reader of ``language``, else the best other; empty where there is none."""
    return names[best(language, names)] if names else ""
