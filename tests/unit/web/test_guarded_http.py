"""Speaking to other machines: never to one of our own network, and never for longer than was said."""

import datetime as dt
import ipaddress
import socket
import ssl
import threading
import time
from functools import partial

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from dateline.web.guarded_http import HttpRequest, NoResponseError, TargetRefusedError, check_target, fetch
from dateline.web.network_policy import is_permitted, parse_networks

HERE = parse_networks("127.0.0.0/8")

PRIVATE = [
    "127.0.0.1",
    "10.1.2.3",
    "192.168.0.1",
    "169.254.169.254",
    "::1",
    "fd00::1",
    "fe80::1",
    "0.0.0.0",
    "100.64.0.1",
    "::ffff:10.0.0.1",
    "2002:7f00:1::",
    "64:ff9b::a00:1",
    "64:ff9b:1::a00:1",
    "::127.0.0.1",
    "::ffff:0:127.0.0.1",
    "fec0::1",
    "3fff::1",
    "224.0.0.1",
    "ff02::1",
    "192.88.99.1",
    "192.88.99.255",
    "2001:4860:1:2:0:5efe:10.1.2.3",
    "2001:4860:1:2:200:5efe:192.168.1.1",
    "2a00::5efe:7f00:1",
    "2a00:1450::200:5efe:a9fe:a9fe",
]


@pytest.fixture
def server():
    """A server that answers every connection with the bytes given, in the pieces given; keeps what it was asked."""

    class Server:
        pieces = [b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"]
        pause_s = 0.0
        asked = []

    listening = socket.create_server(("127.0.0.1", 0))
    Server.port = listening.getsockname()[1]
    Server.asked = []

    def serve():
        while True:
            try:
                talk, _ = listening.accept()
            except OSError:
                return
            with talk:
                got = talk.recv(65_536)
                while b"Content-Length: 5" in got and not got.endswith(b"hello"):
                    got += talk.recv(65_536)
                Server.asked.append(got)
                for piece in Server.pieces:
                    try:
                        talk.sendall(piece)
                    except OSError:
                        break
                    time.sleep(Server.pause_s)

    threading.Thread(target=serve, daemon=True).start()
    yield Server
    listening.close()


def url(server, path="/x"):
    return f"http://127.0.0.1:{server.port}{path}"


@pytest.mark.parametrize("address", PRIVATE)
def test_private_machines_are_not_asked_by_name_or_number(monkeypatch, address):
    found = [(0, 0, 0, "", ("8.8.8.8", 80)), (0, 0, 0, "", (address, 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: found)
    monkeypatch.setattr(socket, "create_connection", lambda *_args, **_options: pytest.fail("asked"))
    host = f"[{address}]" if ":" in address else address

    for target in ("http://inside.example/", f"http://{host}/"):
        with pytest.raises(TargetRefusedError, match="private network"):
            fetch(HttpRequest(url=target))


def test_the_address_that_was_checked_is_the_one_that_is_asked(monkeypatch, server):
    answers = [[(0, 0, 0, "", ("127.0.0.1", 80))], [(0, 0, 0, "", ("8.8.8.8", 80))]]
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *rest, **options: answers.pop(0) if "rebound" in host else real(host, *rest, **options),
    )

    answer = fetch(HttpRequest(url=f"http://rebound.example:{server.port}/x"), allowed=HERE)

    assert answer.status == 200
    assert len(answers) == 1
    assert f"Host: rebound.example:{server.port}\r\n".encode() in server.asked[0]


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "192.88.98.1", "2001:4860:4860::8888", "::ffff:8.8.8.8", "2a00::5efe:808:808"]
)
def test_public_machines_may_be_asked(address):
    assert is_permitted(ipaddress.ip_address(address))


def test_what_is_allowed_may_be_asked_and_nothing_beside_it():
    allowed = parse_networks("10.1.0.0/16, fd00::/8")

    assert is_permitted(ipaddress.ip_address("10.1.2.3"), allowed)
    assert is_permitted(ipaddress.ip_address("::ffff:10.1.2.3"), allowed)
    assert not is_permitted(ipaddress.ip_address("10.2.2.3"), allowed)


