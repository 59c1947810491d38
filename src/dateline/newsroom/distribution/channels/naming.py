"""What channels have in common whose messages name what changed and carry none of it."""

from dateline.newsroom.distribution.changes import Told
from dateline.newsroom.distribution.models import Receiver
from dateline.web.guarded_http import HttpResponse


class Naming:
    """All of ``Channel`` but the question: everything is told, many changes in a message, as long as it is set."""

    delay_s = 1.0  # every public process shows a change within 0.25 s
    most = 1000

    def together(self, due: int) -> int:
        """Name all that have changed at once."""
        return due

    def wants(self, _receiver: Receiver, _told: Told, *, knows: bool) -> bool:  # noqa: ARG002  # the port's shape
        """Tell of everything, what is removed included."""
        return True

    def is_over(self, _receiver: Receiver, _answer: HttpResponse) -> bool:
        """Go on: the setting names it."""
        return False
