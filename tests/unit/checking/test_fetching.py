"""Asking other sites: never a machine of our own network."""

import http.server
import socket
import threading

import pytest

from dateline.desk.checking import fetching


@pytest.fixture
def site(monkeypatch):
    """A server on this machine that counts as another site; where its name leads can be set."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self):
            asked.append((self.path, self.headers["host"]))
            self.send_response(int(self.path.strip("/").split("?")[0]))
            self.end_headers()

        def log_message(self, *_args):
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    monkeypatch.setattr(fetching, "public_address", lambda _host, _port: server.server_address)
    yield asked
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    ("status", "there"), [(200, True), (301, True), (403, True), (405, True), (404, False), (410, False)]
)
def test_only_what_says_it_is_gone_is_gone(site, status, there):
    assert fetching.answers(f"http://else.example/{status}") is there
    assert site == [(f"/{status}", "else.example")]


def test_nothing_in_an_address_becomes_a_second_question(site):
    fetching.answers("http://else.example/200?a=\u00e9 b")

    assert site == [("/200?a=%C3%A9%20b", "else.example")]


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "192.168.0.1",
        "169.254.169.254",
        "::1",
        "fd00::1",
        "0.0.0.0",
        "100.64.0.1",
        "::ffff:10.0.0.1",
        "224.0.0.1",
    ],
)
def test_private_machines_are_not_asked(monkeypatch, address):
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("8.8.8.8", 80)), (0, 0, 0, "", (address, 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: found)
    monkeypatch.setattr(socket, "create_connection", lambda *_args, **_options: pytest.fail("asked"))

    assert not fetching.answers("http://inside.example/")


@pytest.mark.parametrize(
    "url", ["ftp://else.example/", "http://else.example:22/", "http://", "http://[x", "javascript:1"]
)
def test_other_ways_and_ports_are_not_asked(monkeypatch, url):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: pytest.fail("asked"))

    assert not fetching.answers(url)


def test_when_the_time_is_over_nothing_more_is_asked(monkeypatch):
    monkeypatch.setattr(fetching, "answers", lambda _url: pytest.fail("asked"))

    assert fetching.asker(within_s=-1)("http://else.example/")
