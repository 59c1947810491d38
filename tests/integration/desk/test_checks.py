"""The desk check with its tables: galleys, the panel, dismissals, repairs, rights, the gate."""

import pytest
from lxml import html

from dateline.newsroom.desk import actions
from dateline.newsroom.desk.checks import similar
from dateline.newsroom.desk.checks.galley import build_galley
from dateline.newsroom.desk.checks.repair import repair
from dateline.newsroom.desk.checks.report import check_text, dismiss, require_clean, undo_dismissal
from dateline.newsroom.desk.errors import (
    IncompleteError,
    NotAllowedError,
    PassageChangedError,
    RefusedError,
    UncheckedError,
)
from dateline.newsroom.desk.models import Dismissal, Fingerprint, ReleasePage, Role
from dateline.newsroom.desk.people import role_groups
from tests.support.desk.builders import (
    NOON,
    a_draft,
    a_picture,
    a_published,
    a_superuser,
    a_topic,
    a_user,
    an_office,
    edit,
    minutes,
    schedule,
)

pytestmark = pytest.mark.django_db

LONG = (
    "The bridge over the Ost was opened on Monday by the mayor of Velda after two years of work. It shortens the way "
    "to school for most children of the valley, and it is the first one with a lane for bicycles. The old bridge will "
    "be taken down in autumn."
)
CONTACT = [("contact", {"name": "Aida Kolm", "role": "", "email": "", "phone": ""})]


@pytest.fixture
def boss(client):
    person = a_superuser()
    client.force_login(person)
    return person


@pytest.fixture
def text():
    office = an_office("mission")
    return a_draft(
        body=[("text", "<p>It was the <b>122nd</b> and the 122th time.</p>")],
        office=office,
        topics=[a_topic()],
        contacts=CONTACT,
    )


def found(text, key=None, at=NOON):
    return [one for one in check_text(text, at=at).open if key in (None, one.check.key)]


def one(text, key):
    return found(text, key)[0].key


def act(client, text, act, key, **given):
    data = {"act": act, "check": key[0], "passage": key[1], **given}
    return client.post(f"/texts/{text.pk}/checks/", data, follow=True)


def sentences(response):
    return [str(message).strip() for message in response.context["messages"]]


def paragraph(text):
    return ReleasePage.objects.get(pk=text.pk).get_latest_revision_as_object().body[0].value.source


# -- galleys ----------------------------------------------------------------------------------------


def test_a_galley_is_what_would_be_published_of_the_latest_draft(text):
    edit(text, headline="Bridge opens at last", lead="It opened at last.")

    made = build_galley(text, at=NOON)

    assert (made.edition.headline, made.edition.version) == ("Bridge opens at last", 1)
    assert [passage.field for passage in made.passages] == ["headline", "lead", "body.0"]


def test_a_link_to_a_draft_is_dead_and_one_to_a_public_text_is_not():
    draft, public = a_draft("Not yet"), a_published("Already")
    links = "".join(f'<a linktype="page" id="{page.pk}">{page}</a> ' for page in (draft, public))
    number = public.release.number
    more = (
        f'<a href="/en/news/{number}/already">a</a> <a href="/en/news/99999">b</a> <a href="https://else.example">c</a>'
    )

    made = build_galley(a_draft(body=[("text", f"<p>{links}{more}</p>")]), at=NOON)

    assert [(link.words, link.is_dead) for link in made.links] == [
        ("Not yet", True),
        ("Already", False),
        ("a", False),
        ("b", True),
        ("c", None),
    ]


def test_other_sites_are_asked_only_by_who_hands_in_the_way_to_ask():
    text = a_draft(body=[("text", '<p><a href="https://else.example/x">c</a></p>')])

    assert build_galley(text, at=NOON, is_reachable=lambda _url: False).links[0].is_dead


def test_a_translation_is_compared_with_the_latest_draft_of_its_original(text):
    edit(text, body=[("text", "<p>There were 1,284 of them in all places.</p>")])
    french = actions.add_translation(text, "fr", by=None)
    edit(french, body=[("text", "<p>Il y en avait 1 248 dans tous les lieux.</p>")])

    assert [one.finding.quote for one in found(french, "figures")] == ["1 248"]
    assert found(text, "figures") == []


