"""A desk killed in the middle of publishing leaves all of it or nothing."""

import signal

import pytest

pytestmark = [pytest.mark.slow, pytest.mark.both]

PREPARE = """
from tests.support.desk.builders import a_draft, edit
from dateline.newsroom.desk import actions
text = a_draft("Bridge opens")
edit(actions.add_translation(text, "fr", by=None), headline="Le pont ouvre")
print(text.release_id)
"""

# Publishes, and stops for ever at the step that is named.
PUBLISH = """
import sys, time
from tests.support.desk.builders import NOON
from dateline.newsroom.desk import actions
from dateline.newsroom.desk.actions import engine
from dateline.newsroom.desk.actions import review
from dateline.newsroom.desk.actions import publishing
from dateline.newsroom.desk.models import Release
from dateline.newsroom.publication import log

step, key = sys.argv[1:]

def stopping(function, after=0):
    calls = []
    def wrapped(*args, **options):
        calls.append(1)
        if len(calls) > after:
            print("here", flush=True)
            time.sleep(60)
        return function(*args, **options)
    return wrapped

if step == "files": review.prepare_files = stopping(review.prepare_files)
if step == "wagtail": publishing._publish_in_wagtail = stopping(publishing._publish_in_wagtail)
if step == "second text": publishing._publish_in_wagtail = stopping(publishing._publish_in_wagtail, after=1)
if step == "state": engine.transition = stopping(engine.transition)
if step == "first entry": log.append = stopping(log.append)
if step == "second entry": log.append = stopping(log.append, after=1)
actions.publish(Release.objects.get(pk=key), by=None, at=NOON)
print("here", flush=True)
time.sleep(60)
"""

LOOK = """
import sys
from dateline.newsroom.desk.models import Release, ReleasePage
from dateline.newsroom.publication.log import read
release = Release.objects.get(pk=sys.argv[1])
entries = [r.entry.subject.language for r in read(0, 1000) if r.entry.subject.kind == "release"]
print(release.number is not None, sorted(release.texts.filter(live=True).values_list("language", flat=True)), entries)
"""

STEPS = ["files", "wagtail", "second text", "state", "first entry", "second entry", "the end"]


@pytest.mark.parametrize("step", STEPS)
def test_killed_between_any_two_steps_publishing_is_whole_or_never_was(installation, step):
    key = installation.python(PREPARE).split()[-1]
    process = installation.start_python(PUBLISH, step, key)
    assert "here" in process.stdout.readline()

    process.send_signal(signal.SIGKILL)
    process.wait()

    seen = installation.python(LOOK, key).strip()
    everything, nothing = "True ['en', 'fr'] ['en', 'fr']", "False [] []"
    assert seen == (everything if step == "the end" else nothing)
    again = installation.python(
        "import sys\nfrom tests.support.desk.builders import minutes\n"
        "from dateline.newsroom.desk import actions\n"
        "from dateline.newsroom.desk.models import Release\n"
        "release = Release.objects.get(pk=sys.argv[1])\n"
        "if release.number is None: actions.publish(release, by=None, at=minutes(1), languages=['en', 'fr'])\n"
        + LOOK.replace("import sys\n", ""),
        key,
    )
    assert again.strip() == everything
