"""A desk with content on each of its own screens, and the list of these screens.

The content is in Georgian letters, so every English word on a screen is a word of the desk itself.
"""

import re
from functools import cache
from pathlib import Path

import allauth
import django
import wagtail
from babel.messages.pofile import read_po

import dateline.newsroom.desk

SEED = """
import datetime as dt
from io import BytesIO
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.contrib.sessions.backends.db import SessionStore
from django.conf import settings
from wagtail.models import Collection
from wagtail.users.models import UserProfile
from dateline.newsroom.desk import actions, missing_metadata
from dateline.newsroom.desk import clock
from dateline.newsroom.desk.people import role_groups
from dateline.newsroom.desk.models import *
from tests.support.desk.builders import *

at = clock.now()
def ago(days): return at - dt.timedelta(days=days)
names = dict.fromkeys(("en", "fr", "ru", "ar"), "მისია")
actions.set_office(Office(slug="mission", time_zone="Europe/Vienna"), names=[OfficeName(names=names)], at=ago(9))
office = Office.objects.get(slug="mission")
actions.set_topic(Topic(slug="water", names=dict.fromkeys(names, "წყალი")), at=ago(9))
water = Topic.objects.get(slug="water")
for kind in Kind.objects.all():
    kind.names = dict.fromkeys(names, "სიახლე")
    actions.set_kind(kind, at=ago(9))
newsroom = NewsroomSettings.current()
newsroom.name = newsroom.title = newsroom.short_name = dict.fromkeys(names, "რედაქცია")
actions.set_newsroom(newsroom, at=ago(9))
LONG = "<p>" + "ხიდი გაიხსნა ორშაბათს ველდაში. " * 12 + "</p>"
words = {"lead": "ხიდი გაიხსნა ორშაბათს.", "body": [("text", LONG)], "office": office}
picture = a_picture("ხიდი", alt={"en": "ხიდი"}, credit="აიდა", rights_holder="სააგენტო", usage_terms="ყველასთვის")
bare = a_picture("წყალი", image_bytes(colour="red"), "water.jpg")
Collection.objects.filter(shelf__is_shared=True).update(name="საერთო")
an_attachment("ციფრები")
people, hashed = {}, make_password("a sentence of my own 7")
for tag in names:
    for theme in ("light", "dark"):
        facts = {"first_name": "აიდა", "last_name": "კოლმი", "email": f"{tag}.{theme}@example.org"}
        person = a_superuser(username=f"walker-{tag}-{theme}", **facts)
        person.password = hashed
        person.save()
        UserProfile.objects.update_or_create(user=person, defaults={"preferred_language": tag, "theme": theme})
        session = SessionStore()
        session[SESSION_KEY] = str(person.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = person.get_session_auth_hash()
        session.save()
        people[f"session-{tag}-{theme}"] = session.session_key
other = a_superuser(username="other")
other.password = hashed
other.save()

main = a_published("ხიდი ველდაში", at=ago(6), picture=picture, topics=[water], **words)
release = main.release
french = actions.add_translation(main, "fr", by=other)
actions.publish(french, by=None, at=ago(5))
russian = actions.add_translation(main, "ru", by=other)
actions.perform("submit", russian, by=None, at=ago(5))
arabic = actions.add_translation(main, "ar", by=other)
edit(arabic, machine_translated=True)
edit(main, headline="ხიდი გაიხსნა ველდაში", lead="ხიდი გაიხსნა სამშაბათს.")
actions.publish(main, by=None, at=ago(4), change="corrected", note="დღე მცდარი იყო.")

draft = a_draft("ხიდი და 122th", by=other, picture=bare, **words)
edit(draft, lead="ხიდი გაიხსნა და მერე")
submitted = a_draft("გზა", by=other, topics=[water], **words)
actions.perform("submit", submitted, by=other, at=ago(1))
planned = a_draft("მდინარე", by=None, **words)
schedule(planned, live_at=at + dt.timedelta(days=2), at=ago(1))
owed = a_draft("ბაღი", by=other, **words)
actions.publish(owed, by=other, at=ago(1), at_once=True, reason="სწრაფად.")
withdrawn = a_published("ტყე", at=ago(3), **words)
actions.perform("withdraw", withdrawn.release, by=None, at=ago(2), note="შემოწმება.")
removed = a_published("მთა", at=ago(3), **words)
actions.perform("remove", removed.release, by=None, at=ago(2), note="შეცდომა.")
actions.embargo(draft.release, until=at + dt.timedelta(days=9), text="მხოლოდ პრესისთვის", by=other, at=at)
bare_public = a_published("კლდე", at=ago(3), picture=bare, **(words | {"office": None}))
missing_metadata.FOLLOWER.catch_up(at=at)
asked = a_published("ზღვა", at=ago(3), **words)
actions.ask_erasure(asked.release, by=other, at=at, reason="სასამართლო.")
print(*(f"{name}={value}" for name, value in {
    **people, "release": release.pk, "text": main.pk, "draft": draft.pk, "draft_release": draft.release_id,
    "arabic": arabic.pk, "submitted_release": submitted.release_id, "planned_release": planned.release_id,
    "owed_release": owed.release_id, "withdrawn_release": withdrawn.release_id, "asked_release": asked.release_id,
    "picture": picture.pk, "office": office.pk, "topic": water.pk, "kind": Kind.objects.first().pk,
}.items()))
"""

