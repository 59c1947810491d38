"""Creates what every desk has: the root page, role groups, shelves, first kinds and the newsroom's settings."""

from typing import Any

from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from wagtail.models import Locale, Page, Site

from dateline.newsroom.desk import clock, guard, release_index
from dateline.newsroom.desk.actions import vocabulary
from dateline.newsroom.desk.models import Kind, NewsroomPage, NewsroomSettings
from dateline.newsroom.desk.models.vocabulary import FIRST_KINDS
from dateline.newsroom.desk.people import role_groups, shelves


def after_migrate(**_rest: Any) -> None:
    """Prepare the desk once its tables and those of the log exist; idempotent."""
    tables = set(connection.introspection.table_names())
    models = [model for app in ("desk", "publication") for model in apps.get_app_config(app).get_models()]
    if tables.issuperset(model._meta.db_table for model in models):  # noqa: SLF001 - Django's public name for it
        prepare()
        release_index.refresh_missing()
        _index_depth()


def _index_depth() -> None:
    """Create the index with which Wagtail's menu finds the topmost page of a person, on every screen.

    No migration does this: SQLite recreates the table, without the index, whenever Wagtail changes it.
    """
    with connection.cursor() as cursor:
        cursor.execute("CREATE INDEX IF NOT EXISTS desk_page_depth ON wagtailcore_page (depth, path)")


@transaction.atomic
def prepare() -> None:
    """Create what is missing; changes that the newsroom has made stay."""
    for app in ("auth", "wagtailcore", "wagtailadmin", "wagtailimages", "wagtaildocs", "desk", "pings"):
        create_permissions(apps.get_app_config(app), verbosity=0)
    root = _newsroom_page()
    shelves.prepare()
    role_groups.prepare(root)
    if not NewsroomSettings.objects.exists():
        _first_settings()


def _newsroom_page() -> NewsroomPage:
    found: NewsroomPage | None = NewsroomPage.objects.first()
    if found is not None:
        return found
    ContentType.objects.clear_cache()
    Locale.objects.get_or_create(language_code="en")
    top = Page.get_first_root_node() or Page.add_root(title="Root", slug="root", content_type=_page_type())
    with guard.action():
        # Wagtail's own migrations leave a welcome page and a site that shows it.
        welcome = top.get_children().filter(content_type=_page_type())
        Site.objects.filter(root_page__in=welcome).delete()
        welcome.delete()
        top.refresh_from_db()
        page = NewsroomPage(title="Newsroom", slug="newsroom", live=True)
        top.add_child(instance=page)
    Site.objects.create(hostname="localhost", root_page=page, is_default_site=True, site_name="Newsroom")
    return page


def _page_type() -> ContentType:
    return ContentType.objects.get_for_model(Page)


def _first_settings() -> None:
    """Write the newsroom's name and the first kinds to the tables and the log."""
    at = clock.now()
    newsroom = NewsroomSettings(
        name={"en": "Newsroom", "fr": "Salle de presse", "ru": "Пресс-центр", "ar": "غرفة الأخبار"},
        short_name={"en": "NEWS"},
        title={
            "en": "News and press releases",
            "fr": "Actualités et communiqués de presse",
            "ru": "Новости и пресс-релизы",
            "ar": "الأخبار والبيانات الصحفية",
        },
    )
    vocabulary.set_newsroom(newsroom, at=at)
    for order, (slug, names) in enumerate(FIRST_KINDS.items(), start=1):
        vocabulary.set_kind(Kind(slug=slug, names=names, order=order), at=at)
