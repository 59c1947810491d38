"""What is to be printed, as values that travel to the process that prints."""

from typing import Protocol

import msgspec

from dateline.public.site.errors import NotPrintedError

WIDTH, HEIGHT = 1200, 630
"""Pixels of a card. Source: what link previews show whole, 1.91 to 1."""


class Sheet(msgspec.Struct, frozen=True, kw_only=True, tag="sheet", tag_field="is"):
    """A document to be set as a tagged PDF.

    Attributes:
        html: the whole document with its style; pictures are named ``media:`` and the name of their file.
        address: what relative links in it are resolved against.
        files: names in the public media folder that it may show; everything else stays out.
    """

    html: str
    address: str
    files: tuple[str, ...] = ()


class Card(msgspec.Struct, frozen=True, kw_only=True, tag="card", tag_field="is"):
    """A picture that stands for a release where links are shown, for one that has none.

    Attributes:
        language: BCP 47 tag of the headline; the card runs its way.
        above: what stands over the headline, such as kind and day.
        below: who speaks: newsroom first, then office.
        ground, ink, soft: colours as ``#rrggbb`` with enough contrast; ``soft`` is for what stands above and below.
    """

    language: str
    headline: str
    above: str
    below: tuple[str, ...]
    ground: str
    ink: str
    soft: str


Job = Sheet | Card


class Press(Protocol):
    """Whoever prints; it may take seconds."""

    def __call__(self, job: Job) -> bytes:
        """Return the file.

        Raises:
            NotPrintedError: it cannot be printed here or now.
        """


def no_press(job: Job) -> bytes:
    """Print nothing: for those who show pages alone, such as the desk's preview.

    Raises:
        NotPrintedError: always.
    """
    reason = f"no press stands here to print a {type(job).__name__.lower()}"
    raise NotPrintedError(reason)
