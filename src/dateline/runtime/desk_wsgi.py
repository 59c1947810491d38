"""The desk as a WSGI application."""

import os
from functools import partial

import django

from dateline.runtime.lifeline import PARENT, end_with_parent

if PARENT in os.environ:  # if `dateline` started the server, its workers must not outlive it
    end_with_parent()

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dateline.config.settings")

django.setup()

from django.conf import settings  # noqa: E402 - Django is set up now
from django.core.wsgi import get_wsgi_application  # noqa: E402

from dateline.newsroom.desk.ports import emergency, overdue  # noqa: E402
from dateline.newsroom.desk.ports.preview import set_renderer  # noqa: E402
from dateline.newsroom.distribution.wiring import set_wiring  # noqa: E402
from dateline.runtime.distribution import wiring_of  # noqa: E402
from dateline.runtime.emergency import override_writer  # noqa: E402
from dateline.runtime.preview import Preview  # noqa: E402
from dateline.runtime.schedule import read_reasons  # noqa: E402

set_renderer(Preview(settings.HOME.archive, settings.PUBLIC_URL))
emergency.override_writer.set(override_writer(settings.HOME))
overdue.reader.set(partial(read_reasons, settings.HOME.logs))
set_wiring(wiring_of(settings.HOME))

application = get_wsgi_application()  # last, because the desk refuses to start while its ports are unset
