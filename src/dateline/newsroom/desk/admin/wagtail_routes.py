"""Routes of the desk for people of single offices: a list of those that are open, and a check of the keys in them.

Wagtail brings many more routes than the desk uses: an API, reports, workflows, trees of pages. Some show titles and
file names of all offices. So a route that is not listed here is closed, also one that a new version of Wagtail adds.
People who see the whole newsroom may use all routes.
"""

from collections.abc import Callable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.urls import ResolverMatch
from wagtail.models import Page

from dateline.newsroom.desk.admin.visibility import is_key, visible_texts
from dateline.newsroom.desk.models import Attachment, NewsImage, Recording, ReleasePage, User
from dateline.newsroom.desk.people.shelves import may_open, sees_everything

_OWN = ("desk_", "pings_", "account_", "mfa_", "openid_connect_", "usersessions_", "drafts:", "dateline.")
"""Beginnings of the names of routes that Dateline and allauth define; their views check permissions themselves."""

_OPEN_NAMES = """
    wagtailadmin_home wagtailadmin_account wagtailadmin_login wagtailadmin_logout wagtailadmin_dismissibles
    wagtailadmin_sprite wagtailadmin_javascript_catalog wagtailadmin_block_preview
    wagtailadmin_explore_root wagtailadmin_explore wagtailadmin_explore_results
    wagtailadmin_choose_page wagtailadmin_choose_page_child wagtailadmin_choose_page_search
    wagtailadmin_choose_page_external_link wagtailadmin_choose_page_email_link wagtailadmin_choose_page_phone_link
    wagtailadmin_choose_page_anchor_link
    wagtaildocs_serve
"""

_OPEN_IN_NAMESPACES = {
    "wagtailadmin_editing_sessions": "ping release",
    "wagtailadmin_pages": "add preview_on_add edit preview_on_edit view_draft add_subpage delete unpublish move copy"
    " set_privacy lock unlock usage history history_results search search_results revisions_index revisions_view"
    " revisions_revert revisions_unschedule revisions_compare",
    "wagtailembeds": "chooser chooser_upload",
    "wagtailimages": "index index_results add edit delete preview image_usage edit_multiple"
    " create_multiple_from_uploaded_image delete_multiple delete_upload_multiple url_generator",
    "wagtailimages_chooser": "choose choose_results chosen chosen_multiple create select_format",
    "wagtaildocs": "index index_results add edit delete document_usage edit_multiple"
    " create_multiple_from_uploaded_document delete_multiple delete_upload_multiple",
    "wagtaildocs_chooser": "choose choose_results chosen chosen_multiple create",
    "desk_releases": "index index_results choose_parent",
    "office": "index index_results edit history history_results usage",
    "topic": "index index_results add edit delete history history_results usage",
    "kind": "index index_results add edit delete history history_results usage",
    "recordings": "index index_results add edit delete",
    "recording_chooser": "choose choose_results chosen chosen_multiple",
    "starting_texts": "index index_results add edit delete",
}

OPEN = frozenset(_OPEN_NAMES.split()) | {
    f"{namespace}:{name}" for namespace, names in _OPEN_IN_NAMESPACES.items() for name in names.split()
}
"""Names of routes of Wagtail, and of Wagtail's generic views, that are open to people of single offices."""


def is_closed(user: User, match: ResolverMatch) -> bool:
    """Tell whether a route is closed to a person, or names a text or file that is missing or closed to the person."""
    is_open = match.view_name in OPEN or match.view_name.startswith(_OWN)
    named = _named(match)
    if (is_open and not named) or sees_everything(user):
        return False
    return not is_open or any(is_hidden(user, key) for is_hidden, key in named)


def _is_hidden_page(user: User, key: str) -> bool:
    """Tell whether a page is missing or a text that the person may not see; places such as offices are visible."""
    text_type = ContentType.objects.get_for_model(ReleasePage)
    page = Page.objects.filter(pk=key).values_list("content_type", flat=True).first()
    return page is None or (page == text_type.pk and not visible_texts(user).filter(pk=key).exists())


def _is_hidden_file(model: type[NewsImage | Attachment | Recording]) -> Callable[[User, str], bool]:
    def is_hidden(user: User, key: str) -> bool:
        file = model.objects.filter(pk=key).first()
        return file is None or not may_open(user, file)

    return is_hidden


_CHECKS: dict[type[Model], Callable[[User, str], bool]] = {
    Page: _is_hidden_page,
    **{model: _is_hidden_file(model) for model in (NewsImage, Attachment, Recording)},
}

_ARGUMENTS: dict[str, type[Model]] = {
    **dict.fromkeys(("page_id", "parent_page_id", "page_to_move_id", "parent"), Page),
    "image_id": NewsImage,
    **dict.fromkeys(("document_id", "doc_id"), Attachment),
}
"""Arguments of routes that are keys, by name."""

_ARGUMENTS_IN_NAMESPACES: dict[str, type[Model]] = {
    "wagtailadmin_pages": Page,
    "wagtailimages_chooser": NewsImage,
    "wagtaildocs_chooser": Attachment,
    "recordings": Recording,
    "recording_chooser": Recording,
}
"""What the argument ``pk`` is the key of, by namespace."""

_MODELS = {model.__name__.lower(): model for model in (NewsImage, Attachment, Recording)} | {"releasepage": Page}


def _named(match: ResolverMatch) -> list[tuple[Callable[[User, str], bool], str]]:
    """Return the keys in the arguments of a route, each with its check."""
    found: list[tuple[type[Model] | None, Any]] = [
        (_ARGUMENTS.get(name), value) for name, value in match.kwargs.items()
    ]
    found.append((_ARGUMENTS_IN_NAMESPACES.get(match.namespace), match.kwargs.get("pk", "")))
    found.append((_MODELS.get(str(match.kwargs.get("model_name")).lower()), match.kwargs.get("object_id", "")))
    return [(_CHECKS[model], str(value)) for model, value in found if model is not None and is_key(str(value))]
