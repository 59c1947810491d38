"""The public process knows no Django, no desk and no database: all of it works where these cannot be imported."""

import subprocess
import sys

import pytest

from dateline.archive.embedded import open_writer
from dateline.editions.parts import Contact, Dateline, Quote
from tests.support.editions import NOON, Log, a_kind, a_newsroom, a_topic, an_edition, an_office, refs

ADDRESSES = (
    ("/", 302),
    ("/en/", 301),
    ("/en/news", 200),
    ("/ar/news?kind=news&topic=policing&language=en&from=2024-06-01&size=10", 200),
    ("/fr/news?q=headline", 200),
    ("/en/news?q=hedline", 200),
    ("/ru/news?q=zzzz", 200),
    ("/en/news?office=nowhere", 404),
    ("/en/news?from=nonsense", 404),
    ("/en/news/1/headline-1", 200),
    ("/en/news/1/wrong", 301),
    ("/pt/news/1/headline-1", 200),
    ("/en/news/2/headline-2", 410),
    ("/en/news/3/headline-3", 200),
    ("/en/offices", 200),
    ("/ru/offices/mission", 200),
    ("/en/topics", 200),
    ("/ar/topics/policing", 200),
    ("/en/suggest?q=head", 200),
    ("/en/news.atom", 200),
    ("/en/news.ninjs.json", 200),
    ("/en/follow", 200),
    ("/api/v1/releases", 200),
    ("/api/v1/openapi.json", 200),
    ("/en/nowhere", 404),
    ("/sitemap.xml", 200),
    ("/robots.txt", 200),
)

WITHOUT = """
import datetime, sys
for name in ("django", "wagtail", "sqlite3", "psycopg", "dateline.newsroom"):
    sys.modules[name] = None  # importing it raises ImportError
from pathlib import Path
from dateline.archive.embedded import open_reader
from dateline.runtime import public_process as public
from dateline.web.http import Request
pages = public.PublicPages("https://news.example.org", "build")
archive = open_reader(Path(sys.argv[1])).current
for line in sys.stdin.read().splitlines():
    address, _, query = line.partition("?")
    response = pages.respond(Request(address, query), archive, today=datetime.date(2024, 6, 10))
    print(line, response.status, len(response.body))
for status in (500, 503):
    print(status, pages.fault(status, Request("/en/news"), None).status)
public.public_app({"DATELINE_HOME": sys.argv[1]})
forbidden = ("django", "wagtail", "sqlite3", "psycopg", "dateline.newsroom")
print("loaded", [name for name in sys.modules if name.startswith(forbidden) and sys.modules[name] is not None])
"""


@pytest.fixture
def archive(tmp_path):
    log = Log()
    log.set(a_newsroom(), an_office("mission"), a_topic("policing"), a_kind("news"))
    for language in ("en", "pt"):
        log.publish(
            an_edition(
                1,
                language,
                offices=refs("mission"),
                topics=refs("policing"),
                dateline=Dateline(places=("Velda",), on=NOON.date()),
                body=(Quote(text="Agreed.", speaker="Mara"),),
                contacts=(Contact(name="Mara"),),
            )
        )
    log.publish(an_edition(2))
    log.remove(an_edition(2))
    log.publish(an_edition(3))
    log.publish(an_edition(3, version=2), "corrected", "The figure was wrong.")
    with open_writer(tmp_path) as writer:
        writer.apply(log.records)
    return tmp_path


def test_every_kind_of_page_is_made_where_django_cannot_be_imported(archive):
    asked = "\n".join(address for address, _ in ADDRESSES)

    done = subprocess.run([sys.executable, "-c", WITHOUT, archive], input=asked, capture_output=True, text=True)

    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    statuses = [tuple(line.split()[:2]) for line in lines[: len(ADDRESSES)]]
    assert statuses == [(address, str(status)) for address, status in ADDRESSES]
    assert lines[len(ADDRESSES) :] == ["500 500", "503 503", "loaded []"]
