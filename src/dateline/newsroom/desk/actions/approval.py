"""Approvals: each is bound to the exact text, by the digest of its edition and not by the number of a revision.

A save that gives the same edition, as autosave often does, keeps the approval. Any other save voids it.
"""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any

import msgspec
from wagtail.models import Revision

from dateline.editions.canonical import canonical, digest
from dateline.editions.parts import Ref
from dateline.newsroom.desk import guard, missing_metadata, release_index
from dateline.newsroom.desk.actions import audit_trail
from dateline.newsroom.desk.actions.action import Inputs
from dateline.newsroom.desk.actions.states import APPROVED, DRAFT, NOTHING, PUBLISHED, REVIEW, WITHDRAWN, Standing
from dateline.newsroom.desk.editions.build import UnlinkedEdition, build_unlinked, frame
from dateline.newsroom.desk.editions.files import Files, stored_files
from dateline.newsroom.desk.errors import ApprovalVoidError, DeskError
from dateline.newsroom.desk.models import Act, Release, ReleasePage, User

NO_TIME = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
"""Replaces the times of an edition in its approval digest, because they are unknown before publication."""

SHARED_CHANGES = ("facts", "lead")
"""Events that change all languages of a release at once."""

APPROVALS = ("approve", "review")


def digest_of(unlinked: UnlinkedEdition) -> str:
    """Return the digest of an edition without the values that are only known at publication.

    Salt, number, version and times are left out. Offices, topics and kinds count by their slugs, not by their names,
    so that renaming an office does not void an approval. Links to other texts count by the key of the text.
    """
    edition = unlinked.linked("/page/{}".format)
    bare = msgspec.structs.replace(
        edition,
        salt="",
        number=0,
        version=0,
        published_at=NO_TIME,
        edited_at=NO_TIME,
        kind=edition.kind and _nameless(edition.kind),
        offices=tuple(_nameless(office) for office in edition.offices),
        topics=tuple(_nameless(topic) for topic in edition.topics),
    )
    return digest(canonical(bare))


def latest_digest(text: ReleasePage, files: Callable[[ReleasePage], Files] = stored_files) -> str:
    """Return the digest of the latest draft of a text, with the present values of its release.

    Args:
        text: whose draft is used.
        files: returns the public files of a draft; `stored_files` writes nothing.

    Raises:
        IncompleteError: the draft names something that no longer exists.
        FileNotMadeError: a public file is missing.
    """
    release = Release.objects.select_related("kind", "lead_office").get(pk=text.release_id)
    draft = text.get_latest_revision_as_object()
    unlinked = build_unlinked(draft, release, frame(release), files(draft), version=0, edited_at=NO_TIME)
    return digest_of(unlinked)


def is_exact(text: ReleasePage) -> bool:
    """Tell whether the latest draft is the text that was approved. Nothing is written."""
    try:
        return bool(text.approved_digest) and latest_digest(text) == text.approved_digest
    except DeskError:  # the approved text had all its files
        return False


def check_exact(texts: Sequence[ReleasePage], _inputs: Inputs) -> None:
    """Check that approved texts have not changed since their approval; other texts pass.

    Raises:
        ApprovalVoidError: an approved text has changed.
    """
    for text in texts:
        if text.draft_stage == APPROVED and not is_exact(text):
            raise ApprovalVoidError(str(text))


def is_release_scheduled(release: Release) -> bool:
    """Tell whether a language of a release is scheduled; if so, the shared fields are locked too."""
    return not release._state.adding and release.texts.filter(scheduled_at__isnull=False).exists()  # noqa: SLF001 - Django's own way to tell


def draft_saved(text: ReleasePage, *, by: User | None, at: dt.datetime) -> None:
    """Update all that depends on a draft that was just saved: its approval, the list and the missing metadata."""
    apply_draft_change(text, by=by, at=at)
    release_index.refresh([text.release_id])
    missing_metadata.refresh_draft(text)


def apply_draft_change(text: ReleasePage, *, by: User | None, at: dt.datetime) -> None:
    """Update the state of a text after its draft was saved: begin a new edition, or void the approval."""
    if guard.is_open():
        return
    standing = Standing.of(text)
    if standing.stage == NOTHING and standing.public in {PUBLISHED, WITHDRAWN}:
        _stand(text, Standing(standing.public, DRAFT), "new edition", by=by, at=at)
    elif standing.stage == APPROVED and not is_exact(text):
        void(text, by=by, at=at)


def apply_release_change(release: Release, *, by: User | None, at: dt.datetime, action: str) -> None:
    """Record a change of the shared fields of a release, and update its texts, the list and the missing metadata.

    Args:
        release: with the new values.
        by: who changed it.
        at: the moment, aware, UTC.
        action: one of `SHARED_CHANGES`.
    """
    audit_trail.note(action, by=by, at=at, release=release)
    for text in release.texts.all():
        apply_draft_change(text, by=by, at=at)
    release_index.refresh([release.pk])
    missing_metadata.refresh_release(release)


def void(text: ReleasePage, *, by: User | None, at: dt.datetime) -> None:
    """Void the approval of a text that has changed; the text is in review again."""
    audit_trail.record_facts(text, approved_digest="")
    _stand(text, Standing(Standing.of(text).public, REVIEW), "void", by=by, at=at)


def editors_since_approval(text: ReleasePage) -> set[int]:
    """Return the keys of all who have changed a text, or what its release shares, since it was last approved."""
    revisions = Revision.objects.for_instance(text).filter(pk__gt=text.approved_revision or 0, user__isnull=False)
    acts = Act.objects.filter(release=text.release_id)
    last = acts.filter(language=text.language, action__in=APPROVALS).order_by("-pk").first()
    shared = acts.filter(action__in=SHARED_CHANGES, pk__gt=last.pk if last else 0, person__isnull=False)
    return {*revisions.values_list("user_id", flat=True), *shared.values_list("person_id", flat=True)}


def _stand(text: ReleasePage, standing: Standing, event: str, *, by: User | None, at: dt.datetime) -> None:
    before = Standing.of(text)
    facts: dict[str, Any] = standing.columns()
    audit_trail.record_facts(text, **facts)
    audit_trail.note(event, by=by, at=at, text=text, before=before)


def _nameless(ref: Ref) -> Ref:
    return Ref(slug=ref.slug, name="")
