"""Speaking to other machines: never to one of our own network, and never for longer than was said."""

import ipaddress
import socket
import threading
import time

import pytest

from dateline.web.guarded_http import NoAnswerError, Question, TargetRefusedError, ask, demand_target, is_open, networks

HERE = networks("127.0.0.0/8")

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
            ask(Question(url=target))


def test_the_address_that_was_checked_is_the_one_that_is_asked(monkeypatch, server):
    answers = [[(0, 0, 0, "", ("127.0.0.1", 80))], [(0, 0, 0, "", ("8.8.8.8", 80))]]
    real = socket.getaddrinfo
    monkeypatch.setattr(
        socket,
        "getaddrinfo",
        lambda host, *rest, **options: answers.pop(0) if "rebound" in host else real(host, *rest, **options),
    )

    answer = ask(Question(url=f"http://rebound.example:{server.port}/x"), allowed=HERE)

    assert answer.status == 200
    assert len(answers) == 1
    assert f"Host: rebound.example:{server.port}\r\n".encode() in server.asked[0]


@pytest.mark.parametrize("address", ["8.8.8.8", "2001:4860:4860::8888", "::ffff:8.8.8.8"])
def test_public_machines_may_be_asked(address):
    assert is_open(ipaddress.ip_address(address))


def test_what_is_allowed_may_be_asked_and_nothing_beside_it():
    allowed = networks("10.1.0.0/16, fd00::/8")

    assert is_open(ipaddress.ip_address("10.1.2.3"), allowed)
    assert is_open(ipaddress.ip_address("::ffff:10.1.2.3"), allowed)
    assert not is_open(ipaddress.ip_address("10.2.2.3"), allowed)


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
        demand_target(target)


def test_a_redirect_is_an_answer_and_is_not_followed(server):
    server.pieces = [b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/private\r\nContent-Length: 0\r\n\r\n"]

    assert ask(Question(url=url(server)), allowed=HERE).status == 302
    assert len(server.asked) == 1


def test_nothing_in_an_address_becomes_a_second_question(server):
    ask(Question(url=url(server, "/x?a=\u00e9")), allowed=HERE)

    assert server.asked[0].startswith(b"GET /x?a=%C3%A9 HTTP/1.1\r\n")


def test_a_body_goes_with_its_length_and_only_the_start_of_the_answer_is_read(server):
    server.pieces = [b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 500_000]

    answer = ask(Question(url=url(server), method="POST", body=b"hello"), allowed=HERE, body_max=10)

    assert answer.body == b"x" * 10
    assert b"Content-Length: 5\r\n" in server.asked[0]
    assert server.asked[0].endswith(b"\r\n\r\nhello")


@pytest.mark.parametrize("pieces", [[b"HTTP/1.1 200 OK\r\n"] + [b"X: y\r\n"] * 1000, [b"H"] * 1000])
def test_who_drips_is_hung_up_on_in_time(server, pieces):
    server.pieces, server.pause_s = pieces, 0.05
    began = time.monotonic()

    with pytest.raises(NoAnswerError, match=r"no answer within 0\.4 s"):
        ask(Question(url=url(server)), allowed=HERE, within_s=0.4)

    assert time.monotonic() - began < 1.5


@pytest.mark.parametrize("piece", [b"", b"\x00\xff garbage\r\n\r\n", b"HTTP/1.1 abc\r\n\r\n"])
def test_what_is_not_http_is_no_answer(server, piece):
    server.pieces = [piece]

    with pytest.raises(NoAnswerError, match="no "):
        ask(Question(url=url(server)), allowed=HERE)


def test_who_does_not_listen_is_no_answer():
    with pytest.raises(NoAnswerError, match="refused"):
        ask(Question(url="http://127.0.0.1:1/"), allowed=HERE)


def test_a_machine_without_a_trusted_certificate_is_no_answer(server):
    with pytest.raises(NoAnswerError, match="no "):
        ask(Question(url=url(server).replace("http:", "https:")), allowed=HERE, within_s=2)