def test_a_picture_without_words_blocks(text):
    edit(text, picture=a_picture())

    assert [one.severity for one in found(text, "pictures")] == ["error", "warning", "warning"]


# -- texts that are alike ---------------------------------------------------------------------------


def like(headline, **facts):
    return a_published(headline, body=[("text", f"<p>{LONG}</p>")], **facts)


def test_an_earlier_release_with_the_same_words_is_shown_beside():
    earlier = like("Bridge opens")
    similar.FOLLOWER.catch_up(at=NOON)
    again = a_draft("Bridge opened", body=[("text", f"<p>{LONG} Indeed.</p>")])

    beside = found(again, "duplicates")[0].finding.comparison

    assert beside.release == str(earlier.release_id)
    assert "taken down in autumn" in beside.there
    assert found(earlier, "duplicates") == []


def test_a_removed_text_leaves_no_fingerprint():
    text = like("Bridge opens")
    similar.FOLLOWER.catch_up(at=NOON)
    assert Fingerprint.objects.filter(text=text).count() == 12

    actions.perform("remove", text, by=None, at=minutes(1), note="A mistake.")
    similar.FOLLOWER.catch_up(at=NOON)

    assert not Fingerprint.objects.exists()
    assert not similar.FOLLOWER.is_behind()


def test_an_entry_applied_twice_changes_nothing():
    from dateline.newsroom.publication.log import read

    like("Bridge opens")
    for record in [*read(0, 100), *read(0, 100)]:
        similar.FOLLOWER.apply(record)

    assert Fingerprint.objects.count() == 12


# -- dismissals -------------------------------------------------------------------------------------


def test_a_dismissed_finding_stays_dismissed_until_its_passage_changes(text):
    boss = a_superuser()
    dismiss(text, one(text, "ordinals"), "A quotation.", by=boss, at=NOON)
    assert found(text, "ordinals") == []

    edit(text, body=[("text", "<p>Moved. The 122th time.</p>")])
    assert found(text, "ordinals") == []
    assert check_text(text, at=NOON).dismissed[0][1].reason == "A quotation."

    edit(text, body=[("text", "<p>The 123th time.</p>")])
    assert [one.finding.quote for one in found(text, "ordinals")] == ["123th"]


def test_a_dismissal_holds_for_its_text_alone_and_can_be_taken_back(text):
    boss = a_superuser()
    other = a_draft(body=[("text", "<p>The 122th time.</p>")])
    key = one(text, "ordinals")
    dismiss(text, key, "A quotation.", by=boss, at=NOON)
    assert found(other, "ordinals")

    undo_dismissal(text, key, by=boss)
    assert found(text, "ordinals")


def test_a_dismissal_needs_a_reason_a_right_and_a_finding(text):
    boss, key = a_superuser(), one(text, "ordinals")

    with pytest.raises(IncompleteError):
        dismiss(text, key, " ", by=boss, at=NOON)
    with pytest.raises(NotAllowedError):
        dismiss(text, key, "No.", by=a_user(), at=NOON)
    with pytest.raises(PassageChangedError):
        dismiss(text, ("ordinals", "0" * 64), "No.", by=boss, at=NOON)
    assert not Dismissal.objects.exists()


def test_a_dismissal_goes_with_its_text(text):
    boss = a_superuser()
    dismiss(text, one(text, "ordinals"), "A quotation.", by=boss, at=NOON)

    actions.perform("discard", text, by=boss, at=NOON)

    assert not Dismissal.objects.exists()


# -- repairs ----------------------------------------------------------------------------------------


def test_a_repair_mends_the_right_passage_in_a_new_draft(text):
    before = text.latest_revision_id

    repair(text, one(text, "ordinals"), by=a_superuser(), at=NOON)

    assert "<b>122nd</b> and the 122nd time" in paragraph(text)
    assert ReleasePage.objects.get(pk=text.pk).latest_revision_id != before


def test_words_of_a_quotation_are_mended():
    text = a_draft(body=[("text", "<p>x</p>"), ("quote", {"text": "The 11st.", "speaker": "", "role": ""})])

    repair(text, one(text, "ordinals"), by=a_superuser(), at=NOON)

    assert ReleasePage.objects.get(pk=text.pk).get_latest_revision_as_object().body[1].value["text"] == "The 11th."


