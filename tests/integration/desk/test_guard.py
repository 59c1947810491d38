"""Nothing but a action changes what the public sees, whichever way of Wagtail is tried."""

import itertools
import json

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import URLResolver, get_resolver
from lxml import html
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Page, PageViewRestriction, Workflow, WorkflowPage

from dateline.newsroom.desk import actions, errors
from dateline.newsroom.desk.models import Kind, NewsroomPage, Office, OfficePage, ReleasePage
from tests.support.desk.builders import (
    NOON,
    a_draft,
    a_kind,
    a_picture,
    a_published,
    a_superuser,
    a_topic,
    an_attachment,
    an_office,
    edit,
    log_entries,
    minutes,
    schedule,
)

pytestmark = [pytest.mark.django_db, pytest.mark.both]

PUBLIC = {"published", "updated", "corrected", "restored"}


def last_changes():
    """Return the last change of every text the log knows."""
    return {
        (record.entry.subject.id, record.entry.subject.language): record.entry.change
        for record in log_entries()
        if record.entry.subject.kind == "release"
    }


def desk_and_log_agree():
    live = {(str(t.release_id), t.language) for t in ReleasePage.objects.filter(live=True)}
    known = last_changes()
    assert live == {key for key, change in known.items() if change in PUBLIC}
    assert set(known) <= {(str(t.release_id), t.language) for t in ReleasePage.objects.all()}
    return True


@pytest.fixture
def everything(settings, tmp_path):
    """A newsroom with texts in every state, and what is needed to fill addresses."""
    office = an_office("mission")
    published = edit(a_published("Public", office=office), headline="Newer draft")
    draft = a_draft("Secret draft", office=office)
    scheduled = a_draft("Scheduled", office=office)
    schedule(scheduled, by=None, at=NOON, live_at=minutes(60))
    withdrawn = a_published("Withdrawn")
    actions.perform("withdraw", withdrawn, by=None, at=minutes(1), note="Why.")
    return {"published": published, "draft": draft, "scheduled": scheduled, "withdrawn": withdrawn, "office": office}


ATTEMPTS = [
    lambda text: text.get_latest_revision().publish(),
    lambda text: text.publish(text.get_latest_revision()),
    lambda text: PublishPageRevisionAction(text.get_latest_revision()).execute(skip_permission_checks=True),
    lambda text: text.unpublish(),
    lambda text: Page.objects.get(pk=text.pk).unpublish(),
    lambda text: UnpublishPageAction(text).execute(skip_permission_checks=True),
    lambda text: text.delete(),
    lambda text: Page.objects.get(pk=text.pk).delete(),
    lambda text: Page.objects.filter(pk=text.pk).delete(),
    lambda text: ReleasePage.objects.filter(pk=text.pk).delete(),
    lambda text: DeletePageAction(text).execute(skip_permission_checks=True),
    lambda _text: OfficePage.objects.get().delete(),
    lambda _text: NewsroomPage.objects.get().delete(),
    lambda text: MovePageAction(text, NewsroomPage.objects.get(), pos="first-child").execute(
        skip_permission_checks=True
    ),
    lambda text: text.move(NewsroomPage.objects.get(), pos="last-child"),
    lambda text: text.copy(update_attrs={"slug": "copy"}),
    lambda text: Page.objects.get(pk=text.pk).copy(update_attrs={"slug": "copy"}),
    lambda text: text.create_alias(update_slug="alias"),
    lambda text: CreatePageAliasAction(text, update_slug="alias").execute(skip_permission_checks=True),
    lambda text: PageViewRestriction(page=text, restriction_type="login").save(),
    lambda text: setattr(text, "live", not text.live) or text.save(),
    lambda text: setattr(text, "public_state", "removed") or text.save(),
    lambda text: text.release.delete(),
]


@pytest.mark.parametrize("attempt", ATTEMPTS)
def test_no_way_of_wagtail_passes_the_deeds_by(everything, attempt):
    with pytest.raises((errors.DeskError, ProtectedError, ValidationError)), transaction.atomic():
        attempt(everything["published"])

    assert desk_and_log_agree()


