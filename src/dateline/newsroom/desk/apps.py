"""The Django app of the desk."""

from pathlib import Path

from django.apps import AppConfig
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
        from dateline.newsroom.desk import wiring  # noqa: PLC0415 - models must be loaded

        compile_beside(Path(__file__).parent / "locale")
        wiring.connect(self)
