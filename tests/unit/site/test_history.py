"""The history of a text: earlier editions have pages that show what changed, unless something was taken back."""

import datetime as dt

import msgspec
import pytest

from dateline.editions.parts import Text
from tests.support.editions import NOON, an_edition

FIRST = an_edition(
    200, lead="There were 64 boats.", body=(Text(html="<p>The harbour opened on Monday.</p><p>It is large.</p>"),)
)
SECOND = msgspec.structs.replace(
    FIRST,
    version=2,
    lead="There were 46 boats.",
    body=(Text(html="<p>The harbour opened on Sunday.</p><p>It is large.</p>"),),
    edited_at=NOON + dt.timedelta(days=1),
)
THIRD = msgspec.structs.replace(SECOND, version=3, headline="Harbour opens", edited_at=NOON + dt.timedelta(days=2))
ADDRESS = "/en/news/200/headline-200"
EDITIONS = [f"/en/news/200/editions/{version}" for version in (1, 2, 3)]


@pytest.fixture
def corrected(log):
    log.publish(FIRST)
    log.publish(SECOND, "corrected", "There were 46.")
    log.publish(THIRD, "updated")
    return log


def test_the_history_links_every_edition(ask, corrected):
    seen = ask(ADDRESS)

    assert seen.links(".history a") == EDITIONS
    assert seen.texts(".history a") == ["Text of this edition", "What changed", "What changed"]


def test_an_edition_shows_its_text_and_what_changed_word_by_word(ask, corrected):
    first, second, third = (ask(address) for address in EDITIONS)

    assert "There were 64 boats." in first.texts(".compared p")
    assert first.texts(".compared del, .compared ins") == []
    assert second.texts(".compared del") == ["64", "Monday"]
    assert second.texts(".compared ins") == ["46", "Sunday"]
    assert "There were 6446 boats." in second.texts(".compared p"), "both words stand in the sentence"
    assert third.texts(".compared del, .compared ins") == ["Headline 200", "Harbour opens"]
    assert second.links(".history a") == [EDITIONS[0], EDITIONS[2]]
    assert "noindex" in second.text


@pytest.mark.parametrize("change", ["withdrawn", "removed"])
def test_what_was_taken_back_has_no_earlier_editions(ask, corrected, change):
    if change == "removed":
        corrected.remove(THIRD, "Removed.")
    else:
        corrected.publish(msgspec.structs.replace(THIRD, version=4), "withdrawn", "Issued in error.")

    for address in EDITIONS:
        seen = ask(address)
        assert (seen.status, seen.location) == (302, "/en/news/200")
    assert ask(ADDRESS).links(".history a") == []


def test_editions_before_a_withdrawal_stay_closed_when_the_release_is_restored(ask, corrected):
    corrected.publish(msgspec.structs.replace(THIRD, version=4), "withdrawn", "Issued in error.")
    corrected.publish(msgspec.structs.replace(THIRD, version=5), "restored", "It was right.")
    corrected.publish(msgspec.structs.replace(THIRD, version=6, lead="New."), "updated")

    linked = ask(ADDRESS).links(".history a")

    assert linked == ["/en/news/200/editions/5", "/en/news/200/editions/6"]
    assert [ask(address).status for address in (*EDITIONS, "/en/news/200/editions/4")] == [302] * 4
    assert ask(linked[0]).texts(".compared del, .compared ins") == []


@pytest.mark.parametrize("path", ["/en/news/200/editions/9", "/fr/news/200/editions/1", "/en/news/999/editions/1"])
def test_unknown_editions_are_not_found(ask, corrected, path):
    assert ask(path).status == 404
