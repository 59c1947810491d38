"""Asking other sites: never a machine of our own network."""

import http.server
import socket

import pytest

from dateline.newsroom.desk.checks import link_probe
from dateline.web.network_policy import parse_networks
from tests.support.outside.serving import serving


@pytest.fixture
def site():
    """A server on this machine."""
    asked = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_HEAD(self):
            asked.append(self.path)
            self.send_response(int(self.path.strip("/").split("?")[0]))
            self.end_headers()

        def log_message(self, *_args):
            pass

    with serving(Handler) as port:
        yield port, asked


@pytest.mark.parametrize(
    ("status", "there"), [(200, True), (301, True), (403, True), (405, True), (404, False), (410, False)]
)
def test_only_what_says_it_is_gone_is_gone(site, status, there):
    port, asked = site

    assert (
        link_probe.is_reachable(f"http://127.0.0.1:{port}/{status}#part", allowed=parse_networks("127.0.0.0/8"))
        is there
    )
    assert asked == [f"/{status}"]


def test_a_private_machine_counts_as_not_there(site):
    port, asked = site

    assert not link_probe.is_reachable(f"http://127.0.0.1:{port}/200")
    assert not link_probe.is_reachable("http://127.0.0.1/200")
    assert asked == []


@pytest.mark.parametrize(
    "url", ["ftp://else.example/", "http://else.example:22/", "http://", "http://[x", "javascript:1"]
)
def test_other_ways_and_ports_are_not_asked(monkeypatch, url):
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_options: pytest.fail("asked"))

    assert not link_probe.is_reachable(url)


def test_when_the_time_is_over_nothing_more_is_asked(monkeypatch):
    monkeypatch.setattr(link_probe, "is_reachable", lambda _url: pytest.fail("asked"))

    assert link_probe.reachability(within_s=-1)("http://else.example/")
