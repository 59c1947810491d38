"""The sender: a few threads, each serving one receiver at a time, so that no receiver waits for another.

A turn: claim a receiver, send one message, record the outcome, send the next message. After a kill between sending and
recording, that message is sent once more under the same id. An outcome that the database cannot record now is recorded
as soon as it can, and until then nobody else sends to that receiver.
"""

import logging
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from http import HTTPStatus

from django.db import DatabaseError, close_old_connections, connections

from dateline.newsroom.distribution.channels import CHANNELS
from dateline.newsroom.distribution.deliveries import queue
from dateline.newsroom.distribution.errors import DistributionError
from dateline.newsroom.distribution.models import Delivery, Receiver
from dateline.newsroom.distribution.wiring import Wiring
from dateline.web.guarded_http import FetchError, HttpResponse, fetch
from dateline.web.headers import parse_retry_after_s

logger = logging.getLogger("pings")

THREADS = 8
SLOW_THREADS = THREADS // 2
"""Most threads that slow receivers may hold at one time; the others stay free for the rest."""

SLOW_S = 1.0
"""A receiver is slow while its last response took longer."""

SLOW_MAX = 1_000
"""Most slow receivers that are remembered; the oldest are dropped. Strangers can subscribe, so there is a limit."""

TURN_S = 2.0
"""Length of a turn, after which other receivers are served. With a message in flight, a turn lasts at most 32 s, less
than ``queue.CLAIM_FOR``."""

_RECORD_RETRY_S = 0.5


class Sender:
    """Sends due deliveries.

    Args:
        wiring: of this process.
        name: of this home; claims are held under it, so that those of a killed process can be released.
    """

    def __init__(self, wiring: Wiring, name: str) -> None:
        self._wiring = wiring
        self._name = name
        self._pool = ThreadPoolExecutor(THREADS, "pings")
        self._turns: dict[int, Future[None]] = {}
        self._slow: dict[int, None] = {}
        self._lock = threading.Lock()  # guards the slow receivers, which every thread updates
        self._is_stopping = False

    def release_claims(self) -> None:
        """Release the claims of a killed process; call it while no other process of this home runs."""
        queue.release_all(by=self._name)

    def step(self) -> bool:
        """Give receivers with due deliveries to idle threads; say whether there were any."""
        self._turns = {key: turn for key, turn in self._turns.items() if not turn.done()}
        idle = THREADS - len(self._turns)
        if idle <= 0:
            return False
        slow = sum(key in self._slow for key in self._turns)
        has_started = False
        for key in queue.ready_receivers(now=self._wiring.now(), limit=THREADS * 4, exclude=list(self._turns)):
            if idle <= 0:
                break
            if key in self._slow:
                if slow >= SLOW_THREADS:
                    continue
                slow += 1
            idle -= 1
            has_started = True
            self._turns[key] = self._pool.submit(self._serve, key)
        return has_started

    def close(self) -> None:
        """Wait until messages in flight are delivered and recorded, then stop the threads."""
        self._is_stopping = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _serve(self, key: int) -> None:
        """Send to one receiver until nothing is due, an attempt fails, or the turn ends."""
        close_old_connections()
        try:
            receiver = queue.claim(key, by=self._name, now=self._wiring.now())
            if receiver is None:
                return
            try:
                self._take_turn(receiver)
            finally:
                self._record(lambda: queue.release(key, by=self._name))
        except Exception:
            logger.exception("nothing could be sent to receiver %d", key)
            connections.close_all()

    def _take_turn(self, receiver: Receiver) -> None:
        ends_at_s = time.monotonic() + TURN_S
        channel = CHANNELS[receiver.channel]
        while time.monotonic() < ends_at_s and not self._is_stopping:
            due = queue.next_batch(receiver.pk, now=self._wiring.now(), limit=channel.max_batch)
            if not due or not self._send(receiver, due[: channel.batch_size(len(due))]):
                return

    def _send(self, receiver: Receiver, deliveries: Sequence[Delivery]) -> bool:
        """Send one message and record the outcome; say whether it was delivered."""
        channel = CHANNELS[receiver.channel]
        began_at_s = time.monotonic()
        try:
            request = channel.request(receiver, deliveries, self._wiring, at=self._wiring.now())
            response = (
                None
                if request is None
                else fetch(request, allowed=self._wiring.allowed_networks, timeout_s=self._wiring.timeout_s)
            )
        except (FetchError, DistributionError, ValueError) as error:
            reason = str(error)
            self._note_speed(receiver.pk, time.monotonic() - began_at_s)
            self._record(lambda: queue.mark_failed(deliveries, status=None, reason=reason, at=self._wiring.now()))
            return False
        self._note_speed(receiver.pk, time.monotonic() - began_at_s)
        return self._record_response(receiver, deliveries, response)

    def _note_speed(self, key: int, took_s: float) -> None:
        """Remember a receiver as slow, or forget that it was."""
        with self._lock:
            self._slow.pop(key, None)
            if took_s > SLOW_S:
                self._slow[key] = None
            if len(self._slow) > SLOW_MAX:
                del self._slow[next(iter(self._slow))]

    def _record_response(
        self, receiver: Receiver, deliveries: Sequence[Delivery], response: HttpResponse | None
    ) -> bool:
        """Record the outcome of a request; ``response`` is None where there was nothing to send."""
        now = self._wiring.now
        if response is None:
            self._record(lambda: queue.mark_delivered(deliveries, status=None, at=now()))
            return True
        status = response.status
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            self._record(lambda: queue.mark_delivered(deliveries, status=status, at=now()))
            return True
        reason = failure_reason(response)
        if CHANNELS[receiver.channel].is_gone(receiver, response):
            self._record(lambda: queue.mark_gone(receiver.pk, reason=reason, at=now()))
            return False
        wait_s = parse_retry_after_s(response.headers.get("retry-after", ""))
        self._record(
            lambda: queue.mark_failed(deliveries, status=status, reason=reason, at=now(), retry_after_s=wait_s)
        )
        return False

    def _record(self, write: Callable[[], None]) -> None:
        """Write to the database, again and again until it can be reached: an unrecorded message would be sent twice."""
        while True:
            try:
                write()
            except DatabaseError as error:
                logger.warning("the outcome of a delivery cannot be recorded yet: %s", str(error).strip())
                connections.close_all()
                time.sleep(_RECORD_RETRY_S)
                if self._is_stopping:
                    return
            else:
                return


def failure_reason(response: HttpResponse) -> str:
    """Return status and beginning of a response that is not a success, in one line."""
    body = response.body[:200].decode("utf-8", "replace").strip()
    return f"answered {response.status}: {body}" if body else f"answered {response.status}"
