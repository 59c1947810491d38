"""Connects the layers of the desk. ``DeskConfig.ready`` imports it, once the models are loaded."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from dateline.newsroom.desk import guard, preparation
from dateline.newsroom.desk.actions.approval import draft_saved
from dateline.newsroom.desk.admin import editor, library_tags, recordings
from dateline.newsroom.desk.hooks import Hooks, hooks
from dateline.newsroom.desk.models import ReleasePage
from dateline.newsroom.desk.people import accounts, shelves, starting_text_policy
from dateline.newsroom.desk.ports import preview


def connect(app: AppConfig) -> None:
    """Set the hooks of the models and connect the signals; ``app`` is the desk's."""
    hooks.set(
        Hooks(
            draft_saved=draft_saved,
            show_preview=preview.show,
            recording_chooser=recordings.CHOOSER.widget_class,
        )
    )
    ReleasePage.edit_handler = editor.edit_handler
    library_tags.connect()
    guard.connect()
    accounts.connect()
    shelves.connect()
    starting_text_policy.connect()
    post_migrate.connect(preparation.after_migrate, sender=app, dispatch_uid="desk.preparation")
