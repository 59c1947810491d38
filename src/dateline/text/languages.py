"""Languages: those of the interface, their direction, and the best one available for a reader."""

from collections.abc import Collection, Mapping

INTERFACE = ("en", "fr", "ru", "ar")
"""The languages of the interface; content may be in any language."""

_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "ha-arab", "he", "ps", "sd", "ug", "ur", "yi"})


def direction(language: str) -> str:
    """Return ``rtl`` or ``ltr`` for a BCP 47 tag."""
    tag = language.lower()
    return "rtl" if tag in _RIGHT_TO_LEFT or tag.split("-")[0] in _RIGHT_TO_LEFT else "ltr"


def best(wanted: str, available: Collection[str]) -> str:
    """Return the tag among ``available`` that is best for a reader of ``wanted``.

    In this order: the tag itself, its base language, a variety of that, the interface languages in their order, the
    first in alphabetical order.

    Raises:
        ValueError: ``available`` is empty.
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


def is_within(tag: str, languages: Collection[str]) -> bool:
    """Return whether a tag is one of some languages or a variety of one, whatever the case of the letters.

    ``zh`` includes ``zh-Hant``, ``sr`` both of its scripts. Source: RFC 4647, section 3.3.1 (basic filtering).
    """
    lowered = tag.lower()
    return any(lowered == one.lower() or lowered.startswith(f"{one.lower()}-") for one in languages)


def canonical_tag(tag: str) -> str:
    """Return a tag in the case of RFC 5646, section 2.1.1: ``sr-Latn``, ``pt-BR``."""
    first, *others = tag.split("-")
    by_length = {2: str.upper, 4: str.title}
    return "-".join([first.lower(), *(by_length.get(len(one), str.lower)(one) for one in others)])


def pick(names: Mapping[str, str], language: str) -> str:
    """Return the name in ``language``, else in the language that suits best (`best`); empty without any name."""
    return names[best(language, names)] if names else ""
