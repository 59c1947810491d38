"""What publishing locks, for how long, and how often it builds an edition."""

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from dateline.newsroom.desk import actions
from dateline.newsroom.desk.actions import approval, publishing
from dateline.newsroom.desk.actions.numbers import free_number
from dateline.newsroom.desk.editions.published import last
from dateline.newsroom.desk.models import PublicFile, Release
from tests.support.desk.builders import NOON, a_draft, a_picture, a_published, approved, edit, image_bytes, minutes

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def queries_about(table, captured):
    return [place for place, query in enumerate(captured.captured_queries) if table in query["sql"]]


def test_the_head_of_the_log_is_locked_after_everything_else_is_done():
    text = a_draft(picture=a_picture())
    with CaptureQueriesContext(connection) as captured:
        actions.publish(text, by=None, at=NOON)

    kits = [p for p in queries_about("desk_publicfile", captured) if "kit" in captured.captured_queries[p]["sql"]]
    heads = queries_about("publication_loghead", captured)
    states = queries_about('UPDATE "desk_releasepage"', captured)
    numbers = queries_about("publication_numbercounter", captured)
    assert all((kits, heads, states, numbers))
    assert max(numbers) < min(kits)
    assert max(kits + states) < min(heads)


def test_the_first_number_after_an_import_takes_the_same_few_queries_however_many_were_brought():
    Release.objects.bulk_create(Release(number=number, published_at=NOON) for number in [*range(1, 301), 302])

    with transaction.atomic(), CaptureQueriesContext(connection) as captured:
        number = free_number()

    assert number == 301
    assert len(captured) <= 5
    with transaction.atomic():
        assert [free_number(), free_number(taken=(304,))] == [303, 305]


def test_an_approved_text_builds_its_edition_once(monkeypatch):
    text = approved(a_draft(picture=a_picture()))
    built = []

    def counting(function):
        def build(*args, **options):
            built.append(function.__name__)
            return function(*args, **options)

        return build

    for module in (publishing, approval):
        monkeypatch.setattr(module, "build_unlinked", counting(module.build_unlinked))
    actions.perform("publish", text, by=None, at=NOON)

    assert len(built) == 1


def test_asking_whether_a_text_is_what_was_approved_writes_nothing():
    picture = a_picture()
    text = approved(a_draft(picture=picture))
    assert approval.is_exact(text)
    draft = edit(a_draft("Another"), picture=a_picture("Unseen", image_bytes(colour="red")))
    draft.approved_digest = "x"
    made = PublicFile.objects.count()

    with CaptureQueriesContext(connection) as captured:
        assert not approval.is_exact(draft)
        assert approval.is_exact(text)

    assert not [query for query in captured.captured_queries if query["sql"].startswith(("INSERT", "UPDATE"))]
    assert PublicFile.objects.count() == made


def test_links_lead_where_readers_can_go_though_the_edition_is_built_before_they_can():
    target = a_published("Target")
    hidden = a_draft("Hidden")
    linked = "".join(f'<a linktype="page" id="{key}">word {key}</a> ' for key in (target.pk, hidden.pk))
    text = approved(a_draft("Linking", body=[("text", f"<p>{linked}</p>")], notes=f"<p>{linked}</p>"))

    [entry] = actions.perform("publish", text, by=None, at=minutes(1)).entries

    text.refresh_from_db()
    edition = last(text)
    for html in (edition.body[0].html, edition.notes):
        assert f'<a href="/en/news/{target.release.number}/target">word {target.pk}</a>' in html
        assert f"word {hidden.pk}" in html
        assert html.count("<a ") == 1
    assert entry.change == "published"
