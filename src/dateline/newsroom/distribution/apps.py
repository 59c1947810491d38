"""Distribution as a Django application."""

from pathlib import Path

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from dateline.text.catalogues import compile_beside


class DistributionConfig(AppConfig):
    """The application; its label, and so its tables and permissions, keep the older name ``pings``."""

    name = "dateline.newsroom.distribution"
    label = "pings"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = _("Pings")

    def ready(self) -> None:
        """Compile the translations."""
        compile_beside(Path(__file__).parent / "locale")
