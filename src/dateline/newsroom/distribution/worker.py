"""The distribution part of the worker process: plan deliveries, send them, clean up."""

import logging
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections

from dateline.newsroom.distribution.activitypub import replays
from dateline.newsroom.distribution.activitypub.follows import accept_workers, delete_dead_inboxes
from dateline.newsroom.distribution.activitypub.keys import ensure_key_pair
from dateline.newsroom.distribution.activitypub.verification import inbox_workers
from dateline.newsroom.distribution.deliveries import queue
from dateline.newsroom.distribution.deliveries.planner import plan
from dateline.newsroom.distribution.deliveries.sender import Sender
from dateline.newsroom.distribution.hub.verification import delete_expired_subscriptions, hub_workers
from dateline.newsroom.distribution.receivers import sync_configured
from dateline.newsroom.distribution.wiring import Wiring
from dateline.newsroom.publication.errors import FollowerStoppedError

logger = logging.getLogger("pings")

POLL_EVERY_S = 0.25
STOPPED_POLL_EVERY_S = 10.0
CLEAN_UP_EVERY_S = 60.0


class DistributionWorker:
    """Plans and sends deliveries, and processes requests of hub subscribers and ActivityPub followers.

    Args:
        wiring: of this process.
        name: of the home; only one process of a home runs a worker at a time.
    """

    def __init__(self, wiring: Wiring, name: str) -> None:
        self._wiring = wiring
        self._sender = Sender(wiring, name)
        self._row_workers = (hub_workers(wiring), inbox_workers(wiring), accept_workers(wiring))
        self._has_begun = False
        self._plan_at_s = 0.0
        self._clean_up_at_s = 0.0

    def work(self, stop: threading.Event, goes_well: Callable[[], None]) -> None:
        """Work until ``stop`` is set, then wait for messages in flight.

        May be called again after an error; messages in flight are not lost.

        Args:
            stop: set by the caller to end the work.
            goes_well: called after each round.
        """
        if not self._has_begun:
            self._sender.release_claims()
            sync_configured(self._wiring)
            ensure_key_pair(self._wiring)
            self._has_begun = True
        while not stop.is_set():
            close_old_connections()
            self._sender.step()
            for workers in self._row_workers:
                workers.step()
            if not self._plan():
                stop.wait(POLL_EVERY_S)
            self._clean_up()
            goes_well()
        self._sender.close()
        for workers in self._row_workers:
            workers.close()

    def _clean_up(self) -> None:
        if time.monotonic() < self._clean_up_at_s:
            return
        self._clean_up_at_s = time.monotonic() + CLEAN_UP_EVERY_S
        queue.delete_old(now=self._wiring.now())
        delete_expired_subscriptions(at=self._wiring.now())
        delete_dead_inboxes(now=self._wiring.now())
        replays.forget_old(now=self._wiring.now())

    def _plan(self) -> bool:
        """Plan the next entries; say whether there were any. If one cannot be planned, others are still sent."""
        if time.monotonic() < self._plan_at_s:
            return False
        try:
            return plan(self._wiring)
        except FollowerStoppedError as error:  # stored for `dateline check`
            logger.error("%s", error, exc_info=error.__cause__)  # noqa: TRY400  # the cause is the fault
            self._plan_at_s = time.monotonic() + STOPPED_POLL_EVERY_S
            return False
