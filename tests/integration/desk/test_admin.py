"""What people do in the admin: vocabulary, the page of a release, lists and previews."""

import datetime as dt
import json

import pytest
from django.conf import settings
from lxml import html

from dateline.editions.entry import notice, words
from dateline.newsroom.desk import actions
from dateline.newsroom.desk.models import NewsroomSettings, Office, ReleasePage, Role, Topic
from dateline.newsroom.desk.ports import preview
from dateline.runtime.preview import Preview
from dateline.text.catalogues import compile_beside
from tests.support.desk.builders import (
    NOON,
    a_draft,
    a_picture,
    a_published,
    a_superuser,
    a_topic,
    an_office,
    approved,
    edit,
    log_entries,
    schedule,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def boss(client):
    person = a_superuser()
    client.force_login(person)
    return person


def sentences(response):
    return [str(message).strip() for message in response.context["messages"]]


def do(client, text, action, languages=("en",), **given):
    return client.post(f"/releases/{text.release_id}/", {"do": action, "languages": languages, **given}, follow=True)


def names(field="names", **given):
    return {f"{field}_{tag}": given.get(tag, "") for tag in ("en", "fr", "ru", "ar", "others")}


# -- vocabulary -------------------------------------------------------------------------------------


def test_a_topic_saved_in_the_admin_reaches_the_log_in_the_same_breath(client, boss):
    client.post("/topic/new/", {"slug": "water", **names(en="Water", fr="Eau", others="de: Wasser"), "media_topic": ""})

    record = log_entries()[-1]
    assert (record.entry.subject.kind, record.entry.subject.id, record.entry.change) == ("topic", "water", "set")
    assert words(record).names == {"en": "Water", "fr": "Eau", "de": "Wasser"}


def test_an_office_saved_in_the_admin_has_its_names_over_time_and_a_place_in_the_tree(client, boss):
    response = client.post(
        "/office/new/",
        {
            "slug": "monitoring",
            "unit": "mission",
            "status": "open",
            "names-TOTAL_FORMS": "1",
            "names-INITIAL_FORMS": "0",
            "names-MIN_NUM_FORMS": "1",
            "names-MAX_NUM_FORMS": "1000",
            "names-0-names_en": "Monitoring Mission",
            "names-0-names_fr": "Mission de suivi",
            "names-0-from_on": "2023-07-01",
            "names-0-ORDER": "1",
            "contacts-count": "0",
        },
        follow=True,
    )

    office = Office.objects.get(slug="monitoring")
    period = words(log_entries()[-1]).periods[0]
    assert "created" in sentences(response)[0]
    assert (period.names["fr"], period.from_on) == ("Mission de suivi", dt.date(2023, 7, 1))
    assert office.page.get_parent().title == "Newsroom"
    assert office.role_groups.count() == 6


def test_a_slug_never_changes(client, boss):
    topic = a_topic("water")

    response = client.post(f"/topic/edit/{topic.pk}/", {"slug": "aqua", **names(en="Water")})

    topic.refresh_from_db()
    assert topic.slug == "water"
    assert "is part of addresses" in response.content.decode()


def test_deleting_what_a_release_uses_is_refused_with_a_sentence(client, boss):
    topic = a_topic("water")
    a_draft(topics=[topic])

    response = client.post(f"/topic/delete/{topic.pk}/", follow=True)

    assert "cannot be deleted, because" in sentences(response)[0]
    assert Topic.objects.filter(pk=topic.pk).exists()


@pytest.mark.parametrize("make", [an_office, a_topic])
def test_before_deleting_the_desk_asks(client, boss, make):
    thing = make("mistyped")

    response = client.get(f"/{type(thing).__name__.lower()}/delete/{thing.pk}/")

    assert response.status_code == 200
    assert "Mistyped" in response.content.decode()


def test_deleting_an_unused_office_takes_its_page_and_groups_along(client, boss):
    office = an_office("unused")

    client.post(f"/office/delete/{office.pk}/")

    assert not Office.objects.filter(slug="unused").exists()
    assert log_entries()[-1].entry.change == "retired"


def test_the_newsroom_and_its_logo_reach_the_log(client, boss):
    logo = a_picture(title="Logo")

    response = client.post(
        "/newsroom/",
        {
            **names("name", en="ASCO"),
            **names("short_name", en="ASCO"),
            **names("title", en="News"),
            **names("tagline"),
            "accent": "#123456",
            "logo": logo.pk,
            "time_zone": "Europe/Vienna",
            "default_language": "fr",
            "home_url": "",
            "contacts-count": "0",
        },
        follow=True,
    )

    newsroom = words(log_entries()[-1])
    assert response.status_code == 200
    assert (newsroom.accent, newsroom.time_zone, newsroom.languages[0]) == ("#123456", "Europe/Vienna", "fr")
    assert newsroom.logo.type == "image/png"


@pytest.mark.parametrize("name", ["Europe/Atlantis", "localtime"])
def test_a_time_zone_that_nobody_else_knows_is_refused(name):
    from django.core.exceptions import ValidationError

    newsroom = NewsroomSettings.current()
    newsroom.time_zone = name

    with pytest.raises(ValidationError):
        newsroom.full_clean()


def test_people_choose_among_zones_that_browsers_know_too(client, boss):
    page = html.fromstring(client.get("/account/").content)

    offered = page.xpath("//select[@name='locale-current_time_zone']/option/@value")
    assert {"Europe/Vienna", "UTC"} < set(offered)
    assert "localtime" not in offered
    assert page.findtext(".//title").strip().endswith("- Dateline")


def test_an_office_cannot_belong_to_itself():
    from django.core.exceptions import ValidationError

    above, below = an_office("above"), an_office("below")
    below.parent = above
    actions.set_office(below, at=NOON)
    above.parent = below

    with pytest.raises(ValidationError):
        above.full_clean()


# -- the page of a release --------------------------------------------------------------------------


def test_a_release_is_published_corrected_withdrawn_restored_and_removed_on_its_page(client, boss):
    text = a_draft()

    do(client, text, "publish at once", reason="It is urgent.")
    edit(text, headline="Bridge opens late")
    do(client, text, "publish at once", change="corrected", note="The hour was wrong.", reason="It is wrong.")
    do(client, text, "withdraw", note="Under review.")
    do(client, text, "restore", note="Confirmed.")
    do(client, text, "remove", note="By mistake.")

    records = log_entries(text)
    assert [r.entry.change for r in records] == ["published", "corrected", "withdrawn", "restored", "removed"]
    assert notice(records[-1]).text == "By mistake."


def test_what_is_removed_leads_to_the_release_that_is_named(client, boss):
    text, other = a_published("Bridge opens"), a_published("Bridge opens at last")
    number, target = text.release.number, other.release.number

    do(client, text, "remove", note="Said twice.", target=str(target))

    [set_, removed] = log_entries()[-2:]
    assert words(set_).path == f"/en/news/{number}"
    assert words(set_).target == f"/en/news/{target}"
    assert (removed.entry.change, notice(removed).text) == ("removed", "Said twice.")


@pytest.mark.parametrize("target", ["itself", "a draft", "nothing", "rubbish", "another language", "a huge one"])
def test_what_is_removed_leads_to_nothing_that_readers_do_not_have(client, boss, target):
    text = a_published("Bridge opens")
    draft, french = a_draft("Not yet"), a_published("Le pont ouvre", language="fr")
    named = {
        "itself": text.release.number,
        "a draft": draft.release.number or "0",
        "nothing": 4711,
        "rubbish": "x",
        "another language": french.release.number,
        "a huge one": "9" * 30,
    }

    do(client, text, "remove", note="Said twice.", target=str(named[target]))

    text.refresh_from_db()
    assert text.state == "published"
    assert "set" not in [record.entry.change for record in log_entries(text)]


def test_a_correction_without_note_comes_back_as_a_sentence(client, boss):
    text = edit(a_published(), headline="Another")

    response = do(client, text, "publish at once", change="corrected", note="", reason="Wrong.")

    assert sentences(response) == ["Explain the reason to the public in one sentence."]
    assert len(log_entries(text)) == 1


def test_the_moment_to_go_live_is_meant_in_the_newsrooms_zone(client, boss, settings):
    settings.CLOCK = "tests.support.desk.builders.noon"
    newsroom = NewsroomSettings.current()
    newsroom.time_zone = "Europe/Vienna"
    actions.set_newsroom(newsroom, at=NOON)
    text = approved(a_draft())

    do(client, text, "schedule", live_at="2024-07-01T09:30:15")

    text.refresh_from_db()
    assert text.scheduled_at == dt.datetime(2024, 7, 1, 7, 30, 15, tzinfo=dt.UTC)
    response = client.get(f"/pages/{text.pk}/edit/", follow=True)
    assert any("scheduled and cannot be changed" in said for said in sentences(response))


def test_a_translation_begins_with_the_structure_of_its_original(client, boss):
    text = a_draft(
        body=[("text", "<p>Words.</p>"), ("quote", {"text": "Good.", "speaker": "A", "role": ""})],
        dateline_places=["VELDA"],
    )

    response = client.post(f"/releases/{text.release_id}/", {"do": "translate", "language": "fr", "from": "en"})

    french = ReleasePage.objects.get(release=text.release, language="fr")
    assert response.headers["location"] == f"/pages/{french.pk}/edit/"
    assert [block.block_type for block in french.body] == ["text", "quote"]
    assert (french.translated_from, french.dateline_places, french.get_parent().pk) == (
        "en",
        ["VELDA"],
        text.get_parent().pk,
    )


def test_a_second_text_in_one_language_is_refused(client, boss):
    text = a_draft()

    response = client.post(f"/releases/{text.release_id}/", {"do": "translate", "language": "en"}, follow=True)

    assert sentences(response) == ["There is a text in this language already."]


def test_a_release_moves_to_another_office_with_all_its_texts(client, boss):
    here, there = an_office("here"), an_office("there")
    text = a_published(office=here, offices=[there])
    french = actions.add_translation(text, "fr", by=None)

    client.post(f"/releases/{text.release_id}/", {"do": "lead", "office": there.pk})

    text.release.refresh_from_db()
    assert text.release.office_list() == [there]
    assert {ReleasePage.objects.get(pk=t.pk).get_parent().pk for t in (text, french)} == {there.page.pk}


def test_somebody_without_the_role_gets_a_sentence_for_hand_made_requests(client):
    from dateline.newsroom.desk.people import role_groups
    from tests.support.desk.builders import a_user

    office, person = an_office(), a_user()
    role_groups.give(person, Role.AUTHOR, office)
    client.force_login(person)
    text = a_draft(office=office)

    response = do(client, text, "publish")

    assert "Your roles do not allow this" in sentences(response)[0]
    assert log_entries(text) == []


# -- lists ------------------------------------------------------------------------------------------


def listed(client, query=""):
    document = html.fromstring(client.get(f"/releases/{query}").content)
    return sorted(link.text_content().strip() for link in document.xpath("//*[contains(@class,'title-wrapper')]//a"))


def test_the_list_is_narrowed_by_kind_office_topic_language_and_state(client, boss):
    office, topic = an_office("mission"), a_topic("water")
    a_published("With office", office=office)
    joined = a_draft("Joined", offices=[office], kind="speech")
    about = a_draft("About water", topics=[topic])
    actions.add_translation(about, "fr", by=None)

    assert listed(client, f"?office={office.pk}") == ["Joined", "With office"]
    assert listed(client, f"?topic={topic.pk}") == ["About water", "About water"]
    assert listed(client, "?language=fr") == ["About water"]
    assert listed(client, "?state=published") == ["With office"]
    assert listed(client, f"?kind={joined.release.kind_id}") == ["Joined"]


def test_the_list_shows_no_filter_that_nobody_chose(client, boss):
    a_draft("Known")
    assert "Review owed" not in html.fromstring(client.get("/releases/").content).xpath(
        "string(//*[contains(@class,'w-active-filters')])"
    )
    ticked = html.fromstring(client.get("/releases/?owed=true").content)
    assert "Review owed" in ticked.xpath("string(//*[contains(@class,'w-active-filters')])")


@pytest.mark.parametrize("name", ["office", "topic", "kind"])
def test_a_key_that_no_database_has_narrows_nothing(client, boss, name):
    assert client.get(f"/releases/?{name}={'9' * 30}").status_code == 200


def test_the_list_asks_the_same_number_of_questions_for_one_and_for_thirty(client, boss, django_assert_max_num_queries):
    for number in range(25):
        a_draft(f"Number {number}", office=an_office())
    client.get("/releases/")

    with django_assert_max_num_queries(20):
        client.get("/releases/")


def test_the_first_page_shows_what_waits(client, boss):
    schedule(a_draft("Goes out soon"), live_at=NOON + dt.timedelta(days=9000))
    a_draft("Half written")

    page = client.get("/").content.decode()

    assert "Goes out soon" in page
    assert "Half written" in page


# -- preview ----------------------------------------------------------------------------------------


def test_the_preview_shows_what_the_public_server_would_with_private_pictures(client, boss, monkeypatch):
    site = Preview(settings.HOME.archive, "https://news.example.org")
    monkeypatch.setattr(preview, "_renderer", [site])
    text = a_draft("Seen before", picture=a_picture())

    page = client.get(f"/pages/{text.pk}/view_draft/").content.decode()

    assert "Seen before" in page
    assert 'src="/private/renditions/' in page


def test_previewing_writes_nothing(client, boss):
    text = a_draft(body=[("figure", {"picture": a_picture(), "alt": "", "caption": ""})])
    before = len(log_entries())

    page = client.get(f"/pages/{text.pk}/view_draft/").content.decode()

    text.release.refresh_from_db()
    assert "Bridge opens" in page
    assert (len(log_entries()), text.release.number) == (before, None)


def test_a_new_release_is_previewed_before_it_is_saved(client, boss):
    office = an_office()
    address = f"/pages/add/desk/releasepage/{office.page.pk}/preview/"
    given = {"language": "en", "headline": "Not saved yet", "lead": "x", "body-count": "0", "contacts-count": "0"}

    answer = client.post(address, {**given, "notes": "null", "boilerplate": "null"})

    assert json.loads(answer.content) == {"is_valid": True, "is_available": True}
    assert "Not saved yet" in client.get(address).content.decode()
    assert not ReleasePage.objects.exists()


# -- translations -----------------------------------------------------------------------------------


def test_catalogues_are_compiled_once_and_again_when_they_change(tmp_path):
    folder = tmp_path / "fr" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "django.po").write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "Kind"\nmsgstr "Genre"\n'
    )

    assert compile_beside(tmp_path) == [folder / "django.mo"]
    assert compile_beside(tmp_path) == []
