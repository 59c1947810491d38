"""A new action is one row and one function: desk, API, audit trail and permissions follow."""

from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse

from dateline.newsroom.desk import actions, errors
from dateline.newsroom.desk.actions import tokens
from dateline.newsroom.desk.actions.action import Action, Form, Inputs, Note, Outcome, Rule
from dateline.newsroom.desk.actions.perform import row_for, sharing_button
from dateline.newsroom.desk.actions.registry import ACTIONS, EVENTS, past_tense
from dateline.newsroom.desk.actions.states import DRAFT, NOTHING, REVIEW, STAGES
from dateline.newsroom.desk.models import Act, Role, Scope, User
from dateline.newsroom.desk.people import role_groups
from tests.support.desk.builders import NOON, a_draft, a_superuser, a_user, an_office, minutes

pytestmark = pytest.mark.django_db


def ask_the_translator(text, _action, _context):
    return Outcome({"approved_digest": "asked"})


ROW = Action(
    key="ask the translator",
    past="asked the translator",
    rule=Rule(Role.REVIEWER, frozenset({NOTHING}), frozenset({DRAFT, REVIEW}), to_stage=DRAFT, note=Note.DESK),
    form=Form(
        "Ask the translator", "The translator is asked.", "%(count)d question is asked.", fields=frozenset({"reason"})
    ),
    scope=Scope.SUBMIT,
    do=ask_the_translator,
)


@pytest.fixture
def row(monkeypatch):
    monkeypatch.setitem(ACTIONS, ROW.key, ROW)
    return ROW


@pytest.fixture
def text():
    return a_draft(office=an_office("here"))


def signed_in(role, office):
    user = a_user()
    role_groups.give(user, role, office)
    client = Client()
    client.force_login(user)
    return client, User.objects.get(pk=user.pk)


def test_the_page_of_a_release_offers_and_does_a_new_action(row, text):
    reviewer, person = signed_in(Role.REVIEWER, text.release.lead_office)
    page = f"/releases/{text.release_id}/"

    shown = reviewer.get(page).content.decode()
    done = reviewer.post(page, {"do": row.key, "languages": ["en"], "reason": "Which bridge?"}, follow=True)

    text.refresh_from_db()
    assert 'id="action-ask-the-translator"' in shown
    assert "The translator is asked." in shown
    assert 'name="reason"' in shown.split('id="action-ask-the-translator"')[1].split("</details>")[0]
    assert "1 question is asked." in done.content.decode()
    assert (text.draft_stage, text.approved_digest) == (DRAFT, "asked")
    act = Act.objects.get(action=row.key)
    assert (act.person, act.language, act.note, act.before, act.after) == (
        person, "en", "Which bridge?", "/draft", "/draft",
    )  # fmt: skip


def test_the_api_does_a_new_action_for_tokens_with_its_scope(row, text, monkeypatch, settings):
    client = Client()
    settings.CLOCK = "tests.support.desk.builders.noon"
    monkeypatch.setitem(ACTIONS, row.key, replace(row, rule=replace(row.rule, note=Note.NONE, role=Role.AUTHOR)))
    office = text.release.lead_office

    def post(*scopes):
        name = " ".join(scopes)
        secret = tokens.issue(name, offices=[office], scopes=scopes, days=9, by=a_superuser(), at=NOON)[1]
        given = {"HTTP_AUTHORIZATION": f"Bearer {secret}"}
        address = f"/drafts/v1/releases/{text.release_id}/texts/en"
        etag = client.get(address, **given).json().get("etag", "")
        return client.generic("POST", f"{address}/ask-the-translator", HTTP_IF_MATCH=etag, **given)

    assert post(Scope.READ).status_code == 403
    assert post(Scope.READ, Scope.SUBMIT).status_code == 200
    assert Act.objects.get(action=row.key).name == "api: read submit"
    assert client.generic("POST", f"/drafts/v1/releases/{text.release_id}/texts/en/approve").status_code == 401


def test_the_audit_trail_says_a_new_action_in_its_own_words(row, text, client):
    actions.perform(row.key, text, by=None, at=NOON)
    client.force_login(a_superuser())

    trail = client.get(reverse("desk_trail"), {"action": row.key}).content.decode()

    assert "asked the translator" in trail
    assert f'value="{row.key}"' in trail
    assert "asked the translator" in client.get(f"/releases/{text.release_id}/").content.decode()


def test_a_new_action_is_for_its_role_and_its_states_alone(row, text):
    author, person = signed_in(Role.AUTHOR, text.release.lead_office)
    page = f"/releases/{text.release_id}/"

    assert "action-ask-the-translator" not in author.get(page).content.decode()
    author.post(page, {"do": row.key, "languages": ["en"], "reason": "Why?"})
    with pytest.raises(errors.NotAllowedError):
        actions.perform(row.key, text, by=person, at=NOON, reason="Why?")
    with pytest.raises(errors.IncompleteError):
        actions.perform(row.key, text, by=a_superuser(), at=NOON)
    actions.publish(text, by=None, at=minutes(1))
    with pytest.raises(errors.WrongStateError):
        actions.perform(row.key, text, by=None, at=NOON)

    assert not Act.objects.filter(action=row.key).exists()


def test_an_action_that_nobody_offers_is_refused(text):
    client, _person = signed_in(Role.ADMINISTRATOR, None)

    for key in ("kill", "erase", "go live", "update", "nonsense", ""):
        assert client.post(f"/releases/{text.release_id}/", {"do": key, "languages": ["en"]}).status_code in {302, 403}

    assert not Act.objects.exclude(action="write").exists()


def test_every_row_is_whole():
    for key, row in ACTIONS.items():
        assert row.key == key
        assert str(row.past), key
        assert row.rule.stage <= {NOTHING, *STAGES}, key
        assert row.form is None or row.form.done % {"count": 1}, key
        assert row.form is None or row.form.fields <= {"note", "reason", "change", "live_at", "target"}, key
        assert not row.button or ACTIONS[row.button].form, key
    assert not set(ACTIONS) & set(EVENTS)
    assert past_tense("of an older version") == "of an older version"


def test_publish_update_and_correct_share_one_button(text):
    def key(change):
        return row_for("publish", text, Inputs(by=None, at=NOON, change=change)).key

    assert [row.key for row in sharing_button(ACTIONS["correct"])] == ["publish", "update", "correct"]
    assert [key("updated"), key("corrected")] == ["publish", "publish"]
    actions.publish(text, by=None, at=NOON)
    text.refresh_from_db()
    assert [key("updated"), key("corrected")] == ["update", "correct"]
