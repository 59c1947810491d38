"""Erase every word of a text from the desk's tables; the row stays, so that its address is never used again."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django_tasks_db.models import DBTaskResult
from wagtail.models import Comment, PageLogEntry, ReferenceIndex, Revision
from wagtail.search.backends import get_search_backends

from dateline.newsroom.desk.actions.action import Action, Context, NewEntry, Outcome, subject
from dateline.newsroom.desk.actions.audit_trail import record_facts
from dateline.newsroom.desk.models import Act, Release, ReleasePage

BLANK = "—"
"""Replaces the title, which Wagtail requires."""

_WORDS: dict[str, Any] = {
    "title": BLANK,
    "draft_title": BLANK,
    "seo_title": "",
    "search_description": "",
    "headline": "",
    "lead": "",
    "dateline_places": [],
    "dateline_on": None,
    "picture": None,
    "body": [],
    "boilerplate": "",
    "notes": "",
    "contacts": [],
}

_TABLES = (
    "wagtailcore_page",
    "wagtailcore_revision",
    "wagtailcore_comment",
    "publication_logwords",
    "desk_act",
    "desk_listedtext",
)


def erase_text(text: ReleasePage, _action: Action, _context: Context) -> Outcome:
    """Erase the words of a text, and those in the log if the text was ever public."""
    erase_words(text)
    facts = {"scheduled_at": None, "approved_digest": "", "review_owed": False}
    return Outcome(facts, (NewEntry(subject(text), "erased"),) if text.version else ())


def erase_words(text: ReleasePage) -> None:
    """Erase the words, drafts, comments and index rows of a text."""
    facts = {"live": False, "latest_revision": None, "live_revision": None, "has_unpublished_changes": False}
    record_facts(text, **facts, **_WORDS)
    Comment.objects.filter(page=text.pk).delete()
    text.dismissals.all().delete()
    text.fingerprints.all().delete()
    text.debts.all().delete()
    Revision.objects.for_instance(text).delete()
    PageLogEntry.objects.filter(page=text.pk).update(label=BLANK, data={})
    types = ContentType.objects.get_for_models(*text._meta.get_parent_list(), type(text)).values()  # noqa: SLF001
    ReferenceIndex.objects.filter(base_content_type__in=types, object_id=str(text.pk)).delete()
    for backend in get_search_backends():
        backend.delete(text)


def erase_release_words(release: Release) -> None:
    """Erase the words of the release itself, and results of tasks, which may quote its texts."""
    bare = {"event_from_on": None, "event_until_on": None, "embargo_until": None}
    Release.objects.filter(pk=release.pk).update(issuer="", embargo_text="", **bare)
    # a reason may quote the text, and a digest could confirm a guess of its words
    Act.objects.filter(release=release.pk).update(note="", digest="")
    DBTaskResult.objects.finished().delete()


def vacuum_tables() -> None:
    """Remove deleted rows from the files of the database; call it after the commit."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for table in ("wagtailsearch_indexentry_fts", "desk_listedtext_words"):
                cursor.execute(f"INSERT INTO {table}({table}) VALUES ('optimize')")  # noqa: S608 - a constant
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        else:
            for table in _TABLES:
                cursor.execute(f"VACUUM {table}")
