"""Our own list page, saved from a browser, is read by the importer as the releases that it shows."""

import datetime as dt

import pytest

from dateline.newsroom.intake.listing_reader import read_listing


def shown(card, selector):
    found = card.css_first(selector)
    if found is None:
        return ""
    for hidden in found.css(".unseen"):
        hidden.decompose()
    return " ".join(found.text().split())


def cards(html):
    for card in html.css("article.card"):
        yield (
            shown(card, ".card-headline"),
            dt.date.fromisoformat(card.css_first("time").attributes["datetime"][:10]),
            shown(card, ".card-kind"),
            shown(card, ".card-where"),
            shown(card, ".card-what"),
            shown(card, ".card-lead"),
        )


@pytest.mark.parametrize("language", ["en", "fr", "ru", "ar"])
def test_our_own_list_comes_in_as_it_is_shown(ask, language):
    page = ask(f"/{language}/news")
    listing = read_listing(page.text.encode(), "news.html", language)

    assert listing.rejected == ()
    assert [
        (
            item.title,
            item.published_on,
            item.kind.name if item.kind else "",
            ", ".join(office.name for office in item.offices),
            ", ".join(topic.name for topic in item.topics),
            item.summary,
        )
        for item in listing.items
    ] == list(cards(page.html))
