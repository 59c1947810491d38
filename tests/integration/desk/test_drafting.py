"""Programs write to the desk: drafts of their offices and nothing else, whatever they send."""

import datetime as dt
import json
import uuid

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from dateline.newsroom.desk import actions, release_index
from dateline.newsroom.desk.actions import draft_changes, tokens
from dateline.newsroom.desk.api import releases
from dateline.newsroom.desk.api import responses as shown
from dateline.newsroom.desk.errors import IncompleteError, NotAllowedError, OutdatedError
from dateline.newsroom.desk.models import (
    Act,
    Debt,
    IndexRow,
    NewsImage,
    Receipt,
    Release,
    ReleasePage,
    Role,
    Scope,
    Token,
    roles,
)
from dateline.newsroom.desk.models.body import BodyBlock
from dateline.newsroom.desk.people import role_groups
from dateline.newsroom.publication import log
from tests.support.desk import builders as desk
from tests.support.desk import files, recordings

pytestmark = pytest.mark.django_db
ROOT = "/drafts/v1"
NOW = dt.datetime(2026, 6, 1, 9, tzinfo=dt.UTC)
ALL = tuple(Scope)


@pytest.fixture(autouse=True)
def _clock(settings):
    cache.clear()
    settings.CLOCK = "tests.integration.desk.test_drafting.now"


_now = [NOW]


def now():
    return _now[0]


@pytest.fixture
def mission():
    return desk.an_office("mission")


@pytest.fixture
def other():
    return desk.an_office("centre")


def a_token(*offices, scopes=ALL, days=30, name="press system"):
    return tokens.issue(name, offices=offices, scopes=scopes, days=days, by=desk.a_superuser(), at=NOW)[1]


