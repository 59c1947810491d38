"""An OpenID provider on loopback: it signs everybody in at once, and gives wrong answers when a test asks for them.

Source: OpenID Connect Core 1.0 (code flow), RFC 7636 (PKCE, S256).
"""

import base64
import hashlib
import json
import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

CLIENT, SECRET = "desk", "of the tests"


def _key():
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


class Provider:
    """The answers of the provider; a test may change ``claims``, ``userinfo`` and the fields below.

    Attributes:
        token: claims that replace or extend those of the signed token.
        issuer: the issuer in the discovery document.
        is_forged: whether tokens are signed with a key that is not published.
        refuses: an error with which the visitor is sent back.
        asked: parameters of the sign-in requests so far.
    """

    def __init__(self, url: str) -> None:
        self.url = self.issuer = url
        self.claims = {"sub": "248289", "email": "ana@example.org", "email_verified": True, "given_name": "Ana"}
        self.userinfo: dict | None = None
        self.token: dict = {}
        self.is_forged = False
        self.gives_token = True
        self.refuses = ""
        self.asked: list[dict[str, str]] = []
        self._codes: dict[str, dict[str, str]] = {}
        self._key, self._other = _key(), _key()

    def discovery(self) -> dict:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": f"{self.url}/authorize",
            "token_endpoint": f"{self.url}/token",
            "userinfo_endpoint": f"{self.url}/userinfo",
            "jwks_uri": f"{self.url}/keys",
            "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        }

    def keys(self) -> dict:
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self._key.public_key()))
        return {"keys": [{**key, "kid": "1", "alg": "RS256", "use": "sig"}]}

    def authorize(self, asked: dict[str, str]) -> str:
        """Return the address to which the visitor is sent back."""
        self.asked.append(asked)
        answer = {"state": asked["state"]}
        if self.refuses:
            answer["error"] = self.refuses
        else:
            answer["code"] = secrets.token_urlsafe()
            self._codes[answer["code"]] = asked
        return f"{asked['redirect_uri']}?{urlencode(answer)}"

    def exchange(self, given: dict[str, str]) -> tuple[int, dict]:
        """Return (status, tokens) for a code; it is valid once, for the client with the right PKCE verifier."""
        asked = self._codes.pop(given.get("code", ""), None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(given.get("code_verifier", "").encode()).digest()).rstrip(b"=")
        is_client = (given.get("client_id"), given.get("client_secret")) == (CLIENT, SECRET)
        if asked is None or not is_client or asked.get("code_challenge_method") != "S256":
            return 400, {"error": "invalid_grant"}
        if asked["code_challenge"] != proof.decode() or asked["redirect_uri"] != given["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.url, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": asked.get("nonce")}
        claims |= self.claims | self.token
        signed = jwt.encode(claims, self._other if self.is_forged else self._key, "RS256", headers={"kid": "1"})
        token = {"id_token": signed} if self.gives_token else {}
        return 200, {"access_token": "a", "token_type": "Bearer", "expires_in": 300, **token}


def _handler(provider: Provider) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            address = urlsplit(self.path)
            if address.path == "/authorize":
                asked = {name: values[0] for name, values in parse_qs(address.query).items()}
                self.send_response(302)
                self.send_header("Location", provider.authorize(asked))
                self.end_headers()
                return
            answers = {
                "/.well-known/openid-configuration": provider.discovery,
                "/keys": provider.keys,
                "/userinfo": lambda: provider.claims if provider.userinfo is None else provider.userinfo,
            }
            found = answers.get(address.path)
            self._json(200 if found else 404, found() if found else {})

        def do_POST(self):
            sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._json(*provider.exchange({name: values[0] for name, values in parse_qs(sent).items()}))

        def _json(self, status, value):
            body = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_args):
            """Log nothing."""

    return Handler


@contextmanager
def openid_provider() -> Iterator[Provider]:
    """Yield a provider that listens on 127.0.0.1 until the end of the block."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    provider = Provider(f"http://127.0.0.1:{server.server_port}")
    server.RequestHandlerClass = _handler(provider)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