def test_the_same_letters_before_it_are_left_alone():
    text = a_draft(body=[("text", "<p>Item A122th of the 122th kind.</p>")])

    repair(text, one(text, "ordinals"), by=a_superuser(), at=NOON)

    assert "Item A122th of the 122nd kind" in paragraph(text)


def test_only_who_may_edit_the_text_repairs_it(text):
    with pytest.raises(NotAllowedError):
        repair(text, one(text, "ordinals"), by=a_user(), at=NOON)
    with pytest.raises(NotAllowedError):
        undo_dismissal(text, one(text, "ordinals"), by=a_user())


@pytest.mark.parametrize(
    "path",
    [
        "/es-419/news/99999/gone",
        "/sl-rozaj-biske-1994/news/99999",
        "/en/news/99999.pdf",
        "/en/news/99999?x",
        "/en/news/123456789012/too-long-a-number",
    ],
)
def test_a_link_to_a_release_that_never_was_is_dead_in_every_language_and_form(path):
    text = a_draft(body=[("text", f'<p><a href="{path}">a</a></p>')])

    assert [link.is_dead for link in build_galley(text, at=NOON).links] == [True]


def test_a_link_to_a_removed_release_is_dead():
    gone = a_published("Gone")
    number = gone.release.number
    actions.perform("remove", gone, by=None, at=minutes(1), note="A mistake.")
    text = a_draft(body=[("text", f'<p><a href="/en/news/{number}/gone">a</a></p>')])

    assert [link.is_dead for link in build_galley(text, at=NOON).links] == [True]


def test_headline_and_day_are_repaired_too(text):
    import datetime as dt

    edit(text, headline="Bridge opens.", dateline_on=dt.date(2024, 6, 9))
    for key in ("headline", "dateline-day"):
        repair(text, one(text, key), by=a_superuser(), at=NOON)

    mended = ReleasePage.objects.get(pk=text.pk).get_latest_revision_as_object()
    assert (mended.headline, mended.dateline_on) == ("Bridge opens", NOON.date())


def test_a_repair_of_what_has_changed_meanwhile_is_refused(text):
    key = one(text, "ordinals")
    edit(text, body=[("text", "<p>The 123th time.</p>")])

    with pytest.raises(PassageChangedError):
        repair(text, key, by=a_superuser(), at=NOON)
    assert "123th" in paragraph(text)


def test_a_passage_broken_up_by_emphasis_is_left_to_a_person():
    text = a_draft(body=[("text", "<p>The 12<b>2th</b> time.</p>")])

    with pytest.raises(RefusedError):
        repair(text, one(text, "ordinals"), by=a_superuser(), at=NOON)


def test_a_scheduled_text_is_not_repaired(text):
    boss = a_superuser()
    schedule(text, live_at=minutes(60))

    with pytest.raises(RefusedError):
        repair(ReleasePage.objects.get(pk=text.pk), one(text, "ordinals"), by=boss, at=NOON)


def test_a_public_text_is_repaired_in_a_draft_beside_it(text):
    actions.publish(text, by=None, at=NOON)

    repair(ReleasePage.objects.get(pk=text.pk), one(text, "ordinals"), by=a_superuser(), at=NOON)

    stored = ReleasePage.objects.get(pk=text.pk)
    assert stored.has_unpublished_changes
    assert "122th" in stored.body[0].value.source


# -- the gate ---------------------------------------------------------------------------------------


def test_the_gate_names_what_blocks_and_lets_through_what_is_dismissed(text):
    boss = a_superuser()
    edit(text, lead=" ")
    with pytest.raises(UncheckedError, match="The lead is missing"):
        require_clean(text, at=NOON)

    dismiss(text, one(text, "lead"), "A photo story.", by=boss, at=NOON)

    require_clean([text], at=NOON)


def test_warnings_and_hints_pass_the_gate(text):
    assert found(text)
    require_clean(text, at=NOON)


# -- the panel --------------------------------------------------------------------------------------


def test_the_page_groups_findings_and_offers_what_can_be_done(client, boss, text):
    page = html.fromstring(client.get(f"/texts/{text.pk}/checks/").content)

    assert "Look at this" in page.xpath("string(//*[@class='desk-checks'])")
    assert page.xpath("string(//button[contains(., '122nd')])").strip() == "Write “122nd”"
    assert page.xpath("//a[@data-desk-jump='body']/@href")[0].endswith("/edit/#panel-child-text-body-section")


