"""The moment of a request: views and hooks ask here, deeds get it as an argument.

The clock itself is ``config``'s, named by the setting ``CLOCK``, so that a test can stop it.
"""

import datetime as dt
from collections.abc import Callable
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string


def now() -> dt.datetime:
    """Return this moment by the newsroom's clock, aware, UTC."""
    clock = import_string(getattr(settings, "CLOCK", "dateline.runtime.clock.now"))
    return cast("Callable[[], dt.datetime]", clock)()