@pytest.mark.parametrize("attempt", ATTEMPTS[:3])
def test_a_draft_does_not_become_public_by_wagtail(everything, attempt):
    with pytest.raises(errors.OnlyActionsError):
        attempt(everything["draft"])

    assert desk_and_log_agree()


def test_the_live_words_cannot_be_edited_in_place(everything):
    text = ReleasePage.objects.get(pk=everything["published"].pk)
    text.lead = "Something else."

    with pytest.raises(errors.OnlyActionsError):
        text.save()


def test_a_live_text_can_be_locked_and_its_draft_saved(everything):
    text = ReleasePage.objects.get(pk=everything["published"].pk)
    text.locked = True
    text.save()

    edit(text, headline="Yet another draft")

    assert desk_and_log_agree()


def test_wagtails_own_schedule_has_no_effect(everything, capsys):
    from django.core.management import call_command

    draft = everything["draft"]
    draft.go_live_at = minutes(-60)
    draft.save_revision(approved_go_live_at=minutes(-60), clean=False)
    with pytest.raises(errors.OnlyActionsError):
        call_command("publish_scheduled")

    assert desk_and_log_agree()


def test_a_workflow_that_ends_publishes_nothing(everything, settings):
    settings.WAGTAIL_WORKFLOW_ENABLED = True
    workflow = Workflow.objects.create(name="Review", active=True)
    from wagtail.models import GroupApprovalTask, WorkflowTask

    task = GroupApprovalTask.objects.create(name="Read")
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    WorkflowPage.objects.create(page=NewsroomPage.objects.get(), workflow=workflow)
    boss = a_superuser()
    state = workflow.start(everything["draft"], boss)
    with pytest.raises(errors.OnlyActionsError):
        state.current_task_state.approve(user=boss)

    assert desk_and_log_agree()


@pytest.mark.parametrize("model", [Office, Kind])
def test_what_releases_use_is_not_deleted(everything, model):
    thing = everything["office"] if model is Office else a_kind()

    with pytest.raises(errors.InUseError):
        actions.retire(thing, at=NOON)
    with pytest.raises(ProtectedError):
        thing.delete()


def test_what_nothing_uses_is_deleted_by_a_deed_only():
    topic = a_topic("unused")

    with pytest.raises(errors.OnlyActionsError), transaction.atomic():
        topic.delete()
    actions.retire(topic, at=NOON)

    assert log_entries()[-1].entry.change == "retired"


# -- every address of the admin ---------------------------------------------------------------------


