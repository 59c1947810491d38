"""The interface of a channel to planner and sender, and the base of channels that only name what changed."""

import datetime as dt
from collections.abc import Sequence
from http import HTTPStatus
from typing import Protocol

from dateline.newsroom.distribution.changes import ChangeEvent
from dateline.newsroom.distribution.models import Delivery, Receiver
from dateline.newsroom.distribution.wiring import Wiring
from dateline.web.guarded_http import HttpRequest, HttpResponse


class Channel(Protocol):
    """One way to notify machines.

    Attributes:
        delay_s: how long a delivery waits before its first attempt.
        max_batch: most deliveries that one message can carry.
    """

    delay_s: float
    max_batch: int

    def batch_size(self, due: int) -> int:
        """Return how many deliveries one message carries when ``due`` are due; ``due`` is at most ``max_batch``."""

    def wants(self, receiver: Receiver, event: ChangeEvent, *, is_informed: bool) -> bool:
        """Say whether a receiver is notified of a change.

        Args:
            receiver: of this channel.
            event: the change.
            is_informed: whether it was, or may have been, notified of the release before.
        """

    def request(
        self, receiver: Receiver, deliveries: Sequence[Delivery], wiring: Wiring, *, at: dt.datetime
    ) -> HttpRequest | None:
        """Return the request that carries these deliveries; None where nothing is left to send.

        Raises:
            DistributionError: the request cannot be built, for example because a secret cannot be decrypted.
        """

    def is_gone(self, receiver: Receiver, response: HttpResponse) -> bool:
        """Say whether a response means that the receiver wants no further messages."""


class EveryChange:
    """A channel that sends each change in a message of its own, and stops at 410. Source: RFC 9110, section 15.5.11."""

    delay_s = 0.0
    max_batch = 1

    def batch_size(self, _due: int) -> int:
        """Send one delivery per message."""
        return 1

    def is_gone(self, _receiver: Receiver, response: HttpResponse) -> bool:
        """Stop at 410."""
        return response.status == HTTPStatus.GONE


class ChangedAddresses:
    """A channel of a setting: each message lists the addresses of all that changed, without any content."""

    delay_s = 1.0  # every public process shows a change within 0.25 s
    max_batch = 1000

    def batch_size(self, due: int) -> int:
        """Send all due deliveries in one message."""
        return due

    def wants(self, _receiver: Receiver, _event: ChangeEvent, *, is_informed: bool) -> bool:  # noqa: ARG002  # the port
        """Send every change, removals included."""
        return True

    def is_gone(self, _receiver: Receiver, _response: HttpResponse) -> bool:
        """Go on sending: the setting names the receiver."""
        return False
