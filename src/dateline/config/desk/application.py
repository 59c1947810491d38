"""The desk as its own server runs it: the WSGI application, and a thread that publishes what is due.

Another WSGI server takes ``dateline.config.desk.wsgi``; then the worker alone publishes what is due.
"""

from dateline.config.desk.wsgi import application
from dateline.config.processes.working.due import start_publishing

__all__ = ["application"]

from django.conf import settings  # Django is set up now

start_publishing(settings.HOME.logs)
