"""Starting texts: kept by editors-in-chief, offered where they fit, copied once."""

import datetime as dt

import pytest
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from dateline.newsroom.desk import actions, errors
from dateline.newsroom.desk.actions.starting_texts import begin, filled, fitting
from dateline.newsroom.desk.models import OfficeName, ReleasePage, Role, StartingText
from dateline.newsroom.desk.people import role_groups
from tests.support.desk.builders import NOON, a_kind, a_picture, a_superuser, a_topic, a_user, an_office

pytestmark = pytest.mark.django_db

DAY = dt.date(2024, 6, 3)


def member(role, office=None):
    user = a_user()
    role_groups.give(user, role, office)
    return user


def a_starting_text(title="Statement", *, topics=(), **facts):
    body = [("text", "<p>The Mission said today:</p>"), ("quote", {"text": "…", "speaker": "", "role": ""})]
    given = {"kind": a_kind("statement"), "headline": "Statement by {office}", "body": body, **facts}
    made = StartingText.objects.create(title=title, **given)
    made.topics.set(topics)
    return made


def form(**facts):
    return nested_form_data(
        {
            "title": "Statement",
            "kind": a_kind("statement").pk,
            "office": "",
            "language": "",
            "headline": "",
            "lead": "",
            "body": streamfield([("text", rich_text("<p>Said today:</p>"))]),
            "contacts": streamfield([("contact", {"name": "Mara", "role": "", "email": "", "phone": ""})]),
            "boilerplate": rich_text("<p>About us</p>"),
            "notes": rich_text(""),
            **facts,
        }
    )


def titles(page):
    content = page.content.decode()
    return [title for title in ("Ours", "Theirs", "Everybody's") if title.replace("'", "&#x27;") in content]


@pytest.fixture
def offices():
    here, there = an_office("here"), an_office("there")
    a_starting_text("Ours", office=here)
    a_starting_text("Theirs", office=there)
    a_starting_text("Everybody's")
    return here, there


def test_an_editor_in_chief_keeps_them(client):
    client.force_login(member(Role.CHIEF))

    answer = client.post("/starting_texts/new/", form())

    assert answer.status_code == 302
    kept = StartingText.objects.get()
    assert (kept.title, kept.office, "About us" in kept.boilerplate) == ("Statement", None, True)
    assert [block.block_type for block in kept.body] == ["text"]
    client.post(f"/starting_texts/edit/{kept.pk}/", form(title="Declaration"))
    assert StartingText.objects.get().title == "Declaration"
    client.post(f"/starting_texts/delete/{kept.pk}/")
    assert not StartingText.objects.exists()


@pytest.mark.parametrize("role", [Role.TRANSLATOR, Role.AUTHOR, Role.EDITOR, Role.DUTY])
def test_others_do_not(client, role):
    kept = a_starting_text()
    client.force_login(member(role))

    for address in ("/starting_texts/", "/starting_texts/new/", f"/starting_texts/edit/{kept.pk}/"):
        assert client.get(address).status_code == 302, address
    client.post(f"/starting_texts/delete/{kept.pk}/")
    client.post("/starting_texts/new/", form(title="Mine"))

    assert [one.title for one in StartingText.objects.all()] == ["Statement"]
    assert "/starting_texts/" not in client.get("/").content.decode()


def test_an_editor_in_chief_of_one_office_keeps_its_own_only(client, offices):
    here, there = offices
    client.force_login(member(Role.CHIEF, here))
    theirs = StartingText.objects.get(title="Theirs")

    assert titles(client.get("/starting_texts/")) == ["Ours"]
    assert client.get(f"/starting_texts/edit/{theirs.pk}/").status_code == 404
    assert client.post(f"/starting_texts/delete/{theirs.pk}/").status_code == 404
    for office in ("", there.pk):
        assert client.post("/starting_texts/new/", form(office=office)).status_code == 200
    assert client.post("/starting_texts/new/", form(office=here.pk)).status_code == 302
    assert StartingText.objects.filter(office=here).count() == 2
    assert StartingText.objects.count() == 4


@pytest.mark.parametrize(
    ("facts", "field"), [({"kind": ""}, "kind"), ({"title": ""}, "title"), ({"language": "?"}, "language")]
)
def test_what_makes_no_sense_is_refused(client, facts, field):
    client.force_login(a_superuser())

    page = client.post("/starting_texts/new/", form(**facts))

    assert page.status_code == 200
    assert field in page.context["form"].errors
    assert not StartingText.objects.exists()


def test_files_that_not_everybody_may_open_are_refused(client):
    here = an_office("here")
    picture = a_picture()
    picture.collection = here.shelf.collection
    picture.save()
    body = streamfield([("figure", {"picture": picture.pk, "alt": "", "caption": ""})])
    client.force_login(a_superuser())

    page = client.post("/starting_texts/new/", form(body=body))

    assert "must be able to open its files" in page.content.decode()
    assert client.post("/starting_texts/new/", form(body=body, office=here.pk)).status_code == 302


