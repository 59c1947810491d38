"""What a channel is to those who plan and send."""

import datetime as dt
from collections.abc import Sequence
from typing import Protocol

from dateline.newsroom.distribution.changes import Told
from dateline.newsroom.distribution.models import Delivery, Receiver
from dateline.newsroom.distribution.wiring import Wiring
from dateline.web.guarded_http import HttpRequest, HttpResponse


class Channel(Protocol):
    """One way in which machines are told.

    Attributes:
        delay_s: how long a delivery waits before its first try.
        most: deliveries that one message can carry.
    """

    delay_s: float
    most: int

    def together(self, due: int) -> int:
        """Return how many deliveries one message carries when so many are due, counted up to `most`."""

    def wants(self, receiver: Receiver, told: Told, *, knows: bool) -> bool:
        """Say whether a receiver is to be told of an entry.

        Args:
            receiver: of this channel.
            told: the entry.
            knows: whether it was, or may have been, told of the release before.
        """

    def question(
        self, receiver: Receiver, deliveries: Sequence[Delivery], wiring: Wiring, *, at: dt.datetime
    ) -> HttpRequest | None:
        """Return the message that carries these deliveries now; None where there is nothing to tell any more.

        Raises:
            PingsError: it cannot be made, such as for a secret nobody can read.
        """

    def is_over(self, receiver: Receiver, answer: HttpResponse) -> bool:
        """Say whether a receiver has answered that it wants nothing any more."""
