"""A database of an older version keeps what it says."""

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from dateline.newsroom.desk import actions
from dateline.newsroom.desk.models import ReleasePage
from tests.support.desk.builders import NOON, a_draft, a_published, approved, edit, minutes, schedule

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.both]


def migrate(name):
    MigrationExecutor(connection).migrate([("desk", name)])


def stored(first, second):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT page_ptr_id, {first}, {second} FROM desk_releasepage")
        return {key: (one, other) for key, one, other in cursor.fetchall()}


def test_what_readers_have_and_how_far_the_draft_is_become_two_columns():
    texts = {
        ("draft", ""): a_draft("Draft"),
        ("approved", ""): approved(a_draft("Approved")),
        ("scheduled", ""): a_draft("Scheduled"),
        ("published", ""): a_published("Published"),
        ("published", "draft"): edit(a_published("With a draft"), headline="Changed"),
        ("withdrawn", "scheduled"): a_published("Withdrawn"),
        ("removed", ""): a_published("Removed"),
    }
    schedule(texts["scheduled", ""], live_at=minutes(5))
    actions.perform("withdraw", texts["withdrawn", "scheduled"], by=None, at=NOON, note="Why.")
    ReleasePage.objects.filter(pk=texts["withdrawn", "scheduled"].pk).update(
        draft_stage="scheduled", scheduled_at=minutes(5)
    )
    actions.perform("remove", texts["removed", ""], by=None, at=NOON, note="Why.")
    new = stored("public_state", "draft_stage")

    migrate("0011_embargo")
    old = stored("state", "beside")
    migrate("0012_public_state_and_draft_stage")

    assert {key: old[text.pk] for key, text in texts.items()} == {key: key for key in texts}
    assert stored("public_state", "draft_stage") == new
    assert new[texts["draft", ""].pk] == ("", "draft")
    assert new[texts["published", "draft"].pk] == ("published", "draft")
