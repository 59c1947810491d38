"""The Django app of the log."""

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    """Label ``publication``; the tables of the log and of its followers."""

    name = "dateline.newsroom.publication"
    label = "publication"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Publication log"