def test_the_fitting_ones_are_offered_before_a_new_release(client, offices):
    here, _there = offices
    client.force_login(member(Role.AUTHOR, here))

    page = client.get("/releases/add/", follow=True)

    assert page.redirect_chain[-1][0] == f"/releases/add/{here.page.pk}/"
    assert titles(page) == ["Ours", "Everybody's"]
    assert list(fitting(None)) == [StartingText.objects.get(title="Everybody's")]


def test_nothing_is_asked_where_nothing_fits(client):
    here = an_office("here")
    client.force_login(member(Role.AUTHOR, here))

    page = client.get("/releases/add/", follow=True)

    assert page.redirect_chain[-1][0] == f"/pages/add/desk/releasepage/{here.page.pk}/"


def test_who_begins_no_releases_there_is_not_asked(client, offices):
    here, there = offices
    client.force_login(member(Role.AUTHOR, here))

    page = client.get(f"/releases/add/{there.page.pk}/", follow=True)

    assert titles(page) == []
    assert client.get("/releases/add/999999/").status_code == 404


def test_the_form_begins_with_words_kind_language_and_topics(client):
    here = an_office("here", names=[OfficeName(names={"en": "Mission", "fr": "la Mission"})])
    water, _other = a_topic("water"), a_topic("peace")
    start = a_starting_text(language="fr", headline="Déclaration de {office}", topics=[water], lead="Un chapeau.")
    client.force_login(member(Role.AUTHOR, here))

    page = client.get(f"/pages/add/desk/releasepage/{here.page.pk}/?start={start.pk}")
    asked = page.context["form"]

    assert asked["headline"].value() == "Déclaration de la Mission"
    assert (asked["lead"].value(), asked["language"].value()) == ("Un chapeau.", "fr")
    assert [block.block_type for block in asked["body"].value()] == ["text", "quote"]
    assert asked["kind"].value() == start.kind_id
    assert asked["topics"].value() == [water.pk]


@pytest.mark.parametrize("start", ["", "x", "999999", "9" * 40, "-1"])
def test_a_starting_text_that_is_none_begins_empty(client, start):
    here = an_office("here")
    client.force_login(member(Role.AUTHOR, here))

    page = client.get(f"/pages/add/desk/releasepage/{here.page.pk}/?start={start}")

    assert page.status_code == 200
    assert page.context["form"]["headline"].value() in {"", None}


def test_the_starting_text_of_another_office_is_none(client, offices):
    here, _there = offices
    client.force_login(member(Role.AUTHOR, here))
    theirs = StartingText.objects.get(title="Theirs")

    page = client.get(f"/pages/add/desk/releasepage/{here.page.pk}/?start={theirs.pk}")

    assert page.context["form"]["headline"].value() in {"", None}


def test_what_was_begun_is_saved_with_its_kind_and_topics_and_is_a_copy(client):
    here, water = an_office("here"), a_topic("water")
    start = a_starting_text(topics=[water])
    client.force_login(member(Role.AUTHOR, here))
    address = f"/pages/add/desk/releasepage/{here.page.pk}/"
    seen = client.get(f"{address}?start={start.pk}").context["form"]["shared_seen"].value()
    sent = {
        "language": "en",
        "headline": "Statement by Here",
        "lead": "It said so.",
        "kind": start.kind_id,
        "shared_seen": seen,
        "body": streamfield([("text", rich_text("<p>The Mission said today:</p>"))]),
        "contacts": streamfield([]),
        "boilerplate": rich_text(""),
        "notes": rich_text(""),
        "dateline_places": "",
        "comments": inline_formset([]),
    }

    client.post(address, nested_form_data(sent) | {"topics": [water.pk]})
    start.delete()

    text = ReleasePage.objects.get()
    assert text.release.kind == a_kind("statement")
    assert [topic.slug for topic in text.release.topic_list()] == ["water"]


def test_blocks_are_copied_without_their_ids():
    start = a_starting_text()
    first, second = ReleasePage(language="en"), ReleasePage(language="en")

    for text in (first, second):
        begin(text, start, None, on=DAY)

    assert first.body[0].value.source == "<p>The Mission said today:</p>"
    ids = [[block["id"] for block in text.body.get_prep_value()] for text in (start, first, second)]
    assert not set(ids[0]) & set(ids[1])
    assert not set(ids[1]) & set(ids[2])


@pytest.mark.parametrize(
    ("pattern", "language", "headline"),
    [
        ("Statement by {office}, {day}", "en", "Statement by Mission, 3 June 2024"),
        ("Déclaration, {day}", "fr", "Déclaration, 3 juin 2024"),
        ("{office}: {day}", "de", "Mission: 3 June 2024"),
        ("{0} {unknown} {{office}}", "en", "{0} {unknown} {Mission}"),
        ("", "en", ""),
    ],
)
def test_a_headline_is_filled_in_the_language_of_the_text(pattern, language, headline):
    office = an_office("here", names=[OfficeName(names={"en": "Mission"})])

    assert filled(pattern, office, language, on=DAY) == headline


def test_a_kind_or_an_office_with_starting_texts_is_not_deleted(offices):
    here, _there = offices

    for thing in (here, a_kind("statement")):
        with pytest.raises(errors.InUseError):
            actions.retire(thing, at=NOON)
