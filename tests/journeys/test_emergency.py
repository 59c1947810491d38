"""`dateline kill`: closed first, then in the log, whatever stands still meanwhile."""

import pytest

from dateline.archive.overrides import read
from tests.support.installation import installations, wait_for
from tests.support.public_server import PublicServer

pytestmark = pytest.mark.slow

SEED = """
import datetime as dt
from dateline.newsroom.desk import actions
from tests.support.desk.builders import a_published, an_attachment, an_office, edit
now = dt.datetime.now(dt.UTC)
office = an_office("harbour-office")
shared = ("download", {"attachment": an_attachment("Shared", b"shared", "shared.csv"), "title": ""})
own = ("download", {"attachment": an_attachment("Own", b"zqkilled", "own.csv"), "title": ""})
text = a_published("First zqkilled", office=office, at=now, body=[("text", "<p>Body zqkilled.</p>"), own, shared])
french = actions.add_translation(text, "fr", by=None)
actions.publish(french, by=None, at=now)
a_published("Second open", office=office, at=now, body=[("text", "<p>Body.</p>"), shared])
"""
STATES = """
from dateline.newsroom.desk.models import ReleasePage
from dateline.newsroom.publication.log import read
print(sorted(ReleasePage.objects.filter(release__number=1).values_list("language", "public_state")))
print([(r.entry.subject.language, r.entry.change) for r in read(0, 1000) if r.entry.number == 1])
"""
NOWHERE = {"sqlite": "sqlite:////nowhere/at/all.sqlite3", "postgresql": "postgres://nobody@127.0.0.1:1/nothing"}
NOTICE = ("--notice", "It was wrong.", "--notice", "fr=C’était faux.")
REMOVED = "[('en', 'removed'), ('fr', 'removed')]\n[('en', 'published'), ('fr', 'published'), "
REMOVED += "('en', 'removed'), ('fr', 'removed')]\n"


@pytest.fixture
def newsroom(installation):
    """A release in two languages with a file of its own and one that another release names; nothing runs."""
    installation.python(SEED)
    assert installation.run("archive", "rebuild").returncode == 0
    return installation


def test_with_the_database_down_it_is_closed_and_the_worker_enters_it_later(newsroom, vendor):
    files = sorted(path.name for path in newsroom.home.public_media.iterdir())
    assert len(files) == 5, "two files and three media kits"
    server = PublicServer(newsroom.home.path)
    server.start()
    try:
        assert server.get("/en/news/1").status == 301

        closed = newsroom.run("kill", "1", *NOTICE, DATELINE_DATABASE_URL=NOWHERE[vendor])

        assert closed.returncode == 3, closed.stderr
        assert "closed to the public in every language" in closed.stdout
        assert "The worker enters it" in closed.stderr
        assert "Traceback" not in closed.stderr
        wait_for(lambda: server.get("/en/news/1").status == 410, timeout_s=1)
        closed_files = [name for name in files if server.get(f"/media/{name}").status == 404]
        assert len(closed_files) == 4, "in doubt a file is closed; the kit of another release is not"

        newsroom.start("work")
        wait_for(lambda: newsroom.python(STATES) == REMOVED, timeout_s=30, every_s=0.5)
        wait_for(lambda: len(list(newsroom.home.public_media.iterdir())) == 2, timeout_s=10)
        wait_for(lambda: read(newsroom.home.overrides, 1).files == (), timeout_s=10)
        assert sorted(server.get(f"/media/{name}").status for name in files) == [200, 200, 404, 404, 404]
        assert "C’était faux." in server.get("/fr/news/1").body.decode()
    finally:
        server.stop()


def test_with_the_database_it_is_in_the_log_at_once_and_again_changes_nothing(newsroom):
    first = newsroom.run("kill", "1", *NOTICE)
    again = newsroom.run("kill", "1", *NOTICE)

    assert (first.returncode, again.returncode) == (0, 0), first.stderr + again.stderr
    assert "The log has the removal of 2 texts." in first.stdout
    assert "The log has had the removal already." in again.stdout
    assert newsroom.python(STATES) == REMOVED
    assert "is sound" in newsroom.run("log", "check").stdout


def test_killed_between_override_and_log_the_worker_goes_on(newsroom):
    process = newsroom.start_python(
        "import datetime as dt, time\nfrom django.conf import settings\nfrom dateline.runtime import emergency\n"
        "order = emergency.KillOrder(number=1, notices={'': 'Wrong.'})\n"
        "emergency.write_override(settings.HOME, order, at=dt.datetime.now(dt.UTC))\n"
        "print('here', flush=True)\ntime.sleep(60)"
    )
    assert "here" in process.stdout.readline()
    process.kill()
    process.wait()

    newsroom.start("work")

    wait_for(lambda: newsroom.python(STATES) == REMOVED, timeout_s=30, every_s=0.5)


@pytest.mark.parametrize(
    ("arguments", "code", "sentence"),
    [
        (("kill", "99", *NOTICE), 1, "nothing was closed: there is no public release 99"),
        (("kill", "1", *NOTICE, "--language", "ru"), 1, "release 1 was never public in the language 'ru'"),
        (("kill", "1"), 2, "say what the public reads instead"),
        (("kill", "1", "--notice", " "), 2, "say what the public reads instead"),
        (("kill", "1", "--notice", "A", "--notice", "B"), 2, "two notices"),
        (("kill", "nothing"), 2, "Invalid value"),
        (("kill", "1", "--lift"), 1, "there is no override of release 1"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(refusing, arguments, code, sentence):
    answer = refusing.run(*arguments)

    assert answer.returncode == code
    assert sentence in answer.stderr
    assert "Traceback" not in answer.stderr
    assert not list(refusing.home.overrides.glob("*.json"))


@pytest.fixture(scope="module")
def refusing(databases, fork_server, tmp_path_factory):
    for installation in installations(databases, fork_server, tmp_path_factory.mktemp("refusing"), "refusing"):
        installation.python(SEED)
        assert installation.run("archive", "rebuild").returncode == 0
        yield installation


def test_one_language_is_killed_and_a_lifted_override_leaves_it_removed(newsroom):
    killed = newsroom.run("kill", "1", "--language", "fr", "--notice", "Faux.")

    lifted = newsroom.run("kill", "1", "--lift")

    assert (killed.returncode, lifted.returncode) == (0, 0), killed.stderr
    assert newsroom.python(STATES).startswith("[('en', 'published'), ('fr', 'removed')]")
