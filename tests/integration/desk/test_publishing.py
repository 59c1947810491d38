"""What the actions do to desk and log, in one transaction."""

import datetime as dt

import pytest

from dateline.editions.entry import notice, words
from dateline.editions.parts import Download, Embed, Figure, Quote, Text
from dateline.newsroom.desk import actions, errors
from dateline.newsroom.desk.models import OfficeName, ReleasePage
from tests.support.desk.builders import (
    NOON,
    a_draft,
    a_picture,
    a_published,
    a_superuser,
    a_topic,
    an_attachment,
    an_office,
    edit,
    log_entries,
    minutes,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def test_publishing_appends_one_entry_with_the_edition_that_readers_get():
    office = an_office("mission-in-karvenia")
    text = a_draft(
        "Bridge opens", office=office, topics=[a_topic("water"), a_topic("borders")], dateline_places=["VELDA"]
    )

    [entry] = actions.publish(text, by=None, at=NOON)

    edition = words(log_entries(text)[-1])
    text.refresh_from_db()
    assert (entry.change, entry.number, entry.subject.language) == ("published", text.release.number, "en")
    assert (edition.headline, edition.slug, edition.version) == ("Bridge opens", "bridge-opens", 1)
    assert [ref.slug for ref in edition.offices] == ["mission-in-karvenia"]
    assert [ref.slug for ref in edition.topics] == ["water", "borders"]
    assert edition.dateline.places == ("VELDA",)
    assert edition.published_at == edition.edited_at == NOON
    assert (text.live, text.state, text.version) == (True, "published", 1)
    assert text.release.published_at == NOON


def test_languages_of_a_release_go_out_together_under_one_number():
    english = a_draft("Bridge opens")
    french = actions.add_translation(english, "fr", by=None)
    edit(french, headline="Le pont ouvre")

    entries = actions.publish(english.release, by=None, at=NOON)

    assert [entry.subject.language for entry in entries] == ["en", "fr"]
    assert len({entry.number for entry in entries}) == 1
    assert [words(record).translated_from for record in log_entries()[-2:]] == ["", "en"]


def test_a_language_added_later_keeps_the_moment_of_the_first():
    english = a_published()
    french = actions.add_translation(english, "fr", by=None)

    actions.publish(french, by=None, at=minutes(60))

    edition = words(log_entries(french)[-1])
    assert (edition.published_at, edition.edited_at) == (NOON, minutes(60))


def test_one_incomplete_language_holds_back_all():
    english = a_draft("Bridge opens")
    edit(actions.add_translation(english, "fr", by=None), lead="")
    before = len(log_entries())

    with pytest.raises(errors.IncompleteError):
        actions.publish(english.release, by=None, at=NOON)

    assert len(log_entries()) == before
    assert not ReleasePage.objects.filter(live=True).exists()
    english.release.refresh_from_db()
    assert english.release.number is None


def test_offices_are_called_as_on_the_day_of_publication():
    office = an_office(
        "monitoring",
        names=[
            OfficeName(names={"en": "Observer Mission"}, until_on=dt.date(2023, 6, 30)),
            OfficeName(names={"en": "Monitoring Mission"}, from_on=dt.date(2023, 7, 1)),
        ],
    )
    [old] = actions.publish(a_draft(office=office), by=None, at=dt.datetime(2023, 6, 30, 12, tzinfo=dt.UTC))
    [new] = actions.publish(a_draft(office=office), by=None, at=NOON)

    names = [words(r).offices[0].name for r in log_entries() if r.entry.position in (old.position, new.position)]
    assert names == ["Observer Mission", "Monitoring Mission"]


def test_body_blocks_become_parts_and_foreign_html_is_cleaned():
    text = a_draft(
        body=[
            ("text", '<p onclick="x()">Hello <script>alert(1)</script><b>world</b></p>'),
            ("figure", {"picture": a_picture(alt={"en": "A bridge"}), "alt": "", "caption": "New"}),
            ("quote", {"text": "Good.", "speaker": "Aida Kolm", "role": "Head"}),
            ("download", {"attachment": an_attachment(), "title": ""}),
            ("embed", {"url": "https://vimeo.com/1", "title": "Film"}),
        ]
    )

    actions.publish(text, by=None, at=NOON)

    running, figure, quote, download, embed = words(log_entries(text)[-1]).body
    assert running == Text(html="<p>Hello <b>world</b></p>")
    assert isinstance(figure, Figure)
    assert (figure.picture.alt, figure.picture.caption) == ("A bridge", "New")
    assert quote == Quote(text="Good.", speaker="Aida Kolm", role="Head")
    assert isinstance(download, Download)
    assert download.title == "Figures"
    assert embed == Embed(url="https://vimeo.com/1", title="Film", provider="Vimeo")


def test_a_link_to_a_draft_becomes_plain_words_and_to_a_public_text_its_address():
    draft, public = a_draft("Secret"), a_published("Known thing")
    links = f'<p><a linktype="page" id="{draft.pk}">one</a> <a id="{public.pk}" linktype="page">two</a></p>'

    text = a_published("Linked", body=[("text", links)])

    number = public.release.number
    assert words(log_entries(text)[-1]).body[0].html == f'<p>one <a href="/en/news/{number}/known-thing">two</a></p>'


def test_a_correction_needs_a_public_note_and_carries_it():
    text = edit(a_published(), headline="Bridge opens on Monday")

    with pytest.raises(errors.IncompleteError):
        actions.publish(text, by=None, at=minutes(5), change="corrected")
    actions.publish(text, by=None, at=minutes(5), change="corrected", note="The day was wrong.")

    record = log_entries(text)[-1]
    assert (record.entry.change, notice(record).text) == ("corrected", "The day was wrong.")
    assert (words(record).version, words(record).headline) == (2, "Bridge opens on Monday")
    assert (words(record).published_at, words(record).edited_at) == (NOON, minutes(5))


def test_a_release_without_kind_is_not_published():
    text = a_draft()
    text.release.kind = None
    text.release.save()

    with pytest.raises(errors.IncompleteError):
        actions.publish(text, by=None, at=NOON)


def test_withdrawn_texts_come_back_word_for_word():
    text = a_published()
    edit(text, headline="A draft nobody may see yet")

    actions.perform("withdraw", text, by=None, at=minutes(1), note="Under review.")
    text.refresh_from_db()
    assert (text.state, text.live) == ("withdrawn", False)
    actions.perform("restore", text, by=None, at=minutes(2), note="Confirmed.")

    text.refresh_from_db()
    withdrawn, restored = (words(record) for record in log_entries(text)[-2:])
    assert [record.entry.change for record in log_entries(text)] == ["published", "withdrawn", "restored"]
    assert (withdrawn.headline, restored.headline, restored.version) == ("Bridge opens", "Bridge opens", 3)
    assert (text.state, text.live, text.version) == ("published", True, 3)


def test_removal_forgets_the_words_and_is_final():
    text = a_published()

    actions.perform("remove", text, by=None, at=minutes(1), note="Published by mistake.")

    text.refresh_from_db()
    assert (text.state, text.live) == ("removed", False)
    assert [record.edition for record in log_entries(text)] == [None, None]
    with pytest.raises(errors.WrongStateError):
        actions.publish(text, by=a_superuser(), at=minutes(2))


@pytest.mark.parametrize("action", ["withdraw", "remove"])
def test_what_the_public_loses_is_explained(action):
    with pytest.raises(errors.IncompleteError):
        actions.perform(action, a_published(), by=None, at=NOON, note=" ")


def test_a_draft_is_thrown_away_with_its_release_and_a_public_text_never():
    draft, public = a_draft(), a_published()

    actions.perform("discard", draft, by=None, at=NOON)

    assert not ReleasePage.objects.filter(pk=draft.pk).exists()
    assert not type(draft.release).objects.filter(pk=draft.release_id).exists()
    with pytest.raises(errors.WrongStateError):
        actions.perform("discard", public, by=None, at=NOON)
