"""More than the newsroom can serve, behind nginx as it is shipped; attackers are processes of their own.

Nothing here is about time.
"""

import http.client
import itertools
import json
import os

import pytest

from bench.attacks import AWAY, DEEDS
from bench.crowd import attacked, newsroom
from bench.servers import NGINX
from bench.start import peak_mb
from dateline.runtime.home import Home, prepare
from tests.support.installation import wait_for

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed: apt-get install nginx-light")

CONNECTIONS = {"dribble": 2_500, "sip": 2_500, "hold": 2_500, "headers": 2_500, "crowd": 2_500}
MEMORY_MB = 400
ANSWERED = {
    "dribble": set(),
    "sip": set(),
    "hold": {200, 429},
    "crowd": {200, 429},
    "headers": set(),
    "queries": {301, 400, 414, 429},
    "come_and_go": {200, 429},
    "filters": {200, 429},
    "strangers": {200, 429, 503},
}
"""What each attack may be answered with."""


@pytest.fixture(scope="module")
def running(databases, tmp_path_factory):
    """One newsroom with the sample for all attacks; its database is migrated before it starts."""
    home = Home(tmp_path_factory.mktemp("crowd") / "home")
    prepare(home, {})
    with newsroom(home.path, database_url=databases.clone(f"crowd_{os.getpid()}")) as running:
        yield running


def ask(port, path, address="127.0.2.1"):
    """Return the status and body of an answer, and whether it says when to come again."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20, source_address=(address, 0))
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read(), "retry-after" in answer.headers
    finally:
        connection.close()


@pytest.mark.slow
@pytest.mark.parametrize("name", DEEDS)
def test_whoever_overdoes_it_everybody_else_is_answered(running, name):
    with attacked(name, running.port, connections=CONNECTIONS.get(name, 0)) as told:
        for number in range(12):
            assert ask(running.port, "/en/news")[0] == 200
            status, _, says_when = ask(running.port, f"/en/news?q={name}{number}", f"127.0.2.{number}")
            assert status == 200 or (name == "strangers" and status == 503 and says_when)
            status, health, _ = ask(running.port, "/health")
            assert (status, json.loads(health)["ok"]) == (200, True)
            assert ask(running.desk_port, "/account/login/")[0] == 200

    answered = json.loads(told[0])
    statuses = {int(status): number for status, number in answered["statuses"].items()}
    assert set(statuses) - {0} <= ANSWERED[name]
    assert answered["silent"] == 0, "refusals without Retry-After"
    assert peak_mb(running.worker) < MEMORY_MB, "VmHWM in MB of the process that was there from the start"


@pytest.mark.slow
def test_ten_thousand_filters_from_one_address_are_refused_until_a_minute_has_passed(running):
    with attacked("filters", running.port) as told:
        numbers = itertools.count()
        wait_for(lambda: ask(running.port, f"/en/news?q=nobody{next(numbers)}", AWAY)[0] == 429, 60)

        assert ask(running.port, "/en/news", AWAY)[0] == 200, "what is kept is free"
        assert ask(running.port, "/en/news?q=somebody", "127.0.2.77")[0] == 200
    assert json.loads(told[0])["silent"] == 0
