"""PDFs for print and screen readers. Source: PDF/UA-1 (ISO 14289-1).

Only the printing process imports this module: WeasyPrint and Pango take 60 MB.
"""

from collections.abc import Collection
from pathlib import Path

from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from dateline.editions.canonical import digest
from dateline.public.prints.jobs import Sheet

SCHEME = "media:"
_DPI = 150  # of pictures; paper at reading distance shows no more
_JPEG_QUALITY = 80


class _MediaFetcher(URLFetcher):  # type: ignore[misc]
    """Reads the given files of one folder; nothing else, neither from disk nor from a network."""

    def __init__(self, folder: Path, files: Collection[str]) -> None:
        super().__init__(allowed_protocols=("data",), allow_redirects=False)
        self._folder = folder
        self._files = files
        self.damaged = ""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """Return the file of a ``media:`` address, or the content of a ``data:`` address.

        Raises:
            ValueError: the address has another scheme, or names a file that the document may not show.
        """
        if url.startswith("data:"):
            return super().fetch(url, headers)
        name = url.removeprefix(SCHEME)
        path = self._folder / name
        if name == url or name not in self._files or "/" in name or path.is_symlink():
            message = f"no file of this document: {url[:200]}"
            raise ValueError(message)
        content = path.read_bytes()
        if digest(content) != path.stem:
            self.damaged = name
        return URLFetcherResponse(url, content)


def render_pdf(sheet: Sheet, media: Path) -> bytes:
    """Return the document as PDF/UA-1; a missing or unreadable picture is replaced by its alternative text.

    Raises:
        ValueError: a picture is damaged: its content differs from the digest in its name. The file will be repaired;
            until then there is no print.
    """
    fetcher = _MediaFetcher(media, sheet.files)
    document = HTML(string=sheet.html, base_url=sheet.address, url_fetcher=fetcher)
    pdf: bytes = document.write_pdf(pdf_variant="pdf/ua-1", optimize_images=True, jpeg_quality=_JPEG_QUALITY, dpi=_DPI)
    if fetcher.damaged:
        message = f"the picture {fetcher.damaged} is damaged"
        raise ValueError(message)
    return pdf