@pytest.mark.parametrize(
    "target",
    [
        "ftp://else.example/",
        "http://",
        "http://[x",
        "javascript:1",
        "",
        "http://else.example:0/",
        "http://else.example:99999/",
        "http://u:p@else.example/",
        "http://else.example/#a",
        "http://else.example/a b",
        "http://else.example/\r\nX: y",
        "http://else..example/",
        f"http://{'a' * 64}.example/",
    ],
)
def test_what_is_no_address_is_refused_with_a_sentence(target):
    with pytest.raises(TargetRefusedError, match="address"):
        check_target(target)


def test_a_redirect_is_an_answer_and_is_not_followed(server):
    server.pieces = [b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/private\r\nContent-Length: 0\r\n\r\n"]

    assert fetch(HttpRequest(url=url(server)), allowed=HERE).status == 302
    assert len(server.asked) == 1


def test_nothing_in_an_address_becomes_a_second_question(server):
    fetch(HttpRequest(url=url(server, "/x?a=\u00e9")), allowed=HERE)

    assert server.asked[0].startswith(b"GET /x?a=%C3%A9 HTTP/1.1\r\n")


def test_a_body_goes_with_its_length_and_only_the_start_of_the_answer_is_read(server):
    server.pieces = [b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 500_000]

    answer = fetch(HttpRequest(url=url(server), method="POST", body=b"hello"), allowed=HERE, max_body_bytes=10)

    assert answer.body == b"x" * 10
    assert b"Content-Length: 5\r\n" in server.asked[0]
    assert server.asked[0].endswith(b"\r\n\r\nhello")


@pytest.mark.parametrize("pieces", [[b"HTTP/1.1 200 OK\r\n"] + [b"X: y\r\n"] * 1000, [b"H"] * 1000])
def test_who_drips_is_hung_up_on_in_time(server, pieces):
    server.pieces, server.pause_s = pieces, 0.05
    began = time.monotonic()

    with pytest.raises(NoResponseError, match=r"no answer within 0\.4 s"):
        fetch(HttpRequest(url=url(server)), allowed=HERE, timeout_s=0.4)

    assert time.monotonic() - began < 1.5


@pytest.mark.parametrize("piece", [b"", b"\x00\xff garbage\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n"])
def test_what_is_not_http_is_no_answer(server, piece):
    server.pieces = [piece]

    with pytest.raises(NoResponseError, match="no "):
        fetch(HttpRequest(url=url(server)), allowed=HERE)


def test_who_does_not_listen_is_no_answer():
    with pytest.raises(NoResponseError, match="refused"):
        fetch(HttpRequest(url="http://127.0.0.1:1/"), allowed=HERE)


def test_a_machine_without_a_trusted_certificate_is_no_answer(server):
    with pytest.raises(NoResponseError, match="no "):
        fetch(HttpRequest(url=url(server).replace("http:", "https:")), allowed=HERE, timeout_s=2)


def test_a_body_that_breaks_off_is_no_response(server):
    server.pieces = [b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhello"]

    with pytest.raises(NoResponseError, match="no "):
        fetch(HttpRequest(url=url(server)), allowed=HERE)


@pytest.fixture
def tls_port(tmp_path, monkeypatch):
    """A port where somebody speaks TLS with a certificate for ``here.example``, which is trusted."""
    key = rsa.generate_private_key(65_537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "here.example")])
    day = dt.timedelta(days=1)
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now - day, now + day)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("here.example")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = tmp_path / "pem"
    pem.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()) + certificate.public_bytes(Encoding.PEM)
    )
    own = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    own.load_cert_chain(pem)
    trusting = partial(ssl.create_default_context, cafile=str(pem))
    monkeypatch.setattr(ssl, "create_default_context", trusting)
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *rest, **_options: real("127.0.0.1" if host.endswith("example") else host, *rest),
    )
    listening = socket.create_server(("127.0.0.1", 0))

    def serve():
        while True:
            try:
                talk, _ = listening.accept()
                with own.wrap_socket(talk, server_side=True) as tls:
                    tls.recv(65_536)
                    tls.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
            except ssl.SSLError:
                continue
            except OSError:
                return

    threading.Thread(target=serve, daemon=True).start()
    yield listening.getsockname()[1]
    listening.close()


def test_the_certificate_has_to_be_for_the_name_that_was_asked_for(tls_port):
    assert fetch(HttpRequest(url=f"https://here.example:{tls_port}/"), allowed=HERE).body == b"ok"
    with pytest.raises(NoResponseError, match=r"no TLS: .*there\.example"):
        fetch(HttpRequest(url=f"https://there.example:{tls_port}/"), allowed=HERE)
