"""Serve the website from an archive in memory on a port of its own, for browser tests and for looking at pages."""

import datetime as dt
import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import lru_cache
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import unquote

from PIL import Image

from dateline.newsroom.intake.sample.motifs import MOTIFS, draw
from dateline.public.site import assets
from dateline.public.site.site import Site
from dateline.web.http import Request, Response
from tests.support.outside.serving import serving

TODAY = dt.date(2026, 11, 23)
POLICY = (
    "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src 'self'; form-action 'self'"
)


@lru_cache(maxsize=64)
def _drawn(name: str) -> bytes | None:
    """Return a picture of the demo, ``{motif}-{seed}-{width}.jpg``, drawn when it is first requested."""
    motif, _, rest = name.removesuffix(".jpg").rpartition("-")
    width, (motif, _, seed) = rest, motif.rpartition("-")
    if motif not in MOTIFS:
        return None
    image = Image.open(io.BytesIO(_motif(motif, int(seed))))
    out = io.BytesIO()
    image.resize((int(width), int(width) * 5 // 8)).save(out, "JPEG", quality=82)
    return out.getvalue()


@lru_cache(maxsize=64)
def _motif(motif: str, seed: int) -> bytes:
    return draw(motif, seed)


def answer(site: Site, archive: Any, request: Request) -> Response:
    """Return the response of the public server, made without its caches."""
    first, _, name = request.path.strip("/").partition("/")
    if first == "static":
        asset = assets.find(name)
        return Response(200, (("content-type", asset.type),), asset.body) if asset else Response(404, ())
    if first == "media":
        drawn = _drawn(name)
        return Response(200, (("content-type", "image/jpeg"),), drawn) if drawn else Response(404, ())
    return site.respond(request, archive, today=TODAY) or Response(404, ())


@contextmanager
def stand(archive: Any) -> Iterator[str]:
    """Serve an archive's website on 127.0.0.1; yield the address without a trailing slash."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path, _, query = self.path.partition("?")
            headers = {name.lower(): value for name, value in self.headers.items()}
            response = answer(site, archive, Request(path=unquote(path), query=query, headers=headers))
            self.send_response(response.status)
            for name, value in (*response.headers, ("content-security-policy", POLICY)):
                self.send_header(name, value)
            self.send_header("content-length", str(len(response.body)))
            self.end_headers()
            with suppress(BrokenPipeError):  # the browser has closed the connection
                self.wfile.write(response.body)

        def log_message(self, *_: Any) -> None:
            pass

    with serving(Handler) as port:
        address = f"http://127.0.0.1:{port}"
        site = Site(address, "0", actor="news")
        yield address