def test_the_fragment_is_the_same_without_the_page_around_it(client, boss, text):
    said = client.get(f"/texts/{text.pk}/checks/?fragment=1&next=/pages/{text.pk}/edit/").content.decode()

    assert "122th" in said
    assert "<html" not in said
    assert f'name="next" value="/pages/{text.pk}/edit/"' in said


def test_it_stands_beside_the_editor_and_on_the_page_of_the_release(client, boss, text):
    for address in (f"/pages/{text.pk}/edit/", f"/releases/{text.release_id}/"):
        page = html.fromstring(client.get(address).content)
        assert page.xpath("//*[@data-desk-checks]/@data-desk-checks")[0].startswith(
            f"/texts/{text.pk}/checks/?fragment"
        )


def test_repair_and_dismissal_by_a_click(client, boss, text):
    key = one(text, "ordinals")
    assert "Fixed in a new draft" in sentences(act(client, text, "repair", key))[0]
    assert "122th" not in paragraph(text)

    edit(text, lead="It opened and then")
    lead = one(text, "lead")
    response = act(client, text, "dismiss", lead, reason="As spoken.", next=f"/releases/{text.release_id}/")
    assert response.redirect_chain[0][0] == f"/releases/{text.release_id}/"
    assert Dismissal.objects.get().by == boss
    act(client, text, "take-back", lead)
    assert not Dismissal.objects.exists()


def test_what_is_refused_comes_back_as_a_sentence(client, boss, text):
    assert "has changed in the meantime" in sentences(act(client, text, "repair", ("ordinals", "0" * 64)))[0]


def test_nobody_is_sent_elsewhere(client, boss, text):
    response = act(client, text, "take-back", ("ordinals", "0"), next="https://else.example/")

    assert response.redirect_chain[0][0] == f"/texts/{text.pk}/checks/"


def test_who_may_not_edit_the_text_may_not_check_repair_or_dismiss(client, text):
    elsewhere = an_office("elsewhere")
    person = a_user()
    role_groups.give(person, Role.CHIEF, elsewhere)
    client.force_login(person)

    assert client.get(f"/texts/{text.pk}/checks/").status_code == 404
    assert client.post(f"/texts/{text.pk}/checks/", {"act": "repair"}).status_code == 404
    assert "122th" in paragraph(text)


def test_a_repair_from_another_site_is_refused(text):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(a_superuser())

    assert client.post(f"/texts/{text.pk}/checks/", {"act": "repair"}).status_code == 403


def test_an_arabic_text_is_shown_from_right_to_left(client, boss, settings):
    earlier = a_published("الجسر", language="ar", body=[("text", f"<p>{LONG}</p>")])
    similar.FOLLOWER.catch_up(at=NOON)
    text = a_draft("الجسر", language="ar", body=[("text", f"<p>{LONG}</p>")])

    page = html.fromstring(client.get(f"/texts/{text.pk}/checks/").content)

    assert page.xpath("//div[@class='desk-check__pair']/@dir") == ["rtl"]
    assert earlier.headline in page.xpath("string(//div[@class='desk-check__pair'])")


def test_other_sites_are_asked_only_where_the_newsroom_wants_it(client, boss, settings, monkeypatch):
    asked = []
    monkeypatch.setattr("dateline.newsroom.desk.checks.link_probe.is_reachable", lambda url: asked.append(url) or False)
    text = a_draft(body=[("text", '<p><a href="https://else.example/x">c</a></p>')])
    client.get(f"/texts/{text.pk}/checks/")
    assert asked == []

    settings.CHECK_LINKS = True
    assert "does not answer" not in client.get(f"/texts/{text.pk}/checks/?fragment=1").content.decode()
    assert "does not answer" in client.get(f"/texts/{text.pk}/checks/").content.decode()
    dead = [one for one in check_text(text, at=NOON, is_reachable=lambda _url: False).open if one.check.key == "links"]
    act(client, text, "dismiss", dead[0].key, reason="It is being moved.")
    assert Dismissal.objects.get().reason == "It is being moved."
