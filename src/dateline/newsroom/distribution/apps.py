"""Pings as a Django application."""

from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dateline.text.catalogues import compile_beside


class PingsConfig(AppConfig):
    """Tables of receivers and deliveries; compiles its translations."""

    name = "dateline.newsroom.distribution"
    label = "pings"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Pings")

    def ready(self) -> None:
        """Make the translations readable."""
        compile_beside(Path(__file__).parent / "locale")
