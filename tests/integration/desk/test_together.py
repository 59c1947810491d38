"""Two people at one release at once: neither undoes what the other did."""

import pytest

from dateline.newsroom.desk import actions
from dateline.newsroom.desk.admin.editor import TextForm
from dateline.newsroom.desk.models import ReleasePage
from tests.support.desk.builders import NOON, a_draft, a_kind, a_superuser

pytestmark = [pytest.mark.django_db, pytest.mark.both]

EMPTY = {"body-count": "0", "contacts-count": "0", "notes": "null", "boilerplate": "null", "dateline_places": ""}


def save(client, text, **given):
    words = {"language": text.language, "headline": text.headline, "lead": text.lead}
    return client.post(f"/pages/{text.pk}/edit/", {**words, **EMPTY, **given})


def test_a_translation_saved_while_the_original_goes_out_leaves_its_number_alone(client, monkeypatch):
    client.force_login(a_superuser())
    english = a_draft()
    french = actions.add_translation(english, "fr", by=None)
    form_is_clean = TextForm.clean

    def publish_meanwhile(form):
        given = form_is_clean(form)  # by now the form has read the release
        actions.publish(english, by=None, at=NOON)
        return given

    monkeypatch.setattr(TextForm, "clean", publish_meanwhile)
    save(client, french, headline="Le pont ouvre", kind=a_kind("speech").pk, issuer="The chair")

    release = ReleasePage.objects.get(pk=french.pk).release
    assert (release.published_at, release.kind.slug, release.issuer) == (NOON, "speech", "The chair")
    assert release.number is not None
    assert ReleasePage.objects.get(pk=french.pk).draft_title == "Le pont ouvre"
