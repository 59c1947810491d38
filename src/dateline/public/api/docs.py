"""The page that explains the API to people."""

from dateline.public.api.openapi import description
from dateline.web import apidocs

STYLE = apidocs.STYLE
ICON = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><circle cx="1" cy="1" r="1" fill="#0b5c6b"/></svg>'


def page(root: str) -> bytes:
    """Return the page, made from the description of the API."""
    return apidocs.page(
        description(root), style="/api/v1/docs.css", source="/api/v1/openapi.json", icon="/api/v1/docs.svg"
    )