class Program:
    """A client with a token."""

    def __init__(self, client, secret):
        self.client = client
        self.secret = secret

    def ask(self, method, path, sent=None, **headers):
        given = {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        body = {"data": sent if isinstance(sent, str | bytes) else json.dumps(sent), "content_type": "application/json"}
        given |= {"HTTP_AUTHORIZATION": f"Bearer {self.secret}"}
        return self.client.generic(method, ROOT + path, **(body if sent is not None else {}), **given)

    def create(self, **changes):
        return self.ask("POST", "/releases", a_release(**changes))


@pytest.fixture
def program(client, mission):
    return Program(client, a_token(mission))


def a_release(**changes):
    text = {
        "language": "en", "headline": "Bridge opens", "lead": "It opened today.",
        "body": [{"type": "text", "html": "<p>It opened.</p>"}],
    }  # fmt: skip
    return {"office": "mission", "kind": "news", "texts": [text], **changes}


def refused(response, status):
    assert response.status_code == status, response.content
    assert response.headers["content-type"] == "application/problem+json"
    said = json.loads(response.content)
    assert said["status"] == status
    assert said["detail"].endswith(".")
    return said["detail"]


def test_a_draft_comes_to_the_desk_and_goes_to_the_reviewers_and_no_further(program, mission):
    desk.a_topic("roads")
    position = log.head().position

    made = program.create(topics=["roads"], event_from_on="2026-06-02")

    assert made.status_code == 201, made.content
    address = f"/releases/{made.json()['id']}"
    assert made.headers["location"].endswith(address)
    read = program.ask("GET", f"{address}/texts/en")
    assert (read.json()["stage"], read.json()["public"]) == ("draft", "")
    assert read.headers["etag"] == read.json()["etag"]
    sent = program.ask("POST", f"{address}/texts/en/submit", if_match=read.json()["etag"])
    assert (sent.status_code, sent.json()["stage"]) == (200, "review")
    text = ReleasePage.objects.get()
    assert (text.state, text.release.lead_office, text.live) == ("review", mission, False)
    assert [topic.slug for topic in text.release.topic_list()] == ["roads"]
    assert log.head().position == position
    assert list(Act.objects.exclude(release=None).order_by("pk").values_list("name", "action")) == [
        ("api: press system", "write"), ("api: press system", "submit"),
    ]  # fmt: skip


def test_what_was_sent_is_tidied_and_comes_back_with_its_findings(program):
    html = "<div><p class='MsoNormal' onclick='x()'>On the <b>21th</b> day.</p><script>alert(1)</script>"
    html += "<table><tr><th>Year</th><th>Dead</th></tr><tr><td>2024</td><td>0</td></tr></table></div>"
    blocks = [
        {"type": "text", "html": html},
        {"type": "quote", "text": "Good.", "speaker": "Mara", "role": "Mayor"},
        {"type": "embed", "url": "https://vimeo.com/4", "title": "Film"},
    ]
    text = {**a_release()["texts"][0], "body": blocks, "notes": "<h1>Call</h1><p>us</p>", "dateline_places": ["VELDA"]}
    made = program.create(texts=[text])

    read = program.ask("GET", f"/releases/{made.json()['id']}/texts/en").json()

    assert [block["type"] for block in read["body"]] == ["text", "table", "quote", "embed"]
    assert read["body"][0]["html"] == "<p>On the <b>21th</b> day.</p>"
    assert "<td>2024</td>" in read["body"][1]["html"]
    assert "script" not in json.dumps(read)
    [ordinal] = [found for found in read["findings"] if found["check"] == "ordinals"]
    assert (ordinal["quote"], ordinal["repair"]) == ("21th", "21st")
    assert read["desk_url"].startswith("http://127.0.0.1:8001/pages/")


def test_what_the_html_of_a_draft_says_comes_in_or_is_named(program):
    word = "<!--[if gte mso 9]><xml><w:View>Normal</w:View></xml><![endif]--><p>It starts at six.</p><p>Last line.</p>"
    html = f"{word}<p>See <img src='a.png' alt='Map'> <press@example.org></p>"
    text = {**a_release()["texts"][0], "headline": "Works &amp; <b>more</b>", "body": [{"type": "text", "html": html}]}

    made = program.create(texts=[text]).json()
    read = program.ask("GET", f"/releases/{made['id']}/texts/en").json()
    notes = {"notes": "<p>a<del>no</del></p>"}
    changed = program.ask("PATCH", f"/releases/{made['id']}/texts/en", notes, if_match=read["etag"]).json()

    assert made["texts"][0]["left_out"] == ["A picture is left out: “Map” (a.png)."]
    assert read["body"][0]["html"].startswith("<p>It starts at six.</p><p>Last line.</p><p>See ")
    assert "&lt;press@example.org&gt;" in read["body"][0]["html"]
    assert (read["headline"], read["left_out"]) == ("Works & more", [])
    assert changed["left_out"] == ["Deleted text is left out: “no”."]


def test_html_whose_words_cannot_be_read_is_refused(program):
    text = {**a_release()["texts"][0], "body": [{"type": "text", "html": "<p hidden>all of it</p>"}]}

    assert "body: its HTML cannot be read" in refused(program.create(texts=[text]), 422)


def test_a_change_is_based_on_what_is_there(program):
    made = program.create().json()
    address = f"/releases/{made['id']}/texts/en"
    first = program.ask("GET", address).json()["etag"]

    changed = program.ask("PATCH", address, {"headline": "Bridge opens late"}, if_match=first)
    late = program.ask("PATCH", address, {"headline": "Mine"}, if_match=first)
    blind = program.ask("PATCH", address, {"headline": "Mine"})

    assert changed.status_code == 200
    assert (changed.json()["headline"], changed.json()["lead"]) == ("Bridge opens late", "It opened today.")
    assert "meanwhile" in refused(late, 412)
    assert "If-Match" in refused(blind, 428)
    assert ReleasePage.objects.get().get_latest_revision_as_object().headline == "Bridge opens late"


def test_of_two_writers_at_once_one_is_told(program):
    made = program.create().json()
    text = ReleasePage.objects.get()
    known, user = text.latest_revision_id, Token.objects.get().user
    draft_changes.rewrite(text, {"headline": "One"}, known=known, by=user, at=NOW)
    with pytest.raises(OutdatedError):
        draft_changes.rewrite(text, {"headline": "Two"}, known=known, by=user, at=NOW)

    assert program.ask("GET", f"/releases/{made['id']}/texts/en").json()["headline"] == "One"


def test_what_the_languages_share_can_be_changed_while_all_are_drafts(program, other):
    made = program.create().json()
    address = f"/releases/{made['id']}"

    changed = program.ask("PATCH", address, {"kind": "statement", "offices": ["centre"]}, if_match=made["etag"])
    again = program.ask("PATCH", address, {"kind": "news"}, if_match=made["etag"])
    wrong = program.ask("PATCH", address, {"event_until_on": "2026-01-01"}, if_match=changed.json()["etag"])

    assert (changed.status_code, changed.json()["kind"], changed.json()["offices"]) == (200, "statement", ["centre"])
    assert "meanwhile" in refused(again, 412)
    refused(wrong, 422)
    assert Release.objects.get().kind.slug == "statement"


def test_a_language_is_added_once(program):
    made = program.create().json()
    address = f"/releases/{made['id']}/texts"

    added = program.ask("POST", address, {"language": "fr", "headline": "Le pont ouvre"})
    again = program.ask("POST", address, {"language": "fr", "headline": "Le pont ouvre"})
    lost = program.ask("POST", address, {"language": "de", "headline": "x", "translated_from": "it"})

    assert (added.status_code, added.json()["translated_from"]) == (201, "en")
    assert "already" in refused(again, 409)
    refused(lost, 422)
    assert ReleasePage.objects.count() == 2


def test_a_creation_that_is_sent_again_makes_nothing_more(program):
    first = program.ask("POST", "/releases", a_release(), idempotency_key="k1")
    again = program.ask("POST", "/releases", a_release(), idempotency_key="k1")
    other_body = program.ask("POST", "/releases", a_release(kind="statement"), idempotency_key="k1")
    failed = program.ask("POST", "/releases", a_release(kind="nothing"), idempotency_key="k2")
    mended = program.ask("POST", "/releases", a_release(), idempotency_key="k2")

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"]
    assert "another body" in refused(other_body, 422)
    refused(failed, 422)
    assert mended.status_code == 201
    assert (Release.objects.count(), Receipt.objects.count()) == (2, 2)


def test_the_same_creation_twice_at_one_moment_makes_one(program, monkeypatch):
    first = program.ask("POST", "/releases", a_release(), idempotency_key="k1")
    looked, real = [], releases._receipt_release

    def late(*given):
        """See nothing the first time, as long as the other one has not committed."""
        looked.append(given)
        return None if len(looked) == 1 else real(*given)

    monkeypatch.setattr(releases, "_receipt_release", late)
    again = program.ask("POST", "/releases", a_release(), idempotency_key="k1")

    assert (again.status_code, again.json()["id"]) == (201, first.json()["id"])
    assert len(looked) == 2
    assert (Release.objects.count(), ReleasePage.objects.count()) == (1, 1)


def test_another_offices_drafts_are_as_if_they_were_not_there(program, other):
    theirs = desk.a_draft("Secret of the centre", office=other)
    free = desk.a_draft("Secret of nobody")
    own = program.create().json()
    picture = NewsImage.objects.create(
        title="x", file=SimpleUploadedFile("x.jpg", files.jpeg()), collection=other.shelf.collection
    )

    for release in (theirs.release_id, free.release_id, uuid.uuid4()):
        for method, path, sent in (
            ("GET", "", None), ("GET", "/texts/en", None), ("PATCH", "", {"kind": "news"}),
            ("PATCH", "/texts/en", {"headline": "x"}), ("POST", "/texts", {"language": "fr", "headline": "x"}),
            ("POST", "/texts/en/submit", None),
        ):  # fmt: skip
            refused(program.ask(method, f"/releases/{release}{path}", sent, if_match='"t1"'), 404)
    assert "centre" in refused(program.create(office="centre"), 403)
    listed = program.ask("GET", "/releases")
    assert [one["id"] for one in listed.json()["releases"]] == [own["id"]]
    assert b"Secret" not in listed.content
    taken = program.ask(
        "PATCH", f"/releases/{own['id']}/texts/en", {"picture": picture.pk}, if_match=own["texts"][0]["etag"]
    )
    assert "There is no picture" in refused(taken, 422)


def test_joining_a_release_is_not_leading_it(program, mission, other):
    joined = desk.a_draft(office=other, offices=[mission])

    refused(program.ask("GET", f"/releases/{joined.release_id}"), 404)


@pytest.mark.parametrize("scope", ALL)
def test_a_scope_that_is_missing_is_named(client, mission, scope):
    made = Program(client, a_token(mission, name="maker")).create().json()
    etag = made["texts"][0]["etag"]
    program = Program(client, a_token(mission, scopes=[one for one in ALL if one != scope], name="limited"))
    address = f"/releases/{made['id']}"

    asked = {
        Scope.READ: [("GET", "/releases", None), ("GET", address, None), ("GET", f"{address}/texts/en", None)],
        Scope.WRITE: [
            ("POST", "/releases", a_release()), ("PATCH", address, {"kind": "news"}),
            ("PATCH", f"{address}/texts/en", {"lead": "x"}),
            ("POST", f"{address}/texts", {"language": "fr", "headline": "x"}),
        ],
        Scope.SUBMIT: [("POST", f"{address}/texts/en/submit", None)],
        Scope.MEDIA: [],
    }[scope]  # fmt: skip

    for method, path, sent in asked:
        assert str(scope.label) in refused(program.ask(method, path, sent, if_match=etag), 403)
    if scope is Scope.MEDIA:
        assert "upload" in refused(upload(program), 403)
    assert ReleasePage.objects.get().state == "draft"


def upload(program, data=None, name="bridge.jpg", **fields):
    file = SimpleUploadedFile(name, files.jpeg() if data is None else data, "image/jpeg")
    given = {"file": file, **fields}
    return program.client.post(f"{ROOT}/pictures", given, HTTP_AUTHORIZATION=f"Bearer {program.secret}")


def test_a_picture_comes_to_the_offices_own_shelf_with_its_rights(program, mission):
    made = upload(
        program, alt="A bridge", language="en", credit="Ann Lee", rights_holder="EXO", expires_on="2027-01-01"
    )

    assert made.status_code == 201, made.content
    picture = NewsImage.objects.get()
    assert picture.collection == mission.shelf.collection
    assert (picture.alt, picture.credit, picture.rights_holder) == ({"en": "A bridge"}, "Ann Lee", "EXO")
    assert picture.expires_on == dt.date(2027, 1, 1)
    blocks = [{"type": "picture", "picture": made.json()["id"], "caption": "The bridge"}]
    text = {**a_release()["texts"][0], "picture": picture.pk, "body": blocks}
    read = program.ask("GET", f"/releases/{program.create(texts=[text]).json()['id']}/texts/en").json()
    assert read["picture"] == picture.pk
    assert read["body"] == [{"type": "picture", "picture": picture.pk, "alt": "", "caption": "The bridge"}]
    assert Act.objects.filter(action="upload", name="api: press system").count() == 1


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"", "x.jpg"), (b"<svg onload='x()'/>", "x.svg"), (files.jpeg()[:200], "x.jpg"), (b"GIF89a", "x.gif"),
     (files.jpeg() + files.zipped({"x": b"y"}), "x.jpg")],
)  # fmt: skip
def test_what_is_no_sound_picture_is_refused(program, data, name):
    refused(upload(program, data, name), 422)
    assert NewsImage.objects.count() == 0


