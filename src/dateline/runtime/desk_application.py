"""The desk under its own server: the WSGI application, and a thread that publishes what is due.

Other WSGI servers load ``dateline.runtime.desk_wsgi``; then the worker alone publishes what is due.
"""

from dateline.runtime.desk_wsgi import application
from dateline.runtime.lifeline import leave_terminal
from dateline.runtime.schedule import start_publishing

__all__ = ["application"]

from django.conf import settings  # Django is set up now

leave_terminal()
start_publishing(settings.HOME.logs)
