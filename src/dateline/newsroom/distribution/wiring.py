"""What this package needs from outside: the clock, the archive, and responses of the public site."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from dateline.archive.port import Archive
from dateline.editions.edition import Edition
from dateline.newsroom.distribution.errors import NotWiredError
from dateline.web.http import Request, Response
from dateline.web.network_policy import Network


@dataclass(frozen=True, kw_only=True)
class Wiring:
    """Ports of this package, set once per process by `dateline.runtime`.

    Attributes:
        now: returns the current moment, aware, UTC.
        archive: returns the newest generation with overrides applied; None while none can be read.
        respond: returns the response of the public site to a request.
        edition_payload: returns an edition as the API shows it, in plain values.
        public_url: of the site, without trailing slash.
        feed_suffixes: last part of the address of each feed format, such as ``atom``.
        hub_url: of the newsroom's own hub; empty without one.
        outside_hub: outside hub that is notified of our feeds; empty without one.
        indexnow_key: key of the newsroom at IndexNow; empty where IndexNow is off.
        indexnow_url: where IndexNow is notified.
        timeout_s: how long a receiver may take to answer.
        allowed_networks: private networks in which receivers may stand.
        inbox_url: public address of our actors' inbox; empty where ActivityPub is off.
        publish_actor_key: hands the public key of our actors to the public site; None where ActivityPub is off.
    """

    now: Callable[[], dt.datetime]
    archive: Callable[[], Archive | None]
    respond: Callable[[Request], Response]
    edition_payload: Callable[[Edition], Mapping[str, Any]]
    public_url: str
    feed_suffixes: tuple[str, ...]
    hub_url: str = ""
    outside_hub: str = ""
    indexnow_key: str = ""
    indexnow_url: str = ""
    timeout_s: float = 10.0
    allowed_networks: tuple[Network, ...] = ()
    inbox_url: str = ""
    publish_actor_key: Callable[[str], None] | None = None


_current: list[Wiring] = []


def set_wiring(wiring_: Wiring) -> None:
    """Set the wiring that the views of this process use."""
    _current[:] = [wiring_]


def wiring() -> Wiring:
    """Return the wiring of this process.

    Raises:
        NotWiredError: ``set_wiring`` has not been called.
    """
    if not _current:
        raise NotWiredError
    return _current[0]