def addresses(resolver, prefix=""):
    """Yield every pattern as (route pieces, converters)."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from addresses(entry, prefix)
        else:
            yield entry


def filled(pattern, values):
    """Yield addresses of a pattern with every combination of known values, up to 40."""
    names = list(pattern.pattern.converters) or list(pattern.pattern.regex.groupindex)
    choices = [values.get(name, values["*"]) for name in names]
    for chosen in itertools.islice(itertools.product(*choices), 40):
        yield dict(zip(names, chosen, strict=True))


POSTS = [
    {},
    {
        "include_descendants": "on",
        "action-publish": "1",
        "action-unpublish": "1",
        "restriction_type": "login",
        "confirm_site_name": "Dateline",
        "publish_copies": "on",
        "alias": "on",
        "new_slug": "copied",
        "new_title": "Copied",
        "position": "0",
        "names-TOTAL_FORMS": "0",
        "names-INITIAL_FORMS": "0",
    },
]


@pytest.mark.slow
def test_every_address_posted_to_by_a_superuser_leaves_desk_and_log_in_agreement(everything, client):
    from django.urls import NoReverseMatch, reverse

    boss = a_superuser()
    client.force_login(boss)
    client.raise_request_exception = False
    pages = [everything[name].pk for name in ("published", "draft", "scheduled", "withdrawn")]
    pages += [OfficePage.objects.get().pk, NewsroomPage.objects.get().pk]
    values = {
        "*": [*pages, "1"],
        "app_label": ["desk", "wagtailcore"],
        "content_type_app_name": ["desk"],
        "content_type_model_name": ["releasepage"],
        "model_name": ["releasepage", "page"],
        "action": ["delete", "move", "publish", "unpublish"],
        "action_name": ["approve", "reject"],
        "revision_id": [everything["published"].latest_revision_id],
        "revision_id_a": ["earliest"],
        "revision_id_b": ["latest"],
        "release": [everything["draft"].release_id],
        "folder": ["originals"],
        "name": ["x.jpg"],
        "image_id": [a_picture().pk],
        "document_id": [an_attachment().pk],
        "user_id": [boss.pk],
        "filter_spec": ["max-100x100"],
        "language": ["en"],
    }
    ids = "&".join(f"id={key}" for key in pages)
    tried, refused = 0, 0
    for pattern, namespace in named(get_resolver(), ()):
        if pattern.name is None or pattern.name in {"account_logout", "wagtailadmin_logout"}:
            continue
        for arguments in filled(pattern, values):
            try:
                address = reverse(":".join([*namespace, pattern.name]), kwargs=arguments)
            except NoReverseMatch:
                continue
            # Acts on many pages at once are tried on each page alone and on all together.
            queries = [f"?id={key}" for key in pages] + [f"?{ids}"] if "/bulk/" in address else [""]
            for given, query in itertools.product(POSTS, queries):
                before = len(last_changes())
                response = client.post(address + query, {**given, "new_parent_page": pages[-1], "chooser": pages[-1]})
                tried += 1
                refused += response.status_code in (302, 400, 403, 405)
                assert len(last_changes()) == before, address
                assert desk_and_log_agree(), address
                if "_auth_user_id" not in client.session:
                    client.force_login(boss)
    assert tried > 300
    assert refused > 100
    assert ReleasePage.objects.filter(pk=everything["published"].pk, live=True).exists()


def named(resolver, namespace):
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = (*namespace, entry.namespace) if entry.namespace else namespace
            yield from named(entry, inner)
        else:
            yield entry, namespace


# -- the forms as a browser sends them --------------------------------------------------------------


def form_data(response):
    """Return what a browser would send of the editor's form."""
    [form] = html.fromstring(response.content).xpath("//form[@data-edit-form]")
    return {**dict(form.form_values()), "body-count": "0", "contacts-count": "0"}  # those come from JavaScript


def test_publish_in_the_editor_saves_the_draft_and_asks_on_the_page_of_the_release(everything, client):
    client.force_login(a_superuser())
    text = everything["draft"]
    address = f"/pages/{text.pk}/edit/"
    data = form_data(client.get(address)) | {"headline": "Changed", "action-publish": "action-publish"}

    response = client.post(address, data)

    text.refresh_from_db()
    assert response.headers["location"] == f"/releases/{text.release_id}/"
    assert (text.draft_title, text.live) == ("Changed", False)
    assert desk_and_log_agree()


def test_autosave_keeps_a_draft_of_a_live_text_beside_it(everything, client):
    client.force_login(a_superuser())
    text = everything["published"]
    address = f"/pages/{text.pk}/edit/"
    data = form_data(client.get(address)) | {"headline": "Autosaved"}

    response = client.post(address, data, headers={"accept": "application/json"})

    text.refresh_from_db()
    assert json.loads(response.content)["success"] is True
    assert (text.headline, text.draft_title) == ("Public", "Autosaved")


def test_a_refusal_is_a_sentence(everything, client):
    client.force_login(a_superuser())

    response = client.post(f"/pages/{everything['published'].pk}/unpublish/", follow=True)

    [message] = response.context["messages"]
    assert "Use the page of the release" in str(message)


def test_the_shared_fields_that_nobody_touched_stay_as_another_language_left_them(everything, client):
    client.force_login(a_superuser())
    text = everything["draft"]
    address = f"/pages/{text.pk}/edit/"
    data = form_data(client.get(address)) | {"headline": "French editor was faster"}
    water = a_topic("water")
    from dateline.newsroom.desk.actions.drafts import join

    join(text.release, [], [water])
    client.post(address, data)

    assert [row.topic for row in text.release.subjects.all()] == [water]


def test_a_draft_is_discarded_from_the_admin(everything, client):
    client.force_login(a_superuser())

    client.post(f"/pages/{everything['draft'].pk}/delete/")
    client.post(f"/pages/{everything['withdrawn'].pk}/delete/")

    assert not ReleasePage.objects.filter(pk=everything["draft"].pk).exists()
    assert ReleasePage.objects.filter(pk=everything["withdrawn"].pk).exists()