def test_a_last_day_that_is_a_number_is_refused(program):
    refused(upload(program, expires_on="0"), 422)
    assert NewsImage.objects.count() == 0


def test_pictures_of_other_shelves_are_refused(program, other):
    assert "centre" in refused(upload(program, office="centre"), 403)


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer dateline_wrong", "Basic eDp5", "Bearer \u00fcber", "bearer  x y", "Bearer " + "x" * 5000],
)  # fmt: skip
def test_without_a_right_token_nothing_is_answered(client, mission, header):
    response = client.get(f"{ROOT}/releases", HTTP_AUTHORIZATION=header)

    refused(response, 401)
    assert response.headers["www-authenticate"].startswith("Bearer")


def test_a_session_of_the_desk_is_no_token(client, mission):
    client.force_login(desk.a_superuser())

    refused(client.get(f"{ROOT}/releases"), 401)


def test_a_token_ends_by_its_day_by_revoking_and_with_its_account(client, mission, monkeypatch):
    program = Program(client, a_token(mission, days=1))
    admin = desk.a_superuser()
    assert program.ask("GET", "/token").status_code == 200

    monkeypatch.setitem(globals(), "_now", [NOW + dt.timedelta(days=1)])
    assert "expired on 2026-06-02" in refused(program.ask("GET", "/token"), 401)
    monkeypatch.undo()
    tokens.revoke(Token.objects.get(), by=admin, at=NOW)
    assert "revoked" in refused(program.ask("GET", "/token"), 401)
    assert "revoked" in refused(program.create(), 401)
    assert Release.objects.count() == 0


