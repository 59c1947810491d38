"""Helpers for tests of ActivityPub: wiring with the public site's responses, and activities sent to our inbox."""

import json

from django.core.cache import cache
from django.db import transaction

from dateline.editions.entry import Subject
from dateline.newsroom.distribution import wiring as wiring_module
from dateline.newsroom.distribution.activitypub.follows import send_accept
from dateline.newsroom.distribution.activitypub.keys import ensure_key_pair
from dateline.newsroom.distribution.activitypub.verification import process_item
from dateline.newsroom.distribution.models import Follow, InboxItem
from dateline.newsroom.publication import log
from dateline.public import activitypub as public_actors
from dateline.web.http import Response
from tests.support.editions import NOON, an_office
from tests.support.outside.distribution import PUBLIC, Clock, a_wiring, archive_of_the_log, start_following
from tests.support.outside.neighbour import INBOX, a_key, signed_letter

NEWSROOM = f"{PUBLIC}/activitypub/newsroom"
MISSION = f"{PUBLIC}/activitypub/offices/mission"
HOST = PUBLIC.removeprefix("https://")
DESK_HOST = "testserver"


class Shown:
    """Holds the public key that was passed to the public site."""

    pem = ""

    def __call__(self, pem):
        self.pem = pem


def a_wiring_with_actors(clock, shown=None, **given):
    """Return wiring with the actors of the log and a key pair."""
    shown = shown or Shown()
    setup = public_actors.ActorSettings(name="news", inbox=PUBLIC + INBOX, public_key=lambda: shown.pem)

    def answer(request):
        found = public_actors.respond(request, archive_of_the_log(), public_url=PUBLIC, settings=setup)
        return found or Response(404, ())

    wiring = a_wiring(clock, respond=answer, inbox_url=PUBLIC + INBOX, publish_actor_key=shown, **given)
    ensure_key_pair(wiring)
    return wiring


def an_office_in_the_log(slug="mission"):
    with transaction.atomic():
        log.append(Subject(kind="office", id=slug), "set", an_office(slug), at=NOON)


def a_follow(actor, followed=NEWSROOM, id_=None):
    return {"id": id_ or f"{actor}#follow-1", "type": "Follow", "actor": actor, "object": followed}


def an_undo(follow):
    return {"id": f"{follow['id']}/undo", "type": "Undo", "actor": follow["actor"], "object": follow}


def a_deletion(actor):
    return {"id": f"{actor}#delete", "type": "Delete", "actor": actor, "object": actor}


def post(client, activity, *, key=None, key_id=None, at=NOON, signed_for=HOST, **changed):
    """Post an activity to our inbox, as a web server passes it on; ``changed`` replaces headers."""
    body = activity if isinstance(activity, bytes) else json.dumps(activity).encode()
    key_id = key_id or f"{activity['actor']}#main-key"
    headers = signed_letter(key or a_key(), key_id, body, at=at, host=signed_for) | {"host": DESK_HOST}
    headers |= {name.replace("_", "-"): value for name, value in changed.items()}
    kind = headers.pop("content-type")
    headers = {name: value for name, value in headers.items() if value is not None}
    return client.generic("POST", INBOX, body, content_type=kind, headers=headers)


def wired_actors(monkeypatch):
    """Return wiring with an office, set for the views too; the follower starts at the present end of the log."""
    cache.clear()
    given = a_wiring_with_actors(Clock())
    monkeypatch.setattr(wiring_module, "_current", [given])
    an_office_in_the_log()
    start_following()
    return given


def post_and_process(client, wiring, activity, **facts):
    """Post an activity and process it."""
    answer = post(client, activity, **facts)
    assert answer.status_code == 202, answer.content
    for item in InboxItem.objects.all():
        process_item(item, wiring)


def send_accepts(wiring):
    for follow in Follow.objects.filter(accept_due_at__isnull=False):
        send_accept(follow, wiring)


def bodies(neighbour):
    return [json.loads(body) for _, _, body in neighbour.got]
