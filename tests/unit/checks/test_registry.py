"""The table of checks and the page that shows it."""

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dateline.newsroom.desk.checks.registry import CHECKS, run_checks
from tests.support.desk.check_table import PAGE, table
from tests.support.desk.galleys import NOON, a_galley, an_edition


def test_the_page_says_what_the_table_has():
    assert table() in PAGE.read_text("utf-8"), "python -m tests.support.desk.check_table"


def test_keys_are_for_ever_and_fit_the_column():
    keys = [check.key for check in CHECKS]

    assert len(set(keys)) == len(keys)
    assert all(re.fullmatch(r"[a-z-]{2,40}", key) for key in keys)


PIECES = st.sampled_from(
    [
        "1",
        "12",
        ".",
        ",",
        "’",
        " ",
        "\u00a0",
        "-",
        "/",
        ":",
        "%",
        "th",
        "млн",
        "ألف",
        "٣",
        "XX",
        "Kazakhstan",
        "May",
        "(",
        "\n",
    ]
)


@given(
    st.sampled_from(["en", "fr", "ru", "ar", "de", "zh-Hant", "xx"]), st.lists(st.one_of(PIECES, st.text(max_size=4)))
)
def test_no_text_is_too_strange(language, pieces):
    text = "".join(pieces).replace("<", "&lt;")
    galley = a_galley(
        language, [f"<p>{text}</p>"], lead=text, headline=text, original=an_edition("en", [f"<p>{text}</p>"])
    )

    for found in run_checks(galley, at=NOON):
        assert found.finding.sentence
        assert found.finding.end - found.finding.start == len(found.finding.quote)


@pytest.mark.parametrize("piece", ["1 ", "1.", "12:", "A", "Kazak ", "1,000 ", "0 31 ", "un ", "(", "a.b@", "9" * 50])
def test_long_texts_take_no_longer_than_they_are(piece):
    text = piece * (20_000 // len(piece))
    galley = a_galley("fr", [f"<p>{text}</p>"], original=an_edition("en", [f"<p>{text}</p>"]))
    run_checks(a_galley("fr"), at=NOON)
    began_at_s = time.perf_counter()

    run_checks(galley, at=NOON)

    assert time.perf_counter() - began_at_s < 5