SCREENS = {
    "dashboard": "/",
    "list": "/releases/",
    "new": "/releases/add/",
    "release": "/releases/{release}/",
    "release-draft": "/releases/{draft_release}/",
    "release-review": "/releases/{submitted_release}/",
    "release-planned": "/releases/{planned_release}/",
    "release-owed": "/releases/{owed_release}/",
    "release-withdrawn": "/releases/{withdrawn_release}/",
    "kill": "/releases/{release}/kill/",
    "erase": "/releases/{release}/erase/",
    "erase-second": "/releases/{asked_release}/erase/",
    "checks": "/texts/{draft}/checks/",
    "compare": "/texts/{text}/compare/",
    "compare-beside": "/texts/{text}/compare/?view=beside",
    "history": "/pages/{text}/history/",
    "editor": "/pages/{draft}/edit/",
    "editor-arabic": "/pages/{arabic}/edit/",
    "calendar": "/calendar/",
    "debt": "/debt/?what=topic",
    "debt-office": "/debt/?what=office",
    "debt-pictures": "/debt/?what=alt",
    "trail": "/trail/",
    "newsroom": "/newsroom/",
    "offices": "/office/",
    "office": "/office/edit/{office}/",
    "topics": "/topic/",
    "topic": "/topic/edit/{topic}/",
    "kind": "/kind/edit/{kind}/",
    "pictures": "/images/",
    "picture": "/images/{picture}/",
    "picture-add": "/images/add/",
    "attachments": "/documents/",
    "recordings": "/recordings/",
    "recording-add": "/recordings/new/",
    "starting-texts": "/starting_texts/",
    "starting-text-add": "/starting_texts/new/",
    "tokens": "/tokens/",
    "webhooks": "/webhook/",
    "webhook-add": "/webhook/new/",
    "pings": "/pings/",
    "blocked-servers": "/blockedserver/",
    "blocked-server-add": "/blockedserver/new/",
    "password": "/account/password/change/",
    "second-factor": "/account/2fa/",
    "sessions": "/account/sessions/",
}
"""Address of each own screen, by name, with the names that `SEED` prints."""


def seeded(printed: str) -> dict[str, str]:
    """Return the values that `SEED` printed, by name."""
    return dict(one.split("=", 1) for one in printed.split()[-30:] if "=" in one)


SAID = """() => {
    const said = [];
    const hidden = (element) => element.closest("script, style, template, [hidden], #main [lang], .avatar");
    const walker = document.createTreeWalker(document.querySelector("#main") || document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode;
        if (node.data.trim() && !hidden(node.parentElement)) said.push(node.data);
    }
    for (const name of ["aria-label", "title", "placeholder", "alt"]) {
        for (const element of document.querySelectorAll(`#main [${name}]`)) {
            if (!hidden(element)) said.push(element.getAttribute(name));
        }
    }
    said.push(document.title);
    return said;
}"""

AS_IS = re.compile(
    r"IPTC Media Topic|https?://\S+|[\w./]+\.\w{2,4}\b|[A-Z][a-z]+/[A-Z][a-z_]+|\b[A-Z0-9-]{2,}\b|\{.*?\}|\b\w+-(en|fr|ru|ar)-\w+"
)
"""Words that are the same in every language: addresses, names of files and zones, acronyms."""

NAMES = frozenset("dateline other walker light dark wagtail mission water jpeg webp webm ogg root".split())  # noqa: SIM905 - a list of words reads as one
"""Words of the seeded content, and names; Wagtail's first collection is called Root."""


@cache
def _of_wagtail() -> frozenset[str]:
    """Return whole sentences of Wagtail, Django and allauth, which the desk does not translate itself."""
    found: set[str] = set()
    for package in (wagtail, django, allauth):
        for path in Path(package.__file__).parent.rglob("locale/en/LC_MESSAGES/*.po"):
            with path.open("rb") as stored:
                for message in read_po(stored):
                    ids = message.id if isinstance(message.id, tuple) else (message.id,)
                    found |= {_plain(one) for one in ids}
    return frozenset(found)


def english_left(page, language: str) -> list[str]:
    """Return the English text that a page shows in another language, without sentences of Wagtail itself.

    In Russian and Arabic that is any Latin word; in French, a sentence most of whose words occur only in English.
    """
    english = _words(_ids()) - _words(_catalogue("fr"))
    left = []
    for said in page.evaluate(SAID):
        if _plain(said) in _of_wagtail():
            continue
        latin = {
            word.casefold() for word in re.findall(r"[^\W\d_]{3,}", AS_IS.sub(" ", said)) if word.isascii()
        } - NAMES
        if 2 * len(latin & english) > len(latin) if language == "fr" else latin:
            left.append(" ".join(said.split())[:120])
    return sorted(set(left))


def _plain(said: str) -> str:
    return " ".join(said.split()).casefold()


@cache
def _ids() -> tuple[str, ...]:
    return tuple(ids for ids, _said in _messages("fr"))


@cache
def _catalogue(language: str) -> tuple[str, ...]:
    return tuple(said for _ids, said in _messages(language))


def _messages(language: str) -> list[tuple[str, str]]:
    path = Path(dateline.newsroom.desk.__file__).parent / "locale" / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as stored:
        found = [(message.id, message.string) for message in read_po(stored, locale=language) if message.id]
    return [tuple(" ".join(one) if isinstance(one, tuple) else one for one in pair) for pair in found]


@cache
def _words(sentences: tuple[str, ...]) -> frozenset[str]:
    return frozenset(word.casefold() for one in sentences for word in re.findall(r"[A-Za-z]{3,}", one))
