"""The desk as a WSGI application."""

import os

from django.core.wsgi import get_wsgi_application

from dateline.config.processes.lifeline import PARENT, end_with_parent

if PARENT in os.environ:  # a worker of a server that `dateline` started must not outlive it
    end_with_parent()

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dateline.config.settings")

application = get_wsgi_application()
