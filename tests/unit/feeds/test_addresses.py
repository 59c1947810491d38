import pytest

from tests.support.editions import Log, a_kind, a_newsroom, a_topic, an_office
from tests.support.feeds.sound import asked


@pytest.fixture
def log():
    log = Log()
    log.set(a_newsroom(), an_office("mission"), a_topic("policing"), a_kind("news"))
    return log


@pytest.mark.parametrize(
    ("asked_for", "clean"),
    [
        ("/en/news.atom?utm_source=x", "/en/news.atom"),
        ("/en/news.atom?size=20&order=date&page=1", "/en/news.atom"),
        ("/en/news.atom?order=relevance&q=a&size=10", "/en/news.atom?q=a"),
        ("/en/news.atom?topic=policing&kind=news", "/en/news.atom?kind=news&topic=policing"),
    ],
)
def test_an_unclean_address_redirects_for_good(log, asked_for, clean):
    response = asked(log, asked_for)

    assert (response.status, dict(response.headers)["location"]) == (301, clean)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("/en/news.atom?office=nowhere", "“nowhere” is not known here."),
        ("/fr/news.atom?from=hier", "«\u00a0hier\u00a0» n’est pas lisible."),
        ("/ru/news.atom?page=2", "В этой ленте нет страницы 2."),
        ("/ar/news.atom?q=%FF", "تعذّرت قراءة هذا العنوان."),
    ],
)
def test_errors_are_in_the_readers_language(log, address, sentence):
    response = asked(log, address)

    assert response.status == 404
    assert response.body.decode().strip() == sentence


@pytest.mark.parametrize("path", ["/", "/en/news", "/xx/news.atom", "/news.atom", "/en/news.atom/", "/en/offices.atom"])
def test_other_addresses_are_not_feeds(log, path):
    assert asked(log, path) is None


def test_a_language_the_newsroom_does_not_offer_has_no_feed(log):
    log.set(a_newsroom(languages=("en", "fr")))

    assert asked(log, "/ru/news.atom") is None
