"""House style, as the feeds use it; who has it hands it in."""

import datetime as dt
from typing import Protocol

from dateline.editions.parts import Dateline


class HouseStyle(Protocol):
    """How days and datelines are written in a language; any BCP 47 tag is taken."""

    def day(self, on: dt.date, language: str) -> str:
        """Return a day written out, such as ``3 June 2024``."""

    def dateline(self, line: Dateline | None, language: str) -> str:
        """Return a dateline with its dash, such as ``VELDA, 3 June 2024 –``; empty where there is none."""
