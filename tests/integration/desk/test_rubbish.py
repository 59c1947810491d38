"""Hand-made requests: whatever somebody sends, the desk answers, and what it has saved can be opened again."""

import json

import pytest
from wagtail.search import index

from dateline.newsroom.desk.models import ReleasePage
from tests.support.desk.builders import a_draft, a_picture, a_superuser, an_attachment, an_office

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def desk(client):
    client.force_login(a_superuser())
    client.raise_request_exception = False
    return client


def running(entity, text="hello"):
    """Running text as the editor sends it, with a link over its first letters."""
    block = {"key": "abcde", "text": text, "type": "unstyled", "depth": 0, "inlineStyleRanges": []}
    ranges = [{"offset": 0, "length": 2, "key": 0}]
    link = {"type": "LINK", "mutability": "MUTABLE", "data": entity}
    return json.dumps({"blocks": [block | {"entityRanges": ranges}], "entityMap": {"0": link}})


def begin(desk, **sent):
    """Send the form of a new release; return the answer's status and the text, if one was made."""
    given = {
        "headline": "Bridge opens",
        "lead": "It opened today.",
        "language": "en",
        "body-count": "1",
        "body-0-deleted": "",
        "body-0-order": "0",
        "body-0-type": "text",
        "body-0-id": "",
        "body-0-value": running({"url": "https://example.org/"}),
        "contacts-count": "0",
        "notes": "null",
        "boilerplate": "null",
        "comments-TOTAL_FORMS": "0",
        "comments-INITIAL_FORMS": "0",
        **sent,
    }
    status = desk.post(f"/pages/add/desk/releasepage/{an_office().page.pk}/", given).status_code
    return status, ReleasePage.objects.first()


@pytest.mark.parametrize("key", ["x", "9" * 30, "-1", "", [1]])
def test_a_link_to_no_page_of_the_desk_becomes_plain_words(desk, key):
    status, text = begin(desk, **{"body-0-value": running({"id": key})})

    assert status == 302
    for address in (f"/pages/{text.pk}/edit/", f"/texts/{text.pk}/checks/", f"/pages/{text.pk}/view_draft/"):
        assert desk.get(address).status_code == 200
    assert "hello" in text.get_latest_revision_as_object().body[0].value.source


@pytest.mark.parametrize(
    "sent",
    [
        {"shared_seen": "5"},
        {"shared_seen": "[]"},
        {"shared_seen": '{"offices": [1, "x"], "topics": 5}'},
        {"offices": "9" * 30},
        {"topics": "9" * 30},
    ],
)
def test_what_the_form_never_sends_is_answered(desk, sent):
    assert begin(desk, **sent)[0] in {200, 302}


@pytest.mark.parametrize("day", ["published_from=0001-01-01", "published_to=9999-12-31", "published_from=9999-12-31"])
def test_the_list_knows_the_first_and_the_last_day_there_is(desk, day):
    a_draft()

    assert desk.get(f"/releases/?{day}").status_code == 200


@pytest.mark.parametrize("asked", ['"', "'\"<>", '"bridge', 'over "the bridge"'])
@pytest.mark.parametrize("address", ["/images/", "/images/chooser/results/", "/documents/chooser/results/"])
def test_quotation_marks_are_no_part_of_what_is_looked_for(desk, address, asked):
    for one in (a_picture("The bridge over the pipe"), an_attachment("The bridge over the pipe")):
        index.insert_or_update_object(one)

    found = desk.get(address, {"q": asked})

    assert found.status_code == 200
    assert ("The bridge over the pipe" in found.content.decode()) == ("bridge" in asked)


@pytest.mark.parametrize("key", ["x", "9" * 30, "-1", "1,2", "💥"])
@pytest.mark.parametrize(
    "address",
    [
        "/images/chooser/chosen/{}/",
        "/documents/chooser/chosen/{}/",
        "/recordings/choose/chosen/{}/",
        "/webhook/edit/{}/",
        "/webhook/usage/{}/",
        "/images/chooser/chosen-multiple/?id={}",
        "/documents/chooser/chosen-multiple/?id={}",
        "/recordings/choose/chosen-multiple/?id={}",
        "/choose-external-link/?parent_page_id={}",
        "/users/?group={}",
    ],
)
def test_keys_that_nothing_has_lead_nowhere(desk, address, key):
    assert desk.get(address.format(key)).status_code == 404


def test_keys_that_something_has_lead_there(desk):
    picture = a_picture()

    assert desk.get(f"/images/chooser/chosen-multiple/?id={picture.pk}").status_code == 200
    assert desk.get(f"/images/chooser/chosen/{picture.pk}/").status_code == 200
    assert desk.get("/users/?group=").status_code == 200
