"""Sending: a few threads, each for one receiver at a time, none of which waits for another.

The order is: take a receiver, send one message, note what became of it, the next message. A kill between sending and
noting lets the message go out once more under the same id, and nothing else does: what cannot be noted for a moment is
noted later, and until then nobody sends to that receiver.
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
from dateline.newsroom.distribution.deliveries.retrying import asked_for_s
from dateline.newsroom.distribution.errors import PingsError
from dateline.newsroom.distribution.models import Delivery, Receiver
from dateline.newsroom.distribution.wiring import Wiring
from dateline.web.guarded_http import FetchError, HttpResponse, fetch

logger = logging.getLogger("pings")

THREADS = 8
SLOW_THREADS = THREADS // 2
"""Threads that receivers may hold at one time which took long when last asked; the others stay free for the rest."""

SLOW_S = 1.0
SLOW_MAX = 1_000
"""Slow receivers that are remembered: strangers subscribe, so the memory of them needs a bound. The oldest go first."""

TURN_S = 2.0
"""After so long a receiver gives way to those that wait; with a message under way 32 s at most, below ``TAKEN_FOR``."""

_NOTE_AGAIN_S = 0.5


class Sender:
    """Sends what is due.

    Args:
        wiring: of this process.
        name: of this home; what a killed process had taken under it is given back at the start.
    """

    def __init__(self, wiring: Wiring, name: str) -> None:
        self._wiring = wiring
        self._name = name
        self._pool = ThreadPoolExecutor(THREADS, "pings")
        self._served: dict[int, Future[None]] = {}
        self._slow: dict[int, None] = {}
        self._lock = threading.Lock()  # of the slow receivers: every thread notes what it met
        self._is_stopping = False

    def begin(self) -> None:
        """Give back what a killed process had taken; call it while no other process of this home runs."""
        queue.free_all(by=self._name)

    def step(self) -> bool:
        """Hand what is due to free threads; say whether there was anything."""
        self._served = {key: future for key, future in self._served.items() if not future.done()}
        room = THREADS - len(self._served)
        if room <= 0:
            return False
        slow = sum(key in self._slow for key in self._served)
        begun = False
        for key in queue.ready(now=self._wiring.now(), limit=THREADS * 4, besides=list(self._served)):
            if room <= 0:
                break
            if key in self._slow:
                if slow >= SLOW_THREADS:
                    continue
                slow += 1
            room -= 1
            begun = True
            self._served[key] = self._pool.submit(self._serve, key)
        return begun

    def end(self) -> None:
        """Let what is under way arrive and be noted, then stop."""
        self._is_stopping = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _serve(self, key: int) -> None:
        """Send to one receiver until nothing is due, something fails, or its turn is over."""
        close_old_connections()
        try:
            receiver = queue.take(key, by=self._name, now=self._wiring.now())
            if receiver is None:
                return
            try:
                self._take_turn(receiver)
            finally:
                self._insist(lambda: queue.free(key, by=self._name))
        except Exception:
            logger.exception("nothing could be sent to receiver %d", key)
            connections.close_all()

    def _take_turn(self, receiver: Receiver) -> None:
        ends_at_s = time.monotonic() + TURN_S
        channel = CHANNELS[receiver.channel]
        while time.monotonic() < ends_at_s and not self._is_stopping:
            due = queue.following(receiver.pk, now=self._wiring.now(), limit=channel.most)
            if not due or not self._send(receiver, due[: channel.together(len(due))]):
                return

    def _send(self, receiver: Receiver, deliveries: Sequence[Delivery]) -> bool:
        """Send one message and note what became of it; say whether it arrived."""
        channel = CHANNELS[receiver.channel]
        began_at_s = time.monotonic()
        try:
            question = channel.question(receiver, deliveries, self._wiring, at=self._wiring.now())
            answer = (
                None
                if question is None
                else fetch(question, allowed=self._wiring.allowed, timeout_s=self._wiring.within_s)
            )
        except (FetchError, PingsError, ValueError) as error:
            reason = str(error)
            self._remember(receiver.pk, time.monotonic() - began_at_s)
            self._insist(lambda: queue.note_failed(deliveries, status=None, reason=reason, at=self._wiring.now()))
            return False
        self._remember(receiver.pk, time.monotonic() - began_at_s)
        return self._note(receiver, deliveries, answer)

    def _remember(self, key: int, took_s: float) -> None:
        """Remember a receiver while its last answer was slow."""
        with self._lock:
            self._slow.pop(key, None)
            if took_s > SLOW_S:
                self._slow[key] = None
            if len(self._slow) > SLOW_MAX:
                del self._slow[next(iter(self._slow))]

    def _note(self, receiver: Receiver, deliveries: Sequence[Delivery], answer: HttpResponse | None) -> bool:
        now = self._wiring.now
        if answer is None:
            self._insist(lambda: queue.note_sent(deliveries, status=None, at=now()))
            return True
        status = answer.status
        if HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
            self._insist(lambda: queue.note_sent(deliveries, status=status, at=now()))
            return True
        reason = reason_of(answer)
        if CHANNELS[receiver.channel].is_over(receiver, answer):
            self._insist(lambda: queue.note_over(receiver.pk, reason=reason, at=now()))
            return False
        asked_s = asked_for_s(answer.headers.get("retry-after", ""))
        self._insist(lambda: queue.note_failed(deliveries, status=status, reason=reason, at=now(), asked_s=asked_s))
        return False

    def _insist(self, note: Callable[[], None]) -> None:
        """Note what has happened outside, however long the database is away; forgetting it would do it twice."""
        while True:
            try:
                note()
            except DatabaseError as error:
                logger.warning("what was sent cannot be noted yet: %s", str(error).strip())
                connections.close_all()
                time.sleep(_NOTE_AGAIN_S)
                if self._is_stopping:
                    return
            else:
                return


def reason_of(answer: HttpResponse) -> str:
    """Return why an answer is none of those that say yes, in a line."""
    said = answer.body[:200].decode("utf-8", "replace").strip()
    return f"answered {answer.status}: {said}" if said else f"answered {answer.status}"
