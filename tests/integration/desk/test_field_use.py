"""Each field of a text declares who sees it and who changes it; lists of fields follow from that."""

from dateline.newsroom.desk import guard
from dateline.newsroom.desk.guard import Use
from dateline.newsroom.desk.models import ReleasePage


def names(use):
    return {field.name for field in guard.fields_of(use)}


def test_every_field_has_the_use_it_always_had():
    assert names(Use.FACT) == {
        "release", "language", "slug", "public_state", "draft_stage", "version", "scheduled_at", "approved_digest",
        "approved_revision", "review_owed", "translated_edition",
    }  # fmt: skip
    assert names(Use.DESK) - {"id"} == {
        "latest_revision", "latest_revision_created_at", "draft_title", "has_unpublished_changes", "locked",
        "locked_at", "locked_by", "owner", "path", "depth", "numchild", "url_path", "content_type",
        "page_ptr", "edited_at",
    }  # fmt: skip


def test_no_revision_brings_back_facts_or_the_moment_of_the_last_edit():
    assert set(ReleasePage.facts()) == {
        "release_id", "language", "slug", "public_state", "draft_stage", "version", "scheduled_at", "edited_at",
        "approved_digest", "approved_revision", "review_owed", "translated_edition",
    }  # fmt: skip


def test_a_field_that_declares_nothing_is_guarded():
    assert {"headline", "body", "live", "title", "live_revision"} <= names(Use.WORDS)
