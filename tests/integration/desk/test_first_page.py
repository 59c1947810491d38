"""What the first page of the desk says to whom."""

import pytest
from wagtail.users.models import UserProfile

from dateline.newsroom.desk import actions
from dateline.newsroom.desk.models import NewsroomSettings
from tests.support.desk.builders import NOON, a_published, a_superuser, edit, minutes

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def shown(client):
    """The first page as somebody sees it at a desk in a language."""

    def show(language="en"):
        person = a_superuser()
        UserProfile.objects.create(user=person, preferred_language=language)
        client.force_login(person)
        return client.get("/").content.decode()

    return show


def test_a_panel_has_one_line_a_release_in_the_language_of_the_desk(shown):
    text = a_published("Bridge opens")
    french = actions.add_translation(text, "fr", by=None)
    edit(french, headline="Le pont ouvre")
    actions.publish(french, by=None, at=minutes(1))

    english, of_france, russian = (shown(language) for language in ("en", "fr", "ru"))

    assert english.count(f"/releases/{text.release_id}/") == 1
    assert ("Bridge opens" in english, "Le pont ouvre" in english) == (True, False)
    assert ("Bridge opens" in of_france, "Le pont ouvre" in of_france) == (False, True)
    assert "Bridge opens" in russian


def test_it_stands_under_the_newsrooms_own_name(shown):
    newsroom = NewsroomSettings.current()
    newsroom.name = newsroom.short_name = newsroom.title = {"en": "ASCO", "ru": "ОСАМ"}
    actions.set_newsroom(newsroom, at=NOON)

    assert "ОСАМ" in shown("ru")
    assert "ASCO" in shown("ar")


def test_without_a_name_it_is_the_newsroom_in_the_language_of_the_desk(shown):
    NewsroomSettings.objects.update(name={}, short_name={})

    page = shown("ru")

    assert "Пресс-центр" in page.partition("<main")[2]
    assert "Newsroom" not in page


def test_it_leads_to_ones_own_account_and_to_no_manual_of_another_desk(shown):
    page = shown("en")

    assert 'href="/account/"' in page
    assert "editor guide" not in page
