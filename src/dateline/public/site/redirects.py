"""Where an address leads now that has nothing of its own any more."""

from dateline.archive.port import Archive
from dateline.web.http import Response, redirect


def led_on(archive: Archive, path: str) -> Response | None:
    """Return the redirect that the log holds for a path; None without one."""
    address = archive.address(path)
    # a path on this site and nothing else: "//" begins the name of another host
    if address is not None and address.target.startswith("/") and not address.target.startswith("//"):
        return redirect(address.target, permanent=address.permanent)
    return None
