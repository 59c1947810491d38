"""A machine's first draft: asked for, marked, taken over; with a service on this machine, and with its failures."""

import datetime as dt
import json
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

import pytest

from dateline.newsroom.desk import actions
from dateline.newsroom.desk.actions import machine
from dateline.newsroom.desk.errors import (
    IncompleteError,
    MachineError,
    NotAllowedError,
    NotTakenOverError,
    OwnWorkError,
)
from dateline.newsroom.desk.models import Act, MachineTranslation, ReleasePage, Role
from dateline.newsroom.desk.people import role_groups
from tests.support.desk.builders import a_draft, a_superuser, a_user, an_office, edit, minutes
from tests.support.outside.serving import serving

pytestmark = pytest.mark.django_db(transaction=True)

BODY = [
    ("text", '<p>It <b>opened</b> at <a linktype="page" id="3">noon</a>.</p>'),
    ("quote", {"text": "Shorter & safer", "speaker": "Aida Kolm", "role": "Mayor"}),
    ("table", {"data": [["Length", "120"], ["Width", None]], "table_caption": "Sizes"}),
]


AT_ONCE = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}


@contextmanager
def service(answer):
    """A service on this machine; ``answer`` gets what was asked and says (status, body)."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            status, body = answer(asked[-1])
            self.send_response(status)
            if status == 307:
                self.send_header("location", "/elsewhere")
            self.end_headers()
            with_body = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.wfile.write(with_body)

        def log_message(self, *_):
            pass

    with serving(Handler) as port:
        yield f"http://127.0.0.1:{port}/translate", asked


def in_capitals(asked):
    return 200, {"translatedText": [f"«{one}»" if "<" not in one else one.replace("It", "Il") for one in asked["q"]]}


@pytest.fixture
def boss(client):
    person = a_superuser()
    client.force_login(person)
    return person


@pytest.fixture
def tasks_at_once(settings):
    settings.TASKS = AT_ONCE


def a_text():
    return a_draft(office=an_office("mission"), body=BODY, notes="<p>It ends.</p>")


def translated(text, language="fr", by=None):
    return actions.translate_by_machine(text, language, by=by or a_superuser(), at=minutes(1))


def draft_of(text):
    return ReleasePage.objects.get(pk=text.pk).get_latest_revision_as_object()


def test_nothing_is_sent_and_nothing_begun_without_the_setting(client, settings):
    text = a_text()
    client.force_login(a_superuser())

    with service(in_capitals) as (_url, asked):
        assert settings.TRANSLATE == ""
        with pytest.raises(MachineError):
            translated(text)
        assert "Translate by machine" not in client.get(f"/releases/{text.release_id}/").content.decode()
        client.post(f"/releases/{text.release_id}/", {"do": "translate", "language": "fr", "machine": "1"})

    assert asked == []
    assert text.release.texts.count() == 1


def test_every_word_goes_out_and_comes_back_in_its_place_marked_as_the_machines(client, settings, tasks_at_once):
    text = a_text()
    client.force_login(a_superuser())
    with service(in_capitals) as (settings.TRANSLATE, asked):
        settings.TRANSLATE_KEY = "secret"
        page = f"/releases/{text.release_id}/"
        response = client.post(page, {"do": "translate", "language": "fr", "machine": "1"}, follow=True)

    assert (asked[0]["source"], asked[0]["target"], asked[0]["api_key"]) == ("en", "fr", "secret")
    assert "Shorter &amp; safer" in asked[0]["q"]
    draft = draft_of(text.release.texts.get(language="fr"))
    assert draft.headline == "«Bridge opens»"
    rich, quote, table = (block.value for block in draft.body)
    assert rich.source == '<p>Il <b>opened</b> at <a linktype="page" id="3">noon</a>.</p>'
    assert (quote["text"], quote["speaker"], quote["role"]) == ("«Shorter & safer»", "Aida Kolm", "«Mayor»")
    assert table["data"] == [["«Length»", "120"], ["«Width»", None]]
    assert table["table_caption"] == "«Sizes»"
    assert draft.machine_translated
    assert "desk-state--machine" in response.content.decode()
    assert "A machine translated this text" in client.get(f"/pages/{draft.pk}/edit/").content.decode()


def test_it_is_approved_only_once_somebody_has_taken_it_over_and_by_somebody_else(settings, tasks_at_once):
    text = a_text()
    translator, editor = a_superuser(), a_superuser()
    with service(in_capitals) as (settings.TRANSLATE, _asked):
        french = translated(text, by=translator)
    actions.perform("submit", french, by=translator, at=minutes(2))
    with pytest.raises(NotTakenOverError):
        actions.perform("approve", french, by=editor, at=minutes(3))

    with pytest.raises(NotAllowedError):
        actions.perform("take over", french, by=a_user(), at=minutes(4))
    actions.perform("take over", french, by=translator, at=minutes(4))

    with pytest.raises(IncompleteError):
        actions.perform("take over", french, by=translator, at=minutes(5))
    with pytest.raises(OwnWorkError):
        actions.perform("approve", french, by=translator, at=minutes(5))
    assert not draft_of(french).machine_translated
    acts = Act.objects.filter(release=text.release_id, language="fr").order_by("pk")
    assert [(act.action, act.person) for act in acts] == [
        ("machine", translator),
        ("submit", translator),
        ("take over", translator),
    ]


@pytest.mark.parametrize(
    "failure",
    [
        (lambda _asked: (503, {}), "refused: 503"),
        (lambda _asked: (307, {}), "refused: 307"),
        (lambda _asked: (200, b"<html>"), "no usable answer"),
        (lambda _asked: (200, {"translatedText": ["one"]}), "an unusable answer"),
        (lambda asked: (200, {"translatedText": [1] * len(asked["q"])}), "an unusable answer"),
        (lambda _asked: time.sleep(1.5) or (200, {}), "in time"),
    ],
)
def test_a_failure_is_a_sentence_the_draft_stays_and_can_be_asked_for_again(client, boss, settings, failure):
    answer, said = failure
    settings.TASKS = AT_ONCE
    text = a_text()
    settings.TRANSLATE_TIMEOUT_S = 0.5
    with service(answer) as (settings.TRANSLATE, _asked):
        french = translated(text, by=boss)
    wish = MachineTranslation.objects.get(text=french)
    assert said in wish.failed
    assert draft_of(french).headline == "Bridge opens"
    assert "Translate by machine again" in client.get(f"/releases/{text.release_id}/").content.decode()

    with service(in_capitals) as (settings.TRANSLATE, _asked):
        client.post(f"/releases/{text.release_id}/", {"do": "machine", "languages": "fr"})
    wish.refresh_from_db()
    assert (wish.failed, draft_of(french).headline) == ("", "«Bridge opens»")


def test_nobody_there_and_a_function_that_breaks_are_sentences_too(settings, tasks_at_once):
    for place, said in (
        ("http://127.0.0.1:9/", "cannot be reached"),
        ("tests.integration.desk.test_machine:broken", "failed: ZeroDivisionError"),
        ("no.such.module:x", "failed: ModuleNotFoundError"),
    ):
        settings.TRANSLATE = place
        assert said in MachineTranslation.objects.get(text=translated(a_draft(), by=a_superuser())).failed


def broken(_fragments, _source, _target):
    return 1 / 0


def backwards(fragments, _source, target):
    return [f"<p>{target} {one}</p>" for one in fragments]


def test_a_function_of_the_newsrooms_own_translates_as_well(settings, tasks_at_once):
    settings.TRANSLATE = "tests.integration.desk.test_machine:backwards"

    assert draft_of(translated(a_draft("One < two"))).headline == "fr One < two"


def test_what_somebody_wrote_while_the_machine_was_at_work_stays(settings, tasks_at_once):
    text = a_text()

    def slow(asked):
        french = text.release.texts.get(language="fr")
        edit(french, headline="Le pont ouvre")
        return in_capitals(asked)

    settings.TRANSLATE = "tests.integration.desk.test_machine:writes_meanwhile"
    MEANWHILE[:] = [lambda: slow({"q": []})]
    french = translated(text)

    assert "Their words stay" in MachineTranslation.objects.get(text=french).failed
    assert (draft_of(french).headline, draft_of(french).machine_translated) == ("Le pont ouvre", False)


MEANWHILE = []


def writes_meanwhile(fragments, _source, _target):
    MEANWHILE[0]()
    return fragments


def test_it_runs_outside_the_request_and_twice_is_as_good_as_once(settings):
    text = a_text()
    with service(in_capitals) as (settings.TRANSLATE, asked):
        french = translated(text)
        assert asked == []  # the worker asks
        wish = MachineTranslation.objects.get(text=french)
        for _twice in range(2):
            machine.write.func(wish.pk, wish.asked_at.isoformat(), "en")
        machine.write.func(wish.pk, dt.datetime(2020, 1, 1, tzinfo=dt.UTC).isoformat(), "en")

    assert len(asked) == 1
    assert draft_of(french).machine_translated


def test_who_does_not_translate_for_the_office_asks_no_machine(settings):
    text = a_text()
    settings.TRANSLATE = "tests.integration.desk.test_machine:broken"
    person = a_user()
    role_groups.give(person, Role.CHIEF, an_office("other"))

    with pytest.raises(NotAllowedError):
        translated(text, by=person)
    assert text.release.texts.count() == 1
