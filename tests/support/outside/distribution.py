"""Helpers for tests of distribution: wiring without an archive folder, log entries, and a receiver under control."""

import datetime as dt
import http.server
import threading
from dataclasses import dataclass, field

import msgspec

from dateline.newsroom.distribution.deliveries.planner import plan
from dateline.newsroom.distribution.models import ChannelName, Webhook
from dateline.newsroom.distribution.receivers import add_receiver
from dateline.newsroom.distribution.signing import seal
from dateline.newsroom.distribution.wiring import Wiring
from dateline.newsroom.publication import log
from dateline.newsroom.publication.models import Follower
from dateline.public.api.releases import text_of
from dateline.public.feeds.registry import FEED_FORMATS
from dateline.web.http import Response
from dateline.web.network_policy import parse_networks
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import NOON
from tests.support.outside.serving import serving

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
PUBLIC = "https://news.example.org"


class Clock:
    """A clock that changes only when a test moves it."""

    def __init__(self, at=NOON):
        self.at = at

    def __call__(self):
        return self.at

    def move(self, **by):
        self.at += dt.timedelta(**by)


def archive_of_the_log():
    return NaiveArchive(log.read(0, 10_000))


def a_wiring(clock=None, *, respond=None, archive=archive_of_the_log, allow="127.0.0.0/8", **given):
    return Wiring(
        now=clock or Clock(),
        archive=archive,
        respond=respond or (lambda _request: Response(200, (("content-type", "text/plain"),), b"page")),
        edition_payload=lambda edition: msgspec.to_builtins(text_of(edition)),
        public_url=PUBLIC,
        feed_suffixes=tuple(FEED_FORMATS),
        allowed_networks=parse_networks(allow),
        **given,
    )


def a_webhook(address="http://127.0.0.1:1/", **facts):
    hook = Webhook(channel=ChannelName.WEBHOOK, address=address, name="Agency", secret=seal(SECRET), **facts)
    add_receiver(hook)
    return hook


def start_following():
    """Set the follower to the end of the log, as if it had handled all earlier entries."""
    Follower.objects.update_or_create(name="pings", defaults={"position": log.head().position})


def plan_all(wiring):
    while plan(wiring):
        pass


@dataclass
class Received:
    path: str
    headers: dict
    body: bytes
    status: int


@dataclass
class Endpoint:
    """A receiver in this process; it returns each of ``answers`` once, then 200."""

    port: int = 0
    received: list = field(default_factory=list)
    answers: list = field(default_factory=list)
    pause_s: float = 0.0
    headers: dict = field(default_factory=dict)

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}/in"


def an_endpoint():
    """Yield an `Endpoint` that listens."""
    endpoint = Endpoint()
    quiet = threading.Event()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers.get("content-length", 0)))
            status = endpoint.answers.pop(0) if endpoint.answers else 200
            endpoint.received.append(Received(self.path, {k.lower(): v for k, v in self.headers.items()}, body, status))
            quiet.wait(endpoint.pause_s)
            if not status:
                self.connection.close()
                return
            self.send_response(status)
            for name, value in endpoint.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", "2")
            self.end_headers()
            self.wfile.write(b"ok")

        def log_message(self, *_args):
            pass

    with serving(Handler) as endpoint.port:
        try:
            yield endpoint
        finally:
            quiet.set()
