"""Random people try random things with a release; desk, log, archive and public pages agree with a model after each.

Everything is tried the way a browser or a hand-made request would: by posting to the desk.
"""

import datetime as dt
import os
import shutil
import tempfile
from collections import Counter
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from dateline.archive.embedded import open_reader, open_writer
from dateline.newsroom.desk import actions, release_index
from dateline.newsroom.desk.actions.due import run_due
from dateline.newsroom.desk.models import IndexRow, Release, ReleasePage, Role, User
from dateline.newsroom.desk.people import role_groups
from dateline.newsroom.desk.ports import emergency
from dateline.newsroom.publication import log
from dateline.public.site.site import Site
from dateline.web.http import Request
from tests.support.desk import builders
from tests.support.desk.builders import NOON, a_draft, a_user, an_office, log_entries
from tests.support.desk.lifecycle_model import ASKS, REACHES, ModelRelease, ModelText

MEMORY = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
ALL_ACTIONS = [*ASKS, "publish at once"]
PEOPLE = [*REACHES, "second editor"]
LANGUAGES = ("en", "fr")

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def words(number):
    return f"Wordnumber {number}"


class Newsroom(RuleBasedStateMachine):
    """One release of one office, its people, and a stranger from another office."""

    def __init__(self):
        super().__init__()
        self.transaction = transaction.atomic()
        self.transaction.__enter__()
        self.folder = Path(tempfile.mkdtemp(dir=MEMORY))
        self.site = Site("https://news.example.org", "1")
        self.minute = 0
        builders.CLOCK_AT[0] = NOON
        self.done = Counter()

    def teardown(self):
        transaction.set_rollback(True)
        self.transaction.__exit__(None, None, None)
        shutil.rmtree(self.folder, ignore_errors=True)  # a reader may just be tidying up

    @initialize()
    def open_the_doors(self):
        here, there = an_office("here"), an_office("there")
        self.people, self.role = {}, {}
        for who in PEOPLE:
            user = a_user(f"the-{who.replace(' ', '-')}")
            role = "editor" if who in {"second editor", "stranger"} else who
            office = None if who == "administrator" else there if who == "stranger" else here
            role_groups.give(user, Role(role), office)
            client = Client(raise_request_exception=True)
            client.force_login(user)
            self.people[who], self.role[who] = (
                (User.objects.get(pk=user.pk), client),
                "stranger" if who == "stranger" else role,
            )
        author = self.people["author"][0]
        english = a_draft(words(0), by=author, office=here)
        french = actions.add_translation(english, "fr", by=author)
        self.release = english.release_id
        self.texts = {
            text.language: ModelText(text.language, bool(text.translated_from), editors={"author"})
            for text in (english, french)
        }
        self.whole = ModelRelease(self.texts)

    # -- what people try ------------------------------------------------------------------------------

    @rule(who=st.sampled_from(PEOPLE), language=st.sampled_from(LANGUAGES), number=st.integers(0, 3))
    def edit(self, who, language, number):
        model, text = self.texts[language], self._text(language)
        if text is None:
            return
        user = self.people[who][0]
        lock = text.get_lock()
        allowed = text.permissions_for_user(user).can_edit() and not (lock and lock.for_user(user))
        assert allowed == model.edit(who, self.role[who], number)
        if allowed:
            draft = text.get_latest_revision_as_object()
            draft.headline = words(number)
            draft.save_revision(user=user, clean=False)

    @rule(
        who=st.sampled_from(PEOPLE),
        action=st.sampled_from(ALL_ACTIONS),
        chosen=st.sets(st.sampled_from(LANGUAGES), min_size=1),
        note=st.booleans(),
        correct=st.booleans(),
        wait=st.integers(1, 3),
    )
    def attempt(self, who, action, chosen, note, correct, wait):  # noqa: PLR0917 - hypothesis names them
        """Anything, by anybody: most of it is refused."""
        self._attempt(who, action, chosen, note=note, correct=correct, wait=wait)

    @rule(data=st.data(), language=st.sampled_from(LANGUAGES), steps=st.integers(2, 8))
    def go_on(self, data, language, steps):
        """Some steps that are allowed, but for an embargo that half of them meet, so that texts come far."""
        model = self.texts[language]
        if data.draw(st.booleans()):
            self._put_under_embargo("editor", self.minute + data.draw(st.integers(1, 4)))
        for _ in range(steps):
            correct, wait = data.draw(st.booleans()), data.draw(st.integers(1, 3))
            allowed = [
                (who, action)
                for action in ALL_ACTIONS
                for who in PEOPLE
                if model.is_there and model.can(who, self.role[who], action, note=True, correct=correct)
            ]
            if not allowed:
                return
            last = {"remove", "kill"}
            fresh = sorted({action for _who, action in allowed} - last, key=lambda action: (self.done[action], action))
            action = data.draw(st.sampled_from(fresh[:3] or sorted(last)))
            who = data.draw(st.sampled_from([who for who, of in allowed if of == action]))
            self._attempt(who, action, {language}, note=True, correct=correct, wait=wait)
            self.done[action] += 1
            self.the_desk_agrees()
            self.the_log_agrees()
            self.the_public_agrees()
            self.the_list_agrees()

    @rule(who=st.sampled_from(PEOPLE), minutes=st.integers(0, 4), lift=st.booleans())
    def put_under_embargo(self, who, minutes, lift):
        if lift:
            self.people[who][1].post(f"/releases/{self.release}/embargo/", {"lift": "1"})
            self.whole.lift_embargo(self.role[who])
        else:
            self._put_under_embargo(who, self.minute + minutes)

    def _put_under_embargo(self, who, until):
        asked = {"until": self._clock_at(until), "zone": "UTC", "text": "Wait."}
        self.people[who][1].post(f"/releases/{self.release}/embargo/", asked)
        self.whole.put_under_embargo(self.role[who], until, now=self.minute)

    @rule(who=st.sampled_from(PEOPLE), step=st.sampled_from(["ask", "take back", "confirm"]))
    def erase(self, who, step):
        self._step_to_erasure(who, step)

    def _step_to_erasure(self, who, step):
        self.people[who][1].post(f"/releases/{self.release}/erase/", {"step": step, "reason": "A court said so."})
        self.whole.step_to_erasure(step, who, self.role[who])

    def _attempt(self, who, action, chosen, *, note, correct, wait):
        models = [self.texts[language] for language in sorted(chosen)]
        meant = {
            "do": action,
            "languages": sorted(chosen),
            "note": "Why." if note else "",
            "reason": "Because." if note else "",
            "change": "corrected" if correct else "updated",
            "live_at": self._clock_at(self.minute + wait),
            "zone": "UTC",
        }
        if action == "kill":
            notice = {"languages": sorted(chosen), "notice": meant["note"]}
            self.people[who][1].post(f"/releases/{self.release}/kill/", notice)
        else:
            self.people[who][1].post(f"/releases/{self.release}/", meant)
        role = self.role[who]
        if not self.whole.lets(action, now=self.minute, due=self.minute + wait):
            return
        if all(m.is_there and m.can(who, role, action, note=note, correct=correct) for m in models):
            for model in models:
                model.do(action, correct=correct, due=self.minute + wait)

    @rule(who=st.sampled_from(PEOPLE), language=st.sampled_from(LANGUAGES))
    def discard(self, who, language):
        text = self._text(language)
        if text is not None:
            self.people[who][1].post(f"/pages/{text.pk}/delete/")
            self.texts[language].discard(self.role[who])

    @rule(minutes=st.integers(1, 3))
    def time_passes(self, minutes):
        self.minute += minutes
        builders.CLOCK_AT[0] = NOON + dt.timedelta(minutes=self.minute)
        run_due(builders.CLOCK_AT[0])
        for text in self.texts.values():
            text.pass_time(self.minute)

    # -- what must hold after each --------------------------------------------------------------------

    @invariant()
    def the_desk_agrees(self):
        for language, model in getattr(self, "texts", {}).items():
            text = self._text(language)
            if text is None:
                assert not model.is_there
                continue
            expected = (model.readers, model.draft)
            assert (text.public_state, text.draft_stage) == expected
            assert (text.live, text.review_owed) == (model.readers == "published", model.owed)
            assert (text.scheduled_at is not None) == (model.draft == "scheduled")
            if model.draft:
                assert text.get_latest_revision_as_object().headline == words(model.words)

    @invariant()
    def the_log_agrees(self):
        for language, model in getattr(self, "texts", {}).items():
            text = self._text(language)
            if text is not None:
                assert [record.entry.change for record in log_entries(text)] == model.changes

    @invariant()
    def the_public_agrees(self):
        if not hasattr(self, "texts"):
            return
        with open_writer(self.folder) as writer:
            writer.apply(log.read(writer.position, 1000))
        archive = open_reader(self.folder).current
        release = Release.objects.filter(pk=self.release).first()
        number = release.number if release else None
        listed = self._page(archive, "/en/news").body.decode()
        for language, model in self.texts.items():
            if number is None:
                assert model.readers == ""
                assert "Wordnumber" not in listed
                continue
            page = self._page(archive, f"/{language}/news/{number}/" + f"wordnumber-{model.shown}")
            status = {"": 404, "published": 200, "withdrawn": 200, "removed": 410, "erased": 410}[model.readers]
            if model.readers == "erased" and not model.changes[:-1]:
                status = 404  # readers never had it
            assert page.status == status, (language, model)
            if status == 200:
                assert (
                    f"<h1>{words(model.shown)}" in "".join(page.body.decode().split("\n"))
                    or words(model.shown) in page.body.decode()
                )
            in_lists = {m.shown for m in self.texts.values() if m.readers == "published"}
            for other in range(4):
                if other not in in_lists:
                    assert words(other) not in listed

    @invariant()
    def the_list_agrees(self):
        """What actions have left in the list's own table is what it would hold if it were made anew."""
        if hasattr(self, "release"):
            kept = sorted(IndexRow.objects.filter(release_key=self.release).values_list())
            release_index.refresh([self.release])
            assert kept == sorted(IndexRow.objects.filter(release_key=self.release).values_list())

    def _clock_at(self, minute):
        return f"{NOON + dt.timedelta(minutes=minute):%Y-%m-%dT%H:%M:%S}"

    def _page(self, archive, path):
        today = NOON.date()
        response = self.site.respond(Request(path=path, query="", headers={}), archive, today=today)
        assert response is not None
        return response

    def _text(self, language):
        return ReleasePage.objects.filter(release=self.release, language=language).first()


