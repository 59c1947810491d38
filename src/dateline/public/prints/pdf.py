"""Documents as PDF that screen readers can read. Source: PDF/UA-1 (ISO 14289-1).

Imported by the process that prints alone: WeasyPrint and Pango take 60 MB.
"""

from collections.abc import Collection
from pathlib import Path

from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from dateline.public.prints.jobs import Sheet

SCHEME = "media:"
_DPI = 150  # of pictures; a sheet held in the hand shows no more
_JPEG_QUALITY = 80


class _Shelf(URLFetcher):  # type: ignore[misc]
    """Gives out named files of one folder, and nothing of any network or disk besides."""

    def __init__(self, folder: Path, files: Collection[str]) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self._folder = folder
        self._files = files

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return a file by its ``media:`` name, or what stands in a ``data:`` address; all else is refused.

        Raises:
            ValueError: it is none of the files of this document.
        """
        if url.startswith("data:"):
            return super().fetch(url, headers)
        name = url.removeprefix(SCHEME)
        path = self._folder / name
        if name == url or name not in self._files or "/" in name or path.is_symlink():
            message = f"no file of this document: {url[:200]}"
            raise ValueError(message)
        return URLFetcherResponse(url, path.read_bytes())


def printed(sheet: Sheet, media: Path) -> bytes:
    """Return the document as PDF/UA-1; a picture that cannot be read is shown by its alternative text."""
    document = HTML(string=sheet.html, base_url=sheet.address, url_fetcher=_Shelf(media, sheet.files))
    made: bytes = document.write_pdf(pdf_variant="pdf/ua-1", optimize_images=True, jpeg_quality=_JPEG_QUALITY, dpi=_DPI)
    return made
