"""The receiver of the how-to does what the how-to says."""

import datetime as dt
import re
import subprocess
import sys

import pytest

from dateline.newsroom.distribution.channels.webhook import signed_request
from dateline.web.guarded_http import HttpRequest, NoResponseError, fetch
from dateline.web.network_policy import parse_networks
from tests.integration.distribution.test_delivery import append, send_all
from tests.support.databases import ROOT
from tests.support.editions import NOON
from tests.support.installation import free_port, wait_for
from tests.support.outside.distribution import Clock, a_webhook, a_wiring, plan_all, start_following

HERE = parse_networks("127.0.0.0/8")
KNOWN = ("show", "take", "test")


@pytest.fixture
def receiver(tmp_path):
    """The script of the how-to as a process: its address, and what it has said so far."""
    text = (ROOT / "docs" / "how-to" / "receive-pings.md").read_text()
    port = free_port()
    [script] = re.findall(r"```python\n(.+?)```", text, re.DOTALL)
    (tmp_path / "receiver.py").write_text(script.replace("9000", str(port)))
    said = tmp_path / "said"
    with said.open("w") as output:
        process = subprocess.Popen([sys.executable, "-u", tmp_path / "receiver.py"], stdout=output, stderr=output)
    url = f"http://127.0.0.1:{port}/"
    wait_for(lambda: _status(url) == 501)
    yield url, lambda: [line.split(" ") for line in said.read_text().splitlines() if line.startswith(KNOWN)]
    process.kill()
    process.wait()


@pytest.mark.django_db(transaction=True)
def test_the_receiver_of_the_howto_takes_each_change_once_and_refuses_forgeries(receiver):
    url, said = receiver
    start_following()
    hook, wiring = a_webhook(url), a_wiring(Clock(dt.datetime.now(dt.UTC)))
    append(1)
    append(1, "corrected", notice="Wrong day.", version=2)
    append(1, "withdrawn", notice="Not so.")
    plan_all(wiring)
    send_all(wiring)
    assert [one.state for one in hook.deliveries.all()] == ["delivered"] * 3
    hook.deliveries.update(state="waiting", ended_at=None)
    send_all(wiring)  # all of it a second time, as after a kill

    genuine = signed_request(hook, "msg_x", b'{"type": "test", "data": {}}', at=wiring.now())
    forged = HttpRequest(url=url, method="POST", headers=genuine.headers, body=genuine.body.replace(b"test", b"TEST"))
    old = signed_request(hook, "msg_y", b'{"type": "test", "data": {}}', at=NOON)
    assert [fetch(one, allowed=HERE).status for one in (genuine, forged, old)] == [204, 401, 401]

    assert [line[0] for line in said()] == ["show", "show", "take", "test"]
    assert [line[2] for line in said()[:2]] == ["1", "2"]


def _status(url):
    try:
        return fetch(HttpRequest(url=url), allowed=HERE).status
    except NoResponseError:
        return 0
