"""A Mastodon-like server as a process of its own, with faults: ``python -m tests.support.outside.inbox``.

Arguments are a port, a file, a random seed for its faults, and a handle. It finds the handle by WebFinger and follows
it. Then it writes a line for each message, as ``receiver`` does, with the faults of its signature.
"""

import datetime as dt
import http.server
import json
import sys
import threading
import time
import urllib.error
import urllib.request
from functools import cache
from pathlib import Path
from random import Random

from tests.support.outside.neighbour import a_key, actor_document, fault_in, signed_letter
from tests.support.outside.receiver import Handler


def main() -> None:
    """Listen until ended, and send the Follow meanwhile."""
    port, path, mood, handle = sys.argv[1:]
    InboxHandler.path_of_notes, InboxHandler.mood = Path(path), Random(int(mood))
    InboxHandler.base = f"http://127.0.0.1:{port}"
    server = http.server.ThreadingHTTPServer(("127.0.0.1", int(port)), InboxHandler)
    threading.Thread(target=follow, args=(InboxHandler.base, handle), daemon=True).start()
    server.serve_forever()


class InboxHandler(Handler):
    """Shows its one actor, and reads signatures as strictly as Mastodon."""

    base = ""

    def do_GET(self) -> None:  # noqa: N802 - http.server calls it so
        body = json.dumps(actor_document(self.base, "ada", a_key())).encode()
        self.send_response(200)
        self.send_header("content-type", "application/activity+json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _noted(self, body: bytes) -> dict[str, object]:
        headers = {name.lower(): value for name, value in self.headers.items()}
        fault = fault_in("POST", self.path, headers, body, pem_at=key_at, now=dt.datetime.now(dt.UTC))
        return {"fault": fault, "path": self.path}


def follow(base: str, handle: str) -> None:
    """Find the actor of a handle, and send Follow until it is accepted."""
    host = handle.partition("@")[2]
    while True:
        try:
            found = asked(f"http://{host}/.well-known/webfinger?resource=acct:{handle}")
            address = next(link["href"] for link in found["links"] if link["rel"] == "self")
            return wish(base, asked(address))
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)


def wish(base: str, actor: dict) -> None:
    """Send one Follow."""
    me, inbox = f"{base}/users/ada", actor["inbox"]
    said = {"id": f"{me}#follow", "type": "Follow", "actor": me, "object": actor["id"]}
    body = json.dumps(said).encode()
    headers = signed_letter(a_key(), f"{me}#main-key", body, at=dt.datetime.now(dt.UTC), host=inbox.split("/")[2])
    urllib.request.urlopen(urllib.request.Request(inbox, body, headers), timeout=5).close()


def asked(address: str) -> dict:
    """Return the JSON at an address."""
    request = urllib.request.Request(address, headers={"accept": "application/activity+json"})
    with urllib.request.urlopen(request, timeout=5) as answer:
        return json.load(answer)


@cache
def key_at(address: str) -> str:
    """Return the key that an actor shows under its id."""
    actor = asked(address.partition("#")[0])
    assert actor["publicKey"]["id"] == address
    assert actor["publicKey"]["owner"] == actor["id"] == address.partition("#")[0]
    return actor["publicKey"]["publicKeyPem"]


if __name__ == "__main__":
    main()
