"""Every address of the desk, for people who may not see what another office has in work.

The keys of all that is secret begin at ``FIRST``, so that one number names an object in each table.
"""

import datetime as dt
import io
import zipfile

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.db.models import AutoField
from django.http import HttpResponseNotFound
from django.test import Client
from wagtail.admin.models import EditingSession
from wagtail.models import Comment, Page, Revision, UploadedFile
from wagtail.search import index

from dateline.config import urls
from dateline.newsroom.desk import actions
from dateline.newsroom.desk.actions import tokens
from dateline.newsroom.desk.models import Attachment, NewsImage, Recording, Role, StartingText
from dateline.newsroom.desk.people import role_groups
from dateline.newsroom.distribution.models import BlockedServer, Webhook
from tests.support.desk.addresses import routes
from tests.support.desk.builders import (
    NOON,
    a_draft,
    a_kind,
    a_picture,
    a_published,
    a_superuser,
    a_user,
    an_attachment,
    an_office,
    edit,
    image_bytes,
    schedule,
)
from tests.support.desk.recordings import a_recording
from tests.support.outside.distribution import a_webhook

pytestmark = pytest.mark.django_db

FIRST = 900
SECRET = "Zeugmatic"  # in each title, file name, tag, address of a person and note of the other office
BEGINNING = "zeu"  # what is searched for; a page may repeat it


class Secrets:
    """What the office "there" has in work, and a person of it."""

    def __init__(self):
        self.here, self.there = an_office("here"), an_office("there")
        self.author, self.outsider = a_user("here-author"), a_user("outsider")
        role_groups.give(self.author, Role.AUTHOR, self.here)
        _start_keys_at(FIRST)
        self.writer = a_user("there-author", email="zeugmatic@there.example")
        role_groups.give(self.writer, Role.CHIEF, self.there)
        self.files = self._files()
        self.texts = self._texts()
        self._make_other_rows()
        # The first names a draft, and an object in each other table; the last is a public text with a new draft.
        self.keys = [str(key) for key in (FIRST, Page.objects.latest("pk").pk)]

    def _files(self):
        made = (
            a_picture(f"{SECRET} bridge", name="zeugmatic.jpg", caption={"en": SECRET}, credit=SECRET),
            an_attachment(f"{SECRET} figures", name="zeugmatic.csv"),
            a_recording(f"{SECRET} speech", name="zeugmatic.mp3", transcripts={"en": SECRET}),
        )
        for file in made:
            file.collection = self.there.shelf.collection
            file.uploaded_by_user = self.writer
            file.save()
        for file in made[:2]:
            file.tags.add("zeugmatic")
            index.insert_or_update_object(file)
        made[0].get_rendition("max-165x165")
        UploadedFile.objects.create(
            for_content_type=ContentType.objects.get_for_model(NewsImage),
            file=SimpleUploadedFile("zeugmatic-again.jpg", image_bytes()),
            uploaded_by_user=self.writer,
        )
        return made

    def _texts(self):
        picture, attachment, recording = self.files
        body = [
            ("text", f"<p>{SECRET}.</p>"),
            ("download", {"attachment": attachment}),
            ("recording", {"recording": recording, "caption": SECRET}),
        ]
        facts = {"by": self.writer, "office": self.there, "picture": picture, "lead": f"{SECRET}.", "body": body}
        draft = a_draft(f"{SECRET} draft", **facts)
        Comment.objects.create(page=draft, user=self.writer, text=SECRET, contentpath="headline")
        planned = a_draft(f"{SECRET} plan", **(facts | {"body": body[:1]}))
        actions.embargo(planned.release, until=NOON + dt.timedelta(days=9), text=SECRET, by=self.writer, at=NOON)
        schedule(planned, live_at=NOON + dt.timedelta(days=20))
        public = edit(a_published("Public bridge", office=self.there), by=self.writer, headline=f"{SECRET} news")
        Page.objects.filter(pk=draft.pk).update(locked=True, locked_by=self.writer, locked_at=NOON)
        for text in (draft, planned, public):
            EditingSession.objects.create(content_object=text, user=self.writer, last_seen_at=NOON)
        return draft, planned, public

    def _make_other_rows(self):
        StartingText.objects.create(title=f"{SECRET} start", headline=SECRET, kind=a_kind(), office=self.there)
        a_webhook("https://zeugmatic.example/")
        BlockedServer.objects.create(host="zeugmatic.example", reason=SECRET)
        scopes, boss = ["read", "write", "submit", "media"], a_superuser()
        for name, office in ((SECRET, self.there), ("ours", self.here)):
            made = tokens.issue(name, offices=[office], scopes=scopes, days=9, by=boss, at=NOON)
            self.secret = made[1]

    def values(self):
        """Values of all parameters of addresses."""
        files = [file.file.name for file in self.files] + [self.files[0].renditions.first().file.name]
        return {
            "int": self.keys[:1],
            **dict.fromkeys(("page_id", "parent_page_id", "page_to_move_id"), self.keys),
            **{name: [str(text.release_id) for text in self.texts] for name in ("uuid", "uuidstr")},
            **dict.fromkeys(("pk", "object_id", "_0", "id"), self.keys[:1]),
            **{name: ["live", "latest"] for name in ("revision_id_a", "revision_id_b")},
            **dict.fromkeys(("name", "_1"), files),
            **{name: ["desk"] for name in ("app_label", "app_name", "content_type_app_name")},
            **{name: ["releasepage", "newsimage", "attachment", "recording"] for name in ("model_name", "model")},
            "content_type_model_name": ["releasepage"],
            "action": ["delete"],
            "action_name": ["copy"],
            "filter_spec": ["max-165x165"],
            "folder": ["originals", "renditions"],
            "language": ["en"],
            "session_id": ["0"],
            **{name: ["x"] for name in ("str", "slug")},
        }

    def left(self):
        """What a hand-made request could have deleted or changed."""
        models = (NewsImage, Attachment, Recording, Page, StartingText, Webhook, BlockedServer, UploadedFile)
        counts = [model.objects.filter(pk__gte=FIRST).count() for model in models]
        drafts = sorted(Revision.objects.filter(pk__gte=FIRST).values_list("pk", flat=True))
        return counts, drafts, list(Page.objects.filter(pk__gte=FIRST).order_by("pk").values_list("live", "locked"))


