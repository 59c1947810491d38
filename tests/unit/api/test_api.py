"""The API answers as its OpenAPI description says, and the description is complete."""

import datetime as dt
import json
import re
from urllib.parse import quote, urlsplit

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from dateline.editions.entry import Subject
from dateline.editions.newsroom import Place
from dateline.editions.parts import Contact, Dateline, Download, Figure, Picture, Quote, Rendition, Text
from dateline.public.api import respond
from dateline.public.api.routes import ROUTES
from dateline.web.addresses import text_id
from dateline.web.http import Request
from tests.support.archives.naive import NaiveArchive
from tests.support.editions import NOON, Log, a_kind, a_newsroom, a_topic, an_edition, an_office, refs

SITE = "https://news.example.org"
LATER = NOON + dt.timedelta(days=40)
PICTURE = Picture(
    renditions=(Rendition(file="a" * 64 + ".jpg", type="image/jpeg", width=8, height=6, size_bytes=9),), alt="A bridge"
)


def ask(log: Log | NaiveArchive, address: str):
    parts = urlsplit(address)
    archive = log if isinstance(log, NaiveArchive) else NaiveArchive(log.records)
    return respond(Request(parts.path, parts.query), archive, public_url=SITE)


def said(log: Log, address: str, status: int = 200):
    response = ask(log, address)
    assert response.status == status, response.body
    return json.loads(response.body)


@pytest.fixture
def log():
    log = Log()
    log.set(a_newsroom(), an_office("mission", place=Place(city={"en": "Velda"}), contacts=(Contact(name="Mara"),)))
    log.set(a_topic("water", parent="environment"), a_topic("environment"), a_kind("news"))
    body = (
        Text(html="<p>Text<script>x()</script></p>"),
        Quote(text="Yes.", speaker="Ilse"),
        Figure(picture=PICTURE),
        Download(file="b" * 64 + ".pdf", title="Report", type="application/pdf", size_bytes=12),
    )
    dateline = Dateline(places=("Velda",), on=dt.date(2024, 6, 3))
    for number in range(1, 8):
        log.publish(an_edition(number, body=body, picture=PICTURE, dateline=dateline, offices=refs("mission")))
    log.publish(an_edition(3, "fr", headline="Titre", topics=refs("water")))
    log.publish(an_edition(2, version=2, edited_at=LATER), "corrected", "It was 12, not 21.")
    log.remove(an_edition(6), "A person named asked for it.")
    subject = Subject(kind="release", id=an_edition(5).release, language="en")
    log.append(subject, "withdrawn", None, "Issued in error.", at=LATER, number=5)
    return log


QUESTIONS = (
    "/api/v1/log?limit=3",
    "/api/v1/newsroom",
    "/api/v1/releases?size=2",
    "/api/v1/releases?office=mission&topic=environment&from=2024-06-01&until=2024-06-30&reader=fr",
    "/api/v1/search?q=headline&order=relevance&size=2",
    "/api/v1/search",
    "/api/v1/releases/3",
    "/api/v1/releases/2/en",
    "/api/v1/releases/3/fr",
    "/api/v1/releases/5/en",
    "/api/v1/changes",
    "/api/v1/changes?updated_after=2024-06-03T12:00:00Z&include=text&office=mission",
    "/api/v1/texts?number=2,3,99&number=6",
    "/api/v1/texts?number=3&language=fr&fields=id,text.headline",
    "/api/v1/releases?include=text&size=3",
    "/api/v1/releases?fields=number,text.body",
    "/api/v1/releases/3/fr?fields=id,text",
    "/api/v1/log?office=mission&language=en",
    "/api/v1/offices",
    "/api/v1/offices/mission",
    "/api/v1/topics",
    "/api/v1/topics/water",
    "/api/v1/kinds",
)


def checker(log: Log, path: str, status: int) -> jsonschema.Draft202012Validator:
    """What checks an answer by the description."""
    description = said(log, "/api/v1/openapi.json")
    (route,) = [route for route in ROUTES if route.pattern.fullmatch(urlsplit(path).path)]
    content = next(iter(description["paths"][route.path]["get"]["responses"][str(status)]["content"].values()))
    schema = {"components": description["components"], **content["schema"]}
    return jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker())


@pytest.mark.parametrize("address", QUESTIONS)
def test_every_answer_is_as_described(log, address):
    assert [error.message for error in checker(log, address, 200).iter_errors(said(log, address))] == []


def test_every_question_is_asked_by_these_tests():
    asked = {route.name for route in ROUTES for address in QUESTIONS if route.pattern.fullmatch(urlsplit(address).path)}

    assert asked == {route.name for route in ROUTES}


def test_the_description_is_openapi(log):
    description = said(log, "/api/v1/openapi.json")

    assert description["openapi"].startswith("3.1.")
    assert [one["url"] for one in description["servers"]] == [SITE]
    operations = [one["get"] for one in description["paths"].values()]
    assert len({one["operationId"] for one in operations}) == len(operations) == len(ROUTES)
    assert all("content" not in one["responses"]["304"] for one in operations)  # to who asks with a tag
    assert all(one["summary"].endswith((".", "follow.")) for one in operations)
    for schema in description["components"]["schemas"].values():
        jsonschema.Draft202012Validator.check_schema(schema)


