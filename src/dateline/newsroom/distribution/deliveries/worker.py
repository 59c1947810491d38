"""What the worker does for pings, again and again: plan what the log brings, send what is due, tidy up."""

import logging
import threading
import time
from collections.abc import Callable

from django.db import close_old_connections

from dateline.newsroom.distribution.activitypub.accepting import accepter
from dateline.newsroom.distribution.activitypub.following import forget_dead
from dateline.newsroom.distribution.activitypub.keys import prepare
from dateline.newsroom.distribution.activitypub.verifying import verifier as verifier_of_letters
from dateline.newsroom.distribution.deliveries import queue
from dateline.newsroom.distribution.deliveries.planning import plan
from dateline.newsroom.distribution.deliveries.sending import Sender
from dateline.newsroom.distribution.hub.verifying import end_leases
from dateline.newsroom.distribution.hub.verifying import verifier as verifier_of_wishes
from dateline.newsroom.distribution.receivers import appoint
from dateline.newsroom.distribution.wiring import Wiring
from dateline.newsroom.publication.errors import FollowerStoppedError

logger = logging.getLogger("pings")

LOOK_EVERY_S = 0.25
STOPPED_LOOK_EVERY_S = 10.0
TIDY_EVERY_S = 60.0


class Pings:
    """Plans and sends.

    Args:
        wiring: of this process.
        name: of the home; one process of a home works at a time.
    """

    def __init__(self, wiring: Wiring, name: str) -> None:
        self._wiring = wiring
        self._sender = Sender(wiring, name)
        self._hands = (verifier_of_wishes(wiring), verifier_of_letters(wiring), accepter(wiring))
        self._has_begun = False
        self._plan_at_s = 0.0
        self._tidy_at_s = 0.0

    def work(self, stop: threading.Event, goes_well: Callable[[], None]) -> None:
        """Plan and send until told to stop; then let what is under way arrive.

        May be called again after an error: what was under way then is not forgotten.

        Args:
            stop: set by whoever wants this to end.
            goes_well: called after each round.
        """
        if not self._has_begun:
            self._sender.begin()
            appoint(self._wiring)
            prepare(self._wiring)
            self._has_begun = True
        while not stop.is_set():
            close_old_connections()
            self._sender.step()
            for hands in self._hands:
                hands.step()
            if not self._plan():
                stop.wait(LOOK_EVERY_S)
            if time.monotonic() >= self._tidy_at_s:
                self._tidy_at_s = time.monotonic() + TIDY_EVERY_S
                queue.forget_old(now=self._wiring.now())
                end_leases(at=self._wiring.now())
                forget_dead(now=self._wiring.now())
            goes_well()
        self._sender.end()
        for hands in self._hands:
            hands.end()

    def _plan(self) -> bool:
        """Plan the next entries; say whether there were any. One that cannot be planned holds back no delivery."""
        if time.monotonic() < self._plan_at_s:
            return False
        try:
            return plan(self._wiring)
        except FollowerStoppedError as error:  # noted for `dateline check`
            logger.error("%s", error, exc_info=error.__cause__)  # noqa: TRY400  # the cause is the fault
            self._plan_at_s = time.monotonic() + STOPPED_LOOK_EVERY_S
            return False