def test_wrong_tokens_have_to_wait_and_a_right_one_never(client, program):
    wrong = Program(client, "dateline_guess")
    answers = [wrong.ask("GET", "/token") for _ in range(25)]

    assert answers[0].status_code == 401
    assert "Wait" in refused(answers[-1], 429)
    assert answers[-1].headers["retry-after"] == "60"
    assert program.ask("GET", "/token").status_code == 200


def test_the_secret_is_nowhere_kept_and_its_use_is_noted(client, mission):
    secret = a_token(mission)
    Program(client, secret).ask("GET", "/token")

    token = Token.objects.get()
    assert secret.startswith("dateline_")
    assert secret not in json.dumps([str(value) for value in vars(token).values()])
    assert token.last_used_at == NOW
    assert not token.user.has_usable_password()
    assert roles.offices_of(token.user) == [mission.pk]
    assert not roles.may(token.user, Role.REVIEWER, mission)


def test_only_administrators_issue_and_revoke(mission):
    chief = desk.a_user()
    role_groups.give(chief, Role.CHIEF)
    for by in (chief, desk.a_user()):
        with pytest.raises(NotAllowedError):
            tokens.issue("x", offices=[mission], scopes=ALL, days=1, by=by, at=NOW)
    a_token(mission)
    with pytest.raises(NotAllowedError):
        tokens.revoke(Token.objects.get(), by=chief, at=NOW)
    for wrong in (
        {"name": " "},
        {"offices": []},
        {"scopes": []},
        {"days": 0},
        {"days": 400},
        {"name": "press  system"},
    ):
        given = {"name": "y", "offices": [mission], "scopes": ALL, "days": 1, **wrong}
        with pytest.raises(IncompleteError):
            tokens.issue(**given, by=desk.a_superuser(), at=NOW)


