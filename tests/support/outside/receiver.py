"""A receiver of pings as a process of its own, with faults: ``python -m tests.support.outside.receiver``.

Arguments are a port, a file and a random seed for its faults. Before it answers a message, it writes one line of JSON
about it into the file. A message counts as received if the answer is 200 and in time. Challenges of hubs are echoed.
"""

import http.server
import json
import random
import sys
import time
from itertools import cycle
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

MOODS = ("500", "400", "garbage", "slow", "hang-up", "half")
SLOW_S = 2.5
IN_A_ROW = 2
"""Most faulty answers in a row; then it answers correctly once, so that a test ends."""


def main() -> None:
    """Listen until ended."""
    Handler.path_of_notes, Handler.mood = Path(sys.argv[2]), random.Random(int(sys.argv[3]))
    http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Handler).serve_forever()


class Handler(http.server.BaseHTTPRequestHandler):
    """Answers messages, some of them with a random fault."""

    path_of_notes: Path
    mood: random.Random
    wrong = cycle(MOODS)
    wrong_in_a_row = 0

    def do_GET(self) -> None:
        given = parse_qs(urlsplit(self.path).query)
        self._ok(given.get("hub.challenge", [""])[0].encode())

    def do_POST(self) -> None:
        kind = type(self)
        body = self.rfile.read(int(self.headers["content-length"]))
        is_wrong = kind.wrong_in_a_row < IN_A_ROW and self.mood.random() < 0.5
        answer = next(kind.wrong) if is_wrong else "ok"
        kind.wrong_in_a_row = kind.wrong_in_a_row + 1 if is_wrong else 0
        self._note(body, answer)
        getattr(self, f"_{answer.replace('-', '_')}", self._refuse)(answer)

    def _note(self, body: bytes, answer: str) -> None:
        headers = {name.lower(): value for name, value in self.headers.items()}
        line = {"at": time.time(), "headers": headers, "body": body.decode(), "answer": answer, **self._noted(body)}
        with self.path_of_notes.open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")

    def _noted(self, _body: bytes) -> dict[str, object]:
        """Return further fields for the line about a message."""
        return {}

    def _ok(self, body: bytes | str = b"ok") -> None:
        said = body if isinstance(body, bytes) else body.encode()
        self.send_response(200)
        self.send_header("content-length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def _slow(self, _answer: str) -> None:
        time.sleep(SLOW_S)

    def _garbage(self, _answer: str) -> None:
        self.wfile.write(b"\x00\xffno http\r\n\r\n")

    def _half(self, _answer: str) -> None:
        self.wfile.write(b"HTTP/1.1 5")

    def _hang_up(self, _answer: str) -> None:
        pass

    def _refuse(self, answer: str) -> None:
        self.send_error(int(answer))

    def log_message(self, *_args: object) -> None:
        pass


if __name__ == "__main__":
    main()
