"""What is erased is in no byte of the home any more, and the log is still sound."""

from pathlib import Path

import httpx
import pytest

from tests.support.installation import free_port, wait_for

pytestmark = [pytest.mark.slow, pytest.mark.both]

SECRETS = (
    "kwyzblorft",
    "qvandroxim",
    "vyxtromble",
    "jufwickzor",
    "plyxomdurn",
    "gwozzlefin",
    "hjorbexyq",
    "dwexmolyp",
    "fozznurgle",
    "bqurvaxine",
)
OPEN = "zqopen"

SEED = """
import datetime as dt
from dateline.newsroom.desk import actions
from dateline.newsroom.desk.models import Release
from tests.support.desk.builders import a_picture, a_published, a_superuser, an_attachment, an_office, edit, image_bytes
from wagtail.models import Comment
now = dt.datetime.now(dt.UTC)
office = an_office("harbour-office")
shared = ("download", {"attachment": an_attachment("Shared zqopen", b"zqopen shared", "zqopen.csv"), "title": ""})
own = ("download", {"attachment": an_attachment("dwexmolyp own", b"dwexmolyp", "dwexmolyp.csv"), "title": "dwexmolyp"})
picture = a_picture("hjorbexyq", image_bytes(colour="red"), "dwexmolyp.jpg", alt={"en": "hjorbexyq"})
a_published("Second zqopen", office=office, at=now, body=[("text", "<p>Body zqopen.</p>"), shared])
text = a_published("First kwyzblorft", office=office, at=now, lead="Lead qvandroxim.", picture=picture,
                   body=[("text", "<p>Body vyxtromble.</p>"), own, shared])
Release.objects.filter(pk=text.release_id).update(issuer="fozznurgle")
edit(text, lead="Lead qvandroxim again")
actions.publish(text, by=None, at=now, change="corrected", note="It said plyxomdurn.")
edit(text, lead="Draft jufwickzor")
french = actions.add_translation(text, "fr", by=None)
edit(french, headline="Premier bqurvaxine")
chief, second = a_superuser(), a_superuser()
Comment.objects.create(page=text.page_ptr, user=chief, text="gwozzlefin",
           contentpath="lead")
print(text.release_id)
"""

ERASE = """
import datetime as dt, sys
from dateline.newsroom.desk import actions
from dateline.newsroom.desk.models import Release, User
first, second = User.objects.order_by("pk")[:2]
now = dt.datetime.now(dt.UTC)
asked = actions.ask_erasure(Release.objects.get(pk=sys.argv[1]), by=first, at=now, reason="Judgment of 3 June")
print(len(actions.erase(asked, by=second, at=now)))
"""

CHECKPOINT = """
from django.db import connection
if connection.vendor == "sqlite":
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        print(cursor.fetchone()[0])
"""

TABLES = """
from django.apps import apps
from django.db import connection
found = []
for model in apps.get_models(include_auto_created=True):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {model._meta.db_table}")
        said = " ".join(
            bytes(one).decode("utf-8", "replace") if isinstance(one, (bytes, memoryview)) else str(one)
            for row in cursor.fetchall() for one in row).lower()
    found += [f"{model.__name__} {word}" for word in SECRETS if word in said]
print(found)
"""


def _found_in(installation) -> set[tuple[str, str]]:
    """Which secret words stand in the bytes or names of which files of the home and of the database beside it."""
    found = set()
    database = Path(installation.database_url.removeprefix("sqlite:///"))
    beside = database.parent.glob(f"{database.name}*") if database.is_absolute() else ()
    for path in (*installation.home.path.rglob("*"), *beside):
        said = path.name.encode() + (path.read_bytes() if path.is_file() else b"")
        found |= {(path.name, word) for word in SECRETS if word.encode() in said.lower()}
    return found


def test_no_byte_of_what_is_erased_is_left(installation, vendor):
    release = installation.python(SEED).split()[-1]
    port = free_port()
    worker = installation.start("work")
    installation.start("serve", "--port", str(port))
    wait_for(lambda: _status(port, "/en/news/2") in (200, 301), timeout_s=40)
    wait_for(lambda: _idle(installation), timeout_s=60, every_s=0.5)
    folder = installation.home.path
    there = {word for _, word in _found_in(installation)}
    assert there == set(SECRETS) if vendor == "sqlite" else there, "the search must find what is there"
    files = len(list(installation.home.public_media.iterdir()))

    assert installation.python(ERASE, release).split() == ["1"], "the translation never was public"
    wait_for(lambda: _status(port, "/en/news/2") == 410, timeout_s=20)
    wait_for(
        lambda: len(list(installation.home.public_media.iterdir())) == 2 < files, timeout_s=20
    )  # the shared file, and a kit
    wait_for(lambda: _idle(installation), timeout_s=60, every_s=0.5)
    worker.terminate()
    worker.wait(20)

    assert installation.python(TABLES.replace("SECRETS", repr(SECRETS))).strip() == "[]"
    if vendor == "sqlite":
        assert installation.python(CHECKPOINT).strip() == "0"
    assert _found_in(installation) == set()
    assert "is sound" in installation.run("log", "check").stdout
    assert httpx.get(f"http://127.0.0.1:{port}/en/news/1").status_code in (200, 301)
    assert not [word for word in SECRETS if word in httpx.get(f"http://127.0.0.1:{port}/en/news/2").text]
    left = [path.name for path in (folder / "private" / "originals" / "documents").iterdir()]
    assert left == ["zqopen.csv"], "what others use stays"


def _status(port: int, path: str) -> int:
    try:
        return httpx.get(f"http://127.0.0.1:{port}{path}").status_code
    except httpx.TransportError:
        return 0


def _idle(installation) -> bool:
    """Whether the worker has run every task that waits."""
    asked = "from django_tasks_db.models import DBTaskResult as R\nprint(R.objects.ready().count())"
    return installation.python(asked).strip() == "0"