def test_what_is_in_review_scheduled_or_public_is_the_desks(program):
    made = program.create().json()
    text = ReleasePage.objects.get()
    address = f"/releases/{made['id']}"
    actions.perform("submit", text, by=None, at=NOW)

    for _ in range(2):
        etag = program.ask("GET", f"{address}/texts/en").json()["etag"]
        whole = program.ask("GET", address).json()["etag"]
        refused(program.ask("PATCH", f"{address}/texts/en", {"lead": "x"}, if_match=etag), 409)
        refused(program.ask("POST", f"{address}/texts/en/submit", if_match=etag), 409)
        refused(program.ask("PATCH", address, {"kind": "statement"}, if_match=whole), 409)
        if not ReleasePage.objects.get().live:
            actions.publish(text.release, by=None, at=NOW)
    assert program.ask("GET", f"{address}/texts/en").json()["public"] == "published"


def test_no_address_publishes(program):
    description = program.client.get(f"{ROOT}/openapi.json").json()

    assert description["openapi"] == "3.1.0"
    assert {"contact", "license"} <= set(description["info"])
    assert description["servers"][0]["url"]
    tags = {one["name"] for one in description["tags"]}
    assert all(set(one["tags"]) <= tags for methods in description["paths"].values() for one in methods.values())
    assert not [path for path in description["paths"] if any(w in path for w in ("publish", "approve", "schedule"))]
    made = program.create().json()
    for action in ("publish", "approve", "schedule", "withdraw"):
        refused(program.ask("POST", f"/releases/{made['id']}/texts/en/{action}", {}), 404)


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ("{", 400), ("", 422), ("[]", 422), ("null", 422), ('"x"', 422), (b"\xff\xfe", 400), ("[" * 200_000, 400),
        ({}, 422), (a_release(texts=[]), 422), (a_release(office=7), 422), (a_release(kind="nothing"), 422),
        (a_release(office="nowhere"), 422), (a_release(topics=["nothing"]), 422), (a_release(secret=1), 422),
        (a_release(texts=a_release()["texts"] * 2), 422), (a_release(event_from_on="yesterday"), 422),
        (a_release(event_from_on=0), 422), (a_release(event_until_on="1767225600"), 422),
        (a_release(event_until_on="2026-01-01"), 422), (a_release(office="x\0"), 422),
        (a_release(texts=[{"language": "en", "headline": "x\0"}]), 422),
        (a_release(texts=[{"language": "en", "headline": " "}]), 422),
        (a_release(texts=[{"language": "en", "headline": "x" * 1001}]), 422),
        (a_release(texts=[{"language": "EN!", "headline": "x"}]), 422),
        (a_release(texts=[{"language": "en", "headline": "x", "picture": 10**30}]), 422),
        (a_release(texts=[{"language": "en", "headline": "x", "picture": -1}]), 422),
        (a_release(texts=[{"language": "en", "headline": "x", "body": "<p>x</p>"}]), 422),
        (a_release(texts=[{"language": "en", "headline": "x", "body": [{"type": "script", "html": "x"}]}]), 422),
        (a_release(texts=[{"language": "en", "headline": "x", "contacts": [{"email": "no"}]}]), 422),
        (a_release(texts=[{"language": "en", "headline": "x",
                           "body": [{"type": "embed", "url": "https://evil.example/", "title": "x"}]}]), 422),
        ('{"office": "mission", "kind": "news", "texts": [{"language": "en", "headline": "\\ud800"}]}', 422),
        (json.dumps(a_release()) + " " * 2_000_001, 413),
    ],
)  # fmt: skip
def test_whatever_is_sent_is_refused_with_a_sentence(program, sent, status):
    refused(program.ask("POST", "/releases", sent), status)
    assert Release.objects.count() == 0