def test_the_description_has_what_linters_want(log):
    """What Spectral (``spectral:oas``) and Redocly (``recommended``) demand of a valid document."""
    description = said(log, "/api/v1/openapi.json")
    tags = {one["name"]: one["description"] for one in description["tags"]}

    assert {"contact", "license", "description"} <= set(description["info"])
    assert description["security"] == []
    for operation in (one["get"] for one in description["paths"].values()):
        assert set(operation["tags"]) <= set(tags)
        assert operation["tags"]
        assert operation["description"]
        assert {"200", "400"} <= set(operation["responses"])
    assert "dateline." not in json.dumps(description["components"])  # no name of a module
    used = set(re.findall(r"#/components/schemas/(\w+)", json.dumps(description)))
    assert set(description["components"]["schemas"]) == used


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_each_example_is_as_described(log, route):
    description = said(log, "/api/v1/openapi.json")
    answer = description["paths"][route.path]["get"]["responses"]["200"]["content"]["application/json"]
    schema = {"components": description["components"], **answer["schema"]}

    assert [one.message for one in jsonschema.Draft202012Validator(schema).iter_errors(answer["example"])] == []
    (page,) = html.fromstring(ask(log, "/api/v1/docs").body.decode()).xpath(f"//section[@id='{route.name}']//pre")
    assert json.loads(page.text_content()) == answer["example"]


def test_the_page_that_explains_it_needs_no_other_server_and_no_script(log):
    response = ask(log, "/api/v1/docs")
    page = html.fromstring(response.body.decode())

    assert [one for one in page.xpath("//@href | //@src") if not one.startswith(("/api/v1/", "#"))] == []
    assert page.xpath("//script") == []
    assert {route.name for route in ROUTES} <= set(page.xpath("//section/@id"))
    targets = {one.removeprefix("#") for one in page.xpath("//@href") if one.startswith("#")}
    assert targets <= set(page.xpath("//@id"))
    assert dict(ask(log, "/api/v1/docs.css").headers)["content-type"].startswith("text/css")
    assert dict(ask(log, "/api/v1").headers)["location"] == "/api/v1/docs"


def test_any_site_may_read_it(log):
    for address in ("/api/v1/releases", "/api/v1/releases/99", "/api/v1/openapi.json"):
        assert dict(ask(log, address).headers)["access-control-allow-origin"] == "*"


def test_a_text_has_its_history(log):
    reading = said(log, "/api/v1/releases/2/en")

    assert reading["id"] == text_id(an_edition(2).release, "en")
    assert (reading["state"], reading["version"]) == ("public", 2)
    assert reading["notices"][0]["text"] == "It was 12, not 21."
    assert [(one["version"], one["change"]) for one in reading["history"]] == [(1, "published"), (2, "corrected")]


def test_html_is_cleaned(log):
    assert said(log, "/api/v1/releases/1/en")["text"]["body"][0]["html"] == "<p>Text</p>"


def test_a_withdrawn_text_says_so_and_a_removed_one_is_gone_with_its_words(log):
    withdrawn = said(log, "/api/v1/releases/5/en")
    removed = said(log, "/api/v1/releases/6/en", 410)

    assert (withdrawn["state"], withdrawn["notices"][0]["text"]) == ("withdrawn", "Issued in error.")
    assert (removed["state"], removed["text"]) == ("removed", None)
    assert removed["notices"][0]["text"] == "A person named asked for it."
    assert [error.message for error in checker(log, "/api/v1/releases/6/en", 410).iter_errors(removed)] == []


def test_recent_changes_come_latest_first(log):
    items = said(log, "/api/v1/changes")["items"]

    assert [(one["number"], one["change"], one["state"]) for one in items] == [
        (5, "withdrawn", "withdrawn"),
        (6, "removed", "removed"),
        (2, "corrected", "public"),
    ]
    assert len(said(log, "/api/v1/changes?size=1")["items"]) == 1


def test_a_search_tells_facets_and_marks_what_it_found(log):
    found = said(log, "/api/v1/search?q=headline")

    assert found["items"][0]["headline_html"].startswith("<mark>Headline</mark>")
    assert found["facets"]["offices"] == [{"slug": "mission", "count": 3}]


def walked(log: Log, address: str) -> list[int]:
    numbers = []
    while address:
        page = said(log, address.removeprefix(SITE))
        numbers += [item["number"] for item in page["items"]]
        address = page["next"]
    return numbers


def test_a_ranked_search_for_many_words_tells_where_only_some_of_them_were_found(log):
    log.publish(an_edition(30, headline="A flood"))

    ranked = said(log, "/api/v1/search?q=flood+quince+medlar&order=relevance")

    assert (ranked["eased"], ranked["total"], ranked["reachable"]) == (True, 0, 1)
    assert [(item["number"], item["partial"]) for item in ranked["items"]] == [(30, True)]
    assert said(log, "/api/v1/search?q=flood+quince+medlar") == ranked  # the usual order with words
    by_date = said(log, "/api/v1/search?q=flood+quince+medlar&order=date")
    assert (by_date["eased"], by_date["total"], by_date["items"]) == (False, 0, [])


