"""The log as a Django application."""

from django.apps import AppConfig


class PublicationConfig(AppConfig):
    """Tables of the log and of those who follow it."""

    name = "dateline.newsroom.publication"
    label = "publication"
    default_auto_field = "django.db.models.BigAutoField"
    verbose_name = "Publication log"
