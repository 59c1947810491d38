"""Under which names the desk answers."""

import logging

import pytest
from django.test import override_settings

from tests.support.outside.neighbour import INBOX

PUBLIC_HOST = "news.example.org"
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("host", ["evil.example", "a b", "x@testserver", PUBLIC_HOST])
@pytest.mark.parametrize("path", [INBOX, "/account/login/"])
def test_under_a_name_that_is_none_of_ours_there_is_a_sentence_and_no_traceback(client, caplog, host, path):
    with caplog.at_level(logging.INFO):
        answer = client.get(path, headers={"host": host})

    assert answer.status_code == 400
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.content.decode().startswith("The desk does not answer under this name.")
    assert [record.exc_info for record in caplog.records if record.exc_info] == []


@override_settings(ALLOWED_HOSTS=["testserver", PUBLIC_HOST], FOREIGN_PATHS={PUBLIC_HOST: INBOX})
@pytest.mark.parametrize(("host", "path", "status"), [
    (PUBLIC_HOST, INBOX, 405), (PUBLIC_HOST, "/account/login/", 400), (f"{PUBLIC_HOST}:443", "/account/login/", 400),
    ("testserver", INBOX, 405), ("testserver", "/account/login/", 200),
])  # fmt: skip
def test_under_the_public_name_the_inbox_alone_answers(client, host, path, status):
    assert client.get(path, headers={"host": host}).status_code == status
