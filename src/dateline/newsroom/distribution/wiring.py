"""What pings are handed from outside: the clock, the archive, and the public side's answers."""

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
    """Handed in by `config`.

    Attributes:
        now: this moment, aware, UTC.
        archive: the newest generation, overrides obeyed; None while there is none to be read.
        answer: what the public site answers now.
        text: the words of an edition as the API gives them, as plain values.
        public_url: of the site, without the last slash.
        hub_url: of our own hub; empty where there is none.
        outside_hub: the hub of somebody else that is told of our feeds; empty where there is none.
        indexnow_key: what IndexNow knows the newsroom by; empty where it is not told.
        indexnow_url: where it is told.
        within_s: how long a receiver may take to answer.
        allowed: private networks that receivers may stand in.
        inbox_url: of our actors, as it is announced; empty where nobody can be followed.
        show_actor_key: shows the public key of actors to the public side; None where nobody can be followed.
    """

    now: Callable[[], dt.datetime]
    archive: Callable[[], Archive | None]
    answer: Callable[[Request], Response]
    text: Callable[[Edition], Mapping[str, Any]]
    public_url: str
    hub_url: str = ""
    outside_hub: str = ""
    indexnow_key: str = ""
    indexnow_url: str = ""
    within_s: float = 10.0
    allowed: tuple[Network, ...] = ()
    inbox_url: str = ""
    show_actor_key: Callable[[str], None] | None = None


_handed_in: list[Wiring] = []


def set_wiring(given: Wiring) -> None:
    """Hand in what this process gives to views."""
    _handed_in[:] = [given]


def wiring() -> Wiring:
    """Return what was handed in.

    Raises:
        NotWiredError: nothing was.
    """
    if not _handed_in:
        raise NotWiredError
    return _handed_in[0]