def _start_keys_at(first):
    with connection.cursor() as cursor:
        for model in apps.get_models():
            if not isinstance(model._meta.pk, AutoField):
                continue
            table = model._meta.db_table
            if connection.vendor == "sqlite":
                cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
                cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, first - 1])
            else:
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('\"{table}\"', 'id'), {first})")


def said(response) -> str:
    """All that an answer says, headers and unpacked spreadsheets included, in lower case."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as packed:
            body = b"".join(packed.read(name) for name in packed.namelist())
    echoed = response.request["PATH_INFO"].rpartition("/")[2].lower()
    said = f"{response.headers} {body.decode('utf-8', 'replace')}".lower()
    return said.replace(echoed, "") if echoed else said


SEARCH = f"q={BEGINNING}&term={BEGINNING}&search={BEGINNING}&id={FIRST}"
SEARCHES = (SEARCH, "export=xlsx")


def asked(secrets, *, also=()):
    """Every address, alone; those without keys also with searches, exports and chosen keys."""
    for route in routes():
        addresses = list(route.addresses(secrets.values()))
        yield from addresses
        if not {"int", "uuid"} & set(route.parameters.values()):
            yield from (f"{address}?{search}" for address in addresses[:4] for search in also)


@pytest.fixture
def secrets(monkeypatch):
    cache.clear()  # Wagtail stores renditions there by key
    monkeypatch.setattr(urls, "handler404", lambda *_, **__: HttpResponseNotFound(), raising=False)  # quick
    return Secrets()


def signed_in(person, **options):
    client = Client(raise_request_exception=False, **options)
    if person is not None:
        client.force_login(person)
    return client


@pytest.mark.slow
@pytest.mark.parametrize("name", ["author", "outsider", "anonymous", "token"])
def test_no_address_shows_what_another_office_has_in_work(secrets, name):
    person, is_author = getattr(secrets, name, None), name == "author"
    client = signed_in(person, headers={"Authorization": f"Bearer {secrets.secret}"} if name == "token" else {})
    before, shown = secrets.left(), set()
    if not is_author:
        del secrets.keys[1:]

    for address in dict.fromkeys(asked(secrets, also=SEARCHES if is_author else ())):
        for method in (client.get, client.post) if is_author and str(FIRST) in address else (client.get,):
            if "logout" not in address and SECRET.lower() in said(method(address)):
                shown.add((method.__name__, address))

    assert sorted(shown) == []
    assert secrets.left() == before
    assert person is None or "_auth_user_id" in client.session


@pytest.mark.parametrize(
    "address",
    [
        "/api/main/images/{}/",
        "/api/main/documents/{}/",
        "/images/{}/",
        "/documents/edit/{}/",
        "/recordings/edit/{}/",
        "/pages/{}/edit/",
        "/pages/{}/history/",
        "/texts/{}/checks/",
        "/users/edit/{}/",
        "/pings/{}/",
        "/starting_texts/edit/{}/",
        "/images/chooser/chosen/{}/",
        "/api/main/images/",
        "/reports/site-history/",
        "/reports/site-history/?export=xlsx",
        "/reports/locked/",
        f"/tag-autocomplete/?{SEARCH}",
        f"/images/chooser/results/?{SEARCH}",
        f"/images/chooser/chosen-multiple/?{SEARCH}",
    ],
)
def test_the_same_addresses_show_it_to_a_superuser(secrets, address):
    address = address.format(FIRST)

    assert address in set(asked(secrets, also=SEARCHES))
    assert SECRET.lower() in said(signed_in(a_superuser()).get(address))


def test_a_foreign_object_is_answered_like_one_that_does_not_exist(secrets):
    client, different = signed_in(secrets.author), set()

    for route in routes():
        if "int" not in route.parameters.values() or len(route.parameters) > 1:
            continue
        there, missing = (
            client.get(*route.addresses({"int": [key], "str": [key]})).status_code for key in (str(FIRST), "987654")
        )
        if there != missing:
            different.add((route.template, there, missing))

    assert sorted(different) == []


def test_a_tag_is_suggested_to_those_who_may_open_a_file_with_it(secrets):
    address = f"/tag-autocomplete/?term={BEGINNING}"

    found = [signed_in(person).get(address).json() for person in (secrets.author, secrets.writer, a_superuser())]

    assert found == [[], ["zeugmatic"], ["zeugmatic"]]