@pytest.fixture(autouse=True)
def _closes(monkeypatch):
    """An emergency closes the release somewhere; what the public gets is read from the log alone."""
    monkeypatch.setattr(emergency.override_writer, "_value", lambda *_order: True)


def test_nobody_can_do_what_the_table_does_not_say(settings):
    settings.CLOCK = "tests.support.desk.builders.movable_clock"
    run_state_machine_as_test(Newsroom, settings=unhurried)


LONG_WAY = [
    ("author", "submit"),
    ("reviewer", "send back"),
    ("author", "submit"),
    ("editor", "approve"),
    ("editor", "schedule"),
    ("editor", "unschedule"),
    ("editor", "publish"),
    ("editor", "publish at once"),
    ("second editor", "review"),
    ("editor-in-chief", "withdraw"),
    ("editor-in-chief", "restore"),
    ("editor-in-chief", "remove"),
]


def test_every_action_is_done_on_the_long_way(settings):
    settings.CLOCK = "tests.support.desk.builders.movable_clock"
    newsroom = Newsroom()
    newsroom.open_the_doors()

    for who, action in LONG_WAY:
        assert newsroom.texts["fr"].can(who, who.removeprefix("second "), action, note=True, correct=True), action
        newsroom._attempt(who, action, {"fr"}, note=True, correct=True, wait=2)
        newsroom.the_desk_agrees()
        newsroom.the_log_agrees()
        newsroom.the_public_agrees()

    assert {action for _who, action in LONG_WAY} == set(ALL_ACTIONS) - {"kill"}
    assert newsroom.texts["fr"].changes == ["published", "corrected", "withdrawn", "restored", "removed"]

    newsroom._attempt("duty officer", "publish at once", {"en"}, note=True, correct=False, wait=1)
    newsroom._attempt("duty officer", "kill", {"en"}, note=True, correct=False, wait=1)
    newsroom.the_public_agrees()
    for who, step in [("administrator", "ask"), ("administrator", "confirm"), ("editor-in-chief", "confirm")]:
        newsroom._step_to_erasure(who, step)
        newsroom.the_desk_agrees()
        newsroom.the_log_agrees()
        newsroom.the_public_agrees()
        newsroom.the_list_agrees()

    newsroom.teardown()
    assert newsroom.texts["en"].changes == ["published", "removed", "erased"]


unhurried = settings(
    deadline=None,
    max_examples=int(os.environ.get("DATELINE_LIFECYCLE_EXAMPLES", "15")),
    stateful_step_count=20,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking takes minutes, and the steps are told anyhow
)
