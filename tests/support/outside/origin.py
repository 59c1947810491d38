"""A newsroom as a mirror sees it, in the test process: it can give wrong, incomplete or no responses."""

import hashlib
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from dateline.editions.canonical import canonical, digest
from tests.support.editions import Log

SITE = "https://news.example.org"


class FakeOrigin:
    """Serves a log and files; ``told`` has the entries that it serves, which tests may change.

    Attributes:
        answer: set to (status, headers, body) to answer every request with it.
        asked: the paths requested so far.
        cut_bytes: number of bytes of every response after which the connection is closed; 0 for never.
    """

    def __init__(self) -> None:
        self.told: list[dict] = []
        self.files: dict[str, bytes] = {}
        self.answer: tuple[int, dict[str, str], bytes] | None = None
        self.asked: list[str] = []
        self.cut_bytes = 0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()

    def tell(self, log: Log) -> None:
        """Serve the present entries of a log."""
        self.told = [
            {
                "position": record.entry.position,
                "digest": digest(canonical(record.entry)),
                "entry": canonical(record.entry).decode(),
                "edition": record.edition and record.edition.decode(),
                "notice": record.notice and record.notice.decode(),
                "withheld": False,
            }
            for record in log.records
        ]

    def add(self, content: bytes, suffix: str = "jpg") -> str:
        """Add a public file; return its name."""
        name = f"{hashlib.sha256(content).hexdigest()}.{suffix}"
        self.files[name] = content
        return name

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _page(self, query: dict[str, list[str]]) -> bytes:
        after, limit = (int(query[name][0]) for name in ("after", "limit"))
        entries = self.told[after : after + limit]
        return json.dumps({"site": SITE, "position": len(self.told), "next": "", "entries": entries}).encode()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        origin = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                origin.asked.append(self.path)
                parts = urlsplit(self.path)
                status, headers, body = origin.answer or (200, {}, b"")
                if origin.answer is None and parts.path == "/api/v1/log":
                    body = origin._page(parse_qs(parts.query))
                elif origin.answer is None:
                    body = origin.files.get(parts.path.removeprefix("/media/"), b"")
                    status = 200 if body else 404
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body[: origin.cut_bytes or None])

            def log_message(self, *_: object) -> None:
                pass

        return Handler
