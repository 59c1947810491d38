"""The table of checks and the page that shows it."""

import re

from dateline.desk.checking.registry import CHECKS
from tests.support.check_table import PAGE, table


def test_the_page_says_what_the_table_has():
    assert table() in PAGE.read_text("utf-8"), "python -m tests.support.check_table"


def test_keys_are_for_ever_and_fit_the_column():
    keys = [check.key for check in CHECKS]

    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"[a-z-]{2,40}", key) for key in keys)
