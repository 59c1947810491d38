"""What a reviewer sends back comes back with its reason: on the first page, at the release and above the words."""

import pytest

from dateline.newsroom.desk import actions
from dateline.newsroom.desk.models import Role
from dateline.newsroom.desk.people import role_groups
from tests.support.desk.builders import NOON, a_draft, a_user, an_office, edit, minutes

pytestmark = pytest.mark.django_db

WHY = "Say which bridge, and who opened it."


@pytest.fixture
def office():
    return an_office("mission")


@pytest.fixture
def person(office):
    """Makes somebody with a role for the office."""

    def make(role):
        user = a_user()
        role_groups.give(user, role, office)
        return user

    return make


@pytest.fixture
def returned(office, person):
    """A text that its author submitted and a reviewer sent back; returns (text, author, reviewer)."""
    author, reviewer = person(Role.AUTHOR), person(Role.REVIEWER)
    text = a_draft(by=author, office=office)
    actions.perform("submit", text, by=author, at=NOON)
    actions.perform("send back", text, by=reviewer, at=minutes(1), reason=WHY)
    text.refresh_from_db()
    return text, author, reviewer


def page(client, person, address):
    client.force_login(person)
    return client.get(address).content.decode()


def addresses(text):
    return ("/", f"/releases/{text.release_id}/", f"/pages/{text.pk}/edit/")


def test_the_author_reads_why_wherever_the_text_stands(client, returned):
    text, author, reviewer = returned

    for address in addresses(text):
        shown = page(client, author, address)
        assert shown.count(WHY) >= 1, address
    assert reviewer.get_username() in page(client, author, f"/pages/{text.pk}/edit/")


def test_saving_keeps_the_reason_and_submitting_again_ends_it(client, returned):
    text, author, _reviewer = returned

    edit(text, by=author, lead="The bridge over the Ost opened today.")
    kept = page(client, author, f"/pages/{text.pk}/edit/")
    actions.perform("submit", text, by=author, at=minutes(2))

    assert WHY in kept
    assert WHY not in page(client, author, "/")
    assert WHY not in page(client, author, f"/pages/{text.pk}/edit/")


def test_others_do_not_find_it_on_their_first_page(client, returned, person):
    text, _author, _reviewer = returned
    colleague = person(Role.AUTHOR)

    assert WHY not in page(client, colleague, "/")
    assert WHY in page(client, colleague, f"/releases/{text.release_id}/")
