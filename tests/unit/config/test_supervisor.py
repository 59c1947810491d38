import time

from dateline.runtime.supervisor import Supervisor
from tests.support.installation import wait_for


def test_what_keeps_dying_is_started_again_ever_more_slowly(caplog):
    supervisor = Supervisor({})
    supervisor.add("broken", "no-such-command")
    for child in supervisor._children:
        supervisor._start(child)

    wait_for(lambda: supervisor.check() and supervisor._children[0].failures == 2, 20)

    assert "broken ended with exit code 2; it starts again in 0.25 s" in caplog.text
    assert "starts again in 0.5 s" in caplog.text
    supervisor.stop_all()


def test_who_does_not_go_is_killed(tmp_path, monkeypatch):
    monkeypatch.setattr("dateline.runtime.supervisor.STOP_TIMEOUT_S", 0.3)
    supervisor = Supervisor({})
    supervisor.add("deaf")
    mark = tmp_path / "started"
    code = (
        "import signal, time, pathlib; signal.signal(15, signal.SIG_IGN)\n"
        f"pathlib.Path({str(mark)!r}).touch(); time.sleep(60)"
    )
    supervisor._children[0].command = [supervisor._children[0].command[0], "-c", code]
    supervisor._start(supervisor._children[0])
    wait_for(mark.exists)

    began_at_s = time.monotonic()
    supervisor.stop_all()

    assert time.monotonic() - began_at_s < 3
    assert supervisor._children[0].process.returncode == -9