def test_other_methods_types_and_addresses_are_refused_as_documented(program):
    wrong_type = program.client.post(
        f"{ROOT}/releases", "x=1", content_type="text/plain", HTTP_AUTHORIZATION=f"Bearer {program.secret}"
    )
    no_file = program.client.post(f"{ROOT}/pictures", {"alt": "x"}, HTTP_AUTHORIZATION=f"Bearer {program.secret}")

    refused(wrong_type, 415)
    no_boundary = program.client.post(f"{ROOT}/releases/x/texts/0/submit", "x", content_type="multipart/form-data")
    refused(no_boundary, 400)
    refused(no_file, 422)
    deleted = program.ask("DELETE", "/releases")
    refused(deleted, 405)
    assert "GET" in deleted.headers["allow"]
    for path in (
        "/",
        "/nothing",
        "/releases/1",
        "/releases/x/texts/en",
        "/releases/a%0Ab/texts/en",
        "/releases/x/texts/%0A",
        f"/releases/{uuid.uuid4()}/x",
    ):
        refused(program.ask("GET", path), 404)
    strict = Program(Client(enforce_csrf_checks=True), program.secret)
    refused(strict.ask("POST", "/releases/x/texts/y/submit"), 404)
    assert strict.create().status_code == 201
    refused(program.ask("GET", "/releases?x=%00"), 400)
    refused(program.ask("GET", "/releases/%00"), 404)
    torn = "multipart/form-data"
    refused(program.client.post(f"{ROOT}/pictures", b"x", torn, HTTP_AUTHORIZATION=f"Bearer {program.secret}"), 400)
    refused(program.ask("GET", "/releases?cursor=-1"), 422)
    refused(program.ask("GET", "/releases?cursor=x"), 422)


def test_texts_are_words_in_the_language_the_program_asks_for(program):
    made = program.create(texts=[{"language": "en", "headline": "On the 21th day"}]).json()

    read = program.ask("GET", f"/releases/{made['id']}/texts/en", accept_language="fr").json()

    assert any("chapeau" in found["sentence"] or "texte" in found["sentence"].lower() for found in read["findings"])


def test_the_page_of_tokens_shows_a_secret_once(client, mission):
    admin = desk.a_superuser()
    client.force_login(admin)
    form = {"name": "press <b>", "offices": [mission.pk], "scopes": ["read", "write"], "days": "30"}

    issued = client.post("/tokens/", form)
    again = client.post("/tokens/", form)
    shown = client.get("/tokens/")

    secret = issued.content.decode().partition("dateline_")[2].partition("<")[0]
    assert len(secret) > 40
    assert "no-store" in issued.headers["cache-control"]
    assert secret not in shown.content.decode()
    assert "press &lt;b&gt;" in shown.content.decode()
    assert "already" in again.content.decode()
    assert Program(client, f"dateline_{secret}").ask("GET", "/token").json()["name"] == "press <b>"
    client.post("/tokens/", {"revoke": Token.objects.get().pk})
    assert Token.objects.get().revoked_at is not None
    assert client.post("/tokens/", {"revoke": "9" * 40}).status_code == 404
    assert list(Act.objects.values_list("action", "note")) == [
        ("issue token", "press <b>"),
        ("revoke token", "press <b>"),
    ]