@pytest.mark.parametrize("address", ["/api/v1/releases?size=2", "/api/v1/search?q=headline&order=relevance&size=2"])
def test_cursors_lead_through_everything_once(log, address):
    assert sorted(walked(log, address)) == [1, 2, 3, 4, 7]


@settings(max_examples=40)
@given(st.integers(0, 30), st.integers(1, 9), st.lists(st.integers(0, 3), max_size=12))
def test_what_is_published_meanwhile_moves_nothing(count, size, arriving):
    log = Log()
    for number in range(1, count + 1):
        log.publish(an_edition(number))
    numbers, address, newest = [], f"/api/v1/releases?size={size}", count
    while address:
        page = said(log, address.removeprefix(SITE))
        numbers += [item["number"] for item in page["items"]]
        address = page["next"]
        for _ in range(arriving.pop() if arriving else 0):
            newest += 1
            log.publish(an_edition(newest))

    assert numbers == list(range(count, 0, -1))


# what is wrong


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/releases?x=y", 400),
        (f"/api/v1/releases?q={'0' * 201}", 400),
        (f"/api/v1/search?office={'0' * 201}", 400),
        ("/api/v1/releases?from=yesterday", 400),
        ("/api/v1/releases?size=0", 400),
        ("/api/v1/releases?size=101", 400),
        ("/api/v1/releases?cursor=-1", 400),
        ("/api/v1/releases?reader=%3Cb%3E", 400),
        ("/api/v1/releases?q=%FF", 400),
        ("/api/v1/search?order=random", 400),
        ("/api/v1/changes?size=x", 400),
        ("/api/v1/changes?updated_after=yesterday", 400),
        ("/api/v1/changes?updated_after=2024-06-03T12:00:00", 400),  # in no zone
        ("/api/v1/changes?updated_after=0001-01-01T00:00:00%2B05:00", 400),
        ("/api/v1/changes?office=nowhere", 404),
        ("/api/v1/releases?fields=number,price", 400),
        ("/api/v1/releases?fields=text.price", 400),
        ("/api/v1/releases?include=pictures", 400),
        ("/api/v1/releases?include=+", 400),
        ("/api/v1/texts", 400),
        ("/api/v1/texts?number=x", 400),
        ("/api/v1/texts?number=" + ",".join(map(str, range(101))), 400),
        ("/api/v1/log?office=nowhere", 404),
        ("/api/v1/releases?office=nowhere", 404),
        ("/api/v1/releases/99", 404),
        ("/api/v1/releases/1/fr", 404),
        ("/api/v1/releases/x", 404),
        ("/api/v1/offices/nowhere", 404),
        ("/api/v1/topics/nothing", 404),
        ("/api/v1/logs", 404),
        ("/api/v2/releases", 404),
    ],
)
def test_an_error_is_a_problem_with_a_sentence(log, address, status):
    response = ask(log, address)
    problem = json.loads(response.body)

    assert dict(response.headers)["content-type"] == "application/problem+json"
    assert (response.status, problem["status"], problem["type"]) == (status, status, "about:blank")
    assert problem["detail"].endswith(".")


def test_a_newsroom_without_a_name_is_not_there():
    assert said(Log(), "/api/v1/newsroom", 404)["title"] == "Not Found"
    assert said(Log(), "/api/v1/releases")["items"] == []


def test_other_addresses_are_not_feeds(log):
    assert ask(log, "/en/news") is None


@settings(max_examples=150)
@given(
    st.sampled_from(ROUTES),
    st.dictionaries(
        st.sampled_from(["q", "kind", "office", "from", "until", "order", "size", "cursor", "reader", "zz"]),
        st.text(max_size=12) | st.integers(-5, 10**10).map(str),
        max_size=3,
    ),
    st.text(st.characters(exclude_characters="/"), min_size=1, max_size=12),
    st.integers(0, 999_999_999),
)
def test_no_question_is_answered_with_what_is_not_described(route, parameters, slug, number):
    log = Log()
    log.set(a_newsroom())
    log.publish(an_edition(1))
    path = route.path.format(number=number, language="en", slug=slug) if "{" in route.path else route.path
    query = "&".join(f"{name}={quote(value, errors='replace')}" for name, value in parameters.items())

    response = respond(Request(path, query), NaiveArchive(log.records), public_url=SITE)

    assert response.status in (200, 400, 404)
    assert json.loads(response.body)


def test_what_json_cannot_carry_is_left_out(log):
    archive = NaiveArchive(log.records)
    for text in archive.texts_by_id.values():
        if text.edition:
            text.edition = an_edition(text.number, headline="Half \ud800 letter\x00", lead="\uffff")

    item = json.loads(ask(archive, "/api/v1/releases").body)["items"][0]

    assert (item["headline"], item["lead"]) == ("Half  letter", "")
