"""The Django app of the desk."""

from pathlib import Path

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from dateline.text.catalogues import compile_beside


class DeskConfig(AppConfig):
    """Label ``desk``; connects the layers of the desk and prepares what every desk has."""

    name = "dateline.newsroom.desk"
    label = "desk"
    verbose_name = _("Desk")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Compile the translations, connect the signals and set the hooks of the models."""
        from dateline.newsroom.desk import guard, preparation  # noqa: PLC0415 - models must be loaded
        from dateline.newsroom.desk.actions.approval import draft_saved  # noqa: PLC0415
        from dateline.newsroom.desk.admin import panels, recordings  # noqa: PLC0415
        from dateline.newsroom.desk.hooks import Hooks, hooks  # noqa: PLC0415
        from dateline.newsroom.desk.models import ReleasePage  # noqa: PLC0415
        from dateline.newsroom.desk.people import accounts, shelves, starting_text_policy  # noqa: PLC0415
        from dateline.newsroom.desk.ports import preview  # noqa: PLC0415

        compile_beside(Path(__file__).parent / "locale")
        hooks.set(
            Hooks(
                draft_saved=draft_saved,
                show_preview=preview.show,
                recording_chooser=recordings.CHOOSER.widget_class,
            )
        )
        ReleasePage.edit_handler = panels.edit_handler
        guard.connect()
        accounts.connect()
        shelves.connect()
        starting_text_policy.connect()
        post_migrate.connect(preparation.after_migrate, sender=self, dispatch_uid="desk.preparation")