def test_the_page_of_tokens_is_for_administrators(client, mission):
    chief = desk.a_user()
    role_groups.give(chief, Role.CHIEF)
    client.force_login(chief)

    assert client.get("/tokens/").status_code in {302, 403}
    assert client.post("/tokens/", {"revoke": "1"}).status_code in {302, 403}
    assert client.get("/").content.decode().count("/tokens/") == 0


def test_a_text_with_a_recording_is_read_and_keeps_it_when_it_comes_back(program, mission):
    film = recordings.a_recording(collection=mission.shelf.collection)
    text = desk.a_draft(office=mission, body=[recordings.block(film, "Seen from the east")])
    address = f"/releases/{text.release_id}/texts/en"

    read = program.ask("GET", address)

    assert read.status_code == 200, read.content
    block = {"type": "recording", "recording": film.pk, "caption": "Seen from the east"}
    assert read.json()["body"] == [block]
    sent = program.ask("PATCH", address, {"body": [block]}, if_match=read.json()["etag"])
    assert (sent.status_code, sent.json()["body"]) == (200, [block])


def test_a_text_with_a_file_and_a_table_is_read_and_keeps_them_when_it_comes_back(program, mission):
    figures = desk.an_attachment("Figures", collection=mission.shelf.collection)
    file = ("download", {"attachment": figures, "title": "All figures"})
    text = desk.a_draft(office=mission, body=[file])
    address = f"/releases/{text.release_id}/texts/en"
    read = program.ask("GET", address).json()
    blocks = [{"type": "download", "file": figures.pk, "title": "All figures"}]
    assert read["body"] == blocks

    table = "<table><tr><th>Year</th><th>Sum</th></tr><tr><td>2026</td><td>7</td></tr></table>"
    sent = program.ask("PATCH", address, {"body": [*blocks, {"type": "table", "html": table}]}, if_match=read["etag"])

    assert sent.status_code == 200, sent.content
    assert [block["type"] for block in sent.json()["body"]] == ["download", "table"]
    again = program.ask("PATCH", address, {"body": sent.json()["body"]}, if_match=sent.json()["etag"]).json()
    assert again["body"] == sent.json()["body"]
    assert again["body"][0] == blocks[0]


def test_a_file_of_another_office_is_as_if_it_were_not_there(program, other):
    figures = desk.an_attachment("Figures", collection=other.shelf.collection)
    text = {**a_release()["texts"][0], "body": [{"type": "download", "file": figures.pk}]}
    assert f"no file {figures.pk}" in refused(program.create(texts=[text]), 422)


def test_a_recording_of_another_office_is_as_if_it_were_not_there(program, other):
    film = recordings.a_recording(collection=other.shelf.collection)
    text = {**a_release()["texts"][0], "body": [{"type": "recording", "recording": film.pk}]}
    assert f"no recording {film.pk}" in refused(program.create(texts=[text]), 422)


def test_what_the_languages_share_is_found_in_the_list_and_owed_no_more(program):
    topic = desk.a_topic("roads")
    made = program.create().json()
    assert Debt.objects.filter(what="topic").exists()

    program.ask("PATCH", f"/releases/{made['id']}", {"topics": ["roads"]}, if_match=made["etag"])

    assert IndexRow.objects.filter(release_index.containing("topics", [topic.pk])).exists()
    assert not Debt.objects.filter(what="topic").exists()


def test_a_program_is_told_of_an_embargo(program):
    made = program.create().json()
    assert (made["embargo_until"], made["embargo_text"]) == (None, "")
    until = NOW + dt.timedelta(days=1)
    actions.embargo(Release.objects.get(), until=until, text="For accredited media", by=desk.a_superuser(), at=NOW)

    read = program.ask("GET", f"/releases/{made['id']}").json()

    assert (read["embargo_until"], read["embargo_text"]) == ("2026-06-02T09:00:00Z", "For accredited media")
    assert read["etag"] != made["etag"]


def test_every_block_of_the_editor_is_told():
    assert set(shown._SERIALIZERS) == set(BodyBlock().child_blocks)
