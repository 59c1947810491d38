"""Passages: the stretches of plain text that the checks read."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Passage:
    """The plain text of one field; of the body one passage a part, as ``body.0`` by its place in the edition."""

    field: str
    text: str


def base(language: str) -> str:
    """Return the base language of a BCP 47 tag, such as ``pt`` of ``pt-BR``."""
    return language.split("-", maxsplit=1)[0].lower()
