"""The desk's preview is the page that readers will get."""

import re

import pytest
from django.conf import settings
from lxml import html

from dateline.newsroom.desk.models import Kind, Release, Role
from dateline.newsroom.desk.people import role_groups
from dateline.newsroom.desk.ports import preview
from dateline.runtime.preview import Preview
from tests.support.desk.builders import a_draft, a_picture, a_published, a_superuser, a_user, an_office, edit
from tests.support.desk.recordings import MP4, VTT, a_recording, block
from tests.support.editions import an_edition

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def renderer():
    before = list(preview._renderer)
    preview.set_renderer(Preview(settings.HOME.archive, "https://news.example.org"))
    yield
    preview._renderer[:] = before


def test_a_draft_is_shown_as_the_public_site_would_show_it(renderer):
    draft = a_draft("Bridge over the Ildra", dateline_places=["velda"], picture=a_picture(alt={"en": "A bridge"}))

    page = preview.show(draft).content.decode()

    assert '<html lang="en"' in page
    assert "Bridge over the Ildra" in page
    assert "VELDA" in page
    assert 'alt="A bridge"' in page


def test_a_draft_is_shown_while_the_archive_cannot_be_read(tmp_path):
    (tmp_path / "manifest.json").write_text("{")
    render = Preview(tmp_path, "https://news.example.org")

    assert "Headline 7" in render(an_edition(7))


def test_a_preview_asks_the_public_folders_for_nothing(renderer):
    page = preview.show(a_draft(picture=a_picture())).content.decode()

    assert "/private/renditions/" in page
    assert '"/media/' not in page
    assert " /media/" not in page
    assert '"/static/' not in page


def test_a_preview_leaves_the_words_of_a_text_as_they_are(renderer):
    page = preview.show(a_draft("Files move from /media/ to /static/", picture=a_picture())).content.decode()

    assert "Files move from /media/ to /static/" in page


def test_a_changed_text_is_shown_as_changed(renderer):
    text = edit(a_published("Old headline"), headline="New headline")

    page = preview.show(text.get_latest_revision_as_object()).content.decode()

    assert "New headline" in page
    assert "Old headline" not in page


def test_the_style_sheet_of_a_preview_comes_from_the_desk(renderer, client):
    client.force_login(a_superuser())
    page = preview.show(a_draft()).content.decode()
    sheet = page.partition('"/preview-static/')[2].partition('"')[0]

    answer = client.get(f"/preview-static/{sheet}")

    assert answer.status_code == 200
    assert answer.headers["Content-Type"].startswith(("text/css", "image/svg", "text/javascript"))
    assert client.get("/preview-static/other.css").status_code == 404


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("fr", "ltr"), ("ru", "ltr"), ("ar", "rtl")])
def test_each_kind_is_shown_in_each_language_on_phones_too_and_says_what_a_machine_wrote(
    renderer, client, language, direction
):
    client.force_login(a_superuser())
    for kind in Kind.objects.all():
        text = a_draft("Bridge", language=language, machine_translated=True, translated_from="nl")
        Release.objects.filter(pk=text.release_id).update(kind=kind, event_from_on="2026-12-01")

        page = html.fromstring(client.get(f"/pages/{text.pk}/view_draft/").content)

        article = page.xpath("//article")[0]
        assert (article.get("lang") or page.get("lang"), article.get("dir") or page.get("dir")) == (language, direction)
        assert kind.names[language] in article.text_content()
        assert page.xpath("//p[@class='machine']")[0].text_content().strip()
        assert "width=device-width" in page.xpath("//meta[@name='viewport']/@content")[0]


def test_a_recording_in_a_preview_plays_from_the_private_store_for_those_who_may_see_it(renderer, client):
    recording = a_recording(data=MP4, name="a.mp4", captions={"en": VTT}, poster=a_picture())
    client.force_login(a_superuser())

    page = preview.show(a_draft(body=[block(recording)])).content.decode()

    player = page.partition("<video")[2].partition("</video>")[0]
    addresses = re.findall(r'(?:src|poster)="(/private/renditions/[^"]+)"', player)
    assert len(addresses) == 3, "poster, file and captions"
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200
        assert "attachment" not in answer.headers["Content-Disposition"]
    stranger = a_user()
    role_groups.give(stranger, Role.AUTHOR, an_office("elsewhere"))
    recording.collection = an_office("owner").shelf.collection
    recording.save()
    client.force_login(stranger)
    assert [client.get(address).status_code for address in addresses] == [200, 404, 404]
