"""The list of releases finds by words in any form and script, by day, and pages no further than it counted."""

import datetime as dt
import uuid
from importlib import import_module

import pytest
from django.apps import apps
from lxml import html

from dateline.newsroom.desk import actions, release_index
from dateline.newsroom.desk.admin import release_list
from dateline.newsroom.desk.models import IndexRow, NewsroomSettings, Role
from dateline.newsroom.desk.people.role_groups import give
from tests.support.desk.builders import NOON, a_draft, a_published, a_superuser, a_user, an_office, edit

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def found(question):
    rows = release_index.search(IndexRow.objects.order_by("pk"), question)
    return [row.text.get_latest_revision_as_object().headline for row in rows]


@pytest.mark.parametrize(
    ("language", "headline", "questions"),
    [
        ("en", "Observers monitor local elections", ["election", "ELECTIONS observer", "monit", "elections loc"]),
        ("fr", "Élections à Korça : les observateurs", ["elections korca", "observateur", "élection"]),
        ("ru", "Выборы в Шушарах: отчёт миссии", ["выборов", "отчет", "ШУШАР", "миссия отчёт"]),
        ("ar", "الانتخابات في المدينة", ["انتخابات", "الاِنتِخابات", "المدين"]),
        ("sr", "Ћирилица и закон", ["ћирилица", "закон"]),
        ("zh", "选举观察员到达", ["选举", "選舉"]),
    ],
)
def test_words_are_found_in_their_forms(language, headline, questions):
    a_published("Something else altogether")
    a_draft(headline, language=language)

    assert {question: found(question) for question in questions} == {question: [headline] for question in questions}


@pytest.mark.parametrize(
    "question",
    ['"', "'", '" OR 1', "AND", "NEAR(a b)", "*", ":*", "a&b|!c", "\\", "'; DROP TABLE x", "\ufffd", "-bridge"],
)
def test_what_looks_like_a_query_is_words(question):
    a_published("Bridge opens")

    assert found(question) in ([], ["Bridge opens"])


def test_every_word_must_be_there_and_the_last_may_be_a_beginning():
    a_published("Bridge opens in the north")
    a_published("Bridge closes in the south")

    assert found("bridge nor") == ["Bridge opens in the north"]
    assert found("bri north") == []
    assert found("bridge xyz") == []


def test_the_lead_and_the_words_of_the_latest_draft_are_found_and_the_old_ones_not():
    text = a_published("Bridge opens", lead="A ribbon is cut.")
    edit(text, headline="Tunnel opens", lead="A whistle is blown.")

    assert found("tunnel whistle") == ["Tunnel opens"]
    assert found("ribbon") == []
    actions.perform("discard", text, by=None, at=NOON)
    assert found("ribbon") == ["Bridge opens"]


def test_a_number_is_the_release_and_not_a_word():
    a_published("Ninety percent of 1 bridge")
    number = a_published("Second").release.number

    assert found(str(number)) == ["Second"]


def test_what_is_erased_or_thrown_away_leaves_no_words():
    text = a_published("Zqerased words")
    draft = a_draft("Zqdraft words")
    actions.perform("discard", draft, by=None, at=NOON)
    asker, other = a_superuser(), a_superuser()
    actions.erase(actions.ask_erasure(text.release, by=asker, at=NOON, reason="Law"), by=other, at=NOON)

    assert found("zqerased") == found("zqdraft") == []
    assert not IndexRow.objects.filter(words__contains="zq").exists()


def test_missing_rows_are_made_and_wrong_ones_mended():
    text = a_published("Bridge opens")
    rows = list(IndexRow.objects.values())
    IndexRow.objects.all().delete()

    release_index.refresh_missing()
    assert list(IndexRow.objects.values()) == rows
    IndexRow.objects.update(state="draft", words="wrong")
    release_index.refresh([text.release_id])
    assert list(IndexRow.objects.values()) == rows
    assert found("bridge") == ["Bridge opens"]


def test_an_upgrade_makes_the_words_anew_of_languages_that_are_folded_otherwise():
    changed, unchanged = a_draft("選舉觀察員", language="zh-Hant"), a_draft("Election", language="en")
    IndexRow.objects.update(words="old")

    import_module("dateline.newsroom.desk.migrations.0017_index_words").forget_words(apps, None)
    release_index.refresh_missing()

    assert "选" in IndexRow.objects.get(text=changed).words
    assert IndexRow.objects.get(text=unchanged).words == "old"


def test_keys_fit_and_are_told_apart():
    assert release_index.key_list([]) == release_index.key_list([None]) == ""
    assert release_index.key_list([None, 3, 14]) == ",3,14,"
    many = release_index.key_list(range(1_000_000, 1_001_000))
    assert len(many) <= 1000
    assert many.startswith(",1000000,")
    assert set(map(len, many.strip(",").split(","))) == {7}


@pytest.fixture
def boss(client):
    person = a_superuser()
    client.force_login(person)
    return person


def titles(client, query):
    document = html.fromstring(client.get(f"/releases/{query}").content)
    return [cell.text_content().strip() for cell in document.xpath("//*[contains(@class,'title-wrapper')]")]


def test_days_are_those_of_the_newsroom(client, boss):
    a_published("In the evening", at=dt.datetime(2024, 6, 3, 23, 59, tzinfo=dt.UTC))
    a_published("In the morning", at=dt.datetime(2024, 6, 4, 0, 0, tzinfo=dt.UTC))
    a_draft("Never")

    assert titles(client, "?published_from=2024-06-04&published_to=2024-06-04") == ["In the morning"]
    assert titles(client, "?published_to=2024-06-03") == ["In the evening"]
    assert len(titles(client, "?published_from=rubbish")) == 3


def test_no_more_is_counted_than_can_be_paged_to(client, boss, monkeypatch):
    monkeypatch.setattr(release_list, "MAX_ROWS", 3)
    for number in range(5):
        a_draft(f"Draft {number}")

    page = client.get("/releases/")

    assert page.context["paginator"].count_label == "3+"
    assert titles(client, "") == ["Draft 4", "Draft 3", "Draft 2"]
    assert "3+" in page.content.decode()
    assert client.get("/releases/?p=99").status_code == 200


def test_people_find_what_their_offices_lead_or_join_and_nothing_else(client):
    here, there = an_office("here"), an_office("there")
    a_draft("Own bridge", office=here)
    a_draft("Joined bridge", office=there, offices=[here])
    a_draft("Foreign bridge", office=there)
    a_draft("Bridge of nobody")
    person = a_user()
    give(person, Role.AUTHOR, here)
    client.force_login(person)

    assert sorted(titles(client, "?q=bridge")) == sorted(titles(client, "")) == ["Joined bridge", "Own bridge"]


def test_a_row_without_its_text_is_not_shown():
    release_index.refresh([uuid.uuid4()])

    assert IndexRow.objects.count() == 0


def test_the_list_cites_a_release_and_says_days_by_the_newsrooms_clock(client):
    client.force_login(a_superuser())
    newsroom = NewsroomSettings.current()
    newsroom.time_zone = "Pacific/Kiritimati"
    actions.set_newsroom(newsroom, at=NOON)
    text = a_published("Bridge opens", office=an_office("mission"), at=NOON)

    shown = " ".join(html.fromstring(client.get("/releases/").content).text_content().split())

    assert f"No. {text.release.number} · {text.release.kind} · Mission" in shown
    assert "4 Jun 2024, 02:00" in shown
    assert "1-1 of 1 text" in shown
