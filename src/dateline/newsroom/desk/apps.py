"""The Django app of the desk."""

from pathlib import Path

from django.apps import AppConfig
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from dateline.text.catalogues import compile_beside


class DeskConfig(AppConfig):
    """Label ``desk``; compiles its translations, raises its guard and prepares what every desk has."""

    name = "dateline.newsroom.desk"
    label = "desk"
    verbose_name = _("Desk")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Connect what must hold from the first request on."""
        from dateline.newsroom.desk import guard, preparation  # noqa: PLC0415 - models must be loaded
        from dateline.newsroom.desk.people import accounts, shelves, starting  # noqa: PLC0415 - models must be loaded

        compile_beside(Path(__file__).parent / "locale")
        guard.connect()
        accounts.connect()
        shelves.connect()
        starting.connect()
        post_migrate.connect(preparation.after_migrate, sender=self, dispatch_uid="desk.preparation")
