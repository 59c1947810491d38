"""The screens for taking away at once and for erasing: who gets in, what is asked, what happens."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application
from django.urls import reverse
from django.utils.translation import override

from dateline.newsroom.desk import actions
from dateline.newsroom.desk.models import Erasure, Role
from dateline.newsroom.desk.people import role_groups
from dateline.newsroom.desk.ports import emergency
from tests.support.desk.builders import NOON, a_draft, a_published, a_superuser, a_user, an_office, log_entries

pytestmark = pytest.mark.django_db


@pytest.fixture
def closed(monkeypatch):
    """What was asked to be closed before the actions."""
    asked = []
    monkeypatch.setattr(emergency.override_writer, "_value", lambda *order: asked.append(order) is None)
    return asked


@pytest.fixture
def text():
    text = a_published("Bridge opens", office=an_office("chair"))
    actions.publish(actions.add_translation(text, "fr", by=None), by=None, at=NOON)
    return text


def test_a_desk_that_could_not_close_releases_does_not_start(monkeypatch):
    monkeypatch.setattr(emergency.override_writer, "_value", None)

    with pytest.raises(ImproperlyConfigured, match="start it with `dateline desk`"):
        get_wsgi_application()


def test_a_release_closed_in_memory_only_is_removed_with_a_warning(client, text, monkeypatch):
    monkeypatch.setattr(emergency.override_writer, "_value", lambda *_order: False)
    _chief(client)

    page = client.post(f"/releases/{text.release_id}/kill/", {"languages": ["en"], "notice": "Wrong."}, follow=True)

    text.refresh_from_db()
    assert text.public_state == "removed"
    assert "a restart of the server may show it again" in page.content.decode()


def test_a_desk_that_cannot_close_takes_nothing_away_and_says_so(client, text, monkeypatch):
    _chief(client)
    client.get("/")  # started before it lost its port
    monkeypatch.setattr(emergency.override_writer, "_value", None)

    page = client.post(f"/releases/{text.release_id}/kill/", {"languages": ["en"], "notice": "Wrong."}, follow=True)

    text.refresh_from_db()
    assert text.public_state == "published"
    assert f"Run “dateline kill {text.release.number}” on its server." in page.content.decode()


def _chief(client, role=Role.CHIEF, **facts):
    person = a_user(**facts)
    role_groups.give(person, role)
    client.force_login(person)
    return person


def test_the_red_path_leads_from_the_release_to_a_question_and_away(client, text, closed):
    person = _chief(client)
    screen = reverse("desk_kill", args=[text.release_id])
    assert screen in client.get(reverse("desk_release", args=[text.release_id])).content.decode()
    asked = client.get(screen).content.decode()
    assert "autofocus" in asked
    assert asked.count('name="languages"') == 2

    sent = {"languages": ["en", "fr"], "notice": "It was wrong.", "notice-en": "", "notice-fr": "C’était faux."}
    answer = client.post(screen, sent)

    assert answer.status_code == 302
    text.refresh_from_db()
    assert text.state == "removed"
    assert "C’était faux.".encode() in log_entries()[-1].notice
    ((number, languages, notices, _at),) = closed
    assert (number, sorted(languages)) == (text.release.number, ["en", "fr"])
    assert notices == {"": "It was wrong.", "fr": "C’était faux."}
    assert screen not in client.get(reverse("desk_release", args=[text.release_id])).content.decode()
    assert client.get(screen).status_code == 200, "afterwards it says that nothing is public"
    assert person


@pytest.mark.parametrize(
    "sent", [{"languages": ["en"]}, {"notice": "Wrong."}, {"languages": ["ru"], "notice": "Wrong."}]
)
def test_without_notice_or_language_nothing_is_closed(client, text, closed, sent):
    _chief(client)

    answer = client.post(reverse("desk_kill", args=[text.release_id]), sent)

    assert answer.status_code == 200
    assert 'role="alert"' in answer.content.decode()
    assert closed == []


def test_who_may_not_kill_closes_nothing(client, text, closed):
    _chief(client, Role.EDITOR)
    screen = reverse("desk_kill", args=[text.release_id])

    answers = [client.get(screen), client.post(screen, {"languages": ["en"], "notice": "Wrong."})]

    assert all(answer.status_code in (302, 403) for answer in answers)
    text.refresh_from_db()
    assert (text.state, closed) == ("published", [])
    assert screen not in client.get(reverse("desk_release", args=[text.release_id])).content.decode()


def test_what_stops_the_deed_leaves_it_closed(client, text, closed, monkeypatch):
    _chief(client)
    monkeypatch.setattr(emergency, "kill", lambda *_a, **_o: (_ for _ in ()).throw(RuntimeError("down")))

    with pytest.raises(RuntimeError):
        client.post(reverse("desk_kill", args=[text.release_id]), {"languages": ["en"], "notice": "Wrong."})

    assert len(closed) == 1


def test_an_erasure_is_asked_by_one_and_confirmed_by_another(client, text):
    screen = reverse("desk_erase", args=[text.release_id])
    first, second = a_superuser(), a_superuser()
    client.force_login(first)
    client.post(screen, {"step": "ask", "reason": "Judgment"})
    assert Erasure.objects.get().reason == "Judgment"
    assert 'value="confirm"' not in client.get(screen).content.decode()
    client.post(screen, {"step": "confirm"})
    text.refresh_from_db()
    assert text.state == "published", "nobody confirms their own wish, by no hand-made request either"

    client.force_login(second)
    assert 'value="confirm"' in client.get(screen).content.decode()
    client.post(screen, {"step": "confirm"})

    text.refresh_from_db()
    assert text.state == "erased"
    assert Erasure.objects.get().confirmed_by == second
    assert client.get(reverse("desk_release", args=[text.release_id])).status_code == 200


def test_a_wish_may_be_taken_back_and_editors_see_none_of_it(client, text):
    screen = reverse("desk_erase", args=[text.release_id])
    client.force_login(a_superuser())
    client.post(screen, {"step": "ask", "reason": "Judgment"})
    client.post(screen, {"step": "take back"})
    assert not Erasure.objects.exists()

    _chief(client, Role.EDITOR)

    assert client.get(screen).status_code in (302, 403)


@pytest.mark.parametrize("language", ["fr", "ru", "ar"])
def test_the_screens_speak_every_language(client, language):
    text = a_draft("Bridge opens")
    client.force_login(a_superuser())
    with override(language):
        for name in ("desk_kill", "desk_erase"):
            page = client.get(reverse(name, args=[text.release_id]), headers={"accept-language": language})
            assert page.status_code == 200
            assert "Nothing of this release" not in page.content.decode()
            assert "Request erasure" not in page.content.decode()
