"""A Mastodon-like server in the test process: it has actors, signs requests, and verifies ours strictly.

It shares no code with the code under test: it makes and verifies signatures by code of its own.
"""

import base64
import datetime as dt
import hashlib
import http.server
import json
import re
from dataclasses import dataclass, field
from email.utils import format_datetime
from functools import cache
from urllib.parse import urlsplit

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from tests.support.outside.serving import serving

INBOX = "/account/activitypub"


@cache
def a_key(number=1):
    """Return a key pair, cached by number, because making one takes time."""
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def pem_of(key):
    return key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo).decode()


def actor_document(base, name, key, **changed):
    id_ = f"{base}/users/{name}"
    return {
        "@context": "https://www.w3.org/ns/activitystreams",
        "id": id_,
        "type": "Person",
        "inbox": f"{id_}/inbox",
        "endpoints": {"sharedInbox": f"{base}/inbox"},
        "publicKey": {"id": f"{id_}#main-key", "owner": id_, "publicKeyPem": pem_of(key)},
        **changed,
    }


def signed_letter(key, key_id, body, *, at, host="127.0.0.1"):
    """Return the headers of a signed POST."""
    headers = {
        "host": host,
        "date": format_datetime(at.astimezone(dt.UTC), usegmt=True),
        "digest": "SHA-256=" + base64.b64encode(hashlib.sha256(body).digest()).decode(),
        "content-type": "application/activity+json",
    }
    names = ["(request-target)", *headers]
    lines = [f"{name}: {headers.get(name) or f'post {INBOX}'}" for name in names]
    signature = base64.b64encode(key.sign("\n".join(lines).encode(), padding.PKCS1v15(), SHA256())).decode()
    said = f'keyId="{key_id}",algorithm="rsa-sha256",headers="{" ".join(names)}",signature="{signature}"'
    return {**headers, "signature": said}


def fault_in(method, path, headers, body, *, pem_at, now):
    """Return why Mastodon would refuse a request; empty for a valid one.

    ``pem_at`` returns the key at an address.
    """
    fields = dict(re.findall(r'(\w+)="([^"]*)"', headers.get("signature", "")))
    names = fields.get("headers", "").split()
    if not {"(request-target)", "host", "date"} <= {*names}:
        return "too little is signed"
    if method == "POST":
        if "digest" not in names:
            return "no digest is signed"
        if headers["digest"] != "SHA-256=" + base64.b64encode(hashlib.sha256(body).digest()).decode():
            return "another body"
    sent_at = dt.datetime.strptime(headers["date"], "%a, %d %b %Y %H:%M:%S GMT").replace(tzinfo=dt.UTC)
    if abs(sent_at - now) > dt.timedelta(minutes=5):
        return "an old date"
    lines = [
        f"{one}: {method.lower()} {path}" if one == "(request-target)" else f"{one}: {headers[one]}" for one in names
    ]
    try:
        key = load_pem_public_key(pem_at(fields["keyId"]).encode())
        key.verify(base64.b64decode(fields["signature"]), "\n".join(lines).encode(), padding.PKCS1v15(), SHA256())
    except InvalidSignature:
        return "a wrong signature"
    return ""


def lower(headers):
    return {name.lower(): value for name, value in headers.items()}


@dataclass
class Neighbour:
    """A server in this process; ``documents`` by path, ``statuses`` by path where it is not 200."""

    base: str = ""
    documents: dict = field(default_factory=dict)
    statuses: dict = field(default_factory=dict)
    asked: list = field(default_factory=list)
    got: list = field(default_factory=list)
    content_type: str = "application/activity+json; charset=utf-8"

    def an_actor(self, name="ada", key=None, **changed):
        """Add an actor to the server; return its address."""
        document = actor_document(self.base, name, key or a_key(), **changed)
        self.documents[f"/users/{name}"] = document
        return f"{self.base}/users/{name}"

    @property
    def host(self):
        return urlsplit(self.base).netloc


def a_neighbour():
    """Yield a `Neighbour` that listens."""
    neighbour = Neighbour()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            neighbour.asked.append((self.path, lower(self.headers)))
            body = json.dumps(neighbour.documents.get(self.path, {})).encode()
            self.send_response(neighbour.statuses.get(self.path, 200))
            self.send_header("content-type", neighbour.content_type)
            self._end(body)

        def do_POST(self):
            body = self.rfile.read(int(self.headers["content-length"]))
            neighbour.got.append((self.path, lower(self.headers), body))
            self.send_response(neighbour.statuses.get(self.path, 202))
            self._end(b"")

        def _end(self, body):
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args):
            pass

    with serving(Handler) as port:
        neighbour.base = f"http://127.0.0.1:{port}"
        yield neighbour
