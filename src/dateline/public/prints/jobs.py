"""Print jobs: everything that a file shows, as values that are sent to the printing process."""

from typing import Protocol

import msgspec

from dateline.public.prints.errors import NotPrintedError

WIDTH, HEIGHT = 1200, 630
"""Size of a link preview in pixels; sites show pictures with a ratio of 1.91 to 1 uncropped."""


class Sheet(msgspec.Struct, frozen=True, kw_only=True, tag="sheet", tag_field="is"):
    """A job that prints a tagged PDF.

    Attributes:
        html: the whole document with its style; the address of a picture is ``media:`` and its file name.
        address: base of relative links.
        files: names of files in the public media folder that the document may show; no others are read.
    """

    html: str
    address: str
    files: tuple[str, ...] = ()


class LinkPreview(msgspec.Struct, frozen=True, kw_only=True, tag="card", tag_field="is"):
    """A job that draws the link preview of a release without a picture.

    Attributes:
        language: BCP 47 tag of the headline, which sets the direction of the text.
        above: line above the headline, such as kind and day.
        below: lines at the bottom: newsroom, then office; empty ones are left out.
        ground, ink, soft: colours of background, headline and small text as ``#rrggbb``, with enough contrast.
    """

    language: str
    headline: str
    above: str
    below: tuple[str, ...]
    ground: str
    ink: str
    soft: str


Job = Sheet | LinkPreview


class Printer(Protocol):
    """Prints a job; this may take seconds."""

    def __call__(self, job: Job) -> bytes:
        """Return the PDF or PNG.

        Raises:
            NotPrintedError: the job cannot be printed on this machine or at the moment.
        """


def no_printer(job: Job) -> bytes:
    """Refuse every job: for sites that show only pages, such as the desk's preview.

    Raises:
        NotPrintedError: always.
    """
    reason = f"this process has no printer for a {job.__struct_config__.tag}"
    raise NotPrintedError(reason)
